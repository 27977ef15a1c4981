"""The workbook of a review: its formulas give the figures that the review kept."""

import io
import zipfile

import xlsxwriter
from openpyxl import load_workbook

from odoo.tests import TransactionCase, tagged

from ..models.lab_complaint_statistics import DIMENSIONS, MEASURES
from ..report.lab_complaint_review_xlsx import write_review
from .formulas import Calculator
from .review_content import generated

SHEETS = [
    "Summary",
    "Classification",
    "Trend",
    "Control Chart",
    "Promises",
    "Causes",
    "Measures",
    "Open Cases",
    "Cases",
    "About",
]


@tagged("post_install", "-at_install")
class TestReviewWorkbook(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = generated(300)
        cls.file = cls._written(cls.content)
        cls.book = load_workbook(cls.file)
        cls.shown = load_workbook(cls.file, data_only=True)

    @classmethod
    def _written(cls, content, **context):
        file = io.BytesIO()
        workbook = xlsxwriter.Workbook(file)
        write_review(workbook, cls.env(context=context), content)
        workbook.close()
        return file

    def _row(self, sheet, label, book=None):
        """Values as shown in the row that begins with a label."""
        for row in (book or self.shown)[sheet].iter_rows(values_only=True):
            if row[0] == label:
                return row
        raise AssertionError(f"{label} is not on {sheet}")

    def _assert_calculates(self, file):
        """Each formula gives what is shown, which is what the review kept."""
        calculator = Calculator(load_workbook(file))
        shown = load_workbook(file, data_only=True)
        formulas = calculator.formulas()
        for sheet, cell in formulas:
            kept, value = shown[sheet][cell].value, calculator.value(sheet, cell)
            with self.subTest(sheet=sheet, cell=cell, formula=self.book[sheet][cell].value):
                if isinstance(kept, str):
                    self.assertEqual(value, kept)
                else:
                    self.assertAlmostEqual(value, kept, 9)
        return formulas

    def test_sheets(self):
        self.assertEqual(self.book.sheetnames, SHEETS)

    def test_formulas_give_the_figures_that_were_kept(self):
        formulas = self._assert_calculates(self.file)
        sheets = {sheet for sheet, _cell in formulas}
        self.assertEqual(
            sheets,
            {"Summary", "Classification", "Trend", "Control Chart", "Promises", "Causes", "Measures"},
        )

    def test_figures_of_the_period_are_formulas_over_the_cases(self):
        labels = self.env["lab.complaint.statistics"]._labels()
        rows = {row[0].value: row for row in self.book["Summary"].iter_rows(min_row=6)}
        figures = self.content.frozen["figures"]
        for name in MEASURES:
            label = labels[name][0] + (" (CNY)" if name == "compensation" else "")
            with self.subTest(name):
                self.assertIn("Cases!", rows[label][1].value)
                shown = self._row("Summary", label)
                self.assertAlmostEqual(shown[1], figures["period"][name])
                self.assertAlmostEqual(shown[2], figures["previous"][name])
                self.assertAlmostEqual(
                    shown[4], figures["period"][name] - figures["previous"][name]
                )

    def test_every_figure_is_shown_and_defined(self):
        labels = self.env["lab.complaint.statistics"]._labels()
        for name in self.content.frozen["figures"]["period"]:
            label, definition = labels[name]
            with self.subTest(name):
                self.assertEqual(self._row("About", label)[1], definition)
                if name != "compensation":
                    self._row("Summary", label)

    def test_a_wrong_case_would_be_noticed(self):
        book = load_workbook(self.file)
        sheet = book["Cases"]
        column = [cell.value for cell in sheet[3]].index("Complaints") + 1
        sheet.cell(4, column).value = 5
        self.assertEqual(Calculator(book).value("Summary", "B7"), 304)

    def test_cases_one_a_row(self):
        sheet = self.shown["Cases"]
        self.assertEqual(sheet.max_row, 3 + len(self.content.cases))
        numbers = [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)]
        self.assertEqual(numbers, [case["number"] for case in self.content.cases])
        self.assertTrue(sheet["B4"].is_date)
        self.assertEqual(sheet.freeze_panes, "B4")
        self.assertTrue(sheet.auto_filter.ref.endswith(str(sheet.max_row)))

    def test_every_dimension_is_divided(self):
        labels = self.env["lab.complaint.statistics"]._labels()
        for dimension in DIMENSIONS:
            sheet = "Causes" if dimension == "cause_ids" else "Classification"
            rows = self.content.frozen["tables"][dimension]
            column = [cell.value for cell in self.shown[sheet]["A"]]
            start = column.index(labels[dimension][0])
            with self.subTest(dimension):
                for row in rows:
                    self.assertIn(row["name"]["en_US"], column[start:])

    def test_shares_and_shares_together(self):
        rows = self.content.frozen["tables"]["main_category_id"]
        counts = [row["count"] for row in rows]
        for number, row in enumerate(rows):
            shown = self._row("Classification", row["name"]["en_US"])
            self.assertAlmostEqual(shown[2], counts[number] / 300)
            self.assertAlmostEqual(shown[3], sum(counts[: number + 1]) / 300)

    def test_native_charts(self):
        with zipfile.ZipFile(self.file) as archive:
            charts = [
                archive.read(name).decode()
                for name in sorted(archive.namelist())
                if name.startswith("xl/charts/chart")
            ]
        self.assertEqual(len(charts), 5)
        pareto = charts[0]
        for part in ("<c:barChart>", "<c:lineChart>", "Classification!$D$"):
            self.assertIn(part, pareto)
        control = next(chart for chart in charts if "'Control Chart'!$F$" in chart)
        for column in "DEFGH":
            self.assertIn(f"'Control Chart'!${column}$", control)
        self.assertEqual(sum("<c:lineChart>" in chart for chart in charts), 4)

    def test_words_are_never_a_formula(self):
        for sheet, words in (
            ("Open Cases", "=HYPERLINK(1)"),
            ("Classification", "=Two"),
            ("About", "=1+1 is what people write"),
        ):
            found = [
                cell
                for row in self.book[sheet].iter_rows()
                for cell in row
                if cell.value == words
            ]
            with self.subTest(sheet):
                self.assertTrue(found)
                self.assertNotIn("f", {cell.data_type for cell in found})

    def test_prints_on_a4_with_page_numbers(self):
        for sheet in self.book:
            with self.subTest(sheet.title):
                self.assertEqual(int(sheet.page_setup.paperSize), 9)
                self.assertIn("&P / &N", sheet.oddFooter.right.text)
                self.assertTrue(sheet.print_title_rows)
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)

    def test_a_period_without_cases(self):
        content = generated(0)
        file = self._written(content)
        self._assert_calculates(file)
        shown = load_workbook(file, data_only=True)
        self.assertEqual(shown.sheetnames, SHEETS)
        self.assertEqual(self._row("Summary", "Complaints", shown)[1], 0)
        self.assertEqual(self._row("Summary", "Share Valid", shown)[1:3], ("–", "–"))
        words = str([list(sheet.values) for sheet in shown])
        self.assertNotIn("#DIV", words)
        self.assertIn("There were no complaints to classify.", words)
        self.assertIn("No measures were decided.", words)

    def test_one_case(self):
        self._assert_calculates(self._written(generated(1)))

    def test_without_orders_there_is_no_control_chart(self):
        content = generated(3)
        content.frozen["control"] = {
            "basis": "orders",
            "centre": None,
            "points": [],
            "verdict": {"en_US": "Nothing to compare with."},
        }
        shown = load_workbook(self._written(content), data_only=True)
        self.assertEqual(shown["Control Chart"]["A4"].value, "Nothing to compare with.")

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        shown = load_workbook(self._written(self.content, lang="zh_CN"), data_only=True)
        words = str([list(sheet.values) for sheet in shown])
        self.assertIn("Wrong value（中文）", words)
