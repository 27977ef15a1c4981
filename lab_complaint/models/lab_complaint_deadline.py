from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_stage import PROMISES
from .working_days import WorkingDays

# What waits while the laboratory waits for others.
PAUSED_KINDS = ("progress", "outcome")
# Said once and for all when the promise is made.
FIXED_FIELDS = frozenset({"kind", "round", "counted_from", "original_due_on", "company_id"})


class LabComplaintDeadline(models.Model):
    """A promise to the complainant, or to an authority, with its date; once missed, for ever missed.

    Written by code only: promises are made with the case, kept by what is done about it and
    moved by the working calendar, a pause or the one extension.
    """

    _name = "lab.complaint.deadline"
    _description = "Complaint Deadline"
    _inherit = ["lab.complaint.part"]
    _order = "due_on, id"
    _rec_name = "kind"
    _changes_after_end = frozenset({"done_on", "due_on", "missed"})

    kind = fields.Selection(PROMISES, "Promise", required=True, readonly=True)
    round = fields.Integer(
        readonly=True, help="0 for the first handling, 1 after the first reopening."
    )

    # --- how the day is counted ---
    counted_from = fields.Selection(
        [
            ("receipt", "Receipt"),
            ("reopening", "Reopening"),
            ("progress", "Last progress report"),
            ("outcome", "Outcome"),
            ("authority", "Authority's inquiry"),
        ],
        required=True,
        readonly=True,
    )
    start_on = fields.Date("Counted Since", required=True, readonly=True)
    days = fields.Integer("Working Days", readonly=True)
    extended_to = fields.Date(readonly=True)
    extended_on = fields.Datetime(readonly=True)
    due_on = fields.Date("Due", required=True, readonly=True)
    original_due_on = fields.Date("First Due", required=True, readonly=True)

    # --- what became of it ---
    done_on = fields.Datetime("Done", readonly=True)
    missed = fields.Boolean(readonly=True)
    met = fields.Boolean(compute="_compute_met", store=True, precompute=True)
    is_open = fields.Boolean("Open", compute="_compute_is_open", store=True, precompute=True)
    status = fields.Selection(
        [("open", "Open"), ("waiting", "Paused"), ("kept", "Kept"), ("missed", "Missed")],
        compute="_compute_status",
    )

    _company_due = models.Index("(company_id, due_on)")

    @api.depends("done_on", "missed")
    def _compute_met(self):
        for deadline in self:
            deadline.met = deadline.done_on and not deadline.missed

    @api.depends("done_on")
    def _compute_is_open(self):
        for deadline in self:
            deadline.is_open = not deadline.done_on

    @api.depends("done_on", "missed", "kind", "complaint_id.is_paused")
    def _compute_status(self):
        for deadline in self:
            if deadline.missed:
                deadline.status = "missed"
            elif deadline.done_on:
                deadline.status = "kept"
            else:
                deadline.status = "waiting" if deadline._is_waiting() else "open"

    @api.model_create_multi
    def create(self, vals_list):
        """Make promises; the first day that was promised stays on record."""
        for vals in vals_list:
            vals["original_due_on"] = vals["due_on"]
        return super().create(vals_list)

    def write(self, vals):
        """Change promises, but never what was promised first or that a promise was missed.

        :raise UserError: when a missed promise would be taken for kept, or a record changed
        """
        for deadline in self:
            deadline._check_stays_on_record(vals)
        return super().write(vals)

    def _check_stays_on_record(self, vals):
        taken_back = self.missed and not vals.get("missed", True)
        ended = self.done_on and vals.keys() & {"done_on", "due_on", "missed"}
        if taken_back or ended or vals.keys() & FIXED_FIELDS:
            raise UserError(
                self.env._(
                    "%(complaint)s: what became of the promise “%(promise)s” stays on record.",
                    complaint=self.complaint_id.display_name,
                    promise=self.display_name,
                )
            )

    def _evidence(self):
        self.ensure_one()
        return self.done_on or self.create_date, self.write_uid.name

    # --- counting ---

    def _is_waiting(self):
        """Whether a pause keeps this single promise from becoming late."""
        return (
            self.kind in PAUSED_KINDS
            and not self.done_on
            and not self.missed
            and self.complaint_id.is_paused
        )

    def _note_missed(self):
        """Note which of these promises were not kept in time; nothing takes that back."""
        missed = self.filtered(
            lambda deadline: (
                deadline.is_open
                and not deadline.missed
                and not deadline._is_waiting()
                and deadline.due_on < deadline.company_id._complaint_today()
            )
        )
        if missed:
            missed.write({"missed": True})

    def _count_anew(self):
        """Move open promises with the working days; a day that was missed stays as it was."""
        self._note_missed()
        self._recount()
        self._note_counted()

    def _recount(self):
        calendars = self._calendars()
        moved = defaultdict(self.browse)
        for deadline in self.filtered(lambda deadline: deadline.is_open and not deadline.missed):
            due_on = deadline._counted_due_on(calendars[deadline.company_id])
            if due_on != deadline.due_on:
                moved[due_on] |= deadline
        for due_on, deadlines in moved.items():
            deadlines.write({"due_on": due_on})
            # Their reminders are read together with those of the other days.
            deadlines.with_prefetch(self._prefetch_ids)._move_reminders(due_on)

    def _calendars(self):
        """Working days of each company, looked up once for all these promises."""
        return {company: WorkingDays(company) for company in self.company_id}

    def _counted_due_on(self, calendar, until=None):
        """Last day for this single promise.

        :param calendar: WorkingDays of the company
        :param until: day up to which a pause that goes on is counted, if at all
        """
        asked = self.complaint_id._asked_day(self.kind, self.counted_from, self.start_on)
        if asked:
            return asked
        paused = self._paused_days(calendar, until)
        if not self.extended_to:
            return calendar.after(self.start_on, self.days + paused)
        return calendar.after(self.extended_to, paused) if paused else self.extended_to

    def _paused_days(self, calendar, until):
        """Working days for which this single promise was paused since it is counted."""
        if self.kind not in PAUSED_KINDS:
            return 0
        day = self.company_id._complaint_day
        since = day(self.extended_on) if self.extended_on else self.start_on
        total = 0
        for pause in self.complaint_id.pause_ids:
            end = day(pause.resumed_on) if pause.resumed_on else until
            if end:
                total += calendar.between(max(day(pause.paused_on), since), end)
        return total

    # --- keeping ---

    def _keep(self, moment):
        """Note that open promises were kept, in time or not.

        :param moment: naive datetime in UTC
        """
        calendars = self._calendars()
        for deadline in self:
            day = deadline.company_id._complaint_day(moment)
            vals = {"done_on": moment}
            due_on = deadline.due_on
            if deadline._is_waiting():
                due_on = deadline._counted_due_on(calendars[deadline.company_id], until=day)
                vals["due_on"] = due_on
            if day > due_on:
                vals["missed"] = True
            deadline.write(vals)
        self._finish_reminders()

    def _extend(self, due_on):
        """Move this single promise to a later day, once.

        :param due_on: date in the company's time zone
        :raise UserError: when it was moved before, or would come earlier
        """
        complaint = self.complaint_id.display_name
        if self.extended_on:
            raise UserError(
                self.env._(
                    "%(complaint)s: the answer was extended to %(day)s already. That is possible "
                    "once.",
                    complaint=complaint,
                    day=fields.Date.to_string(self.extended_to),
                )
            )
        if due_on < self.due_on:
            raise UserError(
                self.env._(
                    "%(complaint)s: the answer is promised for %(day)s. Choose a later day.",
                    complaint=complaint,
                    day=fields.Date.to_string(self.due_on),
                )
            )
        self._note_missed()
        self.write({"due_on": due_on, "extended_to": due_on, "extended_on": fields.Datetime.now()})
        self._move_reminders(due_on)
