"""Letters as the complaint officer writes them: read before they are sent, kept as they went out."""

from office import Person
from paper import printed, text_of
from patience import eventually
from playwright.sync_api import expect

ORDER = "lab_complaint.lab_order_bearing"
# Scheduled actions wait for each other.
BACKGROUND_SECONDS = 90


def log(laboratory, subject, count=1):
    """Complaints in the register, logged by sales over the external API."""
    made = laboratory.call(
        laboratory.api_key("sales"),
        "lab.complaint",
        "create",
        vals_list=[
            {
                "subject": f"{subject} {number}",
                "description": "The values differ.",
                "order_id": laboratory.record_id(ORDER),
            }
            for number in range(count)
        ],
    ).json()
    return made


def number_of(laboratory, complaint):
    key = laboratory.api_key("officer")
    found = laboratory.call(key, "lab.complaint", "read", ids=[complaint], fields=["name"])
    return found.json()[0]["name"]


def test_letter_from_the_dialog_to_the_archive(laboratory, log_in):
    (complaint,) = log(laboratory, "Letter to one complainant")
    number = number_of(laboratory, complaint)
    page = log_in("officer", f"/odoo/complaints/{complaint}")
    page.locator("button:visible", has_text="Acknowledge").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=way] input").click()
    page.get_by_role("menuitem", name="Letter", exact=True).click()
    expect(dialog.locator("[name=told_on]")).to_be_visible()
    dialog.locator("[name=summary] textarea").fill("Please keep the bearing.")
    dialog.locator("[name=summary] textarea").blur()
    expect(dialog.locator("[name=body]")).to_contain_text("Please keep the bearing.")

    # The dialog is read again behind the draft, and its buttons may move.
    with page.expect_response("**/lab.complaint.answer/web_read"):
        draft = printed(page, dialog.get_by_role("button", name="Preview").click, "preview")
    assert "Draft: not sent." in text_of(draft)
    assert "Please keep the bearing." in text_of(draft)
    assert number in text_of(draft)

    sent = printed(page, dialog.get_by_role("button", name="Record", exact=True).click)
    assert "Draft" not in text_of(sent)
    dialog.wait_for(state="detached")

    page.get_by_role("tab", name="Answer").click()
    opened = printed(page, page.locator("button[name=action_open_letter]").first.click)
    assert opened == sent
    again = page.request.get(
        f"{laboratory.url}/report/pdf/lab_complaint_report.report_acknowledgement/{complaint}"
    )
    assert again.body() == sent


def test_letter_to_a_case_that_somebody_works_on(laboratory):
    """PostgreSQL refuses what was changed since by somebody else; the letter is written anew."""
    (complaint,) = log(laboratory, "Worked on meanwhile")
    key = laboratory.api_key("officer")
    line = {"complaint_id": complaint}
    values = {"kind": "acknowledgement", "way": "letter", "line_ids": [[0, 0, line]]}
    model = "lab.complaint.letter.run"
    (run,) = laboratory.call(key, model, "create", vals_list=[values]).json()
    with laboratory.connection() as somebody, somebody.cursor() as cursor:
        cursor.execute(
            "UPDATE lab_complaint SET remedy_sought = 'A new certificate' WHERE id = %s",
            [complaint],
        )
        laboratory.call(key, model, "action_start", ids=[run]).raise_for_status()
        # The letter waits for this transaction, which ends with a change that it has not seen.
        eventually(lambda: laboratory.waiting_for(somebody, "lab_complaint"), BACKGROUND_SECONDS)

    def read():
        fields = ["state", "done_count", "refused_count"]
        return laboratory.call(key, model, "read", ids=[run], fields=fields).json()[0]

    eventually(lambda: read()["state"] == "done", BACKGROUND_SECONDS)
    assert read() == {"id": run, "state": "done", "done_count": 1, "refused_count": 0}


def test_letters_to_many(laboratory, log_in):
    complaints = log(laboratory, "Letters to many complainants", 3)
    page = log_in("officer", "/odoo/complaints")
    page.locator(".o_kanban_view").wait_for()
    page.locator(".o_switch_view.o_list").click()
    page.locator(".o_list_view").wait_for()
    Person(page).search("Letters to many complainants")
    # The list is filtered only when it says so: ticked earlier, the box takes every open case.
    expect(page.locator(".o_list_view .o_data_row")).to_have_count(len(complaints))
    page.locator(".o_list_view thead .o_list_record_selector input").check()
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Write Letters").click()
    page.locator("[name=kind] input").click()
    page.get_by_role("menuitem", name="Acknowledgement", exact=True).click()
    page.locator("[name=way]").get_by_text("Letter", exact=True).click()
    page.get_by_role("button", name="Start").click()
    # Written in the background; the page follows by itself.
    expect(page.locator("[name=document]")).to_be_visible(timeout=BACKGROUND_SECONDS * 1_000)
    expect(page.locator(".o_arrow_button_current")).to_have_text("Done")
    key = laboratory.api_key("officer")
    found = laboratory.call(
        key,
        "lab.complaint.communication",
        "search_read",
        domain=[["complaint_id", "in", complaints], ["kind", "=", "acknowledgement"]],
        fields=["letter_sha256", "is_given"],
    ).json()
    assert len(found) == len(complaints)
    assert all(said["is_given"] and said["letter_sha256"] for said in found)
