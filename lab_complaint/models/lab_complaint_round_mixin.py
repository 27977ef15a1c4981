from odoo import api, fields, models


class LabComplaintRoundMixin(models.AbstractModel):
    """Belongs to one handling of a case: when it is reopened, all is decided and said anew."""

    _name = "lab.complaint.round.mixin"
    _description = "Part of One Handling of a Complaint"

    round = fields.Integer(
        readonly=True, copy=False, help="0 for the first handling, 1 after the first reopening."
    )
    is_current = fields.Boolean(
        "Of This Handling", compute="_compute_is_current", store=True, precompute=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Add to the present handling of the case, whatever round is given."""
        parts = super().create(vals_list)
        for part in parts:
            part._record({"round": part.complaint_id.reopen_count})
        return parts

    @api.depends("round", "complaint_id.reopen_count")
    def _compute_is_current(self):
        for part in self:
            part.is_current = part.round == part.complaint_id.reopen_count
