from odoo import api, fields, models


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

    @api.model_create_multi
    def create(self, vals_list):
        """Register nonconformities, of complaints that the user may change."""
        nonconformities = super().create(vals_list)
        nonconformities._check_linked(nonconformities.sudo().complaint_ids)
        return nonconformities

    def write(self, vals):
        """Measures of complaints are done when their nonconformity is closed, and planned again
        when it is taken up again.

        :raise UserError: when it would be linked to a complaint that has ended, or taken from it
        """
        linked = self.sudo().complaint_ids
        before = self.filtered(lambda nonconformity: nonconformity.state == "done")
        result = super().write(vals)
        if "complaint_ids" in vals:
            now = self.sudo().complaint_ids
            self._check_linked((linked | now) - (linked & now))
        after = self.filtered(lambda nonconformity: nonconformity.state == "done")
        if before != after:
            self.env["lab.complaint.measure"]._follow(
                "nonconformity_id", closed=after - before, reopened=before - after
            )
        return result

    def _check_linked(self, complaints):
        """What is linked here changes the complaint, too, whose own door is not passed."""
        changed = complaints.with_env(self.env)
        changed.check_access("write")
        changed._check_not_ended({"nonconformity_ids": self.ids})

    def _complaint_defaults(self):
        return {"default_nonconformity_ids": self.ids}

    def _reference(self):
        """Number and title of this single nonconformity."""
        return " ".join(part for part in (self.ref, self.name) if part)
