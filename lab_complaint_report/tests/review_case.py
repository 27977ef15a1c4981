"""A laboratory with complaints of two years, and people who draft, issue and acknowledge."""

from datetime import date

from freezegun import freeze_time

from odoo import Command

from odoo.addons.lab_complaint.tests.common import ComplaintCase

# The day on which the tests take place: the third quarter has ended.
TODAY = "2026-10-12 02:00:00"
LAST_DAY = date(2026, 9, 30)


class ReviewCase(ComplaintCase):
    """Five complaints in the third quarter of 2026, three in the second, one a year ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(TODAY)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.deputy_head = cls._make_user("deputy_head", name="Zhao Ping", lang="en_US")
        cls.quality_head.name = "Lin Hua"
        cls.outsider = cls.env["res.partner"].create(
            {"name": "Group office", "email": "office@group.example.com"}
        )
        cls.company.write(
            {
                "complaint_deputy_head_id": cls.deputy_head.id,
                "complaint_review_recipient_ids": [Command.set(cls.outsider.ids)],
            }
        )
        cls.reviews = cls.env["lab.complaint.review"]
        # None of other data: a laboratory of our own.
        cls.reviews.search([("company_id", "in", (cls.company | cls.other_company).ids)]).unlink()

    @classmethod
    def _received(cls, day, **values):
        """A complaint that was received on a day, at noon in Shanghai."""
        return cls._log(
            received_on=f"{day} 04:00:00",
            **{"channel_id": cls.channel.id, "category_id": cls.category.id, **values},
        )

    @classmethod
    def _receive_two_years(cls):
        for day in ("2026-07-01", "2026-08-10", "2026-08-11", "2026-09-30"):
            cls._received(day)
        cls._received("2026-09-01", category_id=False)
        for day in ("2026-04-01", "2026-05-05", "2026-06-30"):
            cls._received(day)
        cls._received("2025-08-08")

    def _draft(self, user=None, **values):
        """A draft of the third quarter, or of another period."""
        given = {"company_id": self.company.id, "period": "quarter", "anchor": LAST_DAY, **values}
        return self.reviews.with_user(user or self.officer).create(given)

    def _issued(self, **values):
        """A review that the quality head issued."""
        review = self._draft(conclusions="<p>Fewer letters, more calls.</p>", **values)
        review.with_user(self.quality_head).action_issue()
        return review

    def _figure(self, review, key, period="period"):
        return review._frozen()["figures"][period][key]

    def _at(self, moment):
        """The body takes place at another moment."""
        return freeze_time(moment)
