"""The key figures of a review, beside those of the period before and of a year ago."""

from ..models.lab_complaint_analysis import PROMISE_FIELDS
from ..models.lab_complaint_statistics import MEASURES
from .figure_styles import style_of
from .review_book import PER, ReviewSheet
from .review_cases_sheets import cases_range

PERIODS = ("period", "previous", "year_ago")


OUTCOME = (
    "complaint_count",
    "closed_count",
    "open_count",
    "valid_share",
    "reopened_count",
    "recurring_count",
    "compensation",
)
RATES = ("order_count", "per_orders", "certificate_count", "per_certificates")
DAYS = tuple(name for name in MEASURES if name.startswith("days_"))
IN_TIME = (*PROMISE_FIELDS.values(), "in_time")


def figure_groups(env):
    """Every figure of a period, in the order of the review, by what it is about.

    :return: list of (heading, names of figures)
    """
    return [
        (env._("Complaints and their outcome"), OUTCOME),
        (env._("Rates"), RATES),
        (env._("Working days"), DAYS),
        (env._("Promises kept"), IN_TIME),
    ]


class SummarySheet(ReviewSheet):
    """The figures of the period are formulas over the sheet of cases, as far as these are all it
    takes; changes and rates are formulas over this sheet."""

    widths = (38, 19, 19, 19, 17, 17)

    def _name(self):
        return self.env._("Summary")

    def _fill(self):
        days = self.book.content.days
        self.put_headings(
            [self.env._("Figure")],
            self.env._("This period"),
            self.env._("Period before"),
            self.env._("A year ago"),
            self.env._("Change to the period before"),
            self.env._("Change to a year ago"),
        )
        self.put_headings([""], *(days[period] for period in PERIODS), "", "")
        self.sheet.freeze_panes(self.row, 1)
        self._rows = {}
        for heading, names in figure_groups(self.env):
            self.put_heading(heading)
            for name in names:
                self._put_figure(name)

    def _put_figure(self, name):
        style = style_of(name)
        self._rows[name] = self.row
        values = [self.frozen["figures"][period][name] for period in PERIODS]
        label = self.book.labels[name][0]
        if name == "compensation":
            label = self.env._(
                "%(figure)s (%(currency)s)", figure=label, currency=self.frozen["currency"]
            )
        self.put(0, label)
        self.put(1, values[0], style, self._formula(name))
        for column, value in enumerate(values[1:], 2):
            self.put(column, value, style, self._rate(name, column))
            self._put_change(column + 2, values[0], value, style)
        self.row += 1

    def _put_change(self, column, now, then, style):
        change = None if now is None or then is None else now - then
        formula = f'=IFERROR({self.cell(1)}-{self.cell(column - 2)},"–")'
        self.put(column, change, f"change {style}", formula)

    def _formula(self, name):
        """How a figure comes from the cases, None where it takes more than these."""
        if name not in MEASURES:
            return self._rate(name, 1)
        described = self.env["lab.complaint.analysis"]._fields[name]
        cells = cases_range(self.book, name)
        if described.aggregator == "avg":
            return f'=IFERROR(AVERAGE({cells}),"–")'
        return f"=SUM({cells})"

    def _rate(self, name, column):
        """Complaints per 1,000 of what stands in the row above; None for other figures."""
        if not name.startswith("per_"):
            return None
        complaints = self.cell(column, self._rows["complaint_count"])
        return f'=IFERROR({complaints}/{self.cell(column, self.row - 1)}*{PER},"–")'
