"""The demo laboratory goes through the process like a real one."""

import json
import re

import pytest

from environment import REPOSITORY

CASES = """
import json
env = env(user=env.ref('base.user_root'))
cases = env['lab.complaint'].search([
    ('company_id', '=', env.ref('lab_complaint.lab_company').id)
])
told = {
    case.get_external_id()[case.id].removeprefix('lab_complaint.lab_complaint_'): {
        'state': case.state,
        'missing': case._missing_for(case.state).mapped('code'),
        'conflict': case.conflict,
        'waits_for_all_before': sorted(case.missing_ids.mapped('state')),
        'acceptance': case.acceptance,
        'promises': {d.kind: d.status for d in case.deadline_ids.sorted('id')},
        'missed': len(case.deadline_ids.filtered('missed')),
        'measures': {m.kind: m.state for m in case.measure_ids},
        'settled': all(case.measure_ids.mapped('is_settled')),
    }
    for case in cases
}
for login in ('quality', 'deputy', 'officer', 'checker'):
    user = env['res.users'].search([('login', '=', login)])
    told[login] = {
        'approves': env['lab.complaint'].with_user(user).search_count([('can_approve', '=', True)]),
        'asked': env['lab.complaint.statement'].with_user(user).search_count([
            ('user_id', '=', user.id), ('state', '=', 'asked')
        ]),
        'assessments': login != 'checker' and env['lab.complaint.measure'].with_user(user).search_count([
            ('kind', '=', 'assessment')
        ]),
    }
outcome = env.ref('lab_complaint.lab_complaint_balance_damaged_outcome_decision')
told['tiers'] = outcome.review_ids.sorted('sequence').mapped('status')
told['mails'] = env['mail.mail'].search_count([('model', 'like', 'lab.c%')])
print('told', json.dumps(told))
"""
# Which cases would miss a promise, had the demo been loaded on this and the six days after it:
# its dates move along, weekends do not. The laboratory's day ends before the server's, so both
# ends of that are looked at.
WEEK = """
import json
from datetime import datetime, time, timedelta
from odoo.addons.lab_complaint.models.working_days import WorkingDays
company = env.ref('lab_complaint.lab_company')
calendar, day = WorkingDays(company), company._complaint_day
promises = env['lab.complaint.deadline'].search([('company_id', '=', company.id)])
promises = promises.filtered(lambda promise: not promise._is_waiting())
names = promises.complaint_id.get_external_id()
week = {}
for later in map(timedelta, range(7)):
    for hour in (time.min, time.max):
        now = datetime.combine(company.create_date, hour) + later
        week[f'{now:%A %H:%M}'] = sorted({
            names[promise.complaint_id.id].removeprefix('lab_complaint.lab_complaint_')
            for promise in promises
            if day(promise.done_on + later if promise.done_on else now)
            > calendar.after(promise.start_on + later, promise.days)
        })
print('week', json.dumps(week))
"""
MISSED = ["hotline", "report_information"]
STATES = {
    "report_late": "closed",
    "values_differ": "follow_up",
    "not_ours": "not_accepted",
    "withdrawn": "withdrawn",
    "report_information": "response",
    "conformity": "investigation",
    "balance_damaged": "decision",
    "hotline": "received",
    "sampling": "investigation",
    "appeal": "screening",
    "end_user": "screening",
    "backdated_record": "received",
}


@pytest.fixture(scope="module")
def said(databases):
    """What the cases of a freshly loaded demo laboratory say of themselves."""
    with databases.scratch(databases.product(demo=True, repository=REPOSITORY)) as database:
        said = databases.run_script(database, CASES + WEEK)
    return dict(re.findall(r"^(told|week) (.*)$", said, re.MULTILINE))


@pytest.fixture(scope="module")
def told(said):
    return json.loads(said["told"])


def test_every_stage_has_a_case(told):
    assert {name: told[name]["state"] for name in STATES} == STATES


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_missing_and_nobody_judges_their_own_work(told, name):
    case = told[name]
    assert not case["missing"]
    assert not case["conflict"]
    assert set(case["waits_for_all_before"]) <= {case["state"]}


def test_case_1_waits_for_the_call_back(told):
    case = told["values_differ"]
    assert case["promises"] == {
        "acknowledgement": "kept",
        "screening": "kept",
        "progress": "kept",
        "outcome": "kept",
        "callback": "open",
    }
    assert case["measures"] == {
        "nonconformity": "planned",
        "amend_certificate": "done",
        "assessment": "planned",
    }


def test_case_2_is_complete(told):
    case = told["report_late"]
    assert case["acceptance"] == "accepted"
    assert case["settled"]
    assert set(case["promises"].values()) == {"kept"}


def test_most_promises_are_kept(told):
    assert sorted(name for name in STATES if told[name]["missed"]) == MISSED
    assert told["conformity"]["promises"]["outcome"] == "waiting"


def test_the_same_promises_are_missed_whenever_the_demo_is_loaded(said):
    week = json.loads(said["week"])
    assert len(week) == 14
    assert week == dict.fromkeys(week, MISSED)


def test_quality_head_and_deputy_are_asked(told):
    """The compensation is above the limit: one after the other."""
    assert told["quality"]["approves"] == 1
    assert told["tiers"] == ["pending", "waiting"]
    assert not told["officer"]["approves"]


def test_who_is_asked_and_who_reads_assessments(told):
    assert told["checker"]["asked"] == 1
    assert told["quality"]["assessments"] == 2
    assert told["officer"]["assessments"] == 0


def test_demo_writes_to_nobody(told):
    assert told["mails"] == 0
