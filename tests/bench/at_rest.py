# SPDX-License-Identifier: GPL-3.0-or-later
"""How long until a server that is started answers, and what it holds in memory while nobody asks."""
import http.client, statistics, time

from case_page import read_page
from county import County
from figures import Fixed, compare, say, tell


def first_answer(port, patience=20):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                return
        except ConnectionError:
            time.sleep(0.001)
        finally:
            connection.close()
    raise AssertionError("no answer came")


def figures(fixed_answer, rounds):
    say("start and rest")
    county = County()
    try:
        rest = []

        def ours():
            began = time.monotonic()
            county.launch()
            first_answer(county.port)
            took = time.monotonic() - began
            # One round of jobs has been done, and the log has been written to.
            time.sleep(1)
            rest.append(county.memory())
            county.stop()
            return took * 1000

        def bound():
            began = time.monotonic()
            with Fixed(fixed_answer, 10_000) as fixed:
                first_answer(fixed.port)
                return (time.monotonic() - began) * 1000

        value, baseline, ratio = compare(rounds, ours, bound)
        tell("start to first answer, with the demo on SQLite (baseline: Beast's fixed answer)", value, "ms", baseline, ratio)
        tell("resident memory at rest, with the demo on SQLite", statistics.median(rest), "MiB")

        county.start()
        browser = county.browser("business_unit")
        for _ in range(200):
            read_page(browser)
        time.sleep(1)
        tell("resident memory after a sign-in and 200 case pages", county.memory(), "MiB")
        county.rest()
    finally:
        county.remove()
