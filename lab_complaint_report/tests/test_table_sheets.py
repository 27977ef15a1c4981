from datetime import date
from io import BytesIO
from unittest.mock import patch

import xlsxwriter
from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..report import table_sheets
from ..report.table_sheets import Column, TableSheets, height_of


@tagged("post_install", "-at_install")
class TestTableSheets(BaseCase):
    """A table of any length in a workbook."""

    def _workbook(self, rows, most_rows=table_sheets.MOST_ROWS):
        file = BytesIO()
        workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
        with patch.object(table_sheets, "MOST_ROWS", most_rows):
            table = TableSheets(
                workbook,
                name="Cases",
                title="The title",
                note="The note",
                columns=[Column("Words", 20), Column("Figure", 8, "percent"), Column("Day")],
                pages_across=2,
            )
            for row in rows:
                table.add(row)
            table.finish()
        workbook.close()
        return load_workbook(file)

    def test_as_many_rows_as_a_sheet_of_excel(self):
        self.assertEqual(table_sheets.MOST_ROWS, 2**20)

    def test_goes_on_in_a_further_sheet_with_headings(self):
        rows = [(f"case {number}", number, None) for number in range(7)]
        book = self._workbook(rows, most_rows=6)
        self.assertEqual(book.sheetnames, ["Cases", "Cases 2", "Cases 3"])
        written = []
        for sheet, last in zip(book, (6, 6, 4), strict=True):
            self.assertEqual((sheet["A1"].value, sheet["A2"].value), ("The title", "The note"))
            self.assertEqual([cell.value for cell in sheet[3]], ["Words", "Figure", "Day"])
            self.assertEqual(sheet.max_row, last)
            self.assertEqual(sheet.auto_filter.ref, f"A3:C{last}")
            self.assertEqual(sheet.freeze_panes, "B4")
            self.assertEqual(sheet.print_area, f"'{sheet.title}'!$A$1:$C${last}")
            written += [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=4)]
        self.assertEqual(written, rows)

    def test_a_full_sheet_begins_no_other(self):
        book = self._workbook([("case", 1, None)] * 3, most_rows=6)
        self.assertEqual(book.sheetnames, ["Cases"])

    def test_each_value_as_what_it_is(self):
        sheet = self._workbook([("words", 0.5, date(2026, 3, 6)), ("", 0, False)]).active
        self.assertEqual([cell.value for cell in sheet[4]][:2], ["words", 0.5])
        self.assertEqual(sheet["B4"].number_format, "0 %")
        self.assertEqual(sheet["C4"].value.date(), date(2026, 3, 6))
        self.assertEqual(sheet["C4"].number_format, "yyyy-mm-dd")
        self.assertEqual([cell.value for cell in sheet[5]], [None, 0, None])

    def test_words_stay_words(self):
        for words in ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.com", "007", "\t=1"):
            cell = self._workbook([(words, None, None)]).active["A4"]
            with self.subTest(words=words):
                self.assertEqual((cell.value.strip(), cell.hyperlink), (words.strip(), None))
                self.assertNotEqual(cell.data_type, "f")

    def test_words_are_never_markup(self):
        words = "<r><t>bold</t></r>"
        self.assertEqual(self._workbook([(words, None, None)]).active["A4"].value, f" {words}")

    def test_long_words_are_cut_and_say_so(self):
        words = self._workbook([("a" * 40_000, None, None)]).active["A4"].value
        self.assertEqual((len(words), words[-1]), (32_767, "…"))

    def test_without_rows(self):
        sheet = self._workbook([]).active
        self.assertEqual(sheet.max_row, 3)
        self.assertEqual(sheet.auto_filter.ref, "A3:C4")

    def test_prints_on_a4_with_page_numbers(self):
        sheet = self._workbook([("case", 1, None)]).active
        self.assertEqual(int(sheet.page_setup.paperSize), 9)
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual((sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight), (2, 0))
        self.assertEqual(sheet.print_title_rows, "$1:$3")
        self.assertEqual(sheet.oddFooter.right.text, "&P / &N")

    def test_height_of_words_that_go_on(self):
        one = height_of(["short"], [20])
        self.assertGreater(height_of(["a" * 30], [20]), one)
        self.assertGreater(height_of(["投诉" * 7], [20]), one)
        self.assertEqual(height_of(["two\nlines", 5], [20, 3]), height_of(["a" * 25], [20]))
        self.assertEqual(height_of([None], [20]), one)
        self.assertLess(height_of(["a" * 99_999], [20]), 410)
