from odoo import api, fields, models


class SurveyUserInput(models.Model):
    """Finished answers to surveys: low or negative, they may be complaints, and an officer screens
    them (ISO/IEC 17025:2017, 7.9, 8.6)."""

    _inherit = "survey.user_input"

    @api.model_create_multi
    def create(self, vals_list):
        """Keep answers; what may be a complaint is screened."""
        answers = super().create(vals_list)
        answers._offer_for_screening()
        return answers

    def write(self, vals):
        """Change answers; what may be a complaint is screened when they are finished."""
        result = super().write(vals)
        if vals.get("state") == "done":
            self._offer_for_screening()
        return result

    def _offer_for_screening(self):
        finished = self.sudo().filtered(
            lambda answer: (
                answer.state == "done"
                and not answer.test_entry
                and answer.survey_id.complaint_screening
                and answer._given_lines()
            )
        )
        self.env["lab.complaint.arrival"]._offer(finished)

    def _arrival_values(self):
        """What an officer screens of each of these answers.

        :return: dictionary of values of `lab.complaint.arrival` by answer; `doubt` is False when
            there is no reason to screen it
        """
        return {answer: answer._arrival_values_of() for answer in self}

    def _arrival_values_of(self):
        answer = self.with_context(lang=self.lang_id.code or self.env.lang)
        score = answer._complaint_score()
        return {
            "kind": "survey",
            "name": answer.survey_id.title,
            "doubt": answer._complaint_doubt(score),
            "text": answer._complaint_words(),
            "score": score or 0,
            "received_on": answer.end_datetime or fields.Datetime.now(),
            "partner_id": answer.partner_id.id,
            "sender_name": answer.nickname or answer.partner_id.name,
            "sender_email": answer.email or answer.partner_id.email,
            "company_id": answer.survey_id.complaint_company_id.id,
        }

    def _given_lines(self):
        return self.user_input_line_ids.filtered(lambda line: not line.skipped)

    def _complaint_doubt(self, score):
        survey = self.survey_id
        threshold = survey.complaint_threshold
        if threshold and score is not None and score <= threshold:
            return "low_score"
        # What was chosen counts as what was written: "Dissatisfied" is an answer in words.
        said = "\n".join(str(line._get_answer_value()) for line in self._given_lines())
        alarms = survey.complaint_company_id._complaint_alarms(said)
        return "negative_comment" if alarms else False

    def _complaint_score(self):
        """The lowest figure of this single answer, in percent; None when it has none."""
        given = self._given_lines()
        scores = [
            (line.value_scale - line.question_id.scale_min)
            / (line.question_id.scale_max - line.question_id.scale_min)
            * 100
            for line in given
            if line.answer_type == "scale"
        ]
        if self.scoring_type != "no_scoring" and given.question_id._have_points():
            if self.survey_id.has_conditional_questions:
                # As Odoo does a moment later: what was not asked costs no points.
                self.predefined_question_ids -= self._get_inactive_conditional_questions()
            scores.append(self.scoring_percentage)
        return min(scores, default=None)

    def _complaint_words(self):
        """Questions and answers of this single answer, a line each."""
        return "\n".join(line._complaint_line() for line in self._given_lines())


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    def _complaint_line(self):
        asked = (self.question_id.title, self.matrix_row_id.value)
        return " – ".join([*filter(None, asked), str(self._get_answer_value())])


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    def _have_points(self):
        """Whether there are points to be had in any of these questions."""
        return any(self.mapped("is_scored_question")) or any(
            points > 0 for points in self.suggested_answer_ids.mapped("answer_score")
        )
