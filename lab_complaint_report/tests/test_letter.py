"""Letters: what stands on them, and that what was sent stays as it went out."""

import base64
import hashlib
import re

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report

from .paper import PaperCase

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestLetter(PaperCase):
    """One letter on paper from the dialog to the archive."""

    def _acknowledged(self, complaint=None):
        """An acknowledgement on paper, as real PDF."""
        complaint = complaint or self._receive()
        case = self._by(self.officer, complaint).with_context(force_report_rendering=True)
        case.user_id = self.officer
        case.action_acknowledge(way="letter", summary="Please keep the gauge.")
        return complaint.communication_ids

    def _stored(self, said):
        return base64.b64decode(self._by(self.officer, said).letter)

    def test_what_stands_on_it(self):
        self.contact.write({"street": "Meter Road 5", "city": "Shanghai"})
        self.officer.employee_ids = self.env["hr.employee"].create(
            {"name": "Officer", "user_id": self.officer.id, "job_title": "Complaint officer"}
        )
        said = self._acknowledged()
        text = self._text(self._stored(said))
        for expected in (
            "Ms Lin",
            "Meter Road 5",
            f"Our number {said.complaint_id.name}",
            f"Our order {self.order.name}",
            "Certificate C-2026-118",
            f"Your complaint {said.complaint_id.name}: received",
            "Dear Ms Lin,",
            "Please keep the gauge.",
            "Yours sincerely,",
            self.officer.name,
            "Complaint officer",
            self.company.name,
            "Page 1 / 1",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        for note in ("Draft", "Printed from the record"):
            self.assertNotIn(note, text)

    def test_stored_as_it_went_out(self):
        said = self._acknowledged()
        before = self._stored(said)
        self.assertEqual(hashlib.sha256(before).hexdigest(), said.letter_sha256)
        texts = self.env["mail.template"].search([("complaint_letter_kind", "!=", False)])
        texts.body_html = "<p>Another text</p>"
        self._by(self.officer, said.complaint_id).subject = "Another subject"
        self.company.name = "Another laboratory"
        self.assertEqual(self._stored(said), before)
        self.assertEqual(
            self._pdf("action_report_acknowledgement", said.complaint_id), before, "printed again"
        )

    def test_nobody_changes_it(self):
        said = self._acknowledged()
        officer = self._by(self.officer, said)
        for values in ({"letter": base64.b64encode(b"x")}, {"letter_sha256": "0"}):
            with self.assertRaises(UserError):
                officer.write(values)
        file = said._letter_attachment()
        for user in (self.officer, self.manager):
            with self.assertRaises(UserError):
                file.with_user(user).write({"raw": b"x"})
            with self.assertRaises(UserError):
                file.with_user(user).unlink()

    def test_file_that_was_exchanged_is_noticed(self):
        said = self._acknowledged()
        file = said._letter_attachment()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = 'x' WHERE id = %s", [file.id]
        )
        self.env.invalidate_all()
        with self.assertRefused(UserError, "not the one that went out"):
            self._by(self.officer, said).action_open_letter()

    def test_opened_by_officers_only(self):
        said = self._acknowledged()
        action = self._by(self.officer, said).action_open_letter()
        self.authenticate(self.officer.login, self.officer.login)
        answer = self.url_open(action["url"])
        self.assertEqual(answer.content, self._stored(said))
        for user in (self.auditor, self.reporter):
            with self.assertRaises(AccessError):
                self._by(user, said).read(["letter"])
            with self.assertRaises(AccessError):
                self._by(user, said).action_open_letter()
            with self.assertRaises(AccessError):
                said._letter_attachment().with_user(user).read(["raw"])
            with self.assertRaises(AccessError):
                self._pdf("action_report_acknowledgement", said.complaint_id, user=user)

    def test_draft_says_so(self):
        complaint = self._receive()
        text = self._text(self._pdf("action_report_acknowledgement", complaint))
        self.assertIn("Draft: not sent.", text)
        self.assertIn(complaint.name, text)

    def test_letter_that_was_not_kept_says_so(self):
        said = self._acknowledged()
        said._letter_attachment().flush_recordset()
        self.env.cr.execute(
            "DELETE FROM ir_attachment WHERE id = %s", [said._letter_attachment().id]
        )
        said._write_delivery({"letter_sha256": False})
        text = self._text(self._pdf("action_report_acknowledgement", said.complaint_id))
        self.assertIn("the letter itself was not kept", text)

    def test_no_outcome_without_approval(self):
        complaint = self._lead(self._receive(), until="propose")
        with self.assertRefused(UserError, "there is no letter yet"):
            self._pdf("action_report_outcome", complaint)

    def test_several_cases_at_once(self):
        complaints = self._receive() | self._receive()
        pdf = self._pdf("action_report_acknowledgement", complaints)
        self.assertEqual(self._page_count(pdf), 2)
        for page, complaint in enumerate(complaints, 1):
            self.assertIn(complaint.name, self._text(pdf, page))

    def test_signature_image(self):
        self.officer.sudo().complaint_signature = PIXEL
        with_image = self._acknowledged()
        signer = with_image._letter_signer()
        self.assertEqual(signer["name"], self.officer.name)
        self.assertTrue(signer["image"])
        self.assertIn(b"/Subtype /Image", self._stored(with_image))

    def test_signature_is_one_s_own(self):
        self.officer.with_user(self.officer).write({"complaint_signature": PIXEL})
        with self.assertRaises(AccessError):
            self.quality_head.with_user(self.officer).write({"complaint_signature": PIXEL})
        with self.assertRaises(AccessError):
            self.quality_head.with_user(self.officer).read(["complaint_signature"])

    def test_window_envelope(self):
        self.company.complaint_letter_layout = "window"
        self.company.partner_id.write({"street": "Sender Street 1"})
        text = self._text(self._stored(self._acknowledged()))
        self.assertIn(f"{self.company.name} · Sender Street 1", text)

    def test_other_customers_order_is_not_named(self):
        complaint = self._log(
            self.reporter,
            order_id=self.order.id,
            certificate_ids=[Command.create({"certificate_id": self.certificate.id})],
            partner_id=False,
            complainant_name="Journalist",
            complainant_role="public",
        )
        said = self._acknowledged(complaint)
        text = self._text(self._stored(said))
        self.assertIn("Dear Journalist", text)
        for secret in (self.order.name, "C-2026-118", self.customer.name):
            self.assertNotIn(secret, text)


@tagged("post_install", "-at_install")
class TestLetterByMail(PaperCase):
    def test_goes_with_the_email(self):
        complaint = self._receive()
        case = self._by(self.officer, complaint)
        case.action_acknowledge()
        said = complaint.communication_ids
        attached = said.sent_message_id.attachment_ids
        self.assertEqual(attached.mapped("name"), [said.letter_name])
        self.assertEqual(attached.raw, said._letter_attachment().raw)
        for user in (self.auditor, self.reporter):
            with self.assertRaises(AccessError):
                attached.with_user(user).read(["raw"])
            found = self.env["ir.attachment"].with_user(user).search([("id", "in", attached.ids)])
            self.assertFalse(found)


@tagged("post_install", "-at_install")
class TestLetterEngine(PaperCase):
    """Without an engine that prints letters whole nothing is sent half."""

    def _refused(self, message, **state):
        complaint = self._receive()
        said = ir_actions_report._wkhtml()._replace(**state)
        self.patch(ir_actions_report, "_wkhtml", lambda: said)
        for way in ("mail", "letter"):
            with self.assertRefused(UserError, message):
                self._by(self.officer, complaint).action_acknowledge(way=way)
        self.assertFalse(complaint.communication_ids.filtered("sent_message_id"))
        self.assertEqual(complaint.state, "received")

    def test_missing(self):
        self._refused("missing or does not start", state="install")

    def test_broken(self):
        self._refused("missing or does not start", state="broken")

    def test_old(self):
        self._refused("too old", state="upgrade")

    def test_without_letterhead(self):
        self._refused("patched Qt", state="ok", is_patched_qt=False)


@tagged("post_install", "-at_install")
class TestLetterStyles(PaperCase):
    def test_styles_need_no_way_to_the_server(self):
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        html = self.env["ir.actions.report"]._render_qweb_html(
            "lab_complaint_report.report_acknowledgement", self._receive().ids
        )[0]
        report = self.env.ref("lab_complaint_report.action_report_acknowledgement")
        bodies, _records, header, footer, _arguments = report._prepare_html(html, "lab.complaint")
        for page in (*bodies, header, footer):
            self.assertIn(".o_lab_letter", page)
            self.assertNotRegex(page, 'href="[^"]*[.]css"')


@tagged("post_install", "-at_install")
class TestLetterContent(PaperCase):
    """What does not belong in a letter is not in it, and whatever is said fits on its sheets."""

    def test_nothing_that_is_for_others(self):
        complaint = self._lead(self._receive(), until="gather")
        other = self.env["lab.certificate"].create(
            {"name": "C-OTHER-77", "company_id": self.company.id, "item": "Manometer of others"}
        )
        complaint.certificate_ids = [
            Command.create({"certificate_id": other.id, "role": "possibly_affected"})
        ]
        self._step_judge(complaint)
        self.env["lab.complaint.measure"].with_user(self.quality_head).create(
            {"complaint_id": complaint.id, "kind": "assessment", "name": "Deduct two points"}
        )
        complaint.certificate_ids.filtered(lambda one: one.certificate_id == other).write(
            {"impact": "not_affected", "impact_reason": "Printed on another day"}
        )
        self._step_propose(complaint)
        self._step_approve(complaint)
        case = self._by(self.officer, complaint).with_context(force_report_rendering=True)
        case.action_send_outcome(way="letter")
        said = complaint.communication_ids.filtered(lambda said: said.kind == "outcome")
        text = self._text(base64.b64decode(self._by(self.officer, said).letter))
        self.assertIn("You are right; we amend the certificate.", text)
        for secret in ("C-OTHER-77", "Manometer of others", "Deduct", "assessment", "Wu Gang"):
            self.assertNotIn(secret, text)

    def test_whatever_is_said_fits(self):
        self.contact.name = "محمد القحطاني"
        complaint = self._receive()
        case = self._by(self.officer, complaint).with_context(force_report_rendering=True)
        lines = "\n".join(f"Line {number} of it" for number in range(300))
        case.action_acknowledge(way="letter", summary=f"{lines}\n🧪 {'W' * 300}")
        said = complaint.communication_ids
        pdf = base64.b64decode(self._by(self.officer, said).letter)
        pages = self._page_count(pdf)
        self.assertGreater(pages, 4)
        text = self._text(pdf)
        for number in (0, 150, 299):
            self.assertIn(f"Line {number} of it", text)
        self.assertEqual(sum(map(len, re.findall("W{5,}", text))), 300, "Nothing runs off")
        # The signature does not stand alone on a sheet.
        last = self._text(pdf, pages)
        self.assertIn("Yours sincerely,", last)
        self.assertIn(self.officer.name, last)
        self.assertIn(f"Page {pages} / {pages}", last)
