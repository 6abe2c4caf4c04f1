// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/heads.h"

#include "models/journal/verify/json.h"
#include "models/journal/verify/sources.h"

#include <QFile>

namespace astern::verify {
namespace {

constexpr qint64 kMostMark = 4096;

std::optional<Digest> digestFromHex(const std::string &hex)
{
    if (hex.size() != 64)
        return std::nullopt;
    Digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto value = [](char c) {
            return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        };
        const int high = value(hex[2 * i]);
        const int low = value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        digest[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return digest;
}

bool endsWith(const std::string &text, const std::string &end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

} // namespace

void Heads::addMark(const QString &file)
{
    QFile mark(file);
    if (!mark.open(QIODevice::ReadOnly)) {
        m_wrong.append({Finding::Kind::Incomplete, file,
                        QStringLiteral("there is no high-water mark: a cut tail would not show")});
        return;
    }
    std::string why;
    const auto document = parseCanonical(mark.read(kMostMark).toStdString(), why);
    const std::int64_t size = document ? document->root().at("size").number().value_or(-1) : -1;
    const auto root = document ? digestFromHex(document->root().at("root").text()) : std::nullopt;
    if (size < 0 || !root) {
        m_wrong.append({Finding::Kind::Tampered, file, QStringLiteral("the high-water mark cannot be read")});
        return;
    }
    Claim claim;
    claim.where = file;
    claim.size = std::uint64_t(size);
    claim.root = *root;
    claim.isMark = true;
    claim.journal = document->root().at("journal").text();
    m_claims.emplace(claim.size, claim);
}

void Heads::addNote(const QString &where, const std::string &text, bool isWitness)
{
    const auto note = readNote(text);
    const auto head = note ? readHead(note->body) : std::nullopt;
    if (!head) {
        m_wrong.append({Finding::Kind::Tampered, where, QStringLiteral("is no signed checkpoint")});
        return;
    }
    Claim claim;
    claim.where = where;
    claim.size = head->size;
    claim.root = head->root;
    claim.isWitness = isWitness;
    claim.origin = head->origin;
    claim.note = *note;
    m_claims.emplace(claim.size, claim);
}

void Heads::addKept(const std::string &origin, std::uint64_t size, const std::string &root, const std::string &text,
                    Report &report)
{
    const QString where = QStringLiteral("journal.db, checkpoint %1 of %2").arg(size).arg(toQString(origin));
    const auto note = readNote(text);
    const auto head = note ? readHead(note->body) : std::nullopt;
    if (head && (head->origin != origin || head->size != size || viewOf(head->root) != root))
        report.add(Finding::Kind::Tampered, where, QStringLiteral("a column says something else than the signed note"));
    addNote(where, text, false);
}

void Heads::at(std::uint64_t size, const std::function<Digest()> &root)
{
    for (auto [claim, end] = m_claims.equal_range(size); claim != end; ++claim) {
        claim->second.found = root();
        claim->second.isFound = true;
    }
}

void Heads::judgeNote(const Claim &claim, const Facts &facts, Report &report)
{
    // Of another log, which this tree says nothing about: the team's, a colleague's.
    if (!claim.isWitness && !endsWith(claim.origin, "/" + facts.writer))
        return;
    if (claim.isWitness && !endsWith(claim.origin, "/" + facts.writer)) {
        report.add(Finding::Kind::Tampered, claim.where,
                   QStringLiteral("is a checkpoint of another log, %1").arg(toQString(claim.origin)));
        return;
    }
    if (!claim.isFound) {
        report.add(Finding::Kind::Tampered, claim.where,
                   QStringLiteral("TRUNCATED: it says %1 entries, the log holds %2").arg(claim.size).arg(facts.size));
        return;
    }
    if (claim.found != claim.root) {
        report.add(
            Finding::Kind::Tampered, claim.where,
            QStringLiteral("belongs to another history: its root is not that of the first %1 entries").arg(claim.size));
        return;
    }
    const std::vector<VKey> &keys = facts.trusted.empty() ? facts.inLog : facts.trusted;
    const Judged judged = judge(claim.note, keys);
    if (judged.verdict == Verdict::False) {
        report.add(Finding::Kind::Tampered, claim.where,
                   QStringLiteral("the signature of %1 does not belong to it").arg(toQString(judged.signers[0].name)));
        return;
    }
    if (judged.verdict == Verdict::Signed) {
        ++report.passed;
        if (claim.size >= report.vouched) {
            report.vouched = claim.size;
            report.vouchers.clear();
            for (const VKey &signer : judged.signers)
                report.vouchers.append(toQString(signer.name));
        }
    } else if (claim.isWitness || !keys.empty()) {
        report.add(Finding::Kind::Incomplete, claim.where, QStringLiteral("it fits, but no trusted key has signed it"));
    } else {
        ++report.passed;
    }
}

void Heads::judgeAll(const Facts &facts, Report &report)
{
    for (const Finding &wrong : std::as_const(m_wrong))
        report.add(wrong.kind, wrong.where, wrong.what);
    for (const auto &[size, claim] : m_claims) {
        if (!claim.isMark) {
            judgeNote(claim, facts, report);
            continue;
        }
        if (!claim.isFound)
            report.add(Finding::Kind::Tampered, claim.where,
                       QStringLiteral("TRUNCATED: the log had %1 entries and holds %2").arg(size).arg(facts.size));
        else if (claim.journal != facts.journal || claim.found != claim.root)
            report.add(Finding::Kind::Tampered, claim.where,
                       QStringLiteral("the high-water mark belongs to another history"));
        else
            ++report.passed;
    }
    if (facts.since > 0 && report.vouched < facts.since)
        report.add(Finding::Kind::Incomplete, QStringLiteral("entries below %1").arg(facts.since),
                   QStringLiteral("their signatures were not looked at, and no signed checkpoint covers them"));
}

} // namespace astern::verify
