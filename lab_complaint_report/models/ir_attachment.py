from odoo import models
from odoo.exceptions import UserError

REVIEW = "lab.complaint.review"


class IrAttachment(models.Model):
    """The files of a review stay: the cases it counted, and its papers as they were sent
    (ISO/IEC 17025:2017, 8.4)."""

    _inherit = "ir.attachment"

    def _check_not_on_record(self):
        result = super()._check_not_on_record()
        files = self.sudo().filtered(lambda file: file.res_model == REVIEW)
        if files and any(review.state != "draft" for review in files._reviews()):
            raise UserError(self.env._("The files of a review that was issued stay as they are."))
        if files and self.env["mail.message"].sudo().search_count(
            [("model", "=", REVIEW), ("attachment_ids", "in", files.ids)], limit=1
        ):
            raise UserError(self.env._("What was sent with a review stays as it was sent."))
        return result

    def _reviews(self):
        return self.env[REVIEW].browse(self.mapped("res_id")).exists()
