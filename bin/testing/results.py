"""Results of tests, and which tests exist: a test that never ran must not pass unseen."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

STARTED = re.compile(r"INFO \S+ odoo\.addons\.(\w+)\.tests\.\S+: Starting (\w+\.test_\w+) \.\.\.")
BROKEN = re.compile(r"ERROR \S+ odoo\.addons\.\w+\.tests\.\S+: (?:FAIL|ERROR): (?:Subtest )?(\S+)")
SKIPPED = re.compile(r"INFO \S+ odoo\.addons\.\w+\.tests\.\S+: skipped (\S+)(?: :)? ?(.*)")


@dataclass
class Results:
    """Names of the tests that passed and failed, with the reasons of those skipped."""

    passed: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    skipped: list = field(default_factory=list)

    def add(self, other):
        """Take over the results of a further stage."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def check(self, name, holds):
        """Count one fact as a test."""
        (self.passed if holds else self.failed).append(name)

    def require(self, defined):
        """Fail every defined test that neither ran nor was skipped."""
        ran = {plain(name) for name in self.passed + self.failed}
        ran |= {plain(name.split(":")[0]) for name in self.skipped}
        self.failed += [f"{name} did not run" for name in sorted(defined - ran)]


def plain(name):
    """Name of a test without its parameters, which may hold spaces, and without its stage."""
    return name.split("[")[0].split(" ")[-1]


def defined_tests(folder: Path):
    """Names of all tests below a folder: `Class.test_x` of the test classes, `test_x` of modules."""
    names = set()
    for file in folder.rglob("test_*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                names |= {f"{node.name}.{name}" for name in _functions(node)}
        names |= set(_functions(ast.parse(file.read_text())))
    return names


def _functions(node):
    return [
        item.name
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name.startswith("test_")
    ]


def from_odoo_log(stage, log, exit_status):
    """Results of a run of Odoo with tests, read from its log."""
    broken = set(BROKEN.findall(log))
    skipped = {name: reason.strip() for name, reason in SKIPPED.findall(log)}
    started = [name for _module, name in STARTED.findall(log)]
    results = Results()
    for name in dict.fromkeys(started):
        if name in broken:
            results.failed.append(f"{stage} {name}")
        elif name in skipped:
            results.skipped.append(f"{stage} {name}: {skipped[name]}")
        else:
            results.passed.append(f"{stage} {name}")
    results.failed += [f"{stage} {name}" for name in sorted(broken - set(started))]
    if exit_status and not results.failed:
        results.failed.append(f"{stage} ended with status {exit_status}")
    return results


def from_junit(stage, file: Path, exit_status):
    """Results of pytest, read from its JUnit file."""
    results = Results()
    cases = ElementTree.parse(file).iter("testcase") if file.exists() else ()
    for case in cases:
        classname = case.get("classname", "").rsplit(".", 1)[-1]
        prefix = f"{classname}." if classname.startswith("Test") else ""
        name = f"{stage} {prefix}{case.get('name')}"
        skip = case.find("skipped")
        if skip is not None:
            results.skipped.append(f"{name}: {skip.get('message')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            results.failed.append(name)
        else:
            results.passed.append(name)
    if exit_status and not results.failed:
        results.failed.append(f"{stage} ended with status {exit_status}")
    return results
