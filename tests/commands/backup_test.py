# SPDX-License-Identifier: GPL-3.0-or-later
"""Backing up while people work, bringing it back, and each way in which a backup can be no good."""
import gzip, hashlib, json, pathlib, resource, shutil, sqlite3, subprocess, threading, unittest, urllib.request

from program import PROGRAM, InAFolder, Served, made_demo, run

PLACE = ["--kind", "school", "--partnership", "MAR", "--partnership-name", "Marlshire Safeguarding Children Partnership"]


class Backup(InAFolder):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "today.backup"

    def made(self):
        self.done("migrate")
        self.done("organisation", "add", "SCH", "Tarrow Valley School", *PLACE)
        return self.done("backup", self.file)

    def restored(self, file, name="restored"):
        """The data folder into which that backup was brought back, with the keys of `data`."""
        data = self.folder / name
        result = run("--data", data, "restore", file)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.done("keys", "backup", self.folder / f"{name}.keys")
        result = run("--data", data, "keys", "restore", self.folder / f"{name}.keys")
        self.assertEqual(result.returncode, 0, result.stderr)
        return data

    def one(self, data, sql):
        database = sqlite3.connect(data / "throughline.db")
        self.addCleanup(database.close)
        return database.execute(sql).fetchone()[0]

    def refused(self, words, *arguments):
        said = self.fails(1, *arguments)
        self.assertIn(words, said)

    def test_what_stood_there_comes_back_and_the_ledger_is_whole(self):
        self.made()
        data = self.restored(self.file)
        verified = run("--data", data, "ledger", "verify")
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertEqual(self.one(data, "SELECT name FROM organisation"), "Tarrow Valley School")
        self.assertEqual(self.one(self.data, "SELECT count(*) FROM ledger WHERE what = 'backup.taken'"), 1)
        with Served(data) as address:
            self.assertEqual(urllib.request.urlopen(address + "/").status, 200)

    def test_keys_may_come_back_first(self):
        self.made()
        self.done("keys", "backup", self.folder / "keys.file")
        data = self.folder / "keys-first"
        self.assertEqual(run("--data", data, "keys", "restore", self.folder / "keys.file").returncode, 0)
        self.assertEqual(run("--data", data, "restore", self.file).returncode, 0)
        self.assertEqual(run("--data", data, "ledger", "verify").returncode, 0)

    def test_the_keys_are_not_in_it_and_nobody_else_may_read_it(self):
        self.made()
        written = self.file.read_bytes()
        keys = [file.read_bytes() for file in (self.data / "keys").iterdir() if file.is_file()]
        self.assertGreater(len(keys), 3)
        for key in keys:
            self.assertFalse(len(key) >= 32 and key.strip() in written)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)

    def test_it_is_taken_from_one_moment_while_others_write(self):
        self.made()
        stopped = threading.Event()
        added, faults = [], []

        def keep_adding():
            while not stopped.is_set():
                code = f"S{len(added):04}"
                result = run("--data", self.data, "organisation", "add", code, f"School {code}", *PLACE)
                (added if result.returncode == 0 else faults).append(code)

        with Served(self.data):
            writers = [threading.Thread(target=keep_adding)]
            for writer in writers:
                writer.start()
            files = [self.folder / f"{n}.backup" for n in range(4)]
            for file in files:
                self.done("backup", file)
            stopped.set()
            for writer in writers:
                writer.join()
        self.assertEqual(faults, [])
        self.assertGreater(len(added), 3, "there was work going on")
        counts = []
        for n, file in enumerate(files):
            said = self.done("backup-check", file)
            self.assertIn("the ledger is whole", said)
            data = self.restored(file, f"restored-{n}")
            places = self.one(data, "SELECT count(*) FROM organisation")
            entries = self.one(data, "SELECT count(*) FROM ledger WHERE what = 'organisation.added'")
            self.assertEqual(places, entries, "an act and its entry are of one moment")
            counts.append(places)
        self.assertEqual(counts, sorted(counts))

    def test_nobody_is_signed_in_by_a_restored_session(self):
        shutil.copytree(made_demo(), self.data)
        database = sqlite3.connect(self.data / "throughline.db")
        database.execute("INSERT INTO session (token_hash, account_id, csrf, began_at, seen_at) "
                         "SELECT 'x', id, 'y', created_at, created_at FROM account LIMIT 1")
        database.commit()
        database.close()
        self.done("backup", self.file)
        data = self.restored(self.file)
        self.assertEqual(self.one(data, "SELECT count(*) FROM session"), 0)
        for table in ("case_file", "chronology_row", "written_text", "document_chunk", "person", "ledger"):
            since = 1 if table == "ledger" else 0  # that the backup was taken
            self.assertEqual(self.one(data, f"SELECT count(*) FROM {table}"),
                             self.one(self.data, f"SELECT count(*) FROM {table}") - since, table)
        self.assertIn("the ledger is whole", self.done("backup-check", self.file))

    def test_a_damaged_file_is_known_for_one(self):
        self.made()
        whole = self.file.read_bytes()
        bad = self.folder / "bad.backup"
        for words, bytes_ in [
            ("cut off", whole[:-1]),
            ("cut off", whole[: len(whole) // 2]),
            ("checksum does not hold", whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:]),
            ("checksum does not hold", whole + b"x"),
            ("checksum does not hold", whole.replace(b'"entries":2', b'"entries":3', 1)),
            ("is not a backup", b"PK\x03\x04" + whole),
            ("is not a backup", b""),
            ("is not a backup", b"throughline-backup 1 {}\n"),
        ]:
            with self.subTest(words, size=len(bytes_)):
                bad.write_bytes(bytes_)
                self.refused(words, "backup-check", bad)
                nowhere = self.folder / "nowhere"
                result = run("--data", nowhere, "restore", bad)
                self.assertEqual(result.returncode, 1)
                self.assertIn(words, result.stderr)
                self.assertFalse(nowhere.exists(), "nothing half restored is left")
        self.refused("No such file", "backup-check", self.folder / "missing")

    def test_a_lost_row_is_found_also_under_a_right_checksum(self):
        self.made()
        head, _, body = self.file.read_bytes().partition(b"\n")
        database_file = self.folder / "body.db"
        database_file.write_bytes(body)
        database = sqlite3.connect(database_file)
        database.execute("DELETE FROM ledger WHERE seq = 2")
        database.commit()
        database.close()
        changed = database_file.read_bytes()
        told = json.loads(head.split(b" ", 2)[2])
        words = "".join(f"{told[name]}\n" for name in ("taken_at", "release", "entries")).encode()
        told |= {"size": len(changed), "sha256": hashlib.sha256(words + changed).hexdigest()}
        self.file.write_bytes(b"throughline-backup 1 " + json.dumps(told).encode() + b"\n" + changed)
        self.refused("entry 2", "backup-check", self.file)
        self.assertIn("chain was not checked", run("--data", self.folder / "none", "backup-check", self.file).stdout)

    def test_a_mistyped_keys_folder_is_no_pass(self):
        self.made()
        self.refused("There is no keys folder", "--keys", self.folder / "mistyped", "backup-check", self.file)

    def test_a_second_factor_comes_back_and_needs_the_key_it_was_sealed_under(self):
        self.done("migrate")
        self.done("organisation", "add", "SCH", "Tarrow Valley School", *PLACE)
        self.done("account", "add", "ada@marlshire.example", "--name", "Ada Brook", "--organisation", "SCH", "--role",
                  "agency_lead")
        database = sqlite3.connect(self.data / "throughline.db")
        for table, columns, values in (
                ("second_factor", "account_id, sealed, last_step, set_up_at", "id, x'01', 0, created_at"),
                ("half_signed_in", "account_id, token_hash, password_mark, began_at", "id, 'x', 'y', created_at")):
            database.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM account")
        database.commit()
        database.close()
        self.done("backup", self.file)
        data = self.restored(self.file)
        self.assertEqual(self.one(data, "SELECT count(*) FROM second_factor"), 1)
        self.assertEqual(self.one(data, "SELECT count(*) FROM half_signed_in"), 0)
        self.done("backup-check", self.file)
        (self.data / "keys/second-factor.key").unlink()
        self.assertIn("lacks the key second-factor", self.fails(1, "backup-check", self.file))

    def test_nothing_is_overwritten(self):
        beside = self.folder / "today.backup.part"
        beside.write_text("somebody's own")
        self.made()
        self.assertEqual(beside.read_text(), "somebody's own")
        self.refused("is there already", "backup", self.file)
        self.refused("holds something already", "restore", self.file)

    def test_a_full_disk_leaves_nothing_behind(self):
        self.made()
        limited = subprocess.run(
            [PROGRAM, "--data", self.data, "backup", self.folder / "full.backup"], capture_output=True, text=True,
            timeout=120, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        self.assertEqual(limited.returncode, 1, limited.stdout + limited.stderr)
        self.assertNotEqual(limited.stderr.strip(), "")
        self.assertEqual([file.name for file in self.folder.iterdir() if "full" in file.name or "XXX" in file.name], [])
        self.assertEqual(list(self.folder.glob("throughline-backup.*")), [])
        self.assertIn("The ledger is whole", self.done("ledger", "verify"))

    def test_every_kept_backup_of_an_earlier_schema_restores(self):
        kept = sorted((pathlib.Path(__file__).parents[1] / "backups").glob("*.backup.gz"))
        self.assertNotEqual(kept, [])
        for packed in kept:
            name = packed.name.removesuffix(".backup.gz")
            with self.subTest(name):
                data, file = self.folder / name, self.folder / f"{name}.backup"
                file.write_bytes(gzip.decompress(packed.read_bytes()))
                shutil.copytree(packed.with_name(f"{name}.keys"), data / "keys")
                (data / "keys").chmod(0o700)  # a clone keeps no modes
                for key in (data / "keys").iterdir():
                    key.chmod(0o600)
                result = run("--data", data, "restore", file)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertEqual(run("--data", data, "ledger", "verify").returncode, 0)
                with Served(data) as address:
                    self.assertEqual(urllib.request.urlopen(address + "/readyz").status, 200)


if __name__ == "__main__":
    unittest.main()
