"""What xlsxwriter alone takes to write a table: the measure for exports.

    baseline = write(headings, rows)       # rows as `read_rows` takes them from an export

Nothing of the product is used. Each value is written as a call of its kind, in the formats of the
product, to a workbook in constant_memory mode.
"""

import time
from datetime import date, datetime
from tempfile import TemporaryDirectory, TemporaryFile

import xlsxwriter
from openpyxl import load_workbook

HEADING_ROW = 2
MOST_ROWS = 1_048_576
BORDER = {"font_size": 9, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
HEADING = {**BORDER, "bold": True, "bg_color": "#E7E6E6", "text_wrap": True}
TEXT = {**BORDER, "text_wrap": True}
DATE = {**BORDER, "num_format": "yyyy-mm-dd"}


def read_rows(file):
    """Rows of an exported workbook, as values to write again, and the formats of its columns.

    :param file: file or path of the workbook
    :return: (list of headings, list of rows, list of number formats of the columns)
    """
    headings, rows, formats = [], [], []
    book = load_workbook(file, read_only=True)
    for sheet in book:
        lines = sheet.iter_rows(min_row=HEADING_ROW + 1)
        headings = [cell.value for cell in next(lines)]
        for line in lines:
            if not formats:
                formats = [cell.number_format for cell in line]
            rows.append(
                [
                    cell.value.date() if isinstance(cell.value, datetime) else cell.value
                    for cell in line
                ]
            )
    return headings, rows, formats


def write(headings, rows, number_formats=None):
    """Write a table.

    :param headings: words above the columns
    :param rows: lists of words, days, numbers or None
    :param number_formats: of the figures in each column; General where there is none
    :return: seconds of processor time that it took
    """
    number_formats = number_formats or [None] * len(headings)
    started = time.process_time()
    with TemporaryFile() as file, TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        heading, words, day = (book.add_format(one) for one in (HEADING, TEXT, DATE))
        styles = [
            book.add_format({**BORDER, "num_format": code})
            if code and code not in ("General", DATE["num_format"])
            else words
            for code in number_formats
        ]
        for start in range(0, max(len(rows), 1), MOST_ROWS - HEADING_ROW - 1):
            sheet = book.add_worksheet()
            for column, label in enumerate(headings):
                sheet.write_string(HEADING_ROW, column, label, heading)
            for row, values in enumerate(
                rows[start : start + MOST_ROWS - HEADING_ROW - 1], HEADING_ROW + 1
            ):
                write_row(sheet, row, values, styles, day)
        book.close()
    return time.process_time() - started


def write_row(sheet, row, values, styles, day):
    """Write one row, each value as what it is."""
    for column, value in enumerate(values):
        style = styles[column]
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        else:
            sheet.write_number(row, column, value, style)
