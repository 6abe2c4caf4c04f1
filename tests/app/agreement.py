# SPDX-License-Identifier: GPL-3.0-or-later
"""What a JSON Schema and a reader say of the same documents: samples as they are, and changed in one place each.

The reader may know more (references, secrets, ranges). The schema never refuses what the reader accepts, and what
the reader refuses as a wrong key, a wrong type or a missing key, the schema refuses too."""
import copy
import json
import pathlib
import subprocess
import tempfile

import yaml


def read_all(reader, documents):
    """What the reader (a command) says of each, by one process."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for i, document in enumerate(documents):
            text = document if isinstance(document, str) else yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
            path = pathlib.Path(folder, f"{i}.yaml")
            path.write_text(text, encoding="utf-8")
            names.append(str(path))
        result = subprocess.run(reader, input="\n".join(names) + "\n", capture_output=True, text=True, check=True,
                                timeout=200)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    if len(answers) != len(documents):
        raise SystemExit("the reader did not answer for each")
    return answers


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


def disagreements(samples, validator, reader, position, shape):
    """samples: (name, text). position(document, path): where in the format, so that a place of the same kind needs no
    second look. shape(issue): whether a schema could know that."""
    wrong = []
    for (name, text), issues in zip(samples, read_all(reader, [text for _, text in samples])):
        wrong += [f"{name}: reader: {issue['message']}" for issue in issues]
        wrong += [f"{name}: schema: {error.message}" for error in validator.iter_errors(yaml.safe_load(text))]
    seen, changed = set(), []
    for name, text in samples:
        document = yaml.safe_load(text)
        for path, words, other in changes(document):
            key = (position(document, path), words)
            if key not in seen:
                seen.add(key)
                changed.append((f"{name}: {'.'.join(map(str, path))}: {words}", other))
    for (words, document), issues in zip(changed, read_all(reader, [document for _, document in changed])):
        errors = [error.message for error in validator.iter_errors(document)]
        if errors and not issues:
            wrong.append(f"{words}: only the schema refuses: {errors[0][:200]}")
        if not errors and any(map(shape, issues)):
            wrong.append(f"{words}: only the reader refuses: {next(filter(shape, issues))['message']}")
    return wrong, len(changed)
