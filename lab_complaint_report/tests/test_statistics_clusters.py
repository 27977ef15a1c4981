from datetime import date
from math import exp

from odoo import Command
from odoo.tests import tagged

from .test_statistics import StatisticsCase

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestClusters(StatisticsCase):
    """Same cause, department and service, as often as makes a complaint recurring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cause = cls.env["mgmtsystem.nonconformity.cause"]
        cls.printing = cause.create({"name": "Printing"})
        cls.training = cause.create({"name": "Training"})
        cls.force = cls._make_department("Force")

    def _case(self, causes=None, departments=None, order=None, day="2026-03-02", **values):
        return self._log(
            received_on=f"{day} 02:00:00",
            order_id=(order or self.order).id,
            cause_ids=[Command.set((causes or self.printing).ids)],
            department_ids=[
                Command.set((self.department if departments is None else departments).ids)
            ],
            **values,
        )

    def _clusters(self, company=None, first=FIRST, last=LAST):
        self.env.flush_all()
        said = self.statistics._said
        return [
            (said(row["cause"]), said(row["department"]), said(row["product"]), row["numbers"])
            for row in self.statistics._clusters(company or self.company, first, last)
        ]

    def test_three_of_a_kind(self):
        cases = [self._case(day=f"2026-0{month}-02") for month in (1, 2, 3)]
        [(cause, department, product, numbers)] = self._clusters()
        self.assertEqual((cause, department), ("Printing", "Pressure"))
        self.assertEqual(product, self.product.display_name)
        self.assertEqual(numbers, [case.name for case in cases])
        [cluster] = self.statistics._clusters(self.company, FIRST, LAST)
        self.assertEqual(cluster["count"], 3)

    def test_two_are_chance(self):
        self._case()
        self._case()
        self.assertFalse(self._clusters())

    def test_the_company_says_how_many(self):
        self.company.complaint_recurrence_count = 2
        self._case()
        self._case()
        self.assertEqual(len(self._clusters()), 1)

    def test_another_cause_department_or_service_is_another_kind(self):
        service = self.env["product.product"].create({"name": "Force", "type": "service"})
        order = self._make_order(
            self.contact, order_line=[Command.create({"product_id": service.id})]
        )
        self._case()
        self._case()
        for other in (
            {"causes": self.training},
            {"departments": self.force},
            {"order": order},
            {"day": "2025-12-31"},
            {"kind": "feedback"},
        ):
            self._case(**other)
            self.assertFalse(self._clusters(), other)
        self._case()
        self.assertEqual(len(self._clusters()), 1)

    def test_a_case_with_two_causes_counts_for_both(self):
        self._case(self.printing | self.training)
        self._case(self.printing | self.training)
        self._case(self.printing)
        self._case(self.training)
        found = {cause: len(numbers) for cause, _dep, _product, numbers in self._clusters()}
        self.assertEqual(found, {"Printing": 3, "Training": 3})

    def test_without_department_or_service(self):
        for _number in range(3):
            self._log(
                received_on="2026-03-02 02:00:00",
                cause_ids=[Command.set(self.printing.ids)],
            )
        self.assertEqual([row[:3] for row in self._clusters()], [("Printing", "None", "None")])

    def test_without_a_cause_there_is_no_cluster(self):
        for _number in range(3):
            self._log(received_on="2026-03-02 02:00:00")
        self.assertFalse(self._clusters())

    def test_most_first_and_own_company_only(self):
        for _number in range(3):
            self._case()
        for _number in range(4):
            self._case(self.training)
        self.assertEqual([row[0] for row in self._clusters()], ["Training", "Printing"])
        self.assertFalse(self._clusters(self.other_company))


@tagged("post_install", "-at_install")
class TestHints(StatisticsCase):
    """A busy department without a complaint."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.force = cls._make_department("Force")

    def _issue(self, department, count, **values):
        certificates = self.env["lab.certificate"]
        return certificates.create(
            [
                {
                    "name": f"{department.name}-{number}",
                    "company_id": self.company.id,
                    "issued_on": "2026-03-05",
                    "department_id": department.id,
                    **values,
                }
                for number in range(count)
            ]
        )

    def _complain(self, count, department=None):
        for _number in range(count):
            self._log(
                received_on="2026-03-10 02:00:00",
                department_ids=[Command.set((department or self.department).ids)],
            )

    def _hints(self):
        self.env.flush_all()
        return self.statistics._hints(self.company, FIRST, LAST)

    def test_busy_department_without_any(self):
        """6 complaints on 40 certificates: of the 20 of Force, 3 were to be expected."""
        self._issue(self.department, 20)
        self._issue(self.force, 20)
        self._complain(6)
        [hint] = self._hints()
        self.assertEqual(self.statistics._said(hint["department"]), "Force")
        self.assertAlmostEqual(hint["expected"], 3)
        self.assertLess(exp(-hint["expected"]), 0.05)
        self.assertEqual(
            hint["says"]["en_US"],
            "Force: no complaint on 20 certificates. At the laboratory's rate of 150.0 per 1,000, "
            "about 3.0 were to be expected. Ask whether complaints are recorded there.",
        )

    def test_chance_may_explain_it(self):
        """5 complaints on 40: 2.5 to be expected, none in 8 % of such periods."""
        self._issue(self.department, 20)
        self._issue(self.force, 20)
        self._complain(5)
        self.assertFalse(self._hints())

    def test_one_complaint_is_enough(self):
        self._issue(self.department, 20)
        self._issue(self.force, 20)
        self._complain(8)
        self._complain(1, self.force)
        self.assertFalse(self._hints())

    def test_orders_where_a_department_issues_no_certificate_in_the_period(self):
        """The order came in the period, its certificate later."""
        for department, count in ((self.department, 4), (self.force, 4)):
            for number in range(count):
                order = self._make_order(self.contact)
                order.action_confirm()
                order.date_order = "2026-03-20 02:00:00"
                self._issue(department, 1, order_id=order.id, issued_on=False, version=str(number))
        self._complain(6)
        [hint] = self._hints()
        self.assertAlmostEqual(hint["expected"], 3)
        self.assertIn("Force: no complaint on 4 orders", hint["says"]["en_US"])

    def test_work_without_a_department_gives_no_hint(self):
        self._issue(self.department, 20)
        nobody = self._issue(self.force, 20)
        nobody.department_id = False
        self._complain(6)
        self.assertFalse(self._hints())

    def test_nothing_at_all(self):
        self.assertEqual(self._hints(), [])

    def test_no_complaint_anywhere(self):
        self._issue(self.force, 200)
        self.assertEqual(self._hints(), [])
