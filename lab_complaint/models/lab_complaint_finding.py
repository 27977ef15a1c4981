from odoo import fields, models
from odoo.fields import Domain

HOW = ("ilike", "like", "=ilike", "=like", "in")


class LabComplaint(models.Model):
    """Cases found by whom they concern, as people type it."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    customer_or_complainant = fields.Char(
        "Customer or Complainant",
        search="_search_customer_or_complainant",
        store=False,
        exportable=False,
    )

    def _search_customer_or_complainant(self, operator, value):
        """Cases whose customer or complainant, or a company of theirs, has these words in its
        name, email or number; contacts are looked for once, and as far as the user may read them.
        """
        if operator not in HOW:
            return NotImplemented
        contacts = self.env["res.partner"].with_context(active_test=False)
        concerned = contacts.search([("display_name", operator, value)], order="id")
        below = concerned
        while below:
            below = contacts.search([("parent_id", "in", below.ids)], order="id") - concerned
            concerned |= below
        of_customer = Domain("customer_id", "in", concerned.ids)
        of_complainant = Domain("identity_partner_id", "in", concerned.ids) | Domain(
            "identity_name", operator, value
        )
        return of_customer | self._search_known(of_complainant)
