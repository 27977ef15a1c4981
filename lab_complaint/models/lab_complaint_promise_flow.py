from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_stage import ENDED_STATES

WATCHED_FIELDS = {"category_id", "received_on", "reopen_count", "severity", "stage_id", "user_id"}
FIRST_PROMISES = ("acknowledgement", "screening", "progress", "outcome")
# What is still ahead in a state, for cases that were there before promises were kept.
PROMISES_AHEAD = {
    "received": FIRST_PROMISES,
    "screening": FIRST_PROMISES[1:],
    "investigation": FIRST_PROMISES[2:],
    "decision": FIRST_PROMISES[2:],
    "response": FIRST_PROMISES[2:],
}


class LabComplaint(models.Model):
    """Promises follow the case: made with it, counted anew with it, over when it ends."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints and promise the complainant what comes next."""
        complaints = super().create(vals_list)
        complaints.filtered(lambda complaint: complaint.state not in ENDED_STATES)._make_promises(
            FIRST_PROMISES, "receipt"
        )
        return complaints

    def write(self, vals):
        """Change complaints; promises that depend on what changed are counted anew."""
        if not WATCHED_FIELDS & vals.keys():
            return super().write(vals)
        before = {
            complaint: {
                "ended": complaint.state in ENDED_STATES,
                **{
                    name: complaint[name]
                    for name in ("received_on", "reopen_count", "severity", "user_id")
                },
            }
            for complaint in self
        }
        result = super().write(vals)

        def changed(name):
            return self.filtered(lambda complaint: complaint[name] != before[complaint][name])

        changed("severity")._promise_by_severity()
        changed("received_on")._promise_from_receipt()
        changed("reopen_count")._promise_again()
        self.filtered(
            lambda complaint: complaint.state in ENDED_STATES and not before[complaint]["ended"]
        )._end_promises()
        changed("user_id")._open_promises()._renew_reminders()
        return result

    def _promise_by_severity(self):
        """Count open promises by the policy for the present severity; one that was extended
        stays, because the complainant was told its day."""
        policies = self.env["lab.complaint.deadline.policy"]._for_complaints(self)
        deadlines = self._open_promises()
        deadlines._note_missed()
        for deadline in deadlines:
            policy = policies[deadline.complaint_id].get(deadline.kind)
            days = policy and policy._days_from(deadline.counted_from)
            if policy and days is not None and days != deadline.days:
                deadline.days = days
        deadlines._recount()

    def _promise_from_receipt(self):
        """Count from the corrected day of receipt."""
        deadlines = self._open_promises()
        deadlines._note_missed()
        for deadline in deadlines:
            if deadline.counted_from == "receipt":
                deadline.start_on = deadline.company_id._complaint_day(
                    deadline.complaint_id.received_on
                )
        deadlines._recount()

    def _promise_again(self):
        """Promise reports and an outcome anew, because the case is taken up again."""
        now = fields.Datetime.now()
        self._open_promises()._keep(now)
        self._make_promises(["progress", "outcome"], "reopening", now)

    def _end_promises(self):
        """Nothing is promised any more after the end of a case."""
        self.filtered("is_paused")._resume()
        for complaint in self:
            complaint._open_promises()._keep(complaint.closed_on)

    def _promise_of_outcome(self):
        """Open promise of the outcome of one case.

        :raise UserError: when there is none
        """
        promise = self._open_promises("outcome")
        if not promise:
            raise UserError(
                self.env._(
                    "%(complaint)s: there is no promised day of the answer that could be extended.",
                    complaint=self.display_name,
                )
            )
        return promise

    @api.model
    def _promise_what_is_ahead(self):
        """Make promises in open cases that have none, by how far they are."""
        cases = self.search(
            [("state", "not in", ENDED_STATES), ("deadline_ids", "=", False)]
        ).grouped("state")
        for complaint in cases.pop("follow_up", self.browse()):
            complaint._make_promises(["callback"], "outcome", complaint.date_last_stage_update)
        for state, complaints in cases.items():
            complaints._make_promises(PROMISES_AHEAD[state], "receipt")
