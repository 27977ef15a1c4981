from datetime import UTC, datetime

from psycopg2.errors import UniqueViolation

from odoo import Command, api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from .at_once import fresh_view, wait_for_turn
from .lab_complaint_uploads import clean_text, decode_files

LONGEST_WORDS = 20_000
LONGEST_LINE = 500
# What `complainant` may hold, and in which field it is kept.
COMPLAINANT_FIELDS = {
    "name": "complainant_name",
    "email": "complainant_email",
    "phone": "complainant_phone",
    "role": "complainant_role",
    "anonymous": "is_anonymous",
    "consent": "disclosure_consent",
}
COMPLAINANT_FLAGS = ("anonymous", "consent")


class LabComplaint(models.Model):
    """The door for other systems, such as a laboratory information system or a website: a
    complaint is logged with one call, by the names and numbers that such a system knows."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    request_id = fields.Char(
        "Request of Another System",
        readonly=True,
        copy=False,
        help="What the system that logged it calls this complaint. Sent again, it does not enter "
        "the complaint again.",
    )

    _request_once = models.UniqueIndex(
        "(company_id, create_uid, request_id) WHERE request_id IS NOT NULL",
        "This request has logged a complaint already.",
    )

    @api.model
    def log_complaint(  # noqa: PLR0913, other systems name what they know
        self,
        description,
        *,
        subject=None,
        order=None,
        certificates=None,
        stated_reference=None,
        complainant=None,
        remedy_sought=None,
        received_on=None,
        files=None,
        channel="website",
        request_id=None,
    ):
        """Log a complaint in the name of the caller, in the caller's company, and give it a query
        code for the complainant (ISO/IEC 17025:2017, 7.9.3).

        :param description: the complainant's words, never changed afterwards
        :param subject: one line; the first line of the words when left out
        :param order: number of the order it is about, when that is certain
        :param certificates: list of numbers of the certificates it is about, when that is certain
        :param stated_reference: an order or certificate as the complainant wrote it, for the
            officer to look into
        :param complainant: dictionary of `name`, `email`, `phone`, `role` (as on the case),
            `anonymous` and `consent` (to being named to the customer), all optional
        :param remedy_sought: what the complainant wants
        :param received_on: ISO 8601 moment, in UTC when it names no time zone; now when left out
        :param files: list of dictionaries of `name` and `content` (base64)
        :param channel: code of the channel by which it arrived
        :param request_id: name of this request in the caller's system: whoever sends it again gets
            the same case, whatever else the call holds
        :return: dictionary of `id`, `number`, `query_code` (for the complainant; False for a case
            that was there, and for who is involved in it), `status_url` and `answer_due_on` (ISO
            date; False when no answer is promised)
        :raise UserError: naming what is missing or unknown
        :raise AccessError: for who may not log complaints
        """
        self.check_access("create")
        request_id = self._api_text("request_id", request_id, LONGEST_LINE)
        known = self._logged_by_request(request_id)
        if known:
            return known._api_logged()
        words = self._api_text("description", description, LONGEST_WORDS)
        files = decode_files(self.env, self._api_list("files", files, dict))
        values = {
            "description": words,
            "subject": self._api_text("subject", subject, LONGEST_LINE) or self._first_line(words),
            "remedy_sought": self._api_text("remedy_sought", remedy_sought, LONGEST_WORDS),
            "stated_reference": self._api_text("stated_reference", stated_reference, LONGEST_LINE),
            "channel_id": self._api_channel(channel).id,
            "order_id": self._api_numbered("sale.order", self._api_list("order", order)).id,
            "certificate_ids": [
                Command.create({"certificate_id": certificate.id})
                for certificate in self._api_numbered(
                    "lab.certificate", self._api_list("certificates", certificates)
                )
            ],
            "company_id": self.env.company.id,
            "request_id": request_id or False,
            **self._api_complainant(complainant),
        }
        if received_on:
            values["received_on"] = self._api_moment("received_on", received_on)
        complaint = self._log_requested(values)
        complaint._keep_files(files)
        return complaint._api_logged(query_code=complaint._api_query_code())

    # --- the same request again ---

    def _logged_by_request(self, request_id):
        """The case that a request of this user has logged before, in superuser mode.

        The same request sent again at the same moment waits here for the first to end.

        :raise ConcurrencyError: when that has logged it meanwhile: Odoo begins anew, and finds it
        """
        cases = self.sudo()
        if not request_id:
            return cases.browse()
        domain = [
            ("request_id", "=", request_id),
            ("create_uid", "=", self.env.uid),
            ("company_id", "=", self.env.company.id),
        ]
        wait_for_turn(self.env.cr, f"lab.complaint/{domain}")
        known = cases.search(domain)
        if not known:
            with fresh_view(cases) as fresh:
                if fresh.search_count(domain, limit=1):
                    raise ConcurrencyError(f"Request {request_id} is logged already")
        return known

    def _log_requested(self, values):
        """Enter a case; the caller is told of it by following it, not by its messages."""
        try:
            with self.env.cr.savepoint():
                return self.with_context(mail_create_nosubscribe=True).create(values)
        except UniqueViolation as error:
            if error.diag.constraint_name != self._request_once.full_name(self):
                raise
            # Entered meanwhile by the same request: Odoo begins anew, and finds it.
            raise ConcurrencyError(str(error)) from error

    # --- what is answered ---

    def _api_query_code(self):
        """A code for the complainant of one new case. Who is involved in the case gets none: it
        would show what the case itself does not show them."""
        if self.env.user in self.sudo().involved_user_ids:
            return False
        code = self.env["lab.complaint.query.code"]._renew(self)
        self.sudo()._message_log(
            body=self.env._("A query code was given to %s for the complainant.", self.env.user.name)
        )
        return code

    def _api_logged(self, query_code=False):
        case = self.sudo()
        due = case.deadline_ids.filtered(lambda promise: promise.kind == "outcome")[:1].due_on
        return {
            "id": case.id,
            "number": case.name,
            "query_code": query_code,
            "status_url": case.status_url,
            "answer_due_on": fields.Date.to_string(due),
        }

    # --- what is taken ---

    def _api_text(self, name, value, longest):
        """Text of one argument, cleaned; empty for none."""
        if not isinstance(value or "", str):
            raise UserError(self.env._("%s: give a text.", name))
        try:
            return clean_text(self.env, value, longest)
        except UserError as error:
            raise UserError(
                self.env._("%(argument)s: %(reason)s", argument=name, reason=str(error))
            ) from error

    def _api_list(self, name, value, kind=str):
        """List of one argument; a single item counts as a list of one."""
        items = value if isinstance(value, list) else [value] if value else []
        if not all(isinstance(item, kind) for item in items):
            raise UserError(
                self.env._("%s: give a list of objects.", name)
                if kind is dict
                else self.env._("%s: give numbers as text.", name)
            )
        return items

    def _api_channel(self, code):
        channels = self.env["lab.complaint.channel"].search([("active", "=", True)])
        channel = channels.filtered(lambda one: one.code == code)
        if not channel:
            raise UserError(
                self.env._(
                    "channel: “%(code)s” is unknown. There are: %(codes)s.",
                    code=code,
                    codes=", ".join(channels.mapped("code")),
                )
            )
        return channel

    def _api_numbered(self, model, numbers):
        """Orders or certificates of the caller's company by their numbers, the latest version of
        each. Callers belong to the laboratory: they are told which number is unknown.

        :param model: sale.order or lab.certificate
        :param numbers: list of texts
        """
        numbers = [number.strip() for number in numbers]
        found = self.env[model].sudo()
        found = found.search(
            [("name", "in", numbers), ("company_id", "=", self.env.company.id)], order="id desc"
        )
        latest = {record.name: record for record in reversed(found)}
        unknown = ", ".join(number for number in numbers if number not in latest)
        if unknown:
            raise UserError(
                self.env._("There is no order %s.", unknown)
                if model == "sale.order"
                else self.env._("There is no certificate %s in the register.", unknown)
            )
        return found.browse(latest[number].id for number in dict.fromkeys(numbers))

    def _api_complainant(self, complainant):
        """Values of the fields that say who complains."""
        given = complainant or {}
        unknown = given.keys() - COMPLAINANT_FIELDS.keys() if isinstance(given, dict) else {"…"}
        if unknown:
            raise UserError(
                self.env._(
                    "complainant: give an object of these: %(known)s. Unknown: %(unknown)s.",
                    known=", ".join(COMPLAINANT_FIELDS),
                    unknown=", ".join(sorted(unknown)),
                )
            )
        values = {
            COMPLAINANT_FIELDS[name]: bool(value)
            if name in COMPLAINANT_FLAGS
            else self._api_text(f"complainant.{name}", value, LONGEST_LINE)
            for name, value in given.items()
            if value
        }
        self._check_api_complainant(values)
        return values

    def _check_api_complainant(self, values):
        roles = [role for role, _label in self._fields["complainant_role"].selection]
        role = values.get("complainant_role")
        if role and role not in roles:
            raise UserError(
                self.env._(
                    "complainant.role: “%(role)s” is unknown. There are: %(roles)s.",
                    role=role,
                    roles=", ".join(roles),
                )
            )
        named = values.keys() & {"complainant_name", "complainant_email", "complainant_phone"}
        if values.get("is_anonymous") and named:
            raise UserError(
                self.env._("complainant: give a name and an address, or say anonymous, not both.")
            )

    def _api_moment(self, name, text):
        """A moment in ISO 8601 as naive UTC."""
        try:
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
        except (TypeError, ValueError, OverflowError) as error:
            raise UserError(
                self.env._("%s: give a date and time such as 2026-03-31T09:30:00+08:00.", name)
            ) from error
