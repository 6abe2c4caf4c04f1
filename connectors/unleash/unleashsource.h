// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/filewatch.h"
#include "connectors/http/pollhealth.h"
#include "models/flag/flagbackend.h"

#include <QTimer>

#include <memory>

namespace astern::connectors {

// Reads the flags of the workspace again and again: servers tell nobody of a change.
class UnleashSource final : public FlagSource {
    Q_OBJECT
public:
    UnleashSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock);
    ~UnleashSource() override;

    void start() override;
    void watch(const QList<FlagRef> &flags) override;
    void signInAgain() override;

private:
    void connectNow();
    void poll();
    void askNext();
    void onFeature(const Result<HttpResponse> &answer);
    void onChanges(const Result<HttpResponse> &answer);
    void endRound();
    void ask(const HttpRequest &request, void (UnleashSource::*then)(const Result<HttpResponse> &));
    void drop();
    void fail(const Error &error);

    BackendConfig m_config;
    SecretResolver m_secrets;
    const Clock &m_clock;
    PollHealth m_health;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<FileWatch> m_files; // certificates
    HttpJob *m_job = nullptr;
    QList<FlagRef> m_wanted;
    qsizetype m_at = 0; // of m_wanted, in this round
    QList<FlagState> m_round;
    QString m_trouble;    // of single flags, in this round
    qint64 m_askedMs = 0; // wall
    QTimer m_timer;
};

} // namespace astern::connectors
