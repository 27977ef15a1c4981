from odoo import api, fields, models
from odoo.exceptions import UserError


class LabComplaint(models.Model):
    """The way out to an external person, from the case."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    external_approval_ids = fields.One2many(
        "lab.complaint.external.approval",
        "complaint_id",
        "External Approvals",
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
    )
    can_invite_external = fields.Boolean(
        compute="_compute_can_invite_external",
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
    )

    @api.depends("state", "user_id", "involved_user_ids", "decision_ids.state")
    @api.depends_context("uid")
    def _compute_can_invite_external(self):
        for complaint in self:
            decision = complaint._outcome_awaiting_approval()
            complaint.can_invite_external = bool(
                decision
                and self.env.user not in complaint.involved_user_ids
                and decision._is_external_inviter()
            )

    def _outcome_awaiting_approval(self):
        """The proposed outcome of one case that was submitted, or none."""
        return self.decision_ids.filtered(lambda decision: decision._awaits_approval())[:1]

    def action_external_approval(self):
        """Have the proposed outcome of one case decided by a person from outside.

        :return: action that opens the dialog
        :raise UserError: when no proposed outcome waits for its approval
        """
        self.ensure_one()
        decision = self._outcome_awaiting_approval()
        if not decision:
            raise UserError(
                self.env._(
                    "%(complaint)s: no proposed outcome waits for its approval. Submit one first.",
                    complaint=self.display_name,
                )
            )
        decision._check_external_allowed()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("External Approval"),
            "res_model": "lab.complaint.external.approval.invite",
            "view_mode": "form",
            "target": "new",
            "context": {"default_decision_id": decision.id},
        }
