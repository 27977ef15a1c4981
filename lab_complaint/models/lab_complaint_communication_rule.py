from odoo import fields, models
from odoo.exceptions import UserError

from .lab_complaint import CLOCK_TOLERANCE
from .lab_complaint_answer import NOTICES
from .lab_complaint_communication_letter import SPOKEN_KINDS

# Said by people to people: that it was not possible is no answer to it.
ALWAYS_POSSIBLE = ("callback", "extension")
WRITTEN_WAYS = ("mail", "letter")
# What has to be put into words: a message without them says nothing.
WORDED = ("not_accepted", "progress")
# Where a case goes on to when the complainant was told.
NEXT_STATES = {
    "acknowledgement": ("received", "screening"),
    "outcome": ("response", "follow_up"),
}


class LabComplaintCommunication(models.Model):
    """When what may be said, by whom, and what follows from it."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _check_may_be_told(self):
        """Refuse what the case is not ready for.

        :raise UserError: saying what is missing
        :raise ValidationError: when the person who tells it is involved
        """
        for said in self:
            said._check_sayer()
            said._check_addressed_to()
            said._check_way()
            if said.kind == "outcome":
                said._check_outcome()
            elif said.kind == "not_accepted":
                said._check_not_accepted()
            elif said.kind == "extension":
                said._check_extension()
            elif said.kind == "closure":
                said.complaint_id._check_ready_to_close()
            said._check_callback()

    def _check_sayer(self):
        act = (
            self.env._("tells the authority")
            if self.addressed_to == "authority"
            else self.env._("tells the complainant")
        )
        self.complaint_id._check_independent(self.user_id, act)

    def _refuse(self, message):
        raise UserError(
            self.env._(
                "%(complaint)s: %(message)s",
                complaint=self.complaint_id.display_name,
                message=message,
            )
        )

    def _check_way(self):
        if self.not_possible_reason and self.not_possible_reason.strip():
            if self.told_on:
                self._refuse(
                    self.env._("it was told, or it was not possible. Leave one of them empty.")
                )
            if self.kind in ALWAYS_POSSIBLE:
                self._refuse(self.env._("this has to be said. Choose another way to do so."))
            return
        if self.told_on:
            self._check_told_on()
        if (
            (self.told_on or self.delivery_state != "none")
            and self._needs_words()
            and not (self.summary or "").strip()
        ):
            self._refuse(self.env._("write down what is told."))

    def _needs_words(self):
        """Whether nothing is said by this single one without words of its own."""
        by_page = self.way == "portal" and self.kind not in SPOKEN_KINDS
        return self.kind in WORDED or by_page

    def _check_told_on(self):
        if not self.way:
            self._refuse(self.env._("say in which way it was told."))
        if self.way == "mail" and self.kind != "callback" and self.delivery_state == "none":
            self._refuse(
                self.env._("an email is told when it is sent. Use Send, or choose another way.")
            )
        if self.told_on > fields.Datetime.now() + CLOCK_TOLERANCE:
            self._refuse(self.env._("nothing is told in the future. Correct the date."))
        if self.told_on < self.complaint_id.received_on:
            self._refuse(
                self.env._("nothing is told before the complaint arrived. Correct the date.")
            )
        decided_on = self.decision_id.sudo().decided_on
        if decided_on and self.told_on < decided_on:
            self._refuse(self.env._("nothing is told before it was decided. Correct the date."))

    def _check_outcome(self):
        complaint = self.complaint_id
        decision = complaint._outcome_in_force()
        if not decision or self.decision_id != decision:
            self._refuse(
                self.env._(
                    "the outcome is told after it was approved by somebody who was not involved. "
                    "Have it approved first."
                )
            )

    def _check_not_accepted(self):
        if self.complaint_id.sudo().responsibility != "not_ours":
            self._refuse(
                self.env._(
                    "the complaint was not found to be about somebody else's activities. Decide "
                    "on that first."
                )
            )
        if self.way and self.way not in WRITTEN_WAYS:
            self._refuse(self.env._("this notice is given in writing: by email or by letter."))

    def _check_extension(self):
        if not self.decision_id or self.decision_id.state != "approved":
            self._refuse(self.env._("decide on the extension first."))

    def _check_callback(self):
        if self.kind != "callback":
            if self.acceptance:
                self._refuse(self.env._("what the complainant says of it belongs to a call-back."))
            return
        if not self.complaint_id.is_outcome_told:
            self._refuse(self.env._("the complainant is called back after having the outcome."))
        if self.told_on and not self.acceptance:
            self._refuse(self.env._("say whether the complainant accepts the answer."))

    def _became_given(self):
        """What follows when the complainant was told, by whatever door."""
        for said in self:
            # The case may show it to fewer people than those who tell.
            complaint = said.complaint_id.with_user(said.user_id).sudo()
            complaint._forget_missing()
            if said.kind in ("acknowledgement", "progress", "outcome", "callback"):
                complaint._keep_promise(said.kind, said.told_on or fields.Datetime.now())
            if said.kind == "callback":
                complaint._take_acceptance(said)
            source, target = NEXT_STATES.get(
                said.kind, (complaint.state, NOTICES.get(said.kind, complaint.state))
            )
            if complaint.state == source and source != target:
                complaint._go_on_to(target)
