"""Registers and analyses that an officer exports from the pages of the cases."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

HEADING = 3
MENU = ".o_cp_action_menus button[data-hotkey=u]"
ITEM = ".o_lab_complaint_spreadsheet"
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
# Cases on the board by its columns: open ones tell in their bars, folded ones in their titles.
COUNTED = """() => [...document.querySelectorAll(".o_kanban_group")].reduce((total, column) => {
    const bar = column.querySelector("[role=progressbar]");
    const folded = column.querySelector(".o_column_title").innerText.match(/\\((\\d+)\\)$/);
    return total + Number(bar?.ariaValueMax ?? folded?.[1] ?? 0);
}, 0)"""


def cases_in(download):
    """Number of cases in a file that was saved."""
    with open(download.path(), "rb") as file:
        sheet = load_workbook(BytesIO(file.read())).active
    return sheet.max_row - HEADING


def exported(page):
    """The file that the item of the cog menu gives."""
    page.locator(MENU).first.click()
    with page.expect_download() as saved:
        page.locator(ITEM).click()
    return saved.value


def load_all_cards(page):
    """Press what a column offers below its first cards until no column holds back any."""
    cards, more = page.locator(CARD), page.locator(".o_kanban_load_more button")
    while more.count():
        drawn = cards.count()
        more.first.click()
        expect(cards).not_to_have_count(drawn)


@pytest.mark.parametrize(
    ("view", "shown"), [("list", ".o_data_row"), ("pivot", None), ("graph", None)]
)
def test_the_whole_filter_from_every_view(laboratory, log_in, view, shown):
    page = log_in("officer")
    page.goto(f"{laboratory.url}/odoo/complaints?view_type={view}")
    page.wait_for_selector(f".o_{view}_view")
    count = cases_in(exported(page))
    assert count
    if shown:
        expect(page.locator(shown)).to_have_count(count)


def test_the_whole_filter_from_the_board(laboratory, log_in):
    """The file holds the cases that the columns count, not only those whose cards are drawn."""
    page = log_in("officer")
    page.goto(f"{laboratory.url}/odoo/complaints?view_type=kanban")
    page.wait_for_selector(".o_kanban_view")
    count = cases_in(exported(page))
    assert count
    page.wait_for_function(f"count => ({COUNTED})() === count", arg=count)
    load_all_cards(page)
    expect(page.locator(CARD)).to_have_count(count)


def test_what_is_selected(laboratory, log_in):
    page = log_in("officer")
    page.goto(f"{laboratory.url}/odoo/complaints?view_type=list")
    boxes = page.locator(".o_data_row .o_list_record_selector input")
    for position in (0, 1):
        boxes.nth(position).click()
    page.locator(".o_cp_action_menus .dropdown-toggle", has_text="Actions").click()
    with page.expect_download() as saved:
        page.locator(".o-dropdown--menu .o_menu_item", has_text="Spreadsheet").click()
    assert cases_in(saved.value) == 2


def test_not_offered_to_those_who_only_log(laboratory, log_in):
    page = log_in("sales")
    page.goto(f"{laboratory.url}/odoo/complaints?view_type=list")
    page.wait_for_selector(".o_list_view")
    if page.locator(MENU).count():
        page.locator(MENU).first.click()
    expect(page.locator(ITEM)).to_have_count(0)
