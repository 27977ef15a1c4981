"""A small laboratory of our own: nothing here relies on demo data."""

from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from psycopg2 import IntegrityError, errorcodes
from psycopg2.errors import SerializationFailure

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.lab_complaint.models.lab_complaint_stage import STATES

REFUSALS = (UserError, IntegrityError)
# Who opens the form of a nonconformity needs both.
NONCONFORMITY_GROUPS = (
    "mgmtsystem.group_mgmtsystem_user",
    "document_knowledge.group_document_user",
)


class Collision(SerializationFailure):
    """What PostgreSQL says to the second of two that change the same at the same moment."""

    pgcode = errorcodes.SERIALIZATION_FAILURE


@tagged("post_install", "-at_install")
class ComplaintCase(BaseCommon):
    """A company in Shanghai, another in Paris, a user for each role, stages of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls._make_laboratory("Laboratory A", "Asia/Shanghai")
        cls.other_company = cls._make_laboratory("Laboratory B", "Europe/Paris")
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id), Command.link(cls.other_company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env(context={**cls.env.context, "tz": "UTC"})
        # What the standard asks is for the tests of the process; others make their own.
        cls.installed_requirements = cls.env["lab.complaint.requirement"].search([])
        cls.installed_requirements.active = False
        cls._make_users()
        cls._make_stages()
        cls._make_lists()
        cls._make_customers()

    @classmethod
    def _make_laboratory(cls, name, timezone):
        company = cls.env["res.company"].create({"name": name})
        company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": f"Monday to Friday in {timezone}", "tz": timezone, "company_id": company.id}
        )
        return company

    @classmethod
    def _make_user(cls, login, *groups, **values):
        """An internal user of the first company, or of the one in `values`."""
        groups = ",".join(groups) or "base.group_user"
        company = values.pop("company_id", cls.company.id)
        return new_test_user(
            cls.env,
            login=f"lab_{login}",
            groups=groups,
            company_id=company,
            context={"no_reset_password": True, "mail_create_nolog": True},
            tz="UTC",
            **values,
        )

    @classmethod
    def _make_users(cls):
        cls.reporter = cls._make_user("reporter")
        cls.salesperson = cls._make_user("salesperson", "sales_team.group_sale_salesman")
        cls.officer = cls._make_user("officer", "base.group_user", "lab_complaint.group_officer")
        cls.auditor = cls._make_user("auditor", "base.group_user", "lab_complaint.group_auditor")
        cls.quality_head = cls._make_user(
            "quality_head", "base.group_user", "lab_complaint.group_quality_head"
        )
        cls.manager = cls._make_user("manager", "base.group_user", "lab_complaint.group_manager")
        cls.other_officer = cls._make_user(
            "other_officer",
            "base.group_user",
            "lab_complaint.group_officer",
            company_id=cls.other_company.id,
        )
        cls.portal = cls._make_user("portal", "base.group_portal")
        cls.public = cls.env.ref("base.public_user")

    @classmethod
    def _make_stages(cls):
        """One stage for each state, after those that are installed."""
        stages = cls.env["lab.complaint.stage"].create(
            [
                {
                    "name": f"Tested {label}",
                    "state": state,
                    "sequence": 1000 + position,
                }
                for position, (state, label) in enumerate(STATES)
            ]
        )
        cls.stages = {stage.state: stage for stage in stages}

    @classmethod
    def _make_lists(cls):
        cls.channel = cls.env["lab.complaint.channel"].create(
            {"name": "Pigeon", "code": "test_pigeon"}
        )
        cls.category = cls.env["lab.complaint.category"].create(
            {"name": "Tested result", "severity": "minor"}
        )
        cls.subcategory = cls.env["lab.complaint.category"].create(
            {"name": "Tested uncertainty", "severity": "major", "parent_id": cls.category.id}
        )

    @classmethod
    def _make_customers(cls):
        cls.customer = cls.env["res.partner"].create(
            {"name": "Gauge Works", "is_company": True, "email": "office@gauge.example.com"}
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Ms Lin",
                "parent_id": cls.customer.id,
                "email": "lin@gauge.example.com",
                "phone": "+86 21 5555 0101",
            }
        )
        cls.other_customer = cls.env["res.partner"].create(
            {"name": "Balance House", "is_company": True}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Calibration of a pressure gauge", "type": "service", "list_price": 300}
        )
        cls.order = cls._make_order(cls.contact)
        cls.other_order = cls._make_order(cls.other_customer)

    @classmethod
    def _make_order(cls, partner, **values):
        """A commission of two items under a heading, sold by the salesperson."""
        return cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "user_id": cls.salesperson.id,
                "order_line": [
                    Command.create({"display_type": "line_section", "name": "Gauges"}),
                    Command.create({"product_id": cls.product.id, "name": "Gauge 1"}),
                    Command.create({"product_id": cls.product.id, "name": "Gauge 2"}),
                ],
                **values,
            }
        )

    @classmethod
    def _make_employee(cls, name, user=None, department=None, **values):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id if user else False,
                "company_id": cls.company.id,
                "department_id": department.id if department else False,
                **values,
            }
        )

    @classmethod
    def _make_department(cls, name, **values):
        return cls.env["hr.department"].create(
            {"name": name, "company_id": cls.company.id, **values}
        )

    @classmethod
    def _values(cls, **values):
        return {
            "subject": "Values far from last year's",
            "description": "The error was 0.2 kPa last year and is 2 kPa now.",
            "company_id": cls.company.id,
            **values,
        }

    @classmethod
    def _log(cls, user=None, **values):
        """A complaint in the register, entered by the superuser or another user."""
        complaints = cls.env["lab.complaint"].with_user(user or cls.env.user)
        return complaints.create(cls._values(**values)).with_user(cls.env.user)

    @classmethod
    def _complaints(cls, user=None):
        return cls.env["lab.complaint"].with_user(user or cls.env.user)

    def _tell(self, complaint):
        """Tell the complainant the outcome; the ways to say it have tests of their own."""
        case = complaint.with_user(self.officer)
        if not complaint._outcome_in_force():
            case.action_propose_outcome(proposal="We amend it", grounds="The raw record")
            complaint.with_user(self.quality_head).action_approve()
        case.action_send_outcome(way="letter", summary="You are right")

    @classmethod
    def _commit_nothing(cls):
        """What scheduled actions commit stays in the transaction of the test."""
        cls.startClassPatcher(patch.object(cls.env.cr, "commit", cls.env.cr.flush))

    @contextmanager
    def _collision(self, model, name):
        """A method that gets in somebody's way the first time it is called, after all it did.

        The body may run scheduled actions: their cursor can go back, unlike that of a test.
        """
        calls, method = [], getattr(type(self.env[model]), name)

        def collide_once(records, *args, **kwargs):
            result = method(records, *args, **kwargs)
            calls.append(records)
            if len(calls) == 1:
                raise Collision
            return result

        self.env.flush_all()
        with (
            patch.object(type(self.env[model]), name, collide_once),
            patch("odoo.service.model.random.uniform", return_value=0),
            self.enter_registry_test_mode(),
        ):
            yield
        self.env.invalidate_all()
        self.assertGreater(len(calls), 1)

    @contextmanager
    def assertRefused(self, exception=REFUSALS, message=None):
        """The body, or what it writes to the database, is refused and leaves nothing behind."""
        refused = SimpleNamespace(exception=None)
        # Without records in the cache, access rights are looked at as in a new request.
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                yield refused
                self.env.flush_all()
        except exception as refusal:
            refused.exception = refusal
        else:
            self.fail("Nothing was refused")
        if message:
            self.assertRegex(str(refused.exception), message)

    def _end_request(self):
        """Write down what waits for the end of a request, such as tracked changes."""
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()

    def assertDoorsRefuse(self, complaint, name, value, message, exception=REFUSALS):
        """No way of writing changes a field: the ORM, the superuser, the web client, import."""
        before = complaint[name]
        officer = complaint.with_user(self.officer)
        written = value.id if hasattr(value, "id") else value
        doors = {
            "write": lambda: officer.write({name: written}),
            "write as superuser": lambda: complaint.sudo().write({name: written}),
            "assignment": lambda: complaint.__setitem__(name, value),
            "web_save": lambda: officer.web_save({name: written}, {name: {}}),
        }
        for door, change in doors.items():
            with self.subTest(door=door), self.assertRefused(exception, message):
                change()
        with self.subTest(door="load"):
            text = value.display_name if hasattr(value, "display_name") else value
            if name in ("received_on", "closed_on"):
                text = fields.Datetime.to_string(value)
            result = officer.load([".id", name], [[str(complaint.id), str(text)]])
            self.assertFalse(result["ids"])
            self.assertRegex(result["messages"][0]["message"], message)
        complaint.invalidate_recordset()
        self.assertEqual(complaint[name], before)

    def assertNoAccess(self, call):
        """Refused by access rights or rules."""
        with self.assertRefused(AccessError):
            call()
