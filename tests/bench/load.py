"""Fifty people at the same time: what it does to the register, and how long they wait.

    python tests/bench/load.py --people 1,10,25,50 --seconds 300 --workers 4

People log complaints against orders, lead, decide, approve and answer them over HTTP, while
others complain on the website. At the end everything that anybody was told has succeeded is
held against the database. The result is JSON on standard output and a table after it; --publish
writes both to docs/ as well, beside what bin/bench measured.
"""

import argparse
import json
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY / "bin"))
sys.path.insert(0, str(Path(__file__).parent))

import report  # noqa: E402
from loading import views  # noqa: E402
from loading.account import Account  # noqa: E402
from loading.client import Client, Record  # noqa: E402
from loading.figures import Meter, latencies, read_log  # noqa: E402
from loading.laboratory import furnish  # noqa: E402
from loading.people import ROLES, Desk, Person  # noqa: E402
from loading.visitors import Budget, Visitor  # noqa: E402

from environment import Console, SetupError, prepare  # noqa: E402
from environment.databases import Databases  # noqa: E402
from environment.server import free_port, serving  # noqa: E402

PAUSE = 5.0
PEOPLE_FOR_A_VISITOR = 10


def run(environment, database, *, people, seconds, workers, pause=PAUSE, cases=0):
    """Let people work for some time on a copy of a database, and account for all they did.

    :param environment: the prepared environment, whose cluster is running
    :param database: database with the add-ons and without demo data; it is copied
    :param people: how many with a login; one visitor of the website comes with each ten
    :param seconds: for how long; who has begun something then ends it
    :param workers: server processes, 0 for one with threads
    :param pause: mean seconds in which a person reads or types before the next click
    :param cases: cases that are in the register already
    :return: dictionary with `latency`, `retries`, `cpu`, what was compared (`accounted`), and
        three lists that are empty when all is well: `differences`, `failures`, `findings`; else
        the server's log is kept, at `log`
    """
    databases = Databases(environment)
    with databases.scratch(database) as copy:
        laboratory = furnish(databases, copy, people, cases)
        # Visitors come from many addresses, as the web server in front would say.
        trusting = replace(
            environment, variables={**environment.variables, "ODOO_PROXY_MODE": "True"}
        )
        log = environment.cache.folder("logs") / f"{copy}.log"
        port = free_port()
        with serving(trusting, copy, port, workers=workers, log=log) as server:
            desk = Desk(Record(), port, copy, laboratory, pause)
            _open_views(desk)
            meter = Meter(environment.cluster, copy, server.pid)
            with meter:
                _work(desk, people, seconds)
        account = Account(environment.cluster, copy, desk.record, laboratory)
        accounted = account.check()
        found = read_log(log, desk.record.refusals)
    result = {
        "people": people,
        "workers": workers,
        "seconds": seconds,
        "pause": pause,
        "requests": len(desk.record.samples),
        "per_second": round(len(desk.record.samples) / meter.seconds, 2),
        "latency": latencies(desk.record.samples),
        **found,
        "cpu": meter.figures(),
        "connections": meter.most_connections,
        "accounted": accounted,
        "differences": account.differences,
        "failures": desk.record.failures,
        "refusals": len(desk.record.refusals),
        "log": str(log),
    }
    if is_well(result):
        log.unlink()
        result["log"] = None
    return result


def _open_views(desk):
    """What each kind of user's screens ask for; opening them also warms the server up."""
    record, desk.record = desk.record, Record()
    for role in ROLES:
        login = next(one for one in desk.laboratory.people if one["role"] == role)
        client = Client(desk.record, desk.port, desk.database, login["key"])
        desk.views[role] = views.specifications(client)
    desk.record = record


def _work(desk, people, seconds):
    desk.ends_at = time.monotonic() + seconds
    staff = [ROLES[login["role"]](desk, login) for login in desk.laboratory.people]
    # With fewer people than tasks, one does several in turn.
    turns = [staff[number::people] for number in range(people)]
    budget = Budget(desk.laboratory.companies())
    turns += [
        [Visitor(desk, number, budget)]
        for number in range(1, 2 + (people - 1) // PEOPLE_FOR_A_VISITOR)
    ]
    threads = [threading.Thread(target=_work_on, args=(desk, turn, people)) for turn in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work_on(desk, turn, people):
    if isinstance(turn[0], Person) and desk.pause:
        # People do not all arrive in the same second.
        time.sleep(turn[0].random.uniform(0, min(desk.pause, people)))
    while desk.is_open():
        for who in turn:
            who.step()


def is_well(result):
    """Whether nothing was lost, doubled, refused or complained of in the log."""
    return not any(result[name] for name in ("differences", "failures", "findings", "gave_up"))


def parse_arguments(arguments=None):
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", default="1,10,25,50", help="how many, separated by commas")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--workers", type=int, default=4, help="server processes")
    parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between clicks (mean)")
    parser.add_argument("--cases", type=int, default=2000, help="cases in the register before")
    parser.add_argument("--publish", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args(arguments)


def main(arguments=None):
    """Run with each number of people and return the exit status."""
    options, console = parse_arguments(arguments), Console()
    results = []
    try:
        environment = prepare(console)
        with environment.cluster.running():
            template = Databases(environment).product(repository=REPOSITORY)
            for people in options.people.split(","):
                console.say(f"{people} people")
                results.append(
                    run(
                        environment,
                        template,
                        people=int(people),
                        seconds=options.seconds,
                        workers=options.workers,
                        pause=options.pause,
                        cases=options.cases,
                    )
                )
    except SetupError as error:
        print(f"load: {error}", file=sys.stderr)
        return 1
    print(json.dumps(results, indent=1))
    print(report.crowd(results))
    if options.publish:
        report.publish({**report.published(), "load": results})
    return 0 if all(is_well(result) for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
