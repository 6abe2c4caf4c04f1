#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the sandbox's registry and Debian's docker-registry the same, and fails where they answer differently.

    compare_registry.py path/to/asternctl        (needs the package docker-registry)

The real one gets the images of one repository pushed from the sandbox, so that every byte can be compared.
"""
import http.client
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
HEADERS = ["Content-Type", "Docker-Content-Digest", "Docker-Distribution-Api-Version", "Etag", "Content-Length", "Link"]


def ask(url, method, path, body=None, **headers):
    host = urllib.parse.urlparse(url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=20)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    if path.endswith("/tags/list") and answer.status == 200 and text:
        text = json.dumps({**json.loads(text), "tags": sorted(json.loads(text)["tags"])}).encode()  # in no order there
    return answer.status, {name: answer.getheader(name) for name in HEADERS}, text, answer.getheader("Location")


def push(real, name, blob):
    import hashlib
    digest = "sha256:" + hashlib.sha256(blob).hexdigest()
    place = urllib.parse.urlparse(ask(real, "POST", f"/v2/{name}/blobs/uploads/")[3])
    status, *_ = ask(real, "PUT", f"{place.path}?{place.query}&digest={digest}", blob,
                     **{"Content-Type": "application/octet-stream"})
    assert status == 201, status


def copy(ours, real, name):
    """Every tag of a repository, blobs first."""
    tags = json.loads(ask(ours, "GET", f"/v2/{name}/tags/list")[2])["tags"]
    for tag in tags:
        manifest = ask(ours, "GET", f"/v2/{name}/manifests/{tag}", Accept=MANIFEST)[2]
        content = json.loads(manifest)
        for each in [content["config"], *content["layers"]]:
            push(real, name, ask(ours, "GET", f"/v2/{name}/blobs/{each['digest']}")[2])
        status, *_ = ask(real, "PUT", f"/v2/{name}/manifests/{tag}", manifest, **{"Content-Type": MANIFEST})
        assert status == 201, status
    return tags, content


def compare(ours, real, name, tags, content):
    digest = ask(ours, "HEAD", f"/v2/{name}/manifests/{tags[-1]}", Accept=MANIFEST)[1]["Docker-Content-Digest"]
    nothing = "sha256:" + "0" * 64
    asked = [(method, path, accept) for method in ("GET", "HEAD") for path, accept in [
        ("/v2/", ""), (f"/v2/{name}/tags/list", ""), (f"/v2/{name}/manifests/{tags[0]}", MANIFEST),
        (f"/v2/{name}/manifests/{digest}", MANIFEST), (f"/v2/{name}/manifests/{tags[0]}", ""),
        (f"/v2/{name}/manifests/none", MANIFEST), (f"/v2/{name}/manifests/{nothing}", MANIFEST),
        (f"/v2/{name}/blobs/{content['config']['digest']}", ""), (f"/v2/{name}/blobs/{nothing}", ""),
        ("/v2/nothing/tags/list", "")]]
    wrong = 0
    for method, path, accept in asked:
        one = ask(ours, method, path, **({"Accept": accept} if accept else {}))[:3]
        other = ask(real, method, path, **({"Accept": accept} if accept else {}))[:3]
        if one != other:
            wrong += 1
            print(f"{method} {path} {accept}\n  sandbox {one}\n  real    {other}")
    print(f"{len(asked) - wrong} of {len(asked)} answers are the same")
    return wrong


def main(asternctl):
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        config = pathlib.Path(folder) / "config.yml"
        config.write_text(f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\n"
                          f"http: {{addr: 127.0.0.1:{port}}}\n")
        real = subprocess.Popen(["docker-registry", "serve", str(config)], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        sandbox = subprocess.Popen([asternctl, "sandbox", "--quiet", "--with-parent"], stdout=subprocess.PIPE)
        try:
            ours = json.loads(sandbox.stdout.readline())["registry"]
            for _ in range(100):
                if socket.socket().connect_ex(("127.0.0.1", port)) == 0:
                    break
                time.sleep(0.1)
            url = f"http://127.0.0.1:{port}"
            return 1 if compare(ours, url, "checkout", *copy(ours, url, "checkout")) else 0
        finally:
            for process in (real, sandbox):
                process.terminate()
                process.wait(20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
