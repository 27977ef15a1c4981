"""Pages that only read are for the replica, those that write, and what follows at once, are not."""

import json

from odoo.addons.lab_complaint.controllers.replica import may_lag

from .portal_case import LIST, PortalPageCase
from .replica_case import DATABASE, REPLICA, ReplicaCase
from .status_case import PAGE, TOKEN, StatusPageCase

READING = {
    "/complaints/status",
    "/complaints/status/file/<int:file_id>",
    "/complaints/status/letter/<int:letter_id>",
    "/my/complaints",
    "/my/complaints/<int:complaint_id>",
    "/my/complaints/<int:complaint_id>/file/<int:file_id>",
    "/my/complaints/<int:complaint_id>/letter/<int:letter_id>",
    "/my/complaints/new",
    "/my/complaints/page/<int:page>",
}


class TestReplicaRoutes(ReplicaCase):
    def test_which_routes_may_lag(self):
        ours = [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.endpoint.func.__module__.startswith("odoo.addons.lab_complaint.")
        ]
        reading = {rule.rule for rule in ours if rule.endpoint.routing["readonly"]}
        self.assertEqual(reading, READING | {"/my/counters"})
        for rule in ours:
            with self.subTest(rule.rule):
                mode = rule.endpoint.routing["readonly"]
                self.assertIn(mode, (False, may_lag))
                if rule.rule in READING and mode:
                    self.assertNotIn("POST", rule.methods)


class TestReplicaStatus(ReplicaCase, StatusPageCase):
    """The status page without a login."""

    def test_the_form(self):
        self.assertEqual(self._cursors_of(PAGE), [REPLICA])

    def test_wrong_codes_are_counted_in_the_database(self):
        self._wrong()
        attempts = self.env["lab.complaint.query.attempt"].search_count([])
        with self._cursors() as given:
            self._wrong()
        self.assertEqual(given, [REPLICA, DATABASE])
        self.assertEqual(
            self.env["lab.complaint.query.attempt"].search_count([]) - attempts,
            attempts,
        )

    def test_the_case(self):
        self._enter()
        self.assertEqual(self._cursors_of(PAGE), [DATABASE])
        with self._later():
            self.assertEqual(self._cursors_of(PAGE), [REPLICA])

    def test_own_message_is_read_where_it_was_written(self):
        self._enter()
        with self._later():
            self.assertEqual(self._cursors_of(PAGE), [REPLICA])
            with self._cursors() as given:
                page = self._post("/message", message="Where is my report?")
        self.assertIn("Where is my report?", page.text)
        # The page with the form, the message, and the page that it leads to.
        self.assertEqual(given, [REPLICA, DATABASE, DATABASE])
        self.assertEqual(self._cursors_of(PAGE), [DATABASE])

    def test_files(self):
        self._enter()
        token = TOKEN.search(self.url_open(PAGE).text)[1]
        self.url_open(
            f"{PAGE}/message",
            data={"csrf_token": token, "message": "See this."},
            files={"files": ("seen.txt", b"Seen", "text/plain")},
        )
        (file,) = self.complaint._status_files()
        self.assertEqual(self._cursors_of(f"{PAGE}/file/{file.id}"), [DATABASE])
        with self._later():
            self.assertEqual(self._cursors_of(f"{PAGE}/file/{file.id}"), [REPLICA])


class TestReplicaPortal(ReplicaCase, PortalPageCase):
    """The pages of who is logged in."""

    def test_reading(self):
        self._log_in(self.lin)
        for path in (LIST, f"{LIST}/page/1", self.path, f"{LIST}/new"):
            with self.subTest(path), self._later():
                self.assertEqual(self._cursors_of(path), [REPLICA])

    def test_just_logged_in(self):
        """A password that is as new as the session is no reason to end it."""
        self._log_in(self.lin)
        self.assertEqual(self._cursors_of(LIST), [DATABASE])
        self.assertEqual(self._cursors_of_counters(), [DATABASE])
        with self._later():
            self.assertEqual(self._cursors_of_counters(), [REPLICA])

    def test_own_complaint_is_found_at_once(self):
        self._log_in(self.lin)
        with self._later(), self._cursors() as given:
            page = self._post(f"{LIST}/new", words="The report is late.")
            self.assertCase(page, self._followed(self.lin)[0])
            self.url_open(LIST)
        # The form, the complaint, its page, and the list with it.
        self.assertEqual(given, [REPLICA, DATABASE, DATABASE, DATABASE])

    def test_own_message_is_read_where_it_was_written(self):
        self._log_in(self.lin)
        with self._later(), self._cursors() as given:
            page = self._post(f"{self.path}/message", message="Where is my report?")
        self.assertIn("Where is my report?", page.text)
        self.assertEqual(given, [REPLICA, DATABASE, DATABASE])

    def _cursors_of_counters(self):
        return self._cursors_of(
            "/my/counters",
            data=json.dumps({"params": {"counters": ["complaint_count"]}}),
            headers={"Content-Type": "application/json"},
        )
