from odoo import api, fields, models

from ..models.lab_complaint import KINDS
from ..models.lab_complaint_category import SEVERITIES


class LabComplaintReclassify(models.TransientModel):
    """Dialog that changes severity or kind, with the reason."""

    _name = "lab.complaint.reclassify"
    _description = "Change Severity or Kind"
    _inherit = ["lab.complaint.dialog.mixin"]

    complaint_id = fields.Many2one(
        "lab.complaint", required=True, readonly=True, ondelete="cascade"
    )
    severity = fields.Selection(
        SEVERITIES, compute="_compute_present", store=True, readonly=False, required=True
    )
    kind = fields.Selection(
        KINDS,
        compute="_compute_present",
        store=True,
        readonly=False,
        required=True,
    )
    reason = fields.Text(required=True)

    @api.depends("complaint_id")
    def _compute_present(self):
        for change in self:
            change.severity = change.complaint_id.severity
            change.kind = change.complaint_id.kind

    def action_confirm(self):
        """Change what is different."""
        self.ensure_one()
        if self.severity != self.complaint_id.severity:
            self.complaint_id.action_change_severity(self.severity, self.reason)
        if self.kind != self.complaint_id.kind:
            self.complaint_id.action_change_kind(self.kind, self.reason)
        return True
