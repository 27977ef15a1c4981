"""Figures of generated cases: what the database counts against what Python counts."""

import random
from collections import Counter
from datetime import date, timedelta
from statistics import mean

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.lab_complaint.models.working_days import WorkingDays

from ..models.lab_complaint_analysis import PROMISE_FIELDS
from .test_statistics import FIRST, LAST, StatisticsCase

CASES = 80
QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
PROMISE = st.tuples(
    st.sampled_from(list(PROMISE_FIELDS)),
    st.booleans(),  # done
    st.booleans(),  # missed
)


@tagged("post_install", "-at_install")
class TestGenerated(StatisticsCase):
    """80 cases with everything at random, a third of them without each thing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(17025)
        cls.categories = cls.env["lab.complaint.category"].create(
            [{"name": f"Category {number}"} for number in range(4)]
        )
        cls.cases = cls._complaints().create(
            [cls._values(**cls._generated()) for _number in range(CASES)]
        )
        cls.env.flush_all()
        for case in cls.cases:
            cls._handle(case)
        cls.env.invalidate_all()

    @classmethod
    def _maybe(cls, value):
        return cls.random.choice((value, value, None))

    @classmethod
    def _generated(cls):
        day = date(2026, 1, 1) + timedelta(days=cls.random.randrange(120))
        return {
            "company_id": cls.company.id,
            "received_on": f"{day} {cls.random.randrange(24):02}:30:00",
            "category_id": cls._maybe(cls.random.choice(cls.categories).id) or False,
            "kind": cls.random.choice(("complaint", "complaint", "appeal", "feedback")),
        }

    @classmethod
    def _handle(cls, case):
        """What years of handling leave behind, written as it stands in the database."""
        values = {
            "validity": cls._maybe(cls.random.choice(("valid", "partly", "not_valid"))),
            "acknowledged_day": cls._maybe(case.received_day),
            "days_to_acknowledge": cls.random.randrange(5),
            "closed_day": cls._maybe(case.received_day + timedelta(days=cls.random.randrange(40))),
            "days_to_close": cls.random.randrange(40),
            "reopen_count": cls.random.choice((0, 0, 2)),
            "is_recurring": cls.random.choice((True, False)),
        }
        cls.env.cr.execute(
            SQL(
                "UPDATE lab_complaint SET %s WHERE id = %s",
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
                ),
                case.id,
            )
        )

    def _counted(self, first=FIRST, last=LAST):
        return [
            case
            for case in self.cases
            if case.kind != "feedback" and first <= case.received_day <= last
        ]

    def test_counts_and_averages(self):
        cases, figures = self._counted(), self._figures()
        self.assertGreater(len(cases), 10)
        self.assertEqual(figures["complaint_count"], len(cases))
        judged = [case for case in cases if case.validity]
        self.assertAlmostEqual(
            figures["valid_share"], mean(case.validity != "not_valid" for case in judged)
        )
        for name, day in (
            ("days_to_acknowledge", "acknowledged_day"),
            ("days_to_close", "closed_day"),
        ):
            self.assertAlmostEqual(
                figures[name], mean(case[name] for case in cases if case[day]), msg=name
            )
        self.assertEqual(figures["reopened_count"], sum(case.reopen_count > 0 for case in cases))
        self.assertEqual(figures["recurring_count"], sum(case.is_recurring for case in cases))

    def test_open_and_ended(self):
        figures = self._figures()
        counted = self._counted(date.min, LAST)
        self.assertEqual(
            figures["open_count"],
            sum(not case.closed_day or case.closed_day > LAST for case in counted),
        )
        self.assertEqual(
            figures["closed_count"],
            sum(bool(case.closed_day) and FIRST <= case.closed_day <= LAST for case in counted),
        )

    def test_classification(self):
        rows = self.statistics._classification(self.company, FIRST, LAST, "category_id")
        expected = Counter(case.category_id.id for case in self._counted())
        self.assertEqual({row["id"]: row["count"] for row in rows}, dict(expected))
        counts = [row["count"] for row in rows]
        self.assertEqual(counts, sorted(counts, reverse=True))

    def test_trend(self):
        trend = self.statistics._trend(self.company, LAST, months=3)
        expected = Counter(
            f"{case.received_day:%Y-%m}-01" for case in self._counted(date(2026, 1, 1), LAST)
        )
        self.assertEqual({row["first"]: row["complaint_count"] for row in trend}, dict(expected))

    def test_months_to_the_end(self):
        for row in self.env["lab.complaint.analysis"].browse(self.cases.ids):
            case = row.complaint_id
            if case.closed_day:
                months = (
                    12 * (case.closed_day.year - case.received_day.year)
                    + case.closed_day.month
                    - case.received_day.month
                )
                self.assertEqual(int(row.months_to_close), months)
            else:
                self.assertFalse(row.months_to_close)

    def test_cases_are_those_counted(self):
        rows = self.statistics._cases(self.company, FIRST, LAST)
        self.assertEqual(
            [row["number"] for row in rows],
            [case.name for case in sorted(self._counted(), key=lambda c: (c.received_day, c.id))],
        )
        closed = [row["days_to_close"] for row in rows if row["days_to_close"] is not None]
        self.assertAlmostEqual(mean(closed), self._figures()["days_to_close"])


@tagged("post_install", "-at_install")
class TestOnTime(StatisticsCase):
    """Shares of promises, whatever became of them."""

    def _expected(self, promises):
        if any(missed for _kind, _done, missed in promises):
            return 0
        return 1 if any(done for _kind, done, _missed in promises) else None

    @QUIET
    @given(st.lists(PROMISE, max_size=6))
    def _check(self, promises):
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env["lab.complaint.deadline"].create(
                [
                    {
                        "complaint_id": self.case.id,
                        "kind": kind,
                        "counted_from": "receipt",
                        "start_on": "2026-03-02",
                        "due_on": "2026-03-05",
                        "done_on": done and "2026-03-04 02:00:00",
                        "missed": missed,
                    }
                    for kind, done, missed in promises
                ]
            )
            figures = self._figures()
            for kind, name in PROMISE_FIELDS.items():
                of_kind = [promise for promise in promises if promise[0] == kind]
                self.assertEqual(figures[name], self._expected(of_kind), (name, promises))
            settled = all(done or missed for _kind, done, missed in promises)
            any_missed = any(missed for _kind, _done, missed in promises)
            all_kept = promises and settled
            self.assertEqual(figures["in_time"], 0 if any_missed else 1 if all_kept else None)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_on_time(self):
        self.case = self._log(received_on="2026-03-02 02:00:00")
        self.case.sudo().deadline_ids.flush_recordset()
        self.env.cr.execute(
            "DELETE FROM lab_complaint_deadline WHERE complaint_id = %s", self.case.ids
        )
        self.env.invalidate_all()
        self._check()


@tagged("post_install", "-at_install")
class TestWorkingDaysTaken(StatisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A case of an earlier register, entered as it ended.
        cls.installed_requirements.active = False
        cls.holiday = date(2026, 5, 1)
        cls.made_up = date(2026, 5, 9)
        calendar = cls.company.resource_calendar_id
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Labour Day",
                "company_id": cls.company.id,
                "calendar_id": calendar.id,
                "date_from": "2026-04-30 16:00:00",
                "date_to": "2026-05-01 15:59:59",
            }
        )
        cls.env["lab.working.day"].create(
            {"name": "Made up", "company_id": cls.company.id, "date": cls.made_up}
        )
        cls.calendar = WorkingDays(cls.company)

    def _naive(self, start, end):
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(
            day == self.made_up or (day.weekday() < 5 and day != self.holiday) for day in days
        )

    @QUIET
    @given(st.dates(date(2026, 4, 1), date(2026, 6, 1)), st.integers(0, 60))
    def _check(self, start, length):
        end = start + timedelta(days=length)
        self.assertEqual(self.calendar.between(start, end), self._naive(start, end))

    def test_between(self):
        self._check()

    def test_days_to_close(self):
        case = self._log(
            received_on="2026-04-30 01:00:00",
            stage_id=self.env.ref("lab_complaint.stage_closed").id,
            closed_on="2026-05-11 01:00:00",
        )
        # 1 May is a holiday; 4 to 8 May, the Saturday that is worked, and Monday.
        self.assertEqual(case.days_to_close, 7)
        self.assertEqual(case.closed_day, date(2026, 5, 11))


@tagged("post_install", "-at_install")
class TestCompensation(StatisticsCase):
    def test_decided_and_not_cancelled(self):
        def propose(case):
            self._by(self.officer, case).measure_ids = [
                Command.create({"kind": "compensation", "name": "Refund", "amount": amount})
                for amount in (300, 50)
            ]
            case.measure_ids[0].name = "Refund of the fee"
            self._step_propose(case)

        case = self._lead(
            self._receive(received_on="2026-03-02 02:00:00"), until="propose", propose=propose
        )
        self.assertEqual(self._figures()["compensation"], 0, "not decided yet")
        self._step_approve(case)
        self.assertEqual(self._figures()["compensation"], 350)

    def test_several_currencies(self):
        euro, yuan = self.env.ref("base.EUR"), self.env.ref("base.CNY")
        (euro | yuan).active = True
        self.company.currency_id, self.other_company.currency_id = yuan, euro
        self.env["res.currency.rate"].create(
            [
                {"currency_id": yuan.id, "company_id": self.company.id, "rate": 1, "name": FIRST},
                {
                    "currency_id": euro.id,
                    "company_id": self.company.id,
                    "rate": 0.125,
                    "name": FIRST,
                },
            ]
        )
        cases = self._log(received_on="2026-03-02 02:00:00")
        cases |= self._log(received_on="2026-03-02 02:00:00", company_id=self.other_company.id)
        self.env["lab.complaint.measure"].create(
            [
                {
                    "complaint_id": case.id,
                    "kind": "compensation",
                    "name": "Refund",
                    "amount": 100,
                    "user_id": self.officer.id,
                }
                for case in cases
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET decided_day = %s WHERE id IN %s", [LAST, cases._ids]
        )
        ((added,),) = self.env["lab.complaint.analysis"]._read_group(
            [("id", "in", cases.ids)], aggregates=["compensation:sum_currency"]
        )
        self.assertEqual(added, 100 + 100 / 0.125)
        self.assertEqual(self._figures()["compensation"], 100, "in the company's own")
        self.assertEqual(self._figures(company=self.other_company)["compensation"], 100)
