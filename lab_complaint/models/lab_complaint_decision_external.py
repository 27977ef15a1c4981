from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from .lab_complaint_external_approval import LONGEST_COMMENT, LONGEST_INVITATION
from .lab_complaint_stage import ENDED_STATES
from .lab_complaint_uploads import check_document, clean_text


class LabComplaintDecision(models.Model):
    """Outcomes decided by a person from outside, where nobody in the laboratory is left
    (ISO/IEC 17025:2017, 7.9.6)."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited

    external_approval_ids = fields.One2many(
        "lab.complaint.external.approval",
        "decision_id",
        "External Approvals",
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
    )

    def action_invite_external(self, name, email, days=14):
        """Ask a person from outside to decide one submitted outcome, by mail.

        An earlier invitation that is still open is revoked.

        :param name: who is asked
        :param email: their own address; nobody of the laboratory can be asked
        :param days: how many days the link is valid, 1 to 90
        :raise AccessError: for who may not invite
        :raise UserError: when nothing waits for a decision, or the person is not from outside
        """
        self.ensure_one()
        self._check_external_allowed()
        approvals = self.env["lab.complaint.external.approval"]
        name = approvals._clean_name(name)
        email = self._check_outside(email)
        self._check_not_earlier(name, email)
        if not 1 <= days <= LONGEST_INVITATION:
            raise UserError(
                self.env._("An invitation is valid for 1 to %s days.", LONGEST_INVITATION)
            )
        self.sudo().external_approval_ids._revoke()
        approval = approvals._invite(self, name, email, days)
        self.sudo().message_post(
            body=self.env._(
                "%(name)s (%(email)s) was invited to decide as an external person. The link is "
                "valid until %(date)s.",
                name=name,
                email=email,
                date=self.complaint_id._local_time(approval.expires_on),
            )
        )
        return True

    def action_record_external(self, name, approved, comment, document, document_name=""):
        """Enter what a person from outside decided about one submitted outcome on paper.

        :param name: who decided
        :param approved: whether they approved
        :param comment: their reason; needed when they rejected
        :param document: base64 of the signed decision, a PDF, PNG or JPEG file up to 25 MB
        :param document_name: name of the file
        :raise AccessError: for who may not invite
        :raise UserError: when nothing waits for a decision, or something is missing
        """
        self.ensure_one()
        self._check_external_allowed()
        if self.env.user in self.drafted_by_id | self.submitted_by_id:
            raise UserError(
                self.env._(
                    "You proposed this outcome: have somebody else enter the decision, or invite "
                    "the external person by email."
                )
            )
        approvals = self.env["lab.complaint.external.approval"]
        name = approvals._clean_name(name)
        self._check_not_earlier(name)
        comment = clean_text(self.env, comment, LONGEST_COMMENT)
        if not approved and not comment:
            raise UserError(self.env._("Enter the reason why the outcome was rejected."))
        document = check_document(self.env, document)
        self.lock_for_update(allow_referencing=True)
        approval = approvals._enter(
            {"decision_id": self.id, "complaint_id": self.complaint_id.id, "name": name}
        )
        approval._settle(
            {
                "verdict": "approved" if approved else "rejected",
                "signed_name": name,
                "comment": comment,
                "document": document,
                "document_name": clean_text(self.env, document_name, 200)
                or self.env._("Scanned decision"),
            }
        )
        return True

    def _awaits_approval(self):
        """Whether one decision is an outcome that waits for its approval."""
        return (
            self.kind == "outcome"
            and self.state == "submitted"
            and self.is_current
            and self.complaint_id.state not in ENDED_STATES
        )

    # --- who may invite ---

    def _check_external_allowed(self):
        """Refuse that a decision goes outside, or that this user sends it there.

        :raise UserError: when it does not wait for its approval
        :raise ValidationError: for people involved, naming the link
        :raise AccessError: for everybody else who may not
        """
        complaint = self.sudo().complaint_id
        self.browse().check_access("write")
        # An officer who is involved cannot read the case, and is to be told why.
        complaint._check_independent(self.env.user, self.env._("inviting an external person"))
        self.check_access("write")
        if not self.sudo()._awaits_approval():
            raise UserError(
                self.env._(
                    "%(complaint)s: no proposed outcome waits for its approval. Submit one first.",
                    complaint=complaint.display_name,
                )
            )
        if not self._is_external_inviter():
            raise AccessError(self._external_inviter_words())

    def _is_external_inviter(self):
        """Whether this user may have one decision decided outside: the quality head, or the
        officer in charge when no quality head could approve."""
        complaint, user = self.complaint_id, self.env.user
        if complaint.company_id not in user.company_ids:
            return False
        if user.has_group("lab_complaint.group_quality_head"):
            return True
        return (
            user == complaint.user_id
            and user.has_group("lab_complaint.group_officer")
            and not self._free_quality_heads()
        )

    def _free_quality_heads(self):
        """Quality heads who could approve one outcome themselves.

        :return: res.users
        """
        return self._free_to_approve(self.complaint_id.company_id._complaint_quality_heads())

    def _external_inviter_words(self):
        heads = self._free_quality_heads()
        if heads:
            return self.env._(
                "%(complaint)s: only the quality head invites an external person. Ask %(heads)s.",
                complaint=self.complaint_id.display_name,
                heads=", ".join(heads.mapped("name")),
            )
        return self.env._(
            "%(complaint)s: only a quality head or the complaint officer in charge invites an "
            "external person.",
            complaint=self.complaint_id.display_name,
        )

    # --- who may be invited ---

    def _check_outside(self, email):
        """Normalized address of a person who is not of the laboratory.

        :raise UserError: when it is no address, or that of somebody who cannot decide
        """
        normalized = email_normalize(email)
        if not normalized:
            given = (email or "").strip()
            raise UserError(self.env._("“%s” is not an e-mail address.", given))
        if self._is_laboratory_address(normalized):
            raise UserError(
                self.env._(
                    "%s belongs to somebody of the laboratory. An external person is somebody "
                    "from outside.",
                    normalized,
                )
            )
        complaint = self.sudo().complaint_id
        complainants = [complaint.complainant_email, complaint.partner_id.email]
        if normalized in [email_normalize(address) for address in complainants if address]:
            raise UserError(
                self.env._("%s is the complainant's. Nobody decides their own case.", normalized)
            )
        return normalized

    def _is_laboratory_address(self, email):
        """Whether somebody who works here, or who was involved and left, has the address."""
        users = self.env["res.users"].sudo()
        employees = self.env["hr.employee"].sudo()
        involved = self.sudo().complaint_id.with_context(active_test=False)
        people = involved.certificate_ids.certificate_id
        gone = (
            involved.involved_employee_ids
            | people.performed_by_ids
            | people.checked_by_id
            | people.authorized_by_id
        )
        addresses = [
            *gone.mapped("work_email"),
            *involved.involved_user_ids.mapped("email"),
            *involved.involved_user_ids.mapped("login"),
        ]
        return bool(
            users.search_count(
                [
                    ("share", "=", False),
                    "|",
                    ("login", "=ilike", email),
                    ("email_normalized", "=", email),
                ],
                limit=1,
            )
            or employees.search_count([("work_email", "=ilike", email)], limit=1)
            or email in [email_normalize(address) for address in addresses if address]
        )

    def _check_not_earlier(self, name, email=False):
        """Refuse that who approved before decides the case anew.

        :raise UserError: naming the person
        """
        complaint = self.sudo().complaint_id
        decisions = complaint.decision_ids.filtered(lambda decision: not decision.is_current)
        while complaint.origin_id:
            complaint = complaint.origin_id
            decisions |= complaint.decision_ids
        for earlier in decisions.external_approval_ids:
            names = [earlier.name.casefold(), (earlier.signed_name or "").casefold()]
            same = name.casefold() in names or (email and email == earlier.email)
            if same and earlier.verdict == "approved":
                raise UserError(
                    self.env._(
                        "%s approved the outcome before. The case is decided anew by somebody "
                        "else.",
                        earlier.signed_name,
                    )
                )

    # --- what was decided ---

    def _settle_externally(self, approval):
        """Carry out what an external person decided about one outcome.

        :param approval: lab.complaint.external.approval with its verdict
        """
        approved = approval.verdict == "approved"
        settle = self._approve_externally if approved else self._reject_externally
        (self.external_approval_ids - approval)._revoke()
        settle(approval.signed_name, approval.comment)
        self._post_external(approval)

    def _post_external(self, approval):
        words = (
            self.env._("External: %s approved the proposed outcome.", approval.signed_name)
            if approval.verdict == "approved"
            else self.env._("External: %s rejected the proposed outcome.", approval.signed_name)
        )
        file, file_name = (
            (approval.document, approval.document_name)
            if approval.document
            else (approval.signature, self.env._("Signature of %s.png", approval.signed_name))
        )
        # A copy on the decision; the one on the approval cannot be removed.
        attachment = self.env["ir.attachment"].create(
            {"name": file_name, "datas": file, "res_model": self._name, "res_id": self.id}
        )
        self.message_post(
            body=" ".join(filter(None, [words, approval.comment])), attachment_ids=attachment.ids
        )
        # Without the comment: more people read the case than the decision.
        self.complaint_id.message_post(body=words)
