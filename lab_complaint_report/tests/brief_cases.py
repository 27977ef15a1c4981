"""The two cases every laboratory knows, led from receipt to their end, with their papers."""

from odoo import Command

from .paper import PaperCase


class BriefCase(PaperCase):
    """The certificate that disagrees with last year's, and the report that came too late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As at work, what changes is tracked.
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": False, "mail_notrack": False}
        )
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.officer.name = "Chen Mei"
        cls.investigator.name = "Zhao Lei"
        cls.quality_head.name = "Sun Li"
        cls.deputy.name = "He Jun"
        cls.auditor.name = "Ma Yun"
        cls.reporter.name = "Fang Min"
        cls.calibrator_user.name = "Wu Gang"
        cls.last_year = cls.env["lab.certificate"].create(
            {
                "name": "C-2025-097",
                "company_id": cls.company.id,
                "item": "Pressure gauge",
                "performed_by_ids": [Command.set(cls.calibrator.ids)],
            }
        )

    def _values_differ(self, until="close"):
        """The first case: a printing error on this year's certificate."""
        complaint = self._receive(
            description="The error at 1.0 MPa was 0.2 kPa last year and is 2 kPa now. The gauge was "
            "not used in between. Which of the two certificates is right?",
            remedy_sought="A certificate with the right values, and an explanation.",
        )
        earlier = {"certificate_id": self.last_year.id, "role": "earlier"}
        complaint.certificate_ids = [Command.create(earlier)]
        return self._lead(
            complaint,
            until,
            gather=self._gather_on_values,
            propose=self._propose_on_values,
            carry_out=self._carry_out,
        )

    def _report_late(self, until="close"):
        """The second case: nobody told the customer that the item needed repair."""
        complaint = self._log(
            self.reporter,
            partner_id=self.contact.id,
            order_id=self.order.id,
            channel_id=self.channel.id,
            subject="Report not received in the time agreed",
            description="The report was promised for 12 March. It is 2 April and we have nothing. "
            "We could not use the instrument.",
        )
        complaint.department_ids = self.department
        return self._lead(
            complaint,
            until,
            gather=self._gather_on_delay,
            propose=self._propose_on_delay,
            carry_out=self._carry_out,
        )

    def _told(self, sections):
        """All that a form says, as one text; forms are what the case collects for them."""
        texts = []
        for section in sections:
            texts += [section["title"], section.get("result", "")]
            for block in section["blocks"]:
                texts.append(block.get("title", ""))
                texts += [text for row in block.get("rows", []) for fact in row for text in fact]
                texts += [text for line in block.get("lines", []) for text in line]
        return "\n".join(texts)

    def _form(self, complaint, user=None):
        return self._told(self._by(user or self.officer, complaint).get_record_form())

    def _block(self, sections, title):
        """The first block of the section with a title."""
        return next(section for section in sections if section["title"] == title)["blocks"][0]

    def _by(self, user, records):
        """What was changed before was another request, with its own line in the history."""
        self._end_request()
        return super()._by(user, records)

    # --- the steps that are told differently ---

    def _gather_on_values(self, complaint):
        self._verify(
            complaint,
            certificate=("C-2025-097", "Archived copy. The error at 1.0 MPa is 0.2 kPa."),
            raw_record=("Raw record 118", "The values agree with last year's within 0.1 kPa."),
            work_flow=("Certificate template", "Two result sheets were open in one template."),
        )
        self._by(self.investigator, complaint).action_ask_statement(self.calibrator.id)
        self._by(self.calibrator_user, complaint.statement_ids).action_answer(
            "It is a printing error. The raw record is right: I measured the gauge myself."
        )

    def _gather_on_delay(self, complaint):
        self._verify(
            complaint,
            agreement=("Commission agreement", "The report is promised within ten working days."),
            work_flow=("Log of the item", "Out of tolerance on 9 March, repaired until 30 March."),
        )

    def _verify(self, complaint, **facts):
        evidence = self.env["lab.complaint.evidence"].with_user(self.investigator)
        for kind, (reference, shows) in facts.items():
            evidence.create(
                {
                    "complaint_id": complaint.id,
                    "kind": kind,
                    "reference": reference,
                    "shows": shows,
                }
            ).action_verify()

    def _propose_on_values(self, complaint):
        self._plan(
            complaint,
            other="Control of nonconforming work with corrective action",
            training="Print from the raw record, one result sheet at a time",
        )
        self._propose(complaint, "1. Corrective action. 2. Amend the certificate.")

    def _propose_on_delay(self, complaint):
        self._plan(
            complaint,
            contact="Tell the customer now where the gauge is",
            training="Study the internal rule on extended jobs",
        )
        self._propose(complaint, "We finished the job at once and apologize for the delay.")

    def _plan(self, complaint, **measures):
        case = self._by(self.officer, complaint)
        case.measure_ids = [
            Command.create({"kind": kind, "name": name, "date_deadline": "2030-05-17"})
            for kind, name in measures.items()
        ]
        self._by(self.quality_head, complaint).measure_ids = [
            Command.create({"kind": "assessment", "name": "Weigh the calibrator's work"})
        ]

    def _propose(self, complaint, proposal):
        self._by(self.officer, complaint).action_propose_outcome(
            proposal=proposal, grounds="The raw record, the archived copies and the statement."
        )

    def _carry_out(self, complaint):
        for measure in complaint.measure_ids:
            by = self.quality_head if measure.kind == "assessment" else self.officer
            self._by(by, measure).action_done(result="Carried out and noted in the file")
            self._by(self.deputy, measure).action_check_effectiveness(
                effectiveness="effective", effectiveness_comment="No further error in a month"
            )
