from unittest.mock import patch

from odoo import Command

from .common import ComplaintCase

PAST = "2026-03-02 08:00:00"


class TestLoadedData(ComplaintCase):
    """Data files that the server loads bring history with its dates; no user can do the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._log(received_on="2026-03-01 08:00:00")
        cls.engineer = cls._make_employee("Engineer", cls.reporter)
        cls.history = {
            "lab.complaint.decision": {
                "kind": "outcome",
                "state": "approved",
                "decided_on": PAST,
                "approved_by_id": cls.quality_head.id,
                "approver_ids": [Command.set(cls.quality_head.ids)],
            },
            "lab.complaint.evidence": {
                "reference": "Raw record",
                "shows": "The values",
                "verified_by_id": cls.officer.id,
                "verified_on": PAST,
            },
            "lab.complaint.statement": {
                "employee_id": cls.engineer.id,
                "reference": "Certificate",
                "question": "What happened?",
                "state": "answered",
                "answer": "A printing error",
                "answered_on": PAST,
            },
            "lab.complaint.measure": {
                "kind": "training",
                "state": "done",
                "done_on": PAST,
                "done_by_id": cls.officer.id,
            },
            "lab.complaint.communication": {
                "kind": "progress",
                "way": "mail",
                "told_on": PAST,
                "summary": "Half done",
                "user_id": cls.officer.id,
                "delivery_state": "sent",
            },
        }

    def _enter(self, env, model, complaint=None):
        case = complaint or self.complaint
        return env[model].create({"complaint_id": case.id, **self.history[model]})

    def _installing(self):
        """The superuser with what the context holds while data files are loaded."""
        return self.env(
            su=True,
            context={**self.env.context, "install_mode": True, "install_module": "lab_complaint"},
        )

    def _loading(self):
        return patch.object(self.env.registry, "ready", False)

    def test_no_context_brings_history(self):
        for model in self.history:
            with self.subTest(model), self.assertRefused():
                self._enter(self._installing(), model)

    def test_no_context_brings_a_case_that_is_far_already(self):
        self.installed_requirements.active = True
        complaints = self._installing()["lab.complaint"]
        stage = self.env.ref("lab_complaint.stage_follow_up")
        for values in (
            {"stage_id": stage.id},
            {"responsibility": "ours"},
            {"acceptance": "accepted"},
        ):
            with self.subTest(values), self.assertRefused():
                complaints.create(self._values(**values))

    def test_no_context_signs_for_somebody_else(self):
        link = self._installing()["lab.complaint.certificate"].create(
            {
                "complaint_id": self.complaint.id,
                "name": "C-1",
                "impact": "not_affected",
                "impact_by_id": self.officer.id,
                "impact_on": PAST,
            }
        )
        self.assertEqual(link.impact_by_id, self.env.user)
        self.assertNotEqual(str(link.impact_on), PAST)

    def test_no_user_brings_history_while_the_server_loads(self):
        officer = self._installing()(user=self.officer, su=False)
        with self._loading():
            for model in self.history:
                if model == "lab.complaint.communication":
                    continue  # Another officer may record what is told now.
                with self.subTest(model), self.assertRefused():
                    self._enter(officer, model)

    def test_server_loads_history(self):
        for model, values in self.history.items():
            complaint = self._log(received_on="2026-03-01 08:00:00")
            with self.subTest(model), self._loading():
                part = self._enter(self.env, model, complaint)
                for name in {"state", "decided_on", "verified_on", "told_on"} & values.keys():
                    self.assertEqual(str(part[name]), values[name])
                self.assertFalse(part.activity_ids if "activity_ids" in part else False)

    def test_what_is_loaded_keeps_promises_on_its_day(self):
        with self._loading():
            self._enter(self.env, "lab.complaint.communication")
        kept = self.complaint.deadline_ids.filtered(lambda d: d.kind == "progress" and d.done_on)
        self.assertEqual(str(kept.done_on), PAST)
        self.assertFalse(kept.missed)

    def test_what_is_loaded_comes_into_force(self):
        with self._loading():
            self.env["lab.complaint.decision"].create(
                {
                    "complaint_id": self.complaint.id,
                    "kind": "screening",
                    "responsibility": "ours",
                    "state": "approved",
                    "decided_on": PAST,
                }
            )
        self.assertEqual(self.complaint.responsibility, "ours")
        kept = self.complaint.deadline_ids.filtered(lambda d: d.kind == "screening")
        self.assertEqual(str(kept.done_on), PAST)

    def test_what_is_loaded_obeys_the_rules(self):
        """The outcome is not told before it was approved, not even by a data file."""
        with self._loading(), self.assertRefused(message="approved"):
            self.env["lab.complaint.communication"].create(
                {
                    "complaint_id": self.complaint.id,
                    "kind": "outcome",
                    "way": "mail",
                    "told_on": PAST,
                }
            )
