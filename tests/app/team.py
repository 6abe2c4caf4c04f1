#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two devices share a log on a real PostgreSQL: the shipped program, end to end.

  team.py ASTERNCTL

prepare    `team init` says what it would do, does it, and then has nothing to do
enrol      cards, logins, approvals; `team status` says who counts
together   what goes forward is in the shared log before it has its effect
hangs      the server stands still: forward is refused and nothing is sent, back goes at once and is marked; then it
           catches up
stops      the same with a server that has gone; a program that starts meanwhile marks what goes back, too
leads      one of the two acts by policies; stopped (SIGSTOP) it is followed by the other within 5 s, and when it goes on
           it does not act
tampered   a superuser's edit is in both devices' logs, on their status and in `doctor`, and ends when it is put right
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.dont_write_bytecode = True
from shop import Checks, Shop, until  # noqa: E402
from teamdatabase import Certificates, TeamDatabase  # noqa: E402

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, FORBIDDEN = range(6)
CHECK_S = 15  # how often a device looks at the store
PATIENCE = 90
BY_FORCE = "SET session_replication_role = replica; "


class Device:
    """A device of the team: a workspace with its own login, a journal, and a guard that keeps both open."""

    def __init__(self, shop, folder, name, database, certificates, program):
        certificates.leaf(name, name)
        self.shop, self.name, self.program = shop, name, program
        self.workspace, self.data = folder / f"workspace-{name}", folder / f"data-{name}"
        shutil.copytree(shop.workspace, self.workspace)
        file = self.workspace / "astern.yaml"
        file.write_text(file.read_text() + f"""
journal:
  domain: shop.example
  team:
    {{type: postgresql, host: localhost, port: {database.port}, database: astern, user: {name},
     ca: "{certificates.file('ca.crt')}", cert: "${{env:TEAM_TEST_CERT}}", key: "{certificates.file(name + '.key')}"}}
""")
        self.env = {**os.environ, "TEAM_TEST_CERT": str(certificates.file(name + ".crt"))}
        self.guard = None

    def command(self, *arguments):
        return [self.program, *arguments, "--workspace", str(self.workspace), "--data", str(self.data)]

    def ctl(self, *arguments, limit=120):
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=limit, env=self.env)

    def start(self):
        self.said = open(self.data.with_suffix(".guard"), "w+")
        self.guard = subprocess.Popen(self.command("guard", "--json", "--listen", "127.0.0.1:0"),
                                      stdout=subprocess.DEVNULL, stderr=self.said, env=self.env)

    def health(self):
        """What the guard says of itself; None while it does not answer."""
        port = re.search(r"port (\d+)", self.data.with_suffix(".guard").read_text())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port.group(1)}/healthz", timeout=2) as answer:
                return json.loads(answer.read())
        except (OSError, AttributeError):
            return None

    def acts(self):
        return (self.health() or {}).get("acts", False)

    def stop(self):
        if self.guard and self.guard.poll() is None:
            self.guard.send_signal(signal.SIGTERM)
            self.guard.wait(timeout=60)

    def entries(self, kind=""):
        told = self.ctl("journal", "tail", "--lines", "100000", "--json")
        entries = [json.loads(line) for line in told.stdout.splitlines()]
        return [entry for entry in entries if entry["kind"].startswith(kind)]

    def status(self):
        return self.ctl("status", "--timeout", "20").stderr


class Team:
    def __init__(self, check, shop, database, anna, bert):
        self.check, self.shop, self.database, self.anna, self.bert = check, shop, database, anna, bert

    def sql(self, statements):
        return self.database.sql(statements, "astern")

    def admin(self, device, *arguments):
        return device.ctl("team", *arguments, "--store", self.database.address())

    def told(self):
        answer = self.admin(self.anna, "status", "--json")
        return answer.returncode, json.loads(answer.stdout) if answer.stdout else {}

    def has(self, entry):
        return self.sql(f"SELECT count(*) FROM journal.entry WHERE id = '{entry['id']}'") == "1"

    def prepare(self):
        self.database.sql("CREATE DATABASE astern ENCODING 'UTF8' TEMPLATE template0")
        for arguments, code, words in ((("init",), INCOMPLETE, "Nothing was changed"),
                                       (("init", "--dry-run"), DONE, "journal_owner"),
                                       (("init", "--yes"), DONE, "Done"), (("init", "--yes"), DONE, "nothing to do")):
            answer = self.admin(self.anna, *arguments)
            self.check(answer.returncode == code and words in answer.stdout,
                       f"team {arguments}: {answer.returncode} {answer.stdout} {answer.stderr}")
        self.check(self.sql("SELECT count(*) FROM journal.entry") == "0", "the log is not empty")

    def enrol(self):
        for device in (self.anna, self.bert):
            self.sql(f"CREATE ROLE {device.name} LOGIN")
            device.start()
            self.check(until(lambda d=device: (d.data / "journal" / "journal.door").exists(), PATIENCE),
                       f"{device.name} has no journal")
        # Before anybody is enrolled: nothing is taken, and the device says what to do.
        self.check(until(lambda: "team card" in self.anna.status(), PATIENCE), f"not said: {self.anna.status()}")
        for device in (self.anna, self.bert):
            card = device.ctl("team", "card")
            self.check(card.returncode == DONE, f"card: {card.stderr}")
            path = device.data / "card.json"
            path.write_text(card.stdout)
            more = ["--operator"] if device is self.anna else []
            answer = self.admin(self.anna, "enrol", "--card", str(path), "--login", device.name, *more)
            self.check(answer.returncode == DONE, f"enrol {device.name}: {answer.stdout} {answer.stderr}")
            if device is self.anna:  # the first in the log is its administrator
                self.check(until(lambda: self.sql("SELECT size > 2 FROM journal.head") == "t", PATIENCE),
                           f"{device.name} files nothing")

        def both():  # one answer: the next one may be of a database that is busy
            code, told = self.told()
            return code == DONE and len(told["writers"]) == 2
        self.check(until(both, PATIENCE), f"status: {self.told()}")
        code, told = self.told()
        self.check([writer["approved"] for writer in told["writers"]] == [True, True] and
                   sorted(writer["login"] for writer in told["writers"]) == ["anna", "bert"] and
                   sum(writer["administrator"] for writer in told["writers"]) == 1, f"writers: {told}")
        self.check(until(lambda: self.told()[1]["checkpoint"] > 0 and self.told()[1]["cosigned"] > 0, PATIENCE),
                   f"no heads: {self.told()}")
        self.check(self.sql("SELECT note LIKE 'shop.example/journal/%' FROM journal.checkpoint LIMIT 1") == "t",
                   "the head does not begin with the domain")
        stranger = self.admin(self.bert, "enrol", "--card", str(self.bert.data / "card.json"), "--login", "nobody")
        self.check(stranger.returncode != DONE and "CREATE ROLE" in stranger.stderr, f"stranger: {stranger.stderr}")

    def act(self, device, verb, code, service="search"):
        answer = device.ctl(verb, service, "--environment", "staging", "--yes", "--json", "--reason",
                            "the shared log under test")
        self.check(answer.returncode in (code if isinstance(code, tuple) else (code,)),
                   f"{device.name} {verb}: {answer.returncode} {answer.stdout} {answer.stderr}")
        return answer

    def together(self):
        for device, verb, level in ((self.anna, "pause", 2), (self.bert, "resume", 2)):
            before = len(self.shop.effects())
            self.act(device, verb, DONE)
            self.check(len(self.shop.effects()) > before, f"{verb} did nothing")
            intents = [entry for entry in device.entries() if entry["kind"].endswith(".intent")]
            last = intents[-1]
            self.check(last["payload"].get("level_required") == level and "degraded" not in last["payload"],
                       f"{verb}: {last['payload']}")
            self.check(until(lambda: self.has(last), PATIENCE), f"{verb} is not in the shared log")
        # Forward waited for the store: whatever was sent, the intent had been committed there before.
        forward = [entry for entry in self.bert.entries("promotion.intent")][-1]
        key = forward["payload"]["idem"]
        at = self.sql("SELECT extract(epoch FROM recv_at) * 1000 FROM journal.entry "
                      f"WHERE id = '{forward['id']}'")
        sent = [effect for effect in self.shop.effects() if effect.key == key]
        self.check(sent and all(float(at) <= effect.at_ms + 1 for effect in sent), f"{at} is not before {sent}")

    def refuses_and_goes_back(self, device, why):
        before = len(self.shop.effects())
        began = time.monotonic()
        # Refused before, where it is known that the store is away; else the intent waits for it and nothing is sent.
        refused = self.act(device, "resume", (REFUSED, UNREACHABLE, FORBIDDEN))
        self.check("recorded" in refused.stdout + refused.stderr, f"{why}: no reason: {refused.stdout}")
        self.check(len(self.shop.effects()) == before, f"{why}: refused, and something was sent")
        self.check(time.monotonic() - began < 60, f"{why}: refused after {time.monotonic() - began:.0f} s")
        began = time.monotonic()
        self.act(device, "pause", DONE, "catalog")
        took = time.monotonic() - began
        self.check(took < 15, f"{why}: going back took {took:.1f} s")
        self.check(len(self.shop.effects()) > before, f"{why}: nothing went back")
        back = [one for one in device.entries() if one["kind"].endswith(".intent")][-1]
        self.check(back["payload"].get("degraded", {}).get("missing") == ["team"] and
                   back["payload"]["degraded"]["reason"], f"{why}: not marked: {back['payload']}")
        return back

    def catches_up(self, device, back, why):
        self.check(until(lambda: self.has(back), PATIENCE), f"{why}: did not catch up")
        self.check(until(lambda: "shared log" not in device.status(), PATIENCE), f"{why}: {device.status()}")
        self.act(device, "resume", DONE, "catalog")
        self.act(device, "resume", DONE)  # what was refused goes forward now
        code, told = self.told()
        self.check(code == DONE and not told["alarms"], f"{why}: {told}")

    def hangs(self):
        self.act(self.anna, "pause", DONE)
        resume = self.database.hang()
        try:
            back = self.refuses_and_goes_back(self.anna, "hangs")
            self.check("shared log away" in self.anna.status(), f"hangs: {self.anna.status()}")
            doctor = self.anna.ctl("doctor")
            self.check(doctor.returncode == UNREACHABLE and "team: Answer" in doctor.stdout, f"doctor: {doctor.stdout}")
        finally:
            resume()
        self.catches_up(self.anna, back, "hangs")

    def stops(self):
        self.act(self.bert, "pause", DONE)
        self.database.stop()
        back = self.refuses_and_goes_back(self.bert, "stops")
        # Alone: no other process of this device knows yet how the store is.
        self.bert.stop()
        self.act(self.bert, "pause", DONE, "pricing")
        alone = [one for one in self.bert.entries() if one["kind"].endswith(".intent")][-1]
        self.check(alone["payload"].get("degraded", {}).get("missing") == ["team"], f"alone: {alone['payload']}")
        self.bert.start()
        self.database.start()
        self.catches_up(self.bert, back, "stops")
        self.check(until(lambda: self.has(alone), PATIENCE), "alone: did not catch up")

    def leads(self):
        self.check(until(lambda: self.anna.acts() != self.bert.acts(), PATIENCE),
                   f"{self.anna.health()} {self.bert.health()}")
        first, second = (self.anna, self.bert) if self.anna.acts() else (self.bert, self.anna)
        self.check(first.name in (second.health() or {}).get("why", "") or "leads" in second.health()["why"],
                   f"not said who leads: {second.health()}")
        epoch = int(self.sql("SELECT epoch FROM journal.leader"))
        first.guard.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        try:
            self.check(until(second.acts, PATIENCE), f"nobody took over: {second.health()}")
            took = time.monotonic() - began
            self.check(took < 5, f"taken over after {took:.1f} s")
            print(f"taken over after {took:.1f} s", flush=True)
        finally:
            first.guard.send_signal(signal.SIGCONT)
        self.check(until(lambda: first.health() and not first.acts(), PATIENCE), f"both act: {first.health()}")
        for _ in range(20):
            self.check(not (first.acts() and second.acts()), "both act")
            time.sleep(0.1)
        self.check(int(self.sql("SELECT epoch FROM journal.leader")) == epoch + 1, "the epoch did not move by one")
        second.stop()  # in order: nobody waits for the end of its lease
        self.check(until(first.acts, 5), f"not given back: {first.health()}")
        second.start()
        self.check(until(second.health, PATIENCE), "does not start again")

    def tampered(self):
        row = self.sql("SELECT kind FROM journal.entry WHERE idx = 3")
        began = time.monotonic()
        self.sql(BY_FORCE + "UPDATE journal.entry SET kind = 'other' WHERE idx = 3")
        # Both before what is asked of either: that would count as the other's time.
        for device in (self.anna, self.bert):
            self.check(until(lambda d=device: d.entries("team.alarm"), PATIENCE), f"{device.name} found nothing")
            took = time.monotonic() - began
            self.check(took < 3 * CHECK_S, f"{device.name} found it after {took:.0f} s")
        for device in (self.anna, self.bert):
            alarm = device.entries("team.alarm")[-1]["payload"]["alarm"]
            self.check(alarm["kind"] == "changed" and alarm["index"] == 3, f"alarm: {alarm}")
            self.check("was changed in the database" in device.status(), f"status: {device.status()}")
            doctor = device.ctl("doctor", "--json")
            self.check(any(one["what"] == "shared log" and one["state"] == "wrong" for one in json.loads(doctor.stdout)),
                       f"doctor: {doctor.stdout}")
        self.check(self.told()[0] == REFUSED, f"team status: {self.told()}")
        # A start finds it again, and does not say it twice.
        self.anna.stop()
        self.anna.start()
        self.check(until(lambda: "was changed" in self.anna.status(), PATIENCE), "not found again")
        self.sql(BY_FORCE + f"UPDATE journal.entry SET kind = '{row}' WHERE idx = 3")
        for device in (self.anna, self.bert):
            self.check(until(lambda d=device: d.entries("team.healed"), PATIENCE), f"{device.name} does not say it is right")
            self.check(len(device.entries("team.alarm")) == 1, f"{device.name} said it twice")
        self.check(until(lambda: self.told()[0] == DONE, PATIENCE), f"team status: {self.told()}")


def main(asternctl):
    check = Checks()
    program = str(pathlib.Path(asternctl).resolve())
    with tempfile.TemporaryDirectory(prefix="astern-team-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o755)
        certificates = Certificates(folder / "certificates")
        database = TeamDatabase(folder / "database", certificates)
        database.start()
        with Shop(program, folder, "--quiet", "--seed", "7", "--speed", "5") as shop:
            devices = [Device(shop, folder, name, database, certificates, program) for name in ("anna", "bert")]
            team = Team(check, shop, database, *devices)
            try:
                for scenario in (team.prepare, team.enrol, team.together, team.hangs, team.stops, team.leads,
                                 team.tampered):
                    began = time.monotonic()
                    scenario()
                    print(f"{scenario.__name__}: {time.monotonic() - began:.0f} s", flush=True)
                for device in devices:
                    verified = device.ctl("journal", "verify")
                    check(verified.returncode == DONE, f"{device.name}'s log: {verified.stdout}")
            finally:
                for device in devices:
                    device.stop()
                database.stop()
    return check.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
