from odoo import Command
from odoo.tests import Form

from .common import ComplaintCase


class CertificateCase(ComplaintCase):
    """A certificate in the register."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.performer = cls._make_employee("Calibrator")
        cls.certificate = cls._certify(cls.env.user, name="C-2026-118")

    @classmethod
    def _certify(cls, user, **values):
        return (
            cls.env["lab.certificate"]
            .with_user(user)
            .create(
                {
                    "item": "Pressure gauge (0–1.6) MPa",
                    "serial_number": "PG-0042",
                    "performed_by_ids": [Command.set(cls.performer.ids)],
                    "company_id": cls.company.id,
                    **values,
                }
            )
        )

    def _link(self, complaint, user=None, **values):
        values = {"certificate_id": self.certificate.id, **values}
        links = self.env["lab.complaint.certificate"].with_user(user or self.officer)
        return links.create({"complaint_id": complaint.id, **values})


class TestCertificate(CertificateCase):
    """A certificate is registered once, with the people who answer for it."""

    def test_order_comes_from_the_order_line(self):
        line = self.order.order_line.filtered("product_id")[0]
        certificate = self._certify(self.officer, name="C-2", order_line_id=line.id)
        self.assertEqual(certificate.order_id, self.order)
        self.assertEqual(certificate.customer_id, self.customer)

    def test_customer_by_hand(self):
        certificate = self._certify(self.officer, name="C-2", customer_id=self.customer.id)
        self.assertEqual(certificate.customer_id, self.customer)

    def test_version_is_shown_when_it_is_not_the_first(self):
        amended = self._certify(self.officer, name="C-2026-118", version="2")
        self.assertEqual(self.certificate.display_name, "C-2026-118")
        self.assertEqual(amended.display_name, "C-2026-118 (version 2)")

    def test_found_by_number_and_serial_number(self):
        for text in ("2026-118", "PG-0042"):
            with self.subTest(text):
                found = self.env["lab.certificate"].name_search(text)
                self.assertIn(self.certificate.id, [record_id for record_id, _name in found])

    def test_registered_once(self):
        """ISO/IEC 17025:2017, 7.8.2: a certificate is identified without doubt."""
        certificates = self.env["lab.certificate"].with_user(self.officer)
        values = {"name": "C-2026-118", "company_id": self.company.id}
        doors = {
            "create": lambda: certificates.create(values),
            "create as superuser": lambda: certificates.sudo().create(values),
            "web_save": lambda: certificates.web_save(values, {"name": {}}),
            "name_create": lambda: certificates.name_create("C-2026-118"),
            "copy": self.certificate.copy,
            "write": lambda: self._certify(self.officer, name="C-3").write(values),
        }
        for door, register in doors.items():
            with self.subTest(door=door), self.assertRefused():
                register()

    def test_import_registers_once_and_says_why(self):
        result = (
            self.env["lab.certificate"].with_user(self.officer).load(["name"], [["C-2026-118"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("registered already", result["messages"][0]["message"])

    def test_same_number_in_another_company_or_version(self):
        self._certify(self.env.user, name="C-2026-118", version="2")
        self._certify(
            self.env.user,
            name="C-2026-118",
            company_id=self.other_company.id,
            performed_by_ids=False,
        )

    def test_people_are_of_the_same_company(self):
        stranger = self._make_employee("Stranger", company_id=self.other_company.id)
        with self.assertRefused(message="compan"):
            self._certify(self.officer, name="C-2", checked_by_id=stranger.id)

    def test_change_of_the_people_is_on_record(self):
        """Records are amended, never erased, ISO/IEC 17025:2017, 7.5.2."""
        checker = self._make_employee("Checker")
        certificate = self.certificate.with_user(self.officer)
        self._end_request()
        certificate = certificate.with_context(tracking_disable=False, mail_notrack=False)
        certificate.checked_by_id = checker
        self._end_request()
        tracked = certificate.sudo().message_ids.tracking_value_ids
        self.assertEqual(tracked.field_id.mapped("name"), ["checked_by_id"])

    def test_nobody_deletes_a_certificate_concerned(self):
        self._link(self._log())
        with self.assertRefused():
            self.certificate.sudo().unlink()


class TestComplaintCertificate(CertificateCase):
    """The part that a certificate plays in a complaint."""

    def test_facts_are_those_of_the_register(self):
        link = self._link(self._log())
        self.assertRecordValues(
            link,
            [
                {
                    "name": "C-2026-118",
                    "serial_number": "PG-0042",
                    "performed_by_ids": self.performer.ids,
                    "role": "disputed",
                }
            ],
        )
        self.certificate.serial_number = "PG-0043"
        self.assertEqual(link.serial_number, "PG-0043")

    def test_new_number_is_registered(self):
        complaint = self._log()
        link = self._link(complaint, certificate_id=False, name="C-2025-090", role="earlier")
        self.assertEqual(link.certificate_id.name, "C-2025-090")
        self.assertEqual(link.certificate_id.company_id, self.company)
        self.assertEqual(link.certificate_id.version, "1")

    def test_new_number_is_registered_in_the_company_of_the_complaint(self):
        complaint = self._log(company_id=self.other_company.id)
        link = self._link(complaint, user=self.env.user, certificate_id=False, name="C-1")
        self.assertEqual(link.certificate_id.company_id, self.other_company)

    def test_registered_number_is_linked(self):
        link = self._link(self._log(), certificate_id=False, name="C-2026-118")
        self.assertEqual(link.certificate_id, self.certificate)

    def test_registered_number_keeps_its_facts(self):
        """Who performed it is changed in the register, where it is tracked."""
        link = self._link(
            self._log(), certificate_id=False, name="C-2026-118", performed_by_ids=False, item="X"
        )
        self.assertEqual(link.performed_by_ids, self.performer)
        self.assertEqual(self.certificate.item, "Pressure gauge (0–1.6) MPa")

    def test_other_version_is_another_certificate(self):
        link = self._link(self._log(), certificate_id=False, name="C-2026-118", version="2")
        self.assertNotEqual(link.certificate_id, self.certificate)

    def test_number_of_another_company_is_another_certificate(self):
        foreign = self._certify(
            self.env.user,
            name="C-7",
            company_id=self.other_company.id,
            performed_by_ids=False,
        )
        link = self._link(self._log(), certificate_id=False, name="C-7")
        self.assertNotEqual(link.certificate_id, foreign)

    def test_certificate_of_another_company_is_refused(self):
        foreign = self._certify(
            self.env.user,
            name="C-7",
            company_id=self.other_company.id,
            performed_by_ids=False,
        )
        with self.assertRefused(message="compan"):
            self._link(self._log(), user=self.env.user, certificate_id=foreign.id)

    def test_linked_with_the_complaint(self):
        """A complaint and its certificates in one call, as the external API does."""
        complaint = self._log(
            self.officer,
            certificate_ids=[
                Command.create({"name": "C-2026-118"}),
                Command.create({"name": "C-2025-090", "role": "earlier"}),
            ],
        )
        self.assertEqual(complaint.certificate_ids.mapped("name"), ["C-2026-118", "C-2025-090"])

    def test_one_certificate_for_two_complaints(self):
        first, second = self._link(self._log()), self._link(self._log(), role="earlier")
        self.assertEqual(first.certificate_id, second.certificate_id)
        self.assertEqual([first.role, second.role], ["disputed", "earlier"])

    def test_twice_on_one_complaint_is_refused(self):
        complaint = self._log()
        self._link(complaint)
        again = [Command.create({"certificate_id": self.certificate.id, "role": "earlier"})]
        officer = complaint.with_user(self.officer)
        doors = {
            "create": lambda: self._link(complaint, role="earlier"),
            "create as superuser": lambda: self._link(complaint, user=self.env.user),
            "by number": lambda: self._link(complaint, certificate_id=False, name="C-2026-118"),
            "write": lambda: officer.write({"certificate_ids": again}),
            "web_save": lambda: officer.web_save({"certificate_ids": again}, {}),
        }
        for door, link in doors.items():
            with self.subTest(door=door), self.assertRefused():
                link()

    def test_import_of_a_second_link_says_why(self):
        complaint = self._log()
        self._link(complaint)
        result = (
            self.env["lab.complaint.certificate"]
            .with_user(self.officer)
            .load(["complaint_id/.id", "name"], [[str(complaint.id), "C-2026-118"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("on the complaint already", result["messages"][0]["message"])

    def test_linked_on_the_form(self):
        complaint = self._log()
        view = "lab_complaint.lab_complaint_view_form"
        with Form(complaint.with_user(self.officer), view) as form:
            with form.certificate_ids.new() as line:
                line.certificate_id = self.certificate
                line.role = "disputed"
        self.assertEqual(complaint.certificate_ids.certificate_id, self.certificate)

    def test_link_to_a_nonexistent_complaint_is_refused(self):
        with self.assertRefused():
            self.env["lab.complaint.certificate"].create({"name": "C-9"})
