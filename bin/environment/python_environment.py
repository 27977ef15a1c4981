"""The virtual environment with every Python package that requirements.txt pins."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .apt import last_line
from .console import SetupError


def provide(console, cache, odoo_source: Path, requirements: Path):
    """Interpreter of the environment, and the key of what it was made from."""
    content = f"{sys.version_info[:2]}:{odoo_source}:{requirements.read_text()}"
    key = hashlib.sha256(content.encode()).hexdigest()[:12]
    folder = cache.piece(
        "python", key, lambda target: _make(console, cache, target, odoo_source, requirements)
    )
    return folder / "bin/python", key


def _make(console, cache, target, odoo_source, requirements):
    count = len(re.findall(r"^[a-zA-Z].*==", requirements.read_text(), re.MULTILINE))
    console.say(f"Python environment: {count} packages")
    shutil.rmtree(target)  # a half-made environment is not trusted; what pip fetched is kept
    subprocess.run([sys.executable, "-m", "venv", str(target)], check=True)
    libraries = next(target.glob("lib/python*/site-packages"))
    (libraries / "odoo-source.pth").write_text(f"{odoo_source}\n")
    _pip_install(console, cache, target, requirements, count)
    engine = target / "bin/wkhtmltopdf-pack"
    if engine.exists():
        engine.chmod(0o755)
        (target / "bin/wkhtmltopdf").symlink_to(engine.name)


def _pip_install(console, cache, target, requirements, count):
    command = [
        str(target / "bin/python"),
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--require-hashes",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        "--cache-dir",
        str(cache.folder("pip")),
        "--requirement",
        str(requirements),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    collected, errors = 0, []
    for line in process.stdout:
        if line.startswith("Collecting "):
            collected += 1
            if collected % 10 == 0:
                console.progress(f"fetched {collected} of {count}")
        elif line.startswith("Installing collected"):
            console.progress("installing")
        elif line.startswith("ERROR"):
            errors.append(line)
    if process.wait():
        raise SetupError(
            "The Python packages could not be installed: check the network and pip's settings, "
            f"then start again. ({last_line(''.join(errors[:1]))})"
        )
