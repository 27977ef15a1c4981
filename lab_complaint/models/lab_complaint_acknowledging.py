import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.mail import email_escape_char

from .at_once import COLLISIONS, do_apart
from .lab_complaint_stage import ENDED_STATES

_logger = logging.getLogger(__name__)
TWICE_WITHIN = timedelta(days=7)
# Later a person has long seen that it is missing.
BY_ITSELF_WITHIN = timedelta(days=7)
MOST_A_DAY = 3


class LabComplaint(models.Model):
    """Complaints by mail are acknowledged at once, by themselves (7.9.5).

    Apart from taking the mail in, so that nothing about the letter can make that fail.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    is_acknowledgement_due = fields.Boolean(
        readonly=True,
        copy=False,
        groups="lab_complaint.group_officer",
        help="The acknowledgement is about to be sent by itself.",
    )
    _acknowledgement_due = models.Index("(id) WHERE is_acknowledgement_due")

    def _acknowledge_soon(self):
        """Have the receipt of one case acknowledged by email right after this transaction."""
        if self.company_id.complaint_acknowledge_mail and self._has_address():
            self.is_acknowledgement_due = True
            job = self.env["ir.model.data"]._xmlid_to_res_id(
                "lab_complaint.cron_acknowledge_mail", raise_if_not_found=True
            )
            self.env["ir.cron"].sudo().browse(job)._trigger()

    @api.model
    def _cron_acknowledge_mail(self):
        """Acknowledge what came by mail, or leave it to a person and say so."""
        due = self.search(
            [
                ("is_acknowledgement_due", "=", True),
                ("received_on", ">", fields.Datetime.now() - BY_ITSELF_WITHIN),
                ("state", "not in", ENDED_STATES),
            ],
            order="id",
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for complaint in due:
            is_done = do_apart(self.env, complaint._acknowledge_by_itself)
            if not cron._commit_progress(int(is_done)):
                break

    def _acknowledge_by_itself(self):
        self.is_acknowledgement_due = False
        if self._is_acknowledged() or self.state in ENDED_STATES:
            return
        if self._is_sent_again():
            self._tell_who_leads(
                lambda told: told.env._("Acknowledge it: the same sender has an open complaint")
            )
        elif self._has_enough_letters():
            self._tell_who_leads(
                lambda told: told.env._("Acknowledge it: the same sender got several today")
            )
        else:
            self._try_to_acknowledge()

    def _try_to_acknowledge(self):
        letter = self.with_company(self.company_id).with_context(lab_complaint_by_itself=True)
        try:
            with self.env.cr.savepoint():
                letter.action_acknowledge()
                self.env.flush_all()
        except UserError as refusal:
            _logger.info("%s was not acknowledged by itself: %s", self.name, refusal)
            self._tell_not_acknowledged()
        except COLLISIONS:
            raise
        except Exception:  # pylint: disable=broad-except
            # A text or a paper that an administrator has changed may fail in any way.
            _logger.warning("%s was not acknowledged by itself", self.name, exc_info=True)
            self._tell_not_acknowledged()

    def _tell_not_acknowledged(self):
        self._tell_who_leads(
            lambda told: told.env._("Acknowledge it: the email could not be sent by itself")
        )

    def _is_acknowledged(self):
        return any(said.kind == "acknowledgement" for said in self.communication_ids)

    def _is_sent_again(self):
        """Whether the sender of one case has another one that is open, of the last days."""
        address = email_normalize(self.identity_email)
        others = self.search(
            [
                ("id", "<", self.id),
                ("company_id", "=", self.company_id.id),
                ("identity_email", "ilike", email_escape_char(address)),
                ("received_on", ">=", self.received_on - TWICE_WITHIN),
                ("state", "not in", ENDED_STATES),
            ]
        )
        return address in (email_normalize(other.identity_email) for other in others)

    def _has_enough_letters(self):
        """Whether the address of one case got as many acknowledgements as it may in a day."""
        letters = self.env["lab.complaint.communication"]
        address = self._recipient()["recipient_email"]
        sent = letters.search_count(
            [
                ("kind", "=", "acknowledgement"),
                ("way", "=", "mail"),
                ("recipient_email", "=ilike", email_escape_char(address)),
                ("create_date", ">", fields.Datetime.now() - timedelta(days=1)),
            ],
            limit=MOST_A_DAY,
        )
        return sent >= MOST_A_DAY


class LabComplaintCommunication(models.Model):
    """What is sent by itself says so, and other machines do not answer it (RFC 3834)."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _notify_by_email_get_headers(self, headers=None):
        headers = super()._notify_by_email_get_headers(headers=headers)
        if self.env.context.get("lab_complaint_by_itself"):
            headers.update(
                {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "OOF, AutoReply"}
            )
        return headers
