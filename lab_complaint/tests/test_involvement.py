from odoo import Command

from .common import ComplaintCase


class InvolvementCase(ComplaintCase):
    """People who made a certificate, and others who did not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pressure = cls._make_department("Pressure")
        cls.mass = cls._make_department("Mass")
        cls.users = {
            name: cls._make_user(name)
            for name in ("calibrator", "checker", "signatory", "bystander")
        }
        cls.employees = {name: cls._make_employee(name, user) for name, user in cls.users.items()}
        cls.certificate = cls.env["lab.certificate"].create(
            {
                "name": "C-2026-118",
                "company_id": cls.company.id,
                "performed_by_ids": [Command.set(cls.employees["calibrator"].ids)],
                "checked_by_id": cls.employees["checker"].id,
                "authorized_by_id": cls.employees["signatory"].id,
            }
        )

    def _log_about(self, certificate, user=None, **values):
        link = [Command.create({"certificate_id": certificate.id})]
        return self._log(user, certificate_ids=link, **values)

    def _assert_involved(self, complaint, *names):
        expected = {self.users[name].login for name in names}
        self.assertEqual(set(complaint.involved_user_ids.mapped("login")), expected)


class TestInvolvement(InvolvementCase):
    """Who is not independent of the activity, ISO/IEC 17025:2017, 7.9.6."""

    def test_nobody_at_first(self):
        self._assert_involved(self._log())

    def test_people_of_the_certificate(self):
        complaint = self._log_about(self.certificate)
        self._assert_involved(complaint, "calibrator", "checker", "signatory")

    def test_people_of_every_certificate_whatever_its_part(self):
        earlier = self.env["lab.certificate"].create(
            {
                "name": "C-2025-090",
                "company_id": self.company.id,
                "performed_by_ids": [Command.set(self.employees["bystander"].ids)],
            }
        )
        complaint = self._log_about(self.certificate)
        self.env["lab.complaint.certificate"].create(
            {"complaint_id": complaint.id, "certificate_id": earlier.id, "role": "earlier"}
        )
        self._assert_involved(complaint, *self.users)

    def test_people_named_by_hand(self):
        complaint = self._log(involved_employee_ids=[Command.set(self.employees["bystander"].ids)])
        self._assert_involved(complaint, "bystander")

    def test_members_of_a_department_concerned(self):
        self.employees["bystander"].department_id = self.pressure
        complaint = self._log(department_ids=[Command.set(self.pressure.ids)])
        self._assert_involved(complaint, "bystander")

    def test_people_without_a_login_are_no_obstacle(self):
        self.certificate.checked_by_id = self._make_employee("No login")
        complaint = self._log_about(self.certificate)
        self._assert_involved(complaint, "calibrator", "signatory")

    def test_department_comes_from_the_certificate(self):
        self.certificate.department_id = self.pressure
        complaint = self._log_about(self.certificate)
        self.assertEqual(complaint.department_ids, self.pressure)

    def test_department_comes_from_the_category(self):
        self.category.with_company(self.company).department_id = self.pressure
        complaint = self._log(category_id=self.category.id)
        self.assertEqual(complaint.department_ids, self.pressure)

    def test_departments_by_hand_stay(self):
        self.category.with_company(self.company).department_id = self.pressure
        complaint = self._log(department_ids=[Command.set(self.mass.ids)])
        complaint.category_id = self.category
        self.assertEqual(complaint.department_ids, self.mass | self.pressure)

    def test_department_of_another_company_is_refused(self):
        stranger = self._make_department("Elsewhere", company_id=self.other_company.id)
        with self.assertRefused(message="compan"):
            self._log(department_ids=[Command.set(stranger.ids)])


class TestInvolvementIsFollowed(InvolvementCase):
    """Whoever becomes involved later is so from then on."""

    def setUp(self):
        super().setUp()
        self.complaint = self._log_about(self.certificate)
        self.env.flush_all()

    def test_certificate_gets_another_person(self):
        self.certificate.checked_by_id = self.employees["bystander"]
        self._assert_involved(self.complaint, "calibrator", "bystander", "signatory")

    def test_certificate_gets_one_more_person(self):
        self.certificate.performed_by_ids = [Command.link(self.employees["bystander"].id)]
        self._assert_involved(self.complaint, *self.users)

    def test_employee_gets_another_login(self):
        replacement = self._make_user("replacement")
        self.employees["checker"].user_id = replacement
        self.assertIn(replacement, self.complaint.involved_user_ids)
        self.assertNotIn(self.users["checker"], self.complaint.involved_user_ids)

    def test_certificate_is_taken_off(self):
        self.complaint.certificate_ids.unlink()
        self._assert_involved(self.complaint)

    def test_certificate_gets_a_department(self):
        self.employees["bystander"].department_id = self.pressure
        self.certificate.department_id = self.pressure
        self._assert_involved(self.complaint, *self.users)

    def test_employee_joins_a_department_concerned(self):
        self.complaint.department_ids = self.pressure
        self.employees["bystander"].department_id = self.pressure
        self._assert_involved(self.complaint, *self.users)

    def test_new_employee_of_a_department_concerned(self):
        self.complaint.department_ids = self.pressure
        newcomer = self._make_user("newcomer")
        self._make_employee("Newcomer", newcomer, self.pressure)
        self.assertIn(newcomer, self.complaint.involved_user_ids)

    def test_person_is_named_by_hand(self):
        self.complaint.with_user(self.officer).involved_employee_ids = self.employees["bystander"]
        self._assert_involved(self.complaint, *self.users)

    def test_who_left_the_laboratory_was_involved_all_the_same(self):
        self.employees["calibrator"].active = False
        self.complaint.involved_employee_ids = self.employees["bystander"]
        self._assert_involved(self.complaint, *self.users)


class TestInvolvedDoNotRead(InvolvementCase):
    """None of the people involved reads the case, ISO/IEC 17025:2017, 7.9.6."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As officer, auditor and head they would read everything else.
        groups = {"calibrator": "officer", "checker": "auditor", "signatory": "manager"}
        for name, group in groups.items():
            cls.users[name].group_ids |= cls.env.ref(f"lab_complaint.group_{group}")

    def _assert_closed(self, complaint, user):
        self.env.flush_all()
        with self.subTest(user=user.login):
            mine = complaint.with_user(user)
            self.assertFalse(self._complaints(user).search([("id", "=", complaint.id)]))
            self.assertNoAccess(lambda: mine.read(["subject"]))
            self.assertNoAccess(lambda: mine.web_read({"subject": {}}))
            self.assertNoAccess(lambda: mine.write({"subject": "Nothing"}))
            self.assertNoAccess(lambda: mine.message_post(body="It was not me"))

    def test_people_of_the_certificate(self):
        complaint = self._log_about(self.certificate)
        for name in ("calibrator", "checker", "signatory"):
            self._assert_closed(complaint, self.users[name])

    def test_members_of_the_department(self):
        self.employees["bystander"].department_id = self.pressure
        self.users["bystander"].group_ids |= self.env.ref("lab_complaint.group_officer")
        complaint = self._log(department_ids=[Command.set(self.pressure.ids)])
        self._assert_closed(complaint, self.users["bystander"])

    def test_person_named_by_hand(self):
        self.users["bystander"].group_ids |= self.env.ref("lab_complaint.group_officer")
        complaint = self._log(involved_employee_ids=[Command.set(self.employees["bystander"].ids)])
        self._assert_closed(complaint, self.users["bystander"])

    def test_who_becomes_involved_later(self):
        user = self.users["bystander"]
        user.group_ids |= self.env.ref("lab_complaint.group_officer")
        complaint = self._log_about(self.certificate)
        self.assertTrue(complaint.with_user(user).subject)
        self.certificate.checked_by_id = self.employees["bystander"]
        self.env.flush_all()
        self._assert_closed(complaint, user)

    def test_others_read(self):
        complaint = self._log_about(self.certificate)
        self.assertEqual(complaint.with_user(self.officer).subject, complaint.subject)

    def test_who_logged_it_reads_it(self):
        """Whoever reports against himself sees what he reported."""
        complaint = self._log_about(self.certificate, self.users["calibrator"])
        self.assertEqual(complaint.with_user(self.users["calibrator"]).subject, complaint.subject)

    def test_salesperson_of_the_order_who_is_involved(self):
        self._make_employee("Seller", self.salesperson, self.pressure)
        complaint = self._log(
            order_id=self.order.id, department_ids=[Command.set(self.pressure.ids)]
        )
        self._assert_closed(complaint, self.salesperson)

    def test_messages_of_the_case(self):
        complaint = self._log_about(self.certificate)
        message = complaint.message_post(body="He did it")
        self.assertNoAccess(lambda: message.with_user(self.users["calibrator"]).read(["body"]))

    def test_certificates_of_the_case(self):
        """Which certificates a case concerns is part of the case."""
        complaint = self._log_about(self.certificate)
        for name in ("calibrator", "checker", "signatory"):
            links = self.env["lab.complaint.certificate"].with_user(self.users[name])
            self.env.flush_all()
            with self.subTest(name):
                self.assertFalse(links.search([("complaint_id", "=", complaint.id)]))

    def test_nobody_takes_himself_out(self):
        complaint = self._log_about(self.certificate)
        link = complaint.certificate_ids.with_user(self.users["calibrator"])
        self.assertNoAccess(link.unlink)
        self.assertNoAccess(lambda: link.write({"role": "earlier"}))

    def test_nobody_takes_himself_off_a_certificate_in_dispute(self):
        self._log_about(self.certificate)
        certificate = self.certificate.with_user(self.users["calibrator"])
        with self.assertRefused():
            certificate.performed_by_ids = [Command.clear()]

    def test_department_changes_do_not_open_a_case_to_who_performed(self):
        """Moving to another department does not undo what somebody did."""
        complaint = self._log_about(self.certificate)
        self.employees["calibrator"].department_id = self.mass
        self.env.flush_all()
        self._assert_closed(complaint, self.users["calibrator"])


class TestLeavingTheDepartment(ComplaintCase):
    """Nobody becomes independent by changing places."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pressure = cls._make_department("Pressure")
        cls.user = cls._make_user("metrologist")
        cls.employee = cls._make_employee("Metrologist", cls.user, cls.pressure)
        cls.complaint = cls._log(department_ids=cls.pressure.ids)

    def test_who_leaves_stays_involved(self):
        self.employee.department_id = self._make_department("Sales")
        self.assertIn(self.user, self.complaint.involved_user_ids)
        self.assertIn(self.employee, self.complaint.involved_employee_ids)

    def test_department_taken_off_frees_its_people(self):
        self.complaint.department_ids = False
        self.assertNotIn(self.user, self.complaint.involved_user_ids)

    def test_who_moves_within_the_departments_concerned_needs_no_name(self):
        sales = self._make_department("Sales")
        self.complaint.department_ids += sales
        self.employee.department_id = sales
        self.assertIn(self.user, self.complaint.involved_user_ids)
        self.assertFalse(self.complaint.involved_employee_ids)

    def test_after_the_end(self):
        newcomer = self._make_employee("Newcomer", self._make_user("newcomer"))
        self.complaint.stage_id = self.stages["closed"]
        self.env.flush_all()
        self.env.cr.execute("UPDATE lab_complaint SET create_date = create_date - interval '1 day'")
        self.env.invalidate_all()
        self.employee.department_id = self._make_department("Sales")
        newcomer.department_id = self.pressure
        self.assertEqual(self.complaint.involved_user_ids, self.user)
