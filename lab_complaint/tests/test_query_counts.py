from lxml import etree

from .process import ProcessCase


class TestQueryCounts(ProcessCase):
    """What a screen asks of the database does not grow with the number of cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()

    def _view_fields(self, view_type, view_id):
        arch = self._complaints(self.officer).get_view(view_id, view_type)["arch"]
        nodes = etree.fromstring(arch).xpath("//field[not(ancestor::field)]")
        names = {node.get("name") for node in nodes}
        complaints = self.env["lab.complaint"]
        return {
            name: {"fields": {"display_name": {}}} if complaints._fields[name].relational else {}
            for name in names
        }

    def _count(self, call):
        """Queries of a call in a request of its own."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        call()  # what the registry keeps for all requests
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _cases(self, number):
        cases = self._complaints().concat(*(self._receive() for _i in range(number)))
        for complaint in cases[:2]:
            self._lead(complaint, "propose")
        return cases

    def test_kanban(self):
        view = self.env.ref("lab_complaint.lab_complaint_view_kanban")
        spec = self._view_fields("kanban", view.id)
        cases = self._cases(12)
        officer = self._complaints(self.officer)

        def show(number):
            return lambda: officer.web_search_read([("id", "in", cases[:number].ids)], spec)

        few, many = self._count(show(3)), self._count(show(12))
        self.assertEqual(few, many)
        self.assertLess(many, 80)

    def test_list(self):
        view = self.env.ref("lab_complaint.lab_complaint_view_list")
        spec = self._view_fields("list", view.id)
        cases = self._cases(12)
        officer = self._complaints(self.officer)

        def show(number):
            return lambda: officer.web_search_read([("id", "in", cases[:number].ids)], spec)

        few, many = self._count(show(3)), self._count(show(12))
        self.assertEqual(few, many)

    def test_form(self):
        view = self.env.ref("lab_complaint.lab_complaint_view_form")
        spec = self._view_fields("form", view.id)
        complaint = self._lead(self._receive(), "propose")
        alone = self._count(lambda: complaint.with_user(self.officer).web_read(spec))
        for _i in range(8):
            self._receive()
        among_many = self._count(lambda: complaint.with_user(self.officer).web_read(spec))
        self.assertEqual(alone, among_many)
        self.assertLess(alone, 250)

    def test_stage_change(self):
        first = self._lead(self._receive(), "acknowledge")
        stages = self.stages["received"], self.stages["screening"]

        def move():
            for stage in stages:
                first.with_user(self.officer).write({"stage_id": stage.id, "back_reason": "Test"})

        alone = self._count(move)
        for _i in range(8):
            self._receive()
        self.assertEqual(alone, self._count(move))
        self.assertLess(alone, 300)
