from odoo import fields, models


class LabComplaintArrivalReason(models.TransientModel):
    """Asks why arrivals are set aside, or taken up again."""

    _name = "lab.complaint.arrival.reason"
    _description = "Reason of a Screening"

    arrival_ids = fields.Many2many(
        "lab.complaint.arrival",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    # The business method that takes the reason.
    method = fields.Selection(
        [("action_set_aside", "Set Aside"), ("action_take_up", "Take Up Again")], required=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Do it, with the reason."""
        self.ensure_one()
        getattr(self.arrival_ids, self.method)(self.reason)
        return {"type": "ir.actions.act_window_close"}
