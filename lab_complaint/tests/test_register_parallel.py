from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.orm.registry import DummyRLock, Registry
from odoo.tests import TransactionCase, tagged

from odoo.addons.lab_complaint.models.at_once import wait_for_turn
from odoo.addons.lab_complaint.models.lab_complaint_query_code import SALT

TOGETHER = 8
PATIENCE = 30
YEAR = 1987  # before any laboratory's register, so that nothing real is in the way


@tagged("post_install", "-at_install")
class TestParallelNumbers(TransactionCase):
    """Who logs at the same time waits a moment; nobody gets an error and no number is lost.

    Each thread has a database connection of its own, as each request has. What is
    committed is removed again by SQL, the only way there is.
    """

    def setUp(self):
        super().setUp()
        self.company = self.env.ref("base.main_company")
        self.addCleanup(self._remove_committed)

    def _remove_committed(self):
        with self.registry.cursor() as cr:
            for part in ("deadline", "query_code", "web_form"):
                cr.execute(
                    f"DELETE FROM lab_complaint_{part} WHERE complaint_id IN"
                    " (SELECT id FROM lab_complaint WHERE register_year = %s AND subject = %s)",
                    [YEAR, self._testMethodName],
                )
            cr.execute(
                "DELETE FROM lab_complaint WHERE register_year = %s AND subject = %s RETURNING id",
                [YEAR, self._testMethodName],
            )
            ids = [row[0] for row in cr.fetchall()]
            for table in ("mail_message", "mail_followers"):
                column = "model" if table == "mail_message" else "res_model"
                cr.execute(
                    f"DELETE FROM {table} WHERE {column} = 'lab.complaint' AND res_id = ANY(%s)",
                    [ids],
                )

    def _log(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        return env["lab.complaint"].create(
            {
                "subject": self._testMethodName,
                "description": "Told by many at once.",
                "received_on": f"{YEAR}-06-15 12:00:00",
                "company_id": self.company.id,
            }
        )

    def _run_together(self, *calls):
        """Results of the calls, each made in a thread of its own.

        The test runner holds the lock of the registry, which each thread asks for once.
        """
        with patch.object(Registry, "_lock", DummyRLock()), ThreadPoolExecutor(len(calls)) as pool:
            return [future.result(PATIENCE) for future in [pool.submit(call) for call in calls]]

    def test_many_at_once(self):
        barrier = Barrier(TOGETHER, timeout=PATIENCE)

        def log():
            with self.registry.cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '20s'")
                cr.execute("SELECT 1")  # begins the transaction and its view of the data
                barrier.wait()
                return self._log(cr).register_number

        numbers = sorted(self._run_together(*[log] * TOGETHER))
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + TOGETHER)))

    def _run_first_and_second(self, end_of_first):
        """Numbers of two transactions; the second begins before the first has ended."""
        entered, waiting = Event(), Event()

        def first():
            with self.registry.cursor() as cr:
                number = self._log(cr).register_number
                cr.flush()
                entered.set()
                waiting.wait(PATIENCE)
                getattr(cr, end_of_first)()
                return number

        def second():
            entered.wait(PATIENCE)
            with self.registry.cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '20s'")
                cr.execute("SELECT 1")
                waiting.set()
                number = self._log(cr).register_number
                cr.rollback()
                return number

        return self._run_together(first, second)

    def test_committed_number_is_counted(self):
        """The second one's view of the data is older than the first one's commit."""
        first, second = self._run_first_and_second("commit")
        self.assertEqual(second, first + 1)

    def test_number_that_is_rolled_back_is_given_again(self):
        first, second = self._run_first_and_second("rollback")
        self.assertEqual(second, first)

    def _begin_anew(self, first, second):
        """Whether the second of two transactions asks Odoo to begin anew.

        It has begun before the first has ended, and no query of it fails on the way: that would
        be an error in the log.

        :param first: called with a cursor that is committed after it
        :param second: called with a cursor when the first has done its part
        """
        entered, waiting = Event(), Event()

        def one():
            with self.registry.cursor() as cr:
                first(cr)
                cr.flush()
                entered.set()
                waiting.wait(PATIENCE)

        def other():
            with self.registry.cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '20s'")
                cr.execute("SELECT 1")
                entered.wait(PATIENCE)
                waiting.set()
                with self.assertRaises(ConcurrencyError):
                    second(cr)
                cr.rollback()
                return True

        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            return self._run_together(one, other)[1]

    def test_request_of_another_system_sent_twice(self):
        """The second waits for the first, and finds what it has logged when it begins anew."""

        def log(cr):
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            return env["lab.complaint"].log_complaint(
                "Told by many at once.",
                subject=self._testMethodName,
                received_on=f"{YEAR}-06-15T12:00:00",
                request_id=self._testMethodName,
            )

        self.assertTrue(self._begin_anew(log, log))

    def test_form_sent_twice(self):
        """The second waits for the first to be counted, and sees then what it led to."""
        token = self.env["lab.complaint.web.form"]._issue()
        tried = {"web_form": self._testMethodName}

        def first(cr):
            env = api.Environment(cr, SUPERUSER_ID, {})
            key = env["lab.complaint.query.attempt"]._key("web_form", self._testMethodName)
            wait_for_turn(cr, key)
            env["lab.complaint.web.form"]._take(token, self._log(cr))

        def second(cr):
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["lab.complaint.query.attempt"]._count_within_limits(
                lambda fresh: fresh["lab.complaint.web.form"]._look_again(token, **tried), **tried
            )

        self.assertTrue(self._begin_anew(first, second))

    def test_first_codes_of_a_database(self):
        """Whoever is second takes the salt of the first, also when they begin before its end."""
        kept = "UPDATE ir_config_parameter SET key = %s WHERE key = %s"
        barrier = Barrier(2, timeout=PATIENCE)

        def put_aside(*names):
            with self.registry.cursor() as cr:
                cr.execute(kept, names)
            self.registry.clear_cache("stable")

        def remove_made():
            with self.registry.cursor() as cr:
                cr.execute("DELETE FROM ir_config_parameter WHERE key = %s", [SALT])
            put_aside(SALT, f"{SALT}.aside")

        put_aside(f"{SALT}.aside", SALT)
        self.addCleanup(remove_made)

        def salt():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                self.assertFalse(env["ir.config_parameter"].get_param(SALT))
                barrier.wait()
                return env["lab.complaint.query.code"]._salt()

        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            first, second = self._run_together(salt, salt)
        self.assertEqual(first, second)
