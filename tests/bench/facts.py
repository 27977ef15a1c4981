"""What is in a measured database: ids and words to ask for, asked in SQL beside the server."""

from functools import cached_property

import psycopg2
from applications import COMPLAINTS
from copies import FIRST_ID


class Facts:
    """Facts of one database; other ones for each turn, so that nothing is asked twice."""

    def __init__(self, database, count):
        """:param count: cases that were generated"""
        self.count = count
        self.connection = psycopg2.connect(dbname=database)
        self.connection.autocommit = True
        self.known = {}

    def close(self):
        self.connection.close()

    def rows(self, query, *values):
        """Rows of a query."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def one(self, query, *values):
        """First value of a query, asked once."""
        if (query, values) not in self.known:
            self.known[query, values] = self.rows(query, *values)[0][0]
        return self.known[query, values]

    def sought(self, application, turn):
        """What a person looks for in this turn.

        :return: {"number", "customer", "customer_id", "words", "open_id", "answered_id"}
        """
        some = FIRST_ID + (turn * 7919) % self.count
        name = {"lab_complaint": "name", "helpdesk_ticket": "number"}.get(application.table, "name")
        partner = "customer_id" if application is COMPLAINTS else "partner_id"
        number, subject, customer_id = self.rows(
            f"SELECT {name}, {application.text}, {partner} FROM {application.table} WHERE id = %s",
            some,
        )[0]
        open_ids = self.open_ids(application)
        return {
            "number": number,
            "words": subject.split(" on ")[-1],
            "customer_id": customer_id,
            "customer": self.one("SELECT name FROM res_partner WHERE id = %s", customer_id),
            "open_id": open_ids[turn % len(open_ids)],
            "answered_id": FIRST_ID + 3,
        }

    def open_ids(self, application):
        """Open cases that are led already, of one stage: another shows more or less."""
        led = (
            "AND user_id IS NOT NULL AND state = 'investigation'"
            if application is COMPLAINTS
            else ""
        )
        return self.one(
            f"SELECT array_agg(id) FROM (SELECT id FROM {application.table} WHERE id >= %s"
            f" AND {application.is_open} {led} ORDER BY id LIMIT 500) opened",
            FIRST_ID,
        )

    def first_stage(self, application):
        """Id of the stage from which cases are moved."""
        stages = "crm_stage" if application.table == "crm_lead" else f"{application.table}_stage"
        return self.one(f"SELECT id FROM {stages} WHERE name->>'en_US' = %s", application.stages[0])

    def movable(self, application):
        """An open case in the first stage; one that was moved is there no longer."""
        return self.rows(
            f"SELECT id FROM {application.table} WHERE id >= %s AND stage_id = %s ORDER BY id LIMIT 1",
            FIRST_ID,
            self.first_stage(application),
        )[0][0]

    def colleague(self, application, record):
        """Somebody who is not in charge of a record."""
        return self.rows(
            f"SELECT id FROM res_users WHERE login LIKE 'officer%%' AND id IS DISTINCT FROM"
            f" (SELECT user_id FROM {application.table} WHERE id = %s) ORDER BY login LIMIT 1",
            record,
        )[0][0]

    def newest_message(self, application, record):
        """Id of the last message on a record, 0 where there is none."""
        return self.rows(
            "SELECT COALESCE(max(id), 0) FROM mail_message WHERE model = %s AND res_id = %s",
            application.model,
            record,
        )[0][0]

    def lists(self, turn):
        """Values for a new case: people, channel, category, departments."""
        department = self.one("SELECT min(id) FROM hr_department WHERE company_id IS NOT NULL")
        categories = self.rows(
            "SELECT id FROM lab_complaint_category c WHERE NOT EXISTS"
            " (SELECT 1 FROM lab_complaint_category x WHERE x.parent_id = c.id) ORDER BY id"
        )
        return {
            "user_id": self.user("officer00"),
            "investigator_ids": [[6, 0, [self.user("officer01")]]],
            "channel_id": self.one("SELECT min(id) FROM lab_complaint_channel"),
            "category_id": categories[turn % len(categories)][0],
            "department_ids": [[6, 0, [department]]],
        }

    def user(self, login):
        return self.one("SELECT id FROM res_users WHERE login = %s", login)

    @cached_property
    def deadline_cron(self):
        """Id of the scheduled job that reminds of promises."""
        return self.one(
            "SELECT res_id FROM ir_model_data WHERE module = 'lab_complaint'"
            " AND name = 'cron_remind_deadlines'"
        )

    @cached_property
    def ticket_category(self):
        return self.one("SELECT min(id) FROM helpdesk_ticket_category")

    def forget_attempts(self):
        """Web forms and codes are limited by address, and all of ours come from one."""
        self.rows("DELETE FROM lab_complaint_query_attempt")
