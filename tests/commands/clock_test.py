# SPDX-License-Identifier: GPL-3.0-or-later
"""`clock due`: every vector of the statutory clocks, through the command."""
import csv, unittest

from program import PROJECT, run


class ClockDue(unittest.TestCase):
    def test_every_vector_is_printed_as_the_date_alone(self):
        with open(PROJECT / "src/statutory/tests/statutory-clock-vectors.csv", newline="") as file:
            vectors = list(csv.DictReader(file))
        self.assertGreater(len(vectors), 20)
        for vector in vectors:
            with self.subTest(vector):
                said = run("clock", "due", vector["clock"], vector["trigger_date"])
                self.assertEqual((said.stdout, said.returncode), (vector["due_date"] + "\n", 0), said.stderr)

    def test_the_explanation_names_the_date_and_the_holidays_in_between(self):
        said = run("clock", "due", "notify_panel", "2026-04-02", "--explain").stdout
        self.assertRegex(said, r"2026-04-13|13 April 2026")
        self.assertIn("Good Friday", said)
        self.assertIn("Easter Monday", said)

    def test_beyond_the_bank_holiday_data_it_refuses_to_guess(self):
        said = run("clock", "due", "rapid_review", "2090-01-02")
        self.assertEqual((said.returncode, said.stdout), (1, ""))
        self.assertNotEqual(said.stderr, "")

    def test_an_unknown_clock_and_a_date_that_is_none_are_wrong_usage(self):
        for wrong in (["dinner", "2026-01-02"], ["rapid_review", "2026-02-30"], ["rapid_review", "soon"]):
            with self.subTest(wrong):
                said = run("clock", "due", *wrong)
                self.assertEqual((said.returncode, said.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
