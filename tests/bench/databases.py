"""The measured databases: one for each size, with the product and what it is compared with."""

import hashlib
import subprocess
from contextlib import contextmanager
from pathlib import Path

from environment import REPOSITORY, SetupError
from environment.databases import Databases, content_key

FOLDER = Path(__file__).parent
REQUIREMENTS = FOLDER / "requirements.txt"
PEERS = ("crm", "helpdesk_mgmt", "crm_claim")
# What the cases are made of.
FILLERS = ("archetypes.py", "copies.py", "laboratory.py", "people.py")
FILL = """
import sys
sys.path.insert(0, {folder!r})
import laboratory
laboratory.fill(env, laboratory.make(env), {count})
"""
# A million rows at a time are written, and nobody else is there.
ROOMY = "8GB"


class MeasuredDatabases(Databases):
    """Databases with peers; :param environment: is changed so that Odoo finds them."""

    def __init__(self, environment):
        super().__init__(environment)
        peers = self._peers()
        environment.variables["ODOO_ADDONS_PATH"] = f"{REPOSITORY},{peers}/odoo/addons"

    def _peers(self):
        key = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
        return self.environment.cache.piece("peers", key, self._install_peers)

    def _install_peers(self, folder):
        self.console.say("Add-ons to compare with")
        result = subprocess.run(
            [
                *(str(self.environment.python), "-m", "pip", "install", "--no-deps", "--quiet"),
                *("--require-hashes", "--disable-pip-version-check", "--upgrade"),
                *("--target", str(folder), "--requirement", str(REQUIREMENTS)),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise SetupError(
                f"What is compared with could not be installed. ({result.stderr[-300:]})"
            )

    def compared(self):
        """Name of a template with the product and what it is compared with."""
        addons = self.environment.addons

        def make(name):
            self.copy(self.dependencies(), name)
            self.odoo("module", "install", "-d", name, *PEERS, *addons)

        return self.template(
            "Installing what is compared",
            make,
            *("compared", PEERS, addons, REQUIREMENTS.read_text()),
            [content_key(REPOSITORY / addon) for addon in addons],
        )

    def filled(self, count):
        """Name of a database with `count` cases and as many of each peer, made when needed."""
        name = f"bench_{count}"
        content = (self.compared(), *[(FOLDER / file).read_text() for file in FILLERS])
        made_from = hashlib.sha256(repr(content).encode()).hexdigest()
        if name in self.cluster.databases() and self.mark(name) == made_from:
            return name
        self.drop(name)
        self.copy(self.compared(), name)
        self.console.say(f"{count:,} cases, tickets, claims and leads")
        with self._roomy():
            self.run_script(name, FILL.format(folder=str(FOLDER), count=count))
        self.set_mark(name, made_from)
        return name

    @contextmanager
    def _roomy(self):
        """Let PostgreSQL write for longer between checkpoints."""
        for statement in (f"ALTER SYSTEM SET max_wal_size = '{ROOMY}'", "SELECT pg_reload_conf()"):
            self.cluster.query(statement)
        try:
            yield
        finally:
            for statement in ("ALTER SYSTEM RESET max_wal_size", "SELECT pg_reload_conf()"):
                self.cluster.query(statement)
