#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What evidence of a change shows: the configuration that was replaced and the one that was brought back, where that is
asked for; the texts of a policy before and behind an edit.

usage: contents.py ASTERNCTL
"""
import hashlib
import json
import os
import pathlib
import sys
import tarfile
import tempfile

sys.dont_write_bytecode = True
from needs import NAME, policy  # noqa: E402
from shop import Checks, Shop  # noqa: E402

WHERE = ("--environment", "staging", "--cell", "eu-1")
CONFIG = "checkout-config"


def digest(data):
    return hashlib.sha256(data).hexdigest()


def version(shop):
    told = shop.ctl("config", "list", *WHERE, "--json")
    return next(each["version"] for each in json.loads(told.stdout) if each["id"] == CONFIG)


def members(bundle):
    with tarfile.open(bundle) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def story(check, shop, folder):
    def says(codes, *arguments, has=""):
        said = shop.ctl(*arguments, limit=180)
        check(said.returncode in codes and has in said.stdout + said.stderr, f"{arguments}: {said.returncode}, not {codes}",
              said.stdout + said.stderr)

    def exported(name, *how):
        says((0,), "journal", "export", *how, "-o", str(folder / name))
        return folder / name

    def judged(bundle, code):
        card = json.loads(shop.ctl("journal", "card", "--json").stdout)
        says((code,), "journal", "verify", "--bundle", str(bundle), "--trust", card["genesis"])

    good = version(shop)
    shop.order(op="config", map=CONFIG, cluster="staging-eu-1", key="RETRIES", value="many-as-told-here")
    bad = version(shop)
    check(good != bad, "the configuration was not changed")
    says((0, 2), "config", "restore", CONFIG, good, *WHERE, "--yes", "--reason", "the number of retries was wrong")
    intent = next(entry for entry in shop.entries() if entry["payload"].get("command", {}).get("kind") == "configmap")
    hashes = {intent["payload"][part]["digest"].removeprefix("sha256:") for part in ("precondition", "command")}
    check(len(hashes) == 2, "two versions", intent["payload"])
    without = exported("without.tar", "--saga", intent["saga"], "--with", "rationale,actor.name")
    check(not any(name.startswith("evidence/") for name in members(without)), "configurations left unasked")
    judged(without, 0)
    one, two = (exported(name, "--saga", intent["saga"], "--with", "rationale,actor.name", "--configurations")
                for name in ("one.tar", "two.tar"))
    check(one.read_bytes() == two.read_bytes(), "two exports differ")
    inside = members(one)
    check({f"evidence/{each}" for each in hashes} <= set(inside), "the contents are not there", sorted(inside))
    check(all(digest(inside[f"evidence/{each}"]) == each for each in hashes if f"evidence/{each}" in inside), "their names")
    replaced = inside.get("evidence/" + intent["payload"]["precondition"]["digest"].removeprefix("sha256:"), b"")
    check(b"many-as-told-here" in replaced, "not what was replaced", replaced)
    judged(one, 0)
    # What is not kept any more is named, and the bundle says that it lacks it.
    for file in (shop.data / "configs" / "versions").iterdir():
        file.unlink()
    lacking = exported("lacking.tar", "--saga", intent["saga"], "--with", "rationale,actor.name", "--configurations")
    judged(lacking, 2)

    file = shop.workspace / NAME
    file.parent.mkdir(exist_ok=True)
    file.write_text(policy(2))
    new = folder / "new.yaml"
    new.write_text(policy(3))
    says((0,), "policy", "save", NAME, str(new), has="written")
    edit = next(entry for entry in shop.entries() if entry["kind"] == "policy.edit")
    inside = members(exported("edit.tar", "--all"))
    for text, name in ((policy(2), "from_sha256"), (policy(3), "to_sha256")):
        check(edit["payload"]["policy"][name] == digest(text.encode()), f"{name} of the entry", edit)
        check(inside.get("evidence/" + digest(text.encode())) == text.encode(), f"{name} is not in the bundle", sorted(inside))


def main():
    check = Checks()
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    with tempfile.TemporaryDirectory(prefix="astern-contents-") as scratch:
        folder = pathlib.Path(scratch)
        with Shop(os.path.abspath(sys.argv[1]), folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
            story(check, shop, folder)
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
