from odoo import models
from odoo.exceptions import UserError

# What was said, by whom and when; reading, starring and the like are no part of it.
SAID = {
    "attachment_ids",
    "author_guest_id",
    "author_id",
    "body",
    "date",
    "email_from",
    "is_internal",
    "message_type",
    "parent_id",
    "subject",
    "subtype_id",
    "tracking_value_ids",
}
ON_RECORD = ("lab.complaint", "lab.certificate")


class MailMessage(models.Model):
    """Notes and changes on record with complaints and certificates stay as they are
    (ISO/IEC 17025:2017, 7.5.2, 8.4), whoever wrote them."""

    _inherit = "mail.message"

    def write(self, vals):
        """Change messages.

        :raise UserError: when what a note on a complaint says would be another
        """
        if SAID & vals.keys():
            self._check_not_on_record()
        return super().write(vals)

    def unlink(self):
        """Delete messages.

        :raise UserError: for those on complaints
        """
        # Methods with api.ondelete are left out when a request has _force_unlink in its context.
        self._check_not_on_record()
        return super().unlink()

    def _check_not_on_record(self):
        # The mail system itself cleans up after it has sent.
        if not self.env.su and any(
            (message.model or "").startswith(ON_RECORD) for message in self.sudo()
        ):
            raise UserError(
                self.env._(
                    "What is noted on a complaint stays as it was written. Write another note that "
                    "puts it right."
                )
            )
