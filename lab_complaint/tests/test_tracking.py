from odoo import Command
from odoo.exceptions import AccessError

from .common import ComplaintCase


class TestTracking(ComplaintCase):
    """What a change was before it stays on record (ISO/IEC 17025:2017, 7.5.2): of lists as well,
    though Odoo is kept from reading those that do not change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cause = cls.env["mgmtsystem.nonconformity.cause"].create({"name": "Printing"})
        cls.colleague = cls._make_user("colleague-who-investigates")

    def setUp(self):
        super().setUp()
        self.complaint = self._log(subject="Before")
        self._end_request()
        self.complaint = self.complaint.with_user(self.officer).with_context(
            tracking_disable=False, mail_notrack=False
        )

    def _noted(self):
        """{name of the field: (old, new)} of what was noted since the case was logged."""
        self._end_request()
        values = self.complaint.sudo().message_ids.tracking_value_ids
        return {
            value.field_id.name: (value.old_value_char, value.new_value_char) for value in values
        }

    def _prepared(self):
        """Names of the fields that were read to note what they were."""
        return self.env.cr.precommit.data["mail.tracking.lab.complaint"][self.complaint.id].keys()

    def test_list_that_changes(self):
        self.complaint.cause_ids = self.cause
        self.assertEqual(self._noted()["cause_ids"], ("", "Printing"))

    def test_list_and_words_in_one_change(self):
        self.complaint.write(
            {"subject": "After", "investigator_ids": [Command.link(self.colleague.id)]}
        )
        noted = self._noted()
        self.assertEqual(noted["subject"], ("Before", "After"))
        self.assertEqual(noted["investigator_ids"], ("", self.colleague.name))

    def test_list_that_changes_twice(self):
        self.complaint.cause_ids = self.cause
        self._end_request()
        self.complaint.cause_ids = False
        self._end_request()
        values = self.complaint.sudo().message_ids.tracking_value_ids
        noted = values.filtered(lambda one: one.field_id.name == "cause_ids").sorted("id")
        self.assertEqual(noted.mapped("old_value_char"), ["", "Printing"])
        self.assertEqual(noted.mapped("new_value_char"), ["Printing", ""])

    def test_list_that_follows_from_another_field(self):
        department = self.env["hr.department"].create(
            {"name": "Pressure", "company_id": self.company.id}
        )
        category = self.env["lab.complaint.category"].create({"name": "Values"})
        category.with_company(self.company).department_id = department
        self.complaint.category_id = category
        self.assertEqual(self._noted()["department_ids"], ("", "Pressure"))

    def test_lists_that_do_not_change_are_not_read(self):
        self.complaint.subject = "After"
        lists = {"cause_ids", "department_ids", "investigator_ids", "involved_employee_ids"}
        self.assertFalse(lists & self._prepared())
        self.assertEqual(self._noted(), {"subject": ("Before", "After")})

    def test_field_that_does_not_exist(self):
        with self.assertRaisesRegex(ValueError, "Invalid field"):
            self.complaint.write({"no_such_field": 1})

    def test_system_that_notes_nothing_notes_no_list(self):
        silent = self.complaint.sudo().with_context(tracking_disable=True)
        silent.cause_ids = self.cause
        self.assertNotIn("cause_ids", self._noted())


class TestReadingOfOneCase(ComplaintCase):
    """A form is read with whom it names at once, for those only who may read the case."""

    SPECIFICATION = {"name": {}, "user_id": {"fields": {"display_name": {}}}, "state": {}}

    def test_same_as_field_by_field(self):
        complaint = self._log(user_id=self.officer.id).with_user(self.officer)
        self.env.invalidate_all()
        (read,) = complaint.web_read(self.SPECIFICATION)
        self.assertEqual(
            (read["name"], read["state"], read["user_id"]["display_name"]),
            (complaint.name, "received", self.officer.name),
        )

    def test_not_for_others(self):
        complaint = self._log()
        self.env.invalidate_all()
        for name in ({"name": {}}, self.SPECIFICATION):
            with self.assertRaises(AccessError):
                complaint.with_user(self.other_officer).web_read(name)

    def test_deleted_or_unknown_is_nothing(self):
        unknown = self.env["lab.complaint"].browse(2**31 - 1)
        self.assertEqual(unknown.with_user(self.officer).web_read(self.SPECIFICATION), [])

    def test_people_are_fetched_together(self):
        people = [self._make_user(f"person-{number}") for number in range(3)]
        complaint = self._log(user_id=self.officer.id)
        complaint.investigator_ids = self.env["res.users"].concat(*people)
        asked = []
        for count in (1, 3):
            complaint.investigator_ids = self.env["res.users"].concat(*people[:count])
            self._end_request()
            case = complaint.with_user(self.officer)
            case.web_read(self.SPECIFICATION)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            case.web_read(self.SPECIFICATION)
            asked.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*asked)
