from .gateway_case import LIN, STRANGER, GatewayCase

REPLY = "One more thing: it was the second gauge."
MESSAGE = "lab_complaint.mt_complainant_message"


class TestMailReply(GatewayCase):
    """What complainants reply by mail stays with their case or our letter (7.9.5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.complaint_acknowledge_mail = False

    def _reply_to(self, case, sender=LIN, words=REPLY, **headers):
        """Another mail, which must not become a case.

        :return: the latest message of the case
        """
        cases, arrivals = self._receive_mail(sender, words, **headers)
        self.assertFalse(cases)
        self.assertRecordValues(arrivals, [{"state": "logged", "complaint_id": case.id}])
        self.assertIn(REPLY.encode(), self._original(arrivals))
        return self._messages(case)[:1]

    def _activities(self, case, text):
        return case.activity_ids.filtered(lambda one: text in (one.summary or ""))

    def _says(self, case, message):
        """Whether a message is one of the complainant, on the case and its status page."""
        self.assertIn(REPLY, message.body)
        self.assertEqual(message.subtype_id, self.env.ref(MESSAGE))
        self.assertEqual(case._status_history()[0]["text"], message.body)
        return True

    # --- to a mail of one's own ---

    def test_by_reference(self):
        case = self._case(Message_Id="<first@gauge.example.com>")
        case.user_id = self.officer
        message = self._reply_to(
            case, Subject="Re: whatever", In_Reply_To="<first@gauge.example.com>"
        )
        self.assertTrue(self._says(case, message))
        self.assertEqual(self._activities(case, "has written by email").user_id, self.officer)
        self.assertEqual(self.result, case.id)

    def test_reply_to_a_reply(self):
        case = self._case(Message_Id="<first@gauge.example.com>")
        self._reply_to(case, In_Reply_To="<first@gauge.example.com>", Message_Id="<second@g>")
        message = self._reply_to(case, References="<second@g>")
        self.assertTrue(self._says(case, message))
        # Several messages are one thing to do.
        self.assertEqual(
            len(self._activities(case, "has written by email")),
            len(case._quality_heads()),
        )

    def test_by_number(self):
        case = self._case()
        for subject in (f"Re: [{case.name}]", f"about {case.name.lower()}:", f"{case.name}"):
            with self.subTest(subject=subject):
                self.assertTrue(self._says(case, self._reply_to(case, Subject=subject)))

    def test_number_of_somebody_else(self):
        case = self._case()
        cases, _arrivals = self._receive_mail(STRANGER, REPLY, Subject=f"Re: {case.name}")
        self.assertEqual(len(cases), 1)
        self.assertFalse(cases.partner_id)
        self.assertNotIn(REPLY, "".join(case.message_ids.mapped("body")))

    def test_number_of_another_company(self):
        self.other_company.alias_domain_id = self.company.alias_domain_id
        self.other_company.complaint_alias_name = "reclamations"
        case = self._case()
        other = self._case(Subject=case.name, To=self.other_company.complaint_email)
        self.assertEqual(other.company_id, self.other_company)

    def test_after_the_end(self):
        case = self._case(Message_Id="<first@gauge.example.com>")
        case.user_id = self.officer
        case.with_user(self.officer).action_withdraw("Taken back by phone")
        self._pass_a_day(case)
        message = self._reply_to(
            case,
            In_Reply_To="<first@gauge.example.com>",
            files=[("more.pdf", b"%PDF-1.4", "application/pdf")],
        )
        self.assertTrue(self._says(case, message))
        self.assertEqual(case.state, "withdrawn")
        self.assertEqual(message.attachment_ids.mapped("name"), ["more.pdf"])
        self.assertTrue(self._activities(case, "has written by email"))

    def test_nobody_is_named(self):
        self.investigator = self._make_user("investigator")
        case = self._case(STRANGER, Message_Id="<first@outside.example.com>")
        case.investigator_ids = self.investigator
        message = self._reply_to(
            case,
            STRANGER,
            In_Reply_To="<first@outside.example.com>",
            Message_Id="<second@outside.example.com>",
            Cc="Zhao Junior <junior@outside.example.com>",
        )
        self.assertFalse(message.author_id or message.partner_ids)
        seen = message.with_user(self.investigator)
        self.assertEqual(seen.email_from, "Complainant")
        for user in (self.investigator, self.auditor):
            values = message.with_user(user).read()[0]
            for name, value in values.items():
                self.assertNotIn("outside.example.com", str(value), name)
                self.assertNotIn("Zhao", str(value), name)

    def test_script_is_text(self):
        case = self._case(Message_Id="<first@gauge.example.com>")
        message = self._reply_to(
            case,
            words=f"{REPLY}<script>alert(1)</script>",
            In_Reply_To="<first@gauge.example.com>",
        )
        self.assertNotIn("<script", message.body)
        self.assertIn("&lt;script&gt;", message.body)

    def test_somebody_else_by_reference(self):
        case = self._case(Message_Id="<first@gauge.example.com>")
        message = self._reply_to(case, STRANGER, In_Reply_To="<first@gauge.example.com>")
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
        self.assertNotIn("Zhao", message.email_from)
        self.assertFalse(case._status_history())
        self.assertTrue(self._activities(case, "Somebody else"))

    def test_colleague_who_answers_a_notification(self):
        self.officer.partner_id.email = "officer@laboratory.example.com"
        note = self.complaint.message_post(body="Look at this")
        cases, arrivals = self._receive_mail(
            "officer@laboratory.example.com", REPLY, In_Reply_To=note.message_id
        )
        self.assertFalse(cases or arrivals)
        message = self._messages(self.complaint)[:1]
        self.assertEqual(message.author_id, self.officer.partner_id)
        self.assertFalse(self._activities(self.complaint, "written"))

    def test_note_of_a_colleague_stays_in_the_laboratory(self):
        self.complaint.message_subscribe(self.customer.ids)
        self.officer.partner_id.email = "officer@laboratory.example.com"
        note = self.complaint.message_post(body="Look at this")
        self._receive_mail("officer@laboratory.example.com", REPLY, In_Reply_To=note.message_id)
        message = self._messages(self.complaint)[:1]
        self.assertIn(REPLY, message.body)
        self.assertNotIn(self.customer, message.notified_partner_ids)

    # --- to a letter of ours ---

    def _letter(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        return self.complaint.communication_ids

    def test_letter(self):
        said = self._letter()
        message_id = said.sent_message_id.message_id
        for to in (self.address, "reply@elsewhere.example.com"):
            with self.subTest(to=to):
                cases, arrivals = self._receive_mail(
                    LIN, REPLY, To=to, References=message_id, files=[("a.txt", b"x", "text/plain")]
                )
                self.assertFalse(cases)
                self.assertRecordValues(
                    arrivals, [{"state": "logged", "complaint_id": self.complaint.id}]
                )
                message = self._messages(said)[:1]
                self.assertIn(REPLY, message.body)
                self.assertEqual(message.author_id, self.contact)
                self.assertEqual(message.attachment_ids.mapped("name"), ["a.txt"])
        self.assertEqual(self._activities(self.complaint, "has written").user_id, self.officer)
        self.assertFalse(self.complaint.message_ids.filtered(lambda one: REPLY in one.body))

    def test_letter_asks_for_replies_at_the_address(self):
        self.assertIn(self.address, self._letter().sent_message_id.reply_to)

    def test_reply_to_a_reply_to_a_letter(self):
        said = self._letter()
        self._receive_mail(
            LIN, REPLY, References=said.sent_message_id.message_id, Message_Id="<second@g>"
        )
        self._receive_mail(LIN, REPLY, References="<second@g>")
        self.assertEqual(len(said.message_ids.filtered(lambda one: REPLY in one.body)), 2)

    def test_reply_of_a_machine_tells_nobody(self):
        said = self._letter()
        cases, arrivals = self._receive_mail(
            LIN, REPLY, References=said.sent_message_id.message_id, Auto_Submitted="auto-replied"
        )
        self.assertFalse(cases)
        self.assertRecordValues(arrivals, [{"state": "logged", "doubt": "automatic"}])
        self.assertIn(REPLY, self._messages(said)[:1].body)
        self.assertFalse(self._activities(self.complaint, "has written"))

    def test_loop_of_replies(self):
        said = self._letter()
        for _number in range(50):
            self._receive_mail(LIN, REPLY, References=said.sent_message_id.message_id)
        self.assertEqual(len(said.message_ids.filtered(lambda one: REPLY in one.body)), 20)
        waiting = self._all("lab.complaint.arrival").filtered(lambda one: one.state == "open")
        self.assertRecordValues(waiting, [{"doubt": "many", "mail_count": 30}])
