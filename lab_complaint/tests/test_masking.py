from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.lab_complaint.models import lab_complaint_identity

from .common import ComplaintCase

FORM = "lab_complaint.lab_complaint_view_form"
IDENTITY = ("partner_id", "complainant_name", "complainant_email", "complainant_phone")
MASK = "Protected identity"


class MaskingCase(ComplaintCase):
    """A protected complaint about the salesperson's order, logged by a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.whistleblower = cls.env["res.partner"].create(
            {"name": "Zhao Whistle", "email": "zhao@example.com", "phone": "+86 10 777"}
        )
        cls.investigator = cls._make_user("investigator")
        cls.secretary = cls._make_user("secretary")
        cls.protected = cls._log(
            cls.secretary,
            order_id=cls.order.id,
            partner_id=cls.whistleblower.id,
            complainant_role="competitor",
            received_by_id=cls.reporter.id,
        )
        cls.protected.investigator_ids = cls.investigator
        cls.open = cls._log(order_id=cls.order.id, investigator_ids=cls.investigator.ids)
        cls.knowing = (
            cls.officer,
            cls.quality_head,
            cls.manager,
            cls.secretary,
            cls.reporter,
        )
        cls.others = (cls.auditor, cls.investigator, cls.salesperson)
        everybody = cls.env["res.users"].union(*cls.knowing, *cls.others)
        everybody.write({"group_ids": [Command.link(cls.env.ref("base.group_allow_export").id)]})

    def _each(self, users):
        for user in users:
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                yield user, self.protected.with_user(user)


class TestProtection(MaskingCase):
    """Whose identity is protected, ISO/IEC 17025:2017, 4.2."""

    def test_who_is_protected(self):
        cases = [
            ({}, False),
            ({"disclosure_consent": True}, False),
            ({"is_anonymous": True}, True),
            ({"is_anonymous": True, "disclosure_consent": True}, True),
            ({"complainant_role": "end_user"}, True),
            ({"complainant_role": "staff"}, True),
            ({"complainant_role": "regulator", "disclosure_consent": True}, False),
        ]
        for values, expected in cases:
            with self.subTest(values):
                self.assertEqual(self._log(**values).is_identity_protected, expected)

    def test_consent_reveals(self):
        self.protected.disclosure_consent = True
        for _user, complaint in self._each(self.others):
            self.assertEqual(complaint.complainant_name, "Zhao Whistle")

    def test_becomes_protected(self):
        self.open.complainant_role = "end_user"
        self.assertEqual(self.open.with_user(self.auditor).complainant_name, MASK)

    def test_auditor_who_is_officer_too(self):
        self.auditor.group_ids |= self.env.ref("lab_complaint.group_officer")
        self.assertEqual(self.protected.with_user(self.auditor).complainant_name, "Zhao Whistle")

    def test_system_knows(self):
        self.assertEqual(
            self.protected.with_user(self.auditor).sudo().partner_id, self.whistleblower
        )


class TestReading(MaskingCase):
    """What each door shows."""

    def _shown(self, complaint):
        """Identity of one complaint as each way of reading gives it."""
        specification = {name: {} for name in IDENTITY}
        own = [("id", "=", complaint.id)]
        yield complaint.read(IDENTITY, load=None)[0]
        yield complaint.web_read(specification)[0]
        yield complaint.search_read(own, IDENTITY, load=None)[0]
        yield complaint.web_search_read(own, specification)["records"][0]
        yield {name: complaint[name] for name in IDENTITY}

    def test_those_who_know(self):
        for _user, complaint in self._each(self.knowing):
            for shown in self._shown(complaint):
                self.assertTrue(shown["partner_id"])
                self.assertEqual(shown["complainant_name"], "Zhao Whistle")
                self.assertEqual(shown["complainant_email"], "zhao@example.com")
                self.assertEqual(shown["complainant_phone"], "+86 10 777")

    def test_others(self):
        for _user, complaint in self._each(self.others):
            for shown in self._shown(complaint):
                self.assertEqual(shown["complainant_name"], MASK)
                self.assertFalse(shown["partner_id"])
                self.assertFalse(shown["complainant_email"])
                self.assertFalse(shown["complainant_phone"])

    def test_others_read_what_is_open(self):
        for user in self.others:
            with self.subTest(user=user.login):
                self.assertEqual(self.open.with_user(user).complainant_name, "Ms Lin")

    def test_order_of_reading_does_not_matter(self):
        """The cache of one user is not that of another."""
        for user, expected in [(self.officer, "Zhao Whistle"), (self.auditor, MASK)] * 2:
            self.assertEqual(self.protected.with_user(user).complainant_name, expected)

    def test_export(self):
        names = [*IDENTITY, "partner_id/name", "partner_id/email", "partner_id/.id"]
        for _user, complaint in self._each(self.others):
            row = complaint.export_data(names)["datas"][0]
            self.assertEqual([value for value in row if value], [MASK])
        self.env.invalidate_all()
        row = self.protected.with_user(self.officer).export_data(["complainant_name"])
        self.assertEqual(row["datas"], [["Zhao Whistle"]])

    def test_what_is_kept_is_for_officers(self):
        kept = ["identity_partner_id", "identity_name", "identity_email", "identity_phone"]
        for user in (*self.others, self.secretary):
            for name in kept:
                complaint = self.protected.with_user(user)
                with self.subTest(user=user.login, name=name):
                    self.assertNoAccess(lambda: complaint.read([name]))
                    self.assertNoAccess(lambda: complaint.search([(name, "!=", False)]))
                    self.assertNoAccess(lambda: complaint.search([], order=name))
                    self.assertNoAccess(
                        lambda: complaint.formatted_read_group([], [name], ["__count"])
                    )
                    self.assertNoAccess(lambda: complaint.export_data([name]))
        self.assertEqual(self.protected.with_user(self.officer).identity_name, "Zhao Whistle")

    def test_names_of_records_do_not_tell(self):
        for user, complaint in self._each(self.others):
            self.assertNotIn("Zhao", complaint.display_name)
            self.assertFalse(self._complaints(user).name_search("Zhao"))

    def test_form_of_the_others(self):
        for _user, complaint in self._each((self.investigator,)):
            form = Form(complaint, FORM)
            self.assertEqual(form.complainant_name, MASK)
            self.assertFalse(form.complainant_phone)

    def test_a_form_that_claims_consent(self):
        """Values that were never saved reveal nothing."""
        specification = {name: {} for name in (*IDENTITY, "disclosure_consent")}
        complaint = self.protected.with_user(self.investigator)
        claims = {"disclosure_consent": True, "complainant_role": "customer"}
        for claim in (claims, {**claims, "received_by_id": self.investigator.id}):
            value = complaint.onchange(claim, list(claim), specification)["value"]
            self.assertNotIn("Zhao", str(value))
            self.assertFalse(value.get("partner_id"))

    def test_copy(self):
        for user in self.others:
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self.protected.with_user(user).copy()
        copy = self.protected.with_user(self.officer).copy()
        self.assertEqual(copy.complainant_name, "Zhao Whistle")


class TestFinding(MaskingCase):
    """Nobody finds out by asking."""

    def _questions(self):
        partner = self.whistleblower
        return [
            [("partner_id", "=", partner.id)],
            [("partner_id", "in", partner.ids)],
            [("partner_id", "ilike", "Zhao")],
            [("partner_id", "child_of", partner.id)],
            [("partner_id", "child_of", "Zhao")],
            [("partner_id.name", "ilike", "Zhao")],
            [("partner_id.email", "=", "zhao@example.com")],
            [("partner_id", "any", [("phone", "=", "+86 10 777")])],
            [("complainant_name", "ilike", "zhao")],
            [("complainant_name", "=", "Zhao Whistle")],
            [("complainant_name", "=like", "Z%")],
            [("complainant_name", ">", "Zg")],
            [("complainant_email", "ilike", "zhao")],
            [("complainant_phone", "=", "+86 10 777")],
            [("customer_or_complainant", "ilike", "Zhao")],
            [("customer_or_complainant", "ilike", "zhao@example.com")],
            [("certificate_ids.complaint_id.customer_or_complainant", "ilike", "Zhao")],
            ["!", ("complainant_phone", "!=", "+86 10 777")],
            [("certificate_ids.complaint_id.complainant_name", "=", "Zhao Whistle")],
            [("communication_ids.complaint_id.partner_id", "=", partner.id)],
        ]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.protected.certificate_ids = [Command.create({"name": "C-77"})]
        cls.env["lab.complaint.communication"].create(
            {"complaint_id": cls.protected.id, "kind": "progress"}
        )

    def test_those_who_know_find(self):
        for domain in self._questions()[:-1]:
            for user in (self.officer, self.secretary, self.reporter):
                with self.subTest(domain, user=user.login):
                    self.assertEqual(self._complaints(user).search(domain), self.protected)

    def test_others_find_nothing(self):
        for domain in self._questions():
            for user in (self.auditor, self.investigator):
                with self.subTest(domain, user=user.login):
                    self.assertFalse(self._complaints(user).search(domain))
                    self.assertFalse(self._complaints(user).search_count(domain))

    def test_among_many_as_among_few(self):
        with patch.object(lab_complaint_identity, "FEW", 0):
            self.test_those_who_know_find()
            self.test_others_find_nothing()

    def test_found_by_the_customer_all_the_same(self):
        """Who may not know the complainant finds the case by whom it is about."""
        for user in (self.officer, *self.others[:2]):
            with self.subTest(user=user.login):
                found = self._complaints(user).search(
                    [("customer_or_complainant", "ilike", self.protected.customer_id.name)]
                )
                self.assertEqual(found, self.protected | self.open)

    def test_contacts_that_the_user_may_not_read_find_nothing(self):
        contact = self.env["res.partner"].create({"name": "Kept by another laboratory"})
        self.open.write({"partner_id": contact.id, "complainant_name": "Somebody"})
        question = [("customer_or_complainant", "ilike", "Kept by another")]
        self.assertEqual(self._complaints(self.officer).search(question), self.open)
        contact.company_id = self.other_company
        self.assertFalse(self._complaints(self.officer).search(question))

    def test_excluding_tells_nothing_either(self):
        """A hidden complainant is never the one that is excluded."""
        for domain in [
            [("partner_id", "!=", self.whistleblower.id)],
            [("partner_id", "not in", self.whistleblower.ids)],
            [("complainant_name", "not ilike", "zhao")],
            ["!", ("complainant_name", "ilike", "zhao")],
            [("customer_or_complainant", "not ilike", "zhao")],
            ["!", ("customer_or_complainant", "ilike", "zhao")],
            [("complainant_email", "!=", "zhao@example.com")],
        ]:
            for user in self.others:
                with self.subTest(domain, user=user.login):
                    self.assertIn(self.protected, self._complaints(user).search(domain))

    def test_asked_from_another_record(self):
        question = [("complaint_id.complainant_name", "=", "Zhao Whistle")]
        for model in ("lab.complaint.certificate", "lab.complaint.communication"):
            with self.subTest(model):
                records = self.env[model]
                self.assertFalse(records.with_user(self.auditor).search(question))
                self.assertTrue(records.with_user(self.officer).search(question))

    def test_what_is_open_is_found(self):
        for user in self.others:
            with self.subTest(user=user.login):
                found = self._complaints(user).search([("partner_id", "=", self.contact.id)])
                self.assertEqual(found, self.open)

    def test_rights_on_contacts_hold(self):
        """The search does not open what the user may not ask about contacts."""
        secret = [("partner_id.signup_type", "!=", False)]
        self.assertNoAccess(lambda: self._complaints(self.reporter).search(secret))

    def test_no_order_and_no_groups(self):
        for user in (self.auditor, self.salesperson):
            complaints = self._complaints(user)
            for name in IDENTITY:
                with self.subTest(name, user=user.login):
                    with self.assertRefused((ValueError, UserError)):
                        complaints.search([], order=name)
                    with self.assertRefused((ValueError, UserError)):
                        complaints.formatted_read_group([], [name], ["__count"])
                    with self.assertRefused((ValueError, UserError)):
                        complaints.read_group([], ["__count"], [name])


class TestEntering(MaskingCase):
    """Who may not know the complainant changes nothing about them."""

    def test_others_neither_change_nor_reveal(self):
        complaint = self.protected.with_user(self.investigator)
        for values in [
            {"complainant_name": "X"},
            {"partner_id": self.contact.id},
            {"disclosure_consent": True},
            {"complainant_role": "customer"},
            {"is_anonymous": False},
            {"received_by_id": self.investigator.id},
        ]:
            with self.subTest(values), self.assertRefused(AccessError):
                complaint.write(values)
            with self.subTest(values), self.assertRefused(AccessError):
                complaint.web_save(values, {})
        self.assertEqual(self.protected.complainant_name, "Zhao Whistle")

    def test_who_received_it_completes_it(self):
        for user, complaint in self._each((self.secretary, self.reporter, self.officer)):
            complaint.write({"complainant_phone": f"+86 {user.id}"})
            self.assertEqual(complaint.complainant_phone, f"+86 {user.id}")
            self.assertEqual(complaint.complainant_name, "Zhao Whistle")

    def test_contact_fills_in_what_is_not_given_with_it(self):
        """In whatever order the values come."""
        self.protected.write({"complainant_name": "An agent", "partner_id": self.contact.id})
        self.assertEqual(self.protected.complainant_name, "An agent")
        self.assertEqual(self.protected.complainant_email, "lin@gauge.example.com")

    def test_form_keeps_what_was_typed(self):
        form = Form(self._complaints(self.reporter), FORM)
        form.subject = "Late"
        form.description = "It came late."
        form.complainant_role = "end_user"
        form.partner_id = self.whistleblower
        self.assertEqual(form.complainant_email, "zhao@example.com")
        form.order_id = self.order
        form.complainant_name = "Somebody at Zhao's"
        self.assertEqual(form.partner_id, self.whistleblower)
        self.assertEqual(form.complainant_name, "Somebody at Zhao's")
        complaint = form.save()
        self.assertTrue(complaint.is_identity_protected)
        self.assertEqual(complaint.complainant_name, "Somebody at Zhao's")
        self.assertEqual(complaint.partner_id, self.whistleblower)

    def test_form_of_a_saved_case(self):
        with Form(self.open.with_user(self.officer), FORM) as form:
            form.complainant_phone = "120"
            form.partner_id = self.whistleblower
            self.assertEqual(form.complainant_phone, "+86 10 777")
            form.complainant_phone = "110"
            form.subject = "Another"
        self.assertEqual(self.open.complainant_name, "Zhao Whistle")
        self.assertEqual(self.open.complainant_phone, "110")

    def test_contact_is_of_the_same_company(self):
        self.contact.company_id = self.other_company
        with self.assertRefused(UserError):
            self._log(self.reporter, partner_id=self.contact.id)

    def test_contact_on_record_is_not_deleted(self):
        with self.assertRefused():
            self.whistleblower.unlink()


class TestMaskedChatter(MaskingCase):
    """The chatter names the complainant to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tracked = {"tracking_disable": False, "mail_notrack": False}
        cls.protected = cls.protected.with_context(**tracked)
        cls.open = cls.open.with_context(**tracked)

    def _tracked(self, user):
        """Names of the tracked fields in the messages of the case that a user sees."""
        messages = self.protected.with_user(user).message_ids
        tracked = messages.sudo().tracking_value_ids._filter_has_field_access(self.env(user=user))
        return set(tracked.field_id.mapped("name"))

    def test_tracked_contact_is_for_officers(self):
        self._end_request()
        self.protected.with_user(self.reporter).partner_id = self.contact
        self._end_request()
        self.assertIn("identity_partner_id", self._tracked(self.officer))
        for user in (self.auditor, self.investigator):
            with self.subTest(user=user.login):
                self.assertNotIn("identity_partner_id", self._tracked(user))

    def test_contact_of_a_case_that_became_anonymous(self):
        self._end_request()
        self.open.partner_id = self.whistleblower
        self._end_request()
        self.open.is_anonymous = True
        self._end_request()
        for user in (self.auditor, self.investigator):
            messages = self.open.with_user(user).message_ids
            formatted = (
                messages.sudo()
                .tracking_value_ids._filter_has_field_access(self.env(user=user))
                ._tracking_value_format()
            )
            self.assertNotIn("Zhao", str(formatted))

    def test_protected_complainant_does_not_follow(self):
        self.protected.message_subscribe(self.whistleblower.ids)
        self.assertNotIn(self.whistleblower, self.protected.message_partner_ids)
        self.open.message_subscribe(self.contact.ids)
        self.assertIn(self.contact, self.open.message_partner_ids)
        self.open.complainant_role = "end_user"
        self.assertNotIn(self.contact, self.open.message_partner_ids)

    def test_suggested_recipients(self):
        for user, expected in [(self.officer, True), (self.auditor, False)]:
            complaint = self.protected.with_user(user)
            suggested = complaint._message_get_suggested_recipients(reply_discussion=True)
            with self.subTest(user=user.login):
                self.assertEqual("zhao@example.com" in str(suggested), expected)
                self.assertEqual(
                    self.whistleblower.id in [s["partner_id"] for s in suggested], expected
                )
