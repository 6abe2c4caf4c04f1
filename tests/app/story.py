#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a newcomer sees of the company's own policies: the shipped sandbox as it opens, and a guard on it.

  story.py ASTERNCTL

checkout's canary goes bad: suspect, held, failing, and a person is asked; nothing goes back by itself before that person
had time. search's canary is well, and so it is judged, and nothing is done to it. Then its flag does harm: the flag goes
off, the canary stays, and `flag list` tells how the release had found it.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from shop import order  # noqa: E402

PATIENCE = 240  # s, for what takes a fraction of it on a quiet machine
CHECKOUT = "checkout@prod/eu-1"
SEARCH = "search@prod/eu-1"


class Guard:
    def __init__(self, program, workspace, data):
        self.process = subprocess.Popen([program, "guard", "--workspace", workspace, "--data", data, "--json"],
                                        stdout=subprocess.PIPE, text=True)
        self.lines = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def said(self, **wanted):
        return [line for line in list(self.lines) if wanted.items() <= line.items()]

    def wait(self, what, **wanted):
        end = time.monotonic() + PATIENCE
        while not self.said(**wanted):
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit(f"FAIL {what}: {wanted} was never said\n" + "\n".join(map(str, self.lines)))
            time.sleep(0.2)


def play(program, folder, started):
    sandbox = subprocess.Popen([program, "sandbox", "--with-parent"], stdout=subprocess.PIPE, text=True)
    started.append(sandbox)
    company = json.loads(sandbox.stdout.readline())
    shop = pathlib.Path(company["workspace"])
    for policy in (shop / "policies").glob("*.yaml"):
        checked = subprocess.run([program, "policy", "check", policy, "--json"], capture_output=True, text=True)
        if checked.returncode or json.loads(checked.stdout):
            raise SystemExit(f"FAIL {policy.name} is not clean: {checked.stdout}{checked.stderr}")
    guard = Guard(program, str(shop), str(folder / "data"))
    started.append(guard.process)
    guard.wait("search is judged", place=SEARCH, **{"class": "healthy"})
    guard.wait("suspect", place=CHECKOUT, **{"class": "transient"})
    guard.wait("held", place=CHECKOUT, do="hold", result="confirmed")
    guard.wait("failing", place=CHECKOUT, **{"class": "systemic"})
    guard.wait("a person is asked", place=CHECKOUT, do="ask")
    told = subprocess.run([program, "guard", "status", "--workspace", shop, "--data", folder / "data", "--json"],
                          capture_output=True, text=True)
    state = json.loads(told.stdout)
    if told.returncode or not state["alive"] or "asternctl guard" not in state["leader"] or state["cool_downs"]:
        raise SystemExit(f"FAIL guard status: {told.returncode} {told.stdout}{told.stderr}")
    touched = [line for line in guard.said() if "do" in line and line["place"] != CHECKOUT]
    if touched:
        raise SystemExit(f"FAIL something was done elsewhere: {touched}")
    order(company, op="inject", fault={"id": "ranker", "service": "search", "flag": "search-ranker-v2",
                                       "version": "1.44.0", "kind": "errors", "ratio": 0.3})
    guard.wait("the flag goes off", place=SEARCH, do="mitigate", result="confirmed")
    # The guard saw the release begin, and wrote down how it found the flag.
    told = subprocess.run([program, "flag", "list", "--environment", "prod", "--service", "search", "--workspace", shop,
                           "--data", folder / "data", "--json"], capture_output=True, text=True)
    drift = json.loads(told.stdout)[0]["drift"]
    if [(one["cell"], one["version"], one["was"].split(",")[0]) for one in drift] != [("eu-1", "1.44.0", "on")]:
        raise SystemExit(f"FAIL drift: {told.stdout}{told.stderr}")
    if guard.said(do="rollback"):
        raise SystemExit("FAIL something went back by itself")
    print("ok", flush=True)


def main():
    with tempfile.TemporaryDirectory(prefix="astern-story-") as scratch:
        started = []
        try:
            play(sys.argv[1], pathlib.Path(scratch), started)
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(20)


if __name__ == "__main__":
    main()
