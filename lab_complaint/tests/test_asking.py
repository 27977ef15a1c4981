import re
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from .test_reply import ReplyCase

LINK = re.compile(r"/complaints/reply/([\w-]+)")


class TestAsking(ReplyCase):
    """The question by email: to the complainant alone, with a link for this case alone."""

    def _ask(self, case=None):
        with self.mock_mail_gateway():
            (case or self.case).action_ask_reply()
            self.env.cr.flush()
            self._new_mails.sudo().filtered(lambda mail: mail.state == "outgoing").send()
        self.env.invalidate_all()
        return (case or self.case).communication_ids.sorted("id")[-1:]

    def _token(self, said):
        return LINK.search(said.body)[1]

    def _find(self, token):
        self.env.invalidate_all()
        return self.env["lab.complaint.communication"]._find_question(token)

    def test_sent(self):
        question = self._ask()
        self.assertEqual(
            [mail["email_to"] for mail in self._mails], [['"Ms Lin" <lin@gauge.example.com>']]
        )
        self.assertIn(self.complaint.name, self._mails[0]["subject"])
        self.assertIn("/complaints/reply/", self._mails[0]["body"])
        self.assertNotIn(self.complaint.subject, self._mails[0]["body"])
        self.assertRecordValues(
            question,
            [{"kind": "callback", "way": "mail", "delivery_state": "sent", "acceptance": False}],
        )

    def test_is_no_answer(self):
        """The promise to call back, and what the standard asks, stay open until the reply."""
        with self._counting_promises() as kept:
            question = self._ask()
        self.assertEqual(kept, [])
        self.assertFalse(question.is_given)
        self.assertTrue(question.told_on)
        self.assertFalse(self.complaint.acceptance)
        self.assertNotIn("Call-back", str(self.complaint.sudo()._status()["history"]))

    def test_in_the_complainant_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.contact.lang = "zh_CN"
        template = self.env.ref("lab_complaint.mail_template_reply")
        template.with_context(lang="zh_CN").subject = "您的投诉 {{ object.complaint_id.name }}"
        self._ask()
        self.assertIn("您的投诉", self._mails[0]["subject"])

    def test_leads_to_the_case(self):
        question = self._ask()
        found = self._find(self._token(question))
        self.assertEqual(found, question)
        found.complaint_id._take_reply("accepted", "By the link", 5)
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertEqual(self._find(self._token(question)), question)

    def test_does_not_arrive(self):
        question = self._ask()
        question.sudo().sent_message_id.notification_ids.write({"notification_status": "bounce"})
        self.env.invalidate_all()
        self.assertEqual(question.delivery_state, "bounced")
        self.assertIn("not delivered", str(self.complaint.activity_ids.mapped("summary")))
        self.assertEqual(self.case.untold_kinds, "callback")

    def test_only_the_last_link_is_valid(self):
        first, second = self._ask(), self._ask()
        self.assertFalse(self._find(self._token(first)))
        self.assertEqual(self._find(self._token(second)), second)

    def test_until_the_end(self):
        question = self._ask()
        self.case.action_record_callback("accepted")
        self.assertTrue(self._find(self._token(question)))
        self.case.action_close(way="letter")
        self.assertFalse(self._find(self._token(question)))

    def test_not_for_the_next_handling(self):
        question = self._ask()
        self._sql(
            "UPDATE lab_complaint_communication SET is_current = FALSE WHERE id = %s", question.id
        )
        self.assertFalse(self._find(self._token(question)))

    def test_forged(self):
        question = self._ask()
        token = self._token(question)
        letters = self.complaint.communication_ids - question
        for forged in (
            "",
            "x",
            "AAAA",
            "%00",
            "ü" * 50,
            token[:-2],
            token[:-2] + ("aa" if token[-2:] != "aa" else "bb"),
            "B" + token[1:],
            self._signed(letters[:1].id),
            self._signed(question.id, scope="lab_complaint.external_approval"),
            self._signed(10**12),
        ):
            with self.subTest(forged=forged[:20]):
                self.assertFalse(self._find(forged))

    def _signed(self, value, scope="lab_complaint.reply"):
        with patch("odoo.addons.lab_complaint.models.lab_complaint_asking.LINK_SCOPE", scope):
            path = self.env["lab.complaint.communication"].browse(value)._reply_path()
        return path.rsplit("/", 1)[1]

    def test_refused(self):
        complaint = self._log(self.officer, partner_id=self.contact.id)
        with self.assertRefused(UserError, "after having the outcome"):
            complaint.with_user(self.officer).action_ask_reply()
        self.contact.email = self.complaint.complainant_email = False
        with self.assertRefused(UserError, "no email address"):
            self.case.action_ask_reply()
        self.complaint.complainant_email = "lin@gauge.example.com"
        for user in (self.reporter, self.auditor, self.other_officer):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self.complaint.with_user(user).action_ask_reply()

    def test_not_after_the_end(self):
        """Neither asked, nor sent when it waited until then."""
        self.case.action_ask_reply()
        question = self.complaint.communication_ids.sorted("id")[-1:]
        self.case.action_record_callback("accepted")
        self.case.action_close(way="letter")
        with self.mock_mail_gateway():
            question.sudo().sent_message_id.mail_ids.send()
        self.assertNotIn("lin@gauge.example.com", str(self._mails))
        with self.assertRefused(UserError):
            self.case.action_ask_reply()

    def test_link_is_for_officers(self):
        question = self._ask()
        self.assertIn(self._token(question), question.with_user(self.officer).reply_url)
        for name in ("reply_url", "body"):
            with self.assertRefused(AccessError):
                question.with_user(self.auditor).read([name])
        self.assertFalse(
            self.env["mail.message"]
            .with_user(self.auditor)
            .search([("id", "=", question.sudo().sent_message_id.id)])
        )

    def test_protected_complainant_is_named_nowhere_else(self):
        self.complaint.write({"complainant_role": "end_user"})
        self._ask()
        self.assertEqual(len(self._mails), 1)
        notes = str(self.complaint.sudo().message_ids.mapped("body"))
        self.assertNotIn("Ms Lin", notes)
        self.assertNotIn(self.contact, self.complaint.sudo().message_partner_ids)
