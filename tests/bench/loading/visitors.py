"""People without a login, who complain on the website within the limits that it has."""

import itertools
import random
import re
import threading
import time

from .client import Client, FailedError, at_once, word

FORM, STATUS = "/complaints/new", "/complaints/status"
# The form takes 5 from one address and 60 for one company in a quarter of an hour.
OF_ONE_ADDRESS, OF_ONE_COMPANY = 4, 55
# Nobody fills in the form in less; the form refuses who does.
FILLING_IN = 3.5
BETWEEN = 8
SAME_MOMENT = 4


class Visitor:
    """Somebody who complains, follows the case and comes again, from another address each time."""

    def __init__(self, desk, number, budget):
        self.desk, self.budget, self.record = desk, budget, desk.record
        self.random = random.Random(-number)
        self.addresses = (f"198.51.{number}.{host}" for host in itertools.count(1))
        self.sent, self.client = 0, None

    def step(self):
        """Make one complaint and look at its status page."""
        company = self.budget.take(self.random)
        if company is None:
            time.sleep(1)
            return
        if self.sent % OF_ONE_ADDRESS == 0:
            self.address = next(self.addresses)
        self.sent += 1
        self.client = self.visitor()
        try:
            self.complain(company)
        except FailedError:
            return
        time.sleep(self.random.uniform(0.5, 1.5) * min(BETWEEN, 2 * self.desk.pause))

    def visitor(self):
        return Client(self.record, self.desk.port, self.desk.database, address=self.address)

    def complain(self, company):
        words = f"The balance came back damaged. {word()}"
        _status, _path, text = self.client.page("web form", FORM)
        filled = {
            **{name: _value(text, name) for name in ("csrf_token", "token")},
            "description": words,
            "complainant_role": "end_user",
            "complainant_name": "Ms Lin",
            "complainant_email": "lin@customer.example.com",
            "laboratory": str(company),
            "homepage": "",
        }
        time.sleep(FILLING_IN)
        times = 2 if self.random.randrange(SAME_MOMENT) == 0 else 1
        fingers = [self.client, self.visitor()][:times]
        fingers[-1].cookie = self.client.cookie
        outcomes = at_once(
            *[lambda one=finger: one.page("send web form", FORM, filled) for finger in fingers]
        )
        told = [
            (_shown(page[2], "number"), _shown(page[2], "code"))
            for page in outcomes
            if isinstance(page, tuple) and page[1].endswith("/done")
        ]
        if len(told) != times or len(set(told)) != 1:
            seen = [page if isinstance(page, FailedError) else page[:2] for page in outcomes]
            self.record.failed("send web form", f"{seen} told {told}")
            raise FailedError(words)
        number, code = told[0]
        self.record.tell("logged", number=number, company=company, words=words)
        self.record.tell("said_on_page", number=number, company=company)
        self.desk.work[company].logged.append({"number": number, "next": "take_in"})
        self.follow(number, code)

    def follow(self, number, code):
        """Read the status page, in this browser and later with the code in another."""
        self.client.page("status page", STATUS)
        another = self.visitor()
        _status, _path, text = another.page("status form", STATUS)
        typed = {"csrf_token": _value(text, "csrf_token"), "number": number, "code": code}
        _status, _path, text = another.page("status by code", STATUS, typed)
        if number not in text or "history" not in text:
            self.record.failed("status by code", f"{number} is not shown")


class Budget:
    """How many complaints the website takes from strangers for each company."""

    def __init__(self, companies):
        self._left, self._lock = dict.fromkeys(companies, OF_ONE_COMPANY), threading.Lock()

    def take(self, chance):
        """Id of a company that takes one more, None when all have had enough."""
        with self._lock:
            open_ones = [company for company, left in self._left.items() if left]
            if not open_ones:
                return None
            company = chance.choice(open_ones)
            self._left[company] -= 1
            return company


def _value(text, name):
    found = re.search(rf'name="{name}" value="([^"]+)"', text)
    return found[1] if found else ""


def _shown(text, name):
    found = re.search(rf'id="{name}"[^>]*>\s*([^<\s]+)', text)
    return found[1] if found else None
