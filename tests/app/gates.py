#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""asternctl at a gate, as different people: asked, refused, approved by another, used once, voided by an edit.

  gates.py ASTERNCTL

The people are accounts of the machine, each in a user namespace of their own; skipped (77) where there are none.
"""
import json
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from people import DONE, FORBIDDEN, INCOMPLETE, REFUSED, USAGE, People, have_people  # noqa: E402
from shop import Checks, Shop  # noqa: E402

PLACE = ("accounts", "--environment", "prod", "--cell", "eu-1")  # its steps have a pause without an end
WHY = ("--reason", "the canary looks good")
GATES = """
gates:
  - id: into-production
    when: {plan: promote, environment: prod}
    approvals: {count: 1, not: [requester], expires: 1h, reason: required}
  - id: never-proven
    when: {plan: promote, service: cart}
    require: {drill_within: 30d}
"""


class Desk(People):
    def promote(self, who, *more, **expected):
        return self.say(who, "promote", *PLACE, *WHY, "--yes", *more, **expected)

    def ask(self, who):
        told = self.promote(who, "--json", expect=INCOMPLETE)
        return json.loads(told.stdout)["gates"][0]["id"] if told.stdout else ""

    def gates(self, *more):
        told = self.say("cyd", "gates", "--json", *more)
        return {row["id"]: row for row in json.loads(told.stdout or "[]") if row["id"]}

    def kinds(self):
        return [entry["kind"] for entry in self.shop.entries()]

    def sent(self):
        return len([effect for effect in self.shop.effects() if 200 <= effect.status < 300])


def until_paused(shop, check):
    """The canary waits for a person in prod/eu-1."""
    for _ in range(300):
        told = shop.ctl("gates", "--json")
        rows = json.loads(told.stdout or "[]")
        if any(row["kind"] == "pause" and row["service"] == PLACE[0] and row["cell"] == "eu-1" for row in rows):
            return rows
        time.sleep(0.2)
    check(False, "the canary never waited for a person", told.stdout + told.stderr)
    return []


def four_eyes(desk, check):
    first = desk.ask("ann")
    check(first, "no request was made")
    check(desk.sent() == 0, "something was sent without an approval")
    check(desk.ask("cyd") == first, "the same was asked for twice")
    row = desk.gates().get(first, {})
    check(row.get("state") == "waiting" and row.get("requester_name") == "uid-2001", f"gates said {row}")
    desk.say("ann", "approve", first, *WHY, "--yes", expect=FORBIDDEN, words="who asked for it may not approve it")
    desk.say("bob", "approve", "AP-" + first[:8], "--reason", "too short"[:5], "--yes", expect=USAGE)
    desk.say("bob", "approve", "AP-00000000", *WHY, "--yes", expect=REFUSED, words="There is no request")
    desk.say("bob", "approve", "AP-" + first[:8], *WHY, "--yes", words="Open, 1 of 1 have approved")
    desk.say("bob", "approve", first, *WHY, "--yes", expect=FORBIDDEN, words="the same person has signed already")
    check(desk.gates()[first]["state"] == "open", "it is approved, and the list does not say so")
    return first


def used_once(desk, check, request):
    before = desk.sent()
    desk.promote("ann")
    check(desk.sent() == before + 1, f"{desk.sent() - before} requests left for one promotion")
    intents = [entry for entry in desk.shop.entries() if entry["kind"] == "promotion.intent"]
    passed = intents[0]["payload"].get("approvals", [{}])[0] if intents else {}
    check(passed.get("request") == request and len(passed.get("approvals", [])) == 1, f"the intent says {passed}")
    check(request not in desk.gates() and desk.gates("--all")[request]["over"], "a used request still waits")


def rejected(desk, check, shop):
    shop.order(op="deploy", service=PLACE[0], cluster="prod-eu-1", tag="9.0.1")
    until_paused(shop, check)
    second = desk.ask("ann")
    check(second, "the next release needs a request of its own")
    desk.say("bob", "reject", second, "--reason", "not before the weekend", "--yes", words="rejected it")
    desk.say("cyd", "approve", second, *WHY, "--yes", expect=FORBIDDEN, words="rejected it")
    third = desk.ask("ann")
    check(third not in ("", second), "a rejected request is used again")
    desk.say("bob", "reject", third, "--withdraw", expect=FORBIDDEN, words="Only who asked")
    desk.say("ann", "reject", third, "--withdraw", words="taken back")


def edited(desk, check, shop):
    """No edit after the approval executes: another version is on its way, and the old approval is told to be void."""
    request = desk.ask("ann")
    desk.say("bob", "approve", request, *WHY, "--yes", words="Open")
    before = desk.sent()
    shop.order(op="deploy", service=PLACE[0], cluster="prod-eu-1", tag="9.1.0")
    for _ in range(300):
        rows = until_paused(shop, check)
        if desk.gates().get(request, {}).get("state") == "void":
            break
        time.sleep(0.2)
    row = desk.gates().get(request, {})
    changed = {change["field"] for change in row.get("changes", [])}
    check(row.get("state") == "void" and {"manifest", "rollout", "to"} <= changed, f"{row.get('state')} {changed} {rows}")
    desk.say("cyd", "approve", request, *WHY, "--yes", expect=REFUSED, words="not what would be done now")
    desk.promote("ann", expect=INCOMPLETE, words="Waits for approval")
    check(desk.sent() == before, "an edit was carried out under an old approval")


def other_ways(desk, check):
    desk.promote("ann", "--full", expect=INCOMPLETE)  # the gate stands before --full, too
    desk.promote("ann", "--break-glass", expect=FORBIDDEN, words="nobody may break the glass")
    # A proof that nobody has: refused for good, and the log says who tried.
    desk.shop.order(op="deploy", service="cart", cluster="prod-eu-1", tag="2.0.0")
    cart = ("promote", "cart", "--environment", "prod", "--cell", "eu-1", *WHY, "--yes")
    for _ in range(100):
        if "rehears" in desk.shop.ctl(*cart, "--dry-run").stderr:
            break
        time.sleep(0.2)
    desk.say("ann", *cart, expect=FORBIDDEN, words="no rehearsal is recorded")
    before = desk.sent()
    desk.say("ann", "rollback", *PLACE, "--yes")  # what goes back waits for nobody
    check(desk.sent() > before, "the rollback did not leave")


def main():
    check = Checks()
    if not have_people():
        print("no user namespaces here: skipped")
        return 77
    with tempfile.TemporaryDirectory(prefix="astern-gates-") as scratch:
        with Shop(sys.argv[1], pathlib.Path(scratch), "--quiet", "--seed", "11", "--speed", "40", measured=False) as shop:
            file = shop.workspace / "astern.yaml"
            file.write_text(file.read_text() + GATES)
            shop.order(op="deploy", service=PLACE[0], cluster="prod-eu-1", tag="9.0.0")
            until_paused(shop, check)
            desk = Desk(shop, check)
            request = four_eyes(desk, check)
            used_once(desk, check, request)
            rejected(desk, check, shop)
            edited(desk, check, shop)
            other_ways(desk, check)
            kinds = desk.kinds()
            for kind in ("approval.requested", "approval.decided", "approval.closed", "authority.refused"):
                check(kind in kinds, f"the log has no {kind}")
            verified = shop.ctl("journal", "verify", "--json")
            check(verified.returncode in (DONE, INCOMPLETE), f"verify: {verified.returncode} {verified.stdout}")
    return check.end()


sys.exit(main())
