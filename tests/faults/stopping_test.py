# SPDX-License-Identifier: GPL-3.0-or-later
"""How a server ends, how it is kept from being two, and a new release laid over the program while it serves."""
import shutil, socket, subprocess, threading, unittest

from browser import multipart
from county import PROGRAM, InACounty, demo_file, return_form, wait_for


def refuses_connections(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return False
    except ConnectionRefusedError:
        return True
    except OSError:  # caught between the two
        return False


class Stopping(InACounty):
    def half_sent(self, county, browser, form, files):
        """An upload of which the server has the first half; gives the connection and what is left to send."""
        body, kind = multipart(form.fields, files)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        head = (f"POST {form.action} HTTP/1.1\r\nHost: 127.0.0.1:{county.port}\r\nCookie: {cookies}\r\n"
                f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n").encode()
        line = socket.create_connection(("127.0.0.1", county.port), timeout=60)
        self.addCleanup(line.close)
        line.sendall(head)
        self.assertIn(b" 100 ", line.recv(1000), "the server asks for the body: it has let the upload in")
        line.sendall(body[:len(body) // 2])
        return line, body[len(body) // 2:]

    def test_asked_to_stop_it_takes_the_rest_of_an_upload_answers_and_lets_nobody_new_in(self):
        county = self.county().start()
        before = int(county.rows("SELECT count(*) FROM agency_return")[0][0])
        school = county.browser("agency_lead", "Millrace")
        line, rest = self.half_sent(county, school, return_form(school), demo_file())
        county.process.terminate()
        wait_for(lambda: refuses_connections(county.port), what="a refused connection")
        self.assertIsNone(county.process.poll(), "it left an upload behind")
        line.sendall(rest)
        answer = line.makefile("rb").readline()
        self.assertIn(b" 303 ", answer)
        self.assertEqual(county.process.wait(timeout=30), 0)
        self.assertEqual(county.rows("SELECT count(*) FROM agency_return"), [[str(before + 1)]])
        county.verify()

    def test_asked_to_stop_it_finishes_the_page_that_it_is_making(self):
        county = self.county().start()
        unit = county.browser("business_unit")
        answers = []
        asked = threading.Thread(target=lambda: answers.append(unit.get("/cases/MAR-2025-001/report/check")))
        school = county.browser("agency_lead", "Millrace")
        sent = threading.Thread(
            target=lambda: answers.append(school.send(return_form(school), demo_file("marlshire-general-wren.docx"))))
        asked.start()
        sent.start()
        # A child is at work on the file: the answer is being made.
        wait_for(lambda: list((county.data / "tmp").glob("child-*")) or not sent.is_alive(), what="a child at work")
        self.assertTrue(sent.is_alive(), "the answer came before it could be asked to stop")
        self.assertEqual(county.stop(), 0)
        asked.join()
        sent.join()
        self.assertEqual(sorted(answer.status for answer in answers), [200, 303])
        self.assertEqual(list((county.data / "tmp").iterdir()), [])

    def test_a_second_server_on_the_folder_is_told_so_and_touches_nothing(self):
        county = self.county().start()
        second = subprocess.run([PROGRAM, "--data", county.data, "serve", "--listen", "127.0.0.1:0"],
                                capture_output=True, text=True, timeout=30)
        self.assertEqual((second.returncode, second.stdout), (1, ""))
        self.assertRegex(second.stderr, r"^Another server is already serving .*\. Stop it first, or .*\n$")
        self.assertEqual(county.readiness()[0], 200)
        self.assertEqual(county.stop(), 0)

    def test_the_lock_of_a_server_that_was_killed_is_not_in_the_way(self):
        county = self.county().start()
        county.kill()
        self.assertTrue((county.data / "serve.lock").exists())
        county.start()
        self.assertEqual(county.stop(), 0)
        county.verify()


class Replaced(InACounty):
    def test_files_are_still_read_after_another_release_was_laid_over_the_program(self):
        county = self.county()
        county.program = county.folder / "throughline"
        shutil.copy(PROGRAM, county.program)
        county.start()
        if "cannot be taken" in county.readiness()[1]:
            self.skipTest(county.readiness()[1].strip())
        new = county.folder / "new"
        new.write_text("#!/bin/sh\nexit 3\n")
        new.chmod(0o755)
        new.rename(county.program)
        school = county.browser("agency_lead", "Millrace")
        answer = school.send(return_form(school), demo_file())
        self.assertEqual((answer.status, answer.location), (303, "/cases/MAR-2026-001/return/understood?done=given"))
        self.assertEqual(county.stop(), 0)


if __name__ == "__main__":
    unittest.main()
