from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .promise_case import MONDAY, PromiseCase


class TestKeeping(PromiseCase):
    """Promises are kept in time or missed, and lead to the next ones."""

    def test_kept_in_time(self):
        complaint = self._receive()
        complaint._keep_promise("acknowledgement", "2026-03-04 10:00:00")
        deadline = self._deadline(complaint, "acknowledgement")
        self.assertRecordValues(
            deadline, [{"met": True, "missed": False, "is_open": False, "status": "kept"}]
        )
        self.assertEqual(str(deadline.done_on), "2026-03-04 10:00:00")

    def test_kept_too_late(self):
        """17:00 UTC on the last day is the day after in Shanghai."""
        complaint = self._receive()
        complaint._keep_promise("acknowledgement", "2026-03-04 17:00:00")
        self.assertRecordValues(
            self._deadline(complaint, "acknowledgement"),
            [{"met": False, "missed": True, "is_open": False, "status": "missed"}],
        )

    def test_kept_twice(self):
        """The first time counts."""
        complaint = self._receive()
        complaint._keep_promise("acknowledgement", "2026-03-03 10:00:00")
        complaint._keep_promise("acknowledgement", "2026-03-09 10:00:00")
        self.assertTrue(self._deadline(complaint, "acknowledgement").met)

    def test_reports_follow_each_other(self):
        """The next one ten working days after the one that was given."""
        complaint = self._receive()
        complaint._keep_promise("progress", "2026-03-05 02:00:00")
        self.assertEqual(self._due(complaint)["progress"], "2026-03-19")
        complaint._keep_promise("progress", "2026-03-19 02:00:00")
        self.assertEqual(self._due(complaint)["progress"], "2026-04-02")
        reports = complaint.deadline_ids.filtered(lambda deadline: deadline.kind == "progress")
        self.assertEqual(reports.mapped("met").count(True), 2)

    def test_single_report(self):
        self.policies.search([("kind", "=", "progress")]).repeat_days = 0
        complaint = self._receive()
        complaint._keep_promise("progress", "2026-03-05 02:00:00")
        self.assertNotIn("progress", self._due(complaint))

    def test_outcome_ends_reports_and_promises_a_call(self):
        complaint = self._receive()
        complaint._keep_promise("outcome", "2026-03-06 02:00:00")
        self.assertTrue(self._deadline(complaint, "outcome").met)
        self.assertTrue(self._deadline(complaint, "progress").met)
        self.assertEqual(self._due(complaint)["callback"], "2026-03-20")
        complaint._keep_promise("callback", "2026-03-20 02:00:00")
        self.assertTrue(self._deadline(complaint, "callback").met)

    def test_report_that_was_owed_is_missed_when_the_outcome_is_told(self):
        complaint = self._receive()
        complaint._keep_promise("outcome", "2026-03-12 02:00:00")
        self.assertTrue(self._deadline(complaint, "outcome").met)
        self.assertTrue(self._deadline(complaint, "progress").missed)

    def test_outcome_told_twice_promises_one_call(self):
        complaint = self._receive()
        complaint._keep_promise("outcome", "2026-03-06 02:00:00")
        complaint._keep_promise("outcome", "2026-03-09 02:00:00")
        calls = complaint.deadline_ids.filtered(lambda deadline: deadline.kind == "callback")
        self.assertEqual(len(calls), 1)

    def test_several_cases_at_once(self):
        complaints = self._receive() | self._receive("2026-03-04 01:00:00")
        complaints._keep_promise("progress", "2026-03-10 02:00:00")
        first, second = complaints
        self.assertTrue(self._deadline(first.with_context(), "progress").is_open)
        self.assertEqual(first.deadline_ids.filtered("missed").kind, "progress")
        self.assertFalse(second.deadline_ids.filtered("missed"))

    def test_end_closes_what_is_open(self):
        complaint = self._receive()
        with freeze_time("2026-03-05 02:00:00"):
            complaint.stage_id = self.stages["withdrawn"]
        self.assertFalse(complaint.deadline_ids.filtered("is_open"))
        self.assertFalse(complaint.next_promise)
        self.assertEqual(complaint.deadline_ids.filtered("missed").kind, "acknowledgement")
        self.assertEqual(
            {str(moment) for moment in complaint.deadline_ids.mapped("done_on")},
            {"2026-03-05 02:00:00"},
        )

    def test_reopened_case_promises_anew(self):
        complaint = self._receive()
        with freeze_time("2026-03-05 02:00:00"):
            complaint.stage_id = self.stages["closed"]
        with freeze_time("2026-03-16 02:00:00"):
            complaint.with_user(self.officer).action_reopen("The value is still wrong")
        self.assertEqual(self._due(complaint), {"progress": "2026-03-23", "outcome": "2026-04-06"})
        opened = complaint.deadline_ids.filtered("is_open")
        self.assertEqual(set(opened.mapped("round")), {1})
        self.assertEqual(set(opened.mapped("counted_from")), {"reopening"})
        complaint._keep_promise("outcome", "2026-03-20 02:00:00")
        self.assertEqual(set(self._due(complaint)), {"callback"})


class TestMissed(PromiseCase):
    """Once missed, for ever missed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._receive(category_id=cls.category.id)
        cls.deadline = cls.complaint.deadline_ids.filtered(lambda d: d.kind == "acknowledgement")
        with freeze_time("2026-03-10 01:00:00"):
            cls.deadline._note_missed()

    def _assert_missed(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.deadline.missed)
        self.assertFalse(self.deadline.met)

    def test_open_promise_whose_day_is_over(self):
        self._assert_missed()
        self.assertTrue(self.deadline.is_open)
        self.assertEqual(self.deadline.status, "missed")

    def test_made_up_for(self):
        """Done afterwards, even with an earlier date."""
        self.complaint._keep_promise("acknowledgement", "2026-03-03 01:00:00")
        self._assert_missed()

    def test_every_door(self):
        officer = self.deadline.with_user(self.officer)
        doors = {
            "write": lambda: officer.write({"missed": False}),
            "write as administrator": lambda: self.deadline.with_user(self.manager).write(
                {"missed": False}
            ),
            "write as superuser": lambda: self.deadline.sudo().write({"missed": False}),
            "assignment": lambda: self.deadline.sudo().__setitem__("missed", False),
            "web_save": lambda: officer.web_save({"missed": False}, {"missed": {}}),
            "through the case": lambda: self.complaint.with_user(self.officer).write(
                {"deadline_ids": [(1, self.deadline.id, {"missed": False})]}
            ),
            "through the case as superuser": lambda: self.complaint.sudo().write(
                {"deadline_ids": [(1, self.deadline.id, {"missed": False})]}
            ),
            "deletion": lambda: self.deadline.sudo().unlink(),
        }
        for door, change in doors.items():
            with self.subTest(door=door), self.assertRefused((UserError, AccessError)):
                change()
            self._assert_missed()
        with self.subTest(door="load"):
            result = officer.load([".id", "missed"], [[str(self.deadline.id), "0"]])
            self.assertFalse(result["ids"])
            self._assert_missed()

    def test_what_was_promised_stays(self):
        self.complaint._keep_promise("acknowledgement", "2026-03-11 01:00:00")
        for name, value in {
            "original_due_on": "2026-04-01",
            "due_on": "2026-04-01",
            "done_on": "2026-03-03 01:00:00",
            "kind": "callback",
            "round": 3,
        }.items():
            with self.subTest(name=name), self.assertRefused(UserError, "stays on record"):
                self.deadline.sudo().write({name: value})

    def test_nobody_makes_promises_by_hand(self):
        values = {
            "complaint_id": self.complaint.id,
            "kind": "callback",
            "counted_from": "outcome",
            "start_on": "2026-03-02",
            "due_on": "2026-03-04",
        }
        for user in (self.reporter, self.officer, self.quality_head, self.manager):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: self.deadline.with_user(user).create(values))

    def test_who_reads_promises(self):
        for user in (self.officer, self.auditor, self.quality_head):
            self.assertEqual(self.deadline.with_user(user).kind, "acknowledgement")
        for user in (self.reporter, self.salesperson, self.other_officer, self.portal):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: self.deadline.with_user(user).read(["kind"]))

    def test_holiday_entered_later(self):
        with freeze_time("2026-03-10 01:00:00"):
            self._make_holiday("2026-03-02 16:00:00", "2026-03-06 15:59:59")
        self._assert_missed()
        self.assertEqual(self.deadline.due_on, date(2026, 3, 4))

    def test_missed_before_the_holiday_was_entered(self):
        """Although nobody had noted it yet."""
        screening = self._deadline(self.complaint, "screening")
        with freeze_time("2026-03-10 01:00:00"):
            self._make_holiday("2026-03-02 16:00:00", "2026-03-06 15:59:59")
        self.assertTrue(screening.missed)

    def test_severity_and_receipt(self):
        self.policies.create({"kind": "acknowledgement", "days": 40, "severity": "major"})
        with freeze_time("2026-03-10 01:00:00"):
            self.complaint.severity = "major"
            self._assert_missed()
            self.complaint.received_on = "2026-03-09 01:00:00"
        self._assert_missed()

    def test_extension(self):
        outcome = self._deadline(self.complaint, "outcome")
        with freeze_time("2026-03-25 01:00:00"):
            self.complaint._extend_promise(date(2026, 4, 13))
        self.assertTrue(outcome.missed)
        self.assertEqual(outcome.due_on, date(2026, 4, 13))


class TestExtension(PromiseCase):
    """The answer may take longer once, after a decision."""

    def test_once(self):
        complaint = self._receive()
        deadline = self._deadline(complaint, "outcome")
        with freeze_time("2026-03-20 01:00:00"):
            complaint._extend_promise(date(2026, 4, 13))
            self.assertEqual(deadline.due_on, date(2026, 4, 13))
            self.assertEqual(deadline.original_due_on, date(2026, 3, 23))
            with self.assertRefused(UserError, "possible once"):
                complaint._extend_promise(date(2026, 5, 13))
        complaint._keep_promise("outcome", "2026-04-13 02:00:00")
        self.assertTrue(deadline.met)

    def test_not_earlier(self):
        complaint = self._receive()
        with self.assertRefused(UserError, "later day"):
            complaint._extend_promise(date(2026, 3, 20))

    def test_nothing_to_extend(self):
        complaint = self._receive()
        complaint._keep_promise("outcome", "2026-03-06 02:00:00")
        with self.assertRefused(UserError, "no promised day"):
            complaint._extend_promise(date(2026, 4, 13))

    def test_day_the_policy_allows(self):
        complaint = self._receive()
        self.assertEqual(complaint._extension_due_on(), date(2026, 4, 13))
        self.policies.search([("kind", "=", "outcome")]).extension_days = 0
        self.assertFalse(complaint._extension_due_on())

    def test_extended_day_stays(self):
        """It was told to the complainant: neither holidays nor severity move it."""
        complaint = self._receive()
        self.policies.create({"kind": "outcome", "days": 40, "severity": "major"})
        with freeze_time("2026-03-20 01:00:00"):
            complaint._extend_promise(date(2026, 4, 13))
            self._make_holiday("2026-04-01 16:00:00", "2026-04-03 15:59:59")
            complaint.severity = "major"
        self.assertEqual(self._due(complaint)["outcome"], "2026-04-13")


class TestRecount(PromiseCase):
    """Promises move with the working days of the laboratory."""

    def test_holiday_entered_moved_and_taken_back(self):
        complaint = self._receive()
        with freeze_time(MONDAY):
            holiday = self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59")
            self.assertEqual(self._due(complaint)["acknowledgement"], "2026-03-05")
            holiday.write({"date_from": "2026-03-05 16:00:00", "date_to": "2026-03-06 15:59:59"})
            self.assertEqual(self._due(complaint)["acknowledgement"], "2026-03-04")
            self.assertEqual(self._due(complaint)["progress"], "2026-03-10")
            holiday.unlink()
        self.assertEqual(self._due(complaint)["progress"], "2026-03-09")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 4))

    def test_make_up_day_entered_moved_and_taken_back(self):
        complaint = self._receive()
        with freeze_time(MONDAY):
            day = self._make_working_day("2026-03-07")
            self.assertEqual(self._due(complaint)["progress"], "2026-03-07")
            day.date = "2026-03-15"
            self.assertEqual(self._due(complaint)["progress"], "2026-03-09")
            self.assertEqual(self._due(complaint)["outcome"], "2026-03-20")
            day.unlink()
        self.assertEqual(self._due(complaint)["outcome"], "2026-03-23")

    def test_other_company_is_left_alone(self):
        complaint = self._receive(company_id=self.other_company.id)
        before = self._due(complaint)
        with freeze_time(MONDAY):
            self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59", calendar_id=False)
            self._make_working_day("2026-03-07")
        self.assertEqual(self._due(complaint), before)

    def test_other_calendar(self):
        complaint = self._receive()
        with freeze_time(MONDAY):
            self.company.resource_calendar_id = False
        self.assertEqual(self._due(complaint)["progress"], "2026-03-07")

    def test_kept_promises_stay(self):
        complaint = self._receive()
        complaint._keep_promise("acknowledgement", "2026-03-04 01:00:00")
        with freeze_time(MONDAY):
            self._make_working_day("2026-03-07")
            self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59")
        self.assertEqual(self._deadline(complaint, "acknowledgement").due_on, date(2026, 3, 4))
