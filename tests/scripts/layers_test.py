# SPDX-License-Identifier: GPL-3.0-or-later
"""script/layers on small houses built for the purpose: each rule is broken once and must be seen."""
import pathlib, subprocess, tempfile, unittest

LAYERS = pathlib.Path(__file__).resolve().parents[2] / "script" / "layers"
ORDER = "# ground first\nplatform/db\npeople\nrapid_review\naction\napp\n"
HOUSE = {
    "layers.txt": ORDER,
    "platform/db/db.hpp": "#include <thread>\nstd::thread::id id();\n",
    "people/people.hpp": "",
    "people/operations.hpp": "",
    "people/store.hpp": "",
    "people/store.cpp": '#include "people/store.hpp"\n#include "platform/db/db.hpp"\n',
    "action/action.hpp": "",
}


class Layers(unittest.TestCase):
    def said(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**HOUSE, **files}.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            run = subprocess.run([LAYERS, folder], capture_output=True, text=True)
            self.assertEqual(run.returncode, 0 if run.stdout == "layers: ok\n" else 1, run.stdout + run.stderr)
            return run.stdout

    def sees(self, complaint, **files):
        self.assertIn(complaint, self.said(**files))

    def test_an_orderly_house_passes(self):
        self.assertEqual(self.said(), "layers: ok\n")

    def test_an_include_upwards_is_seen(self):
        self.sees("people may not know about action", **{"people/a.cpp": '#include "action/action.hpp"\n'})

    def test_a_private_header_of_another_feature_is_seen(self):
        self.sees("people/store.hpp is private to people", **{"action/a.cpp": '#include "people/store.hpp"\n'})

    def test_records_and_operations_of_another_feature_are_open(self):
        includes = '#include "people/operations.hpp"\n#include "people/people.hpp"\n'
        self.assertEqual(self.said(**{"action/a.cpp": includes}), "layers: ok\n")

    def test_what_a_folder_offers_to_tests_is_for_tests_alone(self):
        offered = {"people/testing.hpp": 'inline auto a = "INSERT INTO person VALUES (?)";\n'}
        use = '#include "people/testing.hpp"\nauto a = "DELETE FROM person";\n'
        self.assertEqual(self.said(**offered, **{"action/tests/a_test.cpp": use, "action/testing.hpp": use}), "layers: ok\n")
        self.sees("people/testing.hpp is for tests", **offered, **{"action/a.cpp": use})

    def test_a_folder_without_a_place_in_the_order_is_seen(self):
        self.sees("misc/a.cpp: stands in no folder", **{"misc/a.cpp": ""})
        self.sees("platform/misc/a.txt: stands in no folder", **{"platform/misc/a.txt": ""})

    def test_our_own_header_in_angles_is_seen(self):
        self.sees("is our own: include it by quotes", **{"people/a.cpp": "#include <platform/db/db.hpp>\n"})

    def test_a_header_not_written_from_src_is_seen(self):
        self.sees("is not a header of ours", **{"people/a.cpp": '#include "store.hpp"\n'})
        self.sees("is not a header of ours", **{"people/a.cpp": '#include "people/../people/store.hpp"\n'})

    def test_the_platform_naming_a_feature_is_seen(self):
        self.sees("may not name people", **{"platform/db/a.cpp": "people::Account account;\n"})
        self.sees("may not name rapid_review", **{"platform/db/a.cpp": 'auto path = "rapid_review/decision";\n'})

    def test_the_platform_may_explain_itself_by_an_example(self):
        self.assertEqual(self.said(**{"platform/db/a.cpp": "// as rapid_review does\n"}), "layers: ok\n")

    def test_a_table_written_by_two_folders_is_seen(self):
        for second in ('"UPDATE person SET name = ?"', '"delete from person"', 'R"(INSERT OR IGNORE\n INTO person)"',
                       '"INSERT INTO "\n    "person (id)"'):
            with self.subTest(second):
                self.sees("table person is written by people (people/a.cpp:1) and by action (action/a.cpp:1)",
                          **{"people/a.cpp": 'auto a = "INSERT INTO person VALUES (?)";\n',
                             "action/a.cpp": f"auto a = {second};\n"})

    def test_reading_testing_and_talking_about_a_table_is_free(self):
        self.assertEqual(self.said(**{
            "people/a.cpp": 'auto a = "INSERT INTO person VALUES (?) ON CONFLICT DO UPDATE SET name = ?";\n',
            "action/a.cpp": '// DELETE FROM person\nauto a = "SELECT * FROM person FOR UPDATE";\n',
            "action/tests/a_test.cpp": 'auto a = "DELETE FROM person";\n'}), "layers: ok\n")


if __name__ == "__main__":
    unittest.main()
