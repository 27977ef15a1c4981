"""A private PostgreSQL: its own data folder, its own socket, no TCP port."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import subprocess
import tempfile
from pathlib import Path

from .apt import last_line
from .console import SetupError

ROLE = "lab_complaint"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "synchronous_commit": "off",
    "jit": "off",
    "log_min_messages": "error",
}


class Cluster:
    """The cluster of a cache, shared by every run that uses the cache at the same time.

    Each run holds a shared lock. The run that can take it exclusively when it ends
    is the last one, and stops the server.
    """

    settings = SETTINGS
    title = "PostgreSQL"

    def __init__(self, console, cache):
        self.console = console
        self.cache = cache
        self.binaries = self._binaries()
        # A socket's path is limited to 107 bytes, a cache folder's is not.
        digest = hashlib.sha256(str(cache.path).encode()).hexdigest()[:10]
        self.socket = Path(tempfile.gettempdir()) / f"lab_complaint-{digest}"
        self.data = cache.path / "postgres"
        self.log = cache.path / "postgres.log"
        self._users = None

    @property
    def variables(self):
        """Variables that libpq and Odoo read."""
        return {"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": ROLE}

    def _binaries(self):
        folders = sorted(
            Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3])
        )
        version_file = self.cache.path / "postgres" / "PG_VERSION"
        if version_file.exists():
            version = version_file.read_text().strip()
            folders = [file for file in folders if file.parts[-3] == version]
            if not folders:
                raise SetupError(
                    f"The databases in {self.cache.path} are of PostgreSQL {version}, which is not "
                    f"installed: apt-get install postgresql-{version}, or remove that folder."
                )
        return folders[-1].parent

    def _owner(self):
        """Root may not run PostgreSQL: the package's own user does it for root."""
        if os.geteuid() != 0:
            return {}
        entry = pwd.getpwnam("postgres")
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _run(self, program, *arguments, **options):
        return subprocess.run(
            [str(self.binaries / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={**os.environ, **self.variables, "LC_ALL": "C.UTF-8"},
            **options,
        )

    @contextlib.contextmanager
    def running(self):
        """Run the server while the body runs, or longer if another run needs it."""
        with self.cache.lock("cluster"):
            self._users = open(self.cache.path / "locks" / "cluster-users", "w")  # noqa: SIM115
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._start()
        try:
            yield self
        finally:
            self._leave()

    def _start(self):
        self._own_folder(self.socket)
        if self._run("pg_isready", "--quiet").returncode == 0:
            return
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self.start()

    def start(self):
        """Start the server and wait until it answers.

        :raise SetupError: when it does not
        """
        self.console.say(self.title)
        settings = " ".join(
            f"-c {name}={value!r}"
            for name, value in {
                **self.settings,
                "unix_socket_directories": str(self.socket),
            }.items()
        )
        # A log that the server's user may write, and a server that outlives a Ctrl-C
        # meant for Odoo: it is stopped in its turn.
        self.log.touch()
        if os.geteuid() == 0:
            os.chown(self.log, self._owner()["user"], self._owner()["group"])
        result = subprocess.run(
            [
                str(self.binaries / "pg_ctl"),
                "start",
                "--wait",
                "--timeout=60",
                "--silent",
                f"--pgdata={self.data}",
                f"--log={self.log}",
                f"--options={settings}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            check=False,
            **self._owner(),
        )
        if result.returncode:
            reason = last_line(self.log.read_text(errors="replace"))
            raise SetupError(
                f"PostgreSQL does not come up: read {self.log}; if its files are damaged, remove "
                f"{self.data} and start again. ({reason})"
            )

    def _initialise(self):
        """Make the cluster in a folder beside and move it into place when it is whole."""
        self.console.say("PostgreSQL: new private cluster")
        partial = self.data.with_name("postgres.partial")
        if partial.exists():
            subprocess.run(["rm", "-rf", str(partial)], check=True)
        self._own_folder(partial)
        result = self._run(
            "initdb",
            f"--pgdata={partial}",
            "--auth=trust",
            f"--username={ROLE}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            **self._owner(),
        )
        if result.returncode:
            raise SetupError(
                f"PostgreSQL cannot make its files in {self.cache.path}: its user must be able to "
                f"enter that folder, or name another in LAB_COMPLAINT_CACHE. ({last_line(result.stderr)})"
            )
        partial.rename(self.data)

    def _own_folder(self, folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = self._owner().get("user", os.geteuid())
        if folder.stat().st_uid not in (os.geteuid(), owner):
            raise SetupError(f"{folder} belongs to another user: remove it, or set TMPDIR.")
        if os.geteuid() == 0:
            os.chown(folder, owner, self._owner()["group"])

    def _leave(self):
        with self.cache.lock("cluster"):
            with self._users, contextlib.suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._end()

    def _end(self):
        """What the last run does."""
        self.stop()

    def stop(self, mode="fast"):
        """Stop the server.

        :param mode: that of `pg_ctl stop`
        """
        self._run(
            *("pg_ctl", "stop", "--silent", f"--mode={mode}", f"--pgdata={self.data}"),
            **self._owner(),
        )

    def query(self, statement, database="postgres"):
        """Rows of an SQL statement as lists of texts.

        :raise SetupError: when PostgreSQL refuses it
        """
        result = self._run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--field-separator=\t",
            "--set=ON_ERROR_STOP=1",
            f"--dbname={database}",
            f"--command={statement}",
        )
        if result.returncode:
            raise SetupError(f"PostgreSQL refused: {last_line(result.stderr)}")
        return [line.split("\t") for line in result.stdout.splitlines()]

    def databases(self):
        """Names of all databases of the cluster."""
        return {row[0] for row in self.query("SELECT datname FROM pg_database")}

    def odoo_series(self, database):
        """Series of Odoo that a database was made by, such as '19.0'; '' when it is no Odoo."""
        found = self.query("SELECT to_regclass('ir_module_module') IS NOT NULL", database)
        if found != [["t"]]:
            return ""
        rows = self.query(
            "SELECT latest_version FROM ir_module_module WHERE name = 'base'", database
        )
        match = re.match(r"\d+\.\d+", rows[0][0] if rows else "")
        return match.group() if match else ""
