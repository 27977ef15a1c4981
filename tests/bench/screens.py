"""What a person does at the screens of an application, done once in a browser and noted."""

from applications import COMPLAINTS, TEXT

FACETS = ".o_searchview .o_facet_remove"

# Who or what is offered, and neither what else can be done nor that it is looked for.
PROPOSAL = ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):not(:has(.o_loading))"


class Screens:
    """The screens of one application.

    :param recorder: a Recorder
    :param record: id of an open case that nothing keeps from being changed
    :param movable: id of a case that may go to the next stage
    :param order: id of a sales order
    """

    def __init__(self, recorder, application, *, record, movable, order):
        self.recorder, self.page = recorder, recorder.page
        self.application, self.order = application, order
        self.record, self.movable = record, movable

    def record_all(self):
        """:return: {name of the action: list of Call}"""
        note = self.recorder.calls_of
        calls = {}
        if self.application.has_kanban:
            calls["open the kanban"] = note(self._open, "kanban")
        calls["open the list"] = note(self._open, "list")
        self._without_facets()
        names = ("number", "customer", "words")
        for name, (words, label) in zip(names, self.application.searches.items(), strict=False):
            calls[f"search by {name}"] = note(self._search, words, label)
            self._without_facets()
        calls["open a form"] = note(self._open_form, self.record)
        calls["save a change"] = note(self._save)
        calls["hand over"] = note(self._hand_over)
        calls["move a stage"] = self._calls_of_move()
        calls["log a new case"] = note(self._log)
        return calls

    def _open(self, kind):
        self.page.goto(
            f"{self.recorder.url}/odoo/action-{self.application.action}?view_type={kind}"
        )
        self.page.locator(".o_control_panel").first.wait_for()
        switch = self.page.locator(f".o_switch_view.o_{kind}")
        if switch.count() and "active" not in switch.first.get_attribute("class"):
            self.recorder.settle()
            self.recorder.noted = []
            switch.first.click()
        self.page.locator(f".o_{kind}_view .o_{kind}_renderer").first.wait_for()

    def _without_facets(self):
        while self.page.locator(FACETS).count():
            self.page.locator(FACETS).first.click()
            self.recorder.settle()

    def _search(self, words, label):
        self.page.locator(".o_searchview_input").fill(words)
        item = self.page.locator(
            ".o_searchview_autocomplete .o-dropdown-item, .o_searchview_autocomplete li"
        )
        item.filter(has_text=f"Search {label} for").first.click()
        self.page.locator(".o_facet_value").filter(has_text=words).wait_for()

    def _open_form(self, record):
        self.page.goto(f"{self.recorder.url}/odoo/action-{self.application.action}/{record}")
        self.page.locator(".o_form_view .o_form_sheet").first.wait_for()
        self.page.locator(".o-mail-Message").first.wait_for()

    def _save(self):
        self._fill(self.application.text, TEXT)
        self._press_save()

    def _hand_over(self):
        """Put somebody else in charge, which all applications note."""
        charge = self.page.locator(".o_field_widget[name=user_id] input").first
        present = charge.input_value()
        charge.click()
        people = self.page.locator(PROPOSAL)
        people.filter(has_not_text=present or "Nobody at all").first.click()
        self._press_save()

    def _press_save(self):
        self.page.locator(".o_form_button_save").first.click()
        self.page.locator(
            ".o_form_saved, .o_form_status_indicator_buttons.invisible"
        ).first.wait_for(state="attached")

    def _fill(self, name, words, scope=None):
        widget = (scope or self.page).locator(f".o_field_widget[name={name}]").first
        widget.locator("textarea, input, [contenteditable=true]").first.fill(words)

    def _calls_of_move(self):
        self.recorder.calls_of(self._open_form, self.movable)
        stage = self.page.locator(".o_statusbar_status button").filter(
            has_text=self.application.stages[1]
        )
        return self.recorder.calls_of(stage.first.click)

    def _log(self):
        """From the order where the application knows orders, else from a new form."""
        if self.application is COMPLAINTS:
            self.page.goto(f"{self.recorder.url}/odoo/sales/{self.order}")
            button = self.page.get_by_role("button", name="Log Complaint")
            button.first.wait_for()
            self.recorder.settle()
            self.recorder.noted = []
            button.first.click()
            modal = self.page.locator(".modal")
            self._fill("subject", TEXT, modal)
            self._fill("description", TEXT, modal)
            modal.locator("footer button.btn-primary").first.click()
            modal.wait_for(state="detached")
            return
        self.page.goto(f"{self.recorder.url}/odoo/action-{self.application.action}/new")
        self.page.locator(".o_form_view .o_form_sheet").first.wait_for()
        self._fill(self.application.text, TEXT)
        for name in self.application.required:
            self._fill(name, TEXT)
        self._press_save()
