"""Odoo databases: templates kept in the cluster, copies made in seconds."""

import contextlib
import hashlib
import re
import secrets
import shutil
import subprocess
from datetime import date
from pathlib import Path

from .apt import last_line
from .console import SetupError

# What the add-ons build on, those of Odoo that only a bridge needs included. A template with
# these alone makes a test of our own installation quick.
DEPENDENCIES = (
    "hr",
    "portal",
    "rating",
    "sale_management",
    "mgmtsystem_nonconformity",
    "base_tier_validation",
    "report_xlsx",
    "survey",
)
KEPT_TEMPLATES = 6


class Databases:
    """The databases of one :class:`~environment.Environment`, whose cluster is running."""

    def __init__(self, environment):
        self.environment = environment
        self.cluster = environment.cluster
        self.console = environment.console

    # --- templates -----------------------------------------------------------

    def dependencies(self, *, demo=False, language=None):
        """Name of a template that holds what the add-ons depend on, without them."""
        return self.template(
            f"Odoo with the modules we build on{' and demo data' if demo else ''}",
            lambda name: self._initialise(name, DEPENDENCIES, demo, language),
            *("dependencies", demo, language, DEPENDENCIES),
            lasting=True,
        )

    def product(self, *, demo=False, language=None, repository):
        """Name of a template with the add-ons of the checkout `repository` installed."""
        addons = self.environment.addons

        def make(name):
            self.copy(self.dependencies(demo=demo, language=language), name)
            self.odoo("module", "install", "-d", name, *addons)

        return self.template(
            f"Installing {', '.join(addons)}",
            make,
            # The days of the demo cases are counted from the day on which they are loaded.
            *("product", demo and str(date.today()), language, addons),
            [content_key(repository / addon) for addon in addons],
        )

    def _key(self, *parts):
        text = repr((self.environment.key, *parts))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def template(self, title, make, *made_from, lasting=False):
        """Name of a template; `make(name)` builds it when there is none for what it is made from.

        :param lasting: it does not change with the checkout, and is not forgotten for newer ones
        """
        name = f"{'lasting' if lasting else 'template'}_{self._key(*made_from)}"
        if name in self.cluster.databases():
            return name
        with self.environment.cache.lock(name):
            if name not in self.cluster.databases():
                self.console.say(title)
                partial = f"partial_{name}"
                self.drop(partial)
                make(partial)
                self._rename(partial, name)
                self._forget_old_templates(name)
        return name

    def _forget_old_templates(self, newest):
        rows = self.cluster.query(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid DESC"
        )
        for (name,) in rows[KEPT_TEMPLATES:]:
            if name != newest:
                with contextlib.suppress(SetupError):
                    self.drop(name)

    # --- single databases ----------------------------------------------------

    def _initialise(self, name, modules, demo, language):
        options = ["--with-demo"] if demo else []
        if language:
            options += ["--language", language]
        self.odoo("db", "init", name, *options)
        self.odoo("module", "install", "-d", name, *modules)

    def copy(self, source, target):
        """Copy a database and its files; the copy gets secrets of its own."""
        self.odoo("db", "duplicate", source, target)

    def installed_addons(self, name):
        """Those of the add-ons that are in a database: one that came later may not be."""
        rows = self.cluster.query(
            "SELECT name FROM ir_module_module WHERE state = 'installed'", name
        )
        installed = {row[0] for row in rows}
        return [addon for addon in self.environment.addons if addon in installed]

    def mark(self, name):
        """The text that :meth:`set_mark` left on a database, '' when there is none."""
        rows = self.cluster.query(
            "SELECT COALESCE(shobj_description(oid, 'pg_database'), '') FROM pg_database"
            f" WHERE datname = '{name}'"
        )
        return rows[0][0]

    def set_mark(self, name, text):
        """Note on a database what it was made from."""
        self.cluster.query(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def run_script(self, name, script, **options):
        """Run Python in Odoo's shell on a database; `env` is at hand, the end commits."""
        return self.odoo(
            "shell", "-d", name, "--no-http", script=f"{script}\nenv.cr.commit()\n", **options
        )

    def drop(self, name):
        """Remove a database and its files, when it is there."""
        if name in self.cluster.databases():
            self.cluster.query(f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(self._files(name), ignore_errors=True)

    def _rename(self, old, new):
        if self._files(old).exists():
            self._files(old).rename(self._files(new))
        self.cluster.query(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def _files(self, name):
        return Path(self.environment.variables["ODOO_DATA_DIR"]) / "filestore" / name

    @contextlib.contextmanager
    def scratch(self, template):
        """A copy of a template for the time of the body; its name does not collide."""
        name = f"scratch_{secrets.token_hex(4)}"
        self.copy(template, name)
        try:
            yield name
        finally:
            self.drop(name)

    def odoo(self, *arguments, script="", variables=None):
        """Run Odoo's command line to its end and return what it logged.

        :param script: standard input, for `shell`
        :param variables: environment variables that differ from the usual ones
        :raise SetupError: when it fails or logs an error, with where to read on
        """
        log = self.environment.cache.path / "odoo.log"
        result = subprocess.run(
            self.environment.odoo(*arguments),
            env={**self.environment.variables, **(variables or {})},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            input=script,
            check=False,
        )
        with log.open("a") as handle:
            handle.write(result.stdout)
        bad = re.findall(
            r"^(?:.* (?:ERROR|CRITICAL) .*|\w*Error: .*)$", result.stdout, re.MULTILINE
        )
        if result.returncode or bad:
            raise SetupError(
                f"Odoo could not do '{' '.join(arguments[:3])}': read the end of {log}. "
                f"({last_line(chr(10).join(bad) or result.stdout)})"
            )
        return result.stdout


def content_key(folder: Path):
    """Digest of all files of an add-on, so that a change makes a new template."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
