"""Case 2 of a laboratory's life in the browser, from receipt to closing: a report too late.

Everybody logs in as who they are; test_cases_api.py tells the same story over the
external API.
"""

from office import check_effect, close_nonconformity, close_too_early, gather, take_in
from playwright.sync_api import expect


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
