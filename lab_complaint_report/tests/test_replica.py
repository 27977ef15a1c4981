"""Figures and the description of the process come from the replica, and write nothing."""

import json

from odoo import http
from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.replica_case import REPLICA, ReplicaCase

from .spreadsheet_case import SpreadsheetCase


@tagged("post_install", "-at_install")
class TestReplicaFigures(ReplicaCase, SpreadsheetCase):
    def setUp(self):
        super().setUp()
        self.complaint = self._receive()

    def _call(self, model, method, *args, **kwargs):
        """Answer of a method as the web client asks for it, with the cursors it was given."""
        self.authenticate("lab_officer", "lab_officer")
        self.env.flush_all()
        with self._cursors() as given:
            answer = self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}",
                {"model": model, "method": method, "args": args, "kwargs": kwargs},
            )
        return answer, given

    def test_dashboard(self):
        board, given = self._call("lab.complaint.statistics", "get_dashboard")
        self.assertTrue(board["figures"])
        self.assertTrue(board["control"])
        self.assertEqual(given, [REPLICA])

    def test_pivot(self):
        for model in ("lab.complaint.analysis", "lab.complaint.rate"):
            with self.subTest(model):
                (groups,), given = self._call(
                    model,
                    "formatted_read_grouping_sets",
                    [],
                    [["company_id"]],
                    ["complaint_count:sum"],
                )
                self.assertTrue(groups)
                self.assertEqual(given, [REPLICA])

    def test_spreadsheets(self):
        self.authenticate("lab_officer", "lab_officer")
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "data": json.dumps({"context": {}, "domain": self._of(self.complaint)}),
        }
        for table in ("register", "analysis"):
            with self.subTest(table):
                path = f"/lab_complaint_report/spreadsheet/{table}"
                self.assertEqual(self._cursors_of(path, data=data), [REPLICA])

    def test_description_of_the_process(self):
        self.authenticate(None, None)
        path = f"/complaints/procedure?company={self.company.id}"
        self.assertEqual(self._cursors_of(path), [REPLICA])
