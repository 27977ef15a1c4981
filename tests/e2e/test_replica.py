"""Statistics and public pages come from a streaming replica; nobody notices when it fails."""

import io
import json
import re
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from patience import SECONDS, eventually
from replica_site import DATABASE, Browser, ContainerReplica, Site, site_with_replica

from environment import REPOSITORY

STATUS, PORTAL = "/complaints/status", "/my/complaints"
COMPANY = (["company_id"],)


@pytest.fixture(scope="module")
def site(environment, databases):
    template = databases.product(demo=True, repository=REPOSITORY)
    with site_with_replica(environment, template) as served:
        yield served


@dataclass
class People:
    """Browsers that did nothing for a while, all but the customer's on the same complaint."""

    site: Site
    officer: Browser
    customer: Browser
    visitor: Browser
    other_visitor: Browser
    case: str

    def readings(self):
        """What each page and figure says of whose laboratory it is."""
        return {
            "procedure": Browser(self.site).page("/complaints/procedure"),
            "status": self.other_visitor.page(STATUS),
            "portal": self.customer.page(self.case),
            "dashboard": self.officer.call("lab.complaint.statistics", "get_dashboard")["company"],
            "analysis": self.pivot("lab.complaint.analysis"),
            "rate": self.pivot("lab.complaint.rate"),
            "spreadsheet": self.spreadsheet(),
        }

    def pivot(self, model):
        groups = self.officer.call(
            model, "formatted_read_grouping_sets", [], COMPANY, ["complaint_count:sum"]
        )
        return json.dumps(groups)

    def spreadsheet(self):
        asked = json.dumps({"domain": [], "context": {}})
        file = self.officer.download("/lab_complaint_report/spreadsheet/register", data=asked)
        rows = load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
        return str(list(rows))

    def who_says(self, name):
        """Pages and figures that show a name of the laboratory."""
        return {page for page, said in self.readings().items() if name in said}


PAGES = {"procedure", "status", "portal", "dashboard", "analysis", "rate", "spreadsheet"}


@pytest.fixture(scope="module")
def people(site):
    officer, customer = Browser(site, "officer"), Browser(site, "customer")
    logged = officer.call("lab.complaint", "log_complaint", "The report came late.")
    form = {"words": "The values differ.", "remedy": "", "reference": "", "order_id": ""}
    page = customer.send(f"{PORTAL}/new", f"{PORTAL}/new", **form)
    visitors = [Browser(site), Browser(site)]
    for visitor in visitors:
        visitor.send(STATUS, STATUS, number=logged["number"], code=logged["query_code"])
    case = page.split(f'action="{PORTAL}/')[1].split("/")[0]
    browsers = [officer, customer, *visitors]
    for browser in browsers:
        browser.rest()
    return People(site, *browsers, f"{PORTAL}/{case}")


def messages(cluster, words):
    """How many messages with some words there are in a cluster."""
    ((count,),) = cluster.query(
        f"SELECT count(*) FROM mail_message WHERE body LIKE '%{words}%'", DATABASE
    )
    return int(count)


def test_reads_come_from_the_replica(site, people):
    site.name_company("Before Laboratory")
    with site.held_back():
        site.name_company("After Laboratory")
        assert people.who_says("Before Laboratory") == PAGES
    site.wait_for_replica()
    assert people.who_says("After Laboratory") == PAGES


def test_who_writes_reads_it_at_once(site, people):
    with site.held_back():
        page = people.visitor.send(STATUS, f"{STATUS}/message", message="Any news?")
        assert "Any news?" in page
        assert "Any news?" in people.visitor.page(STATUS)
        assert (messages(site.primary, "Any news?"), messages(site.standby, "Any news?")) == (1, 0)
        assert "Any news?" not in people.other_visitor.page(STATUS)

        page = people.customer.send(people.case, f"{people.case}/message", message="And now?")
        assert "And now?" in page
        # Somebody whom the replica knows for longer than this session.
        assert people.case in Browser(site, "customer").page(PORTAL)
    site.wait_for_replica()
    assert "Any news?" in people.other_visitor.page(STATUS)
    for browser in (people.visitor, people.customer):
        browser.rest()


def test_nobody_notices_when_it_fails(site, people):
    site.name_company("Working Laboratory")
    site.wait_for_replica()
    assert people.who_says("Working Laboratory") == PAGES
    site.standby.stop("immediate")
    try:
        site.name_company("Alone Laboratory")
        assert people.who_says("Alone Laboratory") == PAGES
        page = people.visitor.send(STATUS, f"{STATUS}/message", message="Still there?")
        assert "Still there?" in page
    finally:
        site.standby.start()
    assert "Failed to open a readonly cursor" in site.log.read_text()

    with site.held_back():
        site.name_company("Together Laboratory")
        eventually(lambda: people.who_says("Alone Laboratory") == PAGES)


def test_replica_of_the_containers(site):
    """It follows, and ends when it cannot: nobody shall read an old state from it."""
    name = "SELECT name FROM res_company WHERE name LIKE '%Laboratory'"
    site.name_company("Contained Laboratory")
    with ContainerReplica(site) as replica:
        eventually(lambda: replica.query(name, DATABASE) == "Contained Laboratory")
        site.name_company("Following Laboratory")
        eventually(lambda: replica.query(name, DATABASE) == "Following Laboratory")
        replica.query("ALTER SYSTEM SET primary_conninfo = ''")
        replica.query("SELECT pg_reload_conf()")
        assert replica.process.wait(SECONDS) == 1
        assert not replica.query("SELECT 1")
        assert "cannot follow" in replica.process.stderr.read()


def test_nothing_was_begun_twice(site, people):
    """Odoo begins a request anew on the database when it writes on the replica."""
    people.readings()
    log = site.log.read_text()
    assert "retrying with a read/write cursor" not in log
    assert not errors_in(log)


def errors_in(log):
    """Entries of a server log that tell of errors; not of collisions, after which Odoo begins
    anew."""
    entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", log, flags=re.MULTILINE)
    return [
        entry
        for entry in entries
        if " ERROR " in entry.partition("\n")[0] and "could not serialize access" not in entry
    ]
