# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a served county, read as Prometheus reads them, and what may never stand in them."""
import http.client, socket, sys, unittest, urllib.parse, urllib.request

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's own, also where another Python comes first

from prometheus_client.parser import text_string_to_metric_families

from program import WithDemo, Served

# Every label there is, and what its values look like. A new label has to be thought about here.
LABELS = {
    "route": r"none|/|(/[a-z0-9.-]+|/\{[a-z]+\})+",
    "method": r"GET|HEAD|POST|other",
    "status": r"[1-5]xx",
    "le": r"[0-9.e+-]+|\+Inf",
    "type": r"[a-z_]+\.[a-z_]+",
    "state": r"waiting|late|failed",
}
PLANTED = ["Tamsin", "Orrell", "MAR-2026-001", "marlshire.example", "three quiet herons"]


class Metrics(WithDemo):
    def test_the_figures_parse_count_what_was_done_and_name_nobody(self):
        with self.served() as address:
            self.site = address
            self.figures()  # looking at the figures is no visit to the site
            for path in ["/", "/reviews", f"/reviews/{PLANTED[1]}", f"/cases/{PLANTED[2]}", "/nothing/at/all"]:
                self.ask(path)
            typed = urllib.parse.urlencode({"email": f"{PLANTED[0]}@{PLANTED[3]}", "password": PLANTED[4]}).encode()
            for _ in range(10):
                self.ask("/sign-in", typed)
            text, figures = self.figures()

        for planted in PLANTED:
            self.assertNotIn(planted.lower(), text.lower())
        for family in figures.values():
            self.assertTrue(family.documentation)
            for sample in family.samples:
                for name, value in sample.labels.items():
                    self.assertRegex(value, rf"^({LABELS[name]})$", sample)
        value = lambda name, **labels: next(
            sample.value for family in figures.values() for sample in family.samples
            if sample.name == name and sample.labels == labels)
        requests = "throughline_http_requests_total"
        self.assertEqual(value(requests, route="/sign-in", method="POST", status="4xx"), 10)
        self.assertEqual(value(requests, route="/cases/{reference}", method="GET", status="3xx"), 1)
        self.assertEqual(value(requests, route="none", method="GET", status="3xx"), 1)
        self.assertEqual(value("throughline_sign_in_failures_last_hour"), 10)
        self.assertEqual(value("throughline_sign_in_addresses_paused"), 1)
        self.assertEqual(value("throughline_database_up"), 1)
        self.assertGreater(value("throughline_ledger_entries"), 100)
        self.assertGreater(value("throughline_data_folder_free_bytes"), 1 << 20)
        self.assertGreater(value("process_resident_memory_bytes"), 1 << 20)
        self.assertGreater(value("throughline_connections_total"), 10)
        self.assertEqual(value("throughline_jobs", type="publication.due", state="failed"), 0)
        self.assertGreaterEqual(value("throughline_http_request_duration_seconds_count"), 15)

    def test_the_site_itself_does_not_show_them(self):
        with self.served() as address:
            with urllib.request.urlopen(address + "/metrics", timeout=20) as answer:
                self.assertTrue(answer.url.startswith(address + "/sign-in"), "an address like any other that is not there")
                self.assertNotIn(b"throughline_", answer.read())
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            self.addCleanup(connection.close)
            for method, path, status in [("GET", "/", 404), ("GET", "/cases", 404), ("GET", "/metrics", 200)]:
                connection.request(method, path)
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, status, path)

    def served(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        return Served(self.data, "--metrics-port", str(self.port))

    def figures(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=20) as answer:
            self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            text = answer.read().decode()
        return text, {family.name: family for family in text_string_to_metric_families(text)}

    def ask(self, path, body=None):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.site).netloc, timeout=20)
        self.addCleanup(connection.close)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request("POST" if body else "GET", path, body, headers)
        return connection.getresponse().read()


if __name__ == "__main__":
    unittest.main()
