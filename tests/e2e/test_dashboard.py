"""The dashboard of the demo laboratory: it opens the app, and each figure opens its cases."""

import re

import pytest
from playwright.sync_api import expect
from test_screens import PHONE, keep

DASHBOARD = "/odoo/complaint-dashboard"


def test_officers_open_the_app_with_it(log_in):
    page = log_in("quality", "/odoo/apps")
    page.goto(re.sub(r"/odoo.*", "/odoo", page.url))
    page.locator(".o_navbar_apps_menu button").click()
    page.get_by_role("menuitem", name="Complaints", exact=True).click()
    page.locator(".o_lab_figure[data-figure=to_approve] .o_lab_value").wait_for()
    keep(page, "dashboard")


@pytest.mark.parametrize("key", ["open", "late", "new"])
def test_figure_opens_its_cases(log_in, key):
    page = log_in("officer", DASHBOARD)
    figure = page.locator(f".o_lab_figure[data-figure={key}]")
    count = int(figure.locator(".o_lab_value").inner_text())
    figure.locator("button").first.click()
    page.locator(".o_list_view, .o_view_nocontent").first.wait_for()
    expect(page.locator(".o_list_view .o_data_row")).to_have_count(count)
    page.go_back()
    expect(figure.locator(".o_lab_value")).to_have_text(str(count))


def test_column_of_a_chart_opens_its_cases(log_in):
    page = log_in("officer", DASHBOARD)
    trend = page.locator(".o_lab_card[data-card=trend]")
    box = trend.locator("canvas").bounding_box()
    # The last column is the present month.
    page.mouse.click(box["x"] + box["width"] * 0.88, box["y"] + box["height"] * 0.3)
    page.locator(".o_list_view").wait_for()


def test_control_chart_and_phone(laboratory, log_in):
    page = log_in("officer", "/odoo/complaint-control-chart", **PHONE)
    page.locator(".o_lab_card[data-card=control]").wait_for()
    page.goto(f"{laboratory.url}{DASHBOARD}")
    page.locator(".o_lab_card[data-card=pareto] canvas").wait_for()
    keep(page, "phone-dashboard")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
