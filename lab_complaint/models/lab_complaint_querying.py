from odoo import fields, models
from odoo.exceptions import AccessError

STATUS_PATH = "/complaints/status"


class LabComplaint(models.Model):
    """The way in for the complainant: number, query code and where to use them (7.9.5)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    has_query_code = fields.Boolean(
        compute="_compute_has_query_code",
        compute_sudo=True,
        groups="lab_complaint.group_officer",
        help="The complainant can follow the case on the status page.",
    )
    status_url = fields.Char("Status Page", compute="_compute_status_url")

    def _compute_has_query_code(self):
        codes = self.env["lab.complaint.query.code"].search([("complaint_id", "in", self.ids)])
        for complaint in self:
            complaint.has_query_code = complaint._origin in codes.complaint_id

    def _compute_status_url(self):
        for complaint in self:
            complaint.status_url = f"{complaint.get_base_url()}{STATUS_PATH}"

    def action_renew_query_code(self):
        """Give this single case a query code, or another one; the one before is void at once.

        The code is shown once. Officers give it to complainants without an address.

        :return: notification with the code
        :raise AccessError: for who does not lead the case
        """
        self.ensure_one()
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group("lab_complaint.group_officer")):
            raise AccessError(
                self.env._("%s: the query code is given by a complaint officer.", self.display_name)
            )
        renewed = self.has_query_code
        code = self.env["lab.complaint.query.code"]._renew(self)
        self.invalidate_recordset(["has_query_code"])
        self.message_post(
            body=self.env._("The query code was renewed; the one before is void.")
            if renewed
            else self.env._("A query code was given.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Query code of %s", self.name),
                "message": self.env._(
                    "%(code)s – write it down for the complainant now, it is not shown again. "
                    "It is used with the number at %(url)s",
                    code=code,
                    url=self.status_url,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _complaint_ways_in(self):
        """The page is a way to the laboratory, too: messages are written there."""
        page = f"{self.get_base_url()}{STATUS_PATH}"
        return [*super()._complaint_ways_in(), (self.env._("Follow a complaint"), page)]
