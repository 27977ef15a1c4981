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
    value, described = record[name], record._fields[name]
    say = SAID_BY_TYPE.get(described.type, _say_text)
    return say(record, described, value) if value else ""


def _say_text(_record, _field, value):
    return str(value).strip()


def _say_selection(record, field, value):
    # What was not sent by email has no delivery.
    labels = dict(field._description_selection(record.env), none="")
    return labels.get(value, "")


def _say_moment(record, _field, value):
    zone = record.company_id.sudo()._complaint_timezone().key
    return format_datetime(record.env, value, tz=zone)


def _say_names(_record, _field, value):
    # Like the web client: whoever may read the field sees what it names.
    return ", ".join(value.sudo().mapped("display_name"))


SAID_BY_TYPE = {
    "selection": _say_selection,
    "boolean": lambda record, _field, _value: record.env._("Yes"),
    "date": lambda record, _field, value: format_date(record.env, value),
    "datetime": _say_moment,
    "monetary": lambda record, field, value: format_amount(
        record.env, value, record[field.get_currency_field(record)]
    ),
    "html": lambda _record, _field, value: html2plaintext(value),
    "many2one": _say_names,
    "many2many": _say_names,
}
