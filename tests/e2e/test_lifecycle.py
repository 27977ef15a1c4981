"""Install, update and uninstall without a warning in the log, and nothing left behind."""

import re

import pytest

from environment import REPOSITORY

LOUD = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*$", re.MULTILINE)


@pytest.fixture
def database(databases):
    with databases.scratch(databases.dependencies()) as name:
        yield name


def leftovers(databases, name):
    """Tables, columns and models of the add-ons that are still in a database."""
    return databases.cluster.query(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'lab\\_%'"
        " UNION SELECT table_name || '.' || column_name FROM information_schema.columns"
        " WHERE column_name LIKE 'complaint\\_%'"
        " UNION SELECT model FROM ir_model WHERE model LIKE 'lab.%'",
        name,
    )


def test_install_update_uninstall(databases, environment, database):
    addons = environment.addons
    log = databases.odoo("module", "install", "-d", database, *addons)
    assert not LOUD.findall(log)
    assert leftovers(databases, database)

    log = databases.odoo("-d", database, "-u", ",".join(addons), "--stop-after-init", "--no-http")
    assert not LOUD.findall(log)

    log = databases.odoo("module", "uninstall", "-d", database, *reversed(addons))
    assert not LOUD.findall(log)
    assert not leftovers(databases, database)


def test_versions_are_of_this_series(environment):
    for addon in environment.addons:
        manifest = (REPOSITORY / addon / "__manifest__.py").read_text()
        assert re.search(r'"version": "19\.0\.\d+\.\d+\.\d+"', manifest)
