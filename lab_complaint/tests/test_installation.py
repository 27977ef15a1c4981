import re
from pathlib import Path

from lxml import etree

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from odoo.addons.lab_complaint.models.lab_complaint_stage import STATES

FOLDER = Path(get_module_path("lab_complaint"))


@tagged("post_install", "-at_install")
class TestInstallation(TransactionCase):
    """What a laboratory finds after the installation, without demo data."""

    def _installed(self, model):
        """Records of the data files, also those that were retired since."""
        found = self.env["ir.model.data"].search(
            [("module", "=", "lab_complaint"), ("model", "=", model), ("noupdate", "=", True)]
        )
        files = "".join(path.read_text() for path in (FOLDER / "data").glob("*.xml"))
        ids = [data.res_id for data in found if f'id="{data.name}"' in files]
        return self.env[model].with_context(active_test=False).browse(ids).exists()

    def test_a_stage_for_each_state(self):
        stages = self._installed("lab.complaint.stage").sorted("sequence")
        self.assertEqual(stages.mapped("state"), [state for state, _label in STATES])
        folded = stages.filtered("fold").mapped("state")
        self.assertEqual(folded, ["closed", "not_accepted", "withdrawn"])

    def test_promises(self):
        """Promises of the brief: acknowledge 2, screen 3, progress 5 and then every 10, outcome 15
        with extension to 30, call-back 10 working days after it; an authority that gives no day
        of its own, 10."""
        policies = self._installed("lab.complaint.deadline.policy").sorted("kind_order")
        self.assertFalse(policies.company_id)
        self.assertEqual(
            [(p.kind, p.severity, p.days, p.repeat_days, p.extension_days) for p in policies],
            [
                ("acknowledgement", False, 2, 0, 0),
                ("screening", False, 3, 0, 0),
                ("progress", False, 5, 10, 0),
                ("outcome", False, 15, 0, 30),
                ("callback", False, 10, 0, 0),
                ("authority", False, 10, 0, 0),
            ],
        )

    def test_channels_of_the_process(self):
        codes = set(self._installed("lab.complaint.channel").mapped("code"))
        wanted = "survey on_site website contact sales forum authority staff"
        self.assertEqual(codes, set(wanted.split()))

    def test_categories_in_two_levels(self):
        categories = self._installed("lab.complaint.category")
        roots = categories.filtered(lambda category: not category.parent_id)
        self.assertEqual(len(roots), 9)
        for root in roots:
            with self.subTest(root.name):
                self.assertTrue(root.child_ids)
                self.assertFalse(root.child_ids.child_ids)
        codes = categories.mapped("code")
        self.assertEqual(len(codes), len(set(codes)))
        self.assertTrue(all(codes))

    def test_requirements_name_their_clause(self):
        for requirement in self._installed("lab.complaint.requirement"):
            with self.subTest(requirement.code):
                self.assertRegex(requirement.clause, r"^ISO(/IEC)? \d+:\d{4}, \d")
                self.assertTrue(requirement.remedy)

    def test_what_a_laboratory_changed_is_kept(self):
        """An update does not bring back what was renamed or retired."""
        for model in ("stage", "channel", "category", "requirement"):
            data = self.env["ir.model.data"].search(
                [("module", "=", "lab_complaint"), ("model", "=", f"lab.complaint.{model}")]
            )
            self.assertEqual(set(data.mapped("noupdate")), {True}, model)

    def test_administrator_administers_complaints(self):
        self.assertTrue(self.env.ref("base.user_admin").has_group("lab_complaint.group_manager"))

    def test_tests_need_no_demo_data(self):
        """They pass in the database of a laboratory as well as in one for showing."""
        demo = {
            node.get("id")
            for path in (FOLDER / "demo").glob("*.xml")
            for node in etree.parse(str(path)).iter("record")
        }
        demo |= {"user_demo", "partner_demo", "res_partner_1", "res_partner_2"}
        tests = list((FOLDER / "tests").glob("*.py"))
        tests.remove(FOLDER / "tests" / "test_installation.py")
        for path in tests:
            with self.subTest(path.name):
                used = set(re.findall(r"[\w.]+", path.read_text()))
                names = {name.rpartition(".")[2] for name in used if name.count(".") == 1}
                self.assertFalse(demo & names)
                self.assertNotRegex(path.read_text(), r"search\(\[\]\)\[0\]|time\.sleep")

    def test_every_test_file_runs(self):
        imported = (FOLDER / "tests" / "__init__.py").read_text()
        for path in (FOLDER / "tests").glob("test_*.py"):
            with self.subTest(path.name):
                self.assertIn(f"from . import {path.stem}\n", imported)
