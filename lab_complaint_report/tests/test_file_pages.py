import io
from unittest.mock import patch

from PIL import Image

from odoo.tests import BaseCase
from odoo.tools import mute_logger
from odoo.tools.pdf import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    PdfFileReader,
    createStringObject,
)

from ..report import file_pages as module
from ..report.binder import Binder, read_pages
from ..report.file_pages import BROKEN, LOCKED, OTHER, TOO_LARGE, file_pages
from .files import (
    changed_pdf,
    make_image,
    make_landscape_pdf,
    make_pdf,
    make_scan,
    make_turned_pdf,
    page_of,
)

LOGGER = "odoo.addons.lab_complaint_report.report.file_pages"


class TestFilePages(BaseCase):
    """What becomes of a file, without any database."""

    def _sizes(self, made):
        self.assertIsNone(made.problem)
        boxes = [page.mediabox for page in read_pages(made.pdf)]
        return [(round(float(box.width)), round(float(box.height))) for box in boxes]

    def _picture(self, made):
        """The picture on the only page, as it was drawn."""
        (page,) = read_pages(made.pdf)
        (drawn,) = page["/Resources"]["/XObject"].values()
        return Image.open(io.BytesIO(drawn.get_object()._data))

    # --- PDF ---

    def test_pages_of_a_pdf_as_they_are(self):
        self.assertEqual(
            self._sizes(file_pages(make_pdf("one", "two"), "application/pdf")), [(595, 842)] * 2
        )
        across = file_pages(make_landscape_pdf("wide"), "application/pdf")
        self.assertEqual(self._sizes(across), [(842, 595)])

    def test_pdf_by_its_content_whatever_its_type(self):
        self.assertTrue(file_pages(make_pdf("one"), "application/octet-stream").pdf)

    @mute_logger(LOGGER)
    def test_broken_pdf(self):
        whole = make_pdf("one")
        for broken in (b"%PDF-1.4 nothing", whole[:200], b"%PDF-1.4" + b"\0" * 2000):
            with self.subTest(broken[:30]):
                self.assertEqual(file_pages(broken, "application/pdf").problem, BROKEN)
        self.assertEqual(file_pages(b"no pdf", "application/pdf").problem, BROKEN)

    @mute_logger(LOGGER)
    def test_pdf_with_an_impossible_page(self):
        def lose_size(page):
            page[NameObject("/MediaBox")] = NameObject("/none")
            page.pop("/CropBox", None)

        broken = changed_pdf(make_pdf("one"), lose_size)
        self.assertEqual(file_pages(broken, "application/pdf").problem, BROKEN)

    def test_locked_pdf(self):
        locked = changed_pdf(make_pdf("secret"), password=("user", "owner"))
        self.assertEqual(file_pages(locked, "application/pdf").problem, LOCKED)

    def test_pdf_locked_against_changes_only_is_readable(self):
        made = file_pages(changed_pdf(make_pdf("open"), password=("", "owner")), "application/pdf")
        self.assertEqual(read_pages(made.pdf)[0].extract_text().strip(), "open")

    def test_too_large(self):
        with patch.object(module, "MOST_PAGES", 1):
            self.assertEqual(file_pages(make_pdf("1", "2"), "application/pdf").problem, TOO_LARGE)
        with patch.object(module, "MOST_BYTES", 10):
            for content, kind in ((make_pdf("1"), "application/pdf"), (make_image(), "image/png")):
                self.assertEqual(file_pages(content, kind).problem, TOO_LARGE)
        with patch.object(module, "MOST_PIXELS", 100):
            self.assertEqual(file_pages(make_image(), "image/png").problem, TOO_LARGE)

    def test_nothing_in_a_pdf_acts(self):
        def act(page):
            script = DictionaryObject(
                {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): text("app.alert")}
            )
            note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link")})
            note[NameObject("/A")] = script
            page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
            page[NameObject("/Annots")] = ArrayObject([note])

        text = createStringObject
        acting = changed_pdf(make_pdf("one"), act)
        self.assertIn(b"JavaScript", acting)
        self.assertNotIn(b"JavaScript", file_pages(acting, "application/pdf").pdf)

    # --- pictures ---

    def test_picture_on_a_sheet_that_suits_it(self):
        wide = file_pages(make_image(size=(400, 200)), "image/png")
        self.assertEqual(self._sizes(wide), [(842, 595)])
        high = file_pages(make_image("JPEG", size=(200, 400)), "image/jpeg")
        self.assertEqual(self._sizes(high), [(595, 842)])

    def test_picture_is_the_right_way_up(self):
        turned = file_pages(make_image("JPEG", (400, 200), orientation=6), "image/jpeg")
        self.assertEqual(self._sizes(turned), [(595, 842)])
        picture = self._picture(turned).convert("L")
        self.assertEqual(picture.size, (200, 400))
        # The dark quarter was at the upper left of what was stored, and is at the upper right.
        self.assertLess(picture.getpixel((190, 10)), 40)
        self.assertGreater(picture.getpixel((10, 10)), 215)

    def test_large_picture_is_made_smaller(self):
        made = file_pages(make_image("JPEG", (6000, 3000)), "image/jpeg")
        self.assertEqual(max(self._picture(made).size), module.LONGEST_SIDE)

    def test_transparent_picture_is_on_white(self):
        picture = self._picture(file_pages(make_image(mode="RGBA"), "image/png")).convert("L")
        self.assertGreater(picture.getpixel((390, 190)), 215)
        self.assertLess(picture.getpixel((10, 10)), 40)

    def test_each_page_of_a_scan(self):
        self.assertEqual(len(self._sizes(file_pages(make_scan(3), "image/tiff"))), 3)

    @mute_logger(LOGGER)
    def test_broken_picture(self):
        for content in (b"\x89PNG nothing", make_image()[:30], b""):
            self.assertEqual(file_pages(content, "image/png").problem, BROKEN)
        self.assertEqual(file_pages(b"%!PS-Adobe-3.0 EPSF", "image/eps").problem, BROKEN)

    # --- text and others ---

    def test_text_in_the_encodings_of_the_world(self):
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            made = file_pages("数据 42\n次行".encode(encoding), "text/plain; charset=x")
            self.assertEqual(made.text, "数据 42\n次行")
        self.assertEqual(file_pages(b"a\x00b\x1bc\td", "text/csv").text, "abc\td")

    def test_long_text(self):
        long = b"a" * (module.MOST_CHARACTERS + 1)
        self.assertEqual(file_pages(long, "text/plain").problem, TOO_LARGE)
        self.assertEqual(file_pages(long * 5, "text/plain").problem, TOO_LARGE)

    def test_other_files(self):
        for kind in ("application/zip", "text/html", "image/svg+xml", "", None):
            self.assertEqual(file_pages(b"PK", kind).problem, OTHER)


class TestBinder(BaseCase):
    def _bound(self, content, text="CP/1   1 / 1"):
        binder = Binder()
        binder.add(read_pages(content))
        binder.stamp(0, text)
        return PdfFileReader(binder.bound())

    def test_stamp_is_on_every_kind_of_page(self):
        for content in (
            make_pdf("one"),
            make_landscape_pdf("wide"),
            *(make_turned_pdf("turned", degrees) for degrees in (90, 180, 270, 450)),
        ):
            page = self._bound(content).pages[0]
            self.assertIn("CP/1   1 / 1", page.extract_text())

    def test_what_is_not_ascii_is_left_out(self):
        page = self._bound(make_pdf("one"), "投诉/2026/1(a)   1 / 2").pages[0]
        self.assertIn("/2026/1(a)   1 / 2", page.extract_text())

    def test_empty_page(self):
        def empty(page):
            page.pop("/Contents")
            page.pop("/Resources")

        page = self._bound(changed_pdf(make_pdf("gone"), empty)).pages[0]
        self.assertEqual(page.extract_text().strip(), "CP/1   1 / 1")

    def test_bookmarks_and_files(self):
        binder = Binder()
        binder.add(read_pages(make_pdf("one", "two")))
        parent = binder.bookmark("第一", 0)
        binder.bookmark("inner", 1, parent)
        binder.embed("1 数据.zip", b"PK", "application/zip")
        binder.embed("2 数据.zip", b"PK2", "application/zip")
        reader = PdfFileReader(binder.bound())
        first, (inner,) = reader.outline
        self.assertEqual([first.title, inner.title], ["第一", "inner"])
        self.assertEqual(page_of(reader, inner), 2)
        names = reader.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
        self.assertEqual(names[0::2], ["1 数据.zip", "2 数据.zip"])
        self.assertEqual(names[3].get_object()["/EF"]["/F"].get_data(), b"PK2")
