#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An edit of a policy at a gate, by asternctl as different people: held back, asked for, signed by another, in force.

  policygate.py ASTERNCTL

The people are accounts of the machine, each in a user namespace of their own; skipped (77) where there are none.
"""
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
from people import DONE, FORBIDDEN, INCOMPLETE, REFUSED, USAGE, People, have_people  # noqa: E402
from shop import Checks, Shop, until  # noqa: E402

SERVICE = "search"
PLACE = (SERVICE, "--environment", "prod", "--cell", "eu-1")
WHY = ("--reason", "the old limit was too loose")
GATES = """
gates:
  - id: policy-changes
    when: {plan: policy-edit}
    approvals: {count: 1, not: [author], reason: required}
"""
POLICY = """policy: astern/v1
id: search-errors
revision: %d
owner: team
applies_to: {service: search, environments: [prod], strategies: [canary]}
signals:
  http:
    kind: events
    scrape: 5s
    total: {source: prom, series: http_requests_total}
    bad: {source: prom, series: http_requests_total, where: {status: "5xx"}}
    error_class: server_error
rules:
  - {id: errors, type: threshold, signal: http, role: new, above: %s, window: 1m, for: 30s, min_total: 1, severity: major}
ladder:
  on_transient: [{do: hold}]
  on_systemic: [{do: rollback}]
  on_unknown: [{do: hold}]
  on_external: [{do: hold}]
"""


def write(shop, revision, above):
    (shop.workspace / "policies").mkdir(exist_ok=True)
    (shop.workspace / "policies" / "search.yaml").write_text(POLICY % (revision, above))


def in_force(shop):
    """The revision that the programs keep as the one in force; 0: none."""
    kept = shop.data / "policies" / "search.yaml"
    lines = kept.read_text().splitlines() if kept.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("revision:")), 0)


def propose(people, who, expect=INCOMPLETE):
    told = people.say(who, "policy", "propose", *WHY, "--json", expect=expect)
    return json.loads(told.stdout or "[]")


def uses(people):
    return [entry for entry in people.shop.entries() if entry["kind"] == "approval.closed"]


def first(people, check):
    """A policy that was never in force waits like any other edit, and what it would protect does not go forward."""
    people.say("ann", "promote", *PLACE, *WHY, "--yes", expect=FORBIDDEN, words="policy search-errors")
    people.say("ann", "policy", "propose", "--reason", "short", expect=USAGE)
    people.say("ann", "policy", "propose", "other", *WHY, expect=REFUSED, words="No edit of the policy other")
    asked = propose(people, "ann")
    check(len(asked) == 1 and asked[0]["policy"] == "search-errors", f"propose said {asked}")
    request = asked[0]["id"]
    check(propose(people, "cyd")[0]["id"] == request, "the same was asked for twice")
    people.say("ann", "approve", request, *WHY, "--yes", expect=FORBIDDEN, words="who asked for it may not approve it")
    check(in_force(people.shop) == 0, "in force before anybody signed")
    people.say("bob", "approve", request, *WHY, "--yes", words="it is new")
    check(propose(people, "ann", DONE) == [], "it waits though it was approved")
    check(in_force(people.shop) == 1, "approved, and not in force")
    check(len(uses(people)) == 1, f"let in {len(uses(people))} times")


def edited(people, check):
    write(people.shop, 2, "50%")
    request = propose(people, "ann")[0]["id"]
    row = next((row for row in json.loads(people.say("cyd", "gates", "--json").stdout) if row["id"] == request), {})
    check(row.get("act") == "policy-edit" and row.get("to") == "revision 2" and row.get("state") == "waiting", f"row {row}")
    people.say("bob", "approve", request, *WHY, "--yes", words="errors/above: 5% → 50%")
    # Changed behind the signature: what was signed is not what the file says.
    write(people.shop, 2, "90%")
    check(propose(people, "ann")[0]["id"] != request, "another text goes by the old approval")
    kept = (people.shop.data / "policies" / "search.yaml").read_text()
    check("above: 50%" in kept, "a text that nobody signed is in force", kept)
    people.say("cyd", "approve", request, *WHY, "--yes", expect=REFUSED, words="not what would be done now")
    # As it was signed: it needs nobody any more.
    write(people.shop, 2, "50%")
    propose(people, "ann", DONE)
    for _ in range(3):
        people.say("cyd", "gates", "--json")
        propose(people, "ann", DONE)
    check(len(uses(people)) == 2, f"let in {len(uses(people))} times")


def removed(people, check):
    (people.shop.workspace / "policies" / "search.yaml").unlink()
    asked = propose(people, "ann")
    check(len(asked) == 1 and in_force(people.shop) == 2, f"taken out without anybody: {asked}")
    people.say("bob", "approve", asked[0]["id"], *WHY, "--yes", words="it is gone")
    propose(people, "ann", DONE)
    check(in_force(people.shop) == 0, "approved, and still in force")


def followed(people, check):
    """A guard that runs takes the edit in as soon as it is signed."""
    shop = people.shop
    write(shop, 3, "7%")
    guard = shop.begin(shop.asternctl, "guard", "--json")
    try:
        request = propose(people, "ann")[0]["id"]
        check(in_force(shop) == 0, "in force before anybody signed")
        people.say("bob", "approve", request, *WHY, "--yes")
        check(until(lambda: in_force(shop) == 3, 30), "approved, and the guard did not take it")
    finally:
        guard.terminate()
        guard.wait(30)


def main():
    check = Checks()
    if not have_people():
        print("no user namespaces here: skipped")
        return 77
    with tempfile.TemporaryDirectory(prefix="astern-policygate-") as scratch:
        with Shop(sys.argv[1], pathlib.Path(scratch), "--quiet", "--seed", "11", "--speed", "20") as shop:
            file = shop.workspace / "astern.yaml"
            config = f"    config: [{{id: {SERVICE}-config}}]\n"
            text = file.read_text()
            check(config in text, "the workspace of the sandbox is another one")
            file.write_text(text.replace(config, config + "    policies: [search-errors]\n") + GATES)
            write(shop, 1, "5%")
            shop.order(op="deploy", service=SERVICE, cluster="prod-eu-1", tag="1.44.0")
            people = People(shop, check)
            check(until(lambda: "1.44.0" in shop.ctl("status", "--json").stdout, 60), "no canary")
            first(people, check)
            edited(people, check)
            removed(people, check)
            followed(people, check)
            verified = shop.ctl("journal", "verify", "--json")
            check(verified.returncode in (DONE, INCOMPLETE), f"verify: {verified.returncode} {verified.stdout}")
    return check.end()


sys.exit(main())
