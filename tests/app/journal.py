#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An operation's evidence, from the command line to a stranger's desk: proved, exported, judged, tampered with, repaired.

  journal.py ASTERNCTL
"""
import json
import pathlib
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import time

sys.dont_write_bytecode = True
from shop import Checks, Shop  # noqa: E402

WHOLE, TAMPERED, INCOMPLETE, USAGE, UNREADABLE = range(5)


def usage(check, shop):
    cases = [
        ((), "say `journal`"),
        (("nonsense",), "say `journal`"),
        (("verify", "more"), "say `journal`"),
        (("verify", "--since", "x"), "--since"),
        (("verify", "--since", "3", "--full"), "--full"),
        (("verify", "--db", "a", "--bundle", "b"), "--bundle"),
        (("verify", "--trust", "no key"), "no key"),
        (("prove",), "-o FILE"),
        (("prove", "x"), "-o FILE"),
        (("export", "-o", "x"), "--saga"),
        (("export", "--saga", "x"), "-o FILE"),
        (("export", "--saga", "x", "--all", "-o", "x"), "--saga"),
        (("export", "--from", "2026-11-27T10:00:00Z", "-o", "x"), "--to"),
        (("export", "--from", "yesterday", "--to", "today", "-o", "x"), "yesterday"),
        (("tiles",), "-o FOLDER"),
        (("diff", "a"), "two copies"),
        (("fsck", "--rebuild-nodes", "--from-log"), "choose one"),
        (("erase", "psn-1"), "--basis"),
        (("erase", "psn-1", "--basis", "b", "--reason", "r"), "--yes"),
    ]
    for arguments, named in cases:
        result = shop.ctl("journal", *arguments)
        check(result.returncode == USAGE and named in result.stderr, f"{arguments}: {result.returncode}", result.stderr)


def sealed(shop, index):
    """Waits until a checkpoint covers the entry."""
    for _ in range(100):
        card = shop.ctl("journal", "verify", "--json")
        if card.returncode == 0 and json.loads(card.stdout)["vouched"] > index:
            return True
        time.sleep(0.1)
    return False


def main(asternctl):
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-journal-") as scratch:
        folder = pathlib.Path(scratch)
        with Shop(asternctl, folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
            story(check, shop, folder)
    return check.end()


def story(check, shop, folder):
    def says(code, *arguments, has=""):
        result = shop.ctl("journal", *arguments)
        check(result.returncode == code and has in result.stdout + result.stderr,
              f"{arguments}: {result.returncode}, not {code}", result.stdout + result.stderr)
        return result.stdout

    for verb in ("pause", "resume"):
        result = shop.ctl(verb, "search", "--environment", "staging", "--yes", "--reason", "evidence is wanted", limit=120)
        check(result.returncode in (0, 2), verb, result.stdout + result.stderr)
    usage(check, shop)
    entries = shop.entries()
    intent = next(one for one in entries if one["kind"].endswith(".intent"))
    last = max(one["index"] for one in entries if one["saga"] == intent["saga"])
    check(sealed(shop, last), "a checkpoint covers the operation")

    # The card is what a stranger gets by another way.
    card = json.loads(says(WHOLE, "card", "--json"))
    check(len(card["words"]) == 8 and card["genesis"] == entries[0]["leaf"], "card", card)
    words = " ".join(card["words"])
    for trust in (card["genesis"], words, card["log"]):
        says(WHOLE, "verify", "--trust", trust, has="signed ")
    says(TAMPERED, "verify", "--trust", " ".join(reversed(card["words"])), has="not the trusted one")
    says(WHOLE, "verify", "--since", str(last))

    # One proof, checked by another program in foreign.go.journal; here: what it stands on is there.
    proof = folder / "x.tlog-proof"
    short = f"RB-{intent['saga'][:8]}-{intent['saga'][-4:]}"
    for name in (intent["id"], short):
        says(WHOLE, "prove", name, "-o", str(proof), has=card["log"])
        check(proof.read_text().startswith("c2sp.org/tlog-proof@v1\nindex ") and
              f"\n{card['log'].split('+')[0]}\n" in proof.read_text(), "proof")
    says(UNREADABLE, "prove", "01928c3e-0000-7000-8000-000000000001", "-o", str(proof))
    note = folder / "note"
    note.write_text(proof.read_text().split("\n\n", 1)[1])
    says(WHOLE, "verify", "--witness", str(note))

    # The same question gives the same bytes, and every answer is an entry.
    one, two = folder / "one.astern-evidence.tar", folder / "two.astern-evidence.tar"
    for bundle in (one, two):
        says(WHOLE, "export", "--saga", short, "--with", "rationale", "-o", str(bundle), has="the export is entry")
    check(one.read_bytes() == two.read_bytes(), "two exports differ")
    check(sum(entry["kind"] == "journal.export" for entry in shop.entries()) == 2, "exports are entries")
    check(one.stat().st_mode & 0o077 == 0, "others can read the bundle")
    with tarfile.open(one) as tar:
        names = tar.getnames()
        check(names == sorted(names) and all(member.mtime == 0 for member in tar), "tar in order, without times")
        withheld = json.load(tar.extractfile("openings/withheld.json"))["withheld"]
    for trust in (card["genesis"], words, card["log"]):
        says(INCOMPLETE if withheld else WHOLE, "verify", "--bundle", str(one), "--trust", trust)
    says(INCOMPLETE, "verify", "--bundle", str(one), has="anchored in nothing")
    changed = bytearray(one.read_bytes())
    changed[len(changed) // 2] ^= 1
    two.write_bytes(changed)
    says(TAMPERED, "verify", "--bundle", str(two), "--trust", card["genesis"])
    says(UNREADABLE, "verify", "--bundle", str(folder / "nowhere"))
    everything = folder / "all.tar"
    says(WHOLE, "export", "--all", "-o", str(everything))
    says(INCOMPLETE, "verify", "--bundle", str(everything), "--trust", words, has="withheld")
    says(WHOLE, "export", "--from", "2000-01-01T00:00:00Z", "--to", "2100-01-01T00:00:00Z", "-o", str(everything)) if \
        sealed(shop, shop.entries()[-1]["index"]) else None
    tiles = folder / "tiles"
    says(WHOLE, "tiles", "-o", str(tiles))
    check((tiles / "checkpoint").exists() and list((tiles / "tile/entries").iterdir()), "tiles")
    says(USAGE, "tiles", "-o", str(tiles))

    # A copy, the copy changed, and what the repair of a damaged index does and keeps.
    journal = shop.data / "journal"
    copy = folder / "copy"
    shutil.copytree(journal, copy)
    says(WHOLE, "diff", str(journal), str(copy), has="the same")
    says(WHOLE, "diff", str(journal), str(copy / "journal.db"), has="the same")
    says(WHOLE, "tail")
    shop.ctl("journal", "export", "--all", "-o", str(everything))
    says(INCOMPLETE, "diff", str(journal), str(copy), has="goes on")
    with sqlite3.connect(copy / "journal.db") as db:
        db.execute("DROP TRIGGER entry_update")
        db.execute("UPDATE entry SET leaf=CAST(leaf||' ' AS BLOB) WHERE idx=2")
    db.close()
    says(TAMPERED, "diff", str(journal), str(copy / "journal.db"), has="entry 2 is the first")
    says(UNREADABLE, "diff", str(journal), str(folder / "nowhere"))
    says(TAMPERED, "verify", "--db", str(copy / "journal.db"), has="TAMPERED")
    says(WHOLE, "fsck")
    for order, statement in (("--rebuild-nodes", "DROP TRIGGER node_update; UPDATE node SET hash=zeroblob(32) WHERE level=1 AND pos=0"),
                             ("--from-log", "DROP TRIGGER entry_update; UPDATE entry SET kind='x' WHERE idx=2")):
        db = sqlite3.connect(journal / "journal.db")
        db.executescript(statement)
        db.close()
        says(TAMPERED, "fsck", has="Nothing was changed")
        says(TAMPERED, "verify")
        says(WHOLE, "fsck", order, has="The index as it was lies in")
        says(WHOLE, "verify")
    # A log that nobody shares is nowhere else: nothing is moved.
    says(UNREADABLE, "fsck", "--from-mirror", has="no copy of a shared log")
    says(USAGE, "fsck", "--from-mirror", "--from-log")
    says(WHOLE, "verify")
    kept = sorted(journal.glob("journal.db.aside-*[0-9]Z"))
    check(len(kept) == 2, "damaged files are kept", kept)
    repairs = [entry for entry in shop.entries() if entry["payload"].get("repair")]
    check(len(repairs) == 2 and all(entry["payload"]["found"] for entry in repairs), "repairs are entries", repairs)

    # What somebody said is erased; a bundle says so instead of hiding it.
    person = intent["payload"]["actor"]["ref"]
    says(WHOLE, "erase", person, "--basis", "GDPR Art. 17(1)(b)", "--reason", "the person asked for it", "--yes", has="erased")
    says(WHOLE, "verify")
    erasure = next(entry["index"] for entry in shop.entries() if entry["kind"] == "privacy.erase")
    if sealed(shop, erasure):
        says(WHOLE, "export", "--saga", short, "--with", "rationale", "-o", str(one))
        says(WHOLE, "verify", "--bundle", str(one), "--trust", words, has="erased by entry")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
