from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import ComplaintCase

VIEW = "lab_complaint.lab_complaint_view_form"


class TestAccessOfReporters(ComplaintCase):
    """Any employee logs complaints and sees his own, ISO/IEC 17025:2017, 7.9.1."""

    def test_every_employee_is_a_reporter(self):
        self.assertTrue(self.reporter.has_group("lab_complaint.group_reporter"))

    def test_logs(self):
        self.assertTrue(self._log(self.reporter).name)

    def test_logs_on_the_form(self):
        form = Form(self._complaints(self.reporter), VIEW)
        form.subject = "Late"
        form.description = "It came late."
        self.assertEqual(form.save().received_by_id, self.reporter)

    def test_reads_own(self):
        own, foreign = self._log(self.reporter), self._log(self.officer)
        self.assertEqual(self._complaints(self.reporter).search([]), own)
        self.assertNoAccess(lambda: foreign.with_user(self.reporter).read(["subject"]))

    def test_reads_what_was_logged_for_him(self):
        """A secretary enters what somebody else was told."""
        complaint = self._log(self.officer, received_by_id=self.reporter.id)
        self.assertEqual(complaint.with_user(self.reporter).subject, complaint.subject)

    def test_reads_what_he_investigates(self):
        complaint = self._log(investigator_ids=[Command.set(self.reporter.ids)])
        self.assertEqual(complaint.with_user(self.reporter).subject, complaint.subject)

    def test_salesperson_reads_those_about_own_orders(self):
        other_seller = self._make_user("seller", "sales_team.group_sale_salesman")
        complaint = self._log(order_id=self.order.id)
        self.assertEqual(complaint.with_user(self.salesperson).subject, complaint.subject)
        self.assertNoAccess(lambda: complaint.with_user(other_seller).read(["subject"]))

    def test_completes_own_until_it_is_screened(self):
        complaint = self._log(self.reporter)
        complaint.with_user(self.reporter).remedy_sought = "An apology"
        complaint.stage_id = self.stages["screening"]
        self.assertNoAccess(
            lambda: complaint.with_user(self.reporter).write({"remedy_sought": "Money"})
        )
        self.assertEqual(complaint.with_user(self.reporter).remedy_sought, "An apology")

    def test_web_client_is_refused_alike(self):
        complaint = self._log(self.reporter)
        complaint.stage_id = self.stages["decision"]
        self.assertNoAccess(
            lambda: complaint.with_user(self.reporter).web_save({"subject": "X"}, {"subject": {}})
        )

    def test_import_is_refused_alike(self):
        complaint = self._log(self.reporter)
        complaint.stage_id = self.stages["decision"]
        result = self._complaints(self.reporter).load(
            [".id", "subject"], [[str(complaint.id), "X"]]
        )
        self.assertFalse(result["ids"])
        self.assertNotEqual(complaint.subject, "X")

    def test_completes_nothing_of_others(self):
        complaint = self._log(order_id=self.order.id)
        self.assertNoAccess(
            lambda: complaint.with_user(self.salesperson).write({"remedy_sought": "Money"})
        )

    def test_decides_nothing(self):
        """Officers lead: who told of it neither judges nor appoints."""
        complaint = self._log(self.reporter).with_user(self.reporter)
        decisions = {
            "responsibility": "not_ours",
            "validity": "not_valid",
            "acceptance": "accepted",
            "investigator_ids": [Command.set(self.reporter.ids)],
            "involved_employee_ids": [Command.clear()],
            "department_ids": [Command.clear()],
            "nonconformity_ids": [Command.clear()],
        }
        for name, value in decisions.items():
            with self.subTest(name), self.assertRefused(AccessError):
                complaint.write({name: value})

    def test_form_opens_in_every_state(self):
        for state, stage in self.stages.items():
            complaint = self._log(self.reporter, order_id=self.order.id)
            complaint.stage_id = stage
            with self.subTest(state):
                Form(complaint.with_user(self.reporter), VIEW)


class TestAccessOfRoles(ComplaintCase):
    """Officers lead, auditors read, and nobody else sees anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._log(
            order_id=cls.order.id,
            category_id=cls.category.id,
            channel_id=cls.channel.id,
            certificate_ids=[Command.create({"name": "C-1"})],
            involved_employee_ids=[
                Command.create({"name": "Somebody", "company_id": cls.company.id})
            ],
            nonconformity_ids=[
                Command.create(
                    {
                        "partner_id": cls.customer.id,
                        "responsible_user_id": cls.officer.id,
                        "manager_user_id": cls.officer.id,
                        "description": "Wrong value",
                        "company_id": cls.company.id,
                    }
                )
            ],
        )
        cls.leaders = (cls.officer, cls.quality_head, cls.manager)

    def test_ladder_of_groups(self):
        ladder = ("reporter", "officer", "quality_head", "manager")
        for position, name in enumerate(ladder):
            user = getattr(self, name)
            for step, group in enumerate(ladder):
                with self.subTest(user=name, group=group):
                    self.assertEqual(
                        user.has_group(f"lab_complaint.group_{group}"), step <= position
                    )
        self.assertFalse(self.auditor.has_group("lab_complaint.group_officer"))
        self.assertFalse(self.manager.has_group("lab_complaint.group_auditor"))

    def test_leaders_read_write_and_create(self):
        for user in self.leaders:
            with self.subTest(user=user.login):
                complaint = self.complaint.with_user(user)
                complaint.write({"subject": f"Read by {user.login}", "validity": "valid"})
                self.assertEqual(complaint.subject, f"Read by {user.login}")
                self.assertTrue(self._log(user).name)

    def test_leaders_and_auditors_open_the_form(self):
        for user in (*self.leaders, self.auditor):
            with self.subTest(user=user.login):
                form = Form(self.complaint.with_user(user), VIEW)
                self.assertEqual(len(form.certificate_ids), 1)

    def test_leaders_appoint(self):
        for user in self.leaders:
            with self.subTest(user=user.login), Form(self.complaint.with_user(user), VIEW) as form:
                form.user_id = user
                form.investigator_ids.set(self.reporter)
            self.assertEqual(self.complaint.user_id, user)

    def test_auditor_reads_all(self):
        complaint = self.complaint.with_user(self.auditor)
        self.assertEqual(complaint.subject, self.complaint.subject)
        self.assertIn(complaint, self._complaints(self.auditor).search([]))

    def test_auditor_changes_nothing(self):
        complaint = self.complaint.with_user(self.auditor)
        self.assertNoAccess(lambda: complaint.write({"subject": "X"}))
        self.assertNoAccess(lambda: complaint.web_save({"subject": "X"}, {"subject": {}}))
        self.assertNoAccess(lambda: complaint.certificate_ids.write({"role": "earlier"}))
        self.assertNoAccess(complaint.certificate_ids.unlink)
        result = complaint.load([".id", "subject"], [[str(complaint.id), "X"]])
        self.assertFalse(result["ids"])

    def test_portal_and_public_see_nothing(self):
        own = self._log(partner_id=self.portal.partner_id.id)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login):
                complaints = self._complaints(user)
                self.assertNoAccess(lambda: complaints.search([]))
                self.assertNoAccess(lambda: own.with_user(user).read(["subject"]))
                self.assertNoAccess(lambda: own.with_user(user).write({"subject": "X"}))
                self.assertNoAccess(lambda: complaints.create(self._values()))
                self.assertNoAccess(lambda: complaints.name_search("CP"))


class TestAccessByCompany(ComplaintCase):
    """Companies are separated: what one laboratory records is closed to the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._log(cls.officer, certificate_ids=[Command.create({"name": "C-1"})])
        roles = ("officer", "auditor", "quality_head", "manager")
        cls.strangers = [
            cls._make_user(
                f"foreign_{role}",
                "base.group_user",
                f"lab_complaint.group_{role}",
                company_id=cls.other_company.id,
            )
            for role in roles
        ]

    def test_complaint_of_another_company(self):
        for user in self.strangers:
            with self.subTest(user=user.login):
                complaint = self.complaint.with_user(user)
                self.assertFalse(self._complaints(user).search([("id", "=", complaint.id)]))
                self.assertNoAccess(lambda: complaint.read(["subject"]))
                self.assertNoAccess(lambda: complaint.write({"subject": "X"}))

    def test_certificates_of_another_company(self):
        for user in self.strangers:
            for records in (
                self.complaint.certificate_ids,
                self.complaint.certificate_ids.certificate_id,
            ):
                with self.subTest(user=user.login, model=records._name):
                    found = records.with_user(user).search([("id", "in", records.ids)])
                    self.assertFalse(found)
                    self.assertNoAccess(lambda: records.with_user(user).read(["name"]))

    def test_nothing_is_logged_in_another_company(self):
        for user in (*self.strangers, self._make_user("foreign", company_id=self.other_company.id)):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self._log(user, company_id=self.company.id)

    def test_who_works_for_both(self):
        """Sees the companies that are switched on."""
        self.officer.company_ids |= self.other_company
        foreign = self._log(company_id=self.other_company.id)
        for companies, expected in (
            (self.company, self.complaint),
            (self.other_company, foreign),
            (self.company | self.other_company, self.complaint | foreign),
        ):
            with self.subTest(companies.mapped("name")):
                complaints = self._complaints(self.officer).with_context(
                    allowed_company_ids=companies.ids
                )
                found = complaints.search([("id", "in", (self.complaint | foreign).ids)])
                self.assertEqual(found.ids, expected.sorted().ids)

    def test_reporter_who_moved_to_another_company(self):
        """Also one's own complaint stays in its company."""
        complaint = self._log(self.reporter)
        self.reporter.write(
            {
                "company_id": self.other_company.id,
                "company_ids": [Command.set(self.other_company.ids)],
            }
        )
        self.assertNoAccess(lambda: complaint.with_user(self.reporter).read(["subject"]))
