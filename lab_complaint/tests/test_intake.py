from odoo import SUPERUSER_ID
from odoo.exceptions import UserError

from odoo.addons.lab_complaint.models.lab_complaint_uploads import check_files, clean_file_name

from .common_answer import AnswerCase

WORDS = "The values of order QZ2026-0101 are wrong.\nPlease look at them."
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class TestIntake(AnswerCase):
    """What arrives from outside is a case like any other, in nobody's name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.name = "QZ2026-0101"
        cls.website = cls.env.ref("lab_complaint.channel_website")

    def _receive(self, user=None, files=(), **values):
        return self._complaints(user or self.public)._log_from_outside(
            "website",
            {"company_id": self.company.id, "description": WORDS, **values},
            files,
        )

    def test_in_nobodys_name(self):
        for user in (self.public, self.portal, self.reporter, self.officer):
            with self.subTest(user=user.login):
                complaint = self._receive(user)
                self.assertRecordValues(
                    complaint,
                    [
                        {
                            "create_uid": SUPERUSER_ID,
                            "write_uid": SUPERUSER_ID,
                            "received_by_id": False,
                            "channel_id": self.website.id,
                            "company_id": self.company.id,
                            "state": "received",
                            "subject": "The values of order QZ2026-0101 are wrong.",
                            "description": WORDS,
                        }
                    ],
                )
                self.assertFalse(complaint.message_partner_ids)
                self.assertNotIn(user.partner_id, complaint.message_ids.author_id)

    def test_numbered_and_promised(self):
        complaint = self._receive()
        self.assertRegex(complaint.name, r"^CP/\d{4}/\d{5}$")
        self.assertEqual(
            set(complaint.deadline_ids.mapped("kind")),
            {"acknowledgement", "screening", "progress", "outcome"},
        )

    def test_known_writer_gets_the_order_linked(self):
        complaint = self._receive(partner_id=self.contact.id)
        self.assertEqual(complaint.order_id, self.order)
        self.assertEqual(complaint.customer_id, self.customer)
        self.assertEqual(complaint.complainant_email, self.contact.email)

    def test_stranger_gets_nothing_linked(self):
        complaint = self._receive(
            complainant_email=self.contact.email, stated_reference="QZ2026-0101"
        )
        self.assertFalse(complaint.order_id)
        self.assertFalse(complaint.customer_id)
        self.assertFalse(complaint.partner_id)
        note = complaint.message_ids.filtered(lambda message: "QZ2026-0101" in message.body)
        self.assertIn("make sure first", note.body)
        self.assertTrue(note.is_internal)

    def test_unknown_number_leaves_no_note(self):
        complaint = self._receive(stated_reference="QZ2026-9999", description="Wrong")
        self.assertNotIn("9999", "".join(complaint.message_ids.mapped("body")))
        self.assertEqual(complaint.stated_reference, "QZ2026-9999")

    def test_certificate_linked(self):
        certificate = self.env["lab.certificate"].create(
            {
                "name": "JZ2026-7001",
                "company_id": self.company.id,
                "customer_id": self.customer.id,
            }
        )
        complaint = self._receive(partner_id=self.contact.id, stated_reference="JZ2026-7001")
        self.assertEqual(complaint.certificate_ids.certificate_id, certificate)
        self.assertEqual(complaint.certificate_ids.role, "disputed")

    def test_staff_is_protected(self):
        complaint = self._receive(partner_id=self.reporter.partner_id.id)
        self.assertEqual(complaint.complainant_role, "staff")
        self.assertEqual(complaint.channel_id.code, "staff")
        self.assertTrue(complaint.is_identity_protected)

    def test_files(self):
        complaint = self._receive(files=[("photo.png", PNG), ("letter.pdf", PDF)])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", complaint.id)]
        )
        self.assertEqual(set(files.mapped("name")), {"photo.png", "letter.pdf"})
        self.assertEqual(files.create_uid.id, SUPERUSER_ID)
        self.assertFalse(any(files.mapped("public")))

    def test_long_first_line(self):
        complaint = self._receive(description="a" * 300)
        self.assertEqual(complaint.subject, "a" * 99 + "…")

    def test_no_words(self):
        with self.assertRefused(UserError, "words are missing"):
            self._receive(description="  \n ", subject="Nothing")

    def test_acknowledged_on_the_page(self):
        complaint = self._receive()
        complaint._acknowledge_on_page()
        said = complaint.communication_ids
        self.assertRecordValues(
            said, [{"kind": "acknowledgement", "way": "portal", "is_given": True}]
        )
        self.assertIn(complaint.name, said.summary)
        promise = complaint.deadline_ids.filtered(lambda one: one.kind == "acknowledgement")
        self.assertFalse(promise.is_open)
        self.assertEqual(complaint.state, "screening")
        self.assertEqual(complaint.write_uid.id, SUPERUSER_ID)

    def test_acknowledged_without_a_promise(self):
        self.env["lab.complaint.deadline.policy"].search([("kind", "=", "outcome")]).unlink()
        complaint = self._receive()
        complaint._acknowledge_on_page()
        self.assertIn(complaint.name, complaint.communication_ids.summary)


class TestUploads(AnswerCase):
    """Files from outside are what their names say, with names that do no harm."""

    def _check(self, *files):
        return check_files(self.env, list(files))

    def test_taken(self):
        taken = [("a.pdf", PDF), ("b.PNG", PNG), ("c.txt", "投诉内容\n".encode())]
        self.assertEqual(self._check(*taken), taken)
        self.assertEqual(self._check(), [])
        self.assertEqual(self._check(("", b"")), [])

    def test_refused(self):
        for name, content in (
            ("report.pdf", b"MZ\x90\x00\x03" + b"\x00" * 100),
            ("report.pdf", b"\x7fELF\x02\x01\x01" + b"\x00" * 100),
            ("page.html", b"<html><script>alert(1)</script></html>"),
            ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("image.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("program.exe", b"MZ\x90\x00\x03" + b"\x00" * 100),
            ("archive.zip", b"PK\x03\x04" + b"\x00" * 100),
            ("word.docx", b"PK\x03\x04" + b"\x00" * 100),
            ("noending", PDF),
            ("empty.pdf", b""),
        ):
            with self.subTest(name=name), self.assertRefused(UserError, name):
                self._check((name, content))

    def test_too_large(self):
        with self.assertRefused(UserError, "large.pdf is larger than 10 MB"):
            self._check(("large.pdf", PDF + b"0" * 10 * 1024 * 1024))

    def test_too_many(self):
        self._check(*[("a.pdf", PDF)] * 5)
        with self.assertRefused(UserError, "at most 5"):
            self._check(*[("a.pdf", PDF)] * 6)

    def test_names(self):
        for name, clean in (
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\temp\\a.pdf", "a.pdf"),
            ("gpj\u202efdp.exe", "gpjfdp.exe"),
            ("a\x00\n<b>.pdf", "a_b_.pdf"),
            ("证书 扫描件.pdf", "证书 扫描件.pdf"),
            (".pdf", "pdf"),
            ("", "file"),
            ("...", "file"),
            ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ):
            with self.subTest(name=name):
                self.assertEqual(clean_file_name(name), clean)
