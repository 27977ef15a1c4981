from odoo import api, fields, models
from odoo.fields import Domain

from .lab_complaint_stage import PROMISES
from .working_days import WorkingDays

PROMISE_ORDER = [kind for kind, _label in PROMISES]


class LabComplaint(models.Model):
    """What was promised to the complainant, and the next promise with its date (7.9.5)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    next_promise = fields.Selection(
        PROMISES, compute="_compute_next_promise", store=True, index="btree_not_null"
    )
    next_promise_on = fields.Date(
        compute="_compute_next_promise",
        store=True,
        index="btree_not_null",
        help="Last day for the next promise, in working days of the company.",
    )
    next_promise_waits = fields.Boolean(
        "Next Promise Paused",
        compute="_compute_next_promise",
        store=True,
        help="While the laboratory waits for others, this promise does not become late.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    @api.depends(
        "is_paused",
        "deadline_ids.due_on",
        "deadline_ids.is_open",
        "deadline_ids.kind",
        "deadline_ids.missed",
    )
    def _compute_next_promise(self):
        """The earliest open promise; those that are paused come after those that are not."""
        for complaint in self:
            coming = complaint.deadline_ids.filtered("is_open").sorted(
                lambda deadline: (
                    deadline._is_waiting(),
                    deadline.due_on,
                    PROMISE_ORDER.index(deadline.kind),
                )
            )[:1]
            complaint.next_promise = coming.kind
            complaint.next_promise_on = coming.due_on
            complaint.next_promise_waits = bool(coming) and coming._is_waiting()

    @api.depends("next_promise_on", "next_promise_waits")
    def _compute_is_late(self):
        today = {company: company._complaint_today() for company in self.company_id}
        for complaint in self:
            complaint.is_late = complaint._is_late_on(
                today.get(complaint.company_id),
                complaint.next_promise_on,
                complaint.next_promise_waits,
            )

    @api.model
    def _is_late_on(self, today, promised_on, waits):
        """Whether a case is late on a day of its laboratory.

        :param today: date
        :param promised_on: date of its next promise, if any
        :param waits: whether that promise is paused
        """
        return bool(promised_on and not waits and promised_on < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The date turns over at the user's midnight here, at the laboratory's in the
        # field: a difference of hours that a filter can bear.
        today = fields.Date.context_today(self)
        late = Domain("next_promise_on", "<", today) & Domain("next_promise_waits", "=", False)
        wanted = {bool(item) for item in value}
        if len(wanted) != 1:
            return Domain(bool(wanted))
        return late if True in wanted else ~late

    # --- making and keeping promises ---

    def _make_promises(self, kinds, counted_from, moment=None):
        """Promise by the policy, or what an authority asks; nothing else is promised.

        :param kinds: keys of PROMISES
        :param counted_from: from what the days are counted, key of that field of a deadline
        :param moment: naive datetime in UTC from which they are counted; receipt by default
        """
        deadlines = self.env["lab.complaint.deadline"].sudo()
        policies = self.env["lab.complaint.deadline.policy"]._for_complaints(self)
        calendars = {company: WorkingDays(company) for company in self.company_id}
        vals_list = []
        for complaint in self:
            company = complaint.company_id
            start = company._complaint_day(moment or complaint.received_on)
            for kind in kinds:
                policy = policies[complaint].get(kind)
                days = policy and policy._days_from(counted_from)
                asked = complaint._asked_day(kind, counted_from, start)
                if days is None and not asked:
                    continue
                vals_list.append(
                    {
                        "complaint_id": complaint.id,
                        "kind": kind,
                        "round": complaint.reopen_count,
                        "counted_from": counted_from,
                        "start_on": start,
                        "days": days,
                        "due_on": asked or calendars[company].after(start, days),
                    }
                )
        deadlines.create(vals_list)

    def _open_promises(self, *kinds):
        """Promises of these cases that are not kept yet.

        :param kinds: keys of PROMISES; all of them when left out
        :return: lab.complaint.deadline as superuser
        """
        return self.sudo().deadline_ids.filtered(
            lambda deadline: deadline.is_open and (not kinds or deadline.kind in kinds)
        )

    def _keep_promise(self, kind, moment):
        """Record that promises of a kind were kept, and promise what comes next.

        :param kind: key of PROMISES
        :param moment: naive datetime in UTC
        """
        kept = self._open_promises(kind)
        kept._keep(moment)
        if kind == "progress":
            self.browse(kept.complaint_id.ids)._make_promises(["progress"], "progress", moment)
        elif kind == "outcome":
            # Nobody waits for reports any more once the outcome is known.
            self._open_promises("progress")._keep(moment)
            self._without_callback()._make_promises(["callback"], "outcome", moment)

    def _without_callback(self):
        """Those of these cases in which no call-back was promised in this handling."""
        return self.filtered(
            lambda complaint: (
                not any(
                    deadline.kind == "callback" and deadline.round == complaint.reopen_count
                    for deadline in complaint.sudo().deadline_ids
                )
            )
        )

    def _extend_promise(self, due_on):
        """Move the promised day of the outcome, once, after it was decided.

        :param due_on: date in the company's time zone
        :raise UserError: when it was moved before, would come earlier, or nothing is promised
        """
        for complaint in self:
            complaint._promise_of_outcome()._extend(due_on)

    def _extension_due_on(self):
        """Day to which the policy lets the answer of one case be extended.

        :return: date in the company's time zone; False when the policy knows no extension
        """
        promise = self._open_promises("outcome")[:1]
        policies = self.env["lab.complaint.deadline.policy"]._for_complaints(self)
        policy = policies[self].get("outcome")
        if not promise or not policy or not policy.extension_days:
            return False
        calendar = WorkingDays(self.company_id)
        days = policy.extension_days + promise._paused_days(calendar, None)
        return max(calendar.after(promise.start_on, days), promise.due_on)
