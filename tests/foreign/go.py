#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's Go with its package of golang.org/x/mod judges checkpoints, cosignatures, proofs, tiles and bundles of Astern's.

  go.py EVIDENCE GO SOURCE    (the program of evidence.cpp, Debian's go, the root of the sources)

Without network: GOPATH is Debian's. The bundle's own verify.go must believe it whole and refuse it with a byte changed.
"""
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile


def main(evidence, go, source):
    source = pathlib.Path(source)
    failures = 0

    def say(good, what, output=""):
        nonlocal failures
        print("ok  " if good else "FAIL", what, output.strip().splitlines()[-1:] if output else "")
        if not good:
            failures += 1
            print(output)

    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        environment = {**os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOFLAGS": "",
                       "GOCACHE": str(folder / "cache"), "GOTOOLCHAIN": "local", "HOME": str(folder)}
        environment.pop("GOROOT", None)
        subprocess.run([evidence, folder / "evidence"], check=True, timeout=120)

        def build(file, name):
            made = subprocess.run([go, "build", "-o", folder / name, file], env=environment, capture_output=True, text=True)
            say(made.returncode == 0, f"build {name}", made.stdout + made.stderr)

        build(source / "tests/foreign/judge.go", "judge")
        judged = subprocess.run([folder / "judge", folder / "evidence"], capture_output=True, text=True)
        say(judged.returncode == 0 and " 0 failed" in judged.stdout, "judge", judged.stdout + judged.stderr)

        # The program that came in the bundle, not the one beside it.
        for name in ("operation", "whole"):
            bundle = folder / "evidence" / f"{name}.tar"
            with tarfile.open(bundle) as tar:
                (folder / f"{name}.go").write_bytes(tar.extractfile("verify.go").read())
                members = {one.name: (one.offset_data, one.size) for one in tar.getmembers()}
            build(folder / f"{name}.go", name)
            key = (folder / "evidence/vkeys/log").read_text()
            for arguments in ([], [key]):
                told = subprocess.run([folder / name, bundle, *arguments], capture_output=True, text=True)
                say(told.returncode == 0 and " 0 failed" in told.stdout, f"{name}.tar {arguments}", told.stdout + told.stderr)
            data = bundle.read_bytes()
            believed = []
            for member, (offset, size) in sorted(members.items()):
                if member == "manifest.note":
                    continue  # signature lines have bits that count for nothing; see below
                changed = bytearray(data)
                changed[offset + size // 2] ^= 1
                (folder / "changed.tar").write_bytes(changed)
                if subprocess.run([folder / name, folder / "changed.tar"], capture_output=True).returncode == 0:
                    believed.append(member)
            say(not believed, f"{name}.tar with one byte of each file changed", str(believed))
            offset, size = members["manifest.note"]
            changed = bytearray(data)
            changed[offset + 30] ^= 1  # of the hash in the body
            (folder / "changed.tar").write_bytes(changed)
            told = subprocess.run([folder / name, folder / "changed.tar"], capture_output=True)
            say(told.returncode != 0, f"{name}.tar with another manifest.note")
            stranger = key.split("+")[0] + "+00000000+" + key.split("+")[2]
            told = subprocess.run([folder / name, bundle, stranger], capture_output=True)
            say(told.returncode != 0, f"{name}.tar under a stranger's key")
    return 1 if failures else 0


sys.exit(main(*sys.argv[1:]))
