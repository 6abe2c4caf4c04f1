#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a real Unleash (npm unleash-server@7.4.1, an empty database) what the sandbox must answer in the same way.

    record_unleash.py http://127.0.0.1:4242 '*:*.admin-token' > tests/data/captures/unleash-admin.json

tst_unleash.cpp asks the sandbox the same, in the same order, and compares status and shape. "{id}" in a path is the
id of the strategy that was added first.
"""
import json
import sys
import urllib.error
import urllib.request

FLAG = "/api/admin/projects/default/features/checkout-canary"
PROD = FLAG + "/environments/production"
DEV = FLAG + "/environments/development"
ROLLOUT = {"name": "flexibleRollout", "constraints": [],
           "parameters": {"rollout": "10", "stickiness": "default", "groupId": "checkout-canary"}}
ASKED = [
    ("GET", "/health", None),
    ("POST", "/api/admin/projects/default/features", {"name": "checkout-canary", "type": "release"}),
    ("POST", "/api/admin/projects/default/features", {"name": "checkout-canary", "type": "release"}),
    ("POST", "/api/admin/projects/default/features", {"name": "bad name!!"}),
    ("POST", "/api/admin/projects/default/features", {}),
    ("POST", PROD + "/strategies", ROLLOUT),
    ("POST", PROD + "/strategies", {"parameters": {}}),
    ("POST", PROD + "/on", None),
    ("POST", PROD + "/on", None),  # makes no event
    ("POST", DEV + "/on", None),   # adds a strategy
    ("POST", DEV + "/off", None),
    ("POST", FLAG + "/environments/moon/on", None),
    ("POST", "/api/admin/projects/default/features/nothing/environments/production/on", None),
    ("PUT", PROD + "/strategies/{id}", {**ROLLOUT, "parameters": {**ROLLOUT["parameters"], "rollout": "25"}}),
    ("PATCH", PROD + "/strategies/{id}", [{"op": "replace", "path": "/parameters/rollout", "value": "50"}]),
    ("GET", PROD + "/strategies", None),
    ("GET", PROD + "/strategies/{id}", None),
    ("GET", PROD + "/strategies/00000000-0000-4000-8000-000000000000", None),
    ("GET", FLAG, None),
    ("GET", PROD, None),
    ("GET", "/api/admin/projects/default/features/nothing", None),
    ("GET", "/api/admin/projects/default/features", None),
    ("GET", "/api/admin/projects", None),
    ("GET", "/api/admin/environments", None),
    ("GET", "/api/admin/environments/project/default", None),
    ("GET", "/api/admin/events/checkout-canary", None),
    ("GET", "/api/admin/search/events?feature=IS%3Acheckout-canary&limit=3", None),
    ("GET", "/api/admin/search/events?feature=IS%3Acheckout-canary&environment=IS%3Adevelopment", None),
    ("GET", "/api/admin/search/features?project=IS%3Adefault&limit=5", None),
    ("POST", "/api/admin/projects/default/bulk_features/environments/production/off", {"features": ["checkout-canary"]}),
    ("POST", "/api/admin/projects/default/bulk_features/environments/production/off", {"features": ["nothing"]}),
    ("POST", "/api/admin/projects/default/bulk_features/environments/production/off", {}),
    ("DELETE", PROD + "/strategies/{id}", None),
    ("DELETE", PROD + "/strategies/{id}", None),
    ("GET", "/api/admin/projects/default/change-requests/config", None),
    ("GET", "/api/admin/nowhere", None),
    ("DELETE", FLAG, None),
    ("GET", "/api/admin/events/checkout-canary", None),
]


def main(url, token):
    identity = ""
    answers = []
    for method, path, body in ASKED:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": token, **({"Content-Type": "application/json"} if data else {})}
        request = urllib.request.Request(url + path.replace("{id}", identity), data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        content = json.loads(text) if text else None
        identity = identity or (content or {}).get("id", "") if path.endswith("/strategies") else identity
        answers.append({"method": method, "path": path, "body": body, "status": status, "answer": content})
    json.dump(answers, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
