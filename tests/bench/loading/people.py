"""What the people of the laboratory do, one small task after the other, on cases they share."""

import random
import time
from collections import deque

from . import views
from .client import Client, FailedError, RefusedError, at_once, word

MODEL = "lab.complaint"
# Every so manieth time two requests are made in the same moment, by impatient fingers or by two
# colleagues who have the same idea.
SAME_MOMENT = 4


class Work:
    """Cases of one company that wait for somebody."""

    def __init__(self):
        self.logged, self.begun, self.to_approve = deque(), deque(), deque()

    @staticmethod
    def take(*piles):
        """The newest case of the first pile that has one: so some come to their end."""
        for pile in piles:
            try:
                return pile.pop()
            except IndexError:
                continue
        return None


class Person:
    """Somebody with a login, who works until it is time to go home."""

    def __init__(self, desk, login):
        """
        :param desk: :class:`Desk` that holds what all of them share
        :param login: dictionary of the laboratory: id, key, company, orders
        """
        self.desk, self.login = desk, login
        self.record, self.work = desk.record, desk.work[login["company"]]
        self.client = Client(desk.record, desk.port, desk.database, login["key"])
        self.views = desk.views[login["role"]]
        self.random = random.Random(login["id"])

    def step(self):
        """Do one task; what is refused or fails is on record, and the case is left alone."""
        try:
            self.do()
        except FailedError:
            pass
        except RefusedError as refusal:
            self.record.failed(type(self).__name__, f"refused: {refusal}")

    def call(self, operation, method, ids=None, model=MODEL, **arguments):
        """Think, then make a call on records."""
        self.desk.think(self.random)
        given = {"ids": ids} if ids is not None else {}
        return self.client.call(operation, model, method, **given, **arguments)

    def look(self, case=None):
        """Look at the register, and at a case."""
        self.desk.think(self.random)
        if case and self.random.random() < 0.5:
            views.show_form(self.client, self.views["form"], case)
        elif self.random.random() < 0.5:
            views.show_kanban(self.client, self.views["kanban"])
        else:
            views.show_list(self.client, self.views["list"])

    def note(self, case):
        """Write a note on a case."""
        body = f"Note {word()}"
        self.call("write note", "message_post", [case["id"]], body=body, message_type="comment")
        self.record.tell("note", case=case["id"], body=body)


class Sales(Person):
    """Logs complaints against orders and follows them."""

    def do(self):
        case = self.by_dialog() if self.random.random() < 0.5 else self.by_other_system()
        self.work.logged.append({**case, "next": "take_in"})
        self.look(case["id"])
        if self.random.random() < 0.3:
            self.note(case)
        self.call("follow", "follow_complaints", numbers=[case["number"]])

    def by_dialog(self):
        order, _name = self.random.choice(self.login["orders"])
        values = {
            "subject": "Values far from last year's",
            "description": f"The values are far from last year's. {word()}",
            "order_id": order,
            "channel_id": self.desk.laboratory.sales_channel,
            "company_id": self.login["company"],
        }
        (case,) = self.call(
            "log from order", "web_save", [], vals=values, specification={"name": {}}
        )
        return self.tell_logged(case["id"], case["name"])

    def by_other_system(self):
        """By one call, sometimes sent twice because no answer came quickly enough."""
        request = word()

        def log():
            return self.client.call(
                "log by API",
                MODEL,
                "log_complaint",
                description=f"The report did not come. {request}",
                order=self.random.choice(self.login["orders"])[1],
                request_id=request,
            )

        self.desk.think(self.random)
        times = 2 if self.random.randrange(SAME_MOMENT) == 0 else 1
        answers = at_once(*[log] * times)
        if any(isinstance(answer, Exception) for answer in answers):
            raise RefusedError(f"request {request}: {answers}")
        ((case, number),) = {(answer["id"], answer["number"]) for answer in answers}
        return self.tell_logged(case, number, request=request)

    def tell_logged(self, case, number, request=None):
        company = self.login["company"]
        self.record.tell("logged", case=case, number=number, company=company, request=request)
        return {"id": case, "number": number}


class Officer(Person):
    """Leads cases from the register to their end, whichever comes next."""

    def do(self):
        case = self.work.take(self.work.begun, self.work.logged)
        self.look(case and case.get("id"))
        if not case:
            return
        task = getattr(self, case["next"])
        follows = task(case)
        if follows:
            self.work.begun.append({**case, "next": follows})

    def write(self, operation, case, **vals):
        self.call(operation, "write", [case["id"]], vals=vals)

    def moved(self, case, state):
        self.record.tell("moved", case=case["id"], to=state)

    def said(self, case, kind):
        self.record.tell("said", case=case["id"], kind=kind)

    def take_in(self, case):
        from_web = "id" not in case
        if from_web:
            found = self.call("find", "search", domain=[["name", "=", case["number"]]])
            case["id"] = found[0]
        self.write(
            "take charge",
            case,
            user_id=self.login["id"],
            category_id=self.random.choice(self.desk.laboratory.categories),
            investigator_ids=[[6, 0, [self.login["id"]]]],
        )
        return "begin_screening" if from_web else "acknowledge"

    def acknowledge(self, case):
        self.call(
            "acknowledge", "action_acknowledge", [case["id"]], way="phone", summary="Number given"
        )
        self.said(case, "acknowledgement")
        self.moved(case, "screening")
        return "screen"

    def begin_screening(self, case):
        self.move(case, "screening")
        return "screen"

    def move(self, case, state):
        """Drag a card to another column of the kanban."""
        self.call(
            "move card",
            "web_save",
            [case["id"]],
            vals={"stage_id": self.desk.laboratory.stages[state]},
            specification=self.views["kanban"],
        )
        self.moved(case, state)

    def screen(self, case):
        departments = self.desk.laboratory.departments[self.login["company"]]
        self.write("screen", case, department_ids=[[6, 0, [self.random.choice(departments)]]])
        self.call("accept", "action_accept", [case["id"]], grounds="Our commission")
        self.record.tell("decided", case=case["id"], kind="screening", by=self.login["id"])
        self.moved(case, "investigation")
        return "gather"

    def gather(self, case):
        evidence = self.call(
            "gather evidence",
            "create",
            model="lab.complaint.evidence",
            vals_list=[
                {
                    "complaint_id": case["id"],
                    "kind": "raw_record",
                    "reference": "Raw record",
                    "shows": "What was measured",
                }
            ],
        )
        self.call("verify", "action_verify", evidence, model="lab.complaint.evidence")
        self.record.tell("verified", evidence=evidence[0], case=case["id"], by=self.login["id"])
        return "judge"

    def judge(self, case):
        self.write(
            "judge",
            case,
            validity="partly",
            validity_grounds="The raw record is right, the certificate is not.",
            cause_analysis="A printing error",
            extent="No other certificate of the week",
        )
        (read,) = self.call("read case", "read", [case["id"]], fields=["is_recurring"])
        if not read["is_recurring"] and not case.get("measure"):
            return "propose"
        (case["measure"],) = self.call(
            "plan measure",
            "create",
            model="lab.complaint.measure",
            vals_list=[
                {
                    "complaint_id": case["id"],
                    "kind": "nonconformity",
                    "name": "Control the printing",
                }
            ],
        )
        self.record.tell("planned", measure=case["measure"], case=case["id"])
        return "propose"

    def propose(self, case):
        # Which case is the third of its kind may have changed meanwhile, by the work of others.
        if not case.get("measure"):
            (read,) = self.call("read case", "read", [case["id"]], fields=["is_recurring"])
            if read["is_recurring"]:
                return "judge"
        self.move(case, "decision")
        words = {"proposal": "We amend it and apologise.", "grounds": f"The record {word()}"}
        decision = self.call(
            "draft decision",
            "create",
            model="lab.complaint.decision",
            vals_list=[{"complaint_id": case["id"], "kind": "outcome", **words}],
        )
        self.call("submit decision", "action_submit", decision, model="lab.complaint.decision")
        self.record.tell("submitted", decision=decision[0], case=case["id"], by=self.login["id"])
        self.work.to_approve.append({**case, "decision": decision[0]})

    def answer(self, case):
        self.call(
            "send outcome", "action_send_outcome", [case["id"]], way="letter", summary="Sorry"
        )
        self.said(case, "outcome")
        self.moved(case, "follow_up")
        return "call_back"

    def call_back(self, case):
        self.call(
            "call back", "action_record_callback", [case["id"]], acceptance="accepted", way="phone"
        )
        self.said(case, "callback")
        return None if case.get("measure") else "close"

    def close(self, case):
        self.call("close", "action_close", [case["id"]], way="letter", summary="It is closed.")
        self.said(case, "closure")
        self.moved(case, "closed")


class Head(Person):
    """Approves what others have drafted, from the kanban."""

    def do(self):
        case = self.work.take(self.work.to_approve)
        self.desk.think(self.random)
        views.show_list(self.client, self.views["list"], [["can_approve", "=", True]])
        self.look(case and case["id"])
        if not case:
            return
        self.approve(case)
        self.work.begun.append({**case, "next": "answer"})

    def approve(self, case):
        """Approve; sometimes another head does so in the same moment, or the finger twice."""
        self.desk.think(self.random)
        people = [self.login]
        if self.random.randrange(SAME_MOMENT) == 0:
            people.append(self.random.choice(self.desk.heads(self.login["company"])))

        def approve_as(person):
            client = Client(self.record, self.desk.port, self.desk.database, person["key"])
            return client.call(
                "approve", MODEL, "action_approve", ids=[case["id"]], comment="Agreed"
            )

        outcomes = at_once(*[lambda one=person: approve_as(one) for person in people])
        good = [
            person["id"]
            for person, outcome in zip(people, outcomes, strict=True)
            if not isinstance(outcome, Exception)
        ]
        if len(good) != 1:
            # The loser of the moment is told so; that both win or both lose is a finding.
            raise RefusedError(f"{case['number']} approved by {good}: {outcomes}")
        self.record.tell("approved", decision=case["decision"], case=case["id"], by=good[0])
        self.record.tell("moved", case=case["id"], to="response")


ROLES = {"sales": Sales, "officer": Officer, "head": Head}


class Desk:
    """What everybody shares: the server, the cases, the clock."""

    def __init__(self, record, port, database, laboratory, pause):
        self.record, self.port, self.database = record, port, database
        self.laboratory, self.pause = laboratory, pause
        self.work = {company: Work() for company in laboratory.companies()}
        self.views = laboratory.views
        self.ends_at = None

    def heads(self, company):
        return [
            person
            for person in self.laboratory.people
            if person["role"] == "head" and person["company"] == company
        ]

    def think(self, chance):
        """The time in which a person reads and types."""
        if self.pause:
            time.sleep(min(chance.expovariate(1 / self.pause), 3 * self.pause))

    def is_open(self):
        return time.monotonic() < self.ends_at
