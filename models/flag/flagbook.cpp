// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flag/flagbook.h"

#include "models/base/logging.h"
#include "models/base/savewhole.h"
#include "models/journal/digest.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutexLocker>

#include <algorithm>

namespace astern {
namespace {

constexpr qint64 kMaxBytes = 1 << 20;
constexpr auto kMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QByteArray bytesOf(const QString &place, const FlagGround &ground)
{
    QJsonArray flags;
    for (const FlagSnapshot::Value &value : ground.flags.values)
        flags.append(QJsonObject{{QStringLiteral("backend"), value.ref.backend},
                                 {QStringLiteral("project"), value.ref.project},
                                 {QStringLiteral("flag"), value.ref.name},
                                 {QStringLiteral("environment"), value.ref.environment},
                                 {QStringLiteral("on"), value.on},
                                 {QStringLiteral("words"), value.words},
                                 {QStringLiteral("digest"), value.digest}});
    return QJsonDocument(QJsonObject{{QStringLiteral("place"), place},
                                     {QStringLiteral("rollout"), ground.rollout},
                                     {QStringLiteral("version"), ground.version},
                                     {QStringLiteral("started_ms"), ground.startedMs},
                                     {QStringLiteral("taken_ms"), ground.flags.takenMs},
                                     {QStringLiteral("flags"), flags}})
        .toJson();
}

std::optional<FlagGround> groundAt(const QString &path, const QString &place)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(file.read(kMaxBytes)).object();
    if (json.value(QLatin1String("place")).toString() != place)
        return std::nullopt; // damaged
    FlagGround ground{.rollout = json.value(QLatin1String("rollout")).toString(),
                      .version = json.value(QLatin1String("version")).toString(),
                      .startedMs = json.value(QLatin1String("started_ms")).toInteger(),
                      .flags = {.takenMs = json.value(QLatin1String("taken_ms")).toInteger(), .values = {}}};
    const QJsonArray flags = json.value(QLatin1String("flags")).toArray();
    for (const QJsonValue &one : flags)
        ground.flags.values.append({{.backend = one[QLatin1String("backend")].toString(),
                                     .project = one[QLatin1String("project")].toString(),
                                     .name = one[QLatin1String("flag")].toString(),
                                     .environment = one[QLatin1String("environment")].toString()},
                                    one[QLatin1String("on")].toBool(),
                                    one[QLatin1String("words")].toString(),
                                    one[QLatin1String("digest")].toString()});
    return ground;
}

} // namespace

std::optional<FlagGround> groundOf(const QString &rollout, const QString &version, qint64 startedMs,
                                   const QList<FlagState> &states, qint64 nowMs)
{
    QList<FlagState> asThen;
    for (const FlagState &state : states) {
        if (state.observedMs <= 0)
            return std::nullopt;
        if (!state.lastChange || state.lastChange->atMs <= startedMs)
            asThen.append(state);
    }
    return FlagGround{rollout, version, startedMs, snapshotOf(asThen, nowMs)};
}

QString wasThen(const FlagGround &ground, const FlagState &now)
{
    for (const FlagDrift &one : drift(ground.flags, {now})) {
        if (one.ref == now.ref)
            return one.from;
    }
    return {};
}

FlagBook::FlagBook(QString folder) : m_folder(std::move(folder)) { m_writing.setMaxThreadCount(1); }

FlagBook::~FlagBook() { m_writing.waitForDone(); }

QString FlagBook::pathOf(const QString &place) const
{
    return QStringLiteral("%1/%2.json").arg(m_folder, toHex(sha256(place.toUtf8())).left(32));
}

std::optional<FlagGround> FlagBook::find(const QString &place) const
{
    const QMutexLocker lock(&m_mutex);
    const auto noted = m_noted.constFind(place);
    if (noted != m_noted.cend())
        return *noted;
    return m_folder.isEmpty() ? std::nullopt : groundAt(pathOf(place), place);
}

void FlagBook::note(const QString &place, const FlagGround &ground)
{
    const std::optional<FlagGround> known = find(place);
    if (known && known->rollout == ground.rollout)
        return;
    {
        const QMutexLocker lock(&m_mutex);
        m_noted.insert(place, ground);
    }
    if (m_folder.isEmpty())
        return;
    m_writing.start([this, place, ground] {
        const QString path = pathOf(place);
        const std::optional<FlagGround> theirs = groundAt(path, place);
        if (theirs && theirs->rollout == ground.rollout)
            return; // another program was first
        QDir().mkpath(m_folder);
        if (const Result<Ok> saved = saveWhole(path, bytesOf(place, ground), kMine); !saved)
            qCWarning(lcFlags).noquote() << saved.error().toString();
    });
}

} // namespace astern
