from odoo import api, fields, models
from odoo.exceptions import UserError

# Known inside this process only: a context that comes over the network cannot hold it.
DECIDING = object()

OPEN_STATES = ("draft", "submitted")
# What is decided: the drafter's until it is submitted, then nobody's.
CONTENT = frozenset({"extended_to", "grounds", "kind", "proposal", "responsibility"})
# What the actions record. Nobody writes it, whoever they are.
RECORDED = frozenset(
    {
        "approved_by_id",
        "approver_ids",
        "decided_on",
        "decision_comment",
        "drafted_by_id",
        "drafted_on",
        "external_name",
        "is_external",
        "rejected_by_id",
        "round",
        "state",
        "submitted_by_id",
        "submitted_on",
        "superseded_by_id",
    }
)
# What is counted from the rest.
COMPUTED = frozenset(
    {
        "company_id",
        "compensation_amount",
        "is_current",
        "is_independent",
        "needs_second_approval",
        "validation_status",
    }
)


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
    _acting_fields = ("drafted_by_id", "approver_ids")

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
    responsibility = fields.Selection(
        [("ours", "Ours"), ("partly", "Partly ours"), ("not_ours", "Not ours")]
    )
    proposal = fields.Text(help="The handling that is proposed for approval (拟定处理意见).")
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
        "Approver",
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
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for decision in self:
            decision.display_name = self.env._(
                "%(kind)s of %(complaint)s",
                kind=kinds.get(decision.kind, ""),
                complaint=decision.complaint_id.name or "",
            )

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

    # --- rules ---

    @api.model_create_multi
    def create(self, vals_list):
        """Draft decisions; a draft takes the place of what was decided before.

        :raise UserError: when more than a draft is given, or the case is not open to it
        :raise ValidationError: when the drafter is involved in what the complaint is about
        """
        self.check_access("create")
        deciding = self.with_context(lab_complaint_deciding=DECIDING)
        if self._is_loading_data():
            decisions = super(LabComplaintDecision, deciding).create(vals_list)
            return decisions.with_env(self.env)._enter_history()
        earlier = []
        for vals in vals_list:
            self._check_only_drafted(vals)
            older = self._open_to_replacement(vals)
            older._supersede()
            earlier.append(older)
        blank = {
            **dict.fromkeys(RECORDED, False),
            "round": 0,
            "state": "draft",
            "drafted_by_id": self.env.uid,
            "drafted_on": fields.Datetime.now(),
        }
        decisions = super(LabComplaintDecision, deciding).create(
            [{**vals, **blank} for vals in vals_list]
        )
        decisions = decisions.with_env(self.env)
        for decision, older in zip(decisions, earlier, strict=True):
            decision._check_draft()
            older._decide({"superseded_by_id": decision.id})
        return decisions

    def write(self, vals):
        """Change drafts.

        :raise UserError: when the decision is submitted, is another person's draft, or
            something only the actions record is written
        """
        deciding = self.env.context.get("lab_complaint_deciding") is DECIDING
        if not deciding and not self._is_loading_data():
            self._check_recorded_by_actions(vals)
            self._check_frozen(vals)
        return super().write(vals)

    def _decide(self, vals):
        """Record what an action decided."""
        return self.sudo().with_context(lab_complaint_deciding=DECIDING).write(vals)

    def _enter_history(self):
        """Let those of these that data files bring as approved come into force."""
        for decision in self.filtered(lambda decision: decision.state == "approved"):
            decision.complaint_id._apply_decision(decision)
        return self

    def _check_only_drafted(self, vals):
        given = {name for name in RECORDED & vals.keys() if vals[name]}
        harmless = {"state": "draft", "drafted_by_id": self.env.uid}
        given -= {name for name in given if vals[name] == harmless.get(name)}
        if given:
            self._refuse_recorded(given)

    def _check_recorded_by_actions(self, vals):
        recorded = (RECORDED | COMPUTED) & vals.keys()
        if recorded:
            self._refuse_recorded(recorded)

    def _refuse_recorded(self, names):
        raise UserError(
            self.env._(
                "%(fields)s: this is recorded by Submit, Approve and Reject and cannot be written.",
                fields=", ".join(
                    self._fields[name]._description_string(self.env) for name in sorted(names)
                ),
            )
        )

    def _check_frozen(self, vals):
        for decision in self:
            if not decision._changed(CONTENT, vals):
                continue
            if decision.state != "draft":
                raise UserError(
                    self.env._(
                        "%(decision)s was submitted: it stays as it is. Draft a new one, it "
                        "replaces this one.",
                        decision=decision.display_name,
                    )
                )
            if decision.drafted_by_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(decision)s was drafted by %(drafter)s, who answers for its words. Draft "
                        "your own, it replaces this one.",
                        decision=decision.display_name,
                        drafter=decision.drafted_by_id.name,
                    )
                )

    def _changed(self, names, vals):
        """Those of `names` whose value `vals` would change in this single record."""
        return {
            name
            for name in names & vals.keys()
            if (self._fields[name].convert_to_cache(vals[name], self) or False)
            != (self._fields[name].convert_to_cache(self[name], self) or False)
        }

    def _check_draft(self):
        """Refuse drafts by people involved, and what the case does not need."""
        complaint = self.complaint_id
        complaint._check_independent(self.drafted_by_id, self.env._("drafter"))
        if self.kind == "outcome" and complaint.is_outcome_told:
            raise UserError(
                self.env._(
                    "%(complaint)s: the complainant has the outcome already. Reopen the case, then "
                    "it is decided anew.",
                    complaint=complaint.display_name,
                )
            )

    # --- superseding ---

    def _open_to_replacement(self, vals):
        """Decisions of a case that a draft with these values replaces.

        What is in force gives way to a new outcome only: it frees what the old one was
        based on. Other kinds hold until the new one is in force.
        """
        given = {**self.default_get(["complaint_id", "kind"]), **vals}
        decisions = self.env["lab.complaint.decision"].sudo()
        states = OPEN_STATES + (("approved",) if given.get("kind") == "outcome" else ())
        return decisions.search(
            [
                ("complaint_id", "=", given.get("complaint_id")),
                ("kind", "=", given.get("kind")),
                ("state", "in", states),
            ]
        )

    def _supersede(self):
        """Take decisions out of force, because the case is decided anew.

        That the laboratory is responsible, and that a case was reopened, remains so.
        """
        lapsed = self.sudo().filtered(
            lambda decision: (
                decision.state in OPEN_STATES
                or (
                    decision.state == "approved"
                    and (
                        decision.kind in ("outcome", "extension", "closure")
                        or decision.responsibility == "not_ours"
                    )
                )
            )
        )
        lapsed._stop_asking()
        lapsed._decide({"state": "superseded"})
        # A new one of the same kind may be entered now.
        lapsed.flush_recordset(["state"])
