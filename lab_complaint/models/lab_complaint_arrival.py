from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_recorded_mixin import UNTRACKED

# The channel of a case that comes of each kind.
CHANNELS = {"mail": "contact", "rating": "survey", "receipt": "on_site", "survey": "survey"}


class LabComplaintArrival(models.Model):
    """What arrived from outside, as it came: mails in the original, and what may be a complaint
    and waits for an officer to screen it (ISO 10002:2018, 8.2). Nothing of it is dropped.
    """

    _name = "lab.complaint.arrival"
    _description = "Arrival"
    _inherit = ["lab.complaint.recorded.mixin", "lab.complaint.told.mixin", "mail.thread"]
    _order = "received_on desc, id desc"
    _records_readonly = True

    name = fields.Char("Subject", required=True, readonly=True)
    kind = fields.Selection(
        # Here and not in the add-on for surveys: when that goes, records stay what they are.
        [
            ("mail", "Email"),
            ("rating", "Rating"),
            ("receipt", "On-site receipt"),
            ("survey", "Survey answer"),
        ],
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
    later_text = fields.Text(
        "Said Later",
        readonly=True,
        tracking=True,
        help="What the sender made of it before it was screened.",
    )
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
    screened_by_id = fields.Many2one("res.users", readonly=True, tracking=True, ondelete="restrict")
    screened_on = fields.Datetime(readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )

    _source_unique = models.UniqueIndex(
        "(source_model, source_id) WHERE kind != 'mail' AND source_id IS NOT NULL",
        "This was taken in before.",
    )

    has_source = fields.Boolean(compute="_compute_has_source")

    @api.depends("source_model", "source_id")
    @api.depends_context("uid")
    def _compute_has_source(self):
        for arrival in self:
            arrival.has_source = bool(arrival._source())

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

    # --- screening ---

    def action_log_complaint(self):
        """Enter this single arrival in the register.

        :return: action that opens the complaint, or tells its number to who may not read it
        :raise UserError: when it was screened before
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("open")
        arrival = self._as_system()
        complaint = self.env["lab.complaint"]._log_from_outside(
            CHANNELS[arrival.kind], arrival._complaint_values()
        )
        arrival._screen({"state": "logged", "complaint_id": complaint.id})
        mine = complaint.with_env(self.env)
        return mine._action_open(mine) if mine.has_access("read") else self._tell_number(complaint)

    def action_set_aside(self, reason):
        """Say that these arrivals are no complaints.

        :param reason: why, in words
        :raise UserError: without a reason, or when one was screened before
        """
        self.check_access("write")
        reason = self._check_reason(reason)
        for arrival in self:
            arrival._check_state("open")
        self._as_system()._screen({"state": "set_aside", "set_aside_reason": reason})
        return True

    def action_take_up(self, reason):
        """Screen again what was set aside; the earlier reason stays in the history.

        :param reason: why, in words
        :raise UserError: without a reason, or when one was not set aside
        """
        self.check_access("write")
        reason = self._check_reason(reason)
        for arrival in self:
            arrival._check_state("set_aside")
            arrival.message_post(body=self.env._("Taken up again: %s", reason))
        self._as_system()._record(
            {
                "state": "open",
                "set_aside_reason": False,
                "screened_by_id": False,
                "screened_on": False,
            }
        )
        return True

    def _as_system(self):
        """Whoever screens may be shut out by it, and no request leaves out the history."""
        return self.sudo().with_context(**dict.fromkeys(UNTRACKED, False))

    def _check_state(self, state):
        if self.state == state:
            return
        if state == "open":
            raise UserError(self.env._("%s was screened before.", self.display_name))
        raise UserError(self.env._("%s was not set aside.", self.display_name))

    def _check_reason(self, reason):
        reason = (reason or "").strip()
        if not any(char.isalnum() for char in reason):
            raise UserError(self.env._("Say why, in words: the reason is kept."))
        return reason

    def _screen(self, vals):
        return self._record(
            {**vals, "screened_by_id": self.env.uid, "screened_on": fields.Datetime.now()}
        )

    def _complaint_values(self):
        """Values of the case that this single arrival becomes; what is not known is left to be
        recognised."""
        sender = {
            "partner_id": self.partner_id.id,
            "complainant_name": self.sender_name or self.partner_id.name,
            "complainant_email": self.sender_email or self.partner_id.email,
            "order_id": self.order_id.id,
        }
        known = {name: value for name, value in sender.items() if value}
        return {
            "company_id": self.company_id.id,
            # A rating has no subject of its own: its words say more than what was rated.
            **({"subject": self.name} if self.kind == "mail" or not self.text else {}),
            "description": "\n\n".join(filter(None, (self.text, self.later_text))) or self.name,
            "received_on": self.received_on,
            **known,
            **({} if self.partner_id else {"complainant_role": "public"}),
            **({} if known else {"is_anonymous": True}),
        }

    def _tell_number(self, complaint):
        """Somebody involved may log a complaint, but not read it."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "It is complaint %s. You are involved in what it is about, so others lead it.",
                    complaint.name,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # --- mail ---

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Notes and messages on an arrival stay in the laboratory."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return self._only_inside(recipients, message, msg_vals)

    # --- where it came from ---

    def action_open_source(self):
        """Open what this single arrival was made of, such as the rating or the survey answer.

        :return: action dictionary
        :raise UserError: when it is not there any more, or not for the user
        """
        self.ensure_one()
        source = self._source()
        if not source:
            raise UserError(
                self.env._(
                    "What %s was made of is not there any more, or not for you.", self.display_name
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": source._name,
            "res_id": source.id,
            "view_mode": "form",
        }

    def _source(self):
        """The record this single arrival was made of, as far as the user may read it; its add-on
        may have been removed."""
        if not self.source_id or self.source_model not in self.env:
            return None
        source = self.env[self.source_model].browse(self.source_id).exists()
        return source if source and source.has_access("read") else None
