# SPDX-License-Identifier: GPL-3.0-or-later
"""Several people at one machine, for tests of what one may and another may not: accounts, each in a user namespace."""
import os
import subprocess

DONE, REFUSED, INCOMPLETE, USAGE, UNREACHABLE, FORBIDDEN = range(6)
PEOPLE = {"ann": 2001, "bob": 2002, "cyd": 2003}


def namespace(who):
    uid = PEOPLE[who]
    return ["unshare", "-U", f"--map-user={uid}", f"--map-group={uid}"]


def have_people():
    try:
        told = subprocess.run([*namespace("ann"), "id", "-u"], capture_output=True, text=True, timeout=20)
    except FileNotFoundError:
        return False
    return told.stdout.strip() == str(PEOPLE["ann"])


class People:
    def __init__(self, shop, check):
        self.shop = shop
        self.check = check

    def say(self, who, *arguments, expect=DONE, words=""):
        command = [*namespace(who), *self.shop.command(self.shop.asternctl, *arguments)]
        told = subprocess.run(command, capture_output=True, text=True, timeout=120, env=dict(os.environ))
        self.check(told.returncode == expect and words in told.stdout + told.stderr,
                   f"{who}: {' '.join(arguments)}: {told.returncode}, not {expect} with \"{words}\"",
                   told.stdout + told.stderr)
        return told
