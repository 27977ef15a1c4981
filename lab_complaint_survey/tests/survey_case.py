"""A satisfaction survey that is screened for complaints."""

from odoo import Command

from odoo.addons.lab_complaint.tests.candidate_case import CandidateCase


class SurveyCase(CandidateCase):
    """Scale, choice, matrix and free words, as laboratories ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create(
            {
                "title": "How content are you?",
                "access_mode": "public",
                "questions_layout": "one_page",
                "complaint_screening": True,
                "complaint_company_id": cls.company.id,
            }
        )
        cls.scale = cls._ask("Punctuality", "scale", scale_min=1, scale_max=5)
        cls.words = cls._ask("Anything else?", "text_box")
        cls.choice = cls._ask("All in all", "simple_choice", ("Good", 2), ("Dissatisfied", 0))
        cls.matrix = cls._ask("Our staff", "matrix", ("Friendly", 0), ("Wrong", 0))
        cls.row = cls.env["survey.question.answer"].create(
            {"matrix_question_id": cls.matrix.id, "value": "Sampling"}
        )

    @classmethod
    def _ask(cls, title, question_type, *choices, **values):
        return cls.env["survey.question"].create(
            {
                "survey_id": cls.survey.id,
                "title": title,
                "question_type": question_type,
                "suggested_answer_ids": [
                    Command.create({"value": value, "answer_score": score})
                    for value, score in choices
                ],
                **values,
            }
        )

    def _answer(self, scale=None, words=None, choice=None, row=None, done=True, **values):
        """An answer as the survey keeps it; `choice` and `row` are numbers of choices."""
        answer = self.survey.sudo()._create_answer(user=self.public, **values)
        if scale is not None:
            answer._save_lines(self.scale, str(scale))
        if words is not None:
            answer._save_lines(self.words, words)
        if choice is not None:
            answer._save_lines(self.choice, [str(self.choice.suggested_answer_ids[choice].id)])
        if row is not None:
            chosen = [str(self.matrix.suggested_answer_ids[row].id)]
            answer._save_lines(self.matrix, {str(self.row.id): chosen})
        if done:
            answer._mark_done()
        return answer
