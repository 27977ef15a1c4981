from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError

from .test_api_log import ApiCase

EARLIER = "2026-01-01T00:00:00Z"


class TestApiFollow(ApiCase):
    """Another system asks where its cases stand and what has changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policies = cls.env["lab.complaint.deadline.policy"]
        policies.search([]).unlink()
        policies.create([{"kind": "acknowledgement", "days": 2}, {"kind": "outcome", "days": 15}])

    def _follow(self, user=None, **arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._complaints(user or self.system).follow_complaints(**arguments)

    def _numbers(self, user=None, **arguments):
        return {fact["number"] for fact in self._follow(user, **arguments)}

    def _age(self, complaint, **age):
        """As if nothing had happened for a while."""
        self.env.flush_all()
        for table, column in (("lab_complaint", "id"), ("lab_complaint_deadline", "complaint_id")):
            self.env.cr.execute(
                f"UPDATE {table} SET write_date = write_date - %s WHERE {column} = %s",
                (timedelta(**age), complaint.id),
            )
        self.env.invalidate_all()

    def test_facts(self):
        complaint = self._case(request_id="LIMS-1", received_on="2026-03-02T01:00:00Z")
        complaint.user_id = self.officer
        case = complaint.with_user(self.officer)
        case.action_acknowledge(way="phone", summary="Number and date given")
        (fact,) = self._follow(numbers=[complaint.name])
        self.assertEqual(
            fact.keys(),
            {
                *("id", "number", "request_id", "subject", "state", "stage"),
                *("received_on", "closed_on", "changed_on", "promises"),
            },
        )
        self.assertEqual((fact["id"], fact["number"]), (complaint.id, complaint.name))
        self.assertEqual(fact["request_id"], "LIMS-1")
        self.assertEqual(fact["state"], complaint.state)
        self.assertEqual(fact["stage"], complaint._status_stage())
        self.assertEqual(fact["received_on"], "2026-03-02T01:00:00+00:00")
        self.assertFalse(fact["closed_on"])
        told, answer = fact["promises"]
        self.assertEqual((told["kind"], answer["kind"]), ("acknowledgement", "outcome"))
        self.assertEqual(told["due_on"], "2026-03-04")
        self.assertEqual(answer["due_on"], "2026-03-23")
        self.assertTrue(told["done_on"])
        self.assertFalse(answer["done_on"])
        self.assertTrue(told["state"].startswith("done on"))

    def test_end(self):
        complaint = self._case()
        moment = datetime(2026, 3, 31, 7, 0, 0)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET stage_id = %s, state = 'withdrawn', closed_on = %s"
            " WHERE id = %s",
            (self.stages["withdrawn"].id, moment, complaint.id),
        )
        (fact,) = self._follow(numbers=[complaint.name])
        self.assertEqual(fact["state"], "withdrawn")
        self.assertEqual(fact["closed_on"], "2026-03-31T07:00:00+00:00")
        self.assertNotIn(complaint.name, self._numbers(), "Without arguments, what is open")
        self.assertIn(complaint.name, self._numbers(changed_since=EARLIER))

    def test_by_numbers(self):
        first, second = self._case(), self._case()
        self.assertEqual(self._numbers(numbers=[first.name]), {first.name})
        self.assertEqual(self._numbers(numbers=first.name), {first.name})
        self.assertEqual(
            self._numbers(numbers=[first.name, second.name, "CP/1999/00001"]),
            {first.name, second.name},
        )
        self.assertFalse(self._numbers(numbers=[]))

    def test_changed_since(self):
        quiet, changed = self._case(), self._case()
        for complaint in (quiet, changed):
            self._age(complaint, hours=3)
        since = (self.env.cr.now() - timedelta(hours=1)).isoformat()
        self.assertFalse(self._numbers(changed_since=since))
        changed.subject = "Changed"
        self.assertEqual(self._numbers(changed_since=since), {changed.name})
        self.assertIn(quiet.name, self._numbers(changed_since=EARLIER))

    def test_a_promise_counts_as_a_change(self):
        complaint = self._case()
        self._age(complaint, hours=3)
        since = (self.env.cr.now() - timedelta(hours=1)).isoformat()
        promise = complaint.deadline_ids.filtered(lambda one: one.kind == "outcome")
        promise.sudo().write({"missed": True})
        self._age(complaint, hours=0)
        self.env.cr.execute(
            "UPDATE lab_complaint SET write_date = write_date - interval '3 hours' WHERE id = %s",
            (complaint.id,),
        )
        (fact,) = self._follow(changed_since=since)
        self.assertEqual(fact["number"], complaint.name)
        self.assertTrue(
            next(one for one in fact["promises"] if one["kind"] == "outcome")["is_late"]
        )

    def test_the_next_question_begins_where_the_last_answer_ended(self):
        first, second = self._case(), self._case()
        self._age(first, hours=1)
        facts = self._follow(changed_since=EARLIER)
        mine = [fact for fact in facts if fact["id"] in (first.id, second.id)]
        self.assertEqual([fact["id"] for fact in mine], [first.id, second.id])
        self.assertEqual(self._numbers(changed_since=mine[-1]["changed_on"]), {second.name})

    def test_time_zones(self):
        complaint = self._case()
        self._age(complaint, hours=3)
        changed_on = self._follow(numbers=complaint.name)[0]["changed_on"]
        moment = datetime.fromisoformat(changed_on)
        self.assertIsNotNone(moment.tzinfo)
        for since, found in (
            (moment.strftime("%Y-%m-%d %H:%M:%S"), True),
            (moment.strftime("%Y-%m-%dT%H:%M:%SZ"), True),
            (moment.strftime("%Y-%m-%dT%H:%M:%S-08:00"), False),
            (moment.strftime("%Y-%m-%dT%H:%M:%S+08:00"), True),
        ):
            with self.subTest(since):
                self.assertEqual(complaint.name in self._numbers(changed_since=since), found)

    def test_only_what_the_caller_may_read(self):
        own, others = self._case(), self._case(self.reporter)
        of_the_order = self._case(order="QZ2026-0001")
        both = [own.name, others.name, of_the_order.name]
        self.assertEqual(self._numbers(numbers=both), {own.name, of_the_order.name})
        self.assertEqual(self._numbers(self.reporter, numbers=both), {others.name})
        self.assertEqual(self._numbers(self.salesperson, numbers=both), {of_the_order.name})
        self.assertEqual(self._numbers(self.officer, numbers=both), set(both))
        self.assertFalse(self._numbers(self.other_officer, numbers=both))
        self.assertEqual(self._numbers(self.reporter, changed_since=EARLIER), {others.name})

    def test_not_for_who_became_involved(self):
        complaint = self._case()
        complaint.involved_employee_ids = self._make_employee("System", self.system)
        complaint.stage_id = self.stages["screening"]
        self.assertFalse(self._numbers(numbers=[complaint.name]))

    def test_outside(self):
        for user in (self.portal, self.public):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self._follow(user)

    def test_nothing_of_the_complainant_or_the_investigation(self):
        complaint = self._case(complainant={"name": "Mr Zhou", "role": "end_user"})
        complaint.cause_analysis = "Internal cause"
        text = str(self._follow(self.auditor, numbers=[complaint.name]))
        for secret in ("Zhou", "Internal cause", self.officer.name):
            self.assertNotIn(secret, text)

    def test_mistakes(self):
        for arguments, message in (
            ({"changed_since": "today"}, "changed_since: give a date"),
            ({"changed_since": 5}, "changed_since: give a date"),
            ({"numbers": [5]}, "numbers: give numbers as text"),
        ):
            with self.subTest(message), self.assertRefused(UserError, message):
                self._follow(**arguments)

    def test_queries_do_not_grow(self):
        cases = [self._case() for _number in range(6)]
        names = [complaint.name for complaint in cases]

        def queries(numbers):
            self._follow(numbers=numbers)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._complaints(self.system).follow_complaints(numbers=numbers)
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(names), queries(names[:1]))
