"""Case 1 of a laboratory's life in the browser, from receipt to closing: values that disagree.

Everybody logs in as who they are; test_cases_api.py tells the same story over the
external API.
"""

import secrets

import pytest
from office import (
    ADD_LINE,
    ORDER,
    check_effect,
    close_nonconformity,
    close_too_early,
    gather,
    take_in,
)
from playwright.sync_api import expect


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
    officer.dialog("Send Outcome", "Record", way="Letter")
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
