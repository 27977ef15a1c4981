from datetime import UTC, datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class LabComplaint(models.Model):
    """The next promise to the complainant and its date."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    next_promise = fields.Selection(related="stage_id.promise")
    next_promise_on = fields.Date(
        compute="_compute_next_promise_on",
        store=True,
        index="btree_not_null",
        help="Last day for the next promise, in working days of the company after receipt.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    @api.depends(
        "received_on",
        "stage_id.promise",
        "stage_id.promise_days",
        "company_id.resource_calendar_id",
    )
    def _compute_next_promise_on(self):
        for complaint in self:
            stage = complaint.stage_id
            complaint.next_promise_on = (
                complaint._working_day_after(complaint.received_on, stage.promise_days)
                if stage.promise and complaint.received_on
                else False
            )

    @api.depends("next_promise_on")
    def _compute_is_late(self):
        for complaint in self:
            today = datetime.now(complaint.company_id._complaint_timezone()).date()
            complaint.is_late = bool(
                complaint.next_promise_on and complaint.next_promise_on < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The date turns over at the user's midnight here, at the laboratory's in the
        # field: a difference of hours that a filter can bear.
        late = Domain("next_promise_on", "<", fields.Date.context_today(self))
        wanted = {bool(item) for item in value}
        if len(wanted) != 1:
            return Domain(bool(wanted))
        return late if True in wanted else ~late

    def _working_day_after(self, moment, days):
        """Day that is so many working days after a moment, by the company's calendar.

        :param moment: naive datetime in UTC
        :param days: number of working days; the day of the moment is not counted
        :return: date in the company's time zone
        """
        zone = self.company_id._complaint_timezone()
        day = moment.replace(tzinfo=UTC).astimezone(zone).date()
        calendar = self.company_id.resource_calendar_id
        if not days or not calendar:
            return day + timedelta(days=days)
        start = datetime.combine(day + timedelta(days=1), time.min, zone)
        holidays = [
            ("time_type", "=", "leave"),
            ("company_id", "in", [False, self.company_id.id]),
        ]
        planned = calendar.plan_days(days, start, compute_leaves=True, domain=holidays)
        return planned.astimezone(zone).date() if planned else day + timedelta(days=days)

    def _keep_promise(self, kind, moment):
        """Record that promises of a kind were kept.

        :param kind: key of PROMISES
        :param moment: naive datetime in UTC
        """

    def _extend_promise(self, due_on):
        """Move the promised day of the outcome, once, after it was decided.

        :param due_on: date in the company's time zone
        """
