from odoo import fields, models
from odoo.exceptions import UserError

# Containment does not wait for the approval of the outcome (ISO/IEC 17025:2017, 7.10.1).
KINDS_AT_ONCE = ("contact", "nonconformity")
# What goes out to the customer is never done before its approval, however urgent it is called.
KINDS_DECIDED = ("amend_certificate", "compensation")
# Kinds that leave no other record of what was done.
KINDS_TOLD = ("assessment", "contact", "other", "training")


class LabComplaintMeasure(models.Model):
    """From planned to settled: carried out, found effective, or cancelled."""

    _inherit = "lab.complaint.measure"  # pylint: disable=consider-merging-classes-inherited

    def action_done(self, result=None):
        """Record that measures were carried out, by the current user and now.

        :param result: what was done; what is on the measure when left out
        :raise UserError: before the outcome is approved (immediate ones excepted), or naming what
            is still missing
        """
        for measure in self:
            measure._check_planned()
            measure._check_may_start()
            blockers = measure._blockers(result or measure.result)
            if blockers:
                raise UserError(
                    self.env._(
                        "%(measure)s cannot be done yet:\n%(reasons)s",
                        measure=measure.name,
                        reasons="\n".join(f"• {reason}" for reason in blockers),
                    )
                )
            measure._set_done(result or measure.result)
        return True

    def action_check_effectiveness(self, effectiveness, effectiveness_comment):
        """Record whether what was done had the effect wanted (ISO/IEC 17025:2017, 8.7.1).

        What was not effective is planned again.

        :param effectiveness: `effective` or `not_effective`
        :param effectiveness_comment: what the check showed
        :raise UserError: when a measure is not done, or checked by who carried it out
        :raise ValidationError: when the current user is involved in what the complaint is about
        """
        if effectiveness not in dict(self._fields["effectiveness"].selection):
            raise UserError(self.env._("Say whether it was effective or not effective."))
        if not (effectiveness_comment or "").strip():
            raise UserError(self.env._("Say what the check showed: it is kept with the measure."))
        for measure in self:
            measure._check_may_be_checked()
            measure._record(
                {
                    "effectiveness": effectiveness,
                    "effectiveness_comment": effectiveness_comment,
                    "effectiveness_by_id": self.env.user.id,
                    "effectiveness_on": fields.Datetime.now(),
                }
            )
            if effectiveness == "not_effective":
                measure._plan_again()
        return True

    def action_cancel(self, cancel_reason):
        """Give up planned measures.

        :param cancel_reason: why they are not carried out
        :raise UserError: without reason, or when the outcome is submitted or approved
        """
        for measure in self:
            measure.complaint_id._check_reason(cancel_reason)
            measure._check_planned()
            measure.complaint_id._check_basis_open()
            measure._record({"state": "cancelled", "cancel_reason": cancel_reason})
        self._end_activity()
        return True

    def _may_start(self):
        """Whether this single measure may be carried out already."""
        urgent = self.is_immediate and self.kind not in KINDS_DECIDED
        at_once = self.kind in KINDS_AT_ONCE or urgent
        return at_once or bool(self.complaint_id._outcome_in_force())

    def _check_may_start(self):
        if not self._may_start():
            raise UserError(
                self.env._(
                    "%(measure)s: the outcome of %(complaint)s is not approved yet. Have it "
                    "approved first; only immediate corrections are done before.",
                    measure=self.name,
                    complaint=self.complaint_id.display_name,
                )
            )

    def _check_may_be_checked(self):
        if self.state != "done" or self.is_settled:
            raise UserError(
                self.env._(
                    "%(measure)s: only what was done and is not found effective yet can be checked.",
                    measure=self.name,
                )
            )
        if self.done_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "%(measure)s: you carried it out, so somebody else checks its effectiveness.",
                    measure=self.name,
                )
            )
        self.complaint_id._check_independent(
            self.env.user, self.env._("check of the effectiveness")
        )

    def _blockers(self, result):
        """Why this single measure cannot be done yet.

        :param result: what was done
        :return: list of sentences that say how to mend it
        """
        if self.kind in KINDS_TOLD and not self.action_id and not (result or "").strip():
            return [self.env._("Write down what was done.")]
        return []

    def _set_done(self, result):
        """Put this single measure on record as done by the current user."""
        self._record(
            {
                "state": "done",
                "result": result,
                "done_on": fields.Datetime.now(),
                "done_by_id": self.env.user.id,
                "effectiveness": False,
                "effectiveness_comment": False,
                "effectiveness_by_id": False,
                "effectiveness_on": False,
            }
        )
        self._end_activity()

    def _plan_again(self):
        """Take measures up again; what was done and checked stays readable in their history."""
        self._record({"state": "planned", "done_on": False, "done_by_id": False})
        self._plan_activity()

    # --- activities and mail ---

    def _plan_activity(self):
        for measure in self:
            measure.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=measure.date_deadline,
                summary=measure.name,
                user_id=measure.user_id.id,
            )

    def _replan_activity(self):
        self._end_activity()
        self._plan_activity()

    def _end_activity(self):
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Write to nobody who may not read the measure, but tell who is responsible for it."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        kind_of_message = (msg_vals or {}).get("message_type") or message.message_type
        users = self.env["res.users"]
        return [
            recipient
            for recipient in recipients
            if recipient["uid"]
            and (
                self._as_read_by(users.browse(recipient["uid"])).has_access("read")
                or (kind_of_message == "user_notification" and recipient["uid"] == self.user_id.id)
            )
        ]
