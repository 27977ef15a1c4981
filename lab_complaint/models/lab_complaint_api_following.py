from datetime import UTC

from odoo import api, fields, models
from odoo.fields import Domain

from .lab_complaint_stage import ENDED_STATES


class LabComplaint(models.Model):
    """How another system follows cases: it asks what has changed."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def follow_complaints(self, numbers=None, changed_since=None):
        """Where cases stand, in the same words as the complainant reads (7.9.5).

        :param numbers: list of numbers of cases; those that do not exist and those that the
            caller may not read are left out
        :param changed_since: ISO 8601 moment; only cases that changed then or later. Without
            `numbers` and without this: all that have not ended
        :return: list of dictionaries, the case that changed first before the others: `id`,
            `number`, `request_id`, `subject`, `state` (its key), `stage` (in plain words),
            `received_on`, `closed_on`, `changed_on` (ISO 8601 in UTC, False when there is none)
            and `promises` (list of dictionaries of `kind`, `label`, `due_on`, `done_on`, `state`
            and `is_late`)
        :raise UserError: when an argument cannot be read
        :raise AccessError: for who may not read complaints
        """
        domain = Domain.TRUE
        if numbers is not None:
            domain &= Domain("name", "in", self._api_list("numbers", numbers))
        if changed_since:
            domain &= self._changed_since(self._api_moment("changed_since", changed_since))
        elif numbers is None:
            domain &= Domain("state", "not in", ENDED_STATES)
        # What is promised and told is read for the caller, who may read the cases.
        found = self.search(domain).sudo()
        facts = [complaint._api_facts() for complaint in found]
        return sorted(facts, key=lambda fact: (fact["changed_on"], fact["id"]))

    def _changed_since(self, moment):
        """Cases that changed, or whose promises did, then or later."""
        changed = Domain("write_date", ">=", moment) | Domain(
            "deadline_ids.write_date", ">=", moment
        )
        return Domain("id", "in", self.sudo()._search(changed))

    def _api_facts(self):
        """What another system learns of one case."""
        changed_on = max(self.write_date, *self.deadline_ids.mapped("write_date"))
        return {
            "id": self.id,
            "number": self.name,
            "request_id": self.request_id,
            "subject": self.subject,
            "state": self.state,
            "stage": self._status_stage(),
            "received_on": self._api_time(self.received_on),
            "closed_on": self._api_time(self.closed_on),
            "changed_on": self._api_time(changed_on),
            "promises": [
                {
                    "kind": promise["kind"],
                    "label": promise["label"],
                    "due_on": fields.Date.to_string(promise["due_on"]),
                    "done_on": self._api_time(promise["done_on"]),
                    "state": promise["state"],
                    "is_late": promise["is_late"],
                }
                for promise in self._status_promises()
            ],
        }

    @api.model
    def _api_time(self, moment):
        return moment and moment.replace(tzinfo=UTC, microsecond=0).isoformat()
