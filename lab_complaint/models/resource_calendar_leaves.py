from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Public holidays are announced during the year: promises made before move with them."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        """Count the promises of open complaints anew after a holiday is entered."""
        leaves = super().create(vals_list)
        leaves._count_promises_anew()
        return leaves

    def write(self, vals):
        """Count the promises of open complaints anew when a holiday moves."""
        self._count_promises_anew()
        result = super().write(vals)
        self._count_promises_anew()
        return result

    def unlink(self):
        """Count the promises of open complaints anew when a holiday is taken back."""
        self._count_promises_anew()
        return super().unlink()

    def _count_promises_anew(self):
        holidays = self.filtered(lambda leave: not leave.resource_id)
        if not holidays:
            return
        complaints = self.env["lab.complaint"].sudo()
        promised = complaints.search(
            [
                ("next_promise_on", "!=", False),
                ("next_promise_on", ">=", min(holidays.mapped("date_from")).date()),
            ]
        )
        self.env.add_to_compute(complaints._fields["next_promise_on"], promised)
