from lxml import etree

from odoo import Command
from odoo.tests import Form

from .common import NONCONFORMITY_GROUPS, ComplaintCase

EVERYBODY = ("reporter", "salesperson", "officer", "auditor", "quality_head", "manager")
READERS = ("officer", "auditor", "quality_head", "manager")
ACTIONS = {
    "action_lab_complaint": EVERYBODY,
    "action_lab_complaint_quick": EVERYBODY,
    "action_lab_certificate": READERS,
    "action_lab_complaint_measure": READERS,
    "action_lab_complaint_arrival": ("officer", "quality_head", "manager"),
    "action_lab_complaint_receipt": EVERYBODY,
    "action_lab_complaint_stage": ("manager",),
    "action_lab_complaint_channel": ("manager",),
    "action_lab_complaint_category": ("manager",),
    "action_lab_complaint_requirement": ("manager",),
}


class TestViews(ComplaintCase):
    """Every view opens, with data in it, for everybody who has it in a menu."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls._make_employee("Calibrator")
        cls.department = cls._make_department("Pressure")
        cls.complaint = cls._log(
            cls.salesperson,
            order_id=cls.order.id,
            category_id=cls.subcategory.id,
            channel_id=cls.channel.id,
            received_by_id=cls.reporter.id,
        )
        cls.complaint.write(
            {
                "user_id": cls.officer.id,
                "investigator_ids": [Command.set(cls.quality_head.ids)],
                "department_ids": [Command.set(cls.department.ids)],
                "involved_employee_ids": [Command.set(cls.employee.ids)],
                "certificate_ids": [
                    Command.create(
                        {
                            "name": "C-1",
                            "performed_by_ids": [Command.set(cls.employee.ids)],
                            "checked_by_id": cls.employee.id,
                            "department_id": cls.department.id,
                        }
                    )
                ],
                "nonconformity_ids": [
                    Command.create(
                        {
                            "partner_id": cls.customer.id,
                            "responsible_user_id": cls.officer.id,
                            "manager_user_id": cls.officer.id,
                            "description": "Wrong value",
                            "company_id": cls.company.id,
                        }
                    )
                ],
            }
        )
        cls.complaint.activity_schedule("mail.mail_activity_data_call", user_id=cls.officer.id)
        cls.env.flush_all()

    def _user(self, name):
        return getattr(self, name)

    @staticmethod
    def _specification(views, model, arch):
        """What the web client asks for to show this view."""
        fields = views["models"][model]["fields"]
        names = {node.get("name") for node in arch.iter("field")} & fields.keys()
        return {
            name: {"fields": {"display_name": {}}} if fields[name].get("relation") else {}
            for name in names
        }

    def test_views_of_each_action_show_records(self):
        for xmlid, names in ACTIONS.items():
            action = self.env.ref(f"lab_complaint.{xmlid}")
            modes = [(False, mode) for mode in action.view_mode.split(",")]
            for name in names:
                model = self.env[action.res_model].with_user(self._user(name))
                views = model.get_views([*modes, (action.search_view_id.id, "search")])
                for _view_id, mode in modes:
                    arch = etree.fromstring(views["views"][mode]["arch"])
                    with self.subTest(action=xmlid, user=name, view=mode):
                        if mode in ("kanban", "list", "calendar", "activity"):
                            specification = self._specification(views, model._name, arch)
                            model.web_search_read([], specification, limit=5)

    def test_form_of_a_complaint(self):
        for name in EVERYBODY:
            with self.subTest(user=name):
                form = Form(self.complaint.with_user(self._user(name)))
                self.assertEqual(form.subject, self.complaint.subject)

    def test_form_of_a_new_complaint(self):
        views = ("lab_complaint_view_form", "lab_complaint_view_form_quick")
        for name in EVERYBODY:
            for view in views:
                with self.subTest(user=name, view=view):
                    form = Form(self._complaints(self._user(name)), f"lab_complaint.{view}")
                    form.subject = "Late"
                    form.description = "It came late."
                    self.assertTrue(form.save().name)

    def test_form_of_a_certificate(self):
        certificate = self.complaint.certificate_ids.certificate_id
        for name in READERS:
            with self.subTest(user=name):
                Form(certificate.with_user(self._user(name)))

    def test_forms_of_what_a_complaint_is_about(self):
        engineer = self._make_user("engineer", *NONCONFORMITY_GROUPS)
        for user, record in (
            (self.salesperson, self.order),
            (self.salesperson, self.customer),
            (self.reporter, self.customer),
            (engineer, self.complaint.nonconformity_ids),
        ):
            with self.subTest(user=user.login, model=record._name):
                Form(record.with_user(user))

    def test_kanban_groups_and_progress_bar(self):
        for name in EVERYBODY:
            with self.subTest(user=name):
                complaints = self._complaints(self._user(name))
                complaints.web_read_group(
                    [], ["stage_id"], ["__count"], unfold_read_specification={"subject": {}}
                )
                complaints.read_progress_bar(
                    [], "stage_id", {"field": "severity", "colors": {"major": "danger"}}
                )

    def test_pivot_and_graph(self):
        for name in READERS:
            with self.subTest(user=name):
                complaints = self._complaints(self._user(name))
                for groupby in (["received_on:month", "severity"], ["category_id"]):
                    complaints.formatted_read_group([], groupby, ["__count"])

    def test_words_are_read_only_on_the_form_once_saved(self):
        """The form says so before the register refuses it."""
        form = Form(self.complaint.with_user(self.officer))
        with self.assertRaises(AssertionError):
            form.description = "All is well."

    def test_pages_for_officers_are_not_for_reporters(self):
        for name, expected in (("reporter", False), ("officer", True), ("auditor", True)):
            with self.subTest(user=name):
                views = self._complaints(self._user(name)).get_views([(False, "form")])
                arch = etree.fromstring(views["views"]["form"]["arch"])
                names = {node.get("name") for node in arch.iter("field")}
                self.assertEqual("validity" in names, expected)

    def test_pages_and_groups_have_names(self):
        """Others extend them by name."""
        for view in ("lab_complaint_view_form", "lab_complaint_view_form_quick"):
            arch = etree.fromstring(self.env.ref(f"lab_complaint.{view}").arch)
            for node in arch.iter("page"):
                with self.subTest(view=view, page=node.get("string")):
                    self.assertTrue(node.get("name"))

    def test_empty_lists_help(self):
        for xmlid in (
            "action_lab_complaint",
            "action_lab_certificate",
            "action_lab_complaint_measure",
            "action_lab_complaint_arrival",
        ):
            with self.subTest(xmlid):
                self.assertIn("<p", self.env.ref(f"lab_complaint.{xmlid}").help)

    def test_settings_open(self):
        self.manager.group_ids |= self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(self.manager)
        with Form(settings) as form:
            form.complaint_prefix = "TS"
        form.record.execute()
        self.assertEqual(self.company.complaint_prefix, "TS")
