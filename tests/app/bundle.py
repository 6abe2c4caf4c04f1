#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`asternctl doctor --bundle`: secrets are planted wherever one can lie, and looked for in what is written."""
import base64
import json
import os
import pathlib
import stat
import sys
import tarfile
import tempfile

import yaml

from sandbox import run, sandbox
from shop import Checks

PLANTED = {name: f"hunter2{name}Zq9" for name in (
    "token", "clientkey", "urlpassword", "header", "execenv", "execarg", "basicpassword", "envbearer", "comment",
    "webhook", "sinktoken", "link", "query", "othertoken", "unknownkey", "environment", "kubeheader")}


def plant(company, folder):
    """A workspace and a kubeconfig with a secret in every corner."""
    work = pathlib.Path(folder, "shop")
    work.mkdir()
    config = yaml.safe_load(pathlib.Path(company["workspace"], "kubeconfig").read_text(encoding="utf-8"))
    pem = f"-----BEGIN PRIVATE KEY-----\n{PLANTED['clientkey']}\n-----END PRIVATE KEY-----\n"
    config["users"] += [
        {"name": "helper", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1",
                                             "command": "/opt/login-helper", "args": ["--secret", PLANTED["execarg"]],
                                             "env": [{"name": "CLIENT_SECRET", "value": PLANTED["execenv"]}]}}},
        {"name": "keyed", "user": {"client-key-data": base64.b64encode(pem.encode()).decode(),
                                   "client-certificate-data": base64.b64encode(
                                       b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n").decode()}},
        {"name": "named", "user": {"username": "jo", "password": PLANTED["basicpassword"]}},
        {"name": "tokened", "user": {"token": PLANTED["token"]}},
        {"name": "headered", "user": {"token": f"Bearer {PLANTED['kubeheader']}"}}]
    cluster = config["clusters"][0]["name"]
    config["clusters"].append({"name": "passworded", "cluster": {
        "server": f"https://jo:{PLANTED['urlpassword']}@127.0.0.1:1/?token={PLANTED['query']}"}})
    for user in ("helper", "keyed", "named", "tokened", "headered"):
        config["contexts"].append({"name": user, "context": {"cluster": cluster, "user": user}})
    config["contexts"].append({"name": "passworded", "context": {"cluster": "passworded", "user": "tokened"}})
    (work / "kubeconfig").write_text(yaml.safe_dump(config), encoding="utf-8")
    good = config["contexts"][0]["name"]
    text = f"""# my own token: {PLANTED['comment']}
astern: workspace/v1
name: planted
backends:
  good: {{type: argo-rollouts, kubeconfig: kubeconfig, context: {good}, namespaces: [shop]}}
""" + "".join(f"  {c}: {{type: kubernetes, kubeconfig: kubeconfig, context: {c}, namespaces: [shop]}}\n"
              for c in ("helper", "keyed", "named", "tokened", "headered", "passworded")) + f"""
  prom:
    type: prometheus
    url: "{company['prometheus']}"
    auth: {{bearer: "${{env:PLANTED_BEARER}}"}}
    headers: {{X-Scope-OrgID: {PLANTED['header']}}}
  registry: {{type: oci, url: https://registry.example, auth: {{token: {PLANTED['othertoken']}}}}}
environments: {{staging: {{cells: [eu-1]}}}}
journal:
  sinks:
    - {{id: otel, type: otlp-http, url: "https://logs.example/v1/logs", headers: {{X-Scope-OrgID: {PLANTED["sinktoken"]}}}}}
people:
  notify: {{room: {{webhook: "${{env:PLANTED_HOOK}}"}}}}
services:
  checkout:
    rollouts: [{{environment: staging, backend: good}}]
    links: {{board: "https://grafana.example/?key={PLANTED['link']}"}}
"""
    (work / "astern.yaml").write_text(text, encoding="utf-8")
    return work, text


def unpack(path):
    with tarfile.open(path, "r:gz") as archive:
        return {m.name: archive.extractfile(m).read() for m in archive.getmembers()}


def leaks(files):
    """Planted texts, as they are and in base64 at any offset, that are somewhere in the files."""
    found = []
    everything = b"\n".join(files.values()) + "\n".join(files).encode()
    for name, secret in PLANTED.items():
        forms = {secret.encode()} | {base64.b64encode(b"x" * i + secret.encode())[4:-4] for i in range(3)}
        found += [name for form in forms if form in everything]
    return found


def main(program):
    check = Checks()
    with sandbox(program) as company, tempfile.TemporaryDirectory() as folder:
        work, text = plant(company, folder)
        env = dict(os.environ, PLANTED_BEARER=PLANTED["envbearer"],
                   PLANTED_HOOK="https://hooks.example/services/" + PLANTED["webhook"], SOME_SECRET=PLANTED["environment"])
        path = pathlib.Path(folder, "support.tar.gz")
        data = pathlib.Path(folder, "data")
        result = run(program, "doctor", "--workspace", work, "--data", data, "--bundle", path, "--with-log", env=env)
        check(path.exists(), "a bundle is written", result.stdout + result.stderr)
        files = unpack(path)
        print("\n".join(f"{len(b):8} {n}" for n, b in sorted(files.items())))
        check(not leaks(files), "no secret is in it", leaks(files))
        check(not leaks({"out": (result.stdout + result.stderr).encode()}), "nor on the screen", result.stdout + result.stderr)
        check(stat.S_IMODE(path.stat().st_mode) == 0o600, "only its owner may read it")

        part = {n.split("/")[-1]: b for n, b in files.items()}
        check(json.loads(part["versions.json"])["astern"] != "", "versions")
        check(json.loads(part["platform.json"])["time_zone"] != "", "time zone")
        shown = yaml.safe_load(part["workspace.yaml"])
        check(shown["backends"]["good"]["type"] == "argo-rollouts" and
              shown["backends"]["prom"]["auth"]["bearer"] == "${env:PLANTED_BEARER}", "the workspace can be understood", shown)
        check(shown["backends"]["prom"]["headers"]["X-Scope-OrgID"] == "***", "with stars where a secret may be")
        states = {b["backend"]: b for b in json.loads(part["backends.json"])}
        check(states["good"]["state"] == "live" and states["helper"]["state"] != "live", "states of the connections", states)
        check(states["helper"]["reason"], "with the last error", states["helper"])
        kinds = {k["backend"]: k.get("credentials") for k in json.loads(part["kubeconfigs.json"])}
        check(kinds["helper"] == "exec login-helper" and kinds["keyed"] == "client certificate", "kinds of credentials", kinds)
        journal = json.loads(part["journal.json"])
        check(journal["state"] == "open" and journal["head"] and journal["files"], "state of the log", journal)

        plain = pathlib.Path(folder, "plain.tar.gz")
        run(program, "doctor", "--workspace", work, "--data", data, "--bundle", plain, env=env)
        check("astern-doctor/entries.ndjson" not in unpack(plain), "no content of the log unless asked")
        again = run(program, "doctor", "--workspace", work, "--data", data, "--bundle", plain, env=env)
        check(again.returncode == 1 and "not overwritten" in again.stderr, "overwrites nothing", again.stderr)

        # A workspace that cannot be read: secrets stand where the reader does not expect any.
        (work / "astern.yaml").write_text(text.replace("name: planted", f"name: planted\npasswrod: {PLANTED['unknownkey']}")
                                          .replace("type: prometheus", f"type: {PLANTED['unknownkey']}"), encoding="utf-8")
        broken = pathlib.Path(folder, "broken.tar.gz")
        result = run(program, "doctor", "--workspace", work, "--data", data, "--bundle", broken, env=env)
        check(result.returncode == 4 and broken.exists(), "also of a broken workspace", result.stderr)
        files = unpack(broken)
        check(not leaks(files), "no secret is in that", leaks(files))
        check(b"astern.yaml:" in files["astern-doctor/issues.txt"], "it says what is wrong", files["astern-doctor/issues.txt"])
        (work / "astern.yaml").write_text("a: [\n" + text, encoding="utf-8")
        run(program, "doctor", "--workspace", work, "--data", data, "--bundle", folder + "/noyaml.tar.gz", env=env)
        check(not leaks(unpack(folder + "/noyaml.tar.gz")), "nor of a file that is not YAML")
    return check.end()


sys.exit(main(sys.argv[1]))
