// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "connectors/postgres/pgconnection.h"
#include "models/base/inbox.h"
#include "models/journal/sharedlog.h"
#include "models/rollout/connectiontest.h"
#include "models/workspace/workspace.h"

#include <QSet>

namespace astern::app {

// How the database of a workspace's team is reached. `cert` may be a reference to where its path is kept.
[[nodiscard]] Result<connectors::PgOptions> teamOptions(const TeamConfig &team,
                                                        const connectors::SecretResolver &secrets);
// Looks at it; nothing of the log is sent.
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>> teamTest(const TeamConfig &team,
                                                               const connectors::SecretResolver &secrets);
// Of the lease of whoever acts by policies: the same in every process of this workspace's team.
[[nodiscard]] QString leaseName(const Workspace &workspace);
inline const QString kTeamAlarmKind = QStringLiteral("team.alarm");
inline const QString kTeamHealedKind = QStringLiteral("team.healed");
[[nodiscard]] Draft teamAlarmDraft(const SharedAlarm &alarm, bool healed);

// Keeps the team's log followed as the workspace says, and puts what is found into this device's own log: each alarm
// once, however often the program starts, and once more when it has ended. Lives on one thread, and never blocks it for
// longer than it takes to end what follows.
class TeamFollower : public QObject {
    Q_OBJECT
public:
    struct Doors {
        Journal *journal = nullptr;     // lives longer
        std::shared_ptr<KeyStore> keys; // of the journal
        QString mirrorFile;             // this device's copy of the shared log
        connectors::SecretResolver secrets;
    };
    explicit TeamFollower(Doors doors, QObject *parent = nullptr) : QObject(parent), m_doors(std::move(doors)) {}
    ~TeamFollower() override;

    void setConfig(const JournalConfig &config);
    void finish(int ms); // see SharedLog::finish()

private:
    void open(const JournalConfig &config);
    void take(const SharedAlarm &alarm, bool healed);
    void record();
    void lookForHealed(const SharedLogState &state);

    Doors m_doors;
    std::optional<std::pair<TeamConfig, QString>> m_config; // settings that are in force, and the domain
    std::unique_ptr<SharedLog> m_log;
    bool m_remembers = false; // m_open is what the log says
    bool m_asking = false;
    QSet<std::pair<int, quint64>> m_open;            // alarms in the log that have not ended
    QList<std::pair<SharedAlarm, bool>> m_unwritten; // found before that was known
    Inbox m_inbox{this};
};

} // namespace astern::app
