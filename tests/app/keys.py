#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of a device: in a real Secret Service (gnome-keyring-daemon) on a session bus of its own, rotated, revoked, moved;
and rollbacks while that keyring is locked, hangs or is gone.

usage: keys.py ASTERNCTL

Ends with 77 (skipped, loudly) where the keyring or D-Bus is not installed; `./dev setup` installs both.
"""
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from shop import Checks, Shop, until  # noqa: E402

SHORTLY = 20  # seconds for a rollback of the sandbox and everything around it, whatever the keyring does


PASSWORD = "open sesame"
UNLOCK = 1  # of the control socket's requests


def keyring():
    """Starts one, unlocked; its process id."""
    said = subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input=PASSWORD, text=True,
                          capture_output=True, timeout=30)
    if said.returncode != 0:
        sys.exit("FAILED: gnome-keyring-daemon does not start: " + said.stderr)
    # It answers first, and takes its name on the bus a moment later.
    if not until(owner_of_secrets, 20):
        sys.exit("FAILED: gnome-keyring-daemon does not come to the bus")
    return owner_of_secrets()


def owner_of_secrets():
    """The process that is the Secret Service; None: nobody is."""
    said = subprocess.run(["dbus-send", "--session", "--dest=org.freedesktop.DBus", "--print-reply", "/",
                           "org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"],
                          capture_output=True, text=True, timeout=10)
    return int(said.stdout.split()[-1]) if said.returncode == 0 else None


def lock():
    return subprocess.run(["dbus-send", "--session", "--dest=org.freedesktop.secrets", "--print-reply",
                           "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
                           "array:objpath:/org/freedesktop/secrets/collection/login"],
                          capture_output=True, text=True, timeout=10)


def unlock():
    """As a login does, by the control socket of the daemon that runs; `--unlock` would start another one beside it."""
    with socket.socket(socket.AF_UNIX) as control:
        control.settimeout(10)
        control.connect(os.environ["XDG_RUNTIME_DIR"] + "/keyring/control")
        control.sendall(b"\0")  # whose connection it is, is read with this byte
        request = struct.pack(">II", UNLOCK, len(PASSWORD)) + PASSWORD.encode()
        control.sendall(struct.pack(">I", 4 + len(request)) + request)
        answer = control.recv(8)
    return len(answer) == 8 and struct.unpack(">II", answer)[1] == 0


def key_file(shop):
    return json.loads((shop.data / "journal.keys").read_text())


def secrets_of(shop):
    return key_file(shop)["secrets"]


def verified(check, shop, what, code=0, has=""):
    said = shop.ctl("journal", "verify")
    check(said.returncode == code and has in said.stdout, f"verify {what}: {said.returncode}, not {code}",
          said.stdout + said.stderr)


def story(check, shop):
    """Rotation and revocation with keys in a file; no keyring needed."""
    def says(code, *arguments, has=""):
        said = shop.ctl("journal", *arguments)
        check(said.returncode == code and has in said.stdout + said.stderr, f"{arguments}: {said.returncode}, not {code}",
              said.stdout + said.stderr)
        return said.stdout

    act = shop.ctl("pause", "search", "--environment", "staging", "--yes", "--reason", "keys are looked at", limit=120)
    check(act.returncode in (0, 2), "pause", act.stdout + act.stderr)
    before = secrets_of(shop)["device"]
    for arguments, named in ((("key",), "say `journal key`"), (("key", "nonsense"), "say `journal key`"),
                             (("key", "rotate"), "--reason"), (("key", "rotate", "--reason", "short"), "--reason"),
                             (("key", "revoke", "x"), "--reason"),
                             (("key", "revoke", "x", "--reason", "it was stolen"), "--last-good"),
                             (("key", "revoke", "x", "--reason", "it was stolen", "--last-good", "3"), "--yes"),
                             (("key", "move"), "--to"), (("key", "move", "--to", "moon"), "--to")):
        says(3, *arguments, has=named)
    first = json.loads(says(0, "key", "list", "--json"))
    check([key["role"] for key in first] == ["entries"] and first[0]["admin"], "one key", first)
    old = first[0]["keyid"]
    says(0, "key", "rotate", "--reason", "the laptop was lent", has="recorded as entry")
    last_good = len(shop.entries()) - 1
    keys = json.loads(says(0, "key", "list", "--json"))
    check(len(keys) == 2 and keys[0]["followed_by"] == keys[1]["keyid"] and keys[1]["admin"], "two keys", keys)
    after = secrets_of(shop)
    check(after["device"] != before and "device.next" not in after, "the old secret is destroyed")
    verified(check, shop, "after a rotation")
    act = shop.ctl("resume", "search", "--environment", "staging", "--yes", "--reason", "the key works", limit=120)
    check(act.returncode in (0, 2), "goes on with the new key", act.stdout + act.stderr)
    verified(check, shop, "behind a rotation")

    # Whoever kept the old secret cannot go on with it.
    kept = shop.data / "journal.keys"
    good = kept.read_text()
    stolen = json.loads(good)
    stolen["secrets"]["device"] = before
    kept.write_text(json.dumps(stolen))
    said = shop.ctl("pause", "search", "--environment", "staging", "--yes", "--reason", "with the old key", limit=120)
    check(said.returncode not in (0, 2) and "followed by another" in said.stdout + said.stderr, "the old key is taken",
          said.stdout + said.stderr)
    kept.write_text(good)
    verified(check, shop, "after the old key was tried")

    says(1, "key", "revoke", keys[1]["keyid"], "--reason", "it was stolen", "--last-good", "1", "--yes", has="Rotate it first")
    says(4, "key", "revoke", "ed25519:00", "--reason", "it was stolen", "--last-good", "1", "--yes", has="No key")
    says(0, "key", "revoke", old, "--reason", "the laptop was stolen", "--last-good", "2", "--yes", has="recorded as entry")
    verified(check, shop, "after a revocation", code=2, has="disput")
    listed = json.loads(says(0, "key", "list", "--json"))
    check(listed[0]["last_good_seq"] == 2, "the revocation is listed", listed)
    check(last_good > 2, "something is disputed")
    words = [entry["payload"]["kind"] for entry in shop.entries()]
    check(words.count("key.rotate") == 1 and words.count("key.revoke") == 1, "entries", words)


def killed(check, shop):
    """Killed at each step of a rotation, the next start has one key and goes on."""
    for at in ("key.next-stored", "key.rotated", "key.before-replace", "key.after-replace"):
        before = secrets_of(shop)["device"]
        said = shop.ctl("journal", "key", "rotate", "--reason", "killed on its way", ASTERN_CRASH_AT=at)
        check(said.returncode == -signal.SIGKILL, f"{at}: not killed", said.stdout + said.stderr)
        said = shop.ctl("journal", "key", "rotate", "--reason", "and once more")
        check(said.returncode == 0, f"{at}: the next rotation", said.stdout + said.stderr)
        now = secrets_of(shop)
        check(now["device"] != before and "device.next" not in now, f"{at}: left over", list(now))
        said = shop.ctl("journal", "key", "list", "--json")
        keys = json.loads(said.stdout)
        check(sum("last" not in key for key in keys) == 1, f"{at}: one key is in force", keys)


def rolls_back(check, shop, service, what):
    began = time.monotonic()
    said = shop.ctl("rollback", service, "--environment", "staging", "--yes", "--reason", f"the keyring: {what}", limit=180)
    took = time.monotonic() - began
    check(said.returncode in (0, 2), f"{what}: rollback said {said.returncode}", said.stdout + said.stderr)
    print(f"  {what}: rolled back in {took:.1f} s", flush=True)


def forward(shop, service):
    """A pause and its end are filed as what goes forward is; whichever of them is possible now."""
    for verb in ("pause", "resume"):
        said = shop.ctl(verb, service, "--environment", "staging", "--yes", "--reason", "forward with a keyring", limit=120)
        if "paused already" not in said.stdout + said.stderr:
            break
    return said


def with_keyring(asternctl):
    check = Checks()
    daemon = keyring()
    with tempfile.TemporaryDirectory(prefix="astern-keys-") as scratch:
        with Shop(asternctl, pathlib.Path(scratch), "--quiet", "--seed", "11", "--speed", "20", measured=False) as shop:
            said = forward(shop, "search")
            check(said.returncode in (0, 2), "before", said.stdout + said.stderr)
            file = secrets_of(shop)
            for at in ("keys.named", "keys.copied", "keys.copied:3", "keys.moved"):
                said = shop.ctl("journal", "key", "move", "--to", "keychain", ASTERN_CRASH_AT=at)
                check(said.returncode == -signal.SIGKILL, f"{at}: not killed", said.stdout + said.stderr)
                holds = secrets_of(shop)
                check(at == "keys.moved" or all(holds.get(name) == file[name] for name in file), f"{at}: lost from the file",
                      list(holds))
            said = shop.ctl("journal", "key", "move", "--to", "keychain")
            check(said.returncode == 0 and "in the keychain" in said.stdout, "move", said.stdout + said.stderr)
            check(list(secrets_of(shop)) == ["standin"], "only the key that stands in is in the file", list(secrets_of(shop)))
            for secret in file.values():
                for folder, _, names in os.walk(shop.data):
                    for name in names:
                        path = os.path.join(folder, name)
                        if os.path.isfile(path):
                            with open(path, "rb") as one:
                                check(secret.encode() not in one.read(), f"{path} holds a secret that was moved")
            doctor = shop.ctl("doctor", "--json")
            check('"in the keychain"' in doctor.stdout, "doctor does not say where the key is", doctor.stdout)

            print("unlocked", flush=True)
            rolls_back(check, shop, "checkout", "unlocked")
            check(forward(shop, "search").returncode in (0, 2), "forward with an unlocked keyring")
            said = shop.ctl("journal", "key", "rotate", "--reason", "in the keychain")
            check(said.returncode == 0, "rotate in the keychain", said.stdout + said.stderr)
            check(forward(shop, "catalog").returncode in (0, 2), "forward with the key that followed")
            verified(check, shop, "with a keyring")

            said = lock()
            check(said.returncode == 0, "lock", said.stderr)
            rolls_back(check, shop, "payments", "locked")
            refused = forward(shop, "search")
            check(refused.returncode not in (0, 2) and "Only emergencies" in refused.stdout + refused.stderr,
                  "locked: something went forward", refused.stdout + refused.stderr)
            check(unlock(), "the keyring does not unlock")

            os.kill(daemon, signal.SIGSTOP)
            rolls_back(check, shop, "pricing", "stopped")
            refused = forward(shop, "search")
            check(refused.returncode not in (0, 2), "stopped: something went forward", refused.stdout + refused.stderr)
            os.kill(daemon, signal.SIGCONT)

            bus = os.environ["DBUS_SESSION_BUS_ADDRESS"]
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={scratch}/no-bus"
            rolls_back(check, shop, "accounts", "no bus")
            refused = forward(shop, "search")
            check(refused.returncode not in (0, 2), "no bus: something went forward", refused.stdout + refused.stderr)
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus

            said = forward(shop, "search")
            check(said.returncode in (0, 2), "unlocked again", said.stdout + said.stderr)
            entries = shop.entries()
            stood = [entry for entry in entries if entry["payload"].get("degraded", {}).get("key") == "standin"]
            check({"rollback.intent", "rollback.outcome"} <= {entry["kind"] for entry in stood}, "who stood in", stood)
            check(all(entry["kind"].split(".")[0] in ("rollback", "guard") for entry in stood), "emergencies alone", stood)
            verified(check, shop, "of all of it")

            said = shop.ctl("journal", "key", "move", "--to", "file")
            check(said.returncode == 0, "move back", said.stdout + said.stderr)
            check({"device", "wrapping", "log", "standin"} <= set(secrets_of(shop)), "all are back", list(secrets_of(shop)))
            check(forward(shop, "search").returncode in (0, 2), "forward from the file")
            verified(check, shop, "after the way back")
    return check.end()


def sealed(check, asternctl):
    """A passphrase: without it emergencies go on, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="astern-sealed-") as scratch:
        with Shop(asternctl, pathlib.Path(scratch), "--quiet", "--seed", "11", "--speed", "20", measured=False) as shop:
            os.environ["ASTERN_KEY_PASSPHRASE"] = "open sesame"
            check(forward(shop, "search").returncode in (0, 2), "sealed")
            holds = secrets_of(shop)
            check("device" not in holds and "device.sealed" in holds and "standin" in holds, "sealed", list(holds))
            check(forward(shop, "catalog").returncode in (0, 2), "sealed, again")
            for given in (None, "another word"):
                if given is None:
                    del os.environ["ASTERN_KEY_PASSPHRASE"]
                else:
                    os.environ["ASTERN_KEY_PASSPHRASE"] = given
                rolls_back(check, shop, "checkout" if given is None else "payments", f"passphrase {given}")
                refused = forward(shop, "search")
                check(refused.returncode not in (0, 2) and "ASTERN_KEY_PASSPHRASE" in refused.stdout + refused.stderr,
                      "forward without the passphrase", refused.stdout + refused.stderr)
            os.environ["ASTERN_KEY_PASSPHRASE"] = "open sesame"
            check(forward(shop, "search").returncode in (0, 2), "with the passphrase again")
            verified(check, shop, "sealed")
            del os.environ["ASTERN_KEY_PASSPHRASE"]


def main():
    asternctl = os.path.abspath(sys.argv[1])
    if "--on-bus" in sys.argv:
        return with_keyring(asternctl)
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-keys-") as scratch:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={scratch}/no-bus"
        with Shop(asternctl, pathlib.Path(scratch), "--quiet", "--seed", "11", "--speed", "20", measured=False) as shop:
            story(check, shop)
            killed(check, shop)
        sealed(check, asternctl)
    if check.end():
        return 1
    for program in ("gnome-keyring-daemon", "dbus-run-session"):
        if not shutil.which(program):
            print(f"SKIPPED: {program} is not installed, so that nothing is known of a real keychain. ./dev setup installs it.")
            return 77
    with tempfile.TemporaryDirectory(prefix="astern-keyring-") as home:
        os.makedirs(home + "/run", mode=0o700)
        environment = {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": home + "/run"}
        done = subprocess.run(["dbus-run-session", "--", sys.executable, os.path.abspath(__file__), asternctl, "--on-bus"],
                              env=environment, timeout=900)
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
