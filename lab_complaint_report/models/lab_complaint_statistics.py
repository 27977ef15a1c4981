import contextlib

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .lab_complaint_analysis import PROMISE_FIELDS
from .lab_complaint_analysis_reading import READING

# Who may see what all cases say together.
READERS = ("lab_complaint.group_officer", "lab_complaint.group_auditor")
# What is counted and averaged of the cases of a period, in the order of the papers.
MEASURES = (
    "complaint_count",
    "valid_share",
    "days_to_acknowledge",
    "days_to_decide",
    "days_to_answer",
    "days_to_close",
    *PROMISE_FIELDS.values(),
    "in_time",
    "reopened_count",
    "recurring_count",
    "compensation",
)
RATES = ("order_count", "certificate_count", "per_orders", "per_certificates")
# What an index of the register knows by itself: no case has to be read for that.
COUNTED_BY_INDEX = ("complaint_count",)
# Customers and orders are nearly as many as cases, and called the same in each language: where
# their name is kept. It is read from there, which takes a tenth of asking each what it is called.
KEPT_NAMES = {"res.partner": "complete_name", "sale.order": "name"}
# How the cases of a period can be divided.
DIMENSIONS = (
    "main_category_id",
    "category_id",
    "channel_id",
    "department_ids",
    "severity",
    "kind",
    "responsibility",
    "validity",
    "cause_ids",
    "product_ids",
    "customer_id",
    "user_id",
    "state",
)


class LabComplaintStatistics(models.AbstractModel):
    """Figures of one laboratory and period, for the dashboard, the review and its spreadsheets
    (ISO/IEC 17025:2017, 8.6 and 8.9).

    A period is a first and a last day of the laboratory, both included; its cases are the
    complaints and appeals received in it. Everything is read as superuser for one company: a
    figure is the same for whoever asks. None is what has no basis.
    """

    _name = "lab.complaint.statistics"
    _description = "Complaint Statistics"

    def _cases_domain(self, company, first, last):
        """Cases of a period in the analysis.

        :param company: one res.company
        :param first: date
        :param last: date, included
        :return: Domain on lab.complaint.analysis
        """
        return (
            Domain("company_id", "=", company.id)
            & Domain("kind", "!=", "feedback")
            & Domain("received_day", ">=", first)
            & Domain("received_day", "<=", last)
        )

    def _labels(self):
        """What each figure is called and how it is defined.

        :return: dictionary of figure: (label, definition), in the language of the environment
        """
        described = {
            **self._described("lab.complaint.analysis", (*MEASURES, *DIMENSIONS)),
            **self._described("lab.complaint.rate", RATES),
        }
        return {
            **described,
            "open_count": (
                self.env._("Open at the End"),
                self.env._(
                    "Complaints and appeals, also of earlier periods, that were received by the "
                    "last day and had not ended by then."
                ),
            ),
            "closed_count": (
                self.env._("Ended"),
                self.env._(
                    "Complaints and appeals, also of earlier periods, that ended in the period: "
                    "closed, not accepted or withdrawn."
                ),
            ),
        }

    def _described(self, model, names):
        described = self.env[model].sudo().fields_get(names, ["string", "help"])
        return {
            name: (described[name]["string"], described[name].get("help") or "") for name in names
        }

    def _figures(self, company, first, last):
        """Figures of a period.

        :param company: one res.company
        :param first: date
        :param last: date, included
        :return: dictionary of figure: number, or None without a basis; shares from 0 to 1, days
            in working days, compensation in the currency of the company
        """
        cases = self._cases_domain(company, first, last)
        counted = self._aggregate(self._analysis(company), cases, MEASURES)
        count = counted["complaint_count"] or 0
        [rated] = self._rated(company, [(first, last)], [count])
        return {
            **counted,
            **{name: counted[name] or 0 for name in MEASURES if name.endswith("_count")},
            "compensation": counted["compensation"] or 0.0,
            **self._standing(company, first, last),
            **rated,
        }

    def _standing(self, company, first, last):
        """Cases open at the end of a period, and ended in it, whenever they were received."""
        complaints = self.env["lab.complaint"].sudo()
        of_company = Domain("company_id", "=", company.id) & Domain("kind", "!=", "feedback")
        not_by_then = Domain("closed_day", "=", False) | Domain("closed_day", ">", last)
        in_period = Domain("closed_day", ">=", first) & Domain("closed_day", "<=", last)
        received = of_company & Domain("received_day", "<=", last)
        return {
            "open_count": complaints.search_count(received & not_by_then),
            "closed_count": complaints.search_count(of_company & in_period),
        }

    def _analysis(self, company):
        return self.env["lab.complaint.analysis"].sudo().with_company(company)

    def _rates_domain(self, company, first, last):
        """Rows of a period in lab.complaint.rate."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )

    @contextlib.contextmanager
    def _reading(self, company, spans, counted=()):
        """Read the cases of several spans of days once, for everything that is asked in the body.

        :param spans: list of (first, last): dates
        :param counted: further spans, of which cases are counted but not read
        :return: context manager; gives this model, which counts the cases that were read
        """
        every = [*spans, *counted]
        days = min(first for first, _last in every), max(last for _first, last in every)
        asked = Domain.OR(self._cases_domain(company, *span) for span in spans)
        with self._analysis(company)._read_once(asked, days) as reading:
            yield self.with_context(**{READING: reading})

    def _aggregate(self, model, domain, names):
        """Figures of all rows of a domain, each by the aggregate that its field names."""
        fields_of = [f"{name}:{model._fields[name].aggregator}" for name in names]
        values = model._read_group(domain, aggregates=fields_of)[0]
        return {
            # False is what Odoo gives for nothing.
            name: None
            if value is False or value is None
            else float(value)
            if model._fields[name].aggregator != "sum"
            else int(value)
            for name, value in zip(names, values, strict=True)
        }

    def _classification(self, company, first, last, dimension):
        """The cases of a period, divided.

        :param dimension: one of DIMENSIONS
        :return: list of dictionaries with `id` (of the record or key of the selection, False for
            none), `name` (by language), `count`, `valid_share` and `in_time` (0 to 1 or None),
            most first
        """
        return self._classifications(company, first, last, [dimension])[dimension]

    def _classifications(self, company, first, last, dimensions):
        """The cases of a period, divided in several ways.

        :return: dictionary of dimension: rows as of _classification
        """
        cases = self._cases_domain(company, first, last)
        if self.env.context.get(READING):
            return self._divide_read(company, cases, dimensions)
        divided = self._analysis(company)._read_grouping_sets(
            cases,
            [[dimension] for dimension in dimensions],
            ["complaint_count:sum", "valid_share:avg", "in_time:avg"],
        )
        return {
            dimension: self._rows_of_groups(dimension, groups)
            for dimension, groups in zip(dimensions, divided, strict=True)
        }

    def _rows_of_groups(self, dimension, groups):
        names = self._names_of_groups(dimension, [group[0] for group in groups])
        rows = [
            self._row(value.id if isinstance(value, models.BaseModel) else value, name, *counted)
            for (value, *counted), name in zip(groups, names, strict=True)
        ]
        return sorted(rows, key=lambda row: self._place(row["count"], row["id"]))

    def _row(self, row_id, name, count, valid, in_time):
        return {
            "id": row_id,
            "name": name,
            "count": count,
            "valid_share": self._share(valid),
            "in_time": self._share(in_time),
        }

    def _place(self, count, row_id):
        """Where a row stands in a table: most first."""
        return -count, not row_id, str(row_id)

    def _share(self, value):
        return None if value is None or value is False else float(value)

    def _trend(self, company, last, months=12, names=("complaint_count", "in_time")):
        """Calendar months up to that of a day.

        :param last: date
        :param names: what is counted of the cases
        :return: list of dictionaries, oldest first, with `first` and `last` (ISO dates),
            `complaint_count`, `in_time` and the rates
        """
        spans = self._months(last, months)
        days = spans[0][0], spans[-1][1]
        analysis = self._analysis(company)
        if names == COUNTED_BY_INDEX:
            analysis = analysis.with_context(**{READING: None})
        counted = self._monthly(analysis, self._cases_domain(company, *days), "received_day", names)
        nothing = {"complaint_count": 0, "in_time": None}
        rows = [{**nothing, **counted.get(first, {})} for first, _last in spans]
        rates = self._rated(company, spans, [row["complaint_count"] for row in rows])
        for row, rated, days in zip(rows, rates, spans, strict=True):
            row |= rated
            row["first"], row["last"] = map(fields.Date.to_string, days)
        return rows

    def _months(self, last, months):
        """Calendar months up to that of a day: list of (first, last), oldest first."""
        begin = last.replace(day=1) - relativedelta(months=months - 1)
        firsts = [begin + relativedelta(months=number) for number in range(months)]
        return [(first, first + relativedelta(months=1, days=-1)) for first in firsts]

    def _monthly(self, model, domain, day, names):
        aggregates = [f"{name}:{model._fields[name].aggregator}" for name in names]
        return {
            month: {
                name: value if name.endswith("_count") else self._share(value)
                for name, value in zip(names, values, strict=True)
            }
            for month, *values in model._read_group(domain, [f"{day}:month"], aggregates)
        }

    # --- names, in every language of the laboratory ---

    def _languages(self):
        return [code for code, _name in self.env["res.lang"].get_installed()]

    def _said(self, names):
        """Text of a name that is kept in several languages.

        :param names: dictionary of language code: text
        :return: the text in the language of the environment, else in the first one there is
        """
        return names.get(self.env.lang or "en_US") or next(iter(names.values()), "")

    def _names_of_groups(self, dimension, values):
        """Names of the groups of a table, each by language."""
        field = self.env["lab.complaint.analysis"]._fields[dimension]
        if field.type == "selection":
            return [self._selection_names("lab.complaint.analysis", dimension, v) for v in values]
        model = self.env[field.comodel_name]
        named = self._names_of_each(model.union(*values))
        return [named.get(value.id) or self._none_names() for value in values]

    def _names_of_values(self, model, name, values):
        """Names of values as they stand in the database.

        :param name: field, a selection or a relation to one record
        :param values: keys or ids, None for nothing
        :return: dictionary of value: name by language
        """
        field = self.env[model]._fields[name]
        if field.type == "selection":
            return {value: self._selection_names(model, name, value) for value in values}
        records = self.env[field.comodel_name].browse([value for value in values if value])
        named = self._names_of_each(records)
        return {value: named.get(value) or self._none_names() for value in values}

    def _selection_names(self, model, name, value):
        """What a value of a selection is called, by language."""
        if not value:
            return self._none_names()
        said = {}
        for code in self._languages():
            env = self.with_context(lang=code).env
            said[code] = dict(env[model]._fields[name]._description_selection(env))[value]
        return said

    def _record_names(self, records):
        """What a record is called, by language; several are joined."""
        if not records:
            return self._none_names()
        return {
            code: ", ".join(records.sudo().with_context(lang=code).mapped("display_name"))
            for code in self._languages()
        }

    def _names_of_each(self, records):
        """The same of each record: dictionary of id: name by language."""
        languages = self._languages()
        if records._name in KEPT_NAMES:
            kept = self._kept_names(records)
            found = filter(kept.__contains__, records.ids)
            return {number: dict.fromkeys(languages, kept[number]) for number in found}
        named = {record_id: {} for record_id in records.ids}
        for code in languages:
            for record in records.sudo().with_context(lang=code):
                named[record.id][code] = record.display_name
        return named

    def _kept_names(self, records):
        """Dictionary of id: name, of records whose name is kept."""
        name = records._fields[KEPT_NAMES[records._name]]
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM %s WHERE id = ANY(%s)",
                    SQL.identifier(name.name, to_flush=name),
                    SQL.identifier(records._table),
                    records.ids,
                )
            )
        )

    def _none_names(self):
        return {code: self.with_context(lang=code).env._("None") for code in self._languages()}
