from odoo.exceptions import UserError
from odoo.tests import Form

from .common import ComplaintCase

TOO_HIGH = "above itself|Recursion"


class TestCategory(ComplaintCase):
    """Complaints are classified for the periodic report, ISO 10002:2018, 8.2."""

    def test_severity_comes_from_the_category(self):
        self.assertEqual(self._log(category_id=self.subcategory.id).severity, "major")

    def test_severity_given_is_kept(self):
        complaint = self._log(category_id=self.subcategory.id, severity="minor")
        self.assertEqual(complaint.severity, "minor")

    def test_severity_changed_by_hand_is_kept(self):
        complaint = self._log(category_id=self.subcategory.id)
        complaint.write({"severity": "minor", "severity_reason": "A misunderstanding"})
        complaint.subject = "Another subject"
        self.assertEqual(complaint.severity, "minor")

    def test_another_category_brings_its_severity(self):
        complaint = self._log(category_id=self.category.id)
        complaint.category_id = self.subcategory
        self.assertEqual(complaint.severity, "major")

    def test_without_category_the_severity_is_general(self):
        self.assertEqual(self._log().severity, "general")

    def test_removing_the_category_keeps_the_severity(self):
        complaint = self._log(category_id=self.subcategory.id)
        complaint.category_id = False
        self.assertEqual(complaint.severity, "major")

    def test_severity_is_shown_at_once(self):
        form = Form(self._complaints(self.officer), "lab_complaint.lab_complaint_view_form")
        form.category_id = self.subcategory
        self.assertEqual(form.severity, "major")

    def test_officer_comes_from_the_category(self):
        self.category.with_company(self.company).user_id = self.officer
        self.assertEqual(self._log(category_id=self.category.id).user_id, self.officer)

    def test_officer_in_charge_stays(self):
        self.category.with_company(self.company).user_id = self.officer
        complaint = self._log(user_id=self.quality_head.id)
        complaint.category_id = self.category
        self.assertEqual(complaint.user_id, self.quality_head)

    def test_officer_is_routed_by_company(self):
        self.category.with_company(self.company).user_id = self.officer
        self.category.with_company(self.other_company).user_id = self.other_officer
        complaint = self._log(company_id=self.other_company.id, category_id=self.category.id)
        self.assertEqual(complaint.user_id, self.other_officer)

    def test_department_is_routed_by_company(self):
        department = self._make_department("Pressure")
        self.category.with_company(self.company).department_id = department
        here = self._log(category_id=self.category.id)
        there = self._log(company_id=self.other_company.id, category_id=self.category.id)
        self.assertEqual(here.department_ids, department)
        self.assertFalse(there.department_ids)

    def test_name_is_the_path(self):
        self.assertEqual(self.subcategory.display_name, "Tested result / Tested uncertainty")

    def test_name_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = self.subcategory.with_context(lang="zh_CN")
        self.assertEqual(chinese.display_name, self.subcategory.display_name)
        self.category.update_field_translations("name", {"zh_CN": "检测结果"})
        self.assertEqual(chinese.display_name, "检测结果 / Tested uncertainty")
        self.subcategory.with_context(lang="zh_CN").name = "不确定度"
        self.assertEqual(chinese.display_name, "检测结果 / 不确定度")
        self.assertEqual(self.subcategory.display_name, "Tested result / Tested uncertainty")

    def test_name_follows_another_place(self):
        other = self.category.copy({"name": "Tested service"})
        self.subcategory.parent_id = other
        self.assertEqual(self.subcategory.display_name, "Tested service / Tested uncertainty")
        self.subcategory.active = False
        self.assertEqual(self.subcategory.display_name, "Tested service / Tested uncertainty")
        self.subcategory.parent_id = False
        self.assertEqual(self.subcategory.display_name, "Tested uncertainty")

    def test_name_while_it_is_entered(self):
        form = Form(self.env["lab.complaint.category"])
        form.name = "Tested politeness"
        form.parent_id = self.category
        self.assertEqual(form.save().display_name, "Tested result / Tested politeness")

    def test_names_are_remembered(self):
        self.assertTrue(self.category.display_name)
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.assertEqual(self.subcategory.display_name, "Tested result / Tested uncertainty")

    def test_name_follows_the_parent(self):
        self.category.name = "Tested outcome"
        self.assertEqual(self.subcategory.display_name, "Tested outcome / Tested uncertainty")

    def test_found_by_name_path_and_code(self):
        """An import names a category in any of these ways."""
        self.subcategory.code = "test_uncertainty"
        for text in ("Tested uncertainty", "test_uncertainty", "Tested result"):
            with self.subTest(text):
                found = self.env["lab.complaint.category"].name_search(text)
                self.assertIn(self.subcategory.id, [record_id for record_id, _name in found])

    def test_search_includes_subcategories(self):
        complaint = self._log(category_id=self.subcategory.id)
        found = self._complaints().search([("category_id", "child_of", self.category.id)])
        self.assertEqual(found, complaint)

    def test_no_category_is_above_itself(self):
        doors = {
            "write": lambda: self.category.write({"parent_id": self.subcategory.id}),
            "itself": lambda: self.category.write({"parent_id": self.category.id}),
            "write as manager": lambda: self.category.with_user(self.manager).write(
                {"parent_id": self.subcategory.id}
            ),
            "web_save": lambda: self.category.web_save({"parent_id": self.subcategory.id}, {}),
        }
        for door, change in doors.items():
            with self.subTest(door=door), self.assertRefused(UserError, TOO_HIGH):
                change()
        self.assertFalse(self.category.parent_id)

    def test_import_puts_no_category_above_itself(self):
        result = self.env["lab.complaint.category"].load(
            [".id", "parent_id/.id"], [[str(self.category.id), str(self.subcategory.id)]]
        )
        self.assertFalse(result["ids"])
        self.assertRegex(result["messages"][0]["message"], TOO_HIGH)

    def test_parent_in_use_stays(self):
        with self.assertRefused():
            self.category.unlink()

    def test_retired_category_stays_on_its_complaints(self):
        complaint = self._log(category_id=self.category.id)
        self.category.active = False
        self.assertEqual(complaint.category_id, self.category)
        found = self.env["lab.complaint.category"].name_search("Tested result", operator="=")
        self.assertNotIn(self.category.id, [record_id for record_id, _name in found])


class TestChannel(ComplaintCase):
    """The ways by which complaints arrive."""

    def test_code_is_unique(self):
        """Other systems name a channel by its code."""
        with self.assertRefused(message="channel_code_uniq|code"):
            self.env["lab.complaint.channel"].create({"name": "Dove", "code": self.channel.code})

    def test_name_is_enough_for_an_import(self):
        result = self._complaints(self.officer).load(
            ["subject", "description", "channel_id"], [["Late", "It came late.", "Pigeon"]]
        )
        self.assertEqual(self._complaints().browse(result["ids"]).channel_id, self.channel)

    def test_retired_channel_stays_on_its_complaints(self):
        complaint = self._log(channel_id=self.channel.id)
        self.channel.active = False
        self.assertEqual(complaint.channel_id, self.channel)
