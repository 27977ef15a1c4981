import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .lab_complaint_uploads import check_files, clean_text
from .lab_complaint_web_form import WebFormError

_logger = logging.getLogger(__name__)
# Texts of the form with the number of characters that each may have.
LONGEST = {
    "description": 10_000,
    "remedy_sought": 2_000,
    "stated_reference": 200,
    "complainant_name": 100,
    "complainant_email": 254,
    "complainant_phone": 50,
}
CONTACT = ("complainant_name", "complainant_email", "complainant_phone")
OF_SEVERAL_LINES = ("description", "remedy_sought")
ROLES = ("customer", "end_user", "regulator", "accreditation_body", "public")


class LabComplaint(models.Model):
    """Complaints that people make on the web, without a login (7.9.1)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _take_web_form(self, company, token, address, typed, files):
        """Enter what somebody sent in the register and acknowledge it on the page.

        Whatever order or certificate is named, known or not, the answer is the same.

        :param company: res.company whose form it is
        :param token: of lab.complaint.web.form
        :param address: network address it came from
        :param typed: dictionary of texts by name of the input
        :param files: list of (name, bytes) as they came
        :return: lab.complaint.query.code of the single complaint, in superuser mode; the same one
            when it is sent again
        :raise WebFormError: saying what to do; nothing is kept then
        """
        forms, codes = self.env["lab.complaint.web.form"], self.env["lab.complaint.query.code"]
        if typed["homepage"]:
            raise WebFormError(
                self.env._(
                    "The field “Leave this empty” was filled in; some browsers do so by "
                    "themselves. We have emptied it: press Send once more."
                )
            )
        forms._check_age(token)
        values, errors = self._clean_web_form(typed)
        tried = {"web_form": address, "web_form_company": company.id}
        taken, are_too_many = forms._look(token, **tried)
        if taken and taken.description == values["description"]:
            return codes._of(taken)
        if taken:
            raise WebFormError(
                self.env._(
                    "With this page you made complaint %s before. If this is another one, press "
                    "Send once more.",
                    taken.name,
                ),
                is_form_spent=True,
            )
        if are_too_many:
            self._refuse_web_form_for_now(company)
        files = self._clean_web_files(files, errors)
        if errors:
            raise WebFormError(
                self.env._("Something is missing or cannot be read. Look at the marked places."),
                errors=errors,
            )
        if not self.env["lab.complaint.query.attempt"]._count_within_limits(
            lambda fresh: fresh[forms._name]._look_again(token, **tried), **tried
        ):
            self._refuse_web_form_for_now(company)
        complaint = self._log_web_form({**values, "company_id": company.id}, files)
        forms._take(token, complaint)
        return codes._keep_first(complaint, codes._code_of(forms._secret(token)))

    @api.model
    def _refuse_web_form_for_now(self, company):
        reach = " · ".join(filter(None, (company.phone, company.email)))
        message = self.env._(
            "There were many complaints in the last quarter of an hour. Nothing you typed is "
            "lost: leave this page open and press Send later."
        )
        if reach:
            message = self.env._(
                "There were many complaints in the last quarter of an hour. Nothing you typed is "
                "lost: leave this page open and press Send later, or turn to us: %s",
                reach,
            )
        raise WebFormError(message, status=429)

    @api.model
    def _log_web_form(self, values, files):
        """
        :raise WebFormError: when a rule of the laboratory's own keeps it out
        """
        try:
            with self.env.cr.savepoint():
                return self._log_from_outside(
                    "website", values, files, lambda complaint: complaint._acknowledge_on_page()
                )
        except UserError as error:
            _logger.warning("A complaint from the web was not entered: %s", type(error).__name__)
            raise WebFormError(
                self.env._(
                    "We cannot take your complaint here at the moment. Nothing you typed is lost: "
                    "try again later, call us or write to us."
                ),
                status=503,
            ) from error

    # --- what was typed ---

    @api.model
    def _clean_web_form(self, typed):
        """What was typed as values of fields; who stays anonymous leaves no contact.

        :return: tuple of values and errors by input
        """
        errors, values = {}, {}
        is_anonymous = bool(typed["is_anonymous"])
        for name, longest in LONGEST.items():
            if is_anonymous and name in CONTACT:
                continue
            text = typed[name]
            try:
                values[name] = clean_text(
                    self.env, text if name in OF_SEVERAL_LINES else " ".join(text.split()), longest
                )
            except UserError as error:
                errors[name], values[name] = str(error), text
        role = typed["complainant_role"]
        values |= {
            "complainant_role": role,
            "is_anonymous": is_anonymous,
            "disclosure_consent": bool(typed["disclosure_consent"])
            and role != "customer"
            and not is_anonymous,
        }
        return values, {**self._web_form_gaps(values), **errors}

    @api.model
    def _web_form_gaps(self, values):
        """What is missing in cleaned values: messages by input."""
        gaps = {}
        if not values["description"]:
            gaps["description"] = self.env._("Write what happened.")
        if values["complainant_role"] not in ROLES:
            gaps["complainant_role"] = self.env._("Choose who you are to us.")
        if values["is_anonymous"]:
            return gaps
        if not values["complainant_name"]:
            gaps["complainant_name"] = self.env._("Give your name, or stay anonymous.")
        email = values["complainant_email"]
        if email and not email_normalize(email):
            gaps["complainant_email"] = self.env._("Check the email address.")
        elif not (email or values["complainant_phone"]):
            gaps["complainant_email"] = self.env._(
                "Give an email address or a phone number, or stay anonymous."
            )
        return gaps

    @api.model
    def _clean_web_files(self, files, errors):
        try:
            return check_files(self.env, files)
        except UserError as error:
            errors["files"] = str(error)
            return []
