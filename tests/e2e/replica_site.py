"""A laboratory of its own with a PostgreSQL and a streaming replica of its own."""

import contextlib
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import requests
from conftest import OUTPUT
from patience import SECONDS, eventually

from environment import REPOSITORY, Cache, Environment
from environment.postgres import SETTINGS, Cluster
from environment.server import free_port, serving
from environment.standby import Standby, with_replica

DATABASE = "laboratory"
# Odoo leaves a replica that failed alone for twenty minutes. Here it is asked again at once.
IMPATIENT = """
import odoo.cli, odoo.orm.registry
odoo.orm.registry._REPLICA_RETRY_TIME = 0.1
odoo.cli.main()
"""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class ImpatientEnvironment(Environment):
    def odoo(self, *arguments):
        return [str(self.python), "-c", IMPATIENT, *arguments]


@dataclass
class Site:
    """A served laboratory, its database and the replica."""

    url: str
    data: Path
    log: Path
    primary: Cluster
    standby: Standby

    def name_company(self, name):
        """Another name of the laboratory, which every page and figure shows, in the database."""
        company = "(SELECT company_id FROM res_users WHERE login = 'officer')"
        partner = f"(SELECT partner_id FROM res_company WHERE id = {company})"
        self.primary.query(
            f"UPDATE res_partner SET name = '{name}', complete_name = '{name}' WHERE id = {partner};"
            f"UPDATE res_company SET name = '{name}' WHERE id = {company}",
            DATABASE,
        )

    def wait_for_replica(self):
        """Until the replica has what the database has now."""
        (told,) = self.primary.query("SELECT pg_current_wal_insert_lsn()")
        eventually(
            lambda: self.standby.query(f"SELECT pg_last_wal_replay_lsn() >= '{told[0]}'") == [["t"]]
        )

    @contextlib.contextmanager
    def held_back(self):
        """The replica lags: what is written from now on does not reach it."""
        self.wait_for_replica()
        self.standby.query("SELECT pg_wal_replay_pause()")
        paused = "SELECT pg_get_wal_replay_pause_state() = 'paused'"
        eventually(lambda: self.standby.query(paused) == [["t"]])
        try:
            yield
        finally:
            self.standby.query("SELECT pg_wal_replay_resume()")


class Browser:
    """Somebody at a browser, who did nothing for a while when `rest` was called."""

    def __init__(self, site, login=None):
        self.site, self.session = site, requests.Session()
        if login:
            parameters = {"db": DATABASE, "login": login, "password": login}
            self._json("/web/session/authenticate", parameters)

    def page(self, path, **form):
        """Text of a page, or of the one that a form sent to it leads to."""
        method = "POST" if form else "GET"
        answer = self.session.request(method, f"{self.site.url}{path}", data=form, timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def send(self, page, path, **form):
        """Text of the page after a form of a page was sent."""
        return self.page(path, csrf_token=TOKEN.search(self.page(page))[1], **form)

    def call(self, model, method, *args, **kwargs):
        """Answer of a method as the web client asks for it."""
        asked = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._json(f"/web/dataset/call_kw/{model}/{method}", asked)

    def download(self, path, **form):
        """Bytes of a file that a form of the web client leads to."""
        session = self.page("/odoo")
        form["csrf_token"] = re.search(r'csrf_token: "([^"]+)"', session)[1]
        answer = self.session.post(f"{self.site.url}{path}", data=form, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.content

    def rest(self):
        """As if the last minutes had passed for this browser: Odoo keeps sessions in files."""
        number = self.session.cookies["session_id"]
        file = self.site.data / "sessions" / number[:2] / number
        session = json.loads(file.read_text())
        for moment in {"create_time", "lab_complaint_wrote"} & session.keys():
            session[moment] -= 600
        file.write_text(json.dumps(session))

    def _json(self, path, params):
        answer = self.session.post(f"{self.site.url}{path}", json={"params": params}, timeout=60)
        assert answer.status_code == 200, answer.text
        assert "error" not in answer.json(), answer.text
        return answer.json()["result"]


class ContainerReplica:
    """What the service `replica` of docker/compose.replica.yaml does, outside of a container."""

    def __init__(self, site):
        self.site = site
        self.folder = Path(tempfile.mkdtemp(prefix="replica-"))

    def __enter__(self):
        owner = self.site.primary._owner()
        script = shutil.copy(REPOSITORY / "docker/start-replica", self.folder)
        data = self.folder / "data"
        data.mkdir()
        if owner:
            for path in (self.folder, data):
                os.chown(path, owner["user"], owner["group"])
        programs = self.site.primary.binaries
        self.process = subprocess.Popen(
            ["bash", script, *(f"--{name}={value}" for name, value in SETTINGS.items())],
            env={
                **self.site.primary.variables,
                "PATH": f"{programs}:{os.environ['PATH']}",
                "PGDATA": str(data),
                "SOCKET_FOLDER": str(self.folder),
                "PATIENCE_SECONDS": "5",
            },
            cwd="/",
            stderr=subprocess.PIPE,
            text=True,
            **owner,
        )
        return self

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.communicate(timeout=SECONDS)
        shutil.rmtree(self.folder)

    def query(self, statement, database="postgres"):
        """Text of an SQL statement's rows, empty while nobody answers."""
        program = self.site.primary.binaries / "psql"
        command = [program, "--tuples-only", "--no-align", f"--host={self.folder}"]
        result = subprocess.run(
            [*command, f"--dbname={database}", f"--command={statement}"],
            env={**os.environ, **self.site.primary.variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stdout.strip()


@contextlib.contextmanager
def site_with_replica(environment, template):
    """The :class:`Site` while the body runs; nothing of it stays.

    :param template: name of a database of the environment, which is copied
    """
    folder = environment.cache.folder(f"replica-{secrets.token_hex(4)}")
    cluster = Cluster(environment.console, Cache(folder))
    cluster.settings = {**SETTINGS, "fsync": "off"}
    standby = Standby(cluster)
    try:
        own = ImpatientEnvironment(
            environment.console, cluster.cache, environment.python, cluster, environment.key
        )
        data, port = folder / "data", free_port()
        own.variables = {**environment.variables, **cluster.variables, "ODOO_DATA_DIR": str(data)}
        log = OUTPUT / "replica-odoo.log"
        log.unlink(missing_ok=True)
        with cluster.running():
            copy_database(environment, template, own)
            with (
                with_replica(own) as replicated,
                serving(replicated, DATABASE, port, log=log),
            ):
                url = f"http://127.0.0.1:{port}"
                yield Site(url, data, log, cluster, standby)
    finally:
        for path in (folder, cluster.socket, standby.socket):
            shutil.rmtree(path, ignore_errors=True)


def copy_database(environment, template, own):
    """A database with its files from one cluster to another."""
    own.cluster.query(f"CREATE DATABASE {DATABASE}")
    programs = environment.cluster.binaries
    with subprocess.Popen(
        [programs / "pg_dump", template], env=environment.variables, stdout=subprocess.PIPE
    ) as dump:
        subprocess.run(
            [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={DATABASE}"],
            env=own.variables,
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    files = Path(environment.variables["ODOO_DATA_DIR"]) / "filestore" / template
    shutil.copytree(files, Path(own.variables["ODOO_DATA_DIR"]) / "filestore" / DATABASE)
