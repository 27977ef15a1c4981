"""The people, customers and services of the measured laboratory, made through Odoo itself."""

from dataclasses import dataclass

from odoo import Command

DEPARTMENTS = ("Pressure", "Temperature", "Length", "Force", "Electrical", "Chemistry", "Mass")
SERVICES = ("Calibration", "Type test", "On-site testing", "Verification", "Material analysis")
CATEGORIES = ("helpdesk.ticket.category", "crm.claim.category", "utm.source")
CATEGORY_COUNT = 12
GROUPS = {
    "officer": ("lab_complaint.group_officer", "sales_team.group_sale_salesman_all_leads"),
    "head": ("lab_complaint.group_quality_head", "sales_team.group_sale_salesman_all_leads"),
    "sales": ("lab_complaint.group_reporter", "sales_team.group_sale_salesman"),
    "calibrator": ("lab_complaint.group_reporter",),
    # Who is measured: may do in every application what its daily user may do.
    "measured": (
        "lab_complaint.group_officer",
        "sales_team.group_sale_manager",
        "helpdesk_mgmt.group_helpdesk_user",
        "crm.group_use_lead",
        "base.group_partner_manager",
        "base.group_allow_export",
    ),
}


@dataclass
class People:
    """Recordsets of the laboratory by their part in it."""

    officers: object
    heads: object
    sales: object
    calibrators: object
    measured: object
    employees: object
    departments: object
    customers: object
    services: object
    order: object


def make_people(env, officers=20, heads=3, sales=10, calibrators=28):
    """A laboratory of some sixty people in seven departments.

    :param env: environment of the superuser in the company of the laboratory
    :return: People, everything committed by the caller
    """
    env = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})
    users = {
        "officers": _users(env, "officer", officers),
        "heads": _users(env, "head", heads),
        "sales": _users(env, "sales", sales),
        "calibrators": _users(env, "calibrator", calibrators),
        "measured": _users(env, "measured", 1),
    }
    departments = env["hr.department"].create(
        [{"name": name, "company_id": env.company.id} for name in DEPARTMENTS]
    )
    employees = env["hr.employee"].create(
        [
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": env.company.id,
                "department_id": departments[number % len(departments)].id,
            }
            for number, user in enumerate(users["calibrators"])
        ]
    )
    customers = env["res.partner"].create(
        [
            {
                "name": "Customer 0000000",
                "is_company": True,
                "email": "office@customer-0000000.example.com",
                "phone": "+86 21 5555 0000",
            }
        ]
    )
    services = env["product.product"].create(
        [{"name": name, "type": "service", "list_price": 300} for name in SERVICES]
    )
    # The register comes with categories, the others get as many.
    for model in CATEGORIES:
        env[model].create([{"name": f"Category {number:02}"} for number in range(CATEGORY_COUNT)])
    order = env["sale.order"].create(
        {
            "partner_id": customers.id,
            "user_id": users["sales"][0].id,
            "order_line": [Command.create({"product_id": services[0].id})],
        }
    )
    order.action_confirm()
    return People(
        employees=employees,
        departments=departments,
        customers=customers,
        services=services,
        order=order,
        **users,
    )


def _users(env, part, count):
    groups = [env.ref(name).id for name in ("base.group_user", *GROUPS[part])]
    return env["res.users"].create(
        [
            {
                "name": f"{part.title()} {number:02}",
                "login": f"{part}{number:02}",
                # Hashing a password takes a third of a second, and few of them log in.
                **({"password": f"{part}{number:02}"} if not number else {}),
                "email": f"{part}{number:02}@laboratory.example.com",
                "group_ids": [Command.set(groups)],
                "tz": "Asia/Shanghai",
                # No mail server is measured.
                "notification_type": "inbox",
            }
            for number in range(count)
        ]
    )
