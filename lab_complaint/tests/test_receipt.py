from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from .common import ComplaintCase


class TestReceipt(ComplaintCase):
    """When a complaint arrived, who took it and what it is about, ISO/IEC 17025:2017, 7.9.3."""

    def test_defaults(self):
        with freeze_time("2026-03-02 03:00:00"):
            complaint = self._log(self.reporter)
        self.assertRecordValues(
            complaint,
            [
                {
                    "received_on": datetime(2026, 3, 2, 3),
                    "received_by_id": self.reporter.id,
                    "company_id": self.company.id,
                    "kind": "complaint",
                    "severity": "general",
                    "complainant_role": "customer",
                    "user_id": False,
                }
            ],
        )

    def test_two_fields_are_enough(self):
        """An oral complaint is logged in seconds."""
        complaint = self._complaints(self.reporter).create(
            {"subject": "Late", "description": "It came late."}
        )
        self.assertEqual(complaint.company_id, self.company)
        self.assertEqual(complaint.state, "received")

    def test_display_name_is_number_and_subject(self):
        complaint = self._log(subject="Late report")
        self.assertEqual(complaint.display_name, f"{complaint.name} Late report")

    def test_found_by_number_subject_and_former_number(self):
        complaint = self._log(subject="Humidity of the balance room", former_number="T-2019-7")
        for text in (complaint.name, "humidity of the", "T-2019-7"):
            with self.subTest(text):
                found = self._complaints(self.officer).name_search(text)
                self.assertIn(complaint.id, [record_id for record_id, _name in found])

    def test_received_in_the_past(self):
        complaint = self._log(received_on="2019-05-06 07:08:09")
        self.assertEqual(complaint.received_on, datetime(2019, 5, 6, 7, 8, 9))

    def test_clocks_may_differ_a_little(self):
        soon = fields.Datetime.now() + timedelta(minutes=2)
        self.assertEqual(self._log(received_on=soon).received_on, soon)

    def test_creation_in_the_future_is_refused(self):
        complaints = self._complaints(self.officer)
        tomorrow = fields.Datetime.to_string(fields.Datetime.now() + timedelta(days=1))
        values = self._values(received_on=tomorrow)
        doors = {
            "create": lambda: complaints.create(values),
            "create as superuser": lambda: complaints.sudo().create(values),
            "web_save": lambda: complaints.web_save(values, {"name": {}}),
            "one of a batch": lambda: complaints.create([self._values(), values]),
        }
        for door, create in doors.items():
            with self.subTest(door=door), self.assertRefused(ValidationError, "future"):
                create()

    def test_refusal_makes_sense_before_there_is_a_number(self):
        with self.assertRefused(ValidationError) as refused:
            self._log(received_on="2999-01-01 00:00:00")
        self.assertNotIn("False", str(refused.exception))

    def test_change_into_the_future_is_refused(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        self.assertDoorsRefuse(self._log(), "received_on", tomorrow, "future", ValidationError)

    def test_copy_of_an_old_complaint_is_received_now(self):
        complaint = self._log(received_on="2019-05-06 07:08:09")
        self.assertGreater(complaint.copy().received_on, complaint.received_on)


class TestOrderLines(ComplaintCase):
    """The items of a commission that a complaint is about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.order.order_line.filtered("product_id")
        cls.other_items = cls.other_order.order_line.filtered("product_id")

    def test_all_items_by_default(self):
        """Headings are no items."""
        self.assertEqual(self._log(order_id=self.order.id).order_line_ids, self.items)

    def test_one_item_is_chosen(self):
        complaint = self._log(
            order_id=self.order.id, order_line_ids=[Command.set(self.items[0].ids)]
        )
        self.assertEqual(complaint.order_line_ids, self.items[0])

    def test_another_order_brings_its_items(self):
        complaint = self._log(order_id=self.order.id)
        complaint.order_id = self.other_order
        self.assertEqual(complaint.order_line_ids, self.other_items)

    def test_no_order_no_items(self):
        complaint = self._log(order_id=self.order.id)
        complaint.order_id = False
        self.assertFalse(complaint.order_line_ids)

    def test_item_of_another_order_is_refused_at_creation(self):
        commands = [Command.set(self.other_items[0].ids)]
        values = self._values(order_id=self.order.id, order_line_ids=commands)
        complaints = self._complaints(self.officer)
        doors = {
            "create": lambda: complaints.create(values),
            "create as superuser": lambda: complaints.sudo().create(values),
            "web_save": lambda: complaints.web_save(values, {"name": {}}),
            "without an order": lambda: complaints.create({**values, "order_id": False}),
        }
        for door, create in doors.items():
            with self.subTest(door=door), self.assertRefused(ValidationError, "another order"):
                create()

    def test_item_of_another_order_is_refused_later(self):
        complaint = self._log(order_id=self.order.id)
        values = {"order_line_ids": [Command.link(self.other_items[0].id)]}
        officer = complaint.with_user(self.officer)
        doors = {
            "write": lambda: officer.write(values),
            "write as superuser": lambda: complaint.sudo().write(values),
            "web_save": lambda: officer.web_save(values, {"order_line_ids": {}}),
        }
        for door, change in doors.items():
            with (
                self.subTest(door=door),
                self.assertRefused(ValidationError, f"another order.*{self.order.name}"),
            ):
                change()
        self.assertEqual(complaint.order_line_ids, self.items)

    def test_item_of_another_order_is_refused_in_an_import(self):
        complaint = self._log(order_id=self.order.id)
        result = self._complaints().load(
            [".id", "order_line_ids/.id"], [[str(complaint.id), str(self.other_items[0].id)]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("another order", result["messages"][0]["message"])

    def test_refusal_makes_sense_before_there_is_a_number(self):
        with self.assertRefused(ValidationError) as refused:
            self._log(order_line_ids=[Command.set(self.items.ids)])
        self.assertNotIn("False", str(refused.exception))

    def test_order_of_another_company_is_refused(self):
        order = self._make_order(
            self.customer, company_id=self.other_company.id, user_id=self.env.user.id
        )
        with self.assertRefused(message="compan"):
            self._log(order_id=order.id)
        complaint = self._log()
        with self.assertRefused(message="compan"):
            complaint.sudo().order_id = order
