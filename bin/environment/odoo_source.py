"""Odoo 19: a laboratory's own checkout, or Debian's package unpacked into the cache."""

import re
import shutil
import subprocess
from pathlib import Path

from . import apt
from .console import SetupError

SERIES = "19.0"
TESTED_VERSION = "19.0.0+dfsg-1"
# Debian's Odoo package links to fonts and libraries that other packages hold.
FROM_UNSTABLE = ("odoo-19", "fonts-montserrat")
FROM_STABLE = (
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# In Odoo's source and not in the package, for a licence Debian does not carry.
LEFT_OUT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def provide(console, cache, own_checkout=None):
    """Folder that holds the Python package `odoo` of series 19.0.

    :param own_checkout: value of ODOO_SRC, a checkout of Odoo
    :raise SetupError: when the checkout is not Odoo 19, or the archive cannot be reached
    """
    if own_checkout:
        return _checked(Path(own_checkout).absolute())
    key = re.sub(r"[^0-9a-z.]+", "_", TESTED_VERSION)
    folder = cache.piece("odoo", key, lambda target: _unpack(console, cache, target))
    return folder.resolve() / "usr/lib/python3/dist-packages"


def _checked(folder):
    release = folder / "odoo/release.py"
    if not release.exists():
        raise SetupError(
            f"ODOO_SRC={folder} holds no Odoo (no odoo/release.py): correct or unset it."
        )
    found = re.search(r"version_info\s*=\s*\((\d+),\s*(\d+)", release.read_text())
    if not found or ".".join(found.groups()) != SERIES:
        series = ".".join(found.groups()) if found else "an unknown series"
        raise SetupError(f"ODOO_SRC={folder} is Odoo {series}: give a checkout of {SERIES}.")
    return folder


def _unpack(console, cache, target):
    console.say(f"Odoo {SERIES} from Debian's archive")
    codename, uri = apt.mirror()
    downloads = target / "downloads"
    files = []
    for name, packages in (("unstable", FROM_UNSTABLE), (codename, FROM_STABLE)):
        archive = apt.Archive(cache, name, uri)
        archive.update()
        if "odoo-19" in packages:
            _require_series(console, archive.candidate("odoo-19")[0])
        files += archive.download(console, packages, downloads / name)
    for file in files:
        console.progress(f"unpacking {file.name.split('_')[0]}")
        subprocess.run(["dpkg", "-x", str(file), str(target)], check=True)
    left_out = target / "usr/lib/python3/dist-packages" / LEFT_OUT
    left_out.parent.mkdir(parents=True, exist_ok=True)
    left_out.write_text(
        "/* Not part of Debian's package: background blur in calls is unavailable. */\n"
    )
    # Absolute links of the packages point into the system: turn them into this tree.
    for link in target.rglob("*"):
        if link.is_symlink() and not link.exists():
            inside = target / str(link.readlink()).lstrip("/")
            if inside.exists():
                link.unlink()
                link.symlink_to(inside)
    shutil.rmtree(downloads)


def _require_series(console, version):
    if not version or not version.startswith(f"{SERIES}."):
        raise SetupError(
            f"Debian's archive has Odoo {version or 'nowhere'}, not {SERIES}: give a checkout "
            f"of Odoo {SERIES} in ODOO_SRC."
        )
    if version != TESTED_VERSION:
        console.say(f"Odoo {version} instead of the tested {TESTED_VERSION}")
