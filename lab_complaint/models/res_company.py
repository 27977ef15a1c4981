from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_prefix = fields.Char(
        default="CP",
        required=True,
        help="First part of the complaint number, such as CP in CP/2026/00042. "
        "A change applies to new complaints; given numbers stay.",
    )
    complaint_recurrence_count = fields.Integer(
        default=3,
        required=True,
        help="So many complaints of the same category and department make a recurring one.",
    )
    complaint_recurrence_days = fields.Integer(
        default=90, required=True, help="Days within which complaints count as recurring."
    )

    _complaint_recurrence_positive = models.Constraint(
        "CHECK (complaint_recurrence_count >= 2 AND complaint_recurrence_days >= 1)",
        "A complaint recurs from the second on, within at least one day.",
    )

    complaint_compensation_limit = fields.Monetary(
        "Compensation Limit",
        currency_field="currency_id",
        help="An outcome with more compensation needs a second approval. 0 switches it off.",
    )

    def _complaint_timezone(self):
        """Time zone of the laboratory: a complaint's year and working days are counted in it.

        :return: a ZoneInfo, UTC when the working calendar names none
        """
        self.ensure_one()
        return ZoneInfo(self.resource_calendar_id.tz or "UTC")
