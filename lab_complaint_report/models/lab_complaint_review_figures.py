import base64
import json

from odoo import fields, models

from . import review_period
from .lab_complaint_statistics import DIMENSIONS


class LabComplaintReview(models.Model):
    """The figures of a review: taken together, at one moment, from the one place that defines
    them, and kept as they were.

    They count the cases of everybody, whoever drafts the review.
    """

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    figures = fields.Json(readonly=True, copy=False)
    figures_on = fields.Datetime("Figures of", readonly=True, copy=False)
    cases = fields.Binary("Cases Counted", attachment=True, readonly=True, copy=False)

    def _take_figures(self):
        """Take the figures of these drafts as they are now."""
        for review in self:
            review._record(
                {
                    "figures": review._collect_figures(),
                    "figures_on": fields.Datetime.now(),
                    "cases": base64.b64encode(json.dumps(review._collect_cases()).encode()),
                }
            )

    def _frozen(self):
        """The figures that this single review kept.

        :return: dictionary: {"period"|"previous"|"year_ago": [first, last], "figures", "tables",
            "trend", "control", "promises", "measures", "open_cases", "clusters", "hints",
            "company", "currency"}; days in ISO format, None where a figure has no basis
        """
        self.ensure_one()
        return self.figures or {}

    def _frozen_cases(self):
        """The cases that this single review counted.

        :return: list of dictionaries, oldest first
        """
        self.ensure_one()
        kept = self.with_context(bin_size=False).cases
        return json.loads(base64.b64decode(kept)) if kept else []

    def _periods(self):
        """The days of this single review's period and of those it is compared with."""
        days = self.first_day, self.last_day
        return {
            "period": days,
            "previous": review_period.before(self.period, *days),
            "year_ago": review_period.year_before(self.period, *days),
        }

    def _collect_figures(self):
        statistics, company = self.env["lab.complaint.statistics"], self.company_id
        periods = self._periods()
        first, last = periods["period"]
        return {
            **{name: [str(day) for day in days] for name, days in periods.items()},
            "company": company.sudo().name,
            "currency": company.sudo().currency_id.name,
            "figures": {
                name: statistics._figures(company, *days) for name, days in periods.items()
            },
            "tables": {
                dimension: self._collect_table(dimension, periods) for dimension in DIMENSIONS
            },
            "trend": statistics._trend(company, last),
            "control": statistics._control_chart(company, last),
            "promises": statistics._promises(company, first, last),
            "measures": statistics._measures(company, first, last),
            "open_cases": statistics._open_cases(company, last),
            "clusters": statistics._clusters(company, first, last),
            "hints": statistics._hints(company, first, last),
        }

    def _collect_table(self, dimension, periods):
        """Rows of a table with the counts of the other periods; what was counted in those alone
        comes last."""
        statistics = self.env["lab.complaint.statistics"]
        tables = {
            name: statistics._classification(self.company_id, *days, dimension)
            for name, days in periods.items()
        }
        empty = {"count": 0, "valid_share": None, "in_time": None}
        rows = {row["id"]: row for row in tables["period"]}
        for row in tables["previous"] + tables["year_ago"]:
            rows.setdefault(row["id"], {**row, **empty})
        for name in ("previous", "year_ago"):
            counts = {row["id"]: row["count"] for row in tables[name]}
            for row_id, row in rows.items():
                row[name] = counts.get(row_id, 0)
        return list(rows.values())

    def _collect_cases(self):
        return self.env["lab.complaint.statistics"]._cases(
            self.company_id, self.first_day, self.last_day
        )
