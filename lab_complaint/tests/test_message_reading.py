from unittest.mock import patch

from odoo import Command

from odoo.addons.lab_complaint.models.mail_message import TOLD_LISTS, TOLD_NAMES
from odoo.addons.mail.tools.discuss import Store

from .process import ProcessCase


class TestMessageReading(ProcessCase):
    """Messages of a case are told to the web client with few queries, as Odoo tells of others."""

    def setUp(self):
        super().setUp()
        self.case = self._receive()
        reader = self.quality_head
        attachments = self.env["ir.attachment"].with_user(self.officer)
        files = [{"name": name, "raw": b"photo"} for name in ("Photo", "Annex")]
        attached = attachments.create(files)
        # Not in the order in which they were made: recipients go by their names.
        contacts = self.env["res.partner"].create([{"name": name} for name in ("Zhou", "An")])
        # Told apart from others when files are searched, though not on a message.
        attached[0].sudo().res_field = "description"
        urls = ("https://example.com/z", "https://example.com/a")
        previews = self.env["mail.link.preview"].create([{"source_url": url} for url in urls])
        self.full = self._note(
            self.case,
            attachment_ids=attached.ids,
            partner_ids=[*contacts.ids, reader.partner_id.id],
        )
        contacts[0].active = False
        self.full.sudo().write(
            {
                "starred_partner_ids": [Command.link(reader.partner_id.id)],
                "reaction_ids": [
                    Command.create({"content": content, "partner_id": reader.partner_id.id})
                    for content in ("👍", "❤")
                ],
                "message_link_preview_ids": [
                    Command.create({"link_preview_id": preview.id, "sequence": -number})
                    for number, preview in enumerate(previews)
                ],
                "rating_ids": [
                    Command.create(
                        {
                            # None of a case is entered by hand.
                            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                            "res_id": contacts[0].id,
                            "rating": 5,
                        }
                    )
                ],
            }
        )
        self._end_request()
        tracked = self.case.with_context(tracking_disable=False, mail_notrack=False)
        tracked.subject = "Changed"
        self._end_request()
        changed = self.case.sudo().message_ids.filtered("tracking_value_ids")
        self.messages = self.full | changed | self._note(self.case)
        self.env.flush_all()

    def _note(self, record, **values):
        return record.with_user(self.officer).sudo().message_post(body="Noted", **values)

    def _afresh(self, messages):
        """Messages as the quality head asks for them in a request of their own."""
        self.env.flush_all()
        self.env.invalidate_all()
        return messages.with_user(self.quality_head)

    def _told(self, messages):
        return Store().add(messages).get_result()

    def test_each_list_is_what_odoo_reads(self):
        def lists(messages):
            messages = messages.sudo().with_context(active_test=False)
            return {name: [said[name].ids for said in messages] for name in TOLD_LISTS}

        expected = lists(self._afresh(self.messages))
        self.assertFalse([name for name, found in expected.items() if not any(found)])
        messages = self._afresh(self.messages)
        messages._on_record()._fetch_lists(TOLD_LISTS)
        with self.assertQueryCount(0):
            self.assertEqual(lists(messages), expected)

    def test_what_is_told_is_what_odoo_tells(self):
        with (
            patch.object(type(self.full), "_fetch_lists", lambda *_: None),
            patch.dict(TOLD_NAMES, clear=True),
        ):
            expected = self._told(self._afresh(self.messages))
        self.assertEqual(self._told(self._afresh(self.messages)), expected)

    def test_lists_take_one_query(self):
        def queries():
            note = self._afresh(self.full)
            before = self.env.cr.sql_log_count
            self._told(note)
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        with patch.object(type(self.full), "_fetch_lists", lambda *_: None):
            self.assertGreaterEqual(queries(), few + len(TOLD_LISTS) - 1)

    def test_further_messages_take_no_further_queries(self):
        def queries(count):
            notes = self.env["mail.message"].union(*(self._note(self.case) for _ in range(count)))
            notes = self._afresh(notes)
            before = self.env.cr.sql_log_count
            self._told(notes)
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(2), queries(7))

    def test_messages_of_other_documents_are_left_to_odoo(self):
        note = self._note(self.env["res.partner"].create({"name": "Contact"}))
        self.assertEqual((note | self.full)._on_record(), self.full)
