"""What a register and an analysis say of cases, read record by record and field by field: slow, and
plain enough to compare with."""

from datetime import date, datetime, time

from odoo.addons.lab_complaint.models.working_days import WorkingDays

from ..models.case_entry import field_text


def cell(value):
    """A value as a reader of spreadsheets finds it."""
    if isinstance(value, date):
        return datetime.combine(value, time())
    return None if value is None or value is False or value == "" else value


def told(case, name):
    """What a field says, a day as such."""
    return case[name] if case._fields[name].type == "date" else field_text(case, name)


def register_row(case, names):
    """What the register says of one complaint, read as the user of its environment."""
    facts = register_facts(case)
    return [cell(facts[name] if name in facts else told(case, name)) for name in names]


def analysis_row(case, dimensions, measures):
    """What the analysis says of one case, read as the user of its environment."""
    measured = case._measured(measures)[case.id]
    return [
        *(cell(told(case, name)) for name in dimensions),
        *(cell(measured[name]) for name in measures),
    ]


def register_facts(case):
    """Facts of one complaint that are kept in its parts."""
    said = case.communication_ids.filtered("is_given").sorted("id")
    to_authority = case.authority_communication_ids.filtered("is_given").sorted("id")
    answering = said if case.authority_part == "raised" else to_authority
    answered_on = told_day(case, said, "outcome")
    return {
        "certificates": ", ".join(case.certificate_ids.certificate_id.mapped("display_name")),
        "decision": "\n".join(
            decision.proposal or ""
            for decision in case.decision_ids
            if decision.kind == "outcome" and decision.state == "approved" and decision.is_current
        ),
        "measures": "\n".join(
            f"{measure.name} ({field_text(measure, 'state')})" for measure in case.measure_ids
        ),
        "acknowledged_on": told_day(case, said, "acknowledgement"),
        "answered_on": answered_on,
        "days": answered_on
        and WorkingDays(case.company_id).between(case.received_day, answered_on),
        "authority_answered_on": bool(case.authority_part)
        and (told_day(case, answering, "outcome") or told_day(case, answering, "not_accepted")),
        "called_back_on": told_day(case, said, "callback"),
        "on_time": on_time(case),
    }


def told_day(case, communications, kind):
    """Day on which something was told the first time."""
    told = communications.filtered(lambda said: said.kind == kind and said.told_on)
    return case._day_of(min(told.mapped("told_on"), default=False))


def on_time(case):
    """Whether every promise was kept; empty while that is open."""
    if any(case.deadline_ids.mapped("missed")):
        return case.env._("No")
    if not case.deadline_ids or any(case.deadline_ids.mapped("is_open")):
        return ""
    return case.env._("Yes")
