from odoo import models
from odoo.fields import Domain

from odoo.addons.lab_complaint.models.lab_complaint_stage import (
    ENDED_STATES,
    PROMISES,
    STATES,
)

# Asked by name, an index finds the few that are open; what is not one of others reads them all.
OPEN_STATES = [state for state, _label in STATES if state not in ENDED_STATES]
# What is said of an open case, and which of it has names in several languages.
NAMED = ("category_id", "stage_id", "severity", "next_promise")
OPEN_FACTS = ("name", "received_day", "next_promise_on", "next_promise_waits", *NAMED)


class LabComplaintStatistics(models.AbstractModel):
    """Promises and measures behind the figures of a period, and the cases that are open."""

    _inherit = "lab.complaint.statistics"

    def _promises(self, company, first, last):
        """What became of the promises that fell due in a period.

        :param company: one res.company
        :param first: date
        :param last: date, included
        :return: list of dictionaries with `kind`, `name` (by language), the numbers `kept`, `missed`
            and `open`, and `share` (kept of kept and missed, 0 to 1 or None)
        """
        groups = (
            self.env["lab.complaint.deadline"]
            .sudo()
            ._read_group(
                Domain("company_id", "=", company.id)
                & Domain("complaint_id.kind", "!=", "feedback")
                & Domain("due_on", ">=", first)
                & Domain("due_on", "<=", last),
                ["kind", "missed", "is_open"],
                ["__count"],
            )
        )
        rows = []
        for kind, _label in PROMISES:
            counts = dict.fromkeys(("kept", "missed", "open"), 0)
            for of_kind, missed, is_open, count in groups:
                if of_kind == kind:
                    counts["missed" if missed else "open" if is_open else "kept"] += count
            settled = counts["kept"] + counts["missed"]
            rows.append(
                {
                    "kind": kind,
                    "name": self._selection_names("lab.complaint.deadline", "kind", kind),
                    **counts,
                    "share": counts["kept"] / settled if settled else None,
                }
            )
        return rows

    def _measures(self, company, first, last):
        """Measures of the cases of a period and whether they were effective (8.7).

        :return: list of dictionaries with `kind`, `name` (by language) and the numbers `planned`,
            `done`, `cancelled`, `effective` and `not_effective`; kinds without a measure left out
        """
        cases = self._analysis(company)._search(self._cases_domain(company, first, last))
        groups = (
            self.env["lab.complaint.measure"]
            .sudo()
            ._read_group(
                Domain("complaint_id", "in", cases), ["kind", "state", "effectiveness"], ["__count"]
            )
        )
        rows = {}
        for kind, state, effectiveness, count in groups:
            if kind not in rows:
                numbers = ("planned", "done", "cancelled", "effective", "not_effective")
                name = self._selection_names("lab.complaint.measure", "kind", kind)
                rows[kind] = {"kind": kind, "name": name, **dict.fromkeys(numbers, 0)}
            rows[kind][state] += count
            if effectiveness:
                rows[kind][effectiveness] += count
        order = [key for key, _label in self.env["lab.complaint.measure"]._fields["kind"].selection]
        return [rows[kind] for kind in order if kind in rows]

    def _open_cases(self, company, last):
        """Cases that were received by a day and are open now.

        :param last: date
        :return: list of dictionaries with `number`, `received_day`, `category`, `stage`, `severity`
            and `promise` (by language), `due_on` (ISO dates or None) and `is_late`, oldest first
        """
        complaints = self.env["lab.complaint"].sudo()
        opened = complaints._search(
            Domain("company_id", "=", company.id)
            & Domain("kind", "!=", "feedback")
            & Domain("received_day", "<=", last)
            & Domain("state", "in", OPEN_STATES),
            order="received_day, id",
        )
        columns = [complaints._field_to_sql(complaints._table, name, opened) for name in OPEN_FACTS]
        rows = self.env.execute_query(opened.select(*columns))
        today = company.sudo()._complaint_today()
        named = {
            name: self._names_of_values("lab.complaint", name, {row[place] for row in rows})
            for place, name in enumerate(OPEN_FACTS)
            if name in NAMED
        }
        return [
            self._open_case(dict(zip(OPEN_FACTS, row, strict=True)), named, today) for row in rows
        ]

    def _open_case(self, case, named, today):
        due = case["next_promise_on"]
        return {
            "number": case["name"],
            "category": named["category_id"][case["category_id"]],
            "received_day": case["received_day"].isoformat(),
            "stage": named["stage_id"][case["stage_id"]],
            "severity": named["severity"][case["severity"]],
            "promise": named["next_promise"][case["next_promise"]],
            "due_on": due and due.isoformat(),
            "is_late": self.env["lab.complaint"]._is_late_on(
                today, due, case["next_promise_waits"]
            ),
        }
