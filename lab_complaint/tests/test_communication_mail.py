from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import format_date, mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .common_answer import AnswerCase

BOUNCE = """\
Return-Path: <>
X-Original-To: {to}
Delivered-To: {to}
From: MAILER-DAEMON@gauge.example.com (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"
Message-Id: <bounce-1@gauge.example.com>

--part
Content-Type: text/plain; charset=us-ascii

The mail could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; gauge.example.com

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: failed
Status: 5.1.1

--part
Content-Type: message/rfc822

Return-Path: <lab@laboratory.example.com>
To: {recipient}
Message-Id: {message_id}
Subject: Your complaint

Text

--part--
"""


class MailCase(AnswerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._commit_nothing()

    def _bounce(self, said):
        """The mail comes back, through the mail gateway."""
        message = said.sent_message_id
        self.env["mail.thread"].message_process(
            None,
            BOUNCE.format(
                to=self.company.alias_domain_id.bounce_email or "bounce@test.mycompany.com",
                recipient=said.recipient_email,
                message_id=message.message_id,
            ),
        )

    def _activities(self, text):
        return self.complaint.activity_ids.filtered(lambda one: text in (one.summary or ""))


class TestSending(MailCase):
    """Letters by mail go to the complainant and nobody else."""

    def test_sent(self):
        with self.mock_mail_gateway(), self._counting_promises() as kept:
            self.case.action_acknowledge()
        said = self._said()
        self.assertRecordValues(
            said,
            [
                {
                    "delivery_state": "sent",
                    "is_given": True,
                    "way": "mail",
                    "kind": "acknowledgement",
                }
            ],
        )
        self.assertEqual(kept, [("acknowledgement", said.told_on)])
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self._mails[0]["email_to"], ['"Ms Lin" <lin@gauge.example.com>'])

    def test_waits_in_the_queue(self):
        with self._counting_promises() as kept:
            self.case.action_acknowledge()
        said = self._said()
        self.assertEqual(said.delivery_state, "outgoing")
        self.assertFalse(said.is_given or said.told_on or kept)
        self.assertEqual(self.complaint.state, "received")

    def test_queue_is_worked_off(self):
        self.case.action_acknowledge()
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertTrue(self._said().is_given)

    def test_waiting_is_frozen(self):
        self.case.action_acknowledge()
        with self.assertRefused(UserError, "stays on record"):
            self._said().with_user(self.officer).write({"summary": "More"})
        with self.assertRefused(UserError, "stays on record"):
            self._said().with_user(self.officer).action_send()

    def test_text_of_the_acknowledgement(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge(summary="Please keep the gauge.")
        said, mail = self._said(), self._mails[0]
        self.assertEqual(said.subject, f"Your complaint {self.complaint.name}: received")
        self.assertEqual(mail["subject"], said.subject)
        for text in (
            self.complaint.name,
            self.officer.name,
            "+86 21 5555 0100",
            "lab@laboratory.example.com",
            "Dear Ms Lin",
            "Please keep the gauge.",
        ):
            with self.subTest(text):
                self.assertIn(text, said.body)
                self.assertIn(text, mail["body"])

    def test_expected_date(self):
        promise = self.complaint.deadline_ids.filtered(lambda deadline: deadline.kind == "outcome")
        self.case.action_acknowledge()
        day = format_date(self.env, promise.due_on, date_format="long")
        self.assertIn(day, self._said().body)

    def test_text_of_the_outcome(self):
        self._decide()
        with self.mock_mail_gateway():
            self.case.action_send_outcome(summary="Ask for Wu.", body="<p>Mine</p>", subject="X")
        said = self._said("outcome")
        self.assertIn("We amend the certificate free of charge.", said.body)
        self.assertNotIn("Ask for Wu.", said.body)
        self.assertNotIn("Mine", said.body)
        self.assertEqual(said.subject, f"Your complaint {self.complaint.name}: our answer")
        for text in ("calibrator", self.officer.name, self.quality_head.name):
            self.assertNotIn(text, said.body)
            self.assertNotIn(text, self._mails[0]["body"])
            self.assertNotIn(text, self._mails[0]["email_from"])

    def test_text_of_others_may_be_put_in_own_words(self):
        self.case.action_report_progress(summary="Soon", subject="Soon", body="<p>Own words</p>")
        said = self._said()
        self.assertEqual(said.subject, "Soon")
        self.assertEqual(said.body, "<p>Own words</p>")

    def test_every_kind_has_a_text(self):
        self._tell_outcome()
        self._decide(kind="extension")
        self._not_ours()
        for kind in self.env["lab.complaint.communication"]._fields["kind"].get_values(self.env):
            if kind == "callback":
                continue
            with self.subTest(kind):
                said = self.case._unsaved_communication(kind, summary="Our own words")
                subject, body = said._rendered()
                self.assertIn(self.complaint.name, subject)
                self.assertIn(self.complaint.name, body)
                # To what was approved nothing is added.
                self.assertEqual("Our own words" in body, kind != "outcome")

    def test_language_of_the_recipient(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("lab_complaint.mail_template_acknowledgement")
        template.with_context(lang="zh_CN").subject = "您的投诉 {{ object.complaint_id.name }}"
        self.contact.lang = "zh_CN"
        self.case.action_acknowledge()
        self.assertEqual(self._said().subject, f"您的投诉 {self.complaint.name}")

    def test_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.partner_id.lang = "zh_CN"
        complaint = self._log(complainant_email="caller@example.com")
        said = self._say("acknowledgement", complaint=complaint)
        self.assertEqual(said.recipient_lang, "zh_CN")

    def test_address_given_with_the_complaint(self):
        self.complaint.complainant_email = "lin.private@example.com"
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        self.assertEqual(self._mails[0]["email_to"], ["lin.private@example.com"])
        self.assertTrue(self._said().is_given)

    def test_no_address(self):
        complaint = self._log(self.officer, complainant_name="A caller")
        case = complaint.with_user(self.officer)
        for way in (None, "mail"):
            with self.subTest(way), self.assertRefused(UserError, "choose another way"):
                case.action_acknowledge(way=way)
        with self.assertRefused(UserError, "choose another way"):
            self._say("acknowledgement", complaint=complaint, way="mail").action_send()
        case.action_acknowledge(not_possible_reason="Left no address")
        self.assertTrue(complaint.communication_ids.is_given)

    def test_neither_followers_nor_involved(self):
        self.complaint.message_subscribe(self.reporter.partner_id.ids)
        self._involve(self.salesperson)
        draft = self._say("acknowledgement", way="mail")
        draft.sudo().message_subscribe(
            (self.reporter | self.salesperson | self.quality_head).partner_id.ids
        )
        with self.mock_mail_gateway():
            draft.action_send()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(draft.sent_message_id.notified_partner_ids, self.contact)

    def test_case_does_not_tell_who_complained(self):
        """Who may read the case, but not its communications, does not find the letter."""
        before = self.complaint.message_ids
        with self.mock_mail_gateway():
            self.case.action_report_progress(summary="Soon")
        self.assertEqual(self.complaint.message_ids, before)
        self.assertNoAccess(
            lambda: self._said().sent_message_id.with_user(self.reporter).read(["body"])
        )

    def test_complainant_who_works_here_gets_a_mail_too(self):
        self.reporter.notification_type = "inbox"
        self.reporter.partner_id.email = "reporter@laboratory.example.com"
        self.complaint.partner_id = self.reporter.partner_id
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        self.assertEqual(len(self._mails), 1)
        self.assertTrue(self._said().is_given)


class TestDelivery(MailCase):
    """What did not arrive does not count as said."""

    def _send(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        return self._said()

    def test_bounce(self):
        said = self._send()
        self.assertTrue(said.is_given)
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_thread"):
            self._bounce(said)
        self.assertRecordValues(said, [{"delivery_state": "bounced", "is_given": False}])
        activity = self._activities("not delivered")
        self.assertEqual(activity.user_id, self.officer)
        self.assertNotIn("Lin", f"{activity.summary}{activity.note}")

    def test_bounce_of_an_address_without_contact(self):
        self.complaint.complainant_email = "lin.private@example.com"
        said = self._send()
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_thread"):
            self._bounce(said)
        self.assertEqual(said.delivery_state, "bounced")

    def test_bounced_is_told_in_another_way(self):
        said = self._send()
        said.sent_message_id.notification_ids.notification_status = "bounce"
        with self.assertRefused(UserError, "stays on record"):
            said.with_user(self.officer).write({"way": "phone"})
        with self.assertRefused(UserError, "Choose another way"):
            said.with_user(self.officer).action_retry()
        self.case.action_acknowledge(way="phone")
        self.assertEqual(self._said().mapped("is_given"), [True, False])

    def _send_without_server(self):
        def refuse(*_args, **_kwargs):
            raise OSError("No route to host")

        with (
            self.mock_mail_gateway(),
            patch.object(type(self.env["ir.mail_server"]), "_connect__", refuse),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.case.action_acknowledge()
        return self._said()

    def test_no_mail_server(self):
        with self._counting_promises() as kept:
            said = self._send_without_server()
        self.assertRecordValues(
            said, [{"delivery_state": "failed", "is_given": False, "told_on": False}]
        )
        self.assertFalse(kept)
        self.assertEqual(len(self._activities("not delivered")), 1)

    def test_retry(self):
        said = self._send_without_server()
        said.with_user(self.officer).action_retry()
        self.assertEqual(said.delivery_state, "outgoing")
        with self.mock_mail_gateway(), self._counting_promises() as kept:
            self.env["mail.mail"].process_email_queue()
        self.assertRecordValues(said, [{"delivery_state": "sent", "is_given": True}])
        self.assertEqual(len(kept), 1)

    def test_nothing_to_retry(self):
        said = self._send()
        with self.assertRefused(UserError, "no failed email"):
            said.with_user(self.officer).action_retry()

    def test_refused_by_the_mail_server(self):
        def refuse(*_args, **_kwargs):
            raise ValueError("Refused")

        with (
            self.mock_mail_gateway(),
            patch.object(IrMail_Server, "send_email", refuse),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.case.action_acknowledge()
        self.assertEqual(self._said().delivery_state, "failed")
        self.assertEqual(len(self._activities("not delivered")), 1)

    def test_cancelled_in_the_queue(self):
        self.case.action_acknowledge()
        said = self._said()
        self.env["mail.mail"].search([("mail_message_id", "=", said.sent_message_id.id)]).cancel()
        self.assertEqual(said.delivery_state, "failed")

    def test_outcome_that_is_superseded_while_it_waits(self):
        decision = self._decide()
        self.case.action_send_outcome()
        self._sql(
            "UPDATE lab_complaint_decision SET state = 'superseded' WHERE id = %s", decision.id
        )
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertNotIn("lin@", str([mail["email_to"] for mail in self._mails]))
        self.assertEqual(self._said("outcome").delivery_state, "failed")
        self.assertFalse(self.complaint.is_outcome_told)

    def test_other_mails_go_as_ever(self):
        with self.mock_mail_gateway():
            mail = self.env["mail.mail"].create(
                {"email_to": "somebody@example.com", "subject": "Lunch", "body_html": "<p/>"}
            )
            mail.send()
        self.assertEqual(len(self._mails), 1)

    def test_other_messages_change_nothing(self):
        said = self._send()
        message = said.message_post(body="Thank you", partner_ids=self.contact.ids)
        message.notification_ids.notification_status = "bounce"
        self.assertEqual(said.delivery_state, "sent")

    def test_answer_of_the_complainant(self):
        said = self._send()
        said.message_post(
            body="When?", message_type="email", author_id=self.contact.id, email_from="l@x.example"
        )
        self.assertEqual(self._activities("has written").user_id, self.officer)
