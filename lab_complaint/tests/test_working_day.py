from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command

from odoo.addons.lab_complaint.models.working_days import WorkingDays

from .promise_case import PromiseCase

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(0, 70)
thoroughly = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.differing_executors],
)


class TestWorkingDay(PromiseCase):
    """Which days are worked: calendar, public holidays, make-up working days (调休)."""

    def _after(self, day, days, company=None):
        company = company or self.company
        return str(company._complaint_working_day_after(date.fromisoformat(day), days))

    def test_weekend(self):
        self.assertEqual(self._after("2026-03-06", 1), "2026-03-09")
        self.assertEqual(self._after("2026-03-02", 15), "2026-03-23")

    def test_no_days_are_the_same_day_or_the_next_worked(self):
        self.assertEqual(self._after("2026-03-02", 0), "2026-03-02")
        self.assertEqual(self._after("2026-03-07", 0), "2026-03-09")

    def test_public_holiday(self):
        """Midnight to midnight in Shanghai."""
        self._make_holiday("2026-03-02 16:00:00", "2026-03-04 15:59:59")
        self.assertEqual(self._after("2026-03-02", 2), "2026-03-06")

    def test_holiday_without_calendar_is_for_the_whole_company(self):
        self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59", calendar_id=False)
        self.assertEqual(self._after("2026-03-02", 2), "2026-03-05")

    def test_half_a_holiday_is_worked(self):
        self._make_holiday("2026-03-02 16:00:00", "2026-03-03 04:00:00")
        self.assertEqual(self._after("2026-03-02", 1), "2026-03-03")

    def test_holiday_of_another_company_is_worked(self):
        self._make_holiday(
            "2026-03-02 16:00:00",
            "2026-03-03 15:59:59",
            company=self.other_company,
            calendar_id=False,
        )
        self.assertEqual(self._after("2026-03-02", 1), "2026-03-03")

    def test_leave_of_a_person_is_worked(self):
        employee = self._make_employee("On leave")
        self._make_holiday(
            "2026-03-02 16:00:00", "2026-03-03 15:59:59", resource_id=employee.resource_id.id
        )
        self.assertEqual(self._after("2026-03-02", 1), "2026-03-03")

    def test_training_is_worked(self):
        self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59", time_type="other")
        self.assertEqual(self._after("2026-03-02", 1), "2026-03-03")

    def test_make_up_saturday(self):
        self._make_working_day("2026-03-07")
        self.assertEqual(self._after("2026-03-06", 1), "2026-03-07")
        self.assertEqual(self._after("2026-03-06", 2), "2026-03-09")
        self.assertEqual(self._after("2026-03-06", 1, self.other_company), "2026-03-09")

    def test_make_up_day_beats_a_holiday(self):
        self._make_holiday("2026-03-02 16:00:00", "2026-03-04 15:59:59")
        self._make_working_day("2026-03-04")
        self.assertEqual(self._after("2026-03-02", 1), "2026-03-04")

    def test_a_day_is_made_up_once(self):
        self._make_working_day("2026-03-07")
        self._make_working_day("2026-03-07", self.other_company)
        with self.assertRefused():
            self._make_working_day("2026-03-07")

    def test_company_without_calendar_works_every_day(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self._after("2026-03-06", 2), "2026-03-08")

    def test_calendar_without_hours_says_nothing(self):
        self.company.resource_calendar_id.attendance_ids = [Command.clear()]
        self.assertEqual(self._after("2026-03-06", 2), "2026-03-08")

    def test_two_week_calendar(self):
        """Odd weeks from Monday to Friday, even ones on Monday alone."""
        calendar = self.company.resource_calendar_id
        calendar.switch_calendar_type()
        calendar.attendance_ids.filtered(
            lambda line: line.week_type == "1" and line.dayofweek != "0"
        ).unlink()
        week_type = self.env["resource.calendar.attendance"].get_week_type
        monday = date(2026, 3, 2)
        if week_type(monday) != 1:
            monday += timedelta(days=7)
        after = self.company._complaint_working_day_after
        self.assertEqual(after(monday, 1), monday + timedelta(days=7))
        self.assertEqual(after(monday, 6), monday + timedelta(days=14))

    def test_flexible_calendar(self):
        """Five days a week from Monday, whatever day is asked for."""
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Flexible",
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "flexible_hours": True,
                "hours_per_day": 8,
                "hours_per_week": 40,
                "full_time_required_hours": 40,
            }
        )
        self.assertEqual(self._after("2026-03-04", 3), "2026-03-09")
        calendar, start = WorkingDays(self.company), date(2025, 1, 3)
        days = (start + timedelta(days=offset) for offset in range(1, 801))
        counted = calendar.between(start, start + timedelta(days=800))
        self.assertEqual(counted, sum(map(calendar.is_worked, days)))
        self._make_holiday(
            "2026-03-04 16:00:00",
            "2026-03-05 15:59:59",
            calendar_id=self.company.resource_calendar_id.id,
        )
        self.assertEqual(self._after("2026-03-04", 1), "2026-03-06")

    def test_context_of_a_client_changes_nothing(self):
        company = self.company.with_context(employee_timezone="America/New_York", tz="UTC")
        day = company._complaint_working_day_after(date(2026, 3, 6), 1)
        self.assertEqual(day, date(2026, 3, 9))

    def test_calendar_is_asked_once_for_many(self):
        calendar = WorkingDays(self.company)
        calendar.after(date(2026, 3, 2), 15)
        with self.assertQueryCount(0):
            for offset in range(50):
                calendar.after(date(2026, 3, 2), offset % 20)

    def test_days_are_remembered(self):
        """The next case asks only whether anything was entered meanwhile."""
        self._after("2026-03-02", 15)
        with self.assertQueryCount(1):
            self._after("2026-03-02", 15)

    def test_what_is_remembered_is_never_old(self):
        """Whatever changes, in this transaction too, whose changes all have the same moment."""
        calendar = self.company.resource_calendar_id
        self.assertEqual(self._after("2026-03-05", 1), "2026-03-06")
        fridays = calendar.attendance_ids.filtered(lambda hours: hours.dayofweek == "4")
        fridays.dayofweek = "5"
        self.assertEqual(self._after("2026-03-05", 1), "2026-03-07")
        fridays.dayofweek = "4"
        self.assertEqual(self._after("2026-03-05", 1), "2026-03-06")
        holiday = self._make_holiday("2026-03-05 16:00:00", "2026-03-06 15:59:59")
        self.assertEqual(self._after("2026-03-05", 1), "2026-03-09")
        holiday.date_to = "2026-03-06 04:00:00"
        self.assertEqual(self._after("2026-03-05", 1), "2026-03-06")
        make_up = self._make_working_day("2026-03-08")
        self.assertEqual(self._after("2026-03-06", 1), "2026-03-08")
        make_up.date = "2026-03-07"
        self.assertEqual(self._after("2026-03-06", 1), "2026-03-07")
        make_up.unlink()
        self.assertEqual(self._after("2026-03-06", 1), "2026-03-09")
        holiday.date_to = "2026-03-06 15:59:59"
        calendar.tz = "UTC"
        self.assertEqual(self._after("2026-03-05", 1), "2026-03-06")


class TestWorkingDayProperties(PromiseCase):
    """What holds for every day and every number of days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for year in range(2024, 2031):
            eve = datetime(year, 9, 30, 16)
            cls._make_holiday(eve, eve + timedelta(days=7))
            for day in (date(year, 9, 28), date(year, 10, 4), date(year, 10, 11)):
                cls._make_working_day(day)
        cls.calendar = WorkingDays(cls.company)

    @given(DAYS, COUNTS)
    @thoroughly
    def test_result_is_worked(self, day, days):
        found = self.calendar.after(day, days)
        self.assertTrue(self.calendar.is_worked(found))
        self.assertGreaterEqual(found, day)

    @given(DAYS, COUNTS.filter(bool))
    @thoroughly
    def test_as_many_days_as_promised_lie_between(self, day, days):
        self.assertEqual(self.calendar.between(day, self.calendar.after(day, days)), days)

    @given(DAYS, DAYS)
    @thoroughly
    def test_days_between_are_those_worked(self, start, end):
        days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
        self.assertEqual(self.calendar.between(start, end), sum(map(self.calendar.is_worked, days)))

    @given(DAYS, DAYS)
    @thoroughly
    def test_counting_back_from_a_worked_day(self, start, end):
        start, end = min(start, end), max(start, end)
        days = self.calendar.between(start, end)
        if days and self.calendar.is_worked(end):
            self.assertEqual(self.calendar.after(start, days), end)

    @given(DAYS, COUNTS)
    @thoroughly
    def test_more_days_are_later(self, day, days):
        self.assertGreaterEqual(self.calendar.after(day, days + 1), self.calendar.after(day, days))
        if days:
            self.assertGreater(self.calendar.after(day, days + 1), self.calendar.after(day, days))

    @given(DAYS, COUNTS, st.integers(0, 20))
    @thoroughly
    def test_later_start_is_not_earlier(self, day, days, later):
        self.assertGreaterEqual(
            self.calendar.after(day + timedelta(days=later), days), self.calendar.after(day, days)
        )

    @given(DAYS, COUNTS, COUNTS)
    @thoroughly
    def test_days_add_up(self, day, first, second):
        step = self.calendar.after(day, first + 1)
        self.assertEqual(
            self.calendar.after(step, second), self.calendar.after(day, first + 1 + second)
        )

    @given(DAYS, COUNTS)
    @thoroughly
    def test_order_of_questions_does_not_matter(self, day, days):
        self.assertEqual(
            self.company._complaint_working_day_after(day, days), self.calendar.after(day, days)
        )
