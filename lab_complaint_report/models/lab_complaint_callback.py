from odoo import models


class LabComplaint(models.Model):
    """What the call-back record of a case says: did the complainant accept (ISO 10002)?"""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _callbacks(self):
        """Call-backs of one case, the first one first."""
        return self.communication_ids.filtered(lambda said: said.kind == "callback").sorted("id")

    def _callback_case(self):
        """What the case is about.

        :return: list of (label, text)
        """
        answered = self.communication_ids.filtered(
            lambda said: said.kind == "outcome" and said.told_on
        ).sorted("id")[-1:]
        return [
            (self.env._("Number"), self.name),
            (self.env._("Subject"), self.subject),
            (self.env._("Complainant"), self.complainant_name or self.partner_id.name or "—"),
            (self.env._("Phone"), self.complainant_phone or "—"),
            (self.env._("Answered on"), self._local_time(answered.told_on) or "—"),
        ]


class LabComplaintCommunication(models.Model):
    """One call-back, as it is written down."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _callback_rows(self):
        """What was said in this single call-back.

        :return: list of (label, text)
        """
        words = {
            name: dict(self._fields[name]._description_selection(self.env)).get(self[name])
            for name in ("way", "acceptance")
        }
        return [
            (self.env._("Date"), self.complaint_id._local_time(self.told_on) or "—"),
            (self.env._("Way"), words["way"] or "—"),
            (self.env._("By"), self.user_id.name),
            (self.env._("Does the complainant accept the answer?"), words["acceptance"] or "—"),
            (self.env._("What was said"), self.summary or "—"),
        ]
