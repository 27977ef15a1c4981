from odoo import SUPERUSER_ID, fields

from .status_case import PAGE, TOKEN, StatusPageCase
from .web_form_case import PDF


class TestStatusFiles(StatusPageCase):
    """Files go with messages on the status page, in both directions."""

    def _write(self, *files, text="See the file"):
        token = TOKEN.search(self._enter().text)[1]
        page = self.url_open(
            f"{PAGE}/message",
            data={"csrf_token": token, "message": text},
            files=[("files", file) for file in files],
        )
        self.env.invalidate_all()
        return page

    def _attach(self, name="answer.pdf", **values):
        return (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create({"name": name, "raw": PDF, **values})
        )

    def _answer(self, files, **values):
        return self._say(
            "progress",
            way="portal",
            summary="Our answer",
            told_on=fields.Datetime.now(),
            attachment_ids=[(6, 0, files.ids)],
            **values,
        )

    def test_arrives(self):
        page = self._write(("report.pdf", PDF), ("../notes.txt", b"Seen"))
        self.assertIn("we have your message", page.text)
        files = self.complaint._status_messages().attachment_ids
        self.assertRecordValues(
            files.sorted("name"),
            [
                {
                    "name": name,
                    "res_model": "lab.complaint",
                    "res_id": self.complaint.id,
                    "create_uid": SUPERUSER_ID,
                    "raw": content,
                }
                for name, content in (("notes.txt", b"Seen"), ("report.pdf", PDF))
            ],
        )
        for file in files:
            self.assertIn(f'href="{PAGE}/file/{file.id}"', page.text)

    def test_downloaded(self):
        self._write(("report.pdf", PDF))
        file = self.complaint._status_messages().attachment_ids
        answer = self.url_open(f"{PAGE}/file/{file.id}")
        self.assertEqual(answer.content, PDF)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_wrong_file(self):
        page = self._write(("report.pdf", b"MZ\x90\x00" * 50), text="Kept text")
        self.assertIn("report.pdf cannot be taken", page.text)
        self.assertIn("Kept text", page.text)
        self.assertIn("Choose your files again", page.text)
        self.assertFalse(self.complaint._status_messages())

    def test_file_without_words(self):
        page = self._write(("report.pdf", PDF), text=" ")
        self.assertIn("Write your message.", page.text)
        self.assertFalse(self.complaint._status_messages())

    def test_answer_of_the_laboratory(self):
        file = self._attach()
        self._answer(file)
        page = self._enter()
        self.assertIn("answer.pdf", page.text)
        self.assertEqual(self.url_open(f"{PAGE}/file/{file.id}").content, PDF)

    def test_only_these(self):
        """Nothing of the investigation, of drafts, of other ways and of other cases."""
        other = self._log(user_id=self.officer.id)
        told_by_phone = self._attach("phone.pdf")
        self._say(
            "progress",
            way="phone",
            summary="Internal note",
            told_on=fields.Datetime.now(),
            attachment_ids=[(6, 0, told_by_phone.ids)],
        )
        draft = self._attach("draft.pdf")
        self._say("progress", way="portal", summary="x", attachment_ids=[(6, 0, draft.ids)])
        others_answer = self._attach("other.pdf")
        self._answer(others_answer, complaint=other)
        internal = self._attach("x.pdf", res_model="lab.complaint", res_id=self.complaint.id)
        note = self.case.message_post(body="Internal", attachments=[("note.pdf", PDF)])
        page = self._enter()
        for file in (told_by_phone, draft, others_answer, internal, note.attachment_ids):
            with self.subTest(file=file.name):
                self.assertNotIn(file.name, page.text)
                self.assertNotEqual(self.url_open(f"{PAGE}/file/{file.id}").content, PDF)
        self.assertShown(self.url_open(f"{PAGE}/file/99999999999999"))

    def test_without_code(self):
        file = self._attach()
        self._answer(file)
        self.assertNotShown(self.url_open(f"{PAGE}/file/{file.id}"))
        self._enter(self.complaint.name, self.code)
        self._post("/leave")
        self.assertNotShown(self.url_open(f"{PAGE}/file/{file.id}"))

    def test_not_for_those_who_may_not_read_the_handling(self):
        self._write(("report.pdf", PDF))
        self.complaint.stage_id = self.stages["screening"]
        file = self.complaint._status_messages().attachment_ids
        for user in (self.reporter, self.salesperson, self.portal, self.other_officer):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: file.with_user(user).read(["raw"]))
        self.assertEqual(file.with_user(self.officer).raw, PDF)
