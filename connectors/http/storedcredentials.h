// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/credentials.h"
#include "models/workspace/secretstore.h"

#include <functional>

namespace astern::connectors {

// Headers of which some values are in a secret store. Read when they are first needed and kept in memory as long as the
// connection lives; read again when they are refused or a person signs in again.
class StoredCredentials final : public CredentialSource {
    Q_OBJECT
public:
    struct Header {
        QByteArray name;
        QString value;  // where `stored` is empty
        QString stored; // its name in the store
        // From the value to what is sent: "Bearer …".
        std::function<QByteArray(const QString &)> write;
    };
    // `store` must outlive this.
    StoredCredentials(QList<Header> headers, SecretStore &store);

    [[nodiscard]] std::optional<Credentials> current() override { return m_now; }
    void renew() override;
    // The keychain may show a dialog to unlock it.
    [[nodiscard]] bool asksPerson() const override { return true; }

private:
    void onRead(const QString &name, const Result<QString> &value);

    const QList<Header> m_headers;
    SecretStore &m_store;
    QMap<QString, QString> m_values; // of the renewal under way
    int m_waiting = 0;
    std::optional<Error> m_error; // the first one of it
    std::optional<Credentials> m_now;
};

} // namespace astern::connectors
