"""A case led through the process as people do it, with what the standard asks installed."""

from odoo import Command

from .common import ComplaintCase

STEPS = (
    "acknowledge",
    "screen",
    "appoint",
    "gather",
    "judge",
    "propose",
    "approve",
    "answer",
    "call_back",
    "carry_out",
    "close",
)


class ProcessCase(ComplaintCase):
    """The installed requirements, people with and without a part in the work, and the steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.installed_requirements.active = True
        cls.calibrator_user = cls._make_user("calibrator")
        cls.investigator = cls._make_user("investigator")
        cls.deputy = cls._make_user("deputy", "base.group_user", "lab_complaint.group_quality_head")
        cls.department = cls._make_department("Pressure")
        cls.calibrator = cls._make_employee("Wu Gang", cls.calibrator_user, cls.department)
        cls.certificate = cls.env["lab.certificate"].create(
            {
                "name": "C-2026-118",
                "company_id": cls.company.id,
                "item": "Pressure gauge",
                "performed_by_ids": [Command.set(cls.calibrator.ids)],
                "department_id": cls.department.id,
            }
        )

    def _receive(self, **values):
        """A complaint as sales log it, with the certificate that it disputes."""
        return self._log(
            self.reporter,
            partner_id=self.contact.id,
            order_id=self.order.id,
            channel_id=self.channel.id,
            certificate_ids=[Command.create({"certificate_id": self.certificate.id})],
            **values,
        )

    def _lead(self, complaint, until="close", **done_otherwise):
        """Do the steps one after the other, `until` included; some may be done in another way."""
        for step in STEPS[: STEPS.index(until) + 1]:
            done_otherwise.get(step, getattr(self, f"_step_{step}"))(complaint)
        return complaint

    def _by(self, user, records):
        """The same records in the hands of a user, as in a new request."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)

    # --- the steps ---

    def _step_acknowledge(self, complaint):
        case = self._by(self.officer, complaint)
        case.user_id = self.officer
        case.action_acknowledge(way="phone", summary="Number and date given")

    def _step_screen(self, complaint):
        case = self._by(self.officer, complaint)
        case.category_id = self.category
        case.action_accept(grounds="It is our certificate")

    def _step_appoint(self, complaint):
        self._by(self.officer, complaint).investigator_ids = self.investigator

    def _step_gather(self, complaint):
        evidence = self.env["lab.complaint.evidence"].with_user(self.investigator)
        evidence = evidence.create(
            {
                "complaint_id": complaint.id,
                "kind": "raw_record",
                "reference": "Raw record 118",
                "shows": "The values differ from those of the certificate.",
            }
        )
        evidence.action_verify()

    def _step_judge(self, complaint):
        self._by(self.investigator, complaint).write(
            {
                "validity": "valid",
                "validity_grounds": "The certificate is not what was measured.",
                "cause_analysis": "Printing error",
                "extent": "No other certificate was printed that day.",
            }
        )

    def _step_propose(self, complaint):
        case = self._by(self.officer, complaint)
        case.measure_ids = [Command.create({"kind": "other", "name": "Print it again"})]
        case.action_propose_outcome(
            proposal="You are right; we amend the certificate.", grounds="See the raw record."
        )

    def _step_approve(self, complaint):
        self._by(self.quality_head, complaint).action_approve(comment="Agreed")

    def _step_answer(self, complaint):
        self._by(self.officer, complaint).action_send_outcome(
            way="letter", summary="You are right."
        )

    def _step_call_back(self, complaint):
        self._by(self.officer, complaint).action_record_callback(
            acceptance="accepted", way="phone", summary="Satisfied"
        )

    def _step_carry_out(self, complaint):
        for measure in complaint.measure_ids:
            self._by(self.officer, measure).action_done(result="Printed and sent")
            self._by(self.investigator_of_effect, measure).action_check_effectiveness(
                effectiveness="effective", effectiveness_comment="No further error in a month"
            )

    @property
    def investigator_of_effect(self):
        """Somebody other than who did it."""
        return self.quality_head

    def _step_close(self, complaint):
        self._by(self.officer, complaint).action_close(way="letter", summary="The case is closed.")
