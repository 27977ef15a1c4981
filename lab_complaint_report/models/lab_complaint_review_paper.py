from odoo import models
from odoo.tools import format_date

from .lab_complaint_review_words import KEY_FIGURES

PERIODS = ("period", "previous", "year_ago")
# A table on paper has the first rows and one for what is left; the spreadsheet has all.
MOST_ROWS = 10
MOST_NUMBERS = 8
# Beside each other, below the table of categories.
SMALL_TABLES = (
    "department_ids",
    "product_ids",
    "channel_id",
    "customer_id",
    "severity",
    "kind",
)


class LabComplaintReview(models.Model):
    """What stands on the paper of a review, which is also what its screen shows.

    A section is a dictionary with `title` and `blocks`. A block may have `title`, `sentences`,
    `columns` (headings; all but the first are of numbers when `numbers`), `rows` (lists of
    texts), `picture`, `says` (in words, what is shown or counted), and `half` (`left` or `right`).
    """

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    def _paper_sections(self):
        """All sections of this single review, in the language of the environment."""
        self.ensure_one()
        if not self._frozen():
            return []
        sections = [
            (self.env._("Key figures"), self._key_blocks()),
            (self.env._("What the complaints are about"), self._classification_blocks()),
            (self.env._("Trend"), self._trend_blocks()),
            (self.env._("Promises"), [self._promise_block()]),
            (self.env._("Validity and causes"), self._validity_blocks()),
            (self.env._("Measures and their effectiveness"), [self._measure_block()]),
            (self.env._("Recurrence"), [self._cluster_block(), self._hint_block()]),
            (self.env._("Open cases"), [self._open_block()]),
        ]
        return [{"title": title, "blocks": blocks} for title, blocks in sections]

    # --- key figures ---

    def _key_blocks(self):
        frozen, labels = self._frozen(), self._figure_labels()
        columns = [self.env._("Figure"), *self._period_headings()]
        rows = [
            [
                labels[key],
                *(self._figure_text(key, frozen["figures"][name].get(key)) for name in PERIODS),
            ]
            for key in KEY_FIGURES
        ]
        return [{"columns": columns, "rows": rows, "numbers": True}]

    def _period_headings(self):
        return [self.env._("This period"), self.env._("Period before"), self.env._("A year ago")]

    def _compared_periods(self):
        """The days of the periods in words: list of (what, days)."""
        frozen = self._frozen()
        return [
            (heading, self._days_in_words(frozen[name]))
            for heading, name in zip(self._period_headings(), PERIODS, strict=True)
        ]

    # --- classification ---

    def _classification_blocks(self):
        if not any(row["count"] for row in self._frozen()["tables"]["kind"]):
            return [{"sentences": [self.env._("There were no complaints to classify.")]}]
        pareto = {
            "picture": self._pareto_picture(),
            "says": self.env._(
                "Bars: complaints of each main category, most first. Line: the share they have "
                "together."
            ),
        }
        return [
            self._dimension_block("main_category_id", wide=True),
            pareto,
            *self._side_by_side(SMALL_TABLES),
        ]

    def _side_by_side(self, dimensions):
        """Tables of dimensions, two in each line."""
        return [
            {**self._dimension_block(dimension), "half": "right" if position % 2 else "left"}
            for position, dimension in enumerate(dimensions)
        ]

    def _dimension_block(self, dimension, wide=False):
        """A table of one dimension, with shares where it is wide."""
        rows = self._frozen()["tables"][dimension]
        columns = [self._dimension_label(dimension), *self._period_headings()]
        if wide:
            columns += [self.env._("Share Valid"), self.env._("In time")]
        texts = [self._dimension_row(row, wide) for row in rows[:MOST_ROWS]]
        rest = rows[MOST_ROWS:]
        if rest:
            counts = [sum(row[name] for row in rest) for name in ("count", *PERIODS[1:])]
            shares = [""] * 2 if wide else []
            texts.append([self.env._("Others"), *map(self._number, counts), *shares])
        return {"columns": columns, "rows": texts, "numbers": True}

    def _dimension_row(self, row, wide):
        counts = [self._number(row[name]) for name in ("count", *PERIODS[1:])]
        shares = [self._percent(row["valid_share"]), self._percent(row["in_time"])]
        return [self._row_name(row), *counts, *(shares if wide else [])]

    # --- trend ---

    def _trend_blocks(self):
        control = self._frozen()["control"]
        says = [self._said(control["verdict"])]
        says += [self._said(point["says"]) for point in control["points"] if point.get("signals")]
        return [
            {
                "title": self.env._("Twelve months"),
                "picture": self._trend_picture(),
                "says": self.env._("Dark: months of this period. Hatched: months before it."),
            },
            {
                "title": self.env._("Is the rate under control?"),
                "picture": self._control_picture(),
                "says": self.env._(
                    "Ring: a month within the limits. Diamond: outside the limits. Square: part "
                    "of a run or a trend."
                ),
                "sentences": [sentence for sentence in says if sentence],
            },
        ]

    # --- handling ---

    def _promise_block(self):
        rows = [
            [
                self._row_name(row),
                *(self._number(row[name]) for name in ("kept", "missed", "open")),
                self._percent(row["share"]),
            ]
            for row in self._frozen()["promises"]
        ]
        columns = [
            self.env._("Promise"),
            self.env._("Kept"),
            self.env._("Missed"),
            self.env._("Still open"),
            self.env._("In time"),
        ]
        basis = self.env._(
            "Promises that fell due in the period. The key figure above counts the cases that "
            "were received in it."
        )
        return {"columns": columns, "rows": rows, "numbers": True, "says": basis}

    def _validity_blocks(self):
        blocks = self._side_by_side(("responsibility", "validity", "cause_ids"))
        if any(block["rows"] for block in blocks):
            return blocks
        return [{"sentences": [self.env._("Nothing was judged.")]}]

    def _measure_block(self):
        names = ("planned", "done", "cancelled", "effective", "not_effective")
        rows = [
            [self._row_name(row), *(self._number(row[name]) for name in names)]
            for row in self._frozen()["measures"]
        ]
        if not rows:
            return {"sentences": [self.env._("No measures were decided.")]}
        columns = [
            self.env._("Measure"),
            self.env._("Planned"),
            self.env._("Done"),
            self.env._("Cancelled"),
            self.env._("Effective"),
            self.env._("Not effective"),
        ]
        return {"columns": columns, "rows": rows, "numbers": True}

    def _cluster_block(self):
        clusters = self._frozen()["clusters"]
        rows = [
            [
                *(self._said(row[name]) or "–" for name in ("cause", "department", "product")),
                self._number(row["count"]),
                self._first_numbers(row["numbers"]),
            ]
            for row in clusters[:MOST_ROWS]
        ]
        if not rows:
            return {
                "sentences": [
                    self.env._(
                        "No cause came up more than once in the same department and service."
                    )
                ]
            }
        columns = [
            self.env._("Cause"),
            self.env._("Department"),
            self.env._("Service"),
            self.env._("Complaints"),
            self.env._("Numbers"),
        ]
        note = self.env._(
            "The largest %(shown)s of %(count)s; the workbook has them all.",
            shown=self._number(len(rows)),
            count=self._number(len(clusters)),
        )
        return {"columns": columns, "rows": rows, "says": len(clusters) > len(rows) and note}

    def _first_numbers(self, numbers):
        """Numbers of cases, as many as fit a line or two."""
        shown = ", ".join(numbers[:MOST_NUMBERS])
        if len(numbers) <= MOST_NUMBERS:
            return shown
        return self.env._(
            "%(numbers)s and %(count)s more",
            numbers=shown,
            count=self._number(len(numbers) - MOST_NUMBERS),
        )

    def _hint_block(self):
        return {"sentences": [self._said(hint["says"]) for hint in self._frozen()["hints"]]}

    def _open_block(self):
        rows = [self._open_row(case) for case in self._frozen()["open_cases"]]
        if not rows:
            return {
                "sentences": [self.env._("All cases received by the end of the period have ended.")]
            }
        columns = [
            self.env._("Number"),
            self.env._("Category"),
            self.env._("Day of Receipt"),
            self.env._("Stage"),
            self.env._("Severity"),
            self.env._("Next promise"),
            self.env._("Due"),
        ]
        basis = self.env._(
            "Received by the end of the period and open when the figures were taken."
        )
        return {"columns": columns, "rows": rows, "says": basis}

    def _open_row(self, case):
        due = format_date(self.env, case["due_on"]) if case["due_on"] else "–"
        if case["is_late"]:
            due = self.env._("%(day)s, late", day=due)
        return [
            case["number"],
            self._said(case["category"]),
            format_date(self.env, case["received_day"]),
            *(self._said(case[name]) or "–" for name in ("stage", "severity", "promise")),
            due,
        ]

    # --- how it was counted ---

    def _definitions(self):
        """What the key figures are and how they are counted: list of (label, definition)."""
        labels = self.env["lab.complaint.statistics"]._labels()
        return [labels[key] for key in KEY_FIGURES]
