from lxml import etree

from odoo import Command

from odoo.addons.lab_complaint.models.lab_complaint_reading import PARTS

from .process import ProcessCase

PAGE = {"name": {}, "subject": {}}


class TestReading(ProcessCase):
    """What a page of one case needs is read in few queries, and is what Odoo reads otherwise."""

    def setUp(self):
        super().setUp()
        self.case = self._lead(self._receive(), until="approve")
        # Not in the order in which they were made: lists of people go by their names.
        people = [self._make_user(login) for login in ("zz-adviser", "aa-adviser")]
        self.case.investigator_ids = [Command.link(user.id) for user in people]
        self.case.department_ids = self.department
        self._step_answer(self.case)
        self.appeal = self._log(self.reporter, origin_id=self.case.id, subject="Appeal")

    def _afresh(self, user):
        """The case as somebody opens it in a request of their own."""
        return self._by(user, self.case)

    def test_each_list_is_what_odoo_reads(self):
        kept = self._afresh(self.officer).sudo().with_context(active_test=False)
        expected = {name: kept[name].ids for name in PARTS}
        self.assertGreater(sum(map(bool, expected.values())), 6)
        case = self._afresh(self.officer)
        case._fetch_page(PAGE)
        case = case.sudo().with_context(active_test=False)
        with self.assertQueryCount(0):
            self.assertEqual({name: case[name].ids for name in expected}, expected)

    def test_lists_that_changed_are_not_read_over(self):
        case = self._afresh(self.officer)
        case._fetch_page(PAGE)
        case.investigator_ids = self.investigator
        case._fetch_page(PAGE)
        self.assertEqual(case.investigator_ids, self.investigator)

    def test_archived_people_stay_out_of_what_is_shown(self):
        adviser = self.case.investigator_ids[:1]
        adviser.active = False
        specification = {**PAGE, "investigator_ids": {}}
        shown = self._afresh(self.officer).web_read(specification)[0]["investigator_ids"]
        self.assertTrue(shown)
        self.assertNotIn(adviser.id, shown)

    def test_appeal_that_the_user_may_not_read(self):
        specification = {**PAGE, "appeal_ids": {}}
        self.assertEqual(
            self._afresh(self.officer).web_read(specification)[0]["appeal_ids"], self.appeal.ids
        )
        self.appeal.involved_employee_ids = self._make_employee("Officer", self.officer)
        self.assertFalse(self._afresh(self.officer).web_read(specification)[0]["appeal_ids"])
        saved = self._afresh(self.officer).web_save({"subject": "Changed"}, specification)
        self.assertFalse(saved[0]["appeal_ids"])
        self.assertTrue(self._afresh(self.quality_head).web_read(specification)[0]["appeal_ids"])

    def test_investigator_of_other_cases_who_logged_this_one(self):
        """Reads the case, and none of its parts."""
        colleague = self._make_user(
            "colleague", "base.group_user", "lab_complaint.group_investigator"
        )
        self.case = self.case.with_user(self.env.user)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET received_by_id = %s WHERE id = %s",
            [colleague.id, self.case.id],
        )
        view = self._complaints(colleague).get_view(view_type="form")
        nodes = etree.fromstring(view["arch"]).xpath("//field[not(ancestor::field)]")
        names = {node.get("name") for node in nodes}
        parts = ("communication_ids", "decision_ids", "evidence_ids", "statement_ids")
        read = self._afresh(colleague).web_read({name: {} for name in names})
        self.assertEqual(read[0]["subject"], self.case.subject)
        read = self._afresh(colleague).web_read(
            {**PAGE, **{name: {"fields": {}} for name in parts}}
        )
        self.assertFalse([name for name in parts if read[0][name]])

    def _logged_by_the_officer(self):
        self.case = self._log(self.officer, channel_id=self.channel.id)
        self._by(self.quality_head, self.case).action_acknowledge(way="phone", summary="Told")
        self.assertEqual(self.case.state, "received")
        return {**PAGE, "communication_ids": {"fields": {"kind": {}}}}

    def test_officer_who_logged_what_concerns_them(self):
        """Opens what they logged, and none of what others did with it."""
        specification = self._logged_by_the_officer()
        read = self._afresh(self.officer).web_read(specification)
        self.assertEqual(
            [said["kind"] for said in read[0]["communication_ids"]], ["acknowledgement"]
        )
        self.case.involved_employee_ids = self._make_employee("Officer", self.officer)
        read = self._afresh(self.officer).web_read(specification)
        self.assertFalse(read[0]["communication_ids"])

    def test_officer_who_says_that_it_concerns_them(self):
        """With the page of what was told open."""
        specification = self._logged_by_the_officer()
        employee = self._make_employee("Officer", self.officer)
        saved = self._afresh(self.officer).web_save(
            {"involved_employee_ids": [Command.link(employee.id)]}, specification
        )
        self.assertFalse(saved[0]["communication_ids"])

    def test_moving_on_with_an_appeal_that_the_user_may_not_read(self):
        """What is missing is asked of all there is, also when the page came first."""
        self.appeal.involved_employee_ids = self._make_employee("Officer", self.officer)
        case = self._afresh(self.officer)
        case._fetch_page(PAGE, {"subject": "Changed"})
        self.assertEqual(case.sudo().appeal_ids, self.appeal)

    def _specified(self, *names):
        return {**PAGE, **{name: {"fields": {"display_name": {}}} for name in names}}

    def _assert_called(self, user, cases, specification):
        read = self._by(user, cases).web_read(specification)
        for case, said in zip(self._by(user, cases), read, strict=True):
            for name in specification.keys() - PAGE.keys():
                with self.subTest(case=case.name, field=name):
                    self.assertTrue(said[name])
                    self.assertEqual(said[name]["display_name"], case[name].display_name)

    def test_what_is_called(self):
        """Names as everywhere, though no more than they need is read."""
        names = "customer_id", "order_id", "partner_id", "received_by_id", "user_id"
        self._assert_called(self.officer, self.case, self._specified(*names))

    def test_what_many_are_called(self):
        """On cards and in rows."""
        cases = self.case + self._receive(user_id=self.officer.id)
        names = "customer_id", "order_id", "partner_id", "user_id"
        self._assert_called(self.officer, cases, self._specified(*names))
        self.assertEqual(len(self._by(self.officer, cases).web_read({"name": {}, "state": {}})), 2)

    def test_nothing_else_is_read_of_many(self):
        """What else cards show is read with the rights of who looks at them."""
        cases = self._by(self.officer, self.case + self._receive())
        cases._fetch_page(self._specified("customer_id"))
        for name, expected in (("customer_id", set(cases.ids)), ("description", set())):
            kept = cases._fields[name]._get_cache(cases.sudo().env)
            self.assertEqual(set(cases.ids) & set(kept), expected, name)

    def test_protected_complainants_among_many(self):
        """Whoever may not know them learns nothing from the names that were read ahead."""
        contact = self.env["res.partner"].create({"name": "Lin Secret"})
        cases = self.env["lab.complaint"]
        for _number in range(2):
            cases += self._log(
                self.officer,
                channel_id=self.channel.id,
                partner_id=contact.id,
                complainant_role="end_user",
            )
        specification = self._specified("partner_id")
        known = self._by(self.officer, cases).web_read(specification)
        self.assertEqual({one["partner_id"]["display_name"] for one in known}, {"Lin Secret"})
        cases.investigator_ids = self.investigator
        hidden = self._by(self.investigator, cases).web_read(specification)
        self.assertEqual([one["partner_id"] for one in hidden], [False, False])

    def test_logging_with_and_without_an_order(self):
        complaints = self._complaints(self.reporter)
        for order in (self.order.id, 0, False, None):
            with self.subTest(order=order):
                values = {"subject": "Late", "description": "Late", "channel_id": self.channel.id}
                if order is not None:
                    values["order_id"] = order
                saved = complaints.web_save(values, {**PAGE, "order_id": {}})
                self.assertTrue(saved[0]["name"])
                self.assertEqual(saved[0]["order_id"], order or False)
