import json
from datetime import date

from odoo.tests import Form, tagged

from .review_case import LAST_DAY, ReviewCase


@tagged("post_install", "-at_install")
class TestReview(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()

    def test_draft_has_the_figures_of_three_periods(self):
        review = self._draft()
        self.assertRecordValues(
            review,
            [
                {
                    "state": "draft",
                    "version": 1,
                    "first_day": date(2026, 7, 1),
                    "last_day": LAST_DAY,
                    "code": "2026-Q3",
                    "name": "Complaint review, 2026 Q3",
                    "author_id": self.officer.id,
                    "notice": False,
                }
            ],
        )
        counted = [
            self._figure(review, "complaint_count", name)
            for name in ("period", "previous", "year_ago")
        ]
        self.assertEqual(counted, [5, 3, 1])
        self.assertEqual(review._frozen()["previous"], ["2026-04-01", "2026-06-30"])
        self.assertEqual(review._frozen()["year_ago"], ["2025-07-01", "2025-09-30"])
        self.assertEqual(len(review._frozen_cases()), 5)
        self.assertTrue(json.dumps(review._frozen()), "Plain values only")

    def test_tables_compare_with_the_other_periods(self):
        self._received("2026-05-06", category_id=self._make_category("Tested price").id)
        self._received("2025-09-06", category_id=self._make_category("Tested item").id)
        rows = self._draft()._frozen()["tables"]["main_category_id"]
        counted = {row["name"]["en_US"]: self._counts(row) for row in rows}
        self.assertEqual(
            counted,
            {
                "Tested result": (4, 3, 1),
                "None": (1, 0, 0),
                "Tested price": (0, 1, 0),
                "Tested item": (0, 0, 1),
            },
        )

    def _make_category(self, name):
        return self.env["lab.complaint.category"].create({"name": name})

    def _counts(self, row):
        return row["count"], row["previous"], row["year_ago"]

    def test_refresh_takes_the_figures_anew(self):
        review = self._draft()
        self._received("2026-08-20")
        self.assertEqual(self._figure(review, "complaint_count"), 5)
        review.action_refresh()
        self.assertEqual(self._figure(review, "complaint_count"), 6)
        self.assertEqual(len(review._frozen_cases()), 6)

    def test_another_period_is_counted_at_once(self):
        review = self._draft()
        with Form(review) as form:
            form.period = "year"
        self.assertEqual(review.first_day, date(2026, 1, 1))
        self.assertEqual(self._figure(review, "complaint_count"), 8)
        review.write(
            {"period": "free", "first_day": date(2026, 8, 1), "last_day": date(2026, 8, 31)}
        )
        self.assertEqual(self._figure(review, "complaint_count"), 2)
        self.assertEqual(review._frozen()["previous"], ["2026-07-01", "2026-07-31"])

    def test_days_fit_the_period(self):
        with self.assertRefused(message="Choose a free period"):
            self._draft(first_day="2026-07-02", last_day="2026-09-30")
        with self.assertRefused(message="days_in_order"):
            self._draft(period="free", first_day="2026-07-02", last_day="2026-07-01")

    def test_one_review_of_a_period(self):
        self._draft()
        with self.assertRefused(message="version_unique"):
            self._draft()
        self._draft(period="year")
        self._draft(company_id=self.other_company.id, user=self.env.user)

    def test_names_say_the_period(self):
        names = {
            "month": "Complaint review, September 2026",
            "half_year": "Complaint review, second half of 2026",
            "year": "Complaint review, the year 2026",
        }
        for period, name in names.items():
            self.assertEqual(self._draft(period=period).name, name)
        free = self._draft(period="free", first_day="2026-09-07", last_day="2026-09-30")
        self.assertIn("09/07/2026 to 09/30/2026", free.name)

    def test_running_and_future_periods_say_so_and_are_not_issued(self):
        running = self._draft(anchor=date(2026, 10, 1), conclusions="<p>Good</p>")
        self.assertIn("still running", running.notice)
        future = self._draft(anchor=date(2027, 2, 1), conclusions="<p>Good</p>")
        self.assertIn("in the future", future.notice)
        self.assertEqual(self._figure(future, "complaint_count"), 0)
        for review in (running, future):
            with self.assertRefused(message="when its period has ended"):
                review.with_user(self.quality_head).action_issue()
            self.assertEqual(review.state, "draft")

    def test_the_last_day_is_the_laboratorys(self):
        # In Shanghai October begins eight hours before UTC.
        review = self._draft(anchor=date(2026, 10, 1))
        with self.subTest("last hours"), self._at("2026-12-31 15:59:00"):
            self.assertTrue(review._is_running())
        with self.subTest("next day"), self._at("2026-12-31 16:01:00"):
            self.assertFalse(review._is_running())

    def test_two_laboratories_count_their_own(self):
        self._received("2026-08-20", company_id=self.other_company.id, category_id=False)
        theirs = self._draft(company_id=self.other_company.id, user=self.env.user)
        self.assertEqual(self._figure(theirs, "complaint_count"), 1)
        self.assertEqual(self._figure(self._draft(), "complaint_count"), 5)

    def test_never_says_who_complained(self):
        self._received(
            "2026-08-21", complainant_name="Secret Witness", complainant_email="s@w.example.com"
        )
        review = self._draft()
        kept = json.dumps([review._frozen(), review._frozen_cases()])
        self.assertNotIn("Secret Witness", kept)
        self.assertNotIn("s@w.example.com", kept)
        self.assertNotIn("Secret Witness", review.page)

    # --- periods with little in them ---

    def test_empty_period(self):
        review = self._draft(anchor=date(2024, 2, 1))
        self.assertEqual(self._figure(review, "complaint_count"), 0)
        self.assertEqual(
            review._summary()[:2],
            [
                "No complaint was received, and none in the period before.",
                "The same period a year ago counted 0.",
            ],
        )
        self.assertIn("There were no complaints to classify.", review.page)
        self.assertIn("–", review.page)

    def test_one_complaint_without_category(self):
        review = self._draft(period="month", anchor=date(2025, 3, 1))
        self._received("2025-03-03", category_id=False)
        review.action_refresh()
        self.assertIn("One complaint was received", review._summary()[0])
        self.assertIn("None", review.page)

    def test_summary_in_sentences(self):
        said = self._draft()._summary()
        self.assertEqual(said[0], "5 complaints were received, 2 more than in the period before.")
        self.assertIn("The same period a year ago counted 1.", said)
        self.assertIn("Most were about “Tested result”: 4 of 5.", said)
        before = self._draft(anchor=date(2026, 4, 1))._summary()
        self.assertIn("3 complaints were received, 3 more than in the period before.", before)
        self._received("2026-06-01")
        self._received("2026-06-01")
        fewer = self._draft(period="half_year", anchor=date(2026, 9, 1))._summary()
        self.assertIn("as many as", fewer[0])

    def test_open_cases_are_listed(self):
        late = self._received("2026-08-20", subject="Where is Li Lei's report?")
        review = self._draft()
        cases = {case["number"]: case for case in review._frozen()["open_cases"]}
        self.assertEqual(cases[late.name]["received_day"], "2026-08-20")
        self.assertIn(late.name, review.page)
        # Words of a case can name who complained, and the review goes by email (4.2).
        self.assertNotIn("Li Lei", f"{review._frozen()} {review._frozen_cases()} {review.page}")
        self.assertIn("10 cases were open at the end of the period", review._summary()[-1])
