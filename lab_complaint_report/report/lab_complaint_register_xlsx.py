from odoo import fields, models

# Fields of the register in the order of the paper form, with the width in characters.
COLUMNS = [
    ("name", 16),
    ("received_on", 17),
    ("channel_id", 22),
    ("kind", 12),
    ("subject", 40),
    ("description", 60),
    ("customer_id", 28),
    ("order_id", 12),
    ("category_id", 32),
    ("severity", 10),
    ("department_ids", 24),
    ("user_id", 18),
    ("stage_id", 16),
    ("responsibility", 12),
    ("validity", 12),
    ("acceptance", 14),
    ("closed_on", 17),
]


class LabComplaintRegisterXlsx(models.AbstractModel):
    """The complaint register as a spreadsheet, one case a row (ISO/IEC 17025:2017, 8.4)."""

    _name = "report.lab_complaint_report.register_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Complaint Register (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the chosen complaints, in the order of their numbers.

        :param workbook: xlsxwriter workbook that report_xlsx opened
        :param objs: recordset of lab.complaint; dates are shown in the user's time zone
        """
        sheet = workbook.add_worksheet(self.env._("Complaint register"))
        heading = workbook.add_format(
            {"bold": True, "bg_color": "#E7E6E6", "border": 1, "valign": "vcenter"}
        )
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        date = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        for column, (name, width) in enumerate(COLUMNS):
            label = objs._fields[name]._description_string(self.env)
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, label, heading)
        complaints = objs.sorted(lambda c: (c.company_id.id, c.register_year, c.register_number))
        for row, complaint in enumerate(complaints, 1):
            for column, (name, _width) in enumerate(COLUMNS):
                value = complaint[name]
                if not value:
                    continue
                if objs._fields[name].type == "datetime":
                    local = fields.Datetime.context_timestamp(complaint, value)
                    sheet.write_datetime(row, column, local.replace(tzinfo=None), date)
                else:
                    # Never as a formula, whatever a complainant wrote.
                    sheet.write_string(row, column, self._text(complaint, name), text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(objs), 1), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _text(self, complaint, name):
        field, value = complaint._fields[name], complaint[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        return value
