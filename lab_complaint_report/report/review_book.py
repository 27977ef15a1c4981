"""The workbook of one review: its words, its formats, and what its sheets have in common."""

from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from .table_sheets import A4, BORDER, FORMATS, height_of, write_value

# What is shown where a figure has no basis.
NOTHING = "–"
PER = 1000
ROW_PIXELS = 20
BOLD = {**BORDER, "bold": True}
STYLES = {
    **FORMATS,
    "heading of numbers": {**FORMATS["heading"], "align": "right"},
    "number": {**BORDER, "num_format": "#,##0", "align": "right"},
    "decimal": {**BORDER, "num_format": "#,##0.0", "align": "right"},
    "percent": {**BORDER, "num_format": "0.0 %", "align": "right"},
    "money": {**BORDER, "num_format": "#,##0.00", "align": "right"},
    "month": {**BORDER, "num_format": "yyyy-mm", "align": "left"},
    "change number": {**BORDER, "num_format": "+#,##0;-#,##0;0", "align": "right"},
    "change decimal": {**BORDER, "num_format": "+#,##0.0;-#,##0.0;0.0", "align": "right"},
    "change percent": {**BORDER, "num_format": "+0.0 %;-0.0 %;0.0 %", "align": "right"},
    "change money": {**BORDER, "num_format": "+#,##0.00;-#,##0.00;0.00", "align": "right"},
    "total": {**BOLD, "num_format": "#,##0", "align": "right"},
    "total label": BOLD,
    "group": {"bold": True, "font_size": 11, "bottom": 1},
    "words": {"font_size": 10, "valign": "top", "text_wrap": True},
}


@dataclass
class ReviewContent:
    """What a review says.

    :param frozen: its figures as it kept them
    :param cases: list of the cases that it counted
    :param days: its days and those it is compared with, in words
    :param facts: list of (label, text): who issued it and when
    """

    title: str
    frozen: dict
    cases: list
    days: dict
    facts: list


class ReviewBook:
    """The workbook, the content, and the language in which it is written."""

    def __init__(self, workbook, env, content):
        self.workbook, self.env, self.content = workbook, env, content
        self.frozen = content.frozen
        self.formats = {name: workbook.add_format(style) for name, style in STYLES.items()}
        self.labels = env["lab.complaint.statistics"]._labels()

    def said(self, names):
        """A name that is kept in several languages, in that of the reader; empty without one."""
        return self.env["lab.complaint.statistics"]._said(names) if names else ""


class ReviewSheet:
    """One sheet, filled from top to bottom: `row` is where the next cells go."""

    widths = ()

    def __init__(self, book):
        self.book, self.env, self.frozen = book, book.env, book.frozen
        self.sheet = book.workbook.add_worksheet(self._name())
        self.row = 0
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self._set_up_page()
        self.put(0, book.content.title, "title")
        self.row += 1
        self.put(0, book.content.days["period"], "note")
        self.row += 2
        self._fill()

    def _name(self):
        raise NotImplementedError

    def _fill(self):
        raise NotImplementedError

    def put(self, column, value, style="text", formula=None):
        """Write a cell of this row.

        :param value: words, number, date, or None where there is no basis
        :param style: key of STYLES
        :param formula: what gives the value when the workbook is calculated anew
        """
        formats = self.book.formats
        if formula:
            shown = NOTHING if value is None else value
            self.sheet.write_formula(self.row, column, formula, formats[style], shown)
        else:
            shown = NOTHING if value is None else value
            write_value(self.sheet, self.row, column, shown, formats[style], formats["date"])

    def put_point(self, column, value, style, formula):
        """Write a cell that a chart shows: empty where there is no basis, so that it has a gap."""
        if value is None:
            self.sheet.write_blank(self.row, column, None, self.book.formats[style])
        else:
            self.put(column, value, style, formula)

    def put_row(self, values, style="text"):
        """Write a row and go to the next."""
        self.fit_row(values)
        for column, value in enumerate(values):
            self.put(column, value, style)
        self.row += 1

    def put_headings(self, words, *numbers):
        """Write the headings of a table and go to the next row.

        :param words: headings of columns of words, then those of `numbers`
        """
        self.fit_row((*words, *numbers))
        for column, heading in enumerate((*words, *numbers)):
            self.put(column, heading, "heading" if column < len(words) else "heading of numbers")
        self.row += 1

    def put_words(self, words):
        """Write a paragraph across the sheet and go to the next row."""
        if words:
            self.sheet.set_row(self.row, height_of([words], [sum(self.widths)]))
            last = len(self.widths) - 1
            self.sheet.merge_range(self.row, 0, self.row, last, "", self.book.formats["words"])
            self.put(0, words, "words")
            self.row += 1

    def fit_row(self, words):
        """Make this row as high as its words need, which are those of the first columns."""
        self.sheet.set_row(self.row, height_of(words, self.widths[: len(words)]))

    def put_heading(self, words):
        """Begin a section."""
        for column in range(len(self.widths)):
            self.sheet.write_blank(self.row, column, None, self.book.formats["group"])
        self.put(0, words, "group")
        self.row += 1

    def cell(self, column, row=None):
        """Name of a cell of this row, or of another."""
        return xl_rowcol_to_cell(self.row if row is None else row, column)

    def points(self, column, rows):
        """Cells of a column, as charts ask for them."""
        return [self.sheet.get_name(), rows[0], column, rows[-1], column]

    def put_chart(self, chart, rows=17):
        """Draw a chart over the width of the sheet and go on below it."""
        width = sum(int(width * 7 + 5) for width in self.widths)
        chart.set_size({"width": width, "height": rows * ROW_PIXELS - 10})
        self.sheet.insert_chart(self.row, 0, chart, {"object_position": 1})
        self.row += rows

    def _set_up_page(self):
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0, 1)
        self.sheet.set_footer("&L&A&R&P / &N")
        self.sheet.hide_gridlines(2)
