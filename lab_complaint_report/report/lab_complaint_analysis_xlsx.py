from odoo import models

from ..models.case_entry import field_text
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
STYLES = {"float": "percent", "integer": "number", "monetary": "money"}


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
        dimensions = [
            Column(described[name]._description_string(self.env), width)
            for name, width in DIMENSIONS
        ]
        measures = [
            Column(
                described[name]._description_string(self.env),
                MEASURE_WIDTH,
                STYLES[described[name].type],
            )
            for name in self._measures()
        ]
        return dimensions + measures

    def _measures(self):
        """Every figure of the analysis, in the order in which they are defined there."""
        return [
            name
            for name, described in self.env[self._table_model]._fields.items()
            if described.type in STYLES and described.store and name != "id"
        ]

    def _rows(self, cases):
        figures = self._figures(cases)
        for case in cases:
            yield [self._value(case, name) for name, _width in DIMENSIONS] + figures[case.id]

    def _figures(self, cases):
        """Figures by id of the case. Records would show 0 for what has no basis."""
        found = cases._read_group(
            [("id", "in", cases.ids)], ["id"], [f"{name}:max" for name in self._measures()]
        )
        return {case.id: list(values) for case, *values in found}

    def _value(self, case, name):
        return case[name] if case._fields[name].type == "date" else field_text(case, name)
