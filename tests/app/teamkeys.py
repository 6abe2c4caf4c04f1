#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who brings a device into a team, and takes one out: the shipped program, a real PostgreSQL, a real OpenID provider.

  teamkeys.py ASTERNCTL

begins    the first device by itself, the second before there is a gate; then the gate is pinned
asked     the gate asks, nothing is sent; a card that was changed goes by nobody's word, and no workspace is a way round
taken_in  another person approves, the same command goes on, the device counts; said again it changes nothing
revoked   who may not, and what cannot be; then a device's approval counts no more, and what it still signs is disputed
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from openid import Provider  # noqa: E402
from shop import Checks, Shop, until  # noqa: E402
from teamdatabase import Certificates, TeamDatabase  # noqa: E402
from teamshop import Device, missing_programs  # noqa: E402

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, FORBIDDEN = range(6)
PATIENCE = 60
WHY = ("--reason", "her new notebook is here")
RULES = """
identity: {{type: oidc, issuer: "{issuer}", client_id: astern, pin: false}}
people:
  roles:
    release-manager: {{oidc_group: release-managers}}
"""
GATE = """
gates:
  - id: new-devices
    when: {plan: key-enrol}
    approvals: {count: 1, roles: [release-manager], not: [requester], expires: 2h, reason: required}
"""


class Team:
    def __init__(self, check, database, provider, devices):
        self.check, self.database, self.provider = check, database, provider
        self.ann, self.cyd, self.dee, self.fay = self.devices = devices

    def sql(self, statements):
        return self.database.sql(statements, "astern")

    def say(self, device, *arguments, expect=DONE, words=(), store=True):
        """As the owner of the database, or with the device's own login alone."""
        more = ("--store", self.database.address()) if store and arguments[0] == "team" else ()
        told = device.ctl(*arguments, *more)
        missing = [one for one in ((words,) if isinstance(words, str) else words) if one not in told.stdout + told.stderr]
        self.check(told.returncode == expect and not missing,
                   f"{device.name}: {' '.join(arguments)}: {told.returncode}, not {expect}; not said: {missing}",
                   told.stdout + told.stderr)
        return told

    def card(self, device):
        path = device.data / "card.json"
        if not path.exists():
            path.write_text(self.say(device, "team", "card", store=False, words="aloud").stdout)
        return path

    def enrol(self, device, *more, login="", card=None, by=None, **expected):
        return self.say(by or self.ann, "team", "enrol", "--card", str(card or self.card(device)), "--login",
                        login or device.name, *WHY, *more, **expected)

    def status(self, expect=None):
        told = self.ann.ctl("team", "status", "--json", "--store", self.database.address())
        self.check(expect is None or told.returncode == expect, f"status: {told.returncode}, not {expect}", told.stdout)
        return json.loads(told.stdout)

    def of(self, device):
        writer = json.loads(self.card(device).read_text())["writer"]
        return next((one for one in self.status()["writers"] if one["device"] == writer), {})

    def writes(self, device):
        return self.sql(f"SELECT count(*) FROM journal.writer_role WHERE role = '{device.name}'") == "1"

    def requests(self, device):
        told = device.ctl("gates", "--json", "--timeout", "1")
        return [row for row in json.loads(told.stdout or "[]") if row["kind"] == "request"]

    def is_filed(self, device):
        device.ctl("gates", "--json", "--timeout", "1")  # sends what it has
        return until(lambda: self.of(device).get("entries", 0) >= 2, PATIENCE)

    def login(self, device):
        code, words = device.login(self.provider, device.name)
        self.check(code == DONE, f"{device.name} cannot sign in: {words}")

    # --- the story

    def begins(self):
        self.say(self.ann, "team", "init", "--yes")
        for device in self.devices:
            self.sql(f"CREATE ROLE {device.name} LOGIN")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for process in [device.begin("gates", "--timeout", "0.1", **quiet) for device in self.devices]:
            process.wait(timeout=PATIENCE)  # makes its journal
        self.enrol(self.ann, words="it is the team's administrator")
        self.ann.open_guard()
        self.check(until(lambda: self.sql("SELECT size > 1 FROM journal.head") == "t", PATIENCE), "ann files nothing")
        self.enrol(self.cyd, words=("may now write", "Approved in this device's journal"))
        for device in (self.ann, self.cyd):
            self.login(device)
        for device in self.devices:
            file = device.workspace / "astern.yaml"
            file.write_text(file.read_text() + GATE)
        # Before an administrator stands behind the rules nobody can say who may approve.
        self.enrol(self.dee, expect=FORBIDDEN, words="No administrator has pinned")
        self.say(self.cyd, "team", "rules", "--pin", "--yes", *WHY, store=False, expect=FORBIDDEN,
                 words="Only an administrator's device may pin the rules")
        self.say(self.ann, "team", "rules", "--pin", "--yes", *WHY, store=False, words="Pinned.")
        # What was pinned is so for whoever speaks next.
        self.say(self.ann, "team", "rules", store=False)

    def asked(self):
        self.enrol(self.dee, expect=INCOMPLETE, words=("Waits for approval", "of release-manager", "Nothing was sent"))
        self.check(not self.writes(self.dee), "dee may write before anybody approved it")
        rows = self.requests(self.cyd)
        self.check(len(rows) == 1 and rows[0]["act"] == "key-enrol" and rows[0]["to"] == "dee" and
                   rows[0]["state"] == "waiting", f"gates said {rows}")
        request = rows[0]["id"] if rows else ""
        self.say(self.ann, "approve", request, *WHY, "--yes", expect=FORBIDDEN, words="who asked for it may not approve it")
        # Another key, on a card that another key signed.
        card = json.loads(self.card(self.dee).read_text())
        forged = self.dee.data / "forged.json"
        forged.write_text(json.dumps({**card, "keyid": json.loads(self.card(self.fay).read_text())["keyid"]}))
        self.enrol(self.dee, card=forged, expect=REFUSED, words="otherwise than what its key signed")
        del card["enrolment"]
        forged.write_text(json.dumps(card))
        self.enrol(self.dee, card=forged, expect=REFUSED, words="does not carry the entry")
        # Without the gate in the file, and without any file.
        file = self.ann.workspace / "astern.yaml"
        text = file.read_text()
        file.write_text(text.replace(GATE, ""))
        self.enrol(self.dee, expect=FORBIDDEN, words="The team's rules are pinned")
        file.unlink()
        self.enrol(self.dee, expect=FORBIDDEN, words="The team's rules are pinned")
        file.write_text(text)
        self.check(not self.writes(self.dee), "dee may write, and nobody approved it")
        return request

    def taken_in(self, request):
        key = json.loads(self.card(self.dee).read_text())["keyid"]
        self.say(self.cyd, "approve", request, *WHY, "--yes", words=(key, "login    dee", "domain   shop.example",
                                                                     "Open, 1 of 1 have approved"))
        # What was approved is that login, and no more rights.
        self.enrol(self.dee, login="fay", expect=INCOMPLETE, words="its login: was dee, is fay")
        self.enrol(self.dee, "--operator", expect=INCOMPLETE, words="whether it signs heads: was no, is yes")
        self.check(self.sql("SELECT count(*) FROM journal.writer_role") == "2", "another card went by the approval")
        self.enrol(self.dee, words=("dee may now write", "it counts"))
        self.login(self.dee)
        self.check(self.is_filed(self.dee) and self.of(self.dee).get("approved"), f"it does not count: {self.of(self.dee)}")
        before = self.sql("SELECT count(*) FROM journal.entry WHERE kind = 'approval.closed'")
        self.enrol(self.dee, words="could already write")
        self.check(self.sql("SELECT count(*) FROM journal.entry WHERE kind = 'approval.closed'") == before == "1",
                   "one approval was used twice")

    def revoked(self):
        revoke = ("team", "revoke", *WHY, "--yes", "--device")
        dee, fay = (json.loads(self.card(device).read_text())["writer"] for device in (self.dee, self.fay))
        self.enrol(self.fay, expect=INCOMPLETE)
        request = next((row["id"] for row in self.requests(self.dee) if row["to"] == "fay"), "")
        last = self.of(self.dee)["entries"] - 1
        self.say(self.dee, "approve", request, *WHY, "--yes", words="Open, 1 of 1 have approved")

        self.say(self.cyd, *revoke, dee, expect=FORBIDDEN, words="Only an administrator's device")
        self.say(self.ann, *revoke, "deee", expect=REFUSED, words="Did you mean dee?")
        self.say(self.ann, *revoke, "ann", expect=REFUSED, words="the team's last administrator")
        self.say(self.ann, *revoke, "dee", "--after", "1000", expect=REFUSED, words="one of its entries")
        self.say(self.ann, "team", "revoke", "--device", "dee", expect=USAGE)
        self.say(self.ann, "team", "revoke", "--device", "dee", *WHY, "--after", str(last), "--dry-run",
                 words="Its approval of AP-")
        self.check(self.of(self.dee)["last_good_seq"] is None, "revoked by nobody")

        told = self.say(self.ann, *revoke, "dee", "--after", str(last), "--json", words="dee may no longer write for it")
        said = json.loads(told.stdout or "{}")
        self.check(said.get("revoked") and said.get("right_taken") and said.get("approvals") == [request], f"said {said}")
        self.check(self.of(self.dee)["last_good_seq"] == last, f"status says {self.of(self.dee)}")
        self.check(not self.writes(self.dee), "dee may still write")
        self.say(self.ann, *revoke, dee, expect=REFUSED, words="was revoked already")
        self.enrol(self.dee, expect=REFUSED, words="was revoked behind its entry")
        # Its approval let fay in no more.
        self.enrol(self.fay, expect=INCOMPLETE, words="Waits for approval")
        self.check(not self.writes(self.fay), "fay came in by the approval of a revoked device")
        # The owner of the database lets it write again: what it signs is in the log, and counts for nothing.
        self.status(DONE)
        self.sql(f"INSERT INTO journal.writer_role (writer, role) VALUES ('{dee}', 'dee'); GRANT journal_writer TO dee")
        entries = self.of(self.dee)["entries"]
        self.dee.ctl("approve", request, *WHY, "--yes")
        self.check(until(lambda: self.of(self.dee)["entries"] > entries, PATIENCE), "dee files nothing more")
        alarms = [one["words"] for one in self.status(REFUSED)["alarms"]]
        self.check(any("disputed" in words for words in alarms), f"alarms: {alarms}")
        self.enrol(self.fay, expect=INCOMPLETE)

        # With the device's own login: the log is written, and the rest is said.
        self.say(self.ann, *revoke, "cyd", expect=INCOMPLETE, store=False,
                 words=("The owner of the database does it: DELETE FROM journal.writer_role", 'FROM "cyd"'))
        self.check(self.of(self.cyd)["last_good_seq"] is not None and self.writes(self.cyd), f"cyd: {self.of(self.cyd)}")

    def logged(self):
        told = self.ann.ctl("journal", "tail", "--lines", "1000", "--json")
        entries = [json.loads(line) for line in told.stdout.splitlines()]
        kinds = [entry["kind"] for entry in entries]
        refused = [entry["payload"]["refused"]["plan"] for entry in entries if entry["kind"] == "authority.refused"]
        self.check("key-revoke" in refused, f"ann was refused {refused}")
        self.check("authority.refused" in kinds and "key.revoke" in kinds, f"ann's log has {set(kinds)}")
        verified = self.ann.ctl("journal", "verify", "--json")
        self.check(verified.returncode in (DONE, INCOMPLETE), f"verify: {verified.returncode} {verified.stdout}")


def main():
    if missing := missing_programs():
        print(f"SKIPPED: {', '.join(missing)} not installed. ./dev setup installs it.")
        return 77
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-teamkeys-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o755)
        certificates = Certificates(folder / "certificates")
        database = TeamDatabase(folder / "database", certificates)
        database.start()
        database.sql("CREATE DATABASE astern ENCODING 'UTF8' TEMPLATE template0")
        names = ("ann", "cyd", "dee", "fay")
        provider = Provider(seconds=3600, users=names)
        with Shop(sys.argv[1], folder, "--quiet", "--seed", "11") as shop:
            rules = RULES.format(issuer=provider.url)
            devices = [Device(name, 0, shop, folder, database, certificates, (shop.asternctl, ""), rules) for name in names]
            team = Team(check, database, provider, devices)
            try:
                at = time.monotonic()
                for part in ("begins", "asked", "taken_in", "revoked", "logged"):
                    request = getattr(team, part)(*([request] if part == "taken_in" else []))
                    print(f"{part}: {time.monotonic() - at:.0f} s", flush=True)
            finally:
                for device in devices:
                    device.close()
                provider.stop()
                database.stop()
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
