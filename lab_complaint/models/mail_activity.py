from odoo import api, fields, models
from odoo.fields import Domain


class MailActivity(models.Model):
    _inherit = "mail.activity"

    complaint_deadline_id = fields.Many2one(
        "lab.complaint.deadline",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        export_string_translation=False,
    )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Find activities on complaints as they are read: one's own, and of those who handle."""
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & (
                Domain("user_id", "=", self.env.uid)
                | self.env["lab.complaint"]._discussed_domain("res_model", "res_id")
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
