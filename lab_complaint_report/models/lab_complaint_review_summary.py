from odoo import models

from .lab_complaint_review_words import KEY_FIGURES


class LabComplaintReview(models.Model):
    """What the figures of a review say, in sentences."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    def _summary(self):
        """The review in a few sentences, in the language of the environment.

        :return: list of str, none before there are figures
        """
        self.ensure_one()
        frozen = self._frozen()
        if not frozen:
            return []
        now, before, year_ago = (
            {**dict.fromkeys(KEY_FIGURES), **frozen["figures"][period]}
            for period in ("period", "previous", "year_ago")
        )
        sentences = [
            self._said_count(now["complaint_count"] or 0, before["complaint_count"] or 0),
            self._said_year_ago(year_ago["complaint_count"] or 0),
            self._said_rate(now, before),
            self._said_most_frequent(now["complaint_count"] or 0),
            self._said_valid(now["valid_share"]),
            self._said_days(now["days_to_answer"]),
            self._said_in_time(now["in_time"], before["in_time"]),
            self._said_recurring(now["recurring_count"]),
            self._said_open(now["open_count"]),
        ]
        return [sentence for sentence in sentences if sentence]

    def _said_count(self, count, before):
        """How many there were, against the period before."""
        numbers = {"count": self._number(count), "before": self._number(before)}
        if count < 2:
            return self._said_few(count, **numbers)
        numbers["difference"] = self._number(abs(count - before))
        if count > before:
            return self.env._(
                "%(count)s complaints were received, %(difference)s more than in the period "
                "before.",
                **numbers,
            )
        if count < before:
            return self.env._(
                "%(count)s complaints were received, %(difference)s fewer than in the period "
                "before.",
                **numbers,
            )
        return self.env._(
            "%(count)s complaints were received, as many as in the period before.", **numbers
        )

    def _said_few(self, count, **numbers):
        if count:
            return self.env._(
                "One complaint was received; in the period before: %(before)s.", **numbers
            )
        if numbers["before"] == self._number(0):
            return self.env._("No complaint was received, and none in the period before.")
        return self.env._("No complaint was received; in the period before: %(before)s.", **numbers)

    def _said_year_ago(self, count):
        return self.env._(
            "The same period a year ago counted %(count)s.", count=self._number(count)
        )

    def _said_rate(self, now, before):
        """Complaints per 1,000 orders, or per 1,000 certificates where there are no orders."""
        if now["per_orders"] is not None:
            rates = self._rates("per_orders", now, before)
            return self.env._(
                "That is %(rate)s per 1,000 orders (period before: %(before)s).",
                **rates,
            )
        if now["per_certificates"] is not None:
            rates = self._rates("per_certificates", now, before)
            return self.env._(
                "That is %(rate)s per 1,000 certificates (period before: %(before)s).", **rates
            )
        return ""

    def _rates(self, key, now, before):
        return {
            "rate": self._figure_text(key, now[key]),
            "before": self._figure_text(key, before[key]),
        }

    def _said_most_frequent(self, count):
        """What most of the complaints were about, if that says anything."""
        rows = [row for row in self._frozen()["tables"]["main_category_id"] if row["id"]]
        if count < 2 or not rows or rows[0]["count"] < 2:
            return ""
        return self.env._(
            "Most were about “%(category)s”: %(part)s of %(count)s.",
            category=self._row_name(rows[0]),
            part=self._number(rows[0]["count"]),
            count=self._number(count),
        )

    def _said_valid(self, share):
        if share is None:
            return ""
        return self.env._("Of those judged, %(share)s were valid.", share=self._percent(share))

    def _said_days(self, days):
        if days is None:
            return ""
        return self.env._(
            "The answer took %(days)s working days on average.",
            days=self._figure_text("days_to_answer", days),
        )

    def _said_in_time(self, share, before):
        if share is None:
            return ""
        return self.env._(
            "In %(share)s of the cases every promise was kept (period before: %(before)s).",
            share=self._percent(share),
            before=self._percent(before),
        )

    def _said_recurring(self, count):
        if not count:
            return ""
        if count == 1:
            return self.env._("One complaint repeats earlier ones.")
        return self.env._("%(count)s complaints repeat earlier ones.", count=self._number(count))

    def _said_open(self, count):
        """How many cases were open at the end, and how far they are now."""
        cases = self._frozen()["open_cases"]
        if not count:
            return self.env._("No case was open at the end of the period.")
        numbers = {
            "count": self._number(count),
            "open": self._number(len(cases)),
            "late": self._number(sum(bool(case["is_late"]) for case in cases)),
        }
        if count == 1:
            return self.env._(
                "One case was open at the end of the period; still open: %(open)s, late: %(late)s.",
                **numbers,
            )
        return self.env._(
            "%(count)s cases were open at the end of the period; still open: %(open)s, late: "
            "%(late)s.",
            **numbers,
        )
