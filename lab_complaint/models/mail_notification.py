from odoo import models

from .lab_complaint_communication_mail import DELIVERY_STATES


class MailNotification(models.Model):
    _inherit = "mail.notification"

    def write(self, vals):
        """Tell complaint communications of mails that come back or are given up."""
        result = super().write(vals)
        # While a mail is being sent it is an exception for a moment: see mail.mail.
        if vals.get("notification_status") in ("bounce", "canceled"):
            self._tell_complaint_communications()
        return result

    def _tell_complaint_communications(self):
        """Let the communications whose letters these are know what became of them."""
        communications = self.env["lab.complaint.communication"].sudo()
        notifications = self.sudo()
        for said in communications.search(
            [("sent_message_id", "in", notifications.mail_message_id.ids)]
        ):
            own = notifications.filtered(
                lambda notification, said=said: notification.mail_message_id == said.sent_message_id
            )
            said._record_delivery(DELIVERY_STATES[own[:1].notification_status])
