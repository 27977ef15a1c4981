from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .test_evidence import InquiryCase


class StatementCase(InquiryCase):
    """The calibrator is asked about the certificate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calibrator = cls.users["calibrator"]
        cls.statement = cls._ask(cls.investigator, cls.employees["calibrator"])
        cls.env.flush_all()

    @classmethod
    def _ask(cls, user, employee, complaint=None, **values):
        complaint = complaint or cls.complaint
        before = complaint.sudo().statement_ids
        complaint.with_user(user).action_ask_statement(employee.id, **values)
        return (complaint.sudo().statement_ids - before).with_user(cls.env.user)

    def _as_calibrator(self):
        return self.statement.with_user(self.calibrator)


class TestStatement(StatementCase):
    """Involved people speak without investigating (ISO/IEC 17025:2017, 7.9.6)."""

    def test_neutral_question(self):
        self.assertRegex(self.statement.question, "C-2026-118.*not an accusation")
        self.assertEqual(self.statement.reference, "C-2026-118")
        self.assertEqual(self.statement.asked_by_id, self.investigator)
        self.assertTrue(self.statement.asked_on)

    def test_question_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.calibrator.lang = "fr_FR"
        statement = self._ask(self.investigator, self.employees["calibrator"])
        self.assertTrue(statement.question)
        self.assertEqual(statement.activity_ids.user_id, self.calibrator)

    def test_question_of_ones_own(self):
        statement = self._ask(
            self.officer,
            self.employees["checker"],
            question="Which pump was used?",
            reference="Order S001",
        )
        self.assertEqual(statement.question, "Which pump was used?")
        self.assertEqual(statement.reference, "Order S001")

    def test_about_the_order_without_certificate(self):
        complaint = self._log(order_id=self.order.id)
        statement = self._ask(self.officer, self.employees["checker"], complaint)
        self.assertEqual(statement.reference, self.order.name)

    def test_asked_in_the_dialog(self):
        asking = self.env["lab.complaint.statement.ask"].with_user(self.officer)
        form = Form(asking.with_context(default_complaint_id=self.complaint.id))
        form.employee_id = self.employees["checker"]
        self.assertIn("C-2026-118", form.question)
        form.reference = "Gauge 1"
        self.assertIn("Gauge 1", form.question)
        form.save().action_confirm()
        asked = self.complaint.statement_ids - self.statement
        self.assertEqual(asked.user_id, self.users["checker"])
        self.assertEqual(asked.reference, "Gauge 1")

    def test_person_gets_an_activity_on_the_statement(self):
        activity = self.statement.activity_ids
        self.assertEqual(activity.user_id, self.calibrator)
        self.assertIn("C-2026-118", activity.summary)
        self.assertNotIn(self.complaint.name, activity.summary)
        self.assertNotIn(self.complaint.subject, activity.res_name)

    def test_request_cannot_switch_the_activity_off(self):
        quiet = self.complaint.with_context(
            mail_activity_automation_skip=True, mail_activity_quick_update=True
        )
        statement = self._ask(self.officer, self.employees["checker"], quiet)
        self.assertEqual(statement.activity_ids.user_id, self.users["checker"])

    def test_people_of_another_company_are_not_asked(self):
        stranger = self._make_employee("Stranger", company_id=self.other_company.id)
        with self.assertRefused(message="compan"):
            self._ask(self.officer, stranger)

    def test_answered_by_the_person(self):
        self.assertTrue(self._as_calibrator().action_answer("I printed it."))
        self.assertEqual(self.statement.answer, "I printed it.")
        self.assertEqual(self.statement.state, "answered")
        self.assertTrue(self.statement.answered_on)
        self.assertFalse(self.statement.activity_ids)
        moment, person = self.statement._evidence()
        self.assertEqual((moment, person), (self.statement.answered_on, self.calibrator.name))

    def test_answered_in_the_dialog(self):
        action = self._as_calibrator().action_open_answer()
        replies = self.env["lab.complaint.statement.reply"].with_user(self.calibrator)
        form = Form(replies.with_context(**action["context"]))
        form.text = "I printed it."
        form.save().action_confirm()
        self.assertEqual(self.statement.answer, "I printed it.")

    def test_asker_is_told(self):
        self._as_calibrator().action_answer("I printed it.")
        told = self.statement.message_ids.filtered(
            lambda message: self.investigator.partner_id in message.partner_ids
        ) or self.env["mail.message"].search(
            [
                ("model", "=", "lab.complaint.statement"),
                ("res_id", "=", self.statement.id),
                ("partner_ids", "in", self.investigator.partner_id.ids),
            ]
        )
        self.assertTrue(told)

    def test_answered_once(self):
        self._as_calibrator().action_answer("I printed it.")
        with self.assertRefused(UserError, "given or closed already"):
            self._as_calibrator().action_answer("I did not.")
        with self.assertRefused(UserError, "given or closed already"):
            self.statement.with_user(self.investigator).action_not_given("Late")

    def test_something_must_be_said(self):
        for text in ("", "  ", False):
            with self.assertRefused(UserError, "Write down"):
                self._as_calibrator().action_answer(text)

    def test_nobody_else_answers(self):
        others = (self.investigator, self.officer, self.quality_head, self.manager)
        for user in others:
            with self.subTest(user.login), self.assertRefused(AccessError, "person asked"):
                self.statement.with_user(user).action_answer("He did it.")
        with self.assertRefused(AccessError, "person asked"):
            self.statement.with_user(self.officer).sudo().action_answer("He did it.")
        for user in (self.users["checker"], self.reporter, self.portal):
            with self.subTest(user.login):
                self.assertNoAccess(
                    lambda u=user: self.statement.with_user(u).action_answer("He did it.")
                )

    def test_no_door_changes_what_was_said(self):
        self._as_calibrator().action_answer("I printed it.")
        changes = {
            "answer": "I did it on purpose.",
            "question": "Why did you do it?",
            "reference": "Crime",
            "state": "asked",
            "employee_id": self.employees["checker"].id,
            "asked_by_id": self.officer.id,
            "not_given_reason": "X",
        }
        users = (self.investigator, self.officer, self.calibrator)
        for name, value in changes.items():
            for user in users:
                statement = self.statement.with_user(user)
                doors = {
                    "write": lambda s=statement, v={name: value}: s.write(v),
                    "write as superuser": lambda s=statement, v={name: value}: s.sudo().write(v),
                    "web_save": lambda s=statement, v={name: value}: s.web_save(v, {}),
                }
                for door, change in doors.items():
                    with self.subTest(name, user=user.login, door=door), self.assertRefused():
                        change()
        result = self.statement.with_user(self.officer).load(
            [".id", "answer"], [[str(self.statement.id), "I did it on purpose."]]
        )
        self.assertFalse(result["ids"])
        with self.assertRefused():
            self.complaint.with_user(self.officer).write(
                {"statement_ids": [Command.update(self.statement.id, {"answer": "Guilty"})]}
            )
        self.assertEqual(self.statement.answer, "I printed it.")

    def test_no_door_enters_an_answer(self):
        values = {
            "complaint_id": self.complaint.id,
            "employee_id": self.employees["checker"].id,
            "reference": "C-2026-118",
            "question": "What?",
        }
        statements = self.env["lab.complaint.statement"].with_user(self.officer)
        for given in ({"answer": "Guilty"}, {"state": "answered"}, {"asked_by_id": 1}):
            with self.subTest(given), self.assertRefused(UserError, "system records"):
                statements.create({**values, **given})
        defaults = statements.with_context(default_answer="Guilty", default_state="answered")
        statement = defaults.create(values)
        self.assertRecordValues(statement, [{"answer": False, "state": "asked"}])

    def test_not_given(self):
        self.statement.with_user(self.investigator).action_not_given("Has left")
        self.assertEqual(self.statement.state, "not_given")
        self.assertEqual(self.statement.not_given_reason, "Has left")
        self.assertFalse(self.statement.activity_ids)
        with self.assertRefused(UserError, "given or closed already"):
            self._as_calibrator().action_answer("I have not.")

    def test_not_given_needs_a_reason_and_a_handler(self):
        with self.assertRefused(UserError, "Write down"):
            self.statement.with_user(self.investigator).action_not_given(" ")
        for user in (self.calibrator, self.other_investigator, self.reporter, self.auditor):
            with self.subTest(user.login), self.assertRefused((AccessError, ValidationError)):
                self.statement.with_user(user).action_not_given("No")

    def test_written_down_for_a_person_without_a_user(self):
        helper = self._make_employee("Helper without login")
        statement = self._ask(self.investigator, helper)
        self.assertFalse(statement.activity_ids)
        scan = self._make_file(self.investigator)
        statement.with_user(self.investigator).action_record_answer("I carried it.", scan.ids)
        self.assertRecordValues(
            statement,
            [
                {
                    "state": "answered",
                    "answer": "I carried it.",
                    "recorded_by_id": self.investigator.id,
                    "attachment_ids": scan.ids,
                }
            ],
        )
        self.assertEqual(scan.with_user(self.officer).raw, b"0.998")

    def test_scan_stays_as_it_was(self):
        statement = self._ask(self.investigator, self._make_employee("Helper without login"))
        scan = self._make_file(self.investigator)
        statement.with_user(self.investigator).action_record_answer("I carried it.", scan.ids)
        for change in (
            lambda: scan.write({"raw": b"1"}),
            lambda: scan.sudo().write({"name": "other.txt"}),
            scan.unlink,
        ):
            with self.assertRefused(UserError, "stay as they are"):
                change()

    def test_not_written_down_for_a_person_with_a_user(self):
        with self.assertRefused(UserError, "can log in"):
            self.statement.with_user(self.investigator).action_record_answer("He did it.")

    def test_never_deleted(self):
        with self.assertRefused(UserError, "stays there"):
            self.statement.sudo().unlink()

    def test_nothing_after_the_end(self):
        self._end_case()
        with self.assertRefused(UserError, "has ended"):
            self._as_calibrator().action_answer("I printed it.")
        with self.assertRefused(UserError, "has ended"):
            self._ask(self.officer, self.employees["checker"])
