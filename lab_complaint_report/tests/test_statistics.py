"""The figures of a period against a computation in Python that shares nothing with them."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.process import ProcessCase

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@tagged("post_install", "-at_install")
class StatisticsCase(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statistics = cls.env["lab.complaint.statistics"]

    def _figures(self, first=FIRST, last=LAST, company=None):
        self.env.flush_all()
        return self.statistics._figures(company or self.company, first, last)


@tagged("post_install", "-at_install")
class TestFigures(StatisticsCase):
    def test_period_without_cases(self):
        figures = self._figures()
        empty = {name for name, value in figures.items() if value is None}
        self.assertEqual(figures["complaint_count"], 0)
        self.assertEqual(figures["compensation"], 0)
        self.assertEqual(figures["open_count"], 0)
        self.assertLessEqual({"valid_share", "days_to_close", "in_time", "per_orders"}, empty)

    def test_every_figure_has_a_label_and_a_definition(self):
        labels = self.statistics._labels()
        self.assertLessEqual(self._figures().keys(), labels.keys())
        for name in self._figures():
            label, definition = labels[name]
            self.assertTrue(label and definition, name)

    def test_period_is_in_days_of_the_laboratory(self):
        # Shanghai is eight hours ahead: the last evening in UTC is the next day there.
        self._log(received_on="2026-02-28 15:59:00")
        first = self._log(received_on="2026-02-28 16:00:00")
        last = self._log(received_on="2026-03-31 15:59:00")
        self._log(received_on="2026-03-31 16:00:00")
        self.assertEqual(first.received_day, FIRST)
        self.assertEqual(last.received_day, LAST)
        self.assertEqual(self._figures()["complaint_count"], 2)

    def test_feedback_is_not_counted(self):
        self._log(received_on="2026-03-02 08:00:00", kind="feedback")
        self._log(received_on="2026-03-02 08:00:00", kind="appeal")
        self.assertEqual(self._figures()["complaint_count"], 1)

    def test_other_companies_are_not_counted(self):
        self._log(received_on="2026-03-02 08:00:00")
        figures = self._figures(company=self.other_company)
        self.assertEqual(figures["complaint_count"], 0)

    def test_handled_case(self):
        with freeze_time("2026-03-02 02:00:00") as clock:
            case = self._receive(received_on="2026-03-02 02:00:00")
            clock.move_to("2026-03-03 02:00:00")
            self._lead(case, until="acknowledge")
            clock.move_to("2026-03-09 02:00:00")
            for step in ("screen", "appoint", "gather", "judge", "propose", "approve"):
                getattr(self, f"_step_{step}")(case)
            clock.move_to("2026-03-13 02:00:00")
            self._step_answer(case)
            for step in ("call_back", "carry_out"):
                getattr(self, f"_step_{step}")(case)
            clock.move_to("2026-03-16 02:00:00")
            self._step_close(case)
        figures = self._figures()
        self.assertEqual(figures["days_to_acknowledge"], 1)
        self.assertEqual(figures["days_to_decide"], 5)
        self.assertEqual(figures["days_to_answer"], 9)
        self.assertEqual(figures["days_to_close"], 10)
        self.assertEqual(figures["valid_share"], 1)
        self.assertEqual(figures["closed_count"], 1)
        self.assertEqual(figures["open_count"], 0)

    def test_open_at_the_end(self):
        case = self._log(received_on="2026-02-10 02:00:00")
        self.assertEqual(self._figures()["open_count"], 1)
        with freeze_time("2026-03-20 02:00:00"):
            case.with_user(self.officer).action_withdraw(withdrawal_reason="Taken back by phone")
        figures = self._figures()
        self.assertEqual((figures["open_count"], figures["closed_count"]), (0, 1))
        february = self._figures(date(2026, 2, 1), date(2026, 2, 28))
        self.assertEqual((february["open_count"], february["closed_count"]), (1, 0))
        self.assertIsNone(february["days_to_close"], "withdrawn ones are left out")


@tagged("post_install", "-at_install")
class TestRates(StatisticsCase):
    def test_orders_and_certificates_of_the_same_period(self):
        self._log(received_on="2026-03-02 08:00:00")
        for day in (3, 10, 24):
            order = self._make_order(self.contact)
            order.action_confirm()
            order.date_order = f"2026-03-{day:02} 02:00:00"
        certificates = [
            {"name": f"C-{n}", "company_id": self.company.id, "issued_on": "2026-03-05"}
            for n in range(5)
        ]
        self.env["lab.certificate"].create(certificates)
        figures = self._figures()
        self.assertEqual(figures["order_count"], 3)
        self.assertEqual(figures["certificate_count"], 5)
        self.assertAlmostEqual(figures["per_orders"], 1000 / 3)
        self.assertAlmostEqual(figures["per_certificates"], 200)

    def test_no_orders_no_rate(self):
        self._log(received_on="2026-03-02 08:00:00")
        self.assertIsNone(self._figures()["per_orders"])

    def test_quotations_are_no_orders(self):
        order = self._make_order(self.contact)
        order.date_order = "2026-03-05 02:00:00"
        self.assertEqual(order.state, "draft")
        self.assertEqual(self._figures()["order_count"], 0)

    def test_rate_of_a_department(self):
        other = self._make_department("Force")
        self.certificate.issued_on = "2026-03-05"
        self.env["lab.certificate"].create(
            [
                {
                    "name": f"F-{n}",
                    "company_id": self.company.id,
                    "issued_on": "2026-03-05",
                    "department_id": other.id,
                }
                for n in range(4)
            ]
        )
        self._receive(received_on="2026-03-02 08:00:00")
        self.env.flush_all()
        rates = dict(
            self.env["lab.complaint.rate"]._read_group(
                self.statistics._rates_domain(self.company, FIRST, LAST),
                ["department_ids"],
                ["per_certificates:avg"],
            )
        )
        self.assertEqual(rates[self.department], 1000)
        self.assertEqual(rates[other], 0)


@tagged("post_install", "-at_install")
class TestTables(StatisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category_b = cls.env["lab.complaint.category"].create(
            {"name": "Below", "parent_id": cls.category.id}
        )
        for day, values in (
            (2, {"category_id": cls.category.id, "severity": "major"}),
            (3, {"category_id": cls.category_b.id, "severity": "major"}),
            (4, {"severity": "minor"}),
        ):
            cls._log(received_on=f"2026-03-{day:02} 02:00:00", **values)

    def _table(self, dimension):
        self.env.flush_all()
        rows = self.statistics._classification(self.company, FIRST, LAST, dimension)
        return [(self.statistics._said(row["name"]), row["count"]) for row in rows]

    def test_main_category_takes_what_is_below(self):
        self.assertEqual(self._table("main_category_id"), [(self.category.name, 2), ("None", 1)])

    def test_selection(self):
        self.assertEqual(self._table("severity"), [("Major", 2), ("Minor", 1)])

    def test_without_departments(self):
        self.assertEqual(self._table("department_ids"), [("None", 3)])

    def test_trend_has_a_row_for_each_month(self):
        self.env.flush_all()
        trend = self.statistics._trend(self.company, LAST)
        self.assertEqual(len(trend), 12)
        self.assertEqual(trend[0]["first"], "2025-04-01")
        self.assertEqual((trend[-1]["last"], trend[-1]["complaint_count"]), ("2026-03-31", 3))
        self.assertEqual(sum(row["complaint_count"] for row in trend), 3)

    def test_cases(self):
        self.env.flush_all()
        rows = self.statistics._cases(self.company, FIRST, LAST)
        self.assertEqual(
            [row["received_day"] for row in rows], sorted(r["received_day"] for r in rows)
        )
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[0]["complaint_count"], 1)
        self.assertIsNone(rows[0]["days_to_close"], "nothing is not 0 days")


@tagged("post_install", "-at_install")
class TestPromises(StatisticsCase):
    def test_what_fell_due(self):
        cases = [
            self._log(received_on=f"2026-03-{day:02} 02:00:00", category_id=self.category.id)
            for day in (2, 3, 4)
        ]
        acknowledgement = [
            case.sudo().deadline_ids.filtered(lambda d: d.kind == "acknowledgement")
            for case in cases
        ]
        acknowledgement[0]._keep(acknowledgement[0].due_on)
        acknowledgement[1]._note_missed()
        acknowledgement[2].write({"due_on": "2026-04-02"})
        self.env.flush_all()
        promises = {
            row["kind"]: row for row in self.statistics._promises(self.company, FIRST, LAST)
        }
        told = promises["acknowledgement"]
        self.assertEqual((told["kept"], told["missed"], told["open"]), (1, 1, 0))
        self.assertEqual(told["share"], 0.5)
        self.assertIsNone(promises["authority"]["share"])

    def test_measures(self):
        case = self._lead(self._receive(received_on="2026-03-02 02:00:00"), until="carry_out")
        self.env.flush_all()
        rows = self.statistics._measures(self.company, FIRST, LAST)
        self.assertEqual([(r["kind"], r["done"], r["effective"]) for r in rows], [("other", 1, 1)])
        self.assertTrue(case)


@tagged("post_install", "-at_install")
class TestAnalysisAccess(StatisticsCase):
    def test_who_reads_it(self):
        case = self._receive(received_on="2026-03-02 02:00:00")
        self.env.flush_all()
        analysis = self.env["lab.complaint.analysis"].browse(case.id)
        for user in (self.officer, self.auditor, self.quality_head):
            self.assertEqual(analysis.with_user(user).complaint_count, 1)
        for model in ("lab.complaint.analysis", "lab.complaint.rate"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.reporter).search([])

    def test_not_for_people_involved(self):
        case = self._receive(received_on="2026-03-02 02:00:00")
        self.calibrator_user.group_ids = [
            Command.link(self.env.ref("lab_complaint.group_officer").id)
        ]
        self.env.flush_all()
        found = self.env["lab.complaint.analysis"].with_user(self.calibrator_user).search([])
        self.assertNotIn(case.id, found.ids)

    def test_not_for_other_companies(self):
        case = self._receive(received_on="2026-03-02 02:00:00")
        stranger = self._make_user(
            "stranger",
            "base.group_user",
            "lab_complaint.group_officer",
            company_id=self.other_company.id,
        )
        self.env.flush_all()
        found = self.env["lab.complaint.analysis"].with_user(stranger).search([])
        self.assertNotIn(case.id, found.ids)
        rates = self.env["lab.complaint.rate"].with_user(stranger).search([])
        self.assertFalse(rates.filtered(lambda rate: rate.company_id == self.company))
