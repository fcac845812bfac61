# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people open one form, both write, both save: the second sees both texts side by side and loses neither. Every form of
the county that carries a version is found by walking its pages, so a new one is tested without being named here."""
import re, unittest

from browser import Browser
from county import InACounty, sign_ins

# What a form needs before it is taken, where a word in its text fields is not enough. By the end of its address.
NEEDED = {
    "sections/incident": {"notification_type": "other"},
    "notification/view": {"answer": "agree"},
    "progress": {"delivery": "under_way"},
    "assurance": {"accepted": "no"},
    "answer": {"response": "partly"},
}
# What is written where not every word is taken.
WORDS = {"/chronology/rows/#": ("June 2017", "July 2017")}
# The one form that is so long that each field has the other's words beside it, in place of the table the others share.
OWN_WAY = {"/rapid-review/draft"}
# Forms with a version and without a text of anybody's: there is nothing to lose.
WITHOUT_TEXT = {"/rapid-review/versions", "/rapid-review/decision", "/local-review/reviewer"}
# The kinds that the demo county is known to show. A walk that misses one proves nothing about it.
KNOWN = {"/people/#", "/chronology/rows/#", "/notification/sections/#", "/notification/view", "/rapid-review/draft",
         "/report", "/publication", "/actions/#/progress", "/actions/#/assurance", "/local-review/findings/#",
         "/local-review/recommendations/#", "/local-review/recommendations/#/answer"}


def kind_of(address):
    """The address without what differs between two cases, rows, people."""
    path = re.sub(r"^/cases/[^/]+", "", address.partition("?")[0])
    path = re.sub(r"(?<=/people/)[A-Z][A-Z0-9-]+|(?<=/rows/)[^/]+|(?<=/sections/)[^/]+", "#", path)
    return re.sub(r"/[0-9][0-9.]*(?=/|$)", "/#", path)


def texts_of(form):
    """Names of the fields in which somebody writes."""
    return [name for name, kind in form.kinds.items() if kind == "textarea"] or \
           [name for name, kind in form.kinds.items() if kind == "text" and not re.search(r"-(day|month|year)$", name)]


class TwoPeople(InACounty):
    def walk(self, browser, known):
        """Forms with a version on pages that can be reached from the list of cases, one of each kind."""
        seen, waiting = set(), ["/cases"]
        while waiting:
            page = waiting.pop()
            answer = browser.get(page)
            if answer.status != 200:
                continue
            for form in answer.forms():
                kind = kind_of(form.action)
                if form.action and "version" in form.names and kind not in known:
                    known[kind] = (browser, page, form.action)
            for link in re.findall(r'href="(/cases/[^"#?]+|/actions)[^"]*"', answer.text):
                if link not in seen and sum(kind_of(link) == kind_of(other) for other in seen) < 6:
                    seen.add(link)
                    waiting.insert(0, link)

    def everything(self, county):
        known = {}
        for role, organisation in sorted({(one["role"], one["organisation"]) for one in sign_ins()}):
            for one in sign_ins():
                if (one["role"], one["organisation"]) == (role, organisation):
                    self.walk(Browser(county.port).sign_in(one), known)
        return known

    def form_on(self, browser, page, action):
        return next(form for form in browser.get(page).forms() if form.action == action and "version" in form.names)

    def filled(self, form, words):
        texts = texts_of(form)
        needed = next((more for ending, more in NEEDED.items() if kind_of(form.action).endswith(ending)), {})
        form.set(**{name: value for name, value in needed.items()})
        form.set(**{texts[0]: words})
        if "shown" in form.names:  # a date is read back before it is kept
            form.set(shown=words, do="keep")
        return texts[0]

    def test_the_second_sees_both_texts_and_can_still_save(self):
        county = self.county().start()
        unit = county.browser("business_unit")
        # Names are changed in named view only.
        named = unit.get("/cases/MAR-2026-001/names")
        unit.send(named.form("reason").set(reason="A spelling is mended."))
        known = {}
        self.walk(unit, known)
        known = {**self.everything(county), **known}
        self.assertEqual(KNOWN - set(known), set(), "kinds of forms that the walk did not reach")
        for kind, (browser, page, action) in sorted(known.items()):
            if kind in WITHOUT_TEXT or kind.endswith("/new"):  # what is new has nobody else's text
                continue
            with self.subTest(kind, page=page):
                one, other = WORDS.get(kind, ("Written by the first.", "Written by the second."))
                first, second = (self.form_on(browser, page, action) for _ in range(2))
                self.filled(first, one)
                field = self.filled(second, other)
                answer = browser.send(first)
                self.assertEqual(answer.status, 303, problems(answer))
                answer = browser.send(second)
                self.assertEqual(answer.status, 409, problems(answer))
                self.assertIn(one, answer.text)
                self.assertIn(other, answer.text)
                if kind not in OWN_WAY:
                    self.assertIn("What was saved meanwhile", answer.text)
                again = next(form for form in answer.forms() if form.action == action and "version" in form.names)
                self.assertEqual(again.value(field).strip(), other, "what was typed is in the form")
                if "shown" in again.names:
                    again.set(do="keep")
                self.assertEqual(browser.send(again).status, 303, "having read both, they can decide")
        county.rest()


def problems(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2])[:1200].split())


if __name__ == "__main__":
    unittest.main()
