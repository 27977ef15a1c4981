from odoo import Command
from odoo.tests import Form

from .common import ComplaintCase


class TestCounts(ComplaintCase):
    """Order, customer and nonconformity show how many complaints they have, open ones apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nonconformity = cls._make_nonconformity()
        for state in ("received", "decision", "closed", "withdrawn", "not_accepted"):
            cls._log(
                order_id=cls.order.id,
                stage_id=cls.stages[state].id,
                nonconformity_ids=[Command.link(cls.nonconformity.id)],
            )

    @classmethod
    def _make_nonconformity(cls, **values):
        return cls.env["mgmtsystem.nonconformity"].create(
            {
                "partner_id": cls.customer.id,
                "responsible_user_id": cls.officer.id,
                "manager_user_id": cls.officer.id,
                "description": "Wrong value",
                "company_id": cls.company.id,
                **values,
            }
        )

    def _assert_counts(self, records, total, still_open):
        records.invalidate_recordset()
        self.assertEqual(records.mapped("complaint_count"), [total] * len(records))
        self.assertEqual(records.mapped("open_complaint_count"), [still_open] * len(records))

    def test_order(self):
        self._assert_counts(self.order, 5, 2)
        self._assert_counts(self.other_order, 0, 0)

    def test_customer_and_each_contact(self):
        """Counted for the company as a whole."""
        self._assert_counts(self.customer | self.contact, 5, 2)
        self._assert_counts(self.other_customer, 0, 0)

    def test_customer_that_was_entered_as_a_contact(self):
        """An import may name the contact as customer."""
        self._log(customer_id=self.contact.id, partner_id=self.contact.id)
        self._assert_counts(self.customer | self.contact, 6, 3)

    def test_nonconformity(self):
        self._assert_counts(self.nonconformity, 5, 2)
        self._assert_counts(self._make_nonconformity(), 0, 0)

    def test_complaint_that_moves_to_another_order(self):
        complaint = self._log(order_id=self.order.id)
        self._assert_counts(self.order, 6, 3)
        complaint.order_id = self.other_order
        self._assert_counts(self.order, 5, 2)
        self._assert_counts(self.other_order, 1, 1)

    def test_what_is_new_has_none(self):
        """Complaints without customer, order or nonconformity are not counted for it."""
        self._log()
        for model in ("res.partner", "sale.order", "mgmtsystem.nonconformity"):
            with self.subTest(model):
                record = self.env[model].new({})
                self.assertEqual((record.complaint_count, record.open_complaint_count), (0, 0))

    def test_new_customer_on_the_form_has_none(self):
        self.salesperson.group_ids |= self.env.ref("base.group_partner_manager")
        self._log(self.salesperson)
        form = Form(self.env["res.partner"].with_user(self.salesperson))
        self.assertFalse(form.open_complaint_count)

    def test_only_those_that_the_user_may_read(self):
        self.officer.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        stranger = self._make_user("stranger", "sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self.order.with_user(self.officer).complaint_count, 5)
        self.order.invalidate_recordset()
        self.assertEqual(self.order.with_user(stranger).complaint_count, 0)

    def test_action_shows_what_is_counted(self):
        for record in (self.order, self.customer, self.contact, self.nonconformity):
            with self.subTest(record._name):
                action = record.action_view_complaints()
                self.assertEqual(action["res_model"], "lab.complaint")
                found = self._complaints(self.officer).search(action["domain"])
                self.assertEqual(len(found), record.complaint_count)

    def test_number_of_queries_does_not_grow(self):
        orders = self.env["sale.order"].create(
            [{"partner_id": self.contact.id, "company_id": self.company.id} for _i in range(20)]
        )
        partners = self.env["res.partner"].create([{"name": str(i)} for i in range(20)])
        nonconformities = self.nonconformity.browse(
            [self._make_nonconformity().id for _i in range(20)]
        )
        for order in orders[::2]:
            self._log(order_id=order.id)
        for records in (orders, partners, nonconformities):
            for number in (1, 20):
                with self.subTest(model=records._name, number=number):
                    some = records[:number]
                    self.env.flush_all()
                    self.env.invalidate_all()
                    some.mapped(
                        "commercial_partner_id" if "commercial_partner_id" in some else "id"
                    )
                    with self.assertQueryCount(1):
                        some.mapped("complaint_count")
                        some.mapped("open_complaint_count")


class TestCustomerOfQuotation(ComplaintCase):
    """Whoever writes a quotation learns that the customer has an open complaint."""

    def _new_quotation(self, user, partner):
        form = Form(self.env["sale.order"].with_user(user))
        form.partner_id = partner
        return form

    def test_new_quotation(self):
        self._log(order_id=self.order.id)
        self.assertEqual(
            self._new_quotation(self.salesperson, self.customer).customer_open_complaint_count, 1
        )

    def test_also_for_who_cannot_read_the_case(self):
        complaint = self._log(order_id=self.order.id)
        seller = self._make_user("seller", "sales_team.group_sale_salesman")
        self.assertNoAccess(lambda: complaint.with_user(seller).read(["subject"]))
        for partner in (self.customer, self.contact):
            form = self._new_quotation(seller, partner)
            self.assertEqual(form.customer_open_complaint_count, 1)
        self.assertEqual(form.save().customer_open_complaint_count, 1)

    def test_other_customer(self):
        self._log(order_id=self.order.id)
        self._log()
        form = self._new_quotation(self.salesperson, self.other_customer)
        self.assertEqual(form.customer_open_complaint_count, 0)

    def test_no_customer_yet(self):
        self._log()
        form = Form(self.env["sale.order"].with_user(self.salesperson))
        self.assertEqual(form.customer_open_complaint_count, 0)

    def test_ended_complaints_do_not_matter(self):
        self._log(order_id=self.order.id, stage_id=self.stages["closed"].id)
        form = self._new_quotation(self.salesperson, self.customer)
        self.assertEqual(form.customer_open_complaint_count, 0)

    def test_complaints_to_another_company_do_not_matter(self):
        self._log(customer_id=self.customer.id, company_id=self.other_company.id)
        form = self._new_quotation(self.salesperson, self.customer)
        self.assertEqual(form.customer_open_complaint_count, 0)

    def test_number_of_queries_does_not_grow(self):
        orders = self.env["sale.order"].create(
            [{"partner_id": self.contact.id, "company_id": self.company.id} for _i in range(20)]
        )
        self._log(order_id=orders[3].id)
        for number in (1, 20):
            some = orders[:number]
            self.env.flush_all()
            self.env.invalidate_all()
            some.partner_id.mapped("commercial_partner_id")
            some.mapped("company_id")
            with self.subTest(number), self.assertQueryCount(1):
                self.assertEqual(set(some.mapped("customer_open_complaint_count")), {1})
