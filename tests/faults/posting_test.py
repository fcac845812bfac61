# SPDX-License-Identifier: GPL-3.0-or-later
"""Posts as the world delivers them: cut off in the middle, twice, in the wrong order."""
import os, socket, struct, unittest

from browser import multipart
from county import InACounty, demo_file, return_form, wait_for


class CutOff(InACounty):
    def nameless_files(self, county):
        """What the server holds open of the folder for uploads."""
        folder, held = f"/proc/{county.process.pid}/fd", []
        for number in os.listdir(folder):
            try:
                held.append(os.readlink(f"{folder}/{number}"))
            except FileNotFoundError:
                pass
        return [name for name in held if name.startswith(str(county.data / "tmp"))]

    def test_an_upload_that_is_cut_off_leaves_nothing_in_the_record_and_no_space_taken(self):
        county = self.county().start()
        before = county.rows("SELECT count(*) FROM agency_return")
        school = county.browser("agency_lead", "Millrace")
        form = return_form(school)
        content = b"Date,Event\n" + b"01/02/2025,The same again\n" * 200_000
        body, kind = multipart(form.fields, [("file", "long.csv", content)])
        cookies = "; ".join(f"{name}={value}" for name, value in school.cookies.items())
        for cut in ("closed", "reset", "half a boundary"):
            with self.subTest(cut):
                line = socket.create_connection(("127.0.0.1", county.port), timeout=30)
                line.sendall((f"POST {form.action} HTTP/1.1\r\nHost: 127.0.0.1:{county.port}\r\nCookie: {cookies}\r\n"
                              f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n").encode())
                line.sendall(body[:len(body) // 2] if cut != "half a boundary" else body[:-10])
                wait_for(lambda: self.nameless_files(county), what="a file for the upload")
                if cut == "reset":
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.close()
                wait_for(lambda: not self.nameless_files(county), what="the end of the file for the upload")
                self.assertEqual(county.rows("SELECT count(*) FROM agency_return"), before)
        self.assertEqual(list((county.data / "tmp").iterdir()), [])
        self.assertEqual(school.send(form, demo_file()).status, 303, "the same form still sends the file")
        county.rest()


class OutOfOrder(InACounty):
    def test_an_older_page_sent_after_a_newer_one_loses_nothing_of_either(self):
        county = self.county().start()
        notifier = county.browser("notifier")
        case = notifier.send(notifier.get("/cases/new").form("name").set(name="Dunnock")).location.partition("?")[0]
        page = case + "/notification/sections/safety"
        older, newer = (notifier.get(page).form("safety_done") for _ in range(2))
        self.assertEqual(notifier.send(newer.set(safety_done="Written second.", others_at_risk="no")).status, 303)
        answer = notifier.send(older.set(safety_done="Written first.", others_at_risk="no"))
        self.assertEqual(answer.status, 409)
        self.assertIn("Written first.", answer.text)
        self.assertIn("Written second.", answer.text)
        self.assertEqual(notifier.get(page).form("safety_done").value("safety_done"), "Written second.")
        again = answer.form("safety_done")
        self.assertEqual(again.value("safety_done"), "Written first.", "what was typed is in the form")
        self.assertEqual(notifier.send(again).status, 303, "having read both, it is theirs to decide")
        self.assertEqual(notifier.get(page).form("safety_done").value("safety_done"), "Written first.")
        county.rest()

    def test_one_form_sent_twice_at_the_same_moment_acts_once(self):
        from concurrent.futures import ThreadPoolExecutor
        county = self.county().start()
        school = county.browser("agency_lead", "Millrace")
        before = int(county.rows("SELECT count(*) FROM agency_return")[0][0])
        form = return_form(school)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: school.send(form, demo_file()), range(4)))
        self.assertEqual({answer.status for answer in answers}, {303})
        self.assertEqual(int(county.rows("SELECT count(*) FROM agency_return")[0][0]), before + 1)
        county.rest()


if __name__ == "__main__":
    unittest.main()
