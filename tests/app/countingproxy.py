# SPDX-License-Identifier: GPL-3.0-or-later
"""A counting proxy between asternctl and a Kubernetes API: forwards everything, remembers each changing request.

It stands outside the process that gets killed, so what it saw is what really left. One thread a connection.
"""
import socket
import threading
import time
from urllib.parse import urlparse


class Effect:
    def __init__(self, world, method, path, body, key):
        self.world = world  # whose proxy it came by
        self.at_ms = time.time() * 1000
        self.method, self.path, self.body, self.key = method, path, body, key
        self.status = 0  # 0: the server's answer never came

    def __repr__(self):
        return f"{self.world} {self.method} {self.path} key={self.key} status={self.status} {self.body[:120]}"


class CountingProxy:
    def __init__(self, target):
        parsed = urlparse(target)
        self.target = (parsed.hostname, parsed.port)
        self.effects = []
        self.lock = threading.Lock()
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.server.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    @staticmethod
    def _head(stream):
        data = b""
        while b"\r\n\r\n" not in data:
            more = stream.recv(65536)
            if not more:
                return None, {}, b"", b""
            data += more
        head, rest = data.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        return lines[0], headers, rest, head + b"\r\n\r\n"

    def _serve(self, client):
        upstream = None
        try:
            upstream = socket.create_connection(self.target, timeout=20)
            upstream.settimeout(None)
            while True:
                answer = self._head(client)
                if answer[0] is None:
                    return
                first, headers, body, head = answer
                method, path, _ = first.split(" ", 2)
                while len(body) < int(headers.get("content-length", "0")):
                    more = client.recv(65536)
                    if not more:
                        return  # cut off before it was whole: it never arrived
                    body += more
                effect = None
                if method in ("PATCH", "PUT", "DELETE") or (method == "POST" and "accessreviews" not in path):
                    effect = Effect(self.url, method, path.split("?")[0], body.decode("utf-8", "replace"),
                                    headers.get("astern-intent", ""))
                    with self.lock:
                        self.effects.append(effect)
                upstream.sendall(head + body)
                self._answer(client, upstream, effect)
        except OSError:
            pass
        finally:
            for end in (client, upstream):
                if end:
                    end.close()

    def _answer(self, client, upstream, effect):
        answer = self._head(upstream)
        if answer[0] is None:
            raise OSError("the server closed the connection")
        first, headers, rest, head = answer
        if effect:
            effect.status = int(first.split(" ")[1])
        client.sendall(head + rest)
        if "content-length" in headers:
            left = int(headers["content-length"]) - len(rest)
            while left > 0:
                more = upstream.recv(min(left, 65536))
                if not more:
                    raise OSError("the server closed the connection")
                client.sendall(more)
                left -= len(more)
        elif headers.get("transfer-encoding", "").lower() == "chunked":
            tail = rest
            while not tail.endswith(b"0\r\n\r\n"):
                more = upstream.recv(65536)
                if not more:
                    raise OSError("the server closed the connection")
                client.sendall(more)
                tail = (tail + more)[-16:]
