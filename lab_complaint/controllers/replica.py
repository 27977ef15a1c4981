"""Pages that a replica of the database may answer, where the server has one.

A replica follows the database by moments. Nobody minds, but for who has just written and does
not find it: the next pages of that browser are read from the database itself.
"""

import time

from odoo.http import request

SESSION_KEY = "lab_complaint_wrote"
# Queries on a replica hold back what arrives there for at most 30 s, unless PostgreSQL was told
# otherwise (max_standby_streaming_delay).
SECONDS = 60


def may_lag(_controller, _rule, _arguments):
    """Whether a page may be read from the replica: option `readonly` of routes that only read.

    Asked before Odoo looks who is there: a session that began just now, after a first password
    for example, would not be known there either, and be ended.

    :return: bool
    """
    session = request.session
    logged_in = session.get("create_time", 0) if session.uid else 0
    return time.time() - max(logged_in, session.get(SESSION_KEY, 0)) > SECONDS


def remember_writing():
    """Keep this browser from the replica for a while: it looks for what it wrote."""
    request.session[SESSION_KEY] = time.time()
