// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/credentials.h"
#include "connectors/http/proxy.h"
#include "connectors/http/retry.h"
#include "connectors/http/signin.h"
#include "models/base/result.h"
#include "models/rollout/deliverybackend.h"

#include <QByteArray>
#include <QList>
#include <QNetworkReply>
#include <QObject>
#include <QPair>
#include <QSslConfiguration>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace astern::connectors {

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers;
    QByteArray body;
    // Decides alone whether the request may be sent again: Safe and Keyed by the retry table, Unsafe never.
    Idempotency idempotency = Idempotency::Safe;
    int deadlineMs = 10'000;    // of one attempt, from sending to the last byte
    int idleMs = 5'000;         // without a byte; streams use it too
    qint64 maxBytes = 64 << 20; // decoded
    int attempts = 3;           // at most, where `idempotency` allows
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers;
    QByteArray body;                                               // decoded (gzip)
    [[nodiscard]] QByteArray header(const QByteArray &name) const; // case-insensitive; empty: absent
};

struct HttpOptions {
    QString name;                // backend id, for errors and logs
    QSslConfiguration tls;       // CA, client certificate
    QStringList hidden;          // parts of addresses that are secrets: taken out of errors and logs
    bool allowPlainHttp = false; // other than to loopback
    bool verifyPeer = true;      // false: the other side may be anybody; whoever sets it says so loudly
    // Asked before each attempt; what it returns goes only to the request's own host. Never logged.
    std::function<HttpHeaders()> credentials;
    // For those that are fetched, end or are replaced; made on the client's thread, beside `credentials`.
    std::function<std::unique_ptr<CredentialSource>(const Clock &)> source;
    ProxyRules proxy;                                           // default: none, whatever the environment says
    const Clock *clock = nullptr;                               // the system's; tests bring their own
    std::vector<RetryStep> retry{kRetry.begin(), kRetry.end()}; // never empty
};

// One request with its retries. finished() exactly once, never from inside send(); the job then deletes itself.
class HttpJob : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void cancel() = 0; // finished() comes with Kind::Cancelled

Q_SIGNALS:
    // Any HTTP answer below 400 is a value; 400 and above is an Error with the status in `status()`. `notSent` is set
    // where no try had a connection to leave on.
    void finished(const astern::Result<astern::connectors::HttpResponse> &result);

public:
    // Of the last answer; 0: none came. `answer()` has its body also for errors.
    [[nodiscard]] int status() const { return m_answer.status; }
    [[nodiscard]] const HttpResponse &answer() const { return m_answer; }
    [[nodiscard]] int sent() const { return m_sent; } // how often it went out
    // An earlier try may have been obeyed although its answer was lost: a Conflict may be its echo, and any refusal of
    // the last try says nothing about it. Read back before judging.
    [[nodiscard]] bool doubtful() const { return m_doubtful; }

protected:
    HttpResponse m_answer;
    int m_sent = 0;
    bool m_doubtful = false;
};

// A long answer read line by line as it comes (watches, event streams). Lines are without their end.
class HttpStream : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void cancel() = 0;

Q_SIGNALS:
    void started(int status);
    void line(const QByteArray &line);
    // Exactly once: the server closed it in order (Ok), or what went wrong. A line cut off by the end is dropped.
    void ended(const astern::Result<astern::Ok> &result);

public:
    [[nodiscard]] const HttpResponse &answer() const { return m_answer; } // body only for errors

protected:
    HttpResponse m_answer;
};

// Requests to one backend over one pool of connections. Lives and answers on one thread.
// Rules: plain HTTP only to loopback unless allowed; redirects only to the same scheme, host and port, and only
// for GET; credentials never leave their host; 429 and 503 with Retry-After pause everything to this backend; after a
// 401 that no renewal mends nothing is sent any more (parked) until there are new credentials or signInAgain().
class HttpClient : public QObject {
    Q_OBJECT
public:
    explicit HttpClient(HttpOptions options, QObject *parent = nullptr);
    // Takes unfinished jobs and streams along without a word: their listeners are often half gone too.
    ~HttpClient() override;

    HttpJob *send(const HttpRequest &request);
    HttpStream *open(const HttpRequest &request, int maxLineBytes = 16 << 20);
    void cancelAll();
    [[nodiscard]] bool isIdle() const; // nothing is under way
    // A person says so: credentials are fetched anew, or the old ones tried once more.
    void signInAgain();
    [[nodiscard]] SignInState signIn() const;
    // The other side's clock minus ours; 0: about the same, or not known.
    [[nodiscard]] qint64 clockSkewMs() const;
    // What the other side showed with its newest answer; null: none yet, or without TLS.
    [[nodiscard]] QSslCertificate peerCertificate() const;

    // The one place where secrets are taken out of text for logs and errors.
    [[nodiscard]] static QString redact(const QString &text);

Q_SIGNALS:
    void signInChanged();
    // This machine has slept. What was under way has been asked anew or, where it changes something, given up.
    void woke(qint64 sleptMs);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::connectors
