from odoo import models


class CommentWizard(models.TransientModel):
    _inherit = "comment.wizard"

    def add_comment(self):
        """Approve or reject with a comment; decisions on complaints by their own actions."""
        self.ensure_one()
        if self.res_model != "lab.complaint.decision":
            return super().add_comment()
        decision = self.env["lab.complaint.decision"].browse(self.res_id)
        if self.validate_reject == "validate":
            return decision.action_approve(comment=self.comment)
        return decision.action_reject(comment=self.comment)
