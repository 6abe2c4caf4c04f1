#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the guard while it climbs ladders by itself, and counts from outside what it did.

  kill_guard.py ASTERNCTL [--rounds N] [--lanes N] [--seed N] [--keep DIR]

Each play has a company and a log of its own, as what failed a moment ago would not be blamed on the next release. It
releases three bad versions; the guard's policy says hold, flag off, configuration back, rollback. A round is one life of
the guard: it begins with what the last one left and ends with SIGKILL, at a named point or at a random instant. The
last one is left alive until every place is rolled back. Then, of each place:
  - each step changed the world once, and no act has a second key,
  - flag, configuration and version are as the ladder wanted them,
  - the log tells it in order: act, intent, what was seen, outcome of the act, and only then the next act.
shop.py says what is judged of the log as a whole.
"""
import argparse
import collections
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
from shop import Checks, Shop, judge, until  # noqa: E402

# With the most hits that one life is good for.
POINTS = {"guard.acts": 6, "guard.saved": 6, "guard.told": 3, "command.after-intent": 3, "command.after-send": 3,
          "command.before-outcome": 3, "journal.composed": 12, "journal.before-reply": 12, "journal.after-reply": 12}
FLAGS = {"checkout": "new-checkout-flow", "search": "search-ranker-v2", "recommendations": "carousel"}
LADDER = ["hold", "mitigate flag", "mitigate config", "rollback"]
ENVIRONMENT, CELL, CLUSTER = "prod", "eu-1", "prod-eu-1"
LIVES = 6  # at most that are killed in one play
PATIENCE = 120  # s, for what takes a fraction of it on a quiet machine
POLICY = """policy: astern/v1
id: {service}-kill
revision: 1
owner: team
applies_to: {{service: {service}, environments: [prod], strategies: [canary]}}
time: {{tick: 1s, lateness: 1s, max_duration: 60m}}
signals:
  http:
    kind: events
    scrape: 5s
    total: {{source: prom, series: http_requests_total}}
    bad: {{source: prom, series: http_requests_total, where: {{status: "5xx"}}}}
    error_class: server_error
rules:
  - {{id: window, type: threshold, signal: http, role: new, above: 5%, window: 10s, for: 4s, clear_for: 20s, min_total: 1, severity: major}}
guards: {{max_auto_rollbacks: {{count: 1000, within: 1h}}}}
ladder:
  on_transient: [{{do: hold}}]
  on_systemic:
    - {{do: hold}}
    - {{do: mitigate, flag: {flag}, set: "off", wait: 1s}}
    - {{do: mitigate, config: {service}-config, apply: safe, wait: 1s, when: still_systemic}}
    - {{do: rollback, retries: 3, backoff: 1s, timeout: 2m, when: still_systemic}}
  on_unknown: [{{do: notify, to: room, after: 10m}}]
  on_external: [{{do: notify, to: room, after: 10m}}]
"""


def step_of(act):
    """What the ladder calls an act: "hold", "mitigate flag"."""
    what = act["do"]
    return what if what != "mitigate" else "mitigate flag" if act.get("flag") else "mitigate config"


class Guard:
    """One life."""

    def __init__(self, shop, log, **env):
        self.lines = []
        self.process = shop.begin(shop.asternctl, "guard", "--json", stdout=subprocess.PIPE, stderr=log, **env)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def is_over(self):
        return self.process.poll() is not None

    def acted(self):
        return any("do" in line for line in self.lines)

    def kill(self):
        self.process.kill()
        return self.process.wait() == -signal.SIGKILL


class Lane:
    """Plays one after the other, until its share of the rounds has been played."""

    def __init__(self, options, number, check):
        self.options, self.number, self.check = options, number, check
        self.chance = random.Random(options.seed * 1000 + number)
        self.rounds = len(range(number, options.rounds, options.lanes))
        self.plays = self.killed = self.between = self.effects = self.entries = 0

    def run(self):
        while self.killed < self.rounds and not self.check.failed:
            self.plays += 1
            folder = self.options.keep / f"{self.number}-{self.plays}"
            folder.mkdir(parents=True)
            seed = str(self.number * 100 + self.plays)
            with Shop(self.options.asternctl, folder, "--quiet", "--seed", seed, "--speed", "5") as self.shop:
                self.safe = self.prepare()
                with open(folder / "guard.log", "w") as log:
                    self.play(log)
                effects = self.shop.effects()
                self.effects += len(effects)
                self.entries += len(judge(self.check, self.shop, effects)[0])

    def told(self, *verb):
        return json.loads(self.shop.ctl(*verb, "--environment", ENVIRONMENT, "--json").stdout)

    def configs(self):
        return {each["id"]: each["version"] for each in self.told("config", "list") if each.get("cell", CELL) == CELL}

    def prepare(self):
        """What is there at the beginning is what to go back to; each service gets its policy."""
        safe = self.configs()
        file = self.shop.workspace / "astern.yaml"
        text = file.read_text().replace("poll: 5000ms}\n  unleash", "poll: 1000ms}\n  unleash")
        (self.shop.workspace / "policies").mkdir(exist_ok=True)
        for service, flag in FLAGS.items():
            name = f"{service}-config"
            text = text.replace(f"    config: [{{id: {name}}}]\n",
                                f"    config: [{{id: {name}, environment: {ENVIRONMENT}, safe: \"{safe[name]}\"}}]\n"
                                f"    policies: [{service}-kill]\n")
            (self.shop.workspace / "policies" / f"{service}.yaml").write_text(POLICY.format(service=service, flag=flag))
        file.write_text(text)
        checked = self.shop.ctl("workspace", "check")
        self.check(checked.returncode == 0, f"the workspace: {checked.stdout}{checked.stderr}")
        return safe

    def trouble(self, service):
        """A release that fails whatever its flag and its settings say."""
        self.shop.order(op="flag", name=FLAGS[service], on=True, environment=ENVIRONMENT)
        self.shop.order(op="config", map=f"{service}-config", cluster=CLUSTER, key="NEW", value="1")
        self.shop.order(op="inject", fault={"id": service, "service": service, "version": "99.0.0", "kind": "errors",
                                            "ratio": 0.9})
        self.shop.order(op="deploy", service=service, cluster=CLUSTER, tag="99.0.0")

    def is_rolled_back(self):
        entries = self.shop.entries()
        keys = keys_of(entries, "rollback")
        return set(FLAGS) == {e["payload"]["subject"]["service"] for e in entries
                              if e["kind"] == "guard.outcome" and e["payload"]["outcome"]["key"] in keys}

    def play(self, log):
        for service in FLAGS:
            self.trouble(service)
        for _ in range(LIVES):
            if self.killed >= self.rounds or not self.live(log):
                break
        last = Guard(self.shop, log)
        self.check(until(lambda: last.is_over() or self.is_rolled_back(), PATIENCE),
                   f"play {self.number}-{self.plays}: not everything was rolled back", told_by(self.shop.entries()))
        last.process.send_signal(signal.SIGTERM)
        self.check(last.process.wait(60) == 0, "a guard that was asked to end did not end in order")
        for service in FLAGS:
            self.judge_place(service, self.shop.entries(), self.shop.effects())

    def live(self, log):
        """One life; False: there was nothing left to do."""
        env = {}
        if self.chance.random() < 0.7:
            point = self.chance.choice(list(POINTS))
            env["ASTERN_CRASH_AT"] = f"{point}:{self.chance.randint(1, POINTS[point])}"
        guard = Guard(self.shop, log, **env)
        until(lambda: guard.is_over() or guard.acted(), PATIENCE / 4)
        if env:
            until(guard.is_over, 10)  # the point may not be reached: an ordinary kill then
        else:
            time.sleep(self.chance.uniform(0, 3))
        killed = guard.kill()
        self.killed += killed
        done = self.is_rolled_back()
        self.between += killed and not done and any(e["kind"].endswith(".intent") for e in self.shop.entries())
        return not done

    def judge_place(self, service, entries, effects):
        who = f"play {self.number}-{self.plays}, {service}"
        entries = [e for e in entries if e["payload"].get("subject", {}).get("service") == service]
        story = told_by(entries)
        flag = self.told("flag", "show", FLAGS[service])
        self.check(flag["on"] is False, f"{who}: the flag is still on", story)
        self.check(self.configs()[f"{service}-config"] == self.safe[f"{service}-config"],
                   f"{who}: the configuration is not back", story)
        self.judge_effects(who, service, effects, story)
        self.judge_story(who, entries, story)

    def judge_effects(self, who, service, effects, story):
        """By step of the plan, whatever the plan was called: a second plan for the same act would have other keys."""
        paths = (f"/features/{FLAGS[service]}/", f"/configmaps/{service}-config", f"/rollouts/{service}")
        done = collections.Counter(effect.key.split(":")[1] for effect in effects if 200 <= effect.status < 300
                                   and any(path in effect.path + "/" for path in paths))
        wanted = {"pause", f"flag-off-{FLAGS[service]}", f"config-{service}-config", "abort", "unpause", "restore"}
        self.check(set(done) == wanted and set(done.values()) == {1}, f"{who}: changed what: {dict(done)}", story)

    def judge_story(self, who, entries, story):
        keys = {step: keys_of(entries, step) for step in LADDER}
        for step, of in keys.items():
            if step != "hold":  # suspect, then failing: two ladders
                self.check(len(of) == 1, f"{who}: {step} under {len(of)} keys", story)
        ended = {}
        for at, entry in enumerate(entries):
            if entry["kind"] == "guard.outcome":
                outcome = entry["payload"]["outcome"]
                self.check(outcome["key"] not in ended, f"{who}: two outcomes of {outcome['key']}", story)
                ended[outcome["key"]] = (at, outcome)
        last = -1
        for step in LADDER[1:]:
            for key in keys[step]:
                began = next(at for at, e in enumerate(entries) if e["kind"] == "guard." + step.split()[0]
                             and e["payload"]["act"]["key"] == key)
                self.check(began > last, f"{who}: {step} began before the step before it had ended", story)
                self.check(key in ended, f"{who}: {step} has no outcome", story)
                if key not in ended:
                    continue
                at, outcome = ended[key]
                self.check(outcome["result"] == "confirmed" and outcome["observed"],
                           f"{who}: {step} was not confirmed by what was seen: {outcome}", story)
                seen = [i for i, e in enumerate(entries) if e["kind"] == "rollback.outcome" and began < i < at
                        and e["payload"]["outcome"]["result"] == "succeeded"]
                self.check(seen, f"{who}: {step} is confirmed, and nothing was seen", story)
                last = at


def told_by(entries):
    """The log, a line an entry."""
    lines = [""]
    for entry in entries:
        payload = entry["payload"]
        act, outcome = payload.get("act", {}), payload.get("outcome", {})
        words = [str(entry["index"]), entry["kind"], payload.get("subject", {}).get("service", ""), payload.get("idem", ""),
                 act.get("flag", ""), act.get("config", ""), (act.get("key") or outcome.get("key", ""))[:8],
                 outcome.get("result", ""), outcome.get("observed", ""), payload.get("verdict", {}).get("class", "")]
        lines.append("  " + " ".join(filter(None, words)))
    return "\n".join(lines)


def keys_of(entries, step):
    """Of the acts that are such a step, in order."""
    acts = [e["payload"]["act"] for e in entries if e["kind"].startswith("guard.") and "act" in e["payload"]]
    return list(dict.fromkeys(act["key"] for act in acts if step_of(act) == step))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=44)
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-kill-") as scratch:
        options.keep = options.keep or pathlib.Path(scratch)
        lanes = [Lane(options, number, check) for number in range(options.lanes)]
        with concurrent.futures.ThreadPoolExecutor(options.lanes) as pool:
            list(pool.map(Lane.run, lanes))
    killed, between = sum(lane.killed for lane in lanes), sum(lane.between for lane in lanes)
    check(between * 10 >= options.rounds * 5, f"only {between} of {options.rounds} rounds were killed between two steps")
    print(f"{killed} guards killed, {between} of them between two steps, {sum(lane.plays for lane in lanes)} plays, "
          f"{sum(lane.effects for lane in lanes)} changing requests, {sum(lane.entries for lane in lanes)} entries", flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
