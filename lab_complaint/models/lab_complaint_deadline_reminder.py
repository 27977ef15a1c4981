import logging

from odoo import api, fields, models
from odoo.tools import split_every

from .at_once import COLLISIONS, do_apart

_logger = logging.getLogger(__name__)

REMINDER = "lab_complaint.activity_type_promise"
ESCALATION = "lab_complaint.activity_type_promise_missed"
BATCH_SIZE = 500


class LabComplaintDeadline(models.Model):
    """Who is told of a promise: the officer in charge before its day, the quality heads after."""

    _inherit = "lab.complaint.deadline"  # pylint: disable=consider-merging-classes-inherited

    reminded_on = fields.Datetime(readonly=True)
    escalated_on = fields.Datetime(readonly=True)
    reminder_ids = fields.One2many("mail.activity", "complaint_deadline_id", "Reminders")

    # --- scheduled action ---

    @api.model
    def _cron_remind_deadlines(self):
        """Note missed promises, remind and escalate. Safe to run twice, or a week late."""
        cron = self.env["ir.cron"]
        needing = self._needing_attention()
        cron._commit_progress(remaining=len(needing))
        for ids in split_every(BATCH_SIZE, needing.ids):
            is_done = do_apart(self.env, self.browse(ids)._attend_safely)
            if not cron._commit_progress(len(ids) if is_done else 0):
                break

    def _attend_safely(self):
        """Attend to promises together; where that fails, to each alone, so that one case that
        cannot be attended to does not hold up the others."""
        try:
            with self.env.cr.savepoint():
                self._attend()
                self.env.flush_all()
        except COLLISIONS:
            raise
        except Exception:  # pylint: disable=broad-except
            if len(self) == 1:
                _logger.exception("Complaint deadline %s could not be attended to", self.id)
                return
            for deadline in self:
                deadline._attend_safely()

    def _attend(self):
        self._count_anew()
        # It may have been kept since it was looked for.
        still_open = self.filtered(lambda deadline: deadline.is_open and not deadline._is_waiting())
        limits = {company: self._last_day_to_remind(company) for company in self.company_id}
        still_open.filtered(
            lambda deadline: (
                not deadline.reminded_on and deadline.due_on <= limits[deadline.company_id]
            )
        )._remind()
        still_open.filtered(
            lambda deadline: deadline.missed and not deadline.escalated_on
        )._escalate()

    # --- activities ---

    def _remind(self):
        """Give whoever is in charge an activity for the promised day."""
        heads = self._independent_heads()
        receivers = {}
        for deadline in self:
            complaint = deadline.complaint_id
            officer = complaint.user_id.filtered("active") - complaint.involved_user_ids
            receivers[deadline] = officer or heads[deadline]
        told = self._schedule(REMINDER, receivers)
        told.write({"reminded_on": fields.Datetime.now()})

    def _escalate(self):
        """Tell the quality heads that a promise was missed."""
        told = self._schedule(ESCALATION, self._independent_heads())
        told.write({"escalated_on": fields.Datetime.now()})

    def _independent_heads(self):
        """Quality heads who may know of each case.

        :return: dictionary of deadline: res.users
        """
        heads = {company: company._complaint_quality_heads() for company in self.company_id}
        return {
            deadline: heads[deadline.company_id] - deadline.complaint_id.involved_user_ids
            for deadline in self
        }

    def _schedule(self, activity_type, receivers):
        """Plan an activity for everybody who is to know.

        :param activity_type: xml-id
        :param receivers: dictionary of deadline: res.users
        :return: the deadlines of which somebody was told
        """
        told = self.filtered(lambda deadline: receivers[deadline])
        self.env["mail.activity"].create(
            [
                deadline._activity_values(activity_type, user)
                for deadline in told
                for user in receivers[deadline]
            ]
        )
        return told

    def _activity_values(self, activity_type, user):
        """Activity for one promise, in the language of the one who gets it."""
        deadline = self.with_context(lang=user.lang)
        kinds = dict(deadline._fields["kind"]._description_selection(deadline.env))
        if activity_type == REMINDER:
            summary = deadline.env._("Promised: %(promise)s", promise=kinds[self.kind])
            day = self.due_on
        else:
            summary = deadline.env._("Promise missed: %(promise)s", promise=kinds[self.kind])
            day = self.company_id._complaint_today()
        return {
            # Without asking for each activity whether its type is still there.
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                activity_type, raise_if_not_found=True
            ),
            "automated": True,
            "complaint_deadline_id": self.id,
            "date_deadline": day,
            "res_id": self.complaint_id.id,
            "res_model_id": self.env["ir.model"]._get_id("lab.complaint"),
            "summary": summary,
            "user_id": user.id,
        }

    def _reminders(self):
        """What was planned for whoever is in charge and is not done yet."""
        reminder = self.env["ir.model.data"]._xmlid_to_res_id(REMINDER, raise_if_not_found=True)
        return self.reminder_ids.filtered(lambda activity: activity.activity_type_id.id == reminder)

    def _move_reminders(self, due_on):
        """Plan reminders that were given for the new day; a later one is given again then."""
        reminders = self._reminders()
        if reminders:
            reminders.write({"date_deadline": due_on})

    def _renew_reminders(self):
        """Forget reminders: somebody else is in charge now and gets them."""
        self._reminders().unlink()
        self.write({"reminded_on": False})

    def _finish_reminders(self):
        """What was promised is done, so nobody has to think of it any more."""
        if self.reminder_ids:
            self.reminder_ids.action_feedback()
