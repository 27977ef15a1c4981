"""Cases that went through the real process, one for each way it can stand or end.

Millions of cases are copies of these, so that everything which the product keeps with a case
(messages, promises, letters, reviews) is there as the product itself makes it.
"""

from dataclasses import dataclass

from odoo import Command

STEPS = (
    "acknowledge",
    "accept",
    "gather",
    "judge",
    "propose",
    "approve",
    "answer",
    "call_back",
    "carry_out",
    "close",
)


@dataclass
class Archetype:
    """A record to copy, and how many of a thousand cases are like it."""

    record: object
    weight: float
    is_open: bool


class Archetypes:
    """Makes one case for each way; :param people: what `people.make_people` returned."""

    def __init__(self, env, people):
        self.env = env
        self.people = people
        self.officer, self.head = people.officers[0], people.heads[0]
        # Of different categories: the third of its kind would need a corrective action.
        self.categories = iter(env["lab.complaint.category"].search([("child_ids", "=", False)]))
        self.investigator = people.officers[1]

    def complaints(self):
        """Cases of the register: 97 % have ended.

        :return: list of Archetype of lab.complaint
        """
        made = [
            self._made(600, self._led("close")),
            self._made(270, self._led("close", validity="not_valid")),
            self._made(70, self._refused()),
            self._made(30, self._withdrawn()),
            self._made(4, self._case(), is_open=True),
            self._made(5, self._led("acknowledge"), is_open=True),
            self._made(8, self._led("gather"), is_open=True),
            self._made(4, self._led("propose"), is_open=True),
            self._made(3, self._led("approve"), is_open=True),
            self._made(6, self._led("answer"), is_open=True),
        ]
        self._end_request()
        return made

    def _made(self, weight, record, is_open=False):
        return Archetype(record, weight, is_open)

    # --- complaints ---

    def _case(self):
        people = self.people
        certificate = self.env["lab.certificate"].create(
            {
                "name": f"A-{self.env['lab.certificate'].search_count([])}",
                "order_id": people.order.id,
                "item": "Pressure gauge",
                "serial_number": "P-0815",
                "department_id": people.departments[0].id,
                "performed_by_ids": [Command.set(people.employees[0].ids)],
                "checked_by_id": people.employees[7].id,
            }
        )
        channel = self.env["lab.complaint.channel"].search([], limit=1)
        return (
            self.env["lab.complaint"]
            .with_user(people.sales[0])
            .create(
                {
                    "subject": "Subject of an archetype",
                    "description": "Words of an archetype",
                    "remedy_sought": "A corrected certificate within a week",
                    "order_id": people.order.id,
                    "partner_id": people.customers.id,
                    "channel_id": channel.id,
                    "category_id": next(self.categories).id,
                    "severity": "general",
                    "certificate_ids": [
                        Command.create({"certificate_id": certificate.id, "role": "disputed"})
                    ],
                }
            )
        )

    def _led(self, until, **judged):
        case = self._case()
        for step in STEPS[: STEPS.index(until) + 1]:
            getattr(self, f"_{step}")(case, **judged)
            self._end_request()
        return case

    def _end_request(self):
        """What Odoo does at the end of a request: changes are noted in the chatter."""
        self.env.cr.commit()
        self.env.invalidate_all()

    def _acknowledge(self, case, **_judged):
        case = case.with_user(self.officer)
        case.user_id = self.officer
        case.action_acknowledge(way="phone", summary="Number and expected day given.")

    def _accept(self, case, **_judged):
        case = case.with_user(self.officer)
        case.action_accept(grounds="It is our certificate", responsibility="ours")
        case.investigator_ids = self.investigator

    def _gather(self, case, **_judged):
        evidence = self.env["lab.complaint.evidence"].with_user(self.investigator)
        for kind in ("certificate", "raw_record"):
            evidence.create(
                {
                    "complaint_id": case.id,
                    "kind": kind,
                    "reference": f"Archived {kind}",
                    "shows": "Compared line by line with what the customer sent.",
                }
            ).action_verify()
        case.with_user(self.officer).message_post(body="The archive has been asked.")

    def _judge(self, case, validity="valid"):
        case.with_user(self.investigator).write(
            {
                "validity": validity,
                "validity_grounds": "The certificate was compared with the raw record.",
                "cause_analysis": "Printing error",
                "extent": "No other certificate was printed that day.",
                "cause_ids": [
                    Command.set(self.env["mgmtsystem.nonconformity.cause"].search([], limit=1).ids)
                ],
            }
        )

    def _propose(self, case, **_judged):
        case = case.with_user(self.officer)
        case.measure_ids = [Command.create({"kind": "training", "name": "Study the rule"})]
        case.action_propose_outcome(
            proposal="You are right; we amend the certificate.", grounds="See the raw record."
        )

    def _approve(self, case, **_judged):
        case.with_user(self.head).action_approve(comment="Agreed")

    def _answer(self, case, **_judged):
        case.with_user(self.officer).action_send_outcome(way="phone", summary="You are right.")

    def _call_back(self, case, **_judged):
        case.with_user(self.officer).action_record_callback(
            acceptance="accepted", way="phone", summary="Satisfied"
        )

    def _carry_out(self, case, **_judged):
        for measure in case.sudo().measure_ids:
            measure.with_user(self.officer).action_done(result="Studied by all")
            measure.with_user(self.head).action_check_effectiveness(
                effectiveness="effective", effectiveness_comment="No further error in a month"
            )

    def _close(self, case, **_judged):
        case.with_user(self.officer).action_close(way="phone", summary="The case is closed.")

    def _refused(self):
        case = self._led("acknowledge")
        case = case.with_user(self.officer)
        case.action_not_accept(grounds="Not our certificate")
        case.action_send_not_accepted(way="letter", summary="Told whom to ask.")
        return case

    def _withdrawn(self):
        case = self._led("acknowledge")
        case.with_user(self.officer).action_withdraw(
            withdrawal_reason="The customer withdrew it by phone."
        )
        return case

    # --- what people would use instead ---

    def tickets(self):
        """Tickets of OCA's helpdesk_mgmt: list of Archetype."""
        stages = self.env["helpdesk.ticket.stage"].search([])
        closed = stages.filtered("closed")[:1]
        ways = [(970, closed, False)] + [
            (30 / len(stages - stages.filtered("closed")), stage, True)
            for stage in stages - stages.filtered("closed")
        ]
        return [self._made(weight, self._ticket(stage), is_open) for weight, stage, is_open in ways]

    def _ticket(self, stage):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.people.measured)
            .create(
                {
                    "name": "Subject of an archetype",
                    "description": "Words of an archetype",
                    "partner_id": self.people.customers.id,
                    "category_id": self._list_item("helpdesk.ticket.category"),
                    "user_id": self.officer.id,
                }
            )
        )
        return self._talked_about(ticket, stage)

    def claims(self):
        """Claims of OCA's crm_claim: list of Archetype."""
        stages = self.env["crm.claim.stage"].search([])
        ways = [(970, stages[-1], False)] + [
            (30 / len(stages[:-1]), stage, True) for stage in stages[:-1]
        ]
        return [self._made(weight, self._claim(stage), is_open) for weight, stage, is_open in ways]

    def _claim(self, stage):
        claim = (
            self.env["crm.claim"]
            .with_user(self.people.measured)
            .create(
                {
                    "name": "Subject of an archetype",
                    "description": "Words of an archetype",
                    "partner_id": self.people.customers.id,
                    "categ_id": self._list_item("crm.claim.category"),
                    "user_id": self.officer.id,
                    "cause": "Printing error",
                    "resolution": "The certificate was amended",
                }
            )
        )
        return self._talked_about(claim, stage)

    def leads(self):
        """Opportunities of Odoo's crm: list of Archetype."""
        stages = self.env["crm.stage"].search([])
        won = stages.filtered("is_won")[:1]
        ways = [(970, won, False)] + [
            (30 / len(stages - won), stage, True) for stage in stages - won
        ]
        return [self._made(weight, self._lead(stage), is_open) for weight, stage, is_open in ways]

    def _lead(self, stage):
        lead = (
            self.env["crm.lead"]
            .with_user(self.people.measured)
            .create(
                {
                    "name": "Subject of an archetype",
                    "description": "Words of an archetype",
                    "partner_id": self.people.customers.id,
                    "type": "opportunity",
                    "expected_revenue": 300,
                    "user_id": self.officer.id,
                }
            )
        )
        return self._talked_about(lead, stage)

    def _list_item(self, model):
        found = self.env[model].search([], limit=1)
        return (found or self.env[model].create({"name": "Measured"})).id

    def _talked_about(self, record, stage):
        """As many words in the chatter as a complaint has, and the stages it went through."""
        self._end_request()
        record.stage_id = stage
        self._end_request()
        for body in ("The archive has been asked.", "The customer was called.", "Answered."):
            record.message_post(body=body)
        self._end_request()
        return record
