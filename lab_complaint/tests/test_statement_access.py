from odoo import Command
from odoo.tests import Form

from .test_statement import StatementCase


class TestStatementWithoutAccess(StatementCase):
    """Those who are asked learn the question and nothing of the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        exporters = cls.env.ref("base.group_allow_export")
        exporters.user_ids = [Command.link(user.id) for user in (cls.calibrator, cls.officer)]

    def _assert_silent(self, value):
        text = str(value)
        for secret in (self.complaint.name, self.complaint.subject, self.complaint.description):
            self.assertNotIn(secret, text)

    def _spec(self, user):
        """All that the web client asks for to show list and form."""
        views = (
            self.env["lab.complaint.statement"]
            .with_user(user)
            .get_views([(False, "form"), (False, "list"), (False, "search")])
        )
        names = views["models"]["lab.complaint.statement"]["fields"]
        return {
            name: {"fields": {"display_name": {}}} if field.get("relation") else {}
            for name, field in names.items()
            if name not in ("message_ids",)
        }

    def test_form_of_the_person_asked(self):
        read = self._as_calibrator().web_read(self._spec(self.calibrator))
        self.assertEqual(read[0]["reference"], "C-2026-118")
        self._assert_silent(read)

    def test_form_in_a_browser(self):
        form = Form(self._as_calibrator(), "lab_complaint.lab_complaint_statement_view_form")
        self.assertIn("not an accusation", form.question)

    def test_list_of_the_person_asked(self):
        action = self.env.ref("lab_complaint.action_lab_complaint_statement")
        self.assertEqual(action.path, "my-statements")
        found = (
            self.env["lab.complaint.statement"]
            .with_user(self.calibrator)
            .web_search_read([("user_id", "=", self.calibrator.id)], self._spec(self.calibrator))
        )
        self.assertEqual([record["id"] for record in found["records"]], self.statement.ids)
        self._assert_silent(found)

    def test_menu_is_there_for_every_employee(self):
        for user in (self.calibrator, self.officer):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertIn(self.env.ref("lab_complaint.menu_statements").id, visible)

    def test_no_door_tells_the_case(self):
        """Odoo shows the name of a linked record also to those who may not read it."""
        for user in (self.calibrator, self._involved_officer()):
            statements = self.env["lab.complaint.statement"].with_user(user)
            own = statements.search([("user_id", "=", user.id)])
            self.assertTrue(own)
            names = [name for name in own.fields_get() if name != "message_ids"]
            doors = {
                "read": lambda o=own, n=names: o.read(n),
                "web_read": lambda o=own: o.web_read(
                    {"complaint_id": {"fields": {"display_name": {}}}}
                ),
                "group": lambda s=statements: s.formatted_read_group(
                    [], ["complaint_id"], ["__count"]
                ),
                "names": lambda s=statements: s.name_search(""),
                "chatter": lambda o=own: o.message_ids.mapped("body"),
                "activities": lambda o=own: o.activity_ids.read(),
            }
            for door, ask in doors.items():
                with self.subTest(door, user=user.login):
                    self._assert_silent(ask())

    def _involved_officer(self):
        """An officer who worked at the bench, and is asked for it."""
        employee = self._make_employee("At the bench", self.officer)
        self.complaint.involved_employee_ids = employee
        self._ask(self.quality_head, employee)
        return self.officer

    def test_case_stays_closed_to_the_person_asked(self):
        self._as_calibrator().action_answer("I printed it.")
        case = self.complaint.with_user(self.calibrator)
        for call in (
            lambda: case.read(["subject"]),
            lambda: case.web_read({"subject": {}}),
            lambda: case.export_data(["subject"]),
            lambda: case.write({"subject": "X"}),
            lambda: case.message_ids.mapped("body"),
            lambda: self._as_calibrator().export_data(["complaint_id", "reference"]),
            lambda: self._as_calibrator().export_data(["complaint_id/subject"]),
        ):
            self.assertNoAccess(call)
        self.assertNotIn(case, case.search([]))
        self.assertNotIn(case.id, [found for found, _name in case.name_search("118")])
        groups = case.formatted_read_group([], ["stage_id"], ["__count"])
        self.assertEqual(sum(group["__count"] for group in groups), len(case.search([])))

    def test_messages_of_the_case_are_not_found(self):
        self.complaint.message_post(body="He printed it.")
        messages = self.env["mail.message"].with_user(self.calibrator)
        found = messages.search(
            [("model", "=", "lab.complaint"), ("res_id", "in", self.complaint.ids)]
        )
        self.assertFalse(found)

    def test_who_reads_statements(self):
        for user in (self.calibrator, self.investigator, self.officer, self.auditor):
            self.assertTrue(self.statement.with_user(user).read(["question"]))
        for user in (
            self.users["checker"],
            self.users["signatory"],
            self.reporter,
            self.other_investigator,
            self.other_officer,
            self.portal,
            self.public,
        ):
            with self.subTest(user.login):
                self.assertNoAccess(lambda u=user: self.statement.with_user(u).read(["question"]))

    def test_case_is_named_to_those_who_handle_it(self):
        for user in (self.investigator, self.officer, self.auditor):
            read = self.statement.with_user(user).read(["complaint_id"])
            self.assertIn(self.complaint.name, read[0]["complaint_id"][1])

    def test_who_logged_it_sees_the_name_until_it_is_screened(self):
        case = self._log_about(self.certificate, self.calibrator)
        self.assertIn(case.subject, case.with_user(self.calibrator).display_name)
        case.stage_id = self.stages["screening"]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn(case.subject, case.with_user(self.calibrator).display_name)

    def test_who_may_ask(self):
        for user in (self.reporter, self.calibrator, self.auditor, self.other_investigator):
            with self.subTest(user.login):
                self.assertNoAccess(
                    lambda u=user: (
                        self.env["lab.complaint.statement"]
                        .with_user(u)
                        .create(
                            {
                                "complaint_id": self.complaint.id,
                                "employee_id": self.employees["checker"].id,
                                "reference": "C",
                                "question": "What?",
                            }
                        )
                    )
                )
