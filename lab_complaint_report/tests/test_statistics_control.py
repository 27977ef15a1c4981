from datetime import date
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .test_statistics import StatisticsCase

LAST = date(2026, 3, 31)


@tagged("post_install", "-at_install")
class ControlCase(StatisticsCase):
    """Months made up: how cases and orders are counted is tested with the figures."""

    def _control(self, counts, orders=100, certificates=0):
        """Control chart of months with so many complaints each, the last one March 2026."""
        orders = orders if isinstance(orders, list) else [orders] * len(counts)
        first = LAST.replace(day=1) - relativedelta(months=len(counts) - 1)
        trend = [
            {
                "first": str(first + relativedelta(months=number)),
                "complaint_count": count,
                "order_count": units,
                "certificate_count": certificates,
            }
            for number, (count, units) in enumerate(zip(counts, orders, strict=True))
        ]
        with patch.object(type(self.statistics), "_trend", lambda *_args: trend):
            return self.statistics._control_chart(self.company, LAST, len(counts))

    def _says(self, control, lang="en_US"):
        return [point["says"][lang] for point in control["points"] if point["says"]]


@tagged("post_install", "-at_install")
class TestControlOfRate(ControlCase):
    def test_rates_are_per_thousand(self):
        """The supply chain of the book, 50 shipments a week, with orders in their place."""
        counts = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
        control = self._control(counts, 50)
        self.assertEqual(control["basis"], "orders")
        self.assertAlmostEqual(control["centre"], 74.0)
        self.assertAlmostEqual(control["points"][0]["upper"], 189.4, 1)
        self.assertEqual(control["points"][0]["lower"], 0)
        self.assertEqual(control["points"][2]["rate"], 160)
        self.assertEqual([point["count"] for point in control["points"]], counts)
        self.assertEqual(
            (control["points"][0]["month"], control["points"][-1]["month"]), ("2024-08", "2026-03")
        )
        self.assertFalse(self._says(control))
        self.assertIn("varies as chance makes it vary, around 74.0", control["verdict"]["en_US"])

    def test_certificates_where_there_are_no_orders(self):
        control = self._control([1, 5] * 6 + [16], 0, certificates=500)
        self.assertEqual(control["basis"], "certificates")
        self.assertEqual(control["points"][0]["rate"], 2)
        [said] = self._says(control)
        self.assertIn("16 on 500 certificates, 32.0 per 1,000", said)

    def test_orders_before_certificates(self):
        control = self._control([1, 2], 100, certificates=500)
        self.assertEqual((control["basis"], control["points"][0]["units"]), ("orders", 100))

    def test_neither_orders_nor_certificates(self):
        control = self._control([3, 0], 0)
        self.assertIsNone(control["centre"])
        self.assertEqual([point["rate"] for point in control["points"]], [None, None])
        self.assertIn("There is no rate yet", control["verdict"]["en_US"])

    def test_month_without_orders(self):
        control = self._control([1] * 11 + [2], [100] * 11 + [0])
        self.assertIsNone(control["points"][-1]["rate"])
        self.assertFalse(self._says(control))

    def test_from_the_cases_themselves(self):
        """Not made up: two months of a laboratory with orders."""
        for month, cases, orders in ((2, 1, 4), (3, 2, 2)):
            for _number in range(cases):
                self._log(received_on=f"2026-{month:02}-10 02:00:00")
            for _number in range(orders):
                order = self._make_order(self.contact)
                order.action_confirm()
                order.date_order = f"2026-{month:02}-12 02:00:00"
        self.env.flush_all()
        control = self.statistics._control_chart(self.company, LAST)
        self.assertEqual(len(control["points"]), 24)
        self.assertEqual(
            [(p["month"], p["count"], p["units"], p["rate"]) for p in control["points"][-2:]],
            [("2026-02", 1, 4, 250), ("2026-03", 2, 2, 1000)],
        )
        self.assertEqual(control["centre"], 500)

    def test_another_company_is_another_chart(self):
        self._log(received_on="2026-03-10 02:00:00")
        self.env.flush_all()
        control = self.statistics._control_chart(self.other_company, LAST)
        self.assertEqual(sum(point["count"] for point in control["points"]), 0)


@tagged("post_install", "-at_install")
class TestControlInWords(ControlCase):
    def test_beyond_the_upper_limit(self):
        control = self._control([1, 5] * 6 + [16])
        [said] = self._says(control)
        upper = f"{control['points'][-1]['upper']:.1f}"
        self.assertEqual(
            said,
            "Complaints in March 2026: 16 on 100 orders, 160.0 per 1,000. That is more than chance "
            f"explains (up to {upper}). Look for a special cause.",
        )
        self.assertIn("Signs of a special cause: 1.", control["verdict"]["en_US"])

    def test_below_the_lower_limit(self):
        [said] = self._says(self._control([100, 102, 98, 40]))
        self.assertIn("less than chance explains", said)
        self.assertIn("were not recorded", said)

    def test_below_the_lower_limit_of_certificates(self):
        [said] = self._says(self._control([100, 102, 98, 40], 0, certificates=100))
        self.assertIn("40 on 100 certificates", said)
        self.assertIn("less than chance explains", said)

    def test_runs_are_told_once(self):
        control = self._control([9] * 11 + [11] * 11)
        below, above = self._says(control)
        self.assertIn("From June 2024 to April 2025 the rate was below", below)
        self.assertIn("From May 2025 to March 2026 the rate was above", above)
        self.assertIn("for 11 months in a row", above)
        self.assertEqual([p["signals"] for p in control["points"][-3:]], [["run"]] * 3)

    def test_trends(self):
        [said] = self._says(self._control([5, 6, 7, 8, 9, 10]))
        self.assertIn("From October 2025 to March 2026 the rate rose", said)
        [said] = self._says(self._control([10, 9, 8, 7, 6, 5]))
        self.assertIn("the rate fell from month to month, 6 months in a row", said)

    def test_two_signs_at_one_month(self):
        control = self._control([100, 110, 120, 130, 140, 300])
        told = control["points"][-1]["says"]["en_US"].split("\n")
        self.assertEqual(len(told), 2)
        self.assertEqual(control["points"][-1]["signals"], ["beyond", "trend"])
        # The first month is beyond its lower limit.
        self.assertIn("Signs of a special cause: ", control["verdict"]["en_US"])

    def test_few_months_are_no_verdict(self):
        control = self._control([2, 3, 2])
        self.assertIn(
            "Nothing stands out so far. Months with a rate: 3", control["verdict"]["en_US"]
        )
        settled = self._control([2, 3] * 6)
        self.assertNotIn("so far", settled["verdict"]["en_US"])

    def test_every_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        control = self._control([1, 5] * 6 + [16])
        self.assertEqual(control["verdict"].keys(), {"en_US", "fr_FR"})
        self.assertIn("mars 2026", control["points"][-1]["says"]["fr_FR"])
        self.assertIn("160,0", control["points"][-1]["says"]["fr_FR"])
        self.assertEqual(control["points"][0]["says"], {})
