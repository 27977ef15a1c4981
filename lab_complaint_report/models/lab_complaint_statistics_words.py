from datetime import date

from babel.dates import format_skeleton

from odoo import models
from odoo.tools.misc import babel_locale_parse, formatLang

# With fewer months the limits still move a good deal with every further one.
SETTLED_MONTHS = 12


class LabComplaintStatistics(models.AbstractModel):
    """What a control chart shows, in words that a person understands."""

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _say_control(self, control, findings):
        """Put `says` on each point and `verdict` on the chart, in every installed language.

        A stretch of months is told once, at its last month.

        :param control: dictionary of _control_chart
        :param findings: list of Finding
        """
        for position, point in enumerate(control["points"]):
            ended = [finding for finding in findings if finding.last == position]
            point["says"] = self._worded(
                lambda words, ended=ended: "\n".join(
                    words._finding_said(finding, control) for finding in ended
                )
            )
        control["verdict"] = self._worded(lambda words: words._verdict_said(control, len(findings)))

    def _worded(self, say):
        """One text in every installed language.

        :param say: function that is given this model in a language and returns the text
        :return: dictionary of language code: text, empty when there is nothing to say
        """
        said = {code: say(self.with_context(lang=code)) for code in self._languages()}
        return said if any(said.values()) else {}

    def _finding_said(self, finding, control):
        points = control["points"]
        last = points[finding.last]
        values = {
            "month": self._month_said(last["month"]),
            "first": self._month_said(points[finding.first]["month"]),
            "number": finding.length,
            "count": last["count"],
            "units": last["units"],
            "rate": self._rate_said(last["rate"]),
            "centre": self._rate_said(control["centre"]),
            "lower": self._rate_said(last["lower"]),
            "upper": self._rate_said(last["upper"]),
        }
        if finding.rule == "trend":
            return self._trend_said(finding.is_high, values)
        if finding.rule == "run":
            return self._run_said(finding.is_high, values)
        if control["basis"] == "certificates":
            return self._beyond_certificates_said(finding.is_high, values)
        return self._beyond_orders_said(finding.is_high, values)

    def _beyond_orders_said(self, is_high, values):
        if is_high:
            return self.env._(
                "Complaints in %(month)s: %(count)s on %(units)s orders, %(rate)s per 1,000. That "
                "is more than chance explains (up to %(upper)s). Look for a special cause.",
                **values,
            )
        return self.env._(
            "Complaints in %(month)s: %(count)s on %(units)s orders, %(rate)s per 1,000. That is "
            "less than chance explains (from %(lower)s). Find out what went well, or whether "
            "complaints were not recorded.",
            **values,
        )

    def _beyond_certificates_said(self, is_high, values):
        if is_high:
            return self.env._(
                "Complaints in %(month)s: %(count)s on %(units)s certificates, %(rate)s per 1,000. "
                "That is more than chance explains (up to %(upper)s). Look for a special cause.",
                **values,
            )
        return self.env._(
            "Complaints in %(month)s: %(count)s on %(units)s certificates, %(rate)s per 1,000. "
            "That is less than chance explains (from %(lower)s). Find out what went well, or "
            "whether complaints were not recorded.",
            **values,
        )

    def _run_said(self, is_high, values):
        if is_high:
            return self.env._(
                "From %(first)s to %(month)s the rate was above the average of %(centre)s per "
                "1,000 for %(number)s months in a row. The level has risen: look for what changed "
                "at the beginning of that time.",
                **values,
            )
        return self.env._(
            "From %(first)s to %(month)s the rate was below the average of %(centre)s per 1,000 "
            "for %(number)s months in a row. The level has fallen: keep what improved it, and make "
            "sure that every complaint is recorded.",
            **values,
        )

    def _trend_said(self, is_high, values):
        if is_high:
            return self.env._(
                "From %(first)s to %(month)s the rate rose from month to month, %(number)s months "
                "in a row. Something gets worse step by step: look for what wears out or drifts.",
                **values,
            )
        return self.env._(
            "From %(first)s to %(month)s the rate fell from month to month, %(number)s months in "
            "a row. Something gets better step by step: find out what, and keep it.",
            **values,
        )

    def _verdict_said(self, control, findings_count):
        if control["centre"] is None:
            return self.env._(
                "There is no rate yet: no confirmed orders and no issued certificates are on "
                "record for these months."
            )
        centre = self._rate_said(control["centre"])
        if findings_count:
            return self.env._(
                "The rate of %(centre)s per 1,000 on average varies by more than chance. Signs of "
                "a special cause: %(count)s. Find out what was different then.",
                centre=centre,
                count=findings_count,
            )
        months = sum(point["rate"] is not None for point in control["points"])
        if months < SETTLED_MONTHS:
            return self.env._(
                "Nothing stands out so far. Months with a rate: %(months)s. From %(settled)s on the "
                "limits are reliable.",
                months=months,
                settled=SETTLED_MONTHS,
            )
        return self.env._(
            "The rate varies as chance makes it vary, around %(centre)s per 1,000. No single month "
            "calls for an explanation: fewer complaints need a better way of working.",
            centre=centre,
        )

    def _month_said(self, month, skeleton="yMMMM"):
        """A month such as 2026-03 in the language of the environment."""
        day = date.fromisoformat(f"{month}-01")
        return format_skeleton(skeleton, day, locale=babel_locale_parse(self.env.lang))

    def _rate_said(self, rate):
        return formatLang(self.env, rate, digits=1)
