# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the shipped programs share: a sandbox behind counting proxies, the programs on it, and the judge.

The judge looks from outside at what left, and at the log that stayed:
  - every changing request carries the key of an intent that is in the log, older than the request,
  - no key changed the world twice,
  - every intent has one outcome,
  - the entries are one chain in order, and the log verifies.
"""
import argparse
import collections
import contextlib
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import threading
import time
import urllib.request

from countingproxy import CountingProxy


def order(company, limit=20, **what):
    """Tells a sandbox's control what shall happen: op="deploy", and what belongs to it. `company` is what the sandbox said
    of itself when it was ready."""
    request = urllib.request.Request(
        company["control"], json.dumps(what).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + company["control_token"]})
    with urllib.request.urlopen(request, timeout=limit) as answer:
        return json.loads(answer.read())


class Checks:
    def __init__(self):
        self.passed = self.failed = 0
        self._lock = threading.Lock()

    def __call__(self, good, what, more=""):
        with self._lock:
            self.passed += bool(good)
            self.failed += not good
        if not good:
            print(f"FAIL {what} {more}".rstrip(), flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0


class Shop:
    """A simulated company of its own. `data` (journal and keys) may outlive it and go on in the next one. Without
    `measured` its services have no signals, so that no rollback watches for a minute whether they recover."""

    def __init__(self, asternctl, folder, *sandbox_options, data=None, measured=True):
        self.asternctl = str(pathlib.Path(asternctl).resolve())
        self.workspace = folder / "workspace"
        self.data = data or folder / "data"
        self.sandbox = subprocess.Popen(
            [self.asternctl, "sandbox", *sandbox_options, "--workspace", str(self.workspace), "--with-parent",
             "--without-policies"],  # people act here, and nobody else
            stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.sandbox.stdout.readline())
        self._company = ready
        proxies = {url: CountingProxy(url) for url in [*ready["kubernetes"], ready["unleash"]]}
        for name in ("kubeconfig", "astern.yaml"):
            file = self.workspace / name
            text = file.read_text()
            for url, proxy in proxies.items():
                text = text.replace(f'"{url}"', f'"{proxy.url}"')
            if not measured:
                text = re.sub(r"^    signals:\n(?:      .*\n)+", "", text, flags=re.MULTILINE)
            file.write_text(text)
        self.proxies = list(proxies.values())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sandbox.terminate()
        self.sandbox.wait()

    def order(self, **what):
        order(self._company, limit=60, **what)

    def speed(self, factor):
        """Simulated seconds per second from now on."""
        self.order(op="speed", value=factor)

    def effects(self):
        return [effect for proxy in self.proxies for effect in proxy.effects]

    def command(self, program, *arguments):
        return [str(program), *arguments, "--workspace", str(self.workspace), "--data", str(self.data)]

    def ctl(self, *arguments, limit=60, **env):
        return subprocess.run(self.command(self.asternctl, *arguments), capture_output=True, text=True, timeout=limit,
                              env={**os.environ, **env})

    def begin(self, program, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **env):
        return subprocess.Popen(self.command(program, *arguments), stdout=stdout, stderr=stderr, text=True,
                                env={**os.environ, **env})

    def entries(self, limit=120):
        told = self.ctl("journal", "tail", "--lines", "100000", "--json", limit=limit)
        return [json.loads(line) for line in told.stdout.splitlines()]


@contextlib.contextmanager
def shop_of_rounds(description, rounds):
    """What tests that kill again and again have in common: their command line and their shop."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asternctl", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="astern-kill-") as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        with Shop(options.asternctl, folder, "--quiet", "--seed", "11", "--speed", "20") as shop:
            yield shop, options.rounds, random.Random(options.seed)


def owner_of(data):
    """The process that holds the log's lock, as the kernel says; None: nobody."""
    try:
        lock = os.stat(data / "journal" / "journal.lock").st_ino
    except FileNotFoundError:
        return None
    for line in pathlib.Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if words[1] == "FLOCK" and int(words[5].split(":")[2]) == lock:
            return int(words[4])
    return None


def until(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def outcomes_of(entries):
    """How many outcomes each intent has, by the intent's id."""
    ended = collections.Counter(link["id"] for entry in entries for link in entry["payload"].get("links", [])
                                if link["rel"] == "outcome-of")
    return {entry["id"]: ended[entry["id"]] for entry in entries if entry["kind"].endswith(".intent")}


def judge(check, shop, effects):
    entries = shop.entries()
    indices = [entry["index"] for entry in entries]
    check(entries and indices == list(range(len(entries))), f"the entries are not one row: {indices}")
    intents = {}
    for entry in entries:
        key = entry["payload"].get("idem")
        if key:
            intents.setdefault(key, entry["wall_ms"])
    done = collections.Counter()
    for effect in effects:
        check(effect.key in intents, f"an effect without an intent: {effect}")
        if effect.key in intents:
            check(intents[effect.key] <= effect.at_ms + 1, f"the intent is younger than its effect: {effect}")
        done[effect.key] += 200 <= effect.status < 300
    for key, times in done.items():
        check(times <= 1, f"{key} changed the world {times} times: "
              + "; ".join(f"{effect.at_ms:.0f} {effect}" for effect in effects if effect.key == key))
    for intent, outcomes in outcomes_of(entries).items():
        check(outcomes == 1, f"the intent {intent} has {outcomes} outcomes")
    verified = shop.ctl("journal", "verify", limit=120)
    check(verified.returncode == 0, f"the log does not verify: {verified.stdout}")
    return entries, intents


GUARD = "The guard is open"


def guard_opened(shop, process):
    """Waits until the guided scenario has opened the guard: it presses in half a second, and holds for 1.2.

    The sandbox is quick until the canary shows as bad, then slow: however busy the machine is, the canary is still on
    its way when it is acted upon. From then on it is quick again.
    """
    if not told(process, "is over limit"):
        return False
    shop.speed(1)
    if not told(process, GUARD):
        return False
    shop.speed(20)
    return True


def told(process, *wanted):
    """Reads what a program says until it says one of `wanted`; that one, or None when it ends first."""
    for line in process.stdout:
        for words in wanted:
            if words in line:
                return words
    return None


def screenless():
    """The environment in which the cockpit runs without a display, in English."""
    return {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}

