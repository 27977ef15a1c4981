from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from .common_answer import AnswerCase


class TestCommunication(AnswerCase):
    """What was said stays on record as it was, ISO/IEC 17025:2017, 7.9.5 and 8.4."""

    def test_told_by_phone(self):
        said = self._tell("acknowledgement", summary="Number told")
        self.assertRecordValues(
            said,
            [
                {
                    "is_given": True,
                    "user_id": self.officer.id,
                    "recipient_name": "Ms Lin",
                    "recipient_email": "lin@gauge.example.com",
                    "delivery_state": "none",
                    "is_current": True,
                }
            ],
        )

    def test_reason_why_not(self):
        said = self._say("acknowledgement", not_possible_reason="No address was left")
        self.assertTrue(said.is_given)
        self.assertFalse(said.told_on)

    def test_blank_reason_counts_for_nothing(self):
        self.assertFalse(self._say("acknowledgement", not_possible_reason="  ").is_given)

    def test_draft_is_not_given(self):
        self.assertFalse(self._say("acknowledgement", way="letter").is_given)
        self.assertFalse(self._say("acknowledgement", way="mail").is_given)

    def test_draft_is_completed(self):
        said = self._say("acknowledgement", way="letter")
        said.with_user(self.quality_head).told_on = fields.Datetime.now()
        self.assertTrue(said.is_given)
        self.assertEqual(said.user_id, self.quality_head)

    def test_told_and_not_possible(self):
        with self.assertRefused(UserError, "Leave one of them empty"):
            self._tell("acknowledgement", not_possible_reason="No address")

    def test_call_back_and_extension_have_to_be_said(self):
        self._tell_outcome()
        self._decide(kind="extension")
        for kind in ("callback", "extension"):
            with self.subTest(kind), self.assertRefused(UserError, "has to be said"):
                self._say(kind, not_possible_reason="No address")

    def test_moment_and_way(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        earlier = self.complaint.received_on - timedelta(hours=1)
        with self.assertRefused(UserError, "in the future"):
            self._tell("acknowledgement", told_on=tomorrow)
        with self.assertRefused(UserError, "before the complaint arrived"):
            self._tell("acknowledgement", told_on=earlier)
        with self.assertRefused(UserError, "in which way"):
            self._tell("acknowledgement", way=False)
        with self.assertRefused(UserError, "told when it is sent"):
            self._tell("acknowledgement", way="mail")

    def test_progress_and_notice_have_words(self):
        self._not_ours()
        for kind in ("progress", "not_accepted"):
            with self.subTest(kind), self.assertRefused(UserError, "write down what"):
                self._tell(kind, way="letter", summary=" ")

    def test_nobody_records_in_the_name_of_another(self):
        said = self._tell("acknowledgement", user_id=self.quality_head.id)
        self.assertEqual(said.user_id, self.officer)

    def test_what_follows_is_not_chosen(self):
        for name, value in (
            ("is_given", True),
            ("delivery_state", "sent"),
            ("recipient_email", "other@example.com"),
            ("is_independent", True),
        ):
            with self.subTest(name), self.assertRefused(UserError, "cannot be given"):
                self._say("acknowledgement", way="mail", **{name: value})

    def test_context_decides_nothing(self):
        said = (
            self.env["lab.complaint.communication"]
            .with_user(self.officer)
            .with_context(default_is_given=True, default_delivery_state="sent", default_user_id=1)
            .create({"complaint_id": self.complaint.id, "kind": "acknowledgement", "way": "mail"})
        )
        self.assertRecordValues(
            said,
            [{"is_given": False, "delivery_state": "none", "user_id": self.officer.id}],
        )

    def test_number_and_kind_are_its_name(self):
        said = self._tell("progress", summary="Soon")
        self.assertEqual(said.display_name, f"{self.complaint.name} Progress")

    def test_evidence(self):
        said = self._tell("acknowledgement")
        self.assertEqual(said._evidence(), (said.told_on, self.officer.name))


class TestCommunicationIsFrozen(AnswerCase):
    """Every door refuses to change what was said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.said = cls._tell("acknowledgement", summary="Number told")
        cls.other = cls._log(partner_id=cls.contact.id)

    def test_content(self):
        yesterday = fields.Datetime.now() - timedelta(days=1)
        changes = {
            "kind": "progress",
            "way": "letter",
            "told_on": yesterday,
            "user_id": self.quality_head.id,
            "summary": "Nothing was said",
            "subject": "Another",
            "body": "<p>Another</p>",
            "recipient_name": "Mr Wu",
            "recipient_email": "wu@example.com",
            "not_possible_reason": "No address",
            "delivery_state": "sent",
            "is_given": False,
            "round": 4,
            "attachment_ids": [Command.create({"name": "Later"})],
            "acceptance": "accepted",
        }
        for name, value in changes.items():
            with self.subTest(name), self.assertRefused(UserError, "stays on record as it is"):
                self.said.write({name: value})
            with self.subTest(name, sudo=True), self.assertRefused(UserError, "stays on record"):
                self.said.sudo().write({name: value})

    def test_other_doors(self):
        change = {"summary": "Nothing was said"}
        doors = {
            "web_save": lambda: self.said.web_save(change, {"summary": {}}),
            "case": lambda: self.case.write(
                {"communication_ids": [Command.update(self.said.id, change)]}
            ),
        }
        for door, call in doors.items():
            with self.subTest(door), self.assertRefused(UserError, "stays on record"):
                call()
        result = self.said.load([".id", "summary"], [[str(self.said.id), "Nothing"]])
        self.assertRegex(result["messages"][0]["message"], "stays on record")

    def test_never_deleted(self):
        with self.assertRefused():
            self.said.unlink()
        with self.assertRefused(UserError, "stays there"):
            self.said.sudo().unlink()
        with self.assertRefused():
            self.case.write({"communication_ids": [Command.delete(self.said.id)]})

    def test_draft_keeps_what_follows(self):
        draft = self._say("acknowledgement", way="mail")
        changes = {
            "delivery_state": "sent",
            "is_given": True,
            "recipient_email": "wu@example.com",
            "kind": "closure",
            "complaint_id": self.other.id,
            "round": 1,
        }
        for name, value in changes.items():
            with self.subTest(name), self.assertRefused(UserError, "cannot"):
                draft.write({name: value})

    def test_what_is_put_right_is_said_anew(self):
        again = self._tell("acknowledgement", summary="Number put right")
        self.assertTrue(again.is_given)
        self.assertEqual(self.said.summary, "Number told")

    def test_nothing_is_said_after_the_end(self):
        self._stand_in("closed")
        self._pass_a_day()
        for kind in ("progress", "acknowledgement"):
            with self.subTest(kind), self.assertRefused(UserError, "has ended"):
                self._tell(kind, summary="Late")

    def test_draft_is_not_completed_after_the_end(self):
        draft = self._say("progress", way="letter", summary="Soon")
        self._stand_in("closed")
        self._pass_a_day()
        with self.assertRefused(UserError, "has ended"):
            draft.told_on = fields.Datetime.now()


class TestCommunicationAccess(AnswerCase):
    """Officers tell, auditors read, nobody else knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.said = cls._tell("acknowledgement", summary="Number told")

    def test_officers(self):
        self.assertEqual(self.said.with_user(self.quality_head).summary, "Number told")
        self.assertTrue(self._tell("progress", self.quality_head, summary="Soon").is_given)

    def test_auditors_read(self):
        said = self.said.with_user(self.auditor)
        self.assertEqual(said.summary, "Number told")
        self.assertNoAccess(lambda: said.write({"summary": "Nothing"}))
        self.assertNoAccess(lambda: self._tell("acknowledgement", self.auditor))
        self.assertNoAccess(
            lambda: self.complaint.with_user(self.auditor).action_acknowledge(way="phone")
        )
        self.assertNoAccess(said.action_send)
        self.assertNoAccess(said.action_retry)

    def test_nobody_else(self):
        for user in (self.reporter, self.salesperson, self.portal, self.public):
            with self.subTest(user.login):
                said = self.said.with_user(user)
                self.assertNoAccess(lambda said=said: said.read(["summary"]))
                self.assertNoAccess(lambda user=user: self._tell("acknowledgement", user))

    def test_reporter_of_the_case(self):
        complaint = self._log(self.reporter)
        said = self._tell("acknowledgement", complaint_id=complaint.id)
        self.assertNoAccess(lambda: said.with_user(self.reporter).read(["summary"]))
        self.assertNoAccess(
            lambda: complaint.with_user(self.reporter).action_acknowledge(way="phone")
        )

    def test_other_company(self):
        said = self.said.with_user(self.other_officer)
        self.assertNoAccess(lambda: said.read(["summary"]))
        self.assertNoAccess(lambda: self._tell("acknowledgement", self.other_officer))

    def test_involved_officer(self):
        involved = self._make_user("involved", "base.group_user", "lab_complaint.group_officer")
        self._involve(involved)
        self.assertNoAccess(lambda: self.said.with_user(involved).read(["summary"]))
        with self.assertRefused((AccessError, UserError)):
            self._tell("acknowledgement", involved)

    def test_files_of_others_are_not_sent(self):
        secret = self.env["ir.attachment"].create(
            {"name": "Payroll", "res_model": "res.users", "res_id": self.env.user.id, "raw": b"1"}
        )
        hidden = self.env["ir.attachment"].create({"name": "Loose", "raw": b"1"})
        self.assertNoAccess(
            lambda: self._say(
                "progress",
                way="mail",
                summary="See",
                attachment_ids=[Command.set((secret | hidden).ids)],
            )
        )
