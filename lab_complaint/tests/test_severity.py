from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .test_evidence import InquiryCase


class TestSeverity(InquiryCase):
    """Severity and kind change with a reason only (ISO 10002:2018, 8.4)."""

    def setUp(self):
        super().setUp()
        self.case = self.complaint.with_user(self.officer)

    def test_changed_with_a_reason(self):
        self.assertTrue(self.case.action_change_severity("minor", "A misunderstanding"))
        self.assertEqual(self.case.severity, "minor")
        self.assertEqual(self.case.severity_reason, "A misunderstanding")

    def test_kind_changed_with_a_reason(self):
        self.assertTrue(self.case.action_change_kind("feedback", "Only a wish"))
        self.assertEqual(self.case.kind, "feedback")
        self.assertEqual(self.case.kind_reason, "Only a wish")

    def test_changed_in_the_dialog(self):
        changes = self.env["lab.complaint.reclassify"].with_user(self.officer)
        form = Form(changes.with_context(default_complaint_id=self.complaint.id))
        self.assertEqual((form.severity, form.kind), ("general", "complaint"))
        form.severity = "major"
        form.reason = "Wrong values"
        form.save().action_confirm()
        self.assertEqual(self.case.severity, "major")
        self.assertEqual(self.case.kind, "complaint")
        self.assertFalse(self.case.kind_reason)

    def test_dialog_is_for_officers(self):
        for user in (self.reporter, self.investigator, self.auditor):
            changes = self.env["lab.complaint.reclassify"].with_user(user)
            self.assertNoAccess(
                lambda c=changes: c.create({"complaint_id": self.complaint.id, "reason": "X"})
            )

    def test_no_door_changes_severity_without_reason(self):
        self.assertDoorsRefuse(self.complaint, "severity", "major", "say why")

    def test_no_door_changes_kind_without_reason(self):
        self.assertDoorsRefuse(self.complaint, "kind", "feedback", "say why")

    def test_an_empty_reason_is_none(self):
        for reason in ("", "  ", False):
            with self.subTest(reason), self.assertRefused(UserError, "say why"):
                self.case.write({"severity": "major", "severity_reason": reason})
            with self.subTest(reason), self.assertRefused(UserError):
                self.case.action_change_severity("major", reason)
            with self.subTest(reason), self.assertRefused(UserError):
                self.case.action_change_kind("feedback", reason)

    def test_an_earlier_reason_is_none(self):
        self.case.action_change_severity("minor", "A misunderstanding")
        with self.assertRefused(UserError, "say why"):
            self.case.severity = "major"

    def test_the_reason_of_the_other_is_none(self):
        with self.assertRefused(UserError, "say why"):
            self.case.write({"severity": "major", "kind_reason": "Wrong values"})

    def test_refusal_says_how(self):
        with self.assertRefused(UserError, "Change Severity or Kind.*Reason for the Severity"):
            self.case.severity = "major"

    def test_the_same_needs_no_reason(self):
        self.case.write({"severity": "general", "kind": "complaint"})
        self.assertFalse(self.case.severity_reason)

    def test_category_brings_it_without_reason(self):
        self.case.category_id = self.subcategory
        self.assertEqual(self.case.severity, "major")
        self.case.write({"category_id": self.category.id, "severity": "minor"})
        self.assertEqual(self.case.severity, "minor")

    def test_category_does_not_cover_another_severity(self):
        with self.assertRefused(UserError, "say why"):
            self.case.write({"category_id": self.category.id, "severity": "major"})

    def test_at_receipt_it_is_free(self):
        case = self._log(self.reporter, category_id=self.category.id, severity="major")
        self.assertEqual(case.severity, "major")

    def test_reasons_are_on_record(self):
        self._end_request()
        case = self.case.with_context(tracking_disable=False, mail_notrack=False)
        case.action_change_severity("minor", "A misunderstanding")
        self._end_request()
        values = case.sudo().message_ids.tracking_value_ids
        self.assertIn("severity_reason", values.field_id.mapped("name"))
        self.assertIn("A misunderstanding", values.mapped("new_value_text"))

    def test_many_at_once(self):
        cases = self.complaint | self.other_case
        cases.with_user(self.officer).action_change_severity("major", "One cause")
        self.assertEqual(set(cases.mapped("severity")), {"major"})


class TestMajorComplaint(InquiryCase):
    """The quality head knows of a major complaint at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_head = cls._make_user(
            "other_head",
            "base.group_user",
            "lab_complaint.group_quality_head",
            company_id=cls.other_company.id,
        )

    def _told(self, complaint):
        return complaint.sudo().activity_ids.user_id

    def test_told_of_a_change(self):
        self.complaint.with_user(self.officer).action_change_severity("major", "Wrong values")
        self.assertEqual(self._told(self.complaint), self.quality_head)

    def test_told_of_a_new_one(self):
        for user in (self.officer, self.reporter):
            with self.subTest(user.login):
                self.assertEqual(self._told(self._log(user, severity="major")), self.quality_head)

    def test_told_when_the_category_makes_it_so(self):
        self.assertEqual(self._told(self._log(category_id=self.subcategory.id)), self.quality_head)
        self.complaint.with_user(self.officer).category_id = self.subcategory
        self.assertEqual(self._told(self.complaint), self.quality_head)

    def test_told_of_an_imported_one(self):
        result = self._complaints(self.officer).load(
            ["subject", "description", "severity", "company_id/.id"],
            [["Imported", "Wrong", "major", str(self.company.id)]],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self._told(self._complaints().browse(result["ids"])), self.quality_head)

    def test_told_once(self):
        case = self._log(self.officer, severity="major").with_user(self.officer)
        case.write({"subject": "More", "severity": "major"})
        case.category_id = self.subcategory
        self.assertEqual(len(case.sudo().activity_ids), 1)
        case.action_change_severity("minor", "Not so bad")
        case.action_change_severity("major", "Worse")
        self.assertEqual(len(case.sudo().activity_ids), 2)

    def test_told_by_a_notification(self):
        case = self._log(self.officer, severity="major")
        told = self.env["mail.message"].search(
            [
                ("model", "=", "lab.complaint"),
                ("res_id", "=", case.id),
                ("partner_ids", "in", self.quality_head.partner_id.ids),
            ]
        )
        self.assertTrue(told)

    def test_request_cannot_keep_it_quiet(self):
        quiet = self._complaints(self.officer).with_context(
            mail_activity_automation_skip=True, mail_activity_quick_update=True
        )
        case = quiet.create(self._values(severity="major"))
        self.assertEqual(self._told(case), self.quality_head)

    def test_not_told_of_others(self):
        self.assertFalse(self._told(self._log(self.officer)))
        self.assertFalse(self._told(self._log(self.officer, severity="minor")))

    def test_not_told_of_history(self):
        case = self._log(
            self.manager,
            severity="major",
            former_number="2019-7",
            received_on="2019-01-02 03:00:00",
            closed_on="2019-02-02 03:00:00",
            stage_id=self.stages["closed"].id,
        )
        self.assertFalse(self._told(case))

    def test_involved_quality_head_is_not_told(self):
        employee = self._make_employee("Head at the bench", self.quality_head)
        case = self._log(severity="major", involved_employee_ids=[Command.set(employee.ids)])
        self.assertNotIn(self.quality_head, self._told(case))
        self.assertFalse(
            self.env["mail.activity"]
            .with_user(self.quality_head)
            .search([("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)])
        )

    def test_administrators_where_there_is_no_quality_head(self):
        group = self.env.ref("lab_complaint.group_quality_head")
        group.user_ids = [Command.clear()]
        self.assertIn(self.manager, self._told(self._log(severity="major")))

    def test_immediate_action_is_asked_for(self):
        requirement = self.env.ref("lab_complaint.requirement_immediate_action")
        requirement.active = True
        case = self._log(severity="major")
        self.assertIn(requirement, case._missing_for("investigation"))
        case.immediate_action = "Certificate recalled"
        self.assertNotIn(requirement, case._missing_for("investigation"))
