"""Debian packages that have to be installed on the machine itself."""

import contextlib
import importlib.util
import os
import subprocess
from pathlib import Path

from . import apt
from .console import SetupError

# Packages, each with a file that is there when it is installed.
RUNTIME = {
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "libfontconfig1": "/usr/lib/*/libfontconfig.so.1",
    "libmagic1": "/usr/lib/*/libmagic.so.1",
    "libxext6": "/usr/lib/*/libXext.so.6",
    "libxrender1": "/usr/lib/*/libXrender.so.1",
}
TESTS = {
    "chromium": "/usr/bin/chromium",
    "git": "/usr/bin/git",
    "poppler-utils": "/usr/bin/pdftoppm",
}
IMAGE = {
    "buildah": "/usr/bin/buildah",
    "debootstrap": "/usr/sbin/debootstrap",
}
# How apt's lines begin in each of its phases, and what a person reads.
PHASES = {"Get:": "fetching", "Unpacking": "unpacking", "Setting up": "setting up"}


def missing(packages):
    """Names of those packages that are not installed, sorted."""
    names = [name for name, file in packages.items() if not any(Path("/").glob(file[1:]))]
    if not importlib.util.find_spec("ensurepip"):
        names.append("python3-venv")
    return sorted(names)


def require(console, cache, packages):
    """Install what is missing as root; tell an ordinary user what to have installed.

    :param packages: names of Debian packages, each with a file of it
    :raise SetupError: with the command that somebody has to run once as root
    """
    names = missing(packages)
    if not names:
        return
    if os.geteuid() != 0:
        raise SetupError(
            "These Debian packages are missing and need root once: "
            f"sudo apt-get install --no-install-recommends {' '.join(names)}"
        )
    with cache.lock("system-packages"):
        names = missing(packages)
        if names:
            _install(console, names)


def _install(console, names):
    console.say(f"Debian packages: {', '.join(names)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    with _without_system_cluster():
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "--yes", "--no-install-recommends", *names],
        ):
            process = subprocess.Popen(
                command,
                env=environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
            counts, last = dict.fromkeys(PHASES, 0), ""
            for line in process.stdout:
                phase = next((phase for phase in PHASES if line.startswith(phase)), None)
                if phase:
                    counts[phase] += 1
                    if counts[phase] % 10 == 1:
                        console.progress(f"{PHASES[phase]} {counts[phase]}")
                elif line.startswith("E:"):
                    last = line.strip()
            if process.wait():
                raise SetupError(f"{apt.NO_NETWORK} ({last or ' '.join(command[:2])})")


@contextlib.contextmanager
def _without_system_cluster():
    """Keep Debian from starting a PostgreSQL of the system when the package arrives:
    this product runs a private one."""
    switch = Path("/etc/postgresql-common/createcluster.d/lab-complaint-setup.conf")
    made = not switch.parent.exists()
    switch.parent.mkdir(parents=True, exist_ok=True)
    switch.write_text("create_main_cluster = off\n")
    try:
        yield
    finally:
        switch.unlink(missing_ok=True)
        if made:
            with contextlib.suppress(OSError):
                switch.parent.rmdir()
