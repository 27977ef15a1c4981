from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..models.lab_complaint_communication_mail import RETRY_FOR
from .test_communication_mail import MailCase


class TestServerDown(MailCase):
    """Letters wait, visible, until the mail server is back; they do not count as told before."""

    def _acknowledge_without_server(self):
        with (
            patch.object(IrMail_Server, "_connect__", side_effect=OSError("down")),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.case.action_acknowledge()
            self.env["mail.mail"].process_email_queue()
        return self._said()

    def test_waits_visibly(self):
        said = self._acknowledge_without_server()
        self.assertRecordValues(said, [{"delivery_state": "failed", "is_given": False}])
        self.assertEqual(self.complaint.state, "received")
        self.assertTrue(self._activities("not delivered"))

    def test_is_sent_when_the_server_is_back(self):
        said = self._acknowledge_without_server()
        said._cron_retry_unsent()
        self.assertEqual(said.delivery_state, "outgoing")
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertRecordValues(said, [{"delivery_state": "sent", "is_given": True}])
        said._cron_retry_unsent()
        self.assertEqual(said.delivery_state, "sent")

    def test_is_sent_whoever_works_on_it_meanwhile(self):
        said = self._acknowledge_without_server()
        with self._collision(said._name, "_retry_unsent"):
            self.env.ref("lab_complaint.cron_retry_unsent").method_direct_trigger()
        self.assertEqual(said.delivery_state, "outgoing")

    def test_not_for_ever(self):
        said = self._acknowledge_without_server()
        with freeze_time(fields.Datetime.now() + RETRY_FOR + timedelta(hours=1)):
            said._cron_retry_unsent()
        self.assertEqual(said.delivery_state, "failed")

    def test_not_what_may_not_be_told_any_more(self):
        said = self._acknowledge_without_server()
        with patch.object(type(said), "_may_still_be_told", lambda said: False):
            said._cron_retry_unsent()
        self.assertEqual(said.delivery_state, "failed")

    def test_not_what_came_back(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        said = self._said()
        said._record_delivery("bounced")
        said._cron_retry_unsent()
        self.assertEqual(said.delivery_state, "bounced")
