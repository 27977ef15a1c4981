import re
import xmlrpc.client
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser

from odoo.tools import email_normalize, email_split
from odoo.tools.mail import email_split_tuples

LARGEST_HEAD = 256 * 1024
LONGEST_HEADER = 2000
MOST_REFERENCES = 32
# What encodes headers in 8 bits without saying so, the likeliest first.
ENCODINGS = ("utf-8", "gb18030")
RECIPIENT_HEADERS = ("Delivered-To", "To", "Cc", "Resent-To", "Resent-Cc")
MACHINE_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
MACHINE_PRECEDENCE = ("bulk", "junk", "auto_reply")
MACHINE_SENDER = re.compile(
    r"(mailer-daemon|postmaster|(no|do-?not)[-_.]?reply|bounces?)([-+_.=].*)?@"
)
SPAM_HEADERS = ("X-Spam-Flag", "X-Spam-Status", "X-Spam")
REFERENCE = re.compile(r"<[^<>\s]+>")


class ArrivingMail:
    """A mail as it came over the wire, and what its headers say.

    Nothing here raises, whatever the mail is: how to read its body is known by the mail
    system of Odoo, which may fail at it.
    """

    def __init__(self, source):
        """:param source: the mail, in one of the types that Odoo's gateway takes"""
        if isinstance(source, xmlrpc.client.Binary):
            source = source.data
        self.raw = source.encode() if isinstance(source, str) else bytes(source)
        # Whether it has become a record, or was for the mail system itself.
        self.is_settled = False
        self._headers = {}
        for name, value in BytesHeaderParser().parsebytes(self.raw[:LARGEST_HEAD]).raw_items():
            self._headers.setdefault(name.lower(), []).append(_decoded(value))

    def header(self, name):
        """A header in one line, empty when it is not there; several of them with commas."""
        return ", ".join(self._headers.get(name.lower(), ()))

    # --- who and what ---

    @property
    def subject(self):
        return self.header("Subject")[:LONGEST_HEADER]

    @property
    def message_id(self):
        """Identity of the mail among all mails, empty where it has none to rely on."""
        found = REFERENCE.search(self.header("Message-Id"))
        return found[0][:LONGEST_HEADER] if found else ""

    @property
    def sender_email(self):
        """Address in lower case, empty when there is none."""
        return email_normalize(self.header("From")[:LONGEST_HEADER], strict=False) or ""

    @property
    def sender_name(self):
        pairs = email_split_tuples(self.header("From")[:LONGEST_HEADER])
        return pairs[0][0].strip() if pairs else ""

    @property
    def stated_date(self):
        return self.header("Date")[:100]

    @property
    def recipients(self):
        """Addresses in lower case, where Odoo looks for them."""
        return [
            address.lower()
            for name in RECIPIENT_HEADERS
            for address in email_split(self.header(name))
        ]

    @property
    def is_answer(self):
        """Whether it says that it answers another mail, in whatever form."""
        return bool(self.header("References") or self.header("In-Reply-To"))

    @property
    def references(self):
        """Identities of the mails it replies to, the last one last."""
        named = f"{self.header('References')} {self.header('In-Reply-To')}"
        return REFERENCE.findall(named)[-MOST_REFERENCES:]

    # --- whether a person wrote it ---

    @property
    def doubt(self):
        """Why it is no complaint by itself, as far as the headers say: a key of `doubt` of
        lab.complaint.arrival, or empty."""
        if self._is_spam():
            return "spam"
        return "automatic" if self._is_automatic() else ""

    def _is_spam(self):
        """Whether the laboratory's own filter says so."""
        return any(
            self.header(name).strip().lower().startswith(("yes", "true")) for name in SPAM_HEADERS
        )

    def _is_automatic(self):
        """Whether a machine sent it (RFC 3834, and what was usual before it)."""
        submitted = self.header("Auto-Submitted").strip().lower()
        return (
            (bool(submitted) and not submitted.startswith("no"))
            or self.header("Content-Type").lower().startswith("multipart/report")
            or any(name.lower() in self._headers for name in MACHINE_HEADERS)
            or self.header("Precedence").strip().lower() in MACHINE_PRECEDENCE
            or self.header("Return-Path").strip() == "<>"
            or bool(MACHINE_SENDER.match(self.sender_email))
        )


def _decoded(value):
    """Readable text of a header as it came, in one line and without control characters."""
    raw = value.encode("ascii", "surrogateescape") if isinstance(value, str) else bytes(value)
    text = _text(raw)
    # What is not encoded as it says is better as it stands than not at all.
    with suppress(ValueError, LookupError, MessageError):
        text = str(make_header(decode_header(text)))
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _text(raw):
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
