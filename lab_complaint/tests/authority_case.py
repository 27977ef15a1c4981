"""A body that forwards complaints, with somebody who writes for it."""

from .common import ComplaintCase
from .common_answer import AnswerCase


class AuthorityCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.body = cls.env["res.partner"].create(
            {
                "name": "Market Supervision",
                "is_company": True,
                "complaint_authority": "regulator",
                "street": "1 Supervision Road",
            }
        )
        cls.clerk = cls.env["res.partner"].create(
            {
                "name": "Inspector Hu",
                "parent_id": cls.body.id,
                "email": "hu@supervision.example.com",
            }
        )
        cls.authority_channel = cls.env.ref("lab_complaint.channel_authority")

    @classmethod
    def _forward(cls, user=None, **values):
        """A complaint of Ms Lin, who turned to the body."""
        return cls._log(
            user,
            **{
                "partner_id": cls.contact.id,
                "channel_id": cls.authority_channel.id,
                "authority_id": cls.clerk.id,
                "authority_reference": "JG-2026-77",
                **values,
            },
        )

    @classmethod
    def _raise_by_authority(cls, **values):
        """A complaint of the body itself."""
        return cls._forward(
            **{"partner_id": False, "complainant_role": "regulator", **values},
        )


class AuthorityAnswerCase(AnswerCase, AuthorityCase):
    """The case is Ms Lin's, and the body forwarded it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint.write(
            {
                "channel_id": cls.authority_channel.id,
                "authority_id": cls.clerk.id,
                "authority_reference": "JG-2026-77",
            }
        )

    @classmethod
    def _tell_authority(cls, kind, user=None, **values):
        return cls._tell(kind, user, addressed_to="authority", **values)

    def _promise(self):
        return self.complaint.deadline_ids.filtered(lambda one: one.kind == "authority")
