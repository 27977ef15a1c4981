from odoo.tests import freeze_time

from .common import ComplaintCase

# Monday 2 March 2026, 09:00 in Shanghai.
MONDAY = "2026-03-02 01:00:00"


class PromiseCase(ComplaintCase):
    """Promises by the installed policy, in working days of a laboratory in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policies = cls.env["lab.complaint.deadline.policy"]
        cls.policies.search([]).unlink()
        for kind, days, others in (
            ("acknowledgement", 2, {}),
            ("screening", 3, {}),
            ("progress", 5, {"repeat_days": 10}),
            ("outcome", 15, {"extension_days": 30}),
            ("callback", 10, {}),
        ):
            cls.policies.create({"kind": kind, "days": days, **others})

    @classmethod
    def _receive(cls, moment=MONDAY, **values):
        """A complaint that is logged at once."""
        with freeze_time(moment):
            complaint = cls._log(received_on=moment, stage_id=cls.stages["received"].id, **values)
            cls.env.flush_all()
        return complaint

    def _deadline(self, complaint, kind):
        """The last promise of a kind."""
        deadlines = complaint.deadline_ids.filtered(lambda deadline: deadline.kind == kind)
        return deadlines.sorted("id")[-1:]

    def _due(self, complaint):
        """Open promises and their days."""
        return {
            deadline.kind: str(deadline.due_on)
            for deadline in complaint.deadline_ids.filtered("is_open")
        }

    @classmethod
    def _make_holiday(cls, begin, end, company=None, **values):
        leaves = cls.env["resource.calendar.leaves"].with_company(company or cls.company)
        holiday = leaves.create(
            {
                "name": "Holiday",
                "date_from": begin,
                "date_to": end,
                "calendar_id": cls.company.resource_calendar_id.id,
                **values,
            }
        )
        # Odoo gives a holiday the company of whoever writes it to the database.
        holiday.flush_recordset()
        return holiday

    @classmethod
    def _make_working_day(cls, day, company=None):
        return cls.env["lab.working.day"].create(
            {"name": "Make-up day", "date": day, "company_id": (company or cls.company).id}
        )
