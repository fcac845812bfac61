# SPDX-License-Identifier: GPL-3.0-or-later
"""32 people at work while 1,000 strangers idle and 200 more take their time: everybody at work is answered, memory stays
bounded, and who finds no place is told so and when to come back. How fast is not asked here: that is script/bench load.

Run by script/test; by hand:  THROUGHLINE=build/dev/throughline python3 -m unittest discover -v -s tests/faults -p 'crowd_test.py'
"""
import re, sys, threading, time, unittest

from browser import Browser, Gone
from county import InACounty, wait_for
from strangers import Strangers, allow_connections, refused

IDLE, SLOW, BUSY = 1000, 200, 32
WORK_TIME = 6  # seconds
CAP = 2048     # connections that the server holds
PAGES = ("/cases/MAR-2026-001", "/cases/MAR-2026-001/thread", "/cases", "/")


def big_asset(browser):
    """The style sheet, as a page names it."""
    return re.search(r'href="(/assets/[^"]+\.css)"', browser.get("/").text)[1]


class Beside(InACounty):
    @classmethod
    def setUpClass(cls):
        allow_connections(2 * CAP + 512)

    def test_busy_people_are_all_answered_beside_idle_and_slow_strangers_in_bounded_memory(self):
        county = self.county().start()
        unit = county.browser("business_unit")
        for path in PAGES:
            self.assertEqual(unit.get(path).status, 200, path)
        answered, wrong = [], []
        county.forget_most_memory()

        def work(until):
            mine = Browser(county.port)
            mine.cookies = dict(unit.cookies)
            while time.monotonic() < until or len(answered) < BUSY:
                for path in PAGES:
                    try:
                        status = mine.get(path).status
                    except Gone as lost:
                        status = str(lost)
                    answered.append(path)
                    if status != 200:
                        wrong.append((path, status))
                        return

        with Strangers(county.port, IDLE, SLOW, big_asset(unit)) as strangers:
            until = time.monotonic() + WORK_TIME
            people = [threading.Thread(target=work, args=(until,)) for _ in range(BUSY)]
            for one in people:
                one.start()
            for one in people:
                one.join()
            self.assertEqual(wrong, [])
            self.assertGreaterEqual(len(answered), BUSY * len(PAGES))
            most = county.memory("VmHWM")
        print(f"{len(answered)} pages; at most {most:.0f} MiB; {strangers.came_back} strangers came back", file=sys.stderr)
        # A connection holds 17 KiB to read into and at most one answer. Nobody signs in here: that takes 64 MiB each.
        self.assertLess(most, 150)
        county.rest()

    def test_who_finds_no_place_is_told_503_and_when_to_come_back_and_places_are_given_again(self):
        county = self.county().start()
        with Strangers(county.port, CAP, 0, "/"):
            # Those beyond the last place, and beyond the few that are given a whole page.
            told = refused(county.port, 200)
        self.assertEqual(set(told), {(503, "5")})
        wait_for(lambda: refused(county.port)[0][0] == 200, what="a place")
        county.rest()


if __name__ == "__main__":
    unittest.main()
