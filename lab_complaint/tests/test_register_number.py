from datetime import datetime

from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import ComplaintCase


class TestRegisterNumber(ComplaintCase):
    """One register with permanent numbers without gaps, ISO/IEC 17025:2017, 7.9.3."""

    def _log_in(self, company, received_on="2026-03-02 03:00:00", **values):
        return self._log(company_id=company.id, received_on=received_on, **values)

    def test_numbers_are_consecutive(self):
        names = [self._log_in(self.company).name for _count in range(3)]
        self.assertEqual(names, ["CP/2026/00001", "CP/2026/00002", "CP/2026/00003"])

    def test_number_is_in_parts(self):
        """Other systems sort by year and number without reading the text."""
        self.assertRecordValues(
            self._log_in(self.company) | self._log_in(self.company),
            [
                {"register_year": 2026, "register_number": 1},
                {"register_year": 2026, "register_number": 2},
            ],
        )

    def test_each_company_counts_for_itself(self):
        self._log_in(self.company)
        self.assertEqual(self._log_in(self.other_company).name, "CP/2026/00001")
        self.assertEqual(self._log_in(self.company).name, "CP/2026/00002")

    def test_each_year_counts_for_itself(self):
        self._log_in(self.company)
        older = self._log_in(self.company, "2024-06-03 08:00:00")
        self.assertEqual(older.name, "CP/2024/00001")

    def test_year_is_that_of_receipt(self):
        """A letter of December that is entered in January has December's year."""
        with freeze_time("2026-01-05 02:00:00"):
            complaint = self._log_in(self.company, "2025-12-30 02:00:00")
        self.assertEqual(complaint.register_year, 2025)

    def test_year_turns_over_at_the_laboratory(self):
        """At 23:30 UTC of 31 December it is New Year's morning in Shanghai."""
        moment = "2025-12-31 23:30:00"
        with freeze_time("2026-01-05 02:00:00"):
            self.assertEqual(self._log_in(self.company, moment).name, "CP/2026/00001")

    def test_year_turns_over_east_of_greenwich_first(self):
        """At 22:30 UTC of 31 December Paris is still in the old year."""
        moment = "2025-12-31 22:30:00"
        with freeze_time("2026-01-05 02:00:00"):
            self.assertEqual(self._log_in(self.company, moment).register_year, 2026)
            self.assertEqual(self._log_in(self.other_company, moment).register_year, 2025)

    def test_user_time_zone_does_not_matter(self):
        self.officer.tz = "America/New_York"
        with freeze_time("2026-01-05 02:00:00"):
            complaint = self._log(self.officer, received_on="2025-12-31 23:30:00")
        self.assertEqual(complaint.register_year, 2026)

    def test_number_stays_when_the_date_is_corrected(self):
        complaint = self._log_in(self.company)
        complaint.received_on = "2025-02-02 03:00:00"
        self.assertEqual(complaint.name, "CP/2026/00001")

    def test_prefix_applies_to_later_numbers_only(self):
        first = self._log_in(self.company)
        self.env["res.config.settings"].with_company(self.company).create(
            {"complaint_prefix": "TS"}
        ).execute()
        second = self._log_in(self.company)
        self.assertEqual([first.name, second.name], ["CP/2026/00001", "TS/2026/00002"])

    def test_prefix_is_of_one_company(self):
        self.company.complaint_prefix = "TS"
        self.assertEqual(self._log_in(self.other_company).name, "CP/2026/00001")

    def test_batch_of_companies_and_years(self):
        companies = (self.company, self.other_company, self.company, self.company)
        dates = ("2026-03-02", "2026-03-02", "2025-03-02", "2026-03-03")
        complaints = self.env["lab.complaint"].create(
            [
                self._values(company_id=company.id, received_on=datetime.fromisoformat(date))
                for company, date in zip(companies, dates, strict=True)
            ]
        )
        self.assertEqual(
            complaints.mapped("name"),
            ["CP/2026/00001", "CP/2026/00001", "CP/2025/00001", "CP/2026/00002"],
        )

    def test_batch_keeps_the_order_of_entry(self):
        complaints = self.env["lab.complaint"].create(
            [self._values(received_on=datetime(2026, 5, day, 3)) for day in range(20, 0, -1)]
        )
        self.assertEqual(complaints.mapped("register_number"), list(range(1, 21)))

    def test_rollback_gives_the_number_back(self):
        self._log_in(self.company)
        with self.assertRefused(RuntimeError, "for a test"):
            self.assertEqual(self._log_in(self.company).register_number, 2)
            raise RuntimeError("for a test")
        self.assertEqual(self._log_in(self.company).register_number, 2)

    def test_refused_creation_takes_no_number(self):
        with self.assertRefused(message="future"):
            self._log_in(self.company, "2999-01-01 00:00:00")
        self.assertEqual(self._log_in(self.company).register_number, 1)

    def test_copy_gets_the_next_number(self):
        complaint = self._log_in(self.company)
        with freeze_time("2026-03-04 03:00:00"):
            copy = complaint.copy()
        self.assertEqual(copy.name, "CP/2026/00002")
        self.assertEqual(copy.received_on, datetime(2026, 3, 4, 3))

    def test_copy_begins_anew(self):
        """Nothing that was found or decided is taken over."""
        complaint = self._log_in(
            self.company,
            stage_id=self.stages["closed"].id,
            acceptance="accepted",
            responsibility="ours",
            former_number="T-17",
        )
        complaint.write(
            {
                "validity": "valid",
                "cause_analysis": "Printing error",
            }
        )
        copy = complaint.copy()
        found = ("responsibility", "validity", "cause_analysis", "acceptance", "former_number")
        dates = ("closed_on", "first_closed_on")
        self.assertFalse(any(copy[name] for name in found + dates))
        self.assertEqual(copy.state, "received")
        self.assertEqual(copy.description, complaint.description)

    def test_database_refuses_the_same_number_twice(self):
        first, second = self._log_in(self.company), self._log_in(self.company)
        self.env.flush_all()
        for assignment in ("register_number = 1", f"name = '{first.name}'"):
            with self.subTest(assignment), mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.env.cr.execute(
                        f"UPDATE lab_complaint SET {assignment} WHERE id = %s", [second.id]
                    )


class TestNumberIsNotChosen(ComplaintCase):
    """The register numbers by itself."""

    def test_creation_refuses_a_number(self):
        values = self._values(name="CP/2026/00099")
        complaints = self._complaints(self.officer)
        doors = {
            "create": lambda: complaints.create(values),
            "create as superuser": lambda: complaints.sudo().create(values),
            "web_save": lambda: complaints.web_save(values, {"name": {}}),
            "default": lambda: complaints.with_context(default_name="X").create(self._values()),
            "name_create": lambda: complaints.name_create("CP/2026/00099"),
            "one of a batch": lambda: complaints.create([self._values(), values]),
            "parts": lambda: complaints.create(
                self._values(register_year=2026, register_number=99)
            ),
            "create with command": lambda: self.env["mgmtsystem.nonconformity"].create(
                {
                    "partner_id": self.customer.id,
                    "responsible_user_id": self.officer.id,
                    "manager_user_id": self.officer.id,
                    "description": "Wrong value",
                    "complaint_ids": [Command.create(values)],
                }
            ),
        }
        for door, create in doors.items():
            with self.subTest(door=door), self.assertRefused():
                create()

    def test_import_refuses_a_number(self):
        result = self._complaints(self.officer).load(
            ["name", "subject", "description"], [["CP/2026/00099", "Late", "It came late."]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("former number", result["messages"][0]["message"])

    def test_refusal_says_what_to_do(self):
        with self.assertRefused(message="CP/2026/00099.*former number"):
            self._log(name="CP/2026/00099")

    def test_number_is_not_changed(self):
        complaint = self._log()
        self.assertDoorsRefuse(complaint, "name", "CP/2026/00099", "number .* permanent")

    def test_parts_of_the_number_are_not_changed(self):
        complaint = self._log()
        self.assertDoorsRefuse(complaint, "register_number", 99, "number .* permanent")
        self.assertDoorsRefuse(complaint, "register_year", 1999, "number .* permanent")

    def test_number_is_not_removed(self):
        complaint = self._log()
        with self.assertRefused(message="permanent"):
            complaint.sudo().name = False

    def test_same_number_written_again_is_no_change(self):
        """A client that saves the whole form sends the number along."""
        complaint = self._log()
        complaint.write({"name": complaint.name, "subject": "Late report"})
        self.assertEqual(complaint.subject, "Late report")
