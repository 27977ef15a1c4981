from freezegun import freeze_time

from odoo import Command

from .candidate_case import LOW, CandidateCase


class TestArrivalReminder(CandidateCase):
    """Who screens has one thing to do while anything waits, and nothing when nothing does."""

    def _reminders(self, company=None):
        arrivals = self.env["lab.complaint.arrival"].search(
            [("company_id", "=", (company or self.company).id)]
        )
        return self.env["mail.activity"].search(
            [("res_model", "=", arrivals._name), ("res_id", "in", arrivals.ids)]
        )

    def test_quality_heads_when_nobody_is_chosen(self):
        self._arrive()
        self.assertEqual(self._reminders().user_id, self.quality_head)

    def test_the_officer_who_was_chosen(self):
        self.company.complaint_screener_id = self.officer
        self._arrive()
        self.assertEqual(self._reminders().user_id, self.officer)

    def test_chosen_but_no_officer_any_more(self):
        self.company.complaint_screener_id = self.officer
        for change in (
            {"group_ids": [Command.unlink(self.env.ref("lab_complaint.group_officer").id)]},
            {"active": False},
        ):
            self.officer.write(change)
            with self.subTest(change):
                self.assertEqual(self.company._complaint_screeners(), self.quality_head)

    def test_fifty_arrivals_are_one_thing_to_do(self):
        values = {"name": "Late", "kind": "rating", "company_id": self.company.id}
        self.env["lab.complaint.arrival"]._take_in([dict(values) for _number in range(50)])
        self._arrive()
        self.assertEqual(len(self._reminders()), 1)

    def test_goes_on_with_what_still_waits(self):
        first = self._arrive(received_on="2026-03-02 08:00:00")
        second = self._arrive(received_on="2026-03-03 08:00:00")
        self.assertEqual(self._reminders().res_id, first.id)
        first.with_user(self.officer).action_set_aside("Praise in fact")
        self.assertEqual(self._reminders().res_id, second.id)
        second.with_user(self.officer).action_log_complaint()
        self.assertFalse(self._reminders())
        first.with_user(self.officer).action_take_up("He called again")
        self.assertEqual(self._reminders().res_id, first.id)

    def test_nothing_to_do_for_what_is_logged_already(self):
        self._arrive(kind="mail", state="logged")
        self.assertFalse(self._reminders())

    @freeze_time("2026-03-06 08:00:00")
    def test_due_on_the_next_working_day(self):
        self._arrive()
        self.assertEqual(str(self._reminders().date_deadline), "2026-03-09")

    def test_companies_apart(self):
        self._arrive(company_id=self.other_company.id)
        self.assertFalse(self._reminders())
        self.assertNotIn(self.quality_head, self._reminders(self.other_company).user_id)

    def test_done_without_screening_comes_back(self):
        self._arrive()
        self._reminders().with_user(self.quality_head).action_done()
        self.assertFalse(self._reminders())
        for _twice in range(2):
            self.env["lab.complaint.arrival"]._cron_attend()
        self.assertEqual(len(self._reminders()), 1)

    def test_whoever_works_meanwhile(self):
        self._arrive()
        self._reminders().unlink()
        with self._collision("res.company", "_remind_screeners"):
            self.env.ref("lab_complaint.cron_attend_arrivals").method_direct_trigger()
        self.assertEqual(len(self._reminders()), 1)

    def test_cron_takes_in_what_could_not_be_kept(self):
        threshold = self.company.complaint_rating_threshold
        self.company.complaint_rating_threshold = 0
        rating = self._rate(LOW)
        self.company.complaint_rating_threshold = threshold
        self.assertFalse(self._arrivals_of(rating))
        for _twice in range(2):
            self.env.ref("lab_complaint.cron_attend_arrivals").ir_actions_server_id.run()
        self.assertEqual(len(self._arrivals_of(rating)), 1)
