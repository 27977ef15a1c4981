from odoo import models


class LabComplaintToldMixin(models.AbstractModel):
    """Notifications that go to nobody who may not read what they are about."""

    _name = "lab.complaint.told.mixin"
    _description = "Notifies Only Who May Read"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self:
            return recipients
        addressed = (msg_vals or {}).get("partner_ids", message.sudo().partner_ids.ids)
        return [
            recipient
            for recipient in recipients
            if not recipient["uid"]
            or recipient["ushare"]
            or self._may_be_told(
                self.env["res.users"].browse(recipient["uid"]), recipient["id"] in addressed
            )
        ]

    def _only_inside(self, recipients, message, msg_vals):
        """Recipients without people outside: what somebody is told of a complaint is a
        communication, which passes its rules (ISO/IEC 17025:2017, 7.9.5)."""
        if (msg_vals or {}).get("message_type", message.message_type) not in ("comment", "email"):
            return recipients
        return [
            recipient for recipient in recipients if recipient["uid"] and not recipient["ushare"]
        ]

    def _check_can_update_message_content(self, messages):
        """Notes stay as they were written (ISO/IEC 17025:2017, 7.5.2)."""
        messages.sudo(False)._check_not_on_record()
        return super()._check_can_update_message_content(messages)

    def _may_be_told(self, user, is_addressed):
        """Whether an employee is notified of a message on this single record.

        :param user: a single internal user
        :param is_addressed: whether the message names the user, who does not merely follow
        """
        return self._as_read_by(user).has_access("read")

    def _as_read_by(self, user):
        user = user.sudo()
        return self.with_user(user).with_context(allowed_company_ids=list(user._get_company_ids()))
