from odoo import api, fields, models

from .lab_complaint import HANDLERS
from .working_days import WorkingDays

# Day on which something was done, by the working days from receipt that end with it.
DAYS_TAKEN = {
    "days_to_acknowledge": "acknowledged_day",
    "days_to_decide": "decided_day",
    "days_to_answer": "answered_day",
    "days_to_close": "closed_day",
}


class LabComplaint(models.Model):
    """On which days of the laboratory a case went on, and how many working days that took.

    Kept with the case as counted then: a holiday that is entered years later changes no figure
    that was reported.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    received_day = fields.Date(
        "Day of Receipt",
        compute="_compute_received_day",
        store=True,
        precompute=True,
        index=True,
        help="In the time zone of the laboratory.",
    )
    acknowledged_day = fields.Date(
        "Day of Acknowledgement",
        compute="_compute_told_days",
        store=True,
        groups=HANDLERS,
        help="On which the complainant was first told that the complaint was received.",
    )
    decided_day = fields.Date(
        "Day of Decision",
        compute="_compute_decided_day",
        store=True,
        groups=HANDLERS,
        help="On which the outcome was first approved, or the complaint was not accepted.",
    )
    answered_day = fields.Date(
        "Day of Answer",
        compute="_compute_told_days",
        store=True,
        groups=HANDLERS,
        help="On which the complainant was first told the outcome, or that the complaint was not "
        "accepted.",
    )
    closed_day = fields.Date(
        "Day of End",
        compute="_compute_closed_day",
        store=True,
        index="btree_not_null",
        groups=HANDLERS,
        help="On which the case ended, in the time zone of the laboratory.",
    )
    days_to_acknowledge = fields.Integer(
        "Working Days to Acknowledge",
        compute="_compute_days_taken",
        store=True,
        aggregator=None,
        groups=HANDLERS,
    )
    days_to_decide = fields.Integer(
        "Working Days to Decide",
        compute="_compute_days_taken",
        store=True,
        aggregator=None,
        groups=HANDLERS,
    )
    days_to_answer = fields.Integer(
        "Working Days to Answer",
        compute="_compute_days_taken",
        store=True,
        aggregator=None,
        groups=HANDLERS,
    )
    days_to_close = fields.Integer(
        "Working Days to Close",
        compute="_compute_days_taken",
        store=True,
        aggregator=None,
        groups=HANDLERS,
    )

    # Cases of a company and period, by category: what is counted most is in the index itself.
    _company_received = models.Index("(company_id, received_day) INCLUDE (category_id, kind)")

    @api.depends("received_on", "company_id")
    def _compute_received_day(self):
        for complaint in self:
            complaint.received_day = complaint._day_of(complaint.received_on)

    @api.depends(
        "communication_ids.kind", "communication_ids.is_given", "communication_ids.told_on"
    )
    def _compute_told_days(self):
        for complaint in self:
            told = complaint.communication_ids.filtered(lambda said: said.is_given and said.told_on)
            complaint.acknowledged_day = complaint._first_told_day(told, "acknowledgement")
            complaint.answered_day = complaint._first_told_day(told, "outcome", "not_accepted")

    def _first_told_day(self, told, *kinds):
        moments = told.filtered(lambda said: said.kind in kinds).mapped("told_on")
        return self._day_of(min(moments, default=False))

    @api.depends(
        "decision_ids.kind",
        "decision_ids.state",
        "decision_ids.responsibility",
        "decision_ids.decided_on",
    )
    def _compute_decided_day(self):
        for complaint in self:
            # What was in force once is superseded when the case is taken up again.
            moments = complaint.decision_ids.filtered(
                lambda decision: (
                    decision.state in ("approved", "superseded")
                    and decision.decided_on
                    and (decision.kind == "outcome" or decision.responsibility == "not_ours")
                )
            ).mapped("decided_on")
            complaint.decided_day = complaint._day_of(min(moments, default=False))

    @api.depends("closed_on", "company_id")
    def _compute_closed_day(self):
        for complaint in self:
            complaint.closed_day = complaint._day_of(complaint.closed_on)

    @api.depends("received_day", *DAYS_TAKEN.values())
    def _compute_days_taken(self):
        calendars = {company: WorkingDays(company) for company in self.company_id}
        for complaint in self:
            since = complaint.received_day
            for name, day in DAYS_TAKEN.items():
                until = complaint[day]
                taken = calendars[complaint.company_id].between(since, until) if until else 0
                complaint[name] = taken

    def _day_of(self, moment):
        """Day of the laboratory in which a moment falls, False without one."""
        # The company of a case the user may read is no secret, its calendar may be.
        return moment and self.company_id.sudo()._complaint_day(moment)
