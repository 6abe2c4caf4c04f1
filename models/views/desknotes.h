// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QObject>

namespace astern {

// What a desktop tells a person who looks elsewhere.
struct DeskNote {
    enum class Kind { NeedsYou, Failing, AboutToAct, PlanEnded };
    Kind kind = Kind::NeedsYou;
    QString place; // to land on; empty: the board
    QString title;
    QString text;
    bool urgent = false;
    bool operator==(const DeskNote &) const = default;
};

// Watches a session for what is worth a note: something waits for a person, a place fails, a policy is about to act, a
// plan has ended. Each is said once, and of one place not again within ten minutes; where several come at once they are
// one note. Lives on the session's thread.
class DeskNotes : public QObject {
    Q_OBJECT
public:
    explicit DeskNotes(Session &session, QObject *parent = nullptr);
    [[nodiscard]] int waiting() const { return m_waiting; } // what waits for a person now: the badge

Q_SIGNALS:
    void note(const astern::DeskNote &note);
    void waitingChanged(int count);

private:
    void seeVerdict(const QString &place);
    void seeRun(const PlanRun &run);
    void seeEscalations();
    void say(DeskNote note, const QString &once);
    void tell();

    Session &m_session;
    QHash<QString, qint64> m_said; // kind and place, or what is said once, to when
    QList<DeskNote> m_soon;
    QTimer m_collect;
    int m_waiting = 0;
};

} // namespace astern
