#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every bench at its smallest size and looks at the shape of what it reports, not at the times."""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

# A bench that got lost is to be noticed here, so the ids are said once more.
EXPECTED = ["P1a", "P1b", "P1c", "P1d", "P2", "P3", "P4a", "P4b", "P5a", "P5b", "P6a", "P6b", "P7a", "P7b", "P6c", "P7c", "P8a", "P8b", "P8c", "P8d", "P9", "P10a", "P10b", "P10c", "P10d", "P13a", "P13b", "P11",
            "P12a", "P12b", "P12c", "P12d", "P14"]
MAY_LACK = ["P12b", "P12d"]  # they need Chromium, which ./dev test does not install
KEYS = {"id": str, "what": str, "against": str, "unit": str, "machine": str, "met": bool, "n": int,
        "ours": float, "anchor": float, "ratio": float, "target": float, "spread": float, "grows": list}


def main() -> int:
    program = pathlib.Path(sys.argv[1])
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "bench.json")
        ran = subprocess.run([program, "--smoke", "--json", file], capture_output=True, text=True, timeout=170)
        print(ran.stdout, ran.stderr)
        if ran.returncode != 0:
            problems.append(f"exit code {ran.returncode}")
        results = json.loads(file.read_text()) if file.exists() else []
    if [result.get("id") for result in results] != EXPECTED:
        problems.append(f"ids {[result.get('id') for result in results]}, expected {EXPECTED}")
    for result in results:
        if "not_measured" in result:
            print(f"{result['id']}: not measured: {result['not_measured']}")
            if result["id"] not in MAY_LACK or not result["not_measured"]:
                problems.append(f"{result['id']} was not measured")
            continue
        for key, kind in KEYS.items():
            value = result.get(key)
            if not isinstance(value, kind) and not (kind is float and isinstance(value, int)):
                problems.append(f"{result.get('id')}: {key} is {value!r}")
        for key in ("ours", "anchor", "ratio"):
            if not (math.isfinite(result.get(key, 0)) and result.get(key, 0) > 0):
                problems.append(f"{result.get('id')}: {key} is {result.get(key)!r}")
        if "wrong" in result:
            problems.append(f"{result['id']}: {result['wrong']}")
    listed = subprocess.run([program, "--list"], capture_output=True, text=True)
    if [line.split()[0] for line in listed.stdout.splitlines()] != EXPECTED:
        problems.append(f"--list says {listed.stdout!r}")
    unknown = subprocess.run([program, "--only", "P999"], capture_output=True, text=True)
    if unknown.returncode != 3 or "P999" not in unknown.stderr:
        problems.append(f"an unknown id gives exit code {unknown.returncode} and {unknown.stderr!r}")
    left = list(program.parent.glob("bench-folder-*"))
    if left:
        problems.append(f"left behind: {left}")
    for problem in problems:
        print("WRONG:", problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
