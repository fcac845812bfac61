# SPDX-License-Identifier: GPL-3.0-or-later
"""script/tally on reports as the runners write them: the sum is theirs, and no failure gets lost on the way."""
import pathlib, subprocess, tempfile, unittest

TALLY = pathlib.Path(__file__).resolve().parents[2] / "script" / "tally"
UNITTEST = "Ran 12 tests in 2.5s\n\nOK (skipped=2)\n"
PLAYWRIGHT = "  ✓  1 a.spec.ts:5:1 › a (3s)\n\n  1 skipped\n  6 passed (12.7s)\n"
GTEST = '<testsuites tests="5" failures="{0}" disabled="1" errors="0"><testsuite><testcase name="a"/></testsuite></testsuites>'
CTEST = '<testsuite>{}</testsuite>'


def ctest(**ends):
    return CTEST.format("".join(f'<testcase name="{name}" status="{end}"/>' for name, end in ends.items()))


class Tally(unittest.TestCase):
    def said(self, files, *broken):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            run = subprocess.run([TALLY, folder, *broken], capture_output=True, text=True)
            return run.stdout.splitlines(), run.returncode

    def test_all_runners_are_added_up_and_the_skipped_are_not_passed(self):
        lines, status = self.said({
            "scripts.log": UNITTEST, "journeys-sqlite.log": PLAYWRIGHT, "quick.xml": ctest(a="run"),
            "quick/a_test.xml": GTEST.format(0)})
        self.assertEqual((lines[-1], status), ("20 passed, 0 failed", 0))
        self.assertIn("4 not run", lines)

    def test_a_failed_case_is_counted_once(self):
        lines, status = self.said({"quick.xml": ctest(a="fail", b="run"), "quick/a_test.xml": GTEST.format(2),
                                   "quick/b_test.xml": GTEST.format(0)}, "ctest-quick")
        self.assertEqual((lines[-1], status), ("6 passed, 2 failed", 1))

    def test_a_program_that_crashed_leaves_no_report_and_is_a_failure(self):
        lines, status = self.said({"quick.xml": ctest(a="fail", b="run"), "quick/b_test.xml": GTEST.format(0)}, "ctest-quick")
        self.assertEqual((lines[-1], status), ("4 passed, 1 failed", 1))

    def test_failures_of_unittest_and_playwright_are_counted(self):
        lines, status = self.said({
            "commands.log": "Ran 5 tests in 1s\n\nFAILED (failures=1, errors=1)\n",
            "journeys-postgresql.log": "  1 failed\n    a.spec.ts:1:1 › a\n  1 flaky\n  2 did not run\n  3 passed (1.0m)\n"},
            "commands", "journeys-postgresql")
        self.assertEqual((lines[-1], status), ("6 passed, 4 failed", 1))

    def test_a_step_that_failed_without_naming_a_test_is_a_failure(self):
        lines, status = self.said({"scripts.log": UNITTEST, "layers.log": "a.cpp: wrong\n"}, "layers")
        self.assertEqual((lines[-1], status), ("10 passed, 1 failed", 1))
        self.assertIn("failed: layers (build/results/layers.log)", lines)

    def test_nothing_at_all_is_not_success(self):
        self.assertEqual(self.said({}), (["0 passed, 0 failed"], 1))


if __name__ == "__main__":
    unittest.main()
