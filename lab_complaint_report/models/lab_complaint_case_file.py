from datetime import datetime

from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.lab_complaint.models.lab_complaint_stage import ENDED_STATES

from .case_entry import CaseEntry, field_rows, field_text
from .case_part import PARTS, add_attachments

RECEIVED = (
    "name",
    "subject",
    "description",
    "remedy_sought",
    "kind",
    "kind_reason",
    "origin_id",
    "former_number",
    "channel_id",
    "received_on",
    "received_by_id",
    "complainant_name",
    "complainant_email",
    "complainant_phone",
    "complainant_role",
    "is_anonymous",
    "disclosure_consent",
    "authority_part",
    "authority_id",
    "authority_reference",
    "authority_due_on",
    "customer_id",
    "order_id",
    "category_id",
    "severity",
    "severity_reason",
    "department_ids",
    "user_id",
    "immediate_action",
)
FOUND = (
    "investigator_ids",
    "validity",
    "validity_grounds",
    "cause_ids",
    "cause_analysis",
    "extent",
)
ENDED = (
    "stage_id",
    "responsibility",
    "validity",
    "acceptance",
    "withdrawal_reason",
    "first_closed_on",
    "closed_on",
    "reopen_count",
)


class LabComplaint(models.Model):
    """Everything that is on record about a case, in the order of events (ISO/IEC 17025:2017,
    7.9.3 and 8.4), as the reading user may read it."""

    _inherit = "lab.complaint"

    def _case_file(self):
        """What the dossier of one case holds.

        :return: list of CaseEntry: the receipt, what happened by its date, what has none, the end
        :raise AccessError: when the user neither leads, investigates nor audits the case
        """
        self.ensure_one()
        self._check_reads_case_file()
        events = [self._case_file_finding()]
        for part in PARTS:
            events += part.entries(self)
        events.append(self._case_file_promises())
        # What has no moment yet comes last.
        events.sort(key=lambda entry: (not entry.moment, entry.moment or datetime.min))
        ends = [self._case_file_end()] if self.state in ENDED_STATES else []
        entries = [self._case_file_receipt(), *events, *ends]
        return [entry for entry in entries if not entry.is_empty()]

    def _check_reads_case_file(self):
        """A dossier is for those who handle, investigate or audit the case."""
        self.check_access("read")
        user = self.env.user
        if self.env.su or user.has_groups(
            "lab_complaint.group_officer,lab_complaint.group_auditor"
        ):
            return
        if user not in self.sudo().investigator_ids:
            raise AccessError(
                self.env._(
                    "%(complaint)s: its dossier is for complaint officers, its investigators and "
                    "auditors.",
                    complaint=self.display_name,
                )
            )

    def _case_file_receipt(self):
        entry = CaseEntry(
            self.env._("Complaint as Received"), self.received_on, field_rows(self, RECEIVED)
        )
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", False),
                ],
                order="id",
            )
        )
        add_attachments(entry, (files - self._files_of_parts()).sudo(self.env.su))
        return entry

    def _files_of_parts(self):
        """Files that belong to the evidence, statements and communications of one case."""
        case = self.sudo()
        return (
            case.evidence_ids.attachment_ids
            | case.statement_ids.attachment_ids
            | case.communication_ids.attachment_ids
            | case.authority_communication_ids.attachment_ids
        )

    def _case_file_finding(self):
        """What was found, at the moment it was proposed to decide on it."""
        outcomes = self.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        moments = outcomes.filtered("submitted_on").mapped("submitted_on")
        return CaseEntry(self.env._("Finding"), min(moments, default=None), field_rows(self, FOUND))

    def _case_file_promises(self):
        rows = [
            (
                field_text(deadline, "kind"),
                "\n".join(
                    f"{label}: {text}"
                    for label, text in field_rows(
                        deadline, ("original_due_on", "due_on", "extended_to", "done_on", "status")
                    )
                ),
            )
            for deadline in self.deadline_ids
        ]
        return CaseEntry(self.env._("Promises"), None, rows)

    def _case_file_end(self):
        return CaseEntry(self.env._("End of the Case"), self.closed_on, field_rows(self, ENDED))
