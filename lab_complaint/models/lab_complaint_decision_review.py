from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .lab_complaint_decision_approval import APPROVAL_ACTIVITY
from .lab_complaint_decision_approver import OPEN_REVIEWS


class LabComplaintDecision(models.Model):
    """How approvers are asked: tier reviews and activities. The doors of tier validation
    lead to the actions of the decision, so that each passes the same checks."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited

    # --- the doors of tier validation ---

    def request_validation(self):
        """Reviews are asked for by submitting.

        :raise UserError: unless it is a submission that asks
        """
        if self._is_recording():
            return super().request_validation()
        raise UserError(self.env._("Use Submit: it asks those who approve."))

    def restart_validation(self):
        """Reviews are on record and not taken back.

        :raise UserError: always
        """
        raise UserError(
            self.env._("Reviews stay on record. Draft a new decision, it replaces this one.")
        )

    def validate_tier(self):
        """Approve, as with the button Approve."""
        return self.action_approve()

    def reject_tier(self):
        """Ask for the reason, then reject.

        :return: action dictionary
        """
        return self.env["lab.complaint.decide"]._open("reject", decision_ids=self.ids)

    def _tier_validation_check_write_allowed(self, vals):
        # Decisions freeze what they say by themselves, for everybody and for good.
        return

    def _allow_to_remove_reviews(self, values):
        # Who approved what stays on record when it is superseded.
        return False

    # --- asking ---

    def _request_reviews(self):
        """Ask for the reviews that the tier definitions of the laboratory want."""
        decision = self.sudo()._recording()
        # It depends on what it does not say: the state, the definitions, the reviews.
        decision.invalidate_recordset(["need_validation"])
        decision.request_validation()
        decision.invalidate_recordset(["need_validation"])

    def _refresh_reviewers(self):
        """Ask anew who may review: involvement changes, and levels are approved."""
        reviews = self._open_reviews()
        self.env.add_to_compute(reviews._fields["reviewer_ids"], reviews)
        reviews.flush_recordset(["reviewer_ids"])

    def _ask_approvers(self):
        """Plan an activity for each person who may decide on this single decision now."""
        self.activity_unlink([APPROVAL_ACTIVITY])
        for user in self._approvers():
            if self.with_user(user).has_access("read"):
                self.sudo().activity_schedule(
                    APPROVAL_ACTIVITY,
                    user_id=user.id,
                    summary=self.env._("Approve: %s", self.display_name),
                )

    def _note_decided(self, comment):
        """End the user's activity on this single decision."""
        self.activity_feedback([APPROVAL_ACTIVITY], user_id=self.env.uid, feedback=comment)

    def _stop_asking(self):
        """Nobody has to decide any more."""
        decisions = self.sudo()
        decisions.activity_unlink([APPROVAL_ACTIVITY])
        reviews = decisions._recording().review_ids.filtered(
            lambda review: review.status in OPEN_REVIEWS
        )
        if reviews:
            reviews.write({"status": "cancel"})
        for decision in decisions:
            decision._update_counter({"review_deleted": True})

    def _tell_drafter(self, comment):
        """Have the officer in charge propose anew."""
        complaint = self.complaint_id
        complaint.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(complaint.user_id or self.drafted_by_id).id,
            summary=self.env._("Propose anew: %s was rejected", self.display_name),
            note=plaintext2html(comment or ""),
        )
