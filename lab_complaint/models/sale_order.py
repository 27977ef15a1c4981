from odoo import api, fields, models

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

    def action_log_complaint(self):
        """Open the short form for a complaint about this order.

        :return: action dictionary of a dialog
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "lab_complaint.action_lab_complaint_quick"
        )
        return {**action, "context": self._complaint_defaults()}

    def _complaint_defaults(self):
        return {"default_order_id": self.id, "default_company_id": self.company_id.id}
