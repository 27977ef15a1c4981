from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_letter_layout = fields.Selection(
        related="company_id.complaint_letter_layout", readonly=False
    )
