// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/command/breaker.h"
#include "models/command/dispatcher.h"
#include "models/command/record.h"
#include "models/journal/journal.h"

#include <QObject>
#include <QTimer>

namespace astern {

// Takes one plan through its steps, as a machine with named states (StepRun::State). Each step: fresh read, durable
// intent, one request, read-back until the effect is seen, durable outcome. Lives on the command thread.
class PlanRunner : public QObject {
    Q_OBJECT
public:
    // A run with steps that are over goes on after them: one that was interrupted.
    PlanRunner(const Dispatcher::Doors &doors, std::map<QString, Breaker> &breakers, PlanRun run, QObject *parent);
    // Goes back even where nothing can be recorded.
    void setConfirmation(const TypedConfirmation &confirmation) { m_confirmation = confirmation; }

    void start();
    void stop();
    void skipStep();
    [[nodiscard]] const PlanRun &run() const { return m_run; }

Q_SIGNALS:
    void progressed(const astern::PlanRun &run);
    void wentUnrecorded();
    void finished();

private:
    using State = StepRun::State;

    [[nodiscard]] StepRun &step() { return m_run.steps[m_at]; }
    [[nodiscard]] const PlanStep &planned() const { return m_run.plan.steps.at(m_at); }
    [[nodiscard]] Breaker &breaker() { return m_breakers[backendOf(planned().command)]; }
    void tell() { Q_EMIT progressed(m_run); }

    void beginStep();
    void check();
    void judge(const Observation &now);
    void passGates(const Observation &now);
    void log(const Observation &now);
    void append(const Draft &draft, const QString &key, JournalLevel level);
    void noteRefusal(const Error &why);
    void notLogged(const QString &key, JournalLevel level, Error error);
    void send(const LoggedIntent &intent);
    void answered(const Result<Accepted> &answer);
    void confirm();
    void seen(const Result<Observation> &now);
    void noEffect();
    void again(qint64 afterMs, const QString &words);
    void watchRecovery();

    // Ends the attempt in the journal, then goes on with `next` whether or not that could be written.
    void record(Outcome outcome, const QString &observed, std::function<void()> next);
    void endStep(State state, const QString &words, std::optional<Error> error = {});
    void nextStep();
    void tellEnd();
    void end(PlanRun::State state, const QString &summary, std::optional<Error> error = {});
    void later(qint64 ms, std::function<void()> what);

    const Dispatcher::Doors &m_doors;
    std::map<QString, Breaker> &m_breakers; // by backend
    PlanRun m_run;
    int m_at = 0;
    PlanCommand m_command; // of the attempt under way
    Idempotency m_idempotency = Idempotency::Unsafe;
    std::optional<QJsonArray> m_passed; // gates, once; for the first intent
    std::optional<Receipt> m_intent;    // of the attempt under way; empty once its outcome is recorded
    std::optional<Error> m_doubt;       // the answer was lost or unclear: what the read-back is about
    std::optional<TypedConfirmation> m_confirmation;
    bool m_intentIsRecorded = true;
    bool m_asksGates = false;
    bool m_anyIntent = false;
    bool m_promised = false; // the last outcome says that a step follows, and none has been recorded yet
    bool m_stopping = false;
    bool m_skipping = false;
    int m_readFailures = 0;
    qint64 m_stepStartMs = 0; // monotonic
    qint64 m_sentMs = 0;      // monotonic
    int m_pollMs = 0;
    QTimer m_timer;
    std::function<void()> m_onTimer;
    Inbox m_inbox;
};

} // namespace astern
