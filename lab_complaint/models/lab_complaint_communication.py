from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

WAYS = [
    ("mail", "Email"),
    ("letter", "Letter"),
    ("phone", "Phone"),
    ("visit", "Visit"),
    ("portal", "Portal"),
]
KINDS = [
    ("acknowledgement", "Acknowledgement"),
    ("not_accepted", "Not Accepted"),
    ("progress", "Progress"),
    ("extension", "Extension"),
    ("outcome", "Outcome"),
    ("closure", "Formal notice of the end"),
    ("callback", "Call-back"),
]
ADDRESSEES = [("complainant", "Complainant"), ("authority", "Authority")]
ACCEPTANCES = [
    ("accepted", "Accepted"),
    ("not_accepted", "Not Accepted"),
    ("no_reply", "No reply"),
]
# Follows from the rest or from what the mail system reports; nobody chooses it.
DERIVED = (
    "company_id",
    "decision_id",
    "delivery_state",
    "is_current",
    "is_given",
    "is_independent",
    "recipient_email",
    "recipient_name",
    "round",
    "sent_message_id",
)


class LabComplaintCommunication(models.Model):
    """What was said to the complainant, or to an authority, or the reason why that was not possible
    (7.9.5, 7.9.7).

    A draft until it is handed over or told; from then on it stays as it was, and what has
    to be put right is said anew.
    """

    _name = "lab.complaint.communication"
    _description = "Complaint Communication"
    _inherit = ["lab.complaint.part", "lab.complaint.round.mixin", "mail.thread"]
    _order = "id desc"
    _acting_fields = {"user_id": "told_on"}
    # A mail may leave the queue or come back when the case has ended.
    _changes_after_end = frozenset({"delivery_state", "told_on"})

    kind = fields.Selection(KINDS, required=True)
    addressed_to = fields.Selection(
        ADDRESSEES,
        required=True,
        default="complainant",
        help="What the authority is told never counts as told to the complainant.",
    )
    way = fields.Selection(WAYS)
    told_on = fields.Datetime(
        copy=False, help="For an email, the moment it was handed over to the mail server."
    )
    user_id = fields.Many2one(
        "res.users",
        "Told by",
        default=lambda self: self.env.user,
        required=True,
        ondelete="restrict",
    )
    # Letters address the complainant, whom only officers always know (ISO/IEC 17025:2017, 4.2).
    recipient_name = fields.Char("Recipient", readonly=True, groups="lab_complaint.group_officer")
    recipient_email = fields.Char(readonly=True, groups="lab_complaint.group_officer")
    subject = fields.Char(groups="lab_complaint.group_officer")
    body = fields.Html(help="The text that was sent.", groups="lab_complaint.group_officer")
    summary = fields.Text(
        help="What was said; in an email or a letter, the words added to the text. Those of an "
        "outcome are the approved ones, to which nothing is added."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    decision_id = fields.Many2one(
        "lab.complaint.decision", "Decision Told", readonly=True, ondelete="restrict"
    )
    acceptance = fields.Selection(
        ACCEPTANCES, help="What the complainant said of the answer when called back."
    )
    not_possible_reason = fields.Text("Why It Was Not Possible")
    delivery_state = fields.Selection(
        [
            ("none", "No email"),
            ("outgoing", "Waiting to be sent"),
            ("sent", "Sent"),
            ("bounced", "Bounced"),
            ("failed", "Failed"),
        ],
        "Delivery",
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    sent_message_id = fields.Many2one(
        "mail.message", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    is_given = fields.Boolean(
        "On Record as Told",
        compute="_compute_is_given",
        store=True,
        precompute=True,
        help="Told, or the reason why it was not possible.",
    )

    @api.depends("kind", "way", "told_on", "delivery_state", "not_possible_reason", "acceptance")
    def _compute_is_given(self):
        for said in self:
            # What the complainant replies to a call-back may come by email, too.
            by_mail = said.way == "mail" and said.kind != "callback"
            arrived = not by_mail or said.delivery_state == "sent"
            told = bool(said.way and said.told_on and arrived and not said._is_question())
            said.is_given = told or bool((said.not_possible_reason or "").strip())

    @api.depends("complaint_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for said in self:
            said.display_name = f"{said.complaint_id.name} {kinds.get(said.kind, '')}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        """Record what is said, or will be, to the complainant.

        Whoever records it is the one who tells it; the recipient is the complainant. Without a
        moment or a reason it is a draft.

        :raise UserError: when the case is not ready for it, or what follows by itself is given
        :raise ValidationError: when an involved person tells it (ISO/IEC 17025:2017, 7.9.6)
        """
        # A default in the context would decide what follows by itself.
        clean = self.with_context(  # pylint: disable=context-overridden
            clean_context(self.env.context)
            | {"mail_create_nosubscribe": True, "mail_create_nolog": True}
        )
        communications = super(LabComplaintCommunication, clean).create(
            [clean._completed(vals) for vals in vals_list]
        )
        communications._check_attachments()
        told_now = communications.filtered(lambda said: not said._is_history())
        told_now._check_may_be_told()
        told_now._became_written()
        told_now.filtered("is_given")._became_given()
        return communications.with_env(self.env)

    def write(self, vals):
        """Complete drafts.

        :raise UserError: when it was told already, the case is not ready for it or has ended
        """
        if not self._changed_by(vals):
            return super().write(vals)
        self.check_access("write")
        self._check_case_open()
        self._check_draft(vals)
        if not self.env.su:
            vals = {**vals, "user_id": self.env.user.id}
        result = super().write(vals)
        self._check_attachments()
        self._check_may_be_told()
        self._became_written()
        self.filtered("is_given")._became_given()
        return result

    def _completed(self, vals):
        """Values of a new communication, with what follows by itself."""
        chosen = [name for name in DERIVED if vals.get(name)]
        complaint = self.env["lab.complaint"].browse(vals.get("complaint_id"))
        if not complaint:
            return vals
        history = complaint._is_taken_over() and complaint._is_being_entered()
        if set(chosen) - {"round"} and not history:
            raise UserError(
                self.env._(
                    "%(complaint)s: %(fields)s follow by themselves and cannot be given. Send the "
                    "message, or say when and how it was told.",
                    complaint=complaint.display_name,
                    fields=", ".join(
                        self._fields[name]._description_string(self.env) for name in chosen
                    ),
                )
            )
        completed = {
            **{name: value for name, value in vals.items() if name not in DERIVED},
            **complaint._recipient(vals.get("addressed_to") or "complainant"),
            "round": complaint.reopen_count,
            "decision_id": complaint._decision_told_by(vals.get("kind")).id,
            "delivery_state": "none",
        }
        if history and vals.get("way") == "mail" and vals.get("told_on"):
            completed["delivery_state"] = "sent"
        if not (history or self.env.su):
            completed["user_id"] = self.env.user.id
        return completed

    def _is_history(self):
        """Whether this single one came with a case from an earlier register."""
        # What data files say was told has met the rules, and promises are kept by it.
        if self._is_loading_data():
            return False
        return self.complaint_id._is_taken_over() and self.complaint_id._is_being_entered()

    def _check_draft(self, vals):
        for said in self:
            if said.is_given or said.delivery_state != "none":
                raise UserError(
                    self.env._(
                        "%(communication)s: what was said stays on record as it is. Record what "
                        "you say now as a new communication.",
                        communication=said.display_name,
                    )
                )
            for name in said._changed_by(vals) & {*DERIVED, "addressed_to", "kind", "complaint_id"}:
                raise UserError(
                    self.env._(
                        "%(communication)s: %(field)s cannot be changed. Record a new "
                        "communication.",
                        communication=said.display_name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _check_attachments(self):
        """Nobody sends files that they may not read; those uploaded for it belong to it."""
        if not self.env.su:
            self.attachment_ids.check_access("read")
        self._keep_files()

    def _check_case_open(self):
        """A notice that came back is given again, also when the case has ended with it."""
        again = self.filtered(
            lambda said: (
                said.addressed_to == "complainant"
                and said.kind in ("closure", "not_accepted")
                and said.complaint_id._is_undelivered(said.kind, said)
            )
        )
        return super(LabComplaintCommunication, self - again)._check_case_open()

    def _write_delivery(self, vals):
        """Write what the mail system reports, past the rules for people."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _evidence(self):
        self.ensure_one()
        return self.told_on or self.create_date, self.user_id.name
