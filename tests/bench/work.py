"""What is measured of each application, beyond the screens that a browser recorded."""

import json
import re
import time
from datetime import date
from email.message import EmailMessage
from email.utils import make_msgid

from applications import COMPLAINTS, CUSTOMER, NUMBER, TEXT, TICKETS
from applications import WORDS as SOUGHT
from copies import FIRST_ID

ALIAS = "measured-{table}@{domain}"
FORM, STATUS = "/complaints/new", "/complaints/status"
FORMS_AT_ONCE, PERSON_SECONDS = 12, 3.5
CSRF = re.compile(r'csrf_token: "([^"]+)"')
TOKEN = re.compile(r'name="token" value="([^"]+)"')
# Interactive calls are compared with the peers; the others are the product's own.
SCREENS = (
    "open the kanban",
    "open the list",
    "search by number",
    "search by customer",
    "search by words",
    "open a form",
    "save a change",
    "hand over",
    "move a stage",
    "log a new case",
)


# Who is put in charge.
IN_CHARGE = r'(?<="user_id": )\d+\b'
# Messages after this one are asked for: those that the change has made.
AFTER = r'(?<="after": )\d+\b'
# The same screens with as many records in every database: a small one does not fill a page.
PAGE_LIMIT = r'(?<="limit": )\d+\b|(?<="unfold_read_default_limit": )\d+\b'
SAME_PAGES = {
    "open the kanban, 4 cards a column": ("open the kanban", 4),
    "open the list, 20 rows": ("open the list", 20),
}


class Work:
    """The actions of one application on one database, each ready to be done again and again.

    :param application: one of APPLICATIONS
    :param recorded: {"calls": {name: list of Call}, "record", "movable": ids that were recorded}
    :param people: {login: Client}
    :param facts: Facts of the database
    """

    def __init__(self, application, recorded, people, facts):
        self.application, self.recorded = application, recorded
        self.people, self.facts = people, facts
        self.measured = people["measured00"]
        self.turn, self.newest = 0, 0
        self.forms = []

    def next(self):
        """Another customer, case and number than before, looked up before it is measured."""
        self.turn += 1
        self.found = self.facts.sought(self.application, self.turn)

    def actions(self):
        """:return: {name: (function that prepares, function that is measured)}, in order"""
        return {
            **{
                name: (self._prepare_screen(name), self._screen(name))
                for name in SCREENS
                if name in self.recorded["calls"]
            },
            **{
                name: (None, self._screen(whole, {PAGE_LIMIT: rows}))
                for name, (whole, rows) in SAME_PAGES.items()
                if whole in self.recorded["calls"]
            },
            "count on the customer form": (None, self._count),
            "pivot by category and month": (None, self._pivot),
            "mail in": (None, self._mail),
            **(self._own() if self.application is COMPLAINTS else {}),
            **(self._of_tickets() if self.application is TICKETS else {}),
        }

    def _own(self):
        return {
            "approve": (self._propose, self._approve),
            "one letter": (None, self._letter),
            "deadlines run": (None, self._deadlines),
            "web form post": (self._open_web_form, self._send_web_form),
            "status page": (self._enter_status, self._status),
        }

    def _of_tickets(self):
        return {
            "web form post": (self._open_ticket_form, self._send_ticket_form),
            "status page": (None, self._ticket_page),
        }

    # --- recorded screens ---

    def _prepare_screen(self, name):
        def prepare():
            if name == "move a stage":
                if self.application is COMPLAINTS:
                    self._judged()
                else:
                    self.movable = self.facts.movable(self.application)
            target = self._target(name)
            self.newest = self.facts.newest_message(self.application, target)
            self.colleague = self.facts.colleague(self.application, target)

        return prepare

    def _target(self, name):
        return self.movable if name == "move a stage" else self.found["open_id"]

    def _screen(self, name, also=None):
        def send():
            found, target = self.found, self._target(name)
            recorded = "movable" if name == "move a stage" else "record"
            self.measured.send(
                self.recorded["calls"][name],
                {
                    rf"\b{self.recorded[recorded]}\b": target,
                    NUMBER: found["number"],
                    CUSTOMER: found["customer"],
                    SOUGHT: found["words"],
                    AFTER: self.newest,
                    **({IN_CHARGE: self.colleague} if name == "hand over" else {}),
                    TEXT: f"Measured {self.turn} {date.today()}",
                    **(
                        {self.application.mine: self.application.opened}
                        if self.application.mine
                        else {}
                    ),
                    **(also or {}),
                },
            )

        return send

    # --- crafted after what the web client sends ---

    def _count(self):
        """The smart button alone: the customer form asks for those of all applications at once."""
        self.measured.call(
            "res.partner",
            "web_read",
            [self.found["customer_id"]],
            specification={name: {} for name in self.application.counted},
        )

    def _pivot(self):
        category, month = self.application.pivot
        self.measured.call(
            self.application.model,
            "formatted_read_grouping_sets",
            domain=[],
            grouping_sets=[[], [category], [month], [category, month]],
            aggregates=["__count"],
        )

    def _mail(self):
        message = EmailMessage()
        # Nobody known: a large register knows more senders than a small one.
        message["From"] = f"Ms Lin <lin@stranger-{self.turn}.example.com>"
        message["To"] = ALIAS.format(table=self.application.table, domain="laboratory.example.com")
        message["Subject"] = f"Measured mail {self.turn}"
        message["Message-Id"] = make_msgid(domain="customer.example.com")
        message.set_content("The values are far from those of last year.\n" * 10)
        self.people["admin"].call(
            "mail.thread", "message_process", self.application.model, message.as_string()
        )

    # --- the process ---

    def _judged(self):
        """A new case that is investigated and may go to its decision."""
        officer = self.people["officer00"]
        case = officer.call(
            "lab.complaint",
            "create",
            [
                {
                    "subject": "Measured",
                    "description": "Measured",
                    "order_id": FIRST_ID + self.turn,
                    "partner_id": FIRST_ID,
                    "severity": "general",
                    **self.facts.lists(self.turn),
                }
            ],
        )[0]
        do = lambda method, **given: officer.call("lab.complaint", method, [case], **given)  # noqa: E731
        do("action_acknowledge", way="phone", summary="Number given")
        do("action_accept", grounds="Our certificate", responsibility="ours")
        evidence = officer.call(
            "lab.complaint.evidence",
            "create",
            [{"complaint_id": case, "kind": "raw_record", "reference": "R", "shows": "Differs"}],
        )
        officer.call("lab.complaint.evidence", "action_verify", evidence)
        do(
            "write",
            vals={
                "validity": "valid",
                "validity_grounds": "Compared",
                "cause_analysis": "Printing error",
                "extent": "None",
            },
        )
        self.movable = case

    def _propose(self):
        self._judged()
        self.people["officer00"].call(
            "lab.complaint",
            "action_propose_outcome",
            [self.movable],
            proposal="You are right.",
            grounds="The raw record",
        )

    def _approve(self):
        self.people["head00"].call(
            "lab.complaint", "action_approve", [self.movable], comment="Agreed"
        )

    def _letter(self):
        case = self.found["answered_id"]
        answer = self.people["officer00"].get(
            f"/report/pdf/lab_complaint_report.report_record_form/{case}"
        )
        if not answer.content.startswith(b"%PDF"):
            raise RuntimeError("The letter is no PDF.")

    def _deadlines(self):
        self.people["admin"].call("ir.cron", "method_direct_trigger", [self.facts.deadline_cron])

    # --- people without a login ---

    def _open_web_form(self):
        self.facts.forget_attempts()
        if not self.forms:
            for _form in range(FORMS_AT_ONCE):
                self.forms.append(TOKEN.search(self.people["public"].get(FORM).text)[1])
            # What is sent within seconds was not filled in by a person, and is refused.
            time.sleep(PERSON_SECONDS)
        page = self.people["public"].get(FORM).text
        self.form = {"csrf_token": CSRF.search(page)[1], "token": self.forms.pop()}

    def _send_web_form(self):
        self.people["public"].post(
            FORM,
            data={
                **self.form,
                "description": f"The values are far from last year's. {self.turn}",
                "complainant_role": "customer",
                "complainant_name": f"Ms Lin {self.turn}",
                "complainant_email": f"lin{self.turn}@example.com",
            },
            allow_redirects=False,
        )

    def _enter_status(self):
        if not getattr(self, "entered", False):
            self._open_web_form()
            self._send_web_form()
            self.entered = True

    def _status(self):
        page = self.people["public"].get(STATUS)
        if "CP/" not in page.text:
            raise RuntimeError("The status page shows no case.")

    def _open_ticket_form(self):
        page = self.people["measured00"].get("/new/ticket").text
        self.form = {"csrf_token": CSRF.search(page)[1]}

    def _send_ticket_form(self):
        self.people["measured00"].post(
            "/submitted/ticket",
            data={
                **self.form,
                "subject": f"Measured {self.turn}",
                "description": "The values are far from last year's.",
                "category": str(self.facts.ticket_category),
            },
            allow_redirects=False,
        )

    def _ticket_page(self):
        self.people["measured00"].get(f"/my/ticket/{self.found['open_id']}")


def export(application, client, meter, rows):
    """Export rows of an application to a spreadsheet; :return: (Cost, the file)."""
    token = CSRF.search(client.get("/odoo").text)[1]
    with meter:
        client.meter = meter
        if application is COMPLAINTS:
            domain = [["id", "<", FIRST_ID + rows], ["id", ">=", FIRST_ID]]
            answer = client.post(
                "/lab_complaint_report/spreadsheet/register",
                data={"csrf_token": token, "data": json.dumps({"domain": domain, "context": {}})},
            )
        else:
            asked = json.dumps(_asked(application, rows))
            answer = client.post("/web/export/xlsx", data={"csrf_token": token, "data": asked})
        client.meter = None
    if not answer.content.startswith(b"PK"):
        raise RuntimeError(f"{application.title}: no spreadsheet")
    return meter.cost, answer.content


def _asked(application, rows):
    return {
        "model": application.model,
        "fields": [{"name": name, "label": name, "type": "char"} for name in application.exported],
        "ids": False,
        "domain": [["id", "<", FIRST_ID + rows], ["id", ">=", FIRST_ID]],
        "groupby": [],
        "import_compat": False,
        "context": {"active_test": False},
    }
