"""Cases of a review as they are kept: what each says once, and names by their place.

A hundred thousand cases name a few hundred categories, departments and customers, each in every
language. Written out, the names alone would be a hundred megabytes.
"""

from collections.abc import Sequence


class Places(dict):
    """Places of the different values of a dimension, in the order in which they are asked for."""

    def __missing__(self, value):
        place = self[value] = len(self)
        return place


class UnfoldedCases(Sequence):
    """The cases of a review, each a dictionary made when it is asked for.

    :param kept: {"columns": names, "names": {column: list of names by language}, "rows": lists};
        a list of dictionaries, as reviews of earlier releases kept them, is taken as it is
    """

    def __init__(self, kept):
        self.is_folded = isinstance(kept, dict)
        self.rows = kept["rows"] if self.is_folded else kept
        if self.is_folded:
            self.columns = kept["columns"]
            self.names = [
                (column, kept["names"][column])
                for column in self.columns
                if column in kept["names"]
            ]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self._unfold(row) for row in self.rows[place]]
        return self._unfold(self.rows[place])

    def _unfold(self, row):
        if not self.is_folded:
            return row
        case = dict(zip(self.columns, row, strict=True))
        for column, names in self.names:
            case[column] = names[case[column]]
        return case
