#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrows point one way: app -> ui -> models <- connectors. Fails on any include that points another way.

usage: includes.py SOURCE_DIR
"""
import os
import re
import sys

# layer -> what it must not include
FORBIDDEN = {
    "models": [r"connectors/", r"ui/", r"app/", r"tests/", r"Qt(Network|Gui|Widgets|Charts|Svg|Sql)/",
               r"Q(Network|Tcp|Udp|Ssl|Host|LocalS)\w+", r"Q(Widget|Painter|Application|Gui\w+|Color|Font|Pixmap|Icon)\b"],
    "connectors": [r"ui/", r"app/", r"tests/", r"Qt(Gui|Widgets|Charts|Svg)/",
                   r"Q(Widget|Painter|Application|Gui\w+|Color|Font|Pixmap|Icon)\b"],
    "ui": [r"connectors/", r"app/", r"tests/", r"Qt(Network|Sql)/", r"Q(Network|Tcp|Udp|Ssl|LocalS)\w+"],
    "app": [r"tests/"],
}
# The command line is part of asternctl, which never loads a widget.
FORBIDDEN_IN = {
    "app/cli": [r"ui/", r"app/desktop/", r"QtWidgets/", r"Q(Widget|Application)\b"],
    "app/engine": [r"ui/", r"app/desktop/", r"QtWidgets/", r"Q(Widget|Application)\b"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def main():
    root = sys.argv[1]
    wrong, files = [], 0
    for layer, rules in FORBIDDEN.items():
        for folder, _, names in os.walk(os.path.join(root, layer)):
            part = os.path.relpath(folder, root)
            checks = list(rules)
            for prefix, more in FORBIDDEN_IN.items():
                if part == prefix or part.startswith(prefix + "/"):
                    checks += more
            for name in sorted(names):
                if not name.endswith((".h", ".cpp")):
                    continue
                files += 1
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as source:
                    for number, line in enumerate(source, 1):
                        found = INCLUDE.match(line)
                        if not found:
                            continue
                        target = found.group(1)
                        if any(re.match(rule, target) for rule in checks):
                            wrong.append(f"{os.path.relpath(path, root)}:{number}: {layer} must not include {target}")
                        if target.startswith("../"):
                            wrong.append(f"{os.path.relpath(path, root)}:{number}: include from the root, not {target}")
    for line in wrong:
        print(line)
    if files < 10:
        print(f"only {files} sources found under {root}: wrong folder?")
        return 1
    print(f"{files} sources, {len(wrong)} includes point the wrong way")
    return 1 if wrong else 0


sys.exit(main())
