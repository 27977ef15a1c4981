"""Letters on the status page: what the complainant was sent, as it went out."""

import re

from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.status_case import StatusPageCase


@tagged("post_install", "-at_install")
class TestStatusLettersAsSent(StatusPageCase):
    def _told(self, way):
        case = self.case.with_context(force_report_rendering=True)
        case.action_acknowledge(way=way, summary="We have it.")
        return self.complaint.communication_ids

    def test_letter_is_offered_and_downloaded(self):
        said = self._told("letter")
        self.assertEqual([letter["id"] for letter in self.complaint._status_letters()], said.ids)
        self._enter(code=re.search(r"\w{4}-\w{4}-\w{4}", said.body).group())
        answer = self.url_open(f"/complaints/status/letter/{said.id}")
        self.assertEqual(answer.content, said._letter_attachment().raw)
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_what_has_not_left_is_not_offered(self):
        self._told("mail")
        self.assertFalse(self.complaint._status_letters())

    def test_what_was_said_has_no_letter(self):
        self._told("phone")
        self.assertFalse(self.complaint._status_letters())
