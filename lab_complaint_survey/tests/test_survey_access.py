from odoo.tests import Form, tagged

from .survey_case import SurveyCase


@tagged("post_install", "-at_install")
class TestSurveyAccess(SurveyCase):
    """Who sees what came of a survey, and what is left when the add-on goes."""

    def test_officers_of_the_company(self):
        arrival = self._arrivals_of(self._answer(scale=1))
        self.assertTrue(arrival.with_user(self.officer).text)
        for user in (self.reporter, self.auditor, self.other_officer, self.portal):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: arrival.with_user(user).read(["text"]))

    def test_answer_opens_for_those_who_may_read_it(self):
        answer = self._answer(scale=1)
        arrival = self._arrivals_of(answer)
        self.assertFalse(arrival.with_user(self.officer).has_source)
        self.officer.group_ids |= self.env.ref("survey.group_survey_manager")
        arrival = self._by_officer(arrival)
        self.assertTrue(arrival.has_source)
        action = arrival.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), (answer._name, answer.id))

    def _by_officer(self, arrival):
        self.env.flush_all()
        self.env.invalidate_all()
        return arrival.with_user(self.officer)

    def test_set_on_the_survey(self):
        maker = self._make_user("survey_maker", "base.group_user", "survey.group_survey_user")
        with Form(self.env["survey.survey"].with_user(maker)) as form:
            form.title = "Content?"
            form.complaint_screening = True
            form.complaint_threshold = 30
        self.assertRecordValues(
            form.record,
            [{"complaint_screening": True, "complaint_company_id": self.company.id}],
        )

    def test_nothing_on_record_belongs_to_this_add_on(self):
        """Uninstalling it takes no field, kind or value of an arrival along."""
        data = self.env["ir.model.data"]
        kinds = ("ir.model", "ir.model.fields", "ir.model.fields.selection")
        ours = data.search([("module", "=", "lab_complaint_survey"), ("model", "in", kinds)])
        of_arrivals = ours.filtered(lambda one: "lab_complaint_arrival" in one.name)
        self.assertTrue(of_arrivals)
        for one in of_arrivals:
            with self.subTest(one.name):
                keepers = data.search([("model", "=", one.model), ("res_id", "=", one.res_id)])
                self.assertIn("lab_complaint", keepers.mapped("module"))
