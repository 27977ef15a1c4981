from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What is decided with the outcome: another one needs a new decision.
CONTENT_FIELDS = {
    "amount",
    "certificate_id",
    "date_deadline",
    "is_immediate",
    "kind",
    "name",
    "retester_id",
}
# What is recorded while a measure is carried out.
PROGRESS_FIELDS = {
    "action_id",
    "amended_certificate_id",
    "conclusion",
    "credit_note_id",
    "criterion",
    "new_value",
    "nonconformity_id",
    "order_id",
    "original_value",
    "result",
    "user_id",
}
# What only the actions write.
STATE_FIELDS = {
    "cancel_reason",
    "done_by_id",
    "done_on",
    "effectiveness",
    "effectiveness_by_id",
    "effectiveness_comment",
    "effectiveness_on",
    "is_independent",
    "is_settled",
    "state",
}
# Fields that mean something for one kind only.
KIND_FIELDS = {
    "amended_certificate_id": "amend_certificate",
    "amount": "compensation",
    "certificate_id": "amend_certificate",
    "credit_note_id": "compensation",
    "nonconformity_id": "nonconformity",
    "order_id": "retest",
    "retester_id": "retest",
}


class LabComplaintMeasure(models.Model):
    """An action decided for a case; undone it keeps the case open (7.9.3, 7.10, 8.7)."""

    _name = "lab.complaint.measure"
    _description = "Complaint Measure"
    _inherit = ["lab.complaint.part", "mail.thread", "mail.activity.mixin"]
    _order = "id"
    _check_company_auto = True
    _acting_fields = {"retester_id": "done_on", "effectiveness_by_id": "effectiveness_on"}

    kind = fields.Selection(
        [
            ("nonconformity", "Nonconforming work and corrective action"),
            ("amend_certificate", "Amend certificate"),
            ("retest", "Retest"),
            ("compensation", "Compensation"),
            ("assessment", "Internal work-quality assessment"),
            ("training", "Training"),
            ("contact", "Direct contact"),
            ("other", "Other"),
        ],
        required=True,
        default="nonconformity",
        tracking=True,
    )
    name = fields.Char(
        "What Is to Be Done",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain="[('share', '=', False)]",
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    date_deadline = fields.Date("Deadline", tracking=True)
    is_immediate = fields.Boolean(
        "Immediate Correction",
        tracking=True,
        help="Done at once, before the outcome is approved, so that no further harm is done.",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        tracking=True,
    )
    result = fields.Text(copy=False, tracking=True, help="What was done.")
    done_on = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", "Done by", readonly=True, copy=False, ondelete="restrict", tracking=True
    )
    cancel_reason = fields.Text("Reason for Cancelling", readonly=True, copy=False, tracking=True)
    effectiveness = fields.Selection(
        [("effective", "Effective"), ("not_effective", "Not effective")],
        readonly=True,
        copy=False,
        tracking=True,
    )
    effectiveness_comment = fields.Text(
        "What the Check Showed", readonly=True, copy=False, tracking=True
    )
    effectiveness_by_id = fields.Many2one(
        "res.users", "Checked by", readonly=True, copy=False, ondelete="restrict"
    )
    effectiveness_on = fields.Datetime("Checked on", readonly=True, copy=False)
    is_settled = fields.Boolean(
        compute="_compute_is_settled",
        store=True,
        help="Done and found effective by somebody independent, or cancelled with a reason.",
    )
    involved_user_ids = fields.Many2many(related="complaint_id.involved_user_ids")

    @api.depends("kind")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for measure in self:
            if not measure.name or measure.name in labels.values():
                measure.name = labels.get(measure.kind)

    @api.depends("complaint_id", "kind")
    def _compute_user_id(self):
        for measure in self:
            measure.user_id = measure.user_id or measure.complaint_id.user_id or self.env.user

    @api.depends("state", "effectiveness", "cancel_reason", "is_independent")
    def _compute_is_settled(self):
        for measure in self:
            measure.is_settled = (
                measure.is_independent and measure.effectiveness == "effective"
                if measure.state == "done"
                else measure.state == "cancelled" and bool(measure.cancel_reason)
            )

    @api.constrains("kind", *KIND_FIELDS)
    def _check_kind_fields(self):
        for measure in self:
            for name, kind in KIND_FIELDS.items():
                if measure[name] and measure.kind != kind:
                    raise ValidationError(
                        self.env._(
                            "%(measure)s: “%(field)s” belongs to another kind of measure. Empty it "
                            "or choose “%(kind)s”.",
                            measure=measure.name,
                            field=self._fields[name]._description_string(self.env),
                            kind=dict(self._fields["kind"]._description_selection(self.env))[kind],
                        )
                    )

    @api.constrains("user_id")
    def _check_responsible(self):
        for measure in self:
            if measure.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(measure)s: %(person)s does not work here. Choose a responsible person "
                        "of the laboratory.",
                        measure=measure.name,
                        person=measure.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Plan measures.

        :raise UserError: when the outcome is submitted or approved, or a measure would be more
            than planned
        """
        measures = super().create(vals_list)
        # Each reader has a list of their own, see `lab.complaint.measure_ids`.
        measures.complaint_id.invalidate_recordset(["measure_ids"], flush=False)
        for measure in measures:
            given = [name for name in STATE_FIELDS - {"is_independent", "state"} if measure[name]]
            if (given or measure.state != "planned") and not self._is_loading_data():
                self._refuse_state_fields()
            measure.complaint_id._check_basis_open()
        measures.filtered(lambda measure: measure.state == "planned")._plan_activity()
        return measures

    def write(self, vals):
        """Change planned measures.

        :raise UserError: when a measure is not planned any more, when the outcome it belongs to is
            submitted or approved, or when its state is written instead of acted
        """
        if self._is_recording():
            return super().write(vals)
        if STATE_FIELDS & vals.keys():
            self._refuse_state_fields()
        changed = self.filtered(
            lambda measure: measure._changed_by(vals, CONTENT_FIELDS | PROGRESS_FIELDS)
        )
        changed._check_planned()
        for measure in changed:
            if measure._changed_by(vals, CONTENT_FIELDS):
                measure.complaint_id._check_basis_open()
        result = super().write(vals)
        if {"user_id", "date_deadline", "name"} & vals.keys():
            changed._replan_activity()
        return result

    def _check_planned(self):
        for measure in self:
            if measure.state != "planned":
                raise UserError(
                    self.env._(
                        "%(measure)s is %(state)s: its record stays as it is. If it was not "
                        "effective, say so with Check Effectiveness, and it is planned again.",
                        measure=measure.name,
                        state=dict(self._fields["state"]._description_selection(self.env))[
                            measure.state
                        ],
                    )
                )

    def _refuse_state_fields(self):
        raise UserError(
            self.env._(
                "Whether a measure is done and effective is not written by hand. Plan it, then use "
                "Done, Check Effectiveness or Cancel."
            )
        )

    def _evidence(self):
        self.ensure_one()
        if self.effectiveness:
            return self.effectiveness_on, self.effectiveness_by_id.name
        return self.done_on, self.done_by_id.name
