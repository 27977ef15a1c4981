from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .test_involvement import InvolvementCase


class InquiryCase(InvolvementCase):
    """A case about certificate C-2026-118 with an ordinary employee as its investigator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.investigator = cls._make_user("investigator")
        cls.other_investigator = cls._make_user("other_investigator")
        cls.complaint = cls._log(
            certificate_ids=[Command.create({"certificate_id": cls.certificate.id})],
            investigator_ids=[Command.set(cls.investigator.ids)],
            stage_id=cls.stages["investigation"].id,
        )
        cls.other_case = cls._log(
            subject="Too late", investigator_ids=[Command.set(cls.other_investigator.ids)]
        )
        cls.env.flush_all()

    def _gather(self, user=None, complaint=None, **values):
        return (
            self.env["lab.complaint.evidence"]
            .with_user(user or self.investigator)
            .create(
                {
                    "complaint_id": (complaint or self.complaint).id,
                    "reference": "Raw record R-118",
                    "shows": "The reading is 0.998 MPa.",
                    **values,
                }
            )
        )

    def _make_file(self, user, **values):
        files = self.env["ir.attachment"].with_user(user)
        return files.create({"name": "record.txt", "raw": b"0.998", **values})

    def _end_case(self):
        """The case ended in an earlier transaction."""
        self.complaint.stage_id = self.stages["closed"]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET create_date = '2026-01-01' WHERE id = %s",
            [self.complaint.id],
        )
        self.env.invalidate_all()


class TestEvidence(InquiryCase):
    """Information was gathered and verified, by whom and when (ISO/IEC 17025:2017, 7.9.4)."""

    def test_who_gathered_it_and_when(self):
        evidence = self._gather()
        self.assertEqual(evidence.gathered_by_id, self.investigator)
        self.assertTrue(evidence.gathered_on)
        self.assertFalse(evidence.verified_on)

    def test_gathered_on_the_form_of_the_case(self):
        view = "lab_complaint.lab_complaint_view_form"
        with Form(self.complaint.with_user(self.investigator), view) as form:
            with form.evidence_ids.new() as line:
                line.kind = "raw_record"
                line.reference = "R-118"
                line.shows = "0.998 MPa"
        evidence = self.complaint.evidence_ids
        self.assertEqual(evidence.gathered_by_id, self.investigator)
        self.assertEqual(evidence.kind, "raw_record")

    def test_verified_by_whom_and_when(self):
        evidence = self._gather()
        self.assertTrue(evidence.with_user(self.officer).action_verify())
        self.assertEqual(evidence.verified_by_id, self.officer)
        self.assertTrue(evidence.verified_on)
        self.assertTrue(evidence.is_independent)

    def test_who_gathered_may_verify(self):
        evidence = self._gather()
        evidence.action_verify()
        self.assertEqual(evidence.verified_by_id, self.investigator)

    def test_proves_with_date_and_person(self):
        evidence = self._gather()
        evidence.action_verify()
        self.assertEqual(evidence._evidence(), (evidence.verified_on, self.investigator.name))

    def test_empty_words_are_refused(self):
        for values in ({"shows": "  "}, {"reference": " "}):
            with self.subTest(values), self.assertRefused(ValidationError, "what it shows"):
                self._gather(**values)

    def test_only_the_button_verifies(self):
        evidence = self._gather(self.officer)
        fields_by_system = {
            "verified_by_id": self.officer.id,
            "verified_on": fields.Datetime.now(),
            "gathered_by_id": self.quality_head.id,
            "gathered_on": "2026-01-01 00:00:00",
            "is_replaced": True,
            "is_independent": True,
        }
        for name, value in fields_by_system.items():
            doors = {
                "write": lambda v={name: value}: evidence.write(v),
                "write as superuser": lambda v={name: value}: evidence.sudo().write(v),
                "web_save": lambda v={name: value}: evidence.web_save(v, {}),
                "create": lambda v={name: value}: self._gather(self.officer, **v),
                "create as superuser": lambda v={name: value}: self._gather(self.env.user, **v),
                "through the case": lambda v={name: value}: self.complaint.with_user(
                    self.officer
                ).write({"evidence_ids": [Command.update(evidence.id, v)]}),
            }
            for door, change in doors.items():
                with self.subTest(name, door=door), self.assertRefused(UserError, "system records"):
                    change()

    def test_import_does_not_verify(self):
        evidence = self._gather(self.officer)
        result = evidence.load([".id", "verified_on"], [[str(evidence.id), "2026-01-01 00:00:00"]])
        self.assertRegex(result["messages"][0]["message"], "system records")
        self.assertFalse(evidence.verified_on)

    def test_defaults_in_a_request_do_not_verify(self):
        evidence = self._gather(self.officer)
        asked = evidence.with_context(
            default_verified_on="2026-01-01 00:00:00",
            default_verified_by_id=self.quality_head.id,
            default_gathered_by_id=self.quality_head.id,
            default_is_replaced=True,
        )
        other = asked.create(
            {"complaint_id": self.complaint.id, "reference": "R", "shows": "Nothing"}
        )
        self.assertRecordValues(
            other,
            [
                {
                    "verified_on": False,
                    "verified_by_id": False,
                    "gathered_by_id": self.officer.id,
                    "is_replaced": False,
                }
            ],
        )

    def test_verified_evidence_stays(self):
        evidence = self._gather(self.officer)
        evidence.action_verify()
        changes = {
            "shows": "Something else",
            "reference": "R-119",
            "kind": "other",
            "attachment_ids": [Command.set([])],
            "replaces_id": self._gather().id,
        }
        for name, value in changes.items():
            doors = {
                "write": lambda v={name: value}: evidence.write(v),
                "write as superuser": lambda v={name: value}: evidence.sudo().write(v),
                "web_save": lambda v={name: value}: evidence.web_save(v, {}),
                "through the case": lambda v={name: value}: self.complaint.with_user(
                    self.officer
                ).write({"evidence_ids": [Command.update(evidence.id, v)]}),
            }
            for door, change in doors.items():
                with self.subTest(name, door=door), self.assertRefused(UserError, "is verified"):
                    change()
        result = evidence.load([".id", "shows"], [[str(evidence.id), "Something else"]])
        self.assertRegex(result["messages"][0]["message"], "is verified")

    def test_verified_once(self):
        evidence = self._gather()
        evidence.action_verify()
        with self.assertRefused(UserError, "is verified"):
            evidence.with_user(self.officer).action_verify()

    def test_never_deleted(self):
        evidence = self._gather()
        with self.assertRefused((UserError, AccessError)):
            evidence.with_user(self.manager).unlink()
        with self.assertRefused(UserError, "stays there"):
            evidence.sudo().unlink()

    def test_nothing_after_the_end(self):
        evidence = self._gather()
        self._end_case()
        for change in (
            lambda: self._gather(self.officer),
            lambda: evidence.with_user(self.officer).write({"shows": "More"}),
            lambda: evidence.with_user(self.officer).action_verify(),
        ):
            with self.assertRefused(UserError, "has ended"):
                change()


class TestEvidenceIsCorrected(InquiryCase):
    """Records are amended, never erased (ISO/IEC 17025:2017, 7.5.2)."""

    def setUp(self):
        super().setUp()
        self.requirement = self.env.ref("lab_complaint.requirement_evidence")
        self.requirement.active = True
        self.complaint.with_user(self.officer).action_accept(grounds="Our certificate")
        self.wrong = self._gather()
        self.wrong.action_verify()

    def _assert_missing(self, missing=True):
        self.env.flush_all()
        self.assertEqual(self.requirement in self.complaint._missing_for("closed"), missing)

    def test_by_new_evidence(self):
        right = self._gather(replaces_id=self.wrong.id)
        self.assertTrue(self.wrong.is_replaced)
        self.assertEqual(self.wrong.replaced_by_ids, right)
        self.assertEqual(self.wrong.shows, "The reading is 0.998 MPa.")

    def test_replaced_evidence_is_not_asked_for(self):
        unverified = self._gather()
        self._assert_missing()
        right = self._gather(replaces_id=unverified.id)
        self._assert_missing()
        right.action_verify()
        self._assert_missing(False)

    def test_evidence_is_asked_for(self):
        self._assert_missing(False)
        self.complaint.evidence_ids.sudo()._record({"verified_on": False})
        self._assert_missing()

    def test_in_no_circle(self):
        first = self._gather()
        second = self._gather(replaces_id=first.id)
        with self.assertRefused(message="correct itself|[Rr]ecurs|cycle"):
            first.write({"replaces_id": second.id})
        with self.assertRefused(message="correct itself|[Rr]ecurs|cycle"):
            first.write({"replaces_id": first.id})

    def test_not_across_complaints(self):
        stranger = self._gather(self.officer, self.other_case)
        with self.assertRefused(ValidationError, "another complaint"):
            self._gather(self.officer, replaces_id=stranger.id)


class TestEvidenceVerifiedByInvolved(InquiryCase):
    """Whoever turns out to be involved has verified nothing (ISO/IEC 17025:2017, 7.9.6)."""

    def setUp(self):
        super().setUp()
        self.evidence = self._gather(self.officer)
        self.evidence.action_verify()
        self._end_request()
        employee = self._make_employee("Officer at the bench", self.officer)
        self.complaint.involved_employee_ids = employee

    def test_does_not_count(self):
        self.assertFalse(self.evidence.sudo().is_independent)
        self.assertIn(self.officer.name, self.complaint.conflict)

    def test_another_person_verifies_again(self):
        again = self.evidence.with_user(self.investigator).with_context(
            tracking_disable=False, mail_notrack=False
        )
        again.action_verify()
        self._end_request()
        self.assertTrue(again.is_independent)
        self.assertEqual(again.verified_by_id, self.investigator)
        old = again.sudo().message_ids.tracking_value_ids.mapped("old_value_char")
        self.assertIn(self.officer.name, old)

    def test_involved_person_does_not_verify(self):
        other = self._gather()
        self.assertNoAccess(lambda: other.with_user(self.officer).action_verify())
        with self.assertRefused(ValidationError, "nobody judges"):
            other.with_user(self.officer).sudo().action_verify()


class TestFilesOfEvidence(InquiryCase):
    """Files are read by those who read the evidence, and stay with it."""

    def test_others_read_an_uploaded_file(self):
        file = self._make_file(self.investigator)
        self._gather(attachment_ids=[Command.set(file.ids)])
        self.assertEqual(file.with_user(self.officer).raw, b"0.998")
        self.assertNoAccess(lambda: file.with_user(self.users["calibrator"]).read(["name"]))
        self.assertNoAccess(lambda: file.with_user(self.reporter).read(["name"]))

    def test_nobody_gets_a_file_of_somebody_else(self):
        file = self._make_file(self.quality_head)
        evidence = self._gather()
        try:
            evidence.write({"attachment_ids": [Command.link(file.id)]})
        except AccessError:
            return
        self.assertNoAccess(lambda: file.with_user(self.investigator).read(["raw"]))

    def test_stays_after_verification(self):
        file = self._make_file(self.investigator)
        evidence = self._gather(attachment_ids=[Command.set(file.ids)])
        file.raw = b"0.997"
        evidence.action_verify()
        for change in (
            lambda: file.write({"raw": b"0.989"}),
            lambda: file.write({"datas": b"MC45ODk="}),
            lambda: file.write({"name": "other.txt"}),
            lambda: file.write({"res_id": 0}),
            lambda: file.sudo().write({"raw": b"0.989"}),
            file.unlink,
            lambda: file.sudo().unlink(),
        ):
            with self.assertRefused(UserError, "is verified"):
                change()
        self.assertEqual(file.raw, b"0.997")

    def test_other_files_are_free(self):
        file = self._make_file(self.investigator)
        file.raw = b"1"
        file.unlink()
        self.assertFalse(file.exists())
