"""What fields say of many cases, a column at a time: the same as `field_text` says of one case,
but what many cases say, such as a name or a label, is looked up once for all of them."""

from odoo.tools import SQL

from ..models.lab_complaint_statistics import KEPT_NAMES
from .record_names import RecordNames


class CaseColumns:
    """Chosen fields of cases, as the user of their environment may read them: days, figures,
    words, selections, and names of other records."""

    def __init__(self, cases, names):
        """Choose fields.

        :param cases: empty recordset of the model
        :param names: names of the fields
        """
        self._env = cases.env
        self._fields = [cases._fields[name] for name in names]
        self._known = {}

    def sql(self, query):
        """What is read of each case, of the fields that are stored.

        :param query: CaseQuery
        :return: dictionary of field name: SQL
        :raise AccessError: when the user may not read one of the fields
        """
        columns = {}
        for field in self._fields:
            if field.type == "many2many":
                columns[field.name] = _links(query, field)
            elif _is_kept_name(field):
                columns[field.name] = _kept_name(query, field)
            elif field.store:
                columns[field.name] = query.column(field.name)
        return columns

    def say(self, batch):
        """What the fields say of a batch of cases.

        :param batch: dictionary of field name: values as they are in the database
        :return: dictionary of field name: list of words, days, figures, or nothing
        """
        return {
            field.name: SAID_BY_TYPE.get(field.type, _say_value)(self, field, batch[field.name])
            for field in self._fields
        }

    def _names(self, field):
        # Like in the web client, whoever may read the field sees what it names.
        if field.comodel_name not in self._known:
            self._known[field.comodel_name] = RecordNames(self._env[field.comodel_name].sudo())
        return self._known[field.comodel_name]

    def _say_name(self, field, ids):
        if _is_kept_name(field):
            return _say_words(self, field, ids)
        names = self._names(field).of(ids)
        return [names.get(number, "") for number in ids]

    def _say_names(self, field, links):
        names = self._names(field).of(number for ids in links for number in ids or ())
        return [", ".join([names[number] for number in ids or ()]) for ids in links]

    def _say_selection(self, field, values):
        labels = dict(field._description_selection(self._env), none="")
        return [labels.get(value, "") for value in values]


def _is_kept_name(field):
    return field.type == "many2one" and field.store and field.comodel_name in KEPT_NAMES


def _kept_name(query, field):
    """Name of the record that each case is linked with: like in the web client, whoever may read
    the field sees what it names.

    :return: SQL of the name, null where there is none
    """
    query.cases._check_field_access(field, "read")
    records, alias = field.join(query.cases.sudo(), query.cases._table, query.query)
    return records._field_to_sql(alias, KEPT_NAMES[records._name], query.query)


def _links(query, field):
    """Ids of the records that each case is linked with, those that the user may read, in the order
    of their model.

    :return: SQL of an array, null where there are none
    """
    query.cases._check_field_access(field, "read")
    records = query.cases.env[field.comodel_name].with_context(active_test=False, **field.context)
    linked = records._search(field.get_comodel_domain(query.cases))
    number = SQL.identifier(field.relation, field.column2)
    condition = SQL("%s = %s", number, SQL.identifier(records._table, "id"))
    linked.add_join("JOIN", field.relation, None, condition)
    order = records._order_to_sql(records._order, linked)
    sums = {"links": SQL("array_agg(%s ORDER BY %s)", number, order)}
    case = SQL.identifier(field.relation, field.column1)
    return query.join(f"linked_{field.name}", linked, case, sums)["links"]


def _say_words(_columns, _field, values):
    return [value.strip() if value else "" for value in values]


def _say_value(_columns, _field, values):
    return values


SAID_BY_TYPE = {
    "char": _say_words,
    "text": _say_words,
    "selection": CaseColumns._say_selection,
    "many2one": CaseColumns._say_name,
    "many2many": CaseColumns._say_names,
}
