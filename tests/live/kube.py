# SPDX-License-Identifier: GPL-3.0-or-later
"""The few HTTP calls that the live tests make themselves.

They check what a program under test did, so they share no code with it.
"""
import http.client
import json
import ssl
import urllib.parse

MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
ROLLOUTS = "/apis/argoproj.io/v1alpha1/namespaces/{}/rollouts"
DEPLOYMENTS = "/apis/apps/v1/namespaces/{}/deployments"
REPLICASETS = "/apis/apps/v1/namespaces/{}/replicasets"


class Refused(Exception):
    """The server answered, and it was not a success."""

    def __init__(self, method, path, status, body):
        message = body.get("message", body) if isinstance(body, dict) else body
        super().__init__(f"{method} {path}: {status}: {message}")
        self.status, self.body = status, body


class Kube:
    def __init__(self, port, ca, cert=None, key=None, token=None):
        self.port, self.token = port, token
        self.tls = ssl.create_default_context(cafile=str(ca))
        if cert:
            self.tls.load_cert_chain(str(cert), str(key))

    def open(self, method, path, body=None, kind="application/json", timeout=30):
        """Sends a request and returns (connection, response); the caller closes the connection."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.tls)
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if body is not None:
            headers["Content-Type"] = kind
            if not isinstance(body, (bytes, str)):
                body = json.dumps(body)
        connection.request(method, path, body, headers)
        return connection, connection.getresponse()

    def raw(self, method, path, body=None, kind="application/json"):
        """Returns (status, decoded body); the body is text where the server sends no JSON."""
        connection, response = self.open(method, path, body, kind)
        try:
            text = response.read().decode()
        finally:
            connection.close()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text

    def call(self, method, path, body=None, kind="application/json"):
        status, answer = self.raw(method, path, body, kind)
        if status >= 300:
            raise Refused(method, path, status, answer)
        return answer

    def get(self, path, **query):
        return self.call("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def merge(self, path, body):
        return self.call("PATCH", path, body, MERGE)

    def watch(self, path, version, seconds=5):
        """Returns (HTTP status, events) of a watch that starts at a resource version."""
        query = urllib.parse.urlencode({"watch": 1, "resourceVersion": version, "timeoutSeconds": seconds})
        connection, response = self.open("GET", f"{path}?{query}")
        try:
            return response.status, [json.loads(line) for line in response if line.strip()]
        finally:
            connection.close()
