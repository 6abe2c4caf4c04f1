// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/teamdevices.h"

#include "models/document/yamltree.h"
#include "models/journal/envelope.h"
#include "models/journal/mirrorrows.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

constexpr int kBusyMs = 2'000;
constexpr int kPage = 2'000;
constexpr qsizetype kShortestId = 4;

QString tr(const char *text) { return QCoreApplication::translate("SharedLog", text); }

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

QByteArray bytesOf(const Hash &hash) { return viewOf(hash).toByteArray(); }

bool isOfKeys(const SharedRow &row) { return row.kind.startsWith(QLatin1String("key.")); }

// The signature of anything else was checked as the copy was made, and nothing here rests on it.
bool matters(const SharedRow &row)
{
    return row.seq == 0 || isOfKeys(row) || row.kind == QLatin1String("approval.decided");
}

// Whether the copy still has, as its newest but for what is new, the row that was read last.
Result<bool> goesOn(Database &mirror, quint64 size, const QByteArray &lastHash)
{
    bool same = size == 0;
    const auto rows = size == 0 ? Result<int>(0) : readMirrorRows(mirror, size - 1, 1, [&](const SharedRow &row) {
        same = row.index == size - 1 && bytesOf(row.leafHash) == lastHash;
    });
    return rows ? Result<bool>(same) : Result<bool>(rows.error());
}

} // namespace

void TeamDevices::take(const SharedRow &row)
{
    const SharedChain::Verdict verdict = m_chain.take(row, matters(row));
    m_lastHash = bytesOf(row.leafHash);
    using Kind = SharedChain::Verdict::Kind;
    if (matters(row) && (verdict.kind == Kind::Good || verdict.kind == Kind::Pending))
        learn(row, verdict);
}

void TeamDevices::learn(const SharedRow &row, const SharedChain::Verdict &verdict)
{
    const QJsonObject &payload = verdict.payload;
    const QJsonObject key = payload.value(QLatin1String("key")).toObject();
    if (row.seq == 0) {
        const QJsonArray admins = payload.value(QLatin1String("admins")).toArray();
        for (const QJsonValue &admin : admins)
            addKey(row, admin.toObject(), 0);
        addKey(row, key, 0);
    } else if (row.kind == QLatin1String("key.enrol")) {
        addKey(row, key, row.seq + 1);
    } else if (row.kind == QLatin1String("key.rotate")) {
        const auto opened = Envelope::open(row.leaf);
        for (Key &known : m_keys[row.writer]) {
            if (opened && known.id == opened->keyId)
                known.last = row.seq;
        }
        addKey(row, key, row.seq + 1);
    } else if (row.kind == QLatin1String("approval.decided") && !row.saga.isEmpty() &&
               textOf(payload.value(QLatin1String("decision")).toObject(), "verdict") == QLatin1String("approve")) {
        m_deeds[row.writer].append({row.seq, {}, row.saga});
    }
}

void TeamDevices::addKey(const SharedRow &row, const QJsonObject &key, quint64 from)
{
    const QString id = textOf(key, "keyid");
    QList<Key> &keys = m_keys[row.writer];
    const bool known = std::any_of(keys.cbegin(), keys.cend(), [&id](const Key &one) { return one.id == id; });
    if (known || !m_chain.writers().value(row.writer).keys.contains(id)) // keys for heads sign no entries
        return;
    keys.append({.id = id, .from = from, .last = {}, .lastGood = {}});
    if (row.seq > 0)
        m_deeds[row.writer].append({row.seq, id, {}});
}

Result<Ok> TeamDevices::readOn(const QString &mirrorFile)
{
    if (!QFileInfo::exists(mirrorFile))
        return Ok{};
    const auto mirror = Database::open(mirrorFile, Database::Mode::ReadOnly, kBusyMs);
    if (!mirror)
        return mirror.error();
    const auto same = goesOn(**mirror, m_chain.size(), m_lastHash);
    if (!same)
        return same.error();
    if (!*same)
        *this = {};
    for (;;) {
        const quint64 from = m_chain.size();
        const auto rows = readMirrorRows(**mirror, from, kPage, [this](const SharedRow &row) { take(row); });
        if (!rows)
            return rows.error();
        if (m_chain.size() != from + quint64(*rows))
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("This device's copy of the shared log is damaged"),
                         .where = mirrorFile,
                         .hint = tr("Move the file away: it is fetched again from the store")};
        if (*rows < kPage)
            return Ok{};
    }
}

std::optional<TeamDevices::Device> TeamDevices::device(const QString &id) const
{
    const auto writer = m_chain.writers().constFind(id);
    if (writer == m_chain.writers().constEnd())
        return std::nullopt;
    Device device{.id = id,
                  .entries = writer->nextSeq,
                  .approved = writer->approved,
                  .admin = writer->admin,
                  .keys = m_keys.value(id),
                  .lastGood = {}};
    bool isRevoked = !device.keys.isEmpty();
    quint64 lastGood = 0;
    for (Key &key : device.keys) {
        if (const auto last = m_chain.revoked().constFind(key.id); last != m_chain.revoked().constEnd())
            key.lastGood = *last;
        // What rests on a revoked key signs no more, without a word of its own.
        isRevoked = isRevoked && (key.last || key.lastGood || !m_chain.counts(key.id, device.entries));
        lastGood = std::max(lastGood, key.lastGood.value_or(0));
    }
    if (isRevoked)
        device.lastGood = lastGood;
    return device;
}

QList<TeamDevices::Device> TeamDevices::devices() const
{
    QStringList ids = m_chain.writers().keys();
    std::sort(ids.begin(), ids.end()); // UUIDv7: as they were made
    QList<Device> all;
    for (const QString &id : std::as_const(ids))
        all.append(*device(id));
    return all;
}

Result<TeamDevices::Device> TeamDevices::deviceLike(const QString &text, const QHash<QString, QString> &logins) const
{
    const QStringList ids = m_chain.writers().keys();
    QStringList found;
    for (const QString &id : ids) {
        if (id == text)
            return *device(id);
        if ((text.size() >= kShortestId && id.startsWith(text, Qt::CaseInsensitive)) || logins.value(id) == text)
            found.append(id);
    }
    if (found.size() == 1)
        return *device(found.constFirst());
    const QString nearest = nearestText(text, ids + logins.values());
    return Error{.kind = Error::Kind::Invalid,
                 .message = found.isEmpty() ? tr("The team's log has no device %1").arg(text)
                                            : tr("%1 may mean several devices").arg(text),
                 .hint = nearest.isEmpty()
                             ? tr("`asternctl team status` lists them.")
                             : tr("Did you mean %1? `asternctl team status` lists them all.").arg(nearest)};
}

DeviceRevocation TeamDevices::revocation(const Device &device, quint64 lastGood) const
{
    DeviceRevocation said{
        .device = device.id, .lastGood = lastGood, .keys = {}, .disputed = 0, .enrolled = {}, .approvals = {}};
    if (device.entries > lastGood + 1)
        said.disputed = device.entries - lastGood - 1;
    for (const Key &key : device.keys) {
        const bool signsBehind = !key.last || *key.last > lastGood;
        if (signsBehind && key.lastGood.value_or(lastGood + 1) > lastGood)
            said.keys.append(key.id);
    }
    const QList<Deed> deeds = m_deeds.value(device.id);
    for (const Deed &deed : deeds) {
        if (deed.seq <= lastGood)
            continue;
        if (!deed.enrols.isEmpty())
            said.enrolled.append(deed.enrols);
        else if (!said.approvals.contains(deed.approves))
            said.approvals.append(deed.approves);
    }
    return said;
}

} // namespace astern
