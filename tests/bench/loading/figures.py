"""Latency, throughput, retries and processor time of a run."""

import os
import re
import threading
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
RETRY = re.compile(r"(\w+)(?:\(.*\))?, \d tries left, try again")
GAVE_UP = re.compile(r"(\w+)(?:\(.*\))?, maximum number of tries reached")
# A line of Odoo's log: moment, process, level, database, logger.
LINE = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (WARNING|ERROR|CRITICAL) \S+ (.*?) *$")
BETWEEN_SAMPLES = 1
# Odoo's own cleaning warns when one of its steps takes longer than its turn.
ODOOS_OWN = ("Job 'Base: Auto-vacuum internal data' (1) processed no record",)


def percentiles(seconds):
    """Number, p50, p95, p99 and max of durations, in milliseconds."""
    ordered = sorted(seconds)

    def at(share):
        return round(1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)])

    return {
        "count": len(ordered),
        "p50": at(0.5),
        "p95": at(0.95),
        "p99": at(0.99),
        "max": round(1000 * ordered[-1]),
    }


def latencies(samples):
    """Percentiles of each operation and in total.

    :param samples: list of (operation, seconds)
    """
    operations = {}
    for operation, seconds in samples:
        operations.setdefault(operation, []).append(seconds)
    total = [seconds for _operation, seconds in samples]
    return {
        "total": percentiles(total) if total else None,
        "operations": {name: percentiles(times) for name, times in sorted(operations.items())},
    }


def read_log(path, refusals):
    """What the server's log says of conflicts and of everything that should not be in it.

    :param refusals: what people were told when a rule refused something, which Odoo logs too
    :return: dictionary of `retries` and `gave_up` by kind, and `findings`, a list of lines
    """
    text = Path(path).read_text(errors="replace")
    retries, gave_up, findings = {}, {}, []
    for found, into in ((RETRY, retries), (GAVE_UP, gave_up)):
        for kind in found.findall(text):
            into[kind] = into.get(kind, 0) + 1
    lines = text.splitlines()
    for number, line in enumerate(lines):
        match = LINE.match(line)
        if not match or _is_conflict(lines[number : number + 4]):
            continue
        if any(words in line for words in ODOOS_OWN):
            continue
        if not any(f"odoo.http: {refusal}" == match[2] for refusal in refusals):
            findings.append(f"{match[1]} {match[2]}"[:500])
    findings += [line for line in lines if line.startswith("Traceback")]
    return {"retries": retries, "gave_up": gave_up, "findings": findings}


def _is_conflict(lines):
    """Whether a query that Odoo logs as bad met one of the conflicts that it tries again."""
    said = "\n".join(lines)
    return "bad query" in lines[0] and any(
        words in said
        for words in ("could not serialize access", "deadlock detected", "could not obtain lock")
    )


class Meter:
    """Processor time of the server and of its database connections while the body runs."""

    def __init__(self, cluster, database, server):
        """
        :param server: process id of the server, which leads a session of its own
        """
        self.cluster, self.database, self.server = cluster, database, server
        self.most_connections = 0
        self._seen, self._first, self._stop = {}, {}, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._started, self._machine = time.monotonic(), _machine()
        self._client = time.process_time()
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        self._thread.join()
        self._sample()
        self.seconds = time.monotonic() - self._started
        self._client = time.process_time() - self._client
        self._machine = [
            after - before for after, before in zip(_machine(), self._machine, strict=True)
        ]

    def _watch(self):
        self._sample(first=True)
        while not self._stop.wait(BETWEEN_SAMPLES):
            self._sample()

    def _sample(self, first=False):
        rows = self.cluster.query(
            f"SELECT pid FROM pg_stat_activity WHERE datname = '{self.database}'"
        )
        self.most_connections = max(self.most_connections, len(rows))
        backends = {int(row[0]): "postgres" for row in rows}
        for pid, part in {**backends, **dict.fromkeys(self._processes(), "odoo")}.items():
            used = _processor_seconds(pid)
            if used is not None:
                self._first.setdefault((part, pid), used if first else 0)
                self._seen[part, pid] = used

    def _processes(self):
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _session(entry.name) == self.server
        ]

    def figures(self):
        """Processor seconds by part, and how busy the whole machine was."""
        used = {"odoo": 0.0, "postgres": 0.0}
        for (part, pid), seconds in self._seen.items():
            used[part] += seconds - self._first[part, pid]
        busy, idle = self._machine
        return {
            **{part: round(seconds, 1) for part, seconds in used.items()},
            "clients": round(self._client, 1),
            "machine_busy_percent": round(100 * busy / ((busy + idle) or 1)),
            "processors": os.cpu_count(),
            "seconds": round(self.seconds, 1),
        }


def _stat(pid):
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def _session(pid):
    stat = _stat(pid)
    return int(stat[3]) if stat else None


def _processor_seconds(pid):
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / TICKS if stat else None


def _machine():
    values = [int(value) for value in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = values[3] + values[4]
    return [sum(values) - idle, idle]
