#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input on the command line: a sentence that names it, and the documented exit code, at once."""
import subprocess
import sys
import tempfile

USAGE, UNREADABLE = 3, 4


def check(program, arguments, code, named):
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, timeout=20)
    good = result.returncode == code and named in result.stderr
    print("ok  " if good else "FAIL", arguments, result.returncode, result.stderr.strip().splitlines()[-1:])
    return good


def main(program):
    cases = [
        (["--theme", "pink"], USAGE, "pink"),
        (["--sandbox", "--workspace", "shop"], USAGE, "--sandbox"),
        (["--language", "xx"], USAGE, "xx"),
        (["--nonsense"], USAGE, "nonsense"),
        (["stray"], USAGE, "stray"),
        (["--workspace", "nowhere"], UNREADABLE, "nowhere"),
    ]
    return 0 if all([check(program, *case) for case in cases]) else 1


sys.exit(main(sys.argv[1]))
