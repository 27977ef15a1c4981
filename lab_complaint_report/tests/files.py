"""Files as people send them: in order, turned, locked and broken."""

import io

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import NameObject, NumberObject, PdfFileReader, PdfFileWriter


def make_pdf(*words, page_size=A4):
    """A PDF with one page for each of some words."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=page_size)
    for word in words:
        canvas.setFont("Helvetica", 40)
        canvas.drawString(72, page_size[1] / 2, word)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def make_landscape_pdf(word):
    """A PDF of one page across."""
    return make_pdf(word, page_size=landscape(A4))


def changed_pdf(content, change=None, password=None):
    """A PDF written anew: each page changed by a function, or the whole locked."""
    writer = PdfFileWriter()
    for page in PdfFileReader(io.BytesIO(content)).pages:
        if change:
            change(page)
        writer.add_page(page)
    if password is not None:
        writer.encrypt(*password)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def make_turned_pdf(word, degrees):
    """A PDF whose page is shown turned clockwise."""

    def turn(page):
        page[NameObject("/Rotate")] = NumberObject(degrees)

    return changed_pdf(make_pdf(word), turn)


def make_image(kind="PNG", size=(400, 200), orientation=None, mode="RGB"):
    """A picture with its upper left quarter black; the camera may have been held otherwise."""
    image = Image.new(mode, size, "white" if mode == "RGB" else (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="black")
    written = io.BytesIO()
    options = {}
    if orientation:
        options["exif"] = Image.Exif()
        options["exif"][0x0112] = orientation
    image.save(written, kind, **options)
    return written.getvalue()


def make_scan(pages):
    """A scan of several pages in one file."""
    sheets = [Image.new("L", (200, 300), 255 - 20 * number) for number in range(pages)]
    written = io.BytesIO()
    sheets[0].save(written, "TIFF", save_all=True, append_images=sheets[1:])
    return written.getvalue()


def page_of(reader, bookmark):
    """Number of the page, counted from 1, to which an entry of the outline leads."""
    pages = [page.indirect_reference.idnum for page in reader.pages]
    return pages.index(bookmark.raw_get("/Page").idnum) + 1
