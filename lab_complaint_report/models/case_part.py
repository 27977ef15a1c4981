"""What is kept with a case, kind by kind: what of it is told, when it happened, its files."""

import base64
from dataclasses import dataclass
from functools import partial

from .case_entry import CaseEntry, CaseFile, field_rows, field_text


@dataclass(frozen=True)
class CasePart:
    """One kind of record kept with a case.

    `named_by` is the field that says which one it is; of `dated_by`, the first field that is
    filled says when it happened; `told` are the fields that are printed; `kept` are files in
    binary fields, each as (path to the record, field, field with the name).
    """

    model: str
    named_by: str
    dated_by: tuple
    told: tuple
    kept: tuple = ()

    def entries(self, complaint):
        """What there is of this kind that the reading user may read, in order of entry.

        :param complaint: one lab.complaint
        :return: list of CaseEntry
        """
        records = complaint.env[self.model]
        if not records.has_access("read"):
            return []
        records = records.search([("complaint_id", "=", complaint.id)], order="id")
        return [self._entry(record) for record in records]

    def _entry(self, record):
        kind = record.env["ir.model"]._get(self.model).name
        moments = [record[name] for name in self.dated_by if record[name]]
        entry = CaseEntry(
            f"{kind} · {field_text(record, self.named_by)}",
            moments[0],
            field_rows(record, self.told),
        )
        if "attachment_ids" in record._fields:
            add_attachments(entry, record.sudo().attachment_ids.sudo(record.env.su))
        for path, name, name_field in self.kept:
            for holder in record.sudo().mapped(path) if path else record:
                _add_kept(entry, holder.with_env(record.env), name, name_field)
        return entry


PARTS = (
    CasePart(
        "lab.complaint.certificate",
        "certificate_id",
        ("create_date",),
        (
            "role",
            "issued_on",
            "item",
            "serial_number",
            "department_id",
            "performed_by_ids",
            "checked_by_id",
            "authorized_by_id",
            "impact",
            "impact_reason",
            "impact_by_id",
            "impact_on",
            "recall",
            "amends_id",
            "amendment_reason",
            "amended_by_id",
        ),
        (("certificate_id", "archived_copy", "archived_copy_name"),),
    ),
    CasePart(
        "lab.complaint.evidence",
        "reference",
        ("gathered_on", "create_date"),
        (
            "kind",
            "shows",
            "gathered_by_id",
            "verified_by_id",
            "verified_on",
            "replaces_id",
            "replaced_by_ids",
        ),
    ),
    CasePart(
        "lab.complaint.statement",
        "employee_id",
        ("answered_on", "asked_on", "create_date"),
        (
            "reference",
            "asked_by_id",
            "asked_on",
            "question",
            "state",
            "answer",
            "answered_on",
            "recorded_by_id",
            "not_given_reason",
        ),
    ),
    CasePart(
        "lab.complaint.decision",
        "kind",
        ("decided_on", "submitted_on", "drafted_on", "create_date"),
        (
            "state",
            "responsibility",
            "proposal",
            "grounds",
            "extended_to",
            "compensation_amount",
            "drafted_by_id",
            "drafted_on",
            "submitted_by_id",
            "submitted_on",
            "decided_on",
            "approver_ids",
            "rejected_by_id",
            "external_name",
            "decision_comment",
            "superseded_by_id",
        ),
    ),
    CasePart(
        "lab.complaint.external.approval",
        "name",
        ("decided_on", "invited_on", "create_date"),
        (
            "state",
            "invited_by_id",
            "invited_on",
            "expires_on",
            "revoked_on",
            "decided_on",
            "signed_name",
            "comment",
        ),
        (("", "signature", ""), ("", "document", "document_name")),
    ),
    CasePart(
        "lab.complaint.measure",
        "kind",
        ("done_on", "create_date"),
        (
            "name",
            "user_id",
            "date_deadline",
            "is_immediate",
            "state",
            "nonconformity_id",
            "action_id",
            "certificate_id",
            "amended_certificate_id",
            "order_id",
            "retester_id",
            "original_value",
            "new_value",
            "criterion",
            "conclusion",
            "amount",
            "credit_note_id",
            "result",
            "done_by_id",
            "done_on",
            "cancel_reason",
            "effectiveness",
            "effectiveness_comment",
            "effectiveness_by_id",
            "effectiveness_on",
        ),
        (("amended_certificate_id", "archived_copy", "archived_copy_name"),),
    ),
    CasePart(
        "lab.complaint.communication",
        "kind",
        ("told_on", "create_date"),
        (
            "addressed_to",
            "way",
            "told_on",
            "user_id",
            "recipient_name",
            "recipient_email",
            "subject",
            "body",
            "summary",
            "decision_id",
            "acceptance",
            "not_possible_reason",
            "delivery_state",
        ),
        (("", "letter", "letter_name"),),
    ),
    CasePart(
        "lab.complaint.deadline.pause",
        "reason",
        ("paused_on",),
        ("paused_on", "paused_by_id", "resumed_on", "resumed_by_id"),
    ),
)


def add_attachments(entry, attachments):
    """Put files into an entry, those that the user may not read as a number only.

    :param entry: CaseEntry
    :param attachments: ir.attachment of the reading user
    """
    readable = attachments._filtered_access("read").sorted("id")
    entry.hidden_files += len(attachments - readable)
    entry.files += [
        CaseFile(
            file.name,
            "text/plain" if file.type == "url" else file.mimetype,
            partial(_read_attachment, file),
        )
        for file in readable
    ]


def _read_attachment(attachment):
    if attachment.type == "url":
        return (attachment.url or "").encode()
    content = attachment.raw or b""
    # One file after the other: together they would fill the memory.
    attachment.invalidate_recordset(["raw", "datas"], flush=False)
    return content


def _add_kept(entry, holder, name, name_field):
    """Put the file of a binary field into an entry, as the user may read it."""
    kept = holder.sudo().with_context(bin_size=True)
    if not kept[name]:
        return
    if not holder.has_access("read") or not holder._has_field_access(holder._fields[name], "read"):
        entry.hidden_files += 1
        return
    content = partial(_read_binary, holder, name)
    label = holder._fields[name]._description_string(holder.env)
    file_name = name_field and holder[name_field]
    entry.files.append(CaseFile(file_name or label, "", content))


def _read_binary(holder, name):
    content = base64.b64decode(holder.with_context(bin_size=False)[name] or b"")
    holder.invalidate_recordset([name], flush=False)
    return content
