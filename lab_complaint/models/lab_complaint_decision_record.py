from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("draft", "submitted")
# What is decided: the drafter's until it is submitted, then nobody's.
CONTENT = frozenset({"extended_to", "findings", "grounds", "kind", "proposal", "responsibility"})
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
    """Drafted by one person, frozen once submitted, superseded but never changed
    (ISO/IEC 17025:2017, 7.5.2)."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited

    # --- rules ---

    @api.model_create_multi
    def create(self, vals_list):
        """Draft decisions; a draft takes the place of what was decided before.

        :raise UserError: when more than a draft is given, or the case is not open to it
        :raise ValidationError: when the drafter is involved in what the complaint is about
        """
        self.check_access("create")
        if self._is_loading_data():
            return super().create(vals_list)._enter_history()
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
        decisions = super().create([{**vals, **blank} for vals in vals_list])
        for decision, older in zip(decisions, earlier, strict=True):
            decision._check_draft()
            older._decide({"superseded_by_id": decision.id})
        return decisions

    def write(self, vals):
        """Change drafts.

        :raise UserError: when the decision is submitted, is another person's draft, or
            something only the actions record is written
        """
        if not self._is_recording() and not self._is_loading_data():
            self._check_recorded_by_actions(vals)
            self._check_frozen(vals)
        return super().write(vals)

    def _decide(self, vals):
        """Record what an action decided."""
        return self.sudo()._record(vals)

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
            if not decision._changed_by(vals, CONTENT):
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
