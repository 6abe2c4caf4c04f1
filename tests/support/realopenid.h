// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/realserver.h"

#include <QJsonObject>

namespace astern::test {

// A real OpenID provider (tests/support/openid): node oidc-provider 9.13.3. Knows alice (release-managers, oncall) and
// bob (developers); any password is theirs.
class RealOpenId final : public RealServer {
public:
    RealOpenId();
    ~RealOpenId();

    // Instead of start(): fetches it where it is not in the cache yet.
    [[nodiscard]] QString open();
    void setSeconds(int idToken, int deviceCode = 60); // that these are good for; before open(), or start() again
    void setKey(const QString &kind) { m_key = kind; } // "RSA", "EC"
    [[nodiscard]] qint64 pid() const { return processId(); }

    // What a person does in a browser: signs in and agrees. Answers with where the browser is sent to in the end, which
    // it has not visited; empty: it went wrong.
    [[nodiscard]] QUrl agree(const QUrl &page, const QString &user);
    [[nodiscard]] QUrl refuse(const QUrl &page); // the same, and says no
    // On another device: the page with the code, sign-in, agreement. False: it went wrong.
    [[nodiscard]] bool agreeOnDevice(const QUrl &page, const QString &user);
    // As a browser visits it: the status, 0 where nobody listens.
    [[nodiscard]] static int visit(const QUrl &url, QByteArray *body = nullptr);

    // What it says in the next tokens is this, signed as well as ever: see server.mjs.
    void twist(const QString &what);
    void setGroups(const QString &user, const QStringList &groups);
    void slowDown(int times);                     // the next token requests
    [[nodiscard]] int count(const QString &what); // "refreshed", "keys", "token 400"…

protected:
    [[nodiscard]] QString program() const override { return m_home + QStringLiteral("/bin/node"); }
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] QStringList environment(quint16 port) const override;
    [[nodiscard]] bool isReadyAndMine() override;

private:
    [[nodiscard]] QUrl walk(const QUrl &page, const QString &user, bool agreed, QByteArray *last);
    QString m_home;
    QString m_marker;
    QString m_key = QStringLiteral("RSA");
    int m_seconds = 60;
    int m_codeSeconds = 60;
};

} // namespace astern::test
