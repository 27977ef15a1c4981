from odoo import api, models


class LabComplaintArrival(models.Model):
    _inherit = "lab.complaint.arrival"

    @api.model
    def _recent_feedback(self, since):
        """Survey answers belong to it, too."""
        return [
            *super()._recent_feedback(since),
            self.env["survey.user_input"].search(
                [("state", "=", "done"), ("write_date", ">=", since)]
            ),
        ]
