// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/configsmodel.h"

#include "models/base/format.h"
#include "models/command/mitigationplanner.h"
#include "models/views/flagsmodel.h"

#include <algorithm>

namespace astern {
namespace {

constexpr qint64 kReadAgainMs = 15'000; // another process may have seen a version

} // namespace

ConfigsModel::ConfigsModel(Session &session, const SwitchLog &log, QObject *parent)
    : RowsModel(parent), m_session(session), m_log(log)
{
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (keys.contains(m_key))
            refresh();
    });
    connect(&session, &Session::workspaceChanged, this, &ConfigsModel::refresh);
    connect(&session, &Session::backendsChanged, this, &ConfigsModel::refresh);
    connect(&log, &SwitchLog::changed, this, &ConfigsModel::refresh);
}

void ConfigsModel::setPlacement(const QString &key)
{
    m_key = key;
    refresh();
}

void ConfigsModel::refresh()
{
    QList<ConfigRow> next;
    const Placement *place = m_session.placement(m_key);
    if (!place)
        return merge({});
    const Rollout *rollout = m_session.rollout(place->object);
    const QList<ConfigState> states = m_session.configs(m_key);
    const QList<ConfigOf> configs = configsOf(m_session.workspace(), *place);
    for (qsizetype i = 0; i < configs.size() && i < states.size(); ++i)
        next += rowsFor(configs.at(i), states.at(i), rollout);
    merge(next);
}

const QList<ConfigVersion> &ConfigsModel::versions(const ConfigRef &ref, const QString &present)
{
    Kept &kept = m_kept[ref.key()];
    const qint64 now = m_session.nowMs();
    const bool old = kept.readMs == 0 || now - kept.readMs >= kReadAgainMs || now < kept.readMs;
    if (m_session.doors().configs && (old || kept.present != present))
        kept = {.present = present, .readMs = now, .versions = m_session.doors().configs->versions(ref)};
    return kept.versions;
}

QList<ConfigRow> ConfigsModel::rowsFor(const ConfigOf &config, const ConfigState &now, const Rollout *rollout)
{
    const qint64 nowMs = m_session.nowMs();
    const QString &safe = config.use.safe;
    const auto isSafe = [&safe](const QString &digest) { return !safe.isEmpty() && digest.startsWith(safe); };
    ConfigRow there;
    there.ref = config.ref;
    there.set = config.use.id;
    there.present = true;
    if (now.unknownReason.isEmpty()) {
        there.digest = now.digest;
        there.version = shortDigest(now.digest);
        there.safe = isSafe(now.digest);
        there.trouble = m_session.whyStale(config.ref.backend, now.observedMs);
        QStringList drift;
        if (!safe.isEmpty() && !there.safe)
            drift.append(tr("not the safe version"));
        const SwitchLog::Said *said = m_log.last(targetKey(ConfigCommand{config.ref, {}, {}}));
        drift.append(driftWords(rollout, said, now.changedMs, now.changedBy));
        drift.removeAll(QString());
        there.drift = drift.join(QStringLiteral("; "));
        // Where the cluster does not say when, what is there tells whether it is what Astern restored.
        const auto *sent = said ? std::get_if<ConfigCommand>(&said->command) : nullptr;
        const bool ours = sent && (now.changedMs > 0 ? said->isChangeAt(now.changedMs) : sent->digest == now.digest);
        if (ours)
            there.change = said->why.isEmpty()
                               ? tr("by %1, %2").arg(said->by, format::clock(said->atMs, nowMs))
                               : tr("by %1, %2: %3").arg(said->by, format::clock(said->atMs, nowMs), said->why);
        else if (now.changedMs > 0)
            there.change = now.changedBy.isEmpty()
                               ? format::clock(now.changedMs, nowMs)
                               : tr("by %1, %2").arg(now.changedBy, format::clock(now.changedMs, nowMs));
    } else {
        there.trouble = now.unknownReason;
    }
    there.what = !now.unknownReason.isEmpty() ? tr("not known")
                 : now.immutable              ? tr("there now, immutable")
                 : there.safe                 ? tr("there now, the safe version")
                                              : tr("there now");
    there.age = now.observedMs > 0 ? format::age(now.observedMs, nowMs) : QString();
    QList<ConfigRow> rows{there};
    bool safeIsKept = safe.isEmpty();
    const QList<ConfigVersion> &all = versions(config.ref, now.digest);
    for (const ConfigVersion &version : all) {
        const QString seen = tr("first seen %1").arg(format::clock(version.firstSeenMs, nowMs));
        safeIsKept = safeIsKept || isSafe(version.digest);
        if (version.digest == there.digest) {
            rows.first().seen = seen;
            rows.first().kept = true;
            continue;
        }
        ConfigRow row;
        row.ref = config.ref;
        row.set = config.use.id;
        row.digest = version.digest;
        row.version = shortDigest(version.digest);
        row.safe = isSafe(version.digest);
        row.kept = true;
        row.what = row.safe ? tr("kept, the safe version") : tr("kept");
        row.seen = seen;
        rows.append(row);
    }
    if (!safeIsKept) {
        ConfigRow row;
        row.ref = config.ref;
        row.set = config.use.id;
        row.digest = safe;
        row.version = shortDigest(safe);
        row.safe = true;
        row.what = tr("the safe version, never seen here");
        rows.append(row);
    }
    return rows;
}

int ConfigsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ConfigsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ConfigRow &row = rowAt(index.row());
    const QStringList cells{row.set, row.version, row.what, row.seen, row.change, row.drift, row.age};
    switch (role) {
    case Qt::DisplayRole:
        return cells.value(index.column());
    case Qt::ToolTipRole:
        return index.column() == VersionColumn ? row.digest
               : row.trouble.isEmpty()         ? cells.value(index.column())
                                               : row.trouble;
    case Qt::AccessibleTextRole: {
        QStringList words = cells.mid(0, AgeColumn);
        words.append(row.trouble);
        if (!row.age.isEmpty())
            words.append(tr("as of %1 ago").arg(row.age));
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    case IdRole:
        return row.id();
    case SortRole:
        return cells.value(index.column());
    case ToneRole:
        return !row.trouble.isEmpty() ? 3 : !row.drift.isEmpty() ? 4 : row.present ? 1 : 0;
    case DetailRole:
        return row.trouble;
    default:
        return {};
    }
}

QVariant ConfigsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("configuration"), tr("version"), tr("what"), tr("seen"),
                            tr("last change"),   tr("drift"),   tr("as of")};
    return names.value(section);
}

} // namespace astern
