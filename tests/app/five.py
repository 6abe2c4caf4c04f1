#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Five devices and a guard share a log: the shipped programs, a real PostgreSQL, a real OpenID provider, real keyrings.

  five.py ASTERN ASTERNCTL [SCENARIO…]

Two of the devices have a desktop open; two clocks are ten minutes ahead, one and the guard's are ten minutes behind.
Each scenario has a release at a gate of its own:

rivals       two devices promote on one approval at the same moment
killed       who approves is killed at random instants, and the desktop that owns the log with it
partitioned  a device that the packets of no longer arrive: forward is refused and says why, back goes on
stopped      who promotes is stopped in the middle, and rejected meanwhile
restarted    the database is killed while approvals are given
handover     two take the call at the same moment, and one has it; who is there is seen
leader       who acts by policies is stopped, another one does it, and the one that wakes up changes nothing

In the end, counted outside of all of them: each gate was decided once, each plan was run once, and no approval that
somebody was told counts is lost.
"""
import base64
import collections
import json
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from openid import Provider  # noqa: E402
from shop import Checks, Shop, until  # noqa: E402
from teamdatabase import Certificates, TeamDatabase  # noqa: E402
from teamshop import WHY, Device, missing_programs  # noqa: E402

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, FORBIDDEN = range(6)
PATIENCE = 60
TEN = 600
# How far their clocks are ahead.
PEOPLE = (("ann", 0), ("ben", TEN), ("cyd", -TEN), ("dan", TEN), ("eve", 0))
PLACES = {"rivals": ("accounts", "eu-1"), "killed": ("payments", "eu-1"), "partitioned": ("payments", "us-1"),
          "stopped": ("pricing", "eu-1"), "restarted": ("pricing", "us-1")}
RULES = """
identity: {{type: oidc, issuer: "{issuer}", client_id: astern, pin: false, clock_skew: 5m}}
people:
  roles:
    release-manager: {{oidc_group: release-managers}}
    on-call: {{oidc_group: oncall}}
gates:
  - id: into-production
    when: {{plan: promote, environment: prod}}
    approvals: {{count: 2, roles: [release-manager], not: [requester], expires: 2h, reason: required}}
"""
POLICY = """policy: astern/v1
id: search-five
revision: 1
owner: team
applies_to: {service: search, environments: [prod], strategies: [canary]}
time: {tick: 1s, lateness: 1s, max_duration: 60m}
signals:
  http:
    kind: events
    scrape: 5s
    total: {source: prom, series: http_requests_total}
    bad: {source: prom, series: http_requests_total, where: {status: "5xx"}}
    error_class: server_error
rules:
  - {id: window, type: threshold, signal: http, role: new, above: 5%, window: 10s, for: 4s, clear_for: 20s, min_total: 1, severity: major}
guards: {max_auto_rollbacks: {count: 1000, within: 1h}}
ladder:
  on_transient: [{do: hold}]
  on_systemic: [{do: rollback, retries: 3, backoff: 1s, timeout: 2m}]
  on_unknown: [{do: notify, to: room, after: 10m}]
  on_external: [{do: notify, to: room, after: 10m}]
"""


class Five:
    def __init__(self, check, shop, database, devices, guard):
        self.check, self.shop, self.database, self.devices, self.guard = check, shop, database, devices, guard
        self.ann, self.ben, self.cyd, self.dan, self.eve = devices
        self.told = set()      # (request, device): it was said that the approval counts
        self.requests = {}     # scenario -> request
        self.promotions = {}   # scenario -> how often the place has to have been promoted
        self.chance = random.Random(5)

    def sql(self, statements):
        return self.database.sql(statements, "astern")

    # --- set-up

    def enrol(self, provider):
        said = self.ann.ctl("team", "init", "--yes", "--store", self.database.address())
        self.check(said.returncode == DONE, f"team init: {said.stdout}{said.stderr}")
        everybody = [*self.devices, self.guard]
        for device in everybody:
            self.sql(f"CREATE ROLE {device.name} LOGIN")
            device.ctl("gates", "--timeout", "0.1")  # makes its journal
            card = device.data / "card.json"
            card.write_text(device.ctl("team", "card").stdout)
            more = ["--operator"] if device is self.guard else []
            said = self.ann.ctl("team", "enrol", "--card", str(card), "--login", device.name, "--store",
                                self.database.address(), *more)
            self.check(said.returncode == DONE, f"enrol {device.name}: {said.stdout}{said.stderr}")
            if device is self.ann:  # the first in the log is its administrator
                self.ann.open_desktop()
                self.check(until(lambda: self.sql("SELECT size > 1 FROM journal.head") == "t", PATIENCE), "ann files nothing")
        self.guard.open_guard()
        self.ben.open_desktop()
        for device in self.devices:
            # Whoever's clock is behind signed in before that: a token from the future is refused.
            provider.get("/test/twist?what=" + ("past" if device.skew < 0 else ""))
            code, words = device.login(provider, device.name)
            self.check(code == DONE, f"{device.name} cannot sign in: {words}")
        provider.get("/test/twist?what=")
        said = self.ann.ctl("team", "rules", "--pin", "--yes", *WHY)
        self.check(said.returncode == DONE, f"pin: {said.stdout}{said.stderr}")

    def ready(self):
        """Each release waits for a person, and each device knows the rules."""
        missing = set(PLACES.values())

        def waits():
            told = self.eve.ctl("gates", "--json", "--timeout", "20")
            rows = json.loads(told.stdout or "[]")
            missing.difference_update({(row["service"], row["cell"]) for row in rows if row["kind"] == "pause"})
            return not missing
        self.check(until(waits, PATIENCE), f"no release waits at {missing}")
        self.shop.speed(1)

    # --- what people do

    def ask(self, scenario, device):
        request = device.ask(PLACES[scenario])
        self.check(len(request) == 36, f"{scenario}: {device.name} cannot ask: {request}")
        self.requests[scenario] = request
        return request

    def approve(self, request, *devices):
        for device in devices:
            good, words = device.approve(request)
            self.check(good, f"{device.name} cannot approve {request}: {words}")
            if good:
                self.told.add((request, device.name))

    def sent(self, place):
        """Changing requests for a place that its cluster took."""
        return [effect for effect in self.shop.effects() if effect.world == self.worlds[place[1]] and
                200 <= effect.status < 300 and f"/rollouts/{place[0]}" in effect.path]

    # --- scenarios

    def rivals(self):
        place = PLACES["rivals"]
        request = self.ask("rivals", self.ann)
        said = self.eve.promote(place)
        self.check(said.returncode == INCOMPLETE and "2 more approvals" in said.stdout, f"no quorum: {said.stdout}")
        said = self.ann.ctl("approve", request, *WHY, "--yes")
        self.check(said.returncode == FORBIDDEN and "who asked for it may not approve it" in said.stderr,
                   f"ann approved her own: {said.stderr}")
        self.approve(request, self.ben, self.cyd)
        self.check(not self.sent(place), "sent before anybody promoted")
        tries = [device.begin("promote", place[0], "--environment", "prod", "--cell", place[1], *WHY, "--yes", "--json",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                 for device in (self.eve, self.cyd, self.dan)]
        ends = [(process.communicate(timeout=120), process.returncode) for process in tries]
        codes = sorted(code for _, code in ends)
        self.check(codes.count(DONE) == 1, f"rivals ended with {codes}: {ends}")
        self.promotions["rivals"] = 1

    def killed(self):
        request = self.ask("killed", self.eve)
        kills = 0
        for round_ in range(6):
            device = (self.ben, self.dan)[round_ % 2]
            process = device.begin("approve", request, *WHY, "--yes", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(self.chance.uniform(0.2, 1.6))
            if device is self.ben and round_ == 2:
                self.ben.kill()  # who owns the log that it appends to
            process.kill()
            out, err = process.communicate()
            kills += process.returncode == -signal.SIGKILL
            if process.returncode == DONE:
                self.told.add((request, device.name))
        self.check(kills >= 3, f"only {kills} were killed")
        self.ben.open_desktop()
        self.approve(request, self.ben, self.dan)
        self.promote("killed", self.eve)

    def promote(self, scenario, device):
        """Until it is done: whoever is told that it is not known how the log is, or that this device's own entry of
        before was filed a moment ago, looks again."""
        again = ("Nobody knows here", "decided first", "came first", "has been used")
        said = None
        for _ in range(10):
            said = device.promote(PLACES[scenario])
            if said.returncode == DONE or not any(words in said.stdout + said.stderr for words in again):
                break
            time.sleep(1)
        self.check(said.returncode == DONE, f"{scenario}: {said.returncode} {said.stdout} {said.stderr}")
        self.promotions[scenario] = 1

    def partitioned(self):
        place = PLACES["partitioned"]
        request = self.ask("partitioned", self.ann)
        self.approve(request, self.eve, self.dan)
        self.ben.line.cut()
        self.dan.line.cut()
        try:
            before = len(self.shop.effects())
            for device in (self.dan, self.ben):
                said = device.promote(place)
                self.check(said.returncode != DONE and ("Nobody knows here" in said.stderr or
                                                        "Nothing was done on the strength of it" in said.stderr),
                           f"{device.name}, cut off: {said.returncode} {said.stdout} {said.stderr}")
            self.check(len(self.shop.effects()) == before, "cut off, and something was sent")
            said = self.dan.ctl("approve", request, *WHY, "--yes")
            self.check(said.returncode == UNREACHABLE and "Nobody knows here" in said.stderr,
                       f"approved, cut off: {said.returncode} {said.stderr}")
            began = time.monotonic()
            back = self.dan.ctl("pause", "catalog", "--environment", "staging", "--yes", "--json")
            self.check(back.returncode == DONE, f"back, cut off: {back.stdout} {back.stderr}")
            self.check(time.monotonic() - began < 15, f"back took {time.monotonic() - began:.1f} s")
        finally:
            self.ben.line.mend()
            self.dan.line.mend()
        self.promote("partitioned", self.ben)

    def stopped(self):
        """Stopped for long enough that everybody else has decided; the generation of the gate is theirs then."""
        place = PLACES["stopped"]
        request = self.ask("stopped", self.ann)
        self.approve(request, self.ben, self.eve)
        process = self.dan.begin("promote", place[0], "--environment", "prod", "--cell", place[1], *WHY, "--yes", "--json",
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(self.chance.uniform(0.3, 0.8))
        process.send_signal(signal.SIGSTOP)
        said = self.eve.ctl("reject", request, "--reason", "not before the weekend", "--yes")
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=120)
        used, rejected = process.returncode == DONE, said.returncode == DONE
        self.check(used != rejected, f"used {process.returncode} {out} {err}, rejected {said.returncode} {said.stderr}")
        self.promotions["stopped"] = int(used)

    def restarted(self):
        request = self.ask("restarted", self.dan)
        enough = threading.Event()

        def kill_database():
            while not enough.wait(1.5):
                self.database.stop()
                time.sleep(0.7)
                self.database.start()
        killer = threading.Thread(target=kill_database)
        killer.start()
        try:
            self.approve(request, self.cyd, self.eve)
        finally:
            enough.set()
            killer.join()
        self.promote("restarted", self.dan)

    def handover(self):
        def on_call(device):
            return json.loads(device.ctl("team", "who", "--json").stdout)["on_call"]
        know = lambda: all("Nobody knows here" not in device.gates()[1] for device in self.devices)  # noqa: E731
        self.check(until(know, PATIENCE), "somebody does not know how the log is")
        said = self.ann.ctl("team", "handover", "--to", "ben", *WHY)
        self.check(said.returncode == FORBIDDEN and "only who is on call hands over" in said.stderr, f"not hers: {said.stderr}")
        said = self.ann.ctl("team", "handover", "--take", *WHY)
        self.check(said.returncode == DONE, f"take: {said.stderr}")
        said = self.ann.ctl("team", "handover", "--to", "ben", *WHY)
        self.check(said.returncode == DONE and "ben is on call" in said.stderr, f"hand over: {said.stderr}")
        self.check(until(lambda: on_call(self.eve)["name"] == "ben", 10), f"eve does not see it: {on_call(self.eve)}")
        tries = [device.begin("team", "handover", "--take", *WHY, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                 for device in (self.cyd, self.dan)]
        ends = [(process.communicate(timeout=60), process.returncode) for process in tries]
        codes = [code for _, code in ends]
        self.check(codes.count(DONE) >= 1, f"nobody took it: {ends}")
        persons = {on_call(device)["person"] for device in (self.ann, self.cyd, self.dan)}
        self.check(len(persons) == 1, f"several are on call: {persons}")
        told = json.loads(self.eve.ctl("team", "who", "--json").stdout)
        there = {one["login"] for one in told["present"]}
        self.check({"ann", "ben", "guard"} <= there, f"who is there: {told}")
        self.check(told["automation_login"] in ("ann", "ben", "guard"), f"who acts by policies: {told}")

    def leader(self):
        place = ("search", "eu-1")
        candidates = {device.name: device for device in (self.ann, self.ben, self.guard)}
        lease = "SELECT db_user FROM journal.leader WHERE until > clock_timestamp()"
        self.check(until(lambda: self.sql(lease) in candidates, PATIENCE), f"nobody leads: {self.sql(lease)}")
        first = self.sql(lease)
        epoch = int(self.sql("SELECT epoch FROM journal.leader"))
        # It leads, and is stopped once it has begun to act or is about to.
        self.shop.speed(5)
        self.shop.order(op="inject", fault={"id": "five", "service": "search", "version": "99.0.0", "kind": "errors",
                                            "ratio": 0.9})
        self.shop.order(op="deploy", service="search", cluster="prod-eu-1", tag="99.0.0")
        until(lambda: self.sent(place), 12)
        candidates[first].signal(signal.SIGSTOP)
        began = time.monotonic()
        self.check(until(lambda: self.sql(lease) not in ("", first), 10), "nobody took over")
        took = time.monotonic() - began
        self.check(took < 5, f"taken over after {took:.1f} s")
        rolled = lambda: any("restore" in effect.key for effect in self.sent(place))  # noqa: E731
        self.check(until(rolled, PATIENCE), f"nobody rolled back: {self.sent(place)}")
        time.sleep(2)
        done = len(self.sent(place))
        candidates[first].signal(signal.SIGCONT)
        time.sleep(6)
        self.check(len(self.sent(place)) == done, f"the one that woke up sent {self.sent(place)[done:]}")
        steps = collections.Counter(effect.key.split(":")[1] for effect in self.sent(place))
        self.check(set(steps.values()) == {1}, f"done twice: {steps}")
        self.check(self.sql(lease) != first and int(self.sql("SELECT epoch FROM journal.leader")) == epoch + 1,
                   f"led again: {self.sql(lease)}")
        print(f"leader: {first} stopped, followed after {took:.1f} s, {dict(steps)}", flush=True)

    # --- what is judged of all of it

    def judge(self):
        for scenario, place in PLACES.items():
            if scenario not in self.promotions:
                continue
            sent = self.sent(place)
            self.check(len(sent) == self.promotions[scenario], f"{scenario}: promoted {len(sent)} times: {sent}")
        keys = collections.Counter(effect.key for effect in self.shop.effects() if 200 <= effect.status < 300)
        self.check(all(times == 1 for times in keys.values()), f"changed the world twice: {keys.most_common(3)}")
        rows = self.sql("SELECT kind || ' ' || coalesce(gate_won::text, '') || ' ' || db_user || ' ' || "
                        "replace(encode(leaf, 'base64'), E'\\n', '') FROM journal.entry WHERE gate IS NOT NULL ORDER BY idx")
        # In the log's order: who used it up, and could send nothing, gives it back before another one has it.
        used, closed, approved = {}, set(), set()
        for line in rows.splitlines():
            kind, won, who, leaf = line.split(" ")
            payload = json.loads(base64.b64decode(json.loads(base64.b64decode(leaf))["payload"]))
            if won != "true" or "saga" not in payload:
                continue  # a hand-over of the call is no request
            request, decision = payload["saga"], payload.get("decision", {})
            verdict, plan = decision.get("verdict"), decision.get("plan")
            if verdict == "approve":
                approved.add((request, who))
            elif verdict == "used":
                self.check(request not in used and request not in closed, f"{request}: used by {plan} when {used} had it")
                used[request] = plan
            elif verdict == "released":
                if used.get(request) == plan:  # others had not used it up, whatever they say
                    del used[request]
            elif verdict in ("reject", "cancelled"):
                self.check(request not in used, f"{request}: {verdict} when {used} had it")
                closed.add(request)
        for scenario, request in self.requests.items():
            self.check((request in used) != (request in closed), f"{scenario}: not decided")
        self.check(self.told <= approved, f"lost: {self.told - approved}")
        stands = []
        for device in self.devices:
            gates, words = device.gates()
            stands.append({request: (gates.get(request, {}).get("state"), gates.get(request, {}).get("reason"))
                           for request in self.requests.values()})
            self.check(stands[-1] == stands[0], f"{device.name} sees {stands[-1]}, ann {stands[0]}: {words}")
        said = self.ann.ctl("team", "status", "--json", "--store", self.database.address())
        told = json.loads(said.stdout)
        self.check(said.returncode == DONE and not told["alarms"] and told["forks"] == 0, f"team status: {told}")
        for device in (*self.devices, self.guard):
            said = device.ctl("journal", "verify")
            self.check(said.returncode == DONE, f"{device.name}'s log: {said.stdout}")


def prepare(shop):
    """A policy for search, and quick polls: the guard has to see it soon."""
    file = shop.workspace / "astern.yaml"
    (shop.workspace / "policies").mkdir(exist_ok=True)
    (shop.workspace / "policies" / "search.yaml").write_text(POLICY)
    text = file.read_text().replace("poll: 5000ms}\n  unleash", "poll: 1000ms}\n  unleash")
    file.write_text(text.replace("    config: [{id: search-config}]\n",
                                 "    config: [{id: search-config}]\n    policies: [search-five]\n"))


def worlds(shop):
    """Cell of production -> the proxy before its cluster."""
    clusters = re.findall(r'- name: (\S+)\n  cluster: {server: "([^"]+)"}', (shop.workspace / "kubeconfig").read_text())
    return {name.removeprefix("prod-"): url for name, url in clusters if name.startswith("prod-")}


def main():
    if missing := missing_programs():
        print(f"SKIPPED: {', '.join(missing)} not installed. ./dev setup installs it.")
        return 77
    astern, asternctl = (str(pathlib.Path(one).resolve()) for one in sys.argv[1:3])
    check = Checks()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="astern-five-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o755)
        certificates = Certificates(folder / "certificates", days_ago=1)
        database = TeamDatabase(folder / "database", certificates)
        database.start()
        database.sql("CREATE DATABASE astern ENCODING 'UTF8' TEMPLATE template0")
        provider = Provider(seconds=3600, users=[name for name, _ in PEOPLE])
        with Shop(asternctl, folder, "--quiet", "--seed", "11", "--speed", "60") as shop:
            for service, cell in PLACES.values():
                shop.order(op="deploy", service=service, cluster=f"prod-{cell}", tag="9.0.0")
            prepare(shop)
            rules = RULES.format(issuer=provider.url)
            devices = [Device(name, skew, shop, folder, database, certificates, (asternctl, astern), rules)
                       for name, skew in PEOPLE]
            guard = Device("guard", -TEN, shop, folder, database, certificates, (asternctl, astern), rules)
            five = Five(check, shop, database, devices, guard)
            five.worlds = worlds(shop)
            check(len(five.worlds) == 2, f"which proxy is which cluster? {five.worlds}")
            try:
                five.enrol(provider)
                five.ready()
                print(f"set up: {time.monotonic() - began:.0f} s", flush=True)
                for name in sys.argv[3:] or [*PLACES, "handover", "leader"]:
                    at = time.monotonic()
                    getattr(five, name)()
                    print(f"{name}: {time.monotonic() - at:.0f} s", flush=True)
                five.judge()
            finally:
                for device in (*devices, guard):
                    device.close()
                provider.stop()
                database.stop()
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
