# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices of a team for tests of the shipped programs: each with a clock, a keyring, a signed-in person and a line to the
database of its own, which can be cut."""
import glob
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time

from openid import Browser
from shop import screenless

WHY = ("--reason", "the canary looks good to me")
FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


class Line:
    """A way to a port of 127.0.0.1. Cut, it swallows what is sent, and takes connections that nobody answers."""

    def __init__(self, port):
        self.target = ("127.0.0.1", port)
        self.whole = threading.Event()
        self.whole.set()
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self.whole.clear()

    def mend(self):
        self.whole.set()

    def _accept(self):
        while True:
            client, _ = self.server.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        self.whole.wait()
        try:
            server = socket.create_connection(self.target, timeout=20)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                self.whole.wait()
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Keyring:
    """A session bus and a real keyring on it, for one device."""

    def __init__(self, home):
        self.run = home / "run"
        self.run.mkdir(mode=0o700)
        self.env = {"HOME": str(home), "XDG_RUNTIME_DIR": str(self.run)}
        environment = {**os.environ, **self.env}
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL, text=True, env=environment)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.bus.stdout.readline().strip()
        self.daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, env={**environment, **self.env})
        self.daemon.stdin.write("of-the-keyring\n")
        self.daemon.stdin.close()

    def stop(self):
        for process in (self.daemon, self.bus):
            process.kill()
            process.wait()


class Device:
    """`skew`: seconds that its clock is ahead."""

    def __init__(self, name, skew, shop, folder, database, certificates, programs, rules):
        certificates.leaf(name, name)
        self.name, self.skew, self.shop = name, skew, shop
        self.asternctl, self.astern = programs
        self.home = folder / f"home-{name}"
        self.home.mkdir(mode=0o700)
        self.line = Line(database.port)
        self.keyring = Keyring(self.home)
        self.workspace, self.data = folder / f"workspace-{name}", folder / f"data-{name}"
        shutil.copytree(shop.workspace, self.workspace)
        file = self.workspace / "astern.yaml"
        file.write_text(file.read_text() + rules + f"""
journal:
  domain: shop.example
  team:
    {{type: postgresql, host: localhost, port: {self.line.port}, database: astern, user: {name},
     ca: "{certificates.file('ca.crt')}", cert: "{certificates.file(name + '.crt')}",
     key: "{certificates.file(name + '.key')}"}}
""")
        self.env = {**{key: value for key, value in os.environ.items() if key in ("PATH", "LD_LIBRARY_PATH")},
                    **self.keyring.env, **screenless()}
        if skew:  # the clocks that never step go on as they are, as in a machine whose time is wrong
            self.env.update(LD_PRELOAD=FAKETIME[0], FAKETIME=f"{skew:+d}s", FAKETIME_DONT_FAKE_MONOTONIC="1",
                            NO_FAKE_STAT="1")
        self.process = None

    def command(self, program, *arguments):
        return [str(program), *arguments, "--workspace", str(self.workspace), "--data", str(self.data)]

    def begin(self, *arguments, **streams):
        return subprocess.Popen(self.command(self.asternctl, *arguments), text=True, env=self.env, **streams)

    def ctl(self, *arguments, limit=120):
        return subprocess.run(self.command(self.asternctl, *arguments), capture_output=True, text=True, timeout=limit,
                              env=self.env)

    def login(self, provider, user):
        process = self.begin("login", "--json", "--no-browser", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        told = json.loads(process.stdout.readline())
        Browser().fetch(provider.agree(told["open"], user))
        out, err = process.communicate(timeout=60)
        return process.returncode, out + err

    def open_desktop(self):
        self.process = self._keep(self.command(self.astern))

    def open_guard(self):
        self.process = self._keep(self.command(self.asternctl, "guard", "--json"))

    def _keep(self, command):
        said = open(self.data.with_suffix(".said"), "a")
        return subprocess.Popen(command, stdout=said, stderr=said, env=self.env)

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.keyring.stop()

    # At a gate; a place is (service, cell) of production.
    def promote(self, place, *more):
        return self.ctl("promote", place[0], "--environment", "prod", "--cell", place[1], *WHY, "--yes", "--json", *more)

    def ask(self, place):
        """The request's id, or what was said instead."""
        told = self.promote(place)
        try:
            return json.loads(told.stdout)["gates"][0]["id"]
        except (ValueError, KeyError, IndexError):
            return "ERROR " + told.stdout + told.stderr

    def approve(self, request, tries=10):
        """As a person does who wants to have approved it: again until it is said that it counts."""
        told = None
        for _ in range(tries):
            told = self.ctl("approve", request, *WHY, "--yes")
            if told.returncode == 0 or "has signed already" in told.stderr:
                return True, told.stderr
            time.sleep(0.3)
        return False, told.stdout + told.stderr

    def gates(self):
        told = self.ctl("gates", "--all", "--json", "--timeout", "20")
        return {row["id"]: row for row in json.loads(told.stdout or "[]") if row["id"]}, told.stderr


def missing_programs():
    """What is needed and not installed."""
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon", "openssl", "faketime") if not shutil.which(name)]
    return missing + ([] if FAKETIME else ["libfaketime"]) + \
        ([] if pathlib.Path("/usr/lib/postgresql/15/bin/postgres").exists() else ["postgresql-15"])
