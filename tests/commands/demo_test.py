# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo county: what it holds, and that it is made the same again. What stands in its bytes: audit_test.py."""
import json, sqlite3, unittest

from program import WithDemo


class Demo(WithDemo):
    def test_the_ledger_is_whole_and_making_it_again_changes_nothing(self):
        before = self.done("ledger", "verify")
        self.done("demo")
        self.assertEqual(self.done("ledger", "verify"), before)

    def test_every_role_can_sign_in(self):
        people = json.loads(self.done("demo", "--sign-ins", "--json"))
        self.assertEqual(
            {person["role"] for person in people},
            {"business_unit", "notifier", "safeguarding_partner", "agency_lead", "reviewer", "scrutineer",
             "assurance_lead", "operator"})
        self.assertTrue(all(person["password"] and "@" in person["email"] for person in people))

    def test_marlshire_shows_six_cases_1500_rows_and_actions_in_every_state(self):
        database = sqlite3.connect(self.data / "throughline.db")
        self.addCleanup(database.close)
        one = lambda sql: database.execute(sql).fetchone()[0]
        self.assertEqual(one("SELECT count(*) FROM case_file"), 6)
        self.assertEqual(one("SELECT count(*) FROM chronology_row"), 1500)
        self.assertEqual(one("SELECT count(DISTINCT stage) FROM case_file"), 4)
        self.assertEqual(one("SELECT count(*) FROM publication WHERE state = 'published'"), 1)
        self.assertEqual(
            {row[0] for row in database.execute("SELECT DISTINCT delivery FROM action")},
            {"not_started", "under_way", "done"})


if __name__ == "__main__":
    unittest.main()
