from odoo.exceptions import AccessError
from odoo.tests import Form

from .authority_case import AuthorityCase

SHOWN = ("authority_id", "authority_reference")
KEPT = ("identity_authority_id", "identity_authority_reference")


class TestAuthority(AuthorityCase):
    """Which body is behind a complaint, and what part it has."""

    def test_it_forwarded_the_complaint_of_somebody_else(self):
        complaint = self._forward()
        self.assertEqual(complaint.authority_id, self.clerk)
        self.assertEqual(complaint.authority_part, "forwarded")
        self.assertEqual(complaint.partner_id, self.contact)

    def test_without_a_body_it_has_no_part(self):
        self.assertFalse(self._log(partner_id=self.contact.id).authority_part)

    def test_who_names_nobody_else_is_the_complainant(self):
        complaint = self._raise_by_authority()
        self.assertEqual(complaint.authority_part, "raised")
        self.assertEqual(complaint.partner_id, self.clerk)
        self.assertEqual(complaint.complainant_name, "Inspector Hu")

    def test_one_body_in_the_person_of_two(self):
        colleague = self.env["res.partner"].create({"name": "Ms Ye", "parent_id": self.body.id})
        complaint = self._forward(partner_id=colleague.id, complainant_role="regulator")
        self.assertEqual(complaint.authority_part, "raised")

    def test_it_forwards_what_nobody_signed(self):
        complaint = self._raise_by_authority(is_anonymous=True)
        self.assertEqual(complaint.authority_part, "forwarded")
        self.assertFalse(complaint.partner_id)

    def test_a_name_without_a_contact_is_somebody_else(self):
        complaint = self._raise_by_authority(complainant_name="Mr Qian")
        self.assertEqual(complaint.authority_part, "forwarded")
        self.assertEqual(complaint.complainant_name, "Mr Qian")

    def test_the_role_may_be_known_later(self):
        complaint = self._forward(partner_id=False)
        self.assertEqual(complaint.authority_part, "forwarded")
        complaint.complainant_role = "accreditation_body"
        self.assertEqual(complaint.authority_part, "raised")

    def test_who_complained_may_be_known_later(self):
        complaint = self._raise_by_authority()
        complaint.write({"partner_id": self.contact.id, "complainant_role": "customer"})
        self.assertEqual(complaint.authority_part, "forwarded")

    def test_nobody_gives_the_part(self):
        complaint = self._forward()
        with self.assertRefused(message="records this"):
            complaint.with_user(self.officer).authority_part = "raised"

    def test_an_appeal_comes_to_the_same_body(self):
        complaint = self._forward()
        appeal = self.env["lab.complaint"].create(
            {**complaint._appeal_values(), "description": "We do not agree."}
        )
        self.assertEqual(appeal.authority_id, self.clerk)
        self.assertEqual(appeal.authority_reference, "JG-2026-77")
        self.assertFalse(appeal.authority_due_on)

    def test_form_asks_for_it_when_it_came_that_way(self):
        form = Form(
            self._complaints(self.officer).with_context(default_company_id=self.company.id),
            "lab_complaint.lab_complaint_view_form_quick",
        )
        self.assertFalse(form.is_by_authority)
        form.subject, form.description = "Late", "It came late."
        form.channel_id = self.authority_channel
        self.assertTrue(form.is_by_authority)
        form.authority_id = self.clerk
        form.authority_reference = "JG-2026-78"
        form.partner_id = self.contact
        complaint = form.save()
        self.assertEqual(complaint.authority_id, self.clerk)
        self.assertEqual(complaint.authority_reference, "JG-2026-78")
        self.assertEqual(complaint.authority_part, "forwarded")

    def test_form_takes_the_body_for_the_complainant(self):
        form = Form(
            self._complaints(self.officer).with_context(default_company_id=self.company.id),
            "lab_complaint.lab_complaint_view_form",
        )
        form.subject, form.description = "Late", "It came late."
        form.channel_id = self.authority_channel
        form.complainant_role = "regulator"
        form.authority_id = self.clerk
        self.assertEqual(form.partner_id, self.clerk)
        self.assertEqual(form.authority_part, "raised")

    def test_any_employee_logs_one(self):
        complaint = self._forward(self.reporter)
        self.assertEqual(complaint.with_user(self.reporter).authority_id, self.clerk)

    def test_the_channel_asks_for_the_body(self):
        requirement = self.env.ref("lab_complaint.requirement_authority")
        requirement.active = True
        screened = {"stage_id": self.stages["investigation"].id}
        nameless = self._forward(authority_id=False)
        with self.assertRefused(message="Name the regulator"):
            nameless.write(screened)
        nameless.write({**screened, "authority_id": self.clerk.id})
        self._log(partner_id=self.contact.id).write(screened)


class TestAuthorityMasked(AuthorityCase):
    """Whose identity is protected has not complained through anybody either (4.2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.investigator = cls._make_user("investigator")
        cls.secretary = cls._make_user("secretary")
        cls.protected = cls._raise_by_authority(
            received_by_id=cls.reporter.id,
            order_id=cls.order.id,
            investigator_ids=cls.investigator.ids,
        )
        cls.others = (cls.auditor, cls.investigator, cls.salesperson)

    def test_others_see_nobody(self):
        for user in self.others:
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                values = self.protected.with_user(user).read(SHOWN)[0]
                self.assertFalse(any(values[name] for name in SHOWN))

    def test_those_who_know_the_complainant_know_it(self):
        for user in (self.officer, self.quality_head, self.reporter):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                complaint = self.protected.with_user(user)
                self.assertEqual(complaint.authority_id, self.clerk)
                self.assertEqual(complaint.authority_reference, "JG-2026-77")

    def test_others_do_not_find_it(self):
        for user in self.others:
            for question in (
                [("authority_id", "=", self.clerk.id)],
                [("authority_id", "child_of", self.body.id)],
                [("authority_id.name", "ilike", "Hu")],
                [("authority_reference", "ilike", "77")],
            ):
                with self.subTest(user=user.login, question=question):
                    self.assertFalse(self._complaints(user).search(question))
        self.assertIn(
            self.protected,
            self._complaints(self.officer).search([("authority_id", "child_of", self.body.id)]),
        )

    def test_what_is_kept_is_for_officers(self):
        for user in self.others:
            for name in KEPT:
                with self.subTest(user=user.login, name=name):
                    complaint = self.protected.with_user(user)
                    self.assertNoAccess(
                        lambda complaint=complaint, name=name: complaint.read([name])
                    )

    def test_others_do_not_change_it(self):
        with self.assertRefused(AccessError):
            self.protected.with_user(self.investigator).authority_id = self.customer

    def test_shown_where_the_complainant_is(self):
        complaint = self._forward(investigator_ids=self.investigator.ids)
        self.assertEqual(complaint.with_user(self.investigator).authority_id, self.clerk)

    def test_it_does_not_follow(self):
        self.protected.message_subscribe(self.clerk.ids)
        self.assertNotIn(self.clerk, self.protected.message_partner_ids)

    def test_people_outside_do_not_read_its_name(self):
        masked = self.protected._masked(
            "Inspector Hu of Market Supervision, file JG-2026-77, wrote"
        )
        for word in ("Inspector Hu", "Market Supervision", "JG-2026-77"):
            self.assertNotIn(word, masked)


class TestAuthoritySender(AuthorityCase):
    """What somebody of a known body sends is recorded as such."""

    def test_a_contact_of_the_body(self):
        self.assertEqual(self.clerk.complaint_authority, "regulator")
        self.assertEqual(
            self._complaints()._values_of_sender(self.clerk),
            {
                "authority_id": self.clerk.id,
                "channel_id": self.authority_channel.id,
                "complainant_role": "regulator",
            },
        )

    def test_anybody_else(self):
        for partner in (self.contact, self.env["res.partner"]):
            self.assertEqual(self._complaints()._values_of_sender(partner), {})

    def test_without_the_channel(self):
        self.authority_channel.active = False
        self.assertNotIn("channel_id", self._complaints()._values_of_sender(self.clerk))

    def test_its_mail_becomes_a_complaint_of_its_own(self):
        arrival = self.env["lab.complaint.arrival"]._take_in(
            [
                {
                    "name": "Complaint about a report",
                    "kind": "mail",
                    "text": "Please examine it.",
                    "partner_id": self.clerk.id,
                    "company_id": self.company.id,
                }
            ]
        )
        arrival.with_user(self.officer).action_log_complaint()
        complaint = arrival.complaint_id
        self.assertEqual(complaint.channel_id, self.authority_channel)
        self.assertEqual(complaint.complainant_role, "regulator")
        self.assertEqual(complaint.authority_part, "raised")
        self.assertTrue(complaint.is_identity_protected)
        self.assertFalse(complaint.customer_id)
