import base64
import email
import email.policy
from datetime import timedelta

from odoo import api, fields, models

from .arriving_mail import ArrivingMail
from .lab_complaint_uploads import clean_file_name
from .mail_words import files_of, words_of

# So many within the window are from a person; what follows may be two machines that answer
# each other.
WINDOW = timedelta(hours=1)
MOST_CASES = 5
MOST_REPLIES = 20


class LabComplaintArrival(models.Model):
    """Mails in the original, whatever became of them: this is for officers alone (4.2)."""

    _inherit = "lab.complaint.arrival"  # pylint: disable=consider-merging-classes-inherited

    mail_identity = fields.Char(
        "Message-Id", readonly=True, index="btree_not_null", help="Replies refer to it."
    )
    stated_date = fields.Char("Date as Stated", readonly=True, help="What the mail says itself.")
    mail_count = fields.Integer(
        "Mails",
        readonly=True,
        aggregator=None,
        help="This one and those from the same sender that came while it waited.",
    )

    # Of every mail it is asked what else came from its sender, lately.
    _mails_of_sender = models.Index("(sender_email, received_on) WHERE kind = 'mail'")

    # --- what there is ---

    @api.model
    def _has_mail(self, mail, company):
        """Whether a mail was delivered before."""
        return bool(mail.message_id) and bool(
            self.sudo().search_count(
                [
                    ("mail_identity", "=", mail.message_id),
                    ("sender_email", "=", mail.sender_email or False),
                    ("company_id", "=", company.id),
                ],
                limit=1,
            )
        )

    @api.model
    def _are_many(self, mail, company, thread):
        """Whether the sender wrote more than people do.

        :param thread: record that the mail replies to, empty when it would be a new case
        """
        most = MOST_REPLIES if thread else MOST_CASES
        domain = [
            ("kind", "=", "mail"),
            ("state", "=", "logged"),
            ("sender_email", "=", mail.sender_email or False),
            ("company_id", "=", company.id),
            ("received_on", ">", fields.Datetime.now() - WINDOW),
            ("source_id", "!=" if thread else "=", False),
        ]
        return self.sudo().search_count(domain, limit=most) >= most

    @api.model
    def _thread_of(self, references):
        """Case or communication that earlier mails became or were added to.

        :param references: identities of these mails
        :return: single lab.complaint or lab.complaint.communication in superuser mode, or an
            empty lab.complaint
        """
        earlier = self.sudo().search(
            [("mail_identity", "in", references), ("complaint_id", "!=", False)], limit=1
        )
        if earlier.source_id:
            return earlier.env[earlier.source_model].browse(earlier.source_id).exists()
        return earlier.complaint_id

    # --- keeping it ---

    @api.model
    def _keep_logged(self, mail, complaint, thread=None, **known):
        """Keep the original of a mail that is on record with one case.

        :param thread: record it was added to; none when the case was made of it
        :param known: values that were found out for the case, not to be found out again
        """
        values = {
            "state": "logged",
            "doubt": mail.doubt or False,
            "complaint_id": complaint.id,
            "source_model": thread and thread._name,
            "source_id": thread and thread.id,
            **known,
        }
        return self._keep(mail, complaint.company_id, values)

    @api.model
    def _keep_open(self, mail, company, doubt):
        """Keep a mail that is no case by itself, with those from the same sender that wait."""
        waiting = self.sudo().search(
            [
                ("kind", "=", "mail"),
                ("state", "=", "open"),
                ("doubt", "=", doubt),
                ("sender_email", "=", mail.sender_email or False),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )
        if waiting:
            waiting._add_mail(mail)
            return waiting
        return self._keep(mail, company, {"state": "open", "doubt": doubt})

    @api.model
    def _keep(self, mail, company, values):
        cases = self.env["lab.complaint"]
        arrivals = self.sudo().with_company(company)
        arrivals = arrivals.with_context(
            lang=cases._language_of(company),
            attachments_mime_plainxml=True,
            # It is nobody's work that a mail came, and the mail itself says when.
            mail_create_nosubscribe=True,
            mail_create_nolog=True,
        )
        if "text" not in values:
            values["text"] = arrivals._read_if_possible(mail)[0] or False
        if "partner_id" not in values:
            values["partner_id"] = cases._known_sender(mail.sender_email, company).id
        subject = mail.subject or arrivals.env._("Mail without subject")
        return arrivals._take_in(
            [
                {
                    "kind": "mail",
                    "name": subject,
                    "sender_name": mail.sender_name or False,
                    "sender_email": mail.sender_email or False,
                    "original": base64.b64encode(mail.raw),
                    "original_name": clean_file_name(f"{subject}.eml"),
                    "mail_identity": mail.message_id or False,
                    "stated_date": mail.stated_date or False,
                    "mail_count": 1,
                    "company_id": company.id,
                    **values,
                }
            ]
        )

    def _add_mail(self, mail):
        """Add another mail from the same sender to this single one."""
        subject = mail.subject or self.env._("Mail without subject")
        arrival = self.with_context(attachments_mime_plainxml=True)
        file = arrival.env["ir.attachment"].create(
            {
                "name": clean_file_name(f"{subject}.eml"),
                "raw": mail.raw,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        arrival._message_log(body=subject, attachment_ids=file.ids)
        self._record({"mail_count": self.mail_count + 1})

    # --- reading it ---

    @api.model
    def _read(self, mail):
        """What a mail says.

        :return: tuple of text, possibly empty, and a list of (name, bytes)
        """
        message = email.message_from_bytes(mail.raw, policy=email.policy.SMTP)
        payload = self.env["mail.thread"]._message_parse_extract_payload(message, {})
        return words_of(payload["body"]), files_of(payload["attachments"])

    @api.model
    def _read_if_possible(self, mail):
        try:
            return self._read(mail)
        except Exception:  # pylint: disable=broad-except
            # Whatever the parsers fail at: the original is kept, and officers open it.
            return "", []

    # --- screening it ---

    def action_log_complaint(self):
        """Enter this single arrival in the register; a mail with its files."""
        action = super().action_log_complaint()
        arrival = self.sudo()
        if arrival.original and arrival.kind == "mail":
            _text, files = arrival._read_if_possible(arrival._mail())
            complaint = arrival.complaint_id.with_context(attachments_mime_plainxml=True)
            complaint._keep_files(files)
        return action

    def _complaint_values(self):
        if self.kind != "mail" or not self.original:
            return super()._complaint_values()
        values = self.env["lab.complaint"]._values_of_mail(
            self._mail(), self.company_id, self.text or ""
        )
        return {**values, "received_on": self.received_on}

    def _mail(self):
        return ArrivingMail(base64.b64decode(self.with_context(bin_size=False).original))
