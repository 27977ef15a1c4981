from fractions import Fraction

from odoo import models

from .control_chart import u_chart

PER = 1000


class LabComplaintStatistics(models.AbstractModel):
    """Control chart of the monthly rate (ISO/IEC 17025:2017, 8.6.1)."""

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _control_chart(self, company, last, months=24):
        """u chart of complaints per 1,000 orders, or per 1,000 certificates where no order is on
        record, by calendar months up to that of a day.

        :param company: one res.company
        :param last: date
        :param months: number of months
        :return: dictionary with `basis` (`orders` or `certificates`), `centre`, `points` (oldest
            first) and `verdict`; rates are per 1,000 and None without orders, what is said has
            one text per installed language
        """
        trend = self._trend(company, last, months, ("complaint_count",))
        basis, units = self._control_basis(trend)
        counts = [month["complaint_count"] for month in trend]
        chart = u_chart(
            [(count, Fraction(unit, PER)) for count, unit in zip(counts, units, strict=True)]
        )
        points = [
            {
                "month": month["first"][:7],
                "count": count,
                "units": unit,
                "rate": point.rate,
                "lower": point.lower,
                "upper": point.upper,
                "signals": point.signals,
            }
            for month, count, unit, point in zip(trend, counts, units, chart.points, strict=True)
        ]
        control = {"basis": basis, "centre": chart.centre, "points": points}
        self._say_control(control, chart.findings)
        return control

    def _control_basis(self, trend):
        """What the complaints of each month are counted on: orders, as the business system is
        sure to know them; certificates where it has no orders."""
        for basis, name in (("orders", "order_count"), ("certificates", "certificate_count")):
            units = [month[name] for month in trend]
            if any(units):
                return basis, units
        return "orders", [0] * len(trend)
