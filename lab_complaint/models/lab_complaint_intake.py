from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.tools import format_date

from .lab_complaint_reading import CALLED_BY

LONGEST_SUBJECT = 100


class LabComplaint(models.Model):
    """What arrives from people outside is entered in the register in nobody's name (7.9.1).

    Who is logged in at the browser may be the complainant: the record must not name them.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    stated_reference = fields.Char(
        "Order or Certificate as Stated",
        tracking=True,
        help="The number of an order or certificate as the complainant wrote it.",
    )
    arrival_ids = fields.One2many(
        "lab.complaint.arrival",
        "complaint_id",
        "Arrivals",
        groups="lab_complaint.group_officer",
    )

    @api.model
    def _log_from_outside(self, channel_code, values, files=(), then=None):
        """Enter what came from outside in the register and keep its files.

        A contact is given only where it is certain who writes (a login, an address that mail
        came from). Then the order and the certificates that are named are linked, if they are
        the contact's own; all other numbers are told to the officer alone.

        :param channel_code: code of a lab.complaint.channel
        :param values: values of fields; `description` at least
        :param files: list of (name, bytes), checked before
        :param then: function that does with the case what belongs to entering it: all of it is
            written at once
        :return: single lab.complaint in superuser mode, in the language of the environment
        """
        companies = self.env["res.company"].sudo()
        company = companies.browse(values.get("company_id")) or self.env.company.sudo()
        intake = (
            self.with_user(SUPERUSER_ID)
            .with_company(company)
            .with_context(lang=self._language_of(company), mail_create_nosubscribe=True)
        )
        partner = intake.env["res.partner"].browse(values.get("partner_id"))
        values = {
            "channel_id": self.env["lab.complaint.channel"]._id_of(channel_code),
            **intake._values_of_sender(partner),
            "subject": intake._first_line(values["description"]),
            **values,
            "company_id": company.id,
            "received_by_id": False,
        }
        text = "\n".join(
            values.get(name) or "" for name in ("stated_reference", "subject", "description")
        )
        named = intake._recognise(text, partner, company)
        complaint = intake.create({**intake._values_of_named(named), **values})
        complaint._note_other_numbers(named["others"])
        complaint._keep_files(files)
        told = complaint.with_context(lang=self.env.lang)
        if then:
            # What is computed in words is in the language of the laboratory.
            complaint._recompute_recordset()
            then(told)
        # What is computed at the end of a request is written in the name of its user.
        complaint.env.flush_all()
        return told

    @api.model
    def _language_of(self, company):
        """Language of a laboratory, in which a case is kept.

        :param company: single res.company
        """
        company._fetch_for_case()
        laboratory = company.sudo().partner_id
        # Read along, in one query: in whose name the history of the case is written.
        user = self.env["res.users"].with_user(SUPERUSER_ID).browse(SUPERUSER_ID)
        user.fetch(["partner_id"])
        (laboratory | user.partner_id).fetch(CALLED_BY)
        return laboratory.lang

    def _values_of_sender(self, partner):
        """What follows from who writes.

        :param partner: single res.partner, or empty
        :return: values of fields
        """
        if not any(user._is_internal() for user in partner.sudo().user_ids):
            return {}
        staff = self.env["lab.complaint.channel"]._id_of("staff")
        return {"complainant_role": "staff", "channel_id": staff}

    def _values_of_named(self, named):
        return {
            "order_id": named["order"].id,
            "certificate_ids": [
                Command.create({"certificate_id": certificate.id, "role": "disputed"})
                for certificate in named["certificates"]
            ],
        }

    def _first_line(self, text):
        line = next((line.strip() for line in text.splitlines() if line.strip()), "")
        if len(line) <= LONGEST_SUBJECT:
            return line
        return f"{line[: LONGEST_SUBJECT - 1]}…"

    def _note_other_numbers(self, numbers):
        if numbers:
            self._message_log(
                body=self.env._(
                    "The complainant names %s, which is in our records. It was not linked by "
                    "itself: make sure first that it is the complainant's own.",
                    ", ".join(numbers),
                )
            )

    def _keep_files(self, files):
        """Keep files with one case.

        :param files: list of (name, bytes)
        :return: ir.attachment
        """
        return self.env["ir.attachment"].create(
            [
                {"name": name, "raw": content, "res_model": self._name, "res_id": self.id}
                for name, content in files
            ]
        )

    def _acknowledge_on_page(self):
        """Record for one case that the receipt is acknowledged by what the complainant sees at
        once: number and promised day (7.9.5)."""
        due = self.deadline_ids.filtered(lambda promise: promise.kind == "outcome").due_on
        number = self.name
        if due:
            summary = self.env._(
                "We have received your complaint and registered it under the number %(number)s. "
                "You have our answer by %(day)s.",
                number=number,
                day=format_date(self.env, due, date_format="long"),
            )
        else:
            summary = self.env._(
                "We have received your complaint and registered it under the number %s.", number
            )
        self.with_user(SUPERUSER_ID).action_acknowledge(way="portal", summary=summary)
