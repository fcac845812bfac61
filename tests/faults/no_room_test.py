# SPDX-License-Identifier: GPL-3.0-or-later
"""The data folder on a disk that fills up, and on one that takes nothing any more, while people work: posts are refused
plainly, reads go on, nothing is half written, and once there is room the service goes on by itself.

The disk is a small one in memory, mounted in a mount namespace of the test's own.
"""
import os, pathlib, shutil, subprocess, sys, tempfile, textwrap, unittest

from county import PROGRAM, InACounty, demo_file, made, return_form, run
from people import ALDER, WREN, long_table
from wholeness import half_done

INSIDE = "THROUGHLINE_TEST_DISK"
SIZE = 160 << 20  # beyond the room below which /readyz says no


def may_mount():
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", folder],
                              capture_output=True).returncode == 0


class InANamespace(unittest.TestCase):
    @unittest.skipUnless(shutil.which("unshare") and may_mount(), "no disk may be mounted here: that needs root")
    def test_full_and_read_only_disks(self):
        """Runs the tests below where a disk can be mounted that nobody else sees."""
        with tempfile.TemporaryDirectory(prefix="throughline-disk-") as folder:
            said = subprocess.run(
                ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs -o size={SIZE} tmpfs "$0" && exec "$@"', folder,
                 sys.executable, "-m", "unittest", "-v", "no_room_test.OnASmallDisk"],
                cwd=pathlib.Path(__file__).parent, env={**os.environ, INSIDE: folder, "THROUGHLINE": str(PROGRAM)},
                capture_output=True, text=True,
                timeout=300)
            self.assertEqual(said.returncode, 0, textwrap.indent(said.stderr, "    "))


class OnASmallDisk(InACounty):
    """Run by the one above."""

    def setUp(self):
        made("sqlite")
        self.disk = pathlib.Path(os.environ[INSIDE])
        self.served = self.county(folder=self.disk / "county")
        self.served.log = pathlib.Path(tempfile.mkdtemp()) / "server.log"  # what the server says needs room too
        self.addCleanup(shutil.rmtree, self.served.log.parent)
        self.served.start()

    def fill(self):
        """To the last byte."""
        with open(self.disk / "filler", "wb", buffering=0) as filler:
            for size in (1 << 20, 4096, 1):
                try:
                    while filler.write(b"x" * size):
                        pass
                except OSError:
                    pass

    def refused_plainly(self, answer):
        self.assertEqual(answer.status, 503, answer.text[-800:])
        self.assertIn("There is no room to save anything just now", answer.text)
        self.assertTrue(answer.headers.get("Retry-After"))

    def test_on_a_full_disk_posts_are_refused_reads_go_on_and_room_mends_all(self):
        county = self.served
        notifier, school, unit = county.browser("notifier"), county.browser("agency_lead", "Millrace"), \
            county.browser("business_unit")
        case = notifier.send(notifier.get("/cases/new").form("name").set(name="Dunnock")).location.partition("?")[0]
        page = case + "/notification/sections/safety"
        kept = notifier.get(page).form("safety_done").set(safety_done="Kept.", others_at_risk="no")
        self.assertEqual(notifier.send(kept).status, 303)
        for reader in (unit, school):
            self.assertEqual(reader.get(WREN + ("" if reader is unit else "/return")).status, 200)
        opened = "SELECT count(*) FROM ledger WHERE what = 'case_file.read' AND record = 'MAR-2026-002' " \
                 "AND who = (SELECT id FROM account WHERE email LIKE 'callum.%')"
        unit.get(WREN + "/chronology")
        section = notifier.get(page).form("safety_done")
        upload = return_form(school)
        small = return_form(school)
        before = county.rows("SELECT count(*) FROM agency_return")
        self.fill()
        # The log of the database may hold room from before: posts are sent until it is used up.
        answers = []
        for turn in range(400):
            answers.append(notifier.send(section.set(safety_done=f"Turn {turn}. " + "More was said. " * 300)))
            if answers[-1].status != 303:
                break
            section = notifier.get(page).form("safety_done")
        self.refused_plainly(answers[-1])
        said = answers[-2].status == 303 and f"Turn {len(answers) - 2}." if len(answers) > 1 else "Kept."
        self.refused_plainly(school.send(upload, [("file", "long.csv", long_table())]))
        for address in (WREN, WREN + "/chronology"):
            self.assertEqual(unit.get(address).status, 200, address)
        # That a case was opened is put on record first. Without room for that nobody opens another one.
        for _ in range(2):
            self.refused_plainly(unit.get(ALDER))
        self.assertEqual(county.rows(opened), [["0"]])
        self.assertIn(said, notifier.get(page).form("safety_done").value("safety_done"))
        self.assertEqual(county.readiness()[0], 503, "it says that there is no room")
        self.assertEqual(county.rows("SELECT count(*) FROM agency_return"), before)
        self.assertEqual(half_done(county), {})
        (self.disk / "filler").unlink()
        section = notifier.get(page).form("safety_done")
        self.assertEqual(notifier.send(section.set(safety_done="There is room again.")).status, 303)
        self.assertEqual(unit.get(ALDER).status, 200)
        self.assertEqual(county.rows(opened), [["1"]])
        self.assertEqual(school.send(small, demo_file()).status, 303)
        self.assertEqual(list((county.data / "tmp").iterdir()), [])
        self.assertEqual(half_done(county), {})
        county.rest()

    def test_a_server_killed_on_a_full_disk_starts_again_once_there_is_room(self):
        county = self.served
        notifier = county.browser("notifier")
        self.fill()
        for _ in range(200):
            if notifier.send(notifier.get("/cases/new").form("name").set(name="Dunnock")).status != 303:
                break
        county.kill()
        (self.disk / "filler").unlink()
        county.verify()
        county.start()
        self.assertEqual(half_done(county), {})
        county.rest()

    def test_on_a_read_only_disk_no_server_starts_and_it_says_why(self):
        county = self.served
        county.rest()
        subprocess.run(["mount", "-o", "remount,ro", self.disk], check=True)
        said = run("--data", county.data, "serve", "--listen", "127.0.0.1:0")
        self.assertEqual((said.returncode, said.stderr), (1, f"Cannot write in {county.data}.\n"))
        subprocess.run(["mount", "-o", "remount,rw", self.disk], check=True)
        county.start()
        county.rest()


class TurnedReadOnly(InACounty):
    """A disk that fails under a server: its kernel then takes no more writes to files that are open already."""

    def test_posts_are_refused_reads_go_on_and_a_mended_disk_mends_all(self):
        county = self.county()
        flag, shim = county.folder / "turned", county.folder / "read_only.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, pathlib.Path(__file__).with_name("read_only.c"), "-ldl"],
                       check=True)
        county.environment = {"LD_PRELOAD": str(shim), "THROUGHLINE_TEST_FOLDER": str(county.data),
                              "THROUGHLINE_TEST_READ_ONLY": str(flag)}
        county.start()
        notifier, school, unit = county.browser("notifier"), county.browser("agency_lead", "Millrace"), \
            county.browser("business_unit")
        for address in (WREN, WREN + "/chronology"):
            self.assertEqual(unit.get(address).status, 200)
        new = notifier.get("/cases/new").form("name").set(name="Dunnock")
        upload = return_form(school)
        before = county.rows("SELECT count(*) FROM case_file"), county.rows("SELECT count(*) FROM agency_return")
        flag.touch()
        for answer in (notifier.send(new), school.send(upload, demo_file()), notifier.send(new)):
            self.assertEqual(answer.status, 503, answer.text[-800:])
            self.assertTrue(answer.headers.get("Retry-After"))
        for address in (WREN, WREN + "/chronology"):
            self.assertEqual(unit.get(address).status, 200)
        self.assertEqual(
            (county.rows("SELECT count(*) FROM case_file"), county.rows("SELECT count(*) FROM agency_return")), before)
        flag.unlink()
        self.assertEqual(notifier.send(new).status, 303)
        self.assertEqual(school.send(upload, demo_file()).status, 303)
        self.assertEqual(half_done(county), {})
        self.assertEqual(list((county.data / "tmp").iterdir()), [])
        county.rest()


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(map(loader.loadTestsFromTestCase, (InANamespace, TurnedReadOnly)))


if __name__ == "__main__":
    unittest.main()
