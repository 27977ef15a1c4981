from odoo.tests import tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCategoryOrder(ComplaintCase):
    """Cases and groups stand in the order of their categories, whatever their ids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later, cls.sooner, cls.also_later = cls.env["lab.complaint.category"].create(
            [
                {"name": "Later", "sequence": 7002},
                {"name": "Sooner", "sequence": 7001},
                {"name": "Also later", "sequence": 7002},
            ]
        )
        cls.expected = [cls.sooner, cls.later, cls.also_later]
        cls.cases = cls.env["lab.complaint"].union(
            *(cls._log(category_id=category.id) for category in cls.later | cls.also_later),
            cls._log(category_id=cls.sooner.id),
        )
        cls.domain = [("id", "in", cls.cases.ids)]

    def _groups(self, order):
        groups = self.cases._read_group(
            self.domain, ["category_id", "received_on:month"], ["__count"], order=order
        )
        self.assertEqual([count for *_keys, count in groups], [1, 1, 1])
        return [category for category, _month, _count in groups]

    def test_cases(self):
        for direction, expected in (("", self.expected), (" DESC", self.expected[::-1])):
            found = self.cases.search(self.domain, order=f"category_id{direction}")
            self.assertEqual(list(found.category_id), expected, direction)

    def test_groups(self):
        self.assertEqual(self._groups("category_id"), self.expected)
        self.assertEqual(self._groups("category_id desc"), self.expected[::-1])

    def test_pivot(self):
        rows, whole = self.cases.formatted_read_grouping_sets(
            self.domain, [["category_id"], []], ["__count"]
        )
        self.assertEqual(
            [row["category_id"][0] for row in rows], [category.id for category in self.expected]
        )
        self.assertEqual(whole[0]["__count"], 3)
