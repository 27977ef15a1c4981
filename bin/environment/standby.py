"""A read replica of the private PostgreSQL, for the time in which somebody uses it."""

import contextlib
import dataclasses
import shutil

from .apt import last_line
from .cache import Cache
from .console import SetupError
from .postgres import SETTINGS, Cluster


@contextlib.contextmanager
def with_replica(environment, is_wanted=True):
    """The environment with a replica that Odoo reads from, while the body runs.

    :param environment: the :class:`~environment.Environment`, with its cluster running
    :param is_wanted: without, the environment as it is
    """
    if not is_wanted:
        yield environment
        return
    with Standby(environment.cluster).running() as standby:
        variables = {**environment.variables, **standby.replica_variables}
        yield dataclasses.replace(environment, variables=variables)


class Standby(Cluster):
    """A cluster that follows another one on the same machine (streaming) and answers reads.

    It is copied anew at each start: what was written between two runs is not kept for it.

    :param primary: the :class:`Cluster` to follow, running as long as this one
    """

    # A long query here shall not be ended because the primary cleans up behind it. A copy that
    # is made anew each time does not have to survive a failure of the machine.
    settings = {**SETTINGS, "hot_standby_feedback": "on", "fsync": "off"}
    title = "PostgreSQL: read replica"

    def __init__(self, primary):
        self.primary = primary
        super().__init__(primary.console, Cache(primary.cache.path / "standby"))

    @property
    def replica_variables(self):
        """Variables by which Odoo finds it."""
        return {"PGHOST_REPLICA": str(self.socket), "PGPORT_REPLICA": "5432"}

    def _binaries(self):
        return self.primary.binaries

    def _start(self):
        # Another run may use it. What is left of a run that was killed may follow nobody.
        if not self._is_following():
            self.stop("immediate")
            shutil.rmtree(self.data, ignore_errors=True)
        super()._start()

    def _is_following(self):
        with contextlib.suppress(SetupError):
            return bool(
                self.query("SELECT pid FROM pg_stat_wal_receiver WHERE status = 'streaming'")
            )
        return False

    def _initialise(self):
        self.console.say("PostgreSQL: copy for the replica")
        self._own_folder(self.data)
        result = self._run(
            "pg_basebackup",
            f"--host={self.primary.socket}",
            f"--pgdata={self.data}",
            "--checkpoint=fast",
            "--no-sync",
            "--write-recovery-conf",
            **self._owner(),
        )
        if result.returncode:
            raise SetupError(f"PostgreSQL cannot be copied: {last_line(result.stderr)}")

    def _end(self):
        # Nothing of it is kept, so there is nothing to write to the disk first.
        self.stop("immediate")
        shutil.rmtree(self.data)
