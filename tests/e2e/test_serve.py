"""The one command: what it says, how quickly it comes back, and that it leaves nothing running."""

import re
import signal
import socket
import subprocess
import time

import pytest
import requests
from conftest import serve

from environment import REPOSITORY

SECOND_START_SECONDS = 30


def test_says_where_and_who(laboratory):
    assert f"{laboratory.url}/odoo/complaints" in laboratory.said
    for login in ("sales", "officer", "quality", "auditor", "calibrator", "customer"):
        assert re.search(rf"^  {login} +{login} ", laboratory.said, re.MULTILINE)
    assert requests.get(f"{laboratory.url}/web/health", timeout=30).status_code == 200


def test_second_start_takes_seconds_and_ctrl_c_stops_it(laboratory, databases):
    """Another database beside the first: the shared PostgreSQL stays for the other run."""
    database = f"{laboratory.database}_second"
    databases.copy(laboratory.database, database)
    try:
        # Of a copy nobody knows which state of the add-ons it has: it is brought up to date.
        with serve("--database", database) as (process, _said, port):
            stop(process, port)
        started = time.monotonic()
        with serve("--database", database) as (process, said, port):
            took = time.monotonic() - started
            assert f"127.0.0.1:{port}" in said
            stop(process, port)
        assert took < SECOND_START_SECONDS
    finally:
        databases.drop(database)


def stop(process, port):
    """End a server as people do, by Ctrl-C."""
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def test_empty_laboratory_in_chinese(databases):
    """--no-demo gives the administrator a password of its own; --lang reaches the users."""
    database = "e2e_empty"
    databases.drop(database)
    try:
        with serve("--database", database, "--no-demo", "--lang", "zh_CN") as (
            _process,
            said,
            port,
        ):
            password = re.search(r"login admin, password (\S+)", said).group(1)
            session = requests.Session()
            answer = session.post(
                f"http://127.0.0.1:{port}/web/session/authenticate",
                json={"params": {"db": database, "login": "admin", "password": password}},
                timeout=60,
            ).json()["result"]
            assert answer["user_context"]["lang"] == "zh_CN"
            refused = requests.post(
                f"http://127.0.0.1:{port}/web/session/authenticate",
                json={"params": {"db": database, "login": "admin", "password": "admin"}},
                timeout=60,
            ).json()
            assert "error" in refused
    finally:
        databases.drop(database)


def test_odoo_command_line_is_odoos_own():
    result = subprocess.run(
        [str(REPOSITORY / "bin/odoo"), "--version"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert "19.0" in result.stdout
