from unittest.mock import patch

import psycopg2

from odoo.sql_db import ConnectionPool, connection_info_for
from odoo.tests import TransactionCase

from odoo.addons.lab_complaint import lost_connection


class TestLostConnection(TransactionCase):
    """A server that crashed is noticed when its connection is taken from the pool again."""

    def setUp(self):
        super().setUp()
        self.pool = ConnectionPool(readonly=True)
        self.addCleanup(self.pool.close_all)
        _name, self.server = connection_info_for(self.env.cr.dbname)

    def test_an_idle_connection_is_used_again(self):
        connection = self.pool.borrow(self.server)
        self.pool.give_back(connection)
        self.assertIs(self.pool.borrow(self.server), connection)

    def test_a_lost_connection_is_replaced(self):
        """PostgreSQL that ends at once says a last word, after which psycopg2 raises this."""
        lost = self.pool.borrow(self.server)
        self.pool.give_back(lost)
        said = psycopg2.DatabaseError("server closed the connection unexpectedly")
        with patch.object(lost_connection, "connection") as server:
            server.reset.side_effect = said
            connection = self.pool.borrow(self.server)
        self.assertIsNot(connection, lost)
        self.assertTrue(lost.closed)
        self.assertFalse(connection.closed)
