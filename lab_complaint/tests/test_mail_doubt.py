from odoo.exceptions import UserError

from .gateway_case import LIN, STRANGER, WORDS, GatewayCase

MACHINES = (
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated; owner-email=x@y.example.com"},
    {"X_Autoreply": "yes"},
    {"X_Auto_Response_Suppress": "All"},
    {"Precedence": "bulk"},
    {"Precedence": "junk"},
    {"Precedence": "auto_reply"},
    {"Return_Path": "<>"},
    {"sender": "Mailer <mailer-daemon@gauge.example.com>"},
    {"sender": "no-reply@gauge.example.com"},
    {"sender": "noreply@gauge.example.com"},
    {"sender": "donotreply@gauge.example.com"},
    {"sender": "postmaster@gauge.example.com"},
    {"sender": "bounce-12@gauge.example.com"},
)
SPAM = ({"X_Spam_Flag": "YES"}, {"X_Spam_Status": "Yes, score=9.1"}, {"X_Spam": "yes"})
PERSONS = (
    {"Auto_Submitted": "no"},
    {"Precedence": "first-class"},
    {"X_Spam_Status": "No, score=-1"},
    {"X_Spam_Flag": "NO"},
    {"Return_Path": "<lin@gauge.example.com>"},
    {"sender": "noreen@gauge.example.com"},
)


class TestMailDoubt(GatewayCase):
    """What is no complaint by itself is kept for an officer, and nothing is answered."""

    def _waits(self, doubt, **values):
        """A mail that waits to be screened, to which nobody answers."""
        raw = self._mail(**values)
        with self.mock_mail_gateway():
            cases, arrivals = self._receive_raw(raw)
        self.assertFalse(cases)
        self.assertRecordValues(arrivals, [{"state": "open", "doubt": doubt, "mail_count": 1}])
        self.assertEqual(self._original(arrivals), raw)
        self.assertFalse(self._sent_outside())
        queued = self._all("mail.mail") - self.mails
        self.assertFalse(queued.filtered(lambda mail: not mail.recipient_ids.user_ids))
        return arrivals

    def setUp(self):
        super().setUp()
        self.mails = self._all("mail.mail")

    def _settle(self):
        self._all("lab.complaint.arrival").filtered(
            lambda one: one.state == "open"
        ).action_set_aside("Tested")

    def test_machines(self):
        for values in MACHINES:
            with self.subTest(**values):
                self._waits("automatic", **values)
                self._settle()

    def test_spam(self):
        for values in SPAM:
            with self.subTest(**values):
                self._waits("spam", **values)
                self._settle()

    def test_persons(self):
        for number, values in enumerate(PERSONS):
            with self.subTest(**values):
                self.assertTrue(self._case(**{"sender": f"p{number}@x.example.com", **values}))

    def test_own_addresses(self):
        domain = self.company.alias_domain_id
        for sender in (
            self.address,
            "lab@laboratory.example.com",
            domain.catchall_email,
            domain.default_from_email,
        ):
            with self.subTest(sender=sender):
                self._waits("automatic", sender=sender)
                self._settle()

    def test_read_receipt(self):
        raw = self._mail().replace(
            b"Content-Type: text/plain",
            b"Content-Type: multipart/report; report-type=disposition-notification;",
        )
        cases, arrivals = self._receive_raw(raw)
        self.assertFalse(cases)
        self.assertRecordValues(arrivals, [{"state": "open", "doubt": "automatic"}])

    def test_spam_in_reply_to_a_letter(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        said = self.complaint.communication_ids
        before, self.mails = len(said.message_ids), self._all("mail.mail")
        self._waits("spam", X_Spam_Flag="YES", References=said.sent_message_id.message_id)
        self.assertEqual(len(said.message_ids), before)

    # --- loops ---

    def test_loop_of_fifty(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        before = self._all("lab.complaint")
        with self.mock_mail_gateway():
            for number in range(50):
                self._receive_mail(words=f"Again, number {number}")
        self.assertFalse(self._sent_outside())
        cases = self._all("lab.complaint") - before
        self.assertEqual(
            [case.description for case in cases.sorted("id")],
            [f"Again, number {number}" for number in range(5)],
        )
        waiting = self._all("lab.complaint.arrival").filtered(lambda one: one.state == "open")
        self.assertRecordValues(waiting, [{"doubt": "many", "mail_count": 45}])
        self.assertIn(b"number 5\n", self._original(waiting))
        kept = self.env["ir.attachment"].search(
            [("res_model", "=", waiting._name), ("res_id", "=", waiting.id)]
        )
        self.assertEqual(len(kept), 44)
        self.assertTrue(any(b"number 49\n" in file.raw for file in kept))

    def test_automatic_ones_are_kept_together(self):
        for _number in range(3):
            self._receive_mail(Auto_Submitted="auto-replied")
        waiting = self._all("lab.complaint.arrival")
        self.assertRecordValues(waiting, [{"mail_count": 3}])
        # Those from somebody else, of another kind or after screening are not.
        self._waits("automatic", sender=STRANGER, Auto_Submitted="auto-replied")
        self._waits("spam", X_Spam_Flag="YES")
        self._settle()
        self._waits("automatic", Auto_Submitted="auto-replied")

    def test_other_senders_are_not_slowed(self):
        for _number in range(6):
            self._receive_mail()
        self.assertTrue(self._case(STRANGER))

    def test_an_hour_later(self):
        for _number in range(5):
            self._receive_mail()
        self._sql("UPDATE lab_complaint_arrival SET received_on = received_on - interval '1 hour'")
        self.assertTrue(self._case())

    # --- screening ---

    def test_officer_logs_it(self):
        arrival = self._waits(
            "automatic",
            Auto_Submitted="auto-generated",
            files=[("reading.pdf", b"%PDF-1.4", "application/pdf")],
            Message_Id="<first@gauge.example.com>",
        )
        action = arrival.with_user(self.officer).action_log_complaint()
        case = self._complaints().browse(action["res_id"])
        self.assertRecordValues(
            case,
            [
                {
                    "description": WORDS,
                    "partner_id": self.contact.id,
                    "complainant_role": "customer",
                    "received_on": arrival.received_on,
                }
            ],
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)]
        )
        self.assertEqual(files.mapped("name"), ["reading.pdf"])
        self.assertFalse(self._work_off())
        # From then on it is a case like others.
        cases, _arrivals = self._receive_mail(LIN, In_Reply_To="<first@gauge.example.com>")
        self.assertFalse(cases)

    def test_officer_sets_it_aside(self):
        arrival = self._waits("spam", X_Spam_Flag="YES")
        arrival.with_user(self.officer).action_set_aside("Advertising")
        self.assertEqual(arrival.state, "set_aside")
        with self.assertRefused(UserError, "before"):
            arrival.with_user(self.officer).action_log_complaint()

    def test_for_officers_alone(self):
        arrival = self._waits("spam", X_Spam_Flag="YES")
        for user in (self.reporter, self.auditor, self.salesperson, self.other_officer):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda u=user: arrival.with_user(u).read(["name", "original"]))
        with self.assertRefused(UserError):
            arrival.with_user(self.officer).write({"mail_count": 7})
