from odoo import fields

from .authority_case import AuthorityAnswerCase, AuthorityCase
from .process import ProcessCase
from .status_case import CODE, PAGE, StatusPageCase

NOW = fields.Datetime.now


class TestToldToAuthority(AuthorityAnswerCase):
    """What an authority is told never counts as told to the complainant."""

    def test_it_is_kept_apart(self):
        said = self._tell_authority("acknowledgement")
        self.assertEqual(self.complaint.authority_communication_ids, said)
        self.assertFalse(self.complaint.communication_ids)
        self.assertIn("authority", said.display_name)

    def test_who_gets_it(self):
        said = self._tell_authority("acknowledgement", way="letter")
        self.assertEqual(said.recipient_name, "Inspector Hu")
        self.assertEqual(said.recipient_email, "hu@supervision.example.com")

    def test_in_the_language_of_the_authority(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.clerk.lang = "fr_FR"
        said = self._tell_authority("acknowledgement")
        self.assertEqual(said.recipient_lang, "fr_FR")
        self.assertNotEqual(self._tell("acknowledgement").recipient_lang, "fr_FR")

    def test_it_acknowledges_nothing_to_the_complainant(self):
        promises = self.complaint.deadline_ids.filtered(lambda one: one.kind == "acknowledgement")
        self._require(
            "received",
            "[('communication_ids', 'any', [('kind', '=', 'acknowledgement')])]",
            "Acknowledge it",
        )
        self._stand_in("received")
        self._tell_authority("acknowledgement")
        self.assertEqual(self.complaint.state, "received")
        self.assertTrue(all(promises.mapped("is_open")))
        self.assertEqual(self.complaint.missing_ids.mapped("remedy"), ["Acknowledge it"])
        found = self._complaints().search(
            [("communication_ids", "any", [("kind", "=", "acknowledgement")])]
        )
        self.assertNotIn(self.complaint, found)

    def test_the_outcome_moves_nothing(self):
        self._decide()
        self._stand_in("response")
        with self._counting_promises() as kept:
            self._tell_authority("outcome")
        self.assertEqual([kind for kind, _moment in kept], ["authority"])
        self.assertEqual(self.complaint.state, "response")
        self.assertFalse(self.complaint.is_outcome_told)
        with self.assertRefused(message="called back after having the outcome"):
            self._tell("callback", acceptance="accepted")

    def test_progress_keeps_no_promise(self):
        with self._counting_promises() as kept:
            self._tell_authority("progress", summary="We are measuring again")
        self.assertFalse(kept)

    def test_the_complainant_is_told_and_the_authority_is_not(self):
        self._tell_outcome()
        self.assertTrue(self._promise().is_open)
        self.assertFalse(self.complaint.authority_communication_ids)

    def test_no_status_shows_it(self):
        self._tell("acknowledgement")
        before = self.complaint._status()
        self._decide()
        self._tell_authority("acknowledgement", way="letter")
        self._tell_authority("progress", summary="Words for the authority")
        self._tell_authority("outcome")
        self.assertEqual(self.complaint._status(), before)

    def test_by_whatever_door(self):
        values = {"kind": "progress", "way": "phone", "told_on": NOW(), "summary": "Half done"}
        doors = {
            "model": lambda: self._say(**values, addressed_to="authority"),
            "case": lambda: self.case.write(
                {"communication_ids": [(0, 0, {**values, "addressed_to": "authority"})]}
            ),
            "list of its own": lambda: self.case.write(
                {"authority_communication_ids": [(0, 0, {**values, "addressed_to": "authority"})]}
            ),
            "button": lambda: self.case.action_report_progress(
                way="phone", summary="Half done", addressed_to="authority"
            ),
        }
        for door, tell in doors.items():
            with self.subTest(door=door):
                before = self.complaint.authority_communication_ids
                tell()
                self.env.invalidate_all()
                told = self.complaint.authority_communication_ids - before
                self.assertEqual(told.recipient_name, "Inspector Hu")
                self.assertFalse(self.complaint.communication_ids)

    def test_what_was_said_to_one_is_never_turned_over_to_the_other(self):
        draft = self._say("progress", addressed_to="authority")
        with self.assertRefused(message="cannot be changed"):
            draft.with_user(self.officer).addressed_to = "complainant"

    def test_who_is_involved_tells_neither(self):
        self._involve(self.officer)
        with self.assertRefused(message="tells the authority"):
            self._tell_authority(
                "progress", self.env.user, summary="Half done", user_id=self.officer.id
            )

    def test_what_an_involved_person_told_does_not_count(self):
        said = self._tell_authority("progress", summary="x")
        self._involve(self.officer)
        self.assertFalse(said.is_independent)
        self.assertIn(self.officer.name, self.complaint.conflict)


class TestNotForAuthority(AuthorityAnswerCase):
    """What is refused, and what to do instead."""

    def assertTellingRefused(self, message, kind="progress", **values):
        with self.assertRefused(message=message):
            self._tell_authority(kind, **{"summary": "Words", **values})

    def test_without_an_authority(self):
        self.complaint.authority_id = False
        self.assertTellingRefused("Enter it on the complaint")

    def test_who_is_the_complainant_is_told_once(self):
        self.complaint.partner_id = self.clerk
        self.assertTellingRefused("one answer serves both")

    def test_outcome_before_its_approval(self):
        self.assertTellingRefused("after it was approved", kind="outcome")

    def test_notice_before_the_decision(self):
        self.assertTellingRefused("Decide on that first", kind="not_accepted", way="letter")

    def test_what_is_between_us_and_the_complainant(self):
        self._tell_outcome()
        for kind, values in (("callback", {"acceptance": "accepted"}), ("closure", {})):
            with self.subTest(kind=kind):
                self.assertTellingRefused("", kind=kind, **values)

    def test_no_portal(self):
        self.assertTellingRefused("no portal", way="portal")

    def test_nothing_without_words(self):
        self.assertTellingRefused("write down what is told", summary="")

    def test_no_mail_without_an_address(self):
        self.clerk.email = False
        with self.assertRefused(message="no email address"):
            self.case.action_report_progress(summary="Half done", addressed_to="authority")


class TestComplainantKnownLater(AuthorityAnswerCase):
    """A body writes; whose complaint it is, the officer enters after it was acknowledged."""

    def setUp(self):
        super().setUp()
        self.complaint.write({"partner_id": self.clerk.id, "complainant_role": "regulator"})
        self.assertEqual(self.complaint.authority_part, "raised")
        self.told = self._tell("acknowledgement", way="letter")
        self.code = CODE.search(self.told.body)[0]

    def _enter_complainant(self):
        self.case.write({"partner_id": self.contact.id, "complainant_role": "customer"})
        self.assertEqual(self.complaint.authority_part, "forwarded")

    def test_what_was_told_so_far_went_to_the_authority(self):
        self._enter_complainant()
        self.assertEqual(self.told.addressed_to, "authority")
        self.assertEqual(self.complaint.authority_communication_ids, self.told)
        self.assertFalse(self.complaint.communication_ids)
        self.assertFalse(self.complaint._status()["history"])

    def test_its_code_opens_the_page_no_longer(self):
        self.assertEqual(self._find_case(), self.complaint)
        self._enter_complainant()
        self.assertFalse(self._find_case())

    def _find_case(self):
        codes = self.env["lab.complaint.query.code"]
        return codes._find(self.complaint.name, self.code).complaint_id

    def test_the_complainant_is_acknowledged_to_whatever_the_stage(self):
        self._stand_in("screening")
        self.assertNotIn("acknowledgement", self.complaint.untold_kinds or "")
        self._enter_complainant()
        self.assertIn("acknowledgement", self.complaint.untold_kinds)
        self._tell("acknowledgement")
        self.assertFalse(self.complaint.untold_kinds)

    def test_who_stays_the_complainant_was_told(self):
        colleague = self.env["res.partner"].create({"name": "Ms Ye", "parent_id": self.body.id})
        self.complaint.partner_id = colleague
        self.assertEqual(self.told.addressed_to, "complainant")

    def test_a_slip_does_not_take_away_what_the_complainant_knows(self):
        self._enter_complainant()
        told = self._tell("acknowledgement")
        self.complaint.partner_id = self.clerk
        self._enter_complainant()
        self.assertEqual(told.addressed_to, "complainant")


class TestAuthorityBounce(AuthorityAnswerCase):
    def test_an_answer_that_came_back_is_given_again_after_the_end(self):
        self._decide()
        said = self._say("outcome", addressed_to="authority")
        with self.mock_mail_gateway():
            said.action_send()
        self._pass_a_day()
        self._stand_in("closed")
        with self.assertRefused(message="has ended"):
            self._tell_authority("outcome")
        said._record_delivery("bounced")
        self.complaint.invalidate_recordset()
        self.assertEqual(self.complaint.authority_answer_kind, "outcome")
        self._tell_authority("outcome")
        self.assertFalse(self.complaint.authority_answer_kind)


class TestAuthorityStatusPage(StatusPageCase, AuthorityCase):
    def test_page_shows_nothing_of_it(self):
        self.complaint.write(
            {"channel_id": self.authority_channel.id, "authority_id": self.clerk.id}
        )
        self._tell("acknowledgement")
        for kind in ("acknowledgement", "progress"):
            self._tell(
                kind, addressed_to="authority", way="letter", summary="For the authority alone"
            )
        self.env.flush_all()
        page = self.url_open(PAGE) and self._enter()
        self.assertShown(page)
        for words in ("uthority", "Inspector", "Supervision"):
            self.assertNotIn(words, self._words(page))


class TestAuthorityProcess(ProcessCase, AuthorityCase):
    """From receipt to the end with an authority behind it."""

    def _receive_forwarded(self, **values):
        return self._forward(
            self.reporter,
            order_id=self.order.id,
            certificate_ids=[(0, 0, {"certificate_id": self.certificate.id})],
            **values,
        )

    def _answer_authority(self, complaint):
        self._by(self.officer, complaint).action_send_outcome(
            way="letter", addressed_to="authority"
        )

    def test_both_are_answered(self):
        complaint = self._lead(self._receive_forwarded(), until="carry_out")
        with self.assertRefused(message="Answer the authority"):
            self._step_close(complaint)
        self._answer_authority(complaint)
        self._step_close(complaint)
        self.assertEqual(complaint.state, "closed")
        told = complaint.authority_communication_ids
        self.assertEqual(told.mapped("kind"), ["outcome"])
        self.assertIn("You are right; we amend the certificate.", told.body)
        promise = complaint.deadline_ids.filtered(lambda one: one.kind == "authority")
        self.assertTrue(promise.met)
        line = {one["code"]: one for one in complaint.get_checklist()}
        self.assertEqual(line["AUT-1"]["status"], "met")
        self.assertEqual(line["AUT-2"]["status"], "met")
        self.assertEqual(line["AUT-2"]["person"], self.officer.name)

    def test_why_it_was_not_possible_serves_too(self):
        complaint = self._lead(self._receive_forwarded(), until="carry_out")
        self._by(self.officer, complaint).action_send_outcome(
            not_possible_reason="The body was dissolved", addressed_to="authority"
        )
        self._step_close(complaint)
        self.assertEqual(complaint.state, "closed")

    def test_the_body_is_named_before_the_screening_ends(self):
        complaint = self._lead(self._receive_forwarded(authority_id=False), until="acknowledge")
        with self.assertRefused(message="Name the regulator"):
            self._step_screen(complaint)
            complaint.stage_id = self._complaints()._first_stage("investigation")

    def test_who_is_the_complainant_is_answered_once(self):
        complaint = self._receive_forwarded(partner_id=False, complainant_role="regulator")
        self._lead(complaint)
        self.assertEqual(complaint.state, "closed")
        self.assertFalse(complaint.authority_communication_ids)
        promise = complaint.deadline_ids.filtered(lambda one: one.kind == "authority")
        answered = complaint.communication_ids.filtered(lambda said: said.kind == "outcome")
        self.assertEqual(promise.done_on, answered.told_on)
        lines = {one["code"]: one["status"] for one in complaint.get_checklist()}
        self.assertEqual(lines["AUT-2"], "not_applicable")

    def test_reopened_the_authority_is_told_the_new_outcome(self):
        complaint = self._lead(self._receive_forwarded(), until="call_back")
        self._answer_authority(complaint)
        self._by(self.officer, complaint).action_reopen("New facts")
        promises = complaint.deadline_ids.filtered(lambda one: one.kind == "authority")
        self.assertEqual(sorted(promises.mapped("round")), [0, 1])
        self.assertTrue(promises.sorted("round")[-1].is_open)
        self.assertEqual(promises.sorted("round")[-1].counted_from, "reopening")
        asked = self.env.ref("lab_complaint.requirement_authority_told")
        self.assertIn(complaint, asked._applying_to(complaint))
        self.assertIn(asked, asked._unmet_by(complaint)[complaint])

    def _refuse(self, **values):
        complaint = self._lead(self._receive_forwarded(**values), until="acknowledge")
        case = self._by(self.officer, complaint)
        case.category_id = self.category
        case.action_not_accept(grounds="Another laboratory's certificate")
        return complaint

    def _notify(self, complaint, **to):
        self._by(self.officer, complaint).action_send_not_accepted(
            way="letter", summary="It is another laboratory's.", **to
        )

    def test_notice_to_both_in_either_order(self):
        for order in (("complainant", "authority"), ("authority", "complainant")):
            with self.subTest(order=order):
                complaint = self._refuse()
                first, last = ({"addressed_to": one} for one in order)
                self._notify(complaint, **first)
                self.assertNotEqual(complaint.state, "not_accepted")
                self._notify(complaint, **last)
                self.assertEqual(complaint.state, "not_accepted")
                promise = complaint.deadline_ids.filtered(lambda one: one.kind == "authority")
                self.assertFalse(promise.is_open)

    def test_the_authority_alone_ends_nothing(self):
        """Also where the laboratory does not ask for the notice to the complainant."""
        self.env.ref("lab_complaint.requirement_not_ours_notice").active = False
        complaint = self._refuse()
        self._notify(complaint, addressed_to="authority")
        self.assertNotEqual(complaint.state, "not_accepted")

    def test_installed(self):
        """What an update brings to a laboratory that changed its lists."""
        policy = self.env.ref("lab_complaint.policy_authority")
        self.assertEqual((policy.kind, policy.days), ("authority", 10))
        for kind in ("acknowledgement", "progress", "outcome", "not_accepted"):
            with self.subTest(kind=kind):
                text = self.env.ref(f"lab_complaint.mail_template_authority_{kind}")
                self.assertEqual(text.complaint_letter_addressee, "authority")
                other = self.env.ref(f"lab_complaint.mail_template_{kind}")
                self.assertEqual(other.complaint_letter_addressee, "complainant")
