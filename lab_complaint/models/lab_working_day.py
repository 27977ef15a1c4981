from odoo import api, fields, models


class LabWorkingDay(models.Model):
    """A day that is worked although the calendar says otherwise (调休), such as the Saturday
    before a long holiday."""

    _name = "lab.working.day"
    _description = "Make-up Working Day"
    _order = "date desc, id"
    _check_company_auto = True

    name = fields.Char("Reason", required=True)
    date = fields.Date("Day", required=True, index=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )

    _date_unique = models.Constraint(
        "UNIQUE (company_id, date)", "This day is a make-up working day already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter days; promises of open complaints are counted anew."""
        days = super().create(vals_list)
        days.company_id._recount_promises()
        return days

    def write(self, vals):
        """Change days; promises of open complaints are counted anew."""
        before = self.company_id
        result = super().write(vals)
        (before | self.company_id)._recount_promises()
        return result

    def unlink(self):
        """Take days back; promises of open complaints are counted anew."""
        companies = self.company_id
        result = super().unlink()
        companies._recount_promises()
        return result
