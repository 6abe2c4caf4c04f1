#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cockpit and asternctl at once on one log, each of them as its owner, and what happens when the owner is killed.

  together.py ASTERN ASTERNCTL [--seed N] [--keep DIR]

  - The cockpit owns the log and takes a person's press to its end, while colleagues command staging from shells.
  - It is killed in the middle of its plan: a colleague takes the log over, nobody's command is lost or sent twice.
  - asternctl owns the log, the cockpit comes later and appends through it; the owner is killed around the press,
    and the plan goes on.
Every command ends with the exit code that its situation has; shop.py says what is judged of log and requests.
"""
import argparse
import concurrent.futures
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from shop import Checks, Shop, guard_opened, judge, owner_of, screenless, told, until  # noqa: E402

DONE, REFUSED, INCOMPLETE, UNREACHABLE, FORBIDDEN = 0, 1, 2, 4, 5
BOARD, BACK = "places are on the board", "serves 100 % again"


class Colleague(threading.Thread):
    """Pauses a service of staging and ends the pause, over and over, and reads the log in between."""

    def __init__(self, shop, service, check, owner_dies=False):
        super().__init__()
        self.shop, self.service, self.check, self.owner_dies = shop, service, check, owner_dies
        self.enough = threading.Event()
        self.rounds = 0
        self.plans = {}  # plan id -> exit code
        self.start()

    def end(self):
        """After the round that is under way."""
        self.enough.set()
        self.join()

    def run(self):
        while not self.enough.is_set():
            self.act("pause", DONE)
            self.act("pause", REFUSED)  # it is paused already
            self.ask(("rollback", *self.place(), "--dry-run", "--json"), DONE)
            self.act("resume", DONE)
            self.ask(("journal", "tail", "--json"), DONE)
            self.ask(("journal", "verify"), DONE)
            self.rounds += 1

    def place(self):
        return self.service, "--environment", "staging"

    def patiently(self, *arguments):
        """On a busy machine the sandbox may be slower than asternctl waits, which then says so: asked again."""
        doubt = False
        while True:
            result = self.shop.ctl(*arguments)
            busy = result.returncode == INCOMPLETE and '"timed-out"' in result.stdout
            unproved = result.returncode == FORBIDDEN and "did not answer within" in result.stderr
            if not busy and not unproved:
                return result, doubt
            doubt = (busy and self.note(result)) or doubt

    def note(self, result):
        plan = json.loads(result.stdout.splitlines()[-1]).get("plan", {}) if result.stdout else {}
        if "id" not in plan:
            return False
        self.plans[plan["id"]] = result.returncode
        return True

    def ask(self, arguments, code):
        result, _ = self.patiently(*arguments)
        self.check(result.returncode == code,
                   f"{' '.join(arguments)} said {result.returncode}: {result.stdout[-600:]}{result.stderr}")
        return result

    def act(self, verb, code):
        result, doubt = self.patiently(verb, *self.place(), "--yes", "--json", "--reason", "two at once")
        self.note(result)
        if doubt and result.returncode == REFUSED:
            return  # it was done after all
        if self.owner_dies and result.returncode == UNREACHABLE:
            self.check("Nothing was sent" in result.stderr, f"{verb} {self.service} said {result.stderr}")
        else:
            self.check(result.returncode == code,
                       f"{verb} {self.service} said {result.returncode}, not {code}: {result.stdout}{result.stderr}")


def judge_all(check, shop, effects, colleagues):
    entries, _ = judge(check, shop, effects)
    outcomes = {}
    for entry in entries:
        if entry["kind"].endswith(".outcome"):
            outcomes.setdefault(entry["saga"], []).append(entry["payload"]["outcome"]["result"])
    plans = {plan: code for colleague in colleagues for plan, code in colleague.plans.items()}
    for plan, code in plans.items():
        sent = [effect for effect in effects if effect.key.startswith(plan)]
        if code == DONE:
            check(outcomes.get(plan) == ["succeeded"], f"{plan} was done, and the log says {outcomes.get(plan)}")
            check(sent, f"{plan} was done, and nothing was sent")
        elif code != INCOMPLETE:
            check(not sent, f"{plan} ended with {code}, and sent {sent}")
    print(f"{len(entries)} entries, {len(effects)} changing requests, {len(plans)} plans of colleagues, "
          f"{sum(colleague.rounds for colleague in colleagues)} rounds of theirs", flush=True)
    return entries


def settle(check, shop, effects, colleagues, everybody):
    """Resolves what the dead and the ended left open, then judges all that was ever done on this log."""
    recovered = shop.ctl("journal", "recover")
    check(recovered.returncode == DONE, f"recover said {recovered.stdout}{recovered.stderr}")
    effects += shop.effects()
    everybody += colleagues
    judge_all(check, shop, effects, everybody)


def begin_cockpit(options, shop, folder):
    return shop.begin(options.astern, "--guided", str(folder / "pictures"), stdout=subprocess.PIPE, **screenless())


def cockpit_owns(options, folder, check):
    with Shop(options.asternctl, folder, "--seed", "3", "--speed", "6") as shop:
        cockpit = begin_cockpit(options, shop, folder)
        check(told(cockpit, BOARD), "the board never came")
        check(owner_of(shop.data) == cockpit.pid, "the cockpit does not own the log")
        colleagues = [Colleague(shop, service, check) for service in ("search", "payments", "inventory")]
        check(guard_opened(shop, cockpit), "the guard was never opened")
        check(told(cockpit, BACK, "FAILED") == BACK, "the cockpit's rollback did not come to its effect")
        shop.speed(1)  # recovery is a minute of calm, in which twenty minutes of this shop's life would be too many
        said = cockpit.communicate()[0]
        check(cockpit.returncode == DONE, f"the cockpit ended with {cockpit.returncode}: {said}")
        for colleague in colleagues:
            colleague.end()
        entries = judge_all(check, shop, shop.effects(), colleagues)
        services = {entry["payload"].get("subject", {}).get("service") for entry in entries}
        check(services > {"search", "payments", "inventory"}, f"in the log are only {services}")  # and the one that failed


def cockpit_dies(options, folder, check, data, effects, everybody):
    with Shop(options.asternctl, folder, "--seed", "4", "--speed", "6", data=data) as shop:
        cockpit = begin_cockpit(options, shop, folder)
        check(told(cockpit, BOARD), "the board never came")
        check(owner_of(shop.data) == cockpit.pid, "the cockpit does not own the log")
        colleagues = [Colleague(shop, service, check, owner_dies=True) for service in ("search", "payments", "inventory")]
        check(guard_opened(shop, cockpit), "the guard was never opened")
        time.sleep(options.chance.uniform(1.5, 5.0))
        cockpit.kill()
        cockpit.communicate()
        rounds = [colleague.rounds for colleague in colleagues]
        check(until(lambda: all(c.rounds > was + 1 for c, was in zip(colleagues, rounds))), "the colleagues stand still")
        for colleague in colleagues:
            colleague.end()
        settle(check, shop, effects, colleagues, everybody)


def asternctl_dies(options, folder, check, data, effects, everybody):
    with Shop(options.asternctl, folder, "--seed", "5", "--speed", "6", data=data) as shop:
        watching = shop.begin(shop.asternctl, "status", "--watch")
        check(until(lambda: owner_of(shop.data) == watching.pid), "asternctl does not own the log")
        cockpit = begin_cockpit(options, shop, folder)
        colleagues = [Colleague(shop, service, check, owner_dies=True) for service in ("search", "payments")]
        check(guard_opened(shop, cockpit), "the guard was never opened")
        check(owner_of(shop.data) == watching.pid, "asternctl does not own the log any more")
        time.sleep(options.chance.uniform(0.5, 3.0))
        watching.kill()
        watching.wait()
        check(told(cockpit, BACK, "FAILED") == BACK, "the cockpit's rollback did not come to its effect")
        for colleague in colleagues:
            colleague.end()
        check(until(lambda: owner_of(shop.data) == cockpit.pid), "the cockpit did not take the log over")
        cockpit.terminate()
        cockpit.communicate()
        check(cockpit.returncode == 128 + signal.SIGTERM, f"the cockpit that was asked to end said {cockpit.returncode}")
        settle(check, shop, effects, colleagues, everybody)


def owners_die(options, folder, check):
    """Several deaths on one log, each in a shop of its own."""
    effects, everybody = [], []
    for number in range(2):
        cockpit_dies(options, folder / f"cockpit-{number}", check, folder / "data", effects, everybody)
        asternctl_dies(options, folder / f"asternctl-{number}", check, folder / "data", effects, everybody)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("astern", type=pathlib.Path)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    options.astern = options.astern.resolve()
    options.chance = random.Random(options.seed)
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-together-") as scratch:
        folder = options.keep or pathlib.Path(scratch)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            plays = [pool.submit(play, options, folder / play.__name__, check) for play in (cockpit_owns, owners_die)]
            for play in plays:
                play.result()
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
