// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/verify.h"

#include "models/journal/verify/sources.h"

#include <QFile>

#include <algorithm>
#include <optional>

namespace astern::verify {
namespace {

void checkEntries(const std::vector<std::string> &leaves, EntryCheck &check, std::vector<CheckedEntry> &entries,
                  Report &report)
{
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        CheckedEntry entry;
        const std::vector<std::string> wrong = check.next(leaves[i], entry);
        for (const std::string &what : wrong)
            report.findings.append(
                {Finding::Kind::Tampered, QStringLiteral("entry %1").arg(i), QString::fromStdString(what)});
        report.passed += wrong.empty() ? 1 : 0;
        entries.push_back(std::move(entry));
    }
}

// Two copies of one log: what both have must be the same bytes. The index may lag by what was never checkpointed;
// a log that is shorter than its index has lost entries.
void compare(const std::vector<std::string> &log, const std::vector<std::string> &index, Report &report)
{
    const std::size_t both = std::min(log.size(), index.size());
    for (std::size_t i = 0; i < both; ++i) {
        if (log[i] != index[i])
            report.findings.append({Finding::Kind::Tampered, QStringLiteral("entry %1").arg(i),
                                    QStringLiteral("log and journal.db hold different bytes")});
        else
            ++report.passed;
    }
    if (index.size() > log.size())
        report.findings.append(
            {Finding::Kind::Tampered, QStringLiteral("log"),
             QStringLiteral("ends at entry %1, journal.db goes on to %2").arg(log.size()).arg(index.size())});
}

std::optional<std::string> readMark(const QString &file)
{
    QFile mark(file);
    if (file.isEmpty() || !mark.open(QIODevice::ReadOnly))
        return std::nullopt;
    return mark.read(4096).toStdString();
}

void checkMark(const QString &file, const std::optional<std::string> &mark, const EntryCheck &check, Report &report)
{
    if (!mark) {
        report.findings.append({Finding::Kind::Incomplete, file,
                                QStringLiteral("there is no high-water mark: a cut tail would not show")});
        return;
    }
    std::string why;
    const auto json = parseCanonical(*mark, why);
    const auto size = json ? json->at("size").number() : std::nullopt;
    if (!size || *size < 0) {
        report.findings.append({Finding::Kind::Tampered, file, QStringLiteral("the high-water mark cannot be read")});
        return;
    }
    if (std::uint64_t(*size) > check.tree().size()) {
        report.findings.append(
            {Finding::Kind::Tampered, file,
             QStringLiteral("TRUNCATED: the log had %1 entries and holds %2").arg(*size).arg(check.tree().size())});
        return;
    }
    if (json->at("journal").text() != check.journal() ||
        json->at("root").text() != hexOf(viewOf(check.tree().root(std::uint64_t(*size)))))
        report.findings.append(
            {Finding::Kind::Tampered, file, QStringLiteral("the high-water mark belongs to another history")});
    else
        ++report.passed;
}

} // namespace

int Report::exitCode() const
{
    const auto has = [this](Finding::Kind kind) {
        return std::any_of(findings.cbegin(), findings.cend(), [kind](const Finding &f) { return f.kind == kind; });
    };
    if (has(Finding::Kind::Tampered))
        return 1;
    if (has(Finding::Kind::Unreadable))
        return 4;
    return has(Finding::Kind::Incomplete) ? 2 : 0;
}

Report run(const Sources &sources)
{
    // A journal in use grows while it is read: first the log, then the database, then the mark. Read the other way
    // round each copy is seen no shorter than the ones that follow it.
    const auto mark = readMark(sources.mark);
    Report ofIndex;
    Leaves index;
    std::optional<Database> database;
    if (!sources.database.isEmpty() && (sources.log.isEmpty() || QFile::exists(sources.database)))
        index = database.emplace(sources.database).leaves(ofIndex);
    Report report;
    Leaves log;
    if (!sources.log.isEmpty())
        log = readSegments(sources.log, report);
    report.passed += ofIndex.passed;
    report.findings += ofIndex.findings;
    EntryCheck check(sources.payloadType.toStdString(), sources.genesis.toStdString());
    std::vector<CheckedEntry> entries;
    checkEntries(log.read ? log.leaves : index.leaves, check, entries, report);
    if (log.read && index.read)
        compare(log.leaves, index.leaves, report);
    if (index.read)
        database->checkColumns(entries, check.tree(), report);
    if (!sources.mark.isEmpty())
        checkMark(sources.mark, mark, check, report);
    report.entries = entries.size();
    report.journal = QString::fromStdString(check.journal());
    report.root = QString::fromStdString(hexOf(viewOf(check.tree().root(check.tree().size()))));
    if (entries.empty() && report.findings.isEmpty())
        report.findings.append({Finding::Kind::Unreadable, sources.log, QStringLiteral("holds no entry")});
    return report;
}

} // namespace astern::verify
