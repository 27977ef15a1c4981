"""Every paper of both cases in both languages, as the complaint officer prints it.

With UPDATE_SCREENS=1 the pictures of docs/images/papers are made anew.
"""

import json
import os
from urllib.parse import quote

import pytest
from paper import picture_of, text_of

from environment import REPOSITORY

IMAGES = REPOSITORY / "docs" / "images" / "papers"
CASES = {"case-1": "lab_complaint_values_differ", "case-2": "lab_complaint_report_late"}
# Words that stand on each paper, by language.
PAPERS = {
    "acknowledgement": {"en_US": "registered it under the number", "zh_CN": "登记编号为"},
    "progress": {"en_US": "the progress of your complaint", "zh_CN": "处理进展"},
    "outcome": {"en_US": "Our number", "zh_CN": "我方编号"},
    "closure": {"en_US": "has come to its end", "zh_CN": "已处理完毕"},
    "callback": {"en_US": "Call-back Record", "zh_CN": "回访记录"},
    "record_form": {"en_US": "Complaint handling record", "zh_CN": "投诉处理记录表"},
    "evidence_sheet": {"en_US": "Evidence sheet", "zh_CN": "证据"},
    "dossier": {"en_US": "Complaint Dossier", "zh_CN": "投诉卷宗"},
}
# Names that belong to the assessment of people, for quality heads only.
SECRETS = ("work-quality assessment", "质量考核")
# Who complains reads Chinese from now on, or English.
SPEAK = """
if {lang!r} not in dict(env["res.lang"].get_installed()):
    env["res.lang"]._activate_lang({lang!r})
    modules = ("base", "web", "mail", "lab_complaint", "lab_complaint_report")
    env["ir.module.module"].search([("name", "in", modules)])._update_translations([{lang!r}])
cases = env["lab.complaint"].search([])
cases.partner_id.lang = {lang!r}
env.cr.commit()
env.registry.signal_changes()
"""


def pdf_of(laboratory, page, paper, record, lang):
    """PDF of a paper, as the Print menu asks for it."""
    context = quote(json.dumps({"lang": lang}))
    address = f"/report/pdf/lab_complaint_report.report_{paper}/{record}?context={context}"
    answer = page.request.get(f"{laboratory.url}{address}", timeout=60_000)
    assert answer.status == 200, answer.text()
    return answer.body()


def keep(pdf, lang, name):
    """Save the first page where documentation looks for it."""
    if os.environ.get("UPDATE_SCREENS"):
        folder = IMAGES / lang
        folder.mkdir(parents=True, exist_ok=True)
        picture_of(pdf, folder / f"{name}.png")


@pytest.mark.parametrize("lang", ["zh_CN", "en_US"])
def test_papers_of_both_cases(laboratory, log_in, lang):
    laboratory.databases.run_script(laboratory.database, SPEAK.format(lang=lang))
    page = log_in("officer")
    for case, external_id in CASES.items():
        record = laboratory.record_id(f"lab_complaint.{external_id}")
        number = laboratory.call(
            laboratory.api_key("officer"), "lab.complaint", "read", ids=[record], fields=["name"]
        ).json()[0]["name"]
        for paper, words in PAPERS.items():
            pdf = pdf_of(laboratory, page, paper, record, lang)
            text = text_of(pdf)
            assert number in text, (case, paper)
            assert words[lang].replace(" ", "") in text.replace(" ", ""), (case, paper)
            assert not any(secret in text for secret in SECRETS), (case, paper)
            keep(pdf, lang, f"{case}-{paper}")


@pytest.mark.parametrize(("lang", "words"), [("en_US", "Anyone may complain"), ("zh_CN", "投诉")])
def test_description_of_the_process(laboratory, log_in, lang, words):
    laboratory.databases.run_script(laboratory.database, SPEAK.format(lang=lang))
    page = log_in("officer")
    company = laboratory.record_id("lab_complaint.lab_company")
    pdf = pdf_of(laboratory, page, "procedure", company, lang)
    assert words.replace(" ", "") in text_of(pdf).replace(" ", "")
    keep(pdf, lang, "procedure")


def test_register(laboratory, log_in):
    page = log_in("officer")
    records = [laboratory.record_id(f"lab_complaint.{case}") for case in CASES.values()]
    answer = page.request.get(
        f"{laboratory.url}/report/xlsx/lab_complaint_report.register_xlsx/"
        f"{','.join(map(str, records))}",
        timeout=60_000,
    )
    assert answer.body().startswith(b"PK")


@pytest.mark.parametrize("login", ["sales", "calibrator"])
def test_papers_are_not_for_everybody(laboratory, log_in, login):
    page = log_in(login)
    record = laboratory.record_id(f"lab_complaint.{CASES['case-1']}")
    for paper in PAPERS:
        answer = page.request.get(
            f"{laboratory.url}/report/pdf/lab_complaint_report.report_{paper}/{record}"
        )
        assert not answer.body().startswith(b"%PDF"), paper
