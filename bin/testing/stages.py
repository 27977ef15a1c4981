"""The stages of a test run. Each returns its Results and leaves its log in test-results/."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from environment import REPOSITORY, SetupError, lint
from environment.server import free_port

from .results import Results, defined_tests, from_junit, from_odoo_log

RELEASES = REPOSITORY / "tests" / "releases"
# Fill a database of an older release, and see after the update that all of it was kept.
POPULATE, VERIFY = RELEASES / "populate.py", RELEASES / "verify.py"


class Stages:
    """The stages by name, for one prepared environment whose cluster is running."""

    def __init__(self, environment, databases, output: Path):
        self.environment = environment
        self.databases = databases
        self.output = output
        self.console = environment.console

    def lint(self, files=None, *, fix=False):
        """ruff, pylint-odoo and the XML formatter."""
        results = Results()
        for check in lint.run(self.environment, files, fix=fix):
            results.check(f"lint {check.name}", check.passed)
            if not check.passed:
                (self.output / f"lint-{check.name.replace(' ', '-')}.log").write_text(check.output)
                print(check.output)
        return results

    def install(self, addons, *, without_tours=False):
        """Module tests while the add-ons are installed, browser tours included."""
        tags = [f"/{name}" for name in addons] + (["-lab_tour"] if without_tours else [])
        with self.databases.scratch(self.databases.dependencies()) as name:
            results, _log = self._odoo_tests("install", name, "-i", addons, tags)
        if not without_tours:
            for addon in addons:
                results.require(defined_tests(REPOSITORY / addon / "tests"))
        return results

    def single(self, target):
        """One class or method of the module tests, in a database kept for it and this checkout."""
        database = f"dev_tests_{re.sub(r'[^a-z0-9]+', '_', REPOSITORY.name.lower())}"
        exists = database in self.databases.cluster.databases()
        if not exists:
            self.databases.copy(self.databases.dependencies(), database)
        class_name, _dot, method = target.partition(".")
        tag = f":{class_name}{'.' + method if method else ''}"
        option = "-u" if exists else "-i"
        results, log = self._odoo_tests(target, database, option, self.environment.addons, [tag])
        print(log)
        return results

    def update(self, addons):
        """Module tests while databases of the older releases are brought up to date."""
        results = Results()
        releases = sorted(RELEASES.glob("*.zip"))
        for release in releases:
            stage = f"update from {release.stem}"
            with self.databases.scratch(self._older_template(release)) as name:
                # The last release shows that everything works after an update, older ones
                # that nothing recorded is lost.
                tags = [f"/{addon}" for addon in addons] + ["-lab_tour", "-lab_paper"]
                tags = tags if release == releases[-1] else [":TestInstallation"]
                ran, _log = self._odoo_tests(stage, name, "-u", addons, tags)
                results.add(ran)
                try:
                    self.databases.run_script(name, VERIFY.read_text())
                except SetupError as error:
                    print(error)
                    results.check(f"{stage} keeps what was recorded", False)
                else:
                    results.check(f"{stage} keeps what was recorded", True)
        return results

    def _older_template(self, release):
        """Template with an older release of the add-on, and complaints in it."""

        def make(name):
            folder = self.environment.cache.folder(f"releases/{release.stem}")
            shutil.rmtree(folder)
            with zipfile.ZipFile(release) as archive:
                archive.extractall(folder)
            self.databases.copy(self.databases.dependencies(), name)
            # The release knows no bridge, and cannot install one.
            self.databases.cluster.query(
                "UPDATE ir_module_module SET auto_install = false WHERE name LIKE 'lab_complaint%'",
                name,
            )
            addons = [path.parent.name for path in folder.glob("*/__manifest__.py")]
            variables = {"ODOO_ADDONS_PATH": str(folder)}
            self.databases.odoo("module", "install", "-d", name, *addons, variables=variables)
            self.databases.run_script(name, POPULATE.read_text(), variables=variables)

        content = (release.read_bytes(), POPULATE.read_text())
        return self.databases.template(f"Older release {release.stem}", make, *content)

    def _odoo_tests(self, stage, database, option, addons, tags):
        self.console.say(f"Tests: {stage}")
        log = self._run(
            stage,
            self.environment.odoo(
                *("--database", database, option, ",".join(addons), "--test-enable"),
                *("--test-tags", ",".join(tags), "--stop-after-init"),
                *("--http-port", str(free_port()), "--screenshots", str(self.output)),
            ),
        )
        return from_odoo_log(stage, *log), log[0]

    def e2e(self, targets=()):
        """A real server, a real browser and the external API, by pytest."""
        self.console.say("Tests: e2e")
        report = self.output / "e2e.xml"
        report.unlink(missing_ok=True)
        folder = REPOSITORY / "tests" / "e2e"
        _text, status = self._run(
            "e2e",
            [
                *(str(self.environment.python), "-m", "pytest", f"--junitxml={report}"),
                *(f"--rootdir={REPOSITORY}", *(targets or [str(folder)])),
            ],
            shown=True,
        )
        results = from_junit("e2e", report, status)
        if not targets:
            results.require(defined_tests(folder))
        return results

    def docker(self):
        """Build the image without a Docker engine and ask the server in it for its health."""
        self.console.say("Tests: docker")
        results = Results()
        _text, status = self._run("docker", [str(REPOSITORY / "docker" / "check")])
        results.check("docker image answers", status == 0)
        return results

    def _run(self, stage, command, *, shown=False):
        """Run a command to its end; its output goes to a log file and is returned."""
        file = self.output / f"{stage.replace(' ', '-')}.log"
        variables = {**self.environment.variables, "TEST_OUTPUT": str(self.output)}
        with (
            file.open("w") as handle,
            subprocess.Popen(
                command,
                env=variables,
                cwd=REPOSITORY,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            ) as process,
        ):
            for line in process.stdout:
                handle.write(line)
                handle.flush()
                if shown:
                    print(line, end="", flush=True)
        return file.read_text(), process.returncode


def new_output_folder():
    """Empty folder for the logs and screenshots of this run, git-ignored."""
    folder = REPOSITORY / "test-results"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
