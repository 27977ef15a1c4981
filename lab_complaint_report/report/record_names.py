# Names kept for what is read later, so that the memory that is needed has an end.
MOST_NAMES = 10_000


class RecordNames:
    """Names of the records of a model, each asked for once."""

    def __init__(self, records):
        """Begin without names.

        :param records: empty recordset: names are in its language and read with its rights
        """
        # Of each record nothing is read but what its name is made of.
        self._records = records.with_context(prefetch_fields=False)
        self._names = {}

    def of(self, ids):
        """Names of records.

        :param ids: their ids, also repeated or None
        :return: dictionary of id: name, of these records at least
        :raise AccessError: when one of them may not be read
        """
        ids = {number for number in ids if number}
        if len(self._names) > MOST_NAMES:
            self._names = {}
        unknown = ids.difference(self._names)
        if unknown:
            records = self._records.browse(unknown)
            records.fetch(["display_name"])
            names = records.mapped("display_name")
            self._names.update(zip(records.ids, (name or "" for name in names), strict=True))
            records.invalidate_recordset()
        return self._names
