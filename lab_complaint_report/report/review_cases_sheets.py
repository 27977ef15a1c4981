"""Sheets of a review that list cases."""

from datetime import date

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from ..models.lab_complaint_statistics import MEASURES
from .figure_styles import style_of_one
from .lab_complaint_analysis_xlsx import DIMENSIONS, MEASURE_WIDTH
from .table_sheets import HEADING_ROW, Column, TableSheets

# What a review leaves out of what the analysis says of a case: it is of one company, and frozen.
LEFT_OUT = ("complaint_id", "company_id", "stage_id")
CASE_FACTS = [("number", 15), *(fact for fact in DIMENSIONS if fact[0] not in LEFT_OUT)]
CASE_COLUMNS = [name for name, _width in CASE_FACTS] + list(MEASURES)


def cases_range(book, name):
    """Cells of the sheet of cases that hold one figure of them all; one empty cell without cases.

    :param book: ReviewBook
    :param name: one of CASE_COLUMNS
    """
    column, first = CASE_COLUMNS.index(name), HEADING_ROW + 1
    cells = xl_range_abs(first, column, first + max(len(book.content.cases), 1) - 1, column)
    return f"{quote_sheetname(_cases_name(book))}!{cells}"


def _cases_name(book):
    return book.env._("Cases")


def write_cases(book):
    """Write the sheet of the cases that the figures count, one a row."""
    env = book.env
    # This sheet alone goes to the disk row by row: no chart shows it, and it is the long one.
    book.workbook.constant_memory = True
    days = {"number": env._("Number"), **_day_labels(env)}
    table = TableSheets(
        book.workbook,
        name=_cases_name(book),
        title=book.content.title,
        note=env._(
            "The complaints and appeals received in the period, as they were when the figures "
            "were taken. The figures of the summary are calculated from this sheet."
        ),
        columns=[
            *(Column(days.get(name) or book.labels[name][0], width) for name, width in CASE_FACTS),
            *(Column(book.labels[name][0], MEASURE_WIDTH, style_of_one(name)) for name in MEASURES),
        ],
        pages_across=3,
    )
    for case in book.content.cases:
        table.add([_case_value(book, case, name) for name in CASE_COLUMNS])
    table.finish()
    book.workbook.constant_memory = False


def _day_labels(env):
    described = env["lab.complaint.analysis"]._fields
    return {
        name: described[name]._description_string(env) for name in ("received_day", "closed_day")
    }


def _case_value(book, case, name):
    """Names in the language of the reader, days as days."""
    value = case[name]
    if isinstance(value, dict):
        return book.said(value)
    return _day(value) if name.endswith("_day") else value


def _day(value):
    return value and date.fromisoformat(value)


def write_open_cases(book):
    """Write the sheet of the cases that were open when the figures were taken."""
    env = book.env
    table = TableSheets(
        book.workbook,
        name=env._("Open Cases"),
        title=book.content.title,
        note=env._(
            "Complaints and appeals that were received by the last day of the period and open "
            "when the figures were taken."
        ),
        columns=[
            Column(env._("Number"), 15),
            Column(book.labels["category_id"][0], 40),
            Column(_day_labels(env)["received_day"]),
            Column(env._("Stage"), 16),
            Column(book.labels["severity"][0]),
            Column(env._("Next promise"), 20),
            Column(env._("Due")),
            Column(env._("Late"), 8),
        ],
        pages_across=1,
    )
    for case in book.frozen["open_cases"]:
        table.add(
            [
                case["number"],
                book.said(case["category"]),
                _day(case["received_day"]),
                book.said(case["stage"]),
                book.said(case["severity"]),
                case["due_on"] and book.said(case["promise"]),
                _day(case["due_on"]),
                env._("Yes") if case["is_late"] else "",
            ]
        )
    table.finish()
