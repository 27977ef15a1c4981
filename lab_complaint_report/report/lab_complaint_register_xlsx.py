from odoo import models
from odoo.fields import Domain

from .register_teller import RegisterTeller
from .table_sheets import Column

# What the register says of a case, in the order of the paper form, with the width in characters:
# fields of the case, and facts of RegisterFacts.
COLUMNS = [
    ("name", 15),
    ("received_day", 11),
    ("channel_id", 14),
    ("kind", 9),
    ("complainant_name", 16),
    ("complainant_role", 11),
    ("authority_id", 16),
    ("authority_reference", 14),
    ("customer_id", 18),
    ("order_id", 10),
    ("certificates", 16),
    ("subject", 22),
    ("description", 38),
    ("remedy_sought", 22),
    ("category_id", 16),
    ("severity", 9),
    ("department_ids", 13),
    ("user_id", 12),
    ("stage_id", 11),
    ("responsibility", 10),
    ("validity", 10),
    ("cause_analysis", 24),
    ("decision", 30),
    ("measures", 30),
    ("acknowledged_on", 12),
    ("answered_on", 11),
    ("days", 9),
    ("authority_answered_on", 12),
    ("called_back_on", 11),
    ("acceptance", 11),
    ("closed_day", 11),
    ("on_time", 10),
]


class LabComplaintRegisterXlsx(models.AbstractModel):
    """The complaint register as a spreadsheet, one case a row (ISO/IEC 17025:2017, 8.4): of
    chosen cases as a report, of any filter as an export."""

    _name = "report.lab_complaint_report.register_xlsx"
    _inherit = ["lab.complaint.table.xlsx", "report.report_xlsx.abstract"]
    _description = "Complaint Register (XLSX)"

    _table_model = "lab.complaint"
    _table_order = "company_id.id, register_year, register_number"
    _pages_across = 3

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the chosen complaints, in the order of their numbers.

        :param workbook: xlsxwriter workbook that report_xlsx opened
        :param objs: recordset of lab.complaint; days are those of the laboratory
        :raise AccessError: when the user may not read one of them
        """
        objs.check_access("read")
        chosen = list(Domain("id", "in", objs.ids))
        self._write_table(workbook, chosen, self._find(chosen))

    def _sheet_name(self):
        return self.env._("Complaint register")

    def _title(self, companies):
        names = ", ".join(companies.mapped("name"))
        return self.env._("%(companies)s: Complaint Register", companies=names)

    def _columns(self):
        return [Column(self._label(name), width) for name, width in COLUMNS]

    def _teller(self):
        return RegisterTeller(self.env, [name for name, _width in COLUMNS])

    def _label(self, name):
        case = self.env["lab.complaint"]._fields
        labels = {
            "received_day": case["received_on"]._description_string(self.env),
            "certificates": case["certificate_ids"]._description_string(self.env),
            "closed_day": case["closed_on"]._description_string(self.env),
            "decision": self.env._("Decision"),
            "measures": self.env._("Measures"),
            "acknowledged_on": self.env._("Acknowledged On"),
            "answered_on": self.env._("Answered On"),
            "days": self.env._("Working Days to the Answer"),
            "authority_answered_on": self.env._("Authority Answered On"),
            "called_back_on": self.env._("Called Back On"),
            "on_time": self.env._("All Promises Kept"),
        }
        return labels.get(name) or case[name]._description_string(self.env)
