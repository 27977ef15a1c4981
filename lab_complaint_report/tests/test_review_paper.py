import base64
from datetime import date

from odoo.tests import tagged

from ..report import review_charts
from .paper import PaperCase
from .review_case import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewPage(ReviewCase):
    """What stands on a review, as its screen shows it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()

    def test_draft_says_that_it_is_one(self):
        review = self._draft()
        self.assertIn("Not issued", review.page)
        self.assertIn("has not written any yet", review.page)
        self.assertEqual(review._paper_mark(), "version 1 · Draft")
        self.assertIn("Draft, figures of", review._paper_foot())

    def test_issued_one_says_by_whom(self):
        review = self._issued()
        self.assertNotIn("Not issued", review.page)
        self.assertIn("Fewer letters, more calls.", review.page)
        self.assertIn("Lin Hua", review.page)
        self.assertEqual(review._paper_mark(), "version 1")
        self.assertIn("Issued by Lin Hua on", review._paper_foot())
        self.assertIn("Not acknowledged yet", review.page)

    def test_key_figures_are_those_that_are_kept(self):
        review = self._draft()
        rows = {row[0]: row[1:] for row in review._key_blocks()[0]["rows"]}
        labels = review._figure_labels()
        self.assertEqual(rows[labels["complaint_count"]], ["5", "3", "1"])
        self.assertEqual(rows[labels["days_to_close"]], ["–", "–", "–"])
        self.assertEqual(len(rows), 16)
        self.assertEqual(review._figure_text("valid_share", 0.256), "26%")
        self.assertEqual(review._figure_text("per_orders", 12.345), "12.3")
        self.assertIn("1,234.50", review._figure_text("compensation", 1234.5))

    def test_each_key_figure_is_defined(self):
        for label, definition in self._draft()._definitions():
            with self.subTest(label):
                self.assertTrue(label)
                self.assertTrue(definition)

    def test_long_tables_end_with_the_others(self):
        for number in range(12):
            channel = self.env["lab.complaint.channel"].create(
                {"name": f"Channel {number}", "code": f"test_{number}"}
            )
            self._received("2026-08-08", channel_id=channel.id)
        block = self._draft()._dimension_block("channel_id")
        self.assertEqual(len(block["rows"]), 11)
        self.assertEqual(block["rows"][0][:2], ["Pigeon", "5"])
        self.assertEqual(block["rows"][-1][:2], ["Others", "3"])

    def test_names_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.category.with_context(lang="zh_CN").name = "检测结果"
        review = self._issued()
        self.assertIn("检测结果", review.with_context(lang="zh_CN").page)
        self.assertIn("Tested result", review.page)
        self.category.with_context(lang="zh_CN").name = "别的"
        self.env.invalidate_all()
        self.assertIn("检测结果", review.with_context(lang="zh_CN").page)

    def test_control_chart_without_orders_says_so(self):
        review = self._draft(anchor=date(2020, 2, 1))
        block = review._trend_blocks()[1]
        self.assertIsNone(block["picture"])
        self.assertTrue(block["sentences"])


@tagged("post_install", "-at_install")
class TestReviewCharts(ReviewCase):
    def _svg(self, picture):
        head, content = picture.split(",")
        self.assertEqual(head, "data:image/svg+xml;base64")
        return base64.b64decode(content).decode()

    def test_pareto(self):
        svg = self._svg(
            review_charts.pareto([("检测结果 <&>", 6), ("Price", 2)], lambda share: f"{share:.0%}")
        )
        for said in ("检测结果 &lt;&amp;&gt;", ">6<", ">75%<", ">100%<", "Noto Sans CJK SC"):
            self.assertIn(said, svg)

    def test_long_names_are_shortened(self):
        svg = self._svg(review_charts.pareto([("很" * 40, 1), ("x" * 80, 1)], str))
        self.assertNotIn("很" * 20, svg)
        self.assertNotIn("x" * 40, svg)
        self.assertIn("很…", svg)
        self.assertIn("x…", svg)

    def test_trend(self):
        svg = self._svg(review_charts.trend([("2026-01", 0, False), ("2026-02", 3, True)], "数"))
        for said in ("2026-01", "2026-02", ">3<", ">0<", "数"):
            self.assertIn(said, svg)
        self.assertIn("0", self._svg(review_charts.trend([("2026-01", 0, False)], "")))

    def test_control_chart_marks_what_stands_out(self):
        words = {"unit": "U", "centre": "Mean", "upper": "Upper", "lower": "Lower"}
        calm = {"rate": 2.0, "lower": 0.0, "upper": 5.0, "signals": []}
        points = [{"month": f"2026-0{month}", **calm} for month in range(1, 6)]
        points[1] = {"month": "2026-02", **dict.fromkeys(("rate", "lower", "upper"))}
        points[1]["signals"] = []
        quiet = self._svg(review_charts.control(points, 2.0, words))
        self.assertEqual(quiet.count("<circle"), 4)
        self.assertEqual(quiet.count("<polygon"), 0)
        points[3] = {**points[3], "rate": 9.0, "signals": ["beyond", "run"]}
        loud = self._svg(review_charts.control(points, 2.0, words))
        self.assertEqual(loud.count("<circle"), 3)
        self.assertEqual(loud.count("<polygon"), 1)
        for said in ("Mean", "Upper", "Lower", "2026-05"):
            self.assertIn(said, loud)


@tagged("post_install", "-at_install")
class TestReviewPaper(PaperCase, ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()

    def test_paper_in_both_languages(self):
        self._speak_chinese()
        self.category.with_context(lang="zh_CN").name = "检测结果"
        review = self._issued()
        text = self._text(self._pdf("action_report_review", review, self.deputy_head))
        for said in (
            "Complaint review, 2026 Q3",
            "version 1",
            "5 complaints were received, 2 more than in the period before.",
            "Tested result",
            "Fewer letters, more calls.",
            "Issued by Lin Hua",
            "2026-09",
            "Page 1 of",
        ):
            self.assertIn(said, text)
        label = review._figure_labels()["complaint_count"]
        self.assertRegex(text, rf"{label} 5 3 1")
        chinese = self._text(
            self._pdf("action_report_review", review, self.deputy_head, lang="zh_CN")
        )
        for said in ("检测结果", "2026-09", "5 3 1", "Fewer letters, more calls."):
            self.assertIn(said, chinese)
