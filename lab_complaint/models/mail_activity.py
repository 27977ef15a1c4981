from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    complaint_deadline_id = fields.Many2one(
        "lab.complaint.deadline",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        export_string_translation=False,
    )
