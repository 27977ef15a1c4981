from odoo import api, fields, models, tools
from odoo.fields import Domain

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES


class SaleOrder(models.Model):
    """The commission agreement (委托协议书)."""

    _name = "sale.order"
    _inherit = ["sale.order", "lab.complaint.subject.mixin"]
    _complaint_field = "order_id"

    # For the rule by which investigators read the orders of their cases.
    complaint_ids = fields.One2many("lab.complaint", "order_id", groups=HANDLERS)
    customer_open_complaint_count = fields.Integer(
        "Open Complaints of the Customer",
        compute="_compute_customer_open_complaint_count",
        compute_sudo=True,
        help="Counted for everybody who writes quotations; the cases themselves open only for "
        "those who may read them.",
    )

    complaint_next_promise_on = fields.Date(
        "Next Promise",
        compute="_compute_complaint_next_promise_on",
        help="Earliest day promised in an open complaint about this order.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_next_promise_on(self):
        """By the rights of the user, like the number of complaints beside it."""
        days = dict(
            self.env["lab.complaint"]._read_group(
                [("order_id", "in", self.ids), ("next_promise_on", "!=", False)],
                ["order_id"],
                ["next_promise_on:min"],
            )
        )
        for order in self:
            order.complaint_next_promise_on = days.get(order._origin)

    @api.depends("partner_id", "company_id")
    def _compute_customer_open_complaint_count(self):
        self.partner_id.fetch(["commercial_partner_id"])
        customers = self.partner_id.commercial_partner_id
        counts = {
            (customer, company): count
            for customer, company, count in self.env["lab.complaint"]._read_group(
                [("customer_id", "in", customers.ids), ("state", "not in", ENDED_STATES)],
                ["customer_id", "company_id"],
                ["__count"],
            )
        }
        for order in self:
            key = (order.partner_id.commercial_partner_id, order.company_id)
            order.customer_open_complaint_count = counts.get(key, 0)

    @api.model
    def _of_portal_user(self, user):
        """Confirmed orders of a user's company that the user may read.

        :param user: single res.users
        :return: sale.order with the rights of the user
        """
        company = user.sudo().partner_id.commercial_partner_id
        orders = self.with_user(user)
        if not orders.has_access("read"):
            return orders
        return orders.search([("partner_id", "child_of", company.id), ("state", "=", "sale")])

    def _certificates_for_portal(self):
        """Certificates that were issued for these orders.

        :return: lab.certificate in superuser mode
        """
        return self.env["lab.certificate"].sudo().search([("order_id", "in", self.ids)])

    def _complaints_for_portal(self, user):
        """Complaints about this single order that a user follows in the portal.

        :return: lab.complaint in superuser mode
        """
        complaints = self.env["lab.complaint"].sudo()
        return complaints.search(
            Domain("order_id", "=", self.id) & complaints._of_portal_user(user)
        )

    def action_log_complaint(self):
        """Open the short form for a complaint about this order.

        :return: action dictionary of a dialog
        """
        self.ensure_one()
        self.fetch(["company_id"])
        return {**self._short_form(), "context": self._complaint_defaults()}

    @api.model
    @tools.ormcache("self.env.uid", "self.env.lang")
    def _short_form(self):
        """Read once: Odoo forgets what it remembers when an action or a view changes."""
        actions = self.env["ir.actions.act_window"]
        return actions._for_xml_id("lab_complaint.action_lab_complaint_quick")

    def _complaint_defaults(self):
        return {"default_order_id": self.id, "default_company_id": self.company_id.id}
