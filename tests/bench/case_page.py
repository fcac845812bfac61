# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed-in person's case page, on each database, against Beast's own fixed answer of the same size."""
import statistics, time, urllib.parse

import wrk
from county import ENGINES, County, POSTGRES
from figures import Fixed, compare, say, tell
from round_trips import Counted

PAGE = "/cases/MAR-2026-001"
CONNECTIONS = 16
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def read_page(browser):
    answer = browser.get(PAGE)
    if answer.status != 200 or b"MAR-2026-001" not in answer.body:
        raise AssertionError(f"{PAGE} is {answer.status}")
    return answer.body


def page_rate(engine, fixed_answer, rounds, seconds):
    say(f"the case page on {NAMES[engine]}")
    county = County(engine)
    try:
        county.start()
        browser = county.browser("business_unit")
        size = len(read_page(browser))

        def asked(port, cookies):
            run = wrk.run(port, PAGE, seconds, CONNECTIONS, cookies)
            if run.unanswered:
                raise AssertionError(f"{run.unanswered} requests were not answered")
            return run.rate

        with Fixed(fixed_answer, size) as fixed:
            asked(county.port, browser.cookies)  # every connection to the database has seen every statement
            value, bound, ratio = compare(rounds, lambda: asked(county.port, browser.cookies),
                                          lambda: asked(fixed.port, browser.cookies))
        read_page(browser)
        tell(f"case page on {NAMES[engine]}, {size} bytes, {CONNECTIONS} connections (baseline: Beast's fixed answer)",
             value, "requests/s", bound, ratio)
        county.rest()
    finally:
        county.remove()


def round_trips():
    """Of one page, while nobody else asks. What the server does by itself falls into few of them: the median is the page's."""
    say("round trips to PostgreSQL")
    server = urllib.parse.urlsplit(POSTGRES)
    county = County("postgresql")
    try:
        with Counted(server.hostname, server.port) as between:
            county.database = ["--database", county.url.replace(f":{server.port}/", f":{between.port}/")]
            county.start()
            browser = county.browser("business_unit")
            for _ in range(10):
                read_page(browser)
            seen = []
            for _ in range(31):
                before = between.turns
                read_page(browser)
                time.sleep(0.01)  # what may follow an answer belongs to its page
                seen.append(between.turns - before)
            tell("round trips to PostgreSQL for a case page", statistics.median(seen), "round trips")
            county.stop()
    finally:
        county.remove()


def figures(fixed_answer, rounds, seconds):
    for engine in ENGINES:
        page_rate(engine, fixed_answer, rounds, seconds)
    if POSTGRES:
        round_trips()
