from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.lab_complaint.models.lab_complaint_gate import REOPENING

from .common_answer import AnswerCase


class TestCallback(AnswerCase):
    """Whether the complainant accepts the answer, ISO 10002:2018, 8.7."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint.stage_id = cls.stages["follow_up"]
        cls._tell_outcome()

    def test_recorded(self):
        with self._counting_promises() as kept:
            self.case.action_record_callback("accepted", summary="Thanked us")
        said = self._said("callback")
        self.assertRecordValues(
            said,
            [{"acceptance": "accepted", "way": "phone", "summary": "Thanked us", "is_given": True}],
        )
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertEqual([kind for kind, _on in kept], ["callback"])

    def test_the_last_counts(self):
        self.case.action_record_callback("no_reply")
        self.assertEqual(self.complaint.acceptance, "no_reply")
        self.case.action_record_callback(acceptance="accepted", way="visit")
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertEqual(len(self._said("callback")), 2)

    def test_not_accepted_calls_for_the_officer(self):
        self.case.action_record_callback("not_accepted")
        activity = self.complaint.activity_ids.filtered(lambda one: "reopen" in one.summary)
        self.assertEqual(activity.user_id, self.officer)

    def test_not_accepted_does_not_close(self):
        self.installed_requirements.filtered(lambda r: r.code == "FUP-2").active = True
        self.case.action_record_callback("not_accepted")
        with self.assertRefused(UserError, "log the appeal, or reopen"):
            self.case.action_close(way="letter")
        self.case.action_appeal(description="We do not accept this.")
        self.case.action_close(way="letter")
        self.assertEqual(self.complaint.state, "closed")

    def test_by_another_door(self):
        self._tell("callback", acceptance="accepted")
        self.assertEqual(self.complaint.acceptance, "accepted")

    def test_reply_by_mail(self):
        with self.mock_mail_gateway():
            self.case.action_record_callback("accepted", way="mail", summary="Wrote to us")
        self.assertFalse(self._mails)
        self.assertEqual(self.complaint.acceptance, "accepted")

    def test_says_something(self):
        with self.assertRefused(UserError, "whether the complainant accepts"):
            self._tell("callback")
        with self.assertRefused(ValueError, "perhaps"):
            self.case.action_record_callback("perhaps")

    def test_before_the_outcome(self):
        complaint = self._log(self.officer, complainant_name="A caller")
        with self.assertRefused(UserError, "after having the outcome"):
            complaint.with_user(self.officer).action_record_callback("accepted")

    def test_acceptance_belongs_to_a_call_back(self):
        with self.assertRefused(UserError, "belongs to a call-back"):
            self._tell("progress", summary="Soon", acceptance="accepted")


class TestAcceptanceHasOneDoor(AnswerCase):
    """Nobody but the complainant says whether the answer is acceptable."""

    MESSAGE = "Use Record Call-back"

    def test_writing(self):
        self.assertDoorsRefuse(self.complaint, "acceptance", "accepted", self.MESSAGE, UserError)

    def test_clearing(self):
        self._tell_outcome()
        self.case.action_record_callback("not_accepted")
        for complaint in (self.case, self.complaint.sudo()):
            with self.assertRefused(UserError, self.MESSAGE):
                complaint.acceptance = False

    def test_context_from_outside_opens_nothing(self):
        for context in (
            {"lab_complaint_recording": True},
            {"lab_complaint_reopening": True},
            {"lab_complaint_recording": "RECORDING"},
        ):
            with self.subTest(**context), self.assertRefused(UserError, self.MESSAGE):
                self.case.with_context(**context).acceptance = "accepted"

    def test_logging(self):
        doors = {
            "create": lambda: self._log(self.officer, acceptance="accepted"),
            "create as superuser": lambda: self._log(acceptance="accepted"),
            "context": lambda: (
                self._complaints(self.officer)
                .with_context(default_acceptance="accepted")
                .create(self._values())
            ),
            "with a former number": lambda: self._log(acceptance="accepted", former_number="T-1"),
        }
        for door, call in doors.items():
            with self.subTest(door), self.assertRefused(UserError, self.MESSAGE):
                call()

    def test_import(self):
        result = self._complaints(self.officer).load(
            ["subject", "description", "acceptance"], [["Late", "It is late", "accepted"]]
        )
        self.assertFalse(result["ids"])
        self.assertRegex(result["messages"][0]["message"], self.MESSAGE)

    def test_history_comes_with_it(self):
        complaint = self._log(
            self.manager,
            former_number="T-1",
            acceptance="accepted",
            stage_id=self.stages["closed"].id,
            communication_ids=[
                Command.create(
                    {
                        "kind": "outcome",
                        "way": "mail",
                        "told_on": "2020-02-03 04:05:06",
                        "user_id": self.officer.id,
                    }
                )
            ],
        )
        self.assertEqual(complaint.acceptance, "accepted")
        self.assertRecordValues(
            complaint.communication_ids,
            [{"is_given": True, "delivery_state": "sent", "user_id": self.officer.id}],
        )

    def test_reopening_clears_it(self):
        self._tell_outcome()
        self.case.action_record_callback("not_accepted")
        self.complaint.with_context(lab_complaint_reopening=REOPENING).acceptance = False
        self.assertFalse(self.complaint.acceptance)


class TestAppeal(AnswerCase):
    """Who does not accept the answer is heard again."""

    def test_appeal(self):
        self.complaint.write(
            {
                "order_id": self.order.id,
                "department_ids": [Command.set(self._make_department("Mass").ids)],
                "certificate_ids": [Command.create({"name": "C-1"})],
            }
        )
        self._tell_outcome()
        action = self.case.action_appeal(description="We do not accept this.")
        appeal = self.env["lab.complaint"].browse(action["res_id"])
        self.assertRecordValues(
            appeal,
            [
                {
                    "kind": "appeal",
                    "origin_id": self.complaint.id,
                    "description": "We do not accept this.",
                    "partner_id": self.contact.id,
                    "complainant_email": "lin@gauge.example.com",
                    "order_id": self.order.id,
                    "customer_id": self.complaint.customer_id.id,
                    "state": "received",
                    "acceptance": False,
                }
            ],
        )
        self.assertEqual(appeal.department_ids, self.complaint.department_ids)
        self.assertEqual(
            appeal.certificate_ids.certificate_id, self.complaint.certificate_ids.certificate_id
        )
        self.assertFalse(appeal.communication_ids)

    def test_nothing_to_appeal_against(self):
        with self.assertRefused(UserError, "no decision to appeal against"):
            self.case.action_appeal(description="We do not accept this.")

    def test_words_are_needed(self):
        self._tell_outcome()
        with self.assertRefused():
            self.case.action_appeal(description=" ")
