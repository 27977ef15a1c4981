from odoo import SUPERUSER_ID, models


class LabComplaint(models.Model):
    """The complaint handling record: investigation, handling opinion, approval, communication and
    follow-up."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _record_investigation(self):
        return [
            self._paper_rows(self, ["investigator_ids"]),
            self._record_evidence(),
            self._record_statements(),
            self._paper_rows(
                self,
                ["validity", "cause_ids"],
                ["validity_grounds"],
                ["cause_analysis"],
                ["extent"],
            ),
            *self._record_impact(),
        ]

    def _record_evidence(self):
        columns = [
            (self._paper_label(self.evidence_ids, "kind"), 13),
            (self._paper_label(self.evidence_ids, "reference"), 17),
            (self._paper_label(self.evidence_ids, "shows"), 50),
            (self.env._("Verified by, on"), 20),
        ]
        lines = [
            [
                self._paper_text(evidence, "kind"),
                evidence.reference,
                evidence.shows,
                self._record_verification(evidence),
            ]
            for evidence in self.evidence_ids
        ]
        return self._paper_table(columns, lines, self.env._("Evidence"))

    def _record_verification(self, evidence):
        verified = self._paper_signed(evidence.verified_by_id, evidence.verified_on)
        correction = ", ".join(evidence.replaced_by_ids.mapped("reference"))
        if not correction:
            return verified
        corrected = self.env._("Corrected by %s", correction)
        return "\n".join(filter(None, [verified, corrected]))

    def _record_statements(self):
        columns = [
            (self._paper_label(self.statement_ids, "employee_id"), 20),
            (self._paper_label(self.statement_ids, "question"), 32),
            (self._paper_label(self.statement_ids, "answer"), 48),
        ]
        lines = [
            [
                self._paper_signed(self._paper_text(asked, "employee_id"), asked.asked_on),
                asked.question,
                self._record_answer(asked),
            ]
            for asked in self.statement_ids
        ]
        return self._paper_table(columns, lines, self.env._("Statements"))

    def _record_answer(self, asked):
        if asked.answer:
            return f"{asked.answer}\n{self._paper_day(asked.answered_on)}"
        state = self._paper_text(asked, "state")
        return "\n".join(filter(None, [state, asked.not_given_reason]))

    def _record_impact(self):
        affected = self.certificate_ids.filtered(
            lambda concerned: concerned.role == "possibly_affected" or concerned.impact
        )
        if not affected:
            return []
        columns = [
            (self.env._("Possibly Affected"), 20),
            (self._paper_label(affected, "impact"), 16),
            (self._paper_label(affected, "impact_reason"), 24),
            (self._paper_label(affected, "recall"), 22),
            (self.env._("Decided by, on"), 18),
        ]
        lines = [
            [
                self._paper_text(concerned, "certificate_id"),
                self._paper_text(concerned, "impact"),
                concerned.impact_reason or "",
                concerned.recall or "",
                self._paper_signed(concerned.impact_by_id, concerned.impact_on),
            ]
            for concerned in affected
        ]
        return [self._paper_table(columns, lines, self.env._("Impact on Other Results"))]

    def _record_opinion(self):
        outcomes = self.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        blocks = [
            self._record_proposal(outcome, title)
            for title, outcomes_of_one in self._paper_handlings(outcomes)
            for outcome in outcomes_of_one or [outcomes]
        ]
        columns = [
            (self._paper_label(self.measure_ids, "kind"), 20),
            (self._paper_label(self.measure_ids, "name"), 51),
            (self._paper_label(self.measure_ids, "user_id"), 15),
            (self._paper_label(self.measure_ids, "date_deadline"), 14),
        ]
        lines = [
            [
                self._paper_text(measure, "kind"),
                measure.name,
                self._paper_text(measure, "user_id"),
                self._paper_text(measure, "date_deadline"),
            ]
            for measure in self.measure_ids
        ]
        return [*blocks, self._paper_table(columns, lines, self.env._("Measures Planned"))]

    def _record_proposal(self, outcome, title):
        drafted = self._paper_signed(outcome.drafted_by_id, outcome.drafted_on)
        return {
            "title": title,
            "rows": [
                [self._paper_fact(outcome, "proposal", self.env._("Handling opinion"))],
                [self._paper_fact(outcome, "grounds")],
                [(self.env._("Drafted by, on"), drafted), self._paper_fact(outcome, "state")],
            ],
        }

    def _record_approval(self):
        decisions = self.decision_ids.filtered(
            lambda decision: decision.kind in ("outcome", "extension") and decision.state != "draft"
        )
        columns = [
            (self._paper_label(decisions, "kind"), 12),
            (self.env._("Approval level"), 13),
            (self.env._("Decided by, on"), 22),
            (self.env._("Verdict"), 10),
            (self._paper_label(decisions, "decision_comment"), 43),
        ]
        return [
            self._paper_table(
                columns,
                [line for decision in of_one for line in self._record_verdicts(decision)],
                title,
            )
            for title, of_one in self._paper_handlings(decisions)
        ]

    def _record_verdicts(self, decision):
        """Every level that decided, or waits to decide, on one decision."""
        verdicts = [
            (review.name, review.done_by, review.reviewed_date, review.status)
            for review in decision.review_ids.sorted("id")
            # What was decided outside the laboratory is signed by nobody in it.
            if review.status != "cancel" and review.done_by.id != SUPERUSER_ID
        ]
        if decision.is_external or (decision.decided_on and not verdicts):
            verdicts.append(self._record_verdict(decision))
        kind = self._paper_text(decision, "kind")
        states = dict(decision._fields["state"]._description_selection(self.env))
        lines = [
            [
                kind,
                level or "",
                self._paper_signed(person, moment),
                states.get(status, states["submitted"]),
                "",
            ]
            for level, person, moment, status in verdicts
        ]
        if len(lines) > 1 and decision.decision_comment:
            # What each level notes is kept together, in the order of the levels.
            lines.append([kind, self.env._("All levels"), "", "", ""])
        if lines:
            lines[-1][-1] = decision.decision_comment or ""
        return lines

    def _record_verdict(self, decision):
        """The verdict that one decision itself has on record, without a review."""
        rejected = decision.rejected_by_id or any(
            approval.verdict == "rejected" for approval in decision.external_approval_ids
        )
        return (
            decision.is_external and self.env._("External person"),
            decision.external_name or decision.rejected_by_id or decision.approved_by_id,
            decision.decided_on,
            "rejected" if rejected else "approved",
        )

    def _record_communication(self):
        tables = [
            self._record_told_table(title, of_one)
            for title, of_one in self._paper_handlings(self.communication_ids)
        ]
        if self.authority_communication_ids:
            title = self._paper_label(self, "authority_communication_ids")
            told = self.authority_communication_ids.sorted("id")
            tables.append(self._record_told_table(title, told))
        return tables

    def _record_told_table(self, title, told):
        columns = [
            (self._paper_label(told, "kind"), 16),
            (self._paper_label(told, "way"), 9),
            (self.env._("Told by, on"), 21),
            (self.env._("What was said, or why it was not possible"), 54),
        ]
        return self._paper_table(columns, [self._record_told(one) for one in told], title)

    def _record_told(self, said):
        way = self._paper_text(said, "way")
        if said.not_possible_reason:
            way = self.env._("Not possible")
        elif not said.is_given:
            way = "\n".join(filter(None, [way, self.env._("Not told yet")]))
        return [
            self._paper_text(said, "kind"),
            way,
            self._paper_signed(said.user_id, said.told_on or said.create_date),
            said.not_possible_reason or said.summary or "",
        ]

    def _record_follow_up(self):
        columns = [
            (self.env._("Measure"), 24),
            (self.env._("What Was Done"), 30),
            (self.env._("Done by, on"), 16),
            (self._paper_label(self.measure_ids, "effectiveness"), 30),
        ]
        lines = [
            [
                measure.name,
                self._record_result(measure),
                self._paper_signed(measure.done_by_id, measure.done_on),
                self._record_effect(measure),
            ]
            for measure in self.measure_ids
        ]
        return [
            self._paper_table(columns, lines),
            {"rows": [[self._paper_fact(self, "acceptance"), self._record_called_back()]]},
        ]

    def _record_called_back(self):
        calls = self.communication_ids.filtered(
            lambda said: said.kind == "callback" and said.is_current and said.is_given
        )
        last = calls.sorted("id")[-1:]
        return self.env._("Asked by, on"), self._paper_signed(last.user_id, last.told_on)

    def _record_result(self, measure):
        """What was done for one measure, with the records that show it."""
        records = [
            self._paper_text(measure, name)
            for name in (
                "nonconformity_id",
                "action_id",
                "amended_certificate_id",
                "order_id",
                "amount",
                "credit_note_id",
                "conclusion",
            )
        ]
        texts = [measure.result or measure.cancel_reason, *records]
        if measure.state != "done":
            texts.insert(0, self._paper_text(measure, "state"))
        return "\n".join(filter(None, texts))

    def _record_effect(self, measure):
        texts = [
            self._paper_text(measure, "effectiveness"),
            measure.effectiveness_comment,
            self._paper_signed(measure.effectiveness_by_id, measure.effectiveness_on),
        ]
        return "\n".join(filter(None, texts))
