"""The dashboard against counts made by hand; each figure opens exactly the cases it counts."""

import json
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from .test_statistics import StatisticsCase

# A Wednesday morning in Shanghai.
NOW = "2026-03-18 02:00:00"


@tagged("post_install", "-at_install")
class DashboardCase(StatisticsCase):
    def setUp(self):
        super().setUp()
        clock = freeze_time(NOW)
        clock.start()
        self.addCleanup(clock.stop)

    def _board(self, user=None, companies=None):
        """What a user sees, as in a new request."""
        self.env.flush_all()
        self.env.invalidate_all()
        user = user or self.officer
        statistics = self.statistics.with_user(user)
        statistics = statistics.with_context(
            allowed_company_ids=(companies or user.company_id).ids, lang="en_US"
        )
        return statistics.get_dashboard()

    def _figure(self, key, user=None):
        figures = {figure["key"]: figure for figure in self._board(user)["figures"]}
        return figures.get(key)

    def _opened(self, action, user=None):
        """Cases that an action shows to a user."""
        user = user or self.officer
        model = self.env[action["res_model"]].with_user(user)
        model = model.with_context(allowed_company_ids=user.company_id.ids)
        return model.search(json.loads(json.dumps(action["domain"])))

    def _received(self, day, **values):
        return self._log(received_on=f"{day} 02:00:00", **values)


@tagged("post_install", "-at_install")
class TestDashboardAccess(DashboardCase):
    def test_officers_and_auditors(self):
        for user in (self.officer, self.auditor, self.quality_head, self.manager):
            with self.subTest(user=user.login):
                self.assertIn("figures", self._board(user))

    def test_nobody_else(self):
        investigated = self._received("2026-03-02")
        investigated.investigator_ids = self.investigator
        for user in (self.reporter, self.salesperson, self.investigator, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._board(user)

    def test_cases_of_people_involved_are_not_counted(self):
        self.calibrator_user.group_ids = [
            Command.link(self.env.ref("lab_complaint.group_officer").id)
        ]
        self._receive(received_on="2026-03-02 02:00:00")
        for user, expected in ((self.officer, 1), (self.calibrator_user, 0)):
            board = self._board(user)
            figures = {figure["key"]: figure["value"] for figure in board["figures"]}
            self.assertEqual((figures["open"], figures["new"]), (expected, expected))
            self.assertEqual(sum(point["count"] for point in board["trend"]["points"]), expected)
            self.assertEqual(sum(point["count"] for point in board["pareto"]["points"]), expected)

    def test_companies_that_are_switched_on(self):
        self._received("2026-03-02")
        self._received("2026-03-03", company_id=self.other_company.id)
        both = self.company | self.other_company
        self.officer.company_ids = both
        for companies, expected in ((self.company, 1), (self.other_company, 1), (both, 2)):
            board = self._board(companies=companies)
            self.assertEqual(board["figures"][0]["value"], expected)
            self.assertEqual(board["companies"], companies.mapped("name"))
            self.assertEqual(board["company"], companies[0].name)
            # The control chart is that of one laboratory.
            self.assertEqual(sum(point["count"] for point in board["control"]["points"]), 1)

    def test_nothing_says_who_complained(self):
        self._received("2026-03-02", partner_id=self.contact.id, complainant_phone="555 0199")
        said = json.dumps(self._board())
        for secret in (self.contact.name, "555 0199", "partner_id", "complainant"):
            self.assertNotIn(secret, said)

    def test_other_cases_stay_out_of_clusters(self):
        """Whoever may not read a case is not told of it by what it has in common with others."""
        self.calibrator_user.group_ids = [
            Command.link(self.env.ref("lab_complaint.group_officer").id)
        ]
        cause = self.env["mgmtsystem.nonconformity.cause"].create({"name": "Printing"})
        for _number in range(3):
            self._receive(received_on="2026-03-02 02:00:00").cause_ids = cause
        self.assertEqual(len(self._board()["clusters"]), 1)
        self.assertEqual(self._board(self.calibrator_user)["clusters"], [])


@tagged("post_install", "-at_install")
class TestDashboardWork(DashboardCase):
    """What waits."""

    def test_empty(self):
        board = self._board()
        self.assertTrue(board["is_empty"])
        self.assertEqual(board["pareto"]["points"], [])
        self.assertEqual(len(board["trend"]["points"]), 12)
        self.assertIsNone(board["control"]["centre"])
        self.assertIsNone(self._figure("in_time")["value"])
        self.assertEqual(self._figure("open")["value"], 0)
        self._received("2026-03-02")
        self.assertFalse(self._board()["is_empty"])

    def test_open_by_stage(self):
        self.installed_requirements.active = False
        for state, count in (("received", 2), ("screening", 1), ("investigation", 3)):
            for _number in range(count):
                case = self._received("2026-03-02")
                case.sudo().stage_id = self.stages[state]
        self._received("2026-03-02", kind="feedback", stage_id=self.stages["received"].id)
        ended = self._received("2026-03-02")
        ended.with_user(self.officer).action_withdraw(withdrawal_reason="Taken back by phone")
        board = self._board()
        counts = {stage["id"]: stage["value"] for stage in board["stages"]}
        self.assertEqual(counts[self.stages["received"].id], 3)
        self.assertEqual(counts[self.stages["screening"].id], 1)
        self.assertEqual(counts[self.stages["investigation"].id], 3)
        self.assertEqual(counts[self.stages["decision"].id], 0)
        self.assertNotIn(self.stages["withdrawn"].id, counts)
        self.assertEqual(board["figures"][0]["value"], 7)
        self.assertEqual(sum(counts.values()), 7)

    def test_late_and_due(self):
        late, today, in_a_week, in_eight_days, paused = (
            self._received("2026-03-17") for _number in range(5)
        )
        days = {
            late: "2026-03-17",
            today: "2026-03-18",
            in_a_week: "2026-03-25",
            in_eight_days: "2026-03-26",
            paused: "2026-03-19",
        }
        self.env.flush_all()
        for case, day in days.items():
            self.env.cr.execute(
                "UPDATE lab_complaint SET next_promise_on = %s, next_promise_waits = %s "
                "WHERE id = %s",
                [day, case == paused, case.id],
            )
        self.env.invalidate_all()
        figure = self._figure("late")
        self.assertEqual(figure["value"], 1)
        self.assertEqual(self._opened(figure["action"]), late)
        figure = self._figure("due")
        self.assertEqual(figure["value"], 2)
        self.assertEqual(self._opened(figure["action"]), today | in_a_week)

    def test_waiting_for_my_approval(self):
        case = self._lead(self._receive(received_on="2026-03-02 02:00:00"), until="propose")
        figure = self._figure("to_approve", self.quality_head)
        self.assertEqual(figure["value"], 1)
        self.assertEqual(self._opened(figure["action"], self.quality_head), case)
        self.assertIsNone(self._figure("to_approve", self.officer))
        self.assertIsNone(self._figure("to_approve", self.auditor))
        self._step_approve(case)
        self.assertEqual(self._figure("to_approve", self.quality_head)["value"], 0)


@tagged("post_install", "-at_install")
class TestDashboardHowItGoes(DashboardCase):
    def test_new_this_month_against_last(self):
        for day in ("2026-02-01", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-28"):
            self._received(day)
        for day in ("2026-03-01", "2026-03-17"):
            self._received(day)
        self._received("2026-03-02", kind="feedback")
        figure = self._figure("new")
        self.assertEqual((figure["value"], figure["comparison"]["value"]), (2, 3))
        self.assertIn("3", figure["comparison"]["label"])
        self.assertEqual(len(self._opened(figure["comparison"]["action"])), 3)

    def test_last_month_was_shorter(self):
        """On 31 March the whole of February counts, and no day of March."""
        for day in ("2026-02-01", "2026-02-28", "2026-03-01"):
            self._received(day)
        with freeze_time("2026-03-31 02:00:00"):
            figure = self._figure("new")
        self.assertEqual((figure["value"], figure["comparison"]["value"]), (1, 2))

    def test_all_promises_kept(self):
        """Of three cases that are settled two kept everything; an open one counts nowhere."""
        kept, also_kept, missed, _opened = (
            self._received(day) for day in ("2026-03-02", "2025-04-02", "2026-01-15", "2026-03-17")
        )
        self._received("2025-03-15")
        for case in (kept, also_kept, missed):
            deadlines = case.sudo().deadline_ids
            self.assertTrue(deadlines)
            deadlines.filtered("is_open")._keep(case.received_on)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint_deadline SET missed = (complaint_id = %s) "
            "WHERE complaint_id IN %s",
            [missed.id, tuple((kept | also_kept | missed).ids)],
        )
        self.env.invalidate_all()
        figure = self._figure("in_time")
        self.assertAlmostEqual(figure["value"], 2 / 3)
        self.assertEqual(
            sorted(self._opened(figure["action"]).ids), sorted((kept | also_kept | missed).ids)
        )
        months = {point["label"]: point["in_time"] for point in self._board()["trend"]["points"]}
        self.assertEqual((months["Jan 2026"], months["Apr 2025"]), (0, 1))
        self.assertIsNone(months["Feb 2026"])

    def test_pareto(self):
        for category, count in ((self.category, 2), (self.subcategory, 3), (None, 1)):
            for _number in range(count):
                self._received("2026-02-02", category_id=category.id if category else False)
        other = self.env["lab.complaint.category"].create({"name": "Tested delay"})
        for _number in range(2):
            self._received("2025-04-01", category_id=other.id)
        self._received("2025-03-30", category_id=other.id)
        self._received("2026-02-02", category_id=other.id, kind="feedback")
        points = self._board()["pareto"]["points"]
        self.assertEqual(
            [(point["label"], point["count"], point["cumulative"]) for point in points],
            [("Tested result", 5, 5 / 8), ("Tested delay", 2, 7 / 8), ("No category", 1, 1)],
        )
        self.assertEqual([len(self._opened(point["action"])) for point in points], [5, 2, 1])

    def test_trend(self):
        for day in ("2025-03-31", "2025-04-01", "2025-04-30", "2026-03-01", "2026-03-18"):
            self._received(day)
        points = self._board()["trend"]["points"]
        self.assertEqual([point["label"] for point in points][::11], ["Apr 2025", "Mar 2026"])
        self.assertEqual([point["count"] for point in points], [2] + [0] * 10 + [2])

    def test_control_chart_of_the_company(self):
        self._received("2026-03-02")
        order = self._make_order(self.contact)
        order.action_confirm()
        order.date_order = "2026-03-03 02:00:00"
        control = self._board()["control"]
        self.assertEqual(control["label"], "Complaints per 1,000 Orders")
        self.assertEqual(len(control["points"]), 24)
        self.assertEqual(control["points"][-1]["rate"], 1000)
        self.assertEqual(control["points"][-1]["label"], "Mar 2026")
        self.assertTrue(control["is_calm"])
        self.assertIn("Nothing stands out so far", control["verdict"])

    def test_signal_in_words(self):
        months = [{"month": f"2026-{n:02}", "count": n, "says": {}, "signals": []} for n in (1, 2)]
        months[1]["says"] = {"en_US": "Look for a special cause."}
        control = {"basis": "orders", "centre": 1.0, "points": months, "verdict": {"en_US": "Odd"}}
        self.patch(type(self.statistics), "_control_chart", lambda *_args: control)
        shown = self._board()["control"]
        self.assertFalse(shown["is_calm"])
        self.assertEqual(shown["verdict"], "Odd")
        self.assertEqual(
            [point["says"] for point in shown["points"]], ["", "Look for a special cause."]
        )

    def test_what_comes_back_most(self):
        causes = self.env["mgmtsystem.nonconformity.cause"].create(
            [{"name": f"Cause {number}"} for number in range(12)]
        )
        for number in range(4):
            self._received("2026-02-02", cause_ids=[Command.set(causes[number // 3 :].ids)])
        clusters = self._board()["clusters"]
        self.assertEqual(len(clusters), 10)
        # The first cause was left out once.
        self.assertEqual({cluster["count"] for cluster in clusters}, {4})
        self.assertNotIn("Cause 0", [cluster["cause"] for cluster in clusters])

    def test_hints_are_those_of_the_last_twelve_months(self):
        asked = []
        hint = {"says": {"en_US": "Force is quiet."}}
        self.patch(
            type(self.statistics), "_hints", lambda _self, *period: asked.append(period) or [hint]
        )
        self.assertEqual(self._board()["hints"], ["Force is quiet."])
        self.assertEqual(asked, [(self.company, date(2025, 4, 1), date(2026, 3, 18))])


@tagged("post_install", "-at_install")
class TestDashboardOpens(DashboardCase):
    """Whatever is counted opens exactly what was counted."""

    def _counted(self, shown):
        """Pairs of a number that is shown and what opens its cases."""
        if isinstance(shown, list):
            for part in shown:
                yield from self._counted(part)
        elif isinstance(shown, dict):
            if "action" in shown and not shown.get("is_share"):
                yield shown.get("value", shown.get("count")), shown["action"]
            for key, part in shown.items():
                if key != "action" and not shown.get("is_share"):
                    yield from self._counted(part)

    def test_every_number(self):
        self.certificate.issued_on = "2026-03-02"
        cause = self.env["mgmtsystem.nonconformity.cause"].create({"name": "Printing"})
        for number, day in enumerate(("2025-05-05", "2026-02-03", "2026-03-02", "2026-03-17")):
            case = self._receive(received_on=f"{day} 02:00:00")
            case.write(
                {
                    "category_id": number % 2 and self.category.id,
                    "cause_ids": [Command.set(cause.ids)],
                }
            )
        self._received("2026-03-05", kind="feedback")
        self._lead(self._receive(received_on="2026-03-16 02:00:00"), until="propose")
        board = self._board(self.quality_head)
        counted = list(self._counted(board))
        # 4 figures and one compared, 5 stages at least, bars, 12 and 24 months, a cluster.
        self.assertGreaterEqual(len(counted), 5 + 5 + 2 + 12 + 24 + 1)
        for number, action in counted:
            with self.subTest(figure=action["name"], domain=action["domain"]):
                self.assertEqual(len(self._opened(action, self.quality_head)), number)
        self.assertGreater(sum(number for number, _action in counted), 20)


@tagged("post_install", "-at_install")
class TestDashboardMenus(DashboardCase):
    def _menus(self, user):
        menus = self.env["ir.ui.menu"].with_user(user)
        return menus.browse(menus._visible_menu_ids())

    def test_first_of_the_app(self):
        root = self.env.ref("lab_complaint.menu_root")
        dashboard = self.env.ref("lab_complaint_report.menu_dashboard")
        for user in (self.officer, self.auditor, self.quality_head):
            own = self._menus(user).filtered(lambda menu: menu.parent_id == root)
            self.assertEqual(own.sorted("sequence")[:1], dashboard)

    def test_reporters_open_the_register(self):
        for name in ("menu_dashboard", "menu_reporting", "menu_control_chart"):
            menu = self.env.ref(f"lab_complaint_report.{name}")
            self.assertNotIn(menu, self._menus(self.reporter))
            self.assertIn(menu, self._menus(self.officer))


@tagged("lab_tour", "post_install", "-at_install")
class TestDashboardTour(HttpCase, StatisticsCase):
    def test_open_a_figure(self):
        """An officer opens the app, clicks a figure and comes back."""
        self._log(order_id=self.order.id, category_id=self.category.id)
        self.start_tour(
            "/odoo/complaint-dashboard", "lab_complaint_dashboard", login=self.officer.login
        )

    def test_nothing_yet(self):
        """A new laboratory is told what will stand there."""
        self.start_tour(
            "/odoo/complaint-dashboard", "lab_complaint_dashboard_empty", login=self.officer.login
        )
