from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.lab_complaint.models.lab_complaint_stage import ENDED_STATES, PROMISES

from .lab_complaint_statistics import DIMENSIONS, MEASURES

BATCH = 1000


class LabComplaintStatistics(models.AbstractModel):
    """Promises, measures and cases behind the figures of a period."""

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
        complaints = (
            self.env["lab.complaint"]
            .sudo()
            .search(
                Domain("company_id", "=", company.id)
                & Domain("kind", "!=", "feedback")
                & Domain("received_day", "<=", last)
                & Domain("state", "not in", ENDED_STATES),
                order="received_day, id",
            )
        )
        return [
            {
                "number": complaint.name,
                "category": self._record_names(complaint.category_id),
                "received_day": fields.Date.to_string(complaint.received_day),
                "stage": self._record_names(complaint.stage_id),
                "severity": self._selection_names("lab.complaint", "severity", complaint.severity),
                "promise": self._selection_names(
                    "lab.complaint", "next_promise", complaint.next_promise
                ),
                "due_on": fields.Date.to_string(complaint.next_promise_on) or None,
                "is_late": complaint.is_late,
            }
            for complaint in complaints
        ]

    def _cases(self, company, first, last):
        """One dictionary for each case of a period, oldest first: `number`, `received_day`,
        `closed_day`, the dimensions by language, and the measures."""
        analysis = self._analysis(company)
        ids = analysis.search(
            self._cases_domain(company, first, last), order="received_day, id"
        ).ids
        rows, names = [], {}
        for start in range(0, len(ids), BATCH):
            batch = analysis.browse(ids[start : start + BATCH])
            measured = batch._measured(MEASURES)
            rows += [self._case(case, names) | measured[case.id] for case in batch]
            self.env.invalidate_all()
        return rows

    def _case(self, case, names):
        """One case as plain values, without its measures.

        :param names: dictionary that keeps the names of values seen before
        """
        row = {
            "number": case.complaint_id.name,
            "received_day": fields.Date.to_string(case.received_day),
            "closed_day": fields.Date.to_string(case.closed_day) or None,
        }
        for dimension in DIMENSIONS:
            value = case[dimension]
            key = (dimension, value._ids if isinstance(value, models.BaseModel) else value)
            if key not in names:
                names[key] = self._names_of_groups(dimension, [value])[0]
            row[dimension] = names[key]
        return row
