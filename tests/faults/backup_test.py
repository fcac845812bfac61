# SPDX-License-Identifier: GPL-3.0-or-later
"""A county's way from SQLite to PostgreSQL and back, by backup and restore, while it is served."""
import os, shutil, subprocess, tempfile, pathlib, unittest, urllib.request

from county import POSTGRES, made, psql
from program import Served, run


@unittest.skipUnless(POSTGRES, "needs the PostgreSQL of script/test-postgres")
class BetweenEngines(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-backup-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.name = f"backup_{os.getpid()}"
        psql(POSTGRES, f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        self.addCleanup(psql, POSTGRES, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self.url = f"{POSTGRES.rpartition('/')[0]}/{self.name}"

    def done(self, *arguments):
        result = run(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr + result.stdout)
        return result.stdout

    def test_a_county_moves_to_postgresql_and_back_with_its_ledger_whole(self):
        small = made("sqlite").data
        moved, back = self.folder / "moved", self.folder / "back"
        shutil.copytree(small / "keys", moved / "keys")
        shutil.copytree(small / "keys", back / "keys")
        first, second = self.folder / "first.backup", self.folder / "second.backup"

        here = ["--data", self.folder / "served"]
        shutil.copytree(small, self.folder / "served")
        self.done(*here, "backup", first)
        there = ["--data", moved, "--database", self.url]
        self.done(*there, "restore", first)
        self.assertIn("The ledger is whole", self.done(*there, "ledger", "verify"))
        with Served(moved, "--database", self.url) as address:
            self.assertEqual(urllib.request.urlopen(address + "/reviews").status, 200)
            self.done(*there, "backup", second)
        self.assertIn("the ledger is whole", self.done(*there, "backup-check", second))
        refused = run("--data", self.folder / "other", "--database", self.url, "restore", first)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("holds tables already", refused.stderr)

        self.done("--data", back, "restore", second)
        self.assertIn("The ledger is whole", self.done("--data", back, "ledger", "verify"))
        counted = "SELECT count(*) FROM written_text"
        self.assertEqual(self.count(back, counted), self.count(small, counted))

    def count(self, data, sql):
        said = subprocess.run(["sqlite3", data / "throughline.db", sql], capture_output=True, text=True, check=True)
        return int(said.stdout)


if __name__ == "__main__":
    unittest.main()
