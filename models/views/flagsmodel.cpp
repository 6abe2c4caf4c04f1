// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/flagsmodel.h"

#include "models/base/format.h"

#include <algorithm>

namespace astern {
QString driftWords(const FlagGround &ground, const FlagState &now)
{
    const QString was = wasThen(ground, now);
    return was.isEmpty() ? QString() : FlagsModel::tr("was %1 when %2 began").arg(was, ground.version);
}

QString driftWords(const Rollout *rollout, const SwitchLog::Said *said, qint64 changedMs, const QString &by,
                   const QString &since)
{
    if (changedMs <= 0)
        return since;
    QStringList words;
    if (!since.isEmpty())
        words.append(since);
    else if (rollout && rollout->inProgress() && rollout->startedMs > 0 && changedMs > rollout->startedMs)
        words.append(FlagsModel::tr("changed since %1 began").arg(rollout->desired.manifest.version()));
    if (said && changedMs > said->atMs && !said->isChangeAt(changedMs))
        words.append(by.isEmpty() ? FlagsModel::tr("changed last by somebody else, not through Astern")
                                  : FlagsModel::tr("changed last by %1, not through Astern").arg(by));
    return words.join(QStringLiteral("; "));
}

FlagsModel::FlagsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session), m_log(session, this)
{
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        const Placement *here = m_session.placement(m_key);
        const bool ours = here && std::any_of(keys.cbegin(), keys.cend(), [&](const QString &key) {
                              const Placement *place = m_session.placement(key);
                              return place && place->service == here->service;
                          });
        if (ours)
            refresh();
    });
    connect(&session, &Session::workspaceChanged, this, &FlagsModel::refresh);
    connect(&session, &Session::backendsChanged, this, &FlagsModel::refresh);
    connect(&m_log, &SwitchLog::changed, this, &FlagsModel::refresh);
}

void FlagsModel::setPlacement(const QString &key)
{
    m_key = key;
    const Placement *place = m_session.placement(key);
    m_log.follow(place ? place->service : QString());
    refresh();
}

void FlagsModel::refresh()
{
    QList<FlagRow> next;
    const Placement *here = m_session.placement(m_key);
    const ServiceConfig *service = here ? m_session.service(here->service) : nullptr;
    if (!service)
        return merge({});
    QList<Placement> places{*here};
    for (const Placement &place : service->placements) {
        const bool known = std::any_of(places.cbegin(), places.cend(), [&place](const Placement &other) {
            return other.environment == place.environment;
        });
        if (!known)
            places.append(place);
    }
    for (const Placement &place : std::as_const(places)) {
        for (const FlagState &state : m_session.flags(place.key()))
            next.append(rowFor(state, place, *here));
    }
    merge(next);
}

FlagRow FlagsModel::rowFor(const FlagState &state, const Placement &placement, const Placement &here) const
{
    const qint64 now = m_session.nowMs();
    const EnvironmentConfig *environment = m_session.workspace().environment(placement.environment);
    const SwitchLog::Said *said = m_log.last(targetKey(FlagCommand{FlagAction::Off, state.ref, -1}));
    FlagRow row;
    row.state = state;
    row.environment = placement.environment;
    row.isProtected = environment && environment->isProtected;
    row.here = placement.environment == here.environment;
    if (!state.unknownReason.isEmpty()) {
        row.is = tr("not known");
        row.trouble = state.unknownReason;
    } else {
        row.is = state.archived ? tr("archived") : state.on ? tr("on") : tr("off");
        row.share = state.percent           ? format::weight(*state.percent)
                    : state.strategies == 0 ? tr("not set")
                                            : state.decides;
        row.trouble = m_session.whyStale(state.ref.backend, state.observedMs);
        const FlagGround *ground = m_session.flagGround(placement.key());
        const FlagChange last = state.lastChange.value_or(FlagChange());
        row.drift = driftWords(m_session.rollout(placement.object), said, last.atMs, last.by,
                               ground ? driftWords(*ground, state) : QString());
    }
    if (state.lastChange) {
        const FlagChange &change = *state.lastChange;
        const bool ours = said && said->isChangeAt(change.atMs);
        const QString by = ours ? said->by : change.by;
        const QString at = format::clock(change.atMs, now);
        row.change = by.isEmpty() ? tr("%1, %2").arg(change.what, at) : tr("%1 by %2, %3").arg(change.what, by, at);
        row.why = ours ? said->why : change.why;
    } else if (said) { // the server does not say; the log does
        row.change = tr("by %1, %2").arg(said->by, format::clock(said->atMs, now));
        row.why = said->why;
    }
    row.age = state.observedMs > 0 ? format::age(state.observedMs, now) : QString();
    return row;
}

int FlagsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant FlagsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FlagRow &row = rowAt(index.row());
    const QString change = row.why.isEmpty() ? row.change : tr("%1: %2").arg(row.change, row.why);
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return row.state.ref.name;
        case EnvironmentColumn:
            return row.isProtected ? tr("%1, PRODUCTION").arg(row.environment) : row.environment;
        case StateColumn:
            return row.is;
        case ShareColumn:
            return row.share;
        case ChangeColumn:
            return change;
        case DriftColumn:
            return row.drift;
        default:
            return row.age;
        }
    case Qt::ToolTipRole:
        return row.trouble.isEmpty() ? index.data().toString() : row.trouble;
    case Qt::AccessibleTextRole: {
        QStringList words{row.state.ref.name,
                          row.isProtected ? tr("%1, PRODUCTION").arg(row.environment) : row.environment,
                          row.is,
                          row.share,
                          change,
                          row.drift,
                          row.trouble};
        if (!row.age.isEmpty())
            words.append(tr("as of %1 ago").arg(row.age));
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    case IdRole:
        return row.id();
    case SortRole:
        return index.column() == AgeColumn ? QVariant(row.state.observedMs) : index.data();
    case ToneRole:
        return !row.trouble.isEmpty() ? 3 : !row.drift.isEmpty() ? 4 : row.state.on && !row.state.archived ? 1 : 0;
    case DetailRole:
        return row.trouble;
    default:
        return {};
    }
}

QVariant FlagsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("flag"),        tr("where"), tr("state"), tr("of users"),
                            tr("last change"), tr("drift"), tr("as of")};
    return names.value(section);
}

} // namespace astern
