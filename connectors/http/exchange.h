// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/clockskew.h"
#include "connectors/http/http.h"
#include "connectors/http/wakewatch.h"

#include <QPointer>
#include <QSet>
#include <QSslError>
#include <QTimer>

#include <array>
#include <optional>

namespace astern::connectors {

// Why an exchange did not give a good answer, and whether the same request may have better luck later.
struct Failure {
    Error error;
    bool transient = false;        // a retry makes sense at all
    bool closedUnanswered = false; // the connection ended before a byte of the answer: often just an old one
    bool neverLeft = false;        // there was no connection that the request could have gone out on
};

// What job, stream and client share: the options, the connections, the pause, the secrets seen.
class HttpShared : public QObject {
    Q_OBJECT
public:
    HttpShared(HttpOptions options, QObject *parent);

    // Both take credentials and the backend's name from here.
    const HttpOptions &options() const { return m_options; }
    // The connections for requests; six a host at most.
    QNetworkAccessManager *requests();
    // One with room for a stream that holds its connection for minutes. Give it back with release().
    QNetworkAccessManager *acquireStream();
    void release(QNetworkAccessManager *manager);

    // Nothing more to this backend until then.
    void pause(qint64 ms);
    [[nodiscard]] qint64 pausedForMs() const;

    // What HttpOptions::credentials gives, or the user and password of the URL; remembered for clean().
    [[nodiscard]] HttpHeaders credentialsFor(const HttpRequest &request);
    [[nodiscard]] ProxyChoice proxyFor(const QUrl &url) const { return m_options.proxy.choiceFor(url); }
    [[nodiscard]] SignIn &signIn() { return *m_signIn; }
    [[nodiscard]] WakeWatch &wakeWatch() { return *m_wakeWatch; }
    [[nodiscard]] ClockSkew &skew() { return m_skew; }
    [[nodiscard]] const Clock &clock() const { return *m_options.clock; }
    // Secrets taken out, those that were really sent included.
    [[nodiscard]] QString clean(const QString &text) const;
    [[nodiscard]] Error clean(Error error) const;

    void notePeer(const QSslCertificate &certificate) { m_peer = certificate; }
    [[nodiscard]] QSslCertificate peerCertificate() const { return m_peer; }
    // Several requests wait for one handshake, and Qt tells only one of them what was wrong with the certificate.
    void noteTlsErrors(const QList<QSslError> &errors) { m_tlsErrors = errors; }
    [[nodiscard]] QList<QSslError> tlsErrorsSaidAs(const QString &text) const;

private:
    QNetworkAccessManager *makeManager();
    void takeIdentity(const Credentials &credentials);
    void remember(const HttpHeaders &credentials);

    HttpOptions m_options;
    std::unique_ptr<SignIn> m_signIn;
    std::unique_ptr<WakeWatch> m_wakeWatch;
    QList<QNetworkAccessManager *> m_retired; // connections made with an older client certificate
    QNetworkAccessManager *m_requests = nullptr;
    struct Streams {
        QNetworkAccessManager *manager = nullptr;
        int count = 0;
    };
    QList<Streams> m_streams;
    ClockSkew m_skew;
    qint64 m_pausedUntilMs = 0; // CLOCK_BOOTTIME
    QList<QString> m_secrets;
    QList<QSslError> m_tlsErrors;
    QSslCertificate m_peer;
};

// One request put on the wire once, on behalf of a job or a stream. Ends with exactly one of `complete` and
// `failed`, or silently when it is destroyed. Redirects that are allowed stay inside it.
class Exchange : public QObject {
    Q_OBJECT
public:
    struct Limits {
        int deadlineMs = 0; // to the last byte; for a stream: to the first
        int idleMs = 0;
        bool deadlineEndsWithHeaders = false;
    };
    Exchange(HttpShared &shared, QNetworkAccessManager *manager, HttpRequest request, Limits limits, QObject *parent);
    ~Exchange() override;
    void start(const HttpHeaders &credentials);
    void stop(); // silently

    [[nodiscard]] int status() const { return m_status; }
    [[nodiscard]] const HttpHeaders &headers() const { return m_headers; }

Q_SIGNALS:
    void answering();                       // status and headers are known; never for a followed redirect
    void received(const QByteArray &bytes); // as they came, still encoded
    void complete();
    void failed(const astern::connectors::Failure &failure);

private:
    void sendTo(const QUrl &url);
    void readHeaders();
    void readBody();
    void onFinished();
    void fail(Failure failure);
    [[nodiscard]] std::optional<QUrl> redirectTarget() const;
    [[nodiscard]] Failure networkFailure() const;
    void drop();

    HttpShared &m_shared;
    QNetworkAccessManager *m_manager;
    HttpRequest m_request;
    Limits m_limits;
    HttpHeaders m_credentials;
    QUrl m_url;
    QPointer<QNetworkReply> m_reply;
    QTimer m_deadline;
    QTimer m_idle;
    QList<QSslError> m_tlsErrors;
    HttpHeaders m_headers;
    qint64 m_expected = -1; // Content-Length
    qint64 m_received = 0;
    qint64 m_sentMs = 0; // wall
    int m_status = 0;
    int m_redirects = 0;
    bool m_answering = false;
    bool m_done = false;
};

} // namespace astern::connectors
