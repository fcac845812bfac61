# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/security/asvs.md: every item of ASVS 4.0.3 at levels 1 and 2 stands there once, and what a line names exists."""
import pathlib, re, unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
# Numbers of the items of each section that level 2 holds; those that level 1 holds too.
LEVEL_2 = """1.1: 1-7, 1.2: 1-4, 1.4: 1 4 5, 1.5: 1-4, 1.6: 1-4, 1.7: 1 2, 1.8: 1 2, 1.9: 1 2, 1.10: 1, 1.11: 1 2, 1.12: 2,
    1.14: 1-6, 2.1: 1-12, 2.2: 1-3, 2.3: 1-3, 2.4: 1-5, 2.5: 1-7, 2.6: 1-3, 2.7: 1-6, 2.8: 1-7, 2.9: 1-3, 2.10: 1-4,
    3.1: 1, 3.2: 1-4, 3.3: 1-4, 3.4: 1-5, 3.5: 1-3, 3.7: 1, 4.1: 1 2 3 5, 4.2: 1 2, 4.3: 1-3, 5.1: 1-5, 5.2: 1-8,
    5.3: 1-10, 5.4: 1-3, 5.5: 1-4, 6.1: 1-3, 6.2: 1-6, 6.3: 1 2, 6.4: 1 2, 7.1: 1-4, 7.2: 1 2, 7.3: 1 3 4, 7.4: 1-3,
    8.1: 1-4, 8.2: 1-3, 8.3: 1-8, 9.1: 1-3, 9.2: 1-4, 10.2: 1 2, 10.3: 1-3, 11.1: 1-8, 12.1: 1-3, 12.2: 1, 12.3: 1-6,
    12.4: 1 2, 12.5: 1 2, 12.6: 1, 13.1: 1 3 4 5, 13.2: 1 2 3 5 6, 13.3: 1 2, 13.4: 1 2, 14.1: 1-4, 14.2: 1-6, 14.3: 2 3,
    14.4: 1-7, 14.5: 1-4"""
LEVEL_1 = """2.1: 1-12, 2.2: 1-3, 2.3: 1, 2.5: 1-6, 2.7: 1-4, 2.8: 1, 3.1: 1, 3.2: 1-3, 3.3: 1 2, 3.4: 1-5, 3.7: 1,
    4.1: 1 2 3 5, 4.2: 1 2, 4.3: 1 2, 5.1: 1-5, 5.2: 1-8, 5.3: 1-10, 5.5: 1-4, 6.2: 1, 7.1: 1 2, 7.4: 1, 8.2: 1-3, 8.3: 1-4,
    9.1: 1-3, 10.3: 1-3, 11.1: 1-5, 12.1: 1, 12.3: 1-5, 12.4: 1 2, 12.5: 1 2, 12.6: 1, 13.1: 1 3, 13.2: 1 2 3, 13.3: 1,
    14.2: 1-3, 14.3: 2 3, 14.4: 1-7, 14.5: 1-3"""


def numbers(sections):
    for section in sections.split(","):
        name, items = section.strip().split(": ")
        for item in items.split():
            first, _, last = item.partition("-")
            yield from (f"{name}.{n}" for n in range(int(first), int(last or first) + 1))


def tests_of_the_project():
    found = set()
    for file in (PROJECT / "src").rglob("tests/*.cpp"):
        found |= {f"{suite}.{name}" for suite, name in
                  re.findall(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", file.read_text("utf-8"))}
    for file in (PROJECT / "tests").rglob("*_test.py"):
        found |= set(re.findall(r"def (test_\w+)", file.read_text("utf-8")))
    return found


class Asvs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        text = (PROJECT / "docs/security/asvs.md").read_text("utf-8")
        cls.rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()
                    if re.match(r"\| \d+\.\d+\.\d+ \|", line)]

    def test_every_item_of_levels_1_and_2_stands_once_with_its_level(self):
        self.assertEqual(sorted(row[0] for row in self.rows), sorted(numbers(LEVEL_2)))
        self.assertEqual(sorted(row[0] for row in self.rows if row[1] == "1"), sorted(numbers(LEVEL_1)))

    def test_every_line_is_decided_and_says_why(self):
        for row in self.rows:
            with self.subTest(row[0]):
                self.assertEqual(len(row), 5)
                self.assertIn(row[1], ("1", "2"))
                self.assertIn(row[3], ("met", "not applicable", "not met"))
                self.assertGreater(len(row[4]), 3)

    def test_what_is_met_names_a_test_or_a_file_and_whatever_is_named_exists(self):
        tests = tests_of_the_project()
        for number, _, _, standing, why in self.rows:
            shown = 0
            for name in re.findall(r"`([^`]+)`", why):
                with self.subTest(f"{number}: {name}"):
                    if "/" in name or name.endswith((".md", ".json", ".txt")):
                        self.assertTrue((PROJECT / name).exists())
                        shown += 1
                    elif re.fullmatch(r"[A-Z]\w+\.[A-Z]\w+|test_\w+", name):
                        self.assertTrue(name in tests, "there is no such test")
                        shown += 1
            if standing == "met":
                with self.subTest(number):
                    self.assertGreater(shown, 0, "it names neither a test nor a file")


if __name__ == "__main__":
    unittest.main()
