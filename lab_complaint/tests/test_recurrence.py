from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError

from .test_evidence import InquiryCase

NOW = datetime(2026, 6, 1, 3)


class TestRecurrence(InquiryCase):
    """The third of its kind within 90 days calls for corrective action (8.7.1)."""

    def _kind(self, days=0, **values):
        """What is logged about results of the pressure department, so many days before."""
        return self._values(
            **{
                "received_on": NOW - timedelta(days=days),
                "category_id": self.category.id,
                "department_ids": [Command.set(self.pressure.ids)],
                **values,
            }
        )

    def _enter(self, *all_values, user=None):
        complaints = self._complaints(user or self.officer).create(list(all_values))
        self.env.flush_all()
        return complaints.with_user(self.env.user)

    def _assert_recurring(self, complaints, *expected):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(complaints.mapped("is_recurring"), list(expected))

    def test_third_and_later(self):
        cases = self._enter(*(self._kind(days) for days in (30, 20, 10, 0)))
        self._assert_recurring(cases, False, False, True, True)

    def test_one_after_the_other(self):
        cases = self._complaints()
        for days in (30, 20, 10):
            cases += self._enter(self._kind(days))
        self._assert_recurring(cases, False, False, True)

    def test_at_the_same_moment(self):
        cases = self._enter(*(self._kind(0) for _number in range(3)))
        self._assert_recurring(cases.sorted("id"), False, False, True)

    def test_others_are_written_only_when_they_change(self):
        """Two people who work on cases of the same kind do not wait for each other."""

        def row(case):
            self.env.flush_all()
            self.env.cr.execute("SELECT ctid FROM lab_complaint WHERE id = %s", [case.id])
            return self.env.cr.fetchone()

        first, second = self._enter(self._kind(10), self._kind(5))
        before = row(second)
        self.env.invalidate_all()
        first.with_user(self.officer).department_ids = self.mass
        self.assertEqual(row(second), before)
        self._enter(self._kind(7), self._kind(6))
        self.assertNotEqual(row(second), before)

    def test_window(self):
        self._assert_recurring(
            self._enter(*(self._kind(days) for days in (90, 40, 0))), False, False, True
        )
        self._assert_recurring(
            self._enter(
                *(
                    self._kind(days, department_ids=[Command.set(self.mass.ids)])
                    for days in (91, 40, 0)
                )
            ),
            False,
            False,
            False,
        )

    def test_one_entered_late_makes_the_last_the_third(self):
        cases = self._enter(self._kind(20), self._kind(10))
        self._assert_recurring(cases, False, False)
        cases += self._enter(self._kind(30))
        self._assert_recurring(cases, False, True, False)

    def test_another_category_department_or_company(self):
        elsewhere = self._make_department("Elsewhere", company_id=self.other_company.id)
        for values in (
            {"category_id": self.subcategory.id},
            {"category_id": False},
            {"department_ids": [Command.set(self.mass.ids)]},
            {"department_ids": [Command.clear()]},
            {
                "company_id": self.other_company.id,
                "department_ids": [Command.set(elsewhere.ids)],
            },
        ):
            with self.subTest(values):
                cases = self._enter(
                    self._kind(30), self._kind(20, **values), self._kind(10), user=self.env.user
                )
                self._assert_recurring(cases, False, False, False)
                cases.write({"kind": "feedback", "kind_reason": "Counts no more"})

    def test_one_common_department_is_enough(self):
        both = [Command.set((self.pressure | self.mass).ids)]
        cases = self._enter(
            self._kind(30), self._kind(20, department_ids=both), self._kind(10, department_ids=both)
        )
        self._assert_recurring(cases, False, False, True)

    def test_what_does_not_count(self):
        for values in (
            {"kind": "feedback"},
            {"stage_id": self.stages["withdrawn"].id},
            {"stage_id": self.stages["not_accepted"].id},
        ):
            with self.subTest(values):
                cases = self._enter(self._kind(30), self._kind(20), self._kind(10, **values))
                self._assert_recurring(cases, False, False, False)
                self._assert_recurring(self._enter(self._kind(0)), True)
                cases |= self._complaints().search([("category_id", "=", self.category.id)])
                cases.filtered(lambda case: case.kind != "feedback").write(
                    {"kind": "feedback", "kind_reason": "Counts no more"}
                )

    def test_closed_ones_count(self):
        closed = {"stage_id": self.stages["closed"].id}
        cases = self._enter(self._kind(30, **closed), self._kind(20, **closed), self._kind(10))
        self._assert_recurring(cases, False, False, True)

    def test_follows_changes(self):
        first, second, third = self._enter(*(self._kind(days) for days in (30, 20, 10)))
        self._assert_recurring(third, True)
        first.with_user(self.officer).category_id = self.subcategory
        self._assert_recurring(third, False)
        first.with_user(self.officer).category_id = self.category
        self._assert_recurring(third, True)
        second.with_user(self.officer).write({"kind": "feedback", "kind_reason": "A wish"})
        self._assert_recurring(third, False)
        second.with_user(self.officer).write({"kind": "complaint", "kind_reason": "No wish"})
        second.received_on = NOW - timedelta(days=200)
        self._assert_recurring(third, False)
        second.received_on = NOW
        self._assert_recurring(second | third, True, False)
        second.stage_id = self.stages["withdrawn"]
        self._assert_recurring(second | third, False, False)

    def test_department_from_a_certificate(self):
        self.certificate.department_id = self.pressure
        link = [Command.create({"certificate_id": self.certificate.id})]
        bare = {"department_ids": [], "certificate_ids": link}
        values = [self._kind(days, **bare) for days in (30, 20, 10)]
        for given in values:
            del given["department_ids"]
        self._assert_recurring(self._enter(*values), False, False, True)

    def test_stays_with_a_case_that_has_ended(self):
        first, _second, third = self._enter(*(self._kind(days) for days in (30, 20, 10)))
        self.complaint = third
        self._end_case()
        first.with_user(self.officer).category_id = self.subcategory
        self._assert_recurring(third, True)

    def test_set_by_the_company(self):
        cases = self._enter(*(self._kind(days) for days in (30, 20, 10)))
        self.company.write({"complaint_recurrence_days": 15})
        self._assert_recurring(cases, False, False, False)
        self.company.write({"complaint_recurrence_count": 2})
        self._assert_recurring(cases, False, True, True)

    def test_settings_make_sense(self):
        for values in ({"complaint_recurrence_count": 1}, {"complaint_recurrence_days": 0}):
            with self.subTest(values), self.assertRefused(message="recur"):
                self.company.write(values)

    def test_no_door_says_it(self):
        case = self._enter(self._kind())
        officer = case.with_user(self.officer)
        doors = {
            "write": lambda: officer.write({"is_recurring": True}),
            "write as superuser": lambda: case.sudo().write({"is_recurring": True}),
            "web_save": lambda: officer.web_save({"is_recurring": True}, {}),
            "create": lambda: self._log(self.officer, is_recurring=True),
        }
        for door, change in doors.items():
            with self.subTest(door), self.assertRefused(UserError, "system records"):
                change()
        asked = self._complaints(self.officer).with_context(default_is_recurring=True)
        self.assertFalse(asked.create(self._kind()).is_recurring)

    def test_asks_for_corrective_action(self):
        requirement = self.env.ref("lab_complaint.requirement_recurrence")
        requirement.active = True
        cases = self._enter(*(self._kind(days) for days in (30, 20, 10)))
        self.assertIn(requirement, cases[2]._missing_for("response"))
        self.assertNotIn(requirement, cases[0]._missing_for("response"))

    def test_found_by_the_filter(self):
        cases = self._enter(*(self._kind(days) for days in (30, 20, 10)))
        found = self._complaints(self.officer).search([("is_recurring", "=", True)])
        self.assertEqual(found & cases, cases[2])

    def test_many_at_once(self):
        """Two thousand imported cases must not take a query each."""
        values = [self._kind(days % 80) for days in range(40)]
        self._enter(*values)
        counts = []
        for number in (10, 40):
            cases = self._complaints().search(
                [("category_id", "=", self.category.id)], limit=number
            )
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.add_to_compute(cases._fields["is_recurring"], cases)
            before = self.env.cr.sql_log_count
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
