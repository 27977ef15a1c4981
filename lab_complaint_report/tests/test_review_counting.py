"""A review reads its cases once: what it keeps against plain Python, and what that costs."""

import base64
import json
import random
from collections import Counter
from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.process import ProcessCase

from ..models import lab_complaint_statistics_read
from ..models.folded_cases import Places, UnfoldedCases
from ..models.lab_complaint_analysis_reading import READING
from ..models.lab_complaint_statistics import DIMENSIONS, MEASURES
from ..models.lab_complaint_statistics_read import OTHERS
from .review_case import ReviewCase


@tagged("post_install", "-at_install")
class CountingCase(ReviewCase, ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(79)
        cls.statistics = cls.env["lab.complaint.statistics"]
        cls.departments = cls.department | cls._make_department("Force")
        cls.archived = cls._make_department("Given up")
        cls.causes = cls.env["mgmtsystem.nonconformity.cause"].create(
            [{"name": name} for name in ("Printing", "Training", "Wear")]
        )
        cls.orders = cls._make_order(cls.contact) | cls._make_order(
            cls.contact,
            order_line=[
                Command.create({"product_id": product.id})
                for product in cls.env["product.product"].create(
                    [{"name": name, "type": "service"} for name in ("Mass", "Force")]
                )
            ],
        )

    @classmethod
    def _generate(cls, count):
        """Cases of two years, with anything between nothing and several of each kind."""
        cases = cls.env["lab.complaint"]
        for _number in range(count):
            day = date(2025, 1, 1) + timedelta(days=cls.random.randrange(600))
            departments = cls.departments | cls.archived
            cases |= cls._received(
                day,
                kind=cls.random.choice(("complaint", "complaint", "appeal", "feedback")),
                category_id=cls.random.choice((cls.category, cls.subcategory)).id,
                order_id=cls.random.choice(cls.orders).id,
                department_ids=[Command.set(cls._some(departments).ids)],
                cause_ids=[Command.set(cls._some(cls.causes).ids)],
            )
        cls.archived.active = False
        cls.env.flush_all()
        cls.env.invalidate_all()
        return cases

    @classmethod
    def _some(cls, records):
        return records.filtered(lambda _record: cls.random.random() < 0.5)

    def _of(self, cases, days):
        """What counts of generated cases in a span of days, oldest first."""
        first, last = map(date.fromisoformat, days)
        return cases.filtered(
            lambda case: case.kind != "feedback" and first <= case.received_day <= last
        ).sorted(lambda case: (case.received_day, case.id))


@tagged("post_install", "-at_install")
class TestReviewCounting(CountingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls._generate(60)

    def _divided_by(self, case, dimension):
        """What a case counts for: its services are those of its order lines."""
        if dimension == "product_ids":
            return case.sudo().order_line_ids.product_id
        if dimension == "main_category_id":
            return self.category if case.category_id else case.category_id
        return case.sudo()[dimension]

    def _expected(self, cases, dimension):
        counts = Counter()
        for case in cases:
            values = self._divided_by(case, dimension)
            counts.update(getattr(values, "ids", None) or [values or False if values else False])
        return dict(counts)

    def test_every_dimension_of_every_period(self):
        frozen = self._draft(period="half_year", anchor=date(2026, 6, 30))._frozen()
        for dimension in DIMENSIONS:
            for period, name in (("period", "count"), ("previous",) * 2, ("year_ago",) * 2):
                counted = {row["id"]: row[name] for row in frozen["tables"][dimension] if row[name]}
                expected = self._expected(self._of(self.cases, frozen[period]), dimension)
                self.assertTrue(expected)
                self.assertEqual(counted, expected, (dimension, period))

    def _tables(self, review, most_named=1000):
        with patch.object(lab_complaint_statistics_read, "MOST_NAMED", most_named):
            review._take_figures()
        return review._frozen()["tables"]

    def test_all_others_are_one_row(self):
        """Where more are counted than somebody reads; nothing is lost from the sums."""
        review = self._draft(period="half_year", anchor=date(2026, 6, 30))
        every, folded = self._tables(review), self._tables(review, 2)
        for dimension, dimension_rows in every.items():
            with self.subTest(dimension):
                if len(dimension_rows) <= 2:
                    self.assertEqual(folded[dimension], dimension_rows)
                    continue
                *named, others = folded[dimension]
                self.assertEqual(named, dimension_rows[:2])
                self.assertEqual((others["id"], others["name"]), (OTHERS, {"en_US": "Others"}))
                for name in ("count", "previous", "year_ago"):
                    rest = sum(row[name] for row in dimension_rows[2:])
                    self.assertEqual(others[name], rest, name)
        self.assertEqual(len(folded["department_ids"]), 3)

    def test_what_only_earlier_periods_have_is_named_where_there_is_room(self):
        """At the beginning of a period there is not much in it."""
        tables = [{1: [1, 0, 0, 0, 0]}, {1: [1] * 5, 2: [2] * 5, 3: [9] * 5}, {4: [8] * 5}]
        with patch.object(lab_complaint_statistics_read, "MOST_NAMED", 2):
            self.statistics._fold_others(tables)
        self.assertEqual(
            tables,
            [{1: [1, 0, 0, 0, 0]}, {1: [1] * 5, 3: [9] * 5, OTHERS: [2] * 5}, {OTHERS: [8] * 5}],
        )

    def test_shares_of_all_others(self):
        self._judge(self.cases)
        shares = ("valid_share", "in_time")
        review = self._draft(period="half_year", anchor=date(2026, 6, 30))
        rows = self._tables(review)["main_category_id"]
        [whole] = [row for row in rows if row["id"] == self.category.id]
        [others] = self._tables(review, 0)["main_category_id"]
        self.assertEqual(len(rows), 1)
        self.assertIsNotNone(whole["valid_share"])
        self.assertEqual([others[name] for name in shares], [whole[name] for name in shares])

    def _judge(self, cases):
        self.env.flush_all()
        for number, case in enumerate(cases):
            self.env.cr.execute(
                "UPDATE lab_complaint SET validity = %s WHERE id = %s",
                [("valid", "not_valid", None)[number % 3], case.id],
            )
        self.env.invalidate_all()

    def test_cases_say_what_they_are_divided_by(self):
        review = self._draft(period="year", anchor=date(2026, 6, 30))
        kept, cases = review._frozen_cases(), self._of(self.cases, review._frozen()["period"])
        self.assertGreater(len(cases), 10)
        self.assertEqual([row["number"] for row in kept], cases.mapped("name"))
        self.assertEqual(
            set(kept[0]), {"number", "received_day", "closed_day", *DIMENSIONS, *MEASURES}
        )
        for row, case in zip(kept, cases, strict=True):
            for dimension in ("department_ids", "cause_ids", "product_ids", "category_id"):
                names = self._divided_by(case, dimension).mapped("display_name")
                self.assertCountEqual(
                    row[dimension]["en_US"].split(", "), names or ["None"], dimension
                )
            self.assertEqual(row["received_day"], str(case.received_day))
            self.assertEqual((row["complaint_count"], row["compensation"]), (1, 0.0))

    def test_read_once_or_anew_the_figures_are_the_same(self):
        review = self._draft(period="year", anchor=date(2026, 6, 30))
        days = review.first_day, review.last_day
        anew = self.statistics
        with review._counting() as read:
            self.assertIn(READING, read.env.context)
            for question in ("_figures", "_clusters", "_hints", "_measures", "_promises", "_cases"):
                self.assertEqual(
                    getattr(read, question)(self.company, *days),
                    getattr(anew, question)(self.company, *days),
                    question,
                )
            for question in ("_trend", "_control_chart", "_open_cases"):
                self.assertEqual(
                    getattr(read, question)(self.company, days[1]),
                    getattr(anew, question)(self.company, days[1]),
                    question,
                )
            self.assertEqual(
                read._classifications(self.company, *days, DIMENSIONS),
                {
                    dimension: anew._classification(self.company, *days, dimension)
                    for dimension in DIMENSIONS
                },
            )

    def test_nothing_of_a_reading_stays(self):
        review = self._draft()
        with self.assertRaises(ZeroDivisionError), review._counting() as read:
            self.assertTrue(read._cases(self.company, review.first_day, review.last_day) or 1 / 0)
            raise ZeroDivisionError
        with review._counting():
            pass
        self.env.cr.execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'lab_complaint_reading%'"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_name_in_the_context_is_no_reading(self):
        analysis = self.env["lab.complaint.analysis"]
        named = analysis.with_context(**{READING: "res_users"})
        self.assertEqual(named.search_count([]), analysis.search_count([]))

    def test_rates_are_those_of_the_rates(self):
        """Orders by the day of the laboratory: the last evening in UTC is the next day there."""
        for moment in ("2026-03-31 15:59:59", "2026-03-31 16:00:00", "2026-06-30 16:00:00"):
            order = self._make_order(self.contact)
            order.action_confirm()
            order.date_order = moment
        days = date(2026, 4, 1), date(2026, 6, 30)
        figures = self.statistics._figures(self.company, *days)
        self.env.flush_all()
        [(orders, rate)] = self.env["lab.complaint.rate"]._read_group(
            self.statistics._rates_domain(self.company, *days),
            aggregates=["order_count:sum", "per_orders:avg"],
        )
        self.assertEqual((figures["order_count"], figures["per_orders"]), (orders, float(rate)))
        self.assertEqual(orders, 1)


@tagged("post_install", "-at_install")
class TestReviewCost(CountingCase):
    def _queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_cases(self):
        review = self._draft(period="year", anchor=date(2026, 6, 30))
        board = self.statistics.with_user(self.officer)
        asked = {"review": review._take_figures, "dashboard": board.get_dashboard}
        self._generate(60)
        for work in asked.values():
            work()
        few = {name: self._queries(work) for name, work in asked.items()}
        self.archived.active = True
        self._generate(120)
        many = {name: self._queries(work) for name, work in asked.items()}
        for name, queries in many.items():
            # A few more where a value appears that was not there before, never one a case.
            self.assertLess(queries, few[name] + 12, name)


@tagged("post_install", "-at_install")
class TestFoldedCases(ReviewCase):
    def test_places_are_given_in_turn(self):
        places = Places()
        self.assertEqual([places[value] for value in ("b", "a", None, "b")], [0, 1, 2, 0])
        self.assertEqual(list(places), ["b", "a", None])

    def test_unfolded(self):
        kept = {
            "columns": ["number", "severity"],
            "names": {"severity": [{"en_US": "Major"}, {"en_US": "Minor"}]},
            "rows": [["1", 1], ["2", 0], ["3", 1]],
        }
        cases = UnfoldedCases(kept)
        expected = [
            {"number": "1", "severity": {"en_US": "Minor"}},
            {"number": "2", "severity": {"en_US": "Major"}},
            {"number": "3", "severity": {"en_US": "Minor"}},
        ]
        self.assertEqual((list(cases), len(cases), cases[1:]), (expected, 3, expected[1:]))

    def test_reviews_of_earlier_releases(self):
        """They kept plain JSON with everything written out, and stay as they are."""
        review = self._draft()
        written = [{"number": "CP/2026/1", "severity": {"en_US": "Major"}, "days_to_close": None}]
        review._record({"cases": base64.b64encode(json.dumps(written).encode())})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(review._frozen_cases(), written)
