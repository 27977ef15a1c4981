import re
import unicodedata

from odoo import api, models
from odoo.tools import SQL, email_normalize

# What looks like the number of an order or a certificate.
NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/_.-]{2,}[A-Z0-9]")
SHORTEST = 4
LONGEST_TEXT = 20_000
MOST_NAMED = 20
EXISTING = """
    (SELECT name FROM sale_order
      WHERE name = ANY(%(numbers)s) AND company_id = %(company)s
      ORDER BY id DESC LIMIT %(most)s)
    UNION
    (SELECT name FROM lab_certificate
      WHERE name = ANY(%(numbers)s) AND company_id = %(company)s
      ORDER BY id DESC LIMIT %(most)s)
"""


class LabComplaint(models.Model):
    """Whom and what a message from outside names: contact, order and certificates."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _known_sender(self, email, company):
        """The contact that an address belongs to.

        :param email: address as it was written, with or without a name
        :param company: res.company that was written to
        :return: single res.partner in superuser mode; empty when nobody or several companies have
            this address
        """
        partners = self.env["res.partner"].sudo()
        address = email_normalize(email or "")
        if not address:
            return partners
        found = partners.search_fetch(
            [("email_normalized", "=", address), ("company_id", "in", [False, company.id])]
        )
        # A person before the company the person writes for.
        return found.sorted("is_company")[:1] if len(found.commercial_partner_id) == 1 else partners

    @api.model
    def _recognise(self, text, partner, company):
        """Order and certificates that are named by their numbers.

        :param text: what was written, of any length
        :param partner: single res.partner who is known to have written it, or empty
        :param company: res.company that was written to
        :return: dictionary of `order` (single sale.order or empty) and `certificates`
            (lab.certificate, the latest version of each) of the writer's own company, and `others`:
            numbers that exist but are not linked
        """
        text = unicodedata.normalize("NFKC", (text or "")[:LONGEST_TEXT]).upper()
        orders = self.env["sale.order"].sudo()
        certificates = self.env["lab.certificate"].sudo()
        if partner:
            owner = partner.commercial_partner_id
            orders = self._named_in(text, orders, owner, company)
            certificates = self._named_in(text, certificates, owner, company)
        named = self._existing_numbers(text, company)
        if not orders and len(certificates.order_id) == 1:
            orders = certificates.order_id
        known = {*orders[:1].mapped("name"), *certificates.mapped("name")}
        return {
            "order": orders[:1],
            "certificates": certificates,
            "others": sorted(named - known),
        }

    def _named_in(self, text, records, owner, company):
        """Orders or certificates of a customer whose number stands in a text, the first named
        first, each with its latest version only.

        :param text: normalized, in capitals
        :param records: empty sale.order or lab.certificate
        :param owner: commercial res.partner
        """
        customer = "partner_id" if records._name == "sale.order" else "customer_id"
        records.flush_model([customer, "name", "company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT record.id, UPPER(record.name) FROM %s record"
                " JOIN res_partner customer ON customer.id = record.%s"
                " WHERE customer.commercial_partner_id = %s AND record.company_id = %s"
                " AND LENGTH(record.name) >= %s AND STRPOS(%s, UPPER(record.name)) > 0"
                " ORDER BY record.id DESC",
                SQL.identifier(records._table),
                SQL.identifier(customer),
                owner.id,
                company.id,
                SHORTEST,
                text,
            )
        )
        found = {}
        for record_id, name in rows:
            # S0001 is not named where S00012 stands.
            place = re.search(rf"(?<![A-Z0-9]){re.escape(name)}(?![A-Z0-9])", text)
            if place and name not in found:
                found[name] = (place.start(), record_id)
        return records.browse(record_id for _place, record_id in sorted(found.values()))

    def _existing_numbers(self, text, company):
        """Numbers in a text that belong to any order or certificate of the laboratory."""
        numbers = sorted({place.group() for place in NUMBER.finditer(text)})
        if not numbers:
            return set()
        for model in ("sale.order", "lab.certificate"):
            self.env[model].flush_model(["name", "company_id"])
        asked = {"numbers": numbers, "company": company.id, "most": MOST_NAMED}
        return {name for (name,) in self.env.execute_query(SQL(EXISTING, **asked))}
