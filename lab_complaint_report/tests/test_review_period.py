from datetime import date

from odoo.tests import BaseCase, tagged

from ..models import review_period
from ..report import chart_drawing


@tagged("post_install", "-at_install")
class TestReviewPeriod(BaseCase):
    def test_days_of_a_period(self):
        expected = {
            ("month", date(2024, 2, 10)): (date(2024, 2, 1), date(2024, 2, 29)),
            ("month", date(2026, 12, 31)): (date(2026, 12, 1), date(2026, 12, 31)),
            ("quarter", date(2026, 7, 1)): (date(2026, 7, 1), date(2026, 9, 30)),
            ("quarter", date(2026, 12, 31)): (date(2026, 10, 1), date(2026, 12, 31)),
            ("half_year", date(2026, 6, 30)): (date(2026, 1, 1), date(2026, 6, 30)),
            ("half_year", date(2026, 7, 1)): (date(2026, 7, 1), date(2026, 12, 31)),
            ("year", date(2026, 5, 5)): (date(2026, 1, 1), date(2026, 12, 31)),
        }
        for (period, day), days in expected.items():
            with self.subTest(period=period, day=day):
                self.assertEqual(review_period.bounds(period, day), days)

    def test_every_day_is_in_one_period_and_periods_follow_each_other(self):
        for period in review_period.MONTHS:
            first, last = review_period.bounds(period, date(2023, 1, 1))
            while last < date(2029, 1, 1):
                self.assertEqual(review_period.bounds(period, first), (first, last))
                self.assertEqual(review_period.bounds(period, last), (first, last))
                before = review_period.before(period, first, last)
                self.assertEqual((first - before[1]).days, 1)
                year_before = review_period.year_before(period, first, last)
                self.assertEqual(year_before[0], first.replace(year=first.year - 1))
                self.assertEqual(year_before[1].month, last.month)
                days = review_period.bounds(period, date.fromordinal(last.toordinal() + 1))
                self.assertEqual((days[0] - last).days, 1)
                first, last = days

    def test_before_a_free_period_are_as_many_days(self):
        days = date(2026, 3, 1), date(2026, 3, 10)
        self.assertEqual(
            review_period.before("free", *days), (date(2026, 2, 19), date(2026, 2, 28))
        )
        leap = date(2024, 2, 29), date(2024, 2, 29)
        self.assertEqual(review_period.before("free", *leap), (date(2024, 2, 28),) * 2)
        self.assertEqual(review_period.year_before("free", *leap), (date(2023, 2, 28),) * 2)

    def test_codes(self):
        for period, code in {
            "month": "2026-08",
            "quarter": "2026-Q3",
            "half_year": "2026-H2",
            "year": "2026",
            "free": "2026-08-01_2026-08-31",
        }.items():
            days = date(2026, 8, 1), date(2026, 8, 31)
            if period != "free":
                days = review_period.bounds(period, days[0])
            self.assertEqual(review_period.code(period, *days), code)

    def test_scales_reach_the_highest_value_in_round_steps(self):
        self.assertEqual(chart_drawing.ticks(0), [0, 1])
        self.assertEqual(chart_drawing.ticks(1)[-1], 1)
        self.assertEqual(chart_drawing.ticks(7), [0, 2, 4, 6, 8])
        self.assertEqual(chart_drawing.ticks(0.013)[-1], 0.015)
        for highest in (0.2, 3, 9.99, 14, 55, 101, 2000):
            scale = chart_drawing.ticks(highest)
            self.assertGreaterEqual(scale[-1], highest)
            self.assertLessEqual(len(scale), 6)
