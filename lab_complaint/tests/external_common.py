"""A case whose proposed outcome waits for a person from outside."""

import base64
import io
import re
from unittest.mock import patch

from PIL import Image, ImageDraw

from odoo import Command

from odoo.addons.mail.models.mail_mail import MailMail

from .common import ComplaintCase

PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n").decode()


def drawn(size=(60, 20), line=True, image_format="PNG"):
    """A drawn signature as base64 of an image."""
    image = Image.new("RGB", size, "white")
    if line:
        ImageDraw.Draw(image).line((5, 5, size[0] - 5, size[1] - 5), fill="black")
    buffer = io.BytesIO()
    image.save(buffer, image_format)
    return base64.b64encode(buffer.getvalue()).decode()


class ExternalCase(ComplaintCase):
    """A calibrator, a complaint about their certificate and its proposed outcome."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calibrator_user = cls._make_user(
            "calibrator", "base.group_user", "lab_complaint.group_officer"
        )
        cls.calibrator = cls._make_employee(
            "Calibrator", cls.calibrator_user, work_email="calibrator@lab.example.com"
        )
        cls.certificate = cls.env["lab.certificate"].create(
            {
                "name": "C-2026-118",
                "item": "Pressure gauge",
                "company_id": cls.company.id,
                "performed_by_ids": [Command.link(cls.calibrator.id)],
            }
        )
        cls.complaint = cls._log(
            user_id=cls.officer.id,
            partner_id=cls.contact.id,
            complainant_name="Ms Lin",
            description="Ms Lin of Gauge Works (lin@gauge.example.com, 021-5555 0101) says: "
            "<script>alert(1)</script> the gauge is off.",
            certificate_ids=[Command.create({"certificate_id": cls.certificate.id})],
        )
        cls.complaint.write(
            {
                "validity": "valid",
                "validity_grounds": "The raw record differs.",
                "cause_analysis": "A printing error.",
                "extent": "No other certificate.",
            }
        )
        cls._force(cls.complaint, responsibility="ours")
        evidence = {
            "complaint_id": cls.complaint.id,
            "reference": "Raw record R-7",
            "shows": "0.2 kPa.",
        }
        evidences = cls.env["lab.complaint.evidence"]
        evidences.create({name: evidence[name] for name in evidence if name in evidences._fields})
        cls.env["lab.complaint.measure"].create(
            [
                {"complaint_id": cls.complaint.id, "kind": kind}
                for kind in ("amend_certificate", "assessment")
            ]
        )
        cls.decision = cls._make_submitted(cls.complaint)

    @classmethod
    def _make_submitted(cls, complaint, user=None):
        """An outcome drafted by the officer that waits for its approval."""
        decision = (
            cls.env["lab.complaint.decision"]
            .with_user(user or cls.officer)
            .create(
                {
                    "complaint_id": complaint.id,
                    "kind": "outcome",
                    "proposal": "Amend the certificate & apologize.",
                    "grounds": "Clause 7.8.8.",
                }
            )
        )
        decision.action_submit()
        # What follows is another request.
        cls.env.flush_all()
        cls.env.invalidate_all()
        decision = decision.with_user(cls.env.user)
        if decision.state != "submitted":
            cls._force(decision, state="submitted", approved_by_id=None, decided_on=None)
        return decision

    @classmethod
    def _force(cls, record, **values):
        """Write round every rule: the state a test starts from."""
        cls.env.flush_all()
        columns = ", ".join(f"{name} = %s" for name in values)
        cls.env.cr.execute(
            f"UPDATE {record._table} SET {columns} WHERE id = %s",  # pylint: disable=sql-injection
            [*values.values(), record.id],
        )
        cls.env.invalidate_all()

    @classmethod
    def _take_heads(cls):
        """No quality head of the company is free any more."""
        heads = cls.quality_head | cls.manager
        employees = [cls._make_employee(head.name, head) for head in heads]
        cls.complaint.involved_employee_ids = [Command.link(employee.id) for employee in employees]

    def _invite(self, user=None, name="Dr Zhou", email="zhou@outside.example.com", **values):
        """Invite, keep the mail from leaving and return the invitation."""
        decision = self.decision.with_user(user or self.quality_head)
        with patch.object(MailMail, "send", lambda mails, *args, **kwargs: True):
            decision.action_invite_external(name=name, email=email, **values)
        return self.decision.external_approval_ids.sorted("id")[-1]

    def _mail(self, email="zhou@outside.example.com"):
        return self.env["mail.mail"].search([("email_to", "=", email)], limit=1)

    def _link(self, email="zhou@outside.example.com"):
        """Path of the link in the mail that was sent last."""
        body = self._mail(email).body_html
        return re.search(r"/complaints/approval/\d+/[\w-]+", body).group()
