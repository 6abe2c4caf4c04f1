#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`asternctl discover` on the sandbox: what it writes is in order, shows every service, and overwrites nothing."""
import json
import pathlib
import sys
import tempfile

import yaml

from sandbox import Checks, run, sandbox


def main(program):
    check = Checks()
    with sandbox(program) as company, tempfile.TemporaryDirectory() as folder:
        made = yaml.safe_load(pathlib.Path(company["workspace"], "astern.yaml").read_text(encoding="utf-8"))
        kubeconfig = pathlib.Path(company["workspace"], "kubeconfig")
        output = pathlib.Path(folder, "shop")
        contexts = [o for c in ("staging-eu-1", "prod-eu-1", "prod-us-1") for o in ("--context", c)]
        found = run(program, "discover", "--kubeconfig", kubeconfig, *contexts, "--prometheus", company["prometheus"],
                    "--output", output, "--json")
        check(found.returncode == 0, "discovers", found.stdout + found.stderr)
        path = output / "astern.yaml"
        text = path.read_text(encoding="utf-8")
        print(text[:2500])
        print(found.stdout)
        checked = run(program, "workspace", "check", "--workspace", output)
        check(checked.returncode == 0, "is in order", checked.stdout)
        first = yaml.safe_load(text)
        check(set(first["services"]) == set(made["services"]), "every service", sorted(first["services"]))
        places = {(s, r["environment"], r["cell"]) for s, v in first["services"].items() for r in v["rollouts"]}
        wanted = {(s, r["environment"], r["cell"]) for s, v in made["services"].items() for r in v["rollouts"]}
        check(places == wanted, "every place in its environment and cell", places ^ wanted)
        check(all("protected" not in e for e in first["environments"].values()), "nothing is called protected")
        check(text.count("# CHECK: guessed from") == 2, "guesses say so")
        secret = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))["users"][0]["user"]["token"]
        check(secret not in text + found.stdout + found.stderr, "no token")
        checkout = first["services"]["checkout"]
        check(checkout["signals"]["errors"]["bad"]["where"] == {"status": "5xx"}, "errors by status", checkout)
        check(checkout["signals"]["slow"]["histogram"]["over"] == "300ms", "a bound that the histogram has", checkout)
        check("{hash}" in json.dumps(checkout["roles"]["new"]), "versions told apart", checkout["roles"])

        status = run(program, "status", "--workspace", output, "--data", pathlib.Path(folder, "data"), "--json",
                     "--timeout", "30")
        rows = json.loads(status.stdout) if status.returncode == 0 else []
        check(len(rows) == len(wanted), "status shows a row for each place", status.stdout[:500] + status.stderr)
        check(rows and all(row.get("serving") for row in rows), "with what serves", str(rows[:1]))

        again = run(program, "discover", "--kubeconfig", kubeconfig, "--output", output)
        check(again.returncode == 1 and "not overwritten" in again.stderr, "overwrites nothing", again.stderr)
        check(path.read_text(encoding="utf-8") == text, "the file is as it was")

        wrong = run(program, "discover", "--kubeconfig", kubeconfig, "--context", "prod-eu-2", "--output", folder + "/a")
        check(wrong.returncode == 3 and "prod-eu-1" in wrong.stderr, "names the nearest context", wrong.stderr)
        bare = run(program, "discover", "--output", folder + "/b")
        check(bare.returncode == 3 and "--kubeconfig" in bare.stderr, "usage", bare.stderr)

        # One cluster that is not there: the rest is written, and it is said.
        broken = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))
        for cluster in broken["clusters"]:
            if cluster["name"] == "prod-us-1":
                cluster["cluster"]["server"] = "http://127.0.0.1:1"
        partly = pathlib.Path(folder, "partly.kubeconfig")
        partly.write_text(yaml.safe_dump(broken), encoding="utf-8")
        part = run(program, "discover", "--kubeconfig", partly, *contexts, "--output", folder + "/part")
        check(part.returncode == 2 and "not found: prod-us-1" in part.stdout, "says what it could not look at",
              part.stdout + part.stderr)
        check(run(program, "workspace", "check", "--workspace", folder + "/part").returncode == 0, "the rest is in order")
        nowhere = run(program, "discover", "--kubeconfig", partly, "--context", "prod-us-1", "--output", folder + "/none")
        check(nowhere.returncode == 4 and not pathlib.Path(folder, "none").exists(), "nothing reached, nothing written",
              nowhere.stdout + nowhere.stderr)
    return 0 if check.good else 1


sys.exit(main(sys.argv[1]))
