// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/session/session.h"

#include <QObject>

#include <cstdlib>

namespace astern {

// What the log of Astern has of the flags and configuration sets of one service: who changed each of them last through
// Astern, and why. Servers keep no reason.
class SwitchLog : public QObject {
    Q_OBJECT
public:
    struct Said {
        PlanCommand command;
        QString by;  // as people know them; else their pseudonym
        QString why; // empty: nobody said
        qint64 atMs = 0;
        // What a server says was changed then, is this: between the two lie a request, a retry, two clocks.
        [[nodiscard]] bool isChangeAt(qint64 changedMs) const { return std::abs(changedMs - atMs) <= 60'000; }
    };
    explicit SwitchLog(Session &session, QObject *parent = nullptr);
    void follow(const QString &service);
    // Of the target that targetKey() names; nullptr: never changed through Astern, as far as the log was read.
    [[nodiscard]] const Said *last(const QString &targetKey) const;

Q_SIGNALS:
    void changed();

private:
    void load();
    void take(const QList<JournalEntry> &entries);

    Session &m_session;
    Inbox m_inbox;
    QString m_service;
    quint64 m_generation = 0; // answers of an older question are dropped
    QHash<QString, Said> m_last;
};

} // namespace astern
