#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped asternctl while the clock of the machine jumps: order comes from the chain, each jump is an entry, and the log
verifies.

usage: clocks.py ASTERNCTL

Ends with 77 (skipped, loudly) where libfaketime is not installed; `./dev setup` installs it.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from shop import Checks  # noqa: E402

WORKSPACE = """astern: workspace/v1
name: clocks
environments:
  prod: {cells: [eu-1]}
services: {}
"""

# Where the clock stands, in which zone; how far from the one before is for the journal to say.
JUMPS = [
    ("as it is", None, "UTC"),
    ("an hour ahead", "+1h", "UTC"),
    ("an hour behind", "-1h", "UTC"),
    ("before summer time ends", "@2026-10-25 02:59:50", "Europe/Berlin"),
    ("after summer time has ended", "@2026-10-25 02:00:10", "Europe/Berlin"),
    ("before summer time begins", "@2027-03-28 01:59:50", "Europe/Berlin"),
    ("after summer time has begun", "@2027-03-28 03:00:10", "Europe/Berlin"),
    ("1970", "@1970-01-02 00:00:01", "UTC"),
    ("the last second of 32 bits", "@2038-01-19 03:14:07", "UTC"),
    ("behind it", "@2038-01-19 03:14:20", "UTC"),
    ("as it is again", None, "UTC"),
]


def main(asternctl):
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        print("SKIPPED: libfaketime is not installed, so that nothing is known of clocks that jump. ./dev setup installs it.")
        return 77
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-clocks-") as scratch:
        with open(os.path.join(scratch, "astern.yaml"), "w", encoding="utf-8") as file:
            file.write(WORKSPACE)
        data = os.path.join(scratch, "data")

        def run(*arguments, at=None, zone="UTC"):
            environment = {**os.environ, "TZ": zone}
            if at:
                # The clocks that never step go on as they are, as in a machine whose time is set.
                environment.update(LD_PRELOAD=found[0], FAKETIME=at, FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")
            return subprocess.run([asternctl, *arguments, "--workspace", scratch, "--data", data], capture_output=True,
                                  text=True, timeout=60, env=environment)

        for number, (name, at, zone) in enumerate(JUMPS):
            said = run("guard", "hold", "--for", "10m", "--reason", f"jump {number:03} is tried", at=at, zone=zone)
            check(said.returncode == 0, f"{name}: {said.returncode}", said.stdout + said.stderr)
            said = run("journal", "verify", at=at, zone=zone)
            check(said.returncode == 0, f"{name}: verify under this clock", said.stdout + said.stderr)
        said = run("journal", "tail", "--lines", "1000", "--json")
        entries = [json.loads(line) for line in said.stdout.splitlines()]
        check([entry["index"] for entry in entries] == list(range(len(entries))), "one chain without gaps")
        held = [entry["personal"]["rationale"] for entry in entries if entry["kind"] == "automation.held"]
        check(held == [f"jump {number:03} is tried" for number in range(len(JUMPS))], "in the order in which they were made", held)
        walls = [entry["wall_ms"] for entry in entries if entry["kind"] == "automation.held"]
        check(walls != sorted(walls), "the clock did jump", walls)
        mono = [entry["payload"]["time"]["mono_ms"] for entry in entries]
        check(mono == sorted(mono), "what never steps did not", mono)
        steps = [entry for entry in entries if entry["kind"] == "clock.step"]
        for step in steps:
            clock = step["payload"]["clock"]
            check(clock["new_ms"] - clock["old_ms"] == clock["delta_ms"] and abs(clock["delta_ms"]) > 2000, "a step", clock)
            follows = entries[step["index"] + 1]
            check(follows["wall_ms"] == step["wall_ms"], "a step stands before what was recorded by the new clock", step)
        check(len(steps) == len(JUMPS) - 1, f"{len(steps)} steps of {len(JUMPS) - 1} jumps", [one["payload"]["clock"] for one in steps])
        said = run("journal", "verify")
        check(said.returncode == 0, "verify", said.stdout + said.stderr)
    return check.end()


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
