#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills asternctl in the middle of rollbacks that begin with a mitigation, and counts from outside what it did.

  kill_mitigation.py ASTERNCTL [--rounds N] [--seed N] [--keep DIR]

Every round makes trouble (a flag on, a changed configuration), starts "flag off, configuration back, release undone" through
counting proxies and kills it with SIGKILL at a named point or at a random instant. The next start goes on where it was:
once a first intent is in the log, flag and configuration are back, whatever happened. shop.py says what else is judged.
"""
import json
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from shop import Checks, judge, shop_of_rounds  # noqa: E402

POINTS = ["command.after-intent", "command.after-send", "command.before-outcome", "journal.before-mark",
          "journal.after-mark"]
FLAGS = {"checkout": "new-checkout-flow", "search": "search-ranker-v2", "payments": "payments-retry",
         "recommendations": "carousel"}


def told(shop, *verb):
    answer = shop.ctl(*verb, "--environment", "staging", "--json")
    return json.loads(answer.stdout)


def declare_safe_versions(shop):
    """What is there at the beginning is what to go back to, as somebody would write it into the workspace."""
    safe = {each["id"]: each["version"] for each in told(shop, "config", "list")}
    file = shop.workspace / "astern.yaml"
    text = file.read_text()
    for name, version in safe.items():
        text = text.replace(f"{{id: {name}}}", f'{{id: {name}, environment: staging, safe: "{version}"}}')
    file.write_text(text)
    return safe


def play(number, shop, chance, safe, check):
    service = chance.choice(list(FLAGS))
    shop.order(op="flag", name=FLAGS[service], on=True, environment="staging")
    shop.order(op="config", map=f"{service}-config", cluster="staging-eu-1", key="ROUND", value=str(number))
    begin = ["rollback", service, "--environment", "staging", "--mitigate", "first", "--yes", "--reason", "kill round"]
    before = len(shop.entries())
    if number % 2 == 0:
        process = shop.begin(shop.asternctl, *begin, ASTERN_CRASH_AT=f"{chance.choice(POINTS)}:{chance.randint(1, 4)}")
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()  # the point was not reached: an ordinary kill then
            process.wait()
    else:
        process = shop.begin(shop.asternctl, *begin)
        time.sleep(chance.uniform(0.1, 1.5))
        process.kill()
        process.wait()
    recovered = shop.ctl("journal", "recover", limit=400)
    check(recovered.returncode == 0, f"round {number}: recover said {recovered.stdout}{recovered.stderr}")
    entries = shop.entries()[before:]
    if any(entry["kind"] == "rollback.intent" for entry in entries):
        flag = told(shop, "flag", "show", FLAGS[service])
        check(flag["on"] is False, f"round {number}: the flag is still on", json.dumps(entries)[-1500:])
        config = [each for each in told(shop, "config", "list") if each["id"] == f"{service}-config"]
        check(config and config[0]["version"] == safe[f"{service}-config"],
              f"round {number}: the configuration is not back", json.dumps(entries)[-1500:])
    for entry in entries:  # confirmed by what was seen
        if entry["kind"] == "rollback.outcome":
            check(entry["payload"]["outcome"]["observed"], f"round {number}: an outcome that saw nothing")
    return process.returncode == -signal.SIGKILL, sum(entry["kind"] == "rollback.intent" for entry in entries)


def main():
    check = Checks()
    with shop_of_rounds(__doc__, 60) as (shop, count, chance):
        safe = declare_safe_versions(shop)
        rounds = [play(number, shop, chance, safe, check) for number in range(count)]
        entries, intents = judge(check, shop, shop.effects())
        effects = shop.effects()
    killed = sum(was for was, _ in rounds)
    begun = sum(sent > 0 for _, sent in rounds)
    check(killed * 10 >= count * 5, f"only {killed} of {count} rounds were killed on their way")
    check(begun * 10 >= count * 4, f"only {begun} of {count} rounds had begun")
    for what in ("/off", "/configmaps/", "/rollouts/"):
        check(sum(what in effect.path for effect in effects) * 4 >= begun, f"hardly any request for {what}")
    print(f"{count} rounds, {killed} killed on their way, {begun} begun, {len(effects)} changing requests, "
          f"{len(intents)} intents, {len(entries)} entries", flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
