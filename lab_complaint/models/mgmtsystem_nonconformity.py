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

    def write(self, vals):
        """Measures of complaints are done when their nonconformity is closed, and planned again
        when it is taken up again."""
        before = self.filtered(lambda nonconformity: nonconformity.state == "done")
        result = super().write(vals)
        after = self.filtered(lambda nonconformity: nonconformity.state == "done")
        if before != after:
            self.env["lab.complaint.measure"]._follow(
                "nonconformity_id", closed=after - before, reopened=before - after
            )
        return result

    def _complaint_defaults(self):
        return {"default_nonconformity_ids": self.ids}

    def _reference(self):
        """Number and title of this single nonconformity."""
        return " ".join(part for part in (self.ref, self.name) if part)
