# SPDX-License-Identifier: GPL-3.0-or-later
"""People at work on the county, each in a thread: they remember what was acknowledged and what they were about to do when
the server went away, and afterwards look whether the first is there, and the second whole or not at all."""
import datetime, re, threading

from browser import Browser, Gone
from county import FILES, person

WREN, TEAL, ALDER = "/cases/MAR-2026-001", "/cases/MAR-2026-003", "/cases/MAR-2026-002"


def errors_on(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2])[:1500].split())


class Worker:
    """One person, one thing they do again and again."""

    def __init__(self, county, role, organisation=""):
        self.county, self.who = county, person(role, organisation)
        self.browser = Browser(county.port)
        self.acknowledged = 0  # acts, over all
        self.unanswered = 0
        self.trouble = None

    def work(self, stop):
        try:
            while not stop.is_set():
                self.act()
        except Gone:
            pass
        except Exception as trouble:  # told by the test, in its own thread
            self.trouble = trouble

    def get(self, path):
        answer = self.browser.get(path)
        if answer.location.startswith("/sign-in"):
            self.browser.sign_in(self.who)
            answer = self.browser.get(path)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status} {answer.location}")
        return answer

    def give(self, form, files=None):
        """Sends a form; true when it was acknowledged. A refusal is a fault of the test."""
        try:
            answer = self.browser.send(form, files)
        except Gone:
            self.unanswered += 1
            raise
        if answer.status != 303 or "done=" not in answer.location:
            raise AssertionError(f"{form.action}: {answer.status} {answer.location} {errors_on(answer)}")
        self.acknowledged += 1
        return answer


class Writer(Worker):
    """Writes one text into two or more fields of one form: all hold the same, or something was half done."""

    said, saying, count = "", "", 0

    def write(self, form, names, **more):
        self.count += 1
        self.saying = f"{type(self).__name__} wrote this, turn {self.count}."
        self.give(form.set(**{name: self.saying for name in names}, **more))
        self.said, self.saying = self.saying, ""

    def check_texts(self, form, names):
        found = {form.value(name) for name in names}
        if not self.said and self.saying not in found:  # the first was not kept: what stood there is not ours
            self.saying = ""
            return
        if len(found) != 1:
            raise AssertionError(f"half a form was kept on {form.action}: {found}")
        now = found.pop()
        if now != self.said and (not self.saying or now != self.saying):
            raise AssertionError(f"{form.action} holds “{now}”; acknowledged was “{self.said}”, tried “{self.saying}”")
        self.said, self.saying = now, ""


class Notifier(Writer):
    """Opens cases and fills in a section of their notification."""

    def __init__(self, county):
        super().__init__(county, "notifier")
        self.opened, self.opening, self.turn = {}, "", 0

    def act(self):
        if self.turn % 8 == 0:
            name = f"Quern {len(self.opened) + 1} {self.turn}"
            form = self.get("/cases/new").form("name").set(name=name)
            self.opening = name
            self.opened[self.give(form).location.partition("?")[0]] = name
            self.opening, self.said, self.saying = "", "", ""
        self.turn += 1
        self.write(self.section(), ["safety_done", "others_next"], others_at_risk="yes")

    def section(self):
        return self.get(list(self.opened)[-1] + "/notification/sections/safety").form("safety_done")

    def check(self):
        for address, name in self.opened.items():
            if name not in self.get(address).text:
                raise AssertionError(f"{address} was opened as “{name}” and is not there")
        if self.opening:
            found = [case for case in self.county.rows("SELECT reference, name FROM case_file") if case[1] == self.opening]
            if len(found) > 1:
                raise AssertionError(f"opened twice: {found}")
            for reference, name in found:
                self.opened[f"/cases/{reference}"] = name
                self.said = self.saying = ""
                self.get(f"/cases/{reference}")  # its key is there, or this is a 503
            self.opening = ""
        if self.opened:
            self.check_texts(self.section(), ["safety_done", "others_next"])


class Sender(Worker):
    """An agency that gives its rows as a file, one after the other."""

    def __init__(self, county, organisation, content, name):
        super().__init__(county, "agency_lead", organisation)
        self.file = [("file", name, content)]
        self.before = self.returns()
        self.sent, self.sending = 0, False

    def returns(self):
        return int(self.county.rows(
            "SELECT count(*) FROM agency_return r JOIN agency_request q ON q.id = r.request_id "
            f"JOIN organisation o ON o.id = q.organisation_id WHERE o.name LIKE '%{self.who['organisation'][:12]}%'")[0][0])

    def act(self):
        form = self.get(WREN + "/return").form("answer").set(answer="rows")
        if "adds" in form.names:
            form.set(adds="replace")
        self.sending = True
        self.give(form, self.file)
        self.sent, self.sending = self.sent + 1, False

    def check(self):
        found = self.returns() - self.before
        if found not in (self.sent, self.sent + self.sending):
            raise AssertionError(f"{found} files are there; {self.sent} were acknowledged, one more tried: {self.sending}")
        self.sent, self.sending = found, False
        if found:
            self.get(WREN + "/return/understood")


class Signers(Writer):
    """The business unit writes the rapid review and fixes a version, and two partners sign it, and again."""

    def __init__(self, county):
        super().__init__(county, "business_unit")
        self.partners = [Worker(county, "safeguarding_partner", seat) for seat in ("Police", "Integrated Care")]
        self.step, self.version, self.fixing, self.signed, self.signing = 0, 0, False, {}, ""

    def draft(self):
        return self.get(WREN + "/rapid-review/draft").form("summary")

    def act(self):
        if self.step == 0:
            form = self.draft()
            for name in form.choices:
                form.set(**{name: "no"})
            self.write(form, self.texts(form))
        elif self.step == 1:
            self.fixing = True
            self.give(self.get(WREN + "/rapid-review").form("version"))
            self.version, self.fixing, self.signed = self.version + 1, False, {}
        else:
            self.sign(self.partners[self.step - 2])
        self.step = (self.step + 1) % 4

    def sign(self, partner):
        self.signing = partner.who["email"]
        form = partner.get(WREN + "/rapid-review/decision").form("outcome")
        answer = partner.give(form.set(outcome="local_review", agreement="agrees", reasons="There is more to learn."))
        self.signed[self.signing], self.signing = self.version, ""
        self.acknowledged += 1
        return answer

    @staticmethod
    def texts(form):
        plain = set(form.names) - set(form.choices) - {"csrf", "once", "version", "do"}
        return sorted(plain)

    def check(self):
        if self.said or self.saying:
            form = self.draft()
            self.check_texts(form, ["summary", "learning", "family_views"])
        latest = int(self.county.rows(
            "SELECT latest_version FROM rapid_review r JOIN case_file c ON c.id = r.case_id "
            "WHERE c.reference = 'MAR-2026-001'")[0][0])
        if latest not in (self.version, self.version + self.fixing):
            raise AssertionError(f"version {latest} is the latest, {self.version} was acknowledged")
        if latest != self.version:
            self.signed = {}
        self.version, self.fixing = latest, False
        standing = dict(self.county.rows(
            "SELECT a.email, s.number FROM rapid_review_signature s JOIN account a ON a.id = s.account_id "
            "JOIN rapid_review r ON r.id = s.review_id JOIN case_file c ON c.id = r.case_id "
            "WHERE c.reference = 'MAR-2026-001' AND s.ended_at IS NULL"))
        standing = {email: int(number) for email, number in standing.items()}
        for email, number in self.signed.items():
            if standing.get(email) != number:
                raise AssertionError(f"{email} signed version {number}; the record says {standing}")
        if set(standing) - set(self.signed) - {self.signing}:
            raise AssertionError(f"signatures nobody gave: {standing}")
        self.signed, self.signing, self.step = standing, "", 0


class Reporter(Writer):
    """Writes the report of a local review: the same words at its beginning and at its end."""

    def __init__(self, county):
        super().__init__(county, "reviewer", "")
        self.version = 0

    def act(self):
        form = self.get(TEAL + "/report").form("text")
        self.count += 1
        self.saying = f"Turn {self.count}."
        self.give(form.set(text=self.report(self.saying)))
        self.said, self.saying = self.saying, ""

    @staticmethod
    def report(words):
        return f"# Teal\n\n{words}\n\n" + "What was seen was written down.\n\n" * 400 + words

    def check(self):
        text = self.get(TEAL + "/report").form("text").value("text").replace("\r\n", "\n").strip()
        possible = {self.report(words): words for words in (self.said, self.saying) if words}
        if (self.said and text not in possible) or (not self.said and text and text not in possible):
            raise AssertionError(f"the report holds {text[:60]}…{text[-60:]}; acknowledged “{self.said}”")
        self.said, self.saying = possible.get(text, self.said), ""


def long_table():
    """A file of several chunks: few rows with much to tell in each."""
    rows = "".join(f"0{day}/03/2025,Call,\"{'The same was said again. ' * 2000}\"\n" for day in range(1, 8))
    return ("Date,Event,What was said\n" + rows).encode()


def everybody(county):
    return [Notifier(county), Signers(county), Reporter(county),
            Sender(county, "Marlshire General", (FILES / "marlshire-general-wren.docx").read_bytes(), "general.docx"),
            Sender(county, "Millrace", long_table(), "millrace.csv")]


def prepare_publication(county):
    """Alder is checked, accepted, copied and given its day of publication; Teal gets a reviewer. Gives the day."""
    unit = county.browser("business_unit")
    second = Browser(county.port).sign_in(next(
        one for one in all_of("business_unit") if one["email"].startswith("philippa")))
    send(second, second.get(TEAL + "/access").form("account"), account=account_of(county, "reviewer"))
    today = datetime.date.today()
    send(unit, unit.get(ALDER + "/publication").form("title"), title="Alder: what was carried on",
         content_note="This report describes harm to a child.", summary="What was seen, by whom, and what has changed.",
         slug="alder", reviewer="Winston Carrick, independent lead reviewer", **date("family_told", today))
    send(unit, unit.get(ALDER + "/report/check").form("once", to="/report/check"))
    for partner in unit.get(ALDER + "/publication").form("partner").choices["partner"]:
        send(unit, unit.get(ALDER + "/publication").form("accepted_on-day"), partner=partner, **date("accepted_on", today))
    for recipient in ("panel", "secretary_of_state"):
        send(unit, unit.get(ALDER + "/publication").form("to"), to=recipient, **date("sent_on", today))
    for days in range(10, 40):
        day = today + datetime.timedelta(days=days)
        answer = unit.send(unit.get(ALDER + "/publication").form("publish_on-day").set(**date("publish_on", day)))
        if answer.status == 303:
            return day
    raise AssertionError("no day of publication is taken")


def send(browser, form, **values):
    answer = browser.send(form.set(**values))
    if answer.status != 303:
        raise AssertionError(f"{form.action}: {answer.status} {errors_on(answer)}")


def date(name, day):
    return {f"{name}__day": str(day.day), f"{name}__month": str(day.month), f"{name}__year": str(day.year)}


def all_of(role):
    from county import sign_ins
    return [one for one in sign_ins() if one["role"] == role]


def account_of(county, role):
    email = person(role)["email"]
    return county.rows(f"SELECT id FROM account WHERE email = '{email}'")[0][0]


class AtWork:
    """`with AtWork(workers):` all of them at once, until the block ends."""

    def __init__(self, workers):
        self.workers, self.stop = workers, threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=worker.work, args=[self.stop]) for worker in self.workers]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()
