from datetime import datetime
from unittest.mock import patch

from lxml import etree

from odoo import Command
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from .common import ComplaintCase

NOW = datetime(2026, 3, 11, 6)


class SearchCase(ComplaintCase):
    """The search view as an officer gets it, and a case for it to find."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.department = cls._make_department("Pressure laboratory")
        cls.found = cls._log(
            subject="Reading drifts",
            description="It says four bar",
            remedy_sought="New certificate",
            former_number="OLD-77",
            order_id=cls.order.id,
            category_id=cls.subcategory.id,
            channel_id=cls.channel.id,
            user_id=cls.officer.id,
            department_ids=[Command.set(cls.department.ids)],
            certificate_ids=[
                Command.create({"name": "KZ-118", "item": "Manometer", "serial_number": "SN-0042"})
            ],
            received_on="2026-03-10 03:00:00",
            stage_id=cls.stages["received"].id,
        )
        cls.hidden = cls._log(
            received_on="2025-01-10 03:00:00", stage_id=cls.stages["closed"].id, severity="minor"
        )
        cls.view = cls._read_view("lab_complaint.lab_complaint_view_search")

    @classmethod
    def _read_view(cls, xmlid):
        view = cls.env.ref(xmlid)
        model = cls.env[view.model].with_user(cls.officer)
        views = model.get_views([(view.id, "search")])["views"]
        return etree.fromstring(views["search"]["arch"])

    def _evaluate(self, text, names=None):
        return safe_eval(text, {"uid": self.officer.id, **(names or {})})

    def _search(self, domain):
        own = [("id", "in", (self.found | self.hidden).ids)]
        return self._complaints(self.officer).search(own + list(domain))


class TestSearchFilters(SearchCase):
    """Each filter and grouping works, and finds what it says."""

    def test_every_domain_and_context_works(self):
        for view in ("lab_complaint_view_search", "lab_certificate_view_search"):
            arch = self._read_view(f"lab_complaint.{view}")
            model = self.env.ref(f"lab_complaint.{view}").model
            records = self.env[model].with_user(self.officer)
            for node in arch.iter("filter"):
                with self.subTest(view=view, filter=node.get("name")):
                    records.search(self._evaluate(node.get("domain", "[]")))
                    context = self._evaluate(node.get("context", "{}"))
                    if context.get("group_by"):
                        records.formatted_read_group([], [context["group_by"]], ["__count"])
                    if node.get("date"):
                        self.assertIn(records._fields[node.get("date")].type, ("date", "datetime"))

    def test_every_filter_says_something(self):
        for node in self.view.iter("filter"):
            with self.subTest(filter=node.get("name")):
                self.assertTrue(
                    node.get("domain") or node.get("context") or node.get("date"), "does nothing"
                )
                self.assertTrue(node.get("name"))

    def _assert_filter_finds(self, name, expected):
        node = self.view.find(f".//filter[@name='{name}']")
        self.assertIsNotNone(node, f"There is no filter {name}")
        found = self._search(self._evaluate(node.get("domain")))
        self.assertEqual(found, expected, f"Filter {name}")

    def test_what_filters_find(self):
        both = self.hidden | self.found
        finds = {
            "open": self.found,
            "ended": self.hidden,
            "mine": self.found,
            "investigated_by_me": both.browse(),
            "logged_by_me": both.browse(),
            "unassigned": self.hidden,
            "late": both.browse(),
            "due_this_week": self.found,
            "rotting": both.browse(),
            "major": self.found,
            "appeals": both.browse(),
            "this_month": self.found,
        }
        for name, expected in finds.items():
            with self.subTest(filter=name):
                self._assert_filter_finds(name, expected)

    def test_what_filters_find_of_another_case(self):
        other = self._log(
            self.officer,
            kind="appeal",
            received_on="2026-01-12 03:00:00",
            investigator_ids=[Command.set(self.officer.ids)],
            stage_id=self.stages["screening"].id,
        )
        self.stages["screening"].rotting_threshold_days = 5
        other.date_last_stage_update = datetime(2026, 2, 1)
        self.hidden = other
        for name in ("investigated_by_me", "logged_by_me", "late", "rotting", "appeals"):
            with self.subTest(filter=name):
                self._assert_filter_finds(name, other)

    def test_this_month_ends_with_the_month(self):
        self._assert_filter_finds("this_month", self.found)
        with freeze_time("2026-04-01 06:00:00"):
            self._assert_filter_finds("this_month", self.found.browse())

    def test_people_group_as_they_expect(self):
        wanted = {"stage_id", "user_id", "category_id", "department_ids", "channel_id", "severity"}
        groupings = {
            self._evaluate(node.get("context", "{}")).get("group_by", "").partition(":")[0]
            for node in self.view.iter("filter")
        }
        self.assertLessEqual(wanted, groupings)

    def test_default_shows_open_cases(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("lab_complaint.action_lab_complaint")
        self.assertEqual(self._evaluate(action["context"]), {"search_default_open": 1})
        self.assertEqual(action["view_mode"].split(",")[0], "kanban")
        self.assertEqual(action["path"], "complaints")


class TestSearchFields(SearchCase):
    """What people type finds the case."""

    def _domain_of(self, node, text):
        """What the web client makes of text in a field of the search view."""
        if node.get("filter_domain"):
            return self._evaluate(node.get("filter_domain"), {"self": text})
        return [(node.get("name"), node.get("operator", "ilike"), text)]

    def test_every_field_searches(self):
        for view in ("lab_complaint_view_search", "lab_certificate_view_search"):
            arch = self._read_view(f"lab_complaint.{view}")
            model = self.env.ref(f"lab_complaint.{view}").model
            for node in arch.iter("field"):
                with self.subTest(view=view, field=node.get("string") or node.get("name")):
                    records = self.env[model].with_user(self.officer)
                    records.search(self._domain_of(node, "nothing like it"))

    def test_what_is_typed_is_found(self):
        typed = {
            "Number or Subject": (
                self.found.name,
                self.found.name[3:],
                "reading drifts",
                "OLD-77",
            ),
            "Words": ("four bar", "new certificate", "drifts"),
            "Customer or Complainant": ("Gauge Works", "Ms Lin"),
            "order_id": (self.order.name,),
            "Certificate Number": ("KZ-118", "kz"),
            "Item or Serial Number": ("SN-0042", "manometer"),
            "category_id": ("Tested uncertainty", "Tested result"),
            "department_ids": ("Pressure laboratory",),
            "user_id": (self.officer.name,),
        }
        nodes = {node.get("string") or node.get("name"): node for node in self.view.iter("field")}
        for label, texts in typed.items():
            for text in texts:
                with self.subTest(field=label, text=text):
                    self.assertEqual(self._search(self._domain_of(nodes[label], text)), self.found)

    def test_complainant_without_a_contact_is_found(self):
        self.found.write({"partner_id": False, "complainant_name": "Madame Curie"})
        node = self.view.find(".//field[@name='customer_id']")
        self.assertEqual(self._search(self._domain_of(node, "curie")), self.found)

    def _found_by(self, words):
        node = self.view.find(".//field[@name='customer_id']")
        return self._search(self._domain_of(node, words))

    def test_a_company_finds_what_its_people_complain_of(self):
        company = self.env["res.partner"].create({"name": "Balance Makers", "is_company": True})
        person, other = self.env["res.partner"].create(
            [{"name": name, "parent_id": company.id} for name in ("Herr Waage", "Frau Gewicht")]
        )
        below = self.env["res.partner"].create({"name": "Lehrling", "parent_id": other.id})
        for contact in (company, person, below):
            with self.subTest(contact.name):
                self.found.partner_id = contact
                self.assertEqual(self._found_by("balance makers"), self.found)
        person.active = False
        self.found.partner_id = person
        self.assertEqual(self._found_by("Balance Makers"), self.found)

    def test_people_do_not_find_what_their_company_complains_of(self):
        company = self.env["res.partner"].create({"name": "Balance Makers", "is_company": True})
        self.env["res.partner"].create({"name": "Herr Waage", "parent_id": company.id})
        self.found.partner_id = company
        self.assertFalse(self._found_by("Waage"))

    def test_words_are_compared_as_the_filter_says(self):
        for operator, words, is_found in (
            ("=", "Gauge Works", True),
            ("=", "gauge", False),
            ("in", ["Gauge Works", "Nobody"], True),
            ("=ilike", "gauge w%", True),
            ("not ilike", "gauge", False),
            ("!=", "Nobody", True),
        ):
            with self.subTest(operator, words=words):
                found = self._search([("customer_or_complainant", operator, words)])
                self.assertEqual(self.found in found, is_found)

    def test_contacts_are_looked_for_once(self):
        partners = type(self.env["res.partner"])
        looked_for = partners._search_display_name
        with patch.object(
            partners, "_search_display_name", autospec=True, side_effect=looked_for
        ) as asked:
            self.assertEqual(self._found_by("Gauge Works"), self.found)
        self.assertEqual(asked.call_count, 1)
