# SPDX-License-Identifier: GPL-3.0-or-later
"""The fictional county, made once for all tests of a run and copied for each, and the server that is done harm to.

Run by script/test; by hand:  THROUGHLINE=build/dev/throughline python3 -m unittest discover -s tests/faults -p '*_test.py'
With THROUGHLINE_TEST_POSTGRES, as script/test-postgres sets it, the tests that take both databases take PostgreSQL too.
"""
import atexit, functools, itertools, json, os, pathlib, re, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, time
import unittest, urllib.error, urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests/commands"))
from program import PROGRAM, run  # noqa: E402: found by the line above

from browser import Browser  # noqa: E402

POSTGRES = os.environ.get("THROUGHLINE_TEST_POSTGRES", "")
FILES = PROJECT / "src/demo/marlshire/files"
ENGINES = ["sqlite"] + (["postgresql"] if POSTGRES else [])
_numbers = itertools.count(1)


def wait_for(found, patience=30, what="what was waited for"):
    """What `found` gives, as soon as it gives something."""
    until = time.monotonic() + patience
    while True:
        if there := found():
            return there
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not come within {patience} seconds")
        time.sleep(0.02)


def psql(url, *statements):
    """Each statement in a transaction of its own; the rows of the last as lists of texts."""
    said = subprocess.run(
        ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", url,
         *(word for statement in statements for word in ("-c", statement))],
        capture_output=True, text=True, timeout=60)
    if said.returncode:
        raise AssertionError(said.stderr)
    return [line.split("\x1f") for line in said.stdout.rstrip("\n").split("\x1e") if line]


class Template:
    """A county that copies are made of: its data folder and, on PostgreSQL, its database."""

    def __init__(self, data, database=""):
        self.data, self.database = data, database


@functools.cache
def made(engine, server=POSTGRES):
    """The demo county on that engine; on PostgreSQL on that server."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-faults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    name, options = "", []
    if engine == "postgresql":
        name = f"faults_{os.getpid()}_county"
        psql(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        options = ["--database", f"{server.rpartition('/')[0]}/{name}"]
    said = run("--data", folder / "data", *options, "demo")
    assert said.returncode == 0, said.stderr
    return Template(folder / "data", name)


@functools.cache
def sign_ins():
    said = run("--data", made("sqlite").data, "demo", "--sign-ins", "--json")
    return json.loads(said.stdout)


def person(role, organisation=""):
    return next(one for one in sign_ins() if one["role"] == role and organisation in one["organisation"])


class County:
    """One copy of the county with its server: started, stopped, killed and asked as a test wishes."""

    def __init__(self, engine="sqlite", program=PROGRAM, folder=None, of=None, server=POSTGRES):
        self.engine, self.program, self.process, self.environment = engine, program, None, {}
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="throughline-faults-"))
        self.data, self.log = self.folder / "data", self.folder / "server.log"
        of = of or made(engine, server)
        shutil.copytree(of.data, self.data)
        self.database = []
        if engine == "postgresql":
            name = f"faults_{os.getpid()}_{next(_numbers)}"
            self.server = server
            psql(server, f"CREATE DATABASE {name} TEMPLATE {of.database}")
            self.url = f"{server.rpartition('/')[0]}/{name}"
            self.database = ["--database", self.url]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def as_template(self):
        """To make copies of, while it is stopped."""
        return Template(self.data, self.url.rpartition("/")[2] if self.engine == "postgresql" else "")

    def launch(self, *options):
        """Starts it; `environment`, where one was set, on top of ours."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "--data", self.data, *self.database, "serve", "--listen", f"127.0.0.1:{self.port}",
                 *options], stdout=log, stderr=log, env={**os.environ, **self.environment})

    def start(self, *options):
        self.launch(*options)
        wait_for(lambda: self.process.poll() is not None or self.readiness()[0] == 200, what="readiness")
        if self.process.poll() is not None:
            raise AssertionError("it does not serve: " + self.said()[-2000:])
        return self

    def readiness(self):
        """Status and words of /readyz; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def said(self):
        return self.log.read_text(errors="replace")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """As an operator stops it; its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=60)

    def memory(self, what="VmRSS"):
        """MiB that the server has in memory; VmHWM: the most it ever had."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+) kB", status)[1]) / 1024

    def forget_most_memory(self):
        """From here on VmHWM counts anew: a sign-in alone holds 64 MiB for a moment and would hide the rest."""
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def rest(self):
        """Stopped well, and nothing wrong with the record of who did what."""
        status = self.stop()
        if status:
            raise AssertionError(f"it ended with {status}: {self.said()[-2000:]}")
        self.verify()

    def verify(self):
        said = self.command("ledger", "verify")
        if said.returncode or "whole" not in said.stdout:
            raise AssertionError(said.stdout + said.stderr)

    def command(self, *arguments):
        return run("--data", self.data, *self.database, *arguments)

    def browser(self, role=None, organisation=""):
        browser = Browser(self.port)
        return browser.sign_in(person(role, organisation)) if role else browser

    def rows(self, sql):
        """What the database itself holds, as lists of texts ("" for null), past the program."""
        if self.engine == "postgresql":
            return psql(self.url, sql)
        database = sqlite3.connect(f"file:{self.data / 'throughline.db'}?mode=ro", uri=True, timeout=30)
        try:
            return [["" if value is None else str(value) for value in row] for row in database.execute(sql)]
        finally:
            database.close()

    def remove(self):
        if self.process and self.process.poll() is None:
            self.kill()
        if self.engine == "postgresql":
            psql(self.server, f"DROP DATABASE IF EXISTS {self.url.rpartition('/')[2]} WITH (FORCE)")
        shutil.rmtree(self.folder, ignore_errors=True)


class InACounty(unittest.TestCase):
    def county(self, engine="sqlite", **more):
        county = County(engine, **more)
        self.addCleanup(county.remove)
        return county


def return_form(browser, case="MAR-2026-001"):
    """The form by which an agency gives its rows, filled in but for the file."""
    form = browser.get(f"/cases/{case}/return").form("answer").set(answer="rows")
    return form.set(adds="add") if "adds" in form.names else form


def demo_file(name="millrace-primary-wren.csv"):
    return [("file", name, (FILES / name).read_bytes())]
