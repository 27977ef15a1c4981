import logging
from ast import literal_eval

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .lab_complaint_uploads import as_html
from .mail_words import clean_words

_logger = logging.getLogger(__name__)


class LabComplaint(models.Model):
    """Complaints by mail, and what complainants reply (7.9.1, 7.9.5).

    The case says what the mail says; who sent it, and the mail itself, are kept where officers
    alone find them, for whoever complains may be protected (4.2). So threads are known by what
    was kept, not by messages on the case.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    # --- where a mail belongs ---

    @api.model
    def _companies_written_to(self, mail, model):
        """Companies whose complaint address a mail has, or whose cases it replies to.

        :param model: model that the mail server says its mails are for
        :return: tuple of res.company in superuser mode, and whether Odoo's gateway would do nothing
            with the mail but leave it to the register
        """
        aliases = self._aliases_at(mail.recipients)
        model_id = self.env["ir.model"]._get_id(self._name)
        ours = aliases.filtered(lambda alias: alias.alias_model_id.id == model_id)
        companies = self._companies_of(ours) or self._thread_replied_to(mail).company_id
        if not companies and model == self._name:
            companies = self.env.company.sudo()
        return companies, ours == aliases and self._is_for_these_alone(mail, ours)

    @api.model
    def _aliases_at(self, addresses):
        """Where Odoo's gateway delivers what is sent to these addresses.

        :return: mail.alias in superuser mode
        """
        names = [address.split("@")[0] for address in addresses]
        return (
            self.env["mail.alias"]
            .sudo()
            .search_fetch(
                Domain("alias_full_name", "in", addresses)
                | Domain("alias_name", "in", names) & Domain("alias_incoming_local", "=", True),
                [
                    "alias_contact",
                    "alias_defaults",
                    "alias_domain_id",
                    "alias_full_name",
                    "alias_model_id",
                ],
                order="id",
            )
        )

    @api.model
    def _companies_of(self, aliases):
        """Companies that have these as the address for complaints."""
        ids = (literal_eval(alias.alias_defaults).get("company_id") for alias in aliases)
        companies = self.env["res.company"].sudo()
        return companies.browse(each or self.env.company.id for each in ids)

    @api.model
    def _is_for_these_alone(self, mail, aliases):
        """Whether a mail is a person's first one, to addresses for complaints and nobody else: no
        answer to anything, no mail that came back, nothing that Odoo would refuse.

        :param aliases: mail.alias for complaints that it was sent to
        """
        return (
            bool(mail.sender_email)
            and not mail.doubt
            and not mail.is_answer
            and set(mail.recipients) <= set(aliases.mapped("alias_full_name"))
            and set(aliases.mapped("alias_contact")) == {"everyone"}
        )

    @api.model
    def _thread_replied_to(self, mail):
        """What a mail replies to by its references: a letter of ours, or an earlier mail.

        :return: single lab.complaint or lab.complaint.communication in superuser mode, or an
            empty lab.complaint
        """
        nothing = self.sudo().browse()
        if not mail.references:
            return nothing
        answered = self.env["mail.message"].sudo()
        answered = answered.search(
            [("message_id", "in", mail.references)], order="id desc", limit=1
        )
        if answered.model in (self._name, "lab.complaint.communication"):
            return answered.env[answered.model].browse(answered.res_id).exists()
        return self.env["lab.complaint.arrival"]._thread_of(mail.references) or nothing

    @api.model
    def _case_named_by(self, mail, company):
        """The case whose number stands in the subject, if its complainant is the sender."""
        words = mail.subject.upper().replace("[", " ").replace("]", " ").split()
        numbers = [word.strip("#,.;:()!?（）：，。") for word in words if "/" in word]
        cases = self.sudo().search([("name", "in", numbers), ("company_id", "=", company.id)])
        return cases.filtered(lambda case: case._is_complainant(mail.sender_email))[:1]

    def _is_complainant(self, address):
        """Whether an address is that of the complainant of one case."""
        case = self.sudo()
        known = {case.identity_email, case.identity_partner_id.email}
        return bool(address) and address in {email_normalize(one or "") for one in known}

    # --- taking it in ---

    @api.model
    def _take_mail(self, mail, company):
        """Put a mail on record: with the case or letter it replies to, as a new case, or among
        what waits to be screened. Nothing is raised but what the database asks to try again.

        :param mail: ArrivingMail
        :param company: res.company that was written to
        :return: single record that it became or was added to; empty when it waits, or was
            delivered before
        """
        arrivals = self.env["lab.complaint.arrival"]
        thread = self._thread_replied_to(mail)
        if not (thread or mail.doubt):
            thread = self._case_named_by(mail, company)
        company = thread.company_id or company
        if arrivals._has_mail(mail, company):
            return self.browse()
        doubt = self._doubt_about(mail, company, thread)
        if doubt:
            arrivals._keep_open(mail, company, doubt)
            return self.browse()
        try:
            with self.env.cr.savepoint():
                if not thread:
                    return self._log_mail(mail, company)
                thread._take_reply_by_mail(mail)
                return thread
        except OperationalError:
            raise
        except Exception:  # pylint: disable=broad-except
            # Whatever is wrong with it, a mail that is lost would be worse.
            _logger.warning("A complaint by mail could not be read; it is kept", exc_info=True)
            arrivals._keep_open(mail, company, "unreadable")
            return self.browse()

    @api.model
    def _doubt_about(self, mail, company, thread):
        """Why a mail is neither a case nor a reply by itself: a key of `doubt`, or empty."""
        if mail.sender_email and mail.sender_email in company._complaint_own_addresses():
            return "automatic"
        # What a machine replies to a letter belongs to that letter.
        if mail.doubt and not (thread and mail.doubt == "automatic"):
            return mail.doubt
        many = self.env["lab.complaint.arrival"]._are_many(mail, company, thread)
        return "many" if many else ""

    @api.model
    def _log_mail(self, mail, company):
        """Enter a mail in the register.

        :return: single lab.complaint in superuser mode
        """
        arrivals = self.env["lab.complaint.arrival"]
        text, files = arrivals._read(mail)
        values = self._values_of_mail(mail, company, text)
        complaint = self.with_context(attachments_mime_plainxml=True)._log_from_outside(
            "contact", values, files, lambda complaint: complaint._acknowledge_soon()
        )
        arrivals._keep_logged(mail, complaint, text=text or False, partner_id=values["partner_id"])
        return complaint

    @api.model
    def _values_of_mail(self, mail, company, text):
        """Values of the case that a mail becomes."""
        partner = self._known_sender(mail.sender_email, company)
        intake = self.with_context(lang=self._language_of(company))
        values = {
            "company_id": company.id,
            "description": text or intake.env._("(no text; see the original mail)"),
            "partner_id": partner.id,
            "complainant_email": mail.sender_email or False,
        }
        subject = intake._first_line(clean_words(mail.subject))
        if subject:
            values["subject"] = subject
        if not partner:
            values["complainant_name"] = clean_words(mail.sender_name) or False
        if not self._values_of_sender(partner):
            values["complainant_role"] = (
                "customer" if self._is_customer(partner, company) else "public"
            )
        return values

    @api.model
    def _is_customer(self, partner, company):
        """Whether a contact's company has ever ordered from a laboratory, or was invoiced."""
        owner = partner.commercial_partner_id
        orders = self.env["sale.order"].sudo()
        domain = [("partner_id", "child_of", owner.ids), ("company_id", "=", company.id)]
        return bool(owner) and bool(owner.customer_rank or orders.search_count(domain, limit=1))

    def _take_reply_by_mail(self, mail):
        """Keep what somebody replies to one case, and tell who leads it.

        Nobody is named by the message: what the complainant writes shows on the status page.
        """
        text, files = self.env["lab.complaint.arrival"]._read(mail)
        case = self.with_user(SUPERUSER_ID).with_context(
            lang=self.company_id.partner_id.lang, attachments_mime_plainxml=True
        )
        text = text or case.env._("(no text; see the original mail)")
        is_complainant = case._is_complainant(mail.sender_email)
        if is_complainant:
            case._post_of_complainant(text, attachments=files)
        else:
            case.message_post(
                body=as_html(text),
                author_id=False,
                email_from=case.env._("Somebody else, by email"),
                subtype_xmlid="mail.mt_note",
                attachments=files,
            )
        self.env["lab.complaint.arrival"]._keep_logged(mail, case, case)
        if not mail.doubt:
            case._tell_who_leads(
                lambda told: (
                    told.env._("The complainant has written by email")
                    if is_complainant
                    else told.env._("Somebody else has written about it by email")
                )
            )


class LabComplaintCommunication(models.Model):
    """Replies to a letter stay with it and name who wrote them: they are for officers alone."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _take_reply_by_mail(self, mail):
        """Keep what is replied to this single letter; the officer is told when a person did."""
        text, files = self.env["lab.complaint.arrival"]._read(mail)
        complaint = self.complaint_id
        said = self.with_user(SUPERUSER_ID).with_context(
            lang=self.company_id.partner_id.lang, attachments_mime_plainxml=True
        )
        said.message_post(
            body=as_html(text or said.env._("(no text; see the original mail)")),
            subject=clean_words(mail.subject),
            author_id=complaint._known_sender(mail.sender_email, self.company_id).id,
            email_from=mail.header("From"),
            message_type="auto_comment" if mail.doubt else "email",
            subtype_xmlid="mail.mt_comment",
            parent_id=said.sent_message_id.id,
            attachments=files,
        )
        self.env["lab.complaint.arrival"]._keep_logged(mail, complaint, said)
