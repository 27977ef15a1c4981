"""Sheets of a review about what was promised and done, and about the review itself."""

from .review_book import ReviewSheet
from .review_charts_xlsx import stacked_bars
from .review_summary_sheet import figure_groups


class PromisesSheet(ReviewSheet):
    """The promises that fell due in the period."""

    widths = (40, 14, 14, 14, 16)

    def _name(self):
        return self.env._("Promises")

    def _fill(self):
        labels = [
            self.env._("Promise"),
            self.env._("Kept"),
            self.env._("Missed"),
            self.env._("Still open"),
            self.env._("In time"),
        ]
        self.put_headings(labels[:1], *labels[1:])
        first = self.row
        for promise in self.frozen["promises"]:
            self.put(0, self.book.said(promise["name"]))
            for column, name in enumerate(("kept", "missed", "open"), 1):
                self.put(column, promise[name], "number")
            kept, missed = self.cell(1), self.cell(2)
            formula = f'=IF({kept}+{missed}=0,"–",{kept}/({kept}+{missed}))'
            self.put(4, promise["share"], "percent", formula)
            self.row += 1
        rows = [first, self.row - 1]
        self.row += 1
        series = [(labels[column], self.points(column, rows)) for column in (1, 2, 3)]
        chart = stacked_bars(self.book.workbook, self.points(0, rows), series)
        chart.set_title({"name": self._name(), "name_font": {"size": 12}})
        self.put_chart(chart)


class MeasuresSheet(ReviewSheet):
    """What was decided on the cases of the period, and whether it had an effect."""

    widths = (36, 12, 12, 12, 12, 14, 18)

    def _name(self):
        return self.env._("Measures")

    def _fill(self):
        measures = self.frozen["measures"]
        if not measures:
            self.put_words(self.env._("No measures were decided."))
            return
        self.put_headings(
            [self.env._("Measure")],
            self.env._("Planned"),
            self.env._("Done"),
            self.env._("Cancelled"),
            self.env._("Effective"),
            self.env._("Not effective"),
            self.env._("Share effective"),
        )
        for measure in measures:
            self._put_measure(measure)

    def _put_measure(self, measure):
        self.put(0, self.book.said(measure["name"]))
        numbers = ("planned", "done", "cancelled", "effective", "not_effective")
        for column, name in enumerate(numbers, 1):
            self.put(column, measure[name], "number")
        checked = measure["effective"] + measure["not_effective"]
        good, bad = self.cell(4), self.cell(5)
        self.put(
            6,
            measure["effective"] / checked if checked else None,
            "percent",
            f'=IF({good}+{bad}=0,"–",{good}/({good}+{bad}))',
        )
        self.row += 1


class AboutSheet(ReviewSheet):
    """Who says this and when, and how each figure is counted."""

    widths = (36, 90)

    def _name(self):
        return self.env._("About")

    def _fill(self):
        for label, text in self.book.content.facts:
            self.put_row([label, text])
        self.row += 1
        self.put_headings([self.env._("Figure"), self.env._("How it is counted")])
        for _heading, names in figure_groups(self.env):
            for name in names:
                self.put_row(self.book.labels[name])
