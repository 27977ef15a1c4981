"""A database server, or a replica, that went away without a word."""

import psycopg2
from psycopg2.extensions import connection

from odoo.sql_db import PsycoConnection


def post_load():
    """Let Odoo try another connection where a server that crashed has dropped this one.

    Its pool does so for `OperationalError`, which servers that were stopped in order cause.
    Without an answer it is a plain `DatabaseError`, and somebody would meet it as an error page.
    """
    PsycoConnection.reset = _reset


def _reset(dropped):
    try:
        connection.reset(dropped)
    except psycopg2.DatabaseError as error:
        raise psycopg2.OperationalError(str(error)) from error
