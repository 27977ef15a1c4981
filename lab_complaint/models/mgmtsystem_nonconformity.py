from odoo import fields, models


class MgmtsystemNonconformity(models.Model):
    _name = "mgmtsystem.nonconformity"
    _inherit = ["mgmtsystem.nonconformity", "lab.complaint.subject.mixin"]
    _complaint_field = "nonconformity_ids"
    _check_company_auto = True

    complaint_ids = fields.Many2many(
        "lab.complaint",
        "lab_complaint_mgmtsystem_nonconformity_rel",
        "mgmtsystem_nonconformity_id",
        "lab_complaint_id",
        check_company=True,
    )

    def _complaint_defaults(self):
        return {"default_nonconformity_ids": self.ids}
