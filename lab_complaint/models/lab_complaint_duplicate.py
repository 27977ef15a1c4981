import re
from datetime import timedelta
from difflib import SequenceMatcher

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from .lab_complaint_stage import ENDED_STATES

SENT_TWICE_WITHIN = timedelta(days=30)
# Until it is accepted: later it is known to be a case of its own.
COMPARED_STATES = ("received", "screening")
# Some write every day; what they sent twice is among the newest.
MOST_BEFORE = 50
# So much of the words is the same in two versions of one complaint.
SIMILAR = 0.6
COMPARED_LETTERS = 1000
# The address alone in what somebody entered, such as Ms Lin <lin@gauge.example.com>.
ADDRESS = "LOWER(SUBSTRING(%s FROM '[^<>[:space:],;]+@[^<>[:space:],;]+'))"
# Numbers are written with and without country and area; the end of them tells people apart.
PHONE_DIGITS = 8


class LabComplaint(models.Model):
    """What one person sent twice, by mail and by form for example, is answered once (7.9.5)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    possible_duplicate_ids = fields.Many2many(
        "lab.complaint",
        string="Possibly the Same",
        compute="_compute_possible_duplicates",
        groups="lab_complaint.group_officer",
        help="Received in the 30 days before from the same complainant; where one is not known, "
        "about the same order or certificate in similar words. Proposed until it is accepted.",
    )
    possible_duplicate_hint = fields.Char(
        compute="_compute_possible_duplicates", groups="lab_complaint.group_officer"
    )

    @api.depends(
        "state",
        "received_on",
        "identity_partner_id",
        "identity_email",
        "identity_phone",
        "order_id",
        "certificate_ids",
        "duplicate_of_id",
        "origin_id",
        "linked_ids",
        "linking_ids",
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_possible_duplicates(self):
        kept = self._origin.sudo().filtered(lambda case: case.state in COMPARED_STATES)
        domain = Domain.OR(complaint._sent_before_domain() for complaint in kept)
        # Without a limit in SQL, for which PostgreSQL would go through all of the 30 days.
        earlier = self.search(domain)[: MOST_BEFORE * len(kept)].sudo() if kept else kept
        for complaint in self:
            found = (complaint._origin.sudo() & kept)._sent_twice(earlier)
            complaint.possible_duplicate_ids = self.browse(found.ids)
            complaint.possible_duplicate_hint = complaint._hint_at(found[0]) if found else False

    # --- finding it ---

    def _sent_before_domain(self):
        """Complaints that one case might repeat."""
        domains = []
        email = email_normalize(self.identity_email or "")
        if email and not self.is_anonymous:
            domains.append(Domain.custom(to_sql=lambda m, a, q: m._email_is(a, email)))
        if self.identity_partner_id:
            domains.append(Domain("identity_partner_id", "=", self.identity_partner_id.id))
        phone = self._phone_end()
        if phone:
            domains.append(Domain.custom(to_sql=lambda m, a, q: m._phone_ends_with(a, phone)))
        if self.order_id:
            domains.append(Domain("order_id", "=", self.order_id.id))
        if self.certificate_ids:
            certificates = self.certificate_ids.certificate_id
            concerned = self.env["lab.complaint.certificate"].sudo()
            concerned = concerned.search([("certificate_id", "in", certificates.ids)])
            # By their ids, so that each of these conditions can be answered by an index.
            domains.append(Domain("id", "in", concerned.complaint_id.ids))
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("id", "!=", self.id)
            & Domain("duplicate_of_id", "=", False)
            & Domain("received_on", ">=", self.received_on - SENT_TWICE_WITHIN)
            & Domain("received_on", "<=", self.received_on)
            & Domain.OR(domains)
        )

    _phone_digits = models.Index(
        r"(RIGHT(REGEXP_REPLACE(identity_phone, '\D', '', 'g'), 8)) WHERE identity_phone IS NOT NULL"
    )

    _email_address = models.Index(
        f"({ADDRESS % 'identity_email'}) WHERE identity_email IS NOT NULL"
    )

    @api.model
    def _email_is(self, alias, address):
        return SQL(f"{ADDRESS} = %s", SQL.identifier(alias, "identity_email"), address)

    @api.model
    def _phone_ends_with(self, alias, digits):
        return SQL(
            r"RIGHT(REGEXP_REPLACE(%s, '\D', '', 'g'), %s) = %s",
            SQL.identifier(alias, "identity_phone"),
            PHONE_DIGITS,
            digits,
        )

    def _sent_twice(self, earlier):
        """Those of earlier complaints that one case repeats: open ones and surer ones first."""
        if not self or self.duplicate_of_id or not earlier:
            return self.browse()
        before = (earlier - self - self.origin_id).filtered(
            lambda other: (
                other.company_id == self.company_id
                and other.origin_id != self
                and other._sent_before(self)
            )
        )
        traits = self._complainant_traits()
        same = before.filtered(lambda other: traits & other._complainant_traits())
        found = same | (before - same).filtered(self._says_the_same)
        # Seldom any is left, and only then it is asked what the officer has linked already.
        return (found - found._linked_to(self)).sorted(
            lambda other: (
                other.state in ENDED_STATES,
                other not in same,
                other.received_on,
                other.id,
            )
        )

    def _linked_to(self, other):
        return self and self.search([("id", "in", self.ids), ("related_ids", "in", other.ids)])

    def _sent_before(self, other):
        start = other.received_on - SENT_TWICE_WITHIN
        return start <= self.received_on and (self.received_on, self.id) < (
            other.received_on,
            other.id,
        )

    def _complainant_traits(self):
        """What tells who complains in one case: set of (kind, value), empty for nobody known."""
        if self.is_anonymous:
            return set()
        traits = {
            ("contact", self.identity_partner_id.id),
            ("email", email_normalize(self.identity_email or "")),
            ("phone", self._phone_end()),
        }
        return {(kind, value) for kind, value in traits if value}

    def _phone_end(self):
        digits = re.sub(r"\D", "", self.identity_phone or "")
        return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""

    def _has_same_complainant(self, other):
        """Whether the known complainant of one case is that of another."""
        return bool(self._complainant_traits() & other._complainant_traits())

    def _has_another_complainant(self, other):
        """Whether the complainants of two cases are known and not the same."""
        traits, others = self._complainant_traits(), other._complainant_traits()
        return bool(traits and others) and not traits & others

    def _says_the_same(self, other):
        """Whether one case is about the same object as another in similar words, while it is
        not known of both who complains."""
        if self._complainant_traits() and other._complainant_traits():
            return False
        same = (self.order_id and self.order_id == other.order_id) or (
            self.certificate_ids.certificate_id & other.certificate_ids.certificate_id
        )
        return bool(same) and self._has_similar_words(other)

    def _has_similar_words(self, other):
        words = [
            " ".join(case.description.lower().split())[:COMPARED_LETTERS] for case in (self, other)
        ]
        return SequenceMatcher(None, *words, autojunk=False).ratio() >= SIMILAR

    def _hint_at(self, other):
        """What tells an officer that one case may repeat another."""
        same = self.sudo()._has_same_complainant(other)
        reason = self.env._("same sender") if same else self.env._("same object and similar words")
        company = other.company_id
        days = (
            company._complaint_day(self.received_on) - company._complaint_day(other.received_on)
        ).days
        when = self.env._("%s days earlier", days) if days else self.env._("on the same day")
        return self.env._(
            "Possibly the same complaint as %(number)s: %(reason)s, %(when)s.",
            number=other.name,
            reason=reason,
            when=when,
        )

    # --- what follows ---

    def action_same_complaint(self):
        """Say that this single case repeats the one that the hint names: one reply goes out.

        :raise UserError: when none is found any more
        """
        self.ensure_one()
        other = self.possible_duplicate_ids[:1]
        if not other:
            raise UserError(
                self.env._(
                    "%s: no other complaint looks like the same any more. Choose it as Duplicate "
                    "Of if you know it.",
                    self.display_name,
                )
            )
        return self.action_mark_duplicate(other.id)

    def action_view_possible_duplicates(self):
        """Open what this single case may repeat.

        :return: action dictionary
        """
        return self._action_open(self.possible_duplicate_ids)

    def _answered_with(self):
        """The case in which one case is handled, in superuser mode; empty for its own."""
        other = self.sudo().duplicate_of_id
        while other.duplicate_of_id:
            other = other.duplicate_of_id
        return other

    # --- the status page ---

    def _status_stage(self):
        other = self._answered_with()
        if not other:
            return super()._status_stage()
        if not self.sudo()._has_same_complainant(other):
            return self.env._("We handle it together with another complaint about the same matter.")
        together = self.env._("We handle it together with your complaint %s.", other.name)
        return f"{together} {other.with_env(self.env)._status_stage()}"

    def _status_letters(self):
        letters, other = super()._status_letters(), self._answered_with()
        if other and self.sudo()._has_same_complainant(other):
            letters = letters + other.with_env(self.env)._status_letters()
        return letters


class LabComplaintCommunication(models.Model):
    """Who sent a complaint twice gets one reply: that of the other case."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _check_may_be_told(self):
        result = super()._check_may_be_told()
        for said in self:
            complaint = said.complaint_id.sudo()
            other = complaint._answered_with()
            if (
                other
                and said.kind != "acknowledgement"
                and not (said.not_possible_reason or "").strip()
                and not complaint._has_another_complainant(other)
            ):
                said._refuse(
                    self.env._(
                        "it repeats %s, and one reply goes out. Write to the complainant there, "
                        "and use Withdraw here.",
                        other.name,
                    )
                )
        return result
