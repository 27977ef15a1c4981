"""One person's connection to the server: real HTTP, every answer timed, every failure kept."""

import http.client
import json
import re
import secrets
import threading
import time
import urllib.parse

SECONDS_TO_ANSWER = 120
BROKEN = (OSError, http.client.HTTPException)


class RefusedError(Exception):
    """A rule of the laboratory refused the call; nothing was entered."""


class FailedError(Exception):
    """The server did not answer, or not as it should: nobody knows what was entered."""


class Record:
    """What all clients measured and were told, for all threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self.samples, self.failures, self.refusals, self.told = [], [], [], []

    def measured(self, operation, seconds):
        with self._lock:
            self.samples.append((operation, seconds))

    def failed(self, operation, what):
        with self._lock:
            self.failures.append(f"{operation}: {what}")

    def tell(self, what, **facts):
        """Note what the server said has succeeded."""
        with self._lock:
            self.told.append({"what": what, **facts})

    def of(self, what):
        """All that was told of one kind."""
        return [one for one in self.told if one["what"] == what]


class Client:
    """HTTP for one person; one request at a time."""

    def __init__(self, record, port, database, key=None, address=None):
        """
        :param key: of the external API, for who has a login
        :param address: network address that the web server in front would name
        """
        self.record, self.port, self.database = record, port, database
        self.key, self.address, self.cookie = key, address, None

    def call(self, operation, model, method, **arguments):
        """Answer of one call of Odoo's JSON API.

        :raise RefusedError: when a rule refuses it
        :raise FailedError: when it did not work
        """
        headers = {
            "Authorization": f"bearer {self.key}",
            "X-Odoo-Database": self.database,
            "Content-Type": "application/json",
        }
        status, _headers, body = self._timed(
            operation, "POST", f"/json/2/{model}/{method}", json.dumps(arguments), headers
        )
        if status == 200:
            return json.loads(body)
        message = self._message(body)
        if status in (400, 403, 404, 422):
            self.record.refusals.append(message.splitlines()[0])
            raise RefusedError(message)
        self._fail(operation, f"{status} {message}")

    def page(self, operation, path, form=None):
        """Follow one page of the website as a browser without a login does.

        :param form: values of a form that is posted
        :return: status, path that it ended at, text
        :raise FailedError: when the server did not answer as it should
        """
        method, body = ("POST", urllib.parse.urlencode(form)) if form else ("GET", None)
        started = time.monotonic()
        for _hop in range(5):
            status, headers, text = self._send(operation, method, path, body, self._page_headers())
            self._keep_cookie(headers)
            if status not in (302, 303):
                break
            path = urllib.parse.urlparse(headers["Location"]).path
            method, body = "GET", None
        self.record.measured(operation, time.monotonic() - started)
        if status >= 500:
            self._fail(operation, f"{status} {path}")
        return status, path, text

    def _page_headers(self):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self.address:
            # What the web server in front of Odoo says; Odoo believes it in proxy mode only.
            headers |= {"X-Forwarded-For": self.address, "X-Forwarded-Host": self._host()}
        return headers | ({"Cookie": f"session_id={self.cookie}"} if self.cookie else {})

    def _host(self):
        return f"127.0.0.1:{self.port}"

    def _keep_cookie(self, headers):
        for value in headers.get_all("Set-Cookie") or ():
            found = re.match(r"session_id=([^;]+)", value)
            self.cookie = found[1] if found else self.cookie

    def _timed(self, operation, *request):
        started = time.monotonic()
        answer = self._send(operation, *request)
        self.record.measured(operation, time.monotonic() - started)
        return answer

    def _send(self, operation, method, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except BROKEN as error:
            self._fail(operation, f"{type(error).__name__} {error}")
        finally:
            connection.close()

    def _fail(self, operation, what):
        self.record.failed(operation, what)
        raise FailedError(f"{operation}: {what}")

    @staticmethod
    def _message(body):
        try:
            return json.loads(body)["message"]
        except (ValueError, KeyError, TypeError):
            return body[:200]


def at_once(*calls):
    """Outcomes of calls that are made in the same moment: an answer or the exception of each."""
    outcomes, ready = [None] * len(calls), threading.Barrier(len(calls))

    def make(position, call):
        ready.wait()
        try:
            outcomes[position] = call()
        except (RefusedError, FailedError) as refusal:
            outcomes[position] = refusal

    threads = [
        threading.Thread(target=make, args=(position, call)) for position, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def word():
    """Text that occurs once in the world."""
    return secrets.token_hex(8)
