"""The people of the laboratory at their browsers, and what they do in every case."""

import re

from patience import eventually
from playwright.sync_api import expect

ORDER = "lab_complaint.lab_order_bearing"
OFFICER, INVESTIGATOR = "Chen Mei", "Zhao Lei"
WIDE = {"viewport": {"width": 2200, "height": 1000}}
ADD_LINE = ".o_field_x2many_list_row_add :is(a, button)"
# What a notification says, and where its link leads.
TOLD = "told => [told.innerText, told.querySelector('a').getAttribute('href')]"
# True when all that is to be drawn now is drawn.
TWO_FRAMES = """new Promise(resolve => requestAnimationFrame(
    () => requestAnimationFrame(() => resolve(true))))"""
PICKED = "o_field_many2one|o_field_many2many"


class Office:
    """The people of the laboratory, each at a browser of their own."""

    def __init__(self, laboratory, log_in):
        self.laboratory, self.log_in, self.people = laboratory, log_in, {}
        self.number = self.path = None

    def at(self, login, path=None):
        """Somebody who looks at the case, or at another place."""
        if login not in self.people:
            self.people[login] = Person(self.log_in(login, path or self.path, **WIDE))
        elif path:
            self.people[login].page.goto(f"{self.laboratory.url}{path}")
        else:
            # Shown from the browser's cache until the server answers: that takes its place.
            with self.people[login].page.expect_response(re.compile(r"lab\.complaint/web_read$")):
                self.people[login].page.goto(f"{self.laboratory.url}{self.path}")
            self.people[login].settle()
        return self.people[login]

    def log(self, **values):
        """Have a salesperson log a complaint from the order."""
        sales = self.at("sales", f"/odoo/sales/{self.laboratory.record_id(ORDER)}")
        modal = sales.open_dialog("Log Complaint")
        sales.fill(modal, **values)
        sales.press("Log Complaint", modal)
        # Read at once: the notification goes after some seconds.
        told = sales.page.locator(".o_notification").filter(has_text="is in the register")
        words, self.path = told.evaluate(TOLD)
        self.number = re.search(r"CP/\d{4}/\d{5}", words).group()
        expect(modal).to_have_count(0)

    def card(self, login, path="/odoo/complaints"):
        """Somebody at the kanban, and the case's card there."""
        person = self.at(login, path)
        person.page.locator(".o_kanban_view").wait_for()
        person.search(self.number)
        card = person.page.locator(".o_kanban_record").filter(has_text=self.number)
        expect(person.page.locator(".o_kanban_record:not(.o_kanban_ghost)")).to_have_count(1)
        return person, card


class Person:
    """Somebody at a browser."""

    def __init__(self, page):
        self.page, self.asked = page, set()
        page.on("request", self._note_asked)
        for event in ("requestfinished", "requestfailed"):
            page.on(event, self._note_answered)

    def _note_asked(self, request):
        if "/web/dataset/call" in request.url:
            self.asked.add(request)

    def _note_answered(self, request):
        self.asked.discard(request)

    def settle(self):
        """Wait until all that the page asks Odoo for is answered and drawn: what is typed or
        pressed while it is drawn anew may be lost."""
        eventually(lambda: self.page.evaluate(TWO_FRAMES) and not self.asked)

    def search(self, words):
        """Search a list or kanban for words, the way the first proposal takes them."""
        self.page.locator(".o_searchview_input").fill(words)
        # Enter does nothing until the proposals are there, and they come a moment later.
        self.page.locator(".o_searchview_autocomplete .o-dropdown-item").first.click()
        self.page.locator(".o_facet_value").filter(has_text=words).wait_for()
        self.settle()

    # --- forms ---

    def tab(self, name):
        self.page.get_by_role("tab", name=name, exact=True).click()

    def fill(self, scope=None, **values):
        """Fill in fields the way their widgets want it."""
        for name, value in values.items():
            field = (scope or self.page).locator(f".o_field_widget[name={name}]").first
            widget = field.get_attribute("class")
            if value is True:
                field.locator("input").check()
            elif "o_field_radio" in widget:
                field.get_by_text(value, exact=True).click()
            elif "o_field_many2many_binary" in widget:
                field.locator("input[type=file]").set_input_files(value)
                field.locator(".o_attachment").wait_for()
            elif "o_field_selection " in f"{widget} ":
                field.locator("input").click()
                self.page.get_by_role("menuitem", name=value, exact=True).click()
                self.settle()
            elif re.search(PICKED, widget):
                field.locator("input").first.fill(value)
                self.page.locator(".o-autocomplete--dropdown-item").filter(
                    has_text=value
                ).first.click()
                self.settle()
            else:
                field.locator("textarea, input").first.fill(value)

    def save(self):
        self.page.locator(".o_form_button_save").first.click()
        self.page.locator(
            ".o_form_saved, .o_form_status_indicator_buttons.invisible"
        ).first.wait_for(state="attached")

    def press(self, name, scope=None):
        self.button(name, scope).first.click()

    def button(self, name, scope=None):
        # An icon before the words is a character of its own.
        words = re.compile(rf"^\W*{re.escape(name)}$")
        return (scope or self.page).get_by_role("button", name=words)

    def dialog(self, button, confirm, scope=None, **values):
        """Press a button, fill in the dialog it opens, and confirm that."""
        modal = self.open_dialog(button, scope)
        self.fill(modal, **values)
        self.settle()
        self.press(confirm, modal)
        expect(self.page.locator(".modal")).to_have_count(0)

    def open_dialog(self, button, scope=None):
        self.press(button, scope)
        return self.page.locator(".modal").filter(has=self.page.locator(".o_form_view"))

    def add_line(self, field, /, **values):
        """Add a line to a list whose lines are filled in in a dialog."""
        lines = self.page.locator(f".o_field_widget[name={field}]")
        before = lines.locator(".o_data_row").count()
        lines.locator(ADD_LINE).click()
        modal = self.page.locator(".modal")
        self.fill(modal, **values)
        modal.locator(".o_form_button_save").click()
        expect(lines.locator(".o_data_row")).to_have_count(before + 1)

    def row(self, name, text):
        lines = self.page.locator(f".o_field_widget[name={name}]")
        return lines.locator(".o_data_row").filter(has_text=text)

    def stands_in(self, stage):
        """Wait until the form shows that the case stands in a stage."""
        self.page.locator(".o_arrow_button_current").filter(has_text=stage).wait_for()

    def has_no_button(self, name):
        expect(self.button(name)).to_have_count(0)

    # --- refusals ---

    def refused(self, *words):
        """Read why something was refused, and close the message."""
        message = self.page.locator(".o_error_dialog")
        for word in words:
            expect(message).to_contain_text(word)
        message.locator(".modal-footer .btn-primary").click()
        expect(message).to_have_count(0)

    def discard(self):
        self.page.locator(".modal").get_by_role("button", name="Discard").click()
        expect(self.page.locator(".modal")).to_have_count(0)

    def drag(self, card, column):
        """Move a card into a column the way a hand does: press, move in steps, let go."""
        group = self.page.locator(".o_kanban_group").filter(
            has=self.page.locator(".o_column_title", has_text=column)
        )
        start, end = card.bounding_box(), group.bounding_box()
        mouse = self.page.mouse
        mouse.move(start["x"] + 60, start["y"] + 20)
        mouse.down()
        mouse.move(start["x"] + 90, start["y"] + 30, steps=5)
        mouse.move(end["x"] + 100, end["y"] + 120, steps=20)
        mouse.up()


def take_in(officer, **screening):
    """Put people in charge, acknowledge the receipt and accept the case."""
    officer.fill(user_id=OFFICER)
    officer.tab("Investigation")
    officer.fill(investigator_ids=INVESTIGATOR, **screening)
    officer.dialog("Acknowledge", "Record", way="Phone", summary="Number and date given")
    officer.dialog("Accept", "Accept", responsibility="Ours", grounds="Our work")
    officer.stands_in("Investigation")


def gather(investigator, kind, reference, shows, **files):
    investigator.add_line("evidence_ids", kind=kind, reference=reference, shows=shows, **files)
    investigator.save()
    row = investigator.row("evidence_ids", reference)
    investigator.press("Verify", row)
    expect(investigator.button("Verify", row)).to_have_count(0)


def close_nonconformity(quality):
    """Carry out the corrective action the way the nonconformity process wants it."""
    quality.page.locator("[name=action_view_nonconformities]").click()
    for stage, values in (
        ("Analysis", {}),
        ("Action Plan", {}),
        ("In Progress", {"action_comments": "Print from the record only"}),
        ("Closed", {"evaluation_comments": "No such error in the sample of a month"}),
    ):
        if values:
            # Saved with the stage, which makes them read-only.
            quality.tab("Actions")
            quality.fill(**values)
        with quality.page.expect_response(re.compile("web_save")):
            quality.page.locator(".o_statusbar_status").get_by_role("radio", name=stage).click()
        quality.stands_in(stage)


def check_effect(person, *measures):
    """Check the effect of measures that others carried out."""
    person.tab("Decision and Measures")
    for measure in measures:
        person.dialog(
            "Check Effectiveness",
            "Confirm",
            person.row("measure_ids", measure),
            effectiveness="Effective",
            effectiveness_comment="Seen in the work of the following weeks",
        )


def close_too_early(officer, *missing):
    """Try to close the case, and be told what is missing."""
    modal = officer.open_dialog("Close")
    officer.fill(modal, way="Letter", summary="Closed too early")
    officer.press("Record", modal)
    officer.refused("cannot be closed yet", *missing)
    officer.discard()
    officer.stands_in("Follow-up")
