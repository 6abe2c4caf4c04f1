# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does with asternctl, and what must be true in the cluster afterwards."""
import signal
import time

import guarded
from kube import ROLLOUTS
from liveshop import (DONE, INCOMPLETE, NAMESPACE, NOT_PERMITTED, REFUSED, UNREACHABLE, check, entry, mentions, tag)

ALL = []


def scenario(function):
    ALL.append(function)
    return function


def image(shop, name):
    return tag(shop.rollout(name)["spec"]["template"]["spec"])


# ---------------------------------------------------------------- looking

@scenario
def status_shows_every_rollout(shop):
    answer = shop.status().expect(DONE).json()
    for name in ("checkout", "cart"):
        row = entry(answer, name)
        check(mentions(row, shop.rollout(name)["status"]["stableRS"]), f"{name}: the stable hash is not in its row")
        check(mentions(row, "healthy"), f"{name} is healthy; its row does not say so")
    check(mentions(entry(answer, "web"), "healthy"), "web is healthy; its row does not say so")


@scenario
def status_shows_a_canary_at_its_gate(shop):
    stable, new = shop.canary()
    row = entry(shop.status().expect(DONE).json(), "checkout")
    status = shop.rollout()["status"]
    for what in (status["stableRS"], status["currentPodHash"], stable, new, "paused"):
        check(mentions(row, what), f"the row does not mention {what!r}")


def broken(shop):
    """A release whose only pod crashes; the answers of `why`, to one who may read all and to one who may not."""
    if not shop.phase("checkout", "Healthy"):
        shop.release()
    shop.set_image("checkout", shop.new_tag("broken"))
    shop.until("a pod that waits after a crash", lambda: any(
        mentions(pod["status"], "CrashLoopBackOff")
        for pod in shop.kube.get(f"/api/v1/namespaces/{NAMESPACE}/pods", labelSelector="app=checkout")["items"]))
    return shop.why("checkout").expect(DONE).json(), shop.why("checkout", "viewer").expect(INCOMPLETE).json()


@scenario
def why_names_the_pod_that_crashes(shop):
    everything, some = broken(shop)
    status = shop.rollout()["status"]
    for answer in (everything, some):
        check(answer["level"] == "bad" and "CrashLoopBackOff" in answer["summary"], f"it says {answer['summary']!r}")
        check([(p["hash"], p["health"]) for p in answer["pods"] if p["role"] == "new"]
              == [(status["currentPodHash"], "crashing")], "the new pod is not the one that crashes")
        check([(p["hash"], p["health"]) for p in answer["pods"] if p["role"] == "stable"]
              == [(status["stableRS"], "ready")] * 4, "the four stable pods are not ready")
    check(mentions(everything["events"], status["currentPodHash"]), "no event names the new pods")
    check(some["events"] is None and mentions(some["errors"]["events"], "viewer"), "it does not say who may not")


@scenario
def discover_writes_a_workspace_that_works(shop):
    folder = shop.folder / "home" / "discovered"
    kubeconfig = str(shop.cluster.folder / "kubeconfig")
    told = shop.ctl("discover", "--kubeconfig", kubeconfig, "--output", f"{folder}-all").expect(INCOMPLETE)
    check("expired does not accept" in told.err + told.out, "it does not say which context could not be read")
    shop.ctl("discover", "--kubeconfig", kubeconfig, "--context", "token", "--output", str(folder)).expect(DONE)
    shop.ctl("workspace", "check", workspace=folder).expect(DONE)
    answer = shop.ctl("status", "--json", workspace=folder).expect(DONE).json()
    check(sorted(row["service"] for row in answer) == ["cart", "checkout", "web"], "not each service once")


@scenario
def doctor_tells_what_the_credentials_may_do(shop):
    shop.release()  # so that there is a version to go back to, which the viewer may not
    for context, answer, code in (("token", "yes", DONE), ("viewer", "no", NOT_PERMITTED)):
        told = shop.ctl("doctor", context=context).expect(code)
        for what in ("promote", "pause", "abort", "roll back"):
            check(f"argo: May {what}: {answer}" in told.out, f"{context}: whether it may {what} is wrong")


# ---------------------------------------------------------------- going forward

@scenario
def promote_takes_one_step(shop):
    _, new = shop.canary()
    shop.act("promote", "checkout").expect(DONE)
    check(shop.rollout()["status"]["currentStepIndex"] > 1, "the canary is still at its first pause")
    shop.until("new version at 100 %", lambda: shop.phase("checkout", "Healthy") and shop.images("checkout") == [new] * 4)


@scenario
def promote_is_refused_when_nothing_waits(shop):
    if not shop.phase("checkout", "Healthy"):
        shop.release()
    before = shop.rollout()["metadata"]["resourceVersion"]
    shop.act("promote", "checkout").expect(REFUSED)
    check(shop.rollout()["metadata"]["resourceVersion"] == before, "the rollout was changed all the same")


@scenario
def promote_switches_a_blue_green_rollout(shop):
    _, new = shop.preview()
    shop.act("promote", "cart").expect(DONE)
    check(shop.active() == new, f"traffic goes to {shop.active()}, not to {new}")


@scenario
def pause_and_resume_a_canary(shop):
    shop.canary()
    shop.act("pause", "checkout").expect(DONE)
    check(shop.rollout()["spec"].get("paused") is True, "spec.paused is not set")
    shop.act("resume", "checkout").expect(DONE)
    check(not shop.rollout()["spec"].get("paused"), "spec.paused is still set")
    # To resume is to end a person's pause; going on is a decision of its own.
    time.sleep(1)
    check(shop.rollout()["status"]["currentStepIndex"] == 1, "resume went on to the next step")


@scenario
def promote_after_a_pause_is_not_lost(shop):
    # The controller forgets a promotion that reaches it while spec.paused is set.
    shop.canary()
    shop.act("pause", "checkout").expect(DONE)
    told = shop.act("promote", "checkout")
    if told.code == DONE:
        check(shop.rollout()["status"]["currentStepIndex"] > 1, "said done, but the canary is at its first pause")
    else:
        told.expect(REFUSED)
        check(shop.rollout()["status"]["currentStepIndex"] == 1, "refused, but the canary went on")


@scenario
def pause_and_resume_a_deployment(shop):
    shop.act("pause", "web").expect(DONE)
    check(shop.deployment()["spec"].get("paused") is True, "spec.paused is not set")
    shop.act("resume", "web").expect(DONE)
    check(not shop.deployment()["spec"].get("paused"), "spec.paused is still set")


# ---------------------------------------------------------------- stopping

@scenario
def abort_returns_traffic_to_the_stable_version(shop):
    stable, _ = shop.canary()
    shop.act("abort", "checkout").expect(DONE)
    check(shop.rollout()["status"].get("abort") is True, "status.abort is not set")
    shop.until("only stable pods", lambda: shop.images("checkout") == [stable] * 4)


@scenario
def abort_again_changes_nothing(shop):
    if not shop.rollout()["status"].get("abort"):
        shop.canary()
        shop.act("abort", "checkout").expect(DONE)
    told = shop.act("abort", "checkout")
    check(told.code in (DONE, REFUSED), f"exit code {told.code}")
    check(shop.rollout()["status"].get("abort") is True, "status.abort was taken back")


@scenario
def retry_starts_the_canary_again(shop):
    if not shop.rollout()["status"].get("abort"):
        shop.canary()
        shop.act("abort", "checkout").expect(DONE)
    new = image(shop, "checkout")
    shop.act("retry", "checkout").expect(DONE)
    # After a retry `abort: false` stays in the status; it means the same as its absence.
    check(not shop.rollout()["status"].get("abort"), "status.abort is still set")
    shop.until("pods of the new version", lambda: shop.images("checkout").count(new) == 1)


@scenario
def promote_full_is_refused_after_an_abort(shop):
    # The server would accept it, and bring the version that was given up to 100 %.
    stable, _ = shop.canary()
    shop.act("abort", "checkout").expect(DONE)
    shop.act("promote", "checkout", "--full").expect(REFUSED)
    time.sleep(1)
    check(shop.images("checkout") == [stable] * 4, f"pods are {shop.images('checkout')}")


@scenario
def abort_is_refused_when_nothing_is_in_progress(shop):
    if not shop.phase("checkout", "Healthy"):
        shop.release()
    shop.act("abort", "checkout").expect(REFUSED)
    check(not shop.rollout()["status"].get("abort"), "status.abort was set")


@scenario
def abort_a_blue_green_rollout(shop):
    stable, _ = shop.preview()
    shop.act("abort", "cart").expect(DONE)
    check(shop.active() == stable, f"traffic goes to {shop.active()}, not to {stable}")
    check(shop.rollout("cart")["status"].get("abort") is True, "status.abort is not set")


# ---------------------------------------------------------------- going back

def went_back(shop, stable, to_hash):
    """The old version has everything: pods, the stable hash, the desired template."""
    check(shop.images("checkout") == [stable] * 4, f"pods that serve: {shop.images('checkout')}, expected 4 of {stable}")
    status = shop.rollout()["status"]
    check(status["stableRS"] == to_hash, f"stableRS is {status['stableRS']}, expected {to_hash}")
    check(image(shop, "checkout") == stable, f"the template says {image(shop, 'checkout')}, expected {stable}")
    shop.until("phase Healthy", lambda: shop.phase("checkout", "Healthy"), 10)


@scenario
def rollback_a_canary_in_progress(shop):
    stable, _ = shop.canary()
    to_hash = shop.rollout()["status"]["stableRS"]
    shop.act("rollback", "checkout").expect(DONE)
    went_back(shop, stable, to_hash)


@scenario
def rollback_a_canary_that_a_person_paused(shop):
    stable, _ = shop.canary()
    shop.kube.merge(f"{ROLLOUTS.format(NAMESPACE)}/checkout", {"spec": {"paused": True}})
    to_hash = shop.rollout()["status"]["stableRS"]
    told = shop.act("rollback", "checkout").expect(DONE)
    shop.kube.merge(f"{ROLLOUTS.format(NAMESPACE)}/checkout", {"spec": {"paused": False}})
    check(told.code == DONE and set(shop.images("checkout")) == {stable}, 
          f"pods that serve: {shop.images('checkout')}, expected {stable}")
    check(shop.rollout()["status"]["stableRS"] == to_hash, "the stable version changed")


@scenario
def rollback_a_finished_rollout(shop):
    old = shop.release()
    to_hash = shop.rollout()["status"]["stableRS"]
    shop.release()
    shop.act("rollback", "checkout").expect(DONE)
    went_back(shop, old, to_hash)


@scenario
def rollback_to_a_chosen_revision(shop):
    old = shop.release()
    status = shop.rollout()["status"]
    revision = next(r["metadata"]["annotations"]["rollout.argoproj.io/revision"] for r in shop.replicasets("checkout")
                    if r["metadata"]["labels"]["rollouts-pod-template-hash"] == status["stableRS"])
    shop.release()
    shop.release()
    shop.act("rollback", "checkout", "--to-revision", revision).expect(DONE)
    went_back(shop, old, status["stableRS"])


@scenario
def rollback_to_a_revision_that_is_not_there_is_refused(shop):
    before = shop.rollout()["metadata"]["generation"]
    shop.act("rollback", "checkout", "--to-revision", "9999").expect(REFUSED)
    check(shop.rollout()["metadata"]["generation"] == before, "the template was changed all the same")


@scenario
def rollback_after_an_abort_restores_the_template(shop):
    stable, _ = shop.canary()
    to_hash = shop.rollout()["status"]["stableRS"]
    shop.kube.merge(f"{ROLLOUTS.format(NAMESPACE)}/checkout/status", {"status": {"abort": True}})
    shop.until("phase Degraded", lambda: shop.phase("checkout", "Degraded"))
    shop.act("rollback", "checkout").expect(DONE)
    went_back(shop, stable, to_hash)


@scenario
def rollback_a_canary_that_never_gets_ready(shop):
    if not shop.phase("checkout", "Healthy"):
        shop.release()
    stable, to_hash = image(shop, "checkout"), shop.rollout()["status"]["stableRS"]
    shop.set_image("checkout", shop.new_tag("broken"))
    shop.until("deadline exceeded", lambda: shop.phase("checkout", "Degraded"), 45)
    check(mentions(entry(shop.status().expect(DONE).json(), "checkout"), "degraded"), "status does not say degraded")
    shop.act("rollback", "checkout").expect(DONE)
    went_back(shop, stable, to_hash)


@scenario
def rollback_a_finished_blue_green_rollout(shop):
    old = shop.release("cart")
    shop.release("cart")
    # The old pods may be up still: then the controller switches at once, without the usual pause.
    shop.act("rollback", "cart").expect(DONE)
    check(shop.active() == old, f"traffic goes to {shop.active()}, not to {old}")


@scenario
def rollback_a_finished_blue_green_rollout_whose_old_pods_are_gone(shop):
    old = shop.release("cart")
    shop.release("cart")
    shop.until("old pods gone", lambda: old not in shop.images("cart"))
    shop.act("rollback", "cart").expect(DONE)
    check(shop.active() == old, f"traffic goes to {shop.active()}, not to {old}")


@scenario
def rollback_a_deployment(shop):
    old, _ = shop.deploy()
    shop.act("rollback", "web").expect(DONE)
    check(shop.images("web") == [old] * 3, f"pods that serve: {shop.images('web')}, expected 3 of {old}")
    labels = shop.deployment()["spec"]["template"]["metadata"]["labels"]
    check("pod-template-hash" not in labels, "the template carries the label of a ReplicaSet")


@scenario
def rollback_a_deployment_that_is_stuck(shop):
    old = tag(shop.deployment()["spec"]["template"]["spec"])
    shop.set_image("web", shop.new_tag("missing"))
    time.sleep(1)
    shop.act("rollback", "web").expect(DONE)
    check(shop.images("web") == [old] * 3, f"pods that serve: {shop.images('web')}, expected 3 of {old}")


# ---------------------------------------------------------------- the guard

@scenario
def guard_holds_and_rolls_back_a_failing_canary(shop):
    with guarded.play(shop) as (guard, service, stable, new):
        canary = guarded.hash_of(shop, "currentPodHash")
        service.fail(canary, 0.2)
        guard.wait("suspect", **{"class": "transient"})
        guard.wait("held", do="hold", result="confirmed")
        check(shop.rollout()["spec"].get("paused") is True, "held, and spec.paused is not set")
        guard.wait("failing", **{"class": "systemic"})
        guard.wait("rolled back", do="rollback", result="confirmed")
        service.fail(canary, 0)  # it has no traffic any more
        shop.until(f"{stable} serves alone", lambda: set(shop.images("checkout")) == {stable}, 60)
        check(image(shop, "checkout") == stable, "the template still asks for the failing version")
        check(len(guard.said(do="rollback", result="sent")) == 1, "a rollback was sent more than once")
        guard.wait("recovered", recovery="recovered")
    kinds = guarded.kinds(shop)
    for earlier, later in (("verdict.changed", "guard.hold"), ("guard.hold", "guard.rollback"),
                           ("guard.rollback", "rollback.intent"), ("rollback.intent", "guard.outcome")):
        check(earlier in kinds and later in kinds[kinds.index(earlier):], f"no {later} after {earlier}: {kinds}")


@scenario
def guard_only_holds_for_a_burst(shop):
    with guarded.play(shop) as (guard, service, stable, new):
        canary = guarded.hash_of(shop, "currentPodHash")
        service.fail(canary, 0.3)
        time.sleep(30)
        service.fail(canary, 0.0005)
        guard.wait("held", do="hold", result="confirmed")
        guard.wait("healthy again", after=guard.count(), **{"class": "healthy"})
        check(not guard.said(do="rollback"), "rolled back for a burst")
        check(image(shop, "checkout") == new, "the template was changed")


# ---------------------------------------------------------------- who may, and who is there

@scenario
def viewer_may_look_and_not_act(shop):
    stable, new = shop.canary()
    shop.deploy()
    entry(shop.status(context="viewer").expect(DONE).json(), "checkout")
    before = shop.rollout()["metadata"]["resourceVersion"], shop.deployment()["metadata"]["generation"]
    for verb in ("promote", "abort", "pause", "rollback"):
        told = shop.act(verb, "checkout", context="viewer").expect(NOT_PERMITTED)
        check("viewer" in told.out + told.err, f"{verb}: the refusal does not say who may not")
    shop.act("rollback", "web", context="viewer").expect(NOT_PERMITTED)
    after = shop.rollout()["metadata"]["resourceVersion"], shop.deployment()["metadata"]["generation"]
    check(before == after, "something was changed all the same")


@scenario
def wrong_token_is_told_apart_from_not_permitted(shop):
    before = shop.rollout()["metadata"]["generation"]
    shop.status(context="expired").expect(UNREACHABLE)
    told = shop.act("rollback", "checkout", context="expired").expect(UNREACHABLE)
    check("401" in told.out + told.err or mentions(told.out + told.err, "unauthorized"),
          "the error does not say that the credential was refused")
    answer = told.json()
    check({"code", "message"} <= set(answer), f"the JSON error has no code and message: {answer}")
    check(shop.rollout()["metadata"]["generation"] == before, "the rollout was changed")


@scenario
def bearer_token_and_relative_certificate_path(shop):
    _, new = shop.canary()
    shop.act("abort", "checkout", context="token").expect(DONE)
    check(shop.rollout()["status"].get("abort") is True, "status.abort is not set")


@scenario
def server_that_is_down_is_unreachable(shop):
    shop.cluster.end("kube-apiserver", signal.SIGKILL)
    try:
        shop.status().expect(UNREACHABLE)
        shop.act("abort", "checkout").expect(UNREACHABLE)
    finally:
        shop.cluster.run("kube-apiserver")


@scenario
def watch_survives_an_expired_version(shop):
    if not shop.phase("checkout", "Healthy"):
        shop.release()
    watch = shop.watch()
    watch.until("checkout", "checkout")
    version = shop.kube.get(ROLLOUTS.format(NAMESPACE))["metadata"]["resourceVersion"]
    # A new process of the API server remembers no change before its own start. Changes that the
    # watch is not told of make sure that its version is older than that.
    for number in range(5):
        shop.kube.merge(f"/api/v1/namespaces/{NAMESPACE}/configmaps/checkout-config",
                        {"data": {"NUMBER": str(number)}})
    shop.cluster.restart("kube-apiserver")
    # The first answers may be "storage is (re)initializing"; what follows is the one that counts.
    shop.until("answer 410 to a watch from that version", lambda: [410] == [
        event.get("object", {}).get("code") for event in shop.kube.watch(ROLLOUTS.format(NAMESPACE), version, 2)[1]])
    since = len(watch.out())
    new = shop.new_tag()
    shop.set_image("checkout", new)
    watch.until(f"the release of {new}", new, 60, since)
    watch.end()


@scenario
def watch_shows_what_changes(shop):
    if not shop.phase("checkout", "Healthy"):
        shop.release()
    watch = shop.watch()
    watch.until("checkout", "checkout")
    since = len(watch.out())
    new = shop.new_tag()
    shop.set_image("checkout", new)
    watch.until(f"the release of {new}", new, 10, since)
    watch.end()


@scenario
def no_credential_is_written_anywhere(shop):
    secrets = list(shop.cluster.state["tokens"].values())
    key = (shop.cluster.pki / "admin.key").read_text().splitlines()[5]
    texts = {"output": "\n".join(shop.everything)}
    for file in (shop.folder / "home").rglob("*"):
        if file.is_file():
            texts[str(file.relative_to(shop.folder))] = file.read_bytes().decode(errors="replace")
    for place, text in texts.items():
        check(not any(s in text for s in secrets + [key]), f"a token or key is in {place}")
