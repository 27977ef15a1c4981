from contextlib import suppress
from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .common import ComplaintCase


class TestStage(ComplaintCase):
    """Stages are the laboratory's own; code asks for their state only."""

    def test_first_stage_of_the_state_received_is_the_default(self):
        first = self.env["lab.complaint.stage"].create(
            {"name": "In-tray", "state": "received", "sequence": -100}
        )
        earlier = self.env["lab.complaint.stage"].create(
            {"name": "Elsewhere", "state": "screening", "sequence": -200}
        )
        complaint = self._log()
        self.assertEqual(complaint.stage_id, first)
        self.assertNotEqual(complaint.stage_id, earlier)

    def test_state_is_that_of_the_stage(self):
        for state, stage in self.stages.items():
            with self.subTest(state):
                self.assertEqual(self._log(stage_id=stage.id).state, state)

    def test_state_alone_is_not_changed(self):
        """A related field without inverse would change the stage for all cases in it."""
        complaint = self._log()
        with suppress(UserError, ValueError):
            complaint.with_user(self.officer).write({"state": "closed"})
        self.env.flush_all()
        self.assertEqual(complaint.stage_id.state, "received")

    def test_move_by_write(self):
        complaint = self._log()
        complaint.with_user(self.officer).write({"stage_id": self.stages["screening"].id})
        self.assertEqual(complaint.state, "screening")

    def test_move_as_the_kanban_does(self):
        complaint = self._log()
        answer = complaint.with_user(self.officer).web_save(
            {"stage_id": self.stages["screening"].id},
            {"stage_id": {"fields": {"display_name": {}}}, "state": {}},
        )
        self.assertEqual(answer[0]["state"], "screening")
        self.assertEqual(answer[0]["stage_id"]["id"], self.stages["screening"].id)

    def test_move_of_several_as_the_list_does(self):
        complaints = self._log() | self._log()
        complaints.with_user(self.officer).web_save_multi(
            [{"stage_id": self.stages["screening"].id}] * 2, {"state": {}}
        )
        self.assertEqual(set(complaints.mapped("state")), {"screening"})

    def test_move_by_import(self):
        complaint = self._log()
        self._complaints(self.officer).load(
            [".id", "stage_id"], [[str(complaint.id), "Tested Screening"]]
        )
        self.assertEqual(complaint.state, "screening")

    def test_a_case_is_always_in_a_stage(self):
        complaint = self._log()
        with self.assertRefused():
            complaint.stage_id = False

    def test_reporter_moves_no_case(self):
        """Who logs a complaint does not decide on it, ISO/IEC 17025:2017, 7.9.6."""
        complaint = self._log(self.reporter)
        for state in ("screening", "closed", "withdrawn"):
            with self.subTest(state), self.assertRefused():
                complaint.with_user(self.reporter).stage_id = self.stages[state]

    def test_reporter_logs_no_case_that_is_closed(self):
        with self.assertRefused():
            self._log(self.reporter, stage_id=self.stages["closed"].id)

    def test_kanban_shows_every_stage(self):
        """Also those in which there is no case."""
        complaint = self._log()
        complaints = self._complaints(self.officer).with_context(read_group_expand=True)
        answer = complaints.web_read_group([("id", "=", complaint.id)], ["stage_id"], ["__count"])
        shown = {group["stage_id"][0] for group in answer["groups"]}
        self.assertTrue({stage.id for stage in self.stages.values()} <= shown)

    def test_days_in_stage(self):
        with freeze_time("2026-03-02 03:00:00"):
            complaint = self._log(received_on="2026-01-02 03:00:00")
            self.assertEqual(complaint.days_in_stage, 0)
        complaint.invalidate_recordset()
        with freeze_time("2026-03-09 04:00:00"):
            self.assertEqual(complaint.days_in_stage, 7)
            complaint.stage_id = self.stages["screening"]
            self.assertEqual(complaint.days_in_stage, 0)
            self.assertEqual(complaint.date_last_stage_update, datetime(2026, 3, 9, 4))

    def test_other_changes_do_not_begin_a_new_stage(self):
        with freeze_time("2026-03-02 03:00:00"):
            complaint = self._log(received_on="2026-01-02 03:00:00")
            self.env.flush_all()
        with freeze_time("2026-03-09 03:00:00"):
            complaint.subject = "Another subject"
            complaint.stage_id = complaint.stage_id
            self.assertEqual(complaint.date_last_stage_update, datetime(2026, 3, 2, 3))

    def test_stale_cases_are_marked_and_found(self):
        self.stages["screening"].rotting_threshold_days = 5
        fresh, stale = self._log(), self._log()
        (fresh | stale).stage_id = self.stages["screening"]
        self.env.flush_all()
        stale.date_last_stage_update = self.env.cr.now() - timedelta(days=6)
        (fresh | stale).invalidate_recordset()
        self.assertEqual((fresh | stale).mapped("is_rotting"), [False, True])
        found = self._complaints(self.officer).search([("is_rotting", "=", True)])
        self.assertIn(stale, found)
        self.assertNotIn(fresh, found)

    def test_message_of_the_stage_is_sent(self):
        template = self.env["mail.template"].create(
            {
                "name": "Screened",
                "model_id": self.env["ir.model"]._get_id("lab.complaint"),
                "subject": "{{ object.name }} is being screened",
                "body_html": "<p>Thank you.</p>",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        self.stages["screening"].mail_template_id = template
        complaint = self._log(partner_id=self.contact.id)
        self._end_request()
        tracked = complaint.with_context(tracking_disable=False, mail_notrack=False)
        tracked.stage_id = self.stages["screening"]
        self._end_request()
        self.assertIn(
            f"{complaint.name} is being screened", complaint.message_ids.mapped("subject")
        )

    def test_changes_are_on_record(self):
        """Old and new value, who and when, ISO/IEC 17025:2017, 7.5.2."""
        complaint = self._log().with_user(self.officer)
        self._end_request()
        complaint = complaint.with_context(tracking_disable=False, mail_notrack=False)
        complaint.write(
            {
                "severity": "minor",
                "severity_reason": "A misunderstanding",
                "stage_id": self.stages["screening"].id,
            }
        )
        self._end_request()
        values = complaint.sudo().message_ids.tracking_value_ids
        self.assertEqual(
            set(values.field_id.mapped("name")), {"severity", "severity_reason", "stage_id"}
        )
        self.assertEqual(complaint.message_ids.author_id, self.officer.partner_id)


class TestClosing(ComplaintCase):
    """A case that ended has a date of its end, and keeps the first one."""

    def test_open_case_has_no_end(self):
        complaint = self._log()
        self.assertFalse(complaint.closed_on or complaint.first_closed_on)

    def test_each_end_has_a_date(self):
        for state in ("closed", "not_accepted", "withdrawn"):
            with self.subTest(state), freeze_time("2026-03-09 03:00:00"):
                complaint = self._log(received_on="2026-03-02 03:00:00")
                complaint.stage_id = self.stages[state]
                self.assertEqual(complaint.closed_on, datetime(2026, 3, 9, 3))

    def test_closed_from_the_beginning(self):
        """An old complaint that is imported."""
        complaint = self._log(
            received_on="2024-03-02 03:00:00",
            stage_id=self.stages["closed"].id,
            closed_on="2024-03-20 03:00:00",
        )
        self.assertRecordValues(
            complaint,
            [
                {
                    "closed_on": datetime(2024, 3, 20, 3),
                    "first_closed_on": datetime(2024, 3, 20, 3),
                }
            ],
        )

    def _close(self, moment):
        with freeze_time(moment):
            complaint = self._log(received_on="2026-03-02 03:00:00")
            complaint.stage_id = self.stages["closed"]
            self.env.flush_all()
        return complaint

    def test_open_case_is_given_no_end(self):
        complaint = self._log(received_on="2026-03-02 03:00:00")
        moment = datetime(2026, 3, 9, 3)
        self.assertDoorsRefuse(complaint, "closed_on", moment, ".", ValidationError)
        with self.assertRefused(ValidationError):
            self._log(received_on="2026-03-02 03:00:00", closed_on=moment)

    def test_no_end_before_the_beginning(self):
        complaint = self._close("2026-03-09 03:00:00")
        with self.assertRefused(ValidationError):
            complaint.closed_on = "2026-03-01 03:00:00"
