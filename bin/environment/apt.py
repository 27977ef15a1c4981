"""Debian's package tool, with a set-up of its own where packages are only fetched.

apt checks the archive's signature and each package's hash; the mirror is the
one the system uses, with another suite.
"""

import os
import subprocess
from pathlib import Path

from .cache import Cache
from .console import SetupError

NO_NETWORK = (
    "Debian's package archive cannot be reached: check the network, the proxy and "
    "/etc/apt/sources.list, then start again. What was already downloaded is kept."
)


KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def mirror():
    """Codename of the installed Debian, and its archive in the system's own apt sources."""
    lines = Path("/etc/os-release").read_text().splitlines()
    release = dict(line.split("=", 1) for line in lines if "=" in line)
    codename = release.get("VERSION_CODENAME", "").strip('"')
    targets = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(COMPONENT) $(REPO_URI) $(RELEASE) $(CODENAME)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    for target in targets:
        component, uri, *names = target.split()
        if component == "main" and codename in names:
            return codename, uri
    raise SetupError(
        f"No Debian archive for '{codename}' in /etc/apt: add Debian's own sources, "
        "or give a checkout of Odoo 19 in ODOO_SRC."
    )


class Archive:
    """One suite of Debian, seen through apt with its own lists, never the system's."""

    def __init__(self, cache: Cache, suite, uri):
        self.folder = cache.folder(f"apt/{suite}")
        for name in ("lists/partial", "archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        (self.folder / "sources.list").write_text(f"deb {signed}{uri} {suite} main\n")
        self.configuration = self.folder / "apt.conf"
        self.configuration.write_text(
            f'Dir::Etc::sourcelist "{self.folder}/sources.list";\n'
            'Dir::Etc::sourceparts "/dev/null";\n'
            f'Dir::State "{self.folder}";\n'
            f'Dir::State::status "{self.folder}/status";\n'
            f'Dir::State::lists "{self.folder}/lists";\n'
            f'Dir::Cache "{self.folder}";\n'
            # The cache may belong to a folder that apt's own user cannot enter.
            'APT::Sandbox::User "root";\n'
        )

    def _run(self, *command, cwd=None):
        return subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "APT_CONFIG": str(self.configuration), "LC_ALL": "C"},
        )

    def update(self):
        """Fetch the signed lists of the suite."""
        result = self._run("apt-get", "update", "--error-on=any")
        if result.returncode:
            raise SetupError(f"{NO_NETWORK} ({last_line(result.stderr)})")

    def candidate(self, package):
        """Version and size in bytes of a package, (None, 0) when the suite has none."""
        shown = self._run("apt-cache", "show", "--no-all-versions", package).stdout
        fields = dict(line.split(": ", 1) for line in shown.splitlines() if ": " in line[:40])
        return fields.get("Version"), int(fields.get("Size", 0))

    def download(self, console, packages, folder: Path):
        """Fetch packages into `folder` and return their files; a partial file is resumed."""
        folder.mkdir(parents=True, exist_ok=True)
        total = sum(self.candidate(name)[1] for name in packages)
        with console.watching_download("downloading", folder, total):
            result = self._run("apt-get", "download", *packages, cwd=folder)
        if result.returncode:
            raise SetupError(f"{NO_NETWORK} ({last_line(result.stderr)})")
        return sorted(folder.glob("*.deb"))


def last_line(text):
    """Last line that says something, for the end of an error message."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("W:")]
    return lines[-1].strip() if lines else "no further message"
