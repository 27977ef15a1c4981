from odoo.tests import TransactionCase


class TestChannel(TransactionCase):
    """The channel of what comes in by itself is remembered by its code, as long as it is right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channels = cls.env["lab.complaint.channel"]

    def _add(self, **values):
        return self.channels.create({"name": "Fax", "code": "fax", **values})

    def test_remembered(self):
        channel = self._add()
        self.assertEqual(self.channels._id_of("fax"), channel.id)
        with self.assertQueryCount(0):
            self.assertEqual(self.channels._id_of("fax"), channel.id)

    def test_added_later(self):
        self.assertFalse(self.channels._id_of("fax"))
        channel = self._add()
        self.assertEqual(self.channels._id_of("fax"), channel.id)

    def test_other_code(self):
        channel = self._add()
        self.assertTrue(self.channels._id_of("fax"))
        channel.code = "telefax"
        self.assertFalse(self.channels._id_of("fax"))
        self.assertEqual(self.channels._id_of("telefax"), channel.id)

    def test_archived_and_back(self):
        channel = self._add()
        self.assertTrue(self.channels._id_of("fax"))
        channel.active = False
        self.assertFalse(self.channels._id_of("fax"))
        channel.active = True
        self.assertEqual(self.channels._id_of("fax"), channel.id)

    def test_deleted(self):
        channel = self._add()
        self.assertTrue(self.channels._id_of("fax"))
        channel.unlink()
        self.assertFalse(self.channels._id_of("fax"))
