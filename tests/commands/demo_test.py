# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo county as it lies on disk and goes out: every byte read for the people it registers."""
import json, pathlib, re, shutil, sqlite3, subprocess, tempfile, unittest, urllib.request

from program import PROJECT, InAFolder, Served, run

MARLSHIRE = PROJECT / "src/demo/marlshire"


def registered():
    """Every full name, last name, other name and NHS number that Marlshire registers. First names alone are also words
    (a girl is called Summer), so they are left out."""
    found = set()
    for story in MARLSHIRE.glob("case-*.json"):
        for person in json.loads(story.read_text(encoding="utf-8"))["people"]:
            first, last = person["first_names"] or "", person["last_name"] or ""
            found |= {f"{first} {last}".strip(), f"{last}, {first}".strip(", "), last, *person["other_names"]}
            if number := person["nhs_number"]:
                found |= {number, number.replace(" ", "")}
    return {name for name in found if len(name) > 3 and name not in {first_name(name)}}


def first_name(name):
    """A name of one word that is also somebody's first name."""
    for story in MARLSHIRE.glob("case-*.json"):
        for person in json.loads(story.read_text(encoding="utf-8"))["people"]:
            if name in (person["first_names"] or "").split():
                return name
    return None


def standing_in(content, names):
    """Which of the names stand in those bytes, whatever their case, in UTF-8 or UTF-16."""
    lower = content.lower()
    return {name for name in names
            for encoding in ("utf-8", "utf-16-le") if name.lower().encode(encoding) in lower}


class Demo(InAFolder):
    @classmethod
    def setUpClass(cls):
        cls.names = registered()
        cls.made = pathlib.Path(tempfile.mkdtemp(prefix="throughline-demo-"))
        cls.addClassCleanup(shutil.rmtree, cls.made)
        result = run("--data", cls.made / "data", "demo")
        assert result.returncode == 0, result.stderr

    def setUp(self):
        super().setUp()
        shutil.copytree(self.made / "data", self.data)

    def on_disk(self):
        found = {}
        for file in self.data.rglob("*"):
            if file.is_file():
                if names := standing_in(file.read_bytes(), self.names):
                    found[str(file.relative_to(self.data))] = names
        return found

    def test_no_registered_name_stands_in_any_byte_on_disk_or_of_what_is_public(self):
        self.assertGreater(len(self.names), 40)
        self.assertEqual(self.on_disk(), {})
        with Served(self.data) as address:
            listing = urllib.request.urlopen(address + "/reviews").read().decode()
            slugs = set(re.findall(r'href="(/reviews/[a-z0-9-]+)"', listing))
            self.assertNotEqual(slugs, set(), "the demo publishes a review")
            pages = ["/", "/reviews", "/feed.atom", *slugs]
            for page in pages:
                content = urllib.request.urlopen(address + page).read()
                self.assertEqual(standing_in(content, self.names), set(), page)
            for slug in slugs:
                pdf = urllib.request.urlopen(f"{address}{slug}/report.pdf").read()
                self.assertTrue(pdf.startswith(b"%PDF"))
                with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
                    file.write(pdf)
                    file.flush()
                    text = subprocess.run(["pdftotext", file.name, "-"], capture_output=True, check=True).stdout
                self.assertGreater(len(text), 2000)
                self.assertEqual(standing_in(text, self.names), set(), slug)
        self.assertEqual(self.on_disk(), {}, "after serving")

    def test_the_scan_finds_a_planted_name(self):
        name = sorted(self.names)[0]
        database = sqlite3.connect(self.data / "throughline.db", isolation_level=None)
        database.execute("UPDATE written_text SET plain = ? WHERE id = (SELECT min(id) FROM written_text)", (name,))
        database.close()
        self.assertTrue(any(name in names for names in self.on_disk().values()))

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
