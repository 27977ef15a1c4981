"""What letters say, whether they go by email or on paper."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .process import ProcessCase


class TestLetterWords(ProcessCase):
    def _said(self, complaint, kind):
        return complaint.communication_ids.filtered(lambda said: said.kind == kind)[:1]

    def _answered(self):
        complaint = self._lead(self._receive(), until="approve")
        self._by(self.officer, complaint).action_send_outcome(way="letter")
        return self._said(complaint, "outcome")

    def test_letter_on_paper_is_put_into_words(self):
        complaint = self._receive()
        self._by(self.officer, complaint).action_acknowledge(way="letter", summary="Keep the gauge")
        said = self._said(complaint, "acknowledgement")
        self.assertIn(complaint.name, said.subject)
        for text in (complaint.name, "Dear Ms Lin", "Keep the gauge"):
            self.assertIn(text, said.body)

    def test_own_words_on_paper(self):
        complaint = self._receive()
        self._by(self.officer, complaint).action_acknowledge(
            way="letter", subject="Thank you", body="<p>We have it.</p>"
        )
        self.assertRecordValues(
            self._said(complaint, "acknowledgement"),
            [{"subject": "Thank you", "body": "<p>We have it.</p>"}],
        )

    def test_spoken_ways_have_no_letter(self):
        complaint = self._receive()
        self._by(self.officer, complaint).action_acknowledge(way="phone")
        self.assertFalse(self._said(complaint, "acknowledgement").body)

    def test_outcome_says_what_was_approved(self):
        said = self._answered()
        for text in (
            "Your complaint is justified.",
            "The certificate is not what was measured.",
            "We apologize",
            "You are right; we amend the certificate.",
            "Print it again",
            "you may appeal",
        ):
            with self.subTest(text):
                self.assertIn(text, said.body)

    def test_outcome_on_paper_takes_no_other_words(self):
        complaint = self._lead(self._receive(), until="approve")
        self._by(self.officer, complaint).action_send_outcome(
            way="letter", body="<p>You get 9,000.</p>", summary="You get 9,000."
        )
        said = self._said(complaint, "outcome")
        self.assertIn("You are right; we amend the certificate.", said.body)
        self.assertNotIn("9,000", said.body)

    def test_outcome_names_no_assessment_and_nothing_cancelled(self):
        complaint = self._lead(self._receive(), until="judge")
        case = self._by(self.quality_head, complaint)
        measures = self.env["lab.complaint.measure"].with_user(self.quality_head)
        for kind, name in (("assessment", "Count against Wu Gang"), ("other", "Call the customer")):
            measures.create({"complaint_id": case.id, "kind": kind, "name": name})
        dropped = measures.create({"complaint_id": case.id, "kind": "other", "name": "Dropped"})
        dropped.action_cancel(cancel_reason="Not needed")
        self._lead_from(complaint, "propose", "approve")
        self._by(self.officer, complaint).action_send_outcome(way="letter")
        said = self._said(complaint, "outcome")
        self.assertIn("Call the customer", said.body)
        self.assertNotIn("Wu Gang", said.body)
        self.assertNotIn("Dropped", said.body)

    def test_outcome_that_is_not_valid_makes_no_apology(self):
        complaint = self._lead(self._receive(), until="gather")
        self._by(self.investigator, complaint).write(
            {
                "validity": "not_valid",
                "validity_grounds": "The instrument was damaged in transport.",
                "cause_analysis": "Transport",
                "extent": "None",
            }
        )
        self._lead_from(complaint, "propose", "approve")
        self._by(self.officer, complaint).action_send_outcome(way="letter")
        said = self._said(complaint, "outcome")
        self.assertIn("not justified", said.body)
        self.assertNotIn("apologize", said.body)

    def test_findings_are_the_drafter_s_and_frozen(self):
        complaint = self._lead(self._receive(), until="judge")
        self._by(self.officer, complaint).action_propose_outcome(
            proposal="We amend it.", grounds="Raw record", findings="A misprint on page 2."
        )
        decision = complaint.decision_ids.filtered(lambda one: one.kind == "outcome")
        self.assertEqual(decision.findings, "A misprint on page 2.")
        with self.assertRefused(UserError, "was submitted"):
            self._by(self.officer, decision).write({"findings": "Something else"})

    def test_findings_are_those_of_the_validity_when_left_out(self):
        complaint = self._lead(self._receive(), until="propose")
        decision = complaint.decision_ids.filtered(lambda one: one.kind == "outcome")
        self.assertEqual(decision.findings, "The certificate is not what was measured.")

    def test_findings_in_the_dialog(self):
        complaint = self._lead(self._receive(), until="judge")
        dialog = self.env["lab.complaint.decide"].with_context(
            default_act="propose_outcome", default_complaint_ids=complaint.ids
        )
        form = Form(dialog.with_user(self.officer))
        self.assertEqual(form.findings, "The certificate is not what was measured.")
        with self.assertRaises(AccessError):
            Form(dialog.with_user(self.salesperson))

    def test_extension_gives_its_reason(self):
        complaint = self._lead(self._receive(), until="appoint")
        promised = complaint._promised_outcome_on()
        day = self.company._complaint_working_day_after(promised, 5)
        self._by(self.officer, complaint).action_extend(
            extended_to=day, grounds="The standard is abroad."
        )
        self._by(self.quality_head, complaint).action_approve()
        self._by(self.officer, complaint).action_send_extension(way="letter")
        self.assertIn("The standard is abroad.", self._said(complaint, "extension").body)

    def _lead_from(self, complaint, *steps):
        for step in steps:
            getattr(self, f"_step_{step}")(complaint)


class TestLetterTexts(ProcessCase):
    """A laboratory adds a letter by adding a text."""

    def setUp(self):
        super().setUp()
        self.text = self.env["mail.template"].create(
            {
                "name": "Waiting for the sample",
                "model_id": self.env["ir.model"]._get_id("lab.complaint.communication"),
                "complaint_letter_kind": "progress",
                "subject": "Please send {{ object.complaint_id.name }}",
                "body_html": "<p>We wait for your sample.</p>",
            }
        )
        self.complaint = self._lead(self._receive(), until="acknowledge")

    def test_chosen_text(self):
        self._by(self.officer, self.complaint).action_report_progress(
            way="letter", summary="Please", template_id=self.text.id
        )
        said = self.complaint.communication_ids.filtered(lambda said: said.kind == "progress")
        self.assertRecordValues(
            said,
            [
                {
                    "subject": f"Please send {self.complaint.name}",
                    "body": "<p>We wait for your sample.</p>",
                }
            ],
        )

    def test_chosen_in_the_dialog(self):
        form = Form(
            self.env["lab.complaint.answer"]
            .with_user(self.officer)
            .with_context(default_complaint_id=self.complaint.id, default_kind="progress")
        )
        form.way = "letter"
        form.summary = "Please"
        self.assertIn("inform you of the progress", form.body)
        form.template_id = self.text
        self.assertEqual(form.body, "<p>We wait for your sample.</p>")

    def test_text_of_another_kind_is_refused(self):
        with self.assertRefused(UserError, "no text for a letter of this kind"):
            self._by(self.officer, self.complaint).action_acknowledge(
                way="letter", template_id=self.text.id
            )

    def test_without_a_text(self):
        texts = self.env["mail.template"].search([("complaint_letter_kind", "=", "progress")])
        texts.complaint_letter_kind = False
        with self.assertRefused(UserError, "no text for a letter of this kind"):
            self._by(self.officer, self.complaint).action_report_progress(
                way="letter", summary="Soon"
            )
