"""What the archived register (投诉登记表) says of cases besides their own fields."""

from functools import partial

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.lab_complaint.models.working_days import WorkingDays, day_in

from .record_names import RecordNames


class RegisterFacts:
    """Facts of cases that are kept in their parts, as the reading user may read them.

    Each kind of part is read with one statement for a batch of cases, which sums it up.
    """

    # What is read with the cases themselves.
    case_fields = ("company_id", "received_day", "authority_part")

    def __init__(self, env):
        """Begin to read.

        :param env: environment of the reading user
        """
        self._env = env
        self._certificates = RecordNames(env["lab.certificate"])
        self._calendars = {}

    def of(self, batch):
        """Facts of a batch of cases.

        :param batch: dictionary of `id` and `case_fields`: values, in the order of the cases
        :return: dictionary of fact: list of words, days, numbers or nothing, in that order
        """
        ids = batch["id"]
        said = {
            "certificates": self._say_certificates(ids),
            "decision": self._say_decisions(ids),
            "measures": self._say_measures(ids),
            "on_time": self._say_on_time(ids),
        }
        told = self._first_told(ids)
        days = [
            self._days_of_one(*case, told.get(case[0], {}))
            for case in zip(ids, *(batch[name] for name in self.case_fields), strict=True)
        ]
        return {
            **{name: [words.get(case, "") for case in ids] for name, words in said.items()},
            **{name: [of_one[name] for of_one in days] for name in DAYS},
        }

    # --- one kind of part each ---

    def _say_certificates(self, ids):
        query, column = self._parts("lab.complaint.certificate", ids)
        rows = self._summed_up(
            query,
            [column("complaint_id")],
            SQL(
                "array_agg(%s ORDER BY %s, %s)",
                column("certificate_id"),
                column("role"),
                column("id"),
            ),
        )
        names = self._certificates.of(number for _case, numbers in rows for number in numbers)
        return {case: ", ".join([names[number] for number in numbers]) for case, numbers in rows}

    def _say_decisions(self, ids):
        outcome = (
            Domain("kind", "=", "outcome")
            & Domain("state", "=", "approved")
            & Domain("is_current", "=", True)
        )
        query, column = self._parts("lab.complaint.decision", ids, outcome)
        words = SQL(
            "string_agg(COALESCE(%s, ''), E'\\n' ORDER BY %s DESC)",
            column("proposal"),
            column("id"),
        )
        return dict(self._summed_up(query, [column("complaint_id")], words))

    def _say_measures(self, ids):
        query, column = self._parts("lab.complaint.measure", ids)
        rows = self._summed_up(
            query,
            [column("complaint_id")],
            SQL("array_agg(%s ORDER BY %s)", column("name"), column("id")),
            SQL("array_agg(%s ORDER BY %s)", column("state"), column("id")),
        )
        state = self._env["lab.complaint.measure"]._fields["state"]
        labels = dict(state._description_selection(self._env))
        return {
            case: "\n".join(
                [
                    f"{name} ({labels.get(state, '')})"
                    for name, state in zip(names, states, strict=True)
                ]
            )
            for case, names, states in rows
        }

    def _say_on_time(self, ids):
        """Whether every promise was kept; nothing while that is open."""
        query, column = self._parts("lab.complaint.deadline", ids)
        rows = self._summed_up(
            query,
            [column("complaint_id")],
            SQL("bool_or(%s)", column("missed")),
            SQL("bool_or(%s)", column("is_open")),
        )
        yes, no = self._env._("Yes"), self._env._("No")
        return {case: no if missed else "" if is_open else yes for case, missed, is_open in rows}

    # --- days ---

    def _first_told(self, ids):
        """Moments at which something was told the first time, also when not by us but not possible.

        :return: dictionary of case: {(to whom, kind): moment}
        """
        given = Domain("is_given", "=", True) & Domain("told_on", "!=", False)
        query, column = self._parts("lab.complaint.communication", ids, given)
        rows = self._summed_up(
            query,
            [column("complaint_id"), column("addressed_to"), column("kind")],
            SQL("(array_agg(%s ORDER BY %s))[1]", column("told_on"), column("id")),
        )
        told = {}
        for case, addressed_to, kind, moment in rows:
            told.setdefault(case, {})[addressed_to, kind] = moment
        return told

    def _days_of_one(self, _case, company, received_day, authority_part, told):
        zone, calendar = self._calendar(company)

        def day(addressed_to, kind):
            moment = told.get((addressed_to, kind))
            return moment and day_in(zone, moment)

        answered_on = day("complainant", "outcome")
        # The authority may be the complainant.
        authority = "complainant" if authority_part == "raised" else "authority"
        return {
            "acknowledged_on": day("complainant", "acknowledgement"),
            "answered_on": answered_on,
            "days": answered_on and calendar.between(received_day, answered_on),
            "authority_answered_on": authority_part
            and (day(authority, "outcome") or day(authority, "not_accepted")),
            "called_back_on": day("complainant", "callback"),
        }

    def _calendar(self, number):
        """Time zone and working days of the company with that id.

        The company of a case that the user may read is no secret, its calendar may be.
        """
        if number not in self._calendars:
            company = self._env["res.company"].sudo().browse(number)
            self._calendars[number] = company._complaint_timezone(), WorkingDays(company)
        return self._calendars[number]

    # --- reading ---

    def _parts(self, model, ids, domain=Domain.TRUE):
        """Parts of cases, by the rules for whoever reads.

        :return: (query, function that gives the column of a field)
        """
        parts = self._env[model].with_context(active_test=False)
        query = parts._search(Domain("complaint_id", "in", ids) & domain)
        return query, partial(parts._field_to_sql, query.table, query=query)

    def _summed_up(self, query, groups, *sums):
        """Rows of groups and sums of parts."""
        query.groupby = SQL(", ").join(groups)
        return self._env.execute_query(query.select(*groups, *sums))


DAYS = ("acknowledged_on", "answered_on", "days", "authority_answered_on", "called_back_on")
