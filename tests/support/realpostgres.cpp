// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realpostgres.h"

#include <QDeadlineTimer>
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

QString RealPostgres::start()
{
    if (const Owner who = owner(); who.uid != 0 && ::chown(qPrintable(m_folder.path()), who.uid, who.gid) != 0)
        return QStringLiteral("the folder of the database cannot be given away");
    const QString data = m_folder.filePath(QStringLiteral("data"));
    if (const QString wrong =
            run(tool("initdb"), {QStringLiteral("-D"), data, QStringLiteral("-U"), QStringLiteral("postgres"),
                                 QStringLiteral("--auth=trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                                 QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")});
        !wrong.isEmpty())
        return wrong;
    asOwner(m_process);
    m_process.start(tool("postgres"), {QStringLiteral("-D"), data, QStringLiteral("-k"), m_folder.path(),
                                       QStringLiteral("-F"), QStringLiteral("-c"), QStringLiteral("listen_addresses="),
                                       QStringLiteral("-c"), QStringLiteral("shared_buffers=32MB")});
    if (!m_process.waitForStarted())
        return QStringLiteral("PostgreSQL cannot be started");
    const QDeadlineTimer deadline(kReadyMs);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        if (run(tool("psql"), {QStringLiteral("-h"), m_folder.path(), QStringLiteral("-U"), QStringLiteral("postgres"),
                               QStringLiteral("-c"), QStringLiteral("select 1")})
                .isEmpty())
            return {};
        QTest::qWait(50);
    }
    return QStringLiteral("PostgreSQL did not become ready: ") + QString::fromLocal8Bit(m_process.readAll());
}

void RealPostgres::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_process.processId()), SIGQUIT); // at once: its data is thrown away
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

} // namespace astern::test
