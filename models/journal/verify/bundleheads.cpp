// SPDX-License-Identifier: GPL-3.0-or-later
// The heads that a bundle stands on: its checkpoint, a later one, and what people kept elsewhere.
#include "models/journal/verify/bundleparts.h"
#include "models/journal/verify/sources.h"

#include <QFile>

#include <algorithm>

namespace astern::verify {
namespace {

using Kind = Finding::Kind;

} // namespace

void BundleHeads::tampered(const std::string &where, const char *what)
{
    m_report.add(Kind::Tampered, toQString(where), QString::fromUtf8(what));
}

const std::string_view *BundleHeads::member(const char *name) const
{
    const auto found = m_members->find(name);
    return found == m_members->end() ? nullptr : &found->second;
}

bool BundleHeads::read(const Members &members, const Json &manifest)
{
    m_members = &members;
    const auto *text = member("head/checkpoint");
    const auto note = text ? readNote(*text) : std::nullopt;
    const auto head = note ? readHead(note->body) : std::nullopt;
    if (!head) {
        tampered("head/checkpoint", "is no signed checkpoint");
        return false;
    }
    m_head = *head;
    m_note = *note;
    const Json said = manifest.at("head");
    if (!said.at("origin").is(head->origin) || said.at("size").number() != std::int64_t(head->size) ||
        !said.at("root").is(hexOf(viewOf(head->root))))
        tampered("manifest.json", "names another head than the checkpoint");
    return true;
}

std::vector<VKey> BundleHeads::vkeys()
{
    std::vector<VKey> keys;
    const auto *text = member("keys/vkeys.txt");
    std::string_view rest = text ? *text : std::string_view();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (const auto key = readVKey(rest.substr(0, end)))
            keys.push_back(*key);
        else
            tampered("keys/vkeys.txt", "a line is no verifier key");
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return keys;
}

std::vector<VKey> BundleHeads::trusted()
{
    std::vector<VKey> keys;
    for (const QString &text : m_sources.trust) {
        if (const auto key = readVKey(text.toStdString()))
            keys.push_back(*key);
        else
            m_report.add(Kind::Unreadable, text, QStringLiteral("is no verifier key"));
    }
    return keys;
}

void BundleHeads::check()
{
    // Keys that the user named; else those that the device vouches for, by the manifest that it signed.
    std::vector<VKey> keys = trusted();
    if (keys.empty()) {
        for (const VKey &key : vkeys()) {
            if (key.name == m_head.origin || key.type == 4)
                keys.push_back(key);
        }
    }
    if (judgeHead("head/checkpoint", m_note, keys)) {
        m_report.vouched = m_head.size;
        m_report.root = toQString(hexOf(viewOf(m_head.root)));
    }
    checkLater(keys);
    for (const QString &name : m_sources.witness)
        checkWitness(name, keys);
}

bool BundleHeads::judgeHead(const std::string &where, const Note &note, const std::vector<VKey> &keys)
{
    const Judged judged = judge(note, keys);
    if (judged.verdict == Verdict::False)
        tampered(where, "a signature does not belong to it");
    else if (judged.verdict == Verdict::Unsigned)
        m_report.add(Kind::Incomplete, toQString(where), QStringLiteral("no trusted key has signed it"));
    else
        ++m_report.passed;
    for (const VKey &signer : judged.signers) {
        if (judged.verdict == Verdict::Signed && !m_report.vouchers.contains(toQString(signer.name)))
            m_report.vouchers.append(toQString(signer.name));
    }
    return judged.verdict == Verdict::Signed;
}

void BundleHeads::checkLater(const std::vector<VKey> &keys)
{
    const auto *text = member("head/cosigned");
    if (!text)
        return;
    const auto note = readNote(*text);
    const auto head = note ? readHead(note->body) : std::nullopt;
    const auto *path = member("head/consistency");
    const auto hashes = path ? readHashes(*path) : std::nullopt;
    if (!head || !hashes || head->origin != m_head.origin ||
        !isConsistent(m_head.size, head->size, m_head.root, head->root, *hashes))
        return tampered("head/cosigned", "does not continue the head");
    (void)judgeHead("head/cosigned", *note, keys);
}

// A note that somebody kept elsewhere: of the head itself, or of the later one.
void BundleHeads::checkWitness(const QString &name, const std::vector<VKey> &keys)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return m_report.add(Kind::Unreadable, name, file.errorString());
    const auto note = readNote(file.readAll().toStdString());
    const auto head = note ? readHead(note->body) : std::nullopt;
    const auto *laterText = member("head/cosigned");
    const auto laterNote = laterText ? readNote(*laterText) : std::nullopt;
    const auto later = laterNote ? readHead(laterNote->body) : std::nullopt;
    if (!head || head->origin != m_head.origin)
        return tampered(name.toStdString(), "is no signed checkpoint of this log");
    for (const Head &known : {m_head, later.value_or(m_head)}) {
        if (known.size != head->size)
            continue;
        if (known.root != head->root)
            return tampered(name.toStdString(), "belongs to another history");
        (void)judgeHead(name.toStdString(), *note, keys);
        return;
    }
    m_report.add(Kind::Incomplete, name,
                 QStringLiteral("the bundle has no proof to its %1 entries; its own head has %2")
                     .arg(head->size)
                     .arg(m_head.size));
}

} // namespace astern::verify
