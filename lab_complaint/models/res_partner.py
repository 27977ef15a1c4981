from odoo import fields, models

from .lab_complaint_authority import AUTHORITIES


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "lab.complaint.subject.mixin"]
    _complaint_field = "customer_id"

    complaint_authority = fields.Selection(
        AUTHORITIES,
        "Authority",
        help="What it sends about complaints is recorded as coming from a regulator or an "
        "accreditation body.",
    )

    def _commercial_fields(self):
        """A body is an authority in the person of each of its contacts."""
        return [*super()._commercial_fields(), "complaint_authority"]

    def _complaint_subject(self):
        """Complaints are counted for the company as a whole, also on its contacts."""
        return self.commercial_partner_id

    def _complaint_defaults(self):
        return {"default_partner_id": self.id}
