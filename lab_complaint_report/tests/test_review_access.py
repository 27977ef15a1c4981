from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .review_case import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewAccess(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()

    def _reads(self, user, review):
        """Whether a user reads a review and finds it."""
        review = review.with_user(user)
        found = review.search([("id", "=", review.id)])
        self.assertEqual(bool(found), review.has_access("read"))
        return bool(found)

    def test_who_drafts(self):
        for user in (self.officer, self.quality_head, self.manager):
            with self.subTest(user.login):
                review = self._draft(user)
                review.conclusions = "<p>Draft words</p>"
                review.action_refresh()
                review.unlink()
        for user in (self.auditor, self.reporter, self.deputy_head, self.portal):
            with self.subTest(user.login):
                self.assertNoAccess(lambda user=user: self._draft(user))

    def test_who_changes_a_draft(self):
        review = self._draft()
        for user in (self.auditor, self.reporter, self.deputy_head, self.portal):
            with self.subTest(user.login):
                other = review.with_user(user)
                self.assertNoAccess(lambda other=other: other.write({"conclusions": "<p>X</p>"}))
                self.assertNoAccess(lambda other=other: other.action_refresh())
                self.assertNoAccess(lambda other=other: other.unlink())

    def test_who_reads_a_draft(self):
        review = self._draft()
        for user in (self.officer, self.quality_head, self.auditor, self.manager):
            self.assertTrue(self._reads(user, review), user.login)
        for user in (self.reporter, self.deputy_head, self._deputy_by_group()):
            self.assertFalse(self._reads(user, review), user.login)
        self.assertNoAccess(lambda: review.with_user(self.portal).read(["code"]))

    def test_who_reads_what_is_issued(self):
        review = self._issued()
        for user in (self.auditor, self.deputy_head, self._deputy_by_group()):
            self.assertTrue(self._reads(user, review), user.login)
            self.env.invalidate_all()
            self.assertIn("Fewer letters", review.with_user(user).page)
        self.assertFalse(self._reads(self.reporter, review))
        self.company.complaint_deputy_head_id = self.reporter
        self.assertTrue(self._reads(self.reporter, review))
        self.assertFalse(self._reads(self.deputy_head, review))

    def test_companies_are_separated(self):
        review = self._issued()
        self.assertFalse(self._reads(self.other_officer, review))
        self.assertNoAccess(lambda: self._draft(self.other_officer, period="year"))
        theirs = self._draft(self.other_officer, company_id=self.other_company.id)
        for user in (self.officer, self.deputy_head, self._deputy_by_group()):
            self.assertFalse(self._reads(user, theirs), user.login)

    def _deputy_by_group(self):
        login = "stand_in"
        found = self.env["res.users"].search([("login", "=", f"lab_{login}")])
        return found or self._make_user(
            login, "base.group_user", "lab_complaint_report.group_deputy_head"
        )

    def test_who_issues(self):
        review = self._draft(conclusions="<p>Good</p>")
        self.assertFalse(review.with_user(self.officer).may_issue)
        self.assertTrue(review.with_user(self.quality_head).may_issue)
        for user in (self.officer, self.auditor, self.deputy_head, self.reporter):
            with self.subTest(user.login), self.assertRefused(AccessError):
                review.with_user(user).action_issue()
        review.with_user(self.quality_head).action_issue()
        self.assertEqual(review.state, "issued")

    def test_who_acknowledges(self):
        review = self._issued()
        for user in (self.officer, self.quality_head, self.auditor, self.manager, self.reporter):
            with self.subTest(user.login), self.assertRefused(AccessError):
                review.with_user(user).action_acknowledge(comment="Fine")
            self.assertFalse(review.sudo().with_user(user).sudo().may_acknowledge)
        self.assertTrue(review.with_user(self.deputy_head).may_acknowledge)
        review.with_user(self.deputy_head).action_acknowledge(comment="Fine")

    def test_who_acknowledges_by_the_group(self):
        review = self._issued()
        review.with_user(self._deputy_by_group()).action_acknowledge(comment="Fine")
        self.assertEqual(review.acknowledged_by_id, self._deputy_by_group())

    def test_nobody_acknowledges_what_they_issued(self):
        self.company.complaint_deputy_head_id = self.quality_head
        self.quality_head.group_ids = [
            Command.link(self.env.ref("lab_complaint_report.group_deputy_head").id)
        ]
        review = self._issued()
        self.assertFalse(review.with_user(self.quality_head).may_acknowledge)
        with self.assertRefused(AccessError, "not by the one who issued it"):
            review.with_user(self.quality_head).action_acknowledge(comment="Fine")

    def test_who_makes_a_new_version(self):
        review = self._issued()
        for user in (self.auditor, self.deputy_head, self.reporter):
            with self.subTest(user.login), self.assertRefused(AccessError):
                review.with_user(user).action_new_version(reason="Why not")
        review.with_user(self.officer).action_new_version(reason="A late case")

    def test_files_are_read_by_who_reads_the_review(self):
        review = self._issued()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", review._name), ("res_id", "=", review.id)]
        )
        self.assertTrue(files)
        files.with_user(self.deputy_head).check_access("read")
        self.assertNoAccess(lambda: files.with_user(self.reporter).check_access("read"))

    def test_dialogs_are_for_who_may_read(self):
        review = self._draft()
        steps = self.env["lab.complaint.review.step"].with_user(self.deputy_head)
        self.assertNoAccess(
            lambda: steps.create({"review_id": review.id, "method": "action_acknowledge"})
        )

    def test_menu_of_deputy_heads(self):
        menu = self.env.ref("lab_complaint_report.menu_reviews_issued").id
        reporting = self.env.ref("lab_complaint_report.menu_reviews").id
        for user, own, general in (
            (self.deputy_head, True, False),
            (self._deputy_by_group(), True, False),
            (self.reporter, False, False),
            (self.officer, False, True),
            (self.auditor, False, True),
        ):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(debug=False)
            with self.subTest(user.login):
                self.assertEqual((menu in menus, reporting in menus), (own, general))
