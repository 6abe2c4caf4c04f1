// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realpostgres.h"

#include "tests/support/fakeserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QTcpServer>
#include <QTest>

#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace astern::test {
namespace {

constexpr int kReadyMs = 30'000;
constexpr int kToolMs = 60'000;

QString tool(const char *name) { return QStringLiteral("/usr/lib/postgresql/15/bin/") + QLatin1String(name); }

// It refuses to run as root: then as the user that its package made.
struct Owner {
    uid_t uid = 0;
    gid_t gid = 0;
};
Owner owner()
{
    const passwd *entry = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
    return entry ? Owner{entry->pw_uid, entry->pw_gid} : Owner{};
}

void asOwner(QProcess &process)
{
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setChildProcessModifier([who = owner()] {
        if (who.uid != 0 && (::setgroups(0, nullptr) != 0 || ::setgid(who.gid) != 0 || ::setuid(who.uid) != 0))
            ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // after it: changing the user forgets it
    });
}

} // namespace

RealPostgres::~RealPostgres() { stop(); }

QString RealPostgres::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    asOwner(process);
    process.start(program, arguments);
    if (!process.waitForStarted())
        return QStringLiteral("%1 cannot be started: install the package postgresql-15").arg(program);
    if (!process.waitForFinished(kToolMs) || process.exitCode() != 0)
        return QStringLiteral("%1: %2").arg(program, QString::fromLocal8Bit(process.readAll()));
    return {};
}

QString RealPostgres::make(const QString &data)
{
    if (const Owner who = owner(); who.uid != 0 && ::chown(qPrintable(m_folder.path()), who.uid, who.gid) != 0)
        return QStringLiteral("the folder of the database cannot be given away");
    if (const QString wrong =
            run(tool("initdb"), {QStringLiteral("-D"), data, QStringLiteral("-U"), QStringLiteral("postgres"),
                                 QStringLiteral("--auth=trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                                 QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")});
        !wrong.isEmpty())
        return wrong;
    return m_kind == Kind::Durable ? secure(data) : QString();
}

// Over the port only by TLS, and who a client is says its certificate.
QString RealPostgres::secure(const QString &data)
{
    const TestCertificates &certificates = TestCertificates::instance();
    const auto write = [&](const QString &path, const QByteArray &content) {
        QFile file(path);
        const Owner who = owner();
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush() &&
               file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
               (who.uid == 0 || ::chown(qPrintable(path), who.uid, who.gid) == 0);
    };
    if (!write(data + QStringLiteral("/server.crt"), certificates.pem("server.crt")) ||
        !write(data + QStringLiteral("/server.key"), certificates.pem("server.key")) ||
        !write(data + QStringLiteral("/root.crt"), certificates.pem("ca.crt")) ||
        !write(data + QStringLiteral("/pg_hba.conf"), "local all all trust\nhostssl all all 127.0.0.0/8 cert\n"))
        return QStringLiteral("the certificates of the database cannot be written");
    QTcpServer probe;
    m_port = probe.listen(QHostAddress::LocalHost, 0) ? probe.serverPort() : quint16(0);
    return {};
}

QString RealPostgres::start()
{
    if (!QFileInfo::exists(data())) {
        if (const QString wrong = make(data()); !wrong.isEmpty())
            return wrong;
    }
    QStringList settings{QStringLiteral("shared_buffers=32MB")};
    if (m_kind == Kind::Fast)
        settings += {QStringLiteral("fsync=off"), QStringLiteral("listen_addresses=")};
    else
        settings += {QStringLiteral("listen_addresses=127.0.0.1,127.0.0.2"), QStringLiteral("port=%1").arg(m_port),
                     QStringLiteral("ssl=on"), QStringLiteral("ssl_ca_file=root.crt")};
    QStringList arguments{QStringLiteral("-D"), data(), QStringLiteral("-k"), m_folder.path()};
    for (const QString &setting : settings)
        arguments += {QStringLiteral("-c"), setting};
    asOwner(m_process);
    m_process.start(tool("postgres"), arguments);
    if (!m_process.waitForStarted())
        return QStringLiteral("PostgreSQL cannot be started");
    const QDeadlineTimer deadline(kReadyMs);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        if (sql(QStringLiteral("select 1")) == QLatin1String("1"))
            return {};
        QTest::qWait(50);
    }
    return QStringLiteral("PostgreSQL did not become ready: ") + QString::fromLocal8Bit(m_process.readAll());
}

QString RealPostgres::sql(const QString &statements, const QString &database) const
{
    QProcess process;
    asOwner(process);
    QStringList arguments{QStringLiteral("-XqAt"),    QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"),
                          QStringLiteral("-h"),       m_folder.path(),      QStringLiteral("-U"),
                          QStringLiteral("postgres"), QStringLiteral("-d"), database};
    if (m_port != 0)
        arguments += {QStringLiteral("-p"), QString::number(m_port)};
    process.start(tool("psql"), arguments);
    process.write(statements.toUtf8());
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(kToolMs);
    const QString said = QString::fromUtf8(process.readAll()).trimmed();
    return ended && process.exitCode() == 0 ? said : QStringLiteral("ERROR ") + said;
}

QString RealPostgres::keepCopy()
{
    return run(QStringLiteral("/bin/cp"), {QStringLiteral("-a"), data(), m_folder.filePath(QStringLiteral("copy"))});
}

QString RealPostgres::restoreCopy()
{
    QDir(data()).removeRecursively();
    return run(QStringLiteral("/bin/cp"), {QStringLiteral("-a"), m_folder.filePath(QStringLiteral("copy")), data()});
}

void RealPostgres::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_process.processId()), SIGQUIT); // at once
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

} // namespace astern::test
