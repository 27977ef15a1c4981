from odoo import api, fields, models
from odoo.exceptions import UserError

# The channel of a case that comes of each kind.
CHANNELS = {"mail": "contact", "rating": "survey", "receipt": "on_site"}


class LabComplaintArrival(models.Model):
    """What arrived from outside, as it came: mails in the original, and what may be a complaint
    and waits for an officer to screen it (ISO 10002:2018, 8.2). Nothing of it is dropped.
    """

    _name = "lab.complaint.arrival"
    _description = "Arrival"
    _inherit = ["lab.complaint.recorded.mixin", "mail.thread"]
    _order = "received_on desc, id desc"
    _records_readonly = True

    name = fields.Char("Subject", required=True, readonly=True)
    kind = fields.Selection(
        [("mail", "Email"), ("rating", "Rating"), ("receipt", "On-site receipt")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("open", "To screen"), ("logged", "Complaint"), ("set_aside", "Set aside")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        index=True,
    )
    doubt = fields.Selection(
        [
            ("automatic", "Sent by a machine"),
            ("spam", "Marked as spam"),
            ("many", "Too many from the same sender"),
            ("unreadable", "Could not be read"),
            ("low_score", "Low score"),
            ("negative_comment", "Negative comment"),
        ],
        "Why It Is Here",
        readonly=True,
        help="Why it is no complaint by itself.",
    )
    text = fields.Text("Words", readonly=True)
    received_on = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, ondelete="restrict")
    sender_name = fields.Char(readonly=True)
    sender_email = fields.Char(readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="restrict")
    score = fields.Float(readonly=True, aggregator="avg", help="In percent of the best.")
    original = fields.Binary(attachment=True, readonly=True)
    original_name = fields.Char(readonly=True)
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference(model_field="source_model", readonly=True)
    complaint_id = fields.Many2one(
        "lab.complaint", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    set_aside_reason = fields.Text(readonly=True, tracking=True)
    screened_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    screened_on = fields.Datetime(readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )

    _source_unique = models.UniqueIndex(
        "(source_model, source_id) WHERE kind != 'mail' AND source_id IS NOT NULL",
        "This was taken in before.",
    )

    @api.model
    def _take_in(self, vals_list):
        """Keep what arrived.

        :param vals_list: list of values of fields
        :return: lab.complaint.arrival in superuser mode
        """
        arrivals = self.sudo()
        return arrivals._recording().create(vals_list).with_env(arrivals.env)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What arrived stays on record. Set it aside with a reason instead.")
        )

    def action_log_complaint(self):
        """Enter this single arrival in the register.

        :return: action that opens the complaint
        :raise UserError: when it is a complaint already
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        arrival = self.sudo()
        complaint = self.env["lab.complaint"]._log_from_outside(
            CHANNELS[arrival.kind], arrival._complaint_values()
        )
        arrival._screen({"state": "logged", "complaint_id": complaint.id})
        return complaint.with_env(self.env)._action_open(complaint.with_env(self.env))

    def action_set_aside(self, reason):
        """Say that these arrivals are no complaints.

        :param reason: why, in words
        :raise UserError: without a reason, or when one is a complaint already
        """
        self.check_access("write")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is no complaint."))
        for arrival in self:
            arrival._check_open()
        self.sudo()._screen({"state": "set_aside", "set_aside_reason": reason})
        return True

    def _check_open(self):
        if self.state != "open":
            raise UserError(self.env._("%s was screened before.", self.display_name))

    def _screen(self, vals):
        self._record({**vals, "screened_by_id": self.env.uid, "screened_on": fields.Datetime.now()})

    def _complaint_values(self):
        """Values of the case that this single arrival becomes."""
        return {
            "company_id": self.company_id.id,
            "subject": self.name,
            "description": self.text or self.name,
            "received_on": self.received_on,
            "partner_id": self.partner_id.id,
            "complainant_name": self.sender_name or self.partner_id.name,
            "complainant_email": self.sender_email or self.partner_id.email,
            "complainant_role": "customer" if self.partner_id else "public",
            "order_id": self.order_id.id,
        }
