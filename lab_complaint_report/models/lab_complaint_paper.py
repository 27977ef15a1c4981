import textwrap
from itertools import zip_longest

from odoo import models
from odoo.tools import format_amount, format_date

# A row of a table moves to the next page as a whole: so much of a text at most is in one row.
LINES_IN_ROW = 12
LETTERS_IN_ROW = 24  # for each per cent of the width


class LabComplaint(models.Model):
    """How the facts of a case are written on its forms: in the language of the reader, in the
    laboratory's time, and nothing that the reader may not read.

    A form is a list of sections: dictionaries with `title` and `blocks`. A block is a dictionary
    with `rows` (each a list of one or two facts) or with `columns` and `lines`, and may have a
    `title` of its own.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _paper_text(self, record, name):
        """Text of a field of this single case or of a part of it, empty where nothing is known."""
        field, value = record._fields[name], record[name]
        if not value:
            return ""
        if field.type == "datetime":
            return self._local_time(value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "monetary":
            return format_amount(self.env, value, record.currency_id)
        if field.relational:
            # What a record is called is shown to whoever reads the field, as on the screen.
            return ", ".join(value.sudo().mapped("display_name"))
        return field.convert_to_export(value, record)

    def _paper_label(self, records, name):
        """What a field is called on the screen and on paper."""
        return records._fields[name]._description_string(self.env)

    def _paper_fact(self, record, name, label=None):
        """A field as (label, text)."""
        return label or self._paper_label(record, name), self._paper_text(record, name)

    def _paper_rows(self, record, *rows):
        """Block of fields, those of each row beside each other."""
        return {"rows": [[self._paper_fact(record, name) for name in names] for names in rows]}

    def _paper_day(self, moment):
        """Day of the laboratory in which a naive UTC moment falls."""
        return format_date(self.env, self.company_id._complaint_day(moment)) if moment else ""

    def _paper_signed(self, person, moment):
        """Who did something, and the day.

        :param person: res.users or a name
        """
        name = person if isinstance(person, str) else person.sudo().name
        return ", ".join(filter(None, [name, self._paper_day(moment)]))

    def _paper_table(self, columns, lines, title=""):
        """Block of lines under headings.

        :param columns: list of (heading, width in per cent)
        :param lines: list of lists of texts
        """
        return {"title": title, "columns": columns, "lines": lines}

    def _paper_handlings(self, parts):
        """Parts of this case by the handling they belong to, from the first to the last.

        :param parts: recordset with a field `round`
        :return: list of (title, recordset); without title while the case was never reopened
        """
        parts = parts.sorted("id")
        if not self.reopen_count:
            return [("", parts)]
        rounds = {
            self.env._("Handling %s", number + 1): parts.filtered(
                lambda part, number=number: part.round == number
            )
            for number in range(self.reopen_count + 1)
        }
        return [(title, found) for title, found in rounds.items() if found] or [("", parts)]

    def get_paper_rows(self, texts, widths):
        """Texts that stand beside each other, in rows short enough that a page ends between two.

        :param texts: list of texts
        :param widths: width of each in per cent of the page
        :return: list of tuples of texts, one of each in every row
        """
        pieces = [
            self._paper_pieces(text, width) for text, width in zip(texts, widths, strict=True)
        ]
        return list(zip_longest(*pieces, fillvalue=""))

    def _paper_pieces(self, text, width):
        lines = [
            part
            for line in text.splitlines()
            for part in textwrap.wrap(
                line, LETTERS_IN_ROW * width, drop_whitespace=False, break_on_hyphens=False
            )
            or [""]
        ]
        pieces, letters = [[]], 0
        for line in lines:
            letters += len(line)
            full = len(pieces[-1]) == LINES_IN_ROW or letters > LETTERS_IN_ROW * width
            if full and pieces[-1]:
                pieces.append([])
                letters = len(line)
            pieces[-1].append(line)
        return ["\n".join(piece) for piece in pieces]

    def _paper_stage_changes(self):
        """Each stage this case came to, with the reason where it went back.

        :return: list of (naive UTC moment, name of the stage, name of the person, reason)
        """
        values = (
            self.env["mail.tracking.value"]
            .sudo()
            .search(
                [
                    ("mail_message_id.model", "=", self._name),
                    ("mail_message_id.res_id", "=", self.id),
                    ("field_id.name", "in", ["stage_id", "back_reason"]),
                ],
                order="id",
            )
        )
        moves = values.filtered(lambda value: value.field_id.name == "stage_id")
        reasons = {value.mail_message_id: value.new_value_char for value in values - moves}
        stages = self.env["lab.complaint.stage"].browse(moves.mapped("new_value_integer")).exists()
        names = dict(zip(stages.ids, stages.mapped("name"), strict=True))
        return [
            (
                move.mail_message_id.date,
                names.get(move.new_value_integer, move.new_value_char),
                self._paper_staff_name(move.mail_message_id.author_id),
                reasons.get(move.mail_message_id) or "",
            )
            for move in moves
        ]

    def _paper_staff_name(self, partner):
        """Name of somebody of the laboratory; whoever else wrote may be the complainant."""
        users = partner.sudo().with_context(active_test=False).user_ids
        return partner.sudo().name if any(not user.share for user in users) else ""
