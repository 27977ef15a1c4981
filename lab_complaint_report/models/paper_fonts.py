"""Fonts that travel inside the styles of a paper.

The PDF engine prints nothing at all in a font that it is told to fetch and cannot: letters of a
server that does not reach itself would be blank sheets.
"""

import base64
import posixpath
import re

from odoo.tools import file_open

FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FAMILY = re.compile(r"font-family:\s*[\"']?([^;\"'}]+)")
WEIGHT = re.compile(r"font-weight:\s*(\w+)")
STYLE = re.compile(r"font-style:\s*(\w+)")
FILE = re.compile(r"url\(\s*[\"']?/([^\"')?#]+\.(woff|ttf|otf))\b")
# What papers are set in; a face that names no weight has them all.
WEIGHTS = ("normal", "bold", "400", "700")


def embed_fonts(css, families):
    """Styles that fetch no font: those of some families are inside, the others are left to what
    is installed on the server.

    :param css: text of a style sheet
    :param families: names of the fonts that companies chose for their papers
    :return: text of a style sheet
    """

    def embedded(match):
        face = match[0]
        family, file = FAMILY.search(face), FILE.search(face)
        weight = _found(WEIGHT, face)
        if not family or not file or family[1].strip() not in families or weight not in WEIGHTS:
            return ""
        path, kind = posixpath.normpath(file[1]), file[2]
        with file_open(path, "rb") as font:
            content = base64.b64encode(font.read()).decode()
        return (
            f'@font-face{{font-family:"{family[1].strip()}";font-weight:{weight};'
            f"font-style:{_found(STYLE, face)};src:url(data:font/{kind};base64,{content})}}"
        )

    return FACE.sub(embedded, css)


def _found(pattern, face):
    value = pattern.search(face)
    return value[1] if value else "normal"
