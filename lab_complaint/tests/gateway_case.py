"""A laboratory with an address for complaints, and mails as they come over the wire."""

import base64
from email.message import EmailMessage
from itertools import count

from odoo.tools import email_normalize, mute_logger

from .common_answer import AnswerCase

LIN = "Ms Lin <lin@gauge.example.com>"
STRANGER = "Zhao Whistle <zhao@outside.example.com>"
WORDS = "The certificate of our gauge shows values that cannot be right."
LOGGERS = (
    "odoo.addons.lab_complaint.models.lab_complaint_mail",
    "odoo.addons.lab_complaint.models.lab_complaint_acknowledging",
    "odoo.addons.mail.models.mail_thread",
)
NUMBERS = count(1)


class GatewayCase(AnswerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.complaint_alias_name = "complaints"
        cls.address = cls.company.complaint_email
        cls._commit_nothing()

    def _mail(self, sender=LIN, words=WORDS, html=None, files=(), **headers):
        """A mail, in bytes; headers by name, with underscores."""
        mail = EmailMessage()
        values = {
            "From": sender,
            "To": self.address,
            "Subject": "Wrong values",
            "Message_Id": f"<{next(NUMBERS)}@gauge.example.com>",
            "Date": "Mon, 02 Mar 2026 08:00:00 +0800",
            **headers,
        }
        for name, value in values.items():
            if value is not None:
                mail[name.replace("_", "-")] = value
        mail.set_content(words)
        if html:
            mail.add_alternative(html, subtype="html")
        for name, content, kind in files:
            main, sub = kind.split("/")
            mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return mail.as_bytes()

    @mute_logger(*LOGGERS)
    def _receive_raw(self, raw, model=None):
        """Give a mail to Odoo's gateway as a mail server does.

        :return: the new cases, the new arrivals
        """
        cases, arrivals = self._all("lab.complaint"), self._all("lab.complaint.arrival")
        self.result = self.env["mail.thread"].message_process(model, raw)
        self.env.flush_all()
        self.env.invalidate_all()
        return self._all("lab.complaint") - cases, self._all("lab.complaint.arrival") - arrivals

    def _receive_mail(self, *args, **values):
        return self._receive_raw(self._mail(*args, **values))

    def _all(self, model):
        return self.env[model].sudo().search([], order="id")

    def _case(self, *args, **values):
        """The case that a mail becomes."""
        cases, arrivals = self._receive_mail(*args, **values)
        self.assertEqual(len(cases), 1)
        self.assertRecordValues(arrivals, [{"state": "logged", "complaint_id": cases.id}])
        return cases

    def _messages(self, record):
        """What was written since the record was entered, the latest first."""
        return record.message_ids.sorted("id", reverse=True)

    def _original(self, arrival):
        return base64.b64decode(arrival.original)

    def _sent_outside(self):
        """Mails to others than colleagues, who are reminded of what waits."""
        colleagues = set(self.env["res.users"].search([]).mapped("email_normalized"))
        return [
            mail
            for mail in self._mails
            if not {email_normalize(address) for address in mail["email_to"]} <= colleagues
        ]

    def _work_off(self):
        """The scheduled action that acknowledges.

        :return: letters that it sent, without what colleagues are told
        """
        with self.mock_mail_gateway(), mute_logger(*LOGGERS):
            self.env["lab.complaint"]._cron_acknowledge_mail()
        self.env.flush_all()
        self.env.invalidate_all()
        return [mail for mail in self._mails if "Your complaint" in mail["subject"]]
