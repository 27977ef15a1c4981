"""Every success that somebody was told of, held against the database."""

import json

# What a stage change leaves in the messages of a case.
TRACKED = (
    "SELECT m.res_id AS complaint, count(*) AS moves FROM mail_tracking_value t"
    " JOIN mail_message m ON m.id = t.mail_message_id AND m.model = 'lab.complaint'"
    " JOIN ir_model_fields f ON f.id = t.field_id AND f.name = 'stage_id'"
    " GROUP BY m.res_id"
)


class Account:
    """Compares what was told with what is kept; `differences` says in words what is wrong.

    Each `_check` returns how many facts it compared.
    """

    def __init__(self, cluster, database, record, laboratory):
        self.cluster, self.database = cluster, database
        self.record, self.laboratory = record, laboratory
        self.differences = []

    def check(self):
        """Compare everything.

        :return: dictionary of the number of facts compared by kind
        """
        self.cases = {
            row["id"]: row
            for row in self._rows(
                "SELECT id, name, company_id, state, request_id, description, register_year AS year,"
                f" register_number AS number FROM lab_complaint WHERE id > {self._last_before()}"
            )
        }
        self.by_number = {(case["company_id"], case["name"]): case for case in self.cases.values()}
        self._complete_told()
        checks = {
            "cases": self._check_cases,
            "numbers": self._check_numbers,
            "states": self._check_states,
            "decisions": self._check_decisions,
            "approvals": self._check_approvals,
            "communications": self._check_communications,
            "evidence": self._check_evidence,
            "promises": self._check_promises,
            "notes": self._check_notes,
            "stage changes in the messages": self._check_messages,
        }
        return {name: check() for name, check in checks.items()}

    # --- what there is ---

    def _rows(self, query):
        rows = self.cluster.query(f"SELECT row_to_json(r) FROM ({query}) r", self.database)
        return [json.loads(row[0]) for row in rows if row[0]]

    def _last_before(self):
        return self.laboratory.last_case

    def _wrong(self, what):
        self.differences.append(what)

    def _equal(self, what, told, kept):
        if told != kept:
            self._wrong(f"{what}: told {told}, kept {kept}")

    def _complete_told(self):
        """What was logged on the web is known by its number; the rest of the account wants ids."""
        for told in self.record.told:
            if "number" in told and "case" not in told:
                found = self.by_number.get((told["company"], told["number"]))
                told["case"] = found and found["id"]

    # --- the register ---

    def _check_cases(self):
        logged = self.record.of("logged")
        for told in logged:
            case = self.cases.get(told["case"])
            if not case:
                self._wrong(f"{told['number']} was told and is not in the register")
                continue
            self._equal(f"number of case {case['id']}", told["number"], case["name"])
            self._equal(f"company of {case['name']}", told["company"], case["company_id"])
            self._equal(f"request of {case['name']}", told.get("request"), case["request_id"])
            if told.get("words"):
                self._equal(f"words of {case['name']}", told["words"], case["description"])
        told = [one["case"] for one in logged]
        self._equal("cases told twice", len(told), len(set(told)))
        for extra in self.cases.keys() - set(told):
            self._wrong(f"{self.cases[extra]['name']} is in the register and nobody was told")
        return len(logged)

    def _check_numbers(self):
        """Without gaps and unique for each company and year, with what was there before."""
        rows = self._rows(
            "SELECT company_id, register_year, count(*), min(register_number) AS first,"
            " max(register_number) AS last, count(DISTINCT name) AS names FROM lab_complaint"
            " GROUP BY company_id, register_year"
        )
        for row in rows:
            where = f"numbers of company {row['company_id']} in {row['register_year']}"
            self._equal(
                where, (1, row["count"], row["count"]), (row["first"], row["last"], row["names"])
            )
        return sum(row["count"] for row in rows)

    def _check_states(self):
        states = dict.fromkeys(self.cases, "received")
        for told in self.record.of("moved"):
            states[told["case"]] = told["to"]
        for case, state in states.items():
            self._equal(f"state of {self.cases[case]['name']}", state, self.cases[case]["state"])
        return len(states)

    # --- what was decided and said ---

    def _check_decisions(self):
        submitted = {one["decision"]: one for one in self.record.of("submitted")}
        approved = {one["decision"]: one for one in self.record.of("approved")}
        kept = self._rows(
            "SELECT d.id, d.complaint_id, d.kind, d.state, d.drafted_by_id, d.submitted_by_id,"
            " d.approved_by_id, (SELECT array_agg(r.user_id) FROM"
            " lab_complaint_decision_approver_rel r WHERE r.decision_id = d.id)"
            f" AS approvers FROM lab_complaint_decision d WHERE d.complaint_id > {self._last_before()}"
        )
        outcomes = {row["id"]: row for row in kept if row["kind"] == "outcome"}
        self._equal("outcomes", sorted(submitted), sorted(outcomes))
        for number in submitted.keys() & outcomes.keys():
            row, by = outcomes[number], approved.get(number, {}).get("by")
            self._equal(
                f"decision {number}",
                ("approved" if by else "submitted", submitted[number]["by"], by, by and [by]),
                (row["state"], row["submitted_by_id"], row["approved_by_id"], row["approvers"]),
            )
        screened = sorted(row["complaint_id"] for row in kept if row["kind"] == "screening")
        told = sorted(one["case"] for one in self.record.of("decided"))
        self._equal("screening decisions", told, screened)
        return len(kept)

    def _check_approvals(self):
        """Exactly one review of each approved decision, done by who was told so."""
        rows = self._rows(
            "SELECT res_id AS decision, status, done_by FROM tier_review"
            " WHERE model = 'lab.complaint.decision'"
        )
        done = sorted(
            (row["decision"], row["done_by"]) for row in rows if row["status"] == "approved"
        )
        told = self.record.of("approved")
        self._equal("approved reviews", sorted((one["decision"], one["by"]) for one in told), done)
        self._equal("decisions with one review each", len(self.record.of("submitted")), len(rows))
        activities = self._rows(
            "SELECT res_id FROM mail_activity WHERE res_model = 'lab.complaint.decision' AND active"
        )
        open_ones = {one["decision"] for one in self.record.of("submitted")}
        open_ones -= {one["decision"] for one in told}
        self._equal(
            "decisions that somebody is asked to approve",
            sorted(open_ones),
            sorted({row["res_id"] for row in activities}),
        )
        return len(done)

    def _check_communications(self):
        told = [(one["case"], one["kind"]) for one in self.record.of("said")]
        told += [(one["case"], "acknowledgement") for one in self.record.of("said_on_page")]
        kept = self._rows(
            "SELECT complaint_id, kind FROM lab_complaint_communication WHERE is_given"
            f" AND complaint_id > {self._last_before()}"
        )
        self._equal(
            "what was said",
            sorted(told),
            sorted((row["complaint_id"], row["kind"]) for row in kept),
        )
        return len(kept)

    def _check_evidence(self):
        told = sorted((one["evidence"], one["by"]) for one in self.record.of("verified"))
        kept = self._rows("SELECT id, verified_by_id AS by FROM lab_complaint_evidence")
        self._equal("verified evidence", told, sorted((row["id"], row["by"]) for row in kept))
        measures = self._rows(
            f"SELECT id FROM lab_complaint_measure WHERE complaint_id > {self._last_before()}"
        )
        planned = sorted(one["measure"] for one in self.record.of("planned"))
        self._equal("measures", planned, sorted(row["id"] for row in measures))
        return len(kept) + len(measures)

    # --- what follows by itself ---

    def _check_promises(self):
        """Each case has its four promises once, and the one of the call-back after the outcome;
        those that were kept are on record as kept."""
        rows = self._rows(
            "SELECT complaint_id, kind, done_on IS NOT NULL AS done FROM lab_complaint_deadline"
            f" WHERE complaint_id > {self._last_before()}"
        )
        kept, expected = {}, {}
        for row in rows:
            kept.setdefault((row["complaint_id"], row["kind"]), []).append(row["done"])
        said = {(one["case"], one["kind"]) for one in self.record.of("said")}
        said |= {(one["case"], "acknowledgement") for one in self.record.of("said_on_page")}
        for case in self.cases:
            for kind in ("acknowledgement", "outcome"):
                expected[case, kind] = [(case, kind) in said]
            if (case, "outcome") in said:
                expected[case, "callback"] = [(case, "callback") in said]
        for key, done in expected.items():
            self._equal(f"promise {key}", done, kept.get(key))
        return len(rows)

    def _check_notes(self):
        told = sorted((one["case"], one["body"]) for one in self.record.of("note"))
        kept = self._rows(
            "SELECT res_id, regexp_replace(body, '<[^>]*>', '', 'g') AS body FROM mail_message"
            " WHERE model = 'lab.complaint' AND body LIKE '%Note %'"
        )
        self._equal("notes", told, sorted((row["res_id"], row["body"]) for row in kept))
        return len(kept)

    def _check_messages(self):
        moves = {}
        for one in self.record.of("moved"):
            moves[one["case"]] = moves.get(one["case"], 0) + 1
        kept = {
            row["complaint"]: row["moves"]
            for row in self._rows(TRACKED)
            if row["complaint"] in self.cases
        }
        self._equal("stage changes in the messages", moves, kept)
        return sum(kept.values())
