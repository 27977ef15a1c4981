from odoo import api, fields, models


class LabComplaintStatementAsk(models.TransientModel):
    """Dialog that asks a person for a statement."""

    _name = "lab.complaint.statement.ask"
    _description = "Ask for a Statement"
    _inherit = ["lab.complaint.dialog.mixin", "hr.mixin"]

    complaint_id = fields.Many2one("lab.complaint", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="complaint_id.company_id")
    employee_id = fields.Many2one("hr.employee", "Person Asked", required=True)
    reference = fields.Char(
        "About",
        compute="_compute_reference",
        store=True,
        readonly=False,
        required=True,
        help="The person asked learns this, and nothing else about the case.",
    )
    question = fields.Text(compute="_compute_question", store=True, readonly=False, required=True)

    @api.depends("complaint_id")
    def _compute_reference(self):
        for asking in self:
            asking.reference = asking.complaint_id._statement_reference()

    @api.depends("complaint_id", "reference", "employee_id")
    def _compute_question(self):
        for asking in self:
            lang = asking.employee_id.sudo().user_id.lang or self.env.lang
            complaint = asking.complaint_id.with_context(lang=lang)
            asking.question = complaint._neutral_question(asking.reference or "")

    def action_confirm(self):
        """Ask the person."""
        self.ensure_one()
        return self.complaint_id.action_ask_statement(
            self.employee_id.id, question=self.question, reference=self.reference
        )
