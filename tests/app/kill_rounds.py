#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills asternctl in the middle of rollbacks and counts, from outside, what it did.

  kill_rounds.py ASTERNCTL [--rounds N] [--seed N] [--keep DIR]

Every round starts a rollback on the sandbox through a counting proxy and kills it with SIGKILL, at a named point or
at a random instant; then the next start resolves what was left open. At the end:
  - every changing request that left carries the key of an intent that is in the log, older than the request,
  - no key changed the world twice,
  - every intent has an outcome,
  - the log verifies.
"""
import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from countingproxy import CountingProxy  # noqa: E402

POINTS = ["command.after-intent", "command.after-send", "command.before-outcome", "journal.before-mark",
          "journal.after-mark"]
SERVICES = ["checkout", "payments", "search", "catalog", "pricing", "accounts", "inventory", "recommendations"]


class Run:
    def __init__(self, options, folder):
        self.program = str(options.asternctl.resolve())
        self.folder = folder
        self.random = random.Random(options.seed)
        self.passed = self.failed = 0
        self.sandbox = subprocess.Popen(
            [self.program, "sandbox", "--quiet", "--seed", "11", "--speed", "20", "--workspace", str(folder / "workspace"),
             "--with-parent"], stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.sandbox.stdout.readline())
        self.proxies = {url: CountingProxy(url) for url in ready["kubernetes"]}
        kubeconfig = next((folder / "workspace").glob("**/*kubeconfig*"))
        text = kubeconfig.read_text()
        for url, proxy in self.proxies.items():
            text = text.replace(url, proxy.url)
        kubeconfig.write_text(text)

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {what}", flush=True)

    def ctl(self, *arguments, env=None, limit=60):
        return subprocess.run([self.program, *arguments, "--workspace", str(self.folder / "workspace"), "--data",
                               str(self.folder / "data")], capture_output=True, text=True, timeout=limit,
                              env={**os.environ, **(env or {})})

    def begin(self, service, env):
        return subprocess.Popen([self.program, "rollback", service, "--environment", "staging", "--yes", "--reason",
                                 "kill round", "--workspace", str(self.folder / "workspace"), "--data",
                                 str(self.folder / "data")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env={**os.environ, **env})

    def round(self, number):
        service = self.random.choice(SERVICES)
        if number % 2 == 0:
            point = self.random.choice(POINTS)
            process = self.begin(service, {"ASTERN_CRASH_AT": f"{point}:{self.random.randint(1, 2)}"})
            try:
                process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)  # the point was not reached: an ordinary kill then
                process.wait()
        else:
            process = self.begin(service, {})
            time.sleep(self.random.uniform(0.0, 0.9))
            process.send_signal(signal.SIGKILL)
            process.wait()
        told = self.ctl("journal", "recover")
        self.check(told.returncode == 0, f"round {number}: recover said {told.stdout}{told.stderr}")
        return process.returncode == -signal.SIGKILL

    def judge(self, killed, rounds):
        effects = [e for proxy in self.proxies.values() for e in proxy.effects]
        told = self.ctl("journal", "tail", "--lines", "100000", "--json", limit=120)
        entries = [json.loads(line) for line in told.stdout.splitlines()]
        intents = {}
        for entry in entries:
            key = entry["payload"].get("idem")
            if key:
                intents.setdefault(key, entry["wall_ms"])
        ended = {link["id"] for entry in entries for link in entry["payload"].get("links", []) if link["rel"] == "outcome-of"}
        open_intents = [e["id"] for e in entries if e["kind"].endswith(".intent") and e["id"] not in ended]
        for effect in effects:
            self.check(effect.key in intents, f"an effect without an intent: {effect}")
            if effect.key in intents:
                self.check(intents[effect.key] <= effect.at_ms + 1, f"the intent is younger than its effect: {effect}")
        done = {}
        for effect in effects:
            if 200 <= effect.status < 300:
                done.setdefault(effect.key, []).append(effect)
        for key, several in done.items():
            self.check(len(several) == 1, f"{key} changed the world {len(several)} times")
        self.check(not open_intents, f"{len(open_intents)} intents without an outcome")
        verified = self.ctl("journal", "verify", limit=120)
        self.check(verified.returncode == 0, f"the log does not verify: {verified.stdout}")
        self.check(killed * 10 >= rounds * 6, f"only {killed} of {rounds} rounds were killed on their way")
        self.check(len(effects) >= rounds // 4, f"only {len(effects)} changing requests left in {rounds} rounds")
        print(f"{rounds} rounds, {killed} killed on their way, {len(effects)} changing requests, "
              f"{len(intents)} intents, {len(entries)} entries", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="astern-kill-") as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        run = Run(options, folder)
        try:
            killed = sum(run.round(number) for number in range(options.rounds))
            run.judge(killed, options.rounds)
        finally:
            run.sandbox.terminate()
            run.sandbox.wait()
        print(f"{run.passed} passed, {run.failed} failed")
        return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
