#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sample policy is in order for the schema and for the reader; changed in one place, both still agree. And both
agree on the texts of which it is known what is wrong with them, as far as a schema can judge."""
import json
import pathlib
import subprocess
import sys

import jsonschema
import yaml

from agreement import at, disagreements, read_all

SHAPE = {"P-UNKNOWN-KEY", "P-TYPE", "P-MISSING-KEY", "P-VERSION", "P-DURATION", "P-RULE-NO-CONDITION", "P-FREEZE"}


def position(document, path):
    """Where in the format: a rule by its type, a step by what it does, a signal by its kind."""
    out = []
    for i, key in enumerate(path):
        node = at(document, path[:i + 1])
        named = isinstance(node, dict) and (node.get("type") or node.get("do") or node.get("kind"))
        if isinstance(key, int) or (i and path[i - 1] == "signals"):
            out.append(f"#{named or ''}")
        elif i and path[i - 1] in ("where", "expect_json", "headers"):
            out.append("*")
        else:
            out.append(key)
    return tuple(out)


# What another part of the file says (of what kind a signal is, and so whether its limits are ratios) no schema knows.
def shape(issue):
    return issue["code"] in SHAPE and " is of kind " not in issue["message"] and ".below is " not in issue["message"] \
        and ".above is " not in issue["message"] and ".clear is " not in issue["message"]


def known_wrong(root, validator, reader):
    wrong, judged = [], 0
    cases = json.loads(pathlib.Path(root, "tests/data/policy/errors.json").read_text(encoding="utf-8"))["cases"]
    for case, issues in zip(cases, read_all(reader, [case["document"] for case in cases])):
        if (case["level"] == "error") != bool(issues):
            wrong.append(f"{case['name']}: the reader says {issues}")
        try:
            errors = list(validator.iter_errors(yaml.safe_load(case["document"])))
        except yaml.YAMLError:
            continue  # no document, nothing to judge
        if case["level"] == "warning" and errors:
            wrong.append(f"{case['name']}: only doubtful, and the schema refuses: {errors[0].message[:200]}")
        if case["code"] in SHAPE:
            judged += 1
            if not errors:
                wrong.append(f"{case['name']}: the schema sees nothing")
    return wrong, judged


def main(program, reader, root):
    schema = json.loads(pathlib.Path(root, "resources/schemas/policy.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    shipped = subprocess.run([program, "policy", "schema"], capture_output=True, text=True, timeout=60).stdout
    wrong = [] if json.loads(shipped) == schema else ["the program prints another schema"]
    paths = sorted(pathlib.Path(root, "resources/policies").glob("*.yaml"))
    paths.append(pathlib.Path(root, "tests/data/policy/every-rule.yaml"))
    samples = [(path.name, path.read_text(encoding="utf-8")) for path in paths]
    more, changed = disagreements(samples, validator, [reader, "policy"], position, shape)
    known, judged = known_wrong(root, validator, [reader, "policy"])
    wrong += more + known
    print("\n".join(wrong))
    print(f"{len(samples)} samples, {changed} changes, {judged} known errors, {len(wrong)} disagreements")
    return 1 if wrong or judged < 6 else 0


sys.exit(main(*sys.argv[1:]))
