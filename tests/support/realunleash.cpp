// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realunleash.h"
#include "tests/support/places.h"

#include <QUuid>

namespace astern::test {
namespace {

constexpr int kFetchMs = 200'000;

} // namespace

RealUnleash::RealUnleash()
    : RealServer("nodejs"), m_token("*:*." + QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
{
    authorize(m_token);
}

// Before its database, or it would complain into the test's output.
RealUnleash::~RealUnleash() { stop(); }

QString RealUnleash::open()
{
    QProcess install;
    install.start(test::sourcePath("tests/support/unleash/install"), QStringList());
    if (!install.waitForFinished(kFetchMs) || install.exitCode() != 0)
        return QStringLiteral("the flag server cannot be fetched: ") +
               QString::fromLocal8Bit(install.readAllStandardError());
    m_home = QString::fromLocal8Bit(install.readAllStandardOutput()).trimmed();
    const QString wrong = m_database.start();
    return wrong.isEmpty() ? start() : wrong;
}

QStringList RealUnleash::arguments(quint16) const
{
    return {m_home + QStringLiteral("/node_modules/unleash-server/dist/server.js")};
}

QStringList RealUnleash::environment(quint16 port) const
{
    return {QStringLiteral("TZ=UTC"),
            QStringLiteral("NODE_ENV=production"),
            QStringLiteral("HTTP_HOST=127.0.0.1"), // else it listens on every interface
            QStringLiteral("HTTP_PORT=%1").arg(port),
            QStringLiteral("UNLEASH_URL=http://127.0.0.1:%1").arg(port),
            QStringLiteral("DATABASE_HOST=") + m_database.socketFolder(),
            QStringLiteral("DATABASE_PORT=5432"),
            QStringLiteral("DATABASE_NAME=postgres"),
            QStringLiteral("DATABASE_USERNAME=postgres"),
            QStringLiteral("DATABASE_PASSWORD=none"),
            QStringLiteral("DATABASE_SSL=false"),
            QStringLiteral("CHECK_VERSION=false"), // it would tell its maker
            QStringLiteral("SEND_TELEMETRY=false"),
            QStringLiteral("LOG_LEVEL=warn"),
            QStringLiteral("INIT_ADMIN_API_TOKENS=") + QString::fromLatin1(m_token)};
}

bool RealUnleash::isReadyAndMine() { return !get(QStringLiteral("/api/admin/projects")).isEmpty(); }

bool RealUnleash::create(const QByteArray &flag)
{
    int status = 0;
    (void)post(QStringLiteral("/api/admin/projects/default/features"),
               "{\"name\":\"" + flag + "\",\"type\":\"release\"}", &status, "application/json");
    return status == 201;
}

} // namespace astern::test
