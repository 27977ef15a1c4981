"""Feedback that may be a complaint, and the arrivals that come of it."""

import base64

from .common import ComplaintCase

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LOW, HIGH = 1, 5


class CandidateCase(ComplaintCase):
    """An order that customers rate, and what officers find of it."""

    scan = base64.b64encode(PDF)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._commit_nothing()

    @classmethod
    def _arrive(cls, **values):
        return cls.env["lab.complaint.arrival"]._take_in(
            [
                {
                    "name": "Two of five",
                    "kind": "rating",
                    "doubt": "low_score",
                    "text": "Nobody called back",
                    "score": 40,
                    "partner_id": cls.contact.id,
                    "order_id": cls.order.id,
                    "company_id": cls.company.id,
                    **values,
                }
            ]
        )

    @classmethod
    def _rating_values(cls, record, rating, feedback="", **values):
        return {
            "res_model_id": cls.env["ir.model"]._get_id(record._name),
            "res_id": record.id,
            "rating": rating,
            "feedback": feedback,
            "consumed": True,
            **values,
        }

    @classmethod
    def _rate(cls, rating, feedback="", record=None, **values):
        """A rating that was given on the order, or another record."""
        record = cls.order if record is None else record
        return cls.env["rating.rating"].create(
            cls._rating_values(record, rating, feedback, **values)
        )

    def _arrivals_of(self, sources):
        return self.env["lab.complaint.arrival"].search(
            [("source_model", "=", sources._name), ("source_id", "in", sources.ids)]
        )
