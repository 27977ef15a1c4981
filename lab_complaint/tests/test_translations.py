from io import BytesIO
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

MODULE = "lab_complaint"
LANGUAGE = "zh_CN"


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """Every term of the add-on is in the template and has a Chinese translation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        content = BytesIO()
        trans_export(False, [MODULE], content, "po", cls.env)
        exported = polib.pofile(content.getvalue().decode())
        cls.terms = {entry.msgid for entry in exported if not entry.obsolete}

    def _entries(self, file_name):
        path = Path(get_module_path(MODULE), "i18n", file_name)
        self.assertTrue(path.exists(), f"i18n/{file_name} is missing")
        return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]

    def test_there_are_terms(self):
        """Fields, views, data and code are all read."""
        for term in ("Complainant's Words", "Log Complaint", "Satisfaction survey"):
            with self.subTest(term):
                self.assertIn(term, self.terms)
        self.assertTrue(any(term.startswith("A complaint stays in") for term in self.terms))

    def test_template_is_fresh(self):
        """After a change of terms: bin/odoo i18n export -d <database> lab_complaint"""
        template = {entry.msgid for entry in self._entries(f"{MODULE}.pot")}
        self.assertFalse(sorted(self.terms - template), "not in the template")
        self.assertFalse(sorted(template - self.terms), "in the template, but no term any more")

    def test_every_term_is_translated(self):
        translated = {
            entry.msgid for entry in self._entries(f"{LANGUAGE}.po") if entry.translated()
        }
        self.assertFalse(sorted(self.terms - translated), f"without {LANGUAGE} translation")

    def test_translations_keep_the_placeholders(self):
        """A lost %(number)s would hide what a message is about."""
        for entry in self._entries(f"{LANGUAGE}.po"):
            with self.subTest(entry.msgid):
                for part in ("%s", "%(number)s", "%(text)s", "%(reason)s", "%(code)s", "%(order)s"):
                    if entry.msgstr:
                        self.assertEqual(part in entry.msgid, part in entry.msgstr)

    def test_no_translation_is_in_doubt(self):
        fuzzy = [entry.msgid for entry in self._entries(f"{LANGUAGE}.po") if entry.fuzzy]
        self.assertFalse(fuzzy)
