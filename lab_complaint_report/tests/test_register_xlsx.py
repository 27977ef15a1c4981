from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command
from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.process import ProcessCase

HEADING = 3


@tagged("post_install", "-at_install")
class TestRegisterXlsx(ProcessCase):
    def _sheet(self, complaints, user=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env.ref("lab_complaint_report.action_report_register_xlsx")
        content, kind = (
            report.with_user(user or self.officer)
            .with_context(**context)
            ._render_xlsx(report.report_name, complaints.ids, {})
        )
        self.assertEqual(kind, "xlsx")
        return load_workbook(BytesIO(content)).active

    def _cell(self, sheet, label, row=HEADING + 1):
        labels = [cell.value for cell in sheet[HEADING]]
        return sheet.cell(row, labels.index(label) + 1)

    def _words(self, sheet):
        return "\n".join(str(cell) for row in sheet.values for cell in row if cell)

    def test_one_row_for_each_complaint_in_order_of_numbers(self):
        complaints = self._log(self.officer) | self._log(self.officer, subject="数据不一致")
        sheet = self._sheet(complaints[::-1])
        self.assertEqual(sheet.max_row, HEADING + 2)
        numbers = [sheet.cell(HEADING + row, 1).value for row in (1, 2)]
        self.assertEqual(numbers, complaints.mapped("name"))
        self.assertEqual(self._cell(sheet, "Subject", HEADING + 2).value, "数据不一致")
        self.assertEqual(self._cell(sheet, "Severity").value, "General")

    def test_what_an_assessor_asks_of_a_case(self):
        complaint = self._lead(self._receive(remedy_sought="A new certificate"))
        sheet = self._sheet(complaint)
        today = self.company._complaint_today()
        for label, value in {
            "Complainant Name": "Ms Lin",
            "Complainant Role": "Customer",
            "Customer": "Gauge Works",
            "Order": self.order.name,
            "Certificates": "C-2026-118",
            "Remedy Sought": "A new certificate",
            "Validity": "Valid",
            "Cause Analysis": "Printing error",
            "Decision": "You are right; we amend the certificate.",
            "Measures": "Print it again (Done)",
            "Acceptance": "Accepted",
            "All Promises Kept": "Yes",
        }.items():
            with self.subTest(label):
                self.assertEqual(self._cell(sheet, label).value, value)
        for label in (
            "Received On",
            "Acknowledged On",
            "Answered On",
            "Called Back On",
            "Closed On",
        ):
            with self.subTest(label):
                self.assertEqual(self._cell(sheet, label).value.date(), today)
        self.assertEqual(self._cell(sheet, "Working Days to the Answer").value, 0)

    def test_what_is_not_known_yet_is_empty(self):
        sheet = self._sheet(self._log(self.officer))
        for label in ("Answered On", "Working Days to the Answer", "All Promises Kept", "Decision"):
            self.assertIsNone(self._cell(sheet, label).value)

    def test_days_from_receipt_to_the_answer(self):
        complaint = self._lead(self._receive(), until="answer")
        told = complaint.communication_ids.filtered(lambda said: said.kind == "outcome")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET received_day = '2026-03-06' WHERE id = %s",
            [complaint.id],
        )
        self.env.cr.execute(
            "UPDATE lab_complaint_communication SET told_on = '2026-03-10 01:00' WHERE id = %s",
            [told.id],
        )
        sheet = self._sheet(complaint)
        # A Friday; Monday and Tuesday are worked.
        self.assertEqual(self._cell(sheet, "Received On").value.date(), date(2026, 3, 6))
        self.assertEqual(self._cell(sheet, "Working Days to the Answer").value, 2)

    def test_missed_promise(self):
        complaint = self._lead(self._receive(), until="answer")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint_deadline SET missed = true WHERE id = %s",
            [complaint.deadline_ids[:1].id],
        )
        self.assertEqual(self._cell(self._sheet(complaint), "All Promises Kept").value, "No")

    def test_words_are_never_a_formula(self):
        words = '=HYPERLINK("http://example.com")'
        complaint = self._log(
            self.officer, subject=words, description=words, remedy_sought="@SUM(1)"
        )
        sheet = self._sheet(complaint)
        for label in ("Subject", "Complainant's Words", "Remedy Sought"):
            cell = self._cell(sheet, label)
            self.assertEqual(cell.data_type, "s")
        self.assertEqual(self._cell(sheet, "Subject").value, words)

    def test_very_long_words_are_cut_and_not_lost(self):
        sheet = self._sheet(self._log(self.officer, description="a" * 40_000))
        words = self._cell(sheet, "Complainant's Words").value
        self.assertEqual((len(words), words[-1]), (32_767, "…"))

    def test_masked_as_the_reader_reads(self):
        complaint = self._log(
            self.officer,
            complainant_role="end_user",
            complainant_name="Zorro Vega",
            channel_id=self.channel.id,
            certificate_ids=[Command.create({"certificate_id": self.certificate.id})],
        )
        self._lead(complaint, until="judge")
        self._by(self.quality_head, complaint).measure_ids = [
            Command.create({"kind": "assessment", "name": "Deduct two points"}),
            Command.create({"kind": "training", "name": "Teach printing"}),
        ]
        auditor = self._words(self._sheet(complaint, self.auditor))
        self.assertNotIn("Zorro", auditor)
        self.assertNotIn("Deduct", auditor)
        self.assertIn("Protected identity", auditor)
        self.assertIn("Teach printing", auditor)
        head = self._words(self._sheet(complaint, self.quality_head))
        self.assertIn("Zorro Vega", head)
        self.assertIn("Deduct two points", head)

    def test_says_whose_register_it_is_and_what_is_in_it(self):
        complaints = self._log(self.officer, received_on="2026-02-03 08:30:00") | self._log(
            self.officer, received_on="2026-03-02 20:30:00"
        )
        sheet = self._sheet(complaints)
        self.assertEqual(sheet["A1"].value, "Laboratory A: Complaint Register")
        note = sheet["A2"].value
        for said in ("2 complaints", "02/03/2026", "03/03/2026", self.officer.name):
            self.assertIn(said, note)

    def test_prints_on_a4_across_with_titles(self):
        sheet = self._sheet(self._log(self.officer))
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(int(sheet.page_setup.paperSize), 9)
        self.assertEqual(sheet.print_title_rows, f"$1:${HEADING}")
        self.assertEqual(sheet.print_title_cols, "$A:$A")
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertTrue(self._cell(sheet, "Complainant's Words").alignment.wrap_text)
        self.assertEqual(sheet.freeze_panes, f"B{HEADING + 1}")

    def test_empty_choice(self):
        sheet = self._sheet(self.env["lab.complaint"])
        self.assertEqual(sheet.max_column, 32)

    def test_as_many_questions_for_many_cases_as_for_few(self):
        def questions(count):
            complaints = self._log(self.officer).browse()
            for _number in range(count):
                complaints |= self._receive()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._sheet(complaints)
            return self.env.cr.sql_log_count - before

        questions(1)
        few = questions(2)
        self.assertLessEqual(questions(12), few + 3)

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.officer.lang = "zh_CN"
        sheet = self._sheet(self._log(self.officer), lang="zh_CN")
        self.assertIn("投诉登记表", sheet["A1"].value)
        self.assertIn("承诺时限均已履行", [cell.value for cell in sheet[HEADING]])

    def test_offered_to_officers_and_auditors_only(self):
        groups = self.env.ref("lab_complaint_report.action_report_register_xlsx").group_ids
        self.assertEqual(
            groups,
            self.env.ref("lab_complaint.group_officer")
            | self.env.ref("lab_complaint.group_auditor"),
        )
