from odoo import fields, models


class LabComplaintExternalApprovalInvite(models.TransientModel):
    """Asks who decides from outside, by a link or on paper."""

    _name = "lab.complaint.external.approval.invite"
    _description = "External Approval"
    _inherit = ["lab.complaint.dialog.mixin"]

    decision_id = fields.Many2one("lab.complaint.decision", required=True, ondelete="cascade")
    way = fields.Selection(
        [("link", "Invite by email"), ("paper", "Enter a scanned decision")],
        required=True,
        default="link",
    )
    name = fields.Char("External Person", required=True)
    email = fields.Char()
    days = fields.Integer("Valid for", default=14, help="Days until the link stops working.")
    verdict = fields.Selection([("approved", "Approved"), ("rejected", "Rejected")])
    comment = fields.Text("Reason")
    document = fields.Binary("Scanned Decision")
    document_name = fields.Char()

    def action_confirm(self):
        """Send the invitation, or record the scanned decision.

        :raise UserError: when something is missing
        """
        self.ensure_one()
        if self.way == "link":
            return self.decision_id.action_invite_external(
                name=self.name, email=self.email, days=self.days
            )
        return self.decision_id.action_record_external(
            name=self.name,
            approved=self.verdict == "approved",
            comment=self.comment,
            document=self.with_context(bin_size=False).document,
            document_name=self.document_name,
        )
