from collections import defaultdict

from odoo import models


class LabComplaint(models.Model):
    """The evidence sheet for the assessor: each requirement with its proof, who was involved and
    who acted, what was promised (ISO/IEC 17025:2017, 7.9)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def get_evidence_sheet(self):
        """What proves that this single case was handled as the clauses ask.

        :return: list of sections, see `lab_complaint_paper`; that of the independence (7.9.6) has a
            `result`, one sentence
        :raise AccessError: when the user may not read the case or how it is handled
        """
        self.ensure_one()
        self.check_access("read")
        # Who left the laboratory acted all the same.
        case = self.with_context(active_test=False)
        acts = case._acts()
        return [
            {"title": self.env._("Requirements"), "blocks": [case._sheet_requirements()]},
            {
                "title": self.env._("Independence (ISO/IEC 17025:2017, 7.9.6)"),
                "blocks": [case._sheet_involved(), case._sheet_acts(acts)],
                "result": case._sheet_independence(acts),
            },
            {
                "title": self.env._("Promises to the Complainant and the Authority")
                if case.authority_part
                else self.env._("Promises to the Complainant"),
                "blocks": [*case._sheet_promises(), case._sheet_pauses()],
            },
        ]

    def get_evidence_sheet_heading(self):
        """What the evidence sheet says at the top of this single case.

        :return: a block, see `lab_complaint_paper`
        """
        self.ensure_one()
        heading = self._paper_rows(
            self,
            ["name", "received_on"],
            ["subject"],
            ["stage_id", "closed_on"],
            ["user_id", "validity"],
        )
        heading["rows"] += self._paper_authority()
        return heading

    # --- requirements ---

    def _sheet_requirements(self):
        requirements = self.env["lab.complaint.requirement"]
        columns = [
            (self._paper_label(requirements, "code"), 7),
            (self._paper_label(requirements, "clause"), 19),
            (self._paper_label(requirements, "name"), 24),
            (self.env._("State"), 10),
            (self.env._("Proved by"), 18),
            (self.env._("Date"), 11),
            (self.env._("Person"), 11),
        ]
        states = {
            "met": self.env._("Fulfilled"),
            "open": self.env._("Still open"),
            "not_applicable": self.env._("Not applicable"),
        }
        lines = [
            [
                line["code"],
                line["clause"] or "",
                line["name"],
                states[line["status"]],
                # What is open says how to mend it.
                line["record"] or (line["remedy"] if line["status"] == "open" else ""),
                self._paper_day(line["date"]),
                line["person"] or "",
            ]
            for line in self.get_checklist()
        ]
        return self._paper_table(columns, lines)

    # --- independence ---

    def _sheet_involved(self):
        """People who had a part in what the case is about, also those without a user."""
        people = [
            (user.sudo().name, self._involvement_links(user)) for user in self.involved_user_ids
        ]
        without_user = defaultdict(list)
        for employee, link in self._involvements():
            if not employee.user_id:
                without_user[employee].append(link)
        people += [(employee.name, links) for employee, links in without_user.items()]
        columns = [(self.env._("Person"), 30), (self.env._("Involved because"), 70)]
        lines = [[person, "\n".join(links)] for person, links in sorted(people)]
        return self._paper_table(columns, lines, self.env._("Took part in the original activity"))

    def _sheet_acts(self, acts):
        """People who handled the case: what each did, on which record, and when."""
        dated = [
            (record._acted_on(name, user), user, act, record) for user, act, record, name in acts
        ]
        lines = [
            [user.sudo().name, act, record.display_name, self._paper_day(moment)]
            for moment, user, act, record in sorted(
                dated, key=lambda found: found[0] or found[-1].create_date
            )
        ]
        lines += [
            [
                self.env._("%s (external person)", decision.external_name),
                self._paper_text(decision, "state"),
                decision.display_name,
                self._paper_day(decision.decided_on),
            ]
            for decision in self.decision_ids
            if decision.is_external
        ]
        columns = [
            (self.env._("Person"), 22),
            (self.env._("Acted as"), 20),
            (self.env._("Record"), 43),
            (self.env._("Date"), 15),
        ]
        return self._paper_table(columns, lines, self.env._("Handled the complaint"))

    def _sheet_independence(self, acts):
        """Whether anybody appears on both sides, in one sentence."""
        users = self.env["res.users"].union(*(user for user, *_rest in acts))
        both = users & self.involved_user_ids
        if both:
            return self.env._(
                "On both sides: %s. What they did does not count.",
                ", ".join(both.sudo().mapped("name")),
            )
        return self.env._("Nobody appears on both sides.")

    # --- promises ---

    def _sheet_promises(self):
        columns = [
            (self._paper_label(self.deadline_ids, "kind"), 24),
            (self._paper_label(self.deadline_ids, "original_due_on"), 19),
            (self._paper_label(self.deadline_ids, "due_on"), 19),
            (self._paper_label(self.deadline_ids, "done_on"), 19),
            (self._paper_label(self.deadline_ids, "status"), 19),
        ]
        return [
            self._paper_table(columns, [self._sheet_promise(one) for one in of_one], title)
            for title, of_one in self._paper_handlings(self.deadline_ids)
        ]

    def _sheet_promise(self, promise):
        return [
            self._paper_text(promise, "kind"),
            self._paper_text(promise, "original_due_on"),
            self._paper_text(promise, "due_on"),
            self._paper_day(promise.done_on),
            self._paper_text(promise, "status"),
        ]

    def _sheet_pauses(self):
        columns = [
            (self._paper_label(self.pause_ids, "paused_on"), 16),
            (self._paper_label(self.pause_ids, "resumed_on"), 16),
            (self._paper_label(self.pause_ids, "reason"), 44),
            (self._paper_label(self.pause_ids, "paused_by_id"), 24),
        ]
        lines = [
            [
                self._paper_day(pause.paused_on),
                self._paper_day(pause.resumed_on),
                pause.reason,
                self._paper_text(pause, "paused_by_id"),
            ]
            for pause in self.pause_ids.sorted("id")
        ]
        return self._paper_table(columns, lines, self.env._("Pauses"))
