from odoo import models


class LabComplaint(models.Model):
    """The complaint handling record (投诉处理记录表) as it is archived: ISO/IEC 17025:2017, 7.9.3
    and 8.4. Receipt, object, screening, end and history."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def get_record_form(self):
        """What the handling record of this single case says, as far as the user may read it.

        :return: list of sections, see `lab_complaint_paper`
        :raise AccessError: when the user may not read the case or how it is handled
        """
        self.ensure_one()
        self.check_access("read")
        # Who left the laboratory acted all the same.
        case = self.with_context(active_test=False)
        sections = [
            (self.env._("Receipt"), case._record_receipt()),
            (self.env._("Subject of the Complaint"), case._record_object()),
            (self.env._("Screening"), case._record_screening()),
            (self.env._("Investigation"), case._record_investigation()),
            (self.env._("Proposed Handling"), case._record_opinion()),
            (self.env._("Approval"), case._record_approval()),
            (self.env._("Communication with the Complainant"), case._record_communication()),
            (self.env._("Measures and Follow-up"), case._record_follow_up()),
            (self.env._("Closure"), case._record_closure()),
            (self.env._("History"), case._record_history()),
        ]
        return [{"title": title, "blocks": blocks} for title, blocks in sections]

    def _paper_authority(self):
        """Rows on the authority behind this case; none where there is none."""
        if not self.authority_part:
            return []
        return [
            [self._paper_fact(self, "authority_id"), self._paper_fact(self, "authority_part")],
            [
                self._paper_fact(self, "authority_reference"),
                self._paper_fact(self, "authority_due_on"),
            ],
        ]

    def _record_receipt(self):
        contact = [self.complainant_phone, self.complainant_email]
        role = self._paper_text(self, "complainant_role")
        if self.is_anonymous:
            role = self.env._("%(role)s, anonymous", role=role)
        return [
            {
                "rows": [
                    [self._paper_fact(self, "name"), self._paper_fact(self, "received_on")],
                    [
                        self._paper_fact(self, "received_by_id"),
                        self._paper_fact(self, "channel_id"),
                    ],
                    [
                        (self.env._("Complainant"), self.complainant_name or ""),
                        (self.env._("Complaining as"), role),
                    ],
                    [
                        (self.env._("Contact"), "\n".join(filter(None, contact))),
                        self._paper_fact(self, "customer_id"),
                    ],
                    *self._paper_authority(),
                    [self._paper_fact(self, "subject")],
                    [self._paper_fact(self, "description")],
                    [self._paper_fact(self, "remedy_sought")],
                ]
            }
        ]

    def _record_object(self):
        columns = [
            (self.env._("Certificate"), 24),
            (self._paper_label(self.certificate_ids, "role"), 16),
            (self._paper_label(self.certificate_ids, "item"), 38),
            (self._paper_label(self.certificate_ids, "serial_number"), 22),
        ]
        lines = [
            [
                self._paper_text(concerned, "certificate_id"),
                self._paper_text(concerned, "role"),
                concerned.item or "",
                concerned.serial_number or "",
            ]
            for concerned in self.certificate_ids
        ]
        return [
            self._paper_rows(self, ["order_id", "department_ids"], ["involved_employee_ids"]),
            self._paper_table(columns, lines, self.env._("Certificates and Reports")),
        ]

    def _record_screening(self):
        facts = self._paper_rows(self, ["kind", "severity"], ["category_id"])
        reasons = [name for name in ("kind_reason", "severity_reason") if self[name]]
        facts["rows"] += [[self._paper_fact(self, name)] for name in reasons]
        facts["rows"].append([self._paper_fact(self, "immediate_action")])
        columns = [
            (self._paper_label(self.decision_ids, "responsibility"), 16),
            (self._paper_label(self.decision_ids, "grounds"), 48),
            (self._paper_label(self.decision_ids, "state"), 14),
            (self.env._("Decided by, on"), 22),
        ]
        screenings = self.decision_ids.filtered(lambda decision: decision.kind == "screening")
        decided = [
            self._paper_table(
                columns, [self._record_screening_line(one) for one in screenings_of_one], title
            )
            for title, screenings_of_one in self._paper_handlings(screenings)
        ]
        return [*decided, facts]

    def _record_screening_line(self, decision):
        return [
            self._paper_text(decision, "responsibility"),
            decision.grounds or "",
            self._paper_text(decision, "state"),
            self._paper_signed(decision.approved_by_id, decision.decided_on),
        ]

    def _record_closure(self):
        closing = self._paper_stage_changes()[-1:] if self.closed_on else []
        closed_by = closing[0][2] if closing else ""
        facts = [
            [self._paper_fact(self, "closed_on"), (self.env._("Closed by"), closed_by)],
            [
                (self.env._("Times Reopened"), str(self.reopen_count)),
                self._paper_fact(self, "first_closed_on"),
            ],
        ]
        if self.withdrawal_reason:
            facts.append([self._paper_fact(self, "withdrawal_reason")])
        if self.conflict:
            facts.append([self._paper_fact(self, "conflict")])
        return [{"rows": facts}]

    def _record_history(self):
        columns = [
            (self.env._("Date"), 24),
            (self.env._("Stage"), 20),
            (self.env._("Person"), 20),
            (self.env._("Reason"), 36),
        ]
        lines = [
            [self._local_time(moment), stage, person, reason]
            for moment, stage, person, reason in self._paper_stage_changes()
        ]
        logged = [
            self._local_time(self.create_date),
            self.env._("Logged"),
            self.create_uid.sudo().name,
            "",
        ]
        return [self._paper_table(columns, [logged, *lines])]

    def get_record_signatures(self):
        """Who signs the handling record of this single case.

        :return: list of (role, name, day); name and day are empty where the record knows none
        """
        self.ensure_one()
        self.check_access("read")
        outcome = self.decision_ids.filtered(
            lambda decision: decision.kind == "outcome" and decision.state == "approved"
        ).sorted("id")[-1:]
        investigators = self.investigator_ids
        investigated = [
            moment
            for evidence in self.evidence_ids
            for person, moment in (
                (evidence.gathered_by_id, evidence.gathered_on),
                (evidence.verified_by_id, evidence.verified_on),
            )
            if moment and person in investigators
        ]
        approver = outcome.external_name or outcome.approved_by_id.sudo().name
        return [
            (
                self.env._("Complaint officer"),
                self.user_id.sudo().name or "",
                self._paper_day(outcome.drafted_by_id == self.user_id and outcome.drafted_on),
            ),
            (
                self.env._("Investigator"),
                self._paper_text(self, "investigator_ids"),
                self._paper_day(max(investigated, default=False)),
            ),
            (
                self.env._("Quality head"),
                approver or "",
                self._paper_day(outcome.decided_on),
            ),
        ]
