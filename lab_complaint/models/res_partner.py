from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "lab.complaint.subject.mixin"]
    _complaint_field = "customer_id"

    def _complaint_subject(self):
        """Complaints are counted for the company as a whole, also on its contacts."""
        return self.commercial_partner_id

    def _complaint_defaults(self):
        return {"default_partner_id": self.id}
