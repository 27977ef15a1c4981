"""How long tests wait for what takes a moment."""

import time

SECONDS = 30
# The first page of a new laboratory waits until Odoo has put its scripts together.
PAGE_SECONDS = 120


def eventually(is_so, seconds=SECONDS):
    """Wait until something is so, and fail when it does not come."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
