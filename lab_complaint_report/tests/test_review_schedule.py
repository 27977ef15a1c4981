from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models import lab_complaint_review_mail as mail_file
from .review_case import ReviewCase

LOGGER = "odoo.addons.lab_complaint_report.models.lab_complaint_review_schedule"


@tagged("post_install", "-at_install")
class TestReviewSchedule(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()
        others = cls.env["res.company"].search([]) - cls.company
        others.write(dict.fromkeys(cls._switches(), False))

    @classmethod
    def _switches(cls):
        return [
            f"complaint_review_{period}" for period in ("month", "quarter", "half_year", "year")
        ]

    def _make(self):
        """What the schedule makes of this day."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("lab_complaint_report.cron_make_reviews").method_direct_trigger()
        self.env.invalidate_all()
        return self._made()

    def _made(self, company=None):
        company = company or self.company
        return self.reviews.search([("company_id", "=", company.id)], order="code")

    def _mails(self, review):
        """Mails with papers; Odoo writes to whoever gets an activity, too."""
        return self.env["mail.mail"].search(
            [
                ("model", "=", review._name),
                ("res_id", "=", review.id),
                ("attachment_ids", "!=", False),
            ]
        )

    def test_quarter_and_year_by_default(self):
        made = self._make()
        self.assertEqual(made.mapped("code"), ["2025", "2026-Q3"])
        self.assertEqual(set(made.mapped("state")), {"draft"})
        self.assertEqual(self._figure(made[1], "complaint_count"), 5)

    def test_made_once(self):
        made = self._make()
        mails = self._mails(made[0]) | self._mails(made[1])
        self.assertEqual(self._make(), made)
        self.assertEqual(self._mails(made[0]) | self._mails(made[1]), mails)
        self.assertEqual(
            made[1].activity_ids.user_id, self.quality_head, "Asked once, and nobody else"
        )
        self.assertEqual(len(made[1].activity_ids), 1)

    def test_a_period_that_has_a_review_gets_no_other(self):
        review = self._draft()
        self.assertEqual(self._make().filtered(lambda r: r.code == "2026-Q3"), review)

    def test_every_kind_that_is_chosen(self):
        self.company.write(dict.fromkeys(self._switches(), True))
        self.assertEqual(self._make().mapped("code"), ["2025", "2026-09", "2026-H1", "2026-Q3"])
        self.company.write(dict.fromkeys(self._switches(), False))
        with self._at("2030-01-01 04:00:00"):
            self.assertEqual(len(self._make()), 4)

    def test_late_but_complete(self):
        self.company.complaint_review_year = False
        self._make()
        with self._at("2027-04-01 04:00:00"):
            self.assertEqual(self._make().mapped("code"), ["2026-Q3", "2026-Q4", "2027-Q1"])

    def test_on_the_first_day_of_the_laboratory(self):
        self.company.complaint_review_year = False
        self._make()
        with self._at("2026-12-31 15:00:00"):
            self.assertEqual(len(self._make()), 1)
        with self._at("2026-12-31 17:00:00"):
            self.assertEqual(self._make().mapped("code"), ["2026-Q3", "2026-Q4"])

    def test_companies_without_a_register_get_none(self):
        self.other_company.complaint_review_quarter = True
        self._make()
        self.assertFalse(self._made(self.other_company))
        self._received("2026-07-07", company_id=self.other_company.id, category_id=False)
        self._make()
        theirs = self._made(self.other_company)
        self.assertEqual(theirs.mapped("code"), ["2026-Q3"])
        self.assertEqual(self._figure(theirs, "complaint_count"), 1)

    def test_one_company_that_fails_holds_up_no_other(self):
        self._received("2026-07-07", company_id=self.other_company.id, category_id=False)
        self.other_company.complaint_review_quarter = True
        model = self.env.registry["lab.complaint.review"]
        collect = model._collect_figures

        def fail(review, statistics):
            if review.company_id == self.company:
                raise ValueError("No figures today")
            return collect(review, statistics)

        with patch.object(model, "_collect_figures", fail), self.assertLogs(LOGGER, "ERROR"):
            self._make()
        self.assertFalse(self._made())
        self.assertTrue(self._made(self.other_company))
        self.assertEqual(len(self._make()), 2, "Tried again")

    def test_made_once_whoever_works_meanwhile(self):
        self._make_colliding("_make_due")

    def test_mailed_once_whoever_works_meanwhile(self):
        self._make_colliding("_mail_draft")

    def _make_colliding(self, name):
        with self._collision("lab.complaint.review", name):
            self.env.ref("lab_complaint_report.cron_make_reviews").method_direct_trigger()
        made = self._made()
        self.assertEqual([len(self._mails(review)) for review in made], [1, 1])
        self.assertEqual(made.mapped("code"), ["2025", "2026-Q3"])
        self.assertEqual(made.mapped("is_mail_due"), [False, False])
        self.assertEqual(len(made[1].activity_ids), 1)

    def test_draft_is_not_mailed_once_it_was_issued(self):
        review = self._make()[1]
        review.with_user(self.officer).conclusions = "<p>Good</p>"
        review.with_user(self.quality_head).action_issue()
        review._record({"is_mail_due": True})
        mails = self._mails(review)
        review._mail_safely()
        self.assertEqual(self._mails(review), mails)

    # --- mails ---

    def test_draft_is_mailed_in_each_language_with_its_papers(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.deputy_head.lang = "zh_CN"
        self.outsider.lang = "en_US"
        review = self._make()[1]
        mails = self._mails(review)
        self.assertEqual(
            {mail.recipient_ids: mail.attachment_ids.mapped("res_id") for mail in mails}.keys(),
            {self.deputy_head.partner_id, self.outsider},
        )
        english = mails.filtered(lambda mail: mail.recipient_ids == self.outsider)
        self.assertIn("conclusions of the quality head follow", english.body_html)
        self.assertIn("5 complaints were received", english.body_html)
        self.assertIn("(draft)", english.subject)
        names = english.attachment_ids.mapped("name")
        self.assertTrue(names[0].startswith("complaint-review-2026-Q3-v1-en_US"))
        chinese = mails - english
        self.assertTrue(chinese.attachment_ids[0].name.startswith("complaint-review-2026-Q3-v1-zh"))
        self.assertEqual(
            set((mails.attachment_ids).mapped("res_id")), {review.id}, "Kept with the review"
        )

    def test_issued_one_is_mailed(self):
        review = self._make()[1]
        drafts = self._mails(review)
        review.with_user(self.officer).conclusions = "<p>Good</p>"
        review.with_user(self.quality_head).action_issue()
        mails = self._mails(review) - drafts
        self.assertEqual(mails.recipient_ids, self.deputy_head.partner_id | self.outsider)
        self.assertIn("Lin Hua", mails[0].body_html)
        self.assertIn("asked to read it", mails[0].body_html)
        self.assertEqual(review.activity_ids.user_id, self.deputy_head)
        self.assertTrue(drafts.exists().attachment_ids.exists(), "What was sent stays")

    def test_files_that_were_sent_with_a_draft_stay(self):
        file = self._mails(self._make()[1]).attachment_ids[0]
        with self.assertRefused(message="stays as it was sent"):
            file.with_user(self.officer).unlink()

    def test_draft_by_hand_is_mailed_to_nobody(self):
        self.assertFalse(self._mails(self._draft()))

    def test_nobody_chosen(self):
        self.company.write(
            {
                "complaint_deputy_head_id": False,
                "complaint_review_recipient_ids": [Command.clear()],
            }
        )
        review = self._make()[1]
        self.assertFalse(self._mails(review))
        review.conclusions = "<p>Good</p>"
        review.with_user(self.quality_head).action_issue()
        self.assertEqual(review.state, "issued")

    def test_mail_that_fails_is_seen_and_sent_later(self):
        paper = self.env.registry["lab.complaint.review"]
        with (
            patch.object(paper, "_papers", side_effect=ValueError("No printer")),
            mute_logger(LOGGER),
        ):
            review = self._make()[1]
        self.assertEqual(review.state, "draft")
        self.assertFalse(self._mails(review))
        self.assertIn("No printer", review.message_ids[0].body)
        self._make()
        self.assertTrue(self._mails(review))

    def test_papers_that_exist_are_attached(self):
        self.assertIn("lab_complaint_report.action_report_review", mail_file.PAPERS)
        self.assertIn("lab_complaint_report.action_report_review_xlsx", mail_file.PAPERS)

    # --- settings ---

    def test_settings(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        with Form(settings) as form:
            form.complaint_review_month = True
            form.complaint_deputy_head_id = self.quality_head
        settings.execute()
        self.assertTrue(self.company.complaint_review_month)
        self.assertEqual(self.company.complaint_deputy_head_id, self.quality_head)
        review = self._draft(anchor=date(2026, 4, 1))
        self.assertIn(self.quality_head.partner_id, review.recipient_ids)
