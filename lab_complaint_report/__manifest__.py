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
        "report/lab_complaint_form_templates.xml",
        "report/lab_complaint_forms.xml",
        "report/lab_complaint_register_xlsx.xml",
    ],
    "assets": {
        "web.report_assets_common": [
            "lab_complaint_report/static/src/scss/lab_complaint_paper.scss",
        ],
    },
}
