from io import BytesIO

from openpyxl import load_workbook

from odoo.tools import file_open

from .common import ComplaintCase

PATH = "lab_complaint/static/xls/lab_complaint.xlsx"
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ","}


class TestImportTemplate(ComplaintCase):
    """The spreadsheet that Odoo offers for an import can be imported as it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(PATH, "rb") as file:
            cls.content = file.read()
        cls.book = load_workbook(BytesIO(cls.content), read_only=True)
        cls.rows = list(cls.book.worksheets[0].iter_rows(values_only=True))

    def _start_import(self, user=None, lang="en_US"):
        return (
            self.env["base_import.import"]
            .with_user(user or self.env.user)
            .with_context(lang=lang)
            .create(
                {
                    "res_model": "lab.complaint",
                    "file": self.content,
                    "file_name": "lab_complaint.xlsx",
                    "file_type": (
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    ),
                }
            )
        )

    def _cells(self, title):
        return [row[self.rows[0].index(title)] for row in self.rows[1:]]

    def _make_what_the_examples_name(self):
        customers = sorted(set(filter(None, self._cells("Customer"))))
        self.env["res.partner"].create([{"name": name} for name in customers])

    def test_odoo_offers_the_file(self):
        (template,) = self._complaints(self.officer).get_import_templates()
        self.assertEqual(template["template"], f"/{PATH}")
        self.assertTrue(template["label"])

    def test_every_column_is_recognised(self):
        preview = self._start_import(self.officer).parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        self.assertEqual(preview["headers"], list(self.rows[0]))
        self.assertEqual(len(preview["matches"]), len(self.rows[0]))
        for index, path in preview["matches"].items():
            with self.subTest(column=self.rows[0][index]):
                field = self.env["lab.complaint"]._fields[path[0]]
                label = field._description_string(self.env)
                self.assertEqual(label, self.rows[0][index])

    def test_columns_say_what_is_needed(self):
        """Required fields without a default are in the template, others are explained."""
        self.assertLessEqual({"Subject", "Complainant's Words", "Received On"}, set(self.rows[0]))
        explained = [row[0] for row in self.book.worksheets[1].iter_rows(values_only=True)]
        self.assertLessEqual(set(self.rows[0]), set(explained))

    def test_examples_are_imported(self):
        self._make_what_the_examples_name()
        importer = self._start_import()
        preview = importer.parse_preview(dict(OPTIONS))
        fields = ["/".join(preview["matches"][index]) for index in range(len(self.rows[0]))]
        columns = list(self.rows[0])
        result = importer.execute_import(fields, columns, dict(preview["options"]))
        self.assertFalse(result["messages"])
        complaints = self._complaints().browse(result["ids"])
        self.assertEqual(complaints.mapped("former_number"), self._cells("Former Number"))
        self.assertEqual(complaints.mapped("description"), self._cells("Complainant's Words"))
        self.assertEqual(complaints.mapped("stage_id.name"), sorted(set(self._cells("Stage"))))
        self.assertEqual(complaints.mapped("received_on"), self._cells("Received On"))
        self.assertEqual(
            [complaint.customer_id.name or None for complaint in complaints],
            self._cells("Customer"),
        )

    def test_dry_run_writes_nothing(self):
        self._make_what_the_examples_name()
        before = self._complaints().search_count([])
        importer = self._start_import()
        preview = importer.parse_preview(dict(OPTIONS))
        fields = ["/".join(preview["matches"][index]) for index in range(len(self.rows[0]))]
        importer.execute_import(fields, list(self.rows[0]), dict(preview["options"]), dryrun=True)
        self.assertEqual(self._complaints().search_count([]), before)
