from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.lab_complaint.models.lab_complaint_deadline_reminder import ESCALATION, REMINDER

from .promise_case import MONDAY, PromiseCase

LOGGER = "odoo.addons.lab_complaint.models.lab_complaint_deadline_reminder"


class TestReminder(PromiseCase):
    """The officer in charge is reminded before the day, the quality heads told after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Promises of other companies are none of this laboratory's business.
        cls.env["lab.complaint.deadline"].search([("is_open", "=", True)])._keep(MONDAY)
        cls.complaint = cls._receive(user_id=cls.officer.id)
        cls._commit_nothing()

    def _run(self, moment):
        with freeze_time(moment):
            self.env["lab.complaint.deadline"]._cron_remind_deadlines()
            self.env.flush_all()
            self.env.invalidate_all()

    def _planned(self, activity_type, complaint=None):
        """What is planned, as (summary, day, person)."""
        return sorted(
            (activity.summary, str(activity.date_deadline), activity.user_id.login)
            for activity in self.env["mail.activity"].search(
                [
                    ("res_model", "=", "lab.complaint"),
                    ("res_id", "in", (complaint or self.complaint).ids),
                    ("activity_type_id", "=", self.env.ref(activity_type).id),
                ]
            )
        )

    def test_not_too_early(self):
        self._run(MONDAY)
        self.assertFalse(self._planned(REMINDER))

    def test_reminded_a_working_day_before(self):
        self._run("2026-03-03 01:00:00")
        self.assertEqual(
            self._planned(REMINDER),
            [("Promised: Acknowledge", "2026-03-04", self.officer.login)],
        )
        self.assertFalse(self._planned(ESCALATION))

    def test_reminded_before_a_weekend(self):
        """The report of Monday is thought of on Friday."""
        self.complaint._keep_promise("acknowledgement", MONDAY)
        self.complaint._keep_promise("screening", MONDAY)
        self._run("2026-03-05 01:00:00")
        self.assertFalse(self._planned(REMINDER))
        self._run("2026-03-06 01:00:00")
        self.assertEqual(len(self._planned(REMINDER)), 1)

    def test_company_sets_the_day(self):
        self.company.complaint_reminder_days = 2
        self._run(MONDAY)
        self.assertEqual(len(self._planned(REMINDER)), 1)
        with self.assertRefused():
            self.company.complaint_reminder_days = -1

    def test_twice_does_no_harm(self):
        self._run("2026-03-05 01:00:00")
        planned = self._planned(REMINDER), self._planned(ESCALATION)
        self._run("2026-03-05 01:00:00")
        self._run("2026-03-05 09:00:00")
        self.assertEqual((self._planned(REMINDER), self._planned(ESCALATION)), planned)

    def test_a_week_late_misses_nothing(self):
        self._run("2026-03-10 01:00:00")
        self.assertEqual(len(self._planned(REMINDER)), 3)
        self.assertEqual(
            self._planned(ESCALATION),
            [
                ("Promise missed: Acknowledge", "2026-03-10", self.quality_head.login),
                ("Promise missed: Report progress", "2026-03-10", self.quality_head.login),
                ("Promise missed: Screen", "2026-03-10", self.quality_head.login),
            ],
        )
        missed = self.complaint.deadline_ids.filtered("missed")
        self.assertEqual(set(missed.mapped("kind")), {"acknowledgement", "screening", "progress"})
        self.assertEqual({str(m) for m in missed.mapped("escalated_on")}, {"2026-03-10 01:00:00"})

    def test_day_is_over_at_the_laboratory(self):
        self._run("2026-03-04 15:30:00")
        self.assertFalse(self._planned(ESCALATION))
        self._run("2026-03-04 16:30:00")
        self.assertEqual(len(self._planned(ESCALATION)), 1)

    def test_done_when_the_promise_is_kept(self):
        self._run("2026-03-05 01:00:00")
        self.complaint._keep_promise("acknowledgement", "2026-03-05 02:00:00")
        self.assertEqual(
            self._planned(REMINDER), [("Promised: Screen", "2026-03-05", self.officer.login)]
        )
        self.assertFalse(self._planned(ESCALATION))

    def test_done_at_the_end(self):
        self._run("2026-03-05 01:00:00")
        with freeze_time("2026-03-05 03:00:00"):
            self.complaint.with_user(self.officer).action_withdraw("Took it back")
        self.assertFalse(self._planned(REMINDER) + self._planned(ESCALATION))

    def test_nobody_in_charge(self):
        self.complaint.user_id = False
        self._run("2026-03-03 01:00:00")
        self.assertEqual(
            self._planned(REMINDER),
            [("Promised: Acknowledge", "2026-03-04", self.quality_head.login)],
        )

    def test_somebody_else_takes_over(self):
        self._run("2026-03-03 01:00:00")
        successor = self._make_user("successor", "base.group_user", "lab_complaint.group_officer")
        self.complaint.user_id = successor
        self.assertFalse(self._planned(REMINDER))
        self._run("2026-03-03 02:00:00")
        self.assertEqual(
            self._planned(REMINDER), [("Promised: Acknowledge", "2026-03-04", successor.login)]
        )

    def test_involved_people_are_not_told(self):
        """Officer and quality head became involved: another quality head is told."""
        other = self._make_user("other_head", "base.group_user", "lab_complaint.group_quality_head")
        employees = self._make_employee("Head", self.quality_head)
        self.complaint.involved_employee_ids = employees
        self._run("2026-03-05 01:00:00")
        told = {login for _summary, _day, login in self._planned(ESCALATION)}
        self.assertEqual(told, {other.login})

    def test_told_as_soon_as_there_is_somebody(self):
        """Without quality head nothing is lost."""
        with patch.object(
            type(self.company), "_complaint_quality_heads", lambda company: self.env["res.users"]
        ):
            self._run("2026-03-05 01:00:00")
        self.assertFalse(self._planned(ESCALATION))
        self._run("2026-03-05 02:00:00")
        self.assertEqual(len(self._planned(ESCALATION)), 1)

    def test_quality_heads_of_the_company(self):
        heads = self.company._complaint_quality_heads()
        self.assertEqual(heads, self.quality_head)
        self.quality_head.active = False
        self.assertIn(self.manager, self.company._complaint_quality_heads())
        self.assertNotIn(self.manager, self.other_company._complaint_quality_heads())

    def test_language_of_the_receiver(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.officer.lang = "fr_FR"
        field = self.env["ir.model.fields"]._get("lab.complaint.deadline", "kind")
        selection = field.selection_ids.filtered(lambda s: s.value == "acknowledgement")
        selection.with_context(lang="fr_FR").name = "Accuser réception"
        self._run("2026-03-03 01:00:00")
        self.assertIn("Accuser réception", self._planned(REMINDER)[0][0])

    def test_paused_promise_is_not_reminded_of(self):
        self.complaint._keep_promise("acknowledgement", MONDAY)
        self.complaint._keep_promise("screening", MONDAY)
        with freeze_time("2026-03-03 01:00:00"):
            self.complaint.action_pause("Waiting for the sample")
        self._run("2026-04-20 01:00:00")
        self.assertFalse(self._planned(REMINDER) + self._planned(ESCALATION))
        self.assertFalse(self.complaint.deadline_ids.filtered("missed"))

    def test_reminder_moves_with_the_day(self):
        self._run("2026-03-20 01:00:00")
        with freeze_time("2026-03-20 02:00:00"):
            self.complaint._extend_promise(self.complaint._extension_due_on())
        outcome = self._deadline(self.complaint, "outcome")
        self.assertEqual(outcome.reminder_ids.date_deadline, outcome.due_on)

    def test_changed_hours_are_followed(self):
        """Nobody reports a change of the calendar's lines: the scheduled action counts anew."""
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2").unlink()
        self._run(MONDAY)
        self.assertEqual(self._due(self.complaint)["acknowledgement"], "2026-03-05")

    def test_one_failing_case_does_not_stop_the_others(self):
        other = self._receive(user_id=self.officer.id)
        deadline_class = type(self.complaint.deadline_ids)
        original = deadline_class._activity_values
        failing = self.complaint

        def fail(deadline, activity_type, user):
            if deadline.complaint_id == failing:
                raise ValueError("broken case")
            return original(deadline, activity_type, user)

        with (
            patch.object(deadline_class, "_activity_values", fail),
            self.assertLogs(LOGGER, "ERROR") as logs,
        ):
            self._run("2026-03-03 01:00:00")
        self.assertEqual(len(logs.records), 1)
        self.assertFalse(self._planned(REMINDER))
        self.assertEqual(len(self._planned(REMINDER, other)), 1)
        with mute_logger(LOGGER):
            self._run("2026-03-03 02:00:00")
        self.assertEqual(len(self._planned(REMINDER)), 1)
        self.assertEqual(len(self._planned(REMINDER, other)), 1)

    def test_whoever_works_on_a_case_meanwhile(self):
        with (
            freeze_time("2026-03-03 01:00:00"),
            self._collision("lab.complaint.deadline", "_attend"),
        ):
            self.env.ref("lab_complaint.cron_remind_deadlines").method_direct_trigger()
        self.assertEqual(len(self._planned(REMINDER)), 1)

    def test_not_of_what_was_kept_meanwhile(self):
        """The promise is looked for, then kept, then attended to: anew, after a collision."""
        self.complaint.deadline_ids._keep(MONDAY)
        with freeze_time("2026-03-20 01:00:00"):
            self.complaint.deadline_ids._attend_safely()
        self.assertFalse(self._planned(REMINDER))
        self.assertFalse(self._planned(ESCALATION))

    def test_scheduled_action(self):
        cron = self.env.ref("lab_complaint.cron_remind_deadlines")
        self.assertEqual(cron.code, "model._cron_remind_deadlines()")
        self.assertEqual(cron.model_id.model, "lab.complaint.deadline")

    def _log_many(self, number):
        with freeze_time(MONDAY):
            self.env["lab.complaint"].create(
                [
                    self._values(stage_id=self.stages["received"].id, user_id=self.officer.id)
                    for _index in range(number)
                ]
            )

    def _queries_of_run(self, moment):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._run(moment)
        return self.env.cr.sql_log_count - before

    def test_hundred_promises_that_need_nothing(self):
        """Looked through with as many queries as four."""
        few = self._queries_of_run(MONDAY)
        self._log_many(24)
        self.assertLessEqual(self._queries_of_run(MONDAY), few + 2)

    def test_hundred_promises_that_need_somebody(self):
        """Reminding takes less than two queries for each, Odoo's own notification not counted."""
        self._log_many(49)
        with patch.object(
            type(self.env["mail.activity"]), "action_notify", lambda activities: None
        ):
            queries = self._queries_of_run("2026-03-04 01:00:00")
        self.assertEqual(
            self.env["lab.complaint.deadline"].search_count(
                [("is_open", "=", True), ("reminded_on", "!=", False)]
            ),
            100,
        )
        self.assertLess(queries, 200)
