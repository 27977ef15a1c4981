"""The same letter to many: each passes the rules of its case, one by one, in the background."""

import base64
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileWriter

from odoo.addons.lab_complaint.tests.common import Collision
from odoo.addons.lab_complaint.tests.process import ProcessCase

from .paper import PaperCase


class RunCase:
    """Cases in one handling, and runs over them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._commit_nothing()

    def _cases(self, count=3):
        complaints = self.env["lab.complaint"]
        for _number in range(count):
            complaints |= self._lead(self._receive(), until="acknowledge")
        return complaints

    def _run(self, complaints, user=None, **values):
        return (
            self.env["lab.complaint.letter.run"]
            .with_user(user or self.officer)
            .create(
                {
                    "kind": "progress",
                    "way": "letter",
                    "summary": "We need another week.",
                    "line_ids": [Command.create({"complaint_id": one.id}) for one in complaints],
                    **values,
                }
            )
        )

    @contextmanager
    def _without_commit(self, seconds=float("inf")):
        """What a scheduled action commits stays in the transaction of the test.

        :param seconds: left after each letter
        """
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_options: seconds
        ):
            yield

    def _work_off(self, seconds=float("inf")):
        with self._without_commit(seconds):
            self.env["lab.complaint.letter.run"]._cron_write_letters()


class TestLetterRun(RunCase, ProcessCase):
    def setUp(self):
        super().setUp()
        # What the letters look like is tested elsewhere.
        sheet = BytesIO()
        writer = PdfFileWriter()
        writer.addBlankPage(100, 100)
        writer.write(sheet)
        model = type(self.env["lab.complaint.communication"])
        self.patch(model, "_render_letter", lambda _said: sheet.getvalue())

    def test_each_case_has_its_letter(self):
        complaints = self._cases()
        run = self._run(complaints)
        action = run.action_start()
        self.assertEqual(action["res_id"], run.id)
        self.assertRecordValues(run, [{"state": "running", "progress": 0, "line_count": 3}])
        self._work_off()
        self.assertRecordValues(
            run,
            [
                {
                    "state": "done",
                    "progress": 100,
                    "progress_text": "3 of 3 written, 0 refused",
                }
            ],
        )
        for complaint in complaints:
            said = complaint.communication_ids.filtered(lambda said: said.kind == "progress")
            self.assertRecordValues(
                said, [{"way": "letter", "user_id": self.officer.id, "is_given": True}]
            )
            self.assertIn("We need another week.", said.body)

    def test_what_is_refused_says_why_and_stops_nothing(self):
        approved = self._lead(self._receive(), until="approve")
        proposed = self._lead(self._receive(), until="propose")
        run = self._run(proposed | approved, kind="outcome")
        run.action_start()
        self._work_off()
        self.assertEqual(run.line_ids.mapped("state"), ["refused", "done"])
        self.assertIn("approved by somebody", run.line_ids[0].reason)
        self.assertFalse(proposed.is_outcome_told)
        self.assertTrue(approved.is_outcome_told)

    def test_involved_writer_is_refused(self):
        complaint = self._lead(self._receive(), until="acknowledge")
        run = self._run(complaint)
        run.action_start()
        self.env["hr.employee"].create({"name": "Officer", "user_id": self.officer.id})
        complaint.involved_employee_ids = self.officer.employee_ids
        self._work_off()
        self.assertEqual(run.line_ids.state, "refused")
        self.assertFalse(complaint.communication_ids.filtered(lambda said: said.kind == "progress"))

    def test_unforeseen_error_stops_nothing(self):
        complaints = self._cases(2)
        run = self._run(complaints)
        run.action_start()
        model = type(self.env["lab.complaint.communication"])
        refuse = model._render_letter

        def fail_first(said):
            if said.complaint_id == complaints[0]:
                raise ZeroDivisionError
            return refuse(said)

        with (
            patch.object(model, "_render_letter", fail_first),
            mute_logger("odoo.addons.lab_complaint_report.models.lab_complaint_letter_run_line"),
        ):
            self._work_off()
        self.assertEqual(run.line_ids.mapped("state"), ["refused", "done"])
        self.assertIn("server log", run.line_ids[0].reason)

    def test_whoever_works_on_a_case_meanwhile(self):
        """Odoo writes nothing that somebody else changed since; the letter is written anew."""
        complaints = self._cases(2)
        run = self._run(complaints)
        run.action_start()
        with self._collision("lab.complaint.letter.run.line", "_tell"):
            self.env.ref("lab_complaint_report.cron_write_letters").method_direct_trigger()
        self.assertRecordValues(run, [{"state": "done", "done_count": 2, "refused_count": 0}])
        for complaint in complaints:
            said = complaint.communication_ids.filtered(lambda said: said.kind == "progress")
            self.assertEqual(len(said), 1, "told once")

    def test_somebody_is_in_the_way_each_time(self):
        first, second = self._cases(2)
        run = self._run(first | second)
        run.action_start()
        model = type(run.line_ids)
        tell = model._tell

        def collide(line, case):
            if case == first:
                raise Collision
            return tell(line, case)

        with (
            patch.object(model, "_tell", collide),
            patch("odoo.service.model.random.uniform", return_value=0),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("lab_complaint_report.cron_write_letters").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(run.line_ids.mapped("state"), ["waiting", "done"], "The next run's")
        self.assertEqual(run.state, "running")
        self._work_off()
        self.assertEqual(run.line_ids.mapped("state"), ["done", "done"])

    def test_by_email(self):
        complaints = self._cases(2)
        run = self._run(complaints, way="mail")
        run.action_start()
        self._work_off()
        said = run.line_ids.communication_ids
        self.assertEqual(set(said.mapped("delivery_state")), {"outgoing"})
        self.assertFalse(run.document)

    def test_stopped(self):
        run = self._run(self._cases(1))
        run.action_start()
        run.action_stop()
        self._work_off()
        self.assertEqual(run.line_ids.state, "waiting")

    def test_interrupted_and_taken_up_again(self):
        complaints = self._cases(2)
        run = self._run(complaints)
        run.action_start()
        self._work_off(seconds=0)
        self.assertEqual(run.line_ids.mapped("state"), ["done", "waiting"])
        self._work_off()
        self.assertEqual(run.line_ids.mapped("state"), ["done", "done"])
        for complaint in complaints:
            said = complaint.communication_ids.filtered(lambda said: said.kind == "progress")
            self.assertEqual(len(said), 1, "told once")

    def test_finished_with_the_last_letter_however_little_time_is_left(self):
        run = self._run(self._cases(1))
        run.action_start()
        self._work_off(seconds=0)
        self.assertEqual(run.state, "done")

    def test_from_the_list(self):
        complaints = self._cases(2)
        form = Form(
            self.env["lab.complaint.letter.run"]
            .with_user(self.officer)
            .with_context(active_model="lab.complaint", active_ids=complaints.ids)
        )
        form.summary = "Soon"
        self.assertEqual(form.save().line_ids.complaint_id, complaints)


class TestLetterRunDoors(RunCase, ProcessCase):
    """A run that was started stays as it is, and only officers have any."""

    def test_once_started_nothing_changes(self):
        complaint = self._cases(1)
        run = self._run(complaint)
        run.action_start()
        with self.assertRefused(UserError, "are being written"):
            run.summary = "Other words"
        with self.assertRefused(UserError, "are being written"):
            run.line_ids.complaint_id = self._receive()
        with self.assertRefused(UserError, "are being written"):
            run.line_ids.unlink()
        with self.assertRefused(UserError, "are being written"):
            run.line_ids.create({"run_id": run.id, "complaint_id": complaint.id})
        with self.assertRefused(UserError, "start once"):
            run.action_start()

    def test_nothing_to_write(self):
        with self.assertRefused(UserError, "Choose complaints"):
            self._run(self.env["lab.complaint"]).action_start()

    def test_what_is_recorded_is_given_by_nobody(self):
        complaint = self._cases(1)
        for values in ({"state": "done"}, {"user_id": self.quality_head.id}):
            with self.assertRefused(UserError, "the system records this"):
                self._run(complaint, **values)
        with self.assertRefused(UserError, "the system records this"):
            self._run(complaint).line_ids.state = "done"
        runs = self.env["lab.complaint.letter.run"].with_user(self.officer)
        run = runs.with_context(default_state="running").create({"kind": "progress"})
        self.assertEqual(run.state, "draft")

    def test_for_officers_only(self):
        complaint = self._cases(1)
        run = self._run(complaint)
        for user in (self.reporter, self.auditor, self.salesperson, self.portal):
            with self.assertRaises(AccessError):
                self._run(complaint, user=user)
            with self.assertRaises(AccessError):
                self._by(user, run).read(["summary"])
            with self.assertRaises(AccessError):
                self._by(user, run).action_start()

    def test_not_of_another_company(self):
        run = self._run(self._cases(1))
        with self.assertRaises(AccessError):
            self._by(self.other_officer, run).read(["summary"])
        with self.assertRaises(AccessError):
            self._by(self.other_officer, run.line_ids).read(["reason"])


@tagged("post_install", "-at_install")
class TestLetterRunOnPaper(RunCase, PaperCase):
    def test_one_file_for_the_printer(self):
        complaints = self._cases(3)
        run = self._run(complaints)
        run.action_start()
        with self._without_commit():
            self.env["lab.complaint.letter.run"].with_context(
                force_report_rendering=True
            )._cron_write_letters()
        document = base64.b64decode(run.document)
        self.assertEqual(self._page_count(document), 3)
        for page, complaint in enumerate(complaints, 1):
            self.assertIn(complaint.name, self._text(document, page))
