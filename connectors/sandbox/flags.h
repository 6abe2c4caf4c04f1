// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/random.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <map>
#include <optional>

namespace astern::connectors::sandbox {

// Where the flags are switched. Unleash's own two: what the company calls staging is "development" there.
struct FlagEnvironment {
    QString name;
    QString type;
    int sortOrder = 0;
};
[[nodiscard]] const QList<FlagEnvironment> &flagEnvironments();
[[nodiscard]] QString flagEnvironment(const QString &environment); // "prod" -> "production"

struct FlagStrategy {
    QString id;
    QString name = QStringLiteral("flexibleRollout");
    QJsonValue title; // text or null
    QJsonObject parameters;
    QJsonArray constraints;
    QJsonArray variants;
    QJsonArray segments;
    bool disabled = false;
    int sortOrder = 0;

    // Share of the users that it lets in, 0…1. What is no percentage lets nobody in, what is over 100 all.
    [[nodiscard]] double share() const;
};

struct Flag {
    struct State {
        bool enabled = false;
        QList<FlagStrategy> strategies;
    };
    QString name;
    QString description;
    QString type = QStringLiteral("release");
    qint64 createdWall = 0;
    bool impressionData = false;
    std::map<QString, State> environments; // every one of flagEnvironments()
};

// Who switches, and when: what the log of changes says.
struct FlagActor {
    QString name = QStringLiteral("admin");
    int id = 1;
    qint64 wall = 0;
};

// The company's feature flags, and every change of them.
class Flags {
public:
    explicit Flags(quint64 seed) : m_random(Random::stream(seed, u"flags")) {}

    [[nodiscard]] const std::map<QString, Flag> &all() const { return m_flags; }
    [[nodiscard]] const Flag *find(const QString &name) const;
    // Share of the users of an environment of the company ("prod") for whom it is on; empty: of the one where most are.
    [[nodiscard]] double share(const QString &name, const QString &environment) const;

    void create(const QString &name, const QString &description, const QString &type, const FlagActor &actor);
    void archive(const QString &name, const FlagActor &actor);
    // In a flag environment ("production"). One without a strategy gets one for everybody first, as Unleash does it.
    void turn(const QString &name, const QString &flagEnvironment, bool on, const FlagActor &actor);
    // For tests and drills: everywhere in the company, or in one environment of it; made when there is none.
    void set(const QString &name, bool on, const FlagActor &actor = {}, const QString &environment = {});
    const FlagStrategy &addStrategy(const QString &name, const QString &flagEnvironment, FlagStrategy strategy,
                                    const FlagActor &actor);
    void updateStrategy(const QString &name, const QString &flagEnvironment, const FlagStrategy &strategy,
                        const FlagActor &actor);
    void removeStrategy(const QString &name, const QString &flagEnvironment, const QString &id, const FlagActor &actor);

    // Oldest first, with rising "id", as the admin API tells them.
    [[nodiscard]] const QList<QJsonObject> &events() const { return m_events; }

private:
    void note(const QString &type, const QString &flag, const QJsonValue &environment, const FlagActor &actor,
              const QJsonValue &data, const QJsonValue &before);
    [[nodiscard]] QString groupId(qint64 wall);

    Random m_random;
    std::map<QString, Flag> m_flags;
    QList<QJsonObject> m_events;
};

// As the admin API tells them.
[[nodiscard]] QJsonObject flagJson(const Flag &flag);
[[nodiscard]] QJsonObject strategyJson(const FlagStrategy &strategy);
[[nodiscard]] QString stampMs(qint64 wallMs); // "2026-11-26T16:00:38.112Z"

} // namespace astern::connectors::sandbox
