"""Who may do what with each kind of record: one table, tried through the model."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import ComplaintCase

# What somebody may do with a record of the first company: Read, Write, Create, Delete.
# Roles that are not in a line may do nothing.
LEADERS = ("officer", "quality_head", "manager")
INTERNAL = (
    "reporter",
    "stranger",
    "salesperson",
    "investigator",
    "idle_investigator",
    "auditor",
    "involved_officer",
    "involved_head",
    "foreign_officer",
    *LEADERS,
)
ROLES = ("public", "portal", *INTERNAL)


def line(default="", *, leaders="", **others):
    """Expectation for each role.

    :param default: what all employees may do
    :param leaders: what officers, quality heads and managers may do
    """
    expected = dict.fromkeys(ROLES, "") | dict.fromkeys(INTERNAL, default)
    return expected | dict.fromkeys(LEADERS, leaders or default) | others


MATRIX = {
    # A screened case that the reporter logged about the salesperson's order. Anybody logs.
    "lab.complaint": line(
        "C",
        leaders="RWC",
        reporter="RC",
        salesperson="RC",
        investigator="RWC",
        auditor="RC",
        foreign_officer="",
    ),
    "lab.complaint.certificate": line(
        reporter="R", salesperson="R", investigator="RWC", auditor="R", leaders="RWCD"
    ),
    "lab.certificate": line("RC", leaders="RWC", involved_officer="RWC", involved_head="RWC")
    | {"foreign_officer": ""},
    "lab.complaint.decision": line(leaders="RWC", investigator="R", auditor="R"),
    "lab.complaint.measure": line(leaders="RWC", investigator="R", auditor="R"),
    "lab.complaint.communication": line(leaders="RWC", investigator="R", auditor="R"),
    "lab.complaint.deadline": line(leaders="R", investigator="R", auditor="R"),
    "lab.complaint.evidence": line(leaders="RWC", investigator="RWC", auditor="R"),
    # The statement of the involved officer, who alone of those involved reads it.
    "lab.complaint.statement": line(
        leaders="RWC", investigator="RWC", auditor="R", involved_officer="RWC"
    ),
    # Entered by the system alone.
    "lab.complaint.arrival": line(leaders="RW"),
    "lab.complaint.stage": line("R", manager="RWCD"),
    "lab.complaint.channel": line("R", manager="RWCD"),
    "lab.complaint.category": line("R", manager="RWCD"),
    "lab.complaint.requirement": line("R", manager="RWCD"),
}
# An assessment of people at work is for the quality head (4.2).
ASSESSMENT = line(quality_head="RWC", manager="RWC")
OPERATIONS = {"R": "read", "W": "write", "C": "create", "D": "unlink"}

INVESTIGATION = (
    "acceptance",
    "authority_communication_ids",
    "back_reason",
    "cause_analysis",
    "cause_ids",
    "communication_ids",
    "conflict",
    "deadline_ids",
    "decision_ids",
    "evidence_ids",
    "extent",
    "immediate_action",
    "investigator_ids",
    "involved_employee_ids",
    "is_investigation_independent",
    "is_recurring",
    "measure_ids",
    "missing_ids",
    "nonconformity_ids",
    "responsibility",
    "statement_ids",
    "validity",
    "validity_grounds",
)


class MatrixCase(ComplaintCase):
    """One case with everything that can be kept with it, and a user for each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._log(cls.reporter, order_id=cls.order.id)
        cls._make_roles()
        cls.complaint.write(
            {
                "investigator_ids": cls.roles["investigator"].ids,
                "involved_employee_ids": cls.involved.ids,
                "certificate_ids": [Command.create({"name": "C-1"})],
                "stage_id": cls.stages["screening"].id,
            }
        )
        cls._make_parts()
        cls.env.flush_all()

    @classmethod
    def _make_roles(cls):
        officer, head = "lab_complaint.group_officer", "lab_complaint.group_quality_head"
        cls.roles = {
            "public": cls.public,
            "portal": cls.portal,
            "reporter": cls.reporter,
            "stranger": cls._make_user("stranger"),
            "salesperson": cls.salesperson,
            "investigator": cls._make_user("investigator"),
            "idle_investigator": cls._make_user("idle"),
            "auditor": cls.auditor,
            "officer": cls.officer,
            "quality_head": cls.quality_head,
            "manager": cls.manager,
            "involved_officer": cls._make_user("involved_officer", "base.group_user", officer),
            "involved_head": cls._make_user("involved_head", "base.group_user", head),
            "foreign_officer": cls.other_officer,
        }
        # Once appointed for another case.
        cls._log(investigator_ids=cls.roles["idle_investigator"].ids)
        cls.involved = cls.env["hr.employee"].union(
            *(
                cls._make_employee(name, cls.roles[name])
                for name in ("involved_officer", "involved_head")
            )
        )

    @classmethod
    def _make_parts(cls):
        case = {"complaint_id": cls.complaint.id}
        values = {
            "lab.complaint.decision": {},
            "lab.complaint.measure": {"kind": "training", "name": "Study the rules"},
            "lab.complaint.communication": {"kind": "progress"},
            "lab.complaint.deadline": {
                "kind": "outcome",
                "counted_from": "receipt",
                "start_on": "2029-12-01",
                "due_on": "2030-01-01",
                "original_due_on": "2030-01-01",
            },
            "lab.complaint.evidence": {"reference": "Raw record", "shows": "It differs."},
            "lab.complaint.statement": {
                "employee_id": cls.involved[0].id,
                "question": "What happened?",
                "reference": "Certificate C-1",
            },
        }
        cls.records = {
            "lab.complaint": cls.complaint,
            "lab.complaint.certificate": cls.complaint.certificate_ids,
            "lab.certificate": cls.complaint.certificate_ids.certificate_id,
            "lab.complaint.stage": cls.stages["closed"],
            "lab.complaint.channel": cls.channel,
            "lab.complaint.category": cls.category,
            "lab.complaint.requirement": cls.installed_requirements[:1],
        }
        for model, given in values.items():
            known = {name: value for name, value in given.items() if name in cls.env[model]._fields}
            cls.records[model] = cls.env[model].create({**case, **known})
        cls.records["lab.complaint.arrival"] = cls.env["lab.complaint.arrival"]._take_in(
            [{**case, "name": "Late", "kind": "rating", "company_id": cls.company.id}]
        )

    def _users(self):
        for role, user in self.roles.items():
            self.env.flush_all()
            self.env.invalidate_all()
            yield role, user

    def _allowed(self, record):
        """Letters of what the user of a record may do, as rights and rules say."""
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if record.with_context(active_test=False).has_access(operation)
        )


class TestAccessMatrix(MatrixCase):
    """Each role does what the table says, and no more."""

    def test_every_model_is_in_the_table(self):
        ours = self.env["ir.model"].search([("model", "=like", "lab.%")])
        kept = {
            model.model
            for model in ours
            if not self.env[model.model]._abstract and not self.env[model.model]._transient
        }
        self.assertFalse(set(MATRIX) - kept)

    def test_rights(self):
        """Creating is asked of a record as it is: a new complaint is tried below."""
        for model, expected in MATRIX.items():
            for role, user in self._users():
                allowed = self._allowed(self.records[model].with_user(user))
                wanted = expected[role]
                if model == "lab.complaint":
                    allowed, wanted = allowed.replace("C", ""), wanted.replace("C", "")
                with self.subTest(model=model, role=role):
                    self.assertEqual(allowed, wanted)

    def test_assessment_of_people(self):
        measures = self.env["lab.complaint.measure"].with_user(self.quality_head)
        measure = measures.create(
            {"complaint_id": self.complaint.id, "kind": "assessment", "name": "Talk"}
        ).sudo()
        for role, user in self._users():
            with self.subTest(role=role):
                self.assertEqual(self._allowed(measure.with_user(user)), ASSESSMENT[role])

    def test_everybody_of_the_company_logs(self):
        for role, user in self._users():
            with self.subTest(role=role):
                if "C" in MATRIX["lab.complaint"][role]:
                    self.assertTrue(self._log(user).name)
                else:
                    self.assertNoAccess(lambda user=user: self._log(user))

    def test_reading_is_refused(self):
        for model, expected in MATRIX.items():
            for role, user in self._users():
                record = self.records[model].with_user(user)
                with self.subTest(model=model, role=role):
                    if "R" in expected[role]:
                        self.assertTrue(record.read(["display_name"]))
                    else:
                        self.assertNoAccess(lambda record=record: record.read(["display_name"]))

    def test_searching_finds_nothing(self):
        for model, expected in MATRIX.items():
            for role, user in self._users():
                with self.subTest(model=model, role=role):
                    self._assert_found(self.records[model], user, "R" in expected[role])

    def _assert_found(self, record, user, expected):
        records = record.with_user(user).browse().with_context(active_test=False)
        domain = [("id", "in", record.ids)]
        doors = (
            lambda: records.search(domain),
            lambda: records.search_count(domain),
            lambda: records.formatted_read_group(domain, [], ["__count"])[0]["__count"],
            lambda: records.name_search("", domain),
        )
        for door in doors:
            try:
                found = door()
            except AccessError:
                found = False
            self.assertEqual(bool(found), expected)

    def test_nobody_deletes_what_is_on_record(self):
        """Rights are not all: neither does the superuser."""
        for model in MATRIX:
            if model.startswith("lab.complaint.") and "complaint_id" in self.env[model]._fields:
                if model == "lab.complaint.certificate":
                    continue
                with self.subTest(model), self.assertRefused():
                    self.records[model].sudo().unlink()
        with self.assertRefused():
            self.complaint.sudo().unlink()


class TestFieldAccess(MatrixCase):
    """Fields of the investigation are closed to those who only log complaints."""

    def test_every_field_with_groups_is_listed(self):
        """What an unlisted field shows is decided here, knowingly."""
        restricted = {
            name
            for name, field in self.complaint._fields.items()
            if field.groups and "lab_complaint.group_officer" in field.groups
        }
        self.assertFalse(set(INVESTIGATION) - restricted)

    def test_reporters(self):
        self.reporter.write(
            {"group_ids": [Command.link(self.env.ref("base.group_allow_export").id)]}
        )
        for name in INVESTIGATION:
            complaint = self.complaint.with_user(self.reporter)
            doors = {
                "read": lambda: complaint.read([name]),
                "web_read": lambda: complaint.web_read({name: {}}),
                "attribute": lambda: complaint[name],
                "search": lambda: complaint.search([(name, "!=", False)]),
                "export": lambda: complaint.export_data([name]),
                "write": lambda: complaint.write({name: False}),
            }
            if complaint._fields[name].store and complaint._fields[name].type != "one2many":
                doors["groups"] = lambda: complaint.formatted_read_group(
                    [],
                    [name],
                    ["__count"],
                )
            for door, call in doors.items():
                with self.subTest(field=name, door=door):
                    self.assertNoAccess(call)
            self.assertNotIn(name, complaint.fields_get())

    def test_those_who_handle(self):
        for role in ("officer", "auditor"):
            complaint = self.complaint.with_user(self.roles[role])
            with self.subTest(role):
                self.assertTrue(complaint.read(INVESTIGATION))

    def test_investigators(self):
        complaint = self.complaint.with_user(self.roles["investigator"])
        names = [name for name in INVESTIGATION if name != "back_reason"]
        self.assertTrue(complaint.read(names))


class TestInvolvedReporter(ComplaintCase):
    """Who is involved may still log what was said to them, and no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls._make_employee("Reporter", cls.reporter)
        cls.quick = {name: {} for name in ("display_name", "subject", "partner_id", "state")}

    def _quick(self, **values):
        """As the short form saves: create, then read."""
        complaints = self._complaints(self.reporter)
        return complaints.web_save(self._values(**values), self.quick)[0]

    def test_saves_through_the_short_form(self):
        certificate = self.env["lab.certificate"].create(
            {
                "name": "C-1",
                "company_id": self.company.id,
                "performed_by_ids": self.employee.ids,
            }
        )
        saved = self._quick(
            certificate_ids=[Command.create({"certificate_id": certificate.id})],
            order_id=self.order.id,
        )
        complaint = self._complaints().browse(saved["id"])
        self.assertIn(self.reporter, complaint.involved_user_ids)
        self.assertEqual(saved["subject"], complaint.subject)

    def test_department_of_the_category_is_the_own(self):
        department = self._make_department("Own")
        self.employee.department_id = department
        self.category.with_company(self.company).department_id = department
        saved = self._quick(category_id=self.category.id)
        complaint = self._complaints().browse(saved["id"])
        self.assertIn(self.reporter, complaint.involved_user_ids)
        self.assertTrue(complaint.with_user(self.reporter).action_confirm_logged())
        self.assertNotIn(self.reporter.partner_id, complaint.message_partner_ids)
        complaint.stage_id = self.stages["screening"]
        self.assertNoAccess(lambda: complaint.with_user(self.reporter).read(["subject"]))


class TestInvestigatorsReadOrders(ComplaintCase):
    """The agreement is among the facts; other agreements are not."""

    def test_orders(self):
        investigator = self._make_user("investigator")
        self._log(order_id=self.order.id, investigator_ids=investigator.ids)
        order = self.order.with_user(investigator)
        self.assertEqual(order.name, self.order.name)
        self.assertTrue(order.order_line.mapped("name"))
        self.assertNoAccess(lambda: order.write({"note": "X"}))
        other = self.other_order.with_user(investigator)
        self.assertNoAccess(lambda: other.read(["name"]))
        self.assertNoAccess(lambda: other.order_line.read(["name"]))

    def test_nobody_else_gets_in(self):
        stranger = new_test_user(self.env, "lab_stranger", "base.group_user")
        self.assertNoAccess(lambda: self.order.with_user(stranger).read(["name"]))
