from unittest.mock import patch

from psycopg2.errors import QueryCanceled

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError, ValidationError

from ..models.at_once import do_apart
from .common import Collision, ComplaintCase

ATTEMPTS = [("name", "like", "Attempt")]


class TestDoApart(ComplaintCase):
    """A step of a scheduled action that gets in somebody's way is done anew, from the beginning."""

    def setUp(self):
        super().setUp()
        # The cursor of a test cannot go back; those that it opens can.
        self.enterContext(self.enter_registry_test_mode())
        self.enterContext(patch("odoo.service.model.random.uniform", return_value=0))
        self.apart = api.Environment(
            self.enterContext(self.registry.cursor()), SUPERUSER_ID, {"tracking_disable": True}
        )
        self.noted = []

    def _step(self, *failures):
        """A step that notes a word, and then fails in these ways, one after the other."""
        failures = list(failures)

        def step():
            number = len(self.noted) + 1
            self.noted.append(number)
            self.apart["res.partner.category"].create({"name": f"Attempt {number}"})
            if failures:
                raise failures.pop(0)

        return step

    def _kept(self):
        return self.env["res.partner.category"].search(ATTEMPTS).mapped("name")

    def test_done(self):
        self.assertTrue(do_apart(self.apart, self._step()))
        self.assertEqual(self._kept(), ["Attempt 1"])

    def test_done_anew(self):
        for failure in (Collision, ConcurrencyError("Sent twice")):
            with self.subTest(failure=failure):
                self.noted.clear()
                self._forget()
                self.assertTrue(do_apart(self.apart, self._step(failure)))
                self.assertEqual(self._kept(), ["Attempt 2"], "Nothing of the first remains")

    def _forget(self):
        self.apart["res.partner.category"].search(ATTEMPTS).unlink()
        self.apart.cr.commit()

    def test_in_the_way_each_time(self):
        done = do_apart(self.apart, self._step(*[Collision] * 10))
        self.assertFalse(done)
        self.assertEqual(self.noted, [1, 2, 3, 4, 5])
        self.assertFalse(self._kept())

    def test_what_was_done_before_remains(self):
        do_apart(self.apart, self._step())
        do_apart(self.apart, self._step(*[Collision] * 10))
        self.assertEqual(self._kept(), ["Attempt 1"])

    def test_other_failures_are_told(self):
        for failure in (QueryCanceled(), ValidationError("No"), ZeroDivisionError()):
            with self.subTest(failure=failure):
                # Odoo's way to expect failures opens a savepoint, which this cursor cannot leave.
                with self.assertRaisesRegex(type(failure), str(failure)):
                    do_apart(self.apart, self._step(failure))
                self.apart.cr.rollback()
        self.assertEqual(self.noted, [1, 2, 3], "Each was tried once")
        self.assertFalse(self._kept())
