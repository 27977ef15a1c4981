from odoo.tests import Form

from .common import ComplaintCase

QUICK_FORM = "lab_complaint.lab_complaint_view_form_quick"


class TestComplainant(ComplaintCase):
    """Who complained, and about whose commission."""

    def test_order_fills_the_rest(self):
        complaint = self._log(order_id=self.order.id)
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": self.contact.id,
                    "customer_id": self.customer.id,
                    "complainant_name": "Ms Lin",
                    "complainant_email": "lin@gauge.example.com",
                    "complainant_phone": "+86 21 5555 0101",
                }
            ],
        )

    def test_order_fills_the_rest_on_the_screen(self):
        form = Form(self._complaints(self.salesperson), QUICK_FORM)
        form.order_id = self.order
        self.assertEqual(form.partner_id, self.contact)
        self.assertEqual(form.customer_id, self.customer)
        self.assertEqual(form.complainant_phone, "+86 21 5555 0101")
        self.assertEqual(form.order_line_ids.ids, self._items(self.order).ids)

    @staticmethod
    def _items(order):
        return order.order_line.filtered(lambda line: not line.display_type)

    def test_customer_is_the_company_of_the_contact(self):
        complaint = self._log(partner_id=self.contact.id)
        self.assertEqual(complaint.customer_id, self.customer)

    def test_complainant_may_be_somebody_else(self):
        """An end user complains about what a customer ordered."""
        user = self.env["res.partner"].create({"name": "Hospital", "phone": "+86 10 1"})
        complaint = self._log(
            order_id=self.order.id, partner_id=user.id, complainant_role="end_user"
        )
        self.assertEqual(complaint.partner_id, user)
        self.assertEqual(complaint.complainant_name, "Hospital")
        self.assertEqual(complaint.customer_id, self.customer)

    def test_a_regulator_is_no_customer(self):
        complaint = self._log(partner_id=self.other_customer.id, complainant_role="regulator")
        self.assertFalse(complaint.customer_id)

    def test_a_regulator_is_no_customer_whatever_is_entered_first(self):
        form = Form(self._complaints(self.officer), "lab_complaint.lab_complaint_view_form")
        form.partner_id = self.other_customer
        form.complainant_role = "regulator"
        self.assertFalse(form.customer_id)

    def test_customer_is_entered_by_hand(self):
        """A regulator writes about a customer; no order is known yet."""
        complaint = self._log(
            partner_id=self.other_customer.id,
            complainant_role="regulator",
            customer_id=self.customer.id,
        )
        self.assertEqual(complaint.customer_id, self.customer)

    def test_customer_by_hand_stays_when_the_complainant_changes(self):
        complaint = self._log(complainant_role="regulator", customer_id=self.customer.id)
        complaint.partner_id = self.other_customer
        self.assertEqual(complaint.customer_id, self.customer)

    def test_order_of_another_customer_changes_the_customer(self):
        complaint = self._log(order_id=self.order.id)
        complaint.order_id = self.other_order
        self.assertEqual(complaint.customer_id, self.other_customer)

    def test_complainant_stays_when_the_order_changes(self):
        """Who complained is a fact; which order is meant may be found out later."""
        complaint = self._log(partner_id=self.contact.id)
        complaint.order_id = self.other_order
        self.assertEqual(complaint.partner_id, self.contact)

    def test_name_without_a_contact(self):
        complaint = self._log(complainant_name="A caller", complainant_phone="120")
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": False,
                    "complainant_name": "A caller",
                    "complainant_phone": "120",
                    "complainant_email": False,
                }
            ],
        )

    def test_details_given_are_kept(self):
        """The number they called from, rather than the one on file."""
        complaint = self._log(partner_id=self.contact.id, complainant_phone="+86 21 9")
        self.assertEqual(complaint.complainant_phone, "+86 21 9")
        self.assertEqual(complaint.complainant_name, "Ms Lin")


class TestAnonymous(ComplaintCase):
    """Who complained is not revealed, ISO/IEC 17025:2017, 4.2."""

    IDENTITY = ("complainant_name", "complainant_email", "complainant_phone")

    def test_anonymous_complaint_about_an_order_names_nobody(self):
        complaint = self._log(order_id=self.order.id, is_anonymous=True)
        self.assertFalse(any(complaint[name] for name in self.IDENTITY))
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.customer_id, self.customer)

    def test_anonymous_complaint_needs_no_name(self):
        complaint = self._log(is_anonymous=True)
        self.assertFalse(any(complaint[name] for name in self.IDENTITY))

    def test_anonymous_complainant_may_leave_a_number(self):
        """Given with the complaint or with the wish, rather than taken from a contact."""
        logged = self._log(is_anonymous=True, complainant_phone="+86 21 9")
        self.assertEqual(logged.complainant_phone, "+86 21 9")
        changed = self._log(partner_id=self.contact.id)
        changed.write({"is_anonymous": True, "complainant_phone": "+86 21 9"})
        self.assertEqual(changed.complainant_phone, "+86 21 9")
        self.assertFalse(changed.complainant_email)

    def test_becoming_anonymous_removes_the_name(self):
        complaint = self._log(order_id=self.order.id)
        complaint.is_anonymous = True
        self.assertFalse(any(complaint[name] for name in self.IDENTITY))
        self.assertFalse(complaint.partner_id)

    def test_becoming_anonymous_on_the_screen_removes_the_name(self):
        form = Form(self._complaints(self.officer), "lab_complaint.lab_complaint_view_form")
        form.order_id = self.order
        form.is_anonymous = True
        self.assertFalse(form.complainant_email)
        form.subject = "Values"
        form.description = "Wrong."
        self.assertFalse(any(form.save()[name] for name in self.IDENTITY))

    def test_anonymous_is_searchable_without_a_name(self):
        """Nobody finds an anonymous complaint by the complainant's name."""
        complaint = self._log(partner_id=self.contact.id)
        complaint.is_anonymous = True
        found = self._complaints(self.officer).search(
            ["|", ("complainant_name", "ilike", "Lin"), ("partner_id", "=", self.contact.id)]
        )
        self.assertNotIn(complaint, found)

    def test_contact_does_not_follow_an_anonymous_complaint(self):
        complaint = self._log(partner_id=self.contact.id, is_anonymous=True)
        self.assertNotIn(self.contact, complaint.message_partner_ids)
