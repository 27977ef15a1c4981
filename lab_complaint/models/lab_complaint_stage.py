from odoo import fields, models
from odoo.exceptions import UserError

STATES = [
    ("received", "Received"),
    ("screening", "Screening"),
    ("investigation", "Investigation"),
    ("decision", "Decision"),
    ("response", "Response"),
    ("follow_up", "Follow-up"),
    ("closed", "Closed"),
    ("not_accepted", "Not Accepted"),
    ("withdrawn", "Withdrawn"),
]
FLOW = ("received", "screening", "investigation", "decision", "response", "follow_up", "closed")
ENDED_STATES = ("closed", "not_accepted", "withdrawn")
# What has to be passed on the way to a state: all before it, or what an exit asks for.
STATES_BEFORE = {
    **{state: FLOW[:position] for position, state in enumerate(FLOW)},
    "not_accepted": ("received", "not_accepted"),
    "withdrawn": ("withdrawn",),
}
# The states of open cases in which what is asked on the way to the end is asked for: an exit asks
# those that take it.
STATES_ASKING = {
    state: FLOW[FLOW.index(state) : -1] if state in FLOW else () for state in STATES_BEFORE
}
PROMISES = [
    ("acknowledgement", "Acknowledge"),
    ("screening", "Screen"),
    ("progress", "Report progress"),
    ("outcome", "Answer"),
    ("callback", "Call back"),
    ("authority", "Answer to the authority"),
]


class LabComplaintStage(models.Model):
    """Column of the kanban. A laboratory names and orders its own; code asks for `state` only."""

    _name = "lab.complaint.stage"
    _description = "Complaint Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        STATES,
        "Meaning",
        required=True,
        default="investigation",
        copy=True,  # Odoo leaves fields of this name out of copies
        help="What a case in this column has reached, whatever the column is called.",
    )
    fold = fields.Boolean("Folded in Kanban")
    mail_template_id = fields.Many2one(
        "mail.template",
        "Message",
        domain="[('model', '=', 'lab.complaint')]",
        help="Sent to the complainant when a case arrives in this column.",
    )
    rotting_threshold_days = fields.Integer(
        "Days to rot",
        help="A case that stays in this column for more days is marked as stale. 0 switches it off.",
    )

    def write(self, vals):
        """Refuse that a column with cases in it changes its meaning: they would pass the gate.

        :raise UserError: when there are cases in a stage whose state is changed
        """
        changed = self.filtered(lambda stage: vals.get("state", stage.state) != stage.state)
        complaints = self.env["lab.complaint"].sudo().with_context(active_test=False)
        if changed and complaints.search_count([("stage_id", "in", changed.ids)], limit=1):
            raise UserError(
                self.env._(
                    "There are complaints in “%(stage)s”: its meaning stays. Add a stage with the "
                    "other meaning and move them there.",
                    stage=changed[0].name,
                )
            )
        return super().write(vals)
