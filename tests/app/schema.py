#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sample workspace is in order for the schema and for the reader; changed in one place, both still agree.

The reader may know more (references, secrets, ranges). The schema never refuses what the reader accepts, and what
the reader refuses as a wrong key, a wrong type or a missing key, the schema refuses too."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import yaml

SHAPE = {"W-KEY", "W-TYPE", "W-MISSING"}  # codes that a schema can know too


def read_all(reader, documents):
    """What the reader says of each, by one process."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for i, document in enumerate(documents):
            text = document if isinstance(document, str) else yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
            path = pathlib.Path(folder, f"{i}.yaml")
            path.write_text(text, encoding="utf-8")
            names.append(str(path))
        result = subprocess.run([reader], input="\n".join(names) + "\n", capture_output=True, text=True, check=True,
                                timeout=200)
    return [json.loads(line) for line in result.stdout.splitlines()]


def places(node, path=()):
    yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from places(child, path + (key,))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def changes(document):
    """(path, words, document) for each way to break one place."""
    for path in places(document):
        node = at(document, path)

        def put(value, words):
            changed = copy.deepcopy(document)
            at(changed, path[:-1])[path[-1]] = value
            return path, words, changed

        if isinstance(node, dict):
            changed = copy.deepcopy(document)
            at(changed, path)["zzqqxx"] = {"a": 1}
            yield path, "an unknown key", changed
        if not path:
            continue
        if isinstance(path[-1], str):
            changed = copy.deepcopy(document)
            del at(changed, path[:-1])[path[-1]]
            yield path, "taken out", changed
        for value, words in ((None, "nothing"), ([], "an empty list"), ({}, "an empty map"), (5, "a number"),
                             ("zzqqxx", "a text"), (["zzqqxx"], "a list"), ({"zzqqxx": "a"}, "a map")):
            yield put(value, words)


def position(document, path):
    """Where in the format, whatever its ids are called: a place of the same kind needs no second look."""
    out = []
    for i, key in enumerate(path):
        parent = path[i - 1] if i else None
        if isinstance(key, int):
            out.append("#")
        elif parent in ("backends", "environments", "services", "signals", "headers", "links"):
            node = at(document, path[:i + 1])
            out.append(f"*{node.get('type', node.get('kind', ''))}" if isinstance(node, dict) else "*")
        else:
            out.append(key)
    return tuple(out)


# Whether a cell must be named depends on how many there are elsewhere in the file: no schema can know.
def is_reference(issue):
    return issue["code"] not in SHAPE or issue["message"].endswith(".cell is missing")


def main(program, reader, root):
    schema = json.loads(pathlib.Path(root, "resources/schemas/workspace.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    shipped = subprocess.run([program, "workspace", "schema"], capture_output=True, text=True, timeout=60).stdout
    wrong = [] if json.loads(shipped) == schema else ["the program prints another schema"]
    samples = sorted(pathlib.Path(root, "resources/workspaces").glob("*/astern.yaml"))
    if not samples:
        wrong.append("no sample workspace found")
    texts = [sample.read_text(encoding="utf-8") for sample in samples]
    for sample, text, issues in zip(samples, texts, read_all(reader, texts)):
        wrong += [f"{sample}: reader: {issue['message']}" for issue in issues]
        wrong += [f"{sample}: schema: {error.message}" for error in validator.iter_errors(yaml.safe_load(text))]
    seen, changed = set(), []
    for sample, text in zip(samples, texts):
        document = yaml.safe_load(text)
        for path, words, other in changes(document):
            key = (position(document, path), words)
            if key not in seen:
                seen.add(key)
                changed.append((f"{sample.parent.name}: {'.'.join(map(str, path))}: {words}", other))
    answers = read_all(reader, [document for _, document in changed])
    if len(answers) != len(changed):
        wrong.append("the reader did not answer for each")
    for (words, document), issues in zip(changed, answers):
        errors = [error.message for error in validator.iter_errors(document)]
        if errors and not issues:
            wrong.append(f"{words}: only the schema refuses: {errors[0][:200]}")
        if not errors and not all(map(is_reference, issues)):
            wrong.append(f"{words}: only the reader refuses: {issues[0]['message']}")
    print("\n".join(wrong))
    print(f"{len(samples)} samples, {len(changed)} changes, {len(wrong)} disagreements")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
