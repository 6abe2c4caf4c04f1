#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `journal.needs` asks of edits of policies and of holds: recorded that safely before anything changes, or refused.

usage: needs.py ASTERNCTL
"""
import hashlib
import json
import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
from guard import POLICY  # noqa: E402
from shop import Checks, Shop  # noqa: E402

NAME = "policies/needs.yaml"
# Of any environment the strictest counts for what belongs to none.
JOURNAL = """
journal:
  sinks:
    - {{id: vault, type: file, path: "{path}", required: true}}
  needs:
    staging: {{policy: shipped, override: shipped}}
  wait: 4s
"""


def policy(limit):
    text = POLICY.format(id="needs", metric="requests_total").replace("source: real", "source: prom")
    assert "above: 2%" in text
    return text.replace("above: 2%", f"above: {limit}%")


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def edits(shop):
    return [entry for entry in shop.entries() if entry["kind"] == "policy.edit"]


def holds(shop):
    return [entry["payload"]["hold"] for entry in shop.entries() if entry["kind"] == "privacy.hold"]


def story(check, shop, folder):
    def says(codes, *arguments, has=""):
        said = shop.ctl(*arguments, limit=120)
        check(said.returncode in codes and has in said.stdout + said.stderr, f"{arguments}: {said.returncode}, not {codes}",
              said.stdout + said.stderr)

    vault = folder / "medium" / "vault.ndjson"
    with open(shop.workspace / "astern.yaml", "a", encoding="utf-8") as file:
        file.write(JOURNAL.format(path=vault))
    file = shop.workspace / NAME
    file.parent.mkdir(exist_ok=True)
    file.write_text(policy(2))
    new = folder / "new.yaml"
    new.write_text(policy(3))
    checked = shop.ctl("workspace", "check")
    check(checked.returncode == 0, "the workspace", checked.stdout + checked.stderr)

    says((3,), "policy", "save", NAME)
    says((4,), "policy", "save", "policies/none.yaml", str(new), has=NAME)
    says((4,), "policy", "save", NAME, str(folder / "nowhere.yaml"))
    (folder / "bad.yaml").write_text(policy(2).replace("above: 2%", "above: often"))
    says((1,), "policy", "save", NAME, str(folder / "bad.yaml"), has="errors")
    says((0,), "policy", "save", NAME, str(file), has="already")

    # The medium is away: nothing is written, and the log does not say that it was.
    says((1, 2, 4), "policy", "save", NAME, str(new))
    check(file.read_text() == policy(2), "the file was written although the edit could not be kept elsewhere")
    told = edits(shop)
    check(told and "unwritten" in told[-1]["payload"]["policy"], "the log's last word is that it was written", told)
    # A hold protects and waits for nothing. Lifting it overrides somebody.
    says((3,), "journal", "hold", "psn-1", "--basis", "GDPR Art. 17(3)(e)")
    says((0,), "journal", "hold", "psn-1", "--basis", "GDPR Art. 17(3)(e)", "--reason", "a claim is open", has="held")
    before = len(holds(shop))
    says((1, 2, 4), "journal", "hold", "psn-1", "--basis", "the claim ended", "--reason", "nothing is open any more", "--lift")
    check(before == 1, "the hold is not recorded", holds(shop))

    vault.parent.mkdir()
    says((0,), "policy", "save", NAME, str(new), has="written")
    check(file.read_text() == policy(3), "the file was not written")
    last = edits(shop)[-1]
    check(last["payload"]["policy"] == {"file": NAME, "from_sha256": digest(policy(2)), "to_sha256": digest(policy(3))},
          "what the log says of the edit", last)
    check(last["payload"].get("level_required") == 5, "the level that was asked for", last)
    copied = [json.loads(line).get("leaf") for line in vault.read_text().splitlines()]
    check(last["leaf"] in copied, "the edit was answered before the sink had it", last)
    says((0,), "journal", "hold", "psn-1", "--basis", "the claim ended", "--reason", "nothing is open any more", "--lift",
         has="lifted")
    check(holds(shop)[-1]["lifted"], "the hold is not lifted", holds(shop))
    said = shop.ctl("journal", "verify")
    check(said.returncode == 0, "verify", said.stdout + said.stderr)


def main():
    check = Checks()
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    with tempfile.TemporaryDirectory(prefix="astern-needs-") as scratch:
        folder = pathlib.Path(scratch)
        with Shop(os.path.abspath(sys.argv[1]), folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
            story(check, shop, folder)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
