"""A complaint on the web, without a login: made on a phone, followed, and answered both ways."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from paper import printed, text_of
from patience import PAGE_SECONDS, SECONDS
from playwright.sync_api import expect

FORM, STATUS = "/complaints/new", "/complaints/status"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
AT_ONCE = 12


@pytest.fixture
def limits(laboratory):
    """Forget what was sent from here, before and after."""

    def forget():
        laboratory.databases.cluster.query(
            "DELETE FROM lab_complaint_query_attempt", laboratory.database
        )

    forget()
    yield
    forget()


@pytest.fixture
def phone(laboratory, browser):
    """Somebody with a phone, who has no account."""
    context = browser.new_context(**PHONE, locale="en-US", base_url=laboratory.url)
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1_000)
    page.set_default_navigation_timeout(PAGE_SECONDS * 1_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


def file(name, content=PDF):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def fits(page):
    """Nothing sticks out of the screen to the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def downloaded(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def test_anonymous_complaint_both_ways(laboratory, limits, phone, log_in):
    number, code = complain(phone)
    follow(phone, number, code)
    answer(laboratory, log_in, number)
    phone.goto(STATUS)
    expect(phone.locator("#history")).to_contain_text("We compare both certificates.")
    (letter,) = phone.locator("#letters a").all_inner_texts()
    words = text_of(downloaded(phone, letter))
    assert "The raw record is with us." in words
    assert number in words
    assert "Lin" not in words
    fits(phone)


def complain(phone):
    """Make an anonymous complaint with two files; returns its number and code."""
    phone.goto(FORM, wait_until="networkidle")
    fits(phone)
    phone.fill("#description", "The values are far from last year's.")
    phone.select_option("#complainant_role", "end_user")
    phone.fill("#complainant_name", "Ms Lin")
    phone.check("#is_anonymous")
    expect(phone.locator("#complainant_name")).to_be_hidden()

    # What is wrong with a file is said before anything is sent.
    phone.set_input_files("#files", [file("report.pdf"), file("setup.exe", b"MZ")])
    expect(phone.get_by_text("We cannot take files of this kind: setup.exe")).to_be_visible()
    phone.click("#send")
    assert phone.url.endswith(FORM)
    phone.set_input_files("#files", [file("report.pdf"), file("notes.txt", b"Seen on Monday")])
    fits(phone)
    # Quicker than any person is refused, and nothing typed is lost: see the module tests.
    phone.wait_for_timeout(3_000)
    phone.click("#send")

    number, code = phone.locator("#number").inner_text(), phone.locator("#code").inner_text()
    assert re.fullmatch(r"CP/\d{4}/\d{5}", number)
    fits(phone)
    phone.reload()
    assert phone.locator("#code").inner_text() == code
    return number, code


def follow(phone, number, code):
    """Come back with number and code, and send a message with a file."""
    phone.goto(STATUS)
    phone.get_by_role("button", name="Leave").click()
    phone.fill("#number", number)
    phone.fill("#code", code.lower())
    phone.get_by_role("button", name="Show Status").click()
    expect(phone.get_by_role("heading", name=number)).to_be_visible()
    phone.fill("#message", "And here is the old certificate.")
    phone.set_input_files("#files", [file("old certificate.pdf")])
    phone.get_by_role("button", name="Send Message").click()
    expect(phone.locator("#sent")).to_be_visible()
    assert downloaded(phone, "old certificate.pdf") == PDF
    fits(phone)


def answer(laboratory, log_in, number):
    """Have the officer read what came, and answer on the page and by letter."""
    key = laboratory.api_key("officer")
    (case,) = laboratory.call(
        key,
        "lab.complaint",
        "search_read",
        domain=[["name", "=", number]],
        fields=["complainant_name", "is_anonymous", "state"],
    ).json()
    assert case["is_anonymous"]
    assert not case["complainant_name"]
    page = log_in("officer", f"/odoo/complaints/{case['id']}")
    expect(page.locator(".o-mail-Chatter")).to_contain_text("And here is the old certificate.")
    kept = laboratory.call(
        key,
        "ir.attachment",
        "search_read",
        domain=[["res_model", "=", "lab.complaint"], ["res_id", "=", case["id"]]],
        fields=["name"],
    ).json()
    files = sorted(one["name"] for one in kept)
    assert files == ["notes.txt", "old certificate.pdf", "report.pdf"]
    page.get_by_role("tab", name="Answer").click()
    tell(page, "Portal", "We compare both certificates.").click()
    expect(page.locator(".modal")).to_have_count(0)
    record = tell(page, "Letter", "The raw record is with us.")
    printed(page, record.click)
    expect(page.locator(".modal")).to_have_count(0)


def tell(page, way, words):
    """Fill in the dialog of a progress report; returns its button."""
    page.get_by_role("button", name="Report Progress").click()
    modal = page.locator(".modal")
    choice = modal.locator("[name=way] input")
    if choice.input_value() != way:
        choice.click()
        # What is typed before the answer may be taken away by it, where the server is busy.
        with page.expect_response("**/lab.complaint.answer/onchange"):
            page.get_by_role("menuitem", name=way, exact=True).click()
    # The button moves while the letter comes and goes: a click may miss it until that is done.
    letter = modal.locator("[name=body]")
    expect(letter).to_have_count(1 if way == "Letter" else 0)
    modal.locator("[name=summary] textarea").fill(words)
    modal.locator("[name=summary] textarea").blur()
    if way == "Letter":
        expect(letter).to_contain_text(words)
    return modal.get_by_role("button", name="Record", exact=True)


# --- without a browser ---


class Sender:
    """A program that fills in the form."""

    def __init__(self, laboratory):
        self.laboratory, self.session = laboratory, requests.Session()
        self.url = laboratory.url + FORM
        shown = self.session.get(self.url, timeout=60).text
        self.tokens = {
            name: re.search(rf'name="{name}" value="([^"]+)"', shown)[1]
            for name in ("csrf_token", "token")
        }

    def send(self, words):
        return self.session.post(
            self.url,
            data={
                **self.tokens,
                "description": words,
                "complainant_role": "public",
                "is_anonymous": "1",
            },
            timeout=120,
        )


def made(laboratory, words):
    rows = laboratory.databases.cluster.query(
        f"SELECT count(*) FROM lab_complaint WHERE description = '{words}'", laboratory.database
    )
    return int(rows[0][0])


def at_once(calls):
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda call: call(), calls))


def test_many_at_the_same_moment(laboratory, limits, phone):
    """No more than may be, and each of them is a case with a number of its own."""
    senders = [Sender(laboratory) for _sender in range(AT_ONCE)]
    phone.wait_for_timeout(3_000)
    pages = at_once([lambda one=sender: one.send("At once") for sender in senders])
    taken = [page for page in pages if page.url.endswith("/done")]
    assert len(taken) == made(laboratory, "At once") == 5
    assert len({re.search(r'id="number"[^>]*>([^<]+)', page.text)[1] for page in taken}) == 5
    assert {page.status_code for page in pages if page not in taken} == {429}


def test_one_form_sent_several_times_at_once(laboratory, limits, phone):
    """Impatient fingers make one case."""
    sender = Sender(laboratory)
    phone.wait_for_timeout(3_000)
    pages = at_once([lambda: sender.send("Impatient")] * 3)
    assert made(laboratory, "Impatient") == 1
    assert any(page.url.endswith("/done") for page in pages)


def test_far_too_large(laboratory, limits):
    """Refused before it is read, with words; the server goes on."""
    sender = Sender(laboratory)
    answer = requests.post(
        sender.url, files={"files": ("huge.pdf", b"x" * 100 * 1024 * 1024)}, timeout=120
    )
    assert answer.status_code == 413
    assert "The files are too large" in answer.text
    assert requests.get(sender.url, timeout=60).status_code == 200
