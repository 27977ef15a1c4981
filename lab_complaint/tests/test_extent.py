from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .test_evidence import InquiryCase

ISSUED = date(2026, 3, 1)


class TestExtent(InquiryCase):
    """Which other certificates the same cause may have touched (ISO/IEC 17025:2017, 7.10.1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        line = cls.order.order_line.filtered("product_id")[0]
        cls.shared = {
            "people": {"performed_by_ids": [Command.set(cls.employees["calibrator"].ids)]},
            "item": {"item": "Pressure gauge"},
            "service": {"order_line_id": line.id},
            "department": {"department_id": cls.pressure.id},
        }
        cls.certificate.write(
            {
                "issued_on": ISSUED,
                "item": "Pressure gauge",
                "order_line_id": line.id,
                "department_id": cls.pressure.id,
            }
        )
        cls.found = {name: cls._certify(f"C-{name}", **cls.shared[name]) for name in cls.shared}
        cls.env.flush_all()

    @classmethod
    def _certify(cls, name, issued_on=ISSUED, **values):
        return cls.env["lab.certificate"].create(
            {"name": name, "issued_on": issued_on, "company_id": cls.company.id, **values}
        )

    def _search(self, user=None, **by):
        case = self.complaint.with_user(user or self.investigator)
        wanted = dict.fromkeys(self.shared, False) | by
        return case._certificates_possibly_affected(**wanted).with_user(self.env.user)

    def test_by_what_they_share(self):
        for name, certificate in self.found.items():
            with self.subTest(name):
                self.assertEqual(self._search(**{name: True}), certificate)

    def test_by_people_when_nothing_is_said(self):
        case = self.complaint.with_user(self.investigator)
        self.assertEqual(case._certificates_possibly_affected(), self.found["people"])

    def test_all_that_is_asked_for(self):
        both = self._certify("C-both", **self.shared["people"], **self.shared["item"])
        self.assertEqual(self._search(people=True, item=True), both)

    def test_period(self):
        old = self._certify("C-old", ISSUED - timedelta(days=91), **self.shared["people"])
        first, last = self.complaint._affected_period()
        self.assertEqual((first, last), (ISSUED - timedelta(days=90), ISSUED + timedelta(days=90)))
        self.assertNotIn(old, self._search(people=True, date_from=first, date_to=last))
        self.assertIn(old, self._search(people=True))
        self.assertEqual(self._search(date_to=ISSUED - timedelta(days=1)), old)

    def test_what_the_disputed_one_lacks_is_shared_by_none(self):
        self.certificate.performed_by_ids = [Command.clear()]
        self._certify("C-nobody")
        self.assertFalse(self._search(people=True))

    def test_not_those_on_the_case(self):
        self.complaint.action_add_affected_certificates(self.found["people"].ids)
        self.assertFalse(self._search(people=True))

    def test_not_of_another_company(self):
        self._certify("C-abroad", company_id=self.other_company.id, item="Pressure gauge")
        self.assertEqual(self._search(self.env.user, item=True), self.found["item"])

    def test_added_as_possibly_affected(self):
        case = self.complaint.with_user(self.investigator)
        self.assertTrue(case.action_add_affected_certificates(self.found["people"].ids))
        link = self.complaint.certificate_ids.filtered(
            lambda link: link.certificate_id == self.found["people"]
        )
        self.assertRecordValues(link, [{"role": "possibly_affected", "impact": False}])

    def test_added_once(self):
        for _time in range(2):
            self.complaint.action_add_affected_certificates(self.certificate.ids)
        self.assertEqual(self.complaint.certificate_ids.mapped("role"), ["disputed"])

    def test_each_needs_a_decision(self):
        requirement = self.env.ref("lab_complaint.requirement_extent")
        requirement.active = True
        self.complaint.write({"validity": "valid", "extent": "One more"})
        self.assertNotIn(requirement, self.complaint._missing_for("decision"))
        self.complaint.action_add_affected_certificates(self.found["people"].ids)
        self.env.flush_all()
        self.assertIn(requirement, self.complaint._missing_for("decision"))

    def test_in_the_dialog(self):
        case = self.complaint.with_user(self.investigator)
        action = case.action_find_affected_certificates(by=["item"])
        search = self.env[action["res_model"]].with_user(self.investigator)
        form = Form(search.browse(action["res_id"]))
        self.assertEqual(form.date_from, str(ISSUED - timedelta(days=90)))
        self.assertEqual(form.certificate_count, 1)
        form.by_item = False
        self.assertEqual(form.certificate_count, len(self.found))
        form.certificate_ids.remove(id=self.found["service"].id)
        form.save().action_add()
        added = self.complaint.certificate_ids.certificate_id - self.certificate
        chosen = {name: self.found[name] for name in ("people", "item", "department")}
        self.assertEqual(added, self.env["lab.certificate"].union(*chosen.values()))

    def test_needs_a_disputed_certificate(self):
        with self.assertRefused(UserError, "disputes no certificate"):
            self.other_case.action_find_affected_certificates()

    def test_not_for_others(self):
        for user in (
            self.reporter,
            self.users["calibrator"],
            self.other_investigator,
            self.other_officer,
            self.portal,
        ):
            case = self.complaint.with_user(user)
            with self.subTest(user.login):
                self.assertNoAccess(case.action_find_affected_certificates)
                self.assertNoAccess(
                    lambda c=case: c.action_add_affected_certificates(self.found["item"].ids)
                )

    def test_auditors_add_nothing(self):
        case = self.complaint.with_user(self.auditor)
        self.assertNoAccess(lambda: case.action_add_affected_certificates(self.found["item"].ids))
