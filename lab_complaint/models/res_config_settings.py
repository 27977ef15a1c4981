from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_prefix = fields.Char(related="company_id.complaint_prefix", readonly=False)
