# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the shipped program share: the sandbox as a process, and a way to run a verb."""
import contextlib
import json
import subprocess


@contextlib.contextmanager
def sandbox(program, *arguments):
    process = subprocess.Popen([program, "sandbox", "--with-parent", "--quiet", *arguments], stdout=subprocess.PIPE)
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(20)


def run(program, *arguments, env=None, timeout=90):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, env=env)


class Checks:
    """Says each one, and whether all were good."""

    def __init__(self):
        self.good = True

    def __call__(self, good, what, more=""):
        print("ok  " if good else "FAIL", what, "" if good else more)
        self.good = self.good and bool(good)
