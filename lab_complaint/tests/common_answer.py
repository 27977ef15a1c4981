from contextlib import contextmanager

from odoo import fields

from odoo.addons.mail.tests.common import MockEmail

from .common import ComplaintCase


class AnswerCase(ComplaintCase, MockEmail):
    """A case of a contact with an address; mails are caught, or wait without the mock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.company.write(
            {
                "email": "lab@laboratory.example.com",
                "phone": "+86 21 5555 0100",
                "alias_domain_id": cls.env["mail.alias.domain"].search([], limit=1).id,
            }
        )
        cls.complaint = cls._log(
            partner_id=cls.contact.id,
            channel_id=cls.channel.id,
            category_id=cls.category.id,
            user_id=cls.officer.id,
        )
        cls.case = cls.complaint.with_user(cls.officer)

    @classmethod
    def _sql(cls, query, *values):
        cls.env.flush_all()
        cls.env.cr.execute(query, values)
        cls.env.invalidate_all()

    @classmethod
    def _approve(cls, decision):
        """In force, whatever the way to the approval is; decided to the second, as Odoo notes it."""
        cls._sql(
            "UPDATE lab_complaint_decision SET state = 'approved', decided_on = %s,"
            " approved_by_id = %s WHERE id = %s",
            fields.Datetime.now(),
            cls.quality_head.id,
            decision.id,
        )
        return decision

    @classmethod
    def _decide(cls, complaint=None, kind="outcome", **values):
        return cls._approve(cls._draft(complaint, kind, **values))

    @classmethod
    def _draft(cls, complaint=None, kind="outcome", **values):
        return (
            cls.env["lab.complaint.decision"]
            .with_user(cls.officer)
            .create(
                {
                    "complaint_id": (complaint or cls.complaint).id,
                    "kind": kind,
                    "proposal": "We amend the certificate free of charge.",
                    "grounds": "Internal: the calibrator mixed up two lines.",
                    **values,
                }
            )
        )

    @classmethod
    def _not_ours(cls, complaint=None):
        cls._sql(
            "UPDATE lab_complaint SET responsibility = 'not_ours' WHERE id = %s",
            (complaint or cls.complaint).id,
        )

    @classmethod
    def _say(cls, kind, user=None, complaint=None, **values):
        return (
            cls.env["lab.complaint.communication"]
            .with_user(user or cls.officer)
            .create({"complaint_id": (complaint or cls.complaint).id, "kind": kind, **values})
        )

    @classmethod
    def _tell(cls, kind, user=None, **values):
        """Told by phone just now."""
        return cls._say(kind, user, **{"way": "phone", "told_on": fields.Datetime.now(), **values})

    @classmethod
    def _tell_outcome(cls):
        cls._decide()
        return cls._tell("outcome")

    @classmethod
    def _involve(cls, user):
        """From now on, a user is involved in what the complaint is about."""
        employee = cls._make_employee(user.name, user)
        cls.complaint.involved_employee_ids = employee

    @classmethod
    def _pass_a_day(cls, complaint=None):
        """The case was not logged by this very transaction."""
        cls._sql(
            "UPDATE lab_complaint SET create_date = create_date - interval '1 day' WHERE id = %s",
            (complaint or cls.complaint).id,
        )

    def _stand_in(self, state):
        self.complaint.stage_id = self.stages[state]

    def _require(self, state, domain, remedy):
        return self.env["lab.complaint.requirement"].create(
            {
                "name": remedy,
                "code": f"TEST-{remedy}",
                "state": state,
                "domain": domain,
                "remedy": remedy,
            }
        )

    @contextmanager
    def _counting_promises(self):
        """Which promises were recorded as kept meanwhile: list of (kind, moment)."""
        kept = []
        origin = type(self.env["lab.complaint"])._keep_promise

        def keep(complaints, kind, moment):
            kept.append((kind, moment))
            return origin(complaints, kind, moment)

        self.patch(type(self.env["lab.complaint"]), "_keep_promise", keep)
        yield kept

    def _said(self, kind=None):
        said = self.complaint.communication_ids
        return said.filtered(lambda one: one.kind == kind) if kind else said
