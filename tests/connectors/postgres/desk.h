// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/canonical.h"
#include "models/journal/localjournal.h"
#include "models/journal/outbox.h"
#include "models/journal/sharedlog.h"
#include "teamrig.h"
#include "tests/models/journal/journalfixture.h"

#include <QDeadlineTimer>
#include <QTest>

namespace astern::test {

// A desktop of the team: a journal of its own on disk, and its part in the shared log.
class Desk {
public:
    explicit Desk(TeamRig &rig, const QString &login, bool signsHeads = false)
        : m_rig(rig), m_login(login), m_signs(signsHeads)
    {
        openJournal();
        const auto first =
            await<QList<LoggedLeaf>>([this](auto done) { journal->outbox()->leaves(0, 2, std::move(done)); });
        if (!first || first->size() < 2)
            qFatal("the journal of %s has no enrolment", qPrintable(login));
        const auto payload = fromCanonical(Envelope::open(first->at(1).leaf)->payload);
        writer = payload->value(QLatin1String("writer")).toObject().value(QLatin1String("id")).toString();
        enrolId = payload->value(QLatin1String("id")).toString();
        enrolLeaf = toHex(first->at(1).leafHash);
        rig.allow(writer, login);
    }
    ~Desk()
    {
        log.reset();
        journal.reset();
    }

    void openJournal()
    {
        auto lock = JournalLock::tryTake(folder());
        journal = std::make_unique<LocalJournal>(LocalJournalOptions{.folder = folder(), .keys = keys},
                                                 std::move(*std::move(lock).value()));
    }
    void follow(int checkMs = 300)
    {
        connectors::PgOptions options = m_rig.as(m_login);
        options.answerMs = answerMs;
        options.connectMs = answerMs;
        log = std::make_unique<SharedLog>(*journal,
                                          SharedLogOptions{.store = std::make_shared<connectors::PgStore>(options),
                                                           .mirrorFile = m_folder.filePath(QStringLiteral("mirror.db")),
                                                           .keys = keys,
                                                           .domain = QStringLiteral("shop.example"),
                                                           .signsHeads = m_signs,
                                                           .checkMs = checkMs,
                                                           .turnMs = turnMs,
                                                           .headMs = 100,
                                                           .acknowledgeMs = acknowledgeMs,
                                                           .auditRows = auditRows,
                                                           .sweepRows = sweepRows});
    }
    [[nodiscard]] Result<Receipt> record(JournalLevel level, const QJsonObject &fields = {},
                                         const QString &kind = QStringLiteral("test.entry"))
    {
        Draft draft{.kind = kind};
        draft.fields = fields;
        return await<Receipt>([&](Done<Receipt> done) { journal->append(draft, level, std::move(done)); });
    }
    // Again until it is; while the store is away it is refused.
    [[nodiscard]] bool share()
    {
        for (const QDeadlineTimer deadline(30'000); !deadline.hasExpired(); QTest::qWait(50)) {
            if (record(JournalLevel::Shared))
                return true;
        }
        return false;
    }
    // Entries of the store now.
    [[nodiscard]] qint64 size() const
    {
        return m_rig.server.sql(QStringLiteral("SELECT size FROM journal.head")).toLongLong();
    }
    void approve(const Desk &newcomer)
    {
        Draft draft{.kind = QStringLiteral("approval.decided")};
        draft.links = {{EntryLink::Rel::Approves, newcomer.enrolId, newcomer.enrolLeaf}};
        draft.fields.insert(QStringLiteral("decision"),
                            QJsonObject{{QStringLiteral("verdict"), QStringLiteral("approve")}});
        (void)append(*journal, draft);
    }
    [[nodiscard]] bool hasAlarm(SharedAlarm::Kind kind, bool healed = false) const
    {
        const auto alarms = log->state().alarms;
        return std::any_of(alarms.begin(), alarms.end(), [&](const SharedAlarm &alarm) {
            return alarm.kind == kind && (alarm.healedMs != 0) == healed;
        });
    }
    [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("journal")); }
    [[nodiscard]] QString mirrorFile() const { return m_folder.filePath(QStringLiteral("mirror.db")); }

    std::shared_ptr<MemoryKeys> keys = std::make_shared<MemoryKeys>();
    QString writer, enrolId, enrolLeaf;
    std::unique_ptr<LocalJournal> journal;
    std::unique_ptr<SharedLog> log;
    int answerMs = 5'000;
    int turnMs = 5'000;
    qint64 acknowledgeMs = SharedLogOptions{}.acknowledgeMs;
    quint64 auditRows = SharedLogOptions{}.auditRows;
    quint64 sweepRows = SharedLogOptions{}.sweepRows;

private:
    TeamRig &m_rig;
    QString m_login;
    bool m_signs;
    QTemporaryDir m_folder;
};

} // namespace astern::test
