from odoo import Command, api, fields, models

MODULE = "lab_complaint_report."
# The papers of a review that exist, in the order in which they are attached.
PAPERS = (f"{MODULE}action_report_review", f"{MODULE}action_report_review_xlsx")


class LabComplaintReview(models.Model):
    """Who gets the review by email, each in their own language, with its papers."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    recipient_ids = fields.Many2many(
        "res.partner",
        string="Recipients",
        compute="_compute_recipient_ids",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Get the review by email as PDF and XLSX.",
    )
    is_mail_due = fields.Boolean(
        "To Be Mailed", readonly=True, copy=False, help="Made by schedule and not mailed yet."
    )

    @api.depends("company_id")
    def _compute_recipient_ids(self):
        for review in self:
            company = review.company_id.sudo()
            deputy = company.complaint_deputy_head_id.partner_id
            people = deputy | company.complaint_review_recipient_ids
            review.recipient_ids = [Command.set(people.ids)]

    def _mail_draft(self):
        """Send this single draft ahead, as it is on the day after its period."""
        self._mail(f"{MODULE}mail_template_review_draft")
        self._record({"is_mail_due": False})

    def _mail_issued(self):
        """Send this single review as it was issued."""
        self._mail(f"{MODULE}mail_template_review_issued")

    def _mail(self, template):
        """Queue one mail for each language of the recipients. What is attached stays with the
        review, as it was sent.

        :param template: xml-id
        """
        review = self.sudo()
        for lang, people in review._recipients_by_language().items():
            review.env.ref(template).with_context(review_lang=lang).send_mail(
                review.id,
                email_values={
                    "attachment_ids": [Command.set(review._papers(lang).ids)],
                    "recipient_ids": [Command.set(people.ids)],
                },
            )

    def _recipients_by_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        default = self.company_id.partner_id.lang
        by_language = self.recipient_ids.grouped(
            lambda person: person.lang if person.lang in installed else default
        )
        return {lang or self.env.lang: people for lang, people in by_language.items()}

    def _papers(self, lang):
        """The papers of this single review in a language, as files that are kept with it."""
        review = self.with_context(lang=lang)
        reports = [review.env.ref(name, raise_if_not_found=False) for name in PAPERS]
        return self.env["ir.attachment"].create(
            [review._paper(report) for report in filter(None, reports)]
        )

    def _paper(self, report):
        content, extension = report._render(report.report_name, self.ids)
        return {
            "name": f"{self._paper_name()}-{self.env.lang}.{extension}",
            "raw": content,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _paper_name(self):
        """Name of the files of this single review, the same in every language."""
        return f"complaint-review-{self.code}-v{self.version}"
