from odoo import models


class LabComplaintCommunication(models.Model):
    """Auditors and investigators read what was said and when; the mails themselves name the
    complainant and are for officers (ISO/IEC 17025:2017, 4.2)."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        # Nobody but officers writes communications.
        return dict.fromkeys(operations, "write")
