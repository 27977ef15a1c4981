"""An employee without rights to orders logs what is said at the counter, on a phone."""

import base64
import re

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


@pytest.fixture
def dialog(log_in):
    """The short form, one tap from where the app opens."""
    page = log_in("calibrator", "/odoo/complaints", **PHONE)
    page.locator(".o_kanban_view").wait_for()
    page.locator(".o-kanban-button-new").tap()
    dialog = page.locator(".modal").filter(has_text="Log Complaint")
    dialog.locator(".o_form_view").wait_for()
    return dialog


def field(dialog, name, tag="input"):
    return dialog.locator(f".o_field_widget[name={name}] {tag}").first


def test_logged_with_a_photo(laboratory, dialog):
    page = dialog.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not dialog.locator("[name=order_id]").count()
    field(dialog, "subject", "textarea").fill("Late, said at the counter")
    field(dialog, "description", "textarea").fill("The report came a week late.")
    field(dialog, "stated_reference").fill("S00005")
    field(dialog, "complainant_name").fill("Ms Lin")
    dialog.locator("input[type=file]").set_input_files(
        [{"name": "receipt.png", "mimeType": "image/png", "buffer": PHOTO}]
    )
    expect(dialog.locator(".o_attachment")).to_contain_text("receipt.png")
    dialog.get_by_role("button", name="Log Complaint").tap()
    notification = page.locator(".o_notification").filter(has_text="is in the register")
    number = re.search(r"CP/\d{4}/\d{5}", notification.inner_text()).group()
    expect(dialog).to_have_count(0)

    key = laboratory.api_key("officer")
    (case,) = laboratory.call(
        key,
        "lab.complaint",
        "search_read",
        domain=[["name", "=", number]],
        fields=["complainant_name", "stated_reference"],
    ).json()
    assert (case["complainant_name"], case["stated_reference"]) == ("Ms Lin", "S00005")
    files = laboratory.call(
        key,
        "ir.attachment",
        "search_read",
        domain=[["res_model", "=", "lab.complaint"], ["res_id", "=", case["id"]]],
        fields=["name"],
    ).json()
    assert [file["name"] for file in files] == ["receipt.png"]


def test_anonymous_asks_for_no_name(dialog):
    field(dialog, "complainant_name").wait_for()
    field(dialog, "is_anonymous").check()
    for name in ("partner_id", "complainant_name", "complainant_phone", "complainant_email"):
        expect(dialog.locator(f".o_field_widget[name={name}]")).to_have_count(0)


def test_what_is_missing_is_said_and_nothing_is_lost(dialog):
    field(dialog, "subject", "textarea").fill("Late")
    dialog.get_by_role("button", name="Log Complaint").tap()
    expect(dialog.locator(".o_field_widget[name=description].o_field_invalid")).to_have_count(1)
    assert field(dialog, "subject", "textarea").input_value() == "Late"
