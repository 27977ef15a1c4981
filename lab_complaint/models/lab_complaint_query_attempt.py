import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import hmac

from .at_once import fresh_view, wait_for_turn

WINDOW = timedelta(minutes=15)
# So many within the window. Odoo's own brake on logins counts addresses only, in the memory
# of each worker, and answers otherwise when it is on.
LIMITS = {
    "address": 10,
    "number": 20,
    "message": 10,
    "portal": 10,
    "reply": 5,
    "web_form": 5,
    "web_form_company": 60,
}
# What is counted for each network, not for each address in it.
BY_NETWORK = ("address", "web_form")
SCOPE = "lab_complaint.query_attempt"


class LabComplaintQueryAttempt(models.Model):
    """Somebody outside tried something that may not be tried often.

    From where and on what is kept as a keyed hash, until the next clean-up: an address could
    tell who complains (ISO/IEC 17025:2017, 4.2).
    """

    _name = "lab.complaint.query.attempt"
    _description = "Attempt on a Page without Login"

    key = fields.Char(required=True, readonly=True)
    tried_on = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    _key_tried_on = models.Index("(key, tried_on)")

    @api.model
    def _are_too_many(self, **tried):
        """Whether the limit of any of these is reached.

        :param tried: key of LIMITS with what is counted, such as an address
        """
        limits = self._limits(**tried)
        counts = self.sudo()._read_group(
            [("key", "in", list(limits)), ("tried_on", ">", self._since())], ["key"], ["__count"]
        )
        return any(count >= limits[key] for key, count in counts)

    @api.model
    def _limits(self, **tried):
        """How often each of these may be tried, by key; parameters as for `_are_too_many`."""
        return {self._key(kind, value): LIMITS[kind] for kind, value in tried.items()}

    @api.model
    def _count(self, **tried):
        """Count one attempt for each of these; parameters as for `_are_too_many`."""
        self.sudo().create([{"key": self._key(kind, value)} for kind, value in tried.items()])

    @api.model
    def _count_within_limits(self, are_too_many=None, **tried):
        """Count one attempt for each of these, unless the limit of any of them is reached.

        Those who try at the same moment wait for each other until the transaction ends. What
        counts is read with a fresh view of the database: this transaction's own may be older.

        :param are_too_many: function that tells it together with something else, given the
            environment with that view; `_are_too_many` when left out
        :param tried: as for `_are_too_many`
        :return: whether it was counted
        """
        wait_for_turn(self.env.cr, *(self._key(kind, value) for kind, value in tried.items()))
        self.flush_model()
        with fresh_view(self) as fresh:
            if are_too_many(fresh.env) if are_too_many else fresh._are_too_many(**tried):
                return False
        self._count(**tried)
        return True

    @api.model
    def _since(self):
        return fields.Datetime.now() - WINDOW

    @api.autovacuum
    def _forget(self):
        self.search([("tried_on", "<=", self._since())]).unlink()

    @api.model
    def _key(self, kind, value):
        if kind in BY_NETWORK:
            value = self._network(value)
        return hmac(self.sudo().env, SCOPE, (kind, str(value)))

    @api.model
    def _network(self, address):
        """An address, or the network that one subscriber has with IPv6."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return address or ""
        if found.version == 6 and not found.ipv4_mapped:
            return str(ipaddress.ip_network((found, 64), strict=False))
        return str(found)
