from odoo import Command
from odoo.exceptions import UserError

from .process import ProcessCase


class TestCaseDoors(ProcessCase):
    """Ways round what a case needs, shows and keeps, found by trying."""

    def _decide_not_ours(self, user):
        complaint = self._receive()
        self._step_acknowledge(complaint)
        self._by(self.officer, complaint).category_id = self.category
        self._by(user, complaint).action_not_accept(grounds="Another laboratory's certificate")
        return complaint

    def _give_notice(self, complaint):
        self._by(self.officer, complaint).action_send_not_accepted(way="letter", summary="Not ours")

    def test_the_notice_is_given_again_after_reopening(self):
        complaint = self._decide_not_ours(self.quality_head)
        self._give_notice(complaint)
        self.assertEqual(complaint.state, "not_accepted")
        self._by(self.officer, complaint).action_reopen("They sent the certificate")
        self._by(self.quality_head, complaint).action_not_accept(grounds="Still not ours")
        self.assertNotEqual(complaint.state, "not_accepted")
        self._give_notice(complaint)
        self.assertEqual(complaint.state, "not_accepted")

    def test_what_an_involved_person_found_not_ours_does_not_count(self):
        complaint = self._decide_not_ours(self.deputy)
        employee = self._make_employee("Deputy", self.deputy)
        self._by(self.officer, complaint).involved_employee_ids = employee
        self._give_notice(complaint)
        self.assertNotEqual(complaint.state, "not_accepted")
        with self.assertRefused(UserError, "was not involved"):
            complaint.with_user(self.officer).stage_id = self.stages["not_accepted"]
        self._by(self.quality_head, complaint).action_not_accept(grounds="Not ours")
        self.assertEqual(complaint.state, "not_accepted")

    def test_any_case_is_no_appeal(self):
        complaint = self._receive()
        requirement = self.env.ref("lab_complaint.requirement_not_accepted_goes_on")
        for kind, met in (("feedback", False), ("complaint", False), ("appeal", True)):
            self._log(self.officer, kind=kind, origin_id=complaint.id)
            self.env.flush_all()
            with self.subTest(kind=kind):
                found = complaint.filtered_domain(requirement._parsed("domain"))
                self.assertEqual(bool(found), met)

    def test_notes_and_activities_are_not_guessed(self):
        complaint = self._lead(self._receive(), until="screen")
        officer = complaint.with_user(self.officer)
        officer.message_post(
            body="Probably a printing error",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        officer.activity_schedule("mail.mail_activity_data_todo", summary="Look at the printer")
        questions = [
            ("message_ids.body", "ilike", "printing"),
            ("website_message_ids.body", "ilike", "printing"),
            ("activity_ids.summary", "ilike", "printer"),
            ("activity_summary", "ilike", "printer"),
            (
                "activity_type_id",
                "=",
                self.env.ref("mail.mail_activity_data_todo").id,
            ),
        ]
        for question in questions:
            domain = [("id", "=", complaint.id), question]
            with self.subTest(question=question[0]):
                self.assertTrue(self._complaints(self.officer).search(domain))
                self.assertFalse(self._complaints(self.reporter).search(domain))

    def test_changes_are_noted_whatever_a_request_says(self):
        complaint = self._receive()
        self._end_request()
        silent = complaint.with_user(self.officer).with_context(
            tracking_disable=True, mail_notrack=True
        )
        silent.write({"received_on": "2026-01-05 00:00:00", "complainant_name": "Somebody else"})
        self._end_request()
        noted = complaint.message_ids.sudo().tracking_value_ids
        self.assertIn("received_on", noted.field_id.mapped("name"))
        name = noted.filtered(lambda value: value.field_id.name == "identity_name")
        self.assertEqual(name.old_value_char, "Ms Lin")

    def test_nonconformities_change_no_ended_case(self):
        complaint = self._lead(self._receive())
        self._end_request()
        self.env.cr.execute("UPDATE lab_complaint SET create_date = create_date - interval '1 day'")
        complaint.invalidate_recordset()
        values = {
            "name": "Printer",
            "partner_id": self.customer.id,
            "responsible_user_id": self.officer.id,
            "manager_user_id": self.quality_head.id,
            "description": "Prints old values",
            "company_id": self.company.id,
        }
        nonconformities = self.env["mgmtsystem.nonconformity"].with_user(self.officer)
        nonconformity = nonconformities.create(values)
        link = [Command.link(complaint.id)]
        with self.assertRefused(UserError, "has ended"):
            nonconformity.complaint_ids = link
        with self.assertRefused(UserError, "has ended"):
            nonconformities.create({**values, "complaint_ids": link})
        self.assertFalse(complaint.nonconformity_ids)

    def test_an_earlier_decision_on_the_impact_stays_readable(self):
        complaint = self._receive()
        link = complaint.certificate_ids.with_user(self.officer)
        link.write({"impact": "affected", "impact_reason": "Printed on the same day"})
        link.write({"impact": "not_affected", "impact_reason": "Printed before"})
        self.assertIn("Printed on the same day", complaint.message_ids[0].body)
