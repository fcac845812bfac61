# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hostile client sends over a real connection to a server with the fictional county in it: headers that lie, lines
within lines, paths that climb, sessions that were chosen beforehand, and files made to harm whoever reads them.

Run by script/test; by hand:  THROUGHLINE=build/dev/throughline python3 -m unittest discover -s tests/attacks -p '*_test.py'
"""
import io, json, pathlib, re, shutil, socket, sys, tempfile, unittest, zipfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "tests/commands"), str(PROJECT / "tests/faults")]
from browser import Browser  # noqa: E402: found by the line above
from program import Served, run  # noqa: E402

MARKER = "\"'><script>x7()</script><img src=x onerror=x7()>"
RETURN = "/cases/MAR-2026-001/return"
DOCX_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def setUpModule():
    global folder, served, port, people
    folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-attacks-"))
    said = run("--data", folder / "data", "demo", "--json")
    people = {}
    for one in json.loads(said.stdout):
        people.setdefault(one["role"], one)
        people.setdefault(one["email"], one)
    served = Served(folder / "data", "--public-url", "https://reviews.example")
    port = int(served.__enter__().rpartition(":")[2])


def tearDownModule():
    served.__exit__()
    shutil.rmtree(folder)


def raw(lines, body=b""):
    """The whole answer to a request written by hand."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


def word(document, **more):
    """A Word file of one table, as far as a reader looks."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", DOCX_HEAD + (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'))
        parts.writestr("_rels/.rels", DOCX_HEAD + (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'))
        parts.writestr("word/document.xml", document)
        for name, content in more.items():
            parts.writestr(name, content)
    return file.getvalue()


def table(cells, doctype=""):
    rows = "".join("<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
                   for row in cells)
    return f"{DOCX_HEAD}{doctype}<w:document {WORD}><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>"


HEAD = ("Date", "Source", "What happened")


class Headers(unittest.TestCase):
    def test_no_line_end_in_an_address_becomes_a_header(self):
        for target in ("/sign-in?next=/cases%0d%0aX-Injected:%20yes", "/cases%0d%0aX-Injected:%20yes",
                       "/sign-in?next=%0aX-Injected:%20yes", "/reviews/x%0d%0aX-Injected:%20yes/report.pdf"):
            with self.subTest(target):
                answer = raw([f"GET {target} HTTP/1.1", "Host: x", "Connection: close"])
                self.assertNotIn(b"\nX-Injected", answer.partition(b"\r\n\r\n")[0])

    def test_the_host_and_what_a_proxy_may_say_are_not_repeated(self):
        for path in ("/", "/reviews", "/feed.atom", "/cases", "/sign-in", "/no-such-page"):
            with self.subTest(path):
                answer = raw([f"GET {path} HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: evil.example",
                              "Forwarded: host=evil.example", "X-Original-URL: /cases", "Connection: close"])
                self.assertNotIn(b"evil.example", answer)
        self.assertIn(b"https://reviews.example/reviews", raw(["GET /feed.atom HTTP/1.1", "Host: evil.example",
                                                               "Connection: close"]))

    def test_a_request_whose_end_two_servers_could_see_differently_is_refused(self):
        smuggled = b"0\r\n\r\nGET /cases HTTP/1.1\r\nHost: x\r\n\r\n"
        for lines in (["Content-Length: 5", "Transfer-Encoding: chunked"], ["Content-Length: 5", "Content-Length: 6"],
                      ["Transfer-Encoding: chunked, identity"], ["Transfer-Encoding: xchunked"],
                      ["Content-Length: +5"], ["Content-Length: 5, 5 "], ["Transfer-Encoding : chunked"]):
            with self.subTest(lines):
                answer = raw(["POST /sign-in HTTP/1.1", "Host: x", *lines], smuggled)
                self.assertRegex(answer[:15], rb"^HTTP/1.1 (400|411|413|415|501) ")
                self.assertEqual(answer.count(b"HTTP/1.1 "), 1, "the rest was read as another request")

    def test_no_other_method_and_no_override_reaches_a_page(self):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO"):
            with self.subTest(method):
                answer = raw([f"{method} /cases HTTP/1.1", "Host: x", "X-HTTP-Method-Override: GET", "Connection: close"])
                self.assertRegex(answer[:15], rb"^HTTP/1.1 (400|405|501) ")

    def test_paths_that_climb_reach_no_file(self):
        for path in ("/assets/../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd",
                     "/assets/..%5c..%5ckeys%5cledger.key", "/assets/%2fetc%2fpasswd", "/assets//etc/passwd",
                     "/assets/closed.css%00.svg", "/reviews/..%2f..%2fdata", "/.git/config", "/assets/", "/throughline.db"):
            with self.subTest(path):
                answer = raw([f"GET {path} HTTP/1.1", "Host: x", "Connection: close"])
                self.assertRegex(answer[:15], rb"^HTTP/1.1 (400|404|303) ")
                self.assertNotIn(b"root:", answer)

    def test_every_cookie_is_out_of_reach_of_scripts_and_other_sites(self):
        browser = Browser(port)
        form = browser.get("/sign-in").form("password")
        person = people["business_unit"]
        answer = browser.send(form.set(email=person["email"], password=person["password"]))
        cookies = answer.headers.get_all("Set-Cookie")
        self.assertTrue(cookies)
        for cookie in cookies:
            for attribute in ("; Secure", "; HttpOnly", "; SameSite=", "; Path=/"):
                self.assertIn(attribute, cookie)
            self.assertNotIn("Domain=", cookie)
            # Neither plain HTTP nor another name of the machine can set a cookie of that name.
            self.assertRegex(cookie, "^__Host-")


class Sessions(unittest.TestCase):
    def setUp(self):
        self.person = people["business_unit"]

    def test_a_session_chosen_beforehand_is_never_the_one_that_is_signed_in(self):
        victim = Browser(port)
        name = next(iter(Browser(port).sign_in(self.person).cookies))
        victim.cookies[name] = "chosen-by-somebody-else"
        victim.sign_in(self.person)
        self.assertNotEqual(victim.cookies[name], "chosen-by-somebody-else")
        before = victim.cookies[name]
        attacker = Browser(port)
        attacker.cookies[name] = "chosen-by-somebody-else"
        self.assertEqual(attacker.get("/cases").status, 303)
        # Signing in once more begins another session and ends the one before.
        form = victim.get("/sign-in")
        self.assertEqual(form.status, 303)
        victim.ask("POST", "/sign-in", "email=" + self.person["email"].replace("@", "%40") + "&password="
                   + self.person["password"].replace(" ", "+"), {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertNotEqual(victim.cookies[name], before)
        attacker.cookies[name] = before
        self.assertEqual(attacker.get("/cases").status, 303)

    def test_a_form_needs_the_token_of_its_own_session_under_any_mask(self):
        browser, other = Browser(port).sign_in(self.person), Browser(port).sign_in(people["reviewer"])
        form, again = (browser.get("/cases/new").form("name", "/cases/new") for _ in range(2))
        self.assertNotEqual(form.value("csrf"), again.value("csrf"), "two pages show the same token")
        theirs = next(form for form in other.get("/cases").forms() if "csrf" in form.names).value("csrf")
        for token in ("", "x", theirs, form.value("csrf")[:-2], form.value("csrf") + "AA"):
            with self.subTest(token):
                sent = browser.get("/cases/new").form("name", "/cases/new").set(name="Attack", csrf=token)
                self.assertTrue(browser.send(sent).location.startswith("/kept/"))
        self.assertNotIn("Attack", browser.get("/cases").text)

    def test_a_post_from_another_site_is_refused(self):
        browser = Browser(port).sign_in(self.person)
        for lie in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
                    {"Origin": "https://reviews.example.evil.example"}):
            with self.subTest(lie):
                answer = browser.ask("POST", "/cases/new", "name=Attack",
                                     {"Content-Type": "application/x-www-form-urlencoded", **lie})
                self.assertEqual(answer.status, 403)


class Files(unittest.TestCase):
    """An agency's return takes files from strangers; a good one is taken at the end, so that the way there is known to work."""

    def upload(self, name, content):
        browser = Browser(port).sign_in(people["siobhan.kearney@mgh.marlshire.example"])
        form = browser.get(RETURN).form("answer").set(answer="rows")
        return browser, browser.send(form, [("file", name, content)])

    def assert_refused(self, name, content):
        browser, answer = self.upload(name, content)
        self.assertEqual(answer.status, 422, answer.text[:2000])
        self.assertIn("govuk-error-summary", answer.text)
        self.assertNotIn("root:", answer.text)
        self.assertNotIn("<script>x7", answer.text)
        return answer

    def test_entities_of_a_document_are_never_looked_up_or_multiplied(self):
        cells = [HEAD, ("3 March 2026", "Record", "&e;")]
        for doctype in ('<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
                        f'<!DOCTYPE d [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/healthz">]>',
                        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd" []>',
                        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>'):
            with self.subTest(doctype):
                self.assert_refused("rows.docx", word(table(cells, doctype)))

    def test_a_container_writes_nothing_outside_itself(self):
        planted = folder / "planted"
        climbing = {"../" * 12 + str(planted)[1:]: "x", str(planted): "x", "word/..\\..\\planted": "x"}
        browser, answer = self.upload("rows.docx", word("not xml at all <", **climbing))
        self.assertEqual(answer.status, 422)
        self.assertFalse(planted.exists())
        self.assertEqual([path for path in (folder / "data" / "tmp").rglob("*") if path.is_file()], [])

    def test_a_container_in_a_container_and_one_that_swells_are_refused(self):
        inner = word(table([HEAD, ("3 March 2026", "Record", "x")]))
        nested = io.BytesIO()
        with zipfile.ZipFile(nested, "w") as parts:
            parts.writestr("inner.docx", inner)
        self.assert_refused("rows.docx", nested.getvalue())
        self.assert_refused("rows.docx", word(DOCX_HEAD + " " * (230 << 20)))

    def test_the_name_of_a_file_is_shown_as_text_and_used_for_nothing(self):
        for name in ("<script>x7()</script>.docx", "..\\..\\keys\\ledger.key", "../../../../etc/passwd", "a.docx%00.exe",
                     "; touch planted #.docx", "$(touch planted).csv", "-rf.csv", "con.docx", "x" * 4000 + ".docx"):
            with self.subTest(name[:40]):
                self.assert_refused(name, b"\x00\x01 not a file of ours")
        self.assertFalse((folder / "planted").exists())

    def test_zz_what_stands_in_cells_is_shown_as_text(self):
        escaped = MARKER.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        browser, answer = self.upload("rows.docx", word(table(
            [HEAD, ("3 March 2026", escaped, escaped), (escaped, "=1+1", "@SUM(A1) " + escaped)])))
        self.assertEqual(answer.status, 303, re.sub(r"<[^>]+>", " ", answer.text)[-1500:])
        unit = Browser(port).sign_in(people["business_unit"])
        shown = [browser.get(answer.location)] + [
            unit.get("/cases/MAR-2026-001" + path) for path in
            ("/chronology?words=x7", "/returns/MGH", "/people/suggestions", "/record", "/thread", "", "/rapid-review")]
        self.assertTrue(any("&lt;script&gt;x7()" in page.text for page in shown), "it is shown nowhere")
        for page in shown:
            self.assertIn(page.status, (200, 404))
            self.assertNotIn("<script>x7", page.text)
            self.assertNotIn("<img src=x", page.text)


if __name__ == "__main__":
    unittest.main()
