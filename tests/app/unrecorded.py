#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollback although nothing can be recorded: only with the name typed, the record printed, and recorded later behind a gap.

usage: unrecorded.py ASTERNCTL
"""
import json
import os
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from shop import Checks, Shop, outcomes_of  # noqa: E402

ARGUMENTS = ("rollback", "checkout", "--environment", "staging", "--yes", "--reason", "errors at 3 %")


def spoil(journal):
    """Damage that neither copy can heal."""
    for name in ("log/00000000.seg", "journal.db"):
        with open(journal / name, "r+b") as file:
            file.seek(4096 + 200)
            file.write(b"x" * 8192)


def main(asternctl):
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-unrecorded-") as scratch:
        with Shop(asternctl, pathlib.Path(scratch), "--quiet", "--seed", "11", "--speed", "20", measured=False) as shop:
            said = shop.ctl("pause", "search", "--environment", "staging", "--yes", "--reason", "before the damage", limit=120)
            check(said.returncode in (0, 2), "before", said.stdout + said.stderr)
            journal = shop.data / "journal"
            good = shop.data / "journal.good"
            shutil.copytree(journal, good)
            spoil(journal)
            effects = len(shop.effects())

            said = shop.ctl(*ARGUMENTS, limit=120)
            check(said.returncode not in (0, 2), "went back without a record", said.stdout + said.stderr)
            check('--unrecorded "checkout"' in said.stderr, "does not say what goes past it", said.stderr)
            said = shop.ctl(*ARGUMENTS, "--unrecorded", "check", limit=120)
            check(said.returncode not in (0, 2) and "type the name checkout" in said.stderr, "another word was taken",
                  said.stdout + said.stderr)
            said = shop.ctl("promote", "checkout", "--environment", "staging", "--yes", "--reason", "forward without a record",
                            "--unrecorded", "checkout", limit=120)
            check(said.returncode == 3, "forward has this way out, too", said.stdout + said.stderr)
            check(len(shop.effects()) == effects, "something was sent")

            said = shop.ctl(*ARGUMENTS, "--unrecorded", "checkout", limit=180)
            check(said.returncode in (0, 2), f"with the name: {said.returncode}", said.stdout + said.stderr)
            check(len(shop.effects()) > effects, "nothing was sent")
            lines = [line for line in said.stdout.splitlines() if line.startswith("{")]
            kinds = [json.loads(line)["kind"] for line in lines]
            check(kinds.count("rollback.intent") == kinds.count("rollback.outcome") >= 1, "what was printed", said.stdout)
            check("journal gap" in said.stderr, "does not say what the lines are for", said.stderr)
            for effect in shop.effects()[effects:]:
                check(any(json.loads(line)["fields"].get("idem") == effect.key for line in lines), "an effect that no line names")

            kept = pathlib.Path(scratch) / "kept.txt"
            kept.write_text("\n".join(lines) + "\n")
            said = shop.ctl("journal", "gap", str(kept))
            check(said.returncode not in (0, 2), "recorded in a damaged log", said.stdout + said.stderr)
            shutil.rmtree(journal)
            os.rename(good, journal)
            said = shop.ctl("journal", "gap", str(kept))
            check(said.returncode == 0, "gap", said.stdout + said.stderr)
            said = shop.ctl("journal", "gap", str(kept))
            check(said.returncode not in (0, 2) and "in the log already" in said.stderr, "twice", said.stdout + said.stderr)
            (pathlib.Path(scratch) / "nonsense").write_text("nonsense\n")
            said = shop.ctl("journal", "gap", str(pathlib.Path(scratch) / "nonsense"))
            check(said.returncode not in (0, 2) and "Line 1" in said.stderr, "nonsense", said.stdout + said.stderr)
            entries = shop.entries()
            gap = next(entry["index"] for entry in entries if entry["kind"] == "journal.gap")
            behind = [entry for entry in entries if entry["index"] > gap]
            check([entry["kind"] for entry in behind[:len(kinds)]] == kinds, "behind the gap", [one["kind"] for one in behind])
            check(all("unrecorded" in entry["payload"] for entry in behind[:len(kinds)]), "marked")
            check(set(outcomes_of(entries).values()) == {1}, "each intent has one outcome", outcomes_of(entries))
            said = shop.ctl("journal", "verify")
            check(said.returncode == 0, "verify", said.stdout + said.stderr)
    return check.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
