"""What a file becomes in a PDF: its pages, its text, or the reason why it has none.

Files come from anywhere. Whatever is wrong with one, it must not stop the rest.
"""

import io
import logging
from dataclasses import dataclass

from PIL import Image, ImageOps, TiffImagePlugin, WebPImagePlugin
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import DictionaryObject, NameObject, PdfFileReader, PdfFileWriter

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
IMAGE_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
# Odoo reads neither by itself; scanners and telephones write them.
assert TiffImagePlugin and WebPImagePlugin


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
    written = io.BytesIO()
    writer.write(written)
    return FilePages(pdf=written.getvalue())


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
        written = io.BytesIO()
        canvas = Canvas(written)
        for frame in range(frames):
            image.seek(frame)
            _draw(canvas, _right_way_up(image))
        canvas.save()
    return FilePages(pdf=written.getvalue())


def _right_way_up(image):
    """As the camera held it, small enough to print, on white where it is transparent."""
    image = ImageOps.exif_transpose(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def _draw(canvas, image):
    """One picture on a sheet of its own, upright or across, as large as the margins allow."""
    page_size = landscape(A4) if image.width > image.height else A4
    width, height = page_size[0] - 2 * MARGIN, page_size[1] - MARGIN - FOOTER
    scale = min(width / image.width, height / image.height)
    shown = image.width * scale, image.height * scale
    compressed = io.BytesIO()
    image.save(compressed, "JPEG", quality=88)
    canvas.setPageSize(page_size)
    canvas.drawImage(
        ImageReader(compressed),
        (page_size[0] - shown[0]) / 2,
        FOOTER + (height - shown[1]) / 2,
        *shown,
    )
    canvas.showPage()


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
