#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`asternctl simulate`, `backtest` and `policy test` as people and their pipelines use them, one on the other's files."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from shop import Checks

START = 1795424400001


def main(program, root):
    check = Checks()

    def run(*arguments):
        return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=120)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        samples, table = folder / "run.ndjson", folder / "run.csv"
        arguments = ["simulate", "--scenario", "systemic_step_5pct", "--runs", 20, "--seed", 7]
        told = run(*arguments, "--samples-out", samples)
        check(told.returncode == 0 and "systemic_step_5pct" in told.stdout, "a table", told.stderr)
        policy = folder / "policy.yaml"
        policy.write_text(run(*arguments, "--print-policy").stdout, encoding="utf-8")
        rows = json.loads(run(*arguments, "--json").stdout)
        check([row["method"] for row in rows] == ["policy", "argo", "flagger", "sre-burn"], "methods", rows)
        keys = {"method", "scenario", "runs", "seed", "false_per_1000", "detected_pct", "median_s", "p95_s", "failed_requests", "hold_median_s"}
        check(all(set(row) == keys and row["seed"] == 7 and row["runs"] == 20 for row in rows), "the shape", rows)
        check(rows[0]["detected_pct"] == 100 and rows[0]["median_s"] < rows[1]["median_s"], "finds it sooner", rows)
        check(run(*arguments, "--json", "--threads", 1).stdout == run(*arguments, "--json", "--threads", 2).stdout, "any number of threads")
        fresh = run("simulate", "--scenario", "healthy", "--runs", 1)
        check(re.search(r"seed \d+", fresh.stdout), "a fresh seed is printed", fresh.stdout)

        # The run that was written down gives the same ticks when it is judged again, in either form.
        systemic = re.search(r"systemic (\S+ \S+ \S+)", told.stderr).group(1).rstrip(",")
        again = run("backtest", "--policy", policy, "--samples", samples, "--start", START)
        check(again.returncode == 0, "backtest", again.stderr)
        check(any(line.startswith(systemic) and "  systemic  versus-stable: confirmed" in line for line in again.stdout.splitlines()),
              "the same tick", (systemic, again.stdout))
        check("rollback" in again.stdout.split("What the ladder would have done")[1], "the ladder", again.stdout)
        run(*arguments, "--samples-out", table)
        records = run("backtest", "--policy", policy, "--samples", samples, "--start", START, "--json").stdout
        check(records == run("backtest", "--policy", policy, "--samples", table, "--start", START, "--json").stdout,
              "CSV says the same")
        lines = records.splitlines()
        first = json.loads(lines[0])
        check(lines[0] == json.dumps(first, sort_keys=True, separators=(",", ":"), ensure_ascii=False), "canonical bytes", lines[0])
        check(len(lines) == 240 and first["rollout"] == "backtest" and re.fullmatch("[0-9a-f]{64}", first["digest"]), "one record a tick", len(lines))
        acts = [json.loads(line) for line in run("backtest", "--policy", policy, "--samples", samples, "--start", START, "--json", "--acts").stdout.splitlines()]
        check([act["do"] for act in acts] == ["hold", "rollback"], "acts", acts)
        revised = run("backtest", "--policy", policy, "--samples", samples, "--start", START, "--lateness", "inf")
        check("REVISED: 0 samples" in revised.stdout.replace("\u00a0", " "), "says that it is revised", revised.stdout)
        wrong = run("backtest", "--policy", policy, "--samples", samples, "--start", START, "--service", "cart")
        check(wrong.returncode == 1 and "applies to simulated" in wrong.stderr, "another service's policy", wrong.stderr)
        broken = folder / "broken.ndjson"
        broken.write_text(samples.read_text(encoding="utf-8").replace('"value":0}', '"value":zero}', 1), encoding="utf-8")
        bad = run("backtest", "--policy", policy, "--samples", broken, "--start", START)
        check(bad.returncode == 1 and re.search(r"broken\.ndjson:\d+", bad.stderr) and "+Inf" in bad.stderr, "a broken line", bad.stderr)
        check(run("backtest", "--policy", policy, "--samples", folder / "none", "--start", START).returncode == 4, "no samples")
        check(run("backtest", "--policy", policy, "--samples", samples, "--start", "noon").returncode == 3, "no time")
        check(run("simulate", "--scenario", "no-such").returncode == 3, "no scenario")
        check(run("simulate", "--runs", "0").returncode == 3, "no runs")

        # Cases beside a policy.
        cases = folder / "cases.yaml"
        good = """test: astern/v1
policy: policy.yaml
cases:
  - name: a step of 5 %
    counts: [{for: 5m, new: "0/1000", stable: "4/9000"}, {for: 5m, new: "50/1000", stable: "4/9000"}]
    expect: [{at: 5m, class: healthy}, {by: 7m, class: systemic}, {by: 7m, act: rollback}, {never: external}]
  - {name: the run that was written down, samples: run.ndjson, expect: [{by: 40m, act: rollback}]}
"""
        cases.write_text(good, encoding="utf-8")
        all_ok = run("policy", "test", cases)
        check(all_ok.returncode == 0 and all_ok.stdout.count("ok  ") == 2, "cases", all_ok.stdout + all_ok.stderr)
        cases.write_text(good.replace("at: 5m, class: healthy", "at: 10m, class: healthy"), encoding="utf-8")
        failed = run("policy", "test", cases)
        check(failed.returncode == 1 and "cases.yaml:6:14: at 10" in failed.stdout, "what differs, and where", failed.stdout)
        found = json.loads(run("policy", "test", cases, "--json").stdout)
        check([case["ok"] for case in found] == [False, True], "JSON", found)
        cases.write_text(good.replace("counts:", "count:"), encoding="utf-8")
        check(run("policy", "test", cases).returncode == 1, "a wrong key")
        check(run("policy", "test", folder / "none.yaml").returncode == 4, "no file")
    return check.end()


sys.exit(main(*sys.argv[1:]))
