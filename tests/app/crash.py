#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A crash says where it was and what it means, and ends the process by its signal. crash.py ASTERNCTL"""
import signal
import subprocess
import sys
import tempfile


def crashed(program, number):
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([program, "sandbox", "--workspace", folder, "--with-parent"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdout.readline()  # it is up
        process.send_signal(number)
        said = process.communicate(timeout=30)[1]
    good = (process.returncode == -number and f"crashed (signal {int(number)})" in said
            and "the next start reads back" in said and said.count("asternctl(") >= 2)
    print("ok  " if good else "FAIL", number.name, process.returncode, said)
    return good


sys.exit(0 if all([crashed(sys.argv[1], number) for number in (signal.SIGABRT, signal.SIGSEGV)]) else 1)
