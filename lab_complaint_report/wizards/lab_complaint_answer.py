import base64

from odoo import fields, models


class LabComplaintAnswer(models.TransientModel):
    """Show the letter before it is sent, and as it went out."""

    _inherit = "lab.complaint.answer"

    preview = fields.Binary(attachment=False, readonly=True)

    def action_preview(self):
        """Show the letter that would go out now.

        :return: action dictionary that opens the PDF in a window of its own
        :raise UserError: when the PDF engine cannot print it
        """
        self.ensure_one()
        said = self._unsaved()
        subject, body = said._rendered()
        fixed = self.kind == "outcome"
        said.subject = subject if fixed else self.subject or subject
        said.body = body if fixed else self.body or body
        self.preview = base64.b64encode(said._render_letter())
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/preview/{said._letter_filename()}",
            "target": "new",
        }

    def action_confirm(self):
        """Tell it; a letter on paper is shown for printing."""
        action = super().action_confirm()
        if self.is_written and self.way == "letter":
            told = self.complaint_id._said_to(self.addressed_to).with_env(self.env)
            said = told.sorted("id")[-1:]
            return {**said.action_open_letter(), "close": True}
        return action
