"""Both cases of a laboratory's life in the browser, from receipt to closing.

Everybody logs in as who they are; test_cases_api.py tells the same stories over the
external API.
"""

import re
import secrets

import pytest
from playwright.sync_api import expect

ORDER = "lab_complaint.lab_order_bearing"
OFFICER, INVESTIGATOR = "Chen Mei", "Zhao Lei"
WIDE = {"viewport": {"width": 2200, "height": 1000}}
ADD_LINE = ".o_field_x2many_list_row_add :is(a, button)"
PICKED = "o_field_many2one|o_field_many2many"


@pytest.fixture
def office(laboratory, log_in):
    expect.set_options(timeout=30_000)
    yield Office(laboratory, log_in)
    expect.set_options(timeout=5_000)


class Office:
    """The people of the laboratory, each at a browser of their own."""

    def __init__(self, laboratory, log_in):
        self.laboratory, self.log_in, self.people = laboratory, log_in, {}
        self.number = self.path = None

    def at(self, login, path=None):
        """Somebody who looks at the case, or at another place."""
        path = path or self.path
        if login in self.people:
            self.people[login].page.goto(f"{self.laboratory.url}{path}")
        else:
            self.people[login] = Person(self.log_in(login, path, **WIDE))
        return self.people[login]

    def log(self, **values):
        """Have a salesperson log a complaint from the order."""
        sales = self.at("sales", f"/odoo/sales/{self.laboratory.record_id(ORDER)}")
        sales.dialog("Log Complaint", "Log Complaint", **values)
        told = sales.page.locator(".o_notification").filter(has_text="is in the register")
        self.number = re.search(r"CP/\d{4}/\d{5}", told.inner_text()).group()
        self.path = told.get_by_role("link").get_attribute("href")

    def card(self, login, path="/odoo/complaints"):
        """Somebody at the kanban, and the case's card there."""
        person = self.at(login, path)
        person.page.locator(".o_kanban_view").wait_for()
        person.page.locator(".o_searchview_input").fill(self.number)
        person.page.locator(".o_searchview_input").press("Enter")
        person.page.locator(".o_facet_value").filter(has_text=self.number).wait_for()
        card = person.page.locator(".o_kanban_record").filter(has_text=self.number)
        expect(person.page.locator(".o_kanban_record:not(.o_kanban_ghost)")).to_have_count(1)
        return person, card


class Person:
    """Somebody at a browser."""

    def __init__(self, page):
        self.page = page

    # --- forms ---

    def tab(self, name):
        self.page.get_by_role("tab", name=name, exact=True).click()

    def fill(self, scope=None, **values):
        """Fill in fields the way their widgets want it."""
        for name, value in values.items():
            field = (scope or self.page).locator(f".o_field_widget[name={name}]").first
            widget = field.get_attribute("class")
            if value is True:
                field.locator("input").check()
            elif "o_field_radio" in widget:
                field.get_by_text(value, exact=True).click()
            elif "o_field_many2many_binary" in widget:
                field.locator("input[type=file]").set_input_files(value)
                field.locator(".o_attachment").wait_for()
            elif "o_field_selection " in f"{widget} ":
                field.locator("input").click()
                self.page.get_by_role("menuitem", name=value, exact=True).click()
            elif re.search(PICKED, widget):
                field.locator("input").first.fill(value)
                self.page.locator(".o-autocomplete--dropdown-item").filter(
                    has_text=value
                ).first.click()
            else:
                field.locator("textarea, input").first.fill(value)

    def save(self):
        self.page.locator(".o_form_button_save").first.click()
        self.page.locator(
            ".o_form_saved, .o_form_status_indicator_buttons.invisible"
        ).first.wait_for(state="attached")

    def press(self, name, scope=None):
        self.button(name, scope).first.click()

    def button(self, name, scope=None):
        # An icon before the words is a character of its own.
        words = re.compile(rf"^\W*{re.escape(name)}$")
        return (scope or self.page).get_by_role("button", name=words)

    def dialog(self, button, confirm, scope=None, **values):
        """Press a button, fill in the dialog it opens, and confirm that."""
        modal = self.open_dialog(button, scope)
        self.fill(modal, **values)
        self.press(confirm, modal)
        expect(self.page.locator(".modal")).to_have_count(0)

    def open_dialog(self, button, scope=None):
        self.press(button, scope)
        return self.page.locator(".modal").filter(has=self.page.locator(".o_form_view"))

    def add_line(self, field, /, **values):
        """Add a line to a list whose lines are filled in in a dialog."""
        lines = self.page.locator(f".o_field_widget[name={field}]")
        before = lines.locator(".o_data_row").count()
        lines.locator(ADD_LINE).click()
        modal = self.page.locator(".modal")
        self.fill(modal, **values)
        modal.locator(".o_form_button_save").click()
        expect(lines.locator(".o_data_row")).to_have_count(before + 1)

    def row(self, name, text):
        lines = self.page.locator(f".o_field_widget[name={name}]")
        return lines.locator(".o_data_row").filter(has_text=text)

    def stands_in(self, stage):
        """Wait until the form shows that the case stands in a stage."""
        self.page.locator(".o_arrow_button_current").filter(has_text=stage).wait_for()

    def has_no_button(self, name):
        expect(self.button(name)).to_have_count(0)

    # --- refusals ---

    def refused(self, *words):
        """Read why something was refused, and close the message."""
        message = self.page.locator(".o_error_dialog")
        for word in words:
            expect(message).to_contain_text(word)
        message.locator(".modal-footer .btn-primary").click()
        expect(message).to_have_count(0)

    def discard(self):
        self.page.locator(".modal").get_by_role("button", name="Discard").click()
        expect(self.page.locator(".modal")).to_have_count(0)

    def drag(self, card, column):
        """Move a card into a column the way a hand does: press, move in steps, let go."""
        group = self.page.locator(".o_kanban_group").filter(
            has=self.page.locator(".o_column_title", has_text=column)
        )
        start, end = card.bounding_box(), group.bounding_box()
        mouse = self.page.mouse
        mouse.move(start["x"] + 60, start["y"] + 20)
        mouse.down()
        mouse.move(start["x"] + 90, start["y"] + 30, steps=5)
        mouse.move(end["x"] + 100, end["y"] + 120, steps=20)
        mouse.up()


def take_in(officer, **screening):
    """Put people in charge, acknowledge the receipt and accept the case."""
    officer.fill(user_id=OFFICER)
    officer.tab("Investigation")
    officer.fill(investigator_ids=INVESTIGATOR, **screening)
    officer.dialog("Acknowledge", "Record", way="Phone", summary="Number and date given")
    officer.dialog("Accept", "Accept", responsibility="Ours", grounds="Our work")
    officer.stands_in("Investigation")


def gather(investigator, kind, reference, shows, **files):
    investigator.add_line("evidence_ids", kind=kind, reference=reference, shows=shows, **files)
    investigator.save()
    row = investigator.row("evidence_ids", reference)
    investigator.press("Verify", row)
    expect(investigator.button("Verify", row)).to_have_count(0)


def close_nonconformity(quality):
    """Carry out the corrective action the way the nonconformity process wants it."""
    quality.page.locator("[name=action_view_nonconformities]").click()
    for stage, values in (
        ("Analysis", {}),
        ("Action Plan", {}),
        ("In Progress", {"action_comments": "Print from the record only"}),
        ("Closed", {"evaluation_comments": "No such error in the sample of a month"}),
    ):
        if values:
            # As saved, or the words get lost in what the stage changes on the page.
            quality.page.reload()
            quality.tab("Actions")
            quality.fill(**values)
            quality.save()
        with quality.page.expect_response(re.compile("web_save")):
            quality.page.locator(".o_statusbar_status").get_by_role("radio", name=stage).click()
        quality.stands_in(stage)


def check_effect(person, *measures):
    """Check the effect of measures that others carried out."""
    person.tab("Decision and Measures")
    for measure in measures:
        person.dialog(
            "Check Effectiveness",
            "Confirm",
            person.row("measure_ids", measure),
            effectiveness="Effective",
            effectiveness_comment="Seen in the work of the following weeks",
        )


def close_too_early(officer, *missing):
    """Try to close the case, and be told what is missing."""
    modal = officer.open_dialog("Close")
    officer.fill(modal, way="Letter", summary="Closed too early")
    officer.press("Record", modal)
    officer.refused("cannot be closed yet", *missing)
    officer.discard()
    officer.stands_in("Follow-up")


@pytest.fixture
def certificates(laboratory):
    """Numbers of last year's certificate and this year's, which disagree."""
    numbers = [f"DC-{secrets.token_hex(3)}-{year}" for year in ("last", "this")]
    answer = laboratory.call(
        laboratory.api_key("officer"),
        "lab.certificate",
        "create",
        vals_list=[
            {
                "name": number,
                "order_id": laboratory.record_id(ORDER),
                "department_id": laboratory.record_id("lab_complaint.lab_department_dimensional"),
                "performed_by_ids": [laboratory.record_id("lab_complaint.lab_employee_calibrator")],
            }
            for number in numbers
        ],
    )
    assert answer.status_code == 200, answer.text
    return numbers


def find_printing_error(office):
    """Statement of the calibrator, evidence, cause."""
    # The calibrator performed the work: he is asked, he does not investigate.
    officer = office.at("officer")
    officer.tab("Investigation")
    officer.dialog(
        "Ask for a Statement", "Ask", employee_id="Zhang Wei", question="What did you print?"
    )
    calibrator = office.at("calibrator", "/odoo/my-statements")
    calibrator.page.get_by_role("cell", name="What did you print?").first.click()
    calibrator.dialog("Answer", "Send", text="A printing error.")
    calibrator.stands_in("Answered")

    investigator = office.at("officer2")
    investigator.tab("Investigation")
    gather(investigator, "Certificate or report", "Archived certificates", "The customer is right.")
    gather(investigator, "Raw record", "Record of the day", "Not what was printed.")
    investigator.fill(
        validity="Valid",
        validity_grounds="The raw record is right, the certificate is not.",
        cause_analysis="Printing error",
        extent="Compared with the raw records of the week: no other certificate.",
    )
    investigator.save()


def decide_on_printing_error(office, certificates):
    """Measures, proposal, approval on the card."""
    quality = office.at("quality")
    quality.tab("Decision and Measures")
    quality.add_line(
        "measure_ids", kind="Internal work-quality assessment", name="Quality of this certificate"
    )
    quality.save()
    officer = office.at("officer")
    officer.tab("Decision and Measures")
    officer.add_line(
        "measure_ids",
        kind="Nonconforming work and corrective action",
        name="Control and correct the printing",
    )
    officer.add_line(
        "measure_ids",
        kind="Amend certificate",
        name="Amend the certificate",
        certificate_id=certificates[1],
    )
    expect(officer.row("measure_ids", "Quality of this certificate")).to_have_count(0)
    officer.dialog(
        "Propose Outcome",
        "Submit for Approval",
        proposal="You are right. We amend the certificate and apologise.",
        grounds="Certificates and raw record",
    )
    officer.stands_in("Decision")
    officer.has_no_button("Approve")
    officer.has_no_button("Send Outcome")
    officer, card = office.card("officer")
    officer.drag(card, "Response")
    officer.refused("cannot be in “Response” yet", "have it approved by the quality head")

    quality, card = office.card("quality", "/odoo/complaints-to-approve")
    quality.press("Approve", card)
    expect(quality.button("Approve", card)).to_have_count(0)


def mend_printing_error(office):
    """Answer, measures, call-back, end."""
    officer = office.at("officer")
    officer.dialog("Send Outcome", "Record", way="Letter", summary="You are right; our apologies.")
    officer.stands_in("Follow-up")
    close_too_early(officer, "Call the complainant", "Carry out each measure")

    officer.tab("Decision and Measures")
    officer.press("Create Nonconformity")
    officer.page.locator(".o_form_view").get_by_text("Action Plan").wait_for()
    officer = office.at("officer")
    officer.tab("Decision and Measures")
    officer.press("Open Measure", officer.row("measure_ids", "Amend the certificate"))
    officer.dialog(
        "Amend Certificate", "Confirm", amendment_reason="Values not those of the raw record"
    )
    officer.page.locator(".o_field_widget[name=amends_id]").wait_for()
    officer = office.at("officer")
    officer.tab("Decision and Measures")
    amended = officer.row("measure_ids", "Amend the certificate")
    officer.dialog("Done", "Confirm", amended, result="Amended and sent")

    quality = office.at("quality")
    quality.tab("Decision and Measures")
    quality.dialog(
        "Done",
        "Confirm",
        quality.row("measure_ids", "Quality of this certificate"),
        result="Talked over in person",
    )
    check_effect(quality, "Amend the certificate")
    close_nonconformity(quality)
    check_effect(office.at("deputy"), "Control and correct", "Quality of this certificate")

    officer = office.at("officer")
    officer.dialog("Record Call-back", "Record", acceptance="Accepted", way="Phone", summary="Yes")
    officer.dialog("Close", "Record", way="Letter", summary="The case is closed.")
    officer.stands_in("Closed")


def test_case_1_values_that_disagree(office, certificates):
    office.log(
        subject="Values far from last year's",
        description="This year's certificate shows values far from last year's.",
        category_id="Value disputed",
        channel_id="Customer's call, visit or letter",
    )
    officer, card = office.card("officer")
    officer.drag(card, "Investigation")
    officer.refused("cannot be in “Investigation” yet", "Acknowledge the receipt")

    officer = office.at("officer")
    officer.tab("Subject of the Complaint")
    lines = officer.page.locator(".o_field_widget[name=certificate_ids]")
    for line, (number, role) in enumerate(zip(certificates, ("Earlier", "Disputed"), strict=True)):
        lines.locator(ADD_LINE).click()
        row = lines.locator(f".o_data_row.o_selected_row:nth-child({line + 1})")
        officer.fill(row, certificate_id=number, role=role)
    take_in(officer, immediate_action="The certificate is not used any more.")
    find_printing_error(office)
    decide_on_printing_error(office, certificates)
    mend_printing_error(office)


def find_delay(office):
    """Evidence, cause, and what the customer is told meanwhile."""
    investigator = office.at("officer2")
    investigator.tab("Investigation")
    flow = {"name": "flow.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 work flow"}
    gather(
        investigator,
        "Work flow",
        "Job in the business system",
        "Out of tolerance, repaired; extended without telling anybody.",
        attachment_ids=flow,
    )
    investigator.fill(
        validity="Valid",
        validity_grounds="Nobody told the customer of the extension.",
        cause_analysis="The internal rule extends jobs without a message.",
        extent="Two other jobs of the month; both customers were called.",
    )
    investigator.save()

    officer = office.at("officer")
    officer.tab("Decision and Measures")
    for kind, name in (
        ("Nonconforming work and corrective action", "Message with each extension"),
        ("Direct contact", "Explain to the customer today"),
        ("Training", "Study the internal rules"),
    ):
        officer.add_line("measure_ids", kind=kind, name=name)
    officer.save()
    # Before the decision already: the customer waits.
    contact = officer.row("measure_ids", "Explain to the customer today")
    officer.dialog("Done", "Confirm", contact, result="Called at 10")
    officer.tab("Answer")
    officer.dialog("Report Progress", "Record", way="Phone", summary="Finished on Thursday")
    officer.dialog(
        "Propose Outcome",
        "Submit for Approval",
        proposal="We were late and said nothing.",
        grounds="Work flow",
    )
    officer.stands_in("Decision")


def decide_on_delay(office):
    """Rejected, and drafted anew by the quality head: then somebody else approves."""
    quality, card = office.card("quality", "/odoo/complaints-to-approve")
    quality.dialog("Reject", "Reject", card, comment="Say when the instrument comes back")
    quality = office.at("quality")
    quality.dialog(
        "Propose Outcome",
        "Submit for Approval",
        proposal="We were late and said nothing. It is back with you on Thursday.",
        grounds="Work flow",
    )
    quality.tab("Decision and Measures")
    quality.row("decision_ids", "Submitted").wait_for()
    quality.has_no_button("Approve")
    deputy, card = office.card("deputy", "/odoo/complaints-to-approve")
    deputy.press("Approve", card)
    expect(deputy.button("Approve", card)).to_have_count(0)


def make_up_for_delay(office):
    """Answer, measures, call-back, end."""
    officer = office.at("officer")
    officer.dialog("Send Outcome", "Record", way="Phone", summary="Apologised")
    officer.stands_in("Follow-up")
    close_too_early(officer, "Call the complainant", "Carry out each measure")
    officer.tab("Decision and Measures")
    officer.dialog(
        "Done", "Confirm", officer.row("measure_ids", "Study the internal rules"), result="Studied"
    )
    officer.press("Create Nonconformity")
    officer.page.locator(".o_form_view").get_by_text("Action Plan").wait_for()

    quality = office.at("quality")
    check_effect(quality, "Explain to the customer today", "Study the internal rules")
    close_nonconformity(quality)
    check_effect(office.at("deputy"), "Message with each extension")

    officer = office.at("officer")
    officer.dialog("Record Call-back", "Record", acceptance="No reply", way="Phone")
    officer.dialog("Record Call-back", "Record", acceptance="Accepted", way="Visit")
    officer.dialog(
        "Close",
        "Record",
        is_impossible=True,
        not_possible_reason="The customer asked not to be written to.",
    )
    officer.stands_in("Closed")


def test_case_2_report_too_late(office):
    office.log(
        subject="Report not received on the agreed day",
        description="The report did not come and we could not use the instrument.",
        category_id="Certificate or report late",
        channel_id="Feedback from the sales department",
    )
    officer, card = office.card("officer")
    officer.drag(card, "Follow-up")
    officer.refused("cannot be in “Follow-up” yet", "Put a complaint officer", "Send the outcome")

    officer = office.at("officer")
    officer.tab("Subject of the Complaint")
    officer.fill(department_ids="Pressure Calibration")
    take_in(officer)
    modal = officer.open_dialog("Propose Outcome")
    officer.fill(modal, proposal="Not looked into", grounds="None")
    officer.press("Submit for Approval", modal)
    officer.refused("cannot be in “Decision” yet", "Add the evidence", "Judge whether")
    officer.discard()
    find_delay(office)
    decide_on_delay(office)
    make_up_for_delay(office)
