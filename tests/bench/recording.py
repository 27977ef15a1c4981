"""What the web client asks the server, recorded once from a real browser.

The calls are kept as they were sent; ids, and the words that were typed, are put in anew each
time they are sent again.
"""

import json
import time
from dataclasses import dataclass, field

from playwright.sync_api import sync_playwright

BROWSER = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--lang=en-US",
    ],
}
# Asked once a session, or about the session, not about records.
ONCE = (
    "get_views",
    "/web/action/load",
    "/web/webclient",
    "/mail/data",
    "lazy_session_info",
    "/bus/",
    "has_group",
    "/web/session",
    "im_status",
    "review_user_count",
    "discuss.channel",
    "get_installed",
    "/html_editor",
    "hierarchy",
)
# Calls about records begin so.
KEPT = ("/web/dataset/call", "/mail/thread")
# Seconds.
SETTLED, PATIENCE = 0.5, 30


@dataclass
class Call:
    """One request of the web client: path below the server, and JSON of its parameters."""

    path: str
    params: dict


@dataclass
class Recording:
    """The calls of each action, by its name."""

    calls: dict = field(default_factory=dict)


class Recorder:
    """A browser at the web client whose calls are noted."""

    def __init__(self, playwright, url, login):
        self.url = url
        self.browser = playwright.chromium.launch(**BROWSER)
        self.page = self.browser.new_context(
            viewport={"width": 1600, "height": 1000}, locale="en-US"
        ).new_page()
        self.page.set_default_timeout(60_000)
        self.noted, self.open, self.asked_at = [], set(), 0
        self.page.on("request", self._note)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)
        self.page.goto(f"{url}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", login)
        self.page.click("form.oe_login_form button[type=submit]")
        self.page.wait_for_load_state("load")

    def _note(self, request):
        path = request.url.removeprefix(self.url)
        if not path.startswith(KEPT):
            return
        self.asked_at = time.monotonic()
        self.open.add(request)
        if request.post_data and not any(part in path for part in ONCE):
            self.noted.append(Call(path, json.loads(request.post_data)["params"]))

    def _answered(self, request):
        if request in self.open:
            self.open.discard(request)
            self.asked_at = time.monotonic()

    def calls_of(self, act, *arguments):
        """Calls that the web client makes for what `act` does, until it asks nothing more."""
        self.settle()
        self.noted = []
        act(*arguments)
        self.settle()
        return list(self.noted)

    def settle(self):
        """Wait until nothing is asked any more."""
        until = time.monotonic() + PATIENCE
        while self.open or time.monotonic() - self.asked_at < SETTLED:
            if time.monotonic() > until:
                raise TimeoutError(f"The web client goes on asking: {self.noted}")
            self.page.wait_for_timeout(100)

    def close(self):
        self.browser.close()


def recorder(url, login):
    """Context manager of a Recorder."""
    return _Recorders(url, login)


class _Recorders:
    def __init__(self, url, login):
        self.url, self.login = url, login

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.recorder = Recorder(self.playwright, self.url, self.login)
        return self.recorder

    def __exit__(self, *_error):
        self.recorder.close()
        self.playwright.stop()
