from odoo import Command

from .common import ComplaintCase


class TestWordsAreFixed(ComplaintCase):
    """The complainant's own words are kept as received, ISO/IEC 17025:2017, 7.5.2."""

    def test_words_are_kept(self):
        words = " “Two kPa!”,\n\nhe said  — 误差太大。 "
        complaint = self._log(self.reporter, description=words)
        complaint.invalidate_recordset()
        self.assertEqual(complaint.description, words)

    def test_no_door_changes_the_words(self):
        self.assertDoorsRefuse(self._log(), "description", "All is well.", "kept as .* received")

    def test_words_are_not_removed(self):
        complaint = self._log()
        for nothing in (False, "", " "):
            with self.subTest(nothing), self.assertRefused(message="kept as they were"):
                complaint.sudo().description = nothing

    def test_the_reporter_does_not_change_them_either(self):
        complaint = self._log(self.reporter)
        with self.assertRefused(message="kept as they were"):
            complaint.with_user(self.reporter).description = "All is well."

    def test_words_are_fixed_for_each_of_several(self):
        complaints = self._log(description="Same") | self._log(description="Different")
        with self.assertRefused(message=complaints[1].name):
            complaints.write({"description": "Same"})

    def test_words_are_needed(self):
        for nothing in (False, "", "  \n "):
            with self.subTest(nothing), self.assertRefused():
                self._log(description=nothing)

    def test_same_words_written_again_are_no_change(self):
        complaint = self._log()
        complaint.write({"description": complaint.description, "remedy_sought": "An apology"})
        self.assertEqual(complaint.remedy_sought, "An apology")

    def test_what_is_added_later_is_a_note(self):
        complaint = self._log()
        complaint.with_user(self.officer).message_post(body="He meant MPa.")
        self.assertIn("He meant MPa.", complaint.message_ids[0].body)

    def test_company_is_fixed(self):
        """The number belongs to the register of its company."""
        self.officer.company_ids |= self.other_company
        self.assertDoorsRefuse(
            self._log(), "company_id", self.other_company, "register of its company"
        )

    def test_refusal_names_the_complaint(self):
        complaint = self._log()
        with self.assertRefused(message=complaint.name):
            complaint.description = "All is well."


class TestNobodyDeletes(ComplaintCase):
    """Records are kept, ISO/IEC 17025:2017, 8.4."""

    def test_no_group_deletes(self):
        complaint = self._log(self.reporter)
        for user in (self.reporter, self.officer, self.auditor, self.quality_head, self.manager):
            with self.subTest(user=user.login), self.assertRefused():
                complaint.with_user(user).unlink()
        self.assertTrue(complaint.exists())

    def test_superuser_does_not_delete(self):
        complaint = self._log()
        for record in (complaint, complaint.sudo(), complaint.with_user(self.manager).sudo()):
            with self.assertRefused(message="stays in the register.*Withdrawn"):
                record.unlink()
        self.assertTrue(complaint.exists())

    def test_system_administrator_does_not_delete(self):
        administrator = self._make_user("administrator", "base.group_system")
        complaint = self._log()
        with self.assertRefused():
            complaint.with_user(administrator).unlink()

    def test_no_complaint_is_deleted_with_others(self):
        complaints = self._log() | self._log()
        with self.assertRefused(message="stays in the register"):
            complaints.unlink()
        self.assertEqual(len(complaints.exists()), 2)

    def test_no_complaint_is_deleted_through_a_nonconformity(self):
        complaint = self._log()
        nonconformity = self.env["mgmtsystem.nonconformity"].create(
            {
                "partner_id": self.customer.id,
                "responsible_user_id": self.officer.id,
                "manager_user_id": self.officer.id,
                "description": "Wrong value",
                "company_id": self.company.id,
                "complaint_ids": [Command.link(complaint.id)],
            }
        )
        with self.assertRefused(message="stays in the register"):
            nonconformity.complaint_ids = [Command.delete(complaint.id)]
        nonconformity.unlink()
        self.assertTrue(complaint.exists())

    def test_what_a_complaint_points_to_stays(self):
        """Order, customer, stage, channel and category of a case cannot be deleted."""
        complaint = self._log(
            order_id=self.order.id,
            channel_id=self.channel.id,
            category_id=self.category.id,
            stage_id=self.stages["screening"].id,
        )
        self.env.flush_all()
        for name in ("order_id", "customer_id", "stage_id", "channel_id", "category_id"):
            with self.subTest(name), self.assertRefused():
                complaint[name].unlink()
        complaint.invalidate_recordset()
        self.assertEqual(complaint.order_id, self.order)

    def test_user_who_logged_it_stays(self):
        leaver = self._make_user("leaver")
        complaint = self._log(leaver)
        self.env.flush_all()
        with self.assertRefused():
            leaver.unlink()
        complaint.invalidate_recordset()
        self.assertEqual(complaint.received_by_id, leaver)
