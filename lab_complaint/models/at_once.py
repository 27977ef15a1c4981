"""What people do at the same moment: one after the other, each seeing what the one before did."""

from contextlib import contextmanager

from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying
from odoo.tools import SQL

# What tells that somebody has changed the same, and that it is to be done anew.
COLLISIONS = (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)


def wait_for_turn(cr, *keys, reading=None):
    """Wait until every transaction that named one of these keys before has ended.

    :param cr: cursor of the transaction, which has the turn until it ends
    :param keys: texts; always taken in the same order, so that two never wait for each other
    :param reading: SQL of a value to read on this occasion, with the view of the transaction
    :return: that value
    """
    cr.execute(
        SQL(
            "SELECT (%s), pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s) key",
            reading or SQL("NULL"),
            sorted(keys),
        )
    )
    return cr.fetchone()[0]


@contextmanager
def fresh_view(records):
    """The same records with a view of the database as it is now.

    That of the transaction is as old as its beginning, and may be older than the wait for a turn.
    """
    with records.env.registry.cursor() as fresh:
        yield records.with_env(records.env(cr=fresh))


def do_apart(env, step):
    """Do one step of a scheduled action in a transaction of its own, and anew when somebody has
    changed the same at that moment: Odoo does so for requests, and not for scheduled actions.

    Nothing may be written before it since the last commit: a collision would undo that, too.

    :param env: environment of the scheduled action, whose transaction begins anew as well
    :param step: function without parameters, which looks at its records anew each time, and must
        let `COLLISIONS` through
    :return: whether it is done; False when it was in somebody's way each time
    """
    try:
        retrying(step, env)
    except COLLISIONS:
        return False
    return True
