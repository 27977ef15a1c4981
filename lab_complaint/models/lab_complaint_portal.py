from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .lab_complaint_query_attempt import WINDOW
from .lab_complaint_uploads import check_files, clean_text

LONGEST_WORDS = 20_000
LONGEST_REFERENCE = 200


class LabComplaint(models.Model):
    """Which cases customers follow in the portal, and how they log one there.

    They have no rights on complaints, or the external API would show them what is internal:
    controllers read through these methods, and show what the status page shows.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    identity_commercial_id = fields.Many2one(
        "res.partner",
        "Company on Record",
        compute="_compute_identity_commercial_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        groups="lab_complaint.group_officer",
        help="For which company the contact complained: it stays when the contact leaves it.",
    )

    # Not of the contact's company: whoever changes it leaves the cases behind.
    @api.depends("identity_partner_id")
    def _compute_identity_commercial_id(self):
        for complaint in self:
            complaint.identity_commercial_id = complaint.identity_partner_id.commercial_partner_id

    # --- read ---

    @api.model
    def _of_portal_user(self, user):
        """Cases that a user follows in the portal: one's own; for customers also those that
        present colleagues of the same company brought in its name.

        Neither those of others who complain about the company's orders, nor those of protected
        or former colleagues (ISO/IEC 17025:2017, 4.2).

        :param user: single res.users
        :return: Domain, to be searched as the superuser
        """
        partner = user.sudo().partner_id
        company = partner.commercial_partner_id
        own = Domain("identity_partner_id", "=", partner.id) & Domain(
            "identity_commercial_id", "in", (partner | company).ids
        )
        colleagues = Domain(
            [
                ("identity_commercial_id", "=", company.id),
                ("identity_partner_id.commercial_partner_id", "=", company.id),
                ("identity_partner_id.active", "=", True),
                ("complainant_role", "=", "customer"),
                ("is_identity_protected", "=", False),
            ]
        )
        if not partner.active:
            return Domain.FALSE
        mine = own if user._is_internal() else own | colleagues
        return mine & Domain("is_anonymous", "=", False)

    @api.model
    def _find_for_portal(self, user, complaint_id):
        """One case that a user follows in the portal.

        :param user: single res.users
        :return: lab.complaint in superuser mode, in the language of the environment; empty for
            a case that does not exist, or is not the user's
        """
        domain = Domain("id", "=", complaint_id) & self._of_portal_user(user)
        return self.sudo().search(domain, limit=1)

    # --- write ---

    @api.model
    def _log_from_portal(self, user, words, remedy="", reference="", order_id=None, files=()):
        """Enter what a user complains about in the portal; the page acknowledges it (7.9.5).

        :param user: single res.users
        :param words: the complaint
        :param remedy: what the laboratory should do
        :param reference: number of an order or certificate
        :param order_id: one of the user's own orders
        :param files: list of (name, bytes)
        :return: single lab.complaint in superuser mode
        :raise UserError: saying what is missing or not taken
        """
        values = {
            "partner_id": user.partner_id.id,
            "description": clean_text(self.env, words, LONGEST_WORDS),
            "remedy_sought": clean_text(self.env, remedy, LONGEST_WORDS),
            "stated_reference": clean_text(self.env, reference, LONGEST_REFERENCE),
        }
        if not values["description"]:
            raise UserError(self.env._("Write what you complain about."))
        if order_id:
            order = (
                self.env["sale.order"]
                ._of_portal_user(user)
                .filtered_domain([("id", "=", order_id)])
            )
            if not order:
                raise UserError(self.env._("Choose one of your own orders, or none."))
            values |= {"order_id": order.id, "company_id": order.sudo().company_id.id}
        files = check_files(self.env, files)
        self._check_portal_limit(user)
        return self._log_from_outside(
            "website", values, files, lambda complaint: complaint._acknowledge_on_page()
        )

    def _check_portal_limit(self, user):
        attempts = self.env["lab.complaint.query.attempt"]
        if attempts._are_too_many(portal=user.id):
            raise UserError(
                self.env._(
                    "You logged many complaints just now. Please wait %s minutes, or write a "
                    "message on the page of one of them.",
                    WINDOW.seconds // 60,
                )
            )
        attempts._count(portal=user.id)
