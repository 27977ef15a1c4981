"""One entry of a case's dossier, and the fields of a record in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from odoo.tools import format_amount, format_date, format_datetime, html2plaintext


@dataclass
class CaseFile:
    """A file kept with the case; `read` loads its bytes only when they are needed."""

    name: str
    mimetype: str
    read: Callable[[], bytes]


@dataclass
class CaseEntry:
    """What happened: when, the facts as (label, text), the files, and how many files there are
    that the reading user may not read."""

    title: str
    moment: datetime | None
    rows: list[tuple[str, str]]
    files: list[CaseFile] = field(default_factory=list)
    hidden_files: int = 0

    def is_empty(self):
        """Whether there is nothing to tell."""
        return not (self.rows or self.files or self.hidden_files)


def field_rows(record, names):
    """Fields of a record as the reading user may read them, without what is empty.

    :param record: one record with a company_id, in whose time zone moments are given
    :param names: names of fields
    :return: list of (label, text)
    """
    shown = [name for name in names if record._has_field_access(record._fields[name], "read")]
    rows = [
        (record._fields[name]._description_string(record.env), field_text(record, name))
        for name in shown
    ]
    return [(label, text) for label, text in rows if text]


def field_text(record, name):
    """The value of a field in words, empty when there is none.

    :param record: one record with a company_id
    :param name: name of a field that the user may read
    """
    value, described, env = record[name], record._fields[name], record.env
    if not value:
        return ""
    match described.type:
        case "selection":
            # What was not sent by email has no delivery.
            labels = dict(described._description_selection(env), none="")
            return labels.get(value, "")
        case "boolean":
            return env._("Yes")
        case "date":
            return format_date(env, value)
        case "datetime":
            zone = record.company_id.sudo()._complaint_timezone().key
            return format_datetime(env, value, tz=zone)
        case "monetary":
            return format_amount(env, value, record[described.get_currency_field(record)])
        case "html":
            return html2plaintext(value)
        case "many2one" | "many2many":
            # Like the web client: whoever may read the field sees what it names.
            return ", ".join(value.sudo().mapped("display_name"))
        case _:
            return str(value).strip()
