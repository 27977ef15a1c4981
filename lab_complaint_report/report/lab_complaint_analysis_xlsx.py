from odoo import models

from ..models.lab_complaint_statistics import MEASURES
from .analysis_teller import AnalysisTeller
from .figure_styles import style_of_one
from .table_sheets import Column

# What the analysis says of a case besides its figures, with the width in characters.
DIMENSIONS = [
    ("complaint_id", 30),
    ("company_id", 18),
    ("received_day", 11),
    ("closed_day", 11),
    ("kind", 11),
    ("channel_id", 18),
    ("main_category_id", 18),
    ("category_id", 22),
    ("department_ids", 18),
    ("severity", 9),
    ("state", 13),
    ("stage_id", 14),
    ("responsibility", 12),
    ("validity", 12),
    ("cause_ids", 22),
    ("customer_id", 22),
    ("product_ids", 22),
    ("user_id", 16),
]
MEASURE_WIDTH = 13


class LabComplaintAnalysisXlsx(models.AbstractModel):
    """The complaint analysis as a spreadsheet, one case a row, for counting elsewhere
    (ISO/IEC 17025:2017, 8.6 and 8.9). Like the analysis it says nothing of who complained."""

    _name = "lab.complaint.analysis.xlsx"
    _inherit = "lab.complaint.table.xlsx"
    _description = "Complaint Analysis (XLSX)"

    _table_model = "lab.complaint.analysis"
    _table_order = "company_id.id, received_day, id"
    _pages_across = 3

    def _sheet_name(self):
        return self.env._("Complaint analysis")

    def _title(self, companies):
        names = ", ".join(companies.mapped("name"))
        return self.env._("%(companies)s: Complaint Analysis", companies=names)

    def _columns(self):
        described = self.env[self._table_model]._fields
        shown = [
            *((name, width, "text") for name, width in DIMENSIONS),
            *((name, MEASURE_WIDTH, style_of_one(name)) for name in MEASURES),
        ]
        return [
            Column(described[name]._description_string(self.env), width, style)
            for name, width, style in shown
        ]

    def _teller(self):
        names = [name for name, _width in DIMENSIONS]
        return AnalysisTeller(self.env[self._table_model], names, MEASURES)
