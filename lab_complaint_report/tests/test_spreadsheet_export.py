import logging
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..report import lab_complaint_table_xlsx as export
from .spreadsheet_case import HEADING, SpreadsheetCase

LOGGER = "odoo.addons.lab_complaint_report.report.lab_complaint_table_xlsx"


@tagged("post_install", "-at_install")
class TestRegisterExport(SpreadsheetCase):
    """The register of any filter."""

    def test_the_cases_of_the_filter_in_order_of_their_numbers(self):
        late = self._log(self.officer, subject="Late report", severity="major")
        self._log(self.officer, subject="Wrong value", severity="minor")
        again = self._log(self.officer, subject="Late again", severity="major")
        sheet = self._sheet([["subject", "ilike", "late"], ["severity", "=", "major"]])
        numbers = self._column(sheet, "Number")
        self.assertEqual(numbers[-2:], [late.name, again.name])
        self.assertEqual(len(numbers), sheet.max_row - HEADING)
        self.assertIn(f"{len(numbers)} complaints", sheet["A2"].value)

    def test_same_as_the_report_of_chosen_cases(self):
        complaints = self._lead(self._receive()) | self._log(self.officer)
        report = self.env.ref("lab_complaint_report.action_report_register_xlsx")
        printed, _kind = report.with_user(self.officer)._render_xlsx(
            report.report_name, complaints.ids, {}
        )
        chosen = load_workbook(BytesIO(printed)).active
        filtered = self._sheet(self._of(complaints))
        self.assertEqual(list(filtered.values)[2:], list(chosen.values)[2:])
        self.assertEqual(filtered.print_title_rows, chosen.print_title_rows)
        for name in ("A1", "B4", "M4"):
            self.assertEqual(filtered[name].number_format, chosen[name].number_format)
            self.assertEqual(filtered[name].alignment.wrap_text, chosen[name].alignment.wrap_text)

    def test_only_what_the_reader_may_read(self):
        foreign = self.env["lab.complaint"].create(
            self._values(company_id=self.other_company.id, subject="Elsewhere")
        )
        involved = self._make_user("involved", "base.group_user", "lab_complaint.group_officer")
        own = self._log(self.officer)
        own.involved_employee_ids = self._make_employee("Involved", involved)
        both = self._of(own | foreign)
        self.assertEqual(self._column(self._sheet(both), "Number"), [own.name])
        self.assertEqual(
            self._column(self._sheet(both, self.other_officer), "Number"), [foreign.name]
        )
        self.assertEqual(self._sheet(both, involved).max_row, HEADING)

    def test_masked_as_the_reader_reads(self):
        complaint = self._log(
            self.officer, complainant_role="end_user", complainant_name="Zorro Vega"
        )
        for reader, name in (
            (self.officer, "Zorro Vega"),
            (self.auditor, "Protected identity"),
        ):
            sheet = self._sheet(self._of(complaint), reader)
            self.assertEqual(self._column(sheet, "Complainant Name"), [name])
        # Nor is it found by what is hidden.
        sheet = self._sheet([["complainant_name", "=", "Zorro Vega"]], self.auditor)
        self.assertEqual(sheet.max_row, HEADING)

    def test_by_nobody_else(self):
        complaint = self._receive()
        for user in (self.reporter, self.salesperson, self.calibrator_user, self.investigator):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._sheet(self._of(complaint), user)

    @mute_logger("odoo.sql_db")
    def test_a_filter_that_is_none(self):
        for domain in (
            [["no_such_field", "=", 1]],
            [["subject", "no such operator", 1]],
            [["id", "=", "one"]],
            [["received_on", ">", "yesterday or so"]],
            ["subject"],
            ["|"],
            [[]],
            [["id", "in", {"a": 1}]],
            [["user_id.no_such_field", "=", 1]],
        ):
            with self.subTest(domain=domain), self.assertRaises(UserError):
                self._sheet(domain)

    def test_words_are_never_a_formula(self):
        words = '=HYPERLINK("http://example.com")'
        complaint = self._log(self.officer, subject=words, description=words)
        sheet = self._sheet(self._of(complaint))
        self.assertEqual(self._column(sheet, "Subject"), [words])
        self.assertNotIn("f", {cell.data_type for row in sheet for cell in row})

    def test_nothing_found(self):
        sheet = self._sheet([["id", "=", 0]])
        self.assertEqual(sheet.max_row, HEADING)
        self.assertIn("0 complaints received from – to –", sheet["A2"].value)
        self.assertIn(self.company.name, sheet["A1"].value)

    def test_days_of_the_laboratory(self):
        # Half past four in the morning of the next day in Shanghai.
        complaint = self._log(self.officer, received_on="2026-03-02 20:30:00")
        sheet = self._sheet(self._of(complaint))
        self.assertIn("03/03/2026", sheet["A2"].value)
        self.assertEqual(f"{self._column(sheet, 'Received On')[0]:%F}", "2026-03-03")

    def test_who_exported_how_much_is_in_the_log(self):
        complaint = self._log(self.officer)
        with self.assertLogs(LOGGER, logging.INFO) as logged:
            self._sheet(self._of(complaint))
        said = logged.records[0].getMessage()
        self.assertEqual(
            said, f"lab_officer (user {self.officer.id}) exported 1 rows of lab.complaint"
        )

    def test_batches_join_without_gap(self):
        complaints = self.env["lab.complaint"].union(*(self._log(self.officer) for _ in range(7)))
        with patch.object(export, "BATCH", 3):
            sheet = self._sheet(self._of(complaints))
        self.assertEqual(self._column(sheet, "Number"), complaints.mapped("name"))

    def test_each_batch_asks_as_much(self):
        """Ten times the cases need the same questions for every batch of them."""
        complaints = self.env["lab.complaint"].union(*(self._receive() for _ in range(12)))

        def questions(count):
            self._sheet(self._of(complaints[:count]))
            before = self.env.cr.sql_log_count
            self._sheet(self._of(complaints[:count]))
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(questions(12), questions(3) + 1)
        with patch.object(export, "BATCH", 3):
            one, two, four = questions(3), questions(6), questions(12)
        self.assertLessEqual(four - two, 2 * (two - one))

    def test_nothing_is_left_on_the_disk(self):
        complaint = self._log(self.officer)
        folders = []
        made = export.TemporaryDirectory

        def remembered():
            folder = made()
            folders.append(folder.name)
            return folder

        with patch.object(export, "TemporaryDirectory", remembered):
            self._sheet(self._of(complaint))
            failing = patch.object(export.TableSheets, "add", side_effect=RuntimeError)
            with failing, self.assertRaises(RuntimeError):
                self._sheet(self._of(complaint))
        self.assertEqual([Path(folder).exists() for folder in folders], [False, False])

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        sheet = self._sheet([["id", "=", 0]], lang="zh_CN")
        self.assertIn("投诉登记表", sheet["A1"].value)
        self.assertIn("承诺时限均已履行", [cell.value for cell in sheet[HEADING]])


@tagged("post_install", "-at_install")
class TestAnalysisExport(SpreadsheetCase):
    """The analysis of any filter, one row a case."""

    table = "lab.complaint.analysis.xlsx"

    def _analysis(self, complaints, user=None, **context):
        return self._sheet(self._of(complaints), user, self.table, **context)

    def test_a_case_that_went_through(self):
        complaint = self._lead(self._receive())
        complaint.department_ids = self.department
        sheet = self._analysis(complaint)
        today = self.company._complaint_today()
        for label, value in {
            "Complaint": complaint.display_name,
            "Company": self.company.name,
            "Kind": "Complaint",
            "Departments": "Pressure",
            "Severity": "Minor",
            "Customer": "Gauge Works",
            "Validity": "Valid",
            "Complaints": 1,
            "Share Valid": 1,
            "Working Days to Acknowledge": 0,
            "All Promises Kept": 1,
            "Reopened": 0,
            "Compensation": 0,
        }.items():
            with self.subTest(label):
                self.assertEqual(self._column(sheet, label), [value])
        for label in ("Day of Receipt", "Day of End"):
            self.assertEqual(self._column(sheet, label)[0].date(), today)

    def test_what_has_no_basis_is_empty(self):
        sheet = self._analysis(self._log(self.officer))
        for label in (
            "Share Valid",
            "Working Days to Acknowledge",
            "Working Days to Close",
            "All Promises Kept",
            "Day of End",
        ):
            with self.subTest(label):
                self.assertEqual(self._column(sheet, label), [None])

    def test_formats(self):
        sheet = self._analysis(self._lead(self._receive()))
        labels = [cell.value for cell in sheet[HEADING]]
        for label, expected in (
            ("Share Valid", "0 %"),
            ("All Promises Kept", "0 %"),
            ("Working Days to Close", "0"),
            ("Compensation", "#,##0.00"),
            ("Day of Receipt", "yyyy-mm-dd"),
        ):
            cell = sheet.cell(HEADING + 1, labels.index(label) + 1)
            with self.subTest(label):
                self.assertEqual(cell.number_format, expected)
        self.assertEqual(sheet.freeze_panes, "B4")
        self.assertEqual(sheet.auto_filter.ref.split(":")[1], sheet.dimensions.split(":")[1])

    def test_every_figure_is_in_it_with_its_label(self):
        analysis = self.env["lab.complaint.analysis"]
        labels = [cell.value for cell in self._analysis(analysis.browse())[HEADING]]
        for name, described in analysis._fields.items():
            if described.aggregator and name != "id":
                with self.subTest(name):
                    self.assertIn(described.string, labels)
        self.assertEqual(len(labels), len(set(labels)))

    def test_never_says_who_complained(self):
        complaint = self._log(
            self.officer, complainant_role="public", complainant_name="Zorro Vega"
        )
        words = str(list(self._analysis(complaint).values))
        self.assertNotIn("Zorro", words)

    def test_only_what_the_reader_may_read(self):
        foreign = self.env["lab.complaint"].create(
            self._values(company_id=self.other_company.id, subject="Elsewhere")
        )
        own = self._log(self.officer)
        both = own | foreign
        self.assertEqual(self._column(self._analysis(both), "Complaint"), [own.display_name])
        self.assertEqual(self._analysis(both, self.auditor).max_row, HEADING + 1)
        for user in (self.reporter, self.salesperson):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._analysis(both, user)

    def test_as_many_questions_for_many_cases_as_for_few(self):
        complaints = self.env["lab.complaint"].union(*(self._receive() for _ in range(10)))

        def questions(cases):
            self._analysis(cases)
            before = self.env.cr.sql_log_count
            self._analysis(cases)
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(questions(complaints), questions(complaints[:2]) + 1)

    def test_labels_are_those_of_the_fields_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        severity = self.env["ir.model.fields"]._get("lab.complaint.analysis", "severity")
        severity.with_context(lang="zh_CN").field_description = "严重程度"
        sheet = self._analysis(self.env["lab.complaint"], lang="zh_CN")
        self.assertIn("严重程度", [cell.value for cell in sheet[HEADING]])
