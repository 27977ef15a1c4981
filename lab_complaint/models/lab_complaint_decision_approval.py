from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Kinds that others approve; the rest come into force by who submits them.
APPROVED_KINDS = ("outcome", "extension")
APPROVAL_ACTIVITY = "lab_complaint.mail_activity_type_approval"


class LabComplaintDecision(models.Model):
    """The way of a decision: submitted, approved by everybody who is asked, or rejected."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "superseded"

    can_approve = fields.Boolean(compute="_compute_can_approve", search="_search_can_approve")

    @api.depends_context("uid")
    @api.depends("state", "approver_ids", "review_ids.status")
    def _compute_can_approve(self):
        submitted = self.sudo().filtered(lambda decision: decision.state == "submitted")
        # Most people are never asked: only of the others more has to be read, for all together.
        named = submitted.filtered(lambda decision: self.env.user in decision._named_approvers())
        named.complaint_id.decision_ids.fetch(["approver_ids", "kind", "is_current"])
        named.complaint_id.fetch(["involved_user_ids", "origin_id"])
        free = {each.id for each in named if each._free_to_approve(self.env.user)}
        for decision in self:
            decision.can_approve = decision.id in free

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
            decision._recording()._validate_tier(review)
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
        recording = decision._recording()
        if decision._due_reviews():
            recording._rejected_tier(recording._due_reviews())
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
        self._recording()._open_reviews().write(
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
