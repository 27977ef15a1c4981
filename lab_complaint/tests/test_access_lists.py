from odoo import Command

from .common import ComplaintCase


class TestAccessOfLists(ComplaintCase):
    """Stages, channels, categories and requirements: everybody reads, administrators change."""

    VALUES = {
        "lab.complaint.stage": {"name": "New", "state": "decision"},
        "lab.complaint.channel": {"name": "New", "code": "test_new"},
        "lab.complaint.category": {"name": "New"},
        "lab.complaint.requirement": {
            "code": "TEST-9",
            "name": "New",
            "state": "decision",
            "remedy": "Do it.",
        },
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            "lab.complaint.stage": cls.stages["decision"],
            "lab.complaint.channel": cls.channel,
            "lab.complaint.category": cls.category,
            "lab.complaint.requirement": cls.env["lab.complaint.requirement"].create(
                {
                    "code": "TEST-1",
                    "name": "Own",
                    "state": "decision",
                    "remedy": "Do it.",
                }
            ),
        }

    def test_employees_read(self):
        for user in (self.reporter, self.officer, self.auditor, self.quality_head):
            for model, record in self.records.items():
                with self.subTest(user=user.login, model=model):
                    self.assertTrue(record.with_user(user).read(["name"]))

    def test_employees_change_nothing(self):
        for user in (self.reporter, self.officer, self.auditor, self.quality_head):
            for model, record in self.records.items():
                with self.subTest(user=user.login, model=model):
                    record = record.with_user(user)
                    self.assertNoAccess(lambda: record.write({"name": "Changed"}))
                    self.assertNoAccess(lambda: record.create(self.VALUES[model]))
                    self.assertNoAccess(record.unlink)
                    self.assertNoAccess(lambda: record.web_save({"name": "Changed"}, {}))

    def test_employees_make_none_by_typing_a_name(self):
        """As the field of a form or an import would do."""
        for model in ("lab.complaint.channel", "lab.complaint.category", "lab.complaint.stage"):
            with self.subTest(model):
                records = self.env[model].with_user(self.officer)
                self.assertNoAccess(lambda: records.name_create("Typed"))

    def test_administrator_changes(self):
        for model, values in self.VALUES.items():
            with self.subTest(model):
                record = self.env[model].with_user(self.manager).create(values)
                record.name = "Changed"
                record.unlink()

    def test_strangers_see_nothing(self):
        for user in (self.portal, self.public):
            for model, record in self.records.items():
                with self.subTest(user=user.login, model=model):
                    self.assertNoAccess(lambda: record.with_user(user).read(["name"]))
                    self.assertNoAccess(lambda: record.with_user(user).search([]))


class TestAccessOfCertificates(ComplaintCase):
    """Certificates are registered by whoever needs one, and changed by officers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._log(cls.reporter, certificate_ids=[Command.create({"name": "C-1"})])
        cls.link = cls.complaint.certificate_ids
        cls.certificate = cls.link.certificate_id

    def test_reporter_registers_with_the_complaint(self):
        complaint = self._log(self.reporter, certificate_ids=[Command.create({"name": "C-2"})])
        self.assertEqual(complaint.certificate_ids.name, "C-2")

    def test_reporter_reads_but_changes_no_certificate(self):
        certificate = self.certificate.with_user(self.reporter)
        self.assertEqual(certificate.name, "C-1")
        self.assertNoAccess(lambda: certificate.write({"item": "X"}))
        self.assertNoAccess(certificate.unlink)

    def test_reporter_does_not_change_it_through_the_complaint(self):
        """The facts of a certificate are fields of its link, too."""
        self.assertNoAccess(lambda: self.link.with_user(self.reporter).write({"item": "X"}))
        self.assertFalse(self.certificate.item)

    def test_reporter_completes_own_until_it_is_screened(self):
        link = self.link.with_user(self.reporter)
        link.role = "earlier"
        self.complaint.stage_id = self.stages["screening"]
        self.assertNoAccess(lambda: link.write({"role": "disputed"}))
        self.assertNoAccess(lambda: link.create({"complaint_id": self.complaint.id, "name": "C-3"}))

    def test_reporter_sees_no_links_of_others(self):
        link = self._log(certificate_ids=[Command.create({"name": "C-3"})]).certificate_ids
        self.assertNoAccess(lambda: link.with_user(self.reporter).read(["role"]))
        self.assertNoAccess(
            lambda: link.with_user(self.reporter).create(
                {"complaint_id": link.complaint_id.id, "name": "C-4"}
            )
        )

    def test_salesperson_of_the_order_reads_the_links(self):
        complaint = self._log(
            order_id=self.order.id, certificate_ids=[Command.create({"name": "C-3"})]
        )
        link = complaint.certificate_ids.with_user(self.salesperson)
        self.assertEqual(link.name, "C-3")
        self.assertNoAccess(lambda: link.write({"role": "earlier"}))

    def test_leaders_change(self):
        for user in (self.officer, self.quality_head, self.manager):
            with self.subTest(user=user.login):
                self.certificate.with_user(user).item = user.login
                self.link.with_user(user).role = "earlier"
                self.assertEqual(self.link.item, user.login)

    def test_nobody_deletes_a_certificate(self):
        certificate = self.env["lab.certificate"].create(
            {"name": "C-5", "company_id": self.company.id}
        )
        for user in (self.reporter, self.officer, self.auditor, self.quality_head, self.manager):
            with self.subTest(user=user.login):
                self.assertNoAccess(certificate.with_user(user).unlink)

    def test_auditor_reads(self):
        self.assertEqual(self.link.with_user(self.auditor).name, "C-1")
        self.assertNoAccess(lambda: self.certificate.with_user(self.auditor).write({"item": "X"}))

    def test_strangers_see_nothing(self):
        for user in (self.portal, self.public):
            for record in (self.link, self.certificate):
                with self.subTest(user=user.login, model=record._name):
                    self.assertNoAccess(lambda: record.with_user(user).read(["name"]))
                    self.assertNoAccess(lambda: record.with_user(user).search([]))


class TestMenus(ComplaintCase):
    """Everybody sees the menus he needs, and no others."""

    MENUS = {
        "menu_root": "reporter salesperson officer auditor quality_head manager",
        "menu_complaints": "reporter salesperson officer auditor quality_head manager",
        "menu_certificates": "officer auditor quality_head manager",
        "menu_configuration": "manager",
        "menu_sale_complaints": "salesperson",
    }

    def test_menus(self):
        users = [
            "reporter",
            "salesperson",
            "officer",
            "auditor",
            "quality_head",
            "manager",
        ]
        for menu, readers in self.MENUS.items():
            menu_id = self.env.ref(f"lab_complaint.{menu}").id
            for name in users:
                with self.subTest(menu=menu, user=name):
                    menus = self.env["ir.ui.menu"].with_user(getattr(self, name))
                    visible = menu_id in menus._visible_menu_ids()
                    self.assertEqual(visible, name in readers.split())
