from odoo import models
from odoo.exceptions import AccessError, UserError

OPEN_REVIEWS = ("waiting", "pending")


class LabComplaintDecision(models.Model):
    """Who approves: those the laboratory names in its tier definitions, as far as they were
    not involved, did not draft, and did not approve before (ISO/IEC 17025:2017, 7.9.6)."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited

    def _acted_on(self, name, user):
        """Each level approves in its own moment."""
        if name == "approver_ids":
            own = self.sudo().review_ids.filtered(
                lambda review: review.done_by == user and review.status == "approved"
            )
            if own:
                return own[-1:].reviewed_date
        return super()._acted_on(name, user)

    def _check_undecided(self, person):
        if self.state != "submitted":
            raise UserError(
                self.env._(
                    "%(decision)s is not waiting for approval. Submit it first, or draft a new one.",
                    decision=self.sudo().display_name,
                )
            )
        if not self.drafted_by_id or not person:
            raise UserError(
                self.env._(
                    "%(decision)s: it has to be on record who drafted and who decides. Draft a "
                    "new one.",
                    decision=self.display_name,
                )
            )

    def _check_approver(self):
        """Refuse that the user decides on this single decision.

        :raise AccessError: for who is not asked
        :raise ValidationError: for who was involved
        :raise UserError: for who drafted it, or approved before
        """
        user, decision = self.env.user, self.sudo()
        if decision.state == "submitted" and not decision.review_ids:
            # Somebody may have defined since who has to approve.
            decision._request_reviews()
        named = decision._of_laboratory(decision._named_approvers())
        if user in named:
            # Who is involved cannot read the case, but may know by what.
            decision.complaint_id._check_independent(user, self.env._("approver"))
        self.check_access("read")
        self._check_undecided(user)
        if user in decision.drafted_by_id | decision.submitted_by_id:
            self._refuse(self.env._("who drafted or submitted it does not approve it."))
        if user in decision.complaint_id._earlier_approvers():
            self._refuse(self.env._("you approved the earlier outcome, so another person decides."))
        if user in decision.approver_ids:
            self._refuse(self.env._("you approved it already, the next level is another person's."))
        if user not in named:
            raise AccessError(
                self.env._(
                    "%(decision)s is to be approved by %(people)s.",
                    decision=self.display_name,
                    people=", ".join(decision._approvers().mapped("name"))
                    or self.env._("somebody outside the laboratory: nobody in it is free to"),
                )
            )

    def _refuse(self, reason):
        raise UserError(
            self.env._("%(decision)s: %(reason)s", decision=self.display_name, reason=reason)
        )

    def _open_reviews(self):
        return self.sudo().review_ids.filtered(lambda review: review.status in OPEN_REVIEWS)

    def _due_reviews(self):
        """Reviews of this single decision whose turn it is."""
        reviews = self._open_reviews()
        first = min(reviews.mapped("sequence"), default=0)
        return reviews.filtered(
            lambda review: not review.approve_sequence or review.sequence == first
        )

    def _named_approvers(self):
        """Users whose turn it is with this single decision by the tier definitions, whether or
        not they are independent and belong to the laboratory.

        :return: res.users; the quality heads where no definition applies
        """
        decision = self.sudo()
        if decision.review_ids:
            return decision._due_reviews()._named_reviewers()
        return self.env.ref("lab_complaint.group_quality_head").sudo().all_user_ids

    def _of_laboratory(self, users):
        """Those of `users` who belong to the company of this single decision."""
        company = self.sudo().complaint_id.company_id
        return users.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )

    def _free_to_approve(self, users):
        """Those of `users` who are independent of this single decision and its case."""
        decision = self.sudo()
        complaint = decision.complaint_id
        return self._of_laboratory(users) - (
            complaint.involved_user_ids
            | decision.drafted_by_id
            | decision.submitted_by_id
            | decision.approver_ids
            | complaint._earlier_approvers()
        )

    def _approvers(self):
        """Users who may decide on this single decision now.

        :return: res.users
        """
        return self._free_to_approve(self._named_approvers())
