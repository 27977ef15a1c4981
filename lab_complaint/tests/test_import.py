from datetime import datetime
from time import perf_counter

from .common import ComplaintCase

FIELDS = [
    "former_number",
    "subject",
    "description",
    "received_on",
    "channel_id",
    "category_id",
    "customer_id",
    "order_id",
    "stage_id",
    "closed_on",
]
NUMBER = 2000
SECONDS = 90


class ImportCase(ComplaintCase):
    """A spreadsheet of old complaints."""

    def _rows(self, number, **changes):
        """Rows as a spreadsheet has them: everything by name."""
        row = {
            "subject": "Late report",
            "description": "It came two weeks late.",
            "received_on": "2021-05-06 07:00:00",
            "channel_id": "Pigeon",
            "category_id": "Tested uncertainty",
            "customer_id": "Gauge Works",
            "order_id": self.order.name,
            "stage_id": "Tested Closed",
            "closed_on": "2021-05-26 07:00:00",
            **changes,
        }
        return [
            [f"OLD-{index:04d}" if name == "former_number" else row[name] for name in FIELDS]
            for index in range(1, number + 1)
        ]

    def _load(self, rows, user=None, columns=None):
        return self._complaints(user or self.officer).load(columns or FIELDS, rows)


class TestImport(ImportCase):
    """Old complaints come in one go, everything by name."""

    def test_rows_become_complaints(self):
        self.officer.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        result = self._load(self._rows(3))
        self.assertFalse(result["messages"])
        complaints = self._complaints().browse(result["ids"])
        self.assertEqual(
            complaints.mapped("name"), ["CP/2021/00001", "CP/2021/00002", "CP/2021/00003"]
        )
        self.assertEqual(complaints.mapped("former_number"), ["OLD-0001", "OLD-0002", "OLD-0003"])
        self.assertRecordValues(
            complaints[0],
            [
                {
                    "customer_id": self.customer.id,
                    "order_id": self.order.id,
                    "channel_id": self.channel.id,
                    "category_id": self.subcategory.id,
                    "severity": "major",
                    "state": "closed",
                    "received_on": datetime(2021, 5, 6, 7),
                    "closed_on": datetime(2021, 5, 26, 7),
                    "first_closed_on": datetime(2021, 5, 26, 7),
                }
            ],
        )

    def test_two_thousand_at_once(self):
        """Different customers and years, the earliest not first."""
        customers = self.env["res.partner"].create(
            [{"name": f"Imported customer {index}"} for index in range(50)]
        )
        rows = self._rows(NUMBER)
        for index, row in enumerate(rows):
            row[FIELDS.index("customer_id")] = customers[index % 50].name
            row[FIELDS.index("order_id")] = self.order.name if index % 7 == 0 else ""
            row[FIELDS.index("received_on")] = f"{2021 - index // 1000}-05-06 07:00:00"
        began = perf_counter()
        result = self._load(rows, self.env.user)
        self.env.flush_all()
        self.assertLess(perf_counter() - began, SECONDS)
        self.assertFalse(result["messages"])
        complaints = self._complaints().browse(result["ids"])
        self.assertEqual(len(complaints), NUMBER)
        numbers = complaints.mapped(lambda c: (c.register_year, c.register_number))
        self.assertEqual(
            numbers, [(year, number) for year in (2021, 2020) for number in range(1, 1001)]
        )
        self.assertEqual(complaints[3].customer_id, customers[3])

    def test_update_by_database_id(self):
        complaint = self._log()
        result = self._load([[str(complaint.id), "Early report"]], columns=[".id", "subject"])
        self.assertEqual(result["ids"], complaint.ids)
        self.assertEqual(complaint.subject, "Early report")

    def test_certificates_come_along(self):
        columns = ["subject", "description", "certificate_ids/name", "certificate_ids/role"]
        rows = [
            ["Values", "Wrong values.", "C-1", "Disputed"],
            ["", "", "C-2", "Earlier"],
            ["Late", "It came late.", "C-1", "Disputed"],
        ]
        result = self._load(rows, columns=columns)
        self.assertFalse(result["messages"])
        first, second = self._complaints().browse(result["ids"])
        self.assertEqual(first.certificate_ids.mapped("name"), ["C-1", "C-2"])
        self.assertEqual(first.certificate_ids.mapped("role"), ["disputed", "earlier"])
        self.assertEqual(
            second.certificate_ids.certificate_id, first.certificate_ids[0].certificate_id
        )


class TestImportOfBadLines(ImportCase):
    """A bad line names its row and reason, and nothing is half-imported."""

    def _rows(self, number, **changes):
        """Cases that are open: each bad line then has one mistake only."""
        return super()._rows(number, **{"stage_id": "Tested Decision", "closed_on": "", **changes})

    BAD = {
        "unknown stage": ({"stage_id": "Nowhere"}, "stage_id", "Nowhere"),
        "unknown customer": ({"customer_id": "Nobody Ltd"}, "customer_id", "Nobody Ltd"),
        "unknown order": ({"order_id": "SO-NONE"}, "order_id", "SO-NONE"),
        "unknown channel": ({"channel_id": "Telepathy"}, "channel_id", "Telepathy"),
        "no words": ({"description": ""}, "description", "(?i)words"),
        "blank words": ({"description": "   "}, None, "(?i)words"),
        "no subject": ({"subject": ""}, "subject", "(?i)subject"),
        "no date": ({"received_on": "last spring"}, "received_on", "last spring"),
        "in the future": ({"received_on": "2999-05-06 07:00:00"}, None, "future"),
    }

    def test_bad_line_in_the_middle(self):
        for title, (changes, field, reason) in self.BAD.items():
            with self.subTest(title):
                rows = self._rows(5)
                rows[2] = self._rows(1, **changes)[0]
                before = self._complaints().search_count([("company_id", "=", self.company.id)])
                result = self._load(rows, self.env.user)
                self.assertFalse(result["ids"])
                named = [m for m in result["messages"] if m["rows"] == {"from": 2, "to": 2}]
                self.assertEqual(len(named), 1, result["messages"])
                self.assertRegex(named[0]["message"], reason)
                self.assertNotIn("False", named[0]["message"])
                if field:
                    self.assertEqual(named[0].get("field"), field)
                after = self._complaints().search_count([("company_id", "=", self.company.id)])
                self.assertEqual(after, before)

    def test_every_bad_line_is_named(self):
        rows = self._rows(6)
        rows[1] = self._rows(1, stage_id="Nowhere")[0]
        rows[4] = self._rows(1, customer_id="Nobody Ltd")[0]
        result = self._load(rows, self.env.user)
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [1, 4])

    def test_numbers_of_a_refused_import_are_given_again(self):
        rows = self._rows(3)
        rows[2] = self._rows(1, received_on="2999-05-06 07:00:00")[0]
        self._load(rows, self.env.user)
        complaint = self._log(received_on="2021-06-01 03:00:00")
        self.assertEqual(complaint.name, "CP/2021/00001")
