import re

from odoo import models
from odoo.tools import format_datetime

MASK = "▒▒▒"
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


class LabComplaint(models.Model):
    """The case as people outside may read it: who complains is masked (ISO/IEC 17025, 4.2)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _local_time(self, moment):
        """A naive UTC moment in the laboratory's time zone, in words."""
        zone = self.company_id._complaint_timezone().key
        return format_datetime(self.env, moment, tz=zone) if moment else ""

    def _label(self, name):
        """Words for the value of a selection field of one case."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _masked(self, text):
        """A text of one case without the names, addresses and numbers of who complains."""
        text = EMAIL.sub(MASK, text or "")
        for pattern in self._identity_patterns():
            text = pattern.sub(MASK, text)
        return text

    def _identity_patterns(self):
        people = self.partner_id | self.customer_id | self.order_id.partner_id
        people |= self.authority_id
        people |= people.commercial_partner_id
        names = {
            self.complainant_name,
            self.authority_reference,
            *people.mapped("name"),
        } - {False, ""}
        phones = {self.complainant_phone, *people.mapped("phone")} - {False, ""}
        patterns = [
            re.compile(re.escape(name), re.IGNORECASE)
            for name in sorted(names, key=len, reverse=True)
        ]
        companies = set(people.filtered("is_company").mapped("name"))
        for name in sorted(names - companies):
            # Also “Lin” of “Ms Lin”; as written, or “Will” would hide every “will”.
            patterns += [
                re.compile(rf"\b{re.escape(part)}\b")
                for part in name.split()
                if len(part) > 1 and len(name.split()) > 1
            ]
        for phone in sorted(phones):
            patterns += self._phone_patterns(phone)
        return patterns

    def _phone_patterns(self, phone):
        """The number however it is written, with and without what comes before it."""
        digits = re.sub(r"\D", "", phone)
        tail = digits[-8:]
        if len(tail) < 5:
            return []
        separator = r"[\s().\-/]*"
        before = r"(?:[+(]{0,2}\d[\d\s().\-/]{0,14})?"
        return [re.compile(before + separator.join(tail))]


class LabComplaintDecision(models.Model):
    """What an external person is shown to decide on."""

    _inherit = "lab.complaint.decision"  # pylint: disable=consider-merging-classes-inherited

    def _external_dossier(self):
        """The case of one decision, without people's assessments and who complains.

        :return: list of (title, list of (label, text)), without what is empty
        """
        complaint = self.complaint_id
        sections = [
            (self.env._("Complaint"), self._dossier_complaint()),
            (self.env._("Subject of the Complaint"), self._dossier_certificates()),
            (self.env._("Screening"), self._dossier_screening()),
            (self.env._("Evidence"), self._dossier_evidence()),
            (self.env._("Finding"), self._dossier_finding()),
            (self.env._("Proposed Outcome"), self._dossier_outcome()),
            (self.env._("Measures Proposed"), self._dossier_measures()),
        ]
        masked = [
            (title, [(complaint._masked(label), complaint._masked(text)) for label, text in rows])
            for title, rows in sections
        ]
        return [
            (title, [(label, text) for label, text in rows if label or text])
            for title, rows in masked
            if rows
        ]

    def _external_dossier_text(self):
        """The same as one text, for the record."""
        lines = []
        for title, rows in self._external_dossier():
            lines += [title, *(": ".join(filter(None, row)) for row in rows), ""]
        return "\n".join(lines)

    def _dossier_complaint(self):
        complaint = self.complaint_id
        return self._filled(
            (self.env._("Number"), complaint.name),
            (self.env._("Received on"), complaint._local_time(complaint.received_on)),
            (self.env._("Subject"), complaint.subject),
            (self.env._("Complainant's words"), complaint.description),
            (self.env._("Remedy sought"), complaint.remedy_sought),
        )

    def _dossier_certificates(self):
        rows = []
        for concerned in self.complaint_id.certificate_ids:
            roles = dict(concerned._fields["role"]._description_selection(self.env))
            facts = [roles[concerned.role], concerned.item, concerned.serial_number]
            rows.append((concerned.certificate_id.display_name, ", ".join(filter(None, facts))))
        return rows

    def _dossier_screening(self):
        complaint = self.complaint_id
        screening = complaint.decision_ids.filtered(
            lambda decision: (
                decision.kind == "screening"
                and decision.is_current
                and decision.state == "approved"
            )
        )[:1]
        return self._filled(
            (self.env._("Our responsibility"), complaint._label("responsibility")),
            (self.env._("Grounds"), screening.grounds),
        )

    def _dossier_evidence(self):
        rows = []
        for evidence in self.complaint_id.evidence_ids:
            if evidence.is_replaced:
                continue
            verified = evidence.verified_on and self.env._(
                "Verified by %(person)s on %(date)s",
                person=evidence.verified_by_id.name,
                date=self.complaint_id._local_time(evidence.verified_on),
            )
            texts = filter(None, [evidence.shows, verified])
            rows.append((evidence.reference, "\n".join(texts)))
        return rows

    def _dossier_finding(self):
        complaint = self.complaint_id
        return self._filled(
            (self.env._("Causes"), ", ".join(complaint.cause_ids.mapped("name"))),
            (self.env._("Cause analysis"), complaint.cause_analysis),
            (self.env._("Validity"), complaint._label("validity")),
            (self.env._("Grounds of validity"), complaint.validity_grounds),
            (self.env._("Extent"), complaint.extent),
        )

    def _dossier_outcome(self):
        return self._filled(
            (self.env._("Findings"), self.findings),
            (self.env._("Proposal"), self.proposal),
            (self.env._("Grounds"), self.grounds),
        )

    def _dossier_measures(self):
        # The assessment of people is not for people outside either.
        measures = self.complaint_id.measure_ids.filtered(
            lambda measure: measure.kind != "assessment" and measure.state != "cancelled"
        )
        kinds = dict(measures._fields["kind"]._description_selection(self.env))
        return [(kinds[measure.kind], measure.name) for measure in measures]

    def _filled(self, *rows):
        return [(label, text) for label, text in rows if text]
