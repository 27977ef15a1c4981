"""The four applications that are measured, and what their screens are like."""

from dataclasses import dataclass, field

# Typed while recording, and replaced by what is looked for or written.
NUMBER, CUSTOMER, WORDS, TEXT = "XNUMBERX", "XCUSTOMERX", "XWORDSX", "XTEXTX"


@dataclass(eq=False)
class Application:
    """One model with its screens.

    :param action: of the menu that shows open cases
    :param searches: what is typed, by the label of the field that it is looked for in
    :param text: field that is changed
    :param stages: names of a stage and of the next
    :param pivot: fields of category and month
    :param counted: fields of the customer that count
    :param exported: columns of an export
    :param required: further fields that a new case needs
    :param is_open: SQL of what is open
    :param mine: condition by which the menu shows the user's own cases, as recorded
    :param opened: condition of the filter that shows open cases of everybody instead
    """

    title: str
    model: str
    table: str
    action: str
    text: str
    stages: tuple
    pivot: tuple
    counted: tuple
    exported: tuple
    searches: dict = field(default_factory=dict)
    required: tuple = ()
    has_kanban: bool = True
    is_open: str = "true"
    mine: str = ""
    opened: str = ""


COMPLAINTS = Application(
    title="lab.complaint",
    model="lab.complaint",
    table="lab_complaint",
    action="lab_complaint.action_lab_complaint",
    text="subject",
    stages=("Investigation", "Decision"),
    pivot=("category_id", "received_on:month"),
    counted=("complaint_count", "open_complaint_count"),
    exported=(),
    searches={
        NUMBER: "Number or Subject",
        CUSTOMER: "Customer or Complainant",
        WORDS: "Words",
    },
    is_open="state NOT IN ('closed', 'not_accepted', 'withdrawn')",
)
TICKETS = Application(
    title="helpdesk.ticket (OCA helpdesk_mgmt)",
    model="helpdesk.ticket",
    table="helpdesk_ticket",
    action="helpdesk_mgmt.helpdesk_ticket_action_opened",
    text="name",
    stages=("New", "In Progress"),
    pivot=("category_id", "create_date:month"),
    counted=("helpdesk_ticket_count_string",),
    exported=(
        "number",
        "name",
        "partner_id/name",
        "category_id/name",
        "stage_id/name",
        "user_id/name",
        "create_date",
        "closed_date",
        "priority",
        "description",
    ),
    searches={NUMBER: "Ticket", CUSTOMER: "Contact", WORDS: "Description"},
    required=("description",),
    is_open="stage_id IN (SELECT id FROM helpdesk_ticket_stage WHERE NOT closed)",
)
CLAIMS = Application(
    title="crm.claim (OCA crm_claim)",
    model="crm.claim",
    table="crm_claim",
    action="crm_claim.crm_claim_category_claim0",
    text="name",
    stages=("New", "In Progress"),
    pivot=("categ_id", "date:month"),
    counted=("claim_count",),
    exported=(
        "name",
        "partner_id/name",
        "categ_id/name",
        "stage_id/name",
        "user_id/name",
        "date",
        "date_closed",
        "priority",
        "description",
        "resolution",
    ),
    searches={NUMBER: "Claims"},
    has_kanban=False,
    is_open="stage_id <> (SELECT id FROM crm_claim_stage ORDER BY sequence DESC, id DESC LIMIT 1)",
    mine=r'\["user_id", "=", \d+\]',
    opened='["stage_id.name", "!=", "Rejected"]',
)
LEADS = Application(
    title="crm.lead (Odoo crm)",
    model="crm.lead",
    table="crm_lead",
    action="crm.crm_lead_action_pipeline",
    text="name",
    stages=("New", "Qualified"),
    pivot=("source_id", "create_date:month"),
    counted=("opportunity_count",),
    exported=(
        "name",
        "partner_id/name",
        "stage_id/name",
        "user_id/name",
        "create_date",
        "date_closed",
        "priority",
        "expected_revenue",
        "email_from",
        "description",
    ),
    searches={NUMBER: "Opportunity", CUSTOMER: "Customer"},
    is_open="stage_id IN (SELECT id FROM crm_stage WHERE is_won IS NOT TRUE)",
    mine=r'\["user_id", "=", \d+\]',
    opened='["won_status", "=", "pending"]',
)
APPLICATIONS = (COMPLAINTS, TICKETS, CLAIMS, LEADS)
