#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real OpenTelemetry collector gets the log of a simulated company over mutual TLS, is killed and started again.

  collected.py ASTERNCTL [--keep DIR]

What the collector wrote is compared with the log entry by entry: each is there, as often as it may, but always with the
same content; its attributes are those of the entry; what people said is only where the workspace lets it go.
"""
import argparse
import base64
import collections
import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "app"))
from shop import Checks, Shop, until  # noqa: E402
from teamdatabase import Certificates  # noqa: E402

from cluster import free_ports, listens  # noqa: E402

SECRET = "a-reason-that-is-nobodys-business"
ROUNDS = 6
# Sinks of the workspace by what a copy there may hold of people.
SINKS = ("pseudonym", "none", "full")


def build():
    done = subprocess.run([HERE / "collector" / "build"], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("the collector could not be built")
    return done.stdout.splitlines()[-1]


class Collector:
    """Receivers with a port each, so that what came by which sink is known. With rotation the exporter appends, and keeps
    nothing in its memory that was acknowledged."""

    def __init__(self, program, folder, certificates):
        self.program, self.folder, self.process = program, folder, None
        self.ports = dict(zip(SINKS, free_ports(len(SINKS))))
        self.files = {sink: folder / f"{sink}.json" for sink in SINKS}
        self.config = folder / "collector.yaml"
        tls = {name: str(certificates.file(file)) for name, file in
               (("cert_file", "server.crt"), ("key_file", "server.key"), ("client_ca_file", "ca.crt"))}
        self.config.write_text(json.dumps({  # JSON is YAML
            "receivers": {f"otlp/{sink}": {"protocols": {"http": {"endpoint": f"127.0.0.1:{port}", "tls": tls}}}
                          for sink, port in self.ports.items()},
            "exporters": {f"file/{sink}": {"path": str(file), "rotation": {"max_megabytes": 100}} for sink, file in self.files.items()},
            "service": {"telemetry": {"metrics": {"level": "none"}, "logs": {"level": "warn"}},
                        "pipelines": {f"logs/{sink}": {"receivers": [f"otlp/{sink}"], "exporters": [f"file/{sink}"]}
                                      for sink in SINKS}}}))

    def start(self):
        with open(self.folder / "collector.log", "ab") as log:
            self.process = subprocess.Popen([self.program, "--config", str(self.config)], stdout=log, stderr=log)
        if not until(lambda: all(listens(self.process.pid, port) for port in self.ports.values()), 30):
            sys.exit("the collector does not listen: " + (self.folder / "collector.log").read_text()[-2000:])

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.terminate()
        return self.process.wait(30)

    def records(self, sink):
        """Each log record with the resource that it came with. A line that a kill has cut short is none."""
        file = self.files[sink]
        found = []
        for line in file.read_text().splitlines() if file.exists() else []:
            try:
                request = json.loads(line)
            except ValueError:
                continue
            for resource in request["resourceLogs"]:
                about = attributes(resource["resource"])
                for scope in resource["scopeLogs"]:
                    found += [(about, record) for record in scope["logRecords"]]
        return found


def attributes(of):
    return {one["key"]: next(iter(one["value"].values())) for one in of.get("attributes", [])}


def by_leaf(records):
    leaves = collections.defaultdict(list)
    for about, record in records:
        leaves[attributes(record).get("journal.leaf")].append((about, record))
    return leaves


def wanted_attributes(entry, log):
    """What the attributes of an entry's record are, by the entry alone."""
    payload = entry["payload"]
    subject = payload.get("subject") if isinstance(payload.get("subject"), dict) else {}
    wanted = {"journal.leaf": entry["leaf"], "journal.index": str(entry["index"]), "journal.id": entry["id"],
              "journal.log": log, "journal.kind": entry["kind"], "journal.saga": entry["saga"],
              "journal.writer": payload["writer"]["id"], "journal.writer.seq": str(payload["writer"]["seq"]),
              "service": subject.get("service"), "deployment.environment.name": subject.get("environment"),
              "cell": subject.get("cell")}
    return {key: value for key, value in wanted.items() if value}


def faults(sink, entries, records):
    """What is not as it should be, in words."""
    leaves = by_leaf(records)
    known = {entry["leaf"] for entry in entries}
    found = [f"{leaf} is no entry of the log" for leaf in leaves if leaf not in known]
    for entry in entries:
        where = f"{sink}, entry {entry['index']} ({entry['kind']})"
        copies = leaves.get(entry["leaf"], [])
        if not copies:
            found.append(f"{where} is missing")
            continue
        for about, record in copies:
            found += [f"{where}: {fault}" for fault in faults_of(sink, entry, about, record, entries[0]["leaf"])]
        # When it was sent may differ, and nothing else.
        if len({json.dumps({**record, "observedTimeUnixNano": 0}, sort_keys=True) for _, record in copies}) != 1:
            found.append(f"{where}: its copies differ")
    return found


def faults_of(sink, entry, about, record, log):
    said = attributes(record)
    openings = {key.removeprefix("journal.opening."): said.pop(key) for key in list(said) if key.startswith("journal.opening.")}
    if said != wanted_attributes(entry, log):
        yield f"its attributes are {said}"
    if about.get("service.name") != "astern" or about.get("service.instance.id") != entry["payload"]["writer"]["id"]:
        yield f"its resource is {about}"
    if record.get("eventName") != "astern.journal." + entry["kind"]:
        yield f"its event is {record.get('eventName')}"
    loud = "degraded" in entry["payload"] or entry["kind"].startswith("override.")
    if record["severityNumber"] != (17 if loud else 9):
        yield f"its severity is {record['severityNumber']}"
    if record["timeUnixNano"] != f"{entry['wall_ms']}000000":
        yield f"its time is {record['timeUnixNano']}"
    if record.get("traceId", "") != entry["saga"].replace("-", ""):
        yield f"its trace is {record.get('traceId')}"
    body = record.get("body", {}).get("stringValue")
    if sink == "full":
        if body is not None:
            yield "it has a body"
    elif body is None or hashlib.sha256(b"\0" + body.encode()).hexdigest() != entry["leaf"]:
        yield "its body is not the signed entry"
    elif json.loads(base64.b64decode(json.loads(body)["payload"])) != entry["payload"]:
        yield "its body says something else"
    if openings != (entry["personal"] if sink == "none" else {}):
        yield f"it says of people {openings}"


def prove_the_judge(check, entries, records):
    """The comparison finds what it is there for."""
    def broken(change):
        copy = json.loads(json.dumps(records))
        change(copy)
        return faults("none", entries, [tuple(one) for one in copy])

    chosen = records[len(records) // 2][1]
    leaf = attributes(chosen)["journal.leaf"]

    def drop(all_records):
        all_records[:] = [one for one in all_records if attributes(one[1])["journal.leaf"] != leaf]

    def each(change):
        def run(all_records):
            for _, record in all_records:
                if attributes(record)["journal.leaf"] == leaf:
                    change(record)
                    return
        return run

    check(not broken(lambda _: None), "the judge finds something in what is right")
    for what, change in (
            ("a missing entry", drop),
            ("another body", each(lambda record: record["body"].update(stringValue="{}"))),
            ("another kind", each(lambda record: record.update(eventName="astern.journal.x"))),
            ("another severity", each(lambda record: record.update(severityNumber=1))),
            ("another time", each(lambda record: record.update(timeUnixNano="1"))),
            ("another place", each(lambda record: record["attributes"].pop())),
            ("a foreign record", lambda all_records: all_records.append(
                ({}, {"attributes": [{"key": "journal.leaf", "value": {"stringValue": "00"}}]})))):
        check(broken(change), f"the judge does not see {what}")


def act(shop, verb, limit=120):
    return shop.ctl(verb, "search", "--environment", "staging", "--yes", "--reason", SECRET, limit=limit)


def shipped(shop, collector):
    """A guard ships what is due. How many entries there were; None: not each sink has them all."""
    wanted = {entry["leaf"] for entry in shop.entries()}
    guard = shop.begin(shop.asternctl, "guard")
    try:
        there = until(lambda: all(wanted <= set(by_leaf(collector.records(sink))) for sink in SINKS), 120)
        return len(wanted) if there else None
    finally:
        guard.terminate()
        guard.wait()


def write_workspace(shop, collector, certificates):
    text = "\njournal:\n  wait: 5s\n  sinks:\n"
    for sink, port in collector.ports.items():
        text += (f"    - {{id: {sink}, type: otlp-http, url: \"https://127.0.0.1:{port}/v1/logs\", redact: {sink}, "
                 f"required: {str(sink == 'pseudonym').lower()}, ca: {certificates.file('ca.crt')}, "
                 f"cert: {certificates.file('astern.crt')}, key: {certificates.file('astern.key')}}}\n")
    with open(shop.workspace / "astern.yaml", "a", encoding="utf-8") as file:
        file.write(text)
    checked = shop.ctl("workspace", "check")
    if checked.returncode:
        sys.exit("the workspace: " + checked.stdout + checked.stderr)


def story(check, shop, collector):
    collector.start()
    for verb in ("pause", "resume"):
        said = act(shop, verb)
        check(said.returncode in (0, 2), f"{verb} with a collector", said.stdout + said.stderr)
    # What goes forward was answered when the required sink had it.
    have = set(by_leaf(collector.records("pseudonym")))
    forward = [entry for entry in shop.entries() if entry["kind"] == "promotion.intent"]
    check(forward and all(entry["leaf"] in have for entry in forward), "an intent went forward before it was shipped")

    # Away: forward is refused, back goes on, and arrives when there is somebody again.
    collector.kill()
    act(shop, "pause")
    said = act(shop, "resume")
    check(said.returncode not in (0, 2), "forward without the collector", said.stdout + said.stderr)
    said = shop.ctl("rollback", "checkout", "--environment", "staging", "--yes", "--reason", SECRET, limit=180)
    check(said.returncode in (0, 2), "back without the collector", said.stdout + said.stderr)
    collector.start()

    # Killed again and again while entries come.
    chance = random.Random(7)
    for number in range(ROUNDS):
        running = shop.begin(shop.asternctl, "pause" if number % 2 else "resume", "search", "--environment", "staging",
                             "--yes", "--reason", f"{SECRET} {number}")
        time.sleep(chance.uniform(0.2, 2.5))
        collector.kill()
        time.sleep(chance.uniform(0, 0.5))
        collector.start()
        running.wait(120)
    size = shipped(shop, collector)
    check(size, "not every entry arrived", (collector.folder / "collector.log").read_text()[-500:])
    check(collector.end() == 0, "the collector did not end in order")

    entries = shop.entries()
    for sink in SINKS:
        records = collector.records(sink)
        leaves = by_leaf(records)
        due = [entry for entry in entries if entry["index"] < (size or 0) or entry["leaf"] in leaves]
        found = faults(sink, due, records)
        check(not found, f"{sink}: {len(found)} faults", "\n".join(found[:10]))
        print(f"  {sink}: {len(leaves)} entries in {len(records)} records", flush=True)
        if sink == "none":
            prove_the_judge(check, due, records)
    check(SECRET in collector.files["none"].read_text(), "no reason where reasons may go")
    for sink in ("pseudonym", "full"):
        check(SECRET not in collector.files[sink].read_text(), f"{sink}: what somebody said left")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, metavar="DIR")
    options = parser.parse_args()
    check = Checks()
    program = build()
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    with tempfile.TemporaryDirectory(prefix="astern-collected-") as scratch:
        folder = (options.keep or pathlib.Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        certificates = Certificates(folder / "pki")
        certificates.leaf("astern", "astern.test")
        collector = Collector(program, folder, certificates)
        try:
            with Shop(options.asternctl, folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
                write_workspace(shop, collector, certificates)
                story(check, shop, collector)
        finally:
            if collector.process and collector.process.poll() is None:
                collector.kill()
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
