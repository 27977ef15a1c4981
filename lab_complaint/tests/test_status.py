from datetime import datetime
from unittest.mock import patch

from odoo import fields

from .process import ProcessCase
from .status_case import PAGE, StatusCase, StatusPageCase

SENTENCES = {
    "received": "registered it",
    "screening": "work that we are responsible for",
    "investigation": "finding out what happened",
    "decision": "decide on the answer",
    "response": "preparing our answer",
    "follow_up": "You have our answer",
    "closed": "has ended",
    "not_accepted": "told you the reason",
    "withdrawn": "was withdrawn",
}


class TestStatus(StatusCase):
    """What is shown of a case: what the complainant may know, and nothing else."""

    def _status(self, complaint=None, lang="en_US"):
        self.env.invalidate_all()
        return (complaint or self.complaint).sudo().with_context(lang=lang)._status()

    def _told(self):
        return [(entry["title"], entry.get("way")) for entry in self._status()["history"]]

    def test_a_sentence_for_each_state(self):
        for state, words in SENTENCES.items():
            self._sql("UPDATE lab_complaint SET state = %s WHERE id = %s", state, self.complaint.id)
            status = self._status()
            with self.subTest(state):
                self.assertIn(words, status["stage"])
                self.assertNotIn("Tested", str(status))

    def test_day_of_receipt_is_the_laboratory_s(self):
        self._sql(
            "UPDATE lab_complaint SET received_on = '2026-03-01 20:00:00' WHERE id = %s",
            self.complaint.id,
        )
        self.assertEqual(self._status()["received"], "Received on March 2, 2026")

    def test_promises(self):
        """Those the complainant is told of, with their days."""
        promised = {p["label"]: p for p in self._status()["promises"]}
        self.assertEqual(set(promised), {"Confirmation of receipt", "Our answer"})
        deadline = self.complaint.deadline_ids.filtered(lambda one: one.kind == "outcome")
        day = fields.Date.to_date(deadline.due_on)
        self.assertIn(str(day.year), promised["Our answer"]["due"])
        self.assertIn(day.strftime("%B"), promised["Our answer"]["due"])
        self.assertEqual(promised["Our answer"]["state"], "still to come")

    def test_promise_kept(self):
        self.case.action_acknowledge(way="phone")
        self.assertRegex(self._status()["promises"][0]["state"], r"^done on \w+ \d+, \d{4}$")

    def test_promise_on_hold(self):
        self.case.action_pause(reason="We wait for the sample.")
        answer = self._status()["promises"][-1]
        self.assertIn("on hold", answer["state"])
        self.assertNotIn("sample.", str(answer))

    def test_promise_missed(self):
        self._sql(
            "UPDATE lab_complaint_deadline SET missed = TRUE WHERE complaint_id = %s",
            self.complaint.id,
        )
        for promise in self._status()["promises"]:
            self.assertTrue(promise["is_late"])
            self.assertIn("late", promise["state"])

    def test_promises_that_ended_with_the_case_were_not_kept(self):
        self.case.action_withdraw(withdrawal_reason="Taken back")
        self.assertEqual(self._status()["promises"], [])

    def test_told(self):
        self.case.action_acknowledge(way="phone", summary="Internal remark")
        self.case.action_report_progress(way="letter", summary="In the letter")
        self.assertEqual(self._told(), [("Progress", "Letter"), ("Acknowledgement", "Phone")])
        self.assertNotIn("Internal remark", str(self._status()))
        self.assertNotIn("In the letter", str(self._status()))

    def test_not_told(self):
        """Neither drafts, nor what waits in the queue, nor what was not possible."""
        self._say("progress", summary="Draft")
        self.case.action_acknowledge(not_possible_reason="No address")
        self.case.action_report_progress(summary="Waits")
        self.assertEqual(self._told(), [])

    def test_told_by_the_page(self):
        self.case.action_report_progress(way="portal", summary="We are\nmeasuring.")
        entry = self._status()["history"][0]
        self.assertEqual((entry["title"], entry["text"]), ("Progress", "We are\nmeasuring."))

    def test_told_by_the_page_needs_words(self):
        with self.assertRefused(message="write down what is told"):
            self.case.action_acknowledge(way="portal")
        self.case.action_acknowledge(way="portal", summary="We have it.")

    def test_remarks_on_a_callback_stay_inside(self):
        self._decide()
        self._tell("outcome")
        self.case.action_record_callback(
            acceptance="accepted", way="portal", summary="Sounded tired"
        )
        self.assertEqual(self._told()[0][0], "Call-back")
        self.assertNotIn("tired", str(self._status()))

    def test_contact_is_not_involved(self):
        self.assertIn(self.officer.name, self._status()["contact"][0])
        self.complaint.involved_employee_ids = self._make_employee("Officer", self.officer)
        self.assertNotIn(self.officer.name, str(self._status()["contact"]))

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._sql(
            "UPDATE lab_complaint SET received_on = '2026-03-01 20:00:00' WHERE id = %s",
            self.complaint.id,
        )
        self.assertIn("2026年3月2日", self._status(lang="zh_CN")["received"])


class TestStatusOfALedCase(ProcessCase):
    """Nothing of the handling is shown, at no step."""

    def test_nothing_inside_is_shown(self):
        complaint = self._receive(description="In my own words", subject="Pressure far off")
        for step in ("acknowledge", "screen", "appoint", "gather", "judge", "propose", "approve"):
            getattr(self, f"_step_{step}")(complaint)
            self._by(self.quality_head, complaint).message_post(body="Note among ourselves")
            self.env.invalidate_all()
            shown = str(complaint.sudo()._status())
            with self.subTest(step):
                for hidden in (
                    "Raw record",
                    "Printing error",
                    "not what was measured",
                    "we amend",
                    "Print it again",
                    "among ourselves",
                    "C-2026-118",
                    "Wu Gang",
                    "Gauge Works",
                    "Ms Lin",
                    self.order.name,
                    self.investigator.name,
                    self.quality_head.name,
                    self.reporter.name,
                ):
                    self.assertNotIn(hidden, shown)

    def test_a_later_day_is_told_first(self):
        complaint = self._lead(self._receive(), until="appoint")
        promised = complaint._promised_outcome_on()
        later = self.company._complaint_working_day_after(promised, 5)
        self._by(self.officer, complaint).action_extend(extended_to=later, grounds="Abroad")
        self._by(self.quality_head, complaint).action_approve()
        self.assertEqual(self._answer_due(complaint), promised)
        self._by(self.officer, complaint).action_send_extension(way="phone")
        self.assertEqual(self._answer_due(complaint), later)

    def _answer_due(self, complaint):
        self.env.invalidate_all()
        promises = complaint.sudo()._status()["promises"]
        due = next(one["due"] for one in promises if one["label"] == "Our answer")
        return datetime.strptime(due, "by %B %d, %Y").date()

    def test_closed(self):
        complaint = self._lead(self._receive())
        status = complaint.sudo()._status()
        self.assertIn("has ended", status["stage"])
        self.assertEqual([entry["title"] for entry in status["history"]][-1], "Acknowledgement")
        self.assertIn("Formal notice of the end", str(status["history"]))
        self.assertEqual(len(status["promises"]), 3)
        self.assertTrue(all(p["state"].startswith("done on") for p in status["promises"]))


class TestStatusLetters(StatusPageCase):
    """Letters are for who has the code of their case."""

    def setUp(self):
        super().setUp()
        complaints = type(self.env["lab.complaint"])
        self.letters = {}
        for complaint in (self.complaint, self._log()):
            attachment = self.env["ir.attachment"].create(
                {
                    "name": "stored",
                    "raw": f"%PDF {complaint.name}".encode(),
                    "mimetype": "application/pdf",
                }
            )
            self.letters[complaint.id] = {
                "id": 1000 + complaint.id,
                "name": "Letter.pdf",
                "told_on": fields.Datetime.now(),
                "attachment": attachment,
            }
        self.other = complaint
        given = patch.object(complaints, "_status_letters", lambda case: [self.letters[case.id]])
        self.startPatcher(given)

    def _letter(self, complaint):
        return self.url_open(f"{PAGE}/letter/{self.letters[complaint.id]['id']}")

    def test_download(self):
        page = self._enter()
        self.assertIn(f"/complaints/status/letter/{1000 + self.complaint.id}", page.text)
        self.assertIn("Letter.pdf", page.text)
        letter = self._letter(self.complaint)
        self.assertEqual(letter.content, f"%PDF {self.complaint.name}".encode())
        self.assertIn("attachment", letter.headers["Content-Disposition"])
        self.assertIn("Letter.pdf", letter.headers["Content-Disposition"])
        self.assertIn("no-store", letter.headers["Cache-Control"])

    def test_without_code(self):
        self.assertNotShown(self._letter(self.complaint))
        self._enter()
        self._code()
        self.assertNotShown(self._letter(self.complaint))

    def test_of_another_case(self):
        self._enter()
        for path in (f"/letter/{1000 + self.other.id}", "/letter/0", "/letter/999999999"):
            page = self.url_open(f"{PAGE}{path}")
            self.assertShown(page)
            self.assertNotIn(self.other.name, page.text)

    def test_none_without_paper(self):
        self.letters[self.complaint.id] = None
        with patch.object(type(self.complaint), "_status_letters", lambda case: []):
            self.assertNotIn('id="letters"', self._enter().text)


class TestStatusPageWords(StatusPageCase):
    """The page in the language of the browser."""

    def test_case(self):
        self.case.action_report_progress(way="portal", summary="<b>We measure</b>")
        words = self._words(self._enter())
        for text in (
            self.company.name,
            "We have received your complaint",
            "What we promised",
            "Our answer",
            "Progress",
            "&lt;b&gt;We measure",
            self.officer.name,
            "+86 21 5555 0100",
            "lab@laboratory.example.com",
        ):
            with self.subTest(text):
                self.assertIn(text, words)

    def test_ended_case(self):
        self.case.action_withdraw(withdrawal_reason="Taken back for good")
        page = self._enter()
        self.assertShown(page)
        self.assertIn("was withdrawn", page.text)
        self.assertNotIn("for good", page.text)

    def test_anonymous(self):
        complaint = self._log(
            is_anonymous=True,
            complainant_role="public",
            user_id=self.officer.id,
            order_id=self.order.id,
        )
        page = self._enter(complaint.name, self._code(complaint))
        self.assertShown(page, complaint)
        for text in ("Gauge Works", "Ms Lin", self.order.name):
            self.assertNotIn(text, page.text)

    def test_language_of_the_browser(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for language, shown in (("zh-CN,zh;q=0.9", "zh-CN"), ("en-US", "en-US"), ("tlh", "en-US")):
            # A browser that comes for the first time.
            self.opener.cookies.clear()
            page = self.url_open(PAGE, headers={"Accept-Language": language})
            with self.subTest(language):
                self.assertIn(f'<html lang="{shown}">', page.text)

    def test_stays_in_the_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.opener.cookies.clear()
        self.opener.headers["Accept-Language"] = "zh-CN"
        page = self._enter()
        self.assertIn('lang="zh-CN"', page.text)
        self.assertIn(self.complaint.name, page.text)
        page = self._post("/message", message="你好")
        self.assertIn('lang="zh-CN"', page.text)
        self.assertIn("你好", page.text)
