{
    "name": "Laboratory Complaints: Surveys",
    "summary": "Survey answers that may be complaints are screened, ISO/IEC 17025 clauses 7.9, 8.6",
    "version": "19.0.1.0.0",
    "category": "Services/Complaints",
    "author": "lab_complaint contributors",
    "website": "https://pypi.org/project/odoo-addon-lab-complaint-survey",
    "license": "AGPL-3",
    "depends": ["lab_complaint", "survey"],
    "data": ["views/survey_survey_views.xml"],
    "auto_install": True,
}
