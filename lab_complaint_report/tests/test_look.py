"""not committed: dumps letters"""
import base64, os
from odoo.tests import tagged
from .paper import PaperCase
@tagged("post_install","-at_install")
class TestLook(PaperCase):
    def test_look(self):
        from odoo.addons.lab_complaint.tests.test_letter_words import TestLetterWords
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search([("name","in",("lab_complaint","lab_complaint_report","web","base"))])._update_translations(["zh_CN"], overwrite=True)
        self.contact.write({"street": "Meter Road 5", "city": "Shanghai","zip":"200233"})
        self.company.write({"phone":"+86 21 5555 0100","email":"lab@example.com"})
        self.company.partner_id.write({"street":"Measure Road 1","city":"Shanghai","zip":"200000"})
        self.officer.employee_ids = self.env["hr.employee"].create({"name":"Officer","user_id":self.officer.id,"job_title":"Complaint officer"})
        for lang in ("en_US","zh_CN"):
            self.contact.lang=lang
            if lang=="zh_CN":
                self.contact.name="林晓燕"; self.company.name="东方计量检测研究院"; self.company.partner_id.write({"street":"宜山路716号","city":"上海市"})
                self.company.complaint_letter_layout="window"
            c=self._lead(self._receive(), until="approve", acknowledge=self._mail_ack)
            for k in ("acknowledgement","progress","not_accepted","extension","outcome","closure","callback"):
                try:
                    pdf=self._pdf("action_report_"+k, c, lang=lang)
                except Exception as e:
                    print("FAILED",k,e); continue
                open(f"/tmp/papers/{k}-{lang}.pdf","wb").write(pdf)
    def _mail_ack(self, complaint):
        case=self._by(self.officer, complaint); case.user_id=self.officer
        case.with_context(force_report_rendering=True).action_acknowledge(way="letter", summary="Please keep the gauge as it is until our colleague has seen it.")
