#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped asternctl with a real OpenID provider, a real keyring and the sandbox: who acts, and what that decides.

usage: identity.py ASTERNCTL

Ends with 77 (skipped, loudly) where the keyring or D-Bus is not installed; `./dev setup` installs both.
"""
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from openid import Browser, Provider  # noqa: E402
from shop import Checks, Shop, until  # noqa: E402

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, FORBIDDEN = range(6)
PROD = ("--environment", "prod", "--cell", "eu-1")
WHY = ("--reason", "the canary looks good to me")
PIN = "274935"
PASSWORD = "of-the-keyring"


def login(shop, provider, user, *options):
    """As a person: runs it, goes where it says, and comes back."""
    process = shop.begin(shop.asternctl, "login", "--json", "--no-browser", *options, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    told = json.loads(process.stdout.readline())
    back = provider.agree(told["open"], user)
    if "code" not in told:
        Browser().fetch(back)
    out, err = process.communicate(timeout=60)
    return process.returncode, json.loads(out.splitlines()[-1]) if out.strip() else {}, err, told


def whoami(shop):
    done = shop.ctl("whoami", "--json")
    return done.returncode, json.loads(done.stdout)


def on_terminal(command, answers, limit=120):
    """Runs it on a terminal of its own and types each answer when its question stands there: (exit code, what was shown)."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    shown = ""
    waiting = list(answers)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece.decode(errors="replace")
        if waiting and waiting[0][0] in shown.rsplit("\n", 1)[-1]:
            os.write(terminal, (waiting.pop(0)[1] + "\n").encode())
            shown += "\n"
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), shown


def canary(shop, tag):
    """A new release on its way, at a step that waits to be promoted."""
    shop.order(op="deploy", service="search", cluster="prod-eu-1", tag=tag)

    def there():
        result = shop.ctl("promote", "search", *PROD, *WHY, "--dry-run", "--json")
        return "no newer" not in result.stderr and (result.returncode in (DONE, FORBIDDEN)) and tag in \
            shop.ctl("status", "--json").stdout
    return until(there, 60)


def signing_in(check, shop, provider, home):
    code, who = whoami(shop)
    check(code == REFUSED and who["state"] == "signed-out", f"before: {code} {who}")
    code, who, err, told = login(shop, provider, "alice")
    check(code == DONE and who["state"] == "signed-in" and who["roles"] == ["release-manager", "on-call"] and who["kept"],
          f"login: {code} {who} {err}")
    check("code_challenge_method=S256" in told["open"], told)
    code, again = whoami(shop)
    check(code == DONE and again["person"] == who["person"] and again["name"] == "Alice Ang", f"whoami: {code} {again}")
    # What it leaves is in the keyring and nowhere else.
    names = subprocess.run(["secret-tool", "search", "--all", "server", "astern"], capture_output=True, text=True) \
        if shutil.which("secret-tool") else None
    check(names is None or "sign-in." in names.stdout + names.stderr, "the keyring has no sign-in")
    found = []
    for folder, _, files in os.walk(home):
        for name in files:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and "keyrings" not in path:
                data = pathlib.Path(path).read_bytes()
                # The first bytes of any JSON web token; those of the log's own envelopes are others.
                if b"eyJhbGciOi" in data or b"refresh_token" in data:
                    found.append(path)
    check(not found, f"a token on the disk: {found}")
    people = shop.ctl("whoami")
    check("Alice Ang <alice@example.test>" in people.stdout and "release-manager" in people.stdout, people.stdout)
    # The same person on another device of the team has the same pseudonym; bob is another one.
    code, bob, err, told = login(shop, provider, "bob", "--device")
    check(code == DONE and told["code"] and bob["roles"] == [] and bob["person"] != who["person"], f"device: {code} {bob} {err}")
    return who["person"]


def nobody_goes_forward(check, shop):
    result = shop.ctl("promote", "search", *PROD, *WHY, "--yes")
    check(result.returncode == FORBIDDEN and "Nobody is signed in" in result.stderr and "asternctl login" in result.stderr,
          f"promoted by nobody: {result.returncode} {result.stderr}")
    check(not shop.effects(), "sent, and nobody was signed in")


def pins(check, shop, provider):
    command = shop.command(shop.asternctl, "identity", "pin", "set")
    check(shop.ctl("identity", "pin", "status").returncode == REFUSED, "a PIN before there is one")
    check(shop.ctl("identity", "pin", "set").returncode == USAGE, "a PIN from a pipe")
    login(shop, provider, "alice")
    twice = [("New PIN", PIN), ("once more", PIN)]
    code, shown = on_terminal(command, twice)
    check(code == FORBIDDEN and "login --again" in shown, f"a first PIN without a fresh sign-in: {code} {shown}")
    code, who, err, told = login(shop, provider, "alice", "--again")
    check(code == DONE and "prompt=login" in told["open"] and who["authenticated_ms"] > 0, f"again: {code} {who} {err}")
    code, shown = on_terminal(command, [("New PIN", PIN), ("once more", "274936")])
    check(code == REFUSED and "not the same" in shown, f"two PINs: {code} {shown}")
    code, shown = on_terminal(command, twice)
    check(code == DONE and "sealed by the keychain" in shown and PIN not in shown, f"set: {code} {shown}")
    code, shown = on_terminal(command, [("as it is now", "000111"), ("New PIN", "864209"), ("once more", "864209")])
    check(code == FORBIDDEN and "wrong" in shown, f"changed with a wrong one: {code} {shown}")


def promotes(check, shop, person):
    before = len(shop.effects())
    result = shop.ctl("promote", "search", *PROD, *WHY, "--yes")
    check(result.returncode == FORBIDDEN and "PIN" in result.stderr, f"no terminal: {result.returncode} {result.stderr}")
    command = shop.command(shop.asternctl, "promote", "search", *PROD, *WHY, "--yes")
    code, shown = on_terminal(command, [("PIN (not shown)", "111222"), ("PIN (not shown)", "111223"), ("PIN (not shown)", "111224")])
    check(code == FORBIDDEN and len(shop.effects()) == before, f"three wrong ones: {code} {shown}")
    code, shown = on_terminal(command, [("PIN (not shown)", "111225")])
    check(code == FORBIDDEN and "next try counts in" in shown, f"no pause after four: {code} {shown}")
    code, shown = on_terminal(command, [("PIN (not shown)", PIN)])
    check(code == FORBIDDEN and "too often" in shown, f"the right one too early: {code} {shown}")
    # The pause is half a minute; the clock is not ours to set.
    time.sleep(31)
    code, shown = on_terminal(command, [("PIN (not shown)", PIN)])
    check(code in (DONE, INCOMPLETE) and len(shop.effects()) > before and PIN not in shown, f"the right one: {code} {shown}")
    intents = [entry["payload"] for entry in shop.entries() if entry["kind"] == "promotion.intent"]
    check(len(intents) == 1, f"{len(intents)} promotions in the log")
    actor = intents[0]["actor"]
    check((actor["auth"], actor["person"], actor["roles"]) == ("pin", person, ["release-manager", "on-call"]), f"actor {actor}")
    kinds = [entry["kind"] for entry in shop.entries()]
    check(kinds.count("identity.pin-set") == 1, f"the log knows of {kinds.count('identity.pin-set')} PINs")


def roll_back(check, shop, what, auth):
    begin = time.monotonic()
    result = shop.ctl("rollback", "search", *PROD, "--yes", "--json")
    took = time.monotonic() - begin
    check(result.returncode in (DONE, INCOMPLETE), f"{what}: {result.returncode} {result.stderr}")
    intents = [entry["payload"] for entry in shop.entries() if entry["kind"] == "rollback.intent"]
    check(intents and intents[-1]["actor"]["auth"] in auth, f"{what}: {intents[-1:]}")
    return took


def first_effect(shop, what):
    """Seconds until the first changing request of a rollback left."""
    before = len(shop.effects())
    begin = time.monotonic()
    process = shop.begin(shop.asternctl, "rollback", "search", *PROD, "--yes")
    sent = until(lambda: len(shop.effects()) > before or process.poll() is not None, 60)
    took = time.monotonic() - begin
    process.wait(timeout=120)
    return took if sent and len(shop.effects()) > before else 999.0


def goes_back_anyway(check, shop, provider):
    """With a provider that hangs, that is gone, and a keyring that hangs: as fast as ever."""
    times = {}
    times["well"] = first_effect(shop, "well")
    check(canary(shop, "1.46.0"), "no canary")
    provider.process.send_signal(signal.SIGSTOP)
    times["provider hangs"] = first_effect(shop, "provider hangs")
    result = shop.ctl("promote", "search", *PROD, *WHY, "--yes", limit=120)
    check(result.returncode != DONE, "promoted while the provider hangs")
    provider.process.send_signal(signal.SIGCONT)
    check(canary(shop, "1.47.0"), "no canary")
    provider.stop()
    times["provider is gone"] = first_effect(shop, "provider is gone")
    check(canary(shop, "1.48.0"), "no canary")
    keyring = [int(p) for p in subprocess.run(["pgrep", "-u", str(os.getuid()), "-f", "gnome-keyring-daemon --unlock"],
                                              capture_output=True, text=True).stdout.split()
               if os.environ["HOME"] in pathlib.Path(f"/proc/{p}/environ").read_bytes().decode(errors="replace")]
    check(len(keyring) == 1, f"which keyring? {keyring}")
    for process in keyring:
        os.kill(process, signal.SIGSTOP)
    times["keyring hangs, too"] = first_effect(shop, "keyring hangs, too")
    for process in keyring:
        os.kill(process, signal.SIGCONT)
    print("seconds to the first request of a rollback: " + ", ".join(f"{what} {took:.2f}" for what, took in times.items()))
    # Not a figure, a bound: nothing waited for a time-out (the shortest one is 5 s), however busy the machine is.
    check(all(took < times["well"] + 4.5 for took in times.values()), f"something waited: {times}")
    auths = {entry["payload"]["actor"]["auth"] for entry in shop.entries() if entry["kind"] == "rollback.intent"}
    check("pin" not in auths, f"a rollback with a PIN: {auths}")


def signs_out(check, shop, provider):
    result = shop.ctl("logout")
    check(result.returncode == DONE and "Signed out" in result.stderr, f"logout: {result.returncode} {result.stderr}")
    code, who = whoami(shop)
    check(code == REFUSED and who["state"] == "signed-out", f"after: {code} {who}")
    # Two at once, again and again: nobody's renewal costs the other the sign-in.
    login(shop, provider, "alice")
    revoked = provider.count("grants revoked")
    time.sleep(6)  # tokens of this provider are good for eight seconds
    for _ in range(3):
        results = []
        threads = [threading.Thread(target=lambda: results.append(whoami(shop))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        check(all(code == DONE and who["state"] == "signed-in" for code, who in results), f"together: {results}")
        time.sleep(6)
    check(provider.count("grants revoked") == revoked, "a refresh token was used twice")
    check(provider.count("refreshed") >= 3, f"renewed {provider.count('refreshed')} times")
    provider.stop()
    result = shop.ctl("logout", limit=120)
    check(result.returncode == INCOMPLETE and "could not be told" in result.stderr, f"told nobody: {result.returncode} {result.stderr}")


def workspace_of(shop, provider, pin=True):
    file = shop.workspace / "astern.yaml"
    text = file.read_text().split("\nidentity:")[0]
    file.write_text(text + f"""
identity: {{type: oidc, issuer: "{provider.url}", client_id: astern, pin: {str(pin).lower()}}}
people:
  roles:
    release-manager: {{oidc_group: release-managers}}
    on-call: {{oidc_group: oncall}}
""")


def with_keyring(asternctl, home):
    daemon = subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input=PASSWORD + "\n", text=True,
                            capture_output=True, timeout=30)
    if daemon.returncode != 0:
        sys.exit("gnome-keyring-daemon does not start: " + daemon.stderr)
    check = Checks()
    provider = Provider()
    with Shop(asternctl, pathlib.Path(home), "--quiet", "--seed", "11", "--speed", "20", measured=False) as shop:
        workspace_of(shop, provider)
        check(canary(shop, "1.44.0"), "no canary")
        shop.speed(1)
        nobody_goes_forward(check, shop)
        signing_in(check, shop, provider, home)
        pins(check, shop, provider)
        person = whoami(shop)[1]["person"]
        promotes(check, shop, person)
        shop.speed(20)
        goes_back_anyway(check, shop, provider)
        provider.stop()
        short = Provider(seconds=8)
        workspace_of(shop, short)
        login(shop, short, "alice")
        signs_out(check, shop, short)
        short.stop()
    return check.end()


def main():
    asternctl = os.path.abspath(sys.argv[1])
    if "--on-bus" in sys.argv:
        sys.exit(with_keyring(asternctl, os.environ["HOME"]))
    for program in ("gnome-keyring-daemon", "dbus-run-session"):
        if not shutil.which(program):
            print(f"SKIPPED: {program} is not installed, so that nothing is known of a real keychain. ./dev setup installs it.")
            sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="astern-identity-") as home:
        os.makedirs(home + "/run", mode=0o700)
        environment = {**{name: value for name, value in os.environ.items() if name in ("PATH", "XDG_CACHE_HOME")},
                       "HOME": home, "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": home + "/run",
                       "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))}
        done = subprocess.run(["dbus-run-session", "--", sys.executable, os.path.abspath(__file__), asternctl, "--on-bus"],
                              env=environment, timeout=560)
        sys.exit(done.returncode)


main()
