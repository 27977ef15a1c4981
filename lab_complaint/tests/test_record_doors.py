from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError

from .process import ProcessCase

FORCED = {"_force_unlink": True}


class TestRecordDoors(ProcessCase):
    """What is on record stays there, by whatever door and with whatever context a request has
    (ISO/IEC 17025:2017, 7.5.2, 8.4)."""

    def _end(self, complaint):
        """As if the case had been logged, led and ended in earlier requests."""
        self._end_request()
        self.env.cr.execute(
            "UPDATE lab_complaint SET create_date = create_date - interval '1 day' WHERE id = %s",
            [complaint.id],
        )
        complaint.invalidate_recordset()
        return complaint

    # --- notes ---

    def _note(self, user):
        complaint = self._receive()
        message = complaint.with_user(user).message_post(
            body="The customer called", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self._end_request()
        return complaint, message

    def test_notes_are_not_taken_back(self):
        complaint, message = self._note(self.officer)
        for user in (self.officer, self.quality_head, self.manager):
            note = message.with_user(user)
            doors = {
                "unlink": note.unlink,
                "forced unlink": note.with_context(**FORCED).unlink,
                "words": lambda note=note: note.write({"body": "Forged"}),
                "day": lambda note=note: note.write({"date": "2020-01-01 00:00:00"}),
                "edit": lambda note=note, user=user: complaint.with_user(
                    user
                )._message_update_content(note, body="Forged"),
                "delete in the chatter": lambda note=note, user=user: complaint.with_user(
                    user
                )._message_update_content(note, body="", attachment_ids=[]),
            }
            for door, change in doors.items():
                with self.subTest(user=user.login, door=door), self.assertRefused(UserError):
                    change()
        self.assertIn("The customer called", message.body)

    def test_notes_on_parts_and_certificates_neither(self):
        complaint = self._lead(self._receive(), until="propose")
        for record in (complaint.decision_ids[0], complaint.measure_ids, self.certificate):
            note = record.with_user(self.officer).message_post(body="Seen")
            with self.subTest(model=record._name), self.assertRefused(UserError, "stays as"):
                note.unlink()

    def test_notes_are_still_starred_and_answered(self):
        _complaint, message = self._note(self.officer)
        message.with_user(self.officer).toggle_message_starred()
        self.assertTrue(message.with_user(self.officer).starred)

    def test_notes_on_other_records_are_as_ever(self):
        note = self.contact.message_post(body="Seen", message_type="comment")
        note.with_user(self.env.ref("base.user_admin")).write({"body": "Seen twice"})
        self.assertIn("twice", note.body)

    # --- reviews and files ---

    def test_reviews_are_not_deleted(self):
        complaint = self._lead(self._receive(), until="propose")
        reviews = complaint.decision_ids.review_ids
        self.assertTrue(reviews)
        for user in (self.officer, self.quality_head):
            for context in ({}, FORCED):
                with (
                    self.subTest(user=user.login, context=context),
                    self.assertRefused(UserError, "Submit, Approve"),
                ):
                    reviews.with_user(user).with_context(**context).unlink()

    def test_reviews_are_read_by_who_is_asked_or_reads_decisions(self):
        complaint = self._lead(self._receive(), until="propose")
        reviews = complaint.decision_ids.review_ids
        for user in (self.reporter, self.calibrator_user, self.portal):
            with self.subTest(user=user.login):
                self.assertNoAccess(
                    lambda user=user: reviews.with_user(user).read(["status", "todo_by"])
                )
        for user in (self.officer, self.auditor, self.quality_head):
            with self.subTest(user=user.login):
                self.assertEqual(reviews.with_user(user).mapped("status"), ["pending"])

    def _file(self, **values):
        return (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create({"name": "letter.txt", "raw": b"As it was", **values})
        )

    def _assert_kept(self, file):
        doors = {
            "unlink": file.unlink,
            "forced unlink": file.with_context(**FORCED).unlink,
            "content": lambda: file.write({"raw": b"Forged"}),
            "name": lambda: file.write({"name": "other.txt"}),
            "move": lambda: file.write({"res_model": "res.partner", "res_id": self.contact.id}),
        }
        for door, change in doors.items():
            with self.subTest(door=door), self.assertRefused(UserError):
                change()
        self.assertEqual(file.raw, b"As it was")

    def test_files_of_verified_evidence(self):
        complaint = self._lead(self._receive(), until="appoint")
        file = self._file()
        evidence = self.env["lab.complaint.evidence"].with_user(self.officer)
        evidence.create(
            {
                "complaint_id": complaint.id,
                "reference": "Record",
                "shows": "It differs",
                "attachment_ids": [Command.link(file.id)],
            }
        ).action_verify()
        self._assert_kept(file)

    def test_files_of_letters(self):
        complaint = self._lead(self._receive(), until="acknowledge")
        file = self._file()
        said = (
            self.env["lab.complaint.communication"]
            .with_user(self.officer)
            .create(
                {
                    "complaint_id": complaint.id,
                    "kind": "progress",
                    "way": "letter",
                    "summary": "We compare it",
                    "attachment_ids": [Command.link(file.id)],
                }
            )
        )
        file.write({"raw": b"As it was"})
        said.told_on = fields.Datetime.now()
        self._assert_kept(file)

    def test_files_of_ended_cases(self):
        complaint = self._receive()
        file = self._file(res_model="lab.complaint", res_id=complaint.id)
        self._file(res_model="lab.complaint", res_id=complaint.id).unlink()
        self._end(self._lead(complaint))
        self._assert_kept(file)

    # --- certificates of a case ---

    def test_certificates_stay_when_the_case_has_ended(self):
        complaint = self._end(self._lead(self._receive()))
        link = complaint.certificate_ids
        for user in (self.officer, self.manager, self.env.user):
            mine = link.with_user(user)
            doors = {
                "write": lambda mine=mine: mine.write({"role": "earlier"}),
                "impact": lambda mine=mine: mine.write({"impact": "affected"}),
                "unlink": mine.unlink,
                "forced unlink": mine.with_context(**FORCED).unlink,
                "create": lambda mine=mine: mine.create(
                    {"complaint_id": complaint.id, "name": "C-2026-119"}
                ),
                "update by the case": lambda mine=mine: mine.complaint_id.write(
                    {"certificate_ids": [Command.update(link.id, {"role": "earlier"})]}
                ),
            }
            for door, change in doors.items():
                with self.subTest(user=user.login, door=door), self.assertRefused(message="ended"):
                    change()
        self.assertEqual(link.role, "disputed")

    def test_certificates_do_not_move_between_cases(self):
        complaint, other = self._receive(), self._log()
        link = complaint.certificate_ids.with_user(self.officer)
        another = self.certificate.create({"name": "C-2026-120", "company_id": self.company.id})
        doors = {
            "write": lambda: link.write({"complaint_id": other.id}),
            "link": lambda: other.with_user(self.officer).write(
                {"certificate_ids": [Command.link(link.id)]}
            ),
            "another certificate": lambda: link.write({"certificate_id": another.id}),
        }
        for door, change in doors.items():
            with self.subTest(door=door), self.assertRefused(UserError, "stays with"):
                change()

    def test_who_is_freed_is_noted(self):
        """Taking off a certificate, a person or a department frees people: that is on record."""
        complaint = self._lead(self._receive(), until="screen")
        complaint = complaint.with_context(tracking_disable=False, mail_notrack=False)
        complaint.with_user(self.officer).involved_employee_ids = self.calibrator
        self._end_request()
        complaint.with_user(self.officer).certificate_ids.unlink()
        self.assertIn("C-2026-118", complaint.message_ids[0].body)
        complaint.with_user(self.officer).write(
            {"involved_employee_ids": [Command.clear()], "department_ids": [Command.clear()]}
        )
        self._end_request()
        changed = complaint.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertIn("involved_employee_ids", changed)
        self.assertIn("department_ids", changed)

    # --- amended certificates ---

    def _amended(self):
        return self.certificate.create(
            {
                "name": "C-2026-118",
                "version": "2",
                "company_id": self.company.id,
                "amends_id": self.certificate.id,
                "amendment_reason": "Printing error",
            }
        )

    def test_the_amended_certificate_stays(self):
        self._amended()
        for name, value in (
            ("archived_copy", "YWJj"),
            ("name", "C-2026-000"),
            ("version", "9"),
            ("issued_on", "2020-01-01"),
            ("item", "Another"),
            ("serial_number", "0"),
        ):
            for user in (self.officer, self.manager, self.env.user):
                with (
                    self.subTest(field=name, user=user.login),
                    self.assertRefused(UserError, "amended by"),
                ):
                    self.certificate.with_user(user).write({name: value})

    def test_only_who_leads_complaints_registers_amendments(self):
        values = {
            "name": "C-2026-118",
            "version": "2",
            "company_id": self.company.id,
            "amends_id": self.certificate.id,
            "amendment_reason": "I say so",
        }
        certificates = self.env["lab.certificate"]
        self.assertNoAccess(lambda: certificates.with_user(self.reporter).create(values))
        self.assertTrue(certificates.with_user(self.officer).create(values))

    # --- what is given when a case is logged, told or done ---

    def test_nobody_logs_a_case_as_reopened(self):
        complaints = self._complaints(self.reporter)
        with self.assertRefused(UserError, "counted"):
            complaints.create(self._values(reopen_count=2))
        complaint = complaints.with_context(default_reopen_count=2).create(self._values())
        self.assertEqual(complaint.reopen_count, 0)

    def test_nothing_was_told_before_it_was_decided(self):
        complaint = self._lead(self._receive(), until="approve")
        decided = complaint.decision_ids.filtered(lambda d: d.kind == "outcome")
        decided._decide({"decided_on": fields.Datetime.now() + timedelta(minutes=2)})
        with self.assertRefused(UserError, "before it was decided"):
            complaint.with_user(self.officer).action_send_outcome(
                way="letter", summary="You are right", told_on=fields.Datetime.now()
            )
        self.assertFalse(complaint.is_outcome_told)

    def test_no_compensation_or_amendment_goes_out_as_urgent(self):
        complaint = self._lead(self._receive(), until="screen")
        measures = self.env["lab.complaint.measure"].with_user(self.officer)
        urgent = {"complaint_id": complaint.id, "is_immediate": True}
        paid = measures.create({**urgent, "kind": "compensation", "amount": 1000})
        with self.assertRefused(UserError, "not approved yet"):
            paid.action_done(result="Paid")
        amended = measures.create(
            {
                **urgent,
                "kind": "amend_certificate",
                "certificate_id": complaint.certificate_ids.id,
            }
        )
        with self.assertRefused(UserError, "not approved yet"):
            amended.action_amend(amendment_reason="Printing error")
        other = measures.create({**urgent, "kind": "other", "name": "Stop the printer"})
        self.assertTrue(other.action_done(result="Stopped"))

    def test_nonconformities_do_not_name_a_protected_complainant(self):
        complaint = self._log(
            self.officer,
            subject="Zhao Min says the gauge is wrong",
            complainant_name="Zhao Min",
            complainant_role="competitor",
        )
        complaint.with_user(self.officer).extent = "As Zhao Min said"
        complaint.with_user(self.officer).action_create_nonconformity()
        nonconformity = complaint.sudo().nonconformity_ids
        for name in ("name", "description"):
            self.assertNotIn("Zhao", nonconformity[name])
            self.assertIn("▒▒▒", nonconformity[name])

    def test_auditors_do_not_learn_it_from_letters(self):
        complaint = self._log(
            self.officer,
            complainant_name="Zhao Min",
            complainant_email="zhao@example.com",
            complainant_role="competitor",
            channel_id=self.channel.id,
        )
        complaint.with_user(self.officer).action_acknowledge(way="mail")
        said = complaint.communication_ids
        for name in ("recipient_name", "recipient_email", "subject", "body"):
            self.assertTrue(said.with_user(self.officer)[name])
            with self.subTest(field=name):
                self.assertNoAccess(lambda name=name: said.with_user(self.auditor).read([name]))
                self.assertNoAccess(
                    lambda name=name: self._complaints(self.auditor).search(
                        [(f"communication_ids.{name}", "ilike", "Zhao")]
                    )
                )
