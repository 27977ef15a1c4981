from odoo.tests import BaseCase, tagged

from odoo.addons.lab_complaint_report.models.control_chart import u_chart

# Montgomery, Introduction to Statistical Quality Control, 6th edition, chapter 7: errors in a
# supply chain, and defects in dyed cloth.
SUPPLY_CHAIN = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
DYED_CLOTH = [
    (14, 10),
    (12, 8),
    (20, 13),
    (11, 10),
    (7, 9.5),
    (10, 10),
    (21, 12),
    (16, 10.5),
    (19, 12),
    (23, 12.5),
]


@tagged("post_install", "-at_install")
class TestControlChart(BaseCase):
    """The u chart against published examples, and each test against what just passes."""

    def test_supply_chain(self):
        """20 weeks of 50 shipments: one pair of limits, the lower one at 0."""
        self.assertEqual(sum(SUPPLY_CHAIN), 74)
        chart = u_chart([(count, 50) for count in SUPPLY_CHAIN])
        self.assertAlmostEqual(chart.centre, 0.0740, 4)
        for point in chart.points:
            self.assertAlmostEqual(point.upper, 0.1894, 4)
            self.assertEqual(point.lower, 0)
        self.assertFalse(chart.findings)

    def test_dyed_cloth(self):
        """Ten rolls of different size: limits of their own.

        The book counts on with a centre of 1.42, rounded from 1.4233.
        """
        chart = u_chart(DYED_CLOTH)
        self.assertAlmostEqual(chart.centre, 1.42, 2)
        published = {10: (2.55, 0.29), 8: (2.68, 0.16), 13: (2.41, 0.43)}
        for point in chart.points:
            if point.units in published:
                upper, lower = published[point.units]
                self.assertAlmostEqual(point.upper, upper, delta=0.01)
                self.assertAlmostEqual(point.lower, lower, delta=0.005)
        self.assertEqual(
            [round(point.rate, 2) for point in chart.points],
            [1.4, 1.5, 1.54, 1.1, 0.74, 1.0, 1.75, 1.52, 1.58, 1.84],
        )
        self.assertFalse(any(point.signals for point in chart.points))

    # --- test 1 ---

    def test_beyond_the_upper_limit(self):
        chart = u_chart([(2, 100)] * 12 + [(16, 100)])
        self.assertEqual(chart.points[-1].signals, ["beyond"])
        self.assertGreater(chart.points[-1].rate, chart.points[-1].upper)
        [finding] = [finding for finding in chart.findings if finding.rule == "beyond"]
        self.assertEqual((finding.first, finding.last, finding.is_high), (12, 12, True))

    def test_beyond_the_lower_limit(self):
        chart = u_chart([(100, 100), (102, 100), (98, 100), (40, 100)])
        self.assertEqual([point.signals for point in chart.points[:3]], [[], [], []])
        self.assertEqual(chart.points[3].signals, ["beyond"])
        self.assertFalse(chart.findings[0].is_high)

    def test_on_the_limit_is_within(self):
        """Centre 1, so 4 on one unit stands exactly on 1 + 3: four on 1, none on the next 3."""
        chart = u_chart([(4, 1), (0, 3)])
        self.assertEqual(chart.points[0].rate, chart.points[0].upper)
        self.assertFalse(chart.points[0].signals)

    def test_few_units_widen_the_limits(self):
        few, many = u_chart([(1, 10), (100, 1000)]).points
        self.assertEqual(few.rate, many.rate)
        self.assertGreater(few.upper, many.upper)
        self.assertLess(few.lower, many.lower)

    # --- test 2 ---

    def _balanced(self, high, low, others=()):
        """So many months above the centre, then so many below."""
        return u_chart([(11, 100)] * high + [(9, 100)] * low + list(others))

    def test_nine_on_one_side(self):
        chart = self._balanced(9, 9)
        self.assertEqual(
            [position for position, point in enumerate(chart.points) if point.signals], [8, 17]
        )
        self.assertEqual(
            [(f.rule, f.first, f.last, f.length, f.is_high) for f in chart.findings],
            [("run", 0, 8, 9, True), ("run", 9, 17, 9, False)],
        )

    def test_eight_on_one_side_are_chance(self):
        self.assertFalse(self._balanced(8, 8).findings)

    def test_a_longer_run_is_one_finding(self):
        chart = self._balanced(11, 11)
        self.assertEqual([point.signals for point in chart.points], ([[]] * 8 + [["run"]] * 3) * 2)
        self.assertEqual([finding.length for finding in chart.findings], [11, 11])

    def test_a_point_on_the_centre_ends_a_run(self):
        """Five above, one on it, five above: no run of nine, whatever the rounding."""
        chart = u_chart([(11, 110)] * 5 + [(3, 30)] + [(7, 70)] * 5)
        self.assertFalse(chart.findings)

    # --- test 3 ---

    def test_six_rising_or_falling(self):
        rising = u_chart([(count, 100) for count in (5, 6, 7, 8, 9, 10, 5)])
        self.assertEqual([len(point.signals) for point in rising.points], [0] * 5 + [1, 0])
        self.assertEqual(
            [(f.rule, f.first, f.last, f.length, f.is_high) for f in rising.findings],
            [("trend", 0, 5, 6, True)],
        )
        falling = u_chart([(count, 100) for count in (10, 9, 8, 7, 6, 5)])
        self.assertEqual([(f.rule, f.is_high) for f in falling.findings], [("trend", False)])

    def test_five_rising_are_chance(self):
        self.assertFalse(u_chart([(c, 100) for c in (5, 6, 7, 8, 9, 5, 6, 7, 8, 9)]).findings)

    def test_steady_means_every_step(self):
        self.assertFalse(u_chart([(c, 100) for c in (5, 6, 7, 7, 8, 9, 10)]).findings)

    def test_rates_rise_not_counts(self):
        """More complaints with more orders are no trend."""
        self.assertFalse(u_chart([(count, count * 10) for count in range(5, 15)]).findings)

    # --- nothing to divide by ---

    def test_without_units(self):
        chart = u_chart([(3, 0), (0, 0)])
        self.assertIsNone(chart.centre)
        for point in chart.points:
            self.assertEqual((point.rate, point.lower, point.upper), (None, None, None))
            self.assertEqual(point.signals, [])
        self.assertEqual(u_chart([]).points, [])

    def test_point_without_units_counts_nowhere(self):
        """Its count is in no centre, it breaks no rule, and ends no run either."""
        months = [(11, 100)] * 5 + [(40, 0)] + [(11, 100)] * 4 + [(9, 100)] * 9
        chart = u_chart(months)
        self.assertAlmostEqual(chart.centre, 0.10)
        self.assertFalse(chart.points[5].signals)
        self.assertEqual(
            [(f.first, f.last, f.length) for f in chart.findings], [(0, 9, 9), (10, 18, 9)]
        )

    def test_no_complaint_at_all(self):
        chart = u_chart([(0, 100)] * 24)
        self.assertEqual(chart.centre, 0)
        self.assertEqual({(p.rate, p.lower, p.upper) for p in chart.points}, {(0, 0, 0)})
        self.assertFalse(chart.findings)

    def test_one_point(self):
        chart = u_chart([(5, 100)])
        self.assertEqual(chart.centre, 0.05)
        self.assertFalse(chart.findings)
