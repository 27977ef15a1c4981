"""A table of any length in a workbook, written row by row and never held as a whole."""

from dataclasses import dataclass
from datetime import date
from math import ceil

A4 = 9
HEADING_ROW = 2
# Excel counts days from here, when none is before March 1900.
DAY_ZERO = date(1899, 12, 30).toordinal()
# Rows that a sheet of Excel has.
MOST_ROWS = 1_048_576
# A cell of a spreadsheet holds no more; what is longer would be left out altogether.
MOST_CHARACTERS = 32_767
# Characters of the small writing of tables that a column holds for one of its width.
PER_WIDTH = 1.2
# Of a line of writing and of the highest row, in points.
LINE_HEIGHT = 12
MOST_HEIGHT = 409
BORDER = {"font_size": 9, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_size": 9, "font_color": "#595959"},
    "heading": {**BORDER, "bold": True, "bg_color": "#E7E6E6", "text_wrap": True},
    "text": {**BORDER, "text_wrap": True},
    "date": {**BORDER, "num_format": "yyyy-mm-dd"},
    "number": {**BORDER, "num_format": "0"},
    "percent": {**BORDER, "num_format": "0 %"},
    "money": {**BORDER, "num_format": "#,##0.00"},
}


def write_value(sheet, row, column, value, style, date_style):
    """Write one cell; words never as a formula or link, whatever a complainant wrote.

    :param value: words, day, number, or None, False and "" for nothing
    :param style: format of words and numbers
    :param date_style: format of dates
    """
    if isinstance(value, str) and value:
        if len(value) > MOST_CHARACTERS:
            value = value[: MOST_CHARACTERS - 1] + "…"
        elif value.startswith("<r>"):
            # Written row by row, xlsxwriter takes it for the markup of a cell.
            value = f" {value}"
        sheet.write_string(row, column, value, style)
    elif value is None or value is False or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        # `write_datetime` would reckon with hours and seconds as well, which a day has not.
        sheet.write_number(row, column, value.toordinal() - DAY_ZERO, date_style)
    else:
        sheet.write_number(row, column, value, style)


def height_of(words, widths):
    """Height of a row in points, so that words which go on in further lines are seen in every
    program.

    :param words: list of words
    :param widths: width of each of their cells in characters
    """
    lines = [
        sum(max(1, ceil(_width(line) / (width * PER_WIDTH))) for line in said.split("\n"))
        for said, width in zip(words, widths, strict=True)
        if isinstance(said, str)
    ]
    return min(LINE_HEIGHT * max(lines, default=1) + 3, MOST_HEIGHT)


def _width(words):
    """Width in characters; Chinese ones are twice as wide as others."""
    if words.isascii():
        return len(words)
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in words)


@dataclass
class Column:
    """A column of a table.

    :param width: in characters
    :param style: key of FORMATS for its words and numbers; days are always dates
    """

    label: str
    width: float = 12
    style: str = "text"


class TableSheets:
    """A table with title, note and headings, which goes on in a further sheet where one is full.

    Rows are written in their order, so that the workbook may write them to the disk at once
    (`constant_memory` of xlsxwriter).
    """

    def __init__(self, workbook, *, name, title, note, columns, pages_across):
        """Begin the first sheet.

        :param workbook: xlsxwriter workbook
        :param name: name of the first sheet; further ones are numbered
        :param columns: list of Column
        :param pages_across: sheets of paper side by side
        """
        self._workbook = workbook
        self._name, self._title, self._note = name, title, note
        self._columns = columns
        self._pages_across = pages_across
        self._formats = {
            key: workbook.add_format(properties) for key, properties in FORMATS.items()
        }
        self._styles = [self._formats[column.style] for column in columns]
        self._sheets = 0
        self._begin_sheet()

    def add(self, values):
        """Write a row: words, dates, numbers, or nothing, in the order of the columns."""
        if self._row == MOST_ROWS:
            self.finish()
            self._begin_sheet()
        sheet, row, date_style = self._sheet, self._row, self._formats["date"]
        for column, (value, style) in enumerate(zip(values, self._styles, strict=True)):
            write_value(sheet, row, column, value, style, date_style)
        self._row += 1

    def finish(self):
        """Set up the page of the last sheet, once its rows are known."""
        sheet, across = self._sheet, len(self._columns) - 1
        last = max(self._row - 1, HEADING_ROW + 1)
        sheet.freeze_panes(HEADING_ROW + 1, 1)
        sheet.autofilter(HEADING_ROW, 0, last, across)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(self._pages_across, 0)
        sheet.repeat_rows(0, HEADING_ROW)
        sheet.repeat_columns(0)
        sheet.print_area(0, 0, last, across)
        sheet.set_footer("&R&P / &N")

    def _begin_sheet(self):
        self._sheets += 1
        number = f" {self._sheets}" if self._sheets > 1 else ""
        self._sheet = sheet = self._workbook.add_worksheet(f"{self._name}{number}")
        sheet.write_string(0, 0, self._title, self._formats["title"])
        sheet.write_string(1, 0, self._note, self._formats["note"])
        labels = [column.label for column in self._columns]
        widths = [column.width for column in self._columns]
        sheet.set_row(HEADING_ROW, height_of(labels, widths))
        for position, column in enumerate(self._columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(HEADING_ROW, position, column.label, self._formats["heading"])
        self._row = HEADING_ROW + 1
