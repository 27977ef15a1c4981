import base64

from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import ComplaintCase

SHORT_FORM = "lab_complaint.lab_complaint_view_form_quick"


class TestShortForm(ComplaintCase):
    """Any employee logs what was said, with or without rights to orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.name = "QZ2026-0001"
        cls.other_order.name = "QZ2026-0002"
        cls.certificate = cls._make_certificate("JZ2026-0001", cls.customer)
        cls.other_certificate = cls._make_certificate("JZ2026-0002", cls.other_customer)

    @classmethod
    def _make_certificate(cls, name, customer):
        return cls.env["lab.certificate"].create(
            {"name": name, "company_id": cls.company.id, "customer_id": customer.id}
        )

    def _form(self, user, **values):
        form = Form(self._complaints(user), SHORT_FORM)
        for name, value in {
            "subject": "Late",
            "description": "It came too late.",
            **values,
        }.items():
            setattr(form, name, value)
        return form

    def _save(self, user, **values):
        complaint = self._form(user, **values).save()
        self.env.flush_all()
        return complaint.with_user(self.env.user)

    def _file(self, user, name="photo.txt", **values):
        """A file as the form uploads it, before the complaint is there."""
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "datas": base64.b64encode(b"receipt"),
                    "res_model": "lab.complaint",
                    "res_id": 0,
                    **values,
                }
            )
        )

    # --- what it offers ---

    def test_orders_are_offered_to_who_may_read_them(self):
        for user, offered in (
            (self.reporter, False),
            (self.salesperson, True),
            (self.officer, True),
            (self.auditor, True),
        ):
            with self.subTest(user.login):
                self.assertEqual("order_id" in self._form(user)._view["fields"], offered)

    def test_two_fields_are_enough(self):
        complaint = self._save(self.reporter)
        self.assertEqual((complaint.state, complaint.received_by_id), ("received", self.reporter))

    def test_new_in_the_register_opens_it(self):
        for user in (self.reporter, self.salesperson, self.officer):
            arch = self._complaints(user).get_view(view_type="kanban")["arch"]
            self.assertIn('on_create="lab_complaint.action_lab_complaint_quick"', arch)

    # --- numbers as text ---

    def test_numbers_of_the_customer_are_linked(self):
        complaint = self._save(
            self.reporter, customer_id=self.customer, stated_reference="QZ2026-0001, jz2026-0001"
        )
        self.assertEqual(complaint.order_id, self.order)
        self.assertEqual(complaint.certificate_ids.certificate_id, self.certificate)
        self.assertEqual(complaint.certificate_ids.role, "disputed")
        self.assertEqual(complaint.stated_reference, "QZ2026-0001, jz2026-0001")

    def test_numbers_of_others_make_a_note(self):
        for values in ({}, {"customer_id": self.customer}):
            complaint = self._save(
                self.reporter, stated_reference="QZ2026-0002 JZ2026-0002", **values
            )
            self.assertFalse(complaint.order_id)
            self.assertFalse(complaint.certificate_ids)
            notes = complaint.message_ids.filtered(lambda message: "make sure" in message.body)
            self.assertIn("JZ2026-0002", notes.body)
            self.assertIn("QZ2026-0002", notes.body)

    def test_what_is_chosen_stays(self):
        complaint = self._save(
            self.salesperson, order_id=self.other_order, stated_reference="QZ2026-0001 QZ2026-0002"
        )
        self.assertEqual(complaint.order_id, self.other_order)
        notes = complaint.message_ids.filtered(lambda message: "make sure" in message.body)
        self.assertIn("QZ2026-0001", notes.body)
        self.assertNotIn("QZ2026-0002", notes.body)

    def test_a_certificate_given_twice_is_linked_once(self):
        complaint = self._log(
            self.reporter,
            partner_id=self.contact.id,
            stated_reference="JZ2026-0001",
            certificate_ids=[(0, 0, {"certificate_id": self.certificate.id})],
        )
        self.assertEqual(complaint.certificate_ids.certificate_id, self.certificate)

    def test_numbers_that_do_not_exist_stay_as_they_were_said(self):
        complaint = self._save(self.reporter, stated_reference="the one of March")
        self.assertEqual(complaint.stated_reference, "the one of March")

    # --- who complains ---

    def test_anonymous(self):
        form = self._form(self.reporter)
        form.partner_id = self.contact
        form.is_anonymous = True
        complaint = form.save().with_user(self.env.user)
        self.assertFalse(complaint.partner_id)
        self.assertFalse(complaint.complainant_phone)
        self.assertTrue(complaint.is_identity_protected)

    def test_somebody_who_is_no_contact(self):
        complaint = self._save(
            self.reporter,
            complainant_name="Mr Zhou",
            complainant_phone="+86 10 1",
            complainant_role="end_user",
        )
        self.assertEqual(complaint.complainant_name, "Mr Zhou")
        self.assertEqual(complaint.complainant_phone, "+86 10 1")
        self.assertTrue(complaint.is_identity_protected)

    # --- photos and files ---

    def _files_of(self, complaint, user=None):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.env.user)
            .search([("res_model", "=", "lab.complaint"), ("res_id", "=", complaint.id)])
        )

    def test_files_are_kept_with_the_case(self):
        files = self._file(self.reporter) | self._file(self.reporter, "receipt.txt")
        form = self._form(self.reporter)
        for file in files:
            form.logged_file_ids.add(file)
        complaint = form.save().with_user(self.env.user)
        self.assertEqual(self._files_of(complaint), files)
        self.assertFalse(any(files.mapped("public")))
        self.assertEqual(self._files_of(complaint, self.officer), files)
        self.assertFalse(self._files_of(complaint, self.salesperson), "Not theirs to read")

    def test_the_field_shows_no_files(self):
        """They are read by the rules for notes and files, not by way of the case."""
        complaint = self._save(self.reporter)
        self._file(self.reporter, res_id=complaint.id)
        self.assertFalse(complaint.logged_file_ids)

    def test_files_of_others_cannot_be_taken(self):
        foreign = self._file(self.salesperson)
        with self.assertRefused(AccessError):
            self._log(self.reporter, logged_file_ids=[(4, foreign.id)])
        self.assertFalse(foreign.res_id)
