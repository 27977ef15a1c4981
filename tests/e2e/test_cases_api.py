"""Both cases of a laboratory's life over the external API, by the people whose task it is.

Each call is one of Odoo's JSON API with the key of the person who makes it.
"""

import base64

import pytest

ORDER = "lab_complaint.lab_order_bearing"
CERTIFICATE = "lab_complaint.lab_certificate_bearing"
EARLIER = "lab_complaint.lab_certificate_bearing_last_year"


class Person:
    """Somebody who works over the external API."""

    def __init__(self, laboratory, login):
        self.laboratory, self.key = laboratory, laboratory.api_key(login)

    def do(self, model, method, **arguments):
        """Answer of a call that has to succeed."""
        answer = self.laboratory.call(self.key, model, method, **arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, model, method, **arguments):
        """Words of a call that has to be refused."""
        answer = self.laboratory.call(self.key, model, method, **arguments)
        assert answer.status_code in (403, 404, 422), answer.text
        return answer.json()["message"]

    def case(self, method, ids, **arguments):
        return self.do("lab.complaint", method, ids=ids, **arguments)


@pytest.fixture
def people(laboratory):
    logins = ("sales", "officer", "officer2", "quality", "deputy", "calibrator", "auditor")
    return {login: Person(laboratory, login) for login in logins}


def log(laboratory, sales, subject, words, certificates=()):
    return sales.do(
        "lab.complaint",
        "create",
        vals_list=[
            {
                "subject": subject,
                "description": words,
                "order_id": laboratory.record_id(ORDER),
                "channel_id": laboratory.record_id("lab_complaint.channel_sales"),
                "certificate_ids": [
                    [0, 0, {"certificate_id": laboratory.record_id(name), "role": role}]
                    for name, role in certificates
                ],
            }
        ],
    )


def state(person, ids):
    return person.case("read", ids, fields=["state"])[0]["state"]


def take_in(laboratory, officer, ids, category):
    officer.case(
        "write",
        ids,
        vals={
            "user_id": laboratory.record_id("lab_complaint.lab_user_officer"),
            "category_id": laboratory.record_id(f"lab_complaint.{category}"),
            "investigator_ids": [[6, 0, [laboratory.record_id("lab_complaint.lab_user_officer2")]]],
        },
    )
    officer.case("action_acknowledge", ids, way="phone", summary="Number and date given")


def gather(investigator, ids, *facts):
    for kind, reference, shows in facts:
        evidence = investigator.do(
            "lab.complaint.evidence",
            "create",
            vals_list=[
                {"complaint_id": ids[0], "kind": kind, "reference": reference, "shows": shows}
            ],
        )
        investigator.do("lab.complaint.evidence", "action_verify", ids=evidence)


def plan(officer, ids, **values):
    return officer.do(
        "lab.complaint.measure", "create", vals_list=[{"complaint_id": ids[0], **values}]
    )


def close_nonconformity(people, ids):
    """Carry out the corrective action the way the nonconformity process wants it."""
    officer, quality = people["officer"], people["quality"]
    officer.case("action_create_nonconformity", ids)
    found = officer.case("read", ids, fields=["nonconformity_ids"])[0]["nonconformity_ids"]
    for name, comments in (
        ("stage_open", {"action_comments": "Print from the record only"}),
        ("stage_done", {"evaluation_comments": "No such error in the sample of a month"}),
    ):
        quality.do(
            "mgmtsystem.nonconformity",
            "write",
            ids=found,
            vals={
                **comments,
                "stage_id": officer.laboratory.record_id(f"mgmtsystem_nonconformity.{name}"),
            },
        )


def finish(people, ids, measures):
    """Carry out measures that are done by saying so, and check the effect of all."""
    officer, quality = people["officer"], people["quality"]
    for measure in measures:
        officer.do("lab.complaint.measure", "action_done", ids=measure, result="Done as decided")
    undone = quality.do(
        "lab.complaint.measure",
        "search_read",
        domain=[["complaint_id", "=", ids[0]], ["is_settled", "=", False]],
        fields=["done_by_id"],
    )
    head = quality.laboratory.record_id("lab_complaint.lab_user_quality")
    for measure in undone:
        # Nobody checks the effect of what they did themselves.
        checker = people["deputy"] if measure["done_by_id"][0] == head else quality
        checker.do(
            "lab.complaint.measure",
            "action_check_effectiveness",
            ids=[measure["id"]],
            effectiveness="effective",
            effectiveness_comment="Seen in the work of the following weeks",
        )


def test_case_1_values_that_disagree(laboratory, people):
    officer, investigator, quality = people["officer"], people["officer2"], people["quality"]
    ids = log(
        laboratory,
        people["sales"],
        "Values far from last year's",
        "This year's certificate shows values far from last year's.",
        [(CERTIFICATE, "disputed"), (EARLIER, "earlier")],
    )
    # The calibrator performed the work: he neither reads the case nor investigates it.
    calibrator = laboratory.record_id("lab_complaint.lab_user_calibrator")
    text = officer.refused(
        "lab.complaint", "write", ids=ids, vals={"investigator_ids": [[4, calibrator]]}
    )
    assert "certificate" in text
    assert not people["calibrator"].do("lab.complaint", "search", domain=[["id", "in", ids]])

    take_in(laboratory, officer, ids, "category_result_value")
    officer.case("write", ids, vals={"immediate_action": "The certificate is not used any more."})
    officer.case("action_accept", ids, grounds="Our certificate", responsibility="ours")
    assert state(officer, ids) == "investigation"

    employee = laboratory.record_id("lab_complaint.lab_employee_calibrator")
    officer.case("action_ask_statement", ids, employee_id=employee, question="What did you print?")
    statement = people["calibrator"].do(
        "lab.complaint.statement", "search", domain=[["state", "=", "asked"]]
    )
    people["calibrator"].do(
        "lab.complaint.statement", "action_answer", ids=statement, answer="A printing error."
    )
    gather(
        investigator,
        ids,
        ("certificate", "Archived certificates of both years", "The customer is right."),
        ("raw_record", "Raw record", "The certificate does not show what was measured."),
    )
    investigator.case(
        "write",
        ids,
        vals={
            "validity": "valid",
            "validity_grounds": "The raw record is right, the certificate is not.",
            "cause_analysis": "Printing error",
            "extent": "Compared with the raw records of the week: no other certificate.",
        },
    )
    measures = [
        plan(officer, ids, kind="nonconformity", name="Control and correct the printing"),
        plan(
            officer,
            ids,
            kind="amend_certificate",
            name="Amend the certificate",
            certificate_id=officer.case("read", ids, fields=["certificate_ids"])[0][
                "certificate_ids"
            ][0],
        ),
        plan(quality, ids, kind="assessment", name="Work quality of this certificate"),
    ]
    assert not officer.do("lab.complaint.measure", "search", domain=[["id", "in", measures[2]]])

    officer.case(
        "action_propose_outcome",
        ids,
        proposal="You are right. We amend the certificate and apologise.",
        grounds="Certificates and raw record",
    )
    text = officer.refused(
        "lab.complaint", "action_send_outcome", ids=ids, way="letter", summary="Sorry"
    )
    assert "approve" in text
    officer.refused("lab.complaint", "action_approve", ids=ids, comment="I approve myself")
    quality.case("action_approve", ids, comment="Agreed")
    assert state(officer, ids) == "response"

    officer.case("action_send_outcome", ids, way="letter", summary="You are right; our apologies.")
    text = officer.refused(
        "lab.complaint", "action_close", ids=ids, way="letter", summary="Closed too early"
    )
    assert "Call the complainant" in text
    assert "Carry out each measure" in text

    close_nonconformity(people, ids)
    officer.do(
        "lab.complaint.measure",
        "action_amend",
        ids=measures[1],
        amendment_reason="Values not those of the raw record",
    )
    quality.do(
        "lab.complaint.measure", "action_done", ids=measures[2], result="Talked over in person"
    )
    finish(people, ids, [measures[1]])
    officer.case("action_record_callback", ids, acceptance="accepted", way="phone", summary="Yes")
    officer.case("action_close", ids, way="letter", summary="The case is closed.")
    assert state(officer, ids) == "closed"

    lines = people["auditor"].case("get_checklist", ids)
    assert not [
        line["code"]
        for line in lines
        if line["status"] == "open" and not line["code"].startswith(("NAC", "WDR"))
    ]


def test_case_2_report_too_late(laboratory, people):
    officer, investigator, quality = people["officer"], people["officer2"], people["quality"]
    ids = log(
        laboratory,
        people["sales"],
        "Report not received on the agreed day",
        "The report did not come and we could not use the instrument.",
    )
    take_in(laboratory, officer, ids, "category_time_late")
    department = laboratory.record_id("lab_complaint.lab_department_pressure")
    officer.case("write", ids, vals={"department_ids": [[6, 0, [department]]]})
    officer.case("action_accept", ids, grounds="Our commission")
    document = base64.b64encode(b"%PDF-1.4 work flow").decode()
    attachment = investigator.do(
        "ir.attachment", "create", vals_list=[{"name": "flow.pdf", "datas": document}]
    )
    evidence = investigator.do(
        "lab.complaint.evidence",
        "create",
        vals_list=[
            {
                "complaint_id": ids[0],
                "kind": "work_flow",
                "reference": "Job in the business system",
                "shows": "Out of tolerance, repaired; extended without telling anybody.",
                "attachment_ids": [[6, 0, attachment]],
            }
        ],
    )
    investigator.do("lab.complaint.evidence", "action_verify", ids=evidence)
    investigator.case(
        "write",
        ids,
        vals={
            "validity": "valid",
            "validity_grounds": "Nobody told the customer of the extension.",
            "cause_analysis": "The internal rule extends jobs without a message.",
            "extent": "Two other jobs of the month; both customers were called.",
        },
    )
    plan(officer, ids, kind="nonconformity", name="Message with each extension")
    contact = plan(officer, ids, kind="contact", name="Explain to the customer today")
    training = plan(officer, ids, kind="training", name="Study the internal rules")
    officer.do("lab.complaint.measure", "action_done", ids=contact, result="Called at 10")
    officer.case("action_report_progress", ids, way="phone", summary="Finished on Thursday")
    officer.case(
        "action_propose_outcome", ids, proposal="We were late and said nothing.", grounds="Flow"
    )
    # Rejected once: the quality head wants more, and a new draft takes its place.
    quality.case("action_reject", ids, comment="Say when the instrument comes back")
    officer.case(
        "action_propose_outcome",
        ids,
        proposal="We were late and said nothing. It is back with you on Thursday.",
        grounds="Flow",
    )
    quality.case("action_approve", ids)
    officer.case("action_send_outcome", ids, way="phone", summary="Apologised")
    close_nonconformity(people, ids)
    finish(people, ids, [training])
    officer.case("action_record_callback", ids, acceptance="no_reply", way="phone")
    officer.case("action_record_callback", ids, acceptance="accepted", way="visit")
    officer.case(
        "action_close", ids, not_possible_reason="The customer asked not to be written to."
    )
    assert state(officer, ids) == "closed"
    # What has ended stays as it is.
    assert "has ended" in officer.refused(
        "lab.complaint", "write", ids=ids, vals={"validity": "not_valid"}
    )
