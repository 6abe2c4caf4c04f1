// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flag/flag.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Flag", text); }

} // namespace

QString FlagRef::key() const { return QStringLiteral("%1/%2/%3@%4").arg(backend, project, name, environment); }

QString flagWords(const FlagState &state)
{
    if (!state.unknownReason.isEmpty())
        return tr("not known: %1").arg(state.unknownReason);
    if (state.archived)
        return tr("archived");
    return state.on ? tr("on, %1").arg(state.decides) : tr("off");
}

QString changeWords(const FlagChange &change)
{
    const QString at = format::stamp(change.atMs);
    const QString words =
        change.by.isEmpty() ? tr("%1, %2").arg(change.what, at) : tr("%1 by %2, %3").arg(change.what, change.by, at);
    return change.why.isEmpty() ? words : tr("%1: %2").arg(words, change.why);
}

FlagSnapshot snapshotOf(const QList<FlagState> &states, qint64 nowMs)
{
    FlagSnapshot snapshot{.takenMs = nowMs, .values = {}};
    for (const FlagState &state : states) {
        if (state.unknownReason.isEmpty())
            snapshot.values.append({state.ref, state.on, flagWords(state), state.digest});
    }
    std::sort(snapshot.values.begin(), snapshot.values.end(),
              [](const FlagSnapshot::Value &a, const FlagSnapshot::Value &b) { return a.ref.key() < b.ref.key(); });
    return snapshot;
}

QList<FlagDrift> drift(const FlagSnapshot &since, const QList<FlagState> &now)
{
    QList<FlagDrift> all;
    QHash<QString, const FlagSnapshot::Value *> before;
    for (const FlagSnapshot::Value &value : since.values)
        before.insert(value.ref.key(), &value);
    for (const FlagState &state : now) {
        const FlagSnapshot::Value *was = before.take(state.ref.key());
        if (!state.unknownReason.isEmpty() || (was && was->digest == state.digest))
            continue;
        all.append({state.ref, was ? was->words : QString(), flagWords(state), state.lastChange});
    }
    for (const FlagSnapshot::Value &value : since.values) {
        if (before.contains(value.ref.key()))
            all.append({value.ref, value.words, {}, {}});
    }
    return all;
}

} // namespace astern
