"""Sheets of a review that divide its cases: classification, causes."""

from ..models.lab_complaint_statistics import DIMENSIONS
from .review_book import ReviewSheet
from .review_charts_xlsx import columns_and_line
from .table_sheets import height_of

# Columns that a Pareto chart can show with names that are read.
MOST_COLUMNS = 12
CAUSES = "cause_ids"


class DividedSheet(ReviewSheet):
    """Tables with the cases of the period by one dimension each, most first; shares, and shares
    together with all rows above, are formulas."""

    widths = (36, 12, 10, 12, 12, 14, 12, 12)

    def put_table(self, dimension, with_chart=False):
        """Write the table of a dimension.

        :param dimension: one of DIMENSIONS
        :param with_chart: whether a Pareto chart stands below it
        """
        rows = self.frozen["tables"][dimension]
        label, definition = self.book.labels[dimension]
        self.put_heading(label)
        self.put_words(definition)
        if not rows:
            self.put_words(self.env._("There were no complaints to classify."))
            self.row += 1
            return
        self._put_headings()
        first, total = self.row, self.row + len(rows)
        counted = sum(row["count"] for row in rows)
        above = 0
        for row in rows:
            above += row["count"]
            self._put_counted(row, above, counted, first, total)
        self._put_total(rows, first)
        if with_chart and counted:
            self._put_pareto(label, [first, first + min(len(rows), MOST_COLUMNS) - 1])
        self.row += 1

    def _put_headings(self):
        self.put_headings(
            [self.env._("Name")],
            self.env._("Complaints"),
            self.env._("Share"),
            self.env._("Cumulative"),
            self.book.labels["valid_share"][0],
            self.book.labels["in_time"][0],
            self.env._("Period before"),
            self.env._("A year ago"),
        )

    def _put_counted(self, row, above, counted, first, total):
        count, start, whole = self.cell(1), self.cell(1, first), self.cell(1, total)
        start, whole = start.replace("B", "B$"), whole.replace("B", "B$")
        name = self.book.said(row["name"])
        self.fit_row([name])
        self.put(0, name)
        self.put(1, row["count"], "number")
        for column, part, formula in (
            (2, row["count"], count),
            (3, above, f"SUM({start}:{count})"),
        ):
            share = part / counted if counted else None
            self.put(column, share, "percent", f'=IF({whole}=0,"–",{formula}/{whole})')
        self.put(4, row["valid_share"], "percent")
        self.put(5, row["in_time"], "percent")
        self.put(6, row["previous"], "number")
        self.put(7, row["year_ago"], "number")
        self.row += 1

    def _put_total(self, rows, first):
        self.put_row([self.env._("Total"), *[""] * 7], "total label")
        self.row -= 1
        for column, name in ((1, "count"), (6, "previous"), (7, "year_ago")):
            formula = f"=SUM({self.cell(column, first)}:{self.cell(column, self.row - 1)})"
            self.put(column, sum(row[name] for row in rows), "total", formula)
        self.row += 1

    def _put_pareto(self, label, rows):
        self.row += 1
        self.put_chart(
            columns_and_line(
                self.book.workbook,
                self.env._("%(dimension)s: most first", dimension=label),
                self.points(0, rows),
                (self.env._("Complaints"), self.points(1, rows), self.env._("Complaints")),
                (self.env._("Cumulative"), self.points(3, rows), self.env._("Cumulative")),
                {"max": 1, "num_format": "0 %"},
            )
        )


class ClassificationSheet(DividedSheet):
    """What was complained about, by whom it was sold, made and handled, how serious, how valid."""

    def _name(self):
        return self.env._("Classification")

    def _fill(self):
        for dimension in DIMENSIONS:
            if dimension != CAUSES:
                self.put_table(dimension, with_chart=dimension == "main_category_id")


class CausesSheet(DividedSheet):
    """Why it happened, what happened again and again, and where nothing is told at all."""

    def _name(self):
        return self.env._("Causes")

    def _fill(self):
        self.put_table(CAUSES, with_chart=True)
        self._put_clusters()
        hints = self.frozen["hints"]
        if hints:
            self.put_heading(self.env._("Departments without a complaint"))
            for hint in hints:
                self.put_words(self.book.said(hint["says"]))

    def _put_clusters(self):
        self.put_heading(self.env._("Recurrence"))
        clusters = self.frozen["clusters"]
        if not clusters:
            self.put_words(
                self.env._("No cause came up more than once in the same department and service.")
            )
            self.row += 1
            return
        labels = self.book.labels
        self.put_headings(
            [
                labels[CAUSES][0],
                self.env._("Complaints"),
                labels["department_ids"][0],
                "",
                labels["product_ids"][0],
                "",
                self.env._("Numbers"),
                "",
            ]
        )
        for cluster in clusters:
            self._put_cluster(cluster)
        self.row += 1

    def _put_cluster(self, cluster):
        self.put(0, self.book.said(cluster["cause"]))
        self.put(1, cluster["count"], "number")
        words = (
            self.book.said(cluster["department"]),
            self.book.said(cluster["product"]),
            ", ".join(cluster["numbers"]),
        )
        style = self.book.formats["text"]
        for column, said in zip((2, 4, 6), words, strict=True):
            self.sheet.merge_range(self.row, column, self.row, column + 1, "", style)
            self.put(column, said)
        self.sheet.set_row(self.row, height_of(words, (24, 24, 24)))
        self.row += 1
