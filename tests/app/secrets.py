#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped asternctl with a real Secret Service (gnome-keyring-daemon) on a session bus of its own, and without any.

usage: secrets.py ASTERNCTL

Ends with 77 (skipped, loudly) where the keyring or D-Bus is not installed; `./dev setup` installs both.
"""
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

VALUE = "keyring-made-4f9c1d"
NEXT = "keyring-made-b7720e"


class Guarded(http.server.BaseHTTPRequestHandler):
    """A Prometheus API that wants a bearer token, and remembers what it was shown."""
    wanted = VALUE
    shown = []

    def do_GET(self):
        self.reply()

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.reply()

    def reply(self):
        Guarded.shown.append(self.headers.get("Authorization", ""))
        good = Guarded.shown[-1] == "Bearer " + Guarded.wanted
        body = b'{"status":"success","data":{"resultType":"vector","result":[]}}' if good else b"no"
        self.send_response(200 if good else 401)
        self.send_header("Content-Type", "application/json" if good else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


WORKSPACE = """astern: workspace/v1
name: keyring
backends:
  prom: {type: prometheus, url: "http://127.0.0.1:%d", auth: {bearer: "${keychain:prom.token}"}}
environments:
  prod: {cells: [eu-1]}
services: {}
"""


def check(condition, words):
    if not condition:
        sys.exit("FAILED: " + words)


class Program:
    def __init__(self, asternctl, home, environment):
        self.asternctl, self.home, self.environment = asternctl, home, environment

    def __call__(self, *args, value=None):
        done = subprocess.run([self.asternctl, *args], input=value, capture_output=True, text=True, timeout=120,
                              env=self.environment, cwd=self.home)
        for text in (done.stdout, done.stderr):
            check(VALUE not in text and NEXT not in text, f"{args} showed a secret:\n{text}")
        return done


def with_keyring(asternctl, home):
    """Runs on the session bus that dbus-run-session made."""
    daemon = subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input="\n", text=True,
                            capture_output=True, timeout=30)
    check(daemon.returncode == 0, "gnome-keyring-daemon does not start: " + daemon.stderr)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Guarded)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(os.path.join(home, "astern.yaml"), "w", encoding="utf-8") as file:
        file.write(WORKSPACE % server.server_address[1])
    run = Program(asternctl, home, dict(os.environ))

    said = run("secret", "list")
    check(said.returncode == 2 and "missing" in said.stdout and "prom" in said.stdout,
          f"list before: {said.returncode} {said.stdout}{said.stderr}")
    doctor = run("doctor", "--json", "--data", home + "/data")
    check("prom.token" in doctor.stdout and "asternctl secret set prom.token" in doctor.stdout,
          "doctor does not say which secret is missing:\n" + doctor.stdout + doctor.stderr)
    check(not Guarded.shown, "a request left without its secret")

    check(run("secret", "set", "prom.token", "value").returncode == 3, "a value is taken as an argument")
    check(run("secret", "set", "prom token", value=VALUE).returncode == 3, "a name with a space is taken")
    check(run("secret", "set", "prom.token", value="\n").returncode == 1, "an empty value is taken")
    check(run("secret", "set", "prom.token", value="a\nb\n").returncode == 1, "two lines are taken")
    said = run("secret", "set", "prom.token", value=VALUE + "\n")
    check(said.returncode == 0 and "No backend" not in said.stderr, f"set: {said.stderr}")
    check("No backend of keyring uses it yet" in run("secret", "set", "other", value="x1y2z3").stderr, "unused, not said")

    said = run("secret", "list", "--json")
    check(json.loads(said.stdout) == [{"name": "prom.token", "set": True, "backends": ["prom"]}], said.stdout)
    doctor = run("doctor", "--json", "--data", home + "/data")
    backend = [line for line in json.loads(doctor.stdout) if line["what"].startswith("backend prom")]
    check(Guarded.shown and Guarded.shown[-1] == "Bearer " + VALUE, f"the server was shown {Guarded.shown[-1:]}")
    check(backend and backend[0]["state"] == "ok", "doctor with the secret: " + doctor.stdout + doctor.stderr)

    # Another value is in force with the next connection; the old one is refused, and nothing shows either of them.
    Guarded.wanted = NEXT
    doctor = run("doctor", "--json", "--data", home + "/data")
    check('"state":"wrong"' in doctor.stdout, "a refused secret is not said: " + doctor.stdout)
    check(run("secret", "set", "prom.token", value=NEXT).returncode == 0, "set again")
    doctor = run("doctor", "--json", "--data", home + "/data")
    check(Guarded.shown[-1] == "Bearer " + NEXT, "the next value is not used")

    check(run("secret", "delete", "prom.token").returncode == 0, "delete")
    said = run("secret", "delete", "prom.token")
    check(said.returncode == 4 and "no secret prom.token" in said.stderr, f"delete twice: {said.returncode} {said.stderr}")
    for folder, _, names in os.walk(home):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isfile(path) or "keyrings" in path:
                continue
            with open(path, "rb") as file:
                bytes_ = file.read()
            check(VALUE.encode() not in bytes_ and NEXT.encode() not in bytes_, path + " holds a secret")
    print("with a keyring: set, used, renewed, deleted, never shown")


def without(asternctl, home):
    environment = {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                   "DBUS_SESSION_BUS_ADDRESS": "unix:path=" + os.path.join(home, "no-bus")}
    run = Program(asternctl, home, environment)
    said = run("secret", "set", "prom.token", value=VALUE)
    check(said.returncode == 4 and "No keychain answers on this machine" in said.stderr and "${env:NAME}" in said.stderr
          and "${file:/path}" in said.stderr, f"without a bus: {said.returncode} {said.stderr}")
    for folder, _, names in os.walk(home):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                check(VALUE.encode() not in file.read(), "the secret was written to a file instead")
    print("without D-Bus: said what to do, wrote nothing")


def main():
    asternctl = os.path.abspath(sys.argv[1])
    if "--on-bus" in sys.argv:
        return with_keyring(asternctl, os.environ["HOME"])
    with tempfile.TemporaryDirectory(prefix="astern-nobus-") as home:
        without(asternctl, home)
    for program in ("gnome-keyring-daemon", "dbus-run-session"):
        if not shutil.which(program):
            print(f"SKIPPED: {program} is not installed, so that nothing is known of a real keychain. ./dev setup installs it.")
            return sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="astern-keyring-") as home:
        os.makedirs(home + "/run", mode=0o700)
        environment = {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": home + "/run"}
        done = subprocess.run(["dbus-run-session", "--", sys.executable, os.path.abspath(__file__), asternctl, "--on-bus"],
                              env=environment, timeout=240)
        sys.exit(done.returncode)


main()
