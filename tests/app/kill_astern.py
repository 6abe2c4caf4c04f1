#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the cockpit between a person's press and the end of the plan, and counts, from outside, what it did.

  kill_astern.py ASTERN ASTERNCTL [--rounds N] [--lanes N] [--seed N] [--keep DIR]

Every round opens a fresh sandbox on which a canary goes bad, lets `astern --guided` press the emergency control by real
input events, and kills it with SIGKILL: at a named point or at a random instant. Then the next start resolves what was
left open: the cockpit itself in every second round, `asternctl journal recover` in the others. Each lane goes on
with its own log, which all its rounds have been killed on; shop.py says what is judged at its end.
"""
import argparse
import concurrent.futures
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from shop import Checks, Shop, guard_opened, judge, outcomes_of, owner_of, screenless, until  # noqa: E402

# With the most hits that lie between the press and the end of the plan: it has two commands, so four entries.
POINTS = {"command.after-intent": 2, "command.after-send": 2, "command.before-outcome": 2, "journal.composed": 4,
          "journal.signed": 4, "journal.before-reply": 4, "journal.after-reply": 4}
SECONDS_OF_PLAN = 6.0


class Lane:
    def __init__(self, options, number, check):
        self.options = options
        self.number = number
        self.check = check
        self.chance = random.Random(options.seed * 1000 + number)
        self.folder = options.keep / f"lane-{number}"
        self.folder.mkdir(parents=True)
        self.effects = []
        self.killed = 0  # after the press, and before the plan was over

    def run(self):
        for number in range(self.number, self.options.rounds, self.options.lanes):
            with Shop(self.options.asternctl, self.folder / str(number), "--seed", str(number + 1), "--speed", "6",
                      data=self.folder / "data") as shop:
                self.play(number, shop)
                self.resolve(number, shop)
                self.effects += shop.effects()
                if number + self.options.lanes >= self.options.rounds:
                    return judge(self.check, shop, self.effects)
        return [], {}

    def play(self, number, shop):
        env = screenless()
        if number % 4 < 2:
            point = self.chance.choice(list(POINTS))
            env["ASTERN_CRASH_AT"] = f"{point}:{self.chance.randint(1, POINTS[point])}"
        else:
            wait = self.chance.uniform(1.5, SECONDS_OF_PLAN)
        process = shop.begin(self.options.astern, "--guided", str(self.folder / f"pictures-{number}"),
                             stdout=subprocess.PIPE, **env)
        opened = guard_opened(shop, process)
        self.check(opened or "ASTERN_CRASH_AT" in env, f"round {number}: the guard was never opened")
        if "ASTERN_CRASH_AT" in env:
            try:
                process.wait(timeout=SECONDS_OF_PLAN * 3)
            except subprocess.TimeoutExpired:
                pass  # the point was not reached: an ordinary kill then
        else:
            time.sleep(wait)
        process.kill()
        process.communicate()
        self.killed += opened and process.returncode == -signal.SIGKILL

    def resolve(self, number, shop):
        if number % 2 == 0:
            return self.recover(number, shop)
        # The log is read through the door of the cockpit, which owns it.
        process = shop.begin(self.options.astern, **screenless())
        self.check(until(lambda: owner_of(shop.data) == process.pid), f"round {number}: the cockpit does not own the log")
        self.check(until(lambda: all(outcomes_of(shop.entries()).values())),
                   f"round {number}: the cockpit left intents without an outcome")
        process.terminate()
        code = process.wait(timeout=60)
        self.check(code == 128 + signal.SIGTERM, f"round {number}: the cockpit that was asked to end said {code}")
        # A plan that it went on with, and was ended in, ends here: the log goes on with another company, in which the
        # same request would be another change.
        self.recover(number, shop)

    def recover(self, number, shop):
        recovered = shop.ctl("journal", "recover", limit=400)
        self.check(recovered.returncode == 0, f"round {number}: recover said {recovered.stdout}{recovered.stderr}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("astern", type=pathlib.Path)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    options.astern = options.astern.resolve()
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-kill-") as scratch:
        options.keep = options.keep or pathlib.Path(scratch)
        lanes = [Lane(options, number, check) for number in range(options.lanes)]
        with concurrent.futures.ThreadPoolExecutor(options.lanes) as pool:
            logs = list(pool.map(Lane.run, lanes))
    killed = sum(lane.killed for lane in lanes)
    effects = sum(len(lane.effects) for lane in lanes)
    check(killed * 10 >= options.rounds * 8, f"only {killed} of {options.rounds} rounds were killed after the press")
    check(effects >= options.rounds // 2, f"only {effects} changing requests left in {options.rounds} rounds")
    print(f"{options.rounds} rounds, {killed} killed after the press, {effects} changing requests, "
          f"{sum(len(intents) for _, intents in logs)} intents, {sum(len(entries) for entries, _ in logs)} entries",
          flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
