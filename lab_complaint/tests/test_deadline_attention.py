from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.lab_complaint.models.lab_complaint_deadline_reminder import ESCALATION, REMINDER

from .promise_case import MONDAY, PromiseCase

BATCH_SIZE = "odoo.addons.lab_complaint.models.lab_complaint_deadline_reminder.BATCH_SIZE"
TUESDAY, THURSDAY = "2026-03-03 01:00:00", "2026-03-05 01:00:00"


class TestAttention(PromiseCase):
    """The scheduled run looks at promises that need something, and at no others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deadlines = cls.env["lab.complaint.deadline"]
        cls.deadlines.search([("is_open", "=", True)])._keep(MONDAY)
        cls._commit_nothing()
        cls.complaint = cls._receive(user_id=cls.officer.id)
        cls._run(MONDAY)

    @classmethod
    def _run(cls, moment):
        """Run the scheduled action.

        :return: the promises that it looked at, and the number of queries it took
        """
        looked_at = cls.deadlines.browse()
        attend = type(looked_at)._attend

        def watch(deadlines):
            nonlocal looked_at
            looked_at |= deadlines
            attend(deadlines)

        cls.env.flush_all()
        cls.env.invalidate_all()
        before = cls.env.cr.sql_log_count
        with freeze_time(moment), patch.object(type(looked_at), "_attend", watch):
            cls.deadlines._cron_remind_deadlines()
            cls.env.flush_all()
        queries = cls.env.cr.sql_log_count - before
        cls.env.invalidate_all()
        return looked_at, queries

    def _kinds(self, moment, complaint=None):
        """Kinds of promises of a case that a run looks at."""
        looked_at, _queries = self._run(moment)
        return set((looked_at & (complaint or self.complaint).deadline_ids).mapped("kind"))

    def _told(self, activity_type):
        """Promises of which somebody was told by now."""
        planned = self.env["mail.activity"].search(
            [
                ("complaint_deadline_id", "in", self.complaint.deadline_ids.ids),
                ("activity_type_id", "=", self.env.ref(activity_type).id),
            ]
        )
        return sorted(planned.complaint_deadline_id.mapped("kind"))

    def _age(self, **values):
        """Make promises what an earlier run or release left behind."""
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(
                f"UPDATE lab_complaint_deadline SET {name} = %s WHERE id IN %s",
                [value, tuple(self.complaint.deadline_ids.ids)],
            )
        self.env.invalidate_all()

    # --- what needs nothing ---

    def test_nothing_to_do(self):
        self.assertFalse(self._kinds(MONDAY))

    def test_reminded_already(self):
        self.assertEqual(self._kinds(TUESDAY), {"acknowledgement"})
        self.assertFalse(self._kinds("2026-03-03 02:00:00"))

    def test_missed_and_told_already(self):
        self.assertTrue(self._kinds("2026-06-01 01:00:00"))
        self.assertFalse(self._kinds("2026-06-02 01:00:00"))

    def test_kept_ones(self):
        self.complaint._keep_promise("acknowledgement", MONDAY)
        self.assertFalse(self._kinds(TUESDAY))

    def _open_many(self, number):
        with freeze_time(MONDAY):
            complaints = self.env["lab.complaint"].create(
                [
                    self._values(stage_id=self.stages["received"].id, user_id=self.officer.id)
                    for _index in range(number)
                ]
            )
            complaints.deadline_ids._count_anew()
        return complaints

    def _queries(self, moment):
        """Queries of a run that has nothing to do, when Odoo's caches are filled."""
        self._run(moment)
        looked_at, queries = self._run(moment)
        self.assertFalse(looked_at)
        return queries

    def test_queries_do_not_grow_with_promises_that_need_nothing(self):
        few = self._queries(MONDAY)
        self._open_many(40)
        with patch(BATCH_SIZE, 10):
            self.assertEqual(self._queries(MONDAY), few)

    def test_queries_do_not_grow_with_promises_that_wait_or_were_told(self):
        waiting, missed = self._open_many(10), self._open_many(10)
        (waiting | missed)._keep_promise("acknowledgement", MONDAY)
        (waiting | missed)._keep_promise("screening", MONDAY)
        with freeze_time(MONDAY):
            waiting.action_pause("Waiting for the sample")
        moment = "2026-06-01 01:00:00"
        many = self._queries(moment)
        self.assertEqual(set(missed.deadline_ids.filtered("is_open").mapped("missed")), {True})
        self.assertEqual(set(waiting.deadline_ids.filtered("is_open").mapped("missed")), {False})
        (waiting | missed)._open_promises()._keep(moment)
        self.assertEqual(many, self._queries(moment))

    # --- what needs something ---

    def test_reminder_on_its_day(self):
        self._run("2026-03-02 15:00:00")
        self.assertFalse(self._told(REMINDER))
        self._run("2026-03-02 16:30:00")
        self.assertEqual(self._told(REMINDER), ["acknowledgement"])

    def test_missed_on_the_day_after(self):
        self._run("2026-03-04 15:30:00")
        self.assertFalse(self.complaint.deadline_ids.filtered("missed"))
        self.assertEqual(self._kinds("2026-03-04 16:30:00"), {"acknowledgement"})
        self.assertEqual(self.complaint.deadline_ids.filtered("missed").kind, "acknowledgement")
        self.assertEqual(self._told(ESCALATION), ["acknowledgement"])

    def test_missed_and_extended_before_anybody_was_told(self):
        """The day is far ahead again, and the quality head has to know all the same."""
        outcome = self._deadline(self.complaint, "outcome")
        with freeze_time("2026-04-01 01:00:00"):
            self.complaint._extend_promise(date(2026, 5, 1))
        self.assertTrue(outcome.missed)
        self.assertIn("outcome", self._kinds("2026-04-01 02:00:00"))
        self.assertIn("outcome", self._told(ESCALATION))

    def test_resumed(self):
        self.complaint._keep_promise("acknowledgement", MONDAY)
        self.complaint._keep_promise("screening", MONDAY)
        with freeze_time(TUESDAY):
            self.complaint.action_pause("Waiting for the sample")
        self.assertFalse(self._kinds("2026-03-20 01:00:00"))
        with freeze_time("2026-03-20 02:00:00"):
            self.complaint.action_resume()
        due_on = self._deadline(self.complaint, "progress").due_on
        self.assertFalse(self._kinds("2026-03-20 03:00:00"))
        self.assertEqual(self._kinds(f"{due_on} 01:00:00"), {"progress"})

    def test_hours_of_the_calendar_changed(self):
        """Nobody reports it: all open promises are counted anew, once."""
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2").unlink()
        kinds = set(self.complaint.deadline_ids.mapped("kind"))
        self.assertEqual(self._kinds(MONDAY), kinds)
        self.assertEqual(self._due(self.complaint)["acknowledgement"], "2026-03-05")
        self.assertFalse(self._kinds(MONDAY))

    def test_paused_ones_are_counted_anew_as_well(self):
        with freeze_time(MONDAY):
            self.complaint.action_pause("Waiting for the sample")
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2").unlink()
        self.assertIn("outcome", self._kinds(MONDAY))

    def test_holiday_that_no_model_reported(self):
        """Loaded into the database, or entered while the case was being logged."""
        company, calendar = self.company.id, self.company.resource_calendar_id.id
        self.env.cr.execute(
            "INSERT INTO resource_calendar_leaves"
            " (name, company_id, calendar_id, date_from, date_to, time_type)"
            " VALUES ('Loaded', %s, %s, '2026-03-03 00:00', '2026-03-03 15:59', 'leave')",
            [company, calendar],
        )
        self.assertIn("acknowledgement", self._kinds(MONDAY))
        self.assertEqual(self._due(self.complaint)["acknowledgement"], "2026-03-05")

    def test_holiday_entered_is_counted_at_once_and_not_again(self):
        with freeze_time(MONDAY):
            self._make_holiday("2026-03-03 00:00:00", "2026-03-03 15:59:00")
        self.assertEqual(self._due(self.complaint)["acknowledgement"], "2026-03-05")
        self.assertFalse(self._kinds(MONDAY))

    def test_promises_of_an_older_release(self):
        """They are counted anew by the first run, and keep what was noted of them."""
        self._age(counted_by=None, due_on=date(2026, 3, 25), reminded_on=MONDAY)
        kinds = set(self.complaint.deadline_ids.mapped("kind"))
        self.assertEqual(self._kinds(MONDAY), kinds)
        self.assertEqual(self._due(self.complaint)["acknowledgement"], "2026-03-04")
        self.assertFalse(self._told(REMINDER))
        self.assertFalse(self._kinds(MONDAY))

    def test_counting_is_no_change_of_the_case(self):
        """Whoever follows cases over the API is not told of it."""
        self._age(counted_by=None, write_date="2026-03-01 01:00:00")
        self._run(MONDAY)
        self.assertEqual(
            {str(moment) for moment in self.complaint.deadline_ids.mapped("write_date")},
            {"2026-03-01 01:00:00"},
        )

    def test_every_company(self):
        """Other calendars, other days; an archived company keeps its promises too."""
        with freeze_time(MONDAY):
            other = self._receive(company_id=self.other_company.id)
        self._run(MONDAY)
        users = self.env["res.users"].search([("company_id", "=", self.other_company.id)])
        users.write({"company_ids": [Command.link(self.company.id)], "company_id": self.company.id})
        self.other_company.active = False
        self.assertTrue(self._kinds(THURSDAY, other))

    def test_run_that_stops_half_way_goes_on(self):
        """What time was too short for is looked at by the next run, and nothing twice."""
        other = self._receive(user_id=self.officer.id)
        self._run(MONDAY)
        with (
            patch(BATCH_SIZE, 1),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kw: 0),
        ):
            first, _queries = self._run(TUESDAY)
        second, _queries = self._run(TUESDAY)
        self.assertEqual(len(first), 1)
        reminded = (self.complaint | other).deadline_ids.filtered("reminded_on")
        self.assertEqual(first | second, reminded)
        self.assertFalse(first & second)
