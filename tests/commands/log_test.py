# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of a served county: one JSON object a line, and nothing in it of what people sent."""
import http.client, json, unittest, urllib.parse

from program import InAFolder, Served

PLANTED = ["Tamsin", "Orrell", "4857773456", "three quiet herons", "MAR-2026-001"]
NAME = "Tamsin Orrell"


class Log(InAFolder):
    def test_a_line_is_an_object_and_holds_nothing_of_what_was_sent(self):
        self.done("migrate")
        lines = [json.loads(line) for line in self.served(self.walk).splitlines()]
        for line in lines:
            self.assertLessEqual({"time", "level", "event"}, line.keys(), line)
        requests = [line for line in lines if line["event"] == "request"]
        self.assertGreaterEqual(len(requests), 8)
        for line in requests:
            self.assertLessEqual({"request", "method", "route", "status", "us"}, line.keys(), line)
        self.assertIn("/cases/{reference}/people", [line["route"] for line in requests])
        self.assertIn("", [line["route"] for line in requests], "an address that fits no route")
        self.assertEqual(lines[0]["event"], "serving")
        self.assertEqual(lines[-1]["event"], "stopped")

    def test_the_number_on_an_error_page_is_the_one_in_the_log(self):
        self.done("migrate")
        numbers = []

        def ask(port):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            self.addCleanup(connection.close)
            connection.request("POST", "/healthz", "x=1", {"Content-Type": "application/x-www-form-urlencoded"})
            numbers.append(connection.getresponse().getheader("X-Request-Id"))

        said = self.served(ask)
        self.assertIn(numbers[0], [json.loads(line).get("request") for line in said.splitlines()])

    def test_a_person_at_a_terminal_may_have_it_in_words(self):
        self.done("migrate")
        said = self.served(lambda port: self.ask(port, "GET", f"/cases/{PLANTED[4]}"), "--log", "text")
        self.assertRegex(said, r"(?m)^\S+Z info request .*method=GET route=/cases/\{reference\} status=303 us=\d+$")
        self.assertNotIn(PLANTED[4], said)
        self.fails(2, "serve", "--log", "verse")

    def served(self, walk, *options):
        """What was logged while `walk(port)` went on; nothing planted may be in it."""
        server = Served(self.data, *options)
        with server:
            walk(server.port)
        for planted in PLANTED:
            self.assertNotIn(planted.lower(), server.said.lower())
        return server.said

    def ask(self, port, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status

    def walk(self, port):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        typed = urllib.parse.urlencode({"email": f"{PLANTED[0]}@{PLANTED[1]}.example", "password": PLANTED[3]})
        file = (f'--B\r\nContent-Disposition: form-data; name="{NAME}"; filename="{NAME}.csv"\r\n\r\n'
                f"{NAME},{PLANTED[2]}\r\n--B--\r\n")
        for status, method, path, body, headers in [
            (303, "GET", f"/cases/{PLANTED[4]}/people", None, {}),
            (303, "GET", f"/{PLANTED[0]}/{PLANTED[2]}", None, {}),
            (303, "GET", f"/cases?find={PLANTED[0]}", None, {"User-Agent": NAME, "Referer": f"http://a/{PLANTED[1]}"}),
            (303, "GET", "/cases", None, {"Cookie": f"throughline_session={PLANTED[0]}"}),
            (404, "GET", f"/reviews/{PLANTED[1]}", None, {}),
            (422, "POST", "/sign-in", typed, form),
            (303, "POST", f"/cases/{PLANTED[4]}/people", typed, form),
            (400, "POST", "/sign-in", f"{PLANTED[0]}=%zz", form),
            (415, "POST", "/sign-in", file, {"Content-Type": "multipart/form-data; boundary=B"}),
            (400, "GET", f"/%ff{PLANTED[0]}", None, {}),
            (405, "DELETE", f"/cases/{PLANTED[4]}", None, {}),
            (403, "POST", "/sign-in", typed, {**form, "Origin": f"https://{PLANTED[0]}.example"}),
        ]:
            with self.subTest(f"{method} {path}"):
                self.assertEqual(self.ask(port, method, path, body, headers), status)


if __name__ == "__main__":
    unittest.main()
