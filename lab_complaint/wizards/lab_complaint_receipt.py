from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..models.lab_complaint_uploads import check_files, clean_text, decode

SATISFACTION = [
    ("5", "Very satisfied"),
    ("4", "Satisfied"),
    ("3", "Fairly satisfied"),
    ("2", "Dissatisfied"),
    ("1", "Very dissatisfied"),
]
LONGEST_WORDS = 5000


class LabComplaintReceipt(models.TransientModel):
    """The receipt that a customer signs when work on site is done (现场检测回执单): kept as a rating
    of the order (ISO/IEC 17025:2017, 8.6). A low or negative one is screened like any rating.

    Those who work on site need no right on orders: the receipt bears the order's number.
    """

    _name = "lab.complaint.receipt"
    _description = "On-site Receipt"

    order_number = fields.Char(
        required=True, default=lambda self: self._default_order_number(), help="As on the receipt."
    )
    customer_id = fields.Many2one("res.partner", compute="_compute_customer_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer's Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        domain="[('id', 'child_of', customer_id)]",
    )
    satisfaction = fields.Selection(SATISFACTION, required=True)
    words = fields.Text("Customer's Words")
    scan = fields.Binary("Photo or Scan of the Signed Receipt", attachment=False)
    scan_name = fields.Char()

    @api.model
    def _default_order_number(self):
        """The order from which the form was opened."""
        if self.env.context.get("active_model") != "sale.order":
            return False
        return self.env["sale.order"].browse(self.env.context.get("active_id")).name

    @api.depends("order_number")
    def _compute_customer_id(self):
        for receipt in self:
            order = receipt._find_order(receipt.order_number)
            receipt.customer_id = order.partner_id.commercial_partner_id

    @api.depends("order_number")
    def _compute_partner_id(self):
        for receipt in self:
            receipt.partner_id = receipt._find_order(receipt.order_number).partner_id

    def action_keep(self):
        """Keep the receipt.

        :return: notification that closes the form
        """
        self.ensure_one()
        self.keep_receipt(
            order_number=self.order_number,
            satisfaction=self.satisfaction,
            words=self.words,
            partner_id=self.partner_id.id,
            scan=self.scan,
            scan_name=self.scan_name,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The receipt is kept with order %s.", self.order_number),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def keep_receipt(
        self,
        order_number,
        satisfaction,
        words=False,
        partner_id=False,
        scan=False,
        scan_name=False,
    ):
        """Keep what a customer said on site as a rating of the order, and the signed receipt as a
        file of it (ISO/IEC 17025:2017, 8.6).

        :param order_number: number of an order of the present company
        :param satisfaction: from "5", very satisfied, to "1", very dissatisfied
        :param words: of the customer
        :param partner_id: id of the contact who signed; who ordered when not given
        :param scan: base64 of the file
        :param scan_name: its name, with the extension of its type
        :return: id of the `rating.rating`
        :raise UserError: saying what to correct
        """
        self.browse().check_access("create")
        order = self._require_order(order_number)
        partner = self._require_contact(order, partner_id)
        rating = self._require_rating(satisfaction)
        words = clean_text(self.env, words, LONGEST_WORDS)
        attachment = self._keep_scan(order, scan, scan_name)
        kept = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(order._name),
                "res_id": order.id,
                "partner_id": partner.id,
                "rating": rating,
                "feedback": words,
                "consumed": True,
                "is_on_site_receipt": True,
                "on_site_receipt_id": attachment.id,
            }
        )
        self._note(order, satisfaction, words, attachment)
        return kept.id

    # --- what was entered ---

    @api.model
    def _find_order(self, number):
        """Order of the present company by its number, empty when there is none."""
        orders = self.env["sale.order"].sudo()
        number = "".join((number or "").split())
        if not number:
            return orders
        return orders.search(
            Domain("name", "=ilike", escape_psql(number))
            & Domain("company_id", "=", self.env.company.id),
            limit=1,
        )

    @api.model
    def _require_order(self, number):
        order = self._find_order(number)
        if not order:
            raise UserError(
                self.env._(
                    "There is no order with the number “%s”. Compare it with the receipt; it "
                    "looks like S00042.",
                    number or "",
                )
            )
        return order

    @api.model
    def _require_contact(self, order, partner_id):
        customer = order.partner_id.commercial_partner_id
        partner = self.env["res.partner"].browse(partner_id or ()).exists()
        if partner and partner.sudo().commercial_partner_id != customer:
            raise UserError(
                self.env._(
                    "%(contact)s does not belong to the customer of order %(order)s. Choose one "
                    "of the customer's contacts.",
                    contact=partner.display_name,
                    order=order.name,
                )
            )
        return partner or order.partner_id

    @api.model
    def _require_rating(self, satisfaction):
        if satisfaction not in dict(SATISFACTION):
            raise UserError(
                self.env._("Choose how satisfied the customer is, from 5 (very satisfied) to 1.")
            )
        return int(satisfaction)

    # --- keeping it ---

    @api.model
    def _keep_scan(self, order, scan, scan_name):
        attachments = self.env["ir.attachment"].sudo()
        if not scan:
            return attachments
        ((name, content),) = check_files(self.env, [(scan_name, decode(scan))])
        return attachments.create(
            {"name": name, "raw": content, "res_model": order._name, "res_id": order.id}
        )

    @api.model
    def _note(self, order, satisfaction, words, attachment):
        """Note it where those who lead the order see it."""
        labels = dict(self._fields["satisfaction"]._description_selection(self.env))
        text = self.env._("On-site receipt: %s", labels[satisfaction])
        order.message_post(
            body=Markup("<p>%s</p><p>%s</p>") % (text, words),
            attachment_ids=attachment.ids,
            subtype_xmlid="mail.mt_note",
        )
