from unittest.mock import patch

from .gateway_case import LIN, STRANGER, GatewayCase


class TestMailAlone(GatewayCase):
    """A mail that is for the register alone does not pass through Odoo's gateway; every other does,
    so that bounces, replies and other addresses remain what they are to it."""

    def setUp(self):
        super().setUp()
        self.alias = self.company.complaint_alias_id

    def _is_routed(self, *args, **values):
        """Whether Odoo's gateway is asked for a mail, which becomes a record in any case."""
        with patch.object(
            type(self.env["mail.thread"]), "message_route", side_effect=ValueError
        ) as route:
            cases, arrivals = self._receive_mail(*args, **values)
        self.assertTrue(cases or arrivals)
        return route.called

    def test_first_mail_of_a_person(self):
        self.assertFalse(self._is_routed())
        self.assertFalse(self._is_routed(STRANGER, To=f"Complaints <{self.address.upper()}>"))

    def test_other_recipients(self):
        self.assertTrue(self._is_routed(Cc="boss@gauge.example.com"))
        domain = self.company.alias_domain_id
        self.assertTrue(self._is_routed(Cc=domain.catchall_email))
        self.assertTrue(self._is_routed(To=domain.catchall_email, Cc=self.address))

    def test_answers(self):
        self.assertTrue(self._is_routed(References="<another@gauge.example.com>"))
        self.assertTrue(self._is_routed(In_Reply_To="another@gauge.example.com"))

    def test_machines(self):
        self.assertTrue(self._is_routed(Auto_Submitted="auto-replied"))
        self.assertTrue(self._is_routed("Mailer <mailer-daemon@gauge.example.com>"))

    def test_restricted_address(self):
        self.alias.alias_contact = "employees"
        self.assertTrue(self._is_routed())

    def test_same_name_at_another_domain(self):
        """Another address of this name takes mails of every domain: it gets its own, too."""
        self.env["mail.alias"].create(
            {
                "alias_name": self.alias.alias_name,
                "alias_incoming_local": True,
                "alias_domain_id": self.env["mail.alias.domain"]
                .create({"name": "other.example.com"})
                .id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        partners = self.env["res.partner"].search_count([])
        self.assertTrue(self._case())
        self.assertEqual(self.env["res.partner"].search_count([]), partners + 1)

    def test_mailbox_without_address(self):
        with patch.object(
            type(self.env["mail.thread"]), "message_route", side_effect=ValueError
        ) as route:
            self._receive_raw(self._mail(To="box@elsewhere.example.com"), model="lab.complaint")
        self.assertTrue(route.called)

    def test_sender_can_be_reached_again(self):
        """As for every mail that arrives: what came back before does not count any more."""
        self.contact.message_bounce = 3
        self._case(LIN)
        self.assertEqual(self.contact.message_bounce, 0)

    def test_sender_that_cannot_be_cleared(self):
        """What fails there does not lose the mail."""
        self.contact.message_bounce = 3
        partners = type(self.env["res.partner"])
        with patch.object(partners, "_message_reset_bounce", side_effect=ValueError("no")):
            self.assertTrue(self._case(LIN))
