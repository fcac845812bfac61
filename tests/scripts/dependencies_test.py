# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/dependencies.md: whatever is installed has its line there, with version, licence and reason."""
import json, pathlib, re, unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def lines():
    text = (PROJECT / "docs/dependencies.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[1] != "version"]


def names(row):
    """The names a line goes by: those in code, and its words."""
    return {*re.findall(r"`([^`]+)`", row[0]), *re.split(r", | \(| and ", row[0].replace("`", "").lower())}


class Dependencies(unittest.TestCase):
    def test_every_line_has_a_version_a_licence_and_a_reason(self):
        for row in lines():
            with self.subTest(row[0]):
                self.assertEqual(len(row), 4)
                self.assertTrue(all(row))

    def test_every_package_of_debian_that_is_installed_has_its_line(self):
        script = (PROJECT / "script/bootstrap").read_text("utf-8")
        known = set().union(*map(names, lines()))
        wanted = [name for block in re.findall(r"(?:packages|for_tests|for_package|for_bench)=\((.*?)\)", script, re.S)
                  for line in block.splitlines() for name in line.split("#")[0].split()]
        self.assertGreater(len(wanted), 20)
        for name in wanted:
            with self.subTest(name):
                self.assertTrue(name in known, "it has no line in docs/dependencies.md")

    def test_every_package_of_npm_that_is_asked_for_has_its_line_and_its_version(self):
        by_name = {name: row[1] for row in lines() for name in names(row)}
        for file in ("assets/package.json", "tests/journeys/package.json"):
            asked = json.loads((PROJECT / file).read_text("utf-8"))
            for name, version in {**asked.get("dependencies", {}), **asked.get("devDependencies", {})}.items():
                with self.subTest(name):
                    self.assertTrue(name in by_name, "it has no line in docs/dependencies.md")
                    minor = ".".join(version.split(".")[:2])
                    self.assertIn(minor, by_name[name])


if __name__ == "__main__":
    unittest.main()
