from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.lab_complaint.models.lab_complaint_stage import ENDED_STATES

from .lab_complaint_statistics import READERS
from .lab_complaint_statistics_cases import OPEN_STATES

DUE_DAYS = 7
MONTHS = 12
VIEWS = ("list", "kanban", "form")


class LabComplaintStatistics(models.AbstractModel):
    """The page to open the day with: what waits, and how it goes (8.6.1).

    Cases are counted as the reader may read them, in the companies that are switched on, and
    each figure names the cases it counts.
    """

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def get_dashboard(self):
        """Everything that the dashboard shows.

        :return: dictionary with `is_empty`, `company` (of the control chart, clusters and hints),
            `companies` (of the other figures), `stages`, `figures`, `pareto`, `trend`, `control`,
            `clusters` and `hints`; each number comes with an `action` that opens its cases
        :raise AccessError: for others than officers and auditors
        """
        self._check_reads_dashboard()
        today = self.env.company._complaint_today()
        return {
            "is_empty": not self.env["lab.complaint"].search_count([], limit=1),
            "company": self.env.company.name,
            "companies": self.env.companies.mapped("name"),
            "stages": self._board_stages(),
            "figures": [
                *self._board_work(today),
                self._board_new(today),
                self._board_in_time(today),
            ],
            **self._board_charts(today),
        }

    def _check_reads_dashboard(self):
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._(
                    "The dashboard is for complaint officers and auditors. Ask your administrator "
                    "for one of these roles."
                )
            )

    # --- what opens the cases behind a figure ---

    def _board_action(self, name, domain, model="lab.complaint", views=VIEWS, **context):
        """Action that opens the cases which a figure counts."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, view] for view in views],
            "domain": list(domain),
            "context": context,
        }

    def _board_counted(self, key, label, definition, domain, **options):
        """A figure that counts cases."""
        return {
            "key": key,
            "label": label,
            "definition": definition,
            "value": self.env["lab.complaint"].search_count(domain),
            "is_share": False,
            "comparison": False,
            "action": self._board_action(label, domain),
            **options,
        }

    # --- what waits ---

    def _board_open(self):
        return Domain("state", "in", OPEN_STATES)

    def _board_stages(self):
        """How many open cases stand in each stage."""
        opened = self._board_open()
        counts = dict(self.env["lab.complaint"]._read_group(opened, ["stage_id"], ["__count"]))
        stages = self.env["lab.complaint.stage"].search([("state", "not in", ENDED_STATES)])
        return [
            {
                "id": stage.id,
                "label": stage.name,
                "value": counts.get(stage, 0),
                "action": self._board_action(
                    stage.name, Domain("stage_id", "=", stage.id), views=("kanban", "list", "form")
                ),
            }
            for stage in stages
        ]

    def _board_work(self, today):
        """Figures of what is to be done, feedback included: it waits in the same stages."""
        week = fields.Date.to_string(today + relativedelta(days=DUE_DAYS))
        figures = [
            self._board_counted(
                "open",
                self.env._("Open"),
                self.env._("Cases that have not ended, whatever they are: feedback as well."),
                self._board_open(),
            ),
            self._board_counted(
                "late",
                self.env._("Late"),
                self.env._("Open cases whose next promise was due before today and is not paused."),
                Domain("is_late", "=", True),
                is_warning=True,
            ),
            self._board_counted(
                "due",
                self.env._("Due in 7 Days"),
                self.env._(
                    "Open cases whose next promise falls due today or in the next 7 days and is "
                    "not paused."
                ),
                Domain("next_promise_on", ">=", fields.Date.to_string(today))
                & Domain("next_promise_on", "<=", week)
                & Domain("next_promise_waits", "=", False),
            ),
        ]
        if self.env.user.has_group("lab_complaint.group_quality_head"):
            figures.append(self._board_to_approve())
        return figures

    def _board_to_approve(self):
        return self._board_counted(
            "to_approve",
            self.env._("Waiting for My Approval"),
            self.env._("Cases in which a decision was submitted that you may approve or reject."),
            Domain("can_approve", "=", True),
            is_warning=True,
        )

    # --- how it goes ---

    def _board_received(self, first, last):
        """Cases that count as received in a period, both days included."""
        return (
            Domain("kind", "!=", "feedback")
            & Domain("received_day", ">=", fields.Date.to_string(first))
            & Domain("received_day", "<=", fields.Date.to_string(last))
        )

    def _board_new(self, today):
        """Received this month, beside as many days of the month before."""
        first = today.replace(day=1)
        before = first - relativedelta(months=1)
        same_day = min(before + relativedelta(days=today.day - 1), first - relativedelta(days=1))
        earlier = self._board_received(before, same_day)
        name = self.env._("New Last Month, until the Same Day")
        count = self.env["lab.complaint"].search_count(earlier)
        _label, definition = self._labels()["complaint_count"]
        return self._board_counted(
            "new",
            self.env._("New This Month"),
            definition,
            self._board_received(first, today),
            comparison={
                "label": self.env._("Last month until the same day: %(count)s", count=count),
                "value": count,
                "action": self._board_action(name, earlier),
            },
        )

    def _board_in_time(self, today):
        """Share of cases with every promise kept, beside the same months a year before."""
        first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        year = relativedelta(years=1)
        label, definition = self._labels()["in_time"]
        share, action = self._board_share(label, first, today)
        earlier, earlier_action = self._board_share(label, first - year, today - year)
        said = "–" if earlier is None else f"{earlier:.0%}"
        return {
            "key": "in_time",
            "label": self.env._("%(figure)s, 12 Months", figure=label),
            "definition": definition,
            "value": share,
            "is_share": True,
            "comparison": {
                "label": self.env._("The same months a year before: %(share)s", share=said),
                "value": earlier,
                "action": earlier_action,
            },
            "action": action,
        }

    def _board_share(self, label, first, last):
        """Share in time of the cases of a period, and what opens the cases it is taken of."""
        counted = self._board_received(first, last) & Domain("is_settled", "=", True)
        analysis = self.env["lab.complaint.analysis"]
        [(kept, count)] = analysis._read_group(counted, aggregates=["in_time:sum", "__count"])
        action = self._board_action(
            label, counted, "lab.complaint.analysis", ("list", "pivot", "graph")
        )
        return kept / count if count else None, action
