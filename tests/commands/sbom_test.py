# SPDX-License-Identifier: GPL-3.0-or-later
"""script/sbom: a list of parts that a machine can read, that is whole, and that is the same for the same build."""
import json, re, subprocess, unittest

from program import PROGRAM, PROJECT


def printed():
    return subprocess.run([PROJECT / "script/sbom", PROGRAM], capture_output=True, text=True, timeout=120, check=True).stdout


class Sbom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = printed()
        cls.bom = json.loads(cls.text)

    def test_it_is_cyclonedx_1_5_of_this_program(self):
        self.assertEqual((self.bom["bomFormat"], self.bom["specVersion"], self.bom["version"]), ("CycloneDX", "1.5", 1))
        self.assertRegex(self.bom["serialNumber"],
                         r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
        program = self.bom["metadata"]["component"]
        self.assertEqual((program["type"], program["name"]), ("application", "throughline"))
        allowed = {"type", "bom-ref", "name", "version", "scope", "purl", "licenses", "properties"}
        for one in self.bom["components"]:
            with self.subTest(one.get("name")):
                self.assertEqual(set(one) - allowed, set())
                self.assertIn(one["scope"], ("required", "optional"))
                self.assertRegex(one["purl"], r"^pkg:(deb/debian|npm)/[^@]+@[^?]+")
                self.assertTrue(one["version"])
                self.assertTrue(one["licenses"][0]["license"]["name"])

    def test_every_part_stands_once_and_is_depended_on(self):
        references = [one["bom-ref"] for one in self.bom["components"]]
        self.assertEqual(len(references), len(set(references)))
        self.assertEqual(references, sorted(references))
        self.assertEqual(self.bom["dependencies"][0]["dependsOn"], references)

    def test_what_the_program_is_linked_with_and_carries_is_there(self):
        names = {one["name"] for one in self.bom["components"]}
        self.assertGreaterEqual(names, {"libsodium23", "libsqlite3-0", "libpq5", "libzip4", "libpugixml1v5", "libicu72",
                                        "libboost1.81-dev", "libcli11-dev", "nlohmann-json3-dev", "govuk-frontend"})
        self.assertEqual(names & {"esbuild", "sass", "typescript"}, set(), "what only makes the assets is not in them")

    def test_it_is_the_same_again_and_says_nothing_of_the_machine(self):
        self.assertEqual(printed(), self.text)
        self.assertNotIn(str(PROJECT), self.text)
        self.assertIsNone(re.search(r'"/(home|root|work|tmp|usr|lib)', self.text))


if __name__ == "__main__":
    unittest.main()
