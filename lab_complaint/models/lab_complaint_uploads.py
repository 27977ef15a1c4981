"""What people outside type and upload: cleaned, or refused with words."""

import base64
import binascii
import io
import re
import unicodedata
from pathlib import PurePosixPath

from markupsafe import Markup
from PIL import Image, UnidentifiedImageError

from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

MEGABYTE = 1024 * 1024
LARGEST_SIGNATURE = MEGABYTE
LARGEST_SIGNATURE_PIXELS = 4_000_000
LARGEST_DOCUMENT = 25 * MEGABYTE
DOCUMENT_TYPES = ("application/pdf", "image/png", "image/jpeg")
MOST_FILES = 5
LARGEST_FILE = 10 * MEGABYTE
LONGEST_FILE_NAME = 100
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD_OFFICE = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-office")
# What a file must be by its content, for each ending that its name may have.
FILE_TYPES = {
    "pdf": ("application/pdf",),
    "png": ("image/png",),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "webp": ("image/webp",),
    "txt": ("text/plain",),
    "docx": (WORD,),
    "xlsx": (EXCEL,),
    "doc": OLD_OFFICE,
    "xls": OLD_OFFICE,
}


def clean_text(env, text, longest):
    """Text without surrounding blanks and control characters.

    :param longest: number of characters
    :raise UserError: when it is longer
    """
    text = (text or "").replace("\r\n", "\n")
    text = "".join(char for char in text if char.isprintable() or char in "\n\t").strip()
    if len(text) > longest:
        raise UserError(env._("Shorten the text to %s characters.", longest))
    return text


def as_html(text):
    """Plain text as HTML that shows it as it is, lines included."""
    return Markup("<br/>").join(text.split("\n"))


def check_signature(env, signature):
    """A drawn signature, as base64.

    :param signature: base64 of a PNG image of at most 1 MB
    :raise UserError: when it is anything else, or nothing is drawn on it
    """
    content = decode(signature)
    if not content:
        raise UserError(env._("Draw your signature."))
    if len(content) > LARGEST_SIGNATURE or not _is_drawing(content):
        raise UserError(env._("The signature cannot be read. Draw it anew."))
    return base64.b64encode(content)


def check_document(env, document):
    """A scanned decision, as base64.

    :param document: base64 of a PDF, PNG or JPEG file of at most 25 MB
    :raise UserError: when it is anything else
    """
    content = decode(document)
    if not content:
        raise UserError(env._("Attach the scanned decision with its signature."))
    if len(content) > LARGEST_DOCUMENT:
        raise UserError(env._("The scanned decision is larger than 25 MB. Scan it smaller."))
    if guess_mimetype(content) not in DOCUMENT_TYPES:
        raise UserError(env._("The scanned decision must be a PDF, PNG or JPEG file."))
    return base64.b64encode(content)


def check_files(env, files):
    """Files that somebody outside attaches, with names that are safe to show and to save.

    :param files: list of (name, bytes)
    :return: list of (name, bytes)
    :raise UserError: naming the file that is too large, of another kind than its name says, or
        of a kind that is not taken
    """
    files = [(clean_file_name(name), content) for name, content in files if name or content]
    if len(files) > MOST_FILES:
        raise UserError(env._("Attach at most %s files.", MOST_FILES))
    for name, content in files:
        if not content:
            raise UserError(env._("%s is empty. Choose the file anew.", name))
        if len(content) > LARGEST_FILE:
            raise UserError(env._("%s is larger than 10 MB. Make it smaller.", name))
        if not _is_of_its_kind(name, content):
            raise UserError(
                env._(
                    "%(name)s cannot be taken. Attach files of these kinds: %(kinds)s.",
                    name=name,
                    kinds=", ".join(kind.upper() for kind in FILE_TYPES),
                )
            )
    return files


def decode_files(env, files):
    """Files that another system sends.

    :param files: list of dictionaries of `name` and `content` (base64)
    :return: list of (name, bytes), checked
    :raise UserError: naming the file that cannot be read or is not taken
    """
    decoded = []
    for file in files:
        if not isinstance(file, dict) or not all(
            isinstance(file.get(key), str) for key in ("name", "content")
        ):
            raise UserError(env._("Give each file as its “name” and its “content” in base64."))
        content = _decode(file["content"])
        if file["content"].strip() and not content:
            raise UserError(env._("%s: the content is not base64.", clean_file_name(file["name"])))
        decoded.append((file["name"], content))
    return check_files(env, decoded)


def clean_file_name(name):
    """A file name without folders, control and direction characters, of bearable length."""
    name = unicodedata.normalize("NFC", (name or "").replace("\\", "/"))
    name = "".join(char for char in name if char.isprintable() or char == " ")
    path = PurePosixPath(re.sub(r'[<>:"|?*]', "_", name).strip(" ."))
    stem, ending = path.stem.strip(" ."), path.suffix[:10]
    return f"{(stem or 'file')[: LONGEST_FILE_NAME - len(ending)]}{ending}"


def _is_of_its_kind(name, content):
    kind = PurePosixPath(name).suffix.lstrip(".").lower()
    return guess_mimetype(content) in FILE_TYPES.get(kind, ())


def decode(text):
    """Bytes of base64 that came over the network, empty when it is none."""
    text = text.encode() if isinstance(text, str) else text or b""
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _is_drawing(content):
    """Whether bytes are a PNG image of bearable size with more than one colour."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            width, height = image.size
            if width * height > LARGEST_SIGNATURE_PIXELS:
                return False
            return image.convert("RGBA").getcolors(maxcolors=1) is None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
