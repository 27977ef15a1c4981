from contextlib import suppress

from odoo import api, models
from odoo.exceptions import MissingError


class LabComplaint(models.Model):
    """What a page shows of one case is read in few queries."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.readonly
    def web_read(self, specification):
        """Read cases for a view of the web client.

        :param specification: as the web client gives it
        :return: list of dictionaries
        :raise AccessError: when the user may not read one of them
        """
        if len(self) == 1 and len(specification) > 1:
            # Whether people are active is nothing to ask of each list of them.
            case = self._origin.sudo().with_context(active_test=False)
            with suppress(MissingError):
                case._fetch_with_people()
        return super().web_read(specification)

    def _fetch_with_people(self):
        """Keep one case and whom it names in mind, which are read field by field otherwise."""
        # With its first field come all others that are not known yet.
        users = self.create_uid | self.env.user | self.user_id | self.received_by_id
        users |= self.investigator_ids | self.involved_user_ids
        contacts = users.partner_id | self.customer_id | self.identity_partner_id
        contacts.mapped("name")
