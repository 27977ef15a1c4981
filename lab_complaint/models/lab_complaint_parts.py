from odoo import api, fields, models

from .lab_complaint import HANDLERS


class LabComplaint(models.Model):
    """What is kept with the case."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    decision_ids = fields.One2many("lab.complaint.decision", "complaint_id", groups=HANDLERS)
    measure_ids = fields.One2many("lab.complaint.measure", "complaint_id", groups=HANDLERS)
    # What was said to the complainant: what an authority was told never counts as that.
    communication_ids = fields.One2many(
        "lab.complaint.communication",
        "complaint_id",
        domain=[("addressed_to", "=", "complainant")],
        groups=HANDLERS,
    )
    authority_communication_ids = fields.One2many(
        "lab.complaint.communication",
        "complaint_id",
        "Told to the Authority",
        domain=[("addressed_to", "=", "authority")],
        groups=HANDLERS,
    )
    deadline_ids = fields.One2many("lab.complaint.deadline", "complaint_id", groups=HANDLERS)

    is_outcome_told = fields.Boolean(compute="_compute_is_outcome_told", compute_sudo=True)

    @api.depends("communication_ids.is_given", "communication_ids.is_current")
    def _compute_is_outcome_told(self):
        """Whether the complainant knows the outcome of this handling."""
        for complaint in self:
            complaint.is_outcome_told = any(
                said.kind == "outcome" and said.is_given and said.is_current
                for said in complaint.communication_ids
            )
