"""Which cursor a request was given: that of the replica, or that of the database itself."""

import time
from contextlib import contextmanager
from unittest.mock import Mock, patch

from odoo import http
from odoo.tests import HttpCase

from odoo.addons.lab_complaint.controllers import replica

REPLICA, DATABASE = "replica", "database"


class ReplicaCase(HttpCase):
    """Odoo's tests refuse what is written on a read-only cursor, as a replica does, and Odoo
    then begins the request anew: on the replica, and on the database."""

    @contextmanager
    def _cursors(self):
        """List of the cursors that the requests of the body are given, one for each attempt."""
        given, serve = [], http.Request._serve_ir_http

        def noted(request, *arguments):
            given.append(REPLICA if request.env.cr.readonly else DATABASE)
            return serve(request, *arguments)

        with patch.object(http.Request, "_serve_ir_http", noted):
            yield given

    @contextmanager
    def _later(self):
        """The time after which a browser that wrote is no longer kept from the replica."""
        late = time.time() + replica.SECONDS + 1
        with patch.object(replica, "time", Mock(time=lambda: late)):
            yield

    def _cursors_of(self, path, **options):
        """Cursors that one page was given, without those of the page it may lead to."""
        self.env.flush_all()
        with self._cursors() as given:
            page = self.url_open(path, allow_redirects=False, **options)
        self.assertEqual(page.status_code, 200)
        return given
