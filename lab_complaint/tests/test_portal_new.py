from odoo import SUPERUSER_ID

from odoo.addons.lab_complaint.models.lab_complaint_query_attempt import LIMITS

from .portal_case import LIST, PortalPageCase

NEW = f"{LIST}/new"


class TestPortalNew(PortalPageCase):
    """A customer logs a complaint, and knows its number at once."""

    def _send(self, user=None, files=None, **values):
        self._log_in(user or self.lin)
        before = self.env["lab.complaint"].search([])
        page = self._post(NEW, files, **{"words": "The values differ.", **values})
        return page, self.env["lab.complaint"].search([]) - before

    def assertRefusedOnForm(self, message, **values):
        """Nothing is logged; the form says why and keeps what was typed."""
        page, made = self._send(**values)
        self.assertFalse(made)
        self.assertEqual(page.status_code, 200)
        self.assertIn(message, page.text)
        self.assertIn('id="new_complaint"', page.text)
        return page

    def test_logged(self):
        page, complaint = self._send(
            remedy="Measure again", reference="C-2026-7", order_id=self.order.id
        )
        self.assertRecordValues(
            complaint,
            [
                {
                    "description": "The values differ.",
                    "subject": "The values differ.",
                    "remedy_sought": "Measure again",
                    "stated_reference": "C-2026-7",
                    "order_id": self.order.id,
                    "customer_id": self.customer.id,
                    "partner_id": self.contact.id,
                    "complainant_role": "customer",
                    "company_id": self.company.id,
                    "channel_id": self.env.ref("lab_complaint.channel_website").id,
                    "received_by_id": False,
                    "create_uid": SUPERUSER_ID,
                }
            ],
        )
        self.assertEqual(page.url.rsplit("/", 1)[1], f"{complaint.id}?new=1")
        self.assertCase(page, complaint)
        self.assertIn('id="is_new"', page.text)
        self.assertIn("Our answer", page.text)
        self.assertIn(self.order.name, page.text)

    def test_acknowledged_at_once(self):
        _page, complaint = self._send()
        said = complaint.communication_ids
        self.assertRecordValues(
            said, [{"kind": "acknowledgement", "way": "portal", "is_given": True}]
        )
        self.assertIn(complaint.name, said.summary)

    def test_form(self):
        certificate = self.env["lab.certificate"].create(
            {"name": "C-2026-7", "company_id": self.company.id, "order_id": self.order.id}
        )
        foreign = self.env["lab.certificate"].create(
            {"name": "C-2026-8", "company_id": self.company.id, "order_id": self.other_order.id}
        )
        self._log_in(self.bo)
        text = self.url_open(f"{NEW}?order_id={self.order.id}").text
        for name in ("words", "remedy"):
            self.assertRegex(text, rf'<textarea[^>]* name="{name}"')
        self.assertRegex(text, rf'<option value="{self.order.id}" selected')
        self.assertIn(certificate.name, text)
        self.assertNotIn(foreign.name, text)
        self.assertNotIn(self.other_order.name, text)
        self.assertNotIn(
            self.other_order.name, self.url_open(f"{NEW}?order_id={self.other_order.id}").text
        )

    def test_certificate_is_recognised(self):
        certificate = self.env["lab.certificate"].create(
            {"name": "C-2026-7", "company_id": self.company.id, "order_id": self.order.id}
        )
        _page, complaint = self._send(reference="c-2026-7")
        self.assertEqual(complaint.certificate_ids.certificate_id, certificate)
        self.assertEqual(complaint.order_id, self.order)

    def test_order_of_somebody_else(self):
        """By number nothing is told; what does not exist gets the same answer."""
        answers = set()
        self.order.copy({"state": "draft"})
        for order_id in (self.other_order.id, 999999999, "x", "-1", "9" * 5000):
            page = self.assertRefusedOnForm("Choose one of your own orders", order_id=order_id)
            self.assertNotIn(self.other_order.name, page.text)
            answers.add(page.text.split("alert-danger")[1][:200])
        self.assertEqual(len(answers), 1)

    def test_number_of_somebody_else_is_not_linked(self):
        page, complaint = self._send(reference=self.other_order.name)
        self.assertFalse(complaint.order_id)
        self.assertNotIn("Balance House", page.text)

    def test_nothing_typed_is_lost(self):
        page = self.assertRefusedOnForm(
            "Write what you complain about",
            words=" ",
            remedy="Measure <again>",
            reference="C-2026-7",
            order_id=self.order.id,
        )
        self.assertIn("Measure &lt;again&gt;", page.text)
        self.assertIn('value="C-2026-7"', page.text)
        self.assertRegex(page.text, rf'<option value="{self.order.id}" selected')

    def test_too_long(self):
        self.assertRefusedOnForm("Shorten the text", words="x" * 20001)
        self.assertRefusedOnForm("Shorten the text", reference="x" * 201)

    def test_files(self):
        _page, complaint = self._send(
            files=[
                ("files", ("../../note.txt", b"A note")),
                ("files", ("values.pdf", b"%PDF-1.4 values")),
            ]
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", complaint.id)]
        )
        self.assertEqual(set(files.mapped("name")), {"note.txt", "values.pdf"})
        self.assertEqual(files.create_uid.id, SUPERUSER_ID)

    def test_wrong_file(self):
        page = self.assertRefusedOnForm(
            "bad.pdf cannot be taken", files=[("files", ("bad.pdf", b"MZ\x90\x00program"))]
        )
        self.assertIn("The values differ.", page.text)

    def test_not_too_many(self):
        for _number in range(LIMITS["portal"]):
            self.env["lab.complaint.query.attempt"]._count(portal=self.lin.id)
        page = self.assertRefusedOnForm("many complaints just now")
        self.assertIn("The values differ.", page.text)
        _page, complaint = self._send(self.bo)
        self.assertTrue(complaint)

    def test_script_stays_text(self):
        page, complaint = self._send(
            words="<script>alert(1)</script>",
            remedy="<img src=x onerror=alert(2)>",
            reference="<b>3</b>",
        )
        self.assertEqual(complaint.description, "<script>alert(1)</script>")
        for shown in (page, self.url_open(LIST), self.url_open(f"{LIST}/{complaint.id}")):
            self.assertNotIn("<script>alert(1)", shown.text)
            self.assertNotIn("<img src=x", shown.text)

    def test_staff(self):
        """Who works here is protected from the others."""
        _page, complaint = self._send(self.reporter)
        self.assertEqual(complaint.complainant_role, "staff")
        self.assertTrue(complaint.is_identity_protected)
        self.assertIn(complaint, self._followed(self.reporter))
        self.assertNotIn(self.reporter, complaint.create_uid | complaint.write_uid)

    def test_without_orders(self):
        page, complaint = self._send(self.portal)
        self.assertCase(page, complaint)
        self.assertEqual(complaint.partner_id, self.portal.partner_id)
