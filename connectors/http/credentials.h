// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPair>
#include <QSslCertificate>
#include <QSslKey>

#include <optional>

namespace astern::connectors {

using HttpHeaders = QList<QPair<QByteArray, QByteArray>>;

// What a request shows to prove who sends it.
struct Credentials {
    HttpHeaders headers;
    QList<QSslCertificate> chain; // empty: the connection's own certificate stays
    QSslKey key;
    qint64 untilMs = 0; // wall clock when they end; 0: nobody said

    [[nodiscard]] bool operator==(const Credentials &) const = default;
};

// Credentials that have to be fetched, that end, or that others replace. Lives on the thread of its HttpClient.
class CredentialSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    // Good now. nullopt: renew() has to bring some first.
    [[nodiscard]] virtual std::optional<Credentials> current() = 0;
    // Fetches anew whatever there is. obtained() or failed() follows, never from inside; a call while one is under way
    // joins it.
    virtual void renew() = 0;
    // renew() may put something before a person (a browser): not to be repeated without being asked.
    [[nodiscard]] virtual bool asksPerson() const { return false; }

Q_SIGNALS:
    void obtained(); // also unasked, when what they are read from has changed
    void failed(const astern::Error &error);
};

// When a JSON web token ends by its own words, wall clock; 0: it is none, or does not say. Nothing is verified: the
// server decides, this only warns early.
[[nodiscard]] qint64 webTokenEndMs(const QByteArray &token);
// The same of an Authorization header among these.
[[nodiscard]] qint64 bearerEndMs(const HttpHeaders &headers);

} // namespace astern::connectors
