#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills asternctl in the middle of rollbacks and counts, from outside, what it did.

  kill_rounds.py ASTERNCTL [--rounds N] [--seed N] [--keep DIR]

Every round starts a rollback on the sandbox through a counting proxy and kills it with SIGKILL, at a named point or
at a random instant; then the next start resolves what was left open. shop.py says what is judged at the end.
"""
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from shop import Checks, judge, shop_of_rounds  # noqa: E402

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
    check = Checks()
    with shop_of_rounds(__doc__, 200) as (shop, rounds, chance):
        killed = sum(play(number, shop, chance, check) for number in range(rounds))
        entries, intents = judge(check, shop, shop.effects())
        effects = len(shop.effects())
    check(killed * 10 >= rounds * 6, f"only {killed} of {rounds} rounds were killed on their way")
    check(effects >= rounds // 4, f"only {effects} changing requests left in {rounds} rounds")
    print(f"{rounds} rounds, {killed} killed on their way, {effects} changing requests, {len(intents)} intents, "
          f"{len(entries)} entries", flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
