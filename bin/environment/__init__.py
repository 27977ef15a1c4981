"""Everything lab_complaint needs to run, made once and kept in a cache.

The commands beside this folder (`serve`, `test`, `odoo`) call :func:`prepare`
and get an :class:`Environment`: Odoo's source, a Python environment, a private
PostgreSQL. Only the standard library is used here, because this is what
installs everything else.
"""

import hashlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from . import odoo_source, python_environment, system_packages
from .cache import Cache
from .console import Console, SetupError
from .postgres import Cluster

REPOSITORY = Path(__file__).resolve().parents[2]
LAUNCHER = REPOSITORY / "bin" / "launcher" / "run_odoo.py"
# Those install themselves where the module of Odoo is that they connect with.
BRIDGES = ("lab_complaint_survey",)
ADDONS = ("lab_complaint", "lab_complaint_report", *BRIDGES)

__all__ = [
    "ADDONS",
    "BRIDGES",
    "REPOSITORY",
    "Cache",
    "Console",
    "Environment",
    "SetupError",
    "prepare",
]


@dataclass
class Environment:
    """What a command needs to start Odoo: interpreter, variables, database cluster."""

    console: Console
    cache: Cache
    python: Path
    cluster: Cluster
    key: str
    variables: dict = field(default_factory=dict)

    @property
    def addons(self):
        """Names of the add-ons of this repository that exist, in order of dependency."""
        return [name for name in ADDONS if (REPOSITORY / name / "__manifest__.py").exists()]

    def odoo(self, *arguments):
        """Command line of Odoo with these arguments, for subprocess."""
        return [str(self.python), str(LAUNCHER), *arguments]


def prepare(console, *, for_tests=False):
    """Set up what is missing and return the :class:`Environment`.

    :param console: the :class:`Console` that shows the steps
    :param for_tests: also make sure of the browser and the linters
    :raise SetupError: with one sentence that says what to do
    """
    if sys.version_info < (3, 11):
        raise SetupError(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: "
            "install python3.11 and start this command with it."
        )
    cache = Cache.default()
    packages = system_packages.RUNTIME | (system_packages.TESTS if for_tests else {})
    system_packages.require(console, cache, packages)
    source = odoo_source.provide(console, cache, os.environ.get("ODOO_SRC"))
    python, key = python_environment.provide(
        console, cache, source, REPOSITORY / "requirements.txt"
    )
    cluster = Cluster(console, cache)
    key = hashlib.sha256(f"{source}:{key}".encode()).hexdigest()[:12]
    variables = {
        **os.environ,
        **cluster.variables,
        "ODOO_RC": str(REPOSITORY / "odoo.conf"),
        "ODOO_ADDONS_PATH": str(REPOSITORY),
        "ODOO_DATA_DIR": str(cache.folder("data")),
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return Environment(console, cache, python, cluster, key, variables)
