"""A customer with a login and a phone: complains about an order, follows the case, replies."""

import re

import pytest
from playwright.sync_api import expect
from test_cases_api import Person, gather, plan, take_in

ORDER = "lab_complaint.lab_order_micrometers"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WORDS = "The report of our micrometers did not come <b>on the agreed day</b>."


@pytest.fixture
def people(laboratory):
    return {login: Person(laboratory, login) for login in ("officer", "officer2", "quality")}


def fits(page):
    """Whether a page is no wider than the phone."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def log_complaint(laboratory, page):
    """Complain about the order whose page is open.

    :return: number and address of the case
    """
    page.get_by_role("link", name="Complaint about This Order").click()
    expect(page.locator("#order_id")).to_have_value(str(laboratory.record_id(ORDER)))
    page.locator("#words").fill(WORDS)
    page.locator("#remedy").fill("Send it today.")
    page.locator("#files").set_input_files(
        [
            {"name": "mail.txt", "mimeType": "text/plain", "buffer": b"You promised Monday."},
            {"name": "agreed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 agreed"},
        ]
    )
    assert fits(page)
    page.get_by_role("button", name="Send Complaint").click()
    told = page.locator("#is_new")
    expect(told).to_contain_text("in our register")
    expect(told).to_contain_text("Our answer")
    assert fits(page)
    number = re.search(r"CP/\d{4}/\d{5}", told.inner_text()).group()
    return number, page.url.removeprefix(laboratory.url).split("?")[0]


def answer(laboratory, people, ids):
    """Lead the case to the answer, over the external API."""
    officer, investigator = people["officer"], people["officer2"]
    take_in(laboratory, officer, ids, "category_time_late")
    department = laboratory.record_id("lab_complaint.lab_department_pressure")
    officer.case("write", ids, vals={"department_ids": [[6, 0, [department]]]})
    officer.case("action_accept", ids, grounds="Our commission")
    gather(investigator, ids, ("work_flow", "Job", "Extended without telling anybody."))
    investigator.case(
        "write",
        ids,
        vals={
            "validity": "valid",
            "validity_grounds": "Nobody told the customer.",
            "cause_analysis": "The internal rule extends jobs without a message.",
            "extent": "No other job of the month.",
        },
    )
    plan(officer, ids, kind="contact", name="Explain to the customer today")
    officer.case("action_propose_outcome", ids, proposal="We were late.", grounds="Work flow")
    people["quality"].case("action_approve", ids)
    officer.case("action_send_outcome", ids, way="letter")


def test_customer_complains_follows_and_replies(laboratory, log_in, people):
    page = log_in("customer", f"/my/orders/{laboratory.record_id(ORDER)}", **PHONE)
    number, path = log_complaint(laboratory, page)
    ids = [int(path.rsplit("/", 1)[1])]
    officer = people["officer"]
    (case,) = officer.case(
        "read", ids, fields=["description", "order_id", "received_by_id", "create_uid"]
    )
    assert case["description"] == WORDS
    order_id, order = case["order_id"]
    assert order_id == laboratory.record_id(ORDER)
    assert not case["received_by_id"]
    assert case["create_uid"][1] == "OdooBot"
    files = officer.do(
        "ir.attachment",
        "search_read",
        domain=[["res_model", "=", "lab.complaint"], ["res_id", "=", ids[0]]],
        fields=["name"],
    )
    assert {file["name"] for file in files} == {"mail.txt", "agreed.pdf"}

    page.goto(f"{laboratory.url}/my/complaints")
    page.locator("#complaints a", has_text=number).click()
    page.locator("#message").fill("When will it come?")
    page.get_by_role("button", name="Send Message").click()
    expect(page.locator("#sent")).to_be_visible()
    expect(page.locator("#history")).to_contain_text("When will it come?")
    expect(page.locator("#reply_form")).to_have_count(0)

    answer(laboratory, people, ids)
    page.goto(f"{laboratory.url}{path}")
    with page.expect_download() as letter:
        page.locator("#letters a").last.click()
    # In the language of the customer, which other tests may have changed.
    assert letter.value.suggested_filename.startswith(number.replace("/", "-"))
    page.get_by_label("I accept the answer").check()
    page.get_by_label("Very satisfied").check()
    page.locator("#summary").fill("Thank you for the call.")
    assert fits(page)
    page.get_by_role("button", name="Send Reply").click()
    expect(page.locator("#replied")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("you accepted our answer")
    (case,) = officer.case("read", ids, fields=["acceptance", "handling_score", "handling_words"])
    assert case["acceptance"] == "accepted"
    assert (case["handling_score"], case["handling_words"]) == ("5", "Thank you for the call.")

    nothing_for_others(laboratory, log_in, path, (number, order))


def nothing_for_others(laboratory, log_in, path, hidden):
    """A customer of another company sees nothing of it, by whatever address."""
    other = log_in("portal", "/my/complaints", **PHONE)
    expect(other.locator("#no_complaints")).to_be_visible()
    order = laboratory.record_id(ORDER)
    for address in (path, f"{path}/letter/1", f"/my/complaints/new?order_id={order}", "/my"):
        other.goto(f"{laboratory.url}{address}")
        expect(other.locator("body")).to_be_visible()
        assert not [text for text in hidden if text in other.content()]
    key = laboratory.api_key("portal")
    for method, arguments in (
        ("search", {"domain": []}),
        ("read", {"ids": [int(path.rsplit("/", 1)[1])], "fields": ["name"]}),
    ):
        assert laboratory.call(key, "lab.complaint", method, **arguments).status_code == 403
