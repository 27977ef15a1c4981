from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import Command
from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.authority_case import AuthorityCase

from ..models.lab_complaint_statistics import MEASURES
from ..report import lab_complaint_table_xlsx, record_names
from ..report.lab_complaint_analysis_xlsx import DIMENSIONS
from ..report.lab_complaint_register_xlsx import COLUMNS
from .field_reading import analysis_row, register_row
from .spreadsheet_case import HEADING, REGISTER, SpreadsheetCase

ANALYSIS = "lab.complaint.analysis.xlsx"
LANGUAGES = ("en_US", "zh_CN")


@tagged("post_install", "-at_install")
class TestCaseReading(SpreadsheetCase, AuthorityCase):
    """Spreadsheets say cell by cell what each case says field by field, whoever reads it."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("zh_CN")
        self.channel.with_context(lang="zh_CN").name = "鸽子"
        self.department.with_context(lang="zh_CN").name = "压力室"
        self.startPatcher(
            patch.object(
                type(self.env["ir.actions.report"]), "_check_letter_engine", lambda *_args: None
            )
        )
        self.startPatcher(
            patch.object(
                type(self.env["ir.actions.report"]),
                "_render_qweb_pdf",
                lambda *_args, **_kwargs: (b"%PDF-1.4", "pdf"),
            )
        )

    # --- cases ---

    def _make_cases(self):
        """Cases with every kind of part, of which each reader sees something else."""
        made = [
            self._make_led(),
            self._make_masked(),
            self._make_forwarded(),
            self._make_raised(),
            self._make_refused(),
            self._make_elsewhere(),
            self._make_written_oddly(),
            self._make_told_twice(),
            self._receive(),
        ]
        self.involved = self._make_user(
            "involved", "base.group_user", "lab_complaint.group_officer"
        )
        made[0].involved_employee_ids = self._make_employee("Involved", self.involved)
        cases = self.env["lab.complaint"].union(*made)
        self.env.flush_all()
        self.env.invalidate_all()
        return cases

    def _make_led(self):
        case = self._lead(self._receive(remedy_sought="A new certificate"), until="judge")
        certificates = self.env["lab.certificate"].create(
            [
                {"name": f"C-2025-{number}", "version": version, "company_id": self.company.id}
                for number, version in ((7, "1"), (3, "2"))
            ]
        )
        case.certificate_ids = [
            Command.create({"certificate_id": certificate.id, "role": role})
            for certificate, role in zip(certificates, ("earlier", "disputed"), strict=True)
        ]
        case.department_ids = self.department | self._make_department("Force")
        case.cause_ids = self.env["mgmtsystem.nonconformity.cause"].create(
            [{"name": "Printer"}, {"name": "Haste"}]
        )
        self._by(self.quality_head, case).measure_ids = [
            Command.create({"kind": "assessment", "name": "Deduct two points"}),
            Command.create({"kind": "compensation", "name": "Pay", "amount": 120}),
        ]
        for step in ("propose", "approve", "answer", "call_back"):
            getattr(self, f"_step_{step}")(case)
        return case

    def _make_masked(self):
        return self._log(self.officer, complainant_role="end_user", complainant_name="Zorro Vega")

    def _make_forwarded(self):
        case = self._lead(self._forward(self.reporter, **self._disputed()), until="answer")
        self._by(self.officer, case).action_send_outcome(way="letter", addressed_to="authority")
        return case

    def _disputed(self):
        certificate = Command.create({"certificate_id": self.certificate.id})
        return {"order_id": self.order.id, "certificate_ids": [certificate]}

    def _make_raised(self):
        case = self._raise_by_authority(user=self.reporter, **self._disputed())
        return self._lead(case, until="answer")

    def _make_refused(self):
        case = self._lead(self._receive(), until="acknowledge")
        self._by(self.officer, case).action_not_accept(grounds="Not our certificate")
        return case

    def _make_elsewhere(self):
        # Past midnight in Paris, the year after in Shanghai.
        return self._log(company_id=self.other_company.id, received_on="2025-12-31 22:30:00")

    def _make_written_oddly(self):
        return self._log(
            self.officer,
            subject="  =1+1 ",
            description=" two\nlines, 100 % sure \n",
            remedy_sought="   ",
        )

    def _make_told_twice(self):
        """What was noted last was told first; a promise was missed."""
        case = self._lead(self._receive(), until="answer")
        said = case.communication_ids.filtered(lambda one: one.kind == "acknowledgement")
        again = said.create(
            {
                "complaint_id": case.id,
                "kind": said.kind,
                "way": "phone",
                "told_on": said.told_on,
                "summary": "Again",
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint_communication SET told_on = '2026-02-01', is_given = true"
            " WHERE id = %s",
            [again.id],
        )
        self.env.cr.execute(
            "UPDATE lab_complaint_communication SET told_on = '2026-03-10 17:30'"
            " WHERE complaint_id = %s AND kind = 'outcome'",
            [case.id],
        )
        self.env.cr.execute(
            "UPDATE lab_complaint SET received_day = '2026-03-06' WHERE id = %s", [case.id]
        )
        self.env.cr.execute(
            "UPDATE lab_complaint_deadline SET missed = true WHERE id = %s",
            [case.deadline_ids[:1].id],
        )
        return case

    # --- reading ---

    def _readers(self):
        both = self._make_user(
            "both",
            "base.group_user",
            "lab_complaint.group_officer",
            company_ids=[Command.set((self.company | self.other_company).ids)],
        )
        companies = {both: both.company_ids.ids}
        for user in (
            self.officer,
            self.auditor,
            self.quality_head,
            self.involved,
            self.other_officer,
            both,
        ):
            yield self.env(
                user=user.id,
                context={"allowed_company_ids": companies.get(user, user.company_id.ids)},
            )

    def _written(self, env, table, cases):
        with env[table]._export(self._of(cases)) as file:
            sheet = load_workbook(BytesIO(file.read())).active
        return [list(row) for row in list(sheet.values)[HEADING:]]

    def _compare(self, table, read):
        """What is written for each reader in each language with what is read.

        :return: rows by name of the reader, in English
        """
        cases, rows = self._make_cases(), {}
        for env in self._readers():
            for lang in LANGUAGES:
                env = env(context={**env.context, "lang": lang})
                written = self._written(env, table, cases)
                env.invalidate_all()
                found = env[env[table]._table_model].search(
                    self._of(cases), order=env[table]._table_order
                )
                expected = [read(case) for case in found]
                with self.subTest(reader=env.user.login, lang=lang):
                    self.assertEqual(written, expected)
                    self.assertTrue(written)
                rows.setdefault(env.user, written)
        return rows

    def test_register(self):
        names = [name for name, _width in COLUMNS]
        rows = self._compare(REGISTER, lambda case: register_row(case, names))
        self.assertEqual(
            [len(rows[user]) for user in (self.officer, self.involved, self.other_officer)],
            [8, 7, 1],
        )
        column = names.index("complainant_name")
        self.assertIn("Protected identity", [row[column] for row in rows[self.auditor]])
        self.assertIn("Zorro Vega", [row[column] for row in rows[self.officer]])
        led = names.index("measures")
        self.assertIn("Deduct two points", str([row[led] for row in rows[self.quality_head]]))
        self.assertNotIn("Deduct", str(rows[self.officer]))
        for name in names:
            if name not in ("acceptance", "closed_day"):
                with self.subTest(said_by_some_case=name):
                    self.assertTrue(any(row[names.index(name)] for row in rows[self.quality_head]))

    def test_analysis(self):
        names = [name for name, _width in DIMENSIONS]
        rows = self._compare(ANALYSIS, lambda case: analysis_row(case, names, MEASURES))
        self.assertEqual(len(rows[self.officer]), 8)
        self.assertIn(120, [row[-1] for row in rows[self.officer]])
        self.assertNotIn("Zorro", str(rows))

    def test_amounts_in_the_currency_of_the_reader(self):
        self.other_company.currency_id = self._make_currency()
        case = self._make_elsewhere()
        measure = {"complaint_id": case.id, "kind": "compensation", "name": "Pay", "amount": 90}
        self.env["lab.complaint.measure"].create(measure)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET decided_day = '2026-01-05' WHERE id = %s", [case.id]
        )
        self.env.invalidate_all()
        env = self.env(context={"allowed_company_ids": (self.company | self.other_company).ids})
        names = [name for name, _width in DIMENSIONS]
        expected = analysis_row(env["lab.complaint.analysis"].browse(case.id), names, MEASURES)
        self.assertEqual(self._written(env, ANALYSIS, case), [expected])
        self.assertEqual(expected[-1], 30)

    def _make_currency(self):
        currency = self.env["res.currency"].create({"name": "XLT", "symbol": "L"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 3, "name": "2020-01-01", "company_id": False}
        )
        return currency

    # --- how much is asked and kept ---

    def test_a_further_batch_asks_for_rows_and_new_names_only(self):
        cases = self.env["lab.complaint"].union(*(self._receive() for _ in range(12)))
        env = self.env(user=self.officer.id)

        def statements(table, count):
            self._written(env, table, cases[:count])
            before = self.env.cr.sql_log_count
            self._written(env, table, cases[:count])
            return self.env.cr.sql_log_count - before

        # Orders and certificates are the same ones; each case has a name of its own.
        with patch.object(lab_complaint_table_xlsx, "BATCH", 3):
            for table, most in ((REGISTER, 2), (ANALYSIS, 3)):
                with self.subTest(table):
                    # One more may be about the reader; what grows with the batches is two.
                    grown = statements(table, 12) - statements(table, 6)
                    self.assertLessEqual(grown, 2 * most + 1)

    def test_names_are_kept_for_few_and_records_for_none(self):
        partners = self.env["res.partner"].create([{"name": f"P {n}"} for n in range(9)])
        self.env.flush_all()
        self.env.invalidate_all()
        names = record_names.RecordNames(self.env["res.partner"])
        with patch.object(record_names, "MOST_NAMES", 4):
            for start in range(0, 9, 3):
                some = names.of([None, *partners.ids[start : start + 3], partners.ids[start]])
                self.assertEqual(some[partners.ids[start]], f"P {start}")
                self.assertLessEqual(len(some), 7)
        kept = partners._fields["name"]._get_cache(self.env)
        self.assertFalse(kept.keys() & set(partners.ids))
