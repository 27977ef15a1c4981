from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .brief_cases import BriefCase

FORMS = ("action_report_record_form", "action_report_evidence_sheet")


@tagged("post_install", "-at_install")
class TestFormAccess(BriefCase):
    """A paper says no more than its reader may read (ISO/IEC 17025:2017, 4.2)."""

    def _assert_refused(self, complaint, user):
        for form in FORMS:
            with self.subTest(form=form, user=user.name), self.assertRaises(AccessError):
                self._pdf(form, complaint, user)

    def test_nobody_prints_but_those_it_is_offered_to(self):
        complaint = self._receive()
        for user in (self.reporter, self.salesperson, self.calibrator_user, self.investigator):
            self._assert_refused(complaint, user)

    def test_nobody_collects_what_they_may_not_read(self):
        complaint = self._receive()
        for user in (self.reporter, self.salesperson, self.calibrator_user):
            case = self._by(user, complaint)
            for collect in ("get_record_form", "get_record_signatures", "get_evidence_sheet"):
                with self.subTest(collect=collect, user=user.name), self.assertRaises(AccessError):
                    getattr(case, collect)()

    def test_an_officer_who_is_involved_prints_nothing(self):
        officer = self._make_user("involved", "base.group_user", "lab_complaint.group_officer")
        complaint = self._receive()
        complaint.involved_employee_ids = self._make_employee("Involved", officer)
        self._assert_refused(complaint, officer)

    def test_an_officer_of_another_company_prints_nothing(self):
        self._assert_refused(self._receive(), self.other_officer)

    def test_an_address_opens_no_door(self):
        complaint = self._receive()
        self.authenticate("lab_reporter", "lab_reporter")
        for kind in ("html", "pdf"):
            name = "lab_complaint_report.report_record_form"
            with mute_logger("odoo.http"):
                answer = self.url_open(f"/report/{kind}/{name}/{complaint.id}")
            self.assertNotEqual(answer.status_code, 200)
            self.assertNotIn(complaint.description, answer.text)

    def test_offered_to_officers_and_auditors(self):
        for form in FORMS:
            action = self.env.ref(f"lab_complaint_report.{form}")
            self.assertEqual(action.binding_model_id.model, "lab.complaint")
            for user, offered in (
                (self.officer, True),
                (self.quality_head, True),
                (self.auditor, True),
                (self.reporter, False),
            ):
                bindings = self.env["ir.actions.actions"].with_user(user)
                printed = bindings.get_bindings("lab.complaint").get("report", ())
                with self.subTest(form=form, user=user.name):
                    self.assertEqual(action.id in [found["id"] for found in printed], offered)

    def test_an_auditor_reads_no_protected_name(self):
        complaint = self._log(
            self.officer,
            complainant_role="public",
            complainant_name="Whistle Blower",
            complainant_email="whistle@example.com",
            complainant_phone="+86 21 7777 0000",
        )
        for form in FORMS:
            text = self._text(self._pdf(form, complaint, self.auditor))
            for words in ("Whistle", "whistle@", "7777 0000"):
                with self.subTest(form=form, words=words):
                    self.assertNotIn(words, text)
        record = self._text(self._pdf(FORMS[0], complaint, self.auditor))
        self.assertIn("Protected identity", record)
        known = self._text(self._pdf(FORMS[0], complaint, self.officer))
        self.assertIn("Whistle Blower", known)
        self.assertIn("whistle@example.com", known)

    def test_a_case_read_by_an_officer_first_is_masked_for_the_auditor(self):
        complaint = self._log(
            self.officer, complainant_role="public", complainant_name="Whistle Blower"
        )
        self.assertIn("Whistle Blower", self._form(complaint))
        form = self._told(complaint.with_user(self.auditor).get_record_form())
        self.assertNotIn("Whistle Blower", form)

    def test_assessments_are_for_the_quality_head(self):
        complaint = self._values_differ("propose")
        assessment = "Weigh the calibrator's work"
        for user, shown in (
            (self.quality_head, True),
            (self.officer, False),
            (self.auditor, False),
        ):
            with self.subTest(user=user.name):
                text = self._text(self._pdf(FORMS[0], complaint, user))
                self.assertEqual(assessment in text, shown)
                self.assertIn("Control of nonconforming work", text)

    def test_assessments_are_on_no_evidence_sheet(self):
        complaint = self._values_differ("carry_out")
        for user in (self.quality_head, self.auditor):
            sheet = self._told(self._by(user, complaint).get_evidence_sheet())
            self.assertNotIn("Weigh the calibrator's work", sheet)

    def test_an_auditor_does_not_read_the_letters(self):
        complaint = self._values_differ("screen")
        self._by(self.officer, complaint).action_report_progress(
            way="letter", summary="We look at it", body="<p>Dear Ms Lin, secret words</p>"
        )
        form = self._form(complaint, self.auditor)
        self.assertIn("We look at it", form)
        self.assertNotIn("secret words", form)

    def test_documents_that_others_keep_are_named_only(self):
        """Who may not read invoices learns the number of a credit note, as on the form."""
        complaint = self._lead(self._receive(), "judge")
        self._by(self.officer, complaint).measure_ids = [
            Command.create({"kind": "compensation", "name": "Pay the rent", "amount": 500})
        ]
        measure = complaint.measure_ids
        self.env["account.journal"].create(
            {"name": "Sales", "code": "SAL", "type": "sale", "company_id": self.company.id}
        )
        note = self.env["account.move"].create(
            {"move_type": "out_refund", "partner_id": self.customer.id, "name": "RN/77"}
        )
        measure.credit_note_id = note
        self.assertIn("RN/77", self._form(complaint, self.auditor))
