from odoo import api, fields, models

from .lab_complaint import RESPONSIBILITIES


class LabComplaintDecision(models.Model):
    """A decision at any level of a case; the laboratory answers for each (7.9.2)."""

    _name = "lab.complaint.decision"
    _description = "Complaint Decision"
    _inherit = [
        "lab.complaint.part",
        "lab.complaint.round.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "tier.validation",
    ]
    _order = "id desc"
    _acting_fields = {"drafted_by_id": "drafted_on", "approver_ids": "decided_on"}

    kind = fields.Selection(
        [
            ("screening", "Screening"),
            ("outcome", "Outcome"),
            ("extension", "Extension"),
            ("reopen", "Reopening"),
            ("closure", "Closure"),
        ],
        required=True,
        default="outcome",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("superseded", "Superseded"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    responsibility = fields.Selection(RESPONSIBILITIES)
    proposal = fields.Text(
        help="The handling that is proposed for approval (拟定处理意见), in the words that the "
        "complainant will read. Plan the assessment of people as a measure, not here."
    )
    findings = fields.Text(
        compute="_compute_findings",
        store=True,
        readonly=False,
        precompute=True,
        help="What was found, in the words that the complainant will read with the outcome.",
    )
    grounds = fields.Text(help="Why it is decided so.")
    extended_to = fields.Date(help="New day by which the complainant gets the outcome.")

    drafted_by_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    drafted_on = fields.Datetime(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approver_ids = fields.Many2many(
        "res.users",
        "lab_complaint_decision_approver_rel",
        "decision_id",
        "user_id",
        readonly=True,
        copy=False,
        help="Everybody who approved, at each level.",
    )
    rejected_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decision_comment = fields.Text("Comment", readonly=True, copy=False)
    is_external = fields.Boolean("Decided by an External Person", readonly=True, copy=False)
    external_name = fields.Char(readonly=True, copy=False)
    superseded_by_id = fields.Many2one(
        "lab.complaint.decision", readonly=True, copy=False, ondelete="restrict"
    )

    currency_id = fields.Many2one(related="company_id.currency_id")
    compensation_amount = fields.Monetary(
        compute="_compute_compensation_amount",
        store=True,
        help="Compensation planned when the outcome was submitted.",
    )
    needs_second_approval = fields.Boolean(
        compute="_compute_needs_second_approval",
        store=True,
        help="The compensation is above the amount set for the company.",
    )

    _open_unique = models.UniqueIndex(
        "(complaint_id, kind) WHERE state IN ('draft', 'submitted')",
        "A decision of this kind is being made on this complaint already.",
    )

    # --- computed fields ---

    @api.depends("kind", "complaint_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for decision in self:
            decision.display_name = self.env._(
                "%(kind)s of %(complaint)s",
                kind=kinds.get(decision.kind, ""),
                complaint=decision.complaint_id.name or "",
            )

    @api.depends("kind", "complaint_id")
    def _compute_findings(self):
        for decision in self:
            if decision.kind == "outcome" and not decision.findings:
                decision.findings = decision.complaint_id.validity_grounds
            elif decision.kind != "outcome":
                decision.findings = False

    @api.depends(
        "kind",
        "complaint_id.measure_ids.kind",
        "complaint_id.measure_ids.state",
        "complaint_id.measure_ids.amount",
        "complaint_id.measure_ids.currency_id",
    )
    def _compute_compensation_amount(self):
        today = fields.Date.today()
        for decision in self:
            if decision.state not in (False, "draft"):
                # What was submitted is what was approved.
                decision.compensation_amount = decision.compensation_amount
                continue
            company = decision.complaint_id.company_id
            decision.compensation_amount = sum(
                measure.currency_id._convert(measure.amount, company.currency_id, company, today)
                for measure in decision.complaint_id.measure_ids
                if decision.kind == "outcome"
                and measure.kind == "compensation"
                and measure.state != "cancelled"
            )

    @api.depends("compensation_amount")
    def _compute_needs_second_approval(self):
        for decision in self:
            limit = decision.complaint_id.company_id.complaint_compensation_limit
            decision.needs_second_approval = 0 < limit < decision.compensation_amount

    def _evidence(self):
        self.ensure_one()
        person = self.external_name or self.approved_by_id.name or self.drafted_by_id.name
        return self.decided_on, person

    def _what_was_done(self):
        """What happened to this single decision, by whom and when, in words."""
        person = self.external_name or self.approved_by_id.name
        if self.state == "approved":
            text = self.env._("approved by %(person)s on %(date)s")
        else:
            text = self.env._("submitted by %(person)s on %(date)s")
            person = self.submitted_by_id.name
        moment = fields.Datetime.context_timestamp(self, self.decided_on or self.submitted_on)
        return text % {"person": person, "date": fields.Date.to_string(moment.date())}
