from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Public holidays are announced during the year: promises made before move with them."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        """Count the promises of open complaints anew after a holiday is entered."""
        leaves = super().create(vals_list)
        leaves._companies_on_holiday()._recount_promises()
        return leaves

    def write(self, vals):
        """Count the promises of open complaints anew when a holiday moves."""
        before = self._companies_on_holiday()
        result = super().write(vals)
        (before | self._companies_on_holiday())._recount_promises()
        return result

    def unlink(self):
        """Count the promises of open complaints anew when a holiday is taken back."""
        companies = self._companies_on_holiday()
        result = super().unlink()
        companies._recount_promises()
        return result

    def _companies_on_holiday(self):
        """Companies in which nobody works during these leaves; the leave of one person counts
        for none.

        :return: res.company as superuser
        """
        holidays = self.sudo().filtered(lambda leave: not leave.resource_id)
        if all(leave.company_id for leave in holidays):
            return holidays.company_id
        return holidays.env["res.company"].search([])  # pylint: disable=no-search-all
