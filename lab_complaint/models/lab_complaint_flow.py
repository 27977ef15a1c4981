from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .lab_complaint_stage import ENDED_STATES

# What belongs to those who handle complaints and not to those who log them.
HANDLED_FIELDS = {"department_ids", "stage_id", "user_id"}


class LabComplaint(models.Model):
    """The way through the stages: since when, what is missing, and the end."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    date_last_stage_update = fields.Datetime(
        "In Stage Since",
        default=lambda self: fields.Datetime.now(),
        readonly=True,
        copy=False,
        index=True,
    )
    days_in_stage = fields.Integer(compute="_compute_days_in_stage", aggregator=None)
    missing_ids = fields.Many2many(
        "lab.complaint.requirement",
        string="Still Missing",
        compute="_compute_missing_ids",
        compute_sudo=True,
    )
    missing_summary = fields.Html(compute="_compute_missing_summary")
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
    def _compute_missing_ids(self):
        requirements = self.env["lab.complaint.requirement"].search(
            [("state", "in", list(set(self.mapped("state"))))]
        )
        for complaint in self:
            asked = requirements.filtered(lambda r, c=complaint: r.state == c.state)
            complaint.missing_ids = asked._unmet_by(complaint)

    @api.depends("missing_ids")
    def _compute_missing_summary(self):
        item = Markup("<li>%s <span class='text-muted'>%s</span></li>")
        for complaint in self:
            items = [
                item % (missing.remedy, missing.clause or "") for missing in complaint.missing_ids
            ]
            complaint.missing_summary = Markup("<ul class='mb-0'>%s</ul>") % Markup().join(items)

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
        """Note when a stage begins, and ask anew what is missing after any change.

        :raise AccessError: when somebody who does not handle complaints moves or assigns one
        """
        self._check_handled_by_user(vals)
        moved = self.filtered(lambda c: vals.get("stage_id", c.stage_id.id) != c.stage_id.id)
        result = super().write(vals)
        if moved:
            super(LabComplaint, moved).write({"date_last_stage_update": fields.Datetime.now()})
        # A requirement may ask for any field, so no list of fields could say when to ask again.
        self.invalidate_recordset(["missing_ids", "missing_summary"], flush=False)
        return result

    def _check_handled_by_user(self, vals):
        if self.env.su or self.env.user.has_group("lab_complaint.group_officer"):
            return
        refused = HANDLED_FIELDS & vals.keys()
        if refused:
            names = ", ".join(self._fields[name]._description_string(self.env) for name in refused)
            raise AccessError(
                self.env._(
                    "%(fields)s: a complaint officer decides this. Write to the officer in a note.",
                    fields=names,
                )
            )
