from odoo.exceptions import AccessError

from .portal_case import PortalCase


class TestPortalEntitlement(PortalCase):
    """Which cases a customer follows: one's own and those in the name of the company."""

    def assertFollowed(self, *users, complaint=None):
        """These users follow a case and the others do not; asked for all and by number."""
        complaint = complaint or self.complaint
        for user in (self.lin, self.bo, self.sun, self.portal, self.reporter, self.officer):
            found = complaint.sudo()._find_for_portal(user, complaint.id)
            with self.subTest(user=user.login):
                self.assertEqual(found == complaint, user in users)
                self.assertEqual(complaint in self._followed(user), user in users)

    def test_own_and_of_the_company(self):
        self.assertFollowed(self.lin, self.bo)

    def test_protected_colleague(self):
        """Also while the order is the company's."""
        self.complaint.write({"complainant_role": "end_user", "order_id": self.order.id})
        self.assertFollowed(self.lin)

    def test_consent_is_not_on_behalf_of_the_company(self):
        self.complaint.write({"complainant_role": "end_user", "disclosure_consent": True})
        self.assertFollowed(self.lin)

    def test_company_concerned_only(self):
        """Somebody else complains about their order."""
        complaint = self._log(
            order_id=self.order.id, partner_id=self.outsider.id, complainant_role="end_user"
        )
        self.assertEqual(complaint.customer_id, self.customer)
        self.assertFollowed(self.sun, complaint=complaint)

    def test_competitor_with_consent_is_not_shown_to_the_customer(self):
        complaint = self._log(
            order_id=self.order.id,
            partner_id=self.outsider.id,
            complainant_role="competitor",
            disclosure_consent=True,
        )
        self.assertFollowed(self.sun, complaint=complaint)

    def test_anonymous(self):
        complaint = self._log(
            order_id=self.order.id, is_anonymous=True, complainant_role="customer"
        )
        self.assertFollowed(complaint=complaint)
        # An officer who knows who it was has not promised less.
        complaint.sudo().identity_partner_id = self.contact
        self.assertFollowed(complaint=complaint)

    def test_no_contact(self):
        complaint = self._log(complainant_name="A caller", complainant_role="public")
        self.assertFollowed(complaint=complaint)

    def test_moved_to_another_company(self):
        """Who leaves takes nothing along, and brings nothing to the new colleagues."""
        self.contact.parent_id = self.other_customer
        self.assertFollowed()

    def test_moved_and_complains_again(self):
        self.contact.parent_id = self.other_customer
        complaint = self._log(partner_id=self.contact.id)
        self.assertFollowed(self.lin, self.sun, complaint=complaint)

    def test_archived_contact(self):
        self.lin.active = False
        self.contact.active = False
        self.assertFollowed()

    def test_private_person_who_joins_a_company_keeps_the_own(self):
        person = self.env["res.partner"].create({"name": "Mr Private"})
        user = self._make_portal_user("private", person)
        complaint = self._log(partner_id=person.id)
        person.parent_id = self.customer
        self.assertIn(complaint, self._followed(user))
        self.assertNotIn(complaint, self._followed(self.bo))

    def test_company_itself_complains(self):
        complaint = self._log(partner_id=self.customer.id)
        self.assertFollowed(self.lin, self.bo, complaint=complaint)

    def test_staff_follow_their_own_only(self):
        """Whatever the role: the laboratory is no customer of its own."""
        mine = self._log(partner_id=self.reporter.partner_id.id, complainant_role="staff")
        self.assertFollowed(self.reporter, complaint=mine)
        for partner in (self.officer.partner_id, self.company.partner_id):
            partner.parent_id = self.reporter.partner_id.parent_id
        other = self._log(partner_id=self.officer.partner_id.id)
        self.assertFollowed(self.officer, complaint=other)

    def test_contact_that_is_corrected(self):
        self.complaint.partner_id = self.outsider
        self.assertFollowed(self.sun)

    def test_unknown_numbers(self):
        for complaint_id in (0, -1, 2**31, 10**30):
            with self.subTest(complaint_id):
                self.assertFalse(self.complaint._find_for_portal(self.lin, complaint_id))


class TestPortalHasNoRights(PortalCase):
    """The external API shows a customer nothing: neither complaints nor what is kept with them."""

    def test_models(self):
        names = [name for name in self.env.registry if name.startswith("lab.complaint")]
        self.assertGreater(len(names), 20)
        for name in [*names, "lab.certificate", "rating.rating"]:
            model = self.env[name]
            if model._abstract:
                continue
            for user in (self.lin, self.public):
                with self.subTest(model=name, user=user.login):
                    for operation in ("read", "write", "create", "unlink"):
                        self.assertFalse(model.with_user(user).has_access(operation))

    def test_own_case(self):
        complaint = self.complaint.with_user(self.lin)
        for call in (
            lambda: complaint.read(["name"]),
            lambda: complaint.search([]),
            lambda: complaint.web_search_read([], {"name": {}}),
            lambda: complaint.action_record_callback("accepted"),
            complaint.action_ask_reply,
            lambda: complaint.message_post(body="Hello"),
            lambda: complaint.message_ids.read(["body"]),
        ):
            with self.assertRefused(AccessError):
                call()

    def test_company_on_record_is_for_officers(self):
        self.assertEqual(self.case.identity_commercial_id, self.customer)
        for user in (self.reporter, self.auditor):
            with self.assertRefused(AccessError):
                self.complaint.with_user(user).read(["identity_commercial_id"])
