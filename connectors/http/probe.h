// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "models/rollout/connectiontest.h"

#include <memory>

namespace astern::connectors {

// What a test of one connection asks; the connectors know it, the probe asks.
struct ProbePlan {
    QString backend;
    QString type;
    HttpOptions http;
    QUrl address;
    QString signIn; // how it signs in, in words; never the secret
    QStringList warnings;
    // A harmless question that every server of this kind answers; sent once to connect, three times to measure.
    HttpRequest hello;
    std::function<QString(const HttpResponse &)> version; // empty: it does not say
    std::function<Error(const Error &, const HttpResponse &)> explain;
    // One action, asked at one or more places; it is allowed where all of the place's questions say so.
    struct Question {
        QString where; // "shop"; empty: everywhere
        HttpRequest request;
        std::function<Result<Permission>(const HttpResponse &)> read;
    };
    struct Action {
        QString id;   // "may-promote"
        QString what; // "May promote"
        QList<Question> questions;
    };
    QList<Action> actions;
};

// One connection, tested over a client of its own. A failure of the first answer ends it: what was not asked is
// unknown.
class Probe final : public ConnectionTest {
    Q_OBJECT
public:
    Probe(ProbePlan plan, const Clock &clock);
    ~Probe() override;
    void start(Told told) override;

private:
    void greet();
    void greeted(const HttpJob &job, const Result<HttpResponse> &result);
    void measure();
    void measured();
    void askNext();
    void answered(const HttpJob &job, const Result<HttpResponse> &result);
    void judge();
    void giveUp();
    void describeTls();
    void set(const QString &id, ConnectionLine::State state, const QString &words, const QString &hint = {});
    void tell();

    const ProbePlan m_plan;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_client;
    Told m_told;
    ConnectionReport m_report;
    QList<qint64> m_roundTrips;
    qint64 m_sentMs = 0; // mono
    qsizetype m_action = 0;
    qsizetype m_question = 0;
    QStringList m_allowed; // of the action under way
    QStringList m_refused;
    QString m_reason;
    std::optional<Error> m_error;
};

} // namespace astern::connectors
