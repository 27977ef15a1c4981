from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class RatingRating(models.Model):
    """How complainants rate the handling is read like the notes of their case, and given by
    nobody else."""

    _inherit = "rating.rating"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Add ratings.

        :raise UserError: for those of complaints, which come from their complainants
        """
        ratings = super().create(vals_list)
        ratings._check_not_on_record()
        return ratings

    def write(self, vals):
        """Change ratings.

        :raise UserError: for those of complaints
        """
        self._check_not_on_record()
        result = super().write(vals)
        self._check_not_on_record()
        return result

    def unlink(self):
        """Delete ratings.

        :raise UserError: for those of complaints
        """
        self._check_not_on_record()
        return super().unlink()

    def _check_not_on_record(self):
        complaints = self.env["lab.complaint"]
        if not complaints._is_recording() and self._of_complaints():
            raise UserError(
                self.env._(
                    "How the handling of a complaint is rated is what the complainant says. It "
                    "cannot be entered, changed or deleted by hand."
                )
            )

    def _of_complaints(self):
        return self.filtered(lambda rating: rating.sudo().res_model == "lab.complaint")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            complaints = self.env["lab.complaint"]
            readable = Domain("res_model", "!=", complaints._name)
            if complaints.has_access("read"):
                readable |= Domain("res_id", "in", complaints._search(Domain.TRUE))
            discussed = complaints._discussed_domain("res_model", "res_id")
            domain = Domain(domain) & readable & discussed
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        forbidden = result[0] if result else self.browse()
        kept = (self - forbidden)._kept_with_complaints()
        if not kept:
            return result
        return forbidden + kept, lambda: AccessError(
            self.env._("The ratings of a complaint's handling are for those who handle it.")
        )

    def _kept_with_complaints(self):
        """Ratings of complaints that the user does not read, or not their discussion."""
        ratings = self.browse() if self.env.su else self._of_complaints()
        complaints = self.env["lab.complaint"].browse(ratings.sudo().mapped("res_id"))
        readable = complaints._filtered_access("read")._with_readable_discussion()
        return ratings.filtered(lambda rating: rating.sudo().res_id not in readable.ids)
