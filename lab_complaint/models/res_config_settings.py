from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_prefix = fields.Char(related="company_id.complaint_prefix", readonly=False)
    complaint_recurrence_count = fields.Integer(
        related="company_id.complaint_recurrence_count", readonly=False
    )
    complaint_recurrence_days = fields.Integer(
        related="company_id.complaint_recurrence_days", readonly=False
    )
    complaint_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Compensation Currency"
    )
    complaint_compensation_limit = fields.Monetary(
        related="company_id.complaint_compensation_limit",
        readonly=False,
        currency_field="complaint_currency_id",
    )
    complaint_reminder_days = fields.Integer(
        related="company_id.complaint_reminder_days", readonly=False
    )
    complaint_web_form = fields.Boolean(related="company_id.complaint_web_form", readonly=False)
    complaint_web_form_url = fields.Char(related="company_id.complaint_web_form_url")
    complaint_alias_name = fields.Char(related="company_id.complaint_alias_name", readonly=False)
    complaint_alias_domain = fields.Char(
        related="company_id.alias_domain_id.name", string="Email Domain of Complaints"
    )
    complaint_acknowledge_mail = fields.Boolean(
        related="company_id.complaint_acknowledge_mail", readonly=False
    )
    complaint_rating_threshold = fields.Integer(
        related="company_id.complaint_rating_threshold", readonly=False
    )
    complaint_alarm_words = fields.Text(related="company_id.complaint_alarm_words", readonly=False)
    complaint_screener_id = fields.Many2one(
        related="company_id.complaint_screener_id", readonly=False
    )
