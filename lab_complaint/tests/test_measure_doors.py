from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError

from .test_measure import MeasureCase


class TestMeasureDoors(MeasureCase):
    """State and effectiveness are acted, not written."""

    def _doors(self, measure, name, value):
        return {
            "write": lambda: measure.write({name: value}),
            "write as superuser": lambda: measure.sudo().write({name: value}),
            "write as quality head": lambda: measure.with_user(self.quality_head).write(
                {name: value}
            ),
            "web_save": lambda: measure.web_save({name: value}, {name: {}}),
            "from the complaint": lambda: self.complaint.with_user(self.officer).write(
                {"measure_ids": [Command.update(measure.id, {name: value})]}
            ),
            "create": lambda: self._plan(**{name: value}),
            "create as superuser": lambda: self._plan(user=self.env.user, **{name: value}),
            "create with a default": lambda: (
                self.env["lab.complaint.measure"]
                .with_user(self.officer)
                .with_context(**{f"default_{name}": value})
                .create({"complaint_id": self.complaint.id, "kind": "training"})
            ),
        }

    def test_every_door_refuses(self):
        measure = self._plan()
        values = {
            "state": "done",
            "done_on": fields.Datetime.to_string(fields.Datetime.now()),
            "done_by_id": self.officer.id,
            "effectiveness": "effective",
            "effectiveness_comment": "Fine",
            "effectiveness_by_id": self.colleague.id,
            "effectiveness_on": fields.Datetime.to_string(fields.Datetime.now()),
            "cancel_reason": "No",
        }
        for name, value in values.items():
            for door, change in self._doors(measure, name, value).items():
                with self.subTest(door=door, field=name), self.assertRefused(message="by hand"):
                    change()
        self.assertRecordValues(measure, [{"state": "planned", "is_settled": False}])

    def test_settled_by_itself_only(self):
        measure = self._plan()
        for door, change in self._doors(measure, "is_settled", True).items():
            with self.subTest(door=door):
                if door == "create with a default":
                    self.assertFalse(change().is_settled)
                    continue
                with self.assertRefused(message="by hand|system records"):
                    change()

    def test_import_refuses(self):
        measure = self._plan()
        for row in ([str(measure.id), "Done"], ["", "Done"]):
            result = measure.load([".id", "state"], [row])
            self.assertFalse(result["ids"])
        result = measure.load(
            ["complaint_id", "kind", "state"], [[self.complaint.name, "Training", "Done"]]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.complaint.measure_ids, measure)

    def test_keys_of_the_context_open_no_door(self):
        measure = self._plan()
        keys = {"lab_complaint_reopening": True, "lab_complaint_recording": True}
        with self.assertRefused(message="by hand"):
            measure.with_context(**keys).write({"state": "done"})

    def test_settled_measure_stays_as_it_is(self):
        done, cancelled = self._plan(), self._plan()
        done.action_done(result="Done")
        cancelled.action_cancel("No")
        for measure in (done, cancelled):
            for name, value in {
                "name": "Another",
                "result": "Another",
                "user_id": self.colleague.id,
                "kind": "other",
            }.items():
                for door in ("user", "superuser"):
                    who = measure.sudo() if door == "superuser" else measure
                    with (
                        self.subTest(state=measure.state, field=name, door=door),
                        self.assertRefused(message="stays as it is"),
                    ):
                        who.write({name: value})
            with self.assertRefused(message="stays as it is"):
                measure.action_done(result="Again")
            with self.assertRefused(message="stays as it is"):
                measure.action_cancel("Again")

    def test_only_officers_act(self):
        measure = self._plan()
        self.complaint.investigator_ids = self.reporter
        self._end_request()
        for user in (self.auditor, self.reporter, self.salesperson, self.calibrator):
            acting = measure.with_user(user)
            for act in (
                lambda acting=acting: acting.action_done(result="Done"),
                lambda acting=acting: acting.action_cancel("No"),
                lambda acting=acting: acting.write({"result": "Done"}),
                lambda user=user: self._plan(user=user),
            ):
                with self.subTest(user=user.login), self.assertRefused(AccessError):
                    act()

    def test_case_with_an_unsettled_measure_does_not_close(self):
        requirement = self.env.ref("lab_complaint.requirement_measures")
        requirement.active = True
        measure = self._plan()
        self.complaint.stage_id = self.stages["follow_up"]
        for _step in ("planned", "done"):
            with self.assertRefused(ValidationError, "Carry out each measure"):
                self.complaint.with_user(self.officer).stage_id = self.stages["closed"]
            if measure.state == "planned":
                measure.action_done(result="Done")
        measure.with_user(self.colleague).action_check_effectiveness("effective", "Fine")
        self.complaint.with_user(self.officer).stage_id = self.stages["closed"]
        self.assertEqual(self.complaint.state, "closed")


class TestMeasureApproval(MeasureCase):
    """What was decided is what is done (7.9.6)."""

    def test_not_carried_out_before_the_approval(self):
        self.approved = False
        for kind in ("training", "other", "retest", "amend_certificate"):
            with self.subTest(kind=kind), self.assertRefused(message="not approved yet"):
                self._plan(kind).action_done(result="Done")

    def test_containment_does_not_wait(self):
        self.approved = False
        contact = self._plan("contact")
        repair = self._plan("other", is_immediate=True, name="Repair and test at once")
        (contact | repair).action_done(result="Called Ms Lin")
        self.assertEqual({contact.state, repair.state}, {"done"})

    def test_nothing_is_added_or_changed_once_the_outcome_is_submitted(self):
        measure = self._plan(name="Read the rules", date_deadline="2026-01-05")
        retest = self._plan("retest", retester_id=self.colleague.id)
        self.basis_open = False
        changes = {
            "add": self._plan,
            "add from the complaint": lambda: self.complaint.with_user(self.officer).write(
                {"measure_ids": [Command.create({"kind": "training"})]}
            ),
            "kind": lambda: measure.write({"kind": "other"}),
            "name": lambda: measure.sudo().write({"name": "Another"}),
            "deadline": lambda: measure.write({"date_deadline": "2027-01-05"}),
            "immediate": lambda: measure.write({"is_immediate": True}),
            "retester": lambda: retest.write({"retester_id": self.quality_head.id}),
            "cancel": lambda: measure.action_cancel("Too expensive"),
        }
        for name, change in changes.items():
            with self.subTest(name), self.assertRefused(message="submitted"):
                change()

    def test_progress_goes_on_after_the_approval(self):
        measure = self._plan(name="Read the rules", date_deadline="2026-01-05")
        self.basis_open = False
        measure.write(
            {"user_id": self.colleague.id, "result": "Begun", "date_deadline": "2026-01-05"}
        )
        self._settle(measure)
        self.assertTrue(measure.is_settled)

    def test_ended_case_keeps_its_measures(self):
        measure = self._plan()
        self.complaint.stage_id = self.stages["withdrawn"]
        complaints = self.env.registry["lab.complaint"]
        with patch.object(complaints, "_is_being_entered", lambda complaint: False):
            with self.assertRefused(message="has ended"):
                measure.action_done(result="Done")
            with self.assertRefused(message="has ended"):
                self._plan()


class TestMeasureActivity(MeasureCase):
    """Whoever is responsible has it on the list of things to do."""

    def test_planned_for_the_responsible_person_and_gone_when_done(self):
        measure = self._plan(user_id=self.colleague.id, date_deadline="2026-12-24")
        self.assertRecordValues(
            measure.activity_ids,
            [
                {
                    "user_id": self.colleague.id,
                    "date_deadline": fields.Date.to_date("2026-12-24"),
                    "summary": "Training",
                }
            ],
        )
        measure.action_done(result="Done")
        self.assertFalse(measure.activity_ids)
        measure.with_user(self.colleague).action_check_effectiveness("not_effective", "No")
        self.assertEqual(measure.activity_ids.user_id, self.colleague)
        measure.action_cancel("No")
        self.assertFalse(measure.activity_ids)

    def test_moves_to_another_person(self):
        measure = self._plan(user_id=self.colleague.id)
        measure.user_id = self.quality_head
        self.assertEqual(measure.activity_ids.user_id, self.quality_head)

    def test_person_without_access_has_it_all_the_same(self):
        """The department concerned learns its rules, but does not read the case."""
        measure = self._plan(user_id=self.calibrator.id)
        activity = measure.activity_ids.with_user(self.calibrator)
        self.assertEqual(activity.summary, "Training")
        self.assertNoAccess(lambda: measure.with_user(self.calibrator).read(["name"]))
        listed = self.calibrator.with_user(self.calibrator)._get_activity_groups()
        self.assertTrue(listed)

    def test_discussion_reaches_nobody_without_access(self):
        measure = self._plan(user_id=self.calibrator.id)
        measure.message_subscribe(
            partner_ids=(self.customer | self.calibrator.partner_id | self.auditor.partner_id).ids
        )
        message = measure.message_post(body="Ms Lin called", subtype_xmlid="mail.mt_comment")
        self.assertEqual(message.sudo().notified_partner_ids, self.auditor.partner_id)
