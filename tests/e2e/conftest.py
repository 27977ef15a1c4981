"""A real laboratory for the end-to-end tests: started by bin/serve, ended by Ctrl-C."""

import os
import re
import secrets
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest
import requests
from office import Office
from patience import PAGE_SECONDS, SECONDS
from playwright.sync_api import expect, sync_playwright

from environment import REPOSITORY, Console, prepare
from environment.databases import Databases
from environment.server import free_port

OUTPUT = Path(os.environ.get("TEST_OUTPUT", REPOSITORY / "test-results"))
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--lang=en-US",
)
API_KEY = """
import datetime
user = env['res.users'].search([('login', '=', {login!r})])
expiration = datetime.datetime.now() + datetime.timedelta(days=1)
key = env['res.users.apikeys'].with_user(user)._generate('rpc', 'end-to-end test', expiration)
print('api-key', key)
"""


@pytest.fixture(scope="session")
def environment():
    """The prepared environment, with its PostgreSQL running."""
    prepared = prepare(Console(), for_tests=True)
    with prepared.cluster.running():
        yield prepared


@pytest.fixture(scope="session")
def databases(environment):
    return Databases(environment)


@dataclass
class Laboratory:
    """A served laboratory and what bin/serve said of it."""

    url: str
    database: str
    said: str
    databases: Databases
    keys: dict = field(default_factory=dict)

    def record_id(self, external_id):
        """Database id of a demo record."""
        module, name = external_id.split(".")
        rows = self.databases.cluster.query(
            f"SELECT res_id FROM ir_model_data WHERE module = '{module}' AND name = '{name}'",
            self.database,
        )
        return int(rows[0][0])

    def api_key(self, login):
        """Key of a user for the external API; the same one when asked again."""
        if login not in self.keys:
            said = self.databases.run_script(self.database, API_KEY.format(login=login))
            self.keys[login] = re.search(r"api-key (\w+)", said).group(1)
        return self.keys[login]

    def connection(self):
        """Connection of our own to the database; what is done over it is committed at the end of
        its `with`, beside what Odoo does."""
        kept = self.databases.cluster.variables
        return psycopg2.connect(
            host=kept["PGHOST"], port=kept["PGPORT"], user=kept["PGUSER"], dbname=self.database
        )

    def waiting_for(self, connection, table):
        """Whether a change that Odoo makes in a table waits for a connection of ours."""
        waiting = (
            f"{connection.info.backend_pid} = ANY(pg_blocking_pids(pid))"
            f""" AND query LIKE '%UPDATE "{table}"%'"""
        )
        return bool(
            self.databases.cluster.query(f"SELECT pid FROM pg_stat_activity WHERE {waiting}")
        )

    def call(self, key, model, method, **arguments):
        """Answer of one call of Odoo's JSON API, as a response."""
        return requests.post(
            f"{self.url}/json/2/{model}/{method}",
            json=arguments,
            headers={"Authorization": f"bearer {key}", "X-Odoo-Database": self.database},
            timeout=120,
        )


@pytest.fixture(scope="session")
def laboratory(environment, databases):
    """The demo laboratory, as a newcomer gets it from bin/serve."""
    database = f"e2e_{secrets.token_hex(4)}"
    with serve("--database", database) as (process, said, port):
        yield Laboratory(f"http://127.0.0.1:{port}", database, said, databases)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    databases.drop(database)


class serve:  # noqa: N801, used like a function
    """Run bin/serve on a free port; gives process, what it said, and the port."""

    def __init__(self, *options):
        self.port = free_port()
        self.command = [str(REPOSITORY / "bin/serve"), "--port", str(self.port), *options]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        said = []
        for line in self.process.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                return self.process, "".join(said), self.port
        raise AssertionError(f"bin/serve ended with {self.process.wait()}: {''.join(said)}")

    def __exit__(self, *_error):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def browser():
    # A page may take its time while other tests keep the machine busy.
    expect.set_options(timeout=SECONDS * 1_000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(BROWSER_OPTIONS)
        )


@pytest.fixture
def log_in(laboratory, browser, request):
    """Function that opens the web client as a user and returns the page.

    A screenshot of each open page is kept when the test fails; an error in the
    browser's console fails it.
    """
    contexts, errors = [], []

    def open_page(login, path="/odoo", **options):
        context = browser.new_context(
            **{"viewport": {"width": 1400, "height": 900}, "locale": "en-US", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1_000)
        page.set_default_navigation_timeout(PAGE_SECONDS * 1_000)
        page.on("pageerror", lambda error: errors.append(f"{login}: {error}"))
        page.goto(f"{laboratory.url}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login)
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_load_state("load")
        page.goto(f"{laboratory.url}{path}")
        return page

    yield open_page
    failed = getattr(request.node, "failed_call", False)
    for number, context in enumerate(contexts):
        for page in context.pages:
            if failed:
                page.screenshot(path=OUTPUT / f"{request.node.name}-{number}.png")
        context.close()
    assert not errors


@pytest.fixture
def office(laboratory, log_in):
    """The people of the laboratory, each at a browser of their own."""
    return Office(laboratory, log_in)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if report.when == "call" and report.failed:
        item.failed_call = True
