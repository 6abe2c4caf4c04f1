// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/filewatch.h"
#include "connectors/http/pollhealth.h"

#include <QLoggingCategory>
#include <QTimer>

#include <memory>

namespace astern::connectors {

// What every backend that is polled has beside its questions: a connection that is opened from its settings when it is
// first needed, opened anew when a certificate changes or somebody signs in, a timer, and how it is doing. One round
// after the other: due() asks for one, and done() or fail() says how it went. On one thread.
class PollLoop : public QObject {
    Q_OBJECT
public:
    using Category = const QLoggingCategory &(*)(); // as Q_DECLARE_LOGGING_CATEGORY makes it
    // `clock` must outlive it.
    PollLoop(const BackendConfig &config, SecretResolver secrets, const Clock &clock, Category log);
    ~PollLoop() override;

    void start();  // tells that it connects, and asks for the first round
    void askNow(); // where it has begun
    void askIn(qint64 ms);
    // The connection ends, and secrets are read anew with the next round.
    void signInAgain();
    // Opens the connection where there is none. nullptr: it cannot be opened, fail() has said so.
    [[nodiscard]] HttpClient *open();
    [[nodiscard]] HttpClient *client() const { return m_client.get(); }
    // A request as rounds send them: they do not outlast two of them, and the next round is the retry.
    [[nodiscard]] HttpRequest request(const QUrl &url) const;

    void answered(); // good or not, it lives
    // A whole round went well; `reason` and `hint` say what did not.
    void done(const QString &reason = {}, const QString &hint = {});
    void fail(const Error &error);

    [[nodiscard]] const BackendHealth &health() const { return m_health.health(); }
    [[nodiscard]] bool hasBegun() const { return m_health.hasBegun(); }
    [[nodiscard]] bool inTrouble() const { return m_health.inTrouble(); }
    [[nodiscard]] bool isWaiting() const { return m_timer.isActive(); } // for the next round

Q_SIGNALS:
    void due();
    void opened();
    void refused(const astern::Error &why); // it cannot be opened as the settings are
    void failed(const astern::Error &why);  // a round; also where it cannot be opened
    void closing();                         // whatever is under way goes with the connection
    void woke();                            // the machine slept; a round follows where it makes sense
    void healthChanged(const astern::BackendHealth &health);

private:
    void onDue();
    void onWoke(qint64 sleptMs);

    const BackendConfig m_config;
    const SecretResolver m_secrets;
    const Clock &m_clock;
    const Category m_log;
    PollHealth m_health;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<FileWatch> m_files; // certificates
    QTimer m_timer;
    qint64 m_dueMs = 0; // wall, when this round began
};

} // namespace astern::connectors
