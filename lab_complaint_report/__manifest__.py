{
    "name": "Laboratory Complaints: Paper",
    "summary": "Letters, forms and registers of complaint handling, ISO/IEC 17025 clause 7.9",
    "version": "19.0.2.0.0",
    "category": "Services/Complaints",
    "author": "lab_complaint contributors",
    "website": "https://pypi.org/project/odoo-addon-lab-complaint-report",
    "license": "AGPL-3",
    "depends": ["lab_complaint", "report_xlsx"],
    "data": [
        "data/report_paperformat_data.xml",
        "report/lab_complaint_paper_templates.xml",
        "report/lab_complaint_letter_templates.xml",
        "report/lab_complaint_letter_reports.xml",
        "report/lab_complaint_callback_report.xml",
        "report/lab_complaint_register_xlsx.xml",
        "views/lab_complaint_communication_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_users_views.xml",
        "wizards/lab_complaint_answer_views.xml",
    ],
    "assets": {
        "web.report_assets_common": [
            "lab_complaint_report/static/src/scss/lab_complaint_paper.scss",
        ],
    },
}
