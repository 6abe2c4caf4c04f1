// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/statequery.h"
#include "models/rollout/rollout.h"

#include <QList>
#include <QMap>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QStringList>

namespace astern {

// How much an alert wants from a person. Every team has words of its own for it: a word that nobody knows is never
// taken for a small matter.
enum class AlertRank { Info, Warning, Critical };

// One alert as its manager holds it. It tells people something; it is never by itself a verdict on a release.
struct Alert {
    enum class State {
        Active,     // somebody is notified
        Silenced,   // a person wants to hear nothing of it (`silencedBy`)
        Inhibited,  // a greater one speaks for it (`inhibitedBy`)
        Unprocessed // new: not yet decided which of them
    };
    QString backend;     // workspace id
    QString fingerprint; // of its labels: the same in every manager
    QString name;
    QString severity; // the label as it is; empty: it has none
    State state = State::Active;
    qint64 sinceMs = 0; // wall clock
    QString summary;
    QString description;
    QString runbookUrl;
    QString generatorUrl; // the question behind it, at whoever raised it
    QMap<QString, QString> labels;
    QStringList silencedBy;  // ids of silences
    QStringList inhibitedBy; // fingerprints

    [[nodiscard]] bool isFiring() const { return state == State::Active || state == State::Unprocessed; }
    bool operator==(const Alert &) const = default;
};
[[nodiscard]] AlertRank rankOf(const Alert &alert);
[[nodiscard]] QString toString(Alert::State state); // "active", "silenced", "inhibited", "unprocessed"
// "critical", "warning", "info", or the alert's own word where it has one.
[[nodiscard]] QString severityWords(const Alert &alert);
// "silenced", "inhibited"; empty: it fires.
[[nodiscard]] QString muteWords(const Alert &alert);
// What needs a person stands first: what fires, the worst, what has lasted longest.
[[nodiscard]] bool isBefore(const Alert &a, const Alert &b);

// All alerts that a manager has; what is not among them is over.
struct AlertBatch {
    QString backend;
    qint64 arrivedMs = 0;
    QList<Alert> alerts;
};

// Where alerts come from. Lives on the io thread.
class AlertSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    // A person has signed in again, or wants it tried: secrets are read anew and it is asked again.
    virtual void signInAgain() = 0;
    // Replaces whose states are recorded: told with each answer, also with one that changed nothing or failed.
    virtual void setStateQueries(const QList<astern::policy::StateQuery> &queries) { Q_UNUSED(queries) }

Q_SIGNALS:
    // Only when they differ from what was told before; healthChanged() tells of each answer.
    void alerted(const astern::AlertBatch &batch);
    void recorded(const astern::policy::RecordBatch &batch);
    void healthChanged(const astern::BackendHealth &health);
};

} // namespace astern

Q_DECLARE_METATYPE(astern::AlertBatch)
