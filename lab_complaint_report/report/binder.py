"""Many PDFs made one: numbered pages, bookmarks, files embedded as they are."""

import io

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    OdooPdfFileWriter,
    PdfFileReader,
    generic,
)

FONT, FONT_SIZE = "Helvetica", 8
FONT_NAME = "/LabStamp"
FROM_RIGHT, FROM_BOTTOM, AROUND = 12 * mm, 7 * mm, 1 * mm
# Where right and up are on the paper, in the coordinates of a page turned clockwise by so much,
# and which corner of it is then at the bottom right.
TURNED = {
    0: ((1, 0), (0, 1), ("right", "bottom")),
    90: ((0, 1), (-1, 0), ("right", "top")),
    180: ((-1, 0), (0, -1), ("left", "top")),
    270: ((0, -1), (1, 0), ("left", "bottom")),
}


class Binder:
    """One PDF that grows page by page."""

    def __init__(self):
        self._writer = OdooPdfFileWriter()
        self._font = self._writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject(f"/{FONT}"),
                }
            )
        )

    def add(self, pages):
        """Append pages.

        :param pages: PageObjects of a reader
        :return: number of the first of them in the whole, counted from 0
        """
        first = len(self._writer.pages)
        for page in pages:
            self._writer.add_page(page)
        return first

    def stamp(self, position, text):
        """Write a line into the bottom right corner of a page, the right way up.

        The page's own content is not read, so that nothing in it can go wrong; what cannot be
        written in the letters every reader has is left out.

        :param position: number of the page, counted from 0
        :param text: ASCII, such as CP/2026/00042   7 / 31
        """
        page = self._writer.pages[position]
        text = text.encode("ascii", "ignore").decode()
        page[NameObject("/Resources")] = self._with_font(page)
        own = page.get("/Contents")
        if isinstance(own, generic.StreamObject):
            own = [page.raw_get("/Contents")]
        elif not isinstance(own, ArrayObject):
            own = []
        page[NameObject("/Contents")] = ArrayObject(
            [self._stream("q"), *own, self._stream(f"\nQ {_stamp(page, text)}")]
        )

    def bookmark(self, title, position, parent=None):
        """Add an entry to the outline that leads to a page.

        :return: the entry, to be the parent of others
        """
        kids = self._writer.get_object(self._writer._pages)["/Kids"]
        item = generic.TreeObject()
        item[NameObject("/Title")] = generic.TextStringObject(title)
        item[NameObject("/Dest")] = ArrayObject([kids[position], NameObject("/Fit")])
        return self._writer.add_outline_item_destination(item, parent)

    def embed(self, name, content, mimetype):
        """Put a file into the PDF as it is; names must differ."""
        self._writer.add_attachment(name, content, subtype=mimetype)

    def bound(self):
        """:return: the PDF as io.BytesIO"""
        self._writer.page_mode = "/UseOutlines"
        written = io.BytesIO()
        self._writer.write(written)
        return written

    def _with_font(self, page):
        """The page's resources and the font of the stamp; they may serve other pages, too."""
        resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
        fonts = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
        fonts[NameObject(FONT_NAME)] = self._font
        resources[NameObject("/Font")] = fonts
        return resources

    def _stream(self, operators):
        stream = DecodedStreamObject()
        stream.set_data(operators.encode("ascii"))
        return self._writer._add_object(stream)


def _stamp(page, text):
    """Operators that write a line on white into the corner that is at the bottom right."""
    right, up, (side, edge) = TURNED[turn(page)]
    box = [float(value) for value in page.cropbox]
    corner = (
        max(box[0], box[2]) if side == "right" else min(box[0], box[2]),
        max(box[1], box[3]) if edge == "top" else min(box[1], box[3]),
    )
    width = stringWidth(text, FONT, FONT_SIZE)
    x, y = (
        at - (FROM_RIGHT + width) * aside + FROM_BOTTOM * above
        for at, aside, above in zip(corner, right, up, strict=True)
    )
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return (
        f"q {right[0]} {right[1]} {up[0]} {up[1]} {x:.2f} {y:.2f} cm "
        f"1 g {-AROUND:.2f} {-AROUND:.2f} {width + 2 * AROUND:.2f} {FONT_SIZE + AROUND:.2f} re f "
        f"0.25 g BT {FONT_NAME} {FONT_SIZE} Tf ({escaped}) Tj ET Q"
    )


def turn(page):
    """By how many degrees a page is shown turned clockwise: 0, 90, 180 or 270."""
    degrees = int(page.get("/Rotate", 0)) % 360
    return degrees if degrees in TURNED else 0


def read_pages(content):
    """Pages of a PDF.

    :param content: bytes
    :return: list of PageObject
    """
    return list(PdfFileReader(io.BytesIO(content), strict=False).pages)


def heading_pages(content):
    """On which page each h1 is in what wkhtmltopdf printed.

    :param content: bytes of the PDF
    :return: list of page numbers, counted from 0
    """
    root = PdfFileReader(io.BytesIO(content)).trailer["/Root"]
    pages = []
    node = root.get("/Outlines", {}).get("/First")
    while node:
        pages.append(int(root["/Dests"][node["/Dest"]][0]))
        node = node.get("/Next")
    return pages
