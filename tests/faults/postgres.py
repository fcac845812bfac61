# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of a test's own, that waits for the disk and may be stopped without warning."""
import os, pathlib, shutil, socket, subprocess, tempfile

BIN = os.environ.get("POSTGRES_BIN") or str(next(iter(sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))), ""))


class Postgres:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data = self.folder / "data"
        self.run("initdb", "-D", self.data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def run(self, program, *arguments, check=True):
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        said = subprocess.run([*prefix, f"{BIN}/{program}", *map(str, arguments)], cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=120)
        if check and said.returncode:
            raise AssertionError(f"{program}: {said.stdout}")

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "server.log", "-w", "-t", "60", "-o",
                 f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c shared_buffers=32MB", "start")

    def stop(self):
        """At once, as a crash: what was acknowledged is in its log alone."""
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def url(self, name="postgres"):
        return f"postgresql://tester@127.0.0.1:{self.port}/{name}"

    def remove(self):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
