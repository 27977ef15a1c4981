"""Spreadsheets of a filter, as a user gets them."""

from io import BytesIO

from openpyxl import load_workbook

from odoo.addons.lab_complaint.tests.process import ProcessCase

HEADING = 3
REGISTER = "report.lab_complaint_report.register_xlsx"


class SpreadsheetCase(ProcessCase):
    """Cases as people lead them, and their spreadsheets."""

    def _sheet(self, domain, user=None, table=REGISTER, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        table = self.env[table].with_user(user or self.officer).with_context(**context)
        with table._export(domain) as file:
            return load_workbook(BytesIO(file.read())).active

    def _column(self, sheet, label):
        position = [cell.value for cell in sheet[HEADING]].index(label) + 1
        return [sheet.cell(row, position).value for row in range(HEADING + 1, sheet.max_row + 1)]

    def _of(self, complaints):
        return [["id", "in", complaints.ids]]
