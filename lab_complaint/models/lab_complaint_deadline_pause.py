from odoo import fields, models
from odoo.exceptions import UserError

ENDING_FIELDS = frozenset({"resumed_on", "resumed_by_id"})


class LabComplaintDeadlinePause(models.Model):
    """Time in which the laboratory cannot go on, such as waiting for the customer's sample."""

    _name = "lab.complaint.deadline.pause"
    _description = "Pause of Promises"
    _inherit = ["lab.complaint.part"]
    _order = "paused_on desc, id desc"
    _rec_name = "reason"
    _changes_after_end = ENDING_FIELDS

    reason = fields.Text(required=True, readonly=True)
    paused_on = fields.Datetime("From", required=True, readonly=True)
    paused_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    resumed_on = fields.Datetime("Until", readonly=True)
    resumed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    _one_at_a_time = models.UniqueIndex(
        "(complaint_id) WHERE resumed_on IS NULL", "This complaint is paused already."
    )
    _ends_after_begin = models.Constraint(
        "CHECK (resumed_on >= paused_on)", "A pause cannot end before it began."
    )

    def write(self, vals):
        """End pauses; nothing else about them changes, for anybody.

        :raise UserError: when a pause that is over, or its beginning or reason, would change
        """
        if vals.keys() - ENDING_FIELDS or any(pause.resumed_on for pause in self):
            raise UserError(
                self.env._(
                    "%(complaint)s: a pause stays on record as it was. Resume and pause again.",
                    complaint=self[:1].complaint_id.display_name,
                )
            )
        return super().write(vals)

    def _evidence(self):
        self.ensure_one()
        return self.paused_on, self.paused_by_id.name
