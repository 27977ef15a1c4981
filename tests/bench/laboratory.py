"""A laboratory with any number of cases of five years, and as many tickets, claims and leads.

Run in Odoo's shell on a database with the add-ons and those they are compared with:

    fill(env, make(env), 10_000)
"""

from archetypes import Archetypes
from copies import FIRST_ID, Copies
from generate import WEIGHTS
from people import make_people

DOMAIN = "laboratory.example.com"
YEARS = 5
DAYS = 365 * YEARS
# Somebody complains twice a year, whatever the size of the laboratory.
PER_CUSTOMER = 10
ITEMS = "gauge,balance,thermometer,caliper,torque wrench,oscilloscope,pipette,mass,sensor,recorder"
FAULTS = (
    "values far from last year,report came too late,serial number misspelt,uncertainty missing,"
    "wrong range calibrated,returned with a broken seal,invoice does not match the order,"
    "nobody answers the phone,stamp missing,conformity stated without a rule"
)
WORDS = (
    "certificate,pressure,humidity,uncertainty,traceability,interval,nominal,deviation,standard,"
    "reference,hysteresis,drift,zero,span,repeatability,linearity,resolution,stability,sealed,"
    "courier,invoice,agreement,commission,deadline,technician,adjusted,readings,label,sticker,"
    "accreditation,scope,conformity,decision,rule,guard,band,expanded,coverage,factor,indication"
)


def make(env):
    """People and archetypes; :return: {table: (model, list of Archetype, People)}."""
    people = make_people(env)
    _open_ways_in(env)
    env.cr.commit()
    made = Archetypes(env, people)
    return people, {
        "lab_complaint": ("lab.complaint", made.complaints()),
        "helpdesk_ticket": ("helpdesk.ticket", made.tickets()),
        "crm_claim": ("crm.claim", made.claims()),
        "crm_lead": ("crm.lead", made.leads()),
    }


def _open_ways_in(env):
    """Web form, and addresses for mail to each application."""
    company = env.company
    company.alias_domain_id = env["mail.alias.domain"].create({"name": DOMAIN})
    company.write({"complaint_web_form": True, "complaint_alias_name": "measured-lab_complaint"})
    for model in ("helpdesk.ticket", "crm.claim", "crm.lead"):
        env["mail.alias"].create(
            {
                "alias_name": f"measured-{model.replace('.', '_')}",
                "alias_model_id": env["ir.model"]._get_id(model),
                "alias_contact": "everyone",
            }
        )


def fill(env, made, count, seed=17025):
    """Write `count` records of each model, the same for the same seed."""
    people, archetypes = made
    cr = env.cr
    cr.execute("SET session_replication_role = replica")
    cr.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
    cr.execute("SELECT setseed(%s)", [seed / 100_000])
    customers = count // PER_CUSTOMER
    _make_plan(env, people, count, customers)
    _make_customers(cr, people, customers)
    _make_orders(cr, people)
    for table, (model, ways) in archetypes.items():
        _make_cases(cr, table, model, ways)
    _involve_departments(cr)
    _attend_to_promises(env)
    cr.execute("DROP TABLE bench_case")
    cr.execute("SET session_replication_role = origin")
    cr.commit()
    env.invalidate_all()
    # Outside of a transaction, as PostgreSQL's autovacuum would have done in five years.
    cr._cnx.autocommit = True
    cr.execute("VACUUM ANALYZE")
    cr._cnx.autocommit = False


def _make_plan(env, people, count, customers):
    """The table bench_case: what is special about each case; open ones are of the last weeks."""
    cr = env.cr
    categories = [env.ref(f"lab_complaint.{name}").id for name in WEIGHTS]
    crowded = [
        number
        for number, weight in zip(categories, WEIGHTS.values(), strict=True)
        for _time in range(weight)
    ]
    channels = env["lab.complaint.channel"].search([]).ids
    cr.execute(
        """
        CREATE TABLE bench_case AS
        SELECT g, chance, is_open, moved_days, moved_days * interval '1 day' AS moved,
               (random() * (%(customers)s - 1))::int AS customer,
               (%(categories)s)[1 + floor(random() * %(category_count)s)::int] AS category_id,
               (%(channels)s)[1 + floor(random() * %(channel_count)s)::int] AS channel_id,
               (%(departments)s)[1 + floor(random() * %(department_count)s)::int] AS department_id,
               (%(officers)s)[1 + floor(random() * %(officer_count)s)::int] AS user_id,
               (ARRAY['minor', 'general', 'general', 'general', 'major'])[1 + floor(random() * 5)::int]
                   AS severity,
               (%(faults)s)[1 + floor(random() * 10)::int] || ' on '
                   || (%(items)s)[1 + floor(random() * 10)::int] || ' ' || g AS subject,
               (SELECT string_agg((%(words)s)[1 + floor(random() * 40)::int], ' ')
                  FROM generate_series(1, 25 + g * 0)) AS words,
               extract(year FROM now() + moved_days * interval '1 day')::int AS year
          FROM (SELECT g, random() AS chance,
                       g > 0.96 * %(count)s AND random() < 0.75 AS is_open,
                       -- Whole weeks, so that promises still fall on the same days of them.
                       -7 * (%(days)s * (1 - g::float / %(count)s) / 7)::int AS moved_days
                  FROM generate_series(0, %(count)s - 1) g) numbered
        """,
        {
            "count": count,
            "days": DAYS,
            "customers": customers,
            "categories": crowded,
            "category_count": len(crowded),
            "channels": channels,
            "channel_count": len(channels),
            "departments": people.departments.ids,
            "department_count": len(people.departments),
            "officers": people.officers.ids,
            "officer_count": len(people.officers),
            "faults": FAULTS.split(","),
            "items": ITEMS.split(","),
            "words": WORDS.split(","),
        },
    )
    cr.execute("ALTER TABLE bench_case ADD COLUMN number int")
    cr.execute("""
        UPDATE bench_case SET number = found.number
          FROM (SELECT g, row_number() OVER (PARTITION BY year ORDER BY g) + 100 AS number
                  FROM bench_case) found
         WHERE found.g = bench_case.g
    """)
    cr.execute("ANALYZE bench_case")


def _make_customers(cr, people, count):
    cr.execute("ALTER TABLE bench_case RENAME TO bench_plan")
    cr.execute(
        "CREATE TABLE bench_case AS SELECT g, 0 AS moved_days, interval '0' AS moved,"
        " 'Customer ' || lpad(g::text, 7, '0') AS name FROM generate_series(0, %s - 1) g",
        [count],
    )
    Copies(cr, "res_partner", "res.partner", only=()).make(
        people.customers.ids,
        str(people.customers.id),
        {
            "res_partner": {
                "name": "c.name",
                "complete_name": "c.name",
                "email": "'office@customer-' || c.g || '.example.com'",
                "email_normalized": "'office@customer-' || c.g || '.example.com'",
            }
        },
    )
    cr.execute("DROP TABLE bench_case")
    cr.execute("DROP TABLE bench_kind")
    cr.execute("ALTER TABLE bench_plan RENAME TO bench_case")


def _make_orders(cr, people):
    customer = f"{FIRST_ID} + c.customer"
    Copies(cr, "sale_order", "sale.order", only=("sale_order_line",)).make(
        people.order.ids,
        str(people.order.id),
        {
            "sale_order": {
                "name": "'G' || lpad(c.g::text, 7, '0')",
                "access_token": "NULL",
                **dict.fromkeys(
                    ("partner_id", "partner_invoice_id", "partner_shipping_id"), customer
                ),
            },
            "sale_order_line": {"order_partner_id": customer},
        },
    )
    cr.execute("DROP TABLE bench_kind")


def _make_cases(cr, table, model, ways):
    Copies(cr, table, model).make([way.record.id for way in ways], _choice(ways), SPECIAL[table])
    cr.execute("DROP TABLE bench_kind")


def _involve_departments(cr):
    cr.execute(
        """
        INSERT INTO lab_complaint_involved_user_rel (complaint_id, user_id)
        SELECT DISTINCT concerned.lab_complaint_id, employee.user_id
          FROM hr_department_lab_complaint_rel concerned
          JOIN hr_version version ON version.department_id = concerned.hr_department_id
          JOIN hr_employee employee ON employee.current_version_id = version.id
         WHERE concerned.lab_complaint_id >= %s AND employee.user_id IS NOT NULL
        """,
        [FIRST_ID],
    )


def _attend_to_promises(env):
    """What the scheduled job has done by now, hour by hour."""
    env.cr.execute(
        "UPDATE lab_complaint_deadline SET counted_by = %s WHERE is_open AND complaint_id >= %s",
        [env["lab.working.day"]._entered(env.company), FIRST_ID],
    )
    env.cr.execute(
        """
        UPDATE lab_complaint_deadline
           SET missed = due_on < current_date, reminded_on = due_on,
               escalated_on = CASE WHEN due_on < current_date THEN due_on END
         WHERE is_open AND due_on <= current_date + 5 AND complaint_id >= %s
        """,
        [FIRST_ID],
    )


def _choice(ways):
    """SQL that chooses an archetype by weight, among those that are open or have ended."""
    cases = []
    for is_open in (True, False):
        chosen = [way for way in ways if way.is_open == is_open]
        total, reached = sum(way.weight for way in chosen), 0.0
        for way in chosen[:-1]:
            reached += way.weight / total
            cases.append(
                f"WHEN {'' if is_open else 'NOT '}c.is_open AND c.chance < {reached}"
                f" THEN {way.record.id}"
            )
        cases.append(f"WHEN {'' if is_open else 'NOT '}c.is_open THEN {chosen[-1].record.id}")
    return f"CASE {' '.join(cases)} END"


CUSTOMER = f"{FIRST_ID} + c.customer"
ORDER = f"{FIRST_ID} + c.g"
# One of the newest, which are those that were made for this.
CATEGORY = "(SELECT max(id) FROM {table}) - mod(c.g, 12)"
SPECIAL = {
    "lab_complaint": {
        "lab_complaint": {
            "name": "split_part(t.name, '/', 1) || '/' || c.year || '/' || lpad(c.number::text, greatest(5, length(c.number::text)), '0')",
            "register_year": "c.year",
            "register_number": "c.number",
            "subject": "c.subject",
            "description": "c.words",
            "order_id": ORDER,
            "customer_id": CUSTOMER,
            "identity_partner_id": CUSTOMER,
            "identity_name": "'Customer ' || lpad(c.customer::text, 7, '0')",
            "identity_email": "'office@customer-' || c.customer || '.example.com'",
            "identity_phone": "'+86 21 ' || (50000000 + c.customer)",
            "category_id": "c.category_id",
            "channel_id": "c.channel_id",
            "severity": "c.severity",
            "user_id": "CASE WHEN t.user_id IS NOT NULL THEN c.user_id END",
        },
        "lab_certificate": {
            "name": "'C-' || c.g",
            "order_id": ORDER,
            "order_line_id": ORDER,
            "customer_id": CUSTOMER,
            "department_id": "c.department_id",
        },
        "hr_department_lab_complaint_rel": {"hr_department_id": "c.department_id"},
        "lab_complaint_sale_order_line_rel": {"sale_order_line_id": ORDER},
    },
    "helpdesk_ticket": {
        "helpdesk_ticket": {
            "number": "'HT' || lpad((c.g + 1000)::text, 7, '0')",
            "name": "c.subject",
            "description": "'<p>' || c.words || '</p>'",
            "partner_id": CUSTOMER,
            "commercial_partner_id": CUSTOMER,
            "user_id": "c.user_id",
            "category_id": CATEGORY.format(table="helpdesk_ticket_category"),
            "access_token": "NULL",
        }
    },
    "crm_claim": {
        "crm_claim": {
            "name": "c.subject",
            "description": "c.words",
            "partner_id": CUSTOMER,
            "categ_id": CATEGORY.format(table="crm_claim_category"),
            "user_id": "c.user_id",
        }
    },
    "crm_lead": {
        "crm_lead": {
            "name": "c.subject",
            "description": "'<p>' || c.words || '</p>'",
            "partner_id": CUSTOMER,
            "source_id": CATEGORY.format(table="utm_source"),
            "user_id": "c.user_id",
        }
    },
}
