// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/credentials.h"
#include "connectors/http/filewatch.h"

namespace astern::connectors {

// A bearer token kept in a file that somebody else replaces (the kubelet does, every hour).
class TokenFile final : public CredentialSource {
    Q_OBJECT
public:
    explicit TokenFile(const QString &path);
    [[nodiscard]] std::optional<Credentials> current() override;
    void renew() override;

private:
    void read();

    QString m_path;
    FileWatch m_watch;
    QByteArray m_token;
    Error m_error; // why there is none
};

} // namespace astern::connectors
