#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verdict records are the same bytes from gcc and clang, on one thread and on two, and after a restart at any tick."""
import os
import pathlib
import shutil
import subprocess
import sys


def records(program, seeds, how, threads):
    done = subprocess.run([program, str(seeds), how, str(threads)], capture_output=True, timeout=600)
    if done.returncode:
        sys.exit(f"{program} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def first_difference(ours, theirs):
    for number, (one, other) in enumerate(zip(ours.splitlines(), theirs.splitlines()), 1):
        if one != other:
            return f"record {number}:\n  {one.decode()}\n  {other.decode()}"
    return f"{ours.count(10)} and {theirs.count(10)} records"


def main(program, source, build):
    ours = records(program, 60, "live", 1)
    if ours.count(b"\n") < 1000 or ours.count(b'"class":"systemic"') < 10:
        sys.exit("the rollouts say too little to be compared")
    wrong = []

    def same(what, other, reference):
        print(("same bytes: " if other == reference else "DIFFERENT: ") + what)
        if other != reference:
            wrong.append(what)
            print(first_difference(reference, other))

    same("two threads", records(program, 60, "live", 2), ours)
    few = records(program, 12, "live", 1)
    same("a restart after every tick", records(program, 12, "restarted", 1), few)
    clang = shutil.which("clang++-19")
    if clang:
        folder = pathlib.Path(build)
        cache = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={ccache}"] if (ccache := shutil.which("ccache")) else []
        for command in (["cmake", "-S", source, "-B", folder, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={clang}", *cache],
                        ["cmake", "--build", folder, "--parallel", str(min(2, os.cpu_count() or 1))]):
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=900)
            if done.returncode:
                sys.exit(done.stdout[-4000:] + done.stderr[-4000:])
        same("clang 19, -O2 with FMA", records(folder / "verdictbytes", 60, "live", 1), ours)
    else:
        print("clang++-19 is not installed: not compared")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
