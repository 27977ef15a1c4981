from odoo import api, fields, models


class LabComplaintExtent(models.TransientModel):
    """Dialog that searches certificates that the same cause may have touched."""

    _name = "lab.complaint.extent"
    _description = "Certificates Possibly Affected"
    _inherit = ["lab.complaint.dialog.mixin"]

    complaint_id = fields.Many2one(
        "lab.complaint", required=True, readonly=True, ondelete="cascade"
    )
    by_people = fields.Boolean("Same People", default=True)
    by_item = fields.Boolean("Same Item")
    by_service = fields.Boolean("Same Service")
    by_department = fields.Boolean("Same Department")
    date_from = fields.Date("Issued From", compute="_compute_period", store=True, readonly=False)
    date_to = fields.Date("Issued Until", compute="_compute_period", store=True, readonly=False)
    certificate_ids = fields.Many2many(
        "lab.certificate",
        string="Certificates",
        compute="_compute_certificate_ids",
        store=True,
        readonly=False,
    )
    certificate_count = fields.Integer("Found", compute="_compute_certificate_count")

    @api.depends("complaint_id")
    def _compute_period(self):
        for search in self:
            search.date_from, search.date_to = search.complaint_id._affected_period()

    @api.depends(
        "complaint_id",
        "by_people",
        "by_item",
        "by_service",
        "by_department",
        "date_from",
        "date_to",
    )
    def _compute_certificate_ids(self):
        for search in self:
            search.certificate_ids = search.complaint_id._certificates_possibly_affected(
                people=search.by_people,
                item=search.by_item,
                service=search.by_service,
                department=search.by_department,
                date_from=search.date_from,
                date_to=search.date_to,
            )

    @api.depends("certificate_ids")
    def _compute_certificate_count(self):
        for search in self:
            search.certificate_count = len(search.certificate_ids)

    def action_add(self):
        """Put the certificates on the case; each needs a decision on its impact."""
        self.ensure_one()
        return self.complaint_id.action_add_affected_certificates(self.certificate_ids.ids)
