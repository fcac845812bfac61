# SPDX-License-Identifier: GPL-3.0-or-later
"""wrk, Debian's load generator: one page asked for again and again on connections that stay open."""
import re, subprocess

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 60e3}


class Run:
    def __init__(self, said):
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", said).groups()
        self.p99 = float(number) * UNITS[unit]  # milliseconds
        others = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
        self.unanswered = int(others[1] if others else 0) + sum(map(int, errors.groups() if errors else ()))


def run(port, path, seconds, connections, cookies=None):
    headers = ["-H", "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())] if cookies else []
    said = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", *headers, f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, timeout=seconds + 60)
    if said.returncode:
        raise AssertionError(said.stderr + said.stdout)
    return Run(said.stdout)
