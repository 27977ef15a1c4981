from odoo import fields, models


class LabComplaintStatementReply(models.TransientModel):
    """Dialog in which a statement is given, written down or closed: sent at once, so that
    nothing half-written stays behind."""

    _name = "lab.complaint.statement.reply"
    _description = "Reply to a Question"
    _inherit = ["lab.complaint.dialog.mixin"]

    statement_id = fields.Many2one(
        "lab.complaint.statement", required=True, readonly=True, ondelete="cascade"
    )
    way = fields.Selection(
        [("answer", "Answer"), ("record", "Write down"), ("not_given", "Not given")],
        required=True,
        readonly=True,
        default="answer",
    )
    reference = fields.Char(related="statement_id.reference")
    question = fields.Text(related="statement_id.question")
    text = fields.Text("What Is Said", required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "lab_complaint_statement_reply_file_rel", string="Files"
    )

    def action_confirm(self):
        """Put the reply on record."""
        self.ensure_one()
        if self.way == "answer":
            return self.statement_id.action_answer(self.text)
        if self.way == "record":
            return self.statement_id.action_record_answer(self.text, self.attachment_ids.ids)
        return self.statement_id.action_not_given(self.text)
