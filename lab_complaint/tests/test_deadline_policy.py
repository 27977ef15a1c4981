from odoo.tests import freeze_time

from .promise_case import MONDAY, PromiseCase


class TestDeadlinePolicy(PromiseCase):
    """What is promised is a setting of the laboratory, per company and severity."""

    def _policy(self, days, kind="acknowledgement", **values):
        return self.policies.create({"kind": kind, "days": days, **values})

    def _acknowledged_by(self, **values):
        return self._due(self._receive(**values))["acknowledgement"]

    def test_severity_goes_before_every_severity(self):
        self._policy(1, severity="major")
        self.assertEqual(self._acknowledged_by(severity="major"), "2026-03-03")
        self.assertEqual(self._acknowledged_by(severity="minor"), "2026-03-04")

    def test_company_goes_before_all_companies(self):
        self._policy(4, company_id=self.company.id)
        self._policy(1, severity="major")
        self.assertEqual(self._acknowledged_by(severity="major"), "2026-03-06")
        other = self.other_company.id
        self.assertEqual(self._acknowledged_by(severity="major", company_id=other), "2026-03-03")

    def test_company_and_severity_go_before_all(self):
        self._policy(4, company_id=self.company.id)
        self._policy(3, company_id=self.company.id, severity="major")
        self.assertEqual(self._acknowledged_by(severity="major"), "2026-03-05")
        self.assertEqual(self._acknowledged_by(severity="minor"), "2026-03-06")

    def test_promise_for_the_same_day(self):
        self._policy(0, severity="major")
        self.assertEqual(self._acknowledged_by(severity="major"), "2026-03-02")

    def test_new_policy_is_for_new_complaints(self):
        complaint = self._receive()
        self.policies.search([("kind", "=", "acknowledgement")]).days = 4
        self.assertEqual(self._due(complaint)["acknowledgement"], "2026-03-04")
        self.assertEqual(self._acknowledged_by(), "2026-03-06")

    def test_severity_and_category_count_anew(self):
        self._policy(1, severity="major")
        self._policy(10, "outcome", severity="major")
        complaint = self._receive(severity="minor")
        with freeze_time(MONDAY):
            complaint.write({"severity": "major", "severity_reason": "Harm"})
            self.assertEqual(self._due(complaint)["acknowledgement"], "2026-03-03")
            self.assertEqual(self._due(complaint)["outcome"], "2026-03-16")
            complaint.category_id = self.category
            self.assertEqual(complaint.severity, "minor")
            self.assertEqual(self._due(complaint)["outcome"], "2026-03-23")
            complaint.category_id = self.subcategory
        self.assertEqual(self._due(complaint)["outcome"], "2026-03-16")
        self.assertEqual(str(self._deadline(complaint, "outcome").original_due_on), "2026-03-23")

    def test_later_report_is_counted_anew_from_the_last(self):
        self._policy(2, "progress", severity="major", repeat_days=3)
        complaint = self._receive(severity="minor")
        complaint._keep_promise("progress", "2026-03-05 02:00:00")
        with freeze_time("2026-03-05 03:00:00"):
            complaint.write({"severity": "major", "severity_reason": "Harm"})
        self.assertEqual(self._due(complaint)["progress"], "2026-03-10")

    def test_one_policy_of_a_kind(self):
        self._policy(1, severity="major", company_id=self.company.id)
        for values in (
            {},
            {"severity": "major", "company_id": self.company.id},
        ):
            with self.subTest(values=values), self.assertRefused():
                self._policy(3, **values)

    def test_days_make_sense(self):
        for values in (
            {"days": -1, "severity": "minor"},
            {"days": 1, "severity": "minor", "repeat_days": -1},
            {"days": 10, "severity": "minor", "extension_days": 5},
        ):
            with self.subTest(values=values), self.assertRefused():
                self.policies.create({"kind": "outcome", **values})

    def test_administrators_write_them(self):
        self._policy(1, severity="major").with_user(self.manager).write({"days": 4})
        policy = self.policies.search([("kind", "=", "callback")])
        self.assertEqual(policy.with_user(self.officer).days, 10)
        for user in (self.officer, self.auditor, self.quality_head):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: policy.with_user(user).write({"days": 4}))
        self.assertNoAccess(lambda: policy.with_user(self.reporter).read(["days"]))

    def test_policies_of_other_companies_are_theirs(self):
        policy = self._policy(1, company_id=self.other_company.id)
        self.assertNoAccess(lambda: policy.with_user(self.manager).read(["days"]))

    def test_who_enters_make_up_days(self):
        days = self.env["lab.working.day"]
        values = {"name": "Make-up", "date": "2026-03-07", "company_id": self.company.id}
        day = days.with_user(self.manager).create(values)
        self.assertEqual(day.with_user(self.officer).name, "Make-up")
        values["date"] = "2026-03-14"
        for user in (self.officer, self.auditor, self.reporter):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: days.with_user(user).create(values))
        values["company_id"] = self.other_company.id
        self.assertNoAccess(lambda: days.with_user(self.manager).create(values))


class TestManyComplaints(PromiseCase):
    """Two thousand imported complaints ask the calendar no oftener than one."""

    def _queries_for(self, number):
        values = [
            self._values(received_on=MONDAY, stage_id=self.stages["received"].id)
            for _index in range(number)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        complaints = self.env["lab.complaint"].create(values)
        self.env.flush_all()
        deadlines = complaints.deadline_ids
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        complaints._make_promises(["callback"], "outcome")
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual(len(deadlines), 4 * number)
        return queries

    def test_queries_do_not_grow(self):
        self._queries_for(1)
        single = self._queries_for(1)
        self.assertLessEqual(self._queries_for(50), single + 2)
        with self.assertQueryCount(single + 2):
            self._recount(50)

    def _recount(self, number):
        complaints = self.env["lab.complaint"].search([], limit=number, order="id desc")
        complaints.deadline_ids._recount()
