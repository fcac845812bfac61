# SPDX-License-Identifier: GPL-3.0-or-later
"""audit-bytes: on the demo it finds nobody, and wherever somebody is planted it says where, and never who by name."""
import base64, datetime, gzip, json, re, sqlite3, tarfile, unittest, zipfile, zlib

from program import PROJECT, Served, WithDemo

PEOPLE = [
    (json.loads(story.read_text("utf-8")), person)
    for story in sorted((PROJECT / "src/demo/marlshire").glob("case-*.json"))
    for person in json.loads(story.read_text("utf-8"))["people"]]
CHILD = next(person for _, person in PEOPLE if person["first_names"] == "Kayode")
ANCHOR = datetime.date.fromisoformat(json.loads((PROJECT / "src/demo/marlshire/county.json").read_text("utf-8"))["anchor"])
NAME = f"{CHILD['first_names']} {CHILD['last_name']}"
WHOSE = r"CHILD-1, MAR-\d{4}-\d{3}"


def pdf_with(words):
    """One page that shows those words, its drawing compressed."""
    drawing = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made))


class AuditBytes(WithDemo):
    def audited(self, *arguments, **more):
        """One run in which something is found: its findings by place. Nobody is named in what it says."""
        said = self.fails(1, "audit-bytes", *arguments, **more)
        for word in (CHILD["first_names"], CHILD["last_name"], CHILD["nhs_number"]):
            self.assertNotIn(word.lower(), said.lower())
        found = re.findall(r"^(.*), at (\d+): (.*)$", said, re.M)
        return {f"{place} @{at}": what for place, at, what in found}, said

    def stands(self, found, place, kind="full name"):
        """Something of that kind stands in that place; it is taken out of `found`."""
        there = [known for known in found if place in known]
        self.assertTrue(there, f"{place}: {list(found)}")
        for known in there:
            self.assertRegex(found.pop(known), rf"^{kind} of {WHOSE}$")

    def in_database(self, sql, *values):
        database = sqlite3.connect(self.data / "throughline.db", isolation_level=None)
        self.addCleanup(database.close)
        return database.execute(sql, values).fetchall()

    def text_of(self, is_own):
        """A text of the child's own case, or of another."""
        return self.in_database(
            f"SELECT min(id) FROM written_text WHERE plain IS NOT NULL AND case_id {'=' if is_own else '<>'}"
            " (SELECT id FROM case_file WHERE reference = 'MAR-2026-002')")[0][0]

    def test_nobody_of_the_demo_stands_anywhere_also_after_serving_and_while_it_is_served(self):
        said = self.done("audit-bytes")
        self.assertRegex(said, rf"Looked for {len(PEOPLE)} people of 6 cases in \d+ files, \d+ values, \d+ public pages")
        values, pages = map(int, re.search(r"(\d+) values, (\d+) public pages", said).groups())
        self.assertGreater(values, 20_000)
        self.assertGreater(pages, 8)
        rows = self.in_database("SELECT who, role, what, record, why FROM ledger WHERE what LIKE 'app.bytes%' ORDER BY seq")
        self.assertEqual([row[:4] for row in rows], [
            ("system", "operator", "app.bytes_audit_begun", "installation"),
            ("system", "operator", "app.bytes_audit_ended", "installation")])
        self.assertRegex(rows[1][4], r"^\d+ files, \d+ values, \d+ public pages, \d+ bytes; found 0, not looked at 0$")
        with Served(self.data):
            self.done("backup", self.data / "today.backup")
            self.done("audit-bytes")
        self.done("ledger", "verify")

    def test_who_is_planted_in_the_data_folder_or_the_database_is_found(self):
        first, last = CHILD["first_names"], CHILD["last_name"]
        (self.data / "tmp" / "note.txt").write_text(f"seen with {NAME.upper()} at home")
        (self.data / "server.log").write_bytes(f"{last}, {first}".encode("utf-16-le"))
        (self.data / f"letter to {NAME}.txt").write_text("nothing")
        born, moved = datetime.date.fromisoformat(CHILD["date_of_birth"]), datetime.date.today() - ANCHOR
        days = [born + moved + datetime.timedelta(days=day) for day in range(-8, 9)]  # the demo moves by whole weeks
        (self.data / "born.json").write_text(("\n" + "and so on " * 30).join(json.dumps({"date_of_birth": str(day)}) for day in days))
        own, other = self.text_of(True), self.text_of(False)
        self.in_database("UPDATE written_text SET plain = ? WHERE id IN (?, ?)", f"Later {first} left.", own, other)
        self.in_database("UPDATE account SET post = ? WHERE email LIKE 'owen%'", f"NHS {CHILD['nhs_number']}")
        self.in_database("UPDATE installation SET value = ?", f"With {NAME}.")
        self.in_database("UPDATE published_review SET summary = ?", f"About {last}, {first}")

        found, said = self.audited()
        self.stands(found, "tmp/note.txt @10")
        self.stands(found, "server.log @0")
        self.stands(found, "(withheld) (its name) @0")
        self.assertEqual(len(re.findall(r"born.json, at \d+: date of birth of", said)), 1)
        self.stands(found, "born.json", "date of birth")
        self.stands(found, f"database, written_text.plain, row {own} @6", "single name")
        self.stands(found, "database, account.post", "NHS number")
        self.stands(found, "database, installation.value")
        self.stands(found, "database, published_review.summary")
        [(slug,)] = self.in_database("SELECT slug FROM published_review")
        for page in ("/", "/reviews", "/feed.atom", f"/reviews/{slug}"):
            self.stands(found, f"public page {page} @")
        self.stands(found, "throughline.db", "(full name|NHS number)")
        self.assertEqual(found, {}, "a single name in another case is a word like any other")

    def test_who_stands_inside_other_files_is_found(self):
        there = self.folder / "handed over"
        there.mkdir()
        half = len(NAME) // 2
        with zipfile.ZipFile(there / "letter.docx", "w", zipfile.ZIP_DEFLATED) as docx:
            docx.writestr("word/document.xml", f"<w:p><w:t>{NAME[:half]}</w:t></w:r><w:r><w:t>{NAME[half:]}</w:t></w:p>")
        (there / "server.log.gz").write_bytes(gzip.compress(f"GET /?q={NAME.replace(' ', '%20')}".encode()))
        (there / "report.pdf").write_bytes(pdf_with(NAME))
        with tarfile.open(there / "all.tar.xz", "w:xz") as tar:
            tar.add(there / "letter.docx", "mail/letter.docx")
        (there / "mail.eml").write_text(base64.encodebytes(f"Dear all, {NAME} was seen. {'x' * 90}".encode()).decode())
        (there / "plain.txt").write_text(f"{CHILD['first_names']} alone may be a word like any other")
        (there / "cut.zip").write_bytes(b"PK\x03\x04 and then nothing")

        found, said = self.audited(there)
        for place in ("handed over/letter.docx!word/document.xml", "server.log.gz!inside", "report.pdf!words", "report.pdf!stream 1",
                      "all.tar.xz!mail/letter.docx!word/document.xml", "mail.eml, base64 at 0"):
            with self.subTest(place):
                self.stands(found, place)
        self.assertEqual(found, {})
        self.assertRegex(said, "Not looked at: .*/cut.zip: broken or locked")

    def test_more_may_be_asked_for(self):
        (self.folder / "note").write_text(f"at 14 MILL LANE with {CHILD['first_names']}")
        self.done("audit-bytes", self.folder / "note", "--also", "15 Mill Lane")
        found, _ = self.audited("--also", "14 Mill Lane", "--single-names", self.folder / "note", "-", given="14 mill lane")
        self.stands(found, "note @21", "single name")
        self.assertEqual(sorted(found.values()), ["the text asked for", "the text asked for"])
        self.assertIn("standard input @0", found)

    def test_wrong_usage_ends_with_2_and_what_is_not_there_is_a_failure(self):
        self.fails(2, "audit-bytes", "--no-such-option")
        self.fails(2, "audit-bytes", "--also", "a")
        self.assertEqual(self.in_database("SELECT 1 FROM ledger WHERE what LIKE 'app.bytes%'"), [])
        self.assertIn("Not looked at", self.fails(1, "audit-bytes", self.folder / "not there"))


if __name__ == "__main__":
    unittest.main()
