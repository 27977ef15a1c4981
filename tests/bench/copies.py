"""Copies records with all that hangs on them, in SQL: a million in minutes.

What is copied is found by the foreign keys of the database, so that a new model of the product
is copied as well. Moments and days move with their case; what points to a copied record points
to its copy.
"""

from collections import defaultdict

from psycopg2.extras import execute_values

# Copies are known by their ids: the first of a table has this one, whatever Odoo made before.
FIRST_ID = 5_000_001
# What is not copied: outgoing mail would be sent, what is unread is read by somebody, and who is
# involved follows from the department.
LEFT_OUT = {
    "mail_mail",
    "mail_notification",
    "mail_message_res_partner_starred_rel",
    "lab_complaint_involved_user_rel",
    "lab_complaint_query_code",
    "lab_complaint_web_form",
}
# Columns by which tables name a record of any model.
NAMED = {
    "mail_message": ("model", "res_id"),
    "mail_followers": ("res_model", "res_id"),
    "mail_activity": ("res_model", "res_id"),
    "tier_review": ("model", "res_id"),
}
MOVED = {
    "timestamp without time zone": "t.{0} + c.moved",
    "date": "t.{0} + c.moved_days",
}


class Copies:
    """Copies of one model's archetypes.

    The table `bench_case` says what is special about each copy: its number `g` from 0, the
    `moved` interval and `moved_days`, and whatever the given columns use.
    """

    def __init__(self, cr, table, model, *, words_kept=2, only=None):
        """
        :param cr: cursor
        :param table: table of the archetypes
        :param model: its model, for chatter, activities and reviews
        :param words_kept: messages of each archetype that are copied, the newest
        :param only: tables that are copied, instead of all that point here
        """
        self.cr, self.table, self.model = cr, table, model
        self.words_kept, self.only = words_kept, only
        # table -> [(archetype, id or ctid, rank)], and (table, id) -> rank
        self.rows, self.ranks = {}, {}
        self.keys = self._foreign_keys()

    def make(self, archetypes, weights, special):
        """Write the copies.

        :param archetypes: ids in the table
        :param weights: SQL that says for a row c of bench_case which archetype it copies
        :param special: {table: {column: SQL over c and t}}
        """
        self._find(archetypes)
        self._number()
        indexes = self._without_indexes()
        self.cr.execute(
            f"CREATE TEMP TABLE bench_kind ON COMMIT DROP AS SELECT c.*, {weights} AS kind FROM bench_case c"
        )
        self.cr.execute("CREATE INDEX ON bench_kind (kind)")
        self.cr.execute("ANALYZE bench_kind")
        for table, rows in self.rows.items():
            for kind, key, rank in rows:
                self._copy(table, kind, key, rank, special.get(table, {}))
        for definition in indexes:
            self.cr.execute(definition)
        self._move_sequences()

    # --- what belongs to the archetypes ---

    def _foreign_keys(self):
        self.cr.execute("""
            SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
              FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f' AND cardinality(c.conkey) = 1
        """)
        keys = defaultdict(list)
        for table, column, target in self.cr.fetchall():
            keys[target].append((table, column))
        return keys

    def _find(self, archetypes):
        self._take(self.table, "id", {number: number for number in archetypes})
        waiting = [self.table]
        while waiting:
            target = waiting.pop(0)
            for table, column in sorted(self._pointing_at(target)):
                if table not in self.rows and self._wanted(table):
                    kinds = {key: kind for kind, key, _rank in self.rows[target]}
                    self._take(table, column, kinds)
                    if self.rows[table]:
                        waiting.append(table)
                    else:
                        del self.rows[table]

    def _wanted(self, table):
        if self.only is not None:
            return table in self.only
        return table not in LEFT_OUT

    def _pointing_at(self, target):
        named = [
            (table, column)
            for table, (_model, column) in NAMED.items()
            if target == self._named_target(table)
        ]
        # A certificate belongs to its case, though the key points the other way.
        backwards = [("lab_certificate", None)] if target == "lab_complaint_certificate" else []
        return [*self.keys[target], *named, *backwards]

    def _named_target(self, table):
        return "lab_complaint_decision" if table == "tier_review" else self.table

    def _take(self, table, column, kinds):
        """Rows of a table that point at records already taken.

        :param kinds: {id of such a record: archetype}
        """
        if column is None:
            query = "SELECT certificate_id, id FROM lab_complaint_certificate WHERE id = ANY(%s)"
            self.cr.execute(query, [list(kinds)])
            found = [(number, kinds[concerned]) for number, concerned in self.cr.fetchall()]
        else:
            key = "id" if self._has_id(table) else "ctid::text"
            clause, values = self._of_model(table)
            self.cr.execute(
                f'SELECT {key}, "{column}" FROM {table} WHERE "{column}" = ANY(%s) {clause} ORDER BY 1',
                [list(kinds), *values],
            )
            found = [(key, kinds[target]) for key, target in self.cr.fetchall()]
        ranked = defaultdict(int)
        self.rows.setdefault(table, [])
        by_kind = defaultdict(list)
        for key, kind in found:
            by_kind[kind].append(key)
        for kind, keys in by_kind.items():
            for key in keys[-self.words_kept :] if table == "mail_message" else keys:
                self.rows[table].append((kind, key, ranked[kind]))
                self.ranks[table, key] = ranked[kind]
                ranked[kind] += 1

    def _of_model(self, table):
        if table not in NAMED:
            return "", []
        model = "lab.complaint.decision" if table == "tier_review" else self.model
        return f'AND "{NAMED[table][0]}" = %s', [model]

    # --- their copies ---

    def _has_id(self, table):
        return "id" in self._columns(table)

    def _columns(self, table):
        self.cr.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return dict(self.cr.fetchall())

    def _number(self):
        self.most, self.first = {}, {}
        for table, rows in self.rows.items():
            self.most[table] = max(rank for _kind, _key, rank in rows) + 1
            if self._has_id(table):
                self.cr.execute(f"SELECT GREATEST(%s, max(id) + 1) FROM {table}", [FIRST_ID])
                self.first[table] = self.cr.fetchone()[0]

    def _copied_id(self, table, key):
        rank = self.ranks[table, key]
        return f"{self.first[table]} + c.g * {self.most[table]} + {rank}"

    def _copy(self, table, kind, key, rank, special):
        has_id = self._has_id(table)
        columns = self._columns(table)
        values = self._pointers(table, key, has_id)
        for name, data_type in columns.items():
            if name in values:
                continue
            if name in special:
                values[name] = special[name]
            elif name == "id":
                values[name] = self._copied_id(table, key)
            else:
                values[name] = MOVED.get(data_type, 't."{0}"').format(name)
        values.update({name: sql for name, sql in special.items() if name in columns})
        names = ", ".join(f'"{name}"' for name in values)
        self.cr.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())}"
            f" FROM bench_kind c CROSS JOIN {table} t"
            f" WHERE c.kind = %s AND t.{'id' if has_id else 'ctid'} = %s",
            [kind, key],
        )

    def _pointers(self, table, key, has_id):
        """Columns of one row that point at a copied record: {column: SQL}."""
        columns = {
            column: target
            for target in self.first
            for source, column in self.keys[target]
            if source == table
        }
        if table in NAMED:
            columns[NAMED[table][1]] = self._named_target(table)
        if not columns:
            return {}
        names = ", ".join(f'"{name}"' for name in columns)
        self.cr.execute(
            f"SELECT {names} FROM {table} WHERE {'id' if has_id else 'ctid'} = %s", [key]
        )
        return {
            name: self._copied_id(target, value)
            for (name, target), value in zip(columns.items(), self.cr.fetchone(), strict=True)
            if (target, value) in self.ranks
        }

    def _without_indexes(self):
        """Drop what makes writing slow; :return: how to make it again."""
        self.cr.execute(
            """
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
              FROM pg_index i
             WHERE i.indrelid = ANY(%s::regclass[])
               AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
            """,
            [list(self.rows)],
        )
        indexes = self.cr.fetchall()
        for name, _definition in indexes:
            self.cr.execute(f"DROP INDEX {name}")
        return [definition for _name, definition in indexes]

    def _move_sequences(self):
        for table in self.first:
            self.cr.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )


def spread(cr, name, values):
    """A small table of values to choose from by number."""
    cr.execute(f"CREATE TEMP TABLE {name} (n int PRIMARY KEY, id int) ON COMMIT DROP")
    execute_values(cr._obj, f"INSERT INTO {name} VALUES %s", list(enumerate(values)))
