from odoo import Command
from odoo.tests import Form

from odoo.addons.base.tests.common import DISABLED_MAIL_CONTEXT

from .common import ComplaintCase


class TestLogFromOrder(ComplaintCase):
    """A salesperson logs a complaint against an order in under a minute."""

    def _open_short_form(self, order, user):
        """The dialog that the button of the order opens."""
        action = order.with_user(user).action_log_complaint()
        self.assertEqual(action["res_model"], "lab.complaint")
        self.assertEqual(action["target"], "new")
        complaints = self._complaints(user).with_context(**action["context"])
        view_id = action["view_id"][0]
        return Form(complaints, self.env["ir.ui.view"].browse(view_id).get_external_id()[view_id])

    def test_order_customer_lines_and_contact_are_filled_in(self):
        form = self._open_short_form(self.order, self.salesperson)
        self.assertEqual(form.order_id, self.order)
        self.assertEqual(form.customer_id, self.customer)
        self.assertEqual(form.partner_id, self.contact)
        self.assertEqual(form.complainant_phone, "+86 21 5555 0101")
        self.assertEqual(len(form.order_line_ids), 2)

    def test_two_fields_are_left_to_fill_in(self):
        form = self._open_short_form(self.order, self.salesperson)
        form.subject = "Values far from last year's"
        form.description = "Last year 0.2 kPa, now 2 kPa."
        complaint = form.save()
        self.assertRecordValues(
            complaint,
            [
                {
                    "order_id": self.order.id,
                    "customer_id": self.customer.id,
                    "partner_id": self.contact.id,
                    "received_by_id": self.salesperson.id,
                    "company_id": self.company.id,
                    "state": "received",
                }
            ],
        )
        self.assertEqual(complaint.order_line_ids, self.order.order_line.filtered("product_id"))

    def test_one_item_is_chosen(self):
        form = self._open_short_form(self.order, self.salesperson)
        form.subject = "One gauge only"
        form.description = "The second one is fine."
        item = self.order.order_line.filtered("product_id")[0]
        form.order_line_ids.set(item)
        self.assertEqual(form.save().order_line_ids, item)

    def test_somebody_else_complains(self):
        form = self._open_short_form(self.order, self.salesperson)
        form.partner_id = self.other_customer
        form.subject = "Certificate of our supplier"
        form.description = "We cannot use it."
        complaint = form.save()
        self.assertEqual(complaint.partner_id, self.other_customer)
        self.assertEqual(complaint.complainant_name, "Balance House")
        self.assertEqual(complaint.customer_id, self.customer)

    def test_number_is_told(self):
        complaint = self._log(self.salesperson, order_id=self.order.id)
        answer = complaint.with_user(self.salesperson).action_confirm_logged()
        self.assertEqual(answer["tag"], "display_notification")
        link = answer["params"]["links"][0]
        self.assertEqual(link["label"], complaint.name)
        self.assertTrue(link["url"].endswith(f"/complaints/{complaint.id}"))
        self.assertIn("%s", answer["params"]["message"])

    def test_order_reads_its_numbers_alone_again(self):
        complaint = self._log(self.salesperson, order_id=self.order.id).with_user(self.salesperson)
        for context, tag in (
            ({"active_model": "sale.order"}, "lab_complaint_logged"),
            ({"active_model": "lab.complaint"}, "soft_reload"),
            ({}, "soft_reload"),
        ):
            with self.subTest(**context):
                answer = complaint.with_context(**context).action_confirm_logged()
                self.assertEqual(answer["params"]["next"]["tag"], tag)

    def test_action_is_remembered_until_it_changes(self):
        order = self.order.with_user(self.salesperson)
        action = order.action_log_complaint()
        order.mapped("company_id")
        with self.assertQueryCount(0):
            again = order.action_log_complaint()
        self.assertEqual(again, action)
        self.env.ref("lab_complaint.action_lab_complaint_quick").name = "Note a Complaint"
        self.assertEqual(order.action_log_complaint()["name"], "Note a Complaint")

    def test_entered_with_few_queries(self):
        """With everything that follows: number, promises, follower, tracked changes."""
        self._enter_from_order()
        with self.assertQueryCount(22):
            self._enter_from_order()

    def _enter_from_order(self):
        """A complaint as the short form enters it, in a transaction that knows nothing yet."""
        self.env.flush_all()
        self.env.invalidate_all()
        values = {
            "subject": "Values far from last year's",
            "description": "Last year 0.2 kPa, now 2 kPa.",
            "order_id": self.order.id,
            "company_id": self.company.id,
            "order_line_ids": [Command.set(self.order.order_line.ids)],
        }
        noting = dict.fromkeys(DISABLED_MAIL_CONTEXT, False)
        self._complaints(self.salesperson).with_context(**noting).create(values)
        self.env.flush_all()

    def test_company_is_that_of_the_order(self):
        self.salesperson.company_ids |= self.other_company
        order = self._make_order(self.customer, company_id=self.other_company.id)
        user = self.salesperson
        context = {"allowed_company_ids": [self.company.id, self.other_company.id]}
        action = order.with_user(user).with_context(**context).action_log_complaint()
        values = self._values()
        del values["company_id"]
        complaint = (
            self._complaints(user).with_context(**context, **action["context"]).create(values)
        )
        self.assertEqual(complaint.company_id, self.other_company)
        self.assertEqual(complaint.name[-5:], "00001")

    def test_order_counts_it(self):
        self._log(self.salesperson, order_id=self.order.id)
        order = self.order.with_user(self.salesperson)
        self.assertEqual((order.complaint_count, order.open_complaint_count), (1, 1))

    def test_order_form_opens_for_salespeople(self):
        self._log(order_id=self.order.id)
        self.order.action_confirm()
        form = Form(self.order.with_user(self.salesperson))
        self.assertEqual(form.open_complaint_count, 1)

    def test_new_complaint_from_the_list_of_an_order(self):
        context = self.order.with_user(self.salesperson).action_view_complaints()["context"]
        complaint = (
            self._complaints(self.salesperson).with_context(**context).create(self._values())
        )
        self.assertEqual(complaint.order_id, self.order)

    def test_new_complaint_from_the_list_of_a_customer(self):
        context = self.contact.with_user(self.salesperson).action_view_complaints()["context"]
        complaint = (
            self._complaints(self.salesperson).with_context(**context).create(self._values())
        )
        self.assertEqual(complaint.partner_id, self.contact)
        self.assertEqual(complaint.customer_id, self.customer)


class TestFromComplaint(ComplaintCase):
    """From the complaint one click opens what it is about."""

    def test_order(self):
        complaint = self._log(order_id=self.order.id)
        action = complaint.action_view_order()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", self.order.id))

    def test_customer(self):
        complaint = self._log(order_id=self.order.id)
        action = complaint.action_view_customer()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.customer.id))

    def test_nonconformities(self):
        complaint = self._log()
        created = self.env["mgmtsystem.nonconformity"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "responsible_user_id": self.officer.id,
                    "manager_user_id": self.officer.id,
                    "description": "Wrong value",
                    "company_id": self.company.id,
                }
                for _count in range(2)
            ]
        )
        complaint.nonconformity_ids = created[0]
        action = complaint.action_view_nonconformities()
        self.assertEqual(action["res_model"], "mgmtsystem.nonconformity")
        self.assertEqual(action["res_id"], created[0].id)
        complaint.nonconformity_ids = [Command.link(created[1].id)]
        action = complaint.action_view_nonconformities()
        found = self.env["mgmtsystem.nonconformity"].search(action["domain"])
        self.assertEqual(found, created.sorted(lambda record: found.ids.index(record.id)))
        self.assertEqual(complaint.nonconformity_count, 2)
