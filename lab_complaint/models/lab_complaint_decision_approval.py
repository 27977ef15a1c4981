from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .lab_complaint_decision import DECIDING

# Kinds that others approve; the rest come into force by who submits them.
APPROVED_KINDS = ("outcome", "extension")
OPEN_REVIEWS = ("waiting", "pending")
APPROVAL_ACTIVITY = "lab_complaint.mail_activity_type_approval"


class LabComplaintDecision(models.Model):
    """Who approves: those the laboratory names in its tier definitions, as far as they were
    not involved, did not draft, and did not approve before (ISO/IEC 17025:2017, 7.9.6)."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "superseded"

    can_approve = fields.Boolean(compute="_compute_can_approve", search="_search_can_approve")

    @api.depends_context("uid")
    @api.depends("state", "approver_ids", "review_ids.status")
    def _compute_can_approve(self):
        decisions = self.sudo()
        # Read for all together what is asked of each below.
        decisions.complaint_id.decision_ids.fetch(["approver_ids", "kind", "is_current"])
        decisions.complaint_id.fetch(["involved_user_ids", "origin_id"])
        for decision in self:
            submitted = decision.sudo().state == "submitted"
            decision.can_approve = submitted and self.env.user in decision._approvers()

    def _search_can_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        submitted = self.search([("state", "=", "submitted")])
        mine = Domain("id", "in", submitted.filtered("can_approve").ids)
        wanted = {bool(item) for item in value}
        if len(wanted) != 1:
            return Domain(bool(wanted))
        return mine if True in wanted else ~mine

    # --- submitting ---

    def action_submit(self):
        """Put drafts into force, or outcomes and extensions before those who approve.

        :raise UserError: when a draft is not complete, or is none any more
        :raise ValidationError: when who submits was involved, or the case cannot be decided yet
        """
        self.check_access("write")
        for decision in self:
            decision._check_complete()
            decision._submit()
        return True

    def _submit(self):
        now = fields.Datetime.now()
        submitted = {"submitted_by_id": self.env.uid, "submitted_on": now}
        self._get_ready()
        # Counted now, for good.
        self.flush_recordset(["compensation_amount", "needs_second_approval"])
        if self.kind in APPROVED_KINDS:
            self._decide({"state": "submitted", **submitted})
            self._request_reviews()
            self._ask_approvers()
        else:
            me = [fields.Command.set(self.env.user.ids)]
            self._come_into_force(approved_by_id=self.env.uid, approver_ids=me, **submitted)

    def _get_ready(self):
        """Bring the case where this single decision is made."""
        complaint = self.complaint_id
        if self.kind == "outcome":
            complaint._bring_to_decision()
        elif self.kind == "screening":
            complaint._check_basis_open()
        elif self.kind == "extension":
            complaint._check_extension(self.extended_to)

    def _check_complete(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(decision)s was submitted already. Draft a new one to change it.",
                    decision=self.display_name,
                )
            )
        people = self.env.user | self.drafted_by_id
        self.complaint_id._check_independent(people, self.env._("drafter"))
        needed = ["grounds"]
        needed += {
            "outcome": ["proposal"],
            "extension": ["extended_to"],
            "screening": ["responsibility"],
        }.get(self.kind, [])
        missing = [name for name in needed if not str(self[name] or "").strip()]
        if missing:
            raise UserError(
                self.env._(
                    "%(decision)s is not complete. Fill in: %(fields)s.",
                    decision=self.display_name,
                    fields=", ".join(
                        self._fields[name]._description_string(self.env) for name in missing
                    ),
                )
            )

    # --- deciding ---

    def action_approve(self, comment=None):
        """Approve decisions; the last of those who are asked puts them into force.

        :param comment: what is to be noted with the approval, if anything
        :raise AccessError: for who is not asked to approve
        :raise ValidationError: for who was involved, naming the link
        :raise UserError: for who drafted it or approved before, or when nothing is submitted
        """
        for decision in self:
            decision._check_approver()
            decision._approve(comment)
        return True

    def action_reject(self, comment):
        """Reject decisions; the case stays where it is, for a new proposal.

        :param comment: why
        :raise AccessError: for who is not asked to approve
        :raise ValidationError: for who was involved, naming the link
        :raise UserError: when no reason is given, or as when approving
        """
        if not (comment or "").strip():
            raise UserError(self.env._("Say why it is rejected: the drafter needs the reason."))
        for decision in self:
            decision._check_approver()
            decision._reject(comment)
        return True

    def _approve(self, comment):
        decision = self.sudo()
        decision._refresh_reviewers()
        review = decision._due_reviews().filtered(
            lambda review: self.env.user in review._named_reviewers()
        )[:1]
        if review:
            decision.with_context(lab_complaint_deciding=DECIDING)._validate_tier(review)
        noted = {"approver_ids": [fields.Command.link(self.env.uid)]}
        if comment:
            noted["decision_comment"] = "\n".join(filter(None, (self.decision_comment, comment)))
        decision._note_decided(comment)
        if decision._open_reviews():
            decision._decide(noted)
            decision._refresh_reviewers()
            decision._update_counter({"review_deleted": True})
            decision._ask_approvers()
        else:
            decision._come_into_force(approved_by_id=self.env.uid, **noted)

    def _reject(self, comment):
        decision = self.sudo()
        decision._refresh_reviewers()
        deciding = decision.with_context(lab_complaint_deciding=DECIDING)
        if decision._due_reviews():
            deciding._rejected_tier(deciding._due_reviews())
        decision._note_decided(comment)
        decision._stop_asking()
        decision._decide(
            {
                "state": "rejected",
                "decided_on": fields.Datetime.now(),
                "rejected_by_id": self.env.uid,
                "decision_comment": comment,
            }
        )
        decision._tell_drafter(comment)

    def _approve_externally(self, name, comment):
        """Approve in the name of a person outside the laboratory, who proved to be asked.

        :param name: who approved
        :param comment: what the person wrote, if anything
        """
        for decision in self.sudo():
            decision._check_undecided(name)
            decision._sign_reviews("approved", name)
            decision._come_into_force(
                is_external=True, external_name=name, decision_comment=comment
            )

    def _reject_externally(self, name, comment):
        """Reject in the name of a person outside the laboratory, who proved to be asked.

        :param name: who rejected
        :param comment: why
        """
        for decision in self.sudo():
            decision._check_undecided(name)
            decision._sign_reviews("rejected", name)
            decision._stop_asking()
            decision._decide(
                {
                    "state": "rejected",
                    "decided_on": fields.Datetime.now(),
                    "is_external": True,
                    "external_name": name,
                    "decision_comment": comment,
                }
            )
            decision._tell_drafter(comment)

    def _sign_reviews(self, status, name):
        """Note on the open reviews who outside the laboratory decided; the words of the
        decision stay with the decision, which not everybody reads."""
        self._open_reviews().with_context(lab_complaint_deciding=DECIDING).write(
            {
                "status": status,
                "done_by": self.env.ref("base.user_root").id,
                "reviewed_date": fields.Datetime.now(),
                "comment": self.env._("Decided outside the laboratory by %s", name),
            }
        )

    def _come_into_force(self, **values):
        decision = self.sudo()
        decision._decide({"state": "approved", "decided_on": fields.Datetime.now(), **values})
        decision._stop_asking()
        decision.complaint_id._apply_decision(decision)

    # --- who may ---

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
        named = decision._named_approvers()
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
        """Users whose turn it is by the tier definitions, without regard to independence.

        :return: res.users; the quality heads where no definition applies
        """
        if self.sudo().review_ids:
            return self._due_reviews()._named_reviewers()
        return self.env.ref("lab_complaint.group_quality_head").sudo().all_user_ids

    def _free_to_approve(self, users):
        """Those of `users` who are independent of this single decision and its case."""
        decision = self.sudo()
        complaint = decision.complaint_id
        taken = (
            complaint.involved_user_ids
            | decision.drafted_by_id
            | decision.submitted_by_id
            | decision.approver_ids
            | complaint._earlier_approvers()
        )
        return (users - taken).filtered(
            lambda user: user.active and not user.share and complaint.company_id in user.company_ids
        )

    def _approvers(self):
        """Users who may decide on this single decision now.

        :return: res.users
        """
        return self._free_to_approve(self._named_approvers())
