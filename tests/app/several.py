#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""asternctl rolls several cells of a service back: one cell refuses, one cannot be read, one process dies.

  several.py ASTERNCTL
"""
import json
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from shop import Checks, Shop, judge  # noqa: E402

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, FORBIDDEN = range(6)
BOTH = ("--environment", "prod", "--cell", "eu-1,us-1")


def may_only_look(shop, cluster):
    """The credentials of this cluster may read, and get 403 for anything else; the others may all."""
    kubeconfig = shop.workspace / "kubeconfig"
    text = kubeconfig.read_text().replace("user: viewer, namespace", "user: admin, namespace")
    kubeconfig.write_text(text.replace(f"{{cluster: {cluster}, user: admin", f"{{cluster: {cluster}, user: viewer"))


def sent(shop, cluster):
    names = ["staging-eu-1", "prod-eu-1", "prod-us-1"]
    return [effect for effect in shop.proxies[names.index(cluster)].effects if 200 <= effect.status < 300]


def campaign_of(entries, campaign_id):
    return [entry for entry in entries if entry["payload"].get("campaign", {}).get("id") == campaign_id]


def usage(check, shop):
    cases = [
        (("--environment", "prod", "--cell", "all", "--waves", "--at-once"), "not both"),
        (("--environment", "prod", "--cell", "all", "--on-refusal", "perhaps"), "perhaps"),
        (("--environment", "prod", "--cell", "eu-1,mars-1"), "mars-1"),
        (("--cell", "all"), "--environment"),
        (("--environment", "prod", "--cell", "all", "--to-revision", "3"), "--to-revision"),
        (("--environment", "prod", "--cell", "eu-1", "--waves"), "--waves"),
    ]
    for arguments, named in cases:
        result = shop.ctl("rollback", "search", *arguments, "--yes")
        check(result.returncode == USAGE and named in result.stderr, f"{arguments}: {result.returncode} {result.stderr}")


def plans_of(shop, *arguments):
    result = shop.ctl("rollback", "search", "--environment", "prod", *arguments, "--dry-run", "--json")
    return result, json.loads(result.stdout)["waves"]


def dry(check, shop):
    # A canary in eu-1; us-1 serves what it goes back to.
    shop.order(op="deploy", service="search", cluster="prod-eu-1", tag="1.44.0")
    for _ in range(100):
        _, waves = plans_of(shop, "--cell", "eu-1,us-1")
        if waves[0][0]["from"] == "1.44.0":
            break
        time.sleep(0.1)
    shop.speed(1)  # however busy this machine is, the canary is still on its way when it goes back
    result = shop.ctl("rollback", "search", *BOTH, "--waves", "--on-refusal", "stop", "--dry-run", "--json")
    check(result.returncode == DONE, f"dry run: {result.returncode} {result.stderr}")
    told = json.loads(result.stdout)
    cells = [[plan["cell"] for plan in wave] for wave in told["waves"]]
    check(cells == [["eu-1"], ["us-1"]], f"waves {cells}")
    check((told["order"], told["on_refusal"], told["left_out"]) == ("waves", "stop", []), f"dry run said {told}")
    # "all" leaves us-1 alone, named it is warned of.
    check(any("further back" in warning for warning in told["waves"][1][0]["warnings"]), f"no warning: {told}")
    result, waves = plans_of(shop, "--cell", "all")
    check([[plan["cell"] for plan in wave] for wave in waves] == [["eu-1"]], f"all: {waves}")
    check("search@prod/us-1 stays" in result.stderr, f"us-1 would go back, too: {result.stderr}")
    check(not shop.effects(), "a dry run sent something")


def left_out(check, shop):
    """One cell does not answer: named before anything is sent."""
    shop.order(op="fail", api="prod-us-1", status=503)
    result = shop.ctl("rollback", "search", *BOTH, "--dry-run", "--json")
    check(result.returncode == INCOMPLETE, f"left out: {result.returncode} {result.stderr}")
    left = json.loads(result.stdout)["left_out"]
    check([place["place"] for place in left] == ["search@prod/us-1"], f"left out {left}")
    result = shop.ctl("rollback", "search", *BOTH, "--on-refusal", "stop", "--yes")
    check(result.returncode == REFUSED and "Nothing was sent" in result.stderr, f"stop: {result.stderr}")
    check(not shop.effects(), "sent, and one place was missing")
    shop.order(op="calm")


def dies_between_waves(check, shop):
    """eu-1 refuses, us-1 would be next: nobody begins it after a death, and the log says so."""
    may_only_look(shop, "prod-eu-1")
    result = shop.ctl("rollback", "payments", *BOTH, "--waves", "--yes", ASTERN_CRASH_AT="campaign.between-waves")
    check(result.returncode == -9, f"did not die: {result.returncode} {result.stderr}")
    recovered = shop.ctl("journal", "recover")
    check(recovered.returncode == DONE, f"recover: {recovered.stdout}{recovered.stderr}")
    last = shop.entries()[-1]["payload"]
    check(last["kind"] == "campaign.outcome" and last["outcome"]["resolved_by"] == "recovery", f"last: {last}")
    results = [place["result"] for place in last["campaign"]["places"]]
    check(results == ["failed", "not-begun"], f"places {results}")
    check(not sent(shop, "prod-us-1"), "us-1 was begun by itself")


def stops(check, shop):
    """The first wave is refused, and the policy is to stop."""
    result = shop.ctl("rollback", "payments", *BOTH, "--waves", "--on-refusal", "stop", "--yes", "--json")
    check(result.returncode == FORBIDDEN, f"stop: {result.returncode} {result.stdout} {result.stderr}")
    states = [place["state"] for place in json.loads(result.stdout)["places"]]
    check(states == ["failed", "not-begun"], f"states {states}")
    check(not sent(shop, "prod-us-1"), "us-1 was begun")


def goes_on(check, shop):
    """One cell answers 403, the other goes back all the same, to the end of its watching."""
    may_only_look(shop, "prod-us-1")
    shop.speed(20)
    result = shop.ctl("rollback", "search", *BOTH, "--yes", "--json", "--reason", "errors at 3 %", limit=300)
    check(result.returncode == INCOMPLETE, f"go on: {result.returncode} {result.stdout} {result.stderr}")
    told = json.loads(result.stdout)
    states = {place["place"]: place["state"] for place in told["places"]}
    check(states == {"search@prod/eu-1": "succeeded", "search@prod/us-1": "failed"}, f"states {states}")
    check("forbidden" in told["summary"] and told["summary"].startswith("1 of 2 places are back."), told["summary"])
    check(len(sent(shop, "prod-eu-1")) == 2 and not sent(shop, "prod-us-1"), "what left")
    own = campaign_of(shop.entries(), told["campaign"])
    kinds = [entry["kind"] for entry in own]
    check(kinds[0] == "campaign.intent" and kinds[-1] == "campaign.outcome" and kinds.count("rollback.intent") == 3,
          f"entries {kinds}")
    check(len({entry["saga"] for entry in own}) == 3, "the plans are not plans of their own")


def main(asternctl):
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="astern-several-") as folder:
        with Shop(asternctl, pathlib.Path(folder), "--quiet", "--seed", "7", "--speed", "20") as shop:
            for scenario in (usage, dry, left_out, dies_between_waves, stops, goes_on):
                scenario(check, shop)
            judge(check, shop, shop.effects())
    return check.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
