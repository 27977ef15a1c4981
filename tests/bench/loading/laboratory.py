"""The laboratory under load: two companies, their people, orders and keys, made in Odoo's shell."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

# Company and task of one after the other. With six people both companies have all three.
FIRST = ((0, "sales"), (0, "officer"), (0, "head"), (1, "sales"), (1, "officer"), (1, "head"))
FURTHER = (
    *((0, "sales"), (1, "sales"), (0, "officer"), (0, "sales"), (1, "officer")),
    *((0, "sales"), (0, "officer"), (1, "sales"), (0, "head"), (0, "sales")),
)
ORDERS_OF_EACH = 8

SCRIPT = """
import datetime, json, sys
from datetime import date, timedelta

def laboratory(company, name):
    company.write({{"complaint_web_form": True, "name": name}})
    make = env(context={{"tracking_disable": True, "no_reset_password": True}})
    departments = make["hr.department"].create(
        [{{"name": f"{{name}} {{number}}", "company_id": company.id}} for number in range(8)])
    customers = make["res.partner"].create([
        {{"name": f"Customer {{number}} of {{name}}", "is_company": True,
          "email": f"office{{number}}@customer.example.com"}} for number in range(12)])
    service = make["product.product"].create({{"name": f"Calibration {{name}}", "type": "service"}})
    return company, departments, customers, service

def person(number, company, role):
    groups = {{
        "sales": ["base.group_user", "sales_team.group_sale_salesman"],
        "officer": ["base.group_user", "lab_complaint.group_officer"],
        "head": ["base.group_user", "lab_complaint.group_quality_head"],
    }}[role]
    user = env["res.users"].with_context(no_reset_password=True).create({{
        "name": f"{{role}} {{number}}", "login": f"load_{{role}}_{{number}}",
        "company_id": company.id, "company_ids": [(6, 0, company.ids)],
        "group_ids": [(6, 0, [env.ref(group).id for group in groups])]}})
    until = datetime.datetime.now() + timedelta(days=1)
    return user, env["res.users.apikeys"].with_user(user)._generate("rpc", "load", until)

if {cases}:
    sys.path.insert(0, {bench!r})
    from generate import Generator
    Generator(env).fill({cases}, date.today() - timedelta(days=400), 365)
    # Generated cases may end with a promise left open, which in life none does.
    env.cr.execute(
        "UPDATE lab_complaint_deadline d SET is_open = false, done_on = c.closed_on"
        " FROM lab_complaint c WHERE c.id = d.complaint_id AND c.closed_on IS NOT NULL AND is_open")
second = env["res.company"].create({{"name": "Second"}})
both = [laboratory(env.company, "Laboratory A"), laboratory(second, "Laboratory B")]
people = []
for number, (place, role) in enumerate({roles!r}):
    company, departments, customers, service = both[place]
    user, key = person(number, company, role)
    orders = env["sale.order"].with_company(company).create([{{
        "partner_id": customers[(number + nth) % len(customers)].id, "company_id": company.id,
        "user_id": user.id, "order_line": [(0, 0, {{"product_id": service.id}})],
    }} for nth in range({orders} if role == "sales" else 0)])
    orders.action_confirm()
    people.append({{"id": user.id, "role": role, "company": company.id, "key": key,
                    "orders": [[order.id, order.name] for order in orders]}})
stages = env["lab.complaint.stage"].search([], order="sequence desc")
categories = env["lab.complaint.category"].search([("child_ids", "=", False)])
print("made " + json.dumps({{
    "people": people,
    "departments": {{company.id: departments.ids for company, departments, _c, _s in both}},
    "stages": {{stage.state: stage.id for stage in stages}},
    "categories": categories.filtered(lambda one: one.severity != "major").ids,
    "sales_channel": env.ref("lab_complaint.channel_sales").id,
    "last_case": env["lab.complaint"].search([], order="id desc", limit=1).id or 0,
}}))
"""


@dataclass
class Laboratory:
    """Who works there and what they work with, by ids."""

    people: list
    departments: dict
    stages: dict
    categories: list
    sales_channel: int
    last_case: int
    views: dict = field(default_factory=dict)

    def companies(self):
        """Ids of the companies that somebody works in, in order."""
        return sorted({person["company"] for person in self.people})


def roles_of(people):
    """Company and task of each of so many people; never fewer than the process needs.

    :return: list of (0 or 1 for the company, task)
    """
    roles = list(FIRST[: people if people > 3 else 3])
    if people in (4, 5):
        roles = [*FIRST[:3], *((0, "sales"), (0, "officer"))[: people - 3]]
    while len(roles) < people:
        roles.append(FURTHER[(len(roles) - len(FIRST)) % len(FURTHER)])
    return roles


def furnish(databases, database, people, cases):
    """Make the people of the laboratory and what they need.

    :param people: how many work at the same time; with fewer than three, one has several logins
    :param cases: number of cases that are in the register already
    :return: :class:`Laboratory`
    """
    said = databases.run_script(
        database,
        SCRIPT.format(
            roles=roles_of(people),
            orders=ORDERS_OF_EACH,
            cases=int(cases),
            bench=str(Path(__file__).parents[1]),
        ),
    )
    made = json.loads(re.search(r"^made (\{.*\})$", said, re.MULTILINE)[1])
    made["departments"] = {int(company): ids for company, ids in made["departments"].items()}
    return Laboratory(**made)
