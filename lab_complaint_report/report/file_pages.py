"""What a file becomes in a PDF: its pages, its text, or the reason why it has none.

Files come from anywhere. Whatever is wrong with one, it must not stop the rest.
"""

import io
import logging
from dataclasses import dataclass

from PIL import Image, ImageOps, TiffImagePlugin, WebPImagePlugin
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from odoo.tools.pdf import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfFileReader,
    PdfFileWriter,
    generic,
)

from .binder import turn

_logger = logging.getLogger(__name__)

MOST_BYTES = 50 * 1024 * 1024
MOST_PAGES = 500
MOST_PIXELS = 120_000_000
MOST_FRAMES = 200
MOST_CHARACTERS = 200_000
# A page of A4 at about 200 dots per inch.
LONGEST_SIDE = 2200
MARGIN = 15 * mm
FOOTER = 20 * mm
# Reasons why a file has no pages.
BROKEN, LOCKED, TOO_LARGE, OTHER = "broken", "locked", "too_large", "other"
# Pictures by these types only: Pillow reads many more, some through programs of its own.
# Odoo reads the last two nowhere else; scanners and telephones write them.
IMAGE_FORMATS = (
    "JPEG",
    "PNG",
    "GIF",
    "BMP",
    TiffImagePlugin.TiffImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
)


@dataclass
class FilePages:
    """One of `pdf` (bytes), `text` and `problem` (one of the reasons above)."""

    pdf: bytes | None = None
    text: str | None = None
    problem: str | None = None


def file_pages(content, mimetype):
    """Turn a file into pages.

    :param content: bytes
    :param mimetype: type of the content, such as application/pdf
    :return: FilePages
    """
    mimetype = (mimetype or "").partition(";")[0].strip().lower()
    if content.startswith(b"%PDF-"):
        mimetype = "application/pdf"
    make = _maker(mimetype)
    if not make:
        return FilePages(problem=OTHER)
    if len(content) > MOST_BYTES:
        return FilePages(problem=TOO_LARGE)
    try:
        return make(content)
    except Exception:
        # The libraries raise whatever they stumble over.
        _logger.info("A file of type %s cannot be read", mimetype, exc_info=True)
        return FilePages(problem=BROKEN)


def _maker(mimetype):
    if mimetype == "application/pdf":
        return _pages_of_pdf
    if mimetype.startswith("image/") and mimetype != "image/svg+xml":
        return _pages_of_image
    if mimetype in ("text/plain", "text/csv", "text/markdown", "application/json"):
        return _text
    return None


# --- PDF ---


def _pages_of_pdf(content):
    """Its pages as they are, written anew: what is broken shows here and not in the dossier."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    # Many certificates are locked against changes only: they open with an empty password.
    if reader.is_encrypted and not _opens(reader):
        return FilePages(problem=LOCKED)
    if len(reader.pages) > MOST_PAGES:
        return FilePages(problem=TOO_LARGE)
    writer = PdfFileWriter()
    for page in reader.pages:
        _check(page)
        _without_actions(page)
        writer.add_page(page)
    if not reader.pages:
        return FilePages(problem=BROKEN)
    return FilePages(pdf=_written(writer))


def _written(writer):
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _opens(reader):
    try:
        return bool(reader.decrypt(""))
    except Exception:
        # A cipher for which there is no library.
        return False


def _check(page):
    """Raise whatever is wrong with a page where it will be numbered."""
    [float(value) for value in page.cropbox]
    turn(page)


def _without_actions(page):
    """Nothing in a stranger's file runs or leads elsewhere when the dossier is read."""
    page.pop("/AA", None)
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        if isinstance(annotation, DictionaryObject):
            for name in ("/A", "/AA", "/Dest", "/PA"):
                annotation.pop(NameObject(name), None)


# --- pictures ---


def _pages_of_image(content):
    with Image.open(io.BytesIO(content), formats=IMAGE_FORMATS) as image:
        width, height = image.size
        # Only scans have several pages; what moves is shown as it begins.
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if width * height > MOST_PIXELS or frames > MOST_FRAMES:
            return FilePages(problem=TOO_LARGE)
        writer = PdfFileWriter()
        for frame in range(frames):
            image.seek(frame)
            _add_picture(writer, _right_way_up(image))
    return FilePages(pdf=_written(writer))


def _right_way_up(image):
    """As the camera held it, small enough to print, on white where it is transparent."""
    image = ImageOps.exif_transpose(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def _add_picture(writer, image):
    """One picture on a sheet of its own, upright or across, as large as the margins allow."""
    page_size = landscape(A4) if image.width > image.height else A4
    room = page_size[0] - 2 * MARGIN, page_size[1] - MARGIN - FOOTER
    scale = min(room[0] / image.width, room[1] / image.height)
    width, height = image.width * scale, image.height * scale
    left, bottom = (page_size[0] - width) / 2, FOOTER + (room[1] - height) / 2
    page = writer.add_blank_page(*page_size)
    drawn = f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm /Picture Do Q"
    content = DecodedStreamObject()
    content.set_data(drawn.encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/XObject"): DictionaryObject(
                {NameObject("/Picture"): writer._add_object(_picture(image))}
            )
        }
    )


def _picture(image):
    """A picture as PDF keeps it: the JPEG file itself."""
    compressed = io.BytesIO()
    image.save(compressed, "JPEG", quality=88)
    picture = generic.StreamObject()
    picture._data = compressed.getvalue()
    for name, value in (
        ("/Type", NameObject("/XObject")),
        ("/Subtype", NameObject("/Image")),
        ("/Width", NumberObject(image.width)),
        ("/Height", NumberObject(image.height)),
        ("/ColorSpace", NameObject("/DeviceRGB")),
        ("/BitsPerComponent", NumberObject(8)),
        ("/Filter", NameObject("/DCTDecode")),
    ):
        picture[NameObject(name)] = value
    return picture


# --- text ---


def _text(content):
    if len(content) > 4 * MOST_CHARACTERS:
        return FilePages(problem=TOO_LARGE)
    text = _decoded(content)
    if len(text) > MOST_CHARACTERS:
        return FilePages(problem=TOO_LARGE)
    # What cannot be printed would end the page.
    kept = "".join(char for char in text if char.isprintable() or char in "\n\t")
    return FilePages(text=kept)


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
