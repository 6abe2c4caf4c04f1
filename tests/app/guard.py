#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""asternctl guard on real parts: a real Prometheus scrapes a service whose failures this test decides; the rollout is one
of the simulated company's. Names of metrics, labels and versions are random.

  guard.py ASTERNCTL [SCENARIO]     all of them beside each other: they mostly wait

failing   held, rolled back by itself, recovered, and the journal tells it
burst     30 s of failures: held, never rolled back
outage    both versions suffer: people are paged, nothing is rolled back
blind     Prometheus is killed while all is well: unknown, never a pass and never a rollback
probe     the new version answers 500 to the guard's own probes, stable answers: rolled back, without any samples
deadline  the instances of a release never get ready: rolled back; those of the one before were
killed    two guards: one acts, the other judges; the one that acts is killed (-9) when it goes back, the other takes
          over, and everything is done once
"""
import sys

sys.dont_write_bytecode = True
import http.server  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import pathlib  # noqa: E402
import random  # noqa: E402
import re  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import string  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
import urllib.request  # noqa: E402

from shop import order  # noqa: E402

SCENARIOS = ("failing", "burst", "outage", "blind", "killed", "probe", "deadline")
WITHOUT_SAMPLES = ("probe", "deadline")
ROLLS_BACK = ("failing", "killed", "probe", "deadline")
PATIENCE = 240  # s, for what takes a fraction of it on a quiet machine


def word(n=8):
    return "".join(random.choice(string.ascii_lowercase) for _ in range(n))


class Service(http.server.ThreadingHTTPServer):
    """Counters of two versions, as a Prometheus scrapes them."""

    daemon_threads = True

    def __init__(self, metric, label):
        super().__init__(("127.0.0.1", 0), Pages)
        self.metric, self.label = metric, label
        self.versions = {}  # hash -> [good, bad]
        self.ratios = {}
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()
        threading.Thread(target=self.live, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def fail(self, version, ratio):
        with self.lock:
            self.ratios[version] = ratio

    def add(self, version):
        with self.lock:
            self.versions.setdefault(version, [0, 0])

    def live(self):
        while True:
            time.sleep(0.1)
            with self.lock:
                for version, counts in self.versions.items():
                    bad = sum(random.random() < self.ratios.get(version, 0.0005) for _ in range(20))
                    counts[0] += 20 - bad
                    counts[1] += bad

    def text(self):
        with self.lock:
            lines = [f"# TYPE {self.metric} counter"]
            for version, (good, bad) in self.versions.items():
                for status, count in (("200", good), ("503", bad)):
                    lines.append(f'{self.metric}{{{self.label}="{version}",status="{status}"}} {count}')
        return "\n".join(lines) + "\n"


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.text().encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Target(http.server.ThreadingHTTPServer):
    """What probes come to: one version of the service."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Health)
        self.status, self.asked = 200, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def host(self):
        return f"127.0.0.1:{self.server_address[1]}"


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        body = json.dumps({"db": "ok" if self.server.status == 200 else "gone"}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start_prometheus(folder, target):
    config = folder / "prometheus.yml"
    config.write_text(
        "global: {scrape_interval: 1s}\nscrape_configs:\n"
        f"- {{job_name: {word()}, static_configs: [{{targets: ['127.0.0.1:{target}']}}]}}\n"
    )
    port = free_port()
    log = open(folder / "prometheus.log", "w")
    process = subprocess.Popen(
        ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder / 'tsdb'}",
         f"--web.listen-address=127.0.0.1:{port}"],
        stdout=log, stderr=log)
    until = time.monotonic() + PATIENCE
    while True:  # ready, and ours: it scrapes our target
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/targets", timeout=2) as answer:
                if f"127.0.0.1:{target}" in answer.read().decode():
                    return process, port
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > until:
            sys.exit("Prometheus did not start: " + (folder / "prometheus.log").read_text()[-2000:])
        time.sleep(0.2)


POLICY = """policy: astern/v1
id: {id}
revision: 1
owner: team-payments
applies_to: {{service: checkout, environments: [prod], strategies: [canary]}}
time: {{tick: 2s, lateness: 2s, max_duration: 60m}}
signals:
  http:
    kind: events
    scrape: 1s
    total: {{source: real, series: {metric}}}
    bad: {{source: real, series: {metric}, where: {{status: "5xx"}}}}
    error_class: server_error
rules:
  - {{id: against-stable, type: compare.ratio, signal: http, direction: higher_is_bad, transient_max: 40s, critical: null, severity: major}}
  - {{id: window, type: threshold, signal: http, role: new, above: 2%, window: 10s, for: 70s, clear_for: 20s, severity: major}}
  - {{id: whole, type: threshold, signal: http, role: all, above: 2%, window: 10s, for: 20m, clear_for: 10s, severity: major}}
  - {{id: gone, type: missing, signal: http, role: new, stale_after: 5s, unknown_after: 10s, escalate_after: 10m}}
ladder:
  on_transient: [{{do: hold}}]
  on_systemic: [{{do: rollback, retries: 3, backoff: 5s, timeout: 5m}}, {{do: page, to: oncall, when: not_confirmed}}]
  on_unknown: [{{do: hold}}, {{do: notify, to: room, after: 2m}}]
  on_external: [{{do: hold}}, {{do: page, to: platform}}]
"""


RULES = {
    "probe": """  page: {kind: probe, every: 1s, timeout: 1s, http: {url: "http://{role}/health", expect_json: {db: ok}}, from: [here]}
rules:
  - {id: page-rule, type: probe, signal: page, role: new, fail_after: 3, locations: 1, severity: critical}
""",
    "deadline": """  ready: {kind: state, source: SOURCE, object: replicas, states: [pending, starting, unready, ready, crashed]}
rules:
  - {id: init, type: deadline, signal: ready, role: new, expect: ready, healthy_for: 2s, each_within: 40s, severity: critical}
""",
}


def policy_without_samples(scenario, name, source):
    head = POLICY[:POLICY.index("  http:")].format(id=name)
    ladder = POLICY[POLICY.index("ladder:"):].format()
    return head + RULES[scenario].replace("SOURCE", source) + ladder


class Guard:
    def __init__(self, program, workspace, data):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [program, "guard", "--workspace", workspace, "--data", data, "--json"],
            stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.lines = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def said(self, after=0, **wanted):
        return [l for l in self.lines[after:] if all(l.get(k) == v for k, v in wanted.items())]

    def wait(self, what, after=0, **wanted):
        until = time.monotonic() + PATIENCE
        while not self.said(after, **wanted):
            if time.monotonic() > until or self.process.poll() is not None:
                raise Wrong(f"never: {what}\n" + self.told())
            time.sleep(0.1)
        return self.said(after, **wanted)[-1]

    def told(self):
        self.errors.seek(0)
        return "\n".join(json.dumps(l) for l in self.lines) + "\n" + self.errors.read()[-4000:]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


class Wrong(Exception):
    pass


def check(holds, what, guard):
    if not holds:
        raise Wrong(what + "\n" + guard.told())


def entries_of(tail):
    """What `journal tail --json` printed: a list, or a line each."""
    return json.loads(tail) if tail.startswith("[") else [json.loads(line) for line in tail.splitlines()]


def all_of_them(program):
    plays = {s: subprocess.Popen([sys.executable, __file__, program, s], stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True) for s in SCENARIOS}
    failed = 0
    for scenario, play in plays.items():
        said = play.communicate()[0]
        print(said.strip(), flush=True)
        failed += play.returncode != 0
    sys.exit(1 if failed else 0)


def main():
    program = sys.argv[1]
    if len(sys.argv) == 2:
        all_of_them(program)
    scenario = sys.argv[2]
    seed = int(os.environ.get("ASTERN_TEST_SEED", random.randrange(1 << 30)))
    print(f"seed {seed}", flush=True)
    random.seed(seed)
    with tempfile.TemporaryDirectory(prefix="astern-guard-") as scratch:
        folder = pathlib.Path(scratch)
        started = []
        try:
            play(program, scenario, folder, started)
        except Wrong as wrong:
            sys.exit(str(wrong))
        finally:
            for process in reversed(started):
                process.kill()
                process.wait()


def play(program, scenario, folder, started):
    metric, label, policy = word() + "_total", word(), word()
    service = prometheus = None
    real = ""
    if scenario not in WITHOUT_SAMPLES:
        service = Service(metric, label)
        prometheus, port = start_prometheus(folder, service.port)
        started.append(prometheus)
        real = f"  real: {{type: prometheus, url: \"http://127.0.0.1:{port}\", poll: 1s}}\n"
    shop = folder / "shop"
    sandbox = subprocess.Popen(
        [program, "sandbox", "--workspace", str(shop), "--scenario", "healthy", "--at", "checkout@prod-eu-1",
         "--with-parent", "--without-policies"], stdout=subprocess.PIPE, text=True)
    started.append(sandbox)
    company = json.loads(sandbox.stdout.readline())

    text = (shop / "astern.yaml").read_text()
    text = text.replace("  prom: {", real + "  prom: {")
    at = text.index("  checkout:\n") + len("  checkout:\n")
    end = text.index("    signals:", at)
    body = text[at:end]
    source = re.search(r"environment: prod, cell: eu-1, backend: ([^,}]+)", body).group(1)
    roles = body.index("    roles:\n")
    new, stable = Target(), Target()
    body = (body[:roles] + "    roles:\n"
            f"      new: {{{label}: \"{{hash}}\"}}\n      stable: {{{label}: \"{{stable_hash}}\"}}\n"
            f"    hosts: {{new: \"{new.host}\", stable: \"{stable.host}\"}}\n"
            f"    policies: [{policy}]\n")
    (shop / "astern.yaml").write_text(text[:at] + body + text[end:])
    (shop / "policies").mkdir(exist_ok=True)
    written = (policy_without_samples(scenario, policy, source) if scenario in WITHOUT_SAMPLES
               else POLICY.format(id=policy, metric=metric))
    (shop / "policies" / f"{word()}.yaml").write_text(written)

    place = "checkout@prod/eu-1"
    canary, old = hashes(program, str(shop), str(folder / "look"))
    if service:
        service.add(old)
        service.add(canary)
        time.sleep(6)  # some scrapes before anybody judges

    guard = Guard(program, str(shop), str(folder / "data"))
    started.append(guard.process)
    guard.wait("it acts", acts=True)
    guard.wait("healthy before anything fails", place=place, **{"class": "healthy"})
    if scenario == "probe":
        probe(guard, Guard(program, str(shop), str(folder / "data")), place, new, stable, started)
    elif scenario == "deadline":
        deadline(guard, place, company)
    elif scenario == "killed":
        other = Guard(program, str(shop), str(folder / "data"))
        started.append(other.process)
        killed(guard, other, place, service, canary)
        guard = other
    else:
        {"failing": failing, "burst": burst, "outage": outage, "blind": blind}[scenario](
            guard, place, service, canary, old, prometheus)
    check(guard.stop() == 0, "the guard did not end in order", guard)
    verify = subprocess.run([program, "journal", "verify", "--workspace", str(shop), "--data", str(folder / "data")],
                            capture_output=True, text=True)
    check(verify.returncode == 0, "the log does not verify: " + verify.stdout + verify.stderr, guard)
    tail = subprocess.run(
        [program, "journal", "tail", "--workspace", str(shop), "--data", str(folder / "data"), "--json"],
        capture_output=True, text=True).stdout
    entries = entries_of(tail)
    kinds = [entry["kind"] for entry in entries]
    rolled_back = "rollback.intent" in kinds
    check(rolled_back == (scenario in ROLLS_BACK), f"rolled back: {rolled_back}; {kinds}", guard)
    if rolled_back:
        story = [k for k in kinds if k in ("verdict.changed", "guard.rollback", "rollback.intent", "guard.outcome")]
        check(kinds.index("guard.rollback") < kinds.index("rollback.intent"), f"the story is not told: {story}", guard)
    if scenario == "failing":
        check(kinds.count("guard.recovery") == 1, f"the recovery is not in the log: {kinds}", guard)
    if scenario == "killed":
        resolved(entries, guard)
    judged_again(program, shop, folder, entries, guard)
    print("ok", scenario)


def judged_again(program, shop, folder, entries, guard):
    """What the guard said live is what the recorded samples say, to the byte; and only what is recorded is found."""
    def backtest(*arguments):
        return subprocess.run([program, "backtest", "--workspace", str(shop), "--data", str(folder / "data"), *arguments],
                              capture_output=True, text=True)

    live = [e["payload"]["verdict"] for e in entries if e["kind"] == "verdict.changed"]
    check(live, "no verdict is in the log", guard)
    rollouts = list(dict.fromkeys(verdict["rollout"] for verdict in live))
    for rollout in rollouts:
        again = backtest("--rollout", rollout, "--json")
        check(again.returncode == 0, "not judged again: " + again.stderr, guard)
        said = set(again.stdout.splitlines())
        for verdict in (one for one in live if one["rollout"] == rollout):
            text = json.dumps(verdict, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            check(text in said, "judged otherwise now: " + text, guard)
    if len(rollouts) > 1:
        return
    told = backtest("--rollout", "checkout@prod")  # a part that only this one has
    check(told.returncode == 0 and told.stdout.startswith(rollout) and "What the ladder would have done" in told.stdout,
          "a part of its id: " + told.stdout + told.stderr, guard)
    listed = json.loads(backtest("--list", "--json").stdout)
    check([one["rollout"] for one in listed] == [rollout], f"the list: {listed}", guard)
    unknown = backtest("--rollout", "cart@prod/eu-1")
    check(unknown.returncode == 4 and rollout in unknown.stderr, "what there is: " + unknown.stderr, guard)
    other = folder / "other.yaml"
    policy = next((shop / "policies").glob("*.yaml")).read_text()
    other.write_text(policy.replace("service: checkout", "service: cart"))
    refused = backtest("--rollout", rollout, "--policy", str(other))
    check(refused.returncode == 1 and "applies to cart" in refused.stderr, "another service's policy: " + refused.stderr, guard)
    other.write_text(policy.replace("for: 70s", "for: 10s"))
    sooner = backtest("--rollout", rollout, "--policy", str(other), "--json")
    check(sooner.returncode == 0 and len(sooner.stdout.splitlines()) == len(said), "another policy: " + sooner.stderr, guard)
    check(backtest("--rollout", rollout, "--start", "1").returncode == 3, "a start of its own", guard)
    for file in (folder / "data" / "samples").iterdir():
        file.unlink()
    expired = backtest("--rollout", rollout)
    check(expired.returncode == 4 and "no longer kept" in expired.stderr, "after retention: " + expired.stderr, guard)


def resolved(entries, guard):
    """Every intent has one outcome, no key was used twice, and nothing took effect twice."""
    intents = {e["id"]: e for e in entries if e["kind"].endswith(".intent")}
    keys = [e["payload"]["idem"] for e in intents.values()]
    check(len(keys) == len(set(keys)), f"a key was used twice: {keys}", guard)
    ended = [link["id"] for e in entries if e["kind"].endswith(".outcome") for link in e["payload"].get("links", [])]
    open_ones = [e["payload"]["idem"] for i, e in intents.items() if i not in ended]
    check(not open_ones, f"intents without an outcome: {open_ones}", guard)


def hashes(program, workspace, data):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told = subprocess.run([program, "status", "--workspace", workspace, "--data", data, "--json"],
                              capture_output=True, text=True).stdout
        for row in json.loads(told or "[]"):
            place = (row.get("service"), row.get("environment"), row.get("cell"))
            if place == ("checkout", "prod", "eu-1") and row.get("stable_hash") and row.get("desired"):
                return row["desired"]["hash"], row["stable_hash"]
    raise SystemExit("checkout in prod/eu-1 was never seen")


def failing(guard, place, service, canary, stable, _):
    service.fail(canary, 0.2)
    guard.wait("suspect", place=place, **{"class": "transient"})
    guard.wait("held", place=place, do="hold", result="confirmed")
    guard.wait("failing", place=place, **{"class": "systemic"})
    guard.wait("rolled back", place=place, do="rollback", result="confirmed")
    service.fail(canary, 0)  # it has no traffic any more
    guard.wait("recovered", place=place, recovery="recovered")
    check(len(guard.said(do="rollback", result="confirmed")) == 1, "rolled back more than once", guard)
    guard.wait("it cools down", service="checkout", environment="prod")


def killed(guard, other, place, service, canary):
    other.wait("the other one only judges", acts=False)
    other.wait("it judges, too", place=place, **{"class": "healthy"})
    service.fail(canary, 0.2)
    guard.wait("it goes back", place=place, do="rollback", result="sent")
    time.sleep(random.uniform(0, 0.3))  # before, within or after its steps
    guard.process.kill()
    guard.process.wait()
    other.wait("the other one acts", acts=True)
    other.wait("rolled back", place=place, do="rollback", result="confirmed")
    time.sleep(5)
    check(len(other.said(do="rollback", result="confirmed")) == 1, "rolled back more than once", other)


def probe(guard, other, place, new, stable, started):
    started.append(other.process)
    # The one that only judges does not ask again: it hears from the records of the one that acts.
    other.wait("it judges, too", place=place, **{"class": "healthy"})
    check(new.asked and stable.asked, "a version was never probed", guard)
    new.status = 500
    guard.wait("failing", place=place, **{"class": "systemic"})
    guard.wait("rolled back", place=place, do="rollback", result="confirmed")
    other.wait("the other one saw it, too", place=place, **{"class": "systemic"})
    check(len(guard.said(do="rollback", result="confirmed")) == 1, "rolled back more than once", guard)
    check(other.stop() == 0, "the other guard did not end in order", other)


def deadline(guard, place, company):
    tag = f"9.{random.randrange(100)}.{random.randrange(1000)}"
    order(company, op="inject", fault={"id": word(), "service": "checkout", "version": tag, "kind": "cannot-pull"})
    known = len(guard.lines)
    order(company, op="deploy", service="checkout", cluster="prod-eu-1", tag=tag)
    # Neither well nor ill before its time has come.
    guard.wait("nobody knows yet", known, place=place, **{"class": "unknown"})
    guard.wait("it did not get ready", known, place=place, **{"class": "systemic"})
    guard.wait("rolled back", known, place=place, do="rollback", result="confirmed")
    check(len(guard.said(do="rollback", result="confirmed")) == 1, "rolled back more than once", guard)


def burst(guard, place, service, canary, stable, _):
    service.fail(canary, 0.3)
    time.sleep(30)
    service.fail(canary, 0.0005)
    guard.wait("suspect", place=place, **{"class": "transient"})
    guard.wait("held", place=place, do="hold", result="confirmed")
    before = len(guard.said(place=place, **{"class": "healthy"}))
    until = time.monotonic() + PATIENCE
    while len(guard.said(place=place, **{"class": "healthy"})) == before and time.monotonic() < until:
        time.sleep(0.2)
    check(len(guard.said(place=place, **{"class": "healthy"})) > before, "never healthy again", guard)
    check(not guard.said(do="rollback"), "rolled back for a burst", guard)


def outage(guard, place, service, canary, stable, _):
    for version in (canary, stable):
        service.fail(version, 0.2)
    guard.wait("not its fault", place=place, **{"class": "external"})
    guard.wait("paged", place=place, do="page", result="confirmed")
    time.sleep(20)
    check(not guard.said(do="rollback"), "rolled back for a common outage", guard)


def blind(guard, place, service, canary, stable, prometheus):
    known = len(guard.lines)
    prometheus.kill()
    prometheus.wait()
    guard.wait("unknown", known, place=place, **{"class": "unknown"})
    time.sleep(15)  # it is held since it began, or has been released and is held again
    last = [l["class"] for l in guard.lines if l.get("place") == place and "class" in l and "do" not in l][-1]
    check(last == "unknown", f"blind, and yet {last}", guard)
    check(not guard.said(do="rollback"), "rolled back while blind", guard)


if __name__ == "__main__":
    main()
