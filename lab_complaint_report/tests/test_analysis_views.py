"""Analysis and rates as people open them."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .test_statistics import StatisticsCase

QUESTIONS = (
    "category",
    "department",
    "cause",
    "speed",
    "promises",
    "validity",
    "customer",
    "cohort",
)
ACTIONS = ("analysis", "rate", *(f"analysis_{question}" for question in QUESTIONS))


@tagged("post_install", "-at_install")
class TestAnalysisViews(StatisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._log(received_on="2026-03-02 02:00:00", category_id=cls.category.id)
        cls.env.flush_all()

    def _open(self, action):
        """Each view of an action, as the web client asks for it."""
        model = self.env[action.res_model].with_user(self.auditor)
        views = [(view_id, mode) for view_id, mode in action.views]
        return model, model.get_views([*views, (False, "search")])["views"]

    def _groups(self, arch, field):
        nodes = etree.fromstring(arch).iter("field")
        return [
            node.get("name") + (f":{node.get('interval')}" if node.get("interval") else "")
            for node in nodes
            if field(node)
        ]

    def test_every_question_opens_with_figures(self):
        for name in ACTIONS:
            action = self.env.ref(f"lab_complaint_report.action_complaint_{name}")
            model, views = self._open(action)
            for mode in ("pivot", "graph"):
                with self.subTest(action=name, view=mode):
                    arch = views[mode]["arch"]
                    measures = self._groups(arch, lambda node: node.get("type") == "measure")
                    groups = self._groups(
                        arch,
                        lambda node: node.get("type") in ("row", "col") or node.get("interval"),
                    )
                    aggregates = [
                        f"{measure}:{model._fields[measure].aggregator}" for measure in measures
                    ]
                    self.assertTrue(measures)
                    model.formatted_read_group([], groups, ["__count", *aggregates])

    def test_default_filters_exist(self):
        for name in ACTIONS:
            action = self.env.ref(f"lab_complaint_report.action_complaint_{name}")
            _model, views = self._open(action)
            filters = {
                node.get("name")
                for node in etree.fromstring(views["search"]["arch"]).iter("filter")
            }
            for key in safe_eval(action.context):
                with self.subTest(action=name, filter=key):
                    self.assertIn(key.removeprefix("search_default_"), filters)

    def test_every_filter_finds(self):
        for name in ("analysis", "rate"):
            action = self.env.ref(f"lab_complaint_report.action_complaint_{name}")
            model, views = self._open(action)
            for node in etree.fromstring(views["search"]["arch"]).iter("filter"):
                domain = node.get("domain")
                if domain:
                    with self.subTest(action=name, filter=node.get("name")):
                        model.search(safe_eval(domain))
                elif node.get("context"):
                    group = safe_eval(node.get("context"))["group_by"]
                    with self.subTest(action=name, group=group):
                        self.assertTrue(model.formatted_read_group([], [group], ["__count"]))

    def test_a_row_opens_its_case(self):
        row = self.env["lab.complaint.analysis"].search([("company_id", "=", self.company.id)])
        action = row.with_user(self.auditor).action_open_case()
        case = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(case, row.complaint_id)

    def test_shares_are_shown_as_percentages(self):
        for name in ("pivot", *(q for q in QUESTIONS if q in ("speed", "promises", "validity"))):
            view = self.env.ref(f"lab_complaint_report.lab_complaint_analysis_view_{name}")
            for node in etree.fromstring(view.arch).iter("field"):
                if node.get("name").endswith(("_share", "in_time")):
                    self.assertEqual(node.get("widget"), "percentage", (name, node.get("name")))

    def test_what_has_no_basis_is_not_shown_as_nought(self):
        rows = self.env["lab.complaint.analysis"].formatted_read_group(
            [("company_id", "=", self.company.id)],
            ["category_id"],
            ["complaint_count:sum", "valid_share:avg", "in_time:avg"],
        )
        self.assertEqual([row["complaint_count:sum"] for row in rows], [1])
        self.assertFalse({"valid_share:avg", "in_time:avg"} & rows[0].keys())
