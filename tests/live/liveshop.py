# SPDX-License-Identifier: GPL-3.0-or-later
"""The company of the scenarios: its workspaces, its releases, and asternctl run on them."""
import json
import os
import re
import select
import subprocess
import time

from kube import DEPLOYMENTS, JSON_PATCH, REPLICASETS, ROLLOUTS

NAMESPACE = "shop"
CONTEXTS = ("admin", "token", "viewer", "expired")

WORKSPACE = """\
astern: workspace/v1
name: live-{context}
backends:
  argo: {{type: argo-rollouts, kubeconfig: {kubeconfig}, context: {context}, namespaces: [shop]}}
  k8s:  {{type: kubernetes, kubeconfig: {kubeconfig}, context: {context}, namespaces: [shop]}}
environments:
  live: {{cells: [local]}}
services:
  checkout:
    owner: team-payments
    criticality: high
    rollouts:
      - {{environment: live, cell: local, backend: argo, namespace: shop, name: checkout}}
  cart:
    owner: team-payments
    criticality: medium
    rollouts:
      - {{environment: live, cell: local, backend: argo, namespace: shop, name: cart}}
  web:
    owner: team-web
    criticality: low
    rollouts:
      - {{environment: live, cell: local, backend: k8s, namespace: shop, name: web}}
"""

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, NOT_PERMITTED = range(6)


class Wrong(Exception):
    """The program under test did not do what it promises."""


def check(condition, message):
    if not condition:
        raise Wrong(message)


class Told:
    """What one run of asternctl said."""

    def __init__(self, arguments, code, out, err, seconds):
        self.arguments, self.code, self.out, self.err, self.seconds = arguments, code, out, err, seconds

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise Wrong(f"no JSON on standard output: {self.out[:300]!r}") from None

    def expect(self, code):
        check(self.code == code, f"exit code {self.code}, expected {code}")
        return self

    def __str__(self):
        lines = [f"$ asternctl {' '.join(self.arguments)}", f"exit code {self.code} after {self.seconds:.1f} s"]
        return "\n".join("     " + line[:600] for line in lines + (self.out + self.err).splitlines()[:30])


class Shop:
    def __init__(self, program, folder, cluster):
        self.program, self.folder, self.cluster = program, folder, cluster
        self.kube = cluster.kube
        self.runs = []
        self.children = []
        self.serial = 1
        self.everything = []
        home = folder / "home"
        home.mkdir(parents=True)
        self.environment = {k: v for k, v in os.environ.items()
                            if not re.match(r"(?i)(.*_proxy|KUBECONFIG|XDG_.*|ASTERN_.*)$", k)}
        self.environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "QT_QPA_PLATFORM": "offscreen"}
        for context in CONTEXTS:
            workspace = folder / "workspaces" / context
            workspace.mkdir(parents=True)
            (workspace / "astern.yaml").write_text(
                WORKSPACE.format(context=context, kubeconfig=cluster.folder / "kubeconfig"))

    # -------------------------------------------------- asternctl

    def begin(self):
        self.runs = []

    def told(self):
        return "\n".join(map(str, self.runs))

    def command(self, *arguments, context="admin", workspace=None):
        return [str(self.program), *arguments, "--workspace", str(workspace or self.folder / "workspaces" / context)]

    def ctl(self, *arguments, context="admin", workspace=None, limit=90):
        begin = time.monotonic()
        try:
            done = subprocess.run(self.command(*arguments, context=context, workspace=workspace), text=True,
                                  env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=limit, errors="replace")
            told = Told(arguments, done.returncode, done.stdout, done.stderr, time.monotonic() - begin)
        except subprocess.TimeoutExpired as error:
            text = [(t or b"").decode(errors="replace") if not isinstance(t, str) else t
                    for t in (error.stdout, error.stderr)]
            told = Told(arguments, f"none, ended after {limit} s", *text, limit)
        self.runs.append(told)
        self.everything.append(told.out + told.err)
        return told

    def status(self, context="admin"):
        return self.ctl("status", "--json", context=context)

    def act(self, verb, service, *more, context="admin"):
        return self.ctl(verb, service, "--environment", "live", "--cell", "local", *more,
                        "--reason", f"live test of {verb}", "--yes", "--json", context=context)

    def why(self, service, context="admin"):
        return self.ctl("why", service, "--environment", "live", "--cell", "local", "--json", context=context)

    def watch(self, context="admin"):
        watch = Watch(self.command("status", "--watch", "--json", context=context), self.environment)
        self.children.append(watch)
        return watch

    def end(self):
        for child in self.children:
            child.end()

    # -------------------------------------------------- the cluster, read and changed by ourselves

    def rollout(self, name="checkout"):
        return self.kube.get(f"{ROLLOUTS.format(NAMESPACE)}/{name}")

    def deployment(self, name="web"):
        return self.kube.get(f"{DEPLOYMENTS.format(NAMESPACE)}/{name}")

    def replicasets(self, app):
        return self.kube.get(REPLICASETS.format(NAMESPACE), labelSelector=f"app={app}")["items"]

    def images(self, app):
        """The images of the pods that serve, sorted."""
        pods = self.kube.get(f"/api/v1/namespaces/{NAMESPACE}/pods", labelSelector=f"app={app}")["items"]
        return sorted(tag(p["spec"]) for p in pods if not p["metadata"].get("deletionTimestamp") and any(
            c["type"] == "Ready" and c["status"] == "True" for c in p["status"].get("conditions", [])))

    def until(self, what, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            check(time.monotonic() < end, f"not seen in the cluster within {seconds} s: {what}")
            time.sleep(0.1)

    def new_tag(self, prefix="v"):
        self.serial += 1
        return f"{prefix}{self.serial}"

    def set_image(self, app, new):
        path = (DEPLOYMENTS if app == "web" else ROLLOUTS).format(NAMESPACE)
        self.kube.call("PATCH", f"{path}/{app}", [
            {"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": f"registry.local/{app}:{new}"},
        ], JSON_PATCH)

    def seen(self, name):
        """The rollout, once its controller has looked at the newest generation; else None."""
        rollout = self.rollout(name)
        caught_up = rollout["status"].get("observedGeneration") == str(rollout["metadata"]["generation"])
        return rollout if caught_up else None

    def phase(self, name, phase):
        rollout = self.seen(name)
        return rollout is not None and rollout["status"]["phase"] == phase

    def release(self, name="checkout", new=None):
        """Brings a new version to 100 % without asternctl; returns its tag."""
        path = f"{ROLLOUTS.format(NAMESPACE)}/{name}"
        new = new or self.new_tag()
        self.kube.merge(path, {"spec": {"paused": False}})
        self.set_image(name, new)
        self.until(f"{name} {new} on its way", lambda: (r := self.seen(name)) and
                   r["status"]["currentPodHash"] != r["status"].get("stableRS"))
        self.kube.merge(path + "/status", {"status": {"promoteFull": True}})
        self.until(f"{name} {new} healthy", lambda: self.phase(name, "Healthy") and
                   set(self.images(name)) == {new}, 60)
        return new

    def canary(self, new=None):
        """A stable version, and a new one that waits at the first step; returns both tags."""
        stable = tag(self.rollout()["spec"]["template"]["spec"])
        if not self.phase("checkout", "Healthy"):
            stable = self.release()
        new = new or self.new_tag()
        self.set_image("checkout", new)
        self.until("pause at the first step", lambda: self.phase("checkout", "Paused") and
                   self.rollout()["status"].get("pauseConditions"))
        return stable, new

    def preview(self):
        """The same for the blue-green rollout."""
        if not self.phase("cart", "Healthy"):
            self.release("cart")
        stable = tag(self.rollout("cart")["spec"]["template"]["spec"])
        new = self.new_tag()
        self.set_image("cart", new)
        self.until("pause before the switch", lambda: self.phase("cart", "Paused") and
                   self.rollout("cart")["status"].get("pauseConditions"))
        return stable, new

    def active(self):
        """The tag to which the service of the blue-green rollout sends traffic."""
        selector = self.kube.get(f"/api/v1/namespaces/{NAMESPACE}/services/cart-active")["spec"]["selector"]
        for replicaset in self.replicasets("cart"):
            if replicaset["metadata"]["labels"]["rollouts-pod-template-hash"] == selector["rollouts-pod-template-hash"]:
                return tag(replicaset["spec"]["template"]["spec"])
        return None

    def deploy(self, new=None):
        """Brings a new version of the deployment to all pods; returns the tag before and the new one."""
        path = f"{DEPLOYMENTS.format(NAMESPACE)}/web"
        self.kube.merge(path, {"spec": {"paused": False}})
        old = tag(self.deployment()["spec"]["template"]["spec"])
        new = new or self.new_tag()
        self.set_image("web", new)
        self.until(f"web {new}", lambda: self.images("web") == [new] * 3, 60)
        return old, new


class Watch:
    """A running `asternctl status --watch`."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, bufsize=0,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.text = {self.process.stdout: "", self.process.stderr: ""}

    def read(self, seconds):
        for pipe in select.select([p for p in self.text if not p.closed], [], [], seconds)[0]:
            data = os.read(pipe.fileno(), 65536)
            self.text[pipe] += data.decode(errors="replace")
            if not data:
                pipe.close()
                time.sleep(0.1)

    def out(self):
        return self.text[self.process.stdout]

    def err(self):
        return self.text[self.process.stderr]

    def until(self, what, pattern, seconds=30, since=0):
        end = time.monotonic() + seconds
        while pattern not in self.out()[since:]:
            check(self.process.poll() is None,
                  f"the watch ended with exit code {self.process.poll()} before it showed {what}: {self.err()[-500:]}")
            check(time.monotonic() < end, f"the watch did not show {what} within {seconds} s; its last words: "
                  f"{self.out()[-500:]!r} {self.err()[-500:]!r}")
            self.read(0.2)

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def tag(pod_spec):
    return pod_spec["containers"][0]["image"].rpartition(":")[2]


def entry(status, service):
    """The row of a service in the answer of `status --json`."""
    check(isinstance(status, list), "status --json is no array")
    rows = [row for row in status if isinstance(row, dict) and row.get("service") == service]
    check(len(rows) == 1, f"status --json has {len(rows)} rows with service {service!r}, not 1")
    return rows[0]


def mentions(value, text):
    """Whether a text occurs in any key or value of a JSON value, whatever its shape."""
    return text.lower() in json.dumps(value).lower()
