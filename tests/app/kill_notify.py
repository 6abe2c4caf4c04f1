#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the guard while it tells people, and counts outside who was told how often.

  kill_notify.py ASTERNCTL [--rounds N] [--seed N] [--keep DIR]

Three bad versions in a company of the sandbox; the policy of each pages a service of PagerDuty and tells a room by its
webhook, both played by one server of this test. A round is one life of the guard, ended with SIGKILL at a named point or
at a random instant; the last one of a play is left alive until everybody was told. Then, of each place:
  - PagerDuty has one incident: every trigger has the same dedup_key, and it came at least once,
  - the room was told, and a second time only by a message that says that it may be one,
  - whatever arrived has an intent in the log that was there before it, and no intent was sent twice,
  - every intent has one outcome, and the log verifies."""
import argparse
import http.server
import json
import pathlib
import random
import signal
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from kill_guard import Guard  # noqa: E402
from shop import Checks, Shop, until  # noqa: E402

POINTS = {"escalation.recorded": 6, "escalation.intended": 6, "escalation.sent": 6, "guard.acts": 6, "guard.told": 6,
          "journal.composed": 12, "journal.before-reply": 12}
SERVICES = ("checkout", "search", "recommendations")
CLUSTER = "prod-eu-1"
LIVES = 6
PATIENCE = 120  # s, for what takes a fraction of it on a quiet machine
AGAIN = "It may reach you twice"
POLICY = """policy: astern/v1
id: {service}-told
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
    - {{do: page, to: oncall-{service}}}
    - {{do: notify, to: room-{service}}}
    - {{do: rollback, retries: 3, backoff: 1s, timeout: 2m, after: 10m}}
  on_unknown: [{{do: hold}}]
  on_external: [{{do: hold}}]
"""


class Receiver(http.server.ThreadingHTTPServer):
    """A webhook and PagerDuty's Events v2, as far as a test needs them: what came, in order."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Pages)
        self.came, self.lock = [], threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def all(self, path):
        with self.lock:
            return [body for where, body in self.came if where == path]


class Pages(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.came.append((self.path, body))
        paged = self.path.startswith("/pd-")
        answer = json.dumps({"status": "success", "dedup_key": body.get("dedup_key")}).encode() if paged else b"ok"
        self.send_response(202 if paged else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def prepare(shop, receiver):
    file = shop.workspace / "astern.yaml"
    text = file.read_text().replace("poll: 5000ms}\n  unleash", "poll: 1000ms}\n  unleash")
    (shop.workspace / "policies").mkdir(exist_ok=True)
    notify = ""
    for service in SERVICES:
        config = f"    config: [{{id: {service}-config}}]\n"
        assert config in text, service
        text = text.replace(config, config + f"    policies: [{service}-told]\n")
        (shop.workspace / "policies" / f"{service}.yaml").write_text(POLICY.format(service=service))
        notify += f'    room-{service}: {{webhook: "${{env:ROOM_{service.upper()}}}", form: mattermost}}\n'
        notify += f'    oncall-{service}: {{pagerduty: "${{env:PAGERDUTY}}", events: "{receiver.url}/pd-{service}"}}\n'
    file.write_text(text + "people:\n  notify:\n" + notify)


def env_of(receiver):
    env = {f"ROOM_{service.upper()}": f"{receiver.url}/room-{service}" for service in SERVICES}
    return {**env, "PAGERDUTY": "R0" * 16, "no_proxy": "127.0.0.1"}


def is_told(receiver):
    return all(receiver.all(f"/{kind}-{service}") for service in SERVICES for kind in ("room", "pd"))


def settled(shop):
    """Everything that is to be sent has been, and its answers are in the log."""
    entries = shop.entries()
    ended = {link["id"] for e in entries for link in e["payload"].get("links", []) if link["rel"] == "outcome-of"}
    told = {e["payload"]["notify"]["key"].rsplit(":", 2)[0] for e in entries if e["kind"] == "notify.outcome"
            and e["payload"]["outcome"]["result"] == "told"}
    return len(told) >= 2 * len(SERVICES) and all(e["id"] in ended for e in entries if e["kind"] == "notify.intent")


def judge(check, who, shop, receiver):
    entries = shop.entries()
    intents = [e for e in entries if e["kind"] == "notify.intent"]
    outcomes = [link["id"] for e in entries if e["kind"] == "notify.outcome" for link in e["payload"].get("links", [])]
    story = "\n".join(f"  {e['index']} {e['kind']} {e['payload'].get('idem', '')} "
                      f"{e['payload'].get('outcome', {}).get('result', '')}" for e in entries)
    for entry in intents:
        check(outcomes.count(entry["id"]) == 1, f"{who}: {outcomes.count(entry['id'])} outcomes of an intent", story)
    check(len({e["payload"]["idem"] for e in intents}) == len(intents), f"{who}: an intent's key twice", story)
    for service in SERVICES:
        pages = receiver.all(f"/pd-{service}")
        check(pages and len({page["dedup_key"] for page in pages}) == 1, f"{who}: {service} has several incidents", story)
        room = receiver.all(f"/room-{service}")
        unmarked = [message for message in room if AGAIN not in message["text"]]
        check(room and len(unmarked) <= 1, f"{who}: the room of {service} was told {len(unmarked)} times unmarked", story)
        for target, came in ((f"oncall-{service}", pages), (f"room-{service}", room)):
            written = sum(e["payload"]["notify"]["target"] == target for e in intents)
            check(len(came) <= written, f"{who}: {target} got {len(came)} of {written} intents", story)
    check(shop.ctl("journal", "verify").returncode == 0, f"{who}: the log does not verify")
    return len(intents)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    chance, check = random.Random(options.seed), Checks()
    killed = plays = messages = between = intents = 0
    with tempfile.TemporaryDirectory(prefix="astern-notify-") as scratch:
        keep = options.keep or pathlib.Path(scratch)
        while killed < options.rounds and not check.failed:
            plays += 1
            folder = keep / str(plays)
            folder.mkdir(parents=True)
            receiver = Receiver()
            env = env_of(receiver)
            with Shop(options.asternctl, folder, "--quiet", "--seed", str(plays), "--speed", "5") as shop, \
                    open(folder / "guard.log", "w") as log:
                prepare(shop, receiver)
                checked = shop.ctl("workspace", "check", **env)
                check(checked.returncode == 0, f"the workspace: {checked.stdout}{checked.stderr}")
                for service in SERVICES:
                    shop.order(op="inject", fault={"id": service, "service": service, "version": "99.0.0",
                                                   "kind": "errors", "ratio": 0.9})
                    shop.order(op="deploy", service=service, cluster=CLUSTER, tag="99.0.0")
                for _ in range(LIVES):
                    life = dict(env)
                    if chance.random() < 0.8:
                        point = chance.choice(list(POINTS))
                        life["ASTERN_CRASH_AT"] = f"{point}:{chance.randint(1, POINTS[point])}"
                    guard = Guard(shop, log, **life)
                    before = len(receiver.came)
                    until(lambda: guard.is_over() or len(receiver.came) > before, PATIENCE / 6)
                    if "ASTERN_CRASH_AT" in life:
                        until(guard.is_over, 5)
                    else:
                        time.sleep(chance.uniform(0, 1))
                    killed += guard.kill() or guard.process.returncode == -signal.SIGKILL
                    between += not is_told(receiver)
                last = Guard(shop, log, **env)
                check(until(lambda: last.is_over() or settled(shop), PATIENCE), f"play {plays}: not everybody was told")
                last.process.send_signal(signal.SIGTERM)
                check(last.process.wait(60) == 0, "a guard that was asked to end did not end in order")
                intents += judge(check, f"play {plays}", shop, receiver)
                messages += len(receiver.came)
            receiver.shutdown()
    print(f"{killed} guards killed in {plays} plays, {between} of them before everybody was told, {intents} intents, "
          f"{messages} messages arrived", flush=True)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
