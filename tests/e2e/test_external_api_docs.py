"""The examples of docs/external-api.md do what they say, against a real laboratory.

Each block of Python or of the shell goes on where the one before it ended, as for somebody who
follows the page from top to bottom. What they print has to have the shape of the block of text
after them.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from environment import REPOSITORY

PAGE = REPOSITORY / "docs" / "external-api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
# What is another one each time: in order, because the first that fits is taken.
VARYING = (
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"),
    (r"(?<![-\w])\d{4}-\d\d-\d\d(?![-\w])", r"\d{4}-\d\d-\d\d"),
    (r"CP/\d{4}/\d{5}", r"CP/\d{4}/\d{5}"),
    (r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", r"(?:[2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}"),
    (r"http://127\.0\.0\.1:8069", r"http://127\.0\.0\.1:\d+"),
    (r'"id": \d+', r'"id": \d+'),
)


def blocks(*languages):
    """(language, text) of the fenced blocks of the page, in order."""
    found = [match.groups() for match in BLOCK.finditer(PAGE.read_text())]
    return [block for block in found if block[0] in languages]


def expected(language):
    """What the blocks of a language print, joined: the text that follows each."""
    found = blocks("python", "bash", "text")
    return "".join(
        text
        for (before, _code), (kind, text) in pairwise(found)
        if before == language and kind == "text"
    )


def as_pattern(sample):
    """Regular expression of what a sample of the page stands for."""
    kinds = "|".join(f"({kind})" for kind, _pattern in VARYING)
    parts, place = [], 0
    for match in re.finditer(kinds, sample):
        parts += [re.escape(sample[place : match.start()]), VARYING[match.lastindex - 1][1]]
        place = match.end()
    return "".join([*parts, re.escape(sample[place:])])


def run(command, laboratory, key, folder):
    """What a program prints; it has to end well and say nothing else."""
    (folder / "receipt.pdf").write_bytes(PDF)
    done = subprocess.run(
        command,
        cwd=folder,
        env={
            **os.environ,
            "ODOO_URL": laboratory.url,
            "ODOO_DATABASE": laboratory.database,
            "ODOO_KEY": key,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def do(laboratory, model, method, **arguments):
    """Answer of a call of the administrator."""
    answer = laboratory.call(laboratory.api_key("admin"), model, method, **arguments)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def lims_key(laboratory):
    """Key of a user made as the page says, and the order and certificate of the examples."""
    do(
        laboratory,
        "res.users",
        "create",
        vals_list=[{"name": "LIMS", "login": "lims", "email": "lims@example.com"}],
    )
    order = laboratory.record_id("lab_complaint.lab_order_bearing")
    (copied,) = do(laboratory, "sale.order", "copy", ids=[order])
    do(laboratory, "sale.order", "write", ids=[copied], vals={"name": "QZ2026-0042"})
    do(laboratory, "lab.certificate", "create", vals_list=[{"name": "JZ2026-0118"}])
    return laboratory.api_key("lims")


@pytest.fixture(scope="module")
def python_output(laboratory, lims_key, tmp_path_factory):
    folder = tmp_path_factory.mktemp("python")
    script = folder / "example.py"
    script.write_text("\n".join(code for _language, code in blocks("python")))
    return run([sys.executable, "example.py"], laboratory, lims_key, folder)


def test_python(python_output):
    assert re.fullmatch(as_pattern(expected("python")), python_output), python_output


def test_python_logged_what_it_says(laboratory, python_output):
    number = python_output.splitlines()[0]
    (case,) = do(
        laboratory,
        "lab.complaint",
        "search_read",
        domain=[["name", "=", number]],
        fields=["order_id", "remedy_sought", "complainant_name", "request_id", "create_uid"],
    )
    assert case["order_id"][1].startswith("QZ2026-0042")
    assert case["complainant_name"] == "Lin Na"
    assert case["create_uid"][1] == "LIMS"
    files = do(
        laboratory,
        "ir.attachment",
        "search_read",
        domain=[["res_model", "=", "lab.complaint"], ["res_id", "=", case["id"]]],
        fields=["name"],
    )
    assert {file["name"] for file in files} == {"receipt.pdf", "scan.pdf"}
    certificates = do(
        laboratory,
        "lab.complaint.certificate",
        "search_read",
        domain=[["complaint_id", "=", case["id"]]],
        fields=["name"],
    )
    assert [certificate["name"] for certificate in certificates] == ["JZ2026-0118"]


def test_curl(laboratory, lims_key, python_output, tmp_path):
    script = "set -euo pipefail\n" + "\n".join(code for _language, code in blocks("bash"))
    output = run(["bash", "-c", script], laboratory, lims_key, tmp_path)
    assert re.fullmatch(as_pattern(expected("bash")), output.rstrip("\n") + "\n"), output


def test_every_example_has_its_output():
    found = [language for language, _text in blocks("python", "bash", "text")]
    examples = [language for language in found if language != "text"]
    assert len(examples) == found.count("text")
    assert {"python", "bash"} == set(examples)


@pytest.mark.parametrize(
    ("key", "arguments", "status"),
    [
        ("wrong", {"description": "Late"}, 401),
        ("lims", {"description": "Late", "context": {"allowed_company_ids": [10**6]}}, 403),
        ("lims", {"description": ""}, 422),
        ("lims", {}, 422),
        ("lims", {"description": "Late", "unheard_of": 1}, 422),
        ("lims", {"description": "Late", "context": {"lang": "xx_XX"}}, 422),
    ],
)
def test_refusals(laboratory, lims_key, key, arguments, status):
    key = lims_key if key == "lims" else key
    answer = laboratory.call(key, "lab.complaint", "log_complaint", **arguments)
    assert answer.status_code == status, answer.text
    assert answer.json()["message"]


def test_unknown_method(laboratory, lims_key):
    assert laboratory.call(lims_key, "lab.complaint", "log_nothing").status_code == 404
    assert laboratory.call(lims_key, "lab.complaint", "_api_facts").status_code == 403


def test_portal_users_are_turned_away(laboratory):
    answer = laboratory.call(
        laboratory.api_key("customer"), "lab.complaint", "log_complaint", description="Late"
    )
    assert answer.status_code == 403, answer.text


def test_the_same_request_at_the_same_time(laboratory, lims_key):
    """Eight at once enter one case."""

    def send(_number):
        return laboratory.call(
            lims_key,
            "lab.complaint",
            "log_complaint",
            description="Sent by a system in a hurry",
            request_id="HURRY-1",
        )

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert len([answer for answer in answers if answer.json()["query_code"]]) == 1
