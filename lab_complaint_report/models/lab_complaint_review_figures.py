import base64
import gzip
import json

from odoo import fields, models

from . import review_period
from .folded_cases import UnfoldedCases
from .lab_complaint_statistics import DIMENSIONS

# Months that the trend and the control chart go back.
TREND_MONTHS = 12
CONTROL_MONTHS = 24

# What begins a compressed file: reviews of earlier releases kept plain JSON.
GZIP = b"\x1f\x8b"


def _packed(cases):
    """Cases as a file. Compressed, it is a tenth, and Odoo takes it for no text whose words are
    to be found."""
    return gzip.compress(
        json.dumps(cases, separators=(",", ":")).encode(), compresslevel=3, mtime=0
    )


def _unpacked(file):
    return json.loads(gzip.decompress(file) if file.startswith(GZIP) else file)


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
            with review._counting() as statistics:
                figures = review._collect_figures(statistics)
                cases = review._collect_cases(statistics)
            review._record(
                {
                    "figures": figures,
                    "figures_on": fields.Datetime.now(),
                    "cases": base64.b64encode(_packed(cases)),
                }
            )

    def _counting(self):
        """Read the cases that this single review counts, once.

        :return: context manager; gives lab.complaint.statistics to count them with
        """
        statistics = self.env["lab.complaint.statistics"]
        charted = self._span(statistics._months(self.last_day, CONTROL_MONTHS))
        trend = self._span(statistics._months(self.last_day, TREND_MONTHS))
        read = [trend, *self._periods().values()]
        return statistics._reading(self.company_id, read, counted=[charted])

    def _span(self, months):
        return months[0][0], months[-1][1]

    def _frozen(self):
        """The figures that this single review kept: to be read, not to be changed.

        :return: dictionary: {"period"|"previous"|"year_ago": [first, last], "figures", "tables",
            "trend", "control", "promises", "measures", "open_cases", "clusters", "hints",
            "company", "currency"}; days in ISO format, None where a figure has no basis; a table
            may end with a row of all others
        """
        self.ensure_one()
        # A field of this type copies all it holds each time it is read, and a paper asks often.
        kept = self._fields["figures"]._get_cache(self.env)
        if self.id not in kept:
            return self.figures or {}
        return kept[self.id] or {}

    def _frozen_cases(self):
        """The cases that this single review counted.

        :return: list of dictionaries, oldest first
        """
        return list(self._kept_cases())

    def _kept_cases(self):
        """The same, as a sequence that makes each dictionary when it is asked for."""
        self.ensure_one()
        kept = self.with_context(bin_size=False).cases
        return UnfoldedCases(_unpacked(base64.b64decode(kept)) if kept else [])

    def _periods(self):
        """The days of this single review's period and of those it is compared with."""
        days = self.first_day, self.last_day
        return {
            "period": days,
            "previous": review_period.before(self.period, *days),
            "year_ago": review_period.year_before(self.period, *days),
        }

    def _collect_figures(self, statistics):
        company, periods = self.company_id, self._periods()
        first, last = periods["period"]
        # A year ago and the period before are the same days for a year.
        figures = {days: statistics._figures(company, *days) for days in set(periods.values())}
        return {
            **{name: [str(day) for day in days] for name, days in periods.items()},
            "company": company.sudo().name,
            "currency": company.sudo().currency_id.name,
            "figures": {name: figures[days] for name, days in periods.items()},
            "tables": self._collect_tables(statistics, periods),
            "trend": statistics._trend(company, last, TREND_MONTHS),
            "control": statistics._control_chart(company, last, CONTROL_MONTHS),
            "promises": statistics._promises(company, first, last),
            "measures": statistics._measures(company, first, last),
            "open_cases": statistics._open_cases(company, last),
            "clusters": statistics._clusters(company, first, last),
            "hints": statistics._hints(company, first, last),
        }

    def _collect_tables(self, statistics, periods):
        # The period itself first: what is named in it is compared.
        spans = list(dict.fromkeys(periods.values()))
        tables = statistics._divide_alike(self.company_id, spans, DIMENSIONS)
        divided = dict(zip(spans, tables, strict=True))
        return {
            dimension: self._compared_rows(
                {name: divided[days][dimension] for name, days in periods.items()}
            )
            for dimension in DIMENSIONS
        }

    def _compared_rows(self, tables):
        """Rows of a table with the counts of the other periods; what was counted in those alone
        comes last.

        :param tables: dictionary of period: rows
        """
        empty = {"count": 0, "valid_share": None, "in_time": None}
        rows = {row["id"]: dict(row) for row in tables["period"]}
        for row in tables["previous"] + tables["year_ago"]:
            rows.setdefault(row["id"], {**row, **empty})
        for name in ("previous", "year_ago"):
            counts = {row["id"]: row["count"] for row in tables[name]}
            for row_id, row in rows.items():
                row[name] = counts.get(row_id, 0)
        return list(rows.values())

    def _collect_cases(self, statistics):
        return statistics._folded_cases(self.company_id, self.first_day, self.last_day)
