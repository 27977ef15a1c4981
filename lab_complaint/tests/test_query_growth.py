from lxml import etree

from odoo import Command

from .process import ProcessCase


class TestQueryGrowth(ProcessCase):
    """What is asked of the database does not grow with the number of cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_stage = cls.stages["decision"].copy({"name": "Decision, second column"})

    def setUp(self):
        super().setUp()
        self.cases = self.env["lab.complaint"]
        for _number in range(4):
            self.cases |= self._lead(self._receive(), until="propose")

    def _queries(self, call):
        call()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _assert_constant(self, call):
        """Queries for four cases are those for two; a larger `UPDATE` may be split by value. One
        alone is read as a page is, and what only the later ones ask for, as they repeat the
        others, is asked for both times."""
        two, four = (
            self._queries(lambda count=count: call(self.cases[-count:])) for count in (2, 4)
        )
        self.assertLessEqual(four, two + 1)

    def _specification(self, view_type):
        view = self._complaints(self.quality_head).get_view(view_type=view_type)
        nodes = etree.fromstring(view["arch"]).xpath("//field[not(ancestor::field)]")
        return {node.get("name"): {} for node in nodes}

    def test_opening_kanban_and_list(self):
        for view_type in ("kanban", "list"):
            specification = self._specification(view_type)
            with self.subTest(view=view_type):
                self._assert_constant(
                    lambda cases, spec=specification: self._complaints(
                        self.quality_head
                    ).web_search_read([("id", "in", cases.ids)], spec)
                )

    def test_opening_a_grouped_kanban(self):
        """Where the cases are found first and read afterwards."""
        specification = self._specification("kanban")
        for user in (self.quality_head, self.officer, self.reporter):
            asked = specification
            if user == self.reporter:
                asked = {name: {} for name in ("name", "customer_id", "order_id", "user_id")}
            with self.subTest(user=user.login):
                self._assert_constant(
                    lambda cases, user=user, asked=asked: cases.with_user(user).web_read(asked)
                )

    def test_opening_the_form_among_more_cases(self):
        specification = self._specification("form")

        def open_form():
            self.cases[0].with_user(self.quality_head).web_read(specification)

        few = self._queries(open_form)
        for _number in range(3):
            self._lead(self._receive(), until="propose")
        self.assertLessEqual(self._queries(open_form), few)

    def test_changing_the_stage(self):
        stages = self.stages["decision"], self.next_stage

        def move(cases):
            case = cases.with_user(self.officer)
            case.write({"stage_id": (stages[0] if case[0].stage_id == stages[1] else stages[1]).id})

        self._assert_constant(move)

    def test_many_certificates_on_a_case(self):
        certificates = self.env["lab.certificate"].create(
            [{"name": f"C-{n}", "company_id": self.company.id} for n in range(5)]
        )
        case, other = self.cases[0], self.cases[1]
        case.write(
            {
                "certificate_ids": [
                    Command.create({"certificate_id": certificate.id})
                    for certificate in certificates
                ]
            }
        )
        few = self._queries(lambda: other.with_user(self.officer).get_checklist())
        many = self._queries(lambda: case.with_user(self.officer).get_checklist())
        self.assertLessEqual(many, few)
