// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

namespace astern {

// Why one place is as it is, kept fresh while somebody looks: asked at once, again some seconds after each answer,
// and not at all while nobody does. Lives on the GUI thread.
class PlaceDiagnosis : public QObject {
    Q_OBJECT
public:
    explicit PlaceDiagnosis(Session &session, QObject *parent = nullptr);
    ~PlaceDiagnosis() override;

    // Another place: what was known of the one before is forgotten.
    void setPlacement(const QString &key);
    [[nodiscard]] QString placement() const { return m_key; }
    // Somebody looks, or no longer does: then the question under way ends too.
    void setWatched(bool watched);
    // Whose log; empty: the worst pod of the new version.
    void setLogPod(const QString &pod);
    [[nodiscard]] QString logPod() const { return m_logPod; }
    void askNow();
    void setInterval(int ms) { m_timer.setInterval(ms); } // from an answer to the next question

    [[nodiscard]] const Diagnosis &diagnosis() const { return m_diagnosis; }
    // The first answer is not there yet.
    [[nodiscard]] bool isLoading() const { return m_watched && !m_diagnosis.pods.answered(); }
    // Pods were seen, and longer ago than three questions.
    [[nodiscard]] bool isStale() const;

Q_SIGNALS:
    void changed();

private:
    void ask();
    void sayUnseen(const Placement *place);
    void end();
    void onTold(quint64 round, const Diagnosis &diagnosis);

    Session &m_session;
    QString m_key;
    QString m_logPod;
    QString m_backend; // that the question under way went to
    Diagnosis m_diagnosis;
    QTimer m_timer;
    quint64 m_ticket = 0; // 0: nothing is under way
    quint64 m_round = 0;  // answers of an earlier one come too late
    bool m_watched = false;
    Inbox m_inbox;
};

} // namespace astern
