# SPDX-License-Identifier: GPL-3.0-or-later
"""One figure a line, as JSON. Subject and baseline take turns within a round, so that whatever else the machine does meets
both; a ratio is the median of the rounds' ratios, not the ratio of two medians."""
import json, statistics, subprocess, sys


def tell(name, value, unit, baseline=None, ratio=None):
    def rounded(figure):
        return figure if figure is None or isinstance(figure, int) else float(f"{figure:.4g}")
    print(json.dumps({"name": name, "value": rounded(value), "unit": unit, "baseline": rounded(baseline),
                      "ratio": rounded(ratio)}), flush=True)


def say(words):
    """For whoever waits; standard output holds figures alone."""
    print("bench: " + words, file=sys.stderr, flush=True)


def compare(rounds, ours, bound):
    """The medians of both, and of the ratio of ours to the other in the same round; `ours` and `bound` give numbers."""
    pairs = []
    for number in range(rounds):
        # The one that goes second finds a warmer machine: they take turns at that too.
        pairs.append((ours(), bound()) if number % 2 == 0 else tuple(reversed((bound(), ours()))))
    return (statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs),
            statistics.median(one / other for one, other in pairs))


class Fixed:
    """Beast's fixed answer of so many bytes; `port` is where."""

    def __init__(self, program, size):
        self.process = subprocess.Popen([program, str(size)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()
