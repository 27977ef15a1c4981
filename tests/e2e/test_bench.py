"""What the benchmarks stand on: generated registers are sound, budgets are judged as written."""

import os
import sys

import pytest

from environment import REPOSITORY

BENCH = REPOSITORY / "tests" / "bench"
COUNT = 400
TABLES = ("lab_complaint", "helpdesk_ticket", "crm_claim", "crm_lead")
FIRST_ID = 5_000_001
# Each foreign key of a table, to see whether what it points at is there.
KEYS = """
    SELECT c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
     WHERE c.contype = 'f' AND cardinality(c.conkey) = 1
"""


@pytest.fixture(scope="module")
def bench():
    """The modules of the benchmarks."""
    sys.path.insert(0, str(BENCH))
    yield
    sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def filled(environment, bench):
    """A database with generated cases, and its cluster."""
    from databases import MeasuredDatabases  # noqa: PLC0415

    os.environ.update(environment.cluster.variables)
    before = environment.variables["ODOO_ADDONS_PATH"]
    databases = MeasuredDatabases(environment)
    name = databases.filled(COUNT)
    yield environment.cluster, name
    databases.drop(name)
    environment.variables["ODOO_ADDONS_PATH"] = before


def one(filled, query):
    cluster, name = filled
    return cluster.query(query, name)[0][0]


def test_as_many_of_each(filled):
    counts = {
        table: int(one(filled, f"SELECT count(*) FROM {table} WHERE id >= {FIRST_ID}"))
        for table in TABLES
    }
    assert counts == dict.fromkeys(TABLES, COUNT)


def test_most_cases_have_ended(filled):
    ended = "state IN ('closed', 'not_accepted', 'withdrawn')"
    share = float(
        one(filled, f"SELECT avg(({ended})::int) FROM lab_complaint WHERE id >= {FIRST_ID}")
    )
    assert 0.94 < share < 0.99


def test_numbers_without_gaps(filled):
    gaps = one(
        filled,
        "SELECT count(*) FROM (SELECT register_number, lag(register_number) OVER"
        " (PARTITION BY register_year ORDER BY register_number) AS before FROM lab_complaint"
        f" WHERE id >= {FIRST_ID}) numbers WHERE register_number <> before + 1",
    )
    assert gaps == "0"


def test_every_copy_points_at_something(filled):
    cluster, name = filled
    orphans = [
        (table, column)
        for table, column, target, key in cluster.query(KEYS, name)
        if cluster.query(
            f'SELECT 1 FROM {table} pointing WHERE pointing."{column}" IS NOT NULL AND NOT EXISTS'
            f' (SELECT FROM {target} aim WHERE aim."{key}" = pointing."{column}") LIMIT 1',
            name,
        )
    ]
    assert orphans == []


def test_cases_bring_their_parts(filled):
    for table in (
        "lab_complaint_deadline",
        "lab_complaint_communication",
        "lab_complaint_decision",
    ):
        parts = int(one(filled, f"SELECT count(*) FROM {table} WHERE complaint_id >= {FIRST_ID}"))
        assert parts > COUNT
    talked = "SELECT count(*) FROM mail_message WHERE model = '{}' AND res_id >= {}"
    for model in ("lab.complaint", "helpdesk.ticket", "crm.claim", "crm.lead"):
        assert int(one(filled, talked.format(model, FIRST_ID))) > COUNT


# --- budgets ---


def figures(ours, theirs):
    def cost(seconds):
        return {"seconds": seconds, "queries": 3}

    return {
        "1000": {"open the list, 20 rows": {"lab.complaint": cost(1)}},
        "100000": {
            "open the list": {"lab.complaint": cost(ours), "crm.lead (Odoo crm)": cost(theirs)},
            "open the list, 20 rows": {"lab.complaint": cost(1.4)},
        },
    }


def kept(verdicts, words):
    return [found["kept"] for found in verdicts if words in found["what"]]


@pytest.mark.parametrize(("ours", "expected"), [(1.1, True), (1.3, False)])
def test_budget_against_peers(bench, ours, expected):
    import report  # noqa: PLC0415

    assert kept(report.peers(figures(ours, 1.0)), "open the list") == [expected]


@pytest.mark.parametrize(("most", "expected"), [(1.5, True), (1.3, False)])
def test_budget_of_growth(bench, monkeypatch, most, expected):
    import report  # noqa: PLC0415

    budget = {"from": 1000, "most": most, "actions": ["open the list, 20 rows"]}
    monkeypatch.setitem(report.BUDGETS, "growth", budget)
    verdicts = list(report.growth(figures(1, 1)))
    assert kept(verdicts, "the largest register against the smallest") == [expected]
    assert kept(verdicts, "further SQL queries") == [True]


def test_something_lost_fails(bench):
    import report  # noqa: PLC0415

    lost = {"step": "update", "seconds": 1, "kept": False, "problem": ""}
    verdicts = list(report.own({"1000": {"lifecycle": {"steps": [lost]}}}))
    assert [found["kept"] for found in verdicts] == [False]


# --- the page ---


def crowd(people):
    """What many people at once would leave of themselves."""
    latency = {"count": 9, "p50": 11, "p95": 22, "p99": 33, "max": 44}
    return {
        "people": people,
        "workers": 4,
        "seconds": 300,
        "pause": 5,
        "requests": 9,
        "per_second": 3.0,
        "latency": {"total": latency, "operations": {"approve": latency}},
        "retries": {"serialization": 2},
        "cpu": {"odoo": 1.0, "postgres": 0.5, "machine_busy_percent": 60},
        **{name: [] for name in ("differences", "failures", "findings")},
    }


def test_both_commands_write_one_page(bench, monkeypatch, tmp_path):
    import report  # noqa: PLC0415

    monkeypatch.setattr(report, "DOCS", tmp_path)
    assert report.published() == {}
    measured = {
        "open the list": {
            "lab.complaint": dict.fromkeys(
                ("seconds", "lowest", "highest", "queries", "cpu", "sql_cpu"), 0.5
            )
        }
    }
    report.publish({"about": {"date": "2026-01-02"}, "sizes": {"1000": measured}})
    report.publish({**report.published(), "load": [crowd(10), crowd(50)]})
    # What was kept gives the same page again.
    report.publish(report.published())
    page = (tmp_path / "benchmarks.md").read_text()
    assert "- Date: 2026-01-02" in page
    assert "| open the list | 500 (500–500)" in page
    assert "on a server with 4 workers" in page
    assert "| 10 | 300 | 9 | 3.0 | 11 | 22 | 33 | 44 | 2 | 0 | 1.0 + 0.5 | 60 % |" in page
    assert "| Operation with 50 people |" in page
    assert "| approve | 9 | 11 | 22 | 33 | 44 |" in page
