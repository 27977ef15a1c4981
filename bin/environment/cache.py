"""The folder outside the checkout that keeps downloads and everything made from them."""

import contextlib
import errno
import fcntl
import os
import shutil
from pathlib import Path

from .console import SetupError

NEEDED_BYTES = 4 * 1024**3


class Cache:
    """Pieces in a folder. A piece counts only when it was finished: its stamp is written last."""

    def __init__(self, path: Path):
        self.path = path
        with self._explained():
            path.mkdir(parents=True, exist_ok=True)
            (path / "locks").mkdir(exist_ok=True)

    @classmethod
    def default(cls):
        """`$LAB_COMPLAINT_CACHE`; else the system's cache folder for root (PostgreSQL
        runs as another user there and must be able to enter it), else the user's own."""
        named = os.environ.get("LAB_COMPLAINT_CACHE")
        if named:
            return cls(Path(named).absolute())
        if os.geteuid() == 0:
            return cls(Path("/var/cache/lab_complaint"))
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return cls(Path(home) / "lab_complaint")

    def folder(self, name):
        """A folder of the cache, made when missing."""
        path = self.path / name
        with self._explained():
            path.mkdir(parents=True, exist_ok=True)
        return path

    @contextlib.contextmanager
    def lock(self, name, *, shared=False):
        """Wait for the lock `name`, so that two runs do not make the same piece."""
        with open(self.path / "locks" / name, "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
            yield handle

    def piece(self, name, key, make):
        """Folder of the piece `name` made from `key`; calls `make(folder)` when it is missing.

        An unfinished folder of an interrupted run is handed to `make` as it is found:
        `make` resumes it or begins by emptying it.
        """
        folder = self.path / f"{name}-{key}"
        stamp = folder / ".finished"
        if not stamp.exists():
            with self.lock(folder.name):
                if not stamp.exists():
                    self._require_room()
                    with self._explained():
                        folder.mkdir(exist_ok=True)
                        make(folder)
                        stamp.touch()
        return folder

    def _require_room(self):
        free = shutil.disk_usage(self.path).free
        if free < NEEDED_BYTES:
            raise SetupError(
                f"The disk of {self.path} has {free / 1e9:.1f} GB free and the set-up needs "
                f"{NEEDED_BYTES / 1e9:.0f} GB: make room, or name another folder in LAB_COMPLAINT_CACHE."
            )

    @contextlib.contextmanager
    def _explained(self):
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise SetupError(
                    f"The disk of {self.path} is full: make room, or name another folder "
                    "in LAB_COMPLAINT_CACHE."
                ) from error
            if error.errno in (errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOTDIR):
                raise SetupError(
                    f"{error.filename or self.path} cannot be written: name another folder "
                    "in LAB_COMPLAINT_CACHE."
                ) from error
            raise
