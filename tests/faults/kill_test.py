# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed without warning at random moments while people fill in forms, upload, sign and publish, on both databases: what was
acknowledged is there, what was not is whole or absent, and the ledger verifies.

THROUGHLINE_KILLS says how often over all (20), THROUGHLINE_SEED which moments (printed, so that they can be had again).
"""
import datetime, functools, hashlib, itertools, os, random, sqlite3, time, unittest

from county import ENGINES, County, InACounty
from people import AtWork, everybody, prepare_publication
from wholeness import QUESTIONS, half_done

KILLS = int(os.environ.get("THROUGHLINE_KILLS", "20"))
SEED = int(os.environ.get("THROUGHLINE_SEED", str(random.SystemRandom().randrange(10**6))))
IN_ONE_COUNTY = 10  # kills before a county has grown too long to read through each time


@functools.cache
def scheduled(engine):
    """A county in which a review waits for its day; the county and the day."""
    county = County(engine)
    try:
        day = prepare_publication(county.start())
        county.rest()
    except BaseException:
        county.remove()
        raise
    return county, day


class Killed(InACounty):
    @classmethod
    def setUpClass(cls):
        print(f"\nkills: {KILLS} in all on {' and '.join(ENGINES)}, seed {SEED}", flush=True)

    def run_of(self, engine, kills, chance):
        """Kills one county that often; gives the acts that were acknowledged and those that had no answer."""
        template, day = scheduled(engine)
        county = self.county(engine, of=template.as_template())
        began, opened = time.monotonic(), datetime.datetime.combine(day, datetime.time(9))
        starts = itertools.count()

        def now(later=0):
            """On the day of publication, in the morning. Never earlier than before, however long the last start took:
            who was given a case then must have it now."""
            at = opened + datetime.timedelta(seconds=time.monotonic() - began + 20 * next(starts) + later)
            return ["--now", at.strftime("%Y-%m-%dT%H:%M:%SZ")]

        workers = everybody(county)
        published = False
        for kill in range(kills):
            with self.subTest(engine=engine, kill=kill, seed=SEED):
                if chance.random() < 0.15:  # before it is even there
                    county.launch(*now())
                    time.sleep(chance.uniform(0, 0.4))
                else:
                    county.start(*now())
                    published = self.look(county, workers, published)
                    with AtWork(workers):
                        time.sleep(chance.uniform(0.05, 1.5))
                        county.kill()
                    for worker in workers:
                        if worker.trouble:
                            raise worker.trouble
                county.kill()
                county.verify()
        # A job that was under way keeps its lease for two minutes.
        county.start(*now(later=180))
        self.look(county, workers, published)
        self.assertTrue(self.is_published(county), "the review was not published on its day")
        county.rest()
        county.remove()
        return sum(worker.acknowledged for worker in workers), sum(worker.unanswered for worker in workers)

    def look(self, county, workers, published):
        for worker in workers:
            worker.check()
        self.assertEqual(half_done(county), {})
        now = self.is_published(county)
        self.assertTrue(now or not published, "what was public is not there any more")
        return now

    def is_published(self, county):
        browser = county.browser()
        if browser.get("/reviews/alder").status != 200:
            return False
        stored = county.rows("SELECT pdf_sha256 FROM published_review WHERE slug = 'alder'")[0][0]
        self.assertEqual(hashlib.sha256(browser.get("/reviews/alder/report.pdf").body).hexdigest(), stored)
        self.assertIn("/reviews/alder", browser.get("/feed.atom").text)
        return True

    def kills_on(self, engine):
        chance, began, acknowledged, unanswered = random.Random(f"{SEED} {engine}"), time.monotonic(), 0, 0
        left = max(1, KILLS // len(ENGINES))
        self.addCleanup(scheduled.cache_clear)
        self.addCleanup(scheduled(engine)[0].remove)
        while left > 0:
            kills = min(left, IN_ONE_COUNTY)
            acts, lost = self.run_of(engine, kills, chance)
            acknowledged, unanswered, left = acknowledged + acts, unanswered + lost, left - kills
        print(f"{engine}: {max(1, KILLS // len(ENGINES))} kills, {acknowledged} acts acknowledged, {unanswered} without an "
              f"answer, {time.monotonic() - began:.0f} s", flush=True)
        self.assertGreater(acknowledged, 0)

    def test_on_sqlite_nothing_acknowledged_is_lost_and_nothing_is_half_done(self):
        self.kills_on("sqlite")

    @unittest.skipUnless("postgresql" in ENGINES, "no PostgreSQL server is given")
    def test_on_postgresql_nothing_acknowledged_is_lost_and_nothing_is_half_done(self):
        self.kills_on("postgresql")


class Questions(InACounty):
    maxDiff = None

    def test_each_question_finds_what_is_planted(self):
        """What half a transaction would have left, done by hand to a copy."""
        county = self.county().start()
        for worker in everybody(county)[-2:]:
            worker.act()
            worker.act()
        county.rest()
        self.assertEqual(half_done(county), {}, "a county that rests")
        database = sqlite3.connect(county.data / "throughline.db", isolation_level=None)
        self.addCleanup(database.close)
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        for statement in [
                "DELETE FROM document_chunk WHERE document_id = (SELECT min(document_id) FROM document_chunk)",
                "DELETE FROM document WHERE id = (SELECT max(id) FROM document)",
                "UPDATE agency_return SET rows_given = rows_given + 1 WHERE id = (SELECT min(id) FROM agency_return)",
                "DELETE FROM ledger WHERE seq IN (SELECT max(seq) FROM ledger WHERE what IN ('agency_return.given', "
                "'case_file.opened', 'notification.saved', 'rapid_review.version_fixed', 'rapid_review.signed', "
                "'rapid_review.drafted', 'publication.report_saved', 'publication.published') GROUP BY what)",
                "DELETE FROM case_grant WHERE case_id = (SELECT min(case_id) FROM case_grant)",
                "UPDATE rapid_review SET latest_version = latest_version + 1",
                "UPDATE published_review SET pdf = substr(pdf, 1, 1000)",
                "UPDATE written_text SET case_id = 'nobody' WHERE id = (SELECT min(id) FROM written_text)"]:
            self.assertGreater(database.execute(statement).rowcount, 0, statement)
        self.assertEqual(set(QUESTIONS) - set(half_done(county)), set(), "questions that find nothing")


if __name__ == "__main__":
    unittest.main()
