#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the translations in step with the texts of the sources.

usage: texts.py update LUPDATE     writes every text of the sources into translations/*.ts, and drops what is gone
       texts.py check LUPDATE      fails when a .ts lacks a text or has one that is gone; says which

lupdate gives a text the class around it as its context. Free functions of a file say their texts by a helper,
`QString tr(const char *text) { return QCoreApplication::translate("Context", text); }`, of which lupdate knows nothing:
their calls are written out before it reads them, in a copy that is thrown away.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = ["app", "connectors", "models", "ui"]
HELPER = re.compile(r'(?:QString |const auto )(\w+)(?:\(| = \[\]\()const char \*(\w+)\)[^{;]*\{\s*'
                    r'return QCoreApplication::translate\(\s*"([^"]+)",\s*\2\s*\);\s*\}')
MEMBER = re.compile(r'^[^\s#/}].*?\b((?:\w+::)*[A-Z]\w*)::~?\w+\(')
CLASS = re.compile(r'\bclass (\w+)[^;{]*\{\s*Q_(?:OBJECT|DECLARE_TR_FUNCTIONS)')


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def sources():
    for folder in FOLDERS:
        for place, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in sorted(names):
                if name.endswith((".h", ".cpp")):
                    yield os.path.relpath(os.path.join(place, name), ROOT)


def written_out(text, classes):
    """The calls of a file's own helpers as QCoreApplication::translate(); those of classes that translate stay."""
    for helper in HELPER.finditer(text):
        name, context = helper.group(1), helper.group(3)
        call = re.compile(r'(?<![\w:.>])' + name + r'\((?=\s*(?:"|R"|QT_TRANSLATE_NOOP))')
        lines, own = [], False
        for line in text.split("\n"):
            begins = MEMBER.match(line)
            if begins:
                own = begins.group(1).split("::")[0] in classes
            elif line.startswith("}") or (line and not line[0].isspace() and line[0] not in "{/#" and "(" in line):
                own = False
            lines.append(line if own else call.sub(f'QCoreApplication::translate("{context}", ', line))
        text = "\n".join(lines)
    return text


def prepare(folder):
    files = {path: read(os.path.join(ROOT, path)) for path in sources()}
    classes = {name for text in files.values() for name in CLASS.findall(text)}
    for path, text in files.items():
        copy = os.path.join(folder, path)
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        with open(copy, "w", encoding="utf-8") as file:
            file.write(written_out(text, classes) if path.endswith(".cpp") else text)


def texts_of(path):
    """(context, source, comment) of every text that is in use."""
    found = set()
    for context in tree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            kind = message.find("translation").get("type", "")
            if kind not in ("vanished", "obsolete"):
                comment = message.find("comment")
                found.add((context.findtext("name"), message.findtext("source") or "",
                           "" if comment is None else comment.text or ""))
    return found


def main():
    what, lupdate = sys.argv[1], sys.argv[2]
    wrong = 0
    catalogues = sorted(name for name in os.listdir(os.path.join(ROOT, "translations")) if name.endswith(".ts"))
    with tempfile.TemporaryDirectory(prefix="astern-texts-") as folder:
        prepare(folder)
        for name in catalogues:
            there = os.path.join(ROOT, "translations", name)
            here = os.path.join(folder, name)
            shutil.copy(there, here)
            # No guesses: a text that only looks like another one is for a person to translate.
            guesses = [word for kind in ("sametext", "similartext", "number") for word in ("-disable-heuristic", kind)]
            done = subprocess.run([lupdate, "-I", ".", *FOLDERS, *guesses, "-no-obsolete", "-locations", "none", "-ts", name],
                                  cwd=folder, capture_output=True, text=True)
            lost = [line for line in (done.stdout + done.stderr).split("\n") if "without context" in line]
            for line in lost:
                print("a text that cannot be translated: " + line)
            wrong += len(lost)
            if done.returncode != 0:
                sys.exit(done.stdout + done.stderr)
            if what == "update":
                shutil.copy(here, there)
                continue
            before, now = texts_of(there), texts_of(here)
            for context, text, _ in sorted(now - before):
                print(f"{name} lacks, in {context}: {text!r}")
            for context, text, _ in sorted(before - now):
                print(f"{name} has what no source says any more, in {context}: {text!r}")
            wrong += len(now ^ before)
            unfinished = sum(1 for each in tree.parse(here).getroot().iter("translation")
                             if each.get("type") == "unfinished")
            print(f"{name}: {len(now)} texts, {len(now) - unfinished} of them translated")
    if wrong:
        sys.exit(f"{wrong} found: `./dev texts` brings the translations up to date")


main()
