from odoo import api, fields, models

from .res_company_screening import BEST_RATING

# Fields of a rated record that lead to the order it belongs to.
ORDER_FIELDS = ("order_id", "sale_order_id", "sale_id")
GIVEN = {"rating", "feedback", "consumed"}


class RatingRating(models.Model):
    """What customers say of the work (ISO/IEC 17025:2017, 8.6): low or negative, it may be a
    complaint, and an officer screens it.

    Ratings of the handling of a complaint are none: who is not content says so when called back.
    """

    _inherit = "rating.rating"

    is_on_site_receipt = fields.Boolean("On-site Receipt", readonly=True)
    on_site_receipt_id = fields.Many2one(
        "ir.attachment", "Signed Receipt", readonly=True, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep ratings; what may be a complaint is screened."""
        ratings = super().create(vals_list)
        ratings._offer_for_screening()
        return ratings

    def write(self, vals):
        """Change ratings; what may be a complaint is screened."""
        result = super().write(vals)
        if GIVEN & vals.keys():
            self._offer_for_screening()
        return result

    def _offer_for_screening(self):
        given = self.sudo().filtered(
            lambda rating: (
                rating.consumed and not (rating.res_model or "").startswith("lab.complaint")
            )
        )
        self.env["lab.complaint.arrival"]._offer(given)

    def _arrival_values(self):
        """What an officer screens of each of these ratings.

        :return: dictionary of values of `lab.complaint.arrival` by rating; `doubt` is False when
            there is no reason to screen it
        """
        rated = self._rated_records()
        return {
            rating: rating._arrival_values_of(rated.get((rating.res_model, rating.res_id)))
            for rating in self
        }

    def _rated_records(self):
        """What these ratings are about, by model and number, as far as it is still there."""
        return {
            (model, record.id): record
            for model, data in self._classify_by_model().items()
            if model in self.env
            for record in self.env[model].browse(data["record_ids"]).exists()
        }

    def _arrival_values_of(self, record):
        company = self._rated_company(record)
        words = (self.feedback or "").strip()
        alarms = company._complaint_alarms(words)
        return {
            "kind": "receipt" if self.is_on_site_receipt else "rating",
            "name": (record and record.display_name) or self.res_name,
            "doubt": self._doubt(company, alarms),
            "text": words or self._wordless(company),
            "score": self.rating / BEST_RATING * 100,
            "received_on": self.rated_on or fields.Datetime.now(),
            "partner_id": (self.partner_id or self._rated_partner(record)).id,
            "order_id": self._rated_order(record).id,
            "company_id": company.id,
            "original": self.on_site_receipt_id.datas,
            "original_name": self.on_site_receipt_id.name,
        }

    def _doubt(self, company, alarms):
        if self.rating <= company.complaint_rating_threshold and company.complaint_rating_threshold:
            return "low_score"
        return "negative_comment" if alarms else False

    def _wordless(self, company):
        return self.with_context(lang=company.partner_id.lang).env._(
            "Rated %(rating)g of %(best)s, without words.", rating=self.rating, best=BEST_RATING
        )

    def _rated_company(self, record):
        """Company whose officers screen it."""
        companies = self.env["res.company"]
        own = self._value_of(record, "company_id", companies)
        return own or self.partner_id.company_id or self.env.company

    def _rated_order(self, record):
        orders = self.env["sale.order"]
        if record and record._name == orders._name:
            return record
        found = (self._value_of(record, name, orders) for name in ORDER_FIELDS)
        return next(filter(None, found), orders)

    def _rated_partner(self, record):
        return self._value_of(record, "partner_id", self.env["res.partner"])

    def _value_of(self, record, name, default):
        """What a rated record holds in a field of the model of `default`, if it has such a one."""
        field = record._fields.get(name) if record else None
        return record[name] if field and field.comodel_name == default._name else default
