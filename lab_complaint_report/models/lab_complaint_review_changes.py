from odoo import models

from .lab_complaint_review_words import KEY_FIGURES

# Tables whose rows are compared between versions.
COMPARED = ("main_category_id", "department_ids", "severity", "validity", "responsibility")


class LabComplaintReview(models.Model):
    """What a version says otherwise than the one before it; both kept their figures, so this
    stays as it was when the version was issued."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    def _changes(self):
        """Figures of the period that differ from the version before, in the language of the
        environment.

        :return: list of {"label", "before", "now"}: texts
        """
        self.ensure_one()
        if not self.previous_version_id:
            return []
        before, now = self.previous_version_id.sudo()._compared(), self._compared()
        none = self._number(0)
        changes = []
        # By what was counted and not by its name, which may be another one now.
        for key, (label, _text) in {**before, **now}.items():
            texts = {
                name: found.get(key, (label, none))[1]
                for name, found in (("before", before), ("now", now))
            }
            if texts["before"] != texts["now"]:
                changes.append({"label": label, **texts})
        return changes

    def _compared(self):
        """What is compared between versions: {what: (label, text)}."""
        frozen, labels = self._frozen(), self._figure_labels()
        figures = frozen.get("figures", {}).get("period", {})
        compared = {
            key: (labels[key], self._figure_text(key, figures.get(key))) for key in KEY_FIGURES
        }
        for dimension in COMPARED:
            for row in frozen.get("tables", {}).get(dimension, []):
                label = self.env._(
                    "%(list)s: %(name)s",
                    list=self._dimension_label(dimension),
                    name=self._row_name(row),
                )
                compared[dimension, row["id"]] = label, self._number(row["count"])
        return compared

    def _changes_in_words(self):
        """A sentence on what changed against the version before."""
        changes, version = len(self._changes()), self.previous_version_id.version
        if not changes:
            return self.env._("No figure differs from version %(version)s.", version=version)
        if changes == 1:
            return self.env._("One figure differs from version %(version)s.", version=version)
        return self.env._(
            "%(count)s figures differ from version %(version)s.", count=changes, version=version
        )

    def _change_lines(self):
        return [
            self.env._(
                "%(label)s: %(before)s before, %(now)s now",
                label=change["label"],
                before=change["before"],
                now=change["now"],
            )
            for change in self._changes()
        ]
