from odoo import models

from odoo.addons.lab_complaint.models.working_days import WorkingDays

from .case_entry import field_text


class LabComplaint(models.Model):
    """What the archived register (投诉登记表) says of a case besides its own fields."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _register_facts(self):
        """Facts of these cases that are kept in their parts, as the reading user may read them.

        Read in batches: what is asked of one case is fetched for all of them.

        :return: dictionary of complaint: {name of the fact: text, date, number or empty}
        """
        calendars = {company: WorkingDays(company) for company in self.company_id}
        return {
            complaint: complaint._register_facts_of_one(calendars[complaint.company_id])
            for complaint in self
        }

    def _register_facts_of_one(self, calendar):
        told = self.communication_ids.filtered("is_given").sorted("id")
        answered_on = self._told_day(told, "outcome")
        return {
            "certificates": ", ".join(self.certificate_ids.certificate_id.mapped("display_name")),
            "decision": "\n".join(
                decision.proposal or ""
                for decision in self.decision_ids
                if decision.kind == "outcome"
                and decision.state == "approved"
                and decision.is_current
            ),
            "measures": "\n".join(
                f"{measure.name} ({field_text(measure, 'state')})" for measure in self.measure_ids
            ),
            "acknowledged_on": self._told_day(told, "acknowledgement"),
            "answered_on": answered_on,
            "authority_answered_on": self._told_authority_day(told),
            "called_back_on": self._told_day(told, "callback"),
            "days": calendar.between(self.received_day, answered_on) if answered_on else None,
            "on_time": self._register_on_time(),
        }

    def _told_day(self, communications, kind):
        """Day on which something was told the first time, also when not by us but not possible."""
        said = communications.filtered(lambda said: said.kind == kind and said.told_on)[:1]
        return self._day_of(said.told_on)

    def _told_authority_day(self, told):
        """Day on which the authority was answered, who may be the complainant."""
        if self.authority_part != "raised":
            told = self.authority_communication_ids.filtered("is_given").sorted("id")
        answered_on = self._told_day(told, "outcome") or self._told_day(told, "not_accepted")
        return bool(self.authority_part) and answered_on

    def _register_on_time(self):
        """Whether every promise was kept; empty while that is open."""
        if any(self.deadline_ids.mapped("missed")):
            return self.env._("No")
        if not self.deadline_ids or any(self.deadline_ids.mapped("is_open")):
            return ""
        return self.env._("Yes")
