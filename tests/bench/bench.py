# SPDX-License-Identifier: GPL-3.0-or-later
"""Every figure, or the parts that are named. Run by script/bench, which builds what is measured."""
import argparse, os, pathlib, shutil, subprocess, sys, tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "tests" / folder) for folder in ("faults", "commands")]
import at_rest, case_page, load, merge  # noqa: E402: found by the line above
from county import PROGRAM  # noqa: E402
from figures import say  # noqa: E402

FIXED_ANSWER, STORES = (PROGRAM.with_name(name) for name in ("bench_fixed_answer", "bench_stores"))


def stores(rounds):
    say("the ledger and sealed storage")
    folder = tempfile.mkdtemp(prefix="throughline-bench-")
    try:
        subprocess.run([STORES, PROJECT / "db/migrations", folder, str(rounds)], check=True, timeout=600)
    finally:
        shutil.rmtree(folder)


PARTS = {
    "page": lambda quick: case_page.figures(FIXED_ANSWER, 1 if quick else 7, 1 if quick else 5),
    "rest": lambda quick: at_rest.figures(FIXED_ANSWER, 1 if quick else 7),
    "merge": lambda quick: merge.figures(1 if quick else 7),
    "stores": lambda quick: stores(1 if quick else 7),
    "load": lambda quick: load.figures(1 if quick else 5, 2 if quick else 8),
}


def main():
    asked = argparse.ArgumentParser(prog="script/bench")
    asked.add_argument("--quick", action="store_true", help="short rounds, to see that it works")
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    given = asked.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        asked.error("no such part: " + ", ".join(sorted(unknown)))
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=PROJECT, capture_output=True, text=True).stdout
    say(f"commit {commit.strip() or 'unknown'}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} as it begins")
    for name, measure in PARTS.items():
        if name in given.parts or not given.parts:
            measure(given.quick)


if __name__ == "__main__":
    main()
