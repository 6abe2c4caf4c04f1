#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device of a team loses its journal, both copies of it: the shipped program writes it again from the shared log, and
the device goes on in its old place.

usage: lost.py ASTERNCTL
"""
import os
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from shop import Checks, Shop, until  # noqa: E402
from team import DONE, INCOMPLETE, PATIENCE, Device, Team  # noqa: E402
from teamdatabase import Certificates, TeamDatabase  # noqa: E402


def story(check, team):
    anna = team.anna
    check(until(lambda: all(team.has(entry) for entry in anna.entries()), PATIENCE), "not all of it is shared")
    anna.stop()
    before = anna.entries()
    check(until(lambda: all(team.has(entry) for entry in anna.entries()), PATIENCE), "not all of it is shared at the end")
    journal = anna.data / "journal"
    shutil.rmtree(journal / "log")
    for name in ("journal.db", "journal.db-wal", "journal.db-shm"):
        (journal / name).unlink(missing_ok=True)
    refused = anna.ctl("guard", "hold", "--for", "10m", "--reason", "there is no journal now")
    check(refused.returncode != DONE, "goes on without its journal", refused.stdout + refused.stderr)
    said = anna.ctl("journal", "fsck", "--from-mirror")
    check(said.returncode in (DONE, INCOMPLETE) and "entries of the shared log" in said.stdout, f"fsck: {said.returncode}",
          said.stdout + said.stderr)
    after = anna.entries()
    check([entry["leaf"] for entry in after[:len(before)]] == [entry["leaf"] for entry in before], "another history",
          f"{len(before)} {len(after)}")
    check(after[-1]["payload"].get("repair", {}).get("done", "").startswith("wrote the log"), "the repair is no entry", after[-1])
    anna.start()
    said = anna.ctl("guard", "hold", "--for", "10m", "--reason", "the journal is back")
    check(said.returncode == DONE, "does not go on", said.stdout + said.stderr)
    check(until(lambda: all(team.has(entry) for entry in anna.entries()), PATIENCE), "what follows is not shared")
    check(team.told()[0] == DONE, "the shared log is not whole", team.told())


def main():
    asternctl = os.path.abspath(sys.argv[1])
    check = Checks()
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    with tempfile.TemporaryDirectory(prefix="astern-lost-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o755)
        certificates = Certificates(folder / "pki")
        database = TeamDatabase(folder / "database", certificates)
        database.start()
        with Shop(asternctl, folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
            anna, bert = (Device(shop, folder, name, database, certificates, asternctl) for name in ("anna", "bert"))
            team = Team(check, shop, database, anna, bert)
            try:
                team.prepare()
                team.enrol()
                story(check, team)
            finally:
                for device in (anna, bert):
                    device.stop()
                database.stop()
    return check.end()


if __name__ == "__main__":
    sys.exit(main())
