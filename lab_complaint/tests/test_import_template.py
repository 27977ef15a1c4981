from io import BytesIO

from openpyxl import load_workbook

from odoo.tools import file_open

from .common import ComplaintCase

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ","}


class TestImportTemplate(ComplaintCase):
    """The spreadsheet that Odoo offers for an import can be imported as it is."""

    LANGUAGE = "en_US"
    PATH = "lab_complaint/static/xls/lab_complaint.xlsx"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(cls.LANGUAGE)
        module = cls.env["ir.module.module"].search([("name", "=", "lab_complaint")])
        module._update_translations([cls.LANGUAGE])
        with file_open(cls.PATH, "rb") as file:
            cls.content = file.read()
        cls.book = load_workbook(BytesIO(cls.content), read_only=True)
        cls.rows = list(cls.book.worksheets[0].iter_rows(values_only=True))

    def _start_import(self, user=None):
        return (
            self.env["base_import.import"]
            .with_user(user or self.env.user)
            .with_context(lang=self.LANGUAGE)
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

    def _title(self, name):
        complaints = self.env["lab.complaint"].with_context(lang=self.LANGUAGE)
        return complaints._fields[name]._description_string(complaints.env)

    def _cells(self, name):
        column = self.rows[0].index(self._title(name))
        return [row[column] for row in self.rows[1:]]

    def _make_what_the_examples_name(self):
        customers = sorted(set(filter(None, self._cells("customer_id"))))
        self.env["res.partner"].create([{"name": name} for name in customers])

    def test_odoo_offers_the_file(self):
        complaints = self._complaints(self.officer).with_context(lang=self.LANGUAGE)
        (template,) = complaints.get_import_templates()
        self.assertEqual(template["template"], f"/{self.PATH}")
        self.assertTrue(template["label"])

    def test_every_column_is_recognised(self):
        preview = self._start_import(self.officer).parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        self.assertEqual(preview["headers"], list(self.rows[0]))
        self.assertEqual(len(preview["matches"]), len(self.rows[0]))
        for index, path in preview["matches"].items():
            with self.subTest(column=self.rows[0][index]):
                self.assertEqual(self._title(path[0]), self.rows[0][index])

    def test_columns_say_what_is_needed(self):
        """Required fields without a default are in the template, others are explained."""
        needed = {self._title(name) for name in ("subject", "description", "received_on")}
        self.assertLessEqual(needed, set(self.rows[0]))
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
        self.assertEqual(complaints.mapped("former_number"), self._cells("former_number"))
        self.assertEqual(complaints.mapped("description"), self._cells("description"))
        stages = complaints.with_context(lang=self.LANGUAGE).mapped("stage_id.name")
        self.assertEqual(set(stages), set(self._cells("stage_id")))
        self.assertEqual(complaints.mapped("received_on"), self._cells("received_on"))
        self.assertEqual(
            [complaint.customer_id.name or None for complaint in complaints],
            self._cells("customer_id"),
        )

    def test_dry_run_writes_nothing(self):
        self._make_what_the_examples_name()
        before = self._complaints().search_count([])
        importer = self._start_import()
        preview = importer.parse_preview(dict(OPTIONS))
        fields = ["/".join(preview["matches"][index]) for index in range(len(self.rows[0]))]
        importer.execute_import(fields, list(self.rows[0]), dict(preview["options"]), dryrun=True)
        self.assertEqual(self._complaints().search_count([]), before)


class TestImportTemplateChinese(TestImportTemplate):
    """The same in Chinese: channels, categories and stages are found by translated names."""

    allow_inherited_tests_method = True
    LANGUAGE = "zh_CN"
    PATH = "lab_complaint/static/xls/lab_complaint_zh_CN.xlsx"
