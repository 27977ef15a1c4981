import base64
from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .review_case import LAST_DAY, ReviewCase

STAYS = "stays as it is"
RECORDED = f"records this|{STAYS}"


@tagged("post_install", "-at_install")
class TestReviewIssue(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_two_years()

    # --- issue ---

    def test_issue_takes_the_figures_anew_and_freezes_them(self):
        review = self._draft(conclusions="<p>Good</p>")
        case = self._received("2026-08-20")
        review.with_user(self.quality_head).action_issue()
        self.assertRecordValues(
            review,
            [
                {
                    "state": "issued",
                    "issued_by_id": self.quality_head.id,
                    "issued_on": datetime(2026, 10, 12, 2),
                    "author_id": self.officer.id,
                }
            ],
        )
        self.assertEqual(self._figure(review, "complaint_count"), 6)
        before = review._frozen(), review._frozen_cases(), review.page, review._summary()
        self._received("2026-08-21")
        case.category_id = self.subcategory
        case.subject = "Another subject"
        self.category.name = "Another name"
        self._end_request()
        after = review._frozen(), review._frozen_cases(), review.page, review._summary()
        self.assertEqual(before, after)
        self.assertEqual(self._figure(self._draft(period="year"), "complaint_count"), 10)

    def test_conclusions_are_required(self):
        for empty in (False, "<p><br></p>"):
            review = self._draft(conclusions=empty, period="quarter")
            with self.assertRefused(UserError, "Write the conclusions"):
                review.with_user(self.quality_head).action_issue()
            review.unlink()

    def test_all_that_is_missing_is_said_at_once(self):
        review = self._draft(anchor=date(2026, 10, 1))
        with self.assertRefused(UserError) as refused:
            review.with_user(self.quality_head).action_issue()
        self.assertEqual(len(str(refused.exception).splitlines()), 2)

    def test_issued_once(self):
        review = self._issued()
        with self.assertRefused(UserError, "was issued already"):
            review.with_user(self.quality_head).action_issue()
        with self.assertRefused(UserError, "was issued already"):
            review.action_refresh()

    # --- nothing changes ---

    def test_no_door_changes_what_was_issued(self):
        review = self._issued()
        changes = {
            "conclusions": "<p>Other</p>",
            "period": "year",
            "anchor": date(2026, 1, 1),
            "first_day": date(2026, 7, 2),
            "last_day": date(2026, 9, 29),
            "company_id": self.other_company.id,
            "recipient_ids": [Command.clear()],
        }
        for name, value in changes.items():
            doors = {
                "write": lambda n=name, v=value: self._head(review).write({n: v}),
                "superuser": lambda n=name, v=value: review.sudo().write({n: v}),
                "web_save": lambda n=name, v=value: self._head(review).web_save({n: v}, {n: {}}),
            }
            for door, change in doors.items():
                with self.subTest(field=name, door=door), self.assertRefused(UserError, STAYS):
                    change()
        result = self._head(review).load(
            [".id", "conclusions"], [[str(review.id), "<p>Imported</p>"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn(STAYS, result["messages"][0]["message"])

    def _head(self, review):
        return review.with_user(self.quality_head)

    def test_what_the_system_records_is_given_by_nobody(self):
        draft, issued = self._draft(period="year"), self._issued()
        for name, value in {
            "figures": {"figures": {}},
            "cases": base64.b64encode(b"[]"),
            "state": "issued",
            "version": 7,
            "issued_by_id": self.quality_head.id,
            "issued_on": "2026-10-01 00:00:00",
            "acknowledged_by_id": self.deputy_head.id,
            "acknowledgement": "Fine",
            "figures_on": "2026-10-01 00:00:00",
            "code": "2026-Q4",
        }.items():
            for review in (draft, issued):
                with self.subTest(field=name), self.assertRefused(UserError, RECORDED):
                    self._head(review).write({name: value})
            with self.subTest(field=name), self.assertRefused(UserError, "records this"):
                self._draft(period="month", **{name: value})
        given = self.reviews.with_user(self.quality_head).with_context(default_state="issued")
        self.assertEqual(given.create({"period": "half_year"}).state, "draft")

    def test_never_deleted_once_issued(self):
        issued, draft = self._issued(), self._draft(period="year")
        for review in (issued, issued.sudo(), issued.with_context(_force_unlink=True)):
            with self.assertRefused(UserError, "stays on record"):
                review.unlink()
        with self.assertRefused(UserError, "stays on record"):
            (draft | issued).unlink()
        draft.with_user(self.officer).unlink()
        self.assertFalse(draft.exists())

    def test_files_stay(self):
        review = self._issued()
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", review._name),
                ("res_id", "=", review.id),
                ("res_field", "in", ["cases", False]),
            ]
        )
        self.assertIn("cases", files.mapped("res_field"))
        self.assertGreaterEqual(len(files), 2)
        for file in files.with_user(self.quality_head):
            with self.subTest(file.res_field), self.assertRefused(UserError, "stay as they are"):
                file.raw = b"Other"
            with self.subTest(file.res_field), self.assertRefused(UserError, "stay as they are"):
                file.unlink()

    def test_notes_may_be_added_and_stay(self):
        review = self._issued()
        note = review.with_user(self.deputy_head).message_post(body="Shall we talk?")
        self.assertIn("Shall we talk?", review.message_ids[0].body)
        with self.assertRefused(UserError, "stays as it was written"):
            note.with_user(self.deputy_head).body = "Other"

    # --- acknowledge ---

    def test_acknowledged_with_decisions(self):
        review = self._issued()
        asked = review.activity_ids
        self.assertEqual(asked.user_id, self.deputy_head)
        review.with_user(self.deputy_head).action_acknowledge(comment="Buy a new printer.")
        self.assertRecordValues(
            review,
            [
                {
                    "state": "acknowledged",
                    "acknowledged_by_id": self.deputy_head.id,
                    "acknowledged_on": datetime(2026, 10, 12, 2),
                    "acknowledgement": "Buy a new printer.",
                }
            ],
        )
        self.assertFalse(review.activity_ids, "It is done")
        self.assertIn("Buy a new printer.", review.page)
        with self.assertRefused(UserError, "not yet acknowledged"):
            review.with_user(self.deputy_head).action_acknowledge()

    def test_draft_is_not_acknowledged(self):
        review = self._draft()
        self.company.complaint_deputy_head_id = self.officer
        with self.assertRefused(UserError, "Only a review that is issued"):
            review.with_user(self.officer).action_acknowledge()

    def test_dialog_asks_for_the_words(self):
        review = self._issued()
        steps = self.env["lab.complaint.review.step"].with_context(active_id=review.id)
        step = steps.with_user(self.deputy_head).create(
            {"method": "action_acknowledge", "words": "Agreed"}
        )
        self.assertTrue(step.explanation)
        step.action_confirm()
        self.assertEqual(review.acknowledgement, "Agreed")
        step = steps.with_user(self.officer).create(
            {"method": "action_new_version", "words": "A case was missing"}
        )
        opened = step.action_confirm()
        self.assertEqual(self.reviews.browse(opened["res_id"]).previous_version_id, review)

    # --- versions ---

    def _next(self, review, reason="A case was entered late"):
        opened = review.with_user(self.officer).action_new_version(reason=reason)
        return self.reviews.browse(opened["res_id"])

    def test_new_version_says_what_changed(self):
        first = self._issued()
        self._received("2026-08-20", severity="major")
        second = self._next(first)
        self.assertRecordValues(
            second,
            [
                {
                    "state": "draft",
                    "version": 2,
                    "previous_version_id": first.id,
                    "version_reason": "A case was entered late",
                    "first_day": date(2026, 7, 1),
                    "last_day": LAST_DAY,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(second.conclusions, first.conclusions)
        self.assertEqual(first.state, "issued", "It holds until the next is issued")
        second.with_user(self.quality_head).action_issue()
        self.assertEqual((first.state, second.state), ("superseded", "issued"))
        changes = {change["label"]: change for change in second._changes()}
        label = self.env["lab.complaint.statistics"]._labels()["complaint_count"][0]
        self.assertEqual(changes[label]["before"], "5")
        self.assertEqual(changes[label]["now"], "6")
        self.assertEqual(changes["Severity: Major"]["before"], "0")
        self.assertEqual(changes["Severity: Major"]["now"], "1")
        self.assertIn(second._changes_in_words(), second.page)
        self.assertIn("A case was entered late", second.page)
        notes = "".join(second.message_ids.mapped("body"))
        self.assertIn(f"{label}: 5 before, 6 now", notes)

    def test_a_new_name_is_no_change(self):
        first = self._issued()
        self.category.name = "Another name"
        self.assertEqual(self._next(first)._changes(), [])

    def test_version_without_a_change_says_so(self):
        second = self._next(self._issued())
        self.assertEqual(second._changes(), [])
        self.assertEqual(second._changes_in_words(), "No figure differs from version 1.")

    def test_version_names_its_number(self):
        second = self._next(self._issued())
        self.assertEqual(second.display_name, "Complaint review, 2026 Q3, version 2")
        self.assertEqual(second._paper_name(), "complaint-review-2026-Q3-v2")

    def test_versions_follow_each_other_one_at_a_time(self):
        first = self._issued()
        with self.assertRefused(UserError, "Say why"):
            first.with_user(self.officer).action_new_version(reason="  ")
        second = self._next(first)
        with self.assertRefused(UserError, "being drafted already"):
            self._next(first)
        with self.assertRefused(UserError, "issued and in force"):
            self._next(second)
        second.with_user(self.quality_head).action_issue()
        with self.assertRefused(UserError, "issued and in force"):
            self._next(first)
        second.with_user(self.deputy_head).action_acknowledge(comment="Seen")
        self.assertEqual(self._next(second).version, 3)

    def test_superseded_stays_as_it_was(self):
        first = self._issued()
        kept = first._frozen()
        self._received("2026-08-20")
        second = self._next(first)
        second.with_user(self.quality_head).action_issue()
        self.assertEqual(first._frozen(), kept)
        with self.assertRefused(UserError, STAYS):
            first.with_user(self.quality_head).conclusions = "<p>Other</p>"
        with self.assertRefused(UserError, "not yet acknowledged"):
            first.with_user(self.deputy_head).action_acknowledge()
