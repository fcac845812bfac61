# SPDX-License-Identifier: GPL-3.0-or-later
"""32 busy users alone, and beside 1,000 idle and 200 slow connections, in turns on one server."""
import re, statistics

import wrk
from case_page import PAGE, read_page
from county import County
from figures import compare, say, tell
from strangers import Strangers, allow_connections, refused

BUSY, IDLE, SLOW, CAP = 32, 1000, 200, 2048


def figures(rounds, seconds):
    say("busy users beside idle and slow strangers")
    allow_connections(2 * CAP + 512)
    county = County()
    try:
        county.start()
        browser = county.browser("business_unit")
        read_page(browser)
        big = re.search(r'href="(/assets/[^"]+\.css)"', browser.get("/").text)[1]
        slowest = {"alone": [], "beside": []}
        most = {"alone": [], "beside": []}

        def busy(where):
            county.forget_most_memory()
            run = wrk.run(county.port, PAGE, seconds, BUSY, browser.cookies)
            most[where].append(county.memory("VmHWM"))
            if run.unanswered:
                raise AssertionError(f"{run.unanswered} requests were not answered, {where}")
            slowest[where].append(run.p99)
            return run.rate

        def beside():
            with Strangers(county.port, IDLE, SLOW, big):
                return busy("beside")

        busy("alone")  # not counted: warms
        slowest["alone"].clear()
        most["alone"].clear()
        value, alone, ratio = compare(rounds, beside, lambda: busy("alone"))
        strangers = f"{IDLE} idle and {SLOW} slow connections"
        tell(f"case page, {BUSY} users beside {strangers} (baseline: the users alone)", value, "requests/s", alone, ratio)
        tell(f"the slowest 1% of case pages, {BUSY} users beside {strangers} (baseline: the users alone)",
             statistics.median(slowest["beside"]), "ms", statistics.median(slowest["alone"]),
             statistics.median(b / a for b, a in zip(slowest["beside"], slowest["alone"])))
        tell(f"most resident memory, {BUSY} users beside {strangers} (baseline: the users alone)",
             max(most["beside"]), "MiB", max(most["alone"]), max(most["beside"]) / max(most["alone"]))

        with Strangers(county.port, CAP, 0, big):
            told = refused(county.port, 200)
        tell(f"refusals at {CAP} connections that say 503 and Retry-After",
             sum(status == 503 and retry != "" for status, retry in told), "of 200")
        county.rest()
    finally:
        county.remove()
