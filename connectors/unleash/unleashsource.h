// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/pollloop.h"
#include "models/flag/flagbackend.h"

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
    void poll();
    void askNext();
    void onFeature(const Result<HttpResponse> &answer);
    void onChanges(const Result<HttpResponse> &answer);
    void endRound();
    void ask(const HttpRequest &request, void (UnleashSource::*then)(const Result<HttpResponse> &));
    void drop();

    BackendConfig m_config;
    const Clock &m_clock;
    PollLoop m_loop;
    HttpJob *m_job = nullptr;
    QList<FlagRef> m_wanted;
    qsizetype m_at = 0; // of m_wanted, in this round
    QList<FlagState> m_round;
    QString m_trouble; // of single flags, in this round
};

} // namespace astern::connectors
