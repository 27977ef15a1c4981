"""A person at the web client, without a browser: sends calls and tells what they cost."""

import json
import re
import time
from dataclasses import dataclass

import psutil
import requests

# End of a line that Odoo logs for a request: SQL queries, seconds in SQL, seconds elsewhere.
LOGGED = re.compile(r"werkzeug: .* (\d+) (\d+\.\d+) (\d+\.\d+)(?: \w+)?$")
TIMEOUT = 1800


@dataclass
class Cost:
    """What an action cost: seconds until the answer, SQL queries, seconds of CPU."""

    seconds: float = 0.0
    queries: int = 0
    cpu: float = 0.0
    sql_cpu: float = 0.0
    bytes: int = 0


def cpu_seconds(pid):
    """Seconds of CPU that a process has used, in all its threads, to the nanosecond; none when it
    has just ended, as the connections of scheduled jobs do."""
    try:
        return time.clock_gettime((~pid) << 3 | 2)
    except OSError:
        return 0.0


class Meter:
    """Reads what the server and PostgreSQL spend for what happens in a `with` block."""

    def __init__(self, pid, log, database):
        self.pid, self.log, self.database = pid, log, database
        self.backends = {}

    def __enter__(self):
        self.position = self.log.stat().st_size
        self.requests = 0
        self.cost = Cost()
        self._cpu, self._sql_cpu = cpu_seconds(self.pid), self._backend_cpu()
        self._start = time.perf_counter()
        return self

    def __exit__(self, kind, *_error):
        self.cost.seconds = time.perf_counter() - self._start
        self.cost.cpu = cpu_seconds(self.pid) - self._cpu
        self.cost.sql_cpu = max(self._backend_cpu() - self._sql_cpu, 0.0)
        if kind is None:
            self.cost.queries = self._logged_queries()

    def _backend_cpu(self):
        return sum(cpu_seconds(pid) for pid in self._backends())

    def _backends(self):
        """Processes of PostgreSQL that work for the server, looked for anew when one has ended."""
        found = []
        for process in psutil.process_iter(["name", "cmdline"]):
            if process.info["name"] == "postgres":
                words = " ".join(process.info["cmdline"] or [])
                if f" {self.database} " in words:
                    found.append(process.pid)
        return found

    def _logged_queries(self):
        """SQL queries of the requests of this block; the server logs them just after the answer."""
        until = time.monotonic() + 5
        while True:
            with self.log.open(errors="replace") as handle:
                handle.seek(self.position)
                counted = [int(match[1]) for match in map(LOGGED.search, handle) if match]
            if len(counted) >= self.requests or time.monotonic() > until:
                return sum(counted)
            time.sleep(0.002)


class Client:
    """A logged-in person; `meter` counts what is asked."""

    def __init__(self, url, database, login=None):
        self.url = url
        self.meter = None
        self.session = requests.Session()
        if login:
            self.ask(
                "/web/session/authenticate",
                {"db": database, "login": login, "password": login},
            )

    def ask(self, path, params):
        """Result of a JSON-RPC request.

        :raise RuntimeError: with what the server says is wrong
        """
        answer = self._counted(self.session.post, path, json={"jsonrpc": "2.0", "params": params})
        said = answer.json()
        if "error" in said:
            raise RuntimeError(f"{path}: {said['error']['data'].get('message')}")
        return said.get("result")

    def call(self, model, method, *args, **kwargs):
        """Result of a method of a model."""
        return self.ask(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def send(self, calls, instead):
        """Send recorded calls again, with other words and ids.

        :param instead: {expression of what was recorded: what is sent in its place}
        :return: result of the last call
        """
        result = None
        for call in calls:
            words = json.dumps(call.params)
            for old, new in instead.items():
                words = re.sub(old, lambda _match, new=new: str(new), words)
            result = self.ask(call.path, json.loads(words))
        return result

    def get(self, path, **options):
        """Answer of a page."""
        return self._page(self.session.get, path, **options)

    def post(self, path, **options):
        """Answer of a form that is sent."""
        return self._page(self.session.post, path, **options)

    def _page(self, method, path, **options):
        answer = self._counted(method, path, **options)
        answer.raise_for_status()
        return answer

    def _counted(self, method, path, **options):
        answer = method(f"{self.url}{path}", timeout=TIMEOUT, **options)
        if self.meter:
            self.meter.requests += 1 + len(answer.history)
            self.meter.cost.bytes += len(answer.content)
        return answer
