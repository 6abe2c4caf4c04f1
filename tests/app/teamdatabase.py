# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's PostgreSQL 15 in a folder of its own: by TLS with client certificates on a port of 127.0.0.1 that this test
chose, as a superuser by a socket in that folder. Nothing of it outlives the test."""
import os
import pathlib
import pwd
import signal
import socket
import subprocess
import time

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")


def as_owner():
    """It refuses to run as root: then as the user that its package made."""
    if os.geteuid() != 0:
        return {}
    who = pwd.getpwnam("postgres")
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def run(*command, **more):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, timeout=120,
                          **more)


class Certificates:
    """`days_ago`: they are good from then on, for devices whose clocks are behind."""

    def __init__(self, folder, days_ago=0):
        self.folder = folder
        self.openssl = ["faketime", "-f", f"-{days_ago}d", "openssl"] if days_ago else ["openssl"]
        folder.mkdir()
        self.key("ca")
        run(*self.openssl, "req", "-x509", "-new", "-key", self.file("ca.key"), "-days", "30", "-subj", "/CN=team test",
            "-out", self.file("ca.crt"))
        self.leaf("server", "localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1")

    def file(self, name):
        return self.folder / name

    def key(self, name):
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.file(name + ".key"))
        self.file(name + ".key").chmod(0o600)

    def leaf(self, name, common, extension="extendedKeyUsage=clientAuth"):
        self.key(name)
        run(*self.openssl, "req", "-new", "-key", self.file(name + ".key"), "-subj", f"/CN={common}", "-out",
            self.file(name + ".csr"))
        self.file(name + ".ext").write_text(extension + "\n")
        run(*self.openssl, "x509", "-req", "-in", self.file(name + ".csr"), "-CA", self.file("ca.crt"), "-CAkey",
            self.file("ca.key"), "-CAcreateserial", "-days", "30", "-extfile", self.file(name + ".ext"), "-out",
            self.file(name + ".crt"))


class TeamDatabase:
    """`folder` must be one that any user may pass through."""

    def __init__(self, folder, certificates):
        self.folder, self.certificates, self.process = folder, certificates, None
        folder.mkdir()
        folder.chmod(0o755)
        self.data = folder / "data"
        owner = as_owner()
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        run(BIN / "initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync", cwd="/", **owner)
        for name, source in (("server.crt", "server.crt"), ("server.key", "server.key"), ("root.crt", "ca.crt")):
            self.put(name, certificates.file(source).read_text())
        self.put("pg_hba.conf", "local all all trust\nhostssl all all 127.0.0.0/8 cert\n")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def put(self, name, text):
        path = self.data / name
        path.write_text(text)
        path.chmod(0o600)
        owner = as_owner()
        if owner:
            os.chown(path, owner["user"], owner["group"])

    def start(self):
        settings = ["shared_buffers=32MB", "listen_addresses=127.0.0.1", f"port={self.port}", "ssl=on",
                    "ssl_ca_file=root.crt"]
        self.process = subprocess.Popen(
            [BIN / "postgres", "-D", self.data, "-k", self.folder] + [part for one in settings for part in ("-c", one)],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **as_owner())
        end = time.monotonic() + 30
        while self.sql("select 1") != "1":  # by the socket of this folder: nobody else's server answers there
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError("PostgreSQL did not become ready")
            time.sleep(0.1)

    def sql(self, statements, database="postgres"):
        """As the superuser; what psql said, unaligned."""
        told = subprocess.run(
            [BIN / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", str(self.port), "-U", "postgres",
             "-d", database], input=statements, capture_output=True, text=True, timeout=60, cwd="/", **as_owner())
        return told.stdout.strip() if told.returncode == 0 else "ERROR " + told.stderr.strip()

    def address(self, database="astern"):
        host = str(self.folder).replace("/", "%2F")
        return f"postgresql://postgres@{host}:{self.port}/{database}"

    def stop(self):
        """At once, as `pg_ctl stop -m immediate` does: the next start recovers."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=30)

    def processes(self):
        """The server and its sessions: each is a session leader's child or the leader itself."""
        found = [self.process.pid]
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                found.append(int(status.parent.name))
        return found

    def hang(self):
        """Takes connections and says nothing. What resumes it."""
        stopped = self.processes()
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)

        def resume():
            for pid in stopped:
                try:
                    os.kill(pid, signal.SIGCONT)
                except ProcessLookupError:
                    pass
        return resume
