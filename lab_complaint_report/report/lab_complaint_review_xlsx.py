from odoo import models
from odoo.exceptions import UserError

from ..models.case_entry import field_rows
from .review_book import ReviewBook, ReviewContent
from .review_cases_sheets import write_cases, write_open_cases
from .review_list_sheets import AboutSheet, MeasuresSheet, PromisesSheet
from .review_month_sheets import ControlSheet, TrendSheet
from .review_summary_sheet import PERIODS, SummarySheet
from .review_table_sheets import CausesSheet, ClassificationSheet

FACTS = (
    "company_id",
    "period",
    "first_day",
    "last_day",
    "version",
    "version_reason",
    "state",
    "figures_on",
    "author_id",
    "issued_by_id",
    "issued_on",
    "acknowledged_by_id",
    "acknowledged_on",
    "acknowledgement",
    "conclusions",
)


class LabComplaintReviewXlsx(models.AbstractModel):
    """A periodic review as a workbook to calculate with: the figures that it kept, as formulas
    over the cases that it counted (ISO/IEC 17025:2017, 8.9)."""

    _name = "report.lab_complaint_report.review_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Periodic Review of Complaints (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write one review.

        :param workbook: xlsxwriter workbook that report_xlsx opened
        :param objs: recordset of lab.complaint.review
        :raise UserError: for several
        """
        if len(objs) != 1:
            raise UserError(
                self.env._("A review is a workbook of its own. Choose one after the other.")
            )
        objs.check_access("read")
        frozen = objs._frozen()
        content = ReviewContent(
            title=objs.display_name,
            frozen=frozen,
            cases=objs._kept_cases(),
            days={period: objs._days_in_words(frozen[period]) for period in PERIODS},
            facts=field_rows(objs, FACTS),
        )
        write_review(workbook, self.env, content)


def write_review(workbook, env, content):
    """Write the sheets of a review.

    :param workbook: xlsxwriter workbook
    :param env: environment in the language of the reader
    :param content: ReviewContent
    """
    book = ReviewBook(workbook, env, content)
    for sheet in (
        SummarySheet,
        ClassificationSheet,
        TrendSheet,
        ControlSheet,
        PromisesSheet,
        CausesSheet,
        MeasuresSheet,
    ):
        sheet(book)
    write_open_cases(book)
    write_cases(book)
    AboutSheet(book)
