"""Whatever is wrong, the command says it in one line that tells what to do, and fails."""

import os
import socket
import subprocess
import sys

import pytest

from environment import REPOSITORY

SERVE = str(REPOSITORY / "bin/serve")


def run(*command, **variables):
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **variables},
    )


def assert_one_clear_line(result, *words):
    """The last line of the error output says it all, and no traceback came before."""
    assert result.returncode not in (0, None)
    assert "Traceback" not in result.stderr
    last = result.stderr.strip().splitlines()[-1]
    for word in words:
        assert word in last


@pytest.fixture
def other_cache(environment, tmp_path):
    """A cache that has Odoo and the Python packages, and no databases yet."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for piece in environment.cache.path.glob("*-*"):
        if piece.name.startswith(("odoo-", "python-")):
            (cache / piece.name).symlink_to(piece)
    return cache


def test_port_in_use():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        assert_one_clear_line(run(SERVE, "--port", port), f"Port {port}", "--port")


def test_port_that_does_not_exist():
    assert_one_clear_line(run(SERVE, "--port", "99999"), "99999", "65535")


@pytest.mark.parametrize("command", ["serve", "test"])
def test_unknown_option(command):
    result = run(str(REPOSITORY / "bin" / command), "--no-such-option")
    assert_one_clear_line(result, "--no-such-option")


def test_unknown_test_target():
    assert_one_clear_line(run(str(REPOSITORY / "bin/test"), "nonsense"), "nonsense", "--help")


@pytest.mark.parametrize("option", [("--lang", "Chinese"), ("--database", "Robert'); DROP")])
def test_unusable_value(option):
    assert_one_clear_line(run(SERVE, *option), option[0])


def test_python_too_old():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import environment\n"
        "sys.version_info = (3, 9, 2); sys.version = '3.9.2'\n"
        "try: environment.prepare(environment.Console())\n"
        "except environment.SetupError as error: sys.exit(str(error))"
    )
    result = run(sys.executable, "-c", script, str(REPOSITORY / "bin"))
    assert_one_clear_line(result, "3.11", "3.9.2")


def test_ordinary_user_is_told_what_to_have_installed():
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); os.geteuid = lambda: 1000\n"
        "from environment import SetupError, system_packages\n"
        "try: system_packages.require(None, None, {'some-package': '/no/such/file'})\n"
        "except SetupError as error: sys.exit(str(error))"
    )
    result = run(sys.executable, "-c", script, str(REPOSITORY / "bin"))
    assert_one_clear_line(result, "sudo apt-get install", "some-package")


def test_foreign_odoo_source(tmp_path):
    assert_one_clear_line(run(SERVE, ODOO_SRC=str(tmp_path)), "ODOO_SRC")
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')")
    assert_one_clear_line(run(SERVE, ODOO_SRC=str(tmp_path)), "Odoo 18.0", "19.0")


def test_no_network(tmp_path):
    """An empty cache and no way out: what cannot be fetched is named."""
    if os.geteuid() != 0:
        pytest.skip("a network without a way out needs root")
    result = run("unshare", "--net", SERVE, LAB_COMPLAINT_CACHE=str(tmp_path / "cache"))
    assert_one_clear_line(result, "cannot be reached", "network")


def test_disk_full(tmp_path):
    """A file system of 1 MB stands for a full disk."""
    if os.geteuid() != 0:
        pytest.skip("a small file system needs root")
    script = f"mount -t tmpfs -o size=1m none {tmp_path} && exec {SERVE}"
    result = run("unshare", "--mount", "sh", "-c", script, LAB_COMPLAINT_CACHE=str(tmp_path))
    assert_one_clear_line(result, "LAB_COMPLAINT_CACHE", "free")


def test_cache_that_cannot_be_written():
    assert_one_clear_line(run(SERVE, LAB_COMPLAINT_CACHE="/proc/nowhere"), "LAB_COMPLAINT_CACHE")


def test_postgresql_does_not_come_up(other_cache):
    data = other_cache / "postgres"
    data.mkdir(mode=0o700)
    (data / "PG_VERSION").write_text("15\n")
    if os.geteuid() == 0:
        for folder in (*other_cache.parents, other_cache):
            if str(folder).startswith("/tmp/"):
                folder.chmod(0o755)
        subprocess.run(["chown", "-R", "postgres", str(data)], check=True)
    result = run(SERVE, LAB_COMPLAINT_CACHE=str(other_cache))
    assert_one_clear_line(result, "PostgreSQL does not come up", str(other_cache))


def test_databases_of_another_postgresql(other_cache):
    (other_cache / "postgres").mkdir()
    (other_cache / "postgres" / "PG_VERSION").write_text("9\n")
    result = run(SERVE, LAB_COMPLAINT_CACHE=str(other_cache))
    assert_one_clear_line(result, "PostgreSQL 9", "postgresql-9")


def test_database_of_another_odoo(databases):
    name = "e2e_other_series"
    databases.drop(name)
    databases.cluster.query(f"CREATE DATABASE {name}")
    try:
        assert_one_clear_line(run(SERVE, "--database", name, "--port", "0"), name, "--reset")
        databases.cluster.query(
            "CREATE TABLE ir_module_module AS SELECT 'base' AS name, '18.0.1.3' AS latest_version",
            name,
        )
        result = run(SERVE, "--database", name, "--port", "0")
        assert_one_clear_line(result, "Odoo 18.0", "--database")
    finally:
        databases.drop(name)
