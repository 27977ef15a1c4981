from odoo.tests import Form

from .authority_case import AuthorityAnswerCase
from .status_case import CODE


class TestAuthorityLetter(AuthorityAnswerCase):
    """What the authority reads: its own text, and no name that it does not know."""

    def _letter(self, kind="acknowledgement", **values):
        said = self._say(kind, addressed_to="authority", **values)
        with self.mock_mail_gateway():
            said.action_send()
        return said

    def test_it_goes_to_the_authority_alone(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge(addressed_to="authority")
        self.assertEqual(
            [mail["email_to"] for mail in self._mails],
            [['"Inspector Hu" <hu@supervision.example.com>']],
        )
        said = self.complaint.authority_communication_ids
        self.assertTrue(said.is_given)
        self.assertFalse(self.complaint.communication_ids)

    def test_words(self):
        said = self._letter()
        self.assertIn("Dear Inspector Hu", " ".join(said.body.striptags().split()))
        self.assertIn("which you forwarded", said.body)
        self.assertIn("Ms Lin", said.body)
        self.assertNotIn("Your complaint", said.subject)

    def test_its_own_day(self):
        self.complaint.authority_due_on = "2031-05-06"
        self.assertIn("05/06/2031", self._letter().body.replace("May 6, 2031", "05/06/2031"))

    def test_the_approved_words(self):
        self._decide()
        said = self._letter("outcome", body="<p>Something else</p>")
        self.assertIn("We amend the certificate free of charge.", said.body)
        self.assertNotIn("Something else", said.body)
        self.assertNotIn("mixed up", said.body)
        self.assertNotIn("your complaint", said.body)

    def test_no_code_for_the_complainant_s_page(self):
        code = self.env["lab.complaint.query.code"]._renew(self.complaint)
        said = self._letter(body="<p>Code: XXXX-XXXX-XXXX</p>")
        self.assertFalse(CODE.search(said.body.replace("XXXX-XXXX-XXXX", "")))
        self.assertTrue(
            self.env["lab.complaint.query.code"]._find(self.complaint.name, code),
            "The complainant's code became void",
        )

    def test_who_is_anonymous_has_no_name(self):
        self.complaint.is_anonymous = True
        self.assertNotIn("Ms Lin", self._letter().body)

    def test_who_turned_to_us_alone_is_not_named(self):
        self.complaint.channel_id = self.channel
        for kind in ("acknowledgement", "progress"):
            self.assertNotIn("Lin", self._letter(kind, summary="Words").body)

    def test_texts_are_of_their_addressee(self):
        text = self.env.ref("lab_complaint.mail_template_acknowledgement")
        with self.assertRefused(message="no text for a letter of this kind"):
            self._letter(template_id=text.id)
        with self.assertRefused(message="no text for a letter of this kind"):
            self._say(
                "acknowledgement",
                template_id=self.env.ref(
                    "lab_complaint.mail_template_authority_acknowledgement"
                ).id,
            ).action_send()

    def test_an_answer_by_mail_is_told_to_the_officer(self):
        said = self._letter()
        said.message_post(body="Thank you", message_type="email", author_id=self.clerk.id)
        self.assertIn("The authority has written", self.complaint.activity_ids.mapped("summary"))


class TestAuthorityDialog(AuthorityAnswerCase):
    """The officer chooses whom to tell."""

    def _dialog(self, kind, **context):
        dialog = self.env["lab.complaint.answer"].with_user(self.officer)
        return Form(
            dialog.with_context(
                default_complaint_id=self.complaint.id, default_kind=kind, **context
            )
        )

    def test_choice(self):
        form = self._dialog("progress")
        self.assertTrue(form.is_addressee_chosen)
        self.assertEqual(form.addressed_to, "complainant")
        form.way = "mail"
        form.addressed_to = "authority"
        self.assertIn("Inspector Hu", form.recipient)
        form.summary = "Half done"
        self.assertIn("we report to you on the complaint", form.body)
        form.way = "phone"
        form.save().action_confirm()
        self.assertEqual(self.complaint.authority_communication_ids.summary, "Half done")
        self.assertFalse(self.complaint.communication_ids)

    def test_the_text_of_the_one_is_not_kept_for_the_other(self):
        form = self._dialog("progress")
        form.template_id = self.env.ref("lab_complaint.mail_template_progress")
        form.addressed_to = "authority"
        self.assertFalse(form.template_id)

    def test_not_possible(self):
        form = self._dialog("progress", default_addressed_to="authority")
        form.is_impossible = True
        form.not_possible_reason = "It was dissolved"
        form.save().action_confirm()
        self.assertTrue(self.complaint.authority_communication_ids.is_given)

    def test_no_choice(self):
        self.assertFalse(self._dialog("extension").is_addressee_chosen)
        self.complaint.partner_id = self.clerk
        self.assertFalse(self._dialog("progress").is_addressee_chosen)
        self.complaint.authority_id = False
        self.assertFalse(self._dialog("progress").is_addressee_chosen)

    def test_answer_is_asked_for_when_it_is_decided(self):
        self.assertFalse(self.complaint.authority_answer_kind)
        self._decide()
        self.complaint.invalidate_recordset()
        self.assertEqual(self.complaint.authority_answer_kind, "outcome")
        self._tell_authority("outcome")
        self.assertFalse(self.complaint.authority_answer_kind)

    def test_acknowledgement_is_offered_once(self):
        self.assertFalse(self.complaint.is_authority_acknowledged)
        self._tell_authority("acknowledgement")
        self.assertTrue(self.complaint.is_authority_acknowledged)
