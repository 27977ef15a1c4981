"""An image with the interface of the official `odoo:19.0`, made of what is at hand.

Where the official image cannot be pulled, this takes its place as the base: Debian from
the system's own mirror, Odoo and its Python packages from the cache of `bin/environment`.
It has no wkhtmltopdf and no font for Chinese, and the Python of Debian.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from environment import apt
from environment.console import SetupError

from . import processes
from .buildah import Buildah

NAME = "localhost/stand-in"
ENTRYPOINT = Path(__file__).with_name("entrypoint.sh")
DEBIAN_PACKAGES = (
    "ca-certificates",
    "curl",
    "libmagic1",
    "postgresql-client",
    "python3-pip",
)
# Not what Odoo runs on: the tools of the tests, and what the Dockerfile has to bring.
LEFT_OUT_PACKAGES = (
    "__pycache__",
    "*.pth",
    "_distutils_hack",
    "hypothesis*",
    "nodejs*",
    "odoo",
    "odoo_addon_*",
    "pip",
    "pip-*",
    "pkg_resources",
    "playwright*",
    "ruff*",
    "setuptools*",
    "xlsxwriter*",
)
# Two thirds of Odoo's bytes, and neither is needed to start it in English.
LEFT_OUT_OF_ODOO = ("__pycache__", "i18n", "tests")
LAUNCHER = """#!/usr/bin/python3
import odoo.cli
odoo.cli.main()
"""


def provide(environment, source):
    """Storage folder that holds the image :data:`NAME`; it is made when missing.

    :param environment: what :func:`environment.prepare` returned
    :param source: folder of Odoo's package
    :raise SetupError: when the archive cannot be reached, or the Pythons differ
    """
    made_from = [
        environment.key,
        *DEBIAN_PACKAGES,
        ENTRYPOINT.read_text(),
        Path(__file__).read_text(),
    ]
    key = hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:12]
    return environment.cache.piece(
        "docker-stand-in", key, lambda folder: _make(environment, source, folder)
    )


def _make(environment, source, folder):
    console = environment.console
    shutil.rmtree(folder)
    folder.mkdir()
    buildah = Buildah(folder)
    container = buildah("from", "scratch")
    root = Path(buildah("mount", container))
    _debian(console, root)
    console.progress("Odoo and its Python packages")
    _odoo(environment, source, root)
    console.progress("keeping the image")
    buildah(
        "config",
        "--user",
        "odoo",
        "--env",
        "ODOO_RC=/etc/odoo/odoo.conf",
        "--entrypoint",
        '["/entrypoint.sh"]',
        "--cmd",
        "odoo",
        "--volume",
        "/var/lib/odoo",
        "--volume",
        "/mnt/extra-addons",
        container,
    )
    buildah("commit", "--quiet", container, NAME)
    buildah("rm", container)


def _debian(console, root):
    suite, uri = apt.mirror()
    console.say(f"Stand-in for the official image: Debian {suite}")
    # It mounts /proc in the new root: in a mount table of its own, which ends with it.
    processes.shown(
        [
            "unshare",
            "--mount",
            "debootstrap",
            "--variant=minbase",
            f"--include={','.join(DEBIAN_PACKAGES)}",
            *([f"--keyring={apt.KEYRING}"] if apt.KEYRING.exists() else []),
            suite,
            str(root),
            uri,
        ],
        "debootstrap",
        _step,
        console,
    )
    for waste in ("var/cache/apt/archives", "var/lib/apt/lists"):
        shutil.rmtree(root / waste)
        (root / waste / "partial").mkdir(parents=True)


def _step(line):
    """Words of debootstrap that a person may follow; it names each package otherwise."""
    word = line.removeprefix("I: ").split(" ")[0]
    known = ("Retrieving", "Extracting", "Unpacking", "Configuring")
    return f"{word.lower()} packages" if word in known else ""


def _odoo(environment, source, root):
    wanted = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not (root / "usr/bin" / wanted).exists():
        raise SetupError(
            f"docker/check runs on {wanted}, which this Debian does not have: start it with "
            "/usr/bin/python3, so that the packages fit the image."
        )
    libraries = root / "usr/lib/python3/dist-packages"
    packages = next(environment.python.parent.parent.glob("lib/python3*/site-packages"))
    _copy(packages, libraries, LEFT_OUT_PACKAGES)
    _copy(source / "odoo", libraries / "odoo", LEFT_OUT_OF_ODOO)
    if (source / "addons").exists():  # a checkout; Debian's package holds them in odoo/addons
        _copy(source / "addons", libraries / "odoo/addons", LEFT_OUT_OF_ODOO)
    for path, text in {
        "usr/bin/odoo": LAUNCHER,
        "entrypoint.sh": ENTRYPOINT.read_text(),
    }.items():
        (root / path).write_text(text)
        (root / path).chmod(0o755)
    for command in (
        ["useradd", "--system", "--home-dir", "/var/lib/odoo", "--create-home", "odoo"],
        ["install", "--directory", "--owner=odoo", "/mnt/extra-addons", "/etc/odoo"],
    ):
        processes.output(["chroot", str(root), *command], command[0])
    (root / "etc/odoo/odoo.conf").write_text("[options]\naddons_path = /mnt/extra-addons\n")


def _copy(source, target, left_out):
    # Links are followed: Debian's Odoo points to fonts that lie beside it in the cache.
    shutil.copytree(
        source,
        target,
        dirs_exist_ok=True,
        ignore_dangling_symlinks=True,
        ignore=shutil.ignore_patterns(*left_out),
    )
