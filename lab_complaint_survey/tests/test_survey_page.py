import json

from odoo.tests import HttpCase, tagged

from .survey_case import SurveyCase


@tagged("post_install", "-at_install")
class TestSurveyPage(HttpCase, SurveyCase):
    """Somebody without a login answers in the browser."""

    def test_public_answer(self):
        self.authenticate(None, None)
        token = self.survey.access_token
        page = self.url_open(f"/survey/start/{token}")
        answer = self.survey.user_input_ids
        self._call("begin", answer)
        self.assertEqual(page.status_code, 200)
        self._call("submit", answer, **{str(self.scale.id): "1", str(self.words.id): "Late"})
        answer.invalidate_recordset()
        self.assertEqual(answer.state, "done")
        self.assertRecordValues(
            self._arrivals_of(answer),
            [{"doubt": "low_score", "score": 0, "kind": "survey", "partner_id": False}],
        )

    def _call(self, step, answer, **values):
        address = f"/survey/{step}/{self.survey.access_token}/{answer.access_token}"
        payload = {"jsonrpc": "2.0", "method": "call", "params": values}
        response = self.url_open(
            address, data=json.dumps(payload), headers={"Content-Type": "application/json"}
        )
        self.assertNotIn("error", response.json())
