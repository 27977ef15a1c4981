from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

DAYS_AROUND = timedelta(days=90)


class LabComplaint(models.Model):
    """How far a cause reaches: certificates that it may have touched as well
    (ISO/IEC 17025:2017, 7.10.1)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def action_find_affected_certificates(self, by=("people",)):
        """Search certificates that the same cause may have touched, around this single case.

        :param by: what they share with the disputed certificates, any of `people`, `item`,
            `service`, `department`; all that is named must match
        :return: action that shows what was found; `res_id` is a `lab.complaint.extent` whose
            `certificate_ids` can be shortened before `action_add`
        :raise UserError: when no certificate is disputed
        """
        self.ensure_one()
        self.check_access("read")
        if not self._disputed_certificates():
            raise UserError(
                self.env._(
                    "%(complaint)s disputes no certificate. Add the disputed certificate first; "
                    "others are found by what they share with it.",
                    complaint=self.display_name,
                )
            )
        search = self.env["lab.complaint.extent"].create(
            {
                "complaint_id": self.id,
                **{f"by_{name}": name in by for name in self._affected_domains()},
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Certificates Possibly Affected"),
            "res_model": search._name,
            "res_id": search.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_add_affected_certificates(self, certificate_ids):
        """Put certificates on this single case; each needs a decision on its impact.

        :param certificate_ids: ids of certificates of the same company
        :return: True
        """
        self.ensure_one()
        present = self.certificate_ids.certificate_id
        certificates = self.env["lab.certificate"].browse(certificate_ids) - present
        return self.write(
            {
                "certificate_ids": [
                    fields.Command.create(
                        {"certificate_id": certificate.id, "role": "possibly_affected"}
                    )
                    for certificate in certificates
                ]
            }
        )

    def _disputed_certificates(self):
        links = self.sudo().certificate_ids
        return links.filtered(lambda link: link.role == "disputed").certificate_id

    def _affected_period(self):
        """Days between which certificates of one case are searched by default.

        :return: (first date, last date), both False when no disputed certificate has a date
        """
        issued = [
            certificate.issued_on
            for certificate in self._disputed_certificates()
            if certificate.issued_on
        ]
        if not issued:
            return False, False
        return min(issued) - DAYS_AROUND, max(issued) + DAYS_AROUND

    def _affected_domains(self):
        """What certificates may share with the disputed ones of one case.

        :return: dictionary of criterion: Domain on lab.certificate
        """
        disputed = self._disputed_certificates()
        return {
            "people": Domain("performed_by_ids", "in", disputed.performed_by_ids.ids),
            "item": Domain("item", "in", [item for item in disputed.mapped("item") if item]),
            "service": Domain(
                "order_line_id.product_id", "in", disputed.order_line_id.product_id.ids
            ),
            "department": Domain("department_id", "in", disputed.department_id.ids),
        }

    def _certificates_possibly_affected(
        self,
        people=True,
        item=False,
        service=False,
        department=False,
        date_from=None,
        date_to=None,
    ):
        """Certificates that share with the disputed ones of one case all that is asked for.

        :param people: performed by the same people
        :param item: of the same kind of item
        :param service: with the same service ordered
        :param department: of the same department
        :param date_from: first date of issue; no limit when left out
        :param date_to: last date of issue; no limit when left out
        :return: lab.certificate of the same company that are not on the case yet
        """
        wanted = {"people": people, "item": item, "service": service, "department": department}
        domain = Domain("company_id", "=", self.company_id.id) & Domain(
            "id", "not in", self.sudo().certificate_ids.certificate_id.ids
        )
        for name, condition in self._affected_domains().items():
            if wanted[name]:
                domain &= condition
        if date_from:
            domain &= Domain("issued_on", ">=", date_from)
        if date_to:
            domain &= Domain("issued_on", "<=", date_to)
        # Employees and order lines are compared, not shown: most investigators may read neither.
        certificates = self.env["lab.certificate"].sudo().search(domain)
        return certificates.with_env(self.env)
