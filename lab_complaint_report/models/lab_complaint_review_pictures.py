from odoo import models

from ..report import review_charts

# More bars than these are one bar of what is left.
MOST_BARS = 8


class LabComplaintReview(models.Model):
    """The charts of a review, drawn from the figures that it kept."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    def _pareto_picture(self):
        """Which categories most complaints are about; None where there was no complaint."""
        rows = [
            (self._row_name(row), row["count"])
            for row in self._frozen()["tables"]["main_category_id"]
            if row["count"]
        ]
        if not rows:
            return None
        rest = sum(count for _name, count in rows[MOST_BARS:])
        if rest:
            rows = [*rows[:MOST_BARS], (self.env._("Others"), rest)]
        return review_charts.pareto(rows, self._percent)

    def _trend_picture(self):
        """Complaints of twelve months; those of the period stand out."""
        first, last = self._frozen()["period"]
        months = [
            (month["first"][:7], month["complaint_count"], _overlap(month, first, last))
            for month in self._frozen()["trend"]
        ]
        return review_charts.trend(months, self.env._("Complaints received"))

    def _control_picture(self):
        """The control chart of the monthly rate; None where it has no basis."""
        control = self._frozen()["control"]
        if control["centre"] is None:
            return None
        if control["basis"] == "orders":
            unit = self.env._("Complaints per 1,000 orders")
        else:
            unit = self.env._("Complaints per 1,000 certificates")
        words = {
            "unit": unit,
            "centre": self.env._("Mean %(mean)s", mean=self._number(control["centre"], 1)),
            "upper": self.env._("Upper limit"),
            "lower": self.env._("Lower limit"),
        }
        return review_charts.control(control["points"], control["centre"], words)


def _overlap(month, first, last):
    """Whether a month has days of a period; all in ISO format."""
    return month["first"] <= last and first <= month["last"]
