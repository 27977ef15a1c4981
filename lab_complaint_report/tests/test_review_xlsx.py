"""The workbook of a review: its formulas give the figures that the review kept."""

import io
import zipfile

import xlsxwriter
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ..models.lab_complaint_statistics import DIMENSIONS, MEASURES
from ..report.lab_complaint_review_xlsx import write_review
from .formulas import Calculator
from .review_case import ReviewCase
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


class CalculatedCase(TransactionCase):
    """Workbooks whose formulas are calculated apart from them."""

    def _assert_calculates(self, file):
        """Each formula gives what is shown, which is what the review kept."""
        book = load_workbook(file)
        calculator = Calculator(book)
        shown = load_workbook(file, data_only=True)
        formulas = calculator.formulas()
        for sheet, cell in formulas:
            kept, value = shown[sheet][cell].value, calculator.value(sheet, cell)
            with self.subTest(sheet=sheet, cell=cell, formula=book[sheet][cell].value):
                if isinstance(kept, str):
                    self.assertEqual(value, kept)
                else:
                    self.assertAlmostEqual(value, kept, 9)
        return formulas


@tagged("post_install", "-at_install")
class TestReviewWorkbook(CalculatedCase):
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

    def test_sheets(self):
        self.assertEqual(self.book.sheetnames, SHEETS)

    def test_formulas_give_the_figures_that_were_kept(self):
        formulas = self._assert_calculates(self.file)
        sheets = {sheet for sheet, _cell in formulas}
        self.assertEqual(
            sheets,
            {
                "Summary",
                "Classification",
                "Trend",
                "Control Chart",
                "Promises",
                "Causes",
                "Measures",
            },
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
                cell for row in self.book[sheet].iter_rows() for cell in row if cell.value == words
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


@tagged("post_install", "-at_install")
class TestReviewXlsx(ReviewCase, CalculatedCase):
    """The report of a review, from drafting to what was issued."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()

    def _file(self, reviews, user=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env.ref("lab_complaint_report.action_report_review_xlsx")
        report = report.with_user(user or self.quality_head).with_context(**context)
        content, kind = report._render(report.report_name, reviews.ids)
        self.assertEqual(kind, "xlsx")
        return io.BytesIO(content)

    def _figures(self, file):
        """Rows of the summary by their label, as shown."""
        rows = load_workbook(file, data_only=True)["Summary"].iter_rows(values_only=True)
        return {row[0]: row[1:] for row in rows}

    def test_formulas_give_what_was_issued(self):
        review = self._issued()
        file = self._file(review)
        self.assertTrue(self._assert_calculates(file))
        shown = self._figures(file)
        self.assertEqual(shown["Complaints"], (5, 3, 1, 2, 4))
        labels = self.env["lab.complaint.statistics"]._labels()
        for name, value in review._frozen()["figures"]["period"].items():
            label = labels[name][0]
            if name == "compensation":
                label += f" ({self.company.currency_id.name})"
            with self.subTest(name):
                self.assertEqual(shown[label][0], "–" if value is None else value)

    def test_stays_as_issued(self):
        review = self._issued()
        before = [list(sheet.values) for sheet in load_workbook(self._file(review))]
        self._received("2026-08-20")
        case = self.env["lab.complaint"].search([("received_day", "=", "2026-07-01")], limit=1)
        case.category_id = False
        after = [list(sheet.values) for sheet in load_workbook(self._file(review))]
        self.assertEqual(after, before)

    def test_says_who_issued_it_and_what_they_conclude(self):
        book = load_workbook(self._file(self._issued()))
        facts = dict(book["About"].iter_rows(max_col=2, values_only=True))
        self.assertEqual(facts["Issued by"], "Lin Hua")
        self.assertIn("Fewer letters, more calls.", facts["Conclusions"])
        self.assertIn("2026", book["Summary"]["A1"].value)

    def test_never_says_who_complained(self):
        self._received("2026-08-12", complainant_role="public", complainant_name="Zorro Vega")
        book = load_workbook(self._file(self._draft()))
        self.assertNotIn("Zorro", str([list(sheet.values) for sheet in book]))

    def test_a_period_without_cases(self):
        review = self._draft(period="month", anchor="2024-02-01")
        file = self._file(review)
        self._assert_calculates(file)
        self.assertEqual(self._figures(file)["Complaints"][0], 0)

    def test_readers(self):
        review = self._issued()
        for user in (self.officer, self.quality_head, self.auditor, self.deputy_head):
            with self.subTest(user=user.name):
                self.assertTrue(self._file(review, user).getvalue())
        for user in (self.reporter, self.other_officer):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._file(review, user)

    def test_one_at_a_time(self):
        reviews = self._draft() | self._draft(period="month")
        with self.assertRaises(UserError):
            self._file(reviews)

    def test_offered_on_reviews(self):
        bindings = self.env["ir.actions.actions"].with_user(self.auditor)
        printed = bindings.get_bindings("lab.complaint.review").get("report", ())
        action = self.env.ref("lab_complaint_report.action_report_review_xlsx")
        self.assertIn(action.id, [found["id"] for found in printed])

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        review = self._draft()
        shown = load_workbook(self._file(review, lang="zh_CN"))
        names = {row[0] for sheet in shown for row in sheet.iter_rows(max_col=1, values_only=True)}
        kept = review._frozen()["tables"]["severity"][0]["name"]["zh_CN"]
        self.assertIn(kept, names)
