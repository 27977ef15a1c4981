from collections import defaultdict

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .lab_complaint import HANDLERS

SIMILAR_WITHIN = relativedelta(months=12)
SHOWN_ON_FORM = 20
# In a busy laboratory thousands share a category and a department: the newest tell enough.
MOST_OF_A_TRAIT = 100


class LabComplaint(models.Model):
    """Earlier complaints that resemble a case (ISO 10002:2018, 8.6)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    similar_ids = fields.Many2many(
        "lab.complaint",
        string="Similar Complaints",
        compute="_compute_similar",
        groups=HANDLERS,
        help="Received in the 12 months before, about the same customer, order, certificate, "
        "item, or category and department; of each the newest hundred.",
    )
    similar_count = fields.Integer("Similar", compute="_compute_similar", groups=HANDLERS)
    similar_summary = fields.Html("Why Similar", compute="_compute_similar", groups=HANDLERS)
    duplicate_of_id = fields.Many2one(
        "lab.complaint",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=HANDLERS,
        help="The complaint that says the same. This one stays in the register and is counted.",
    )
    duplicate_ids = fields.One2many("lab.complaint", "duplicate_of_id", groups=HANDLERS)
    # The link is one row, whichever of the two cases it was made from.
    linked_ids = fields.Many2many(
        "lab.complaint",
        "lab_complaint_related_rel",
        "complaint_id",
        "related_id",
        "Linked From Here",
        copy=False,
        groups=HANDLERS,
    )
    linking_ids = fields.Many2many(
        "lab.complaint",
        "lab_complaint_related_rel",
        "related_id",
        "complaint_id",
        "Linked From There",
        copy=False,
        groups=HANDLERS,
    )
    related_ids = fields.Many2many(
        "lab.complaint",
        string="Related Complaints",
        compute="_compute_related_ids",
        inverse="_inverse_related_ids",
        search="_search_related_ids",
        groups=HANDLERS,
    )

    @api.depends(
        "received_on", "customer_id", "order_id", "certificate_ids", "category_id", "department_ids"
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_similar(self):
        matches = self._similar_matches()
        for complaint in self:
            found = matches[complaint]
            complaint.similar_ids = self.browse(similar.id for similar, _reasons in found)
            complaint.similar_count = len(found)
            complaint.similar_summary = self.env["ir.qweb"]._render(
                "lab_complaint.similar_summary", {"matches": found[:SHOWN_ON_FORM]}
            )

    @api.depends("linked_ids", "linking_ids")
    def _compute_related_ids(self):
        for complaint in self:
            complaint.related_ids = complaint.linked_ids | complaint.linking_ids

    def _inverse_related_ids(self):
        for complaint in self:
            before = complaint.linked_ids | complaint.linking_ids
            added, removed = complaint.related_ids - before, before - complaint.related_ids
            unlink = [fields.Command.unlink(other.id) for other in removed]
            link = [fields.Command.link(other.id) for other in added]
            if unlink or link:
                complaint.write({"linked_ids": unlink + link, "linking_ids": unlink})
                complaint._log_related(added, removed)

    def _search_related_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        return Domain("linked_ids", operator, value) | Domain("linking_ids", operator, value)

    @api.constrains("linked_ids", "linking_ids")
    def _check_related(self):
        for complaint in self:
            related = complaint.linked_ids | complaint.linking_ids
            if complaint in related or related.company_id - complaint.company_id:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s: choose other complaints of the same company as related.",
                        complaint=complaint.display_name,
                    )
                )

    @api.constrains("duplicate_of_id")
    def _check_duplicate_of(self):
        if self._has_cycle("duplicate_of_id"):
            raise ValidationError(
                self.env._(
                    "A complaint cannot be a duplicate of itself, nor of its own duplicate. Choose "
                    "the one that was received first."
                )
            )

    def action_mark_duplicate(self, duplicate_of_id):
        """Say that these complaints repeat another one; they stay in the register.

        :param duplicate_of_id: id of the complaint that says the same, in the same company
        :return: True
        :raise ValidationError: when that one repeats these
        """
        self.browse(duplicate_of_id).check_access("read")
        return self.write({"duplicate_of_id": duplicate_of_id})

    def action_view_similar(self):
        """Open the earlier complaints that resemble this single one.

        :return: action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Similar Complaints"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("id", "in", self.similar_ids.ids)],
        }

    def _log_related(self, added, removed):
        """Note on both sides of a link that it was made or taken back."""
        for complaint, others in [(self, added), *((other, self) for other in added)]:
            if others:
                complaint.sudo()._message_log(
                    body=self.env._("Related to %s", self._names_of(others))
                )
        for complaint, others in [(self, removed), *((other, self) for other in removed)]:
            if others:
                complaint.sudo()._message_log(
                    body=self.env._("No longer related to %s", self._names_of(others))
                )

    def _names_of(self, complaints):
        return Markup(", ").join(
            complaint._get_html_link(complaint.name) for complaint in complaints
        )

    def _similar_matches(self):
        """Earlier complaints that the user may read and that resemble these.

        :return: dictionary of complaint: list of (complaint, [reasons]), those with most reasons
            first, then the newest
        """
        holders = defaultdict(list)
        candidates = self.sudo().browse()
        for domain in self._similar_domains():
            candidates |= candidates.search(
                domain, order="received_on desc, id desc", limit=(MOST_OF_A_TRAIT + 1) * len(self)
            )
        readable = candidates.sudo(False)._filtered_access("read")
        for candidate in readable.sudo():
            for trait in candidate._traits():
                holders[trait].append(candidate)
        return {complaint: complaint._similar_among(holders) for complaint in self}

    def _similar_among(self, holders):
        """Those who share traits with one case and were received in the 12 months before.

        :param holders: dictionary of trait: complaints
        """
        labels, reasons = self._trait_labels(), defaultdict(list)
        if not self.received_on:
            return []
        start = self.received_on - SIMILAR_WITHIN
        for trait in self.sudo()._traits():
            label = labels[trait[0]]
            for other in holders.get(trait, ()):
                is_new = other.id != self._origin.id and label not in reasons.get(other, ())
                if is_new and start <= other.received_on <= self.received_on:
                    reasons[other].append(label)
        ordered = sorted(
            reasons.items(),
            key=lambda item: (len(item[1]), item[0].received_on, item[0].id),
            reverse=True,
        )
        return [(other.with_env(self.env), texts) for other, texts in ordered]

    def _traits(self):
        """What makes one case comparable with others.

        :return: list of (kind of trait, value)
        """
        certificates = self.certificate_ids.certificate_id
        traits = [("customer", customer.id) for customer in self.customer_id]
        traits += [("order", order.id) for order in self.order_id]
        traits += [("certificate", certificate.name) for certificate in certificates]
        traits += [
            ("item", certificate.serial_number or certificate.item)
            for certificate in certificates
            if certificate.serial_number or certificate.item
        ]
        traits += [
            ("field", (self.category_id.id, department.id))
            for department in self.department_ids._origin
            if self.category_id
        ]
        company = self.company_id.id
        return list(dict.fromkeys((kind, company, value) for kind, value in traits if value))

    def _trait_labels(self):
        return {
            "customer": self.env._("same customer"),
            "order": self.env._("same order"),
            "certificate": self.env._("same certificate"),
            "item": self.env._("same item"),
            "field": self.env._("same category and department"),
        }

    def _similar_domains(self):
        """For each kind of trait, every case that might share it with one of these."""
        values = defaultdict(list)
        for complaint in self.sudo():
            for kind, _company, value in complaint._traits():
                values[kind].append(value)
        dates = [complaint.received_on for complaint in self if complaint.received_on]
        if not dates:
            return []
        certificate = "certificate_ids.certificate_id"
        fields_of = [
            ("customer", "customer_id"),
            ("order", "order_id"),
            ("certificate", f"{certificate}.name"),
            ("item", f"{certificate}.serial_number"),
            ("item", f"{certificate}.item"),
        ]
        shared = [Domain(path, "in", values[kind]) for kind, path in fields_of if values[kind]]
        if values["field"]:
            categories, departments = zip(*values["field"], strict=True)
            shared.append(
                Domain("category_id", "in", list(categories))
                & Domain("department_ids", "in", list(departments))
            )
        when = (
            Domain("company_id", "in", self.company_id.ids)
            & Domain("received_on", ">=", min(dates) - SIMILAR_WITHIN)
            & Domain("received_on", "<=", max(dates))
        )
        return [when & domain for domain in shared]
