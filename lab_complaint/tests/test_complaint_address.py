from odoo.exceptions import AccessError, UserError

from .gateway_case import GatewayCase


class TestComplaintAddress(GatewayCase):
    """The address for complaints of each laboratory."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.company.alias_domain_id
        cls.alias = cls.company.complaint_alias_id

    def test_what_it_is(self):
        self.assertRecordValues(
            self.alias,
            [
                {
                    "alias_name": "complaints",
                    "alias_domain_id": self.domain.id,
                    "alias_contact": "everyone",
                    "alias_defaults": str({"company_id": self.company.id}),
                    "alias_parent_thread_id": self.company.id,
                }
            ],
        )
        self.assertEqual(self.alias.alias_model_id.model, "lab.complaint")
        self.assertEqual(self.company.complaint_email, f"complaints@{self.domain.name}")

    def test_settings(self):
        self.company.complaint_alias_name = False
        manager = self.manager
        manager.group_ids |= self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(manager).with_company(self.company)
        for name in ("feedback", "complaints"):
            settings.create({"complaint_alias_name": name}).execute()
            self.assertEqual(self.company.complaint_email, f"{name}@{self.domain.name}")
        self.assertEqual(self.company.complaint_alias_id, self.alias)
        self.assertEqual(settings.create({}).complaint_alias_domain, self.domain.name)

    def test_cleaned(self):
        self.company.complaint_alias_name = " Réclamations Client@elsewhere.example.com "
        self.company.invalidate_recordset()
        self.assertEqual(self.company.complaint_alias_name, "reclamations-client")

    def test_refused(self):
        catchall = self.domain.catchall_alias
        for name, message in (("投诉", "Latin letters"), (catchall, "catchall")):
            with self.subTest(name=name), self.assertRefused(UserError, message):
                self.company.complaint_alias_name = name
        self.other_company.alias_domain_id = self.domain
        with self.assertRefused(UserError, "already linked"):
            self.other_company.complaint_alias_name = "complaints"
        with self.assertRefused(AccessError):
            self.company.with_user(self.officer).complaint_alias_name = "mine"

    def test_never_switched_on(self):
        self.other_company.email = "paris@laboratory.example.com"
        self.assertFalse(self.other_company.complaint_email)
        self.assertIn(
            "paris@laboratory.example.com", dict(self.other_company._complaint_ways_in()).values()
        )

    def test_switched_off(self):
        self.company.complaint_alias_name = False
        self.assertFalse(self.company.complaint_email)
        with self.assertRaises(ValueError):
            self._receive_mail()
        self.company.complaint_alias_name = "complaints"
        self.assertTrue(self._case())

    def test_other_domain(self):
        other = self.env["mail.alias.domain"].create(
            {"name": "lab.example.com", "bounce_alias": "b", "catchall_alias": "c"}
        )
        self.company.alias_domain_id = other
        self.assertEqual(self.company.complaint_email, "complaints@lab.example.com")
        self.assertTrue(self._case(To="Complaints <Complaints@LAB.example.com>"))

    def test_told_where_ways_in_are_told(self):
        self.assertIn(self.address, dict(self.company._complaint_ways_in()).values())
        self.company.complaint_alias_name = False
        self.assertIn(
            "lab@laboratory.example.com", dict(self.company._complaint_ways_in()).values()
        )
