import logging

from psycopg2 import OperationalError

from odoo import api, models

from .arriving_mail import ArrivingMail

_logger = logging.getLogger(__name__)
OURS = ("lab.complaint", "lab.complaint.communication")


class MailThread(models.AbstractModel):
    """Mails to the address for complaints, and replies to what we wrote: Odoo's gateway does
    with them what they are to other parts of the system, then the register takes them."""

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, custom_values=None, **options):
        """Take in a mail. One that is for the register never fails and never is dropped; all
        others pass as ever.

        :param model: model that the mail server says its mails are for
        :param message: the mail as it came over the wire
        :param custom_values: values of the record, for that model
        :param options: of Odoo's gateway
        :return: id of the record, or False
        """
        cases = self.env["lab.complaint"]
        mail = ArrivingMail(message)
        companies, is_for_us_alone = cases._companies_written_to(mail, model)
        if not companies:
            return super().message_process(model, message, custom_values, **options)
        gateway = self.with_context(lab_complaint_mail=mail)
        record_id = False
        try:
            with self.env.cr.savepoint():
                if is_for_us_alone:
                    # All that the gateway would do: it takes half of a mail's time to find out.
                    self._routing_reset_bounce(None, {"email_from": mail.sender_email})
                else:
                    record_id = super(MailThread, gateway).message_process(
                        model, mail.raw, custom_values, **options
                    )
        except OperationalError:
            raise
        except Exception:  # pylint: disable=broad-except
            # Not readable for Odoo, or for nobody else: the register decides for itself.
            mail.is_settled = False
            _logger.info("Odoo's gateway did not take a mail for the register", exc_info=True)
        if not mail.is_settled:
            for company in companies:
                record_id = cases._take_mail(mail, company).id or record_id
        return record_id

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """Leave to the register what is its own: all but returned mails, and what employees
        write when they answer a notification."""
        routes = super().message_route(message, message_dict, *args, **kwargs)
        mail = self.env.context.get("lab_complaint_mail")
        if not isinstance(mail, ArrivingMail):
            return routes
        by_colleague = [route for route in routes if self._is_note_of_colleague(mail, route)]
        mail.is_settled = bool(by_colleague or message_dict.get("bounced_message"))
        return by_colleague + [route for route in routes if route[0] not in OURS]

    @api.model
    def _is_note_of_colleague(self, mail, route):
        """Whether an employee, who is not the complainant, writes to a case."""
        model, record_id = route[:2]
        if model != "lab.complaint" or not record_id:
            return False
        sender = self._mail_find_user_for_gateway(mail.sender_email)
        case = self.env[model].browse(record_id)
        return sender._is_internal() and not case._is_complainant(mail.sender_email)
