import hashlib
import secrets
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import consteq
from odoo.tools.misc import hash_sign, verify_hash_signed

from .lab_complaint_uploads import check_signature, clean_text

# A link signed for this purpose opens nothing else.
LINK_SCOPE = "lab_complaint.external_approval"
LONGEST_INVITATION = 90
LONGEST_NAME = 120
LONGEST_COMMENT = 5000


class LabComplaintExternalApproval(models.Model):
    """A person from outside the laboratory who decides an outcome (ISO/IEC 17025:2017, 7.9.6).

    They are invited by a link that can be used once, or their scanned decision is
    entered. Of the link only a hash is kept: nobody in the laboratory can use it.
    """

    _name = "lab.complaint.external.approval"
    _description = "External Approval of a Complaint"
    _inherit = ["lab.complaint.part"]
    _order = "id desc"
    _acting_fields = {"invited_by_id": "invited_on"}

    decision_id = fields.Many2one(
        "lab.complaint.decision", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char("External Person", required=True, readonly=True)
    email = fields.Char(readonly=True)
    invited_by_id = fields.Many2one(
        "res.users",
        "Invited or Entered by",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    invited_on = fields.Datetime(readonly=True)
    expires_on = fields.Datetime("Valid until", readonly=True)
    revoked_on = fields.Datetime(readonly=True)
    token_hash = fields.Char(readonly=True, groups=NO_ACCESS)
    verdict = fields.Selection([("approved", "Approved"), ("rejected", "Rejected")], readonly=True)
    decided_on = fields.Datetime(readonly=True)
    signed_name = fields.Char("Signed as", readonly=True)
    comment = fields.Text(readonly=True)
    signature = fields.Binary(attachment=True, readonly=True)
    document = fields.Binary("Scanned Decision", attachment=True, readonly=True)
    document_name = fields.Char(readonly=True)
    dossier = fields.Text(
        "Dossier Decided on",
        readonly=True,
        help="The case as it was when the external person decided, the complainant masked.",
    )
    state = fields.Selection(
        [
            ("invited", "Invited"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
        help="Revoked: taken back, replaced by another invitation, or decided otherwise.",
    )

    @api.depends("verdict", "revoked_on", "expires_on", "decision_id.state", "complaint_id.state")
    def _compute_state(self):
        now = fields.Datetime.now()
        for approval in self:
            decision = approval.decision_id.sudo()
            if approval.verdict:
                approval.state = approval.verdict
            elif approval.revoked_on:
                approval.state = "revoked"
            elif approval.expires_on and approval.expires_on <= (decision.decided_on or now):
                approval.state = "expired"
            else:
                approval.state = "invited" if decision._awaits_approval() else "revoked"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse what does not come from an invitation or a scanned decision.

        :raise UserError: always, but for the methods of the decision
        """
        self._check_recording()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse changes: the record says what an outside person did.

        :raise UserError: always, but for the methods of this model
        """
        self._check_recording()
        return super().write(vals)

    def _check_recording(self):
        if not self._is_recording():
            raise UserError(
                self.env._(
                    "What an external person was asked and decided cannot be entered or changed by "
                    "hand. Use External Approval on the complaint."
                )
            )

    @api.model
    def _enter(self, vals):
        """Put a new one on record.

        :return: the record, to be used as the superuser
        """
        approvals = self.sudo()
        return approvals._recording().create(vals).with_env(approvals.env)

    def _evidence(self):
        self.ensure_one()
        return self.decided_on, self.signed_name or self.name

    # --- invitation ---

    @api.model
    def _invite(self, decision, name, email, days):
        """Register and mail one invitation.

        :return: the new record
        """
        now = fields.Datetime.now()
        approval = self._enter(
            {
                "decision_id": decision.id,
                "complaint_id": decision.complaint_id.id,
                "name": name,
                "email": email,
                "invited_on": now,
                "expires_on": now + timedelta(days=days),
            }
        )
        approval._send_link(approval._make_token(days))
        return approval.with_env(self.env)

    def _make_token(self, days):
        """A new token for one invitation; only its hash stays here."""
        token = hash_sign(
            self.sudo().env,
            LINK_SCOPE,
            [self.id, secrets.token_urlsafe(32)],
            expiration=timedelta(days=days),
        )
        self.sudo()._record({"token_hash": self._hash(token)})
        return token

    def _send_link(self, token):
        # Not linked to the record and not by the inviting person: whoever reads the
        # message can decide.
        template = self.env.ref("lab_complaint.mail_template_external_approval")
        template = template.with_user(SUPERUSER_ID).with_context(
            approval_url=f"{self.get_base_url()}/complaints/approval/{self.id}/{token}"
        )
        mail_id = template.send_mail(
            self.id,
            email_values={
                "model": False,
                "res_id": False,
                "author_id": self.env.ref("base.partner_root").id,
                "auto_delete": True,
            },
        )
        self.env["mail.mail"].sudo().browse(mail_id).send_after_commit()

    def action_revoke(self):
        """Take back invitations that were not answered yet; their links stop working.

        :raise UserError: when one is answered, expired or revoked already
        :raise AccessError: for who may not invite
        """
        for approval in self:
            approval.decision_id._check_external_allowed()
            if approval.state != "invited":
                raise UserError(
                    self.env._(
                        "%(complaint)s: the invitation of %(person)s is not open any more.",
                        complaint=approval.complaint_id.display_name,
                        person=approval.name,
                    )
                )
            approval._revoke()
        return True

    def _revoke(self):
        """Close invitations that are still open, and say so on their decisions."""
        for approval in self.filtered(lambda approval: approval.state == "invited"):
            approval.sudo()._record({"revoked_on": fields.Datetime.now()})
            approval.decision_id.sudo().message_post(
                body=self.env._("The invitation of %s was revoked.", approval.name)
            )

    # --- the link ---

    @api.model
    def _find_open(self, approval_id, token):
        """The open invitation a link leads to.

        :return: a record to be used as the superuser; empty for every link that is not
            valid, whatever the reason
        """
        records = self.with_user(SUPERUSER_ID)
        try:
            payload = verify_hash_signed(records.env, LINK_SCOPE, token)
        except ValueError:
            payload = None
        if not payload or payload[0] != approval_id:
            return records.browse()
        approval = records.browse(approval_id).exists()
        if not approval or not consteq(approval.token_hash or "", self._hash(token)):
            return records.browse()
        return approval.filtered(lambda approval: approval.state == "invited")

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _clean_answer(self, verdict, signer, comment, signature):
        """What was sent by the form, as it may be kept.

        :return: dictionary of values
        :raise UserError: naming what is missing
        """
        if verdict not in ("approved", "rejected"):
            raise UserError(self.env._("Choose whether you approve or reject the outcome."))
        comment = clean_text(self.env, comment, LONGEST_COMMENT)
        if verdict == "rejected" and not comment:
            raise UserError(self.env._("Say why you reject the outcome."))
        return {
            "verdict": verdict,
            "signed_name": self._clean_name(signer),
            "comment": comment,
            "signature": check_signature(self.env, signature),
        }

    @api.model
    def _clean_name(self, name):
        name = " ".join(clean_text(self.env, name, LONGEST_NAME).split())
        if not name:
            raise UserError(self.env._("The name of the external person is missing."))
        return name

    def _decide(self, values):
        """Record what the person behind one invitation decided, once.

        :param values: as returned by `_clean_answer`
        :raise UserError: when somebody was faster
        """
        self.decision_id.lock_for_update(allow_referencing=True)
        self.invalidate_recordset()
        if self.state != "invited":
            raise UserError(self.env._("This was decided in the meantime."))
        self._settle(values)

    def _settle(self, values):
        """Keep the verdict of one record and carry it out."""
        decision = self.decision_id.sudo()
        self.sudo()._record(
            {
                **values,
                "decided_on": fields.Datetime.now(),
                "dossier": decision._external_dossier_text(),
            }
        )
        decision._settle_externally(self.sudo())
