from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def write(self, vals):
        """Follow complaint letters that are put into the queue again, or given up.

        :raise UserError: when a letter is sent again that may not be told any more
        """
        result = super().write(vals)
        if vals.get("state") in ("outgoing", "cancel"):
            communications = self._complaint_communications()
            if vals["state"] == "outgoing":
                communications._check_may_be_told()
                communications._record_delivery("outgoing")
            else:
                communications._record_delivery("failed")
        return result

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Send mails, except complaint letters that became untrue while they were waiting."""
        outdated = self.browse()
        for said in self._complaint_communications():
            if not said._may_still_be_told():
                outdated |= self.filtered(
                    lambda mail, said=said: mail.mail_message_id == said.sent_message_id
                )
        if outdated:
            outdated.cancel()
        mails = self - outdated
        mails._complaint_communications()._hold_case()
        return super(MailMail, mails).send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            post_send_callback=post_send_callback,
        )

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Hold the case of a letter that leaves next: the queue commits after each mail."""
        self._complaint_communications()._hold_case()
        return super()._prepare_outgoing_list(*args, **kwargs)

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell complaint communications whether the mail server took their letters."""
        notifications = self.env["mail.notification"].search(
            [("mail_mail_id", "in", self.filtered("is_notification").ids)]
        )
        result = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        notifications._tell_complaint_communications()
        return result

    def _complaint_communications(self):
        """Communications with complainants whose letters these mails are."""
        messages = self.sudo().mail_message_id
        return (
            self.env["lab.complaint.communication"]
            .sudo()
            .search([("sent_message_id", "in", messages.ids)])
        )
