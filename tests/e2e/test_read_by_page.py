"""The form of a case reads a page of its notebook when it is opened, and loses nothing by that."""

import json

import pytest
from playwright.sync_api import expect
from test_screens import settle

CASE = "lab_complaint.lab_complaint_values_differ"
# Who or what is offered, and neither what else can be done nor that it is looked for.
PROPOSAL = ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):not(:has(.o_loading))"
TABS = ".o_notebook_headers .nav-link"


class Form:
    """A case in the browser, with what the web client asked since it was opened.

    :param page: a page of a browser that is logged in
    """

    def __init__(self, laboratory, page):
        self.laboratory, self.page = laboratory, page
        self.asked = []
        page.on("request", self._note)

    def _note(self, request):
        if "/web/dataset/call_kw/lab.complaint/" in request.url:
            method = request.url.rpartition("/")[2]
            kwargs = json.loads(request.post_data)["params"]["kwargs"]
            self.asked.append((method, set(kwargs.get("specification", {}))))

    def open(self, number):
        """Show a case, given by its id."""
        self.page.goto(f"{self.laboratory.url}/odoo/complaints/{number}")
        settle(self.page)
        self.page.locator(".o-mail-Message").first.wait_for()

    def tab(self, name):
        """Open a page of the notebook."""
        self.page.locator(f"{TABS}[name={name}]").click()
        self.page.locator(f"{TABS}.active[name={name}]").wait_for()
        settle(self.page)

    def fill(self, name, words):
        """Type into a field."""
        self.page.locator(f".o_field_widget[name={name}] textarea").first.fill(words)

    def save(self):
        """Press Save and wait until all is saved."""
        self.page.locator(".o_form_button_save").click()
        self.page.locator(".o_form_status_indicator_buttons.invisible").wait_for(state="attached")

    def fields(self, method):
        """The fields that the last call of a method asked for."""
        return [fields for name, fields in self.asked if name == method][-1]


@pytest.fixture
def form(laboratory, log_in):
    """The form of case 1, as its officer sees it."""
    form = Form(laboratory, log_in("officer", "/odoo/complaints"))
    settle(form.page)
    form.open(laboratory.record_id(CASE))
    return form


def test_a_page_is_read_when_it_is_opened(form):
    first = form.fields("web_read")
    assert {"subject", "description", "missing_summary"} <= first
    assert not first & {"checklist", "similar_summary", "evidence_ids", "measure_ids"}
    form.tab("investigation")
    further = form.fields("web_read")
    assert {"evidence_ids", "validity", "extent"} <= further
    assert not further & (first | {"measure_ids", "checklist"})
    expect(form.page.locator(".o_field_widget[name=evidence_ids] .o_data_row")).not_to_have_count(0)
    calls = len(form.asked)
    form.tab("receipt")
    form.tab("investigation")
    assert len(form.asked) == calls


@pytest.mark.parametrize(
    ("tab", "shown"),
    [
        ("object", "[name=certificate_ids] .o_data_row"),
        ("decision", "[name=measure_ids] .o_data_row"),
        ("answer", "[name=deadline_ids] .o_data_row"),
        ("checklist", "[name=checklist] table"),
        ("similar", "[name=similar_summary] *"),
    ],
)
def test_each_page_shows_what_it_holds(form, tab, shown):
    form.tab(tab)
    expect(form.page.locator(f".tab-pane {shown}")).not_to_have_count(0)


def test_what_is_typed_stays_while_pages_are_opened(form):
    words = "Two of our gauges are out of use until then"
    form.tab("investigation")
    form.fill("extent", words)
    for tab in ("object", "decision", "answer", "checklist", "investigation"):
        form.tab(tab)
    expect(form.page.locator("[name=extent] textarea")).to_have_value(words)
    form.save()
    saved = form.fields("web_save")
    assert {"extent", "measure_ids", "checklist"} <= saved
    assert "similar_summary" not in saved
    form.page.reload()
    settle(form.page)
    form.tab("investigation")
    expect(form.page.locator("[name=extent] textarea")).to_have_value(words)


def test_the_next_case_is_read_with_the_page_that_is_open(form, laboratory):
    form.page.goto(f"{laboratory.url}/odoo/complaints?view_type=list")
    form.page.locator(".o_data_row .o_data_cell").nth(1).click()
    settle(form.page)
    form.tab("answer")
    before = form.page.locator(".o_field_widget[name=name]").inner_text()
    form.page.locator(".o_pager_next").click()
    expect(form.page.locator(".o_field_widget[name=name]")).not_to_have_text(before)
    settle(form.page)
    assert "deadline_ids" in form.fields("web_read")
    expect(form.page.locator("[name=deadline_ids] .o_data_row")).not_to_have_count(0)


def test_a_new_case_has_all_its_fields(form):
    form.page.locator(".o_form_button_create").first.click()
    form.page.locator(".o_form_view .o_field_widget[name=subject] textarea").wait_for()
    form.fill("subject", "Read by page")
    form.fill("description", "The certificate is for somebody else's gauge.")
    form.tab("object")
    form.save()
    assert {"evidence_ids", "certificate_ids", "cause_ids"} <= form.fields("web_save")
    for tab in form.page.locator(TABS).all():
        tab.click()
    assert form.page.locator(".o_error_dialog").count() == 0


def test_a_page_that_cannot_be_read_leaves_the_form(form):
    form.page.route("**/lab.complaint/web_read", lambda route: route.abort())
    form.page.locator(f"{TABS}[name=decision]").click()
    form.page.locator(f"{TABS}.active[name=decision]").wait_for()
    expect(form.page.locator("[name=subject]").first).to_be_visible()
    expect(form.page.locator("[name=measure_ids]")).to_have_count(0)
    form.page.unroute("**/lab.complaint/web_read")
    form.tab("receipt")
    form.tab("decision")
    expect(form.page.locator("[name=measure_ids] .o_data_row")).not_to_have_count(0)


def test_who_is_put_in_charge_is_saved_without_asking_before(form):
    charge = form.page.locator(".o_field_widget[name=user_id] input").first
    before = charge.input_value()

    def put_in_charge(**filter_by):
        charge.click()
        people = form.page.locator(PROPOSAL)
        people.filter(**filter_by).first.click()
        form.save()

    put_in_charge(has_not_text=before)
    expect(charge).not_to_have_value(before)
    put_in_charge(has_text=before)
    expect(charge).to_have_value(before)
    methods = [method for method, _fields in form.asked]
    assert methods.count("web_save") == 2
    assert "onchange" not in methods
