from collections import Counter
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

from .lab_complaint_dashboard import MONTHS

# More in a table would not be read; the periodic review has them all.
MOST_CLUSTERS = 10


class LabComplaintStatistics(models.AbstractModel):
    """The charts of the dashboard, and what they call attention to."""

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _board_charts(self, today):
        first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        return {
            "pareto": self._board_pareto(first, today),
            "trend": self._board_trend(first, today),
            "control": self._board_control(today),
            "clusters": self._board_clusters(first, today),
            "hints": [
                self._said(hint["says"]) for hint in self._hints(self.env.company, first, today)
            ],
        }

    # --- the reader's cases ---

    def _board_pareto(self, first, last):
        """Cases by main category, most first, with the share of all up to each."""
        received = self._board_received(first, last)
        counts = Counter()
        for category, count in self.env["lab.complaint"]._read_group(
            received, ["category_id"], ["__count"]
        ):
            counts[self._main_category(category)] += count
        points, so_far = [], 0
        for category, count in counts.most_common():
            so_far += count
            points.append(
                {
                    "label": category.name or self.env._("No category"),
                    "count": count,
                    "cumulative": so_far / counts.total(),
                    "action": self._board_category_action(category, received),
                }
            )
        return {
            "label": self.env._("Categories, 12 Months"),
            "definition": self.env._(
                "Complaints and appeals received in the last 12 months by main category, most "
                "first, and the share of all that they make up together."
            ),
            "points": points,
        }

    def _main_category(self, category):
        """The one at the top of the tree."""
        top = (category.parent_path or "").split("/")[0]
        return category.browse(int(top)) if top else category

    def _board_category_action(self, category, received):
        if not category:
            domain = received & Domain("category_id", "=", False)
            return self._board_action(self.env._("No category"), domain)
        domain = received & Domain("category_id", "child_of", category.id)
        return self._board_action(category.name, domain, group_by=["category_id"])

    def _board_trend(self, first, last):
        """Cases received in each month, and the share of them with every promise kept."""
        received = self._board_received(first, last)
        counts = dict(
            self.env["lab.complaint"]._read_group(received, ["received_day:month"], ["__count"])
        )
        analysis = self.env["lab.complaint.analysis"]
        kept = self._monthly(analysis, received, "received_day", ("in_time",))
        labels = self._labels()
        months = [first + relativedelta(months=number) for number in range(MONTHS)]
        return {
            "label": self.env._("Complaints and Promises, 12 Months"),
            "definition": "\n".join(labels[name][1] for name in ("complaint_count", "in_time")),
            "points": [
                {
                    "label": self._month_said(f"{month:%Y-%m}", "yMMM"),
                    "count": counts.get(month, 0),
                    "in_time": kept.get(month, {}).get("in_time"),
                    "action": self._board_month_action(month),
                }
                for month in months
            ],
        }

    def _board_month_action(self, month, domain=Domain.TRUE):
        end = month + relativedelta(months=1, days=-1)
        return self._board_action(
            self._month_said(f"{month:%Y-%m}"), self._board_received(month, end) & domain
        )

    # --- the laboratory's ---

    def _board_control(self, today):
        """Control chart of the present company, all its cases counted."""
        company = self.env.company
        control = self._control_chart(company, today)
        of_company = Domain("company_id", "=", company.id)
        label, definition = self._labels()[f"per_{control['basis']}"]
        for point in control["points"]:
            month = date.fromisoformat(f"{point['month']}-01")
            point["label"] = self._month_said(point["month"], "yMMM")
            point["says"] = self._said(point["says"])
            point["action"] = self._board_month_action(month, of_company)
        return {
            **control,
            "label": label,
            "definition": definition,
            "verdict": self._said(control["verdict"]),
            "is_calm": not any(point["says"] for point in control["points"]),
        }

    def _board_clusters(self, first, last):
        """What came back most in the present company, among the cases that the reader may read."""
        company = self.env.company
        readable = self.env["lab.complaint.analysis"]._search(
            self._cases_domain(company, first, last)
        )
        clusters = self._clustered(company, Domain("id", "in", readable))
        return [
            {
                "cause": cause.display_name,
                "department": department.display_name,
                "product": product.display_name,
                "count": len(found),
                "action": self._board_action(cause.display_name, Domain("id", "in", found.ids)),
            }
            for cause, department, product, found in clusters[:MOST_CLUSTERS]
        ]
