from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_letter_layout = fields.Selection(
        related="company_id.complaint_letter_layout", readonly=False
    )
    complaint_review_month = fields.Boolean(
        related="company_id.complaint_review_month", readonly=False
    )
    complaint_review_quarter = fields.Boolean(
        related="company_id.complaint_review_quarter", readonly=False
    )
    complaint_review_half_year = fields.Boolean(
        related="company_id.complaint_review_half_year", readonly=False
    )
    complaint_review_year = fields.Boolean(
        related="company_id.complaint_review_year", readonly=False
    )
    complaint_deputy_head_id = fields.Many2one(
        related="company_id.complaint_deputy_head_id", readonly=False
    )
    complaint_review_recipient_ids = fields.Many2many(
        related="company_id.complaint_review_recipient_ids", readonly=False
    )
