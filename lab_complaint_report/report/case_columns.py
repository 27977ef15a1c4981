"""What fields say of many cases, a column at a time: the same as `field_text` says of one case,
but what many cases say, such as a name or a label, is looked up once for all of them."""

from .record_names import RecordNames


class CaseColumns:
    """Chosen fields of the cases of a model, as the user of its environment may read them.

    Fields are days, figures, words, selections, and names of other records.
    """

    def __init__(self, cases, names):
        """Choose fields.

        :param cases: empty recordset of the model
        :param names: names of the fields
        """
        self._cases = cases
        self._fields = [cases._fields[name] for name in names]
        self._linked = [field.name for field in self._fields if field.type == "many2many"]
        self._known = {}

    def sql(self, query):
        """What is read of each case in the query for the cases themselves.

        :return: dictionary of field name: SQL
        :raise AccessError: when the user may not read one of the fields
        """
        return {
            field.name: self._cases._field_to_sql(query.table, field.name, query)
            for field in self._fields
            if field.store and field.column_type
        }

    def say(self, batch):
        """What the fields say of a batch of cases.

        :param batch: dictionary of field name: values as they are in the database, and of `id`
        :return: dictionary of field name: list of words, days, figures, or nothing
        """
        batch = {**batch, **self._links(batch["id"])}
        return {
            field.name: SAID_BY_TYPE.get(field.type, _say_value)(self, field, batch[field.name])
            for field in self._fields
        }

    def _links(self, ids):
        """Ids of the records that each case is linked with, in their order."""
        if not self._linked:
            return {}
        self._cases.search_fetch([("id", "in", ids)], self._linked, order="id")
        cases = self._cases.browse(ids)
        links = {name: [case[name]._ids for case in cases] for name in self._linked}
        cases.invalidate_recordset(self._linked)
        return links

    def _names(self, field):
        # Like in the web client, whoever may read the field sees what it names.
        if field.comodel_name not in self._known:
            records = self._cases.env[field.comodel_name].sudo()
            self._known[field.comodel_name] = RecordNames(records)
        return self._known[field.comodel_name]

    def _say_name(self, field, ids):
        names = self._names(field).of(ids)
        return [names.get(number, "") for number in ids]

    def _say_names(self, field, links):
        names = self._names(field).of(number for ids in links for number in ids)
        return [", ".join([names[number] for number in ids]) for ids in links]

    def _say_selection(self, field, values):
        labels = dict(field._description_selection(self._cases.env), none="")
        return [labels.get(value, "") for value in values]


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
