#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`asternctl policy` as people and their pipelines use it: exit codes, lines, JSON, plain words."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from shop import Checks


def run(program, *arguments):
    return subprocess.run([program, "policy", *map(str, arguments)], capture_output=True, text=True, timeout=60)


def main(program, root):
    check = Checks()
    samples = sorted(pathlib.Path(root, "resources/policies").glob("*.yaml"))
    good = pathlib.Path(root, "resources/policies/low-traffic-freeze.yaml")
    window = pathlib.Path(root, "resources/policies/error-window.yaml")
    with tempfile.TemporaryDirectory() as folder:
        bad = pathlib.Path(folder, "bad.yaml")
        bad.write_text(window.read_text(encoding="utf-8").replace("above: 1%", "above: 1").replace("window: 30s", "window: 30"),
                       encoding="utf-8")
        all_good = run(program, "check", *samples)
        check(all_good.returncode == 0 and all_good.stdout.count(" is in order, digest ") == len(samples), "every sample is in order", all_good.stdout)
        check("errors-continuous: bursts of up to 1 min 30 s are forgiven" in all_good.stdout.replace("\u00a0", " "), "says how long a burst may be", all_good.stdout)
        both = run(program, "check", good, bad)
        lines = both.stdout.splitlines()
        check(both.returncode == 1, "one bad file is an error", both.returncode)
        check(any(line.startswith(f"{bad}:18:12: P-UNIT: ") and line.endswith('did you mean "1%"?') for line in lines), "file, line, column, code, nearest", both.stdout)
        check(any(line.startswith(f"{bad}:20:13: P-DURATION: ") for line in lines), "all errors in one go", both.stdout)
        check(any(line.startswith(f"{good}: admin-low-traffic revision 1 is in order") for line in lines), "the other file is in order", both.stdout)
        issues = json.loads(run(program, "check", bad, "--json").stdout)
        first = next(issue for issue in issues if issue["code"] == "P-UNIT")
        check(first["where"] == f"{bad}:18:12" and first["severity"] == "error" and first["hint"] == "1%", "JSON", first)
        check(json.loads(run(program, "check", good, "--json").stdout) == [], "nothing to say is an empty list")
        none = run(program, "check", pathlib.Path(folder, "none.yaml"))
        check(none.returncode == 4 and "P-FILE" in none.stdout, "an unreadable file", none.stdout)

        told = run(program, "explain", window)
        text = told.stdout.replace("\u00a0", " ")
        check(told.returncode == 0, "explains", told.stderr)
        for sentence in ("checkout-error-window, revision 3", "over the last 30 s, must not be above 1 %",
                         "the longest burst that cannot trigger it is 1 min 30 s", "1. roll back; tried 3 times more",
                         "without an answer within 30 min: rollback"):
            check(sentence in text, f"says: {sentence}", text)
        check("W-UNKNOWN-ROLLBACK" in told.stderr, "doubts beside it", told.stderr)
        shown = json.loads(run(program, "explain", window, "--json").stdout)
        check(re.fullmatch("[0-9a-f]{64}", shown["digest"]) and shown["canonical"]["rules"][0]["above"] == 10_000_000, "digest and canonical form", shown)
        again = pathlib.Path(folder, "again.yaml")
        again.write_text("# the same in other words\n" + window.read_text(encoding="utf-8").replace("above: 1%", "above: 0.01"), encoding="utf-8")
        check(json.loads(run(program, "explain", again, "--json").stdout)["digest"] == shown["digest"], "one digest for one meaning")
        refused = run(program, "explain", bad)
        check(refused.returncode == 1 and not refused.stdout and "P-UNIT" in refused.stderr, "explains nothing that never takes effect", refused.stdout)
        for arguments in ([], ["check"], ["explain", good, window], ["try", good]):
            check(run(program, *arguments).returncode == 3, f"usage: {arguments}")
    return check.end()


sys.exit(main(*sys.argv[1:]))
