import base64
from unittest.mock import patch

from odoo.tools import mute_logger

from .gateway_case import GatewayCase
from .malformed_mails import malformed_mails

PARSER = "odoo.addons.mail.models.mail_thread.MailThread._message_parse_extract_payload"


class TestMailMalformed(GatewayCase):
    """Whatever arrives at the address for complaints neither fails nor is lost."""

    @mute_logger("odoo.tools.mail", "odoo.addons.base.models.ir_attachment")
    def test_corpus(self):
        for name, raw in malformed_mails(self.address).items():
            # Senders are alike: none of them is to be too many.
            self._sql("UPDATE lab_complaint_arrival SET sender_email = id, mail_identity = id")
            with self.subTest(mail=name):
                cases, arrivals = self._receive_raw(raw, model="lab.complaint")
                self.assertEqual(len(arrivals), 1)
                self.assertEqual(self._original(arrivals), raw)
                self.assertEqual(arrivals.complaint_id, cases)
                if not cases:
                    self.assertEqual(arrivals.state, "open")
                    self.assertTrue(arrivals.doubt)

    def test_most_are_read(self):
        """Only what nobody could read waits to be opened by a person."""
        mails = malformed_mails(self.address)
        unread = set()
        for name, raw in mails.items():
            self._sql("UPDATE lab_complaint_arrival SET sender_email = id, mail_identity = id")
            _cases, arrivals = self._receive_raw(raw, model="lab.complaint")
            if arrivals.doubt == "unreadable":
                unread.add(name)
        self.assertEqual(unread, {"unknown charset"})

    def test_words_of_other_alphabets(self):
        mails = malformed_mails(self.address)
        self.assertEqual(self._receive_raw(mails["subject in 8 bits"])[0].subject, "中国")

    def test_parser_fails(self):
        raw = self._mail()
        with patch(PARSER, side_effect=RecursionError("too deep")):
            cases, arrivals = self._receive_raw(raw)
        self.assertFalse(cases)
        self.assertRecordValues(
            arrivals,
            [
                {
                    "state": "open",
                    "doubt": "unreadable",
                    "name": "Wrong values",
                    "sender_email": "lin@gauge.example.com",
                    "text": False,
                }
            ],
        )
        self.assertEqual(self._original(arrivals), raw)

    def test_officer_logs_what_could_not_be_read(self):
        with patch(PARSER, side_effect=RecursionError("too deep")):
            _cases, arrival = self._receive_raw(self._mail())
            action = arrival.with_user(self.officer).action_log_complaint()
        case = self._complaints().browse(action["res_id"])
        self.assertEqual(case.partner_id, self.contact)
        self.assertTrue(case.description)

    def test_other_part_of_the_system_fails(self):
        """What is also for others is a case, whatever becomes of it there."""
        self.env["mail.alias"].create(
            {
                "alias_name": "people",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
                "alias_defaults": {"no_such_field": 1},
            }
        )
        raw = self._mail(Cc=f"people@{self.company.alias_domain_id.name}")
        with patch(
            "odoo.addons.base.models.res_partner.ResPartner.create", side_effect=ValueError("no")
        ):
            cases, _arrivals = self._receive_raw(raw)
        self.assertEqual(len(cases), 1)

    def test_large(self):
        content = bytes(range(256)) * (25 * 4096)
        raw = self._mail(files=[("scan.bin", content, "application/octet-stream")])
        case, arrival = self._receive_raw(raw)
        self.assertEqual(self._original(arrival), raw)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)]
        )
        self.assertEqual(file.raw, content)

    def test_encoded_words(self):
        subject = base64.b64encode("数据有误".encode()).decode()
        case = self._case(Subject=f"=?utf-8?B?{subject}?=")
        self.assertEqual(case.subject, "数据有误")
