# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line promises to scripts: where words go and how commands end."""
import unittest

from program import InAFolder, run


class Usage(InAFolder):
    def test_version_and_help_end_with_0_and_make_nothing(self):
        self.assertRegex(run("--version", folder=self.folder).stdout, r"^throughline \d+\.\d+\.\d+\n$")
        said = run("--help", folder=self.folder)
        self.assertEqual(said.returncode, 0)
        for command in ("serve", "demo", "migrate", "account", "ledger", "keys", "security-contact", "audit-bytes", "routes",
                        "clock", "chronology"):
            self.assertIn(command, said.stdout)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_the_table_of_routes_says_who_may_ask_and_makes_nothing(self):
        routes = [line.split("\t") for line in self.done("routes").splitlines()]
        self.assertIn(["GET", "/reviews", "everybody"], routes)
        self.assertIn(["GET", "/cases", "signed in"], routes)
        self.assertIn(["GET", "/.well-known/security.txt", "everybody"], routes)
        self.assertIn(["POST", "/cases/{reference}/notification/sending", "notifier"], routes)
        self.assertFalse(self.data.exists())

    def test_wrong_usage_ends_with_2_and_makes_nothing(self):
        for wrong in ([], ["no-such-command"], ["serve", "--no-such-option"], ["account"], ["keys", "backup"],
                      ["clock", "due", "rapid_review"], ["serve", "--now", "yesterday"]):
            with self.subTest(wrong):
                self.fails(2, *wrong)
        self.assertFalse(self.data.exists())

    def test_a_folder_without_an_installation_is_a_failure_that_says_so(self):
        for command in (["account", "list"], ["ledger", "verify"]):
            with self.subTest(command):
                self.fails(1, *command)


if __name__ == "__main__":
    unittest.main()
