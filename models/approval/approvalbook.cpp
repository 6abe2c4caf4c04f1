// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvalbook.h"

#include <algorithm>
#include <array>
#include <limits>

namespace astern {
namespace {

using Standing = ApprovalRecord::Standing;

constexpr quint64 kNewest = std::numeric_limits<quint64>::max() / 2; // place of what the team's log has not placed yet
constexpr std::array kChanges{PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Retry};

} // namespace

bool countsAsChange(PlanKind kind) { return std::find(kChanges.begin(), kChanges.end(), kind) != kChanges.end(); }

QStringList ApprovalBook::kinds()
{
    return {QStringLiteral("approval."),  QStringLiteral("override.granted"), QStringLiteral("key.enrol"),
            QStringLiteral("key.rotate"), QStringLiteral("key.revoke"),       QStringLiteral("promotion.intent")};
}

void ApprovalBook::take(const JournalEntry &entry, quint64 order, ApprovalRecord::Standing standing)
{
    const std::lock_guard lock(m_mutex);
    if (entry.kind == QLatin1String("key.enrol") || entry.kind == QLatin1String("key.rotate"))
        return learnKey(entry);
    if (entry.kind == QLatin1String("key.revoke"))
        return learnRevocation(entry);
    if (entry.kind == QLatin1String("promotion.intent") && standing == ApprovalRecord::Standing::Counts)
        return learnChange(entry);
    if (const std::optional<HandOver> one = readHandOver(entry)) {
        if (standing == ApprovalRecord::Standing::Counts)
            m_onCall.insert(one->workspace, after(m_onCall.value(one->workspace), *one));
        return;
    }
    std::optional<ApprovalRecord> record = readApproval(entry);
    if (!record)
        return;
    record->order = order;
    record->standing = standing;
    // Told twice, by a page of the log and as it was written: the first is the entry, whatever the second says. Only
    // its place in the team's log comes later.
    if (const auto known = m_known.constFind(entry.id); known != m_known.cend()) {
        ApprovalRecord &mine = m_records[*known];
        if (mine.leaf == record->leaf && mine.order >= kNewest && order < kNewest) {
            mine.order = order;
            mine.standing = standing;
        }
        return;
    }
    m_known.insert(entry.id, m_records.size());
    m_records.append(*record);
}

void ApprovalBook::takeOwn(const JournalEntry &entry)
{
    bool shared = false;
    {
        const std::lock_guard lock(m_mutex);
        shared = m_shared;
    }
    take(entry, shared ? kNewest + entry.index : entry.index);
}

void ApprovalBook::learnChange(const JournalEntry &entry)
{
    const QString plan =
        entry.payload.value(QLatin1String("decision")).toObject().value(QLatin1String("plan")).toString();
    const bool counts =
        std::any_of(kChanges.begin(), kChanges.end(), [&plan](PlanKind kind) { return toString(kind) == plan; });
    if (!counts)
        return;
    const QJsonObject subject = entry.payload.value(QLatin1String("subject")).toObject();
    const auto known = m_changes.constFind(entry.saga);
    if (known != m_changes.cend() && known->atMs <= entry.wallMs)
        return;
    m_changes.insert(entry.saga, {.plan = entry.saga,
                                  .service = subject.value(QLatin1String("service")).toString(),
                                  .environment = subject.value(QLatin1String("environment")).toString(),
                                  .atMs = entry.wallMs});
}

QList<ApprovalBook::Change> ApprovalBook::changesSince(qint64 fromMs, const QString &notOfPlan,
                                                       const ChangeBudget &of) const
{
    const std::lock_guard lock(m_mutex);
    QList<Change> changes;
    for (const Change &change : m_changes) {
        if (change.atMs > fromMs && change.plan != notOfPlan && of.covers(change.environment, change.service))
            changes.append(change);
    }
    std::sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) { return a.atMs < b.atMs; });
    return changes;
}

void ApprovalBook::learnKey(const JournalEntry &entry)
{
    const QJsonObject key = entry.payload.value(QLatin1String("key")).toObject();
    const QJsonObject writer = entry.payload.value(QLatin1String("writer")).toObject();
    if (key.contains(QLatin1String("role")))
        return; // one that stands in signs no approval
    QMap<quint64, QString> &keys = m_keys[writer.value(QLatin1String("id")).toString()];
    // The first one has signed its own enrolment, and the genesis before it.
    const auto seq = quint64(std::max<qint64>(0, writer.value(QLatin1String("seq")).toInteger()));
    const bool first = keys.isEmpty() && entry.kind == QLatin1String("key.enrol");
    keys.insert(first ? 0 : seq + 1, key.value(QLatin1String("keyid")).toString());
}

void ApprovalBook::learnRevocation(const JournalEntry &entry)
{
    const QJsonObject revoke = entry.payload.value(QLatin1String("revoke")).toObject();
    const QString key = revoke.value(QLatin1String("keyid")).toString();
    const auto lastGood = quint64(std::max<qint64>(0, revoke.value(QLatin1String("last_good_seq")).toInteger()));
    m_lastGood.insert(key, std::min(m_lastGood.value(key, lastGood), lastGood));
}

bool ApprovalBook::isRevoked(const ApprovalRecord &record) const
{
    const QMap<quint64, QString> keys = m_keys.value(record.writer);
    auto signer = keys.upperBound(record.seq);
    if (signer == keys.begin())
        return false;
    const auto last = m_lastGood.constFind(*--signer);
    return last != m_lastGood.cend() && record.seq > *last;
}

void ApprovalBook::setRead()
{
    const std::lock_guard lock(m_mutex);
    m_read = true;
}

bool ApprovalBook::isRead() const
{
    const std::lock_guard lock(m_mutex);
    return m_read;
}

void ApprovalBook::setShared(bool shared)
{
    const std::lock_guard lock(m_mutex);
    m_shared = shared;
}

void ApprovalBook::setTrouble(const QString &why)
{
    const std::lock_guard lock(m_mutex);
    m_trouble = why;
}

QString ApprovalBook::trouble() const
{
    const std::lock_guard lock(m_mutex);
    return m_trouble;
}

bool ApprovalBook::hasPlaceOf(const QString &entry) const
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_known.constFind(entry);
    return known != m_known.cend() && m_records.at(*known).order < kNewest;
}

bool ApprovalBook::hasLost(const QString &entry) const
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_known.constFind(entry);
    return known != m_known.cend() && m_records.at(*known).standing == ApprovalRecord::Standing::Lost;
}

void ApprovalBook::setNames(const Names &names)
{
    const std::lock_guard lock(m_mutex);
    m_names = names;
}

Names ApprovalBook::names() const
{
    const std::lock_guard lock(m_mutex);
    return m_names;
}

void ApprovalBook::clear()
{
    const std::lock_guard lock(m_mutex);
    m_records.clear();
    m_known.clear();
    m_keys.clear();
    m_lastGood.clear();
    m_changes.clear();
    m_onCall.clear();
    m_pinned.clear();
    m_pinnedAt = 0;
    m_read = false;
}

QList<ApprovalRecord> ApprovalBook::history() const
{
    const std::lock_guard lock(m_mutex);
    QList<ApprovalRecord> all = m_records;
    for (ApprovalRecord &record : all) {
        if (record.standing == Standing::Counts && isRevoked(record))
            record.standing = Standing::Revoked;
        // Only where its device has signed it for sure: of anything else nobody knows who spoke.
        if (record.standing == Standing::Counts || record.standing == Standing::Lost)
            record.claimedName = m_names.of(record.actor.who(), record.writer);
    }
    return all;
}

std::optional<ApprovalRecord> ApprovalBook::request(const QString &id) const
{
    for (const ApprovalRecord &record : history()) {
        if (record.kind == ApprovalRecord::Kind::Requested && record.request == id)
            return record;
    }
    return std::nullopt;
}

QList<ApprovalRecord> ApprovalBook::requestsLike(const QString &text) const
{
    QList<ApprovalRecord> found;
    const QString wanted = text.trimmed();
    for (const ApprovalRecord &record : history()) {
        const bool like = !wanted.isEmpty() && (record.request.startsWith(wanted, Qt::CaseInsensitive) ||
                                                shortRequest(record.request).startsWith(wanted, Qt::CaseInsensitive));
        if (record.kind == ApprovalRecord::Kind::Requested && like)
            found.append(record);
    }
    return found;
}

OnCall ApprovalBook::onCall(const QString &workspace) const
{
    const std::lock_guard lock(m_mutex);
    return m_onCall.value(workspace);
}

QString ApprovalBook::pinnedRules() const
{
    const std::lock_guard lock(m_mutex);
    return m_pinned;
}

void ApprovalBook::pinRules(const QString &digest, quint64 order)
{
    const std::lock_guard lock(m_mutex);
    if (!m_pinned.isEmpty() && order < m_pinnedAt)
        return;
    m_pinned = digest;
    m_pinnedAt = order;
}

} // namespace astern
