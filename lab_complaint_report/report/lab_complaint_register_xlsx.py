from odoo import fields, models
from odoo.tools import format_date, format_datetime

from ..models.case_entry import field_text

# What the register says of a case, in the order of the paper form, with the width in characters:
# fields of the case, and facts of _register_facts.
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
HEADING_ROW = 2
A4 = 9
# A cell of a spreadsheet holds no more; what is longer would be left out altogether.
MOST_CHARACTERS = 32_767


class LabComplaintRegisterXlsx(models.AbstractModel):
    """The complaint register as a spreadsheet, one case a row (ISO/IEC 17025:2017, 8.4)."""

    _name = "report.lab_complaint_report.register_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Complaint Register (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the chosen complaints, in the order of their numbers.

        :param workbook: xlsxwriter workbook that report_xlsx opened
        :param objs: recordset of lab.complaint; days are those of the laboratory
        """
        complaints = objs.sorted(lambda c: (c.company_id.id, c.register_year, c.register_number))
        sheet = workbook.add_worksheet(self.env._("Complaint register"))
        formats = self._formats(workbook)
        self._write_headings(sheet, formats, complaints)
        facts = complaints._register_facts()
        for row, complaint in enumerate(complaints, HEADING_ROW + 1):
            for column, (name, _width) in enumerate(COLUMNS):
                self._write(sheet, formats, row, column, self._value(complaint, facts, name))
        self._set_up_page(sheet, len(complaints))

    def _formats(self, workbook):
        cell = {"font_size": 9, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        return {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "note": workbook.add_format({"font_size": 9, "font_color": "#595959"}),
            "heading": workbook.add_format(
                {**cell, "bold": True, "bg_color": "#E7E6E6", "text_wrap": True}
            ),
            "text": workbook.add_format({**cell, "text_wrap": True}),
            "date": workbook.add_format({**cell, "num_format": "yyyy-mm-dd"}),
        }

    def _write_headings(self, sheet, formats, complaints):
        companies = ", ".join(complaints.company_id.sudo().mapped("name"))
        title = self.env._("%(companies)s: Complaint Register", companies=companies)
        sheet.write_string(0, 0, title, formats["title"])
        sheet.write_string(1, 0, self._what_is_in_it(complaints), formats["note"])
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADING_ROW, column, self._label(name), formats["heading"])

    def _what_is_in_it(self, complaints):
        """Which cases these are and who printed them when: a register in an archive says so."""
        company = complaints.company_id[:1] or self.env.company
        days = [complaint._laboratory_day(complaint.received_on) for complaint in complaints]
        zone = company.sudo()._complaint_timezone().key
        return self.env._(
            "%(number)s complaints received from %(first)s to %(last)s, chosen and printed by "
            "%(person)s on %(date)s",
            number=len(complaints),
            first=format_date(self.env, min(days, default=None)) or "–",
            last=format_date(self.env, max(days, default=None)) or "–",
            person=self.env.user.name,
            date=format_datetime(self.env, fields.Datetime.now(), tz=zone),
        )

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

    def _value(self, complaint, facts, name):
        if name in complaint._fields:
            return field_text(complaint, name)
        return facts[complaint][name]

    def _write(self, sheet, formats, row, column, value):
        """One cell; words never as a formula or link, whatever a complainant wrote."""
        if isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, formats["text"])
        elif value and not isinstance(value, str):
            sheet.write_datetime(row, column, value, formats["date"])
        elif value:
            if len(value) > MOST_CHARACTERS:
                value = value[: MOST_CHARACTERS - 1] + "…"
            sheet.write_string(row, column, value, formats["text"])
        else:
            sheet.write_blank(row, column, None, formats["text"])

    def _set_up_page(self, sheet, count):
        """On sheets of A4 across, three side by side, each with the numbers and the headings."""
        last = HEADING_ROW + max(count, 1)
        sheet.freeze_panes(HEADING_ROW + 1, 1)
        sheet.autofilter(HEADING_ROW, 0, last, len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(3, 0)
        sheet.repeat_rows(0, HEADING_ROW)
        sheet.repeat_columns(0)
        sheet.print_area(0, 0, last, len(COLUMNS) - 1)
        sheet.set_footer("&R&P / &N")
