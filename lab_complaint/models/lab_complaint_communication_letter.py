from markupsafe import Markup

from odoo import api, fields, models

from .lab_complaint_query_code import PLACEHOLDER

# Said to people, who say something back: that is a record, not a letter.
SPOKEN_KINDS = ("callback",)


class LabComplaintCommunication(models.Model):
    """The words of a letter, by email or on paper: a text of the laboratory's own, in the
    language of the recipient."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    template_id = fields.Many2one(
        "mail.template",
        "Text",
        domain="[('complaint_letter_kind', '=', kind),"
        " ('complaint_letter_addressee', '=', addressed_to)]",
        ondelete="set null",
        help="The text it was made from; the first one of its kind when left empty.",
    )
    recipient_lang = fields.Char(compute="_compute_recipient_lang")
    addressee = fields.Char(
        compute="_compute_addressee",
        groups="lab_complaint.group_officer",
        help="Whom the salutation names: a person, not a company.",
    )
    received_day = fields.Date(
        compute="_compute_received_day",
        compute_sudo=True,
        help="Day of receipt in the laboratory's time zone.",
    )
    answer_due_on = fields.Date(compute="_compute_answer_due_on", compute_sudo=True)
    told_measure_ids = fields.Many2many(
        "lab.complaint.measure",
        compute="_compute_told_measure_ids",
        compute_sudo=True,
        help="Measures that the complainant may know of: not the assessment of people.",
    )

    @api.depends(
        "addressed_to",
        "complaint_id.partner_id.lang",
        "complaint_id.authority_id.lang",
        "company_id.partner_id.lang",
    )
    def _compute_recipient_lang(self):
        for said in self:
            own = said.complaint_id.sudo().company_id.partner_id.lang
            said.recipient_lang = said._recipient_partner().lang or own

    @api.depends("recipient_name", "complaint_id.partner_id", "complaint_id.authority_id")
    def _compute_addressee(self):
        for said in self:
            partner = said._recipient_partner()
            companies = (partner.filtered("is_company") | partner.parent_id).mapped("name")
            said.addressee = said.recipient_name not in companies and said.recipient_name

    @api.depends("complaint_id.received_on", "company_id")
    def _compute_received_day(self):
        for said in self:
            complaint = said.complaint_id
            said.received_day = complaint.company_id._complaint_day(complaint.received_on)

    @api.depends("addressed_to", "complaint_id.deadline_ids.due_on")
    def _compute_answer_due_on(self):
        for said in self:
            kind = "authority" if said.addressed_to == "authority" else "outcome"
            promised = said.complaint_id.deadline_ids.filtered_domain([("kind", "=", kind)])
            said.answer_due_on = max(promised.mapped("due_on"), default=False)

    @api.depends("complaint_id.measure_ids.kind", "complaint_id.measure_ids.state")
    def _compute_told_measure_ids(self):
        for said in self:
            said.told_measure_ids = said.complaint_id.measure_ids.filtered(
                lambda measure: measure.kind != "assessment" and measure.state != "cancelled"
            )

    def _recipient_partner(self):
        """Contact of whoever is told by this single one, as superuser; may be empty."""
        return self.complaint_id.sudo()._recipient_partner(self.addressed_to)

    def _is_letter(self):
        """Whether this single one is put into written words."""
        return self.way in ("mail", "letter") and self.kind not in SPOKEN_KINDS

    def _template(self):
        """Text for this single communication.

        :return: mail.template, in superuser mode
        :raise UserError: when there is none for its kind
        """
        templates = self.env["mail.template"].sudo()
        template = self.template_id.sudo() or templates.search(
            [
                ("complaint_letter_kind", "=", self.kind),
                ("complaint_letter_addressee", "=", self.addressed_to),
            ],
            order="id",
            limit=1,
        )
        meant_for = (template.complaint_letter_kind, template.complaint_letter_addressee)
        if meant_for != (self.kind, self.addressed_to):
            self._refuse(
                self.env._(
                    "there is no text for a letter of this kind. Choose another way, or have the "
                    "administrator add one (Complaints, Configuration, Letters)."
                )
            )
        return template

    def _rendered(self):
        """Subject and text of this single communication, in the language of the recipient.

        :return: tuple of text and Markup
        """
        template, said = self._template(), self.sudo()
        subject, body = (
            template._render_field(name, said.ids or list(said._ids), compute_lang=True)
            for name in ("subject", "body_html")
        )
        return next(iter(subject.values())), Markup(next(iter(body.values())))

    def _put_into_words(self):
        """Keep what this single letter says: the text, unless other words were given.

        What was approved is told in the words that were approved.
        """
        subject, body = self._rendered()
        fixed = self.kind == "outcome"
        self._write_delivery(
            {
                "subject": subject if fixed else self.subject or subject,
                "body": self._with_query_code(body if fixed else self.body or body),
            }
        )

    def _with_query_code(self, body):
        """The text of this single letter with a query code of its own, if it is to have one."""
        # A new code makes the complainant's void; nobody else is given one.
        if PLACEHOLDER not in body or self.addressed_to != "complainant":
            return body
        code = self.env["lab.complaint.query.code"]._renew(self.complaint_id)
        return body.replace(PLACEHOLDER, code)

    def _became_written(self):
        """Put those of these that are told on paper into words."""
        for said in self.filtered("told_on"):
            if said._is_letter() and said.way == "letter" and not self._is_loading_data():
                said._put_into_words()

    def _letter_files(self):
        """Files that go out with the email of this single letter, besides its attachments.

        :return: list of (name, bytes)
        """
        return []
