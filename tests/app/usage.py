#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input on the command line: a sentence that names it, and the documented exit code, at once."""
import os
import subprocess
import sys
import tempfile

USAGE, UNREADABLE = 3, 4


NO_DISPLAY = {name: value for name, value in os.environ.items()
              if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}


def check(program, arguments, code, named, environment=None):
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, timeout=20, env=environment)
    said = result.stderr if code else result.stdout
    good = result.returncode == code and named in said and (code or not result.stderr)
    print("ok  " if good else "FAIL", arguments, result.returncode, said.strip().splitlines()[-1:])
    return good


def main(program):
    cases = [
        (["--theme", "pink"], USAGE, "pink"),
        (["--sandbox", "--workspace", "shop"], USAGE, "--sandbox"),
        (["--language", "xx"], USAGE, "xx"),
        (["--nonsense"], USAGE, "nonsense"),
        (["stray"], USAGE, "stray"),
        (["--workspace", "nowhere"], UNREADABLE, "nowhere"),
        ([], UNREADABLE, "no display", NO_DISPLAY),
        (["--version"], 0, "astern ", NO_DISPLAY),
        (["--help"], 0, "--workspace", NO_DISPLAY),
    ]
    return 0 if all([check(program, *case) for case in cases]) else 1


sys.exit(main(sys.argv[1]))
