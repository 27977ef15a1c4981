"""A laboratory with many cases, written straight to the tables, the same for the same seed.

Run in Odoo's shell (`env` at hand) on a new database:

    laboratory = Generator(env, seed=17025).fill(cases=2000, first=date(2025, 1, 1), days=365)

Each row is a copy of one that Odoo made itself, so that new columns have what Odoo gives them.
"""

import random
from datetime import date, datetime, time, timedelta

from psycopg2.extras import execute_values

DEPARTMENTS = ("Pressure", "Temperature", "Length", "Force", "Electrical", "Chemistry", "Mass")
SERVICES = ("Calibration", "Type test", "On-site testing", "Verification", "Material analysis")
WEIGHTS = {
    "category_time_late": 21,
    "category_certificate_typing": 17,
    "category_result_value": 14,
    "category_certificate_delivery": 9,
    "category_commercial_invoice": 8,
    "category_service_reachability": 7,
    "category_item_damaged": 6,
    "category_time_notice": 6,
    "category_result_uncertainty": 4,
    "category_service_conduct": 3,
    "category_commercial_price": 3,
    "category_result_conformity": 2,
}
PROMISES = {"acknowledgement": (2, 0.97), "screening": (3, 0.94), "outcome": (15, 0.88)}
# A department whose printer broke: more complaints than chance explains.
BAD_MONTH, BAD_DEPARTMENT, BAD_FACTOR = 9, "Temperature", 2.6


def insert(env, table, template, rows):
    """Copy one row of a table many times.

    :param template: id of the row that is copied
    :param rows: list of dictionaries of column: value, all with the same columns
    :return: ids in the order of the rows
    """
    cr = env.cr
    cr.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [table],
    )
    types = dict(cr.fetchall())
    given = list(rows[0])
    kept = [name for name in types if name not in given and name != "id"]
    cr.execute(
        "SELECT array_agg(nextval(%s)) FROM generate_series(1, %s)", [f"{table}_id_seq", len(rows)]
    )
    ids = cr.fetchone()[0]
    columns = ", ".join(f'"{name}"' for name in ["id", *given, *kept])
    copied = "".join(f', t."{name}"' for name in kept)
    # Typed, or rows that all have nothing in a column would be rows of texts.
    slots = ", ".join(f"%s::{types[name]}" for name in ["id", *given])
    execute_values(
        cr._obj,
        f"INSERT INTO {table} ({columns}) SELECT v.*{copied} FROM (VALUES %s) v, {table} t"
        f" WHERE t.id = {int(template)}",
        [(number, *row.values()) for number, row in zip(ids, rows, strict=True)],
        template=f"({slots})",
        page_size=5000,
    )
    return ids


def relate(env, table, columns, pairs):
    """Fill a relation table with pairs of ids."""
    execute_values(
        env.cr._obj,
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES %s ON CONFLICT DO NOTHING",
        pairs,
        page_size=5000,
    )


class Generator:
    """One company with its people and services, and the cases of a period."""

    def __init__(self, env, seed=17025):
        self.random = random.Random(seed)
        self.company = env.company
        self.env = env(context={**env.context, "tracking_disable": True})
        self._make_laboratory()

    def _make_laboratory(self):
        make = self._make
        self.departments = make("hr.department", DEPARTMENTS, company_id=self.company.id)
        self.services = make("product.product", SERVICES, type="service")
        customers = [f"Customer {number:03}" for number in range(150)]
        self.customers = make("res.partner", customers, is_company=True)
        self.causes = self.env["mgmtsystem.nonconformity.cause"].search([], limit=6)
        self.categories = [self.env.ref(f"lab_complaint.{name}").id for name in WEIGHTS]
        self.channels = self.env["lab.complaint.channel"].search([]).ids
        self.stages = {
            stage.state: stage.id for stage in self.env["lab.complaint.stage"].search([])
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customers[0].id,
                "order_line": [(0, 0, {"product_id": self.services[0].id})],
            }
        )
        order.action_confirm()
        self.certificate = self.env["lab.certificate"].create({"name": "G-0", "order_id": order.id})
        self.case = self.env["lab.complaint"].create(
            {"subject": "Template", "description": "Template", "order_id": order.id}
        )
        self.measure = self.env["lab.complaint.measure"].create(
            {"complaint_id": self.case.id, "kind": "training", "name": "Training"}
        )
        self.deadline = self.case.deadline_ids[:1] or self.env["lab.complaint.deadline"].create(
            {
                "complaint_id": self.case.id,
                "kind": "outcome",
                "counted_from": "receipt",
                "start_on": date.today(),
                "due_on": date.today(),
            }
        )
        self.order = order
        self.env.flush_all()

    def _make(self, model, names, **values):
        return self.env[model].create([{"name": name, **values} for name in names])

    # --- the period ---

    def fill(self, cases, first, days, orders_per_case=20):
        """Write cases and the work they came from.

        :param cases: number of cases
        :param first: date of the first
        :param days: length of the period
        :param orders_per_case: orders in the period for each case
        :return: the company
        """
        work = self._fill_work(cases * orders_per_case, first, days)
        months = self._crowded(work)
        chosen = self.random.choices(work, weights=months, k=cases)
        chosen.sort(key=lambda piece: piece["day"])
        self._fill_cases(chosen, first, days)
        self.env.cr.execute("ANALYZE")
        self.env.invalidate_all()
        return self.company

    def _crowded(self, work):
        bad = self.departments.filtered(lambda d: d.name == BAD_DEPARTMENT).id
        return [
            BAD_FACTOR
            if piece["day"].month == BAD_MONTH and piece["department"] == bad
            else 0.02
            if piece["department"] == self.departments[-1].id
            else 1
            for piece in work
        ]

    def _fill_work(self, count, first, days):
        """Orders with one line and one certificate each."""
        pick = self.random.choice
        # Fewer orders in February, when the Spring Festival is.
        weights = [0.5 if (first + timedelta(days=n)).month == 2 else 1 for n in range(days)]
        offsets = self.random.choices(range(days), weights=weights, k=count)
        work = [
            {
                "day": first + timedelta(days=offset),
                "customer": pick(self.customers).id,
                "service": pick(self.services).id,
                "department": pick(self.departments).id,
            }
            for offset in offsets
        ]
        orders = insert(
            self.env,
            "sale_order",
            self.order.id,
            [
                {
                    "name": f"G{number:07}",
                    "partner_id": piece["customer"],
                    "date_order": datetime.combine(piece["day"], time(3)),
                    "access_token": None,
                }
                for number, piece in enumerate(work)
            ],
        )
        lines = insert(
            self.env,
            "sale_order_line",
            self.order.order_line.id,
            [
                {"order_id": order, "product_id": piece["service"]}
                for order, piece in zip(orders, work, strict=True)
            ],
        )
        insert(
            self.env,
            "lab_certificate",
            self.certificate.id,
            [
                {
                    "name": f"G-{number:07}",
                    "order_id": order,
                    "order_line_id": line,
                    "customer_id": piece["customer"],
                    "department_id": piece["department"],
                    "issued_on": piece["day"],
                }
                for number, (order, line, piece) in enumerate(zip(orders, lines, work, strict=True))
            ],
        )
        for order, line, piece in zip(orders, lines, work, strict=True):
            piece |= {"order": order, "line": line}
        return work

    def _fill_cases(self, work, first, days):
        last = first + timedelta(days=days - 1)
        numbers = {self.case.register_year: self.case.register_number}
        rows = []
        for piece in work:
            day = piece["day"] + timedelta(days=self.random.randrange(8))
            day = day if day <= last else piece["day"]
            numbers[day.year] = numbers.get(day.year, 0) + 1
            rows.append(self._case(piece, day, numbers[day.year], last))
        cases = insert(self.env, "lab_complaint", self.case.id, rows)
        relate(
            self.env,
            "hr_department_lab_complaint_rel",
            ("lab_complaint_id", "hr_department_id"),
            [(case, piece["department"]) for case, piece in zip(cases, work, strict=True)],
        )
        relate(
            self.env,
            "lab_complaint_sale_order_line_rel",
            ("lab_complaint_id", "sale_order_line_id"),
            [(case, piece["line"]) for case, piece in zip(cases, work, strict=True)],
        )
        found = [case for case, row in zip(cases, rows, strict=True) if row["cause_analysis"]]
        relate(
            self.env,
            "lab_complaint_mgmtsystem_nonconformity_cause_rel",
            ("lab_complaint_id", "mgmtsystem_nonconformity_cause_id"),
            [(case, self._cause()) for case in found],
        )
        self._fill_promises(cases, rows, last)
        self._fill_measures(cases, rows)

    def _cause(self):
        weights = [2.0**-number for number in range(len(self.causes))]
        return self.random.choices(self.causes.ids, weights=weights)[0]

    def _case(self, piece, day, number, last):
        chance = self.random.random
        took = {
            "days_to_acknowledge": min(int(self.random.expovariate(1.2)), 6),
            "days_to_decide": 3 + int(self.random.gammavariate(3, 2.5)),
        }
        took["days_to_answer"] = took["days_to_decide"] + self.random.randrange(3)
        took["days_to_close"] = took["days_to_answer"] + 5 + int(self.random.gammavariate(2, 5))
        reached = {
            name.replace("days_to_", ""): day + timedelta(days=int(length * 1.4))
            for name, length in took.items()
        }
        reached = {name: when if when <= last else None for name, when in reached.items()}
        ended = bool(reached["close"])
        refused = ended and chance() < 0.06
        state = "closed" if ended else "investigation" if not reached["decide"] else "follow_up"
        state = "not_accepted" if refused else state
        moment = datetime.combine(day, time(1)) + timedelta(minutes=self.random.randrange(480))
        closed_on = ended and datetime.combine(reached["close"], time(8))
        judged = bool(reached["decide"]) and not refused
        return {
            "name": f"{self.company.complaint_prefix}/{day.year}/{number:05}",
            "register_year": day.year,
            "register_number": number,
            "subject": f"Generated case {day.year}-{number}",
            "order_id": piece["order"],
            "customer_id": piece["customer"],
            "identity_partner_id": piece["customer"],
            "category_id": self.random.choices(self.categories, weights=WEIGHTS.values())[0],
            "channel_id": self.random.choice(self.channels),
            "kind": "feedback" if chance() < 0.05 else "appeal" if chance() < 0.03 else "complaint",
            "severity": self.random.choices(("minor", "general", "major"), (30, 60, 10))[0],
            "received_on": moment,
            "received_day": day,
            "state": state,
            "stage_id": self.stages[state],
            "responsibility": "not_ours" if refused else "ours" if judged else None,
            "validity": self.random.choices(("valid", "partly", "not_valid"), (55, 20, 25))[0]
            if judged
            else None,
            "cause_analysis": "Found" if judged and chance() < 0.9 else None,
            "acknowledged_day": reached["acknowledge"],
            "decided_day": reached["decide"],
            "answered_day": reached["answer"],
            "closed_day": reached["close"],
            "closed_on": closed_on or None,
            "first_closed_on": closed_on or None,
            **{name: took[name] if reached[name.replace("days_to_", "")] else 0 for name in took},
            "reopen_count": 1 if ended and chance() < 0.03 else 0,
            "is_recurring": chance() < 0.07,
            "next_promise": None if ended else "outcome",
            "next_promise_on": None if ended else day + timedelta(days=21),
        }

    def _fill_promises(self, cases, rows, last):
        promises = []
        for case, row in zip(cases, rows, strict=True):
            for kind, (length, kept) in PROMISES.items():
                due = row["received_day"] + timedelta(days=int(length * 1.4))
                missed = self.random.random() > kept
                done = due + timedelta(days=3 if missed else -1)
                is_open = done > last
                promises.append(
                    {
                        "complaint_id": case,
                        "kind": kind,
                        "start_on": row["received_day"],
                        "due_on": due,
                        "original_due_on": due,
                        "days": length,
                        "missed": missed and due < last,
                        "done_on": None if is_open else datetime.combine(done, time(8)),
                        "is_open": is_open,
                        "met": not missed and not is_open,
                    }
                )
        insert(self.env, "lab_complaint_deadline", self.deadline.id, promises)

    def _fill_measures(self, cases, rows):
        measures = []
        for case, row in zip(cases, rows, strict=True):
            if not row["cause_analysis"]:
                continue
            kind = self.random.choices(
                ("nonconformity", "amend_certificate", "training", "contact", "compensation"),
                (35, 25, 20, 12, 8),
            )[0]
            done = row["state"] == "closed"
            measures.append(
                {
                    "complaint_id": case,
                    "kind": kind,
                    "name": "Generated measure",
                    "state": "done" if done else "planned",
                    "effectiveness": (
                        "effective" if self.random.random() < 0.93 else "not_effective"
                    )
                    if done
                    else None,
                    "amount": 50 * self.random.randrange(1, 40) if kind == "compensation" else 0,
                    "is_settled": done,
                }
            )
        insert(self.env, "lab_complaint_measure", self.measure.id, measures)
