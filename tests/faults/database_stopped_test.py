# SPDX-License-Identifier: GPL-3.0-or-later
"""PostgreSQL stopped without warning and started again while people work: requests fail plainly and at once, nothing is half
done, readiness tells the truth, and the service goes on by itself."""
import threading, time, unittest

from browser import Gone
from county import InACounty, wait_for
from people import Notifier, Sender, long_table
from postgres import BIN, Postgres
from wholeness import half_done


class Unavailable(Exception):
    """A plain refusal: 503, with a page and a word when to try again."""


class Patient:
    """Somebody who tries again until it is done. Anything but a plain refusal is a fault."""

    def __init__(self, worker):
        self.worker, self.refused, self.longest, self.trouble = worker, 0, 0.0, None
        ask = worker.browser.ask

        def asked(*arguments):
            began = time.monotonic()
            answer = ask(*arguments)
            self.longest = max(self.longest, time.monotonic() - began)
            if answer.status == 503:
                if not answer.headers.get("Retry-After") or "<h1" not in answer.text:
                    raise AssertionError(f"503 without its page or Retry-After: {answer.text[:300]}")
                raise Unavailable
            return answer
        worker.browser.ask = asked

    def work(self, stop):
        try:
            while not stop.is_set():
                try:
                    self.worker.act()
                except Unavailable:
                    self.refused += 1
                    stop.wait(0.05)
        except (Exception, Gone) as trouble:  # told by the test, in its own thread
            self.trouble = trouble


@unittest.skipUnless(BIN, "no PostgreSQL server is installed")
class Stopped(InACounty):
    def test_the_service_fails_plainly_while_its_database_is_away_and_goes_on_by_itself(self):
        postgres = Postgres()
        self.addCleanup(postgres.remove)
        county = self.county("postgresql", server=postgres.url()).start()
        workers = [Notifier(county), Sender(county, "Millrace", long_table(), "millrace.csv")]
        workers[0].browser.sign_in(workers[0].who)
        workers[1].browser.sign_in(workers[1].who)
        patient = [Patient(worker) for worker in workers]
        for worker in workers:
            worker.act()
        for turn in range(3):
            stop = threading.Event()
            threads = [threading.Thread(target=one.work, args=[stop]) for one in patient]
            for thread in threads:
                thread.start()
            done = sum(worker.acknowledged for worker in workers)
            wait_for(lambda: sum(worker.acknowledged for worker in workers) > done + 3, what="some work")
            postgres.stop()
            status, words = county.readiness()
            self.assertEqual((status, words), (503, "not ready\nthe database does not answer\n"))
            refused = sum(one.refused for one in patient)
            wait_for(lambda: sum(one.refused for one in patient) > refused, what="a refusal")
            postgres.start()
            wait_for(lambda: county.readiness()[0] == 200, what="readiness")
            done = sum(worker.acknowledged for worker in workers)
            wait_for(lambda: sum(worker.acknowledged for worker in workers) > done + 3, what="work going on")
            stop.set()
            for thread in threads:
                thread.join()
            for one in patient:
                if one.trouble:
                    raise one.trouble
                self.assertLess(one.longest, 15, "somebody was left hanging")
            self.assertEqual(half_done(county), {})
            # A refusal may come after the commit: the act is then there whole, and nobody has lost anything.
            notifier, sender = patient
            notifier.worker.check()
            self.assertGreaterEqual(sender.worker.returns() - sender.worker.before, sender.worker.sent)
            self.assertLessEqual(sender.worker.returns() - sender.worker.before, sender.worker.sent + sender.refused)
        self.assertIsNone(county.process.poll(), "the server itself stayed")
        county.rest()


if __name__ == "__main__":
    unittest.main()
