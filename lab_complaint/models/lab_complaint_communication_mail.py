import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from .at_once import do_apart

_logger = logging.getLogger(__name__)

# What the mail system says of a notification, in our words.
DELIVERY_STATES = {
    "ready": "outgoing",
    "process": "outgoing",
    "pending": "outgoing",
    "sent": "sent",
    "bounce": "bounced",
    "exception": "failed",
    "canceled": "failed",
}
# A mail server that is down comes back; whoever waits longer chooses another way.
RETRY_FOR = timedelta(days=3)
# Where it is noted that a letter has left. Always in the same order, so that two never wait for
# each other.
HELD = (
    "SELECT FROM lab_complaint WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
    "SELECT FROM lab_complaint_deadline WHERE complaint_id = ANY(%s) AND done_on IS NULL"
    " ORDER BY id FOR NO KEY UPDATE",
)


class LabComplaintCommunication(models.Model):
    """Sending by email, and what became of it."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def action_send(self):
        """Send drafts by email; each counts as told when the mail server has taken it.

        :raise UserError: when there is no address, it was sent already, or the case is not
            ready for it
        """
        self.check_access("write")
        for said in self:
            said._check_case_open()
            said._check_draft({})
            said._check_has_address()
            said._write_delivery({"way": "mail", "delivery_state": "outgoing"})
            if not self.env.su:
                said._write_delivery({"user_id": self.env.user.id})
            said._check_may_be_told()
            said._post_letter()
        return True

    def action_retry(self):
        """Give mails that were not taken by the mail server to its queue again.

        :raise UserError: when a mail came back, or the case is not ready for it any more
        """
        self.check_access("write")
        for said in self:
            failed = said._failed_mails()
            if said.delivery_state != "failed" or not failed:
                said._refuse(
                    self.env._("there is no failed email to try again. Choose another way.")
                )
            failed.mark_outgoing()
        return True

    @api.model
    def _cron_retry_unsent(self):
        """Give letters to the queue again that the mail server did not take because it was not
        there; those that may not be told any more stay where they are."""
        unsent = self.search(
            [
                ("delivery_state", "=", "failed"),
                ("create_date", ">=", fields.Datetime.now() - RETRY_FOR),
            ]
        )
        for said in unsent:
            do_apart(self.env, said._retry_unsent)

    def _retry_unsent(self):
        reasons = self.sent_message_id.notification_ids.mapped("failure_type")
        if "mail_smtp" in reasons and self._may_still_be_told():
            self._failed_mails().mark_outgoing()

    def _failed_mails(self):
        """Mails of this single communication that the mail server did not take."""
        return (
            self.env["mail.mail"]
            .sudo()
            .search(
                [("mail_message_id", "=", self.sent_message_id.id), ("state", "=", "exception")]
            )
        )

    def _check_has_address(self):
        if not email_normalize(self.recipient_email or ""):
            self._refuse(
                self.env._(
                    "there is no email address to write to. Enter one, choose another way, or "
                    "record why it is not possible."
                )
            )

    def _post_letter(self):
        """Post this single communication to whom it is addressed and nobody else."""
        self._put_into_words()
        said = (
            self.sudo()
            .with_context(mail_post_autofollow=False)
            .with_context(lang=self.recipient_lang, mail_post_autofollow_author_skip=True)
        )
        company = said.company_id
        message = said.message_post(
            subject=said.subject,
            body=said.body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=company.partner_id.id,
            email_from=company.email_formatted or self.env.user.email_formatted,
            **company._complaint_reply_to(),
            email_add_signature=False,
            email_layout_xmlid="mail.mail_notification_light",
            model_description=said.env._("complaint"),
            force_record_name=said.complaint_id.name,
            attachment_ids=said.attachment_ids.ids,
            attachments=said._letter_files(),
            mail_auto_delete=False,
            **said._addressee(),
        )
        self._write_delivery({"sent_message_id": message.id})
        message.sudo().notification_ids._tell_complaint_communications()

    def _addressee(self):
        """The contact, unless another address was given with the complaint."""
        partner = self._recipient_partner()
        address = email_normalize(self.recipient_email)
        if partner and email_normalize(partner.email or "") == address:
            return {"partner_ids": partner.ids}
        return {"outgoing_email_to": address}

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Only who is addressed, always by email: neither followers nor anybody else."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        addressed = set((msg_vals or {}).get("partner_ids") or message.sudo().partner_ids.ids)
        return [
            {**recipient, "notif": "email"}
            for recipient in recipients
            if not recipient["id"] or recipient["id"] in addressed
        ]

    def _may_be_told(self, user, is_addressed):
        """Who complains gets the letter, also if they work here."""
        return is_addressed

    def _message_post_after_hook(self, message, msg_values):
        """Tell the officer in charge that who was addressed wrote back."""
        if message.message_type == "email":
            self._ask_officer(
                self.env._("The authority has written")
                if self.addressed_to == "authority"
                else self.env._("The complainant has written"),
                self.env._("Read the answer with the communication it belongs to."),
            )
        return super()._message_post_after_hook(message, msg_values)

    def _record_delivery(self, state):
        """Record what became of the mails, and what follows from it.

        Called while mails are being sent: nothing is raised here, or a mail that has gone out
        would be sent twice.

        :param state: key of `delivery_state`
        """
        for said in self.filtered(lambda said: said.delivery_state != state):
            vals = {"delivery_state": state}
            if state == "sent":
                vals["told_on"] = fields.Datetime.now()
            said._write_delivery(vals)
            if state == "sent":
                said._follow_up_delivery()
            elif state in ("bounced", "failed"):
                said._ask_officer(
                    self.env._("Email not delivered: choose another way"),
                    self.env._(
                        "%s did not arrive and does not count as told. Try again, "
                        "tell it in another way, or record why that is not possible.",
                        said.display_name,
                    ),
                )

    def _hold_case(self):
        """Have whoever changes the cases of these letters, or their promises, wait until this
        transaction has ended.

        It notes there that the letters have left. Were it refused only then, because somebody had
        changed the same meanwhile, they would go out again.

        :raise SerializationFailure: when somebody has changed them already; nothing has left yet
        """
        for held in HELD if self else ():
            self.env.cr.execute(SQL(held, self.complaint_id.ids))

    def _follow_up_delivery(self):
        try:
            with self.env.cr.savepoint():
                self.filtered("is_given")._became_given()
        except UserError as refusal:
            _logger.info("%s was told; the case stays where it is: %s", self, refusal)

    def _may_still_be_told(self):
        """Whether the case has not changed since this single one was put into the queue."""
        try:
            self._check_may_be_told()
        except UserError:
            return False
        return True

    def _ask_officer(self, summary, note):
        """Activity for the officer in charge of the case, who is not involved in it."""
        for said in self.sudo():
            complaint = said.complaint_id
            people = (complaint.user_id | said.user_id).filtered("active")
            people = people - complaint.involved_user_ids or complaint._quality_heads()
            complaint.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=people[:1].id or said.user_id.id,
                summary=summary,
                note=note,
            )
