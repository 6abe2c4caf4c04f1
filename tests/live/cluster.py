# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Kubernetes API server with its controllers and Argo Rollouts, on loopback.

  cluster start DIR              start all, apply the sample objects, wait until they are healthy
  cluster stop DIR               end what `start` started, by process id
  cluster restart DIR PROGRAM    kill one program without warning and start it again
  cluster status DIR             one line per program

DIR holds everything: keys, data, logs, `kubeconfig` and `state.json`. Ports are free ones,
chosen at random. Contexts of the kubeconfig: admin, token, viewer, expired.
"""
import argparse
import base64
import json
import os
import pathlib
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time

from kube import DEPLOYMENTS, ROLLOUTS, Kube, Refused

HERE = pathlib.Path(__file__).resolve().parent

PROGRAMS = ["etcd", "kube-apiserver", "kube-controller-manager", "kubelet", "rollouts-controller"]

# A watch without a limit of its own ends after one to two times this many seconds (server
# default: 1800), so that a test sees an ordinary end of a watch.
WATCH_SECONDS = 30
# Old revisions are forgotten after one to two times this many seconds (server default: 300), so
# that a test sees what a continue token or an exact version that is gone is answered.
COMPACTION_SECONDS = 10

CONTROLLERS = [
    "deployment-controller", "replicaset-controller", "garbage-collector-controller",
    "namespace-controller", "serviceaccount-controller", "root-ca-certificate-publisher-controller",
    "endpointslice-controller",
]


class Failed(Exception):
    pass


def say(text):
    print("live:", text, file=sys.stderr, flush=True)


# ---------------------------------------------------------------- processes

def started_at(pid):
    """The start time of a process in clock ticks, None if it is gone.

    A process id alone may belong to somebody else by the time it is used.
    """
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])


def listens(pid, port):
    """Whether the listener of a TCP port is this very process.

    An answer alone proves nothing: a server that could not bind leaves the port to another one.
    """
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in pathlib.Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    try:
        files = list(pathlib.Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False
    for file in files:
        try:
            if os.readlink(file) in inodes:
                return True
        except OSError:
            pass
    return False


def free_ports(count):
    """Ports that are free, and below those that the kernel gives to outgoing connections.

    A client that tries again and again to reach a server that is down may be given the server's
    own port, and then the server cannot come back.
    """
    lowest = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    found = []
    for port in random.sample(range(12000, lowest), 200):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise Failed("no free ports")


def wait_until(what, seconds, condition, alive=lambda: True):
    end = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
            last = ""
        except (OSError, Refused, KeyError, ValueError) as error:
            last = f" ({error})"
        if not alive():
            raise Failed(f"the program ended while waiting for {what}")
        if time.monotonic() > end:
            raise Failed(f"no {what} after {seconds} s{last}")
        time.sleep(0.1)


# ---------------------------------------------------------------- one cluster

def build():
    done = subprocess.run([HERE / "build"], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Failed("the servers could not be built")
    return done.stdout.splitlines()[-1]


def can_bind(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


class Cluster:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.pki = self.folder / "pki"
        self.file = self.folder / "state.json"
        self.state = json.loads(self.file.read_text()) if self.file.exists() else {}

    def save(self):
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(self.state, indent=1) + "\n")
        part.rename(self.file)

    @property
    def kube(self):
        return Kube(self.state["ports"]["kube-apiserver"], self.pki / "ca.crt",
                    self.pki / "admin.crt", self.pki / "admin.key")

    def kube_as(self, user):
        """The API as the user of one of the contexts that carry a token."""
        return Kube(self.state["ports"]["kube-apiserver"], self.pki / "ca.crt", token=self.state["tokens"][user])

    def running(self, name):
        entry = self.state.get("processes", {}).get(name)
        return entry is not None and started_at(entry["pid"]) == entry["started"]

    # -------------------------------------------------- start

    def start(self):
        binaries = build()
        begin = time.monotonic()
        if any(self.running(name) for name in PROGRAMS):
            raise Failed(f"{self.folder} has a running cluster; `cluster stop {self.folder}` ends it")
        if self.folder.exists() and any(self.folder.iterdir()) and not self.file.exists():
            raise Failed(f"{self.folder} is not empty and not a cluster's folder")
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, mode=0o700)
        self.pki.mkdir()
        (self.folder / "logs").mkdir()
        etcd, peer, api = free_ports(3)
        self.state = {
            "binaries": str(binaries),
            "ports": {"etcd": etcd, "etcd-peer": peer, "kube-apiserver": api},
            "tokens": {user: secrets.token_hex(16) for user in ("token", "viewer", "expired")},
            "processes": {},
        }
        self.save()
        try:
            self.make_keys()
            self.write_kubeconfigs()
            for name in ("etcd", "kube-apiserver", "kube-controller-manager", "kubelet"):
                self.run(name)
            self.apply_definitions(pathlib.Path(binaries) / "crds")
            self.run("rollouts-controller")
            self.apply_samples()
        except BaseException:
            self.stop()
            raise
        say(f"cluster is ready after {time.monotonic() - begin:.1f} s")

    def make_keys(self):
        def certificate(name, subject, *extensions, ca="ca", key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256")):
            signer = [] if ca is None else ["-CA", self.pki / f"{ca}.crt", "-CAkey", self.pki / f"{ca}.key"]
            command = ["openssl", "req", "-x509", *signer, "-newkey", *key, "-nodes", "-days", "3",
                       "-subj", subject, "-keyout", self.pki / f"{name}.key", "-out", self.pki / f"{name}.crt"]
            for extension in extensions:
                command += ["-addext", extension]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise Failed(f"openssl could not make {name}: {done.stderr.strip()}")

        server = ("basicConstraints=critical,CA:FALSE", "extendedKeyUsage=serverAuth,clientAuth",
                  "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc")
        client = ("basicConstraints=critical,CA:FALSE", "extendedKeyUsage=clientAuth")
        certificate("ca", "/CN=astern live CA", "basicConstraints=critical,CA:TRUE",
                    "keyUsage=critical,keyCertSign,cRLSign", ca=None)
        certificate("etcd", "/CN=etcd", *server)
        certificate("kube-apiserver", "/CN=kube-apiserver", *server)
        for user in ("kube-controller-manager", "kubelet", "rollouts-controller"):
            certificate(user, f"/O=system:masters/CN={user}", *client)
        # RSA, as in the kubeconfigs that kubeadm writes.
        certificate("admin", "/O=system:masters/CN=admin", *client, key=("rsa:2048",))
        certificate("service-accounts", "/CN=service-accounts", key=("rsa:2048",))
        tokens = self.state["tokens"]
        # The token of context `expired` is in no list: the server knows nobody by it.
        (self.pki / "tokens.csv").write_text(
            f"{tokens['token']},release-manager,1\n{tokens['viewer']},viewer,2\n")

    def write_kubeconfigs(self):
        def data(name):
            return base64.b64encode((self.pki / name).read_bytes()).decode()

        url = f"https://127.0.0.1:{self.state['ports']['kube-apiserver']}"
        tokens = self.state["tokens"]
        lines = ["apiVersion: v1", "kind: Config", "current-context: admin", "clusters:",
                 "- name: live", "  cluster:", f"    server: {url}",
                 f"    certificate-authority-data: {data('ca.crt')}",
                 # A path is relative to the folder of the kubeconfig, not to the working folder.
                 "- name: live-by-path", "  cluster:", f"    server: {url}",
                 "    certificate-authority: pki/ca.crt",
                 "users:", "- name: admin", "  user:",
                 f"    client-certificate-data: {data('admin.crt')}",
                 f"    client-key-data: {data('admin.key')}"]
        for user in ("token", "viewer", "expired"):
            lines += [f"- name: {user}", "  user:", f"    token: {tokens[user]}"]
        lines += ["contexts:"]
        for context in ("admin", "token", "viewer", "expired"):
            cluster = "live-by-path" if context == "token" else "live"
            lines += [f"- name: {context}", "  context:", f"    cluster: {cluster}", f"    user: {context}",
                      "    namespace: shop"]
        self.write_private(self.folder / "kubeconfig", "\n".join(lines) + "\n")

        for user in ("kube-controller-manager", "kubelet", "rollouts-controller"):
            self.write_private(self.pki / f"{user}.kubeconfig", json.dumps({
                "apiVersion": "v1", "kind": "Config", "current-context": "c",
                "clusters": [{"name": "c", "cluster": {"server": url, "certificate-authority": str(self.pki / "ca.crt")}}],
                "users": [{"name": "c", "user": {"client-certificate": str(self.pki / f"{user}.crt"),
                                                  "client-key": str(self.pki / f"{user}.key")}}],
                "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}]}))

    @staticmethod
    def write_private(path, text):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)

    def command(self, name):
        ports, pki = self.state["ports"], self.pki
        etcd = f"https://127.0.0.1:{ports['etcd']}"
        peer = f"http://127.0.0.1:{ports['etcd-peer']}"
        if name == "etcd":
            return [f"--data-dir={self.folder / 'etcd'}", "--name=live",
                    f"--listen-client-urls={etcd}", f"--advertise-client-urls={etcd}",
                    f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}",
                    f"--initial-cluster=live={peer}",
                    f"--cert-file={pki / 'etcd.crt'}", f"--key-file={pki / 'etcd.key'}",
                    f"--trusted-ca-file={pki / 'ca.crt'}", "--client-cert-auth",
                    # The data lives as long as a test: durability would only cost time.
                    "--unsafe-no-fsync", "--log-level=warn"]
        if name == "kube-apiserver":
            return [f"--etcd-servers={etcd}", f"--etcd-cafile={pki / 'ca.crt'}",
                    f"--etcd-certfile={pki / 'etcd.crt'}", f"--etcd-keyfile={pki / 'etcd.key'}",
                    f"--etcd-compaction-interval={COMPACTION_SECONDS}s",
                    f"--min-request-timeout={WATCH_SECONDS}",
                    "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
                    f"--secure-port={ports['kube-apiserver']}",
                    f"--tls-cert-file={pki / 'kube-apiserver.crt'}",
                    f"--tls-private-key-file={pki / 'kube-apiserver.key'}",
                    f"--client-ca-file={pki / 'ca.crt'}", f"--token-auth-file={pki / 'tokens.csv'}",
                    "--authorization-mode=RBAC", "--anonymous-auth=false",
                    "--service-account-issuer=https://kubernetes.default.svc",
                    f"--service-account-key-file={pki / 'service-accounts.crt'}",
                    f"--service-account-signing-key-file={pki / 'service-accounts.key'}",
                    "--service-cluster-ip-range=10.0.0.0/24",
                    # A loopback address is no valid endpoint of the service `kubernetes`, and
                    # nobody here uses it.
                    "--endpoint-reconciler-type=none"]
        config = f"--kubeconfig={pki / (name + '.kubeconfig')}"
        if name == "kube-controller-manager":
            return [config, f"--controllers={','.join(CONTROLLERS)}", "--leader-elect=false",
                    "--secure-port=0", f"--root-ca-file={pki / 'ca.crt'}",
                    f"--service-account-private-key-file={pki / 'service-accounts.key'}"]
        if name == "rollouts-controller":
            # It can listen on all addresses only; a port that does not exist keeps it from that.
            return [config, "--leader-elect=false", "--metricsPort=-1", "--healthzPort=-1"]
        return [config]

    def run(self, name):
        """Starts a program and waits until it listens, where it does."""
        begin = time.monotonic()
        with open(self.folder / "logs" / f"{name}.log", "ab") as log:
            process = subprocess.Popen([pathlib.Path(self.state["binaries"]) / name, *self.command(name)],
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                                       start_new_session=True)
        self.state["processes"][name] = {"pid": process.pid, "started": started_at(process.pid)}
        self.save()
        alive = lambda: process.poll() is None
        try:
            port = self.state["ports"].get(name)
            if port:
                wait_until(f"{name} listening on port {port}", 60, lambda: listens(process.pid, port), alive)
            if name == "kube-apiserver":
                wait_until("ready API server", 60, lambda: self.kube.raw("GET", "/readyz") == (200, "ok"), alive)
                if not listens(process.pid, port):
                    raise Failed(f"port {port} was answered by a process that is not ours")
        except Failed as error:
            log = (self.folder / "logs" / f"{name}.log").read_text(errors="replace")
            raise Failed(f"{error}\nlast lines of {name}:\n" + "\n".join(log.splitlines()[-15:])) from None
        if port:
            say(f"{name} is up after {time.monotonic() - begin:.1f} s (pid {process.pid})")

    # -------------------------------------------------- objects

    def apply(self, path, text):
        """Creates an object; one that exists already is kept, so that `apply` may be repeated."""
        status, answer = self.kube.raw("POST", path, text, "application/yaml")
        if status >= 300 and status != 409:
            raise Refused("POST", path, status, answer)

    def apply_definitions(self, folder):
        path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        for file in sorted(folder.glob("*-crd.yaml")):
            self.apply(path, file.read_bytes())

        def established():
            items = self.kube.get(path)["items"]
            return all(any(c["type"] == "Established" and c["status"] == "True"
                           # Right after it was made the list is null, not empty.
                           for c in i.get("status", {}).get("conditions") or []) for i in items)
        wait_until("definitions of Argo Rollouts", 60, established)

    def apply_samples(self):
        begin = time.monotonic()
        self.apply("/api/v1/namespaces", (HERE / "objects" / "namespace.yaml").read_bytes())
        # The namespace's account is the controller manager's first visible work.
        wait_until("service account, so controllers", 60,
                   lambda: self.kube.get("/api/v1/namespaces/shop/serviceaccounts/default"))
        for file in sorted((HERE / "objects").glob("[0-9]*.yaml")):
            for text in file.read_text().split("\n---\n"):
                kinds = [line for line in text.splitlines() if line.startswith("kind: ")]
                self.apply(PATHS[kinds[0].removeprefix("kind: ")], text)
        for name in ("checkout", "cart"):
            wait_until(f"healthy rollout {name}", 90,
                       lambda: self.kube.get(f"{ROLLOUTS.format('shop')}/{name}")["status"]["phase"] == "Healthy")
        wait_until("available deployment web", 90,
                   lambda: self.kube.get(f"{DEPLOYMENTS.format('shop')}/web")["status"]["availableReplicas"] == 3)
        say(f"samples are healthy after {time.monotonic() - begin:.1f} s")

    # -------------------------------------------------- end

    def end(self, name, sign=signal.SIGTERM):
        entry = self.state.get("processes", {}).get(name)
        if not entry or not self.running(name):
            return
        os.kill(entry["pid"], sign)
        limit = time.monotonic() + 5
        while self.running(name):
            if time.monotonic() > limit:
                os.kill(entry["pid"], signal.SIGKILL)
                limit += 5
            try:
                os.waitpid(entry["pid"], os.WNOHANG)  # a child of ours would stay as a zombie
            except ChildProcessError:
                pass
            time.sleep(0.02)

    def stop(self):
        for name in reversed(PROGRAMS):
            # An API server waits for its watches before it ends, and etcd's data is thrown away.
            self.end(name, signal.SIGKILL if name in ("kube-apiserver", "etcd") else signal.SIGTERM)
        self.state["processes"] = {}
        self.save()

    def restart(self, name):
        self.end(name, signal.SIGKILL)
        port = self.state["ports"].get(name)
        if port:  # a client that tries again may sit on it by connecting to itself
            wait_until(f"free port {port}", 60, lambda: can_bind(port), lambda: True)
        self.run(name)


PATHS = {
    "ConfigMap": "/api/v1/namespaces/shop/configmaps",
    "Service": "/api/v1/namespaces/shop/services",
    "Deployment": DEPLOYMENTS.format("shop"),
    "Rollout": ROLLOUTS.format("shop"),
    "Role": "/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles",
    "RoleBinding": "/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings",
    "ClusterRoleBinding": "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["start", "stop", "restart", "status"])
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("program", nargs="?", choices=PROGRAMS, metavar="PROGRAM")
    options = parser.parse_args()
    if (options.verb == "restart") != (options.program is not None):
        parser.error(f"`restart` needs one of {', '.join(PROGRAMS)}; the other verbs take none")
    cluster = Cluster(options.folder)
    if options.verb != "start" and not cluster.state:
        raise Failed(f"{cluster.folder} holds no cluster")
    if options.verb == "start":
        cluster.start()
        print(cluster.folder / "kubeconfig")
    elif options.verb == "stop":
        cluster.stop()
    elif options.verb == "restart":
        cluster.restart(options.program)
    else:
        for name in PROGRAMS:
            pid = cluster.state["processes"].get(name, {}).get("pid", "-")
            print(f"{name:24} {'running' if cluster.running(name) else 'ended':8} pid {pid}"
                  f" port {cluster.state['ports'].get(name, '-')}")


def run_main():
    try:
        main()
    except (Failed, Refused) as error:
        say(f"{error}")
        sys.exit(1)
