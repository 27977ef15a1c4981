from odoo import fields
from odoo.tests import freeze_time

from .authority_case import AuthorityCase
from .promise_case import MONDAY, PromiseCase

TUESDAY = "2026-03-03 01:00:00"


class AuthorityPromiseCase(PromiseCase, AuthorityCase):
    """The body is promised an answer within 10 working days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.policies.create({"kind": "authority", "days": 10})

    @classmethod
    def _receive_forwarded(cls, **values):
        with freeze_time(MONDAY):
            complaint = cls._forward(
                received_on=MONDAY, stage_id=cls.stages["received"].id, **values
            )
            cls.env.flush_all()
        return complaint

    def _promise(self, complaint):
        return self._deadline(complaint, "authority")


class TestAuthorityPromise(AuthorityPromiseCase):
    """The day by which the authority has our answer."""

    def test_by_policy_from_receipt(self):
        promise = self._promise(self._receive_forwarded())
        self.assertEqual(str(promise.due_on), "2026-03-16")
        self.assertEqual(promise.counted_from, "receipt")

    def test_by_the_day_that_the_authority_gave(self):
        complaint = self._receive_forwarded(authority_due_on="2026-03-06")
        promise = self._promise(complaint)
        self.assertEqual(str(promise.due_on), "2026-03-06")
        self.assertEqual(str(promise.original_due_on), "2026-03-06")

    def test_a_day_is_kept_to_without_any_policy(self):
        self.policy.unlink()
        self.assertFalse(self._promise(self._receive_forwarded()))
        complaint = self._receive_forwarded(authority_due_on="2026-03-06")
        self.assertEqual(str(self._promise(complaint).due_on), "2026-03-06")

    def test_no_authority_no_promise(self):
        complaint = self._receive(authority_due_on="2026-03-06")
        self.assertFalse(self._promise(complaint))

    def test_who_is_the_complainant_too_is_promised_the_same(self):
        complaint = self._receive_forwarded(partner_id=self.clerk.id)
        self.assertEqual(complaint.authority_part, "raised")
        self.assertEqual(str(self._promise(complaint).due_on), "2026-03-16")

    def test_an_authority_that_asks_later_is_promised_from_then_on(self):
        complaint = self._receive(partner_id=self.contact.id)
        with freeze_time("2026-03-09 01:00:00"):
            complaint.authority_id = self.clerk
        promise = self._promise(complaint)
        self.assertEqual(promise.counted_from, "authority")
        self.assertEqual(str(promise.due_on), "2026-03-23")

    def test_named_later_for_what_came_that_way(self):
        complaint = self._receive_forwarded(authority_id=False)
        self.assertFalse(self._promise(complaint))
        with freeze_time(TUESDAY):
            complaint.with_user(self.officer).authority_id = self.clerk
        self.assertEqual(str(self._promise(complaint).due_on), "2026-03-16")

    def test_one_promise_whatever_is_corrected(self):
        complaint = self._receive_forwarded()
        with freeze_time(TUESDAY):
            complaint.write({"authority_id": self.body.id, "authority_reference": "JG-9"})
            complaint.authority_id = self.clerk
        kinds = complaint.deadline_ids.mapped("kind")
        self.assertEqual(kinds.count("authority"), 1)

    def test_who_was_named_by_mistake_is_promised_nothing(self):
        complaint = self._receive_forwarded()
        with freeze_time(TUESDAY):
            complaint.authority_id = False
            self.assertFalse(self._promise(complaint).is_open)
            complaint.authority_id = self.clerk
        self.assertTrue(self._promise(complaint).is_open)

    def test_an_ended_case_promises_nothing(self):
        with freeze_time(MONDAY):
            complaint = self._forward(received_on=MONDAY, stage_id=self.stages["closed"].id)
        self.assertFalse(self._promise(complaint))

    def test_another_day_counts_anew(self):
        complaint = self._receive_forwarded()
        with freeze_time(TUESDAY):
            complaint.authority_due_on = "2026-03-05"
            self.assertEqual(str(self._promise(complaint).due_on), "2026-03-05")
            complaint.authority_due_on = "2026-04-01"
            self.assertEqual(str(self._promise(complaint).due_on), "2026-04-01")
            complaint.authority_due_on = False
        promise = self._promise(complaint)
        self.assertEqual(str(promise.due_on), "2026-03-16")
        self.assertEqual(str(promise.original_due_on), "2026-03-16")
        self.assertFalse(promise.missed)

    def test_once_missed_for_ever_missed(self):
        complaint = self._receive_forwarded(authority_due_on="2026-03-05")
        with freeze_time("2026-03-06 01:00:00"):
            complaint.authority_due_on = "2026-04-01"
        promise = self._promise(complaint)
        self.assertTrue(promise.missed)
        self.assertEqual(str(promise.due_on), "2026-03-05")

    def test_a_day_that_passed_before_it_was_entered(self):
        complaint = self._receive_forwarded()
        with freeze_time(TUESDAY):
            complaint.authority_due_on = "2026-03-02"
            self._promise(complaint)._count_anew()
        self.assertTrue(self._promise(complaint).missed)

    def test_holidays_do_not_move_the_authority_s_day(self):
        complaint = self._receive_forwarded(authority_due_on="2026-03-06")
        other = self._receive_forwarded()
        with freeze_time(TUESDAY):
            self._make_holiday("2026-03-05 00:00:00", "2026-03-06 15:00:00")
            (self._promise(complaint) | self._promise(other))._count_anew()
        self.assertEqual(str(self._promise(complaint).due_on), "2026-03-06")
        self.assertEqual(str(self._promise(other).due_on), "2026-03-18")

    def test_severity_does_not_move_it_either(self):
        self.policies.create({"kind": "authority", "days": 3, "severity": "major"})
        complaint = self._receive_forwarded(authority_due_on="2026-03-20", severity="minor")
        other = self._receive_forwarded(severity="minor")
        with freeze_time(TUESDAY):
            (complaint | other).write({"severity": "major", "severity_reason": "Safety"})
        self.assertEqual(str(self._promise(complaint).due_on), "2026-03-20")
        self.assertEqual(str(self._promise(other).due_on), "2026-03-05")

    def test_nobody_waits_for_others_at_its_cost(self):
        complaint = self._receive_forwarded()
        with freeze_time(TUESDAY):
            complaint.with_user(self.officer).action_pause("The sample is on its way")
        with freeze_time("2026-03-17 01:00:00"):
            self._promise(complaint)._count_anew()
        self.assertTrue(self._promise(complaint).missed)

    def test_reminder_and_escalation(self):
        complaint = self._receive_forwarded(authority_due_on="2026-03-05", user_id=self.officer.id)
        head = self.quality_head
        with freeze_time("2026-03-05 01:00:00"):
            self._promise(complaint)._attend()
        summaries = complaint.activity_ids.filtered(lambda one: one.user_id == self.officer)
        self.assertIn("Promised: Answer to the authority", summaries.mapped("summary"))
        with freeze_time("2026-03-06 01:00:00"):
            self._promise(complaint)._attend()
        self.assertTrue(self._promise(complaint).missed)
        escalated = complaint.activity_ids.filtered(lambda one: one.user_id == head)
        self.assertIn("Promise missed: Answer to the authority", escalated.mapped("summary"))

    def test_it_is_the_next_promise_when_it_comes_first(self):
        complaint = self._receive_forwarded(authority_due_on="2026-03-03")
        self.assertEqual(complaint.next_promise, "authority")
        self.assertEqual(complaint.next_promise_on, fields.Date.to_date("2026-03-03"))

    def test_the_end_of_the_case_ends_it(self):
        complaint = self._receive_forwarded()
        with freeze_time(TUESDAY):
            complaint.action_withdraw("Taken back")
        self.assertFalse(self._promise(complaint).is_open)
