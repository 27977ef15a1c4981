"""The figures as a page, with what the budgets say of them."""

import json
import os
import platform
from datetime import date
from pathlib import Path

from applications import APPLICATIONS, COMPLAINTS, TICKETS

BUDGETS = json.loads((Path(__file__).parent / "budgets.json").read_text())
OURS, PEERS = COMPLAINTS.title, [application.title for application in APPLICATIONS[1:]]
HEAD = """# Benchmarks

Made by `bin/bench --publish`; `tests/bench/budgets.json` holds the budgets. Every figure is what one person waits for
over HTTP on the machine below: the calls that the web client makes, noted from a browser and sent again, in the four
applications in turn. Medians of the rounds, in milliseconds, with the lowest and highest; *SQL* is the number of
queries, *CPU* milliseconds of the server and of PostgreSQL. A ratio is against the quickest of the others.
"""


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
