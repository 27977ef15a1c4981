"""Case 1 of a laboratory's life: the certificate disagrees with last year's.

A salesperson logs it from the order, the officer acknowledges it and finds it in Screening:
once in the browser, once over the external API.
"""

import re

WORDS = "This year's certificate of our gauge blocks shows values far from last year's."
ORDER = "lab_complaint.lab_order_bearing"


def test_in_the_browser(laboratory, log_in):
    order = laboratory.record_id(ORDER)
    sales = log_in("sales", f"/odoo/sales/{order}")
    sales.get_by_role("button", name="Log Complaint").click()
    dialog = sales.locator(".modal")
    dialog.get_by_placeholder("e.g. Values far from last year's certificate").fill(
        "Values far from last year's"
    )
    dialog.get_by_placeholder("What was said or written").fill(WORDS)
    # Customer, order, lines and contact are filled in.
    assert dialog.locator("[name=customer_id] input").input_value().startswith("Wuxi")
    assert dialog.locator("[name=order_line_ids] .o_tag").count() > 0
    assert dialog.locator("[name=complainant_phone] input").input_value()
    dialog.get_by_role("button", name="Log Complaint").click()

    notification = sales.locator(".o_notification").filter(has_text="is in the register")
    number = re.search(r"CP/\d{4}/\d{5}", notification.inner_text()).group()
    sales.locator("button[name=action_view_complaints]").filter(
        has_text="Open Complaints"
    ).wait_for()

    key = laboratory.api_key("officer")
    ids = laboratory.call(key, "lab.complaint", "search", domain=[["name", "=", number]]).json()
    acknowledge(laboratory, key, ids)
    officer = log_in("officer", "/odoo/complaints")
    column = officer.locator(".o_kanban_group").filter(
        has=officer.locator(".o_column_title", has_text="Screening")
    )
    column.locator(".o_kanban_record").filter(has_text=number).wait_for()

    found = laboratory.call(
        key,
        "lab.complaint",
        "search_read",
        domain=[["name", "=", number]],
        fields=["state", "description", "order_id"],
    ).json()
    assert [record["state"] for record in found] == ["screening"]
    assert found[0]["description"] == WORDS
    assert found[0]["order_id"][0] == order


def test_over_the_external_api(laboratory):
    order = laboratory.record_id(ORDER)
    sales, officer = laboratory.api_key("sales"), laboratory.api_key("officer")
    ids = laboratory.call(
        sales,
        "lab.complaint",
        "create",
        vals_list=[
            {
                "subject": "Values far from last year's",
                "description": WORDS,
                "order_id": order,
                "certificate_ids": [[0, 0, {"name": "C-E2E-1", "role": "disputed"}]],
            }
        ],
    ).json()
    created = laboratory.call(
        sales, "lab.complaint", "read", ids=ids, fields=["name", "state", "customer_id"]
    ).json()[0]
    assert created["state"] == "received"
    assert created["customer_id"]

    acknowledge(laboratory, officer, ids)
    state = laboratory.call(officer, "lab.complaint", "read", ids=ids, fields=["state"]).json()
    assert state[0]["state"] == "screening"

    # The words stay, whoever asks.
    refused = laboratory.call(
        officer, "lab.complaint", "write", ids=ids, vals={"description": "Nothing of note."}
    )
    assert refused.status_code == 422
    assert "as they were received" in refused.json()["message"]
    refused = laboratory.call(officer, "lab.complaint", "unlink", ids=ids)
    assert refused.status_code in (403, 422)


def acknowledge(laboratory, key, ids):
    """Take charge of a complaint and acknowledge it by phone, which moves it on."""
    values = {
        "user_id": laboratory.record_id("lab_complaint.lab_user_officer"),
        "channel_id": laboratory.record_id("lab_complaint.channel_sales"),
    }
    for method, arguments in (
        ("write", {"vals": values}),
        ("action_acknowledge", {"way": "phone", "summary": "Number and date given"}),
    ):
        answer = laboratory.call(key, "lab.complaint", method, ids=ids, **arguments)
        assert answer.status_code == 200, answer.text
