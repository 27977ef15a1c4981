from odoo.exceptions import ValidationError
from odoo.tests import Form

from .common import ComplaintCase


class TestRequirement(ComplaintCase):
    """What a clause asks of a case is a record; no code knows a single one."""

    # A case that got there before the requirement was made lacks it still.
    REACHED = ("decision", "response", "follow_up")

    def _make_requirement(self, **values):
        return self.env["lab.complaint.requirement"].create(
            {
                "code": "TEST-1",
                "name": "A channel is known",
                "clause": "ISO/IEC 17025:2017, 7.9.3",
                "state": "received",
                "domain": "[('channel_id', '!=', False)]",
                "remedy": "Choose the channel.",
                **values,
            }
        )

    def _assert_missing(self, complaint, requirement, expected=True):
        complaint.invalidate_recordset(["missing_ids"])
        self.assertEqual(requirement in complaint.missing_ids, expected)

    def test_own_requirement_without_code(self):
        requirement = self._make_requirement()
        complaint = self._log()
        self._assert_missing(complaint, requirement)
        complaint.channel_id = self.channel
        self._assert_missing(complaint, requirement, False)

    def test_what_is_missing_follows_each_change(self):
        """Also when it was asked for before, in the same request."""
        requirement = self._make_requirement()
        complaint = self._log()
        self.assertIn(requirement, complaint.missing_ids)
        complaint.channel_id = self.channel
        self.assertNotIn(requirement, complaint.missing_ids)

    def test_asked_from_its_state_on(self):
        requirement = self._make_requirement(state="decision")
        for state, stage in self.stages.items():
            complaint = self._log()
            requirement.active = False
            complaint.stage_id = stage
            requirement.active = True
            with self.subTest(state):
                self._assert_missing(complaint, requirement, state in self.REACHED)

    def test_asked_of_some_cases_only(self):
        requirement = self._make_requirement(applies_domain="[('severity', '=', 'major')]")
        self._assert_missing(self._log(severity="major"), requirement)
        self._assert_missing(self._log(severity="minor"), requirement, False)

    def test_condition_on_what_is_linked(self):
        requirement = self._make_requirement(domain="[('certificate_ids.role', '=', 'disputed')]")
        complaint = self._log()
        self._assert_missing(complaint, requirement)
        self.env["lab.complaint.certificate"].create(
            {"complaint_id": complaint.id, "name": "C-1", "role": "disputed"}
        )
        self._assert_missing(complaint, requirement, False)

    def test_deleted_requirement_is_not_asked(self):
        requirement = self._make_requirement()
        complaint = self._log()
        self._assert_missing(complaint, requirement)
        requirement.unlink()
        complaint.invalidate_recordset(["missing_ids"])
        self.assertFalse(complaint.missing_ids)

    def test_retired_requirement_is_not_asked_of_who_looks_at_retired_ones(self):
        requirement = self._make_requirement(active=False)
        self._assert_missing(self._log().with_context(active_test=False), requirement, False)

    def test_moved_requirement_is_asked_from_its_new_state_on(self):
        requirement = self._make_requirement()
        complaint = self._log()
        self._assert_missing(complaint, requirement)
        requirement.state = "decision"
        self._assert_missing(complaint, requirement, False)

    def test_retired_requirement_is_not_asked(self):
        requirement = self._make_requirement()
        requirement.active = False
        self._assert_missing(self._log(), requirement, False)

    def test_order_is_the_laboratory_s(self):
        second = self._make_requirement(sequence=-10)
        first = self._make_requirement(sequence=-20, code="TEST-2")
        self.assertEqual(self._log().missing_ids[:2], first | second)

    def test_shown_on_the_form(self):
        requirement = self._make_requirement()
        form = Form(self._log().with_user(self.officer), "lab_complaint.lab_complaint_view_form")
        self.assertIn(requirement.remedy, form.missing_summary)

    def test_form_of_a_new_case_opens(self):
        self._make_requirement(domain="[('certificate_ids.role', '=', 'disputed')]")
        Form(self._complaints(self.officer), "lab_complaint.lab_complaint_view_form")

    def test_code_is_unique(self):
        self._make_requirement()
        with self.assertRefused(message="code"):
            self._make_requirement()

    def test_condition_that_is_none_is_refused(self):
        """Typing errors are told when they are made, not when a case is opened."""
        wrong = {
            "no list": "channel",
            "half a list": "[('channel_id', '!=', False)",
            "unknown field": "[('chanel_id', '!=', False)]",
            "unknown path": "[('channel_id.colour', '=', 'red')]",
            "unknown operator": "[('subject', 'resembles', 'x')]",
            "two parts": "[('subject', '=')]",
            "a number": "5",
            "a dictionary": "{'subject': 1}",
            "a call": "[('subject', '=', open('x'))]",
            "a name": "[('user_id', '=', uid)]",
            "operator without terms": "['|', ('subject', '=', 'x')]",
            "nothing": "",
        }
        for title, text in wrong.items():
            for name in ("domain", "applies_domain"):
                with self.subTest(title, field=name):
                    with self.assertRefused(ValidationError, "TEST-1"):
                        self._make_requirement(**{name: text})

    def test_no_door_takes_a_wrong_condition(self):
        requirement = self._make_requirement()
        wrong = {"domain": "[('chanel_id', '!=', False)]"}
        manager = requirement.with_user(self.manager)
        doors = {
            "write": lambda: manager.write(wrong),
            "write as superuser": lambda: requirement.sudo().write(wrong),
            "web_save": lambda: manager.web_save(wrong, {"domain": {}}),
        }
        for door, change in doors.items():
            with self.subTest(door=door), self.assertRefused(ValidationError, "TEST-1.*chanel_id"):
                change()
        result = manager.load([".id", "domain"], [[str(requirement.id), wrong["domain"]]])
        self.assertFalse(result["ids"])
        self.assertIn("chanel_id", result["messages"][0]["message"])

    def test_condition_with_moving_dates(self):
        requirement = self._make_requirement(domain="[('received_on', '>=', 'today -7d')]")
        self._assert_missing(self._log(), requirement, False)
        self._assert_missing(self._log(received_on="2020-01-02 03:00:00"), requirement)
