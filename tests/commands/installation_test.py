# SPDX-License-Identifier: GPL-3.0-or-later
"""An installation from its first day: made, peopled, verified, tampered with, its keys lost and brought back."""
import shutil, sqlite3, unittest, urllib.error, urllib.request

from program import InAFolder, Served, run

PLACE = ["organisation", "add", "LA", "Marlshire Council", "--kind", "local_authority", "--seat", "local_authority",
         "--partnership", "MAR", "--partnership-name", "Marlshire Safeguarding Children Partnership"]
ACCOUNT = ["account", "add", "ada@marlshire.example", "--name", "Ada Brook", "--organisation", "LA", "--role"]


class Installation(InAFolder):
    def role(self):
        """Any role there is: the refusal of a wrong one lists them."""
        said = self.fails(2, *ACCOUNT, "no_such_role")
        return said.split("Roles:")[1].split()[0]

    def peopled(self):
        self.done("migrate")
        self.done(*PLACE)
        return self.done(*ACCOUNT, self.role())

    def database(self):
        opened = sqlite3.connect(self.data / "throughline.db", isolation_level=None)
        self.addCleanup(opened.close)
        return opened

    def tampered(self, *statements):
        """What `ledger verify` says of a copy to which this was done behind the program's back."""
        whole = self.data
        self.data = self.folder / "tampered"
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(whole, self.data)
        database = self.database()
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            self.assertGreater(database.execute(statement).rowcount, 0, "the tampering changed nothing")
        database.close()
        said = self.fails(1, "ledger", "verify")
        self.data = whole
        return said

    def test_a_password_is_printed_once_and_stored_nowhere(self):
        password = self.peopled().split("Password: ")[1].strip()
        self.assertGreaterEqual(len(password), 20)
        for file in self.data.rglob("*"):
            if file.is_file():
                self.assertNotIn(password.encode(), file.read_bytes(), file)

    def test_a_forgotten_password_is_replaced_by_a_random_or_a_given_one(self):
        self.peopled()
        self.assertRegex(self.done("account", "password", "ada@marlshire.example"), r"(?m)^Password: (\w{4}-){4}\w{4}$")
        self.done("account", "password", "ada@marlshire.example", "--password-stdin", given="three quiet herons\n")
        self.fails(1, "account", "password", "ada@marlshire.example", "--password-stdin", given="passwordpassword\n")
        self.fails(1, "account", "password", "nobody@marlshire.example")

    def test_accounts_are_listed_and_disabled_and_an_address_is_taken_once(self):
        self.peopled()
        self.assertRegex(self.done("account", "list"), r"(?m)^ada@marlshire\.example\t.*\tactive$")
        self.fails(1, *ACCOUNT, self.role())
        self.done("account", "disable", "ada@marlshire.example")
        self.assertRegex(self.done("account", "list"), r"(?m)^ada@marlshire\.example\t.*\tdisabled$")
        self.fails(1, "account", "disable", "nobody@marlshire.example")

    def test_a_contact_for_weaknesses_is_set_served_and_taken_away(self):
        self.peopled()
        self.fails(1, "security-contact", "ada@marlshire.example")
        self.done("security-contact", "mailto:security@marlshire.example")
        with Served(self.data) as address:
            with urllib.request.urlopen(address + "/.well-known/security.txt", timeout=10) as answer:
                said = answer.read().decode()
        self.assertIn("Contact: mailto:security@marlshire.example\n", said)
        self.assertIn(f"Canonical: {address}/.well-known/security.txt\n", said)
        self.done("security-contact")
        with Served(self.data) as address, self.assertRaises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(address + "/.well-known/security.txt", timeout=10)
        self.assertEqual(missing.exception.code, 404)
        missing.exception.close()

    def test_migrating_again_changes_nothing(self):
        self.peopled()
        before = self.done("account", "list")
        self.done("migrate")
        self.assertEqual(self.done("account", "list"), before)

    def test_the_ledger_of_an_honest_installation_is_whole(self):
        self.peopled()
        self.assertIn("whole", self.done("ledger", "verify"))

    def test_the_ledger_shows_a_changed_a_removed_and_a_cut_off_entry(self):
        self.peopled()
        self.done("account", "disable", "ada@marlshire.example")
        first, last = self.database().execute("SELECT min(seq), max(seq) FROM ledger").fetchone()
        self.assertGreater(last, first + 1)
        self.assertIn(str(first), self.tampered(f"UPDATE ledger SET who = 'somebody else' WHERE seq = {first}"))
        self.tampered(f"DELETE FROM ledger WHERE seq = {first + 1}")
        self.tampered(f"DELETE FROM ledger WHERE seq = {last}")
        # Cut off with care, so that the table looks whole: the signed heads still know better.
        self.tampered(
            f"DELETE FROM ledger WHERE seq = {last}",
            f"UPDATE ledger_head SET seq = {last - 1}, hash = (SELECT hash FROM ledger WHERE seq = {last - 1})")

    def test_a_ledger_without_its_signed_heads_is_a_fault(self):
        self.peopled()
        (self.data / "heads.log").unlink()
        self.fails(1, "ledger", "verify")

    def test_the_keys_are_backed_up_apart_and_brought_back(self):
        self.peopled()
        backup = self.folder / "keys.backup"
        self.done("keys", "backup", backup)
        self.assertEqual(backup.stat().st_mode & 0o077, 0, "others can read the backup of the keys")
        shutil.rmtree(self.data / "keys")
        self.fails(1, "ledger", "verify")
        self.done("keys", "restore", backup)
        self.assertEqual((self.data / "keys").stat().st_mode & 0o777, 0o700)
        self.assertIn("whole", self.done("ledger", "verify"))

    def test_a_sealed_backup_of_the_keys_opens_with_its_passphrase_alone(self):
        self.peopled()
        backup, right, wrong = (self.folder / name for name in ("keys.backup", "right", "wrong"))
        right.write_text("four plain words together\n")
        wrong.write_text("four other words together\n")
        self.done("keys", "backup", backup, "--passphrase-file", right)
        shutil.rmtree(self.data / "keys")
        self.fails(1, "keys", "restore", backup, "--passphrase-file", wrong)
        self.done("keys", "restore", backup, "--passphrase-file", right)
        self.done("ledger", "verify")

    def test_keys_that_a_later_release_needs_are_made_at_its_first_start(self):
        self.peopled()
        later = [self.data / "keys" / f"{name}.key" for name in ("second-factor", "sign-in")]
        for key in later:
            key.unlink()
        with Served(self.data):
            pass
        for key in later:
            self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        self.assertIn("whole", self.done("ledger", "verify"))

    def test_a_lost_key_of_the_second_factors_is_not_made_anew_until_they_are_taken_away(self):
        self.peopled()
        self.database().execute("INSERT INTO second_factor (account_id, sealed, last_step, set_up_at) "
                                "SELECT id, x'00', 0, created_at FROM account")
        key = self.data / "keys/second-factor.key"
        key.unlink()
        for command in (["migrate"], ["serve", "--listen", "127.0.0.1:0"]):
            said = self.fails(1, *command)
            self.assertIn("keys restore", said)
            self.assertIn("reset-second-factor", said)
        self.assertFalse(key.exists())
        self.fails(1, "account", "reset-second-factor", "nobody@marlshire.example")
        self.done("account", "reset-second-factor", "ada@marlshire.example")
        self.fails(1, "account", "reset-second-factor", "ada@marlshire.example")
        self.done("migrate")
        self.assertTrue(key.exists())
        entries = self.database().execute("SELECT what FROM ledger").fetchall()
        self.assertIn(("people.second_factor_reset",), entries)

    def test_one_data_folder_is_served_once_and_commands_work_beside_it(self):
        self.peopled()
        with Served(self.data):
            self.done("account", "disable", "ada@marlshire.example")
            self.fails(1, "serve", "--listen", "127.0.0.1:0")
        self.done("ledger", "verify")


class Demo(InAFolder):
    def test_the_demo_keeps_off_other_peoples_data_and_off_the_network(self):
        self.done("migrate")
        self.done(*PLACE)
        self.fails(1, "demo")
        self.data = self.folder / "demo"
        self.done("demo")
        self.done("ledger", "verify")
        self.fails(1, "serve", "--listen", "0.0.0.0:0")

    def test_only_a_demo_turns_its_clock(self):
        self.done("migrate")
        said = run("--data", self.data, "serve", "--listen", "127.0.0.1:0", "--now", "2026-09-07T09:00:00Z")
        self.assertNotEqual(said.returncode, 0)
        self.assertNotEqual(said.stderr + said.stdout, "")


if __name__ == "__main__":
    unittest.main()
