# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as an operator meets it: started as a command, judged by what it prints, writes and ends with.

Run by script/test; by hand:  THROUGHLINE=build/dev/throughline python3 -m unittest discover -s tests/commands -p '*_test.py'
"""
import atexit, functools, os, pathlib, shutil, socket, subprocess, tempfile, time, unittest, urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("THROUGHLINE", PROJECT / "build/dev/throughline")).resolve()


def run(*arguments, given="", folder=None):
    """One command, ended: `returncode`, `stdout`, `stderr`."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], input=given, capture_output=True, text=True, timeout=120, cwd=folder)


class InAFolder(unittest.TestCase):
    """Each test has a folder of its own; `data` is a data folder in it that is not there yet."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-commands-"))
        self.data = self.folder / "data"
        self.addCleanup(shutil.rmtree, self.folder)

    def done(self, *arguments, **more):
        result = run("--data", self.data, *arguments, **more)
        self.assertEqual(result.returncode, 0, result.stderr + result.stdout)
        return result.stdout

    def fails(self, status, *arguments, **more):
        """The command ends with that status, and says why on standard error or output; gives what it said."""
        result = run("--data", self.data, *arguments, **more)
        self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        said = result.stderr + result.stdout
        self.assertNotEqual(said.strip(), "", "it says nothing about why")
        return said


@functools.cache
def made_demo():
    """The data folder of a demo county, made once for all tests; to be copied, not used."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-demo-"))
    atexit.register(shutil.rmtree, folder)
    result = run("--data", folder / "data", "demo")
    assert result.returncode == 0, result.stderr
    return folder / "data"


class WithDemo(InAFolder):
    """Each test has a demo county of its own in `data`."""

    def setUp(self):
        super().setUp()
        shutil.copytree(made_demo(), self.data)


class Served:
    """`with Served(data) as address`: the program serving on a free port, stopped at the end as an operator would;
    `said` is then what it wrote."""

    def __init__(self, data, *options):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [PROGRAM, "--data", data, "serve", "--listen", f"127.0.0.1:{self.port}", *options]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        address = f"http://127.0.0.1:{self.port}"
        until = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(address + "/readyz", timeout=5):
                    return address
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.process.kill()
                    raise AssertionError("it does not serve: " + self.process.communicate()[0][-2000:])
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        self.said = self.process.communicate(timeout=20)[0]
        if self.process.returncode != 0:
            raise AssertionError(f"it ended with {self.process.returncode}: {self.said[-2000:]}")
