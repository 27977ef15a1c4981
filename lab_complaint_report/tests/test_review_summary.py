from odoo.tests import tagged

from .review_case import ReviewCase

NAMES = {"en_US": "Results", "zh_CN": "结果"}


@tagged("post_install", "-at_install")
class TestReviewSummary(ReviewCase):
    """The sentences and sections that follow from figures; the figures are given here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review = cls.reviews.create({"company_id": cls.company.id, "anchor": "2026-09-30"})

    def _keep(self, **kept):
        """The review with some of what it keeps replaced; `now`, `before` and `year_ago` replace
        key figures."""
        figures = self.review._frozen()
        for period, name in {"now": "period", "before": "previous", "year_ago": "year_ago"}.items():
            figures["figures"][name].update(kept.pop(period, {}))
        figures["tables"].update(kept.pop("tables", {}))
        self.review._record({"figures": {**figures, **kept}})
        return self.review

    def _said(self, **kept):
        return "\n".join(self._keep(**kept)._summary())

    def _row(self, name, count, row_id=1, **values):
        names = {"en_US": name}
        empty = {"valid_share": None, "in_time": None, "previous": 0, "year_ago": 0}
        return {"id": row_id, "name": names, "count": count, **empty, **values}

    # --- sentences ---

    def test_counts_against_the_period_before(self):
        for now, before, sentence in (
            (0, 0, "No complaint was received, and none in the period before."),
            (0, 4, "No complaint was received; in the period before: 4."),
            (1, 0, "One complaint was received; in the period before: 0."),
            (42, 37, "42 complaints were received, 5 more than in the period before."),
            (37, 42, "37 complaints were received, 5 fewer than in the period before."),
            (7, 7, "7 complaints were received, as many as in the period before."),
            (1200, 0, "1,200 complaints were received, 1,200 more than in the period before."),
        ):
            with self.subTest(now=now, before=before):
                said = self._said(now={"complaint_count": now}, before={"complaint_count": before})
                self.assertEqual(said.splitlines()[0], sentence)

    def test_rate_by_orders_else_by_certificates(self):
        rates = {"per_orders": 3.26, "per_certificates": 1.5}
        said = self._said(now=rates, before={"per_orders": None, "per_certificates": 2.0})
        self.assertIn("That is 3.3 per 1,000 orders (period before: –).", said)
        self.assertNotIn("certificates", said)
        said = self._said(now={"per_orders": None})
        self.assertIn("That is 1.5 per 1,000 certificates (period before: 2.0).", said)
        self.assertNotIn("per 1,000", self._said(now={"per_certificates": None}))

    def test_most_frequent_category_where_it_says_something(self):
        rows = [self._row("Results", 3), self._row("None", 2, row_id=False)]
        said = self._said(now={"complaint_count": 5}, tables={"main_category_id": rows})
        self.assertIn("Most were about “Results”: 3 of 5.", said)
        for count, rows in (
            (1, [self._row("Results", 1)]),
            (2, [self._row("Results", 1), self._row("Price", 1, row_id=2)]),
            (3, [self._row("None", 3, row_id=False)]),
            (3, []),
        ):
            said = self._said(now={"complaint_count": count}, tables={"main_category_id": rows})
            self.assertNotIn("Most were", said)

    def test_shares_and_days_only_where_they_have_a_basis(self):
        said = self._said(
            now={"valid_share": 0.755, "in_time": 0.5, "days_to_answer": 9.25},
            before={"in_time": 1.0},
        )
        self.assertIn("Of those judged, 76% were valid.", said)
        self.assertIn("In 50% of the cases every promise was kept (period before: 100%).", said)
        self.assertRegex(said, r"The answer took 9\.[23] working days on average\.")
        said = self._said(now={"valid_share": None, "in_time": None, "days_to_answer": None})
        for word in ("judged", "promise", "working days"):
            self.assertNotIn(word, said)
        self.assertIn("Of those judged, 0% were valid.", self._said(now={"valid_share": 0.0}))

    def test_recurring_ones(self):
        self.assertNotIn("repeat", self._said(now={"recurring_count": 0}))
        self.assertIn("One complaint repeats earlier ones.", self._said(now={"recurring_count": 1}))
        self.assertIn("2 complaints repeat earlier ones.", self._said(now={"recurring_count": 2}))

    def test_open_ones_then_and_now(self):
        self.assertIn(
            "No case was open at the end of the period.", self._said(now={"open_count": 0})
        )
        cases = [self._open("1", is_late=True), self._open("2")]
        self.assertIn(
            "One case was open at the end of the period; still open: 2, late: 1.",
            self._said(now={"open_count": 1}, open_cases=cases),
        )
        self.assertIn(
            "3 cases were open at the end of the period; still open: 0, late: 0.",
            self._said(now={"open_count": 3}, open_cases=[]),
        )

    def _open(self, number, **values):
        return {
            "number": f"CP/2026/{number}",
            "category": {"en_US": f"Category {number}"},
            "received_day": "2026-09-01",
            "stage": NAMES,
            "severity": NAMES,
            "promise": {},
            "due_on": None,
            "is_late": False,
            **values,
        }

    # --- sections ---

    def test_open_cases(self):
        review = self._keep(
            open_cases=[
                self._open("1", due_on="2026-09-20", is_late=True, promise={"en_US": "Answer"}),
                self._open("2"),
            ]
        )
        rows = review._open_block()["rows"]
        self.assertEqual(
            rows[0],
            [
                "CP/2026/1",
                "Category 1",
                "09/01/2026",
                "Results",
                "Results",
                "Answer",
                "09/20/2026, late",
            ],
        )
        self.assertEqual(rows[1][-2:], ["–", "–"])
        self.assertIn("09/20/2026, late", review.page)
        empty = self._keep(open_cases=[])._open_block()
        self.assertNotIn("rows", empty)
        self.assertTrue(empty["sentences"])

    def test_promises(self):
        review = self._keep(
            promises=[
                {"kind": "a", "name": NAMES, "kept": 3, "missed": 1, "open": 2, "share": 0.75},
                {"kind": "b", "name": NAMES, "kept": 0, "missed": 0, "open": 0, "share": None},
            ]
        )
        self.assertEqual(
            review._promise_block()["rows"],
            [["Results", "3", "1", "2", "75%"], ["Results", "0", "0", "0", "–"]],
        )

    def test_measures(self):
        numbers = {"planned": 1, "done": 2, "cancelled": 3, "effective": 4, "not_effective": 5}
        review = self._keep(measures=[{"kind": "training", "name": NAMES, **numbers}])
        self.assertEqual(review._measure_block()["rows"], [["Results", "1", "2", "3", "4", "5"]])
        self.assertNotIn("rows", self._keep(measures=[])._measure_block())

    def test_clusters_and_hints(self):
        cluster = {"cause": NAMES, "department": NAMES, "product": {}, "count": 3}
        review = self._keep(
            clusters=[{**cluster, "numbers": ["CP/2026/1", "CP/2026/2", "CP/2026/9"]}],
            hints=[{"department": NAMES, "expected": 4.2, "says": {"en_US": "Mass had none."}}],
        )
        self.assertEqual(
            review._cluster_block()["rows"],
            [["Results", "Results", "–", "3", "CP/2026/1, CP/2026/2, CP/2026/9"]],
        )
        self.assertEqual(review._hint_block()["sentences"], ["Mass had none."])
        self.assertIn("Mass had none.", review.page)
        self.assertIn("No cause came up", str(self._keep(clusters=[])._cluster_block()))

    def test_many_clusters_fit_a_page(self):
        numbers = [f"CP/2026/{number}" for number in range(9)]
        cluster = {"cause": NAMES, "department": NAMES, "product": {}, "count": 9}
        block = self._keep(clusters=[{**cluster, "numbers": numbers}] * 12)._cluster_block()
        self.assertEqual(len(block["rows"]), 10)
        self.assertIn("10 of 12", block["says"])
        self.assertIn("CP/2026/7 and 1 more", block["rows"][0][-1])
        self.assertNotIn("CP/2026/8", str(block))

    def test_control_chart_says_what_stands_out(self):
        point = {"month": "2026-08", "count": 3, "units": 100, "rate": 30.0, "lower": 0.0}
        control = {
            "basis": "orders",
            "centre": 10.0,
            "points": [
                {**point, "upper": 20.0, "signals": ["beyond"], "says": {"en_US": "August."}},
                {**point, "upper": 40.0, "signals": [], "says": {}},
                {
                    **point,
                    **dict.fromkeys(("rate", "lower", "upper")),
                    "signals": [],
                    "says": {},
                },
            ],
            "verdict": {"en_US": "One month stands out."},
        }
        block = self._keep(control=control)._trend_blocks()[1]
        self.assertEqual(block["sentences"], ["One month stands out.", "August."])
        self.assertTrue(block["picture"].startswith("data:image/svg+xml"))
        certificates = self._keep(control={**control, "basis": "certificates"})
        self.assertNotEqual(certificates._control_picture(), block["picture"])

    def test_pareto_of_many_categories_ends_with_the_others(self):
        rows = [self._row(f"Category {number}", 20 - number, number) for number in range(1, 15)]
        review = self._keep(tables={"main_category_id": rows})
        picture = review._pareto_picture()
        fewer = self._keep(tables={"main_category_id": rows[:8]})._pareto_picture()
        self.assertNotEqual(picture, fewer)
        gone = [self._row("Gone", 0, previous=4)]
        self.assertIsNone(self._keep(tables={"main_category_id": gone})._pareto_picture())

    def test_months_of_the_period_stand_out(self):
        dark = [month["first"] for month in self.review._frozen()["trend"]][-3:]
        self.assertEqual(dark, ["2026-07-01", "2026-08-01", "2026-09-01"])
        self.assertTrue(self.review._trend_picture())

    def test_sections_come_in_order_and_none_is_empty(self):
        sections = self.review._paper_sections()
        self.assertEqual(
            [section["title"] for section in sections],
            [
                "Key figures",
                "What the complaints are about",
                "Trend",
                "Promises",
                "Validity and causes",
                "Measures and their effectiveness",
                "Recurrence",
                "Open cases",
            ],
        )
        for section in sections:
            block = section["blocks"][0]
            with self.subTest(section["title"]):
                self.assertTrue(block.get("rows") or block.get("sentences") or block.get("picture"))

    def test_before_there_are_figures(self):
        blank = self.reviews.new({"company_id": self.company.id})
        self.assertEqual(blank._summary(), [])
        self.assertEqual(blank._paper_sections(), [])
        self.assertFalse(blank.page)
        self.assertEqual(blank._frozen_cases(), [])
