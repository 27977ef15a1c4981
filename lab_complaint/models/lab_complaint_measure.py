from odoo import fields, models


class LabComplaintMeasure(models.Model):
    """An action decided for a case; undone it keeps the case open (7.9.3, 7.10, 8.7)."""

    _name = "lab.complaint.measure"
    _description = "Complaint Measure"
    _inherit = ["lab.complaint.part", "mail.thread", "mail.activity.mixin"]
    _order = "id"
    _acting_fields = ("retester_id",)

    kind = fields.Selection(
        [
            ("nonconformity", "Nonconforming work and corrective action"),
            ("amend_certificate", "Amend certificate"),
            ("retest", "Retest"),
            ("compensation", "Compensation"),
            ("assessment", "Internal work-quality assessment"),
            ("training", "Training"),
            ("contact", "Direct contact"),
            ("other", "Other"),
        ],
        required=True,
        default="nonconformity",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        tracking=True,
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )
    amount = fields.Monetary(currency_field="currency_id")
    retester_id = fields.Many2one("res.users", "Retested by", ondelete="restrict")
    is_settled = fields.Boolean(
        readonly=True, help="Done and found effective, or cancelled with a reason."
    )
