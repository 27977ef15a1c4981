"""Many people at the same moment, on a server with several processes: nothing is lost, nothing is
entered twice, and everybody gets an answer."""

import base64
import os
import socket
import sys
import time

import pytest
import requests

from environment import REPOSITORY
from environment.server import free_port, serving

sys.path.insert(0, str(REPOSITORY / "tests" / "bench"))

import load
import report

PEOPLE, WORKERS, SECONDS = 6, 3, 20
# On a busy machine no case gets as far as an approval in the shorter time.
LONGER = 90


@pytest.fixture(scope="module")
def template(databases):
    """The product without demo data; the people of the test are its own."""
    return databases.product(repository=REPOSITORY)


def test_nothing_is_lost_and_nobody_is_refused(environment, template):
    for seconds in (SECONDS, LONGER):
        result = load.run(
            environment, template, people=PEOPLE, seconds=seconds, workers=WORKERS, pause=0
        )
        told = {name: result[name] for name in ("differences", "failures", "findings", "gave_up")}
        assert not any(told.values()), told
        accounted = result["accounted"]
        if all(accounted.values()):
            break
    # It was a test of something: each kind of fact is there to be compared.
    assert all(accounted.values()), accounted
    assert accounted["cases"] >= PEOPLE
    assert result["latency"]["total"]["count"] == result["requests"]
    assert f"| {PEOPLE} | {seconds} | {result['requests']} |" in report.crowd([result])


def test_lost_and_doubled_is_noticed(environment, template):
    """The account itself: what was told and is not kept, and what is kept and was not told."""
    databases = load.Databases(environment)
    with databases.scratch(template) as copy:
        laboratory = load.furnish(databases, copy, 3, 0)
        databases.run_script(
            copy,
            "env['lab.complaint'].create([{'subject': word, 'description': word}"
            " for word in ('told', 'not told', 'third')])",
        )
        environment.cluster.query("DELETE FROM mail_message WHERE model = 'lab.complaint'", copy)
        environment.cluster.query(
            "UPDATE lab_complaint SET register_number = 7 WHERE subject = 'third'", copy
        )
        rows = environment.cluster.query(
            "SELECT id, name, company_id FROM lab_complaint ORDER BY id", copy
        )
        record = load.Record()
        case, number, company = int(rows[0][0]), rows[0][1], int(rows[0][2])
        record.tell("logged", case=case, number=number, company=company, request=None)
        record.tell("logged", case=case, number=number, company=company, request=None)
        record.tell("logged", case=999999, number="CP/1/1", company=company, request=None)
        record.tell("moved", case=case, to="screening")
        record.tell("approved", decision=1, case=case, by=1)
        record.tell("said", case=case, kind="acknowledgement")
        account = load.Account(environment.cluster, copy, record, laboratory)
        account.check()
    words = "\n".join(account.differences)
    for found in (
        "CP/1/1 was told and is not in the register",
        f"{rows[1][1]} is in the register and nobody was told",
        "cases told twice",
        f"numbers of company {company}",
        f"state of {number}: told screening, kept received",
        "approved reviews",
        "what was said",
        "stage changes in the messages",
    ):
        assert found in words, words


def test_websockets_come_in_by_the_same_door(environment, databases, template):
    """Browsers get what is new without asking: their websocket ends at Odoo's process for them,
    which with workers listens on another port."""
    with databases.scratch(template) as copy:
        port, log = free_port(), environment.cache.folder("logs") / f"{copy}.log"
        with serving(environment, copy, port, workers=2, log=log) as server:
            address = f"http://127.0.0.1:{port}"
            assert requests.get(f"{address}/web/login", timeout=60).status_code == 200
            assert first_answer(port).startswith("HTTP/1.1 101 ")
            # A large body, in and out again.
            assert requests.post(address, data=b"x" * 2**22, timeout=60).status_code in (400, 404)
            assert server.poll() is None
        said = log.read_text()
        log.unlink()
    assert "Couldn't bind the websocket" not in said, said
    assert " ERROR " not in said, said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def first_answer(port):
    """What a browser is told that tries until the process for websockets has started, too."""
    for _attempt in range(30):
        if answer := shake_hands(port):
            return answer
        time.sleep(1)
    return ""


def shake_hands(port):
    """First line of the answer to a browser that opens a websocket."""
    key = base64.b64encode(os.urandom(16)).decode()
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(
            f"GET /websocket?version=19.0-2 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        return connection.recv(1024).decode(errors="replace").partition("\r\n")[0]
