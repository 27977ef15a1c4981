"""Every screen of the register opens for everybody who has it, wide and phone-sized.

With UPDATE_SCREENS=1 the screenshots of docs/images are made anew.
"""

import os
from datetime import datetime, timedelta

import pytest
from conftest import OUTPUT
from playwright.sync_api import expect

from environment import REPOSITORY

IMAGES = REPOSITORY / "docs" / "images"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
VIEWS = ("kanban", "list", "calendar", "activity", "pivot", "graph")
# Case 1 and case 2: the certificate that disagrees with last year's, the report that came too late.
CASES = ("lab_complaint_values_differ", "lab_complaint_report_late")
# Screenshot: who sees it, the case, and the page of its form.
PAGES = {
    "form_investigation": ("officer", CASES[0], "investigation"),
    "form_decision": ("quality", "lab_complaint_balance_damaged", "decision"),
    "form_answer": ("officer", CASES[0], "answer"),
    "form_similar": ("officer", CASES[0], "similar"),
    "form_checklist": ("auditor", CASES[1], "checklist"),
}
# Pages whose content is read when they are opened: by page, the field.
READ_BY_PAGE = {"checklist": "checklist", "similar": "similar_summary"}
READY = ".o_kanban_view, .o_list_view, .o_calendar_view, .o_activity_view, .o_pivot_view, .o_graph_view, .o_form_view"


def settle(page):
    """Wait until a view is drawn and nothing is being loaded."""
    page.locator(READY).first.wait_for()
    page.wait_for_function("!document.querySelector('.o_loading_indicator')")


def keep(page, name):
    """Save a screenshot where documentation looks for it, or among the results."""
    folder = IMAGES if os.environ.get("UPDATE_SCREENS") else OUTPUT
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


@pytest.mark.parametrize("login", ["sales", "officer", "quality", "calibrator", "auditor", "admin"])
def test_register_opens(log_in, login):
    page = log_in(login, "/odoo/complaints")
    settle(page)
    expect(page.locator(".o_column_title").filter(has_text="Screening")).to_have_count(1)
    assert page.locator(".o_error_dialog, .o_dialog_error").count() == 0


def test_day_that_passed_while_the_case_was_paused_is_not_red(log_in):
    page = log_in("officer", "/odoo/complaints")
    settle(page)
    paused = page.locator(".o_kanban_record").filter(has=page.get_by_text("Paused", exact=True))
    day = paused.locator("[name=next_promise_on]")
    expect(day.filter(has_text="ago")).not_to_have_count(0)
    expect(day.locator(".text-danger")).to_have_count(0)
    # Of a case that is not paused it is.
    expect(
        page.locator("[name=promise] .text-danger, [name=promise].text-danger")
    ).not_to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view(log_in, view):
    page = log_in("officer", "/odoo/complaints")
    settle(page)
    if view != "kanban":
        page.locator(f".o_switch_view.o_{view}").click()
        page.locator(f".o_{view}_view").first.wait_for()
        settle(page)
    keep(page, view)


@pytest.mark.parametrize("login", ["sales", "officer", "quality", "auditor", "admin"])
@pytest.mark.parametrize("case", CASES)
def test_cases_of_the_demo_open(laboratory, log_in, login, case):
    number = laboratory.record_id(f"lab_complaint.{case}")
    page = log_in(login, f"/odoo/complaints/{number}")
    settle(page)
    if login == "officer":
        keep(page, f"form-case-{CASES.index(case) + 1}")
    for tab in page.locator(".o_notebook_headers .nav-link").all():
        tab.click()
    assert page.locator(".o_error_dialog").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_case(laboratory, log_in, name):
    login, case, tab = PAGES[name]
    number = laboratory.record_id(f"lab_complaint.{case}")
    page = log_in(login, f"/odoo/complaints/{number}")
    settle(page)
    page.locator(f".o_notebook_headers .nav-link[name={tab}]").click()
    page.locator(f".o_notebook_headers .nav-link.active[name={tab}]").wait_for()
    settle(page)
    if tab == "decision":
        # What the quality head is asked stands at the top, with the buttons.
        page.locator(".o_form_view button[name=action_approve]").first.wait_for()
    else:
        page.locator(".o_notebook").first.evaluate("notebook => notebook.scrollIntoView()")
    if tab in READ_BY_PAGE:
        expect(page.locator(f".tab-pane [name={READ_BY_PAGE[tab]}]")).not_to_be_empty()
    keep(page, name)


@pytest.mark.parametrize(("case", "listed"), [("hotline", 1), ("values_differ", 0)])
def test_what_is_similar_is_offered_as_a_list_where_there_is_any(laboratory, log_in, case, listed):
    number = laboratory.record_id(f"lab_complaint.lab_complaint_{case}")
    page = log_in("officer", f"/odoo/complaints/{number}")
    settle(page)
    page.locator(".o_notebook_headers .nav-link[name=similar]").click()
    summary = page.locator(".tab-pane [name=similar_summary]")
    expect(summary).not_to_be_empty()
    expect(summary.locator("a")).to_have_count(listed)
    expect(page.locator("button[name=action_view_similar]:visible")).to_have_count(listed)


def test_every_page_of_the_form_is_in_sight(laboratory, log_in):
    number = laboratory.record_id(f"lab_complaint.{CASES[0]}")
    page = log_in("officer", f"/odoo/complaints/{number}")
    settle(page)
    sheet = page.locator(".o_form_sheet").bounding_box()
    for tab in page.locator(".o_notebook_headers .nav-link").all():
        place = tab.bounding_box()
        assert place["x"] + place["width"] <= sheet["x"] + sheet["width"], tab.inner_text()


def test_promises_count_days_at_the_end_of_a_month(log_in):
    """Seen on the last day of the month before, a promise is some days ahead, not a month."""
    page = log_in("officer", "/odoo/complaints")
    settle(page)
    promised = page.locator(".o_kanban_record [name=next_promise_on] [title]")
    day = datetime.strptime(promised.last.get_attribute("title"), "%m/%d/%Y")
    page.clock.set_fixed_time(day.replace(day=1, hour=12) - timedelta(days=1))
    page.reload()
    settle(page)
    ahead = f"In {day.day} days" if day.day > 1 else "Tomorrow"
    expect(promised.last).to_have_text(ahead)


def test_to_approve(log_in):
    page = log_in("quality", "/odoo/complaints-to-approve")
    settle(page)
    page.locator(".o_kanban_record button[name=action_approve]").first.wait_for()
    keep(page, "to_approve")


def test_order_with_button(laboratory, log_in):
    order = laboratory.record_id("lab_complaint.lab_order_gauge_blocks")
    page = log_in("sales", f"/odoo/sales/{order}")
    settle(page)
    page.get_by_role("button", name="Log Complaint").wait_for()
    keep(page, "order")
    page.get_by_role("button", name="Log Complaint").click()
    page.locator(".modal .o_form_view").wait_for()
    keep(page, "log-complaint")


def test_new_quotation_warns_of_open_complaints(laboratory, log_in):
    order = laboratory.record_id("lab_complaint.lab_order_quotation")
    page = log_in("sales", f"/odoo/sales/{order}")
    settle(page)
    page.locator("[name=customer_open_complaints]").wait_for()


def test_phone(laboratory, log_in):
    page = log_in("officer", "/odoo/complaints", **PHONE)
    settle(page)
    keep(page, "phone-kanban")
    number = laboratory.record_id(f"lab_complaint.{CASES[0]}")
    page.goto(f"{laboratory.url}/odoo/complaints/{number}")
    page.locator(".o_form_view").wait_for()
    keep(page, "phone-form")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    page.locator(".o_notebook_headers .nav-link[name=checklist]").click()
    table = page.locator(".tab-pane [name=checklist] table").bounding_box()
    assert table["x"] + table["width"] <= PHONE["viewport"]["width"]
