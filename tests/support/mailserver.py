#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server (Debian's aiosmtpd) with TLS and sign-in, on loopback. What it takes goes to messages.json, one line
each; what the file `mode` says is how it behaves: ok, busy, refuse, hang, die."""
import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, port, implicit, ident, cert, key, user, password = sys.argv[1:9]
folder = pathlib.Path(folder)


def mode():
    path = folder / "mode"
    return path.read_text().strip() if path.exists() else "ok"


def note(name, what):
    with open(folder / name, "a", encoding="utf-8") as file:
        file.write(json.dumps(what) + "\n")


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        how = mode()
        if how == "busy":
            return "451 later, please"
        if how == "refuse":
            return "554 not that"
        note("messages.json", {"from": envelope.mail_from, "to": envelope.rcpt_tos,
                               "text": envelope.content.decode("ascii"), "tls": session.ssl is not None,
                               "user": session.auth_data.login.decode() if session.auth_data else ""})
        if how == "hang":
            await asyncio.sleep(3600)
        if how == "die":
            server.transport.abort()
            await asyncio.sleep(3600)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
    note("logins.json", {"mechanism": mechanism, "right": right})
    # What is not handled the server answers by itself: with 535.
    return AuthResult(success=right, handled=right, auth_data=data if right else None)


async def main():
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(cert, key)
    direct = implicit == "implicit"
    # aiosmtpd knows of the TLS that it began itself: of the other kind it would say that there is none.
    asks = {"authenticator": authenticate, "auth_required": bool(user), "auth_require_tls": bool(user) and not direct}
    plain = implicit == "plain"

    def make():
        return SMTP(Handler(), hostname="localhost", ident=ident, decode_data=False,
                    tls_context=None if direct or plain else tls, require_starttls=not direct and not plain,
                    **({"authenticator": authenticate, "auth_required": False} if plain else asks))

    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", int(port), ssl=tls if direct else None)
    async with server:
        await server.serve_forever()


asyncio.run(main())
