from odoo import api, fields, models

from .lab_complaint_stage import ENDED_STATES

# Code of the channel, which a laboratory may call what it likes.
AUTHORITY_CHANNEL = "authority"
AUTHORITIES = [("regulator", "Regulator"), ("accreditation_body", "Accreditation body")]
AUTHORITY_ROLES = tuple(role for role, _label in AUTHORITIES)


class LabComplaint(models.Model):
    """The regulator or accreditation body that forwarded a complaint or raised it: who, under which
    number, and by when it wants our answer.

    It is a source like the complainant (ISO/IEC 17025:2017, 4.2): where that identity is protected,
    the body and its number are shown to the same people only.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    identity_authority_id = fields.Many2one(
        "res.partner",
        "Authority on Record",
        tracking=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="lab_complaint.group_officer",
    )
    identity_authority_reference = fields.Char(
        "Authority's File Number on Record", tracking=True, groups="lab_complaint.group_officer"
    )
    authority_id = fields.Many2one(
        "res.partner",
        compute="_compute_identity",
        inverse="_inverse_authority_id",
        search="_search_authority_id",
        check_company=True,
        help="Regulator or accreditation body that forwarded the complaint or raised it; the "
        "contact there who gets our answer.",
    )
    authority_reference = fields.Char(
        "Authority's File Number",
        compute="_compute_identity",
        inverse="_inverse_authority_reference",
        search="_search_authority_reference",
    )
    authority_due_on = fields.Date(
        "Authority's Deadline",
        copy=False,
        tracking=True,
        help="Day by which the authority wants our answer. Empty: as the laboratory promises.",
    )
    authority_part = fields.Selection(
        [("forwarded", "Forwarded it"), ("raised", "Is the complainant")],
        "Part of the Authority",
        compute="_compute_authority_part",
        store=True,
        tracking=True,
        help="Who is the complainant as well is told once.",
    )
    is_by_authority = fields.Boolean(compute="_compute_is_by_authority", compute_sudo=True)

    @api.depends(
        "identity_authority_id.commercial_partner_id", "identity_partner_id.commercial_partner_id"
    )
    def _compute_authority_part(self):
        for complaint in self:
            body = complaint.identity_authority_id.commercial_partner_id
            complainant = complaint.identity_partner_id.commercial_partner_id
            part = "raised" if body == complainant else "forwarded"
            complaint.authority_part = bool(body) and part

    @api.depends("channel_id.code", "authority_part", "authority_due_on")
    def _compute_is_by_authority(self):
        """Whether an authority has to do with it, so that a form asks who and by when."""
        for complaint in self:
            complaint.is_by_authority = bool(
                complaint.authority_part
                or complaint.authority_due_on
                or complaint._came_by_authority()
            )

    def _inverse_authority_id(self):
        self._keep_identity("authority_id")

    def _inverse_authority_reference(self):
        self._keep_identity("authority_reference")

    def _search_authority_id(self, operator, value):
        return self._search_identity_partner("authority_id", operator, value)

    def _search_authority_reference(self, operator, value):
        return self._search_identity("authority_reference", operator, value)

    @api.onchange("authority_id", "complainant_role")
    def _onchange_authority_id(self):
        if not self.is_identity_hidden:
            self.sudo().identity_authority_id = self.authority_id
        self._complain_as_authority()

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; the authority that is behind one is promised an answer."""
        complaints = super().create(vals_list)
        complaints._complain_as_authority()
        complaints._promise_to_authority()
        return complaints

    def write(self, vals):
        """Change complaints; the promise to the authority follows who it is and what it asks."""
        nameless = self.filtered(lambda complaint: not complaint.authority_part)
        result = super().write(vals)
        if vals.keys() & {"authority_id", "complainant_role"}:
            self._complain_as_authority()
        if "identity_authority_id" in vals:
            nameless._promise_to_authority()
            (self - nameless).filtered(
                lambda complaint: not complaint.authority_part
            )._open_promises("authority")._keep(fields.Datetime.now())
        if "authority_due_on" in vals:
            self._open_promises("authority")._count_anew()
        return result

    def _came_by_authority(self):
        """Whether one case reached us through an authority."""
        return self.channel_id.code == AUTHORITY_CHANNEL

    def _complain_as_authority(self):
        """An authority that names nobody else is the complainant."""
        for complaint in self.sudo():
            if (
                complaint.identity_authority_id
                and complaint.complainant_role in AUTHORITY_ROLES
                and not complaint.is_anonymous
                and not complaint.identity_partner_id
                and not complaint.identity_name
            ):
                complaint.identity_partner_id = complaint.identity_authority_id

    def _is_complainant_known(self):
        """Whether the authority behind one case knows who complained: only if it came through it
        (4.2). Who is anonymous has no name here."""
        return bool(self.authority_part) and self._came_by_authority()

    def _recipient_partner(self, addressed_to):
        """Contact of whoever is told of one case, as superuser; may be empty.

        :param addressed_to: key of that field of a communication
        """
        complaint = self.sudo()
        return complaint.authority_id if addressed_to == "authority" else complaint.partner_id

    def _appeal_values(self):
        """An appeal comes to the authority again that the complaint came from."""
        values = super()._appeal_values()
        return {
            **values,
            "authority_id": self.authority_id.id,
            "authority_reference": self.authority_reference,
        }

    @api.model
    def _values_of_sender(self, partner):
        """What is known of a complaint because an authority sent it.

        :param partner: res.partner, may be empty
        :return: dictionary of field values
        """
        values = super()._values_of_sender(partner)
        role = partner.commercial_partner_id.complaint_authority
        if not role:
            return values
        channel = self.env["lab.complaint.channel"].search([("code", "=", AUTHORITY_CHANNEL)])
        values |= {"authority_id": partner.id, "complainant_role": role}
        return {**values, "channel_id": channel.id} if channel else values

    # --- its deadline ---

    def _promise_to_authority(self, counted_from=None):
        """Promise the authority an answer in those of these open cases in which it has none yet.

        :param counted_from: `reopening` when the case is taken up again; else it is the receipt
            of what the authority sent
        """
        for complaint in self.sudo():
            if (
                complaint.state not in ENDED_STATES
                and complaint.authority_part
                and not complaint._open_promises("authority")
                and not complaint._answers_to_authority()
            ):
                first = "receipt" if complaint._came_by_authority() else "authority"
                start = counted_from or first
                moment = complaint.received_on if start == "receipt" else fields.Datetime.now()
                complaint._make_promises(["authority"], start, moment)

    def _promise_again(self):
        """Promise the authority an answer anew, too."""
        result = super()._promise_again()
        self._promise_to_authority("reopening")
        return result

    def _asked_day(self, kind, counted_from, start_on):
        """Day that the authority gave for a promise in one case, which goes before any policy; the
        one it gave for the first handling is none for a later one.

        :return: date, or False where it gave none
        """
        asked = kind == "authority" and self.authority_due_on
        return asked if asked and (counted_from == "receipt" or asked >= start_on) else False
