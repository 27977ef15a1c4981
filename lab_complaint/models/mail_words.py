"""What a mail says, as plain text, and its files with names that are safe to show."""

import re
from email.message import Message
from html.parser import HTMLParser

from .lab_complaint_uploads import clean_file_name

LONGEST_WORDS = 50_000
MOST_FILES = 100
LINES = {"address", "blockquote", "div", "dd", "dl", "dt", "hr", "li", "ol", "pre", "section"}
LINES |= {"article", "footer", "form", "header", "tbody", "tr", "ul"}
PARAGRAPHS = {"p", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
CELLS = {"td", "th"}
UNSEEN = {"head", "script", "style", "template", "title"}
ADDRESSES = ("http://", "https://", "mailto:", "ftp://", "tel:")


class _Reader(HTMLParser):
    """Text of a page: tables in lines, links with where they lead, no scripts or styles."""

    def __init__(self):
        super().__init__()
        self._parts = []
        self._links = []
        self._unseen = 0
        self._pre = 0

    def parse_marked_section(self, start, report=1):
        """Sections of word processors; Python's reader raises at what only looks like one."""
        try:
            return super().parse_marked_section(start, report)
        except AssertionError:
            return self.parse_bogus_comment(start)

    def handle_starttag(self, tag, attrs):
        if tag == "body":
            self._unseen = 0
        self._unseen += tag in UNSEEN
        self._pre += tag == "pre"
        self._break_before(tag)
        attributes = dict(attrs)
        if tag == "li":
            self._parts.append("- ")
        elif tag == "a":
            self._links.append((attributes.get("href") or "", len(self._parts)))
        elif tag == "img" and attributes.get("alt"):
            self._parts.append(f"[{attributes['alt']}]")

    def handle_endtag(self, tag):
        self._unseen = max(self._unseen - (tag in UNSEEN), 0)
        self._pre = max(self._pre - (tag == "pre"), 0)
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        elif tag in LINES or tag in PARAGRAPHS:
            self._break_before(tag)

    def handle_data(self, data):
        if not self._unseen:
            self._parts.append(data if self._pre else re.sub(r"\s+", " ", data))

    def _break_before(self, tag):
        if tag in PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag == "br" or tag in LINES:
            # Lines that follow each other directly are one break.
            self._parts.append("\n" if tag == "br" else "\r")
        elif tag in CELLS:
            self._parts.append("\t")

    def _end_link(self, target, start):
        shown = "".join(self._parts[start:])
        if target.startswith(ADDRESSES) and target.split(":", 1)[1].strip("/") not in shown:
            self._parts.append(f" <{target}>")

    def text(self):
        text = "".join(self._parts)
        text = re.sub(r"[ \t]*\r[ \r\t]*(?=\n)|(?<=\n)[ \r]*\r", "", text)
        text = re.sub(r"[ ]*\r[ \r]*", "\n", text)
        # The first cell of a line is not set off.
        text = re.sub(r"(^|\n)[ \t]*\t[ \t]*", r"\1", text)
        text = re.sub(r"[ ]*\t[ ]*", " | ", text)
        return re.sub(r"[ ]+\n", "\n", text)


def words_of(body):
    """What a mail says, in plain text.

    :param body: HTML, as Odoo reads it from a mail
    :return: text of bearable length, possibly empty
    """
    reader = _Reader()
    reader.feed(body or "")
    reader.close()
    return clean_words(reader.text())


def clean_words(text):
    """Text without control and direction characters and without empty pages, cut at a bearable
    length: the whole is in the original."""
    text = text.replace("\r\n", "\n")
    text = "".join(_clean(char) for char in text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return text if len(text) <= LONGEST_WORDS else f"{text[: LONGEST_WORDS - 1]}…"


def _clean(char):
    if char.isprintable() or char in "\n\t":
        return char
    return " " if char.isspace() else ""


def files_of(attachments):
    """Files of a mail, whatever they are.

    :param attachments: list of (name, content, …), as Odoo reads them from a mail
    :return: list of (name, bytes)
    """
    return [
        (clean_file_name(name), _content(content))
        for name, content, *_info in attachments[:MOST_FILES]
        if content
    ]


def _content(content):
    if isinstance(content, Message):
        return content.as_bytes()
    return content.encode("utf-8", "replace") if isinstance(content, str) else bytes(content)
