#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""npm's @sigstore/verify judges checkpoints and inclusion proofs of Astern's, canonicalize its canonical JSON.

  npm.py EVIDENCE FOLDER    (the program of evidence.cpp; the folder with install and judge.mjs)
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def main(evidence, folder):
    folder = pathlib.Path(folder)
    fetched = subprocess.run([folder / "install"], capture_output=True, text=True)
    if fetched.returncode != 0:
        print("skipped: the judges of npm cannot be fetched here:", fetched.stderr.strip()[-300:])
        return SKIPPED
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        subprocess.run([evidence, work / "evidence"], check=True, timeout=120)
        # Beside the modules, where node looks for them.
        shutil.copytree(pathlib.Path(fetched.stdout.strip()) / "node_modules", work / "node_modules")
        shutil.copy(folder / "judge.mjs", work)
        return subprocess.run(["node", work / "judge.mjs", work / "evidence"], timeout=200).returncode


sys.exit(main(*sys.argv[1:]))
