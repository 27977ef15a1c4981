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
# Lists that the web client is told of each message, nearly always empty.
TOLD_LISTS = (
    "attachment_ids",
    "message_link_preview_ids",
    "notification_ids",
    "partner_ids",
    "rating_ids",
    "reaction_ids",
    "starred_partner_ids",
    "tracking_value_ids",
)
# And of what it names, which Odoo reads with all columns: eighty of an author.
TOLD_NAMES = {
    "author_id": ("is_company", "name", "user_ids", "write_date"),
    "author_id.user_ids": ("active", "partner_id", "share"),
    "subtype_id": ("description",),
    "tracking_value_ids.field_id": ("model", "name", "ttype"),
}


class MailMessage(models.Model):
    """Notes and changes on record with complaints and certificates stay as they are
    (ISO/IEC 17025:2017, 7.5.2, 8.4), whoever wrote them."""

    _name = "mail.message"
    _inherit = ["mail.message", "lab.list.reading"]

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

    def _to_store(self, store, fields, *, msg_vals=False, **kwargs):
        """Tell the web client of messages: those on record with their lists read together. Odoo
        reads the lists as superuser, as well."""
        # Of one that is posted just now, most is known.
        if "message_format" in fields and not msg_vals:
            on_record = self._on_record()
            on_record._fetch_lists(TOLD_LISTS)
            for path, names in TOLD_NAMES.items():
                on_record.mapped(path).fetch(names)
        return super()._to_store(store, fields, msg_vals=msg_vals, **kwargs)

    def _check_not_on_record(self):
        # The mail system itself cleans up after it has sent.
        if not self.env.su and self._on_record():
            raise UserError(
                self.env._(
                    "What is noted on a complaint stays as it was written. Write another note that "
                    "puts it right."
                )
            )

    def _on_record(self):
        """Those of complaints and certificates, as superuser."""
        return self.sudo().filtered(lambda message: (message.model or "").startswith(ON_RECORD))
