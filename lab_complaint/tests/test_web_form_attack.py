import io
import zipfile

from odoo.tests import tagged

from odoo.addons.lab_complaint.controllers.public_page import LARGEST_POST
from odoo.addons.lab_complaint.models.lab_complaint_uploads import LARGEST_FILE
from odoo.addons.lab_complaint.models.lab_complaint_web import LONGEST
from odoo.addons.lab_complaint.models.res_company import WEB_FORM_PATH

from .status_case import PAGE
from .web_form_case import PDF, WebFormCase

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE_WITH_SCRIPT = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}<t t-out="1"/>'


class TestWebFormFiles(WebFormCase):
    """Files are what their names say, small, few, and named harmlessly."""

    def _names(self, case):
        return (
            self.env["ir.attachment"]
            .search([("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)])
            .mapped("name")
        )

    def test_refused(self):
        for name, content in (
            ("setup.exe", EXE),
            ("report.pdf", EXE),
            ("picture.svg", SVG),
            ("picture.png", SVG),
            ("page.html", PAGE_WITH_SCRIPT),
            ("page.pdf", PAGE_WITH_SCRIPT),
            ("page.txt", PAGE_WITH_SCRIPT),
            ("script.js", b"alert(1)"),
            ("report.pdf.exe", PDF),
            ("noending", PDF),
            ("empty.pdf", b""),
        ):
            with self.subTest(name=name):
                page = self._send(files=[("good.pdf", PDF), (name, content)])
                self.assertSentBack(page, 422, name)
                self.assertIn("Choose your files again", page.text)

    def test_bomb(self):
        """What unpacks to a lot is kept as it is, and never unpacked."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", b"\x00" * 50_000_000)
        case, _code = self.assertTaken(self._send(files=[("bomb.docx", packed.getvalue())]))
        self.assertEqual(self._names(case), ["bomb.docx"])
        self.assertLess(
            self.env["ir.attachment"]
            .search([("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)])
            .file_size,
            100_000,
        )

    def test_names(self):
        names = {
            "../../etc/passwd.pdf": "passwd.pdf",
            "invoice\u202efdp.pdf": "invoicefdp.pdf",
            "a\x07b\x1b[31m.pdf": "ab[31m.pdf",
            "证书 2026.pdf": "证书 2026.pdf",
        }
        for name, kept in names.items():
            with self.subTest(name=name):
                self.before = self._all()
                case, _code = self.assertTaken(self._send(files=[(name, PDF)]))
                self.assertEqual(self._names(case), [kept])

    def test_long_name(self):
        case, _code = self.assertTaken(self._send(files=[("x" * 300 + ".pdf", PDF)]))
        (name,) = self._names(case)
        self.assertLessEqual(len(name), 100)
        self.assertTrue(name.endswith(".pdf"))

    def test_too_many(self):
        page = self._send(files=[(f"{number}.pdf", PDF) for number in range(6)])
        self.assertSentBack(page, 422, "Attach at most 5 files.")

    def test_many_more(self):
        page = self._send(files=[(f"{number}.pdf", PDF) for number in range(200)])
        self.assertSentBack(page, 422, "Attach at most 5 files.")

    def test_too_large(self):
        content = PDF + b" " * (LARGEST_FILE + 1)
        page = self._send(files=[("large.pdf", content)])
        self.assertSentBack(page, 422, "large.pdf is larger than 10 MB.")

    def test_largest(self):
        content = PDF + b" " * (LARGEST_FILE - len(PDF))
        case, _code = self.assertTaken(self._send(files=[("large.pdf", content)]))
        self.assertEqual(self._names(case), ["large.pdf"])

    def test_far_too_much(self):
        """Refused before it is read, with a page; the other page of the complainant too."""
        for path in (WEB_FORM_PATH, f"{PAGE}/message"):
            with self.subTest(path=path):
                page = self.url_open(
                    path,
                    data={"description": "x"},
                    files=[("files", ("huge.pdf", b"x" * (LARGEST_POST + 1)))],
                    timeout=60,
                )
                self.assertEqual(page.status_code, 413)
                self.assertIn("The files are too large", page.text)
        self.assertFalse(self._made())

    def test_odoo_answers_elsewhere(self):
        """Only our pages are ours."""
        page = self.url_open("/web/login", data={"login": "x" * 11_000_000}, timeout=60)
        self.assertNotIn("The files are too large", page.text)


@tagged("post_install", "-at_install")
class TestWebFormScript(WebFormCase):
    """What people type is text, wherever it is shown."""

    def _send_scripts(self):
        typed = {name: f"{SCRIPT}{name}"[:longest] for name, longest in LONGEST.items()}
        typed["complainant_email"] = "lin@gauge.example.com"
        return typed

    def test_shown_again(self):
        page = self._send(
            **{
                **self._send_scripts(),
                "complainant_email": SCRIPT,
                "complainant_role": SCRIPT,
                "laboratory": SCRIPT,
                "token": self._form_token(),
            }
        )
        self.assertEqual(page.status_code, 422)
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertNotIn("<img src=x", page.text)
        self.assertIn("&lt;script&gt;alert(1)", page.text)
        self.assertIn("{{7*7}}", page.text)

    def test_token_shown_again(self):
        page = self._send(token=SCRIPT, complainant_name="")
        self.assertNotIn("<script>alert(1)", page.text)

    def test_entered(self):
        page = self._send(files=[("<script>alert(1)<.pdf", PDF)], **self._send_scripts())
        case, _code = self.assertTaken(page)
        self.assertEqual(case.description, f"{SCRIPT}description")
        self.assertEqual(case.complainant_name, f"{SCRIPT}complainant_name")
        shown = page.text + self.url_open(PAGE).text
        for message in case.message_ids:
            shown += message.body + str(message.tracking_value_ids)
        self.assertNotIn("<script>alert(1)", shown)
        self.assertNotIn("<img src=x", shown)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)]
        )
        self.assertEqual(file.name, "_script_alert(1)_.pdf")

    def test_in_a_letter(self):
        case, _code = self.assertTaken(self._send(**self._send_scripts()))
        said = self.env["lab.complaint.communication"].new(
            {"complaint_id": case.id, "kind": "progress", "way": "letter", "summary": SCRIPT}
        )
        _subject, body = said._rendered()
        self.assertNotIn("<script", body)
        self.assertNotIn("<img src=x", body)
