from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .promise_case import MONDAY, PromiseCase

REASON = "Waiting for the customer's sample"


class TestPause(PromiseCase):
    """While the laboratory waits for others, reports and the answer do not become late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._receive()

    def _pause(self, moment, complaint=None, reason=REASON):
        with freeze_time(moment):
            return (complaint or self.complaint).with_user(self.officer).action_pause(reason)

    def _resume(self, moment, complaint=None):
        with freeze_time(moment):
            return (complaint or self.complaint).with_user(self.officer).action_resume()

    def test_days_move_by_the_working_days_paused(self):
        """From Tuesday to the Tuesday after are five working days."""
        self.assertTrue(self._pause("2026-03-03 02:00:00"))
        self.assertTrue(self.complaint.is_paused)
        self.assertEqual(self._deadline(self.complaint, "outcome").status, "waiting")
        self.assertTrue(self._resume("2026-03-10 02:00:00"))
        self.assertFalse(self.complaint.is_paused)
        self.assertEqual(
            self._due(self.complaint),
            {
                "acknowledgement": "2026-03-04",
                "screening": "2026-03-05",
                "progress": "2026-03-16",
                "outcome": "2026-03-30",
            },
        )
        self.assertRecordValues(
            self.complaint.pause_ids,
            [
                {
                    "reason": REASON,
                    "paused_by_id": self.officer.id,
                    "resumed_by_id": self.officer.id,
                }
            ],
        )

    def test_pause_over_a_holiday(self):
        """Three days of five were free: two working days were paused."""
        with freeze_time(MONDAY):
            self._make_holiday("2026-03-03 16:00:00", "2026-03-06 15:59:59")
        self._pause("2026-03-03 02:00:00")
        self._resume("2026-03-10 02:00:00")
        # 15 working days and 2 of pause and 3 of holiday after the 2nd.
        self.assertEqual(self._due(self.complaint)["outcome"], "2026-03-30")

    def test_holiday_entered_after_the_pause(self):
        self._pause("2026-03-03 02:00:00")
        self._resume("2026-03-10 02:00:00")
        with freeze_time("2026-03-10 03:00:00"):
            self._make_holiday("2026-03-10 16:00:00", "2026-03-11 15:59:59")
        self.assertEqual(self._due(self.complaint)["outcome"], "2026-03-31")

    def test_two_pauses(self):
        self._pause("2026-03-03 02:00:00")
        self._resume("2026-03-04 02:00:00")
        self._pause("2026-03-05 02:00:00")
        self._resume("2026-03-09 02:00:00")
        self.assertEqual(self._due(self.complaint)["outcome"], "2026-03-26")

    def test_pause_within_a_day(self):
        self._pause("2026-03-03 02:00:00")
        self._resume("2026-03-03 08:00:00")
        self.assertEqual(self._due(self.complaint)["outcome"], "2026-03-23")

    def test_nothing_becomes_late_meanwhile(self):
        self._pause("2026-03-03 02:00:00")
        with freeze_time("2026-04-20 02:00:00"):
            self.complaint.deadline_ids._note_missed()
        missed = self.complaint.deadline_ids.filtered("missed")
        self.assertEqual(set(missed.mapped("kind")), {"acknowledgement", "screening"})
        self._resume("2026-04-20 02:00:00")
        missed = self.complaint.deadline_ids.filtered("missed")
        self.assertEqual(set(missed.mapped("kind")), {"acknowledgement", "screening"})

    def test_kept_while_paused(self):
        """The days of the pause count until the answer."""
        self._pause("2026-03-03 02:00:00")
        self.complaint._keep_promise("outcome", "2026-04-20 02:00:00")
        outcome = self._deadline(self.complaint, "outcome")
        self.assertTrue(outcome.met)
        self.assertGreater(outcome.due_on, date(2026, 4, 20))

    def test_late_before_the_pause(self):
        """A pause does not hide what was missed, noted or not."""
        self._pause("2026-03-10 02:00:00")
        progress = self._deadline(self.complaint, "progress")
        self.assertTrue(progress.missed)
        self.assertEqual(progress.status, "missed")
        self._resume("2026-03-17 02:00:00")
        self.assertEqual(progress.due_on, date(2026, 3, 9))
        with freeze_time("2026-03-17 02:00:00"):
            self.assertTrue(self.complaint.is_late)

    def test_pause_after_an_extension(self):
        with freeze_time("2026-03-20 02:00:00"):
            self.complaint._extend_promise(date(2026, 4, 13))
        self._pause("2026-03-24 02:00:00")
        self._resume("2026-03-26 02:00:00")
        self.assertEqual(self._due(self.complaint)["outcome"], "2026-04-15")

    def test_pause_before_an_extension(self):
        """The extended day was chosen knowing of it."""
        self._pause("2026-03-10 02:00:00")
        self._resume("2026-03-12 02:00:00")
        with freeze_time("2026-03-20 02:00:00"):
            self.complaint._extend_promise(date(2026, 4, 13))
            self._make_working_day("2026-04-12")
        self.assertEqual(self._due(self.complaint)["outcome"], "2026-04-13")

    def test_end_of_a_paused_case(self):
        self._pause("2026-03-03 02:00:00")
        with freeze_time("2026-05-04 02:00:00"):
            self.complaint.with_user(self.officer).action_withdraw("Called and took it back")
        self.assertFalse(self.complaint.is_paused)
        self.assertTrue(self.complaint.pause_ids.resumed_on)
        self.assertTrue(self._deadline(self.complaint, "outcome").met)

    def test_not_nested(self):
        self._pause("2026-03-03 02:00:00")
        with self.assertRefused(UserError, "paused already"):
            self._pause("2026-03-04 02:00:00")
        with self.assertRefused():
            self.complaint.pause_ids.sudo().create(
                {
                    "complaint_id": self.complaint.id,
                    "reason": "Again",
                    "paused_on": MONDAY,
                    "paused_by_id": self.officer.id,
                }
            )

    def test_not_paused(self):
        with self.assertRefused(UserError, "is not paused"):
            self._resume("2026-03-04 02:00:00")

    def test_reason_is_required(self):
        for reason in ("", "   ", False, None):
            with self.subTest(reason=reason), self.assertRefused(UserError, "Say why"):
                self._pause("2026-03-03 02:00:00", reason=reason)

    def test_ended_case_is_not_paused(self):
        self.complaint.stage_id = self.stages["withdrawn"]
        with self.assertRefused(UserError, "has ended"):
            self._pause("2026-03-03 02:00:00")

    def test_several_cases_at_once(self):
        both = self.complaint | self._receive()
        self._pause("2026-03-03 02:00:00", both)
        self.assertEqual(both.mapped("is_paused"), [True, True])
        self._resume("2026-03-04 02:00:00", both)
        self.assertEqual({self._due(case)["outcome"] for case in both}, {"2026-03-24"})

    def test_officers_pause(self):
        own = self._receive(received_by_id=self.reporter.id)
        for user in (self.reporter, self.auditor, self.other_officer, self.salesperson):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: own.with_user(user).action_pause(REASON))
        self._pause("2026-03-03 02:00:00", own)
        for user in (self.reporter, self.auditor, self.other_officer):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: own.with_user(user).action_resume())

    def test_pauses_stay_on_record(self):
        self._pause("2026-03-03 02:00:00")
        pause = self.complaint.pause_ids
        for user in (self.officer, self.manager):
            with self.subTest(user=user.login):
                with self.assertRefused():
                    pause.with_user(user).write({"reason": "x"})
                self.assertNoAccess(
                    lambda user=user: pause.with_user(user).write({"resumed_on": MONDAY})
                )
                self.assertNoAccess(lambda user=user: pause.with_user(user).unlink())
                self.assertNoAccess(
                    lambda user=user: pause.with_user(user).create(
                        {
                            "complaint_id": self.complaint.id,
                            "reason": "x",
                            "paused_on": "2020-01-01 00:00:00",
                            "paused_by_id": user.id,
                        }
                    )
                )
        for values in ({"reason": "x"}, {"paused_on": "2026-03-02 02:00:00"}):
            with self.subTest(values=values), self.assertRefused(UserError, "on record"):
                pause.sudo().write(values)
        self._resume("2026-03-04 02:00:00")
        with self.assertRefused(UserError, "on record"):
            pause.sudo().write({"resumed_on": "2026-06-04 02:00:00"})
        with self.assertRefused(UserError):
            pause.sudo().unlink()

    def test_who_reads_pauses(self):
        self._pause("2026-03-03 02:00:00")
        pause = self.complaint.pause_ids
        for user in (self.officer, self.auditor):
            self.assertEqual(pause.with_user(user).reason, REASON)
        for user in (self.reporter, self.other_officer, self.portal):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: pause.with_user(user).read(["reason"]))
