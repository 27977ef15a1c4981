from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_stage import ENDED_STATES, FLOW

# What an outcome is based on.
BASIS = frozenset({"validity", "validity_grounds"})


class LabComplaint(models.Model):
    """Decisions on a case, from screening to outcome."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    # Not read-only: the refusal says which button decides it.
    responsibility = fields.Selection(compute="_compute_responsibility", store=True, readonly=False)

    @api.depends("decision_ids.kind", "decision_ids.state", "decision_ids.responsibility")
    def _compute_responsibility(self):
        for complaint in self:
            decided = complaint.decision_ids.filtered(
                lambda decision: decision.kind == "screening" and decision.decided_on
            )
            in_force = decided.filtered(lambda decision: decision.state == "approved")
            if decided:
                complaint.responsibility = in_force.sorted("id")[-1:].responsibility
            else:
                # Taken over from an earlier register.
                complaint.responsibility = complaint.responsibility

    # --- rules ---

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; whether the laboratory is responsible is decided later.

        :raise UserError: when it is given for a case that is not history
        """
        complaints = super().create(vals_list)
        for complaint in complaints:
            if complaint.sudo().responsibility and not complaint._is_taken_over():
                complaint._refuse_responsibility()
        return complaints

    def write(self, vals):
        """Change cases, but not what was decided nor what it was based on.

        :raise UserError: when the responsibility is written, or the basis of an outcome
        """
        if "responsibility" in vals:
            self._check_field_access(self._fields["responsibility"], "write")
            for complaint in self:
                if complaint.responsibility != (vals["responsibility"] or False):
                    complaint._refuse_responsibility()
        for name in BASIS & vals.keys():
            changed = self.filtered(lambda c, n=name: (c.sudo()[n] or False) != (vals[n] or False))
            changed._check_basis_open()
        stage = self.env["lab.complaint.stage"].browse(vals.get("stage_id"))
        if stage and stage.state in ENDED_STATES:
            self._drop_open_decisions()
        return super().write(vals)

    def _refuse_responsibility(self):
        raise UserError(
            self.env._(
                "%(complaint)s: whether the laboratory is responsible is a decision with grounds. "
                "Use Accept or Not Accepted.",
                complaint=self.display_name,
            )
        )

    def _drop_open_decisions(self):
        """What is not decided when a case ends needs no decision any more."""
        going_on = self.filtered(lambda complaint: complaint.state not in ENDED_STATES)
        going_on.sudo().decision_ids.filtered(
            lambda decision: decision.state in ("draft", "submitted")
        )._supersede()

    def _outcome_in_force(self):
        """The outcome of this handling of one case that was approved by independent people.

        :return: lab.complaint.decision, empty while there is none
        """
        return self.sudo().decision_ids.filtered(
            lambda decision: (
                decision.kind == "outcome"
                and decision.state == "approved"
                and decision.is_current
                and decision.is_independent
            )
        )[:1]

    def _check_basis_open(self):
        """Refuse to change what an outcome was decided on, once it is submitted or approved.

        :raise UserError: naming the decision that stands in the way
        """
        for outcome in self.sudo().decision_ids:
            if outcome.kind != "outcome" or not outcome.is_current:
                continue
            if outcome.state not in ("submitted", "approved"):
                continue
            raise UserError(
                self.env._(
                    "%(decision)s rests on this and was %(done)s. Draft a new outcome: it "
                    "replaces it.",
                    decision=outcome.display_name,
                    done=outcome._what_was_done(),
                )
            )

    def _check_extension(self, extended_to):
        """Refuse to promise an earlier day, or another one for the second time.

        :param extended_to: date in the company's time zone
        """
        promised = self._promised_outcome_on()
        if promised and extended_to <= promised:
            raise UserError(
                self.env._(
                    "%(complaint)s: %(promised)s is promised. Choose a later day.",
                    complaint=self.display_name,
                    promised=fields.Date.to_string(promised),
                )
            )
        latest = self._extension_due_on()
        if latest and extended_to > latest:
            raise UserError(
                self.env._(
                    "%(complaint)s: by the promises of the laboratory the answer comes on "
                    "%(latest)s at the latest, also when it is extended.",
                    complaint=self.display_name,
                    latest=fields.Date.to_string(latest),
                )
            )
        if self._decided("extension"):
            raise UserError(
                self.env._(
                    "%(complaint)s was extended once already. Tell the complainant how far it is "
                    "and give the answer as soon as possible.",
                    complaint=self.display_name,
                )
            )

    def _promised_outcome_on(self):
        """Day by which the outcome of one case is promised, in the company's time zone."""
        complaint = self.sudo()
        due = [line.due_on for line in complaint.deadline_ids if line.kind == "outcome"]
        return max(due) if due else complaint.next_promise_on

    def _decided(self, kind):
        """Decisions of a kind that are in force in this handling of one case."""
        return self.sudo().decision_ids.filtered(
            lambda d: d.kind == kind and d.state == "approved" and d.is_current
        )

    # --- actions ---

    def action_accept(self, grounds, responsibility="ours"):
        """Accept cases: they are about activities the laboratory is responsible for (7.9.2).

        :param grounds: why
        :param responsibility: `ours` or `partly`
        :raise ValidationError: naming what is missing before the investigation
        """
        if responsibility not in ("ours", "partly"):
            raise UserError(self.env._("Accepted is what is ours or partly ours."))
        for complaint in self:
            complaint._decide_now("screening", grounds=grounds, responsibility=responsibility)
            if complaint.state in ("received", "screening"):
                complaint.write({"stage_id": complaint._first_stage("investigation").id})
        return True

    def action_not_accept(self, grounds):
        """Decide that cases are not about the laboratory's activities (7.9.2).

        They end when the complainant has the written notice; until then they stay.

        :param grounds: why, in words for the complainant
        """
        for complaint in self:
            complaint._decide_now("screening", grounds=grounds, responsibility="not_ours")
            if complaint.state != "not_accepted" and not complaint._missing_for("not_accepted"):
                complaint.write({"stage_id": complaint._first_stage("not_accepted").id})
        return True

    def action_propose_outcome(self, proposal, grounds, findings=None):
        """Submit the outcome to those who approve; the case moves on to its decision.

        :param proposal: the handling proposed
        :param grounds: what it rests on
        :param findings: what was found, in words for the complainant; the grounds of the
            validity when left out
        :raise ValidationError: naming what is missing before a decision
        """
        for complaint in self:
            told = {"findings": findings} if findings else {}
            complaint._decide_now("outcome", proposal=proposal, grounds=grounds, **told)
        return True

    def action_extend(self, extended_to, grounds):
        """Submit an extension of the day by which the outcome is promised, once.

        :param extended_to: date in the company's time zone
        :param grounds: why more time is needed, in words for the complainant
        """
        for complaint in self:
            complaint._decide_now("extension", extended_to=extended_to, grounds=grounds)
        return True

    def _decide_now(self, kind, **values):
        decision = self.env["lab.complaint.decision"].create(
            {"complaint_id": self.id, "kind": kind, **values}
        )
        decision.action_submit()
        return decision

    # --- what follows from decisions ---

    def _bring_to_decision(self):
        """Move one case to where its outcome is decided, through the gate."""
        if self.state in FLOW and FLOW.index(self.state) < FLOW.index("decision"):
            self.write({"stage_id": self._first_stage("decision").id})
        else:
            self._check_requirements_before()

    def _apply_decision(self, decision):
        """Do what follows from a decision on one case coming into force."""
        if decision.kind == "screening":
            (self._decided("screening") - decision)._decide(
                {"state": "superseded", "superseded_by_id": decision.id}
            )
            self._keep_promise("screening", decision.decided_on)
        elif decision.kind == "extension":
            self._extend_promise(decision.extended_to)
        elif (
            decision.kind == "outcome"
            and self.state == "decision"
            and not self._missing_for("response")
        ):
            self.write({"stage_id": self._first_stage("response").id})
