#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sample workspace is in order for the schema and for the reader; changed in one place, both still agree."""
import json
import pathlib
import subprocess
import sys

import jsonschema

from agreement import at, disagreements

SHAPE = {"W-KEY", "W-TYPE", "W-MISSING"}  # codes that a schema can know too


def position(document, path):
    """Where in the format, whatever its ids are called."""
    out = []
    for i, key in enumerate(path):
        parent = path[i - 1] if i else None
        if isinstance(key, int):
            out.append("#")
        elif parent in ("backends", "environments", "services", "signals", "headers", "links", "needs", "notify", "ladders"):
            node = at(document, path[:i + 1])
            out.append(f"*{node.get('type', node.get('kind', ''))}" if isinstance(node, dict) else "*")
        else:
            out.append(key)
    return tuple(out)


# Whether a cell must be named depends on how many there are elsewhere in the file: no schema can know.
def shape(issue):
    return issue["code"] in SHAPE and not issue["message"].endswith(".cell is missing")


def main(program, reader, root):
    schema = json.loads(pathlib.Path(root, "resources/schemas/workspace.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    shipped = subprocess.run([program, "workspace", "schema"], capture_output=True, text=True, timeout=60).stdout
    wrong = [] if json.loads(shipped) == schema else ["the program prints another schema"]
    samples = [(str(path), path.read_text(encoding="utf-8"))
               for path in sorted(pathlib.Path(root, "resources/workspaces").glob("*/astern.yaml"))]
    if not samples:
        wrong.append("no sample workspace found")
    more, changed = disagreements(samples, jsonschema.Draft7Validator(schema), [reader, "workspace"], position, shape)
    wrong += more
    print("\n".join(wrong))
    print(f"{len(samples)} samples, {changed} changes, {len(wrong)} disagreements")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
