"""Papers as people get them, read as text."""

import re
import subprocess
import unicodedata


def text_of(pdf):
    """Text of a PDF, white space as single blanks.

    PDF engines draw some Chinese characters by their radicals: compatible forms are made one.
    """
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", said.stdout.decode()))


def picture_of(pdf, file, page=1):
    """Save a page of a PDF as a small PNG."""
    subprocess.run(
        [
            *(
                "pdftoppm",
                "-png",
                "-gray",
                "-r",
                "55",
                "-f",
                str(page),
                "-l",
                str(page),
                "-singlefile",
            ),
            *("-", str(file.with_suffix(""))),
        ],
        input=pdf,
        check=True,
    )


def printed(page, click, field="letter"):
    """What a click shows in a window of its own.

    :param page: page that is logged in
    :param click: function that clicks
    :param field: field that holds it: the last part of its address but for the name
    :return: bytes of the PDF
    """
    with page.context.expect_event("request", lambda seen: f"/{field}/" in seen.url) as seen:
        click()
    return page.request.get(seen.value.url).body()
