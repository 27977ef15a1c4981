import hashlib
import secrets
import time
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL
from odoo.tools.misc import hash_sign, verify_hash_signed

SCOPE = "lab_complaint.web_form"
# Nobody reads and fills in the form quicker; programs do.
SHORTEST, LONGEST = timedelta(seconds=3), timedelta(hours=12)
# What is asked twice for each form, in one query.
LOOK = """
    SELECT key, complaint_id FROM lab_complaint_web_form WHERE key = %(form)s
    UNION ALL
    SELECT key, COUNT(*) FROM lab_complaint_query_attempt
     WHERE key = ANY(%(tried)s) AND tried_on > %(since)s
     GROUP BY key
"""
# Longer than a form is valid: it may be sent again until then.
KEPT = timedelta(days=1)


class WebFormError(UserError):
    """Why the form is not taken, in words for whoever sent it."""

    def __init__(self, message, status=422, errors=None, is_form_spent=False):
        """
        :param message: what to do
        :param status: of the answer over HTTP
        :param errors: dictionary of messages by field of the form
        :param is_form_spent: whether it needs another token to be sent again
        """
        super().__init__(message)
        self.http_status = status
        self.errors = errors or {}
        self.is_form_spent = is_form_spent


class LabComplaintWebForm(models.Model):
    """A form on the web that led to a complaint: sent again, it leads to the same one.

    Each form carries a token, which is a random secret and the moment of showing it, signed.
    Only a hash of the secret is kept here, for a day.
    """

    _name = "lab.complaint.web.form"
    _description = "Web Form of a Complaint"
    _rec_name = "complaint_id"

    key = fields.Char(required=True, readonly=True)
    complaint_id = fields.Many2one(
        "lab.complaint", required=True, readonly=True, ondelete="restrict"
    )
    taken_on = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    _key_unique = models.Constraint("UNIQUE (key)", "A form leads to one complaint.")

    @api.model
    def _issue(self):
        """Token for a form that is shown now."""
        values = [secrets.token_urlsafe(24), int(time.time())]
        return hash_sign(self.sudo().env, SCOPE, values)

    @api.model
    def _secret(self, token):
        """Secret in a token, whatever its age; empty text where we did not sign it."""
        return self._read_token(token)[0]

    @api.model
    def _check_age(self, token):
        """Refuse what no person can have sent, and what was shown too long ago.

        :raise WebFormError: saying that sending it again helps
        """
        age = timedelta(seconds=int(time.time()) - self._read_token(token)[1])
        if age < SHORTEST:
            raise WebFormError(
                self.env._("That was very quick. Check what you typed and press Send once more.")
            )
        if age > LONGEST:
            raise WebFormError(
                self.env._(
                    "This page was open for a long time. Nothing you typed is lost: check it and "
                    "press Send once more."
                ),
                is_form_spent=True,
            )

    @api.model
    def _read_token(self, token):
        try:
            return verify_hash_signed(self.sudo().env, SCOPE, token or "") or ("", 0)
        except ValueError:
            return "", 0

    @api.model
    def _look(self, token, **tried):
        """What became of a form before, and whether it is sent too often now.

        :param tried: as for `_are_too_many` of lab.complaint.query.attempt
        :return: tuple of the lab.complaint that it led to, in superuser mode and possibly empty,
            and whether the limit of any of `tried` is reached
        """
        attempts = self.env["lab.complaint.query.attempt"]
        key, limits = self._key(token), attempts._limits(**tried)
        asked = {"form": key, "tried": list(limits), "since": attempts._since()}
        for model in (self, attempts):
            model.flush_model()
        found = dict(self.env.execute_query(SQL(LOOK, **asked)))
        taken = self.env["lab.complaint"].sudo().browse(found.pop(key, None))
        return taken, any(count >= limits[key] for key, count in found.items())

    @api.model
    def _look_again(self, token, **tried):
        """Look again after the wait for others, with a fresh view of the database, before a
        complaint is entered a second time; parameters as for `_look`.

        :return: whether the limit of any of `tried` is reached
        :raise ConcurrencyError: when the form led to one: Odoo begins anew, and finds it
        """
        taken, are_too_many = self._look(token, **tried)
        if taken:
            raise ConcurrencyError("The form was sent twice at the same moment")
        return are_too_many

    @api.model
    def _take(self, token, complaint):
        """Record that a form led to a complaint.

        :raise ConcurrencyError: when it did so in another request at the same moment: this one is
            tried again and finds that complaint
        """
        try:
            # Without a savepoint: nothing of a transaction that is tried again remains.
            self.sudo().create({"key": self._key(token), "complaint_id": complaint.id})
        except IntegrityError as error:
            raise ConcurrencyError from error

    @api.model
    def _key(self, token):
        return hashlib.sha256(self._secret(token).encode()).hexdigest()

    @api.autovacuum
    def _forget(self):
        self.search([("taken_on", "<=", fields.Datetime.now() - KEPT)]).unlink()
