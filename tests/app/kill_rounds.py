#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills asternctl in the middle of rollbacks and counts, from outside, what it did.

  kill_rounds.py ASTERNCTL [--rounds N] [--seed N] [--keep DIR]

Every round starts a rollback on the sandbox through a counting proxy and kills it with SIGKILL, at a named point or
at a random instant; then the next start resolves what was left open. shop.py says what is judged at the end.
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from shop import Checks, Shop, judge  # noqa: E402

POINTS = ["command.after-intent", "command.after-send", "command.before-outcome", "journal.before-mark",
          "journal.after-mark"]
SERVICES = ["checkout", "payments", "search", "catalog", "pricing", "accounts", "inventory", "recommendations"]


def begin(shop, service, **env):
    return shop.begin(shop.asternctl, "rollback", service, "--environment", "staging", "--yes", "--reason", "kill round",
                      **env)


def play(number, shop, chance, check):
    service = chance.choice(SERVICES)
    if number % 2 == 0:
        process = begin(shop, service, ASTERN_CRASH_AT=f"{chance.choice(POINTS)}:{chance.randint(1, 2)}")
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()  # the point was not reached: an ordinary kill then
            process.wait()
    else:
        process = begin(shop, service)
        time.sleep(chance.uniform(0.0, 0.9))
        process.kill()
        process.wait()
    # A plan that goes on waits for its effects, as any plan does.
    told = shop.ctl("journal", "recover", limit=400)
    check(told.returncode == 0, f"round {number}: recover said {told.stdout}{told.stderr}")
    return process.returncode == -signal.SIGKILL


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    check = Checks()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="astern-kill-") as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        with Shop(options.asternctl, folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
            killed = sum(play(number, shop, chance, check) for number in range(options.rounds))
            entries, intents = judge(check, shop, shop.effects())
            effects = len(shop.effects())
    check(killed * 10 >= options.rounds * 6, f"only {killed} of {options.rounds} rounds were killed on their way")
    check(effects >= options.rounds // 4, f"only {effects} changing requests left in {options.rounds} rounds")
    print(f"{options.rounds} rounds, {killed} killed on their way, {effects} changing requests, {len(intents)} intents, "
          f"{len(entries)} entries", flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
