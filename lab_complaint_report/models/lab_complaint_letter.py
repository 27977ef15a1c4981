import re

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class LabComplaint(models.Model):
    """The letters of a case, by what they say."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _letter(self, kind):
        """The communication whose letter is printed for one case: the one being written, else
        the last one that was told in writing, else what would be written now.

        :param kind: key of `kind` of lab.complaint.communication
        :return: lab.complaint.communication, possibly one that is not kept
        :raise UserError: for an outcome that nobody approved (ISO/IEC 17025:2017, 7.9.6)
        """
        self.ensure_one()
        # A record, which no context that comes over the network can hold.
        writing = self.env.context.get("lab_complaint_letter")
        if isinstance(writing, models.BaseModel):
            return writing.with_context(lab_complaint_letter=writing)
        told = self.communication_ids.filtered(
            lambda said: said.kind == kind and said.told_on and said._is_letter()
        ).sorted("id")[-1:]
        if told:
            return told
        if kind == "outcome" and not self._outcome_in_force():
            raise UserError(
                self.env._(
                    "%s: there is no letter yet. The outcome is told after it was approved by "
                    "somebody who was not involved.",
                    self.display_name,
                )
            )
        return self._unsaved_communication(kind, way="letter", user_id=self.env.uid)

    def _status_letters(self):
        """Letters on the status page: those that reached the complainant, as they went out."""
        told = self.sudo().communication_ids.filtered(
            lambda said: said.is_given and said.letter_sha256
        )
        return super()._status_letters() + [
            {
                "id": said.id,
                "name": said.letter_name,
                "told_on": said.told_on,
                "attachment": said._letter_attachment(),
            }
            for said in told.sorted("id")
        ]

    def _concerns_complainant(self):
        """Whether the order and certificates of one case are the complainant's own, who may
        then read of them (ISO/IEC 17025:2017, 4.2)."""
        complaint = self.sudo()
        contact = complaint.partner_id.commercial_partner_id
        return complaint.complainant_role == "customer" or bool(
            contact and contact == complaint.customer_id
        )

    def _in_paper_fonts(self, sheet):
        """A sheet on the company's letterhead, its head and foot in the fonts of its text.

        :param sheet: Markup of `web.external_layout`
        :return: Markup
        """
        fonts = "o_lab_paper"
        if (self.env.lang or "").startswith("zh"):
            fonts += " o_lab_zh"
        return Markup(
            re.sub(r'class="(header|footer|article)\b', rf'class="\1 {fonts}', str(sheet))
        )
