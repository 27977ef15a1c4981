"""Sheets of a review that show months: the trend, and the control chart of the rate."""

from datetime import date

from .figure_styles import style_of
from .review_book import PER, ReviewSheet
from .review_charts_xlsx import CENTRE, LIMIT, LINE, MARKS, columns_and_line, control_lines

TREND = (
    "complaint_count",
    "order_count",
    "per_orders",
    "certificate_count",
    "per_certificates",
    "in_time",
)
CHART_ROWS = 19
# Standard deviations of the mean rate between centre line and limits.
SIGMAS = 3


class TrendSheet(ReviewSheet):
    """The months up to the end of the period."""

    widths = (14, 14, 14, 16, 14, 16, 16)

    def _name(self):
        return self.env._("Trend")

    def _fill(self):
        top, months = self.row, self.frozen["trend"]
        self.row += CHART_ROWS
        self.put_headings([self.env._("Month")], *(self.book.labels[name][0] for name in TREND))
        first = self.row
        for month in months:
            self._put_month(month)
        rows, self.row = [first, self.row - 1], top
        self.put_chart(self._chart(rows), CHART_ROWS)

    def _put_month(self, month):
        month_cell = self.book.formats["month"]
        day = date.fromisoformat(month["first"])
        self.sheet.write_datetime(self.row, 0, day, month_cell)
        for column, name in enumerate(TREND, 1):
            is_rate = name.startswith("per_")
            formula = f"={self.cell(1)}/{self.cell(column - 1)}*{PER}" if is_rate else None
            self.put_point(column, month[name], style_of(name), formula)
        self.row += 1

    def _chart(self, rows):
        basis = self.frozen["control"]["basis"]
        rate = f"per_{basis}"
        label = self.book.labels[rate][0]
        complaints = self.book.labels["complaint_count"][0]
        column = TREND.index(rate) + 1
        return columns_and_line(
            self.book.workbook,
            self.env._("Complaints of the last 12 months"),
            self.points(0, rows),
            (complaints, self.points(1, rows), complaints),
            (label, self.points(column, rows), label),
            {},
        )


class ControlSheet(ReviewSheet):
    """The monthly rate with its centre line and limits, which are formulas over complaints and
    units: u chart (ISO 7870-2)."""

    widths = (10, 11, 11, 14, 10, 10, 10, 10, 46)

    def _name(self):
        return self.env._("Control Chart")

    def _fill(self):
        control = self.frozen["control"]
        self.put_words(self.book.said(control["verdict"]))
        self.row += 1
        if control["centre"] is None:
            return
        top = self.row
        self.row += CHART_ROWS
        self._put_points(control)
        rows, self.row = [self._first, self.row - 1], top
        self.put_chart(self._chart(rows, self._rate_label(control)), CHART_ROWS)

    def _rate_label(self, control):
        return self.book.labels[f"per_{control['basis']}"][0]

    def _units_label(self, control):
        name = {"orders": "order_count", "certificates": "certificate_count"}[control["basis"]]
        return self.book.labels[name][0]

    def _put_points(self, control):
        points = control["points"]
        self.put_headings(
            [self.env._("Month")],
            self.book.labels["complaint_count"][0],
            self._units_label(control),
            self._rate_label(control),
            self.env._("Centre line"),
            self.env._("Lower limit"),
            self.env._("Upper limit"),
            self.env._("Stands out"),
        )
        self.row -= 1
        self.put(8, self.env._("What it says"), "heading")
        self.row += 1
        self._first, self._last = self.row, self.row + len(points) - 1
        for point in points:
            self._put_point_row(point, control["centre"])

    def _put_point_row(self, point, centre):
        day = date.fromisoformat(f"{point['month']}-01")
        self.sheet.write_datetime(self.row, 0, day, self.book.formats["month"])
        self.put(1, point["count"], "number")
        self.put(2, point["units"], "number")
        count, units, rate, middle = (self.cell(column) for column in (1, 2, 3, 4))
        spread = f"{SIGMAS}*SQRT({middle}/{units}*{PER})"
        marked = point["rate"] if point["signals"] else None
        for column, value, formula in (
            (3, point["rate"], f"={count}/{units}*{PER}"),
            (4, centre, self._centre_formula()),
            (5, point["lower"], f"=MAX(0,{middle}-{spread})"),
            (6, point["upper"], f"={middle}+{spread}"),
            (7, marked, f"={rate}"),
        ):
            self.put_point(column, value, "decimal", formula)
        says = self.book.said(point["says"])
        self.fit_row([None] * 8 + [says])
        self.put(8, says)
        self.row += 1

    def _centre_formula(self):
        """Complaints per unit over all months that have units."""
        counts, units = (
            f"${letter}${self._first + 1}:${letter}${self._last + 1}" for letter in "BC"
        )
        return f'=SUMIF({units},">0",{counts})/SUM({units})*{PER}'

    def _chart(self, rows, label):
        lines = [
            (label, LINE),
            (self.env._("Centre line"), CENTRE),
            (self.env._("Lower limit"), LIMIT),
            (self.env._("Upper limit"), LIMIT),
            (self.env._("Stands out"), MARKS),
        ]
        return control_lines(
            self.book.workbook,
            self._name(),
            label,
            self.points(0, rows),
            [
                (name, self.points(column, rows), look)
                for column, (name, look) in enumerate(lines, 3)
            ],
        )
