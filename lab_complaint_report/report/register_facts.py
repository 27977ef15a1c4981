"""What the archived register (投诉登记表) says of cases besides their own fields."""

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.lab_complaint.models.working_days import WorkingDays, day_in

# What is read of a case itself.
CASE_FIELDS = ("company_id", "received_day", "authority_part")
# What is told at a moment of which the register gives the day: to whom, and kind.
TOLD = (
    ("complainant", "acknowledgement"),
    ("complainant", "outcome"),
    ("complainant", "not_accepted"),
    ("complainant", "callback"),
    ("authority", "outcome"),
    ("authority", "not_accepted"),
)
DAYS = ("acknowledged_on", "answered_on", "days", "authority_answered_on", "called_back_on")


class RegisterFacts:
    """Facts of cases that are kept in their parts, as the reading user may read them."""

    def __init__(self, env):
        """Begin to read.

        :param env: environment of the reading user
        """
        self._env = env
        self._calendars = {}

    # --- what is read ---

    def sql(self, query):
        """What is read of each case.

        :param query: CaseQuery of lab.complaint
        :return: dictionary of name: SQL
        """
        return {
            **{name: query.column(name) for name in CASE_FIELDS},
            **self._certificates_sql(query),
            **self._decisions_sql(query),
            **self._measures_sql(query),
            **self._deadlines_sql(query),
            **self._communications_sql(query),
        }

    def _certificates_sql(self, query):
        parts, column = self._parts("lab.complaint.certificate")
        named = SQL(
            "array_agg(ARRAY[%s, %s] ORDER BY %s, %s)",
            column("name"),
            column("version"),
            column("role"),
            column("id"),
        )
        return query.join("certified", parts, column("complaint_id"), {"certificates": named})

    def _decisions_sql(self, query):
        outcome = (
            Domain("kind", "=", "outcome")
            & Domain("state", "=", "approved")
            & Domain("is_current", "=", True)
        )
        parts, column = self._parts("lab.complaint.decision", outcome)
        words = SQL(
            "string_agg(COALESCE(%s, ''), chr(10) ORDER BY %s DESC)",
            column("proposal"),
            column("id"),
        )
        return query.join("decided", parts, column("complaint_id"), {"decision": words})

    def _measures_sql(self, query):
        parts, column = self._parts("lab.complaint.measure")
        states = self._env["lab.complaint.measure"]._fields["state"]
        labels = states._description_selection(self._env)
        label = SQL(" ").join(SQL("WHEN %s THEN %s", key, label) for key, label in labels)
        words = SQL(
            "string_agg(concat(%s, ' (', CASE %s %s END, ')'), chr(10) ORDER BY %s)",
            column("name"),
            column("state"),
            label,
            column("id"),
        )
        return query.join("measured", parts, column("complaint_id"), {"measures": words})

    def _deadlines_sql(self, query):
        """Whether every promise was kept; nothing while that is open."""
        parts, column = self._parts("lab.complaint.deadline")
        words = SQL(
            "CASE WHEN bool_or(%s) THEN %s WHEN NOT bool_or(%s) THEN %s END",
            column("missed"),
            self._env._("No"),
            column("is_open"),
            self._env._("Yes"),
        )
        return query.join("promised", parts, column("complaint_id"), {"on_time": words})

    def _communications_sql(self, query):
        """Moments at which something was told the first time, also when not by us but not
        possible."""
        given = Domain("is_given", "=", True) & Domain("told_on", "!=", False)
        parts, column = self._parts("lab.complaint.communication", given)
        moments = {
            f"{addressed_to}_{kind}": SQL(
                "min(%s) FILTER (WHERE %s = %s AND %s = %s)",
                column("told_on"),
                column("addressed_to"),
                addressed_to,
                column("kind"),
                kind,
            )
            for addressed_to, kind in TOLD
        }
        return query.join("told", parts, column("complaint_id"), moments)

    def _parts(self, model, domain=Domain.TRUE):
        """Parts of cases, by the rules for whoever reads.

        :return: (query, function that gives the column of a field)
        """
        parts = self._env[model].with_context(active_test=False)
        query = parts._search(domain)
        return query, lambda name: parts._field_to_sql(parts._table, name, query)

    # --- what is said ---

    def say(self, batch):
        """Facts of a batch of cases.

        :param batch: dictionary of what `sql` reads: values
        :return: dictionary of fact: list of words, days, numbers or nothing
        """
        cases = zip(*(batch[name] for name in CASE_FIELDS), strict=True)
        told = zip(*(batch[f"{addressed_to}_{kind}"] for addressed_to, kind in TOLD), strict=True)
        days = map(self._days_of_one, cases, told)
        return {
            "certificates": self._say_certificates(batch["certificates"]),
            **{name: batch[name] for name in ("decision", "measures", "on_time")},
            **dict(zip(DAYS, zip(*days, strict=True), strict=True)),
        }

    def _say_certificates(self, named):
        called = self._env["lab.certificate"]._called
        return [", ".join([called(*certificate) for certificate in some or ()]) for some in named]

    def _days_of_one(self, case, told):
        """Days and number of days, in the order of DAYS.

        :param case: values of CASE_FIELDS
        :param told: moments of TOLD, or None
        """
        company, received_day, authority_part = case
        acknowledged, answered, refused, called_back, authority_answered, authority_refused = told
        zone, calendar = self._calendar(company)

        def day(moment):
            return moment and day_in(zone, moment)

        answered_on = day(answered)
        # The authority may be the complainant.
        authority = (
            answered or refused
            if authority_part == "raised"
            else authority_answered or authority_refused
        )
        return (
            day(acknowledged),
            answered_on,
            answered_on and calendar.between(received_day, answered_on),
            authority_part and day(authority),
            day(called_back),
        )

    def _calendar(self, number):
        """Time zone and working days of the company with that id.

        The company of a case that the user may read is no secret, its calendar may be.
        """
        if number not in self._calendars:
            company = self._env["res.company"].sudo().browse(number)
            self._calendars[number] = company._complaint_timezone(), WorkingDays(company)
        return self._calendars[number]
