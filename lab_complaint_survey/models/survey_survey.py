from odoo import fields, models


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    complaint_screening = fields.Boolean(
        "Screen for Complaints",
        help="Answers that are low, or speak of a complaint, are screened by a complaint officer.",
    )
    complaint_threshold = fields.Integer(
        "Low Score",
        default=40,
        help="In percent of the best. An answer is low when its score, or its answer to any "
        "question with a scale, is at or below this. 0 switches it off.",
    )
    complaint_company_id = fields.Many2one(
        "res.company",
        "Screened by",
        default=lambda self: self.env.company,
        help="The company whose complaint officers screen the answers, and whose list of words "
        "says which comments are negative.",
    )

    _complaint_threshold_range = models.Constraint(
        "CHECK (complaint_threshold BETWEEN 0 AND 100)",
        "The low score is between 0 and 100 percent.",
    )
    _complaint_company_given = models.Constraint(
        "CHECK (NOT complaint_screening OR complaint_company_id IS NOT NULL)",
        "Choose the company whose officers screen the answers for complaints.",
    )
