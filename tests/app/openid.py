# SPDX-License-Identifier: GPL-3.0-or-later
"""The real OpenID provider of the tests (tests/support/openid) for tests in Python, and a person with a browser."""
import http.cookiejar
import json
import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    def __init__(self):
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay,
                                                  urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def fetch(self, url, form=None):
        """(where it is sent to or None, the page)"""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(url, data, timeout=20) as answer:
                return None, answer.read().decode()
        except urllib.error.HTTPError as answer:
            to = answer.headers.get("Location")
            return (urllib.parse.urljoin(url, to) if to else None), answer.read().decode()


class Provider:
    def __init__(self, seconds=60, users=()):
        home = subprocess.run([ROOT / "tests/support/openid/install"], capture_output=True, text=True, timeout=240)
        if home.returncode != 0:
            raise SystemExit("the OpenID provider cannot be fetched: " + home.stderr)
        self.home = home.stdout.strip()
        self.marker = str(uuid.uuid4())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.seconds, self.users = seconds, users
        self.start()

    def start(self):
        environment = {**os.environ, "ASTERN_OPENID_HOME": self.home, "ASTERN_OPENID_PORT": str(self.port),
                       "ASTERN_OPENID_MARKER": self.marker, "ASTERN_OPENID_SECONDS": str(self.seconds), "ASTERN_OPENID_USERS": ",".join(self.users)}
        self.process = subprocess.Popen([self.home + "/bin/node", ROOT / "tests/support/openid/server.mjs"],
                                        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while self.marker not in self.get("/test/mine"):
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit("the OpenID provider does not become ready")
            time.sleep(0.05)

    def stop(self):
        self.process.kill()  # also one that is stopped
        self.process.wait()

    def get(self, path):
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.url + path, timeout=10) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            return ""

    def count(self, what):
        return json.loads(self.get("/test/counts")).get(what, 0)

    def agree(self, page, user):
        """As a person in a browser: where it is sent to in the end, or the last page."""
        browser = Browser()
        at, (to, text) = page, browser.fetch(page)
        for _ in range(20):
            if to:
                if urllib.parse.urlsplit(to).path == "/callback":
                    return to
                at, (to, text) = to, browser.fetch(to)
                continue
            xsrf = re.search(r'name="xsrf" value="([^"]+)"', text)
            if 'name="login"' in text:
                to, text = browser.fetch(at, {"prompt": "login", "login": user, "password": "x"})
            elif 'value="consent"' in text:
                to, text = browser.fetch(at, {"prompt": "consent"})
            elif urllib.parse.urlsplit(at).path == "/device" and xsrf:
                code = urllib.parse.parse_qs(urllib.parse.urlsplit(page).query)["user_code"][0]
                form = {"xsrf": xsrf.group(1), "user_code": code}
                to, text = browser.fetch(at, {**form, "confirm": "yes"} if "confirm" in text else form)
            else:
                return text
        return ""
