from odoo import fields, models


class LabComplaintEvidence(models.Model):
    """A fact gathered to judge whether a complaint is valid, and who verified it (7.9.4)."""

    _name = "lab.complaint.evidence"
    _description = "Complaint Evidence"
    _inherit = ["lab.complaint.part"]
    _order = "id"
    _acting_fields = ("verified_by_id",)

    reference = fields.Char(required=True)
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    verified_on = fields.Datetime(readonly=True, copy=False)

    def _evidence(self):
        self.ensure_one()
        return self.verified_on, self.verified_by_id.name
