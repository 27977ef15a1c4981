import hashlib
import secrets
import unicodedata

from odoo import api, fields, models, tools
from odoo.fields import NO_ACCESS
from odoo.tools import consteq
from odoo.tools.misc import hmac

from .at_once import fresh_view, wait_for_turn

# Nothing that looks like something else, on paper or on the phone: no 0 and O, no 1, I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4
# Stands in texts where the code will be; no code is made for what is only looked at.
PLACEHOLDER = "-".join(["X" * GROUP_LENGTH] * GROUPS)
LONGEST_TYPED = 64
SALT = "lab_complaint.query_code_salt"
SCOPE = "lab_complaint.query_code"
# Were the database stolen and the hash a fast one, a processor for graphics could try all of the 59
# random bits in a few years. These are the rounds that Odoo gives its API keys: some 7 ms each time,
# and tens of thousands of such processors for years, for a single case.
ROUNDS = 6000
# How codes were hashed before, at 16 MB and some 50 ms each time; those on paper go on to open
# their cases.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}
# Marks hashes made by rounds. Old ones are digits alone.
MARK = "pbkdf2:"


class LabComplaintQueryCode(models.Model):
    """The code with which a complainant asks how a complaint stands, without a login.

    Only its hash is kept, apart from the case, and nobody has rights on it: whoever lost the
    code gets another one.
    """

    _name = "lab.complaint.query.code"
    _description = "Query Code of a Complaint"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        "lab.complaint", required=True, readonly=True, ondelete="restrict"
    )
    code_hash = fields.Char(required=True, readonly=True, groups=NO_ACCESS)

    _one_for_each = models.Constraint(
        "UNIQUE (complaint_id)", "There is one query code for each complaint."
    )

    @api.model
    def _renew(self, complaint, secret=None):
        """Give a case a code; the one before is void from now on.

        :param complaint: single lab.complaint
        :param secret: random text that is kept nowhere in the database: who has it can be told
            the code again
        :return: the code, which nobody can ask for again
        """
        code = self._code_of(secret or secrets.token_hex())
        kept = self._of(complaint)
        if kept:
            kept.code_hash = self._hash(complaint.name, code)
        else:
            self._keep_first(complaint, code)
        return code

    @api.model
    def _of(self, complaint):
        """
        :param complaint: single lab.complaint
        :return: lab.complaint.query.code in superuser mode, empty while the case has none
        """
        return self.sudo().search([("complaint_id", "=", complaint.id)])

    @api.model
    def _keep_first(self, complaint, code):
        """Keep the code of a case that has none yet.

        :return: lab.complaint.query.code in superuser mode
        """
        code_hash = self._hash(complaint.name, code)
        return self.sudo().create({"complaint_id": complaint.id, "code_hash": code_hash})

    @api.model
    def _code_of(self, secret):
        """The code that follows from a secret and from that of the database."""
        number = int(hmac(self.sudo().env, SCOPE, secret), 16)
        letters = ""
        for _letter in range(GROUPS * GROUP_LENGTH):
            number, position = divmod(number, len(ALPHABET))
            letters += ALPHABET[position]
        return "-".join(
            letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH)
        )

    @api.model
    def _find(self, number, code):
        """What a number and a code, as people type them, lead to.

        The same is computed whether the number is known or not.

        :return: lab.complaint.query.code in superuser mode, empty when they do not fit
        """
        codes = self.sudo()
        number = self._typed_number(number)
        hashes = [self._hash(number, code)]
        if codes._has_old():
            hashes.append(self._old_hash(number, code))
        # Companies may have the same number each; letters may be typed small.
        kept = codes.search([("complaint_id.name", "in", [number, number.upper()])])
        return kept.filtered(lambda one: any(consteq(one.code_hash, each) for each in hashes))[:1]

    @api.model
    @tools.ormcache()
    def _has_old(self):
        """Whether any code is left that was hashed as before; none is added any more."""
        return bool(self.search_count([("code_hash", "not like", f"{MARK}%")], limit=1))

    @api.model
    def _typed_number(self, number):
        """A number without blanks and without the wide letters of Chinese keyboards."""
        return "".join(unicodedata.normalize("NFKC", (number or "")[:LONGEST_TYPED]).split())

    @api.model
    def _hash(self, number, code):
        letters, salt = self._hashed_of(number, code)
        return MARK + hashlib.pbkdf2_hmac("sha512", letters, salt, ROUNDS).hex()

    @api.model
    def _old_hash(self, number, code):
        letters, salt = self._hashed_of(number, code)
        return hashlib.scrypt(letters, salt=salt, **SCRYPT).hex()

    @api.model
    def _hashed_of(self, number, code):
        """What a hash is made of: the letters of a code as typed, and the salt of its case."""
        typed = unicodedata.normalize("NFKC", (code or "")[:LONGEST_TYPED]).upper()
        letters = "".join(letter for letter in typed if letter.isalnum())
        return letters.encode(), f"{self._salt()} {number.upper()}".encode()

    @api.model
    def _salt(self):
        """Random for each database, and kept with it: `database.secret` changes in a copy, and
        codes on paper have to last."""
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param(SALT) or self._make_salt(parameters)

    @api.model
    def _make_salt(self, parameters):
        """The first codes of a database may be made by several people at the same moment."""
        wait_for_turn(self.env.cr, SALT)
        with fresh_view(parameters) as fresh:
            # Not by `get_param`, which remembers that there was none.
            salt = fresh.search([("key", "=", SALT)]).value
        if not salt:
            salt = secrets.token_hex(16)
            parameters.set_param(SALT, salt)
        return salt

    def _fingerprint(self):
        """What a browser session is bound to: another one as soon as the code is renewed."""
        return hashlib.sha256((self.code_hash or "").encode()).hexdigest()
