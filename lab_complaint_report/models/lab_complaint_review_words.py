from odoo import models
from odoo.tools import formatLang

# Figures of the table at the beginning, in its order.
KEY_FIGURES = (
    "complaint_count",
    "order_count",
    "certificate_count",
    "per_orders",
    "per_certificates",
    "valid_share",
    "in_time",
    "days_to_acknowledge",
    "days_to_decide",
    "days_to_answer",
    "days_to_close",
    "closed_count",
    "open_count",
    "reopened_count",
    "recurring_count",
    "compensation",
)
SHARES = ("valid_share", "in_time")
WITH_DECIMAL = ("per_", "days_")
NOTHING = "–"


class LabComplaintReview(models.Model):
    """How the figures of a review are written and what they are called, in the language of the
    reader."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    # --- names ---

    def _figure_labels(self):
        """{key: what the figure is called}."""
        labels = self.env["lab.complaint.statistics"]._labels()
        return {key: labels[key][0] for key in KEY_FIGURES}

    def _dimension_label(self, dimension):
        return self.env["lab.complaint.statistics"]._labels()[dimension][0]

    def _row_name(self, row):
        """What a row of a table, or anything else that was named, is called."""
        return self._said(row["name"])

    def _said(self, names):
        return self.env["lab.complaint.statistics"]._said(names)

    # --- numbers ---

    def _number(self, value, digits=0):
        """A number, or a dash where there is none."""
        return NOTHING if value is None else formatLang(self.env, value, digits=digits)

    def _percent(self, share):
        """A share from 0 to 1 in per cent."""
        return NOTHING if share is None else f"{formatLang(self.env, share * 100, digits=0)}%"

    def _figure_text(self, key, value):
        """A key figure as it is written."""
        if key in SHARES:
            return self._percent(value)
        if key == "compensation" and value is not None:
            return f"{self._number(value, 2)} {self._frozen().get('currency', '')}"
        return self._number(value, 1 if key.startswith(WITH_DECIMAL) else 0)
