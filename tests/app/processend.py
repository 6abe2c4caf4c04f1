#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs end without the exit handlers of libraries, with all they had to say, and with their exit code.

  processend.py EXITMARK ASTERNCTL [ASTERN]
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from shop import Checks, Shop, screenless  # noqa: E402

MARK = "exit handlers ran"


def main(mark, asternctl, *astern):
    check = Checks()
    marked = {"LD_PRELOAD": mark}
    # The mark does speak where handlers run.
    said = subprocess.run([sys.executable, "-c", ""], env={**os.environ, **marked}, capture_output=True, text=True)
    check(MARK in said.stderr, "the mark is dumb")
    with tempfile.TemporaryDirectory(prefix="astern-end-") as folder:
        with Shop(asternctl, pathlib.Path(folder), "--quiet", "--seed", "7") as shop:
            for arguments, code in ((("pause", "search", "--environment", "staging", "--yes", "--json"), 0),
                                    (("status", "--json"), 0), (("journal", "tail", "--json"), 0), (("nonsense",), 3)):
                ended = shop.ctl(*arguments, **marked)
                check(ended.returncode == code, f"{arguments} ended with {ended.returncode}: {ended.stderr}")
                check(MARK not in ended.stderr, f"{arguments} ran exit handlers")
                if code == 0:
                    check(ended.stdout.endswith(("}\n", "]\n")), f"{arguments} did not end its sentence: {ended.stdout}")
            for program in astern:
                cockpit = shop.begin(program, stderr=subprocess.PIPE, **screenless(), **marked)
                try:
                    cockpit.wait(3)
                    check(False, f"the cockpit ended with {cockpit.returncode}")
                except subprocess.TimeoutExpired:
                    cockpit.terminate()
                    said = cockpit.communicate()[1]
                    check(cockpit.returncode == 128 + 15 and MARK not in said, f"{cockpit.returncode}: {said}")
    return check.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
