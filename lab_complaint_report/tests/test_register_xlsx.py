from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import TransactionCase, new_test_user


class TestRegisterXlsx(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env, "xlsx-officer", groups="base.group_user,lab_complaint.group_officer", tz="UTC"
        )
        cls.complaints = (
            cls.env["lab.complaint"]
            .with_user(cls.officer)
            .create(
                [
                    {
                        "subject": "Second received",
                        "description": '=HYPERLINK("http://example.com")',
                        "received_on": "2026-03-02 08:30:00",
                        "severity": "major",
                    },
                    {"subject": "数据不一致", "description": "证书数据与去年相差很大。"},
                ]
            )
        )

    def _sheet(self, complaints, **context):
        report = self.env.ref("lab_complaint_report.action_report_register_xlsx")
        content, kind = (
            report.with_user(self.officer)
            .with_context(**context)
            ._render_xlsx(report.report_name, complaints.ids, {})
        )
        self.assertEqual(kind, "xlsx")
        return load_workbook(BytesIO(content)).active

    def _cell(self, sheet, row, label):
        labels = [cell.value for cell in sheet[1]]
        return sheet.cell(row, labels.index(label) + 1)

    def test_one_row_for_each_complaint_in_order_of_numbers(self):
        sheet = self._sheet(self.complaints[::-1])
        self.assertEqual(sheet.max_row, 3)
        self.assertEqual(
            [sheet.cell(row, 1).value for row in (2, 3)], self.complaints.mapped("name")
        )
        self.assertEqual(self._cell(sheet, 3, "Subject").value, "数据不一致")
        self.assertEqual(self._cell(sheet, 2, "Severity").value, "Major")
        received = self._cell(sheet, 2, "Received On").value
        self.assertEqual(str(received), "2026-03-02 08:30:00")

    def test_words_are_never_a_formula(self):
        cell = self._cell(self._sheet(self.complaints), 2, "Complainant's Words")
        self.assertEqual(cell.data_type, "s")
        self.assertEqual(cell.value, '=HYPERLINK("http://example.com")')

    def test_dates_are_in_the_time_zone_of_the_reader(self):
        self.officer.tz = "Asia/Shanghai"
        received = self._cell(self._sheet(self.complaints, tz="Asia/Shanghai"), 2, "Received On")
        self.assertEqual(str(received.value), "2026-03-02 16:30:00")

    def test_offered_to_officers_and_auditors_only(self):
        groups = self.env.ref("lab_complaint_report.action_report_register_xlsx").group_ids
        self.assertEqual(
            groups,
            self.env.ref("lab_complaint.group_officer")
            | self.env.ref("lab_complaint.group_auditor"),
        )
