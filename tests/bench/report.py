"""The figures as a page, with what the budgets say of them."""

import json
import os
import platform
from datetime import date
from pathlib import Path

from applications import APPLICATIONS, COMPLAINTS, TICKETS

DOCS = Path(__file__).parents[2] / "docs"
BUDGETS = json.loads((Path(__file__).parent / "budgets.json").read_text())
OURS, PEERS = COMPLAINTS.title, [application.title for application in APPLICATIONS[1:]]
HEAD = """# Benchmarks

Made by `bin/bench --publish`; `tests/bench/budgets.json` holds the budgets. Every figure is what one person waits for
over HTTP on the machine below: the calls that the web client makes, noted from a browser and sent again, in the four
applications in turn. Medians of the rounds, in milliseconds, with the lowest and highest; *SQL* is the number of
queries, *CPU* milliseconds of the server and of PostgreSQL. A ratio is against the quickest of the others.
"""
LATENCY = ("count", "p50", "p95", "p99", "max")
CROWD = """## Many people at once

Made by `bin/bench load --publish`: people of two companies log, lead, decide, approve and complain on the website over
HTTP, on a server with {workers} workers and one PostgreSQL on the machine above; each reads or types for
{pause:.0f} seconds on average before the next click. What anybody was told has succeeded is held against the database
afterwards. *Retries* are requests that Odoo began anew because another transaction came first; *failures* count errors
in answers or in the log, and differences from the database.
"""


def published():
    """The figures on the page, empty before the first."""
    file = DOCS / "benchmarks.json"
    return json.loads(file.read_text()) if file.exists() else {}


def publish(figures):
    """Write the page and the raw figures to docs/."""
    (DOCS / "benchmarks.md").write_text(write(figures)[0])
    (DOCS / "benchmarks.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


def about(environment):
    """Machine and versions."""
    cluster = environment.cluster
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "date": str(date.today()),
        "machine": f"{os.cpu_count()} cores ({model}), {memory:.0f} GB of memory",
        "postgresql": cluster.query("SHOW server_version")[0][0],
        "odoo": "19.0",
        "python": platform.python_version(),
    }


def write(figures):
    """:return: (text of the page, whether all budgets are kept)"""
    verdicts = [*growth(figures["sizes"]), *peers(figures["sizes"]), *own(figures["sizes"])]
    parts = [HEAD, machine(figures["about"]), "## Budgets\n", judged(verdicts)]
    for size, actions in figures["sizes"].items():
        parts += [f"## {int(size):,} cases\n", table(actions), life(actions)]
    if figures.get("load"):
        parts += [CROWD.format(**figures["load"][-1]), crowd(figures["load"])]
    return "\n".join(parts), all(verdict["kept"] for verdict in verdicts)


def machine(facts):
    """A list of the machine and the versions."""
    names = {
        "date": "Date",
        "machine": "Machine",
        "odoo": "Odoo",
        "postgresql": "PostgreSQL",
        "python": "Python",
        "minutes": "Minutes it took",
    }
    return "".join(f"- {label}: {facts[name]}\n" for name, label in names.items() if name in facts)


# --- budgets ---


def growth(sizes):
    """Whether open cases are shown as quickly in the largest register as in the smallest."""
    budget = BUDGETS["growth"]
    small, large = sizes.get(str(budget["from"])), sizes.get(str(max(map(int, sizes))))
    if not small or large is small:
        return
    for action in budget["actions"]:
        ratio = large[action][OURS]["seconds"] / small[action][OURS]["seconds"]
        yield verdict(f"{action}: the largest register against the smallest", ratio, budget["most"])
    for action, by_title in large.items():
        if OURS in by_title and OURS in small.get(action, {}):
            more = by_title[OURS]["queries"] - small[action][OURS]["queries"]
            if action in budget["actions"] or more > BUDGETS["queries"]["grow_by"]:
                yield verdict(f"{action}: further SQL queries", more, BUDGETS["queries"]["grow_by"])


def peers(sizes):
    """Whether each action is as quick as in the quickest comparable application."""
    budget = BUDGETS["peers"]
    actions = sizes.get(str(budget["at"])) or sizes[max(sizes, key=int)]
    creation = budget["creation"]
    for action, by_title in actions.items():
        if OURS not in by_title:
            continue
        ratio = ratio_of(by_title)
        if ratio is None or "," in action or action.startswith("export"):
            continue
        if action == creation["action"]:
            compared = by_title[TICKETS.title]["seconds"]
            ratio = by_title[OURS]["seconds"] / compared
            yield verdict(f"{action}, against {creation['peer']}", ratio, creation["most"])
            continue
        reason = budget["reasons"].get(action)
        most = budget["with_reason"] if reason else budget["most"]
        yield verdict(f"{action}, against the quickest", ratio, most, reason)


def own(sizes):
    """Spreadsheets against bare xlsxwriter, the review against one pass over the table."""
    for actions in sizes.values():
        for name in ("export", "review"):
            found = actions.get(f"{name} ratio")
            if found:
                yield verdict(found["what"], found["ratio"], BUDGETS[name]["most"])
        for found in actions.get("lifecycle", {}).get("steps", ()):
            if not found["kept"]:
                yield verdict(f"{found['step']}: tables that changed", 1, 0)


def verdict(what, ratio, most, reason=None):
    return {"what": what, "ratio": ratio, "most": most, "kept": ratio <= most, "reason": reason}


def judged(verdicts):
    """Table of the budgets."""
    lines = ["| Budget | Measured | At most | Kept | What it does more |", "|---|---|---|---|---|"]
    lines += [
        f"| {found['what']} | {found['ratio']:.2f} | {found['most']} |"
        f" {'yes' if found['kept'] else '**no**'} | {found['reason'] or ''} |"
        for found in verdicts
    ]
    return "\n".join(lines) + "\n"


# --- tables ---


def ratio_of(by_title):
    """Our time against the quickest peer's; None where there is none."""
    compared = [by_title[title]["seconds"] for title in PEERS if title in by_title]
    if OURS not in by_title or not compared:
        return None
    return by_title[OURS]["seconds"] / min(compared)


def table(actions):
    """One size: a row an action, a column an application."""
    titles = [OURS, *PEERS]
    lines = [
        "| | " + " | ".join(titles) + " | Ratio |",
        "|---|" + "---|" * (len(titles) + 1),
    ]
    for action, by_title in actions.items():
        if OURS in by_title:
            ratio = ratio_of(by_title)
            cells = [cell(by_title.get(title)) for title in titles]
            cells.append(f"{ratio:.2f}" if ratio is not None else "")
            lines.append(f"| {action} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def life(actions):
    """Update, uninstall and install with this register."""
    steps = actions.get("lifecycle", {}).get("steps", ())
    lines = [
        f"- {found['step']}: {found['seconds']:.0f} s,"
        f" {'nothing lost' if found['kept'] else found['problem'] or '**something is lost**'}"
        for found in steps
    ]
    return "\n".join(lines) + "\n" if lines else ""


def cell(found):
    """Milliseconds with spread, queries and CPU of one application."""
    if not found:
        return ""
    times = [1000 * found[name] for name in ("seconds", "lowest", "highest")]
    return (
        f"{times[0]:.0f} ({times[1]:.0f}–{times[2]:.0f}), {found['queries']:.0f} SQL,"
        f" {1000 * found['cpu']:.0f} + {1000 * found['sql_cpu']:.0f} CPU"
    )


# --- many people at once ---


def crowd(results):
    """Table of all runs, and one of each operation in the run with the most people."""
    lines = [
        "| People | Seconds | Requests | Per second | p50 ms | p95 ms | p99 ms | max ms | Retries "
        "| Failures | CPU Odoo + PostgreSQL (s) | Machine busy |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        total, cpu = result["latency"]["total"], result["cpu"]
        wrong = sum(len(result[name]) for name in ("differences", "failures", "findings"))
        lines.append(
            f"| {result['people']} | {result['seconds']:.0f} | {result['requests']} | {result['per_second']}"
            f" | {total['p50']} | {total['p95']} | {total['p99']} | {total['max']}"
            f" | {sum(result['retries'].values())} | {wrong}"
            f" | {cpu['odoo']} + {cpu['postgres']} | {cpu['machine_busy_percent']} % |"
        )
    most = max(results, key=lambda result: result["people"])
    lines += [
        "",
        f"| Operation with {most['people']} people | Count | p50 ms | p95 ms | p99 ms | max ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | " + " | ".join(str(figures[title]) for title in LATENCY) + " |"
        for name, figures in most["latency"]["operations"].items()
    ]
    return "\n".join(lines) + "\n"
