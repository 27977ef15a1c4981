from odoo import api, models
from odoo.exceptions import UserError

from .lab_complaint_decision_approver import OPEN_REVIEWS
from .lab_complaint_recorded_mixin import RECORDING

DECISION = "lab.complaint.decision"
# What a reminder notes.
REMINDED = {"last_reminder_date"}


class TierReview(models.Model):
    """Reviews of decisions: every employee may write reviews, so these are kept here."""

    _inherit = "tier.review"

    @api.model_create_multi
    def create(self, vals_list):
        """Add reviews.

        :raise UserError: for decisions on complaints, whose submission asks for them
        """
        reviews = super().create(vals_list)
        reviews._check_by_decision()
        return reviews

    def write(self, vals):
        """Change reviews.

        :raise UserError: for decisions on complaints, which record them by themselves
        """
        if vals.keys() - REMINDED:
            self._check_by_decision()
        result = super().write(vals)
        if "model" in vals:
            self._check_by_decision()
        return result

    def unlink(self):
        """Delete reviews.

        :raise UserError: for decisions on complaints
        """
        # Methods with api.ondelete are left out when a request has _force_unlink in its context.
        self._check_by_decision()
        return super().unlink()

    def _check_by_decision(self):
        if self.env.context.get("lab_complaint_recording") is RECORDING:
            return
        if any(review.model == DECISION for review in self.sudo()):
            raise UserError(
                self.env._(
                    "Reviews of decisions on complaints are recorded by Submit, Approve and "
                    "Reject. Open the decision and use these."
                )
            )

    def _update_review_status(self):
        # Whose turn it is follows from the reviews themselves.
        recording = self.with_context(lab_complaint_recording=RECORDING)
        return super(TierReview, recording)._update_review_status()

    @api.model
    def _get_reviewer_fields(self):
        # Members of groups are left out: each change would ask for the reviewers of all reviews
        # there ever were. Users and groups have those asked anew that are open.
        names = super()._get_reviewer_fields()
        return [name for name in names if not name.startswith("reviewer_group_id.")]

    @api.model
    def _ask_anew(self):
        """Have the reviewers of open reviews named anew, when next needed."""
        reviews = self.sudo().search([("status", "in", OPEN_REVIEWS)])
        self.env.add_to_compute(self._fields["reviewer_ids"], reviews)

    def _compute_reviewer_ids(self):
        of_decisions = self.filtered(lambda review: review.model == DECISION)
        # Read together: a register has thousands that are open.
        decisions = self.env[DECISION].sudo().browse(of_decisions.mapped("res_id")).exists()
        kept = {decision.id: decision for decision in decisions}
        for review in of_decisions:
            decision = kept.get(review.res_id)
            reviewers = decision and decision._free_to_approve(review._named_reviewers())
            # By itself: with the others, who was asked before would be read of all for each.
            review.with_prefetch().reviewer_ids = reviewers
        return super(TierReview, self - of_decisions)._compute_reviewer_ids()

    def _get_reviewers(self):
        """Reviewers; of a decision on a complaint those who are free to approve it."""
        if self.model != DECISION:
            return super()._get_reviewers()
        decision = self.env[DECISION].sudo().browse(self.res_id).exists()
        return decision._free_to_approve(self._named_reviewers()) if decision else False

    def _named_reviewers(self):
        """Users the definitions name, people who have the group by another one included.

        :return: res.users
        """
        reviewers = self.reviewer_group_id.all_user_ids
        for review in self:
            # pylint: disable-next=super-method-mismatch
            reviewers |= super(TierReview, review)._get_reviewers()
        return reviewers
