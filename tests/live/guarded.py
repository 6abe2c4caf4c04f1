# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard beside a real Argo Rollouts controller: the parts that its own test brings (a real Prometheus, a service whose
failures the scenario decides), on the cluster's rollout."""
import contextlib
import pathlib
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "app"))
import guard as parts  # noqa: E402

from liveshop import check  # noqa: E402

CONTEXT = "guarded"


def hash_of(shop, field):
    return shop.rollout()["status"][field]


@contextlib.contextmanager
def play(shop):
    """A canary that waits at its first step, judged by a guard that acts and finds it healthy."""
    stable, new = shop.canary()
    metric, label, policy = parts.word() + "_total", parts.word(), parts.word()
    service = parts.Service(metric, label)
    for field in ("stableRS", "currentPodHash"):
        service.add(hash_of(shop, field))
    folder = shop.folder / f"{CONTEXT}-{metric}"
    folder.mkdir()
    prometheus, port = parts.start_prometheus(folder, service.port)
    process = None
    try:
        write_workspace(shop, metric, label, policy, port)
        time.sleep(6)  # some scrapes before anybody judges
        guard = Guard(shop)
        process = guard.process
        guard.wait("it acts", acts=True)
        guard.wait("healthy before anything fails", **{"class": "healthy"})
        yield guard, service, stable, new
        check(guard.stop() == 0, "the guard did not end in order")
    finally:
        for running in (process, prometheus):
            if running:
                running.kill()
                running.wait()
        service.shutdown()


def write_workspace(shop, metric, label, policy, port):
    admin = (shop.folder / "workspaces" / "admin" / "astern.yaml").read_text()
    workspace = shop.folder / "workspaces" / CONTEXT
    (workspace / "policies").mkdir(parents=True, exist_ok=True)
    text = admin.replace("name: live-admin", f"name: live-{CONTEXT}")
    text = text.replace("backends:\n", f"backends:\n  real: {{type: prometheus, url: \"http://127.0.0.1:{port}\", poll: 1s}}\n")
    text = text.replace("  checkout:\n", "  checkout:\n    roles:\n"
                        f"      new: {{{label}: \"{{hash}}\"}}\n      stable: {{{label}: \"{{stable_hash}}\"}}\n"
                        f"    policies: [{policy}]\n", 1)
    (workspace / "astern.yaml").write_text(text)
    (workspace / "policies" / "checkout.yaml").write_text(
        parts.POLICY.format(id=policy, metric=metric).replace("environments: [prod]", "environments: [live]"))


class Guard(parts.Guard):
    """Its failures are those of a live scenario."""

    def __init__(self, shop):
        super().__init__(str(shop.program), str(shop.folder / "workspaces" / CONTEXT), str(shop.folder / "guard-data"))

    def wait(self, what, after=0, **wanted):
        try:
            return super().wait(what, after, **wanted)
        except parts.Wrong as wrong:
            check(False, str(wrong))

    def count(self):
        return len(self.lines)


def kinds(shop):
    """Of the log's entries, in order."""
    told = shop.ctl("journal", "tail", "--json", "--data", str(shop.folder / "guard-data"), context=CONTEXT).expect(0)
    return [entry["kind"] for entry in parts.entries_of(told.out)]
