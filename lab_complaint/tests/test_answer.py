from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form

from .common_answer import AnswerCase


class TestAnswerMovesTheCase(AnswerCase):
    """A case goes on when the complainant was told, and only when nothing else is missing."""

    def test_acknowledged(self):
        self.assertTrue(self.case.action_acknowledge(way="phone"))
        self.assertEqual(self.complaint.state, "screening")

    def test_acknowledged_by_mail(self):
        self.case.action_acknowledge()
        self.assertEqual(self.complaint.state, "received")
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self.complaint.state, "screening")

    def test_acknowledged_while_something_is_missing(self):
        self._require("received", "[('remedy_sought', '!=', False)]", "Ask for the remedy")
        self.case.action_acknowledge(way="phone")
        self.assertTrue(self._said().is_given)
        self.assertEqual(self.complaint.state, "received")

    def test_acknowledged_by_another_door(self):
        self._tell("acknowledgement")
        self.assertEqual(self.complaint.state, "screening")

    def test_acknowledged_later(self):
        self._stand_in("investigation")
        self.case.action_acknowledge(way="phone")
        self.assertEqual(self.complaint.state, "investigation")

    def test_several_cases(self):
        other = self._log(self.officer, complainant_name="A caller")
        (self.case | other.with_user(self.officer)).action_acknowledge(way="visit")
        self.assertEqual(other.state, "screening")
        self.assertEqual(self.complaint.state, "screening")

    def test_outcome(self):
        self._stand_in("response")
        self._decide()
        self.case.action_send_outcome(way="visit", summary="Explained at length")
        self.assertEqual(self.complaint.state, "follow_up")

    def test_outcome_by_mail(self):
        self._stand_in("response")
        self._decide()
        self.case.action_send_outcome()
        self.assertEqual(self.complaint.state, "response")
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self.complaint.state, "follow_up")

    def test_who_told_it_moved_the_case(self):
        self.case.action_acknowledge()
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self.complaint.write_uid, self.officer)

    def test_progress_moves_nothing(self):
        self.case.action_report_progress(way="phone", summary="Soon")
        self.assertEqual(self.complaint.state, "received")

    def test_told_at_another_time(self):
        told_on = self.complaint.received_on
        self.case.action_acknowledge(way="letter", told_on=told_on)
        self.assertEqual(self._said().told_on, told_on)

    def test_mail_is_told_when_it_is_sent(self):
        with self.assertRefused(UserError, "told when it is sent"):
            self.case.action_acknowledge(way="mail", told_on=fields.Datetime.now())

    def test_blank_reason_is_none(self):
        self.case.action_acknowledge(way="phone", not_possible_reason="  ")
        self.assertEqual(self._said().way, "phone")
        self.assertFalse(self._said().not_possible_reason)

    def test_what_is_still_to_be_told(self):
        self.assertFalse(self.case.untold_kinds)
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        self._said().sent_message_id.notification_ids.notification_status = "bounce"
        self._decide(kind="extension")
        self.assertEqual(self.case.untold_kinds, "acknowledgement extension")
        self.case.action_acknowledge(way="phone")
        self.case.action_send_extension(way="phone")
        self.assertFalse(self.case.untold_kinds)


class TestNotAccepted(AnswerCase):
    """Not ours: written notice with the reason, and the case ends, still counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._not_ours()

    def test_by_letter(self):
        self.case.action_send_not_accepted(way="letter", summary="Another laboratory did it")
        self.assertEqual(self.complaint.state, "not_accepted")

    def test_by_mail(self):
        with self.mock_mail_gateway():
            self.case.action_send_not_accepted(summary="Another laboratory did it")
        self.assertEqual(self.complaint.state, "not_accepted")
        self.assertIn("Another laboratory did it", self._mails[0]["body"])

    def test_not_possible(self):
        self.case.action_send_not_accepted(not_possible_reason="Anonymous")
        self.assertEqual(self.complaint.state, "not_accepted")

    def test_something_is_missing(self):
        self._require("not_accepted", "[('remedy_sought', '!=', False)]", "Ask for the remedy")
        self.case.action_send_not_accepted(way="letter", summary="Not our work")
        self.assertEqual(self.complaint.state, "received")

    def test_installed_requirements(self):
        self.installed_requirements.active = True
        self.case.action_acknowledge(not_possible_reason="Anonymous")
        self.case.action_send_not_accepted(way="letter", summary="Not our work")
        self.assertEqual(self.complaint.state, "not_accepted")

    def test_without_reason(self):
        for way in ("mail", "letter"):
            with self.subTest(way), self.assertRefused(UserError, "write down what"):
                self.case.action_send_not_accepted(way=way)

    def test_notice_that_comes_back_is_given_again(self):
        with self.mock_mail_gateway():
            self.case.action_send_not_accepted(summary="Not our work")
        self._pass_a_day()
        with self.assertRefused(UserError, "has ended"):
            self.case.action_send_not_accepted(way="letter", summary="Not our work")
        self._said().sent_message_id.notification_ids.notification_status = "bounce"
        self.assertEqual(self.case.untold_kinds, "not_accepted")
        self.case.action_send_not_accepted(way="letter", summary="Not our work")
        self.assertFalse(self.case.untold_kinds)
        self.assertEqual(self.complaint.state, "not_accepted")


class TestAnswerDialog(AnswerCase):
    """One dialog asks what is said, and the case does the rest."""

    def _open(self, kind, case=None):
        return Form(
            self.env["lab.complaint.answer"]
            .with_user(self.officer)
            .with_context(default_complaint_id=(case or self.case).id, default_kind=kind)
        )

    def test_mail_is_shown_before_it_is_sent(self):
        form = self._open("acknowledgement")
        self.assertEqual(form.way, "mail")
        self.assertIn("lin@gauge.example.com", form.recipient)
        self.assertIn(self.complaint.name, form.subject)
        form.summary = "Please keep the gauge."
        self.assertIn("Please keep the gauge.", form.body)
        form.save().action_confirm()
        self.assertIn("Please keep the gauge.", self._said().body)
        self.assertEqual(self._said().delivery_state, "outgoing")

    def test_words_of_the_mail_are_changed(self):
        form = self._open("acknowledgement")
        form.body = "<p>Own words</p>"
        form.save().action_confirm()
        self.assertEqual(self._said().body, "<p>Own words</p>")

    def test_words_of_an_outcome_stay(self):
        self._decide()
        form = self._open("outcome")
        form.save().action_confirm()
        self.assertIn("free of charge", self._said().body)

    def test_phone(self):
        form = self._open("progress")
        form.way = "phone"
        form.summary = "Soon"
        form.save().action_confirm()
        self.assertTrue(self._said().is_given)

    def test_not_possible(self):
        form = self._open("acknowledgement")
        form.is_impossible = True
        form.not_possible_reason = "Anonymous"
        form.save().action_confirm()
        self.assertEqual(self._said().not_possible_reason, "Anonymous")

    def test_not_possible_without_reason(self):
        answer = (
            self.env["lab.complaint.answer"]
            .with_user(self.officer)
            .create(
                {
                    "complaint_id": self.complaint.id,
                    "kind": "acknowledgement",
                    "is_impossible": True,
                }
            )
        )
        with self.assertRefused(UserError, "Say why"):
            answer.action_confirm()

    def _tell_with_file(self, way, told_otherwise=None):
        file = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create({"name": "table.pdf", "raw": b"%PDF", "res_model": "lab.complaint.answer"})
        )
        form = self._open("progress")
        form.way, form.summary = way, "See the table"
        form.attachment_ids.add(file)
        form.way = told_otherwise or way
        form.save().action_confirm()
        return self._said().sorted("id")[-1:], file

    def test_files(self):
        """They belong to what was told, and are read by those who read it."""
        for way in ("portal", "letter", "mail"):
            with self.subTest(way=way):
                said, file = self._tell_with_file(way)
                self.assertEqual(said.attachment_ids, file)
                self.assertEqual((file.res_model, file.res_id), (said._name, said.id))
                self.assertEqual(file.with_user(self.quality_head).raw, b"%PDF")
                self.assertNoAccess(lambda file=file: file.with_user(self.auditor).read(["raw"]))
                with self.assertRefused(UserError, "stays on record"):
                    file.with_user(self.officer).name = "other.pdf"

    def test_no_files_by_phone(self):
        said, file = self._tell_with_file("letter", told_otherwise="phone")
        self.assertFalse(said.attachment_ids)
        self.assertFalse(file.res_id)

    def test_call_back(self):
        self._tell_outcome()
        form = self._open("callback")
        self.assertEqual(form.way, "phone")
        form.acceptance = "accepted"
        form.save().action_confirm()
        self.assertEqual(self.complaint.acceptance, "accepted")

    def test_letter_without_address(self):
        complaint = self._log(self.officer, complainant_name="A caller")
        form = self._open("acknowledgement", complaint)
        self.assertEqual(form.way, "letter")
        self.assertIn("Dear A caller", form.body)
        form.way = "phone"
        self.assertFalse(form.body)

    def test_every_kind_ends_in_what_the_case_does(self):
        self._stand_in("follow_up")
        self._tell_outcome()
        self._decide(kind="extension")
        for kind in ("extension", "closure"):
            form = self._open(kind)
            form.way = "letter"
            form.save().action_confirm()
            with self.subTest(kind):
                self.assertTrue(self._said(kind).is_given)
        self.assertEqual(self.complaint.state, "closed")

    def test_only_for_officers(self):
        for user in (self.reporter, self.auditor, self.portal):
            with self.subTest(user.login):
                self.assertNoAccess(
                    lambda user=user: (
                        self.env["lab.complaint.answer"]
                        .with_user(user)
                        .create({"complaint_id": self.complaint.id, "kind": "progress"})
                    )
                )

    def test_forms_open(self):
        said = self._tell("acknowledgement")
        Form(said.with_user(self.auditor))
        for user in (self.officer, self.auditor, self.reporter):
            complaint = self.complaint if user != self.reporter else self._log(self.reporter)
            with self.subTest(user.login):
                Form(complaint.with_user(user), "lab_complaint.lab_complaint_view_form")
