"""Measures the four applications on databases of several sizes, in turn and in rounds."""

import json
from collections import defaultdict
from contextlib import contextmanager
from io import BytesIO
from statistics import median

import xlsx_baseline
from applications import APPLICATIONS, COMPLAINTS
from client import Client, Meter
from facts import Facts
from recording import recorder
from screens import Screens
from work import Work, export

from environment.server import free_port, serving

LOGINS = ("admin", "measured00", "officer00", "head00")
EXPORTED = 100_000


class Bench:
    """One database with a server of its own."""

    def __init__(self, environment, database, count, folder):
        self.environment, self.database, self.count = environment, database, count
        self.log = folder / f"{database}.log"
        # Scheduled jobs would run into the rounds.
        environment.variables["ODOO_MAX_CRON_THREADS"] = "0"

    @contextmanager
    def open(self):
        """Start the server and log the people in."""
        self.log.unlink(missing_ok=True)
        port = free_port()
        with serving(self.environment, self.database, port, log=self.log) as process:
            self.url = f"http://127.0.0.1:{port}"
            self.meter = Meter(process.pid, self.log, self.database)
            self.people = {login: Client(self.url, self.database, login) for login in LOGINS}
            self.people["public"] = Client(self.url, self.database)
            self.facts = Facts(self.database, self.count)
            try:
                yield self
            finally:
                self.facts.close()

    # --- what the web client asks ---

    def record(self):
        """Calls of the screens of all applications; :return: {model: recorded}."""
        recorded = {}
        with recorder(self.url, "measured00") as browser:
            for application in APPLICATIONS:
                recorded[application.model] = self._record(browser, application)
        return recorded

    def _record(self, browser, application):
        record = self.facts.open_ids(application)[-1]
        work = Work(application, None, self.people, self.facts)
        if application is COMPLAINTS:
            work.next()
            work._judged()
            movable = work.movable
        else:
            movable = self.facts.movable(application)
        screens = Screens(
            browser,
            application,
            record=record,
            movable=movable,
            order=self.facts.one("SELECT max(id) FROM sale_order"),
        )
        return {"calls": screens.record_all(), "record": record, "movable": movable}

    # --- rounds ---

    def measure(self, recorded, rounds):
        """Do every action in each application in turn.

        :return: {action: {title of the application: list of Cost}}
        """
        works = {
            application: Work(application, recorded[application.model], self.people, self.facts)
            for application in APPLICATIONS
        }
        actions = {application: work.actions() for application, work in works.items()}
        names = dict.fromkeys(name for found in actions.values() for name in found)
        costs = defaultdict(lambda: defaultdict(list))
        self.facts.connection.cursor().execute("CHECKPOINT")
        for turn in range(rounds + 1):
            for name in names:
                for application, found in actions.items():
                    if name in found:
                        works[application].next()
                        cost = self._once(*found[name])
                        # The first time fills caches and is not counted.
                        if turn:
                            costs[name][application.title].append(cost)
        return costs

    def _once(self, prepare, act):
        if prepare:
            prepare()
        for person in self.people.values():
            person.meter = self.meter
        with self.meter as meter:
            act()
        for person in self.people.values():
            person.meter = None
        return meter.cost

    # --- tables ---

    def measure_tables(self, rounds):
        """Spreadsheets of many rows, and what xlsxwriter takes for the same cells by itself.

        :param rounds: how often the register and the yardstick are measured
        :return: {action: {title: summary}}, with the ratio that has a budget
        """
        count = min(EXPORTED, self.count)
        name = f"export {count:,} rows to XLSX"
        person, costs, pairs = self.people["measured00"], defaultdict(list), []
        table = None
        for _round in range(rounds):
            # One after the other: a machine is not as quick at all times.
            cost, file = export(COMPLAINTS, person, self.meter, count)
            table = table or xlsx_baseline.read_rows(BytesIO(file))
            bare = xlsx_baseline.write(*table)
            costs[COMPLAINTS.title].append(cost)
            pairs.append((cost.seconds / bare, cost.seconds, bare))
        for application in APPLICATIONS[1:]:
            costs[application.title].append(export(application, person, self.meter, count)[0])
        ratio, ours, bare = sorted(pairs)[rounds // 2]
        return {
            name: {title: summary(found) for title, found in costs.items()},
            "export ratio": {
                "what": f"{name}, against xlsxwriter alone ({ours:.1f} s : {bare:.1f} s,"
                f" middle of {rounds})",
                "ratio": ratio,
            },
        }


def summary(costs):
    """Medians and spreads as plain values.

    :param costs: list of Cost
    """
    seconds = sorted(cost.seconds for cost in costs)
    return {
        "seconds": median(seconds),
        "lowest": seconds[0],
        "highest": seconds[-1],
        "queries": median(cost.queries for cost in costs),
        "cpu": median(cost.cpu for cost in costs),
        "sql_cpu": median(cost.sql_cpu for cost in costs),
        "bytes": median(cost.bytes for cost in costs),
        "rounds": len(seconds),
    }


def keep(figures, file):
    """Write the raw figures."""
    file.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
