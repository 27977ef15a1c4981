from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .lab_complaint_recorded_mixin import OPEN_AFTER_END
from .lab_complaint_stage import ENDED_STATES

# What belongs to those who handle complaints and not to those who log them.
HANDLED_FIELDS = {"department_ids", "investigator_ids", "stage_id", "user_id"}
# What investigators who are no complaint officers write on the cases assigned to them.
INVESTIGATED_FIELDS = {
    "cause_analysis",
    "cause_ids",
    "certificate_ids",
    "evidence_ids",
    "extent",
    "immediate_action",
    "statement_ids",
    "validity",
    "validity_grounds",
}


class LabComplaint(models.Model):
    """The way through the stages: since when, and the end."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    date_last_stage_update = fields.Datetime(
        "In Stage Since",
        default=lambda self: fields.Datetime.now(),
        readonly=True,
        copy=False,
        index=True,
    )
    days_in_stage = fields.Integer(compute="_compute_days_in_stage", aggregator=None)
    closed_on = fields.Datetime(
        compute="_compute_closed_on", store=True, readonly=False, copy=False, tracking=True
    )
    first_closed_on = fields.Datetime(compute="_compute_first_closed_on", store=True, copy=False)

    @api.depends("date_last_stage_update")
    def _compute_days_in_stage(self):
        now = fields.Datetime.now()
        for complaint in self:
            complaint.days_in_stage = (now - (complaint.date_last_stage_update or now)).days

    @api.depends("state")
    def _compute_closed_on(self):
        now = fields.Datetime.now()
        for complaint in self:
            ended = complaint.state in ENDED_STATES
            complaint.closed_on = (complaint.closed_on or now) if ended else False

    @api.depends("closed_on")
    def _compute_first_closed_on(self):
        """The first end stays on record when a case is taken up again."""
        for complaint in self:
            complaint.first_closed_on = complaint.first_closed_on or complaint.closed_on

    @api.constrains("closed_on", "received_on", "stage_id")
    def _check_closed_on(self):
        for complaint in self:
            if complaint.closed_on and complaint.state not in ENDED_STATES:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s is not closed: move it to its last stage, or empty the "
                        "date of its end.",
                        complaint=complaint.display_name,
                    )
                )
            if complaint.closed_on and complaint.closed_on < complaint.received_on:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s cannot end before it was received. Correct one of the dates.",
                        complaint=complaint.display_name,
                    )
                )

    def write(self, vals):
        """Note when a stage begins.

        :raise AccessError: when somebody who does not handle complaints moves or assigns one
        """
        self._check_handled_by_user(vals)
        moved = self.filtered(lambda c: vals.get("stage_id", c.stage_id.id) != c.stage_id.id)
        begun = {**vals, "date_last_stage_update": fields.Datetime.now()}
        if moved:
            super(LabComplaint, moved).write(begun)
        return super(LabComplaint, self - moved).write(vals)

    def _check_handled_by_user(self, vals):
        if self.env.su or self.env.user.has_group("lab_complaint.group_officer"):
            return
        refused = HANDLED_FIELDS & vals.keys()
        if any(complaint.state != "received" for complaint in self):
            refused = {name for name in vals if not name.startswith(OPEN_AFTER_END)}
            refused -= INVESTIGATED_FIELDS
        if refused:
            names = ", ".join(self._fields[name]._description_string(self.env) for name in refused)
            raise AccessError(
                self.env._(
                    "%(fields)s: a complaint officer decides this. Write to the officer in a note.",
                    fields=names,
                )
            )
