// SPDX-License-Identifier: GPL-3.0-or-later
#include "child.h"

#include "company.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>

#include <csignal>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr int kPatienceMs = 30'000;
constexpr int kEndMs = 5'000;

QByteArray proc(qint64 pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void letGoOfFilePages()
{
    // 7f00-7f10 r-xp 00000000 fe:00 1234 /usr/lib/…, and below it what it holds. Where no page of it was ever written
    // the file has all of them.
    quintptr from = 0;
    quintptr to = 0;
    bool ofFile = false;
    for (const QByteArray &line : proc(::getpid(), "smaps").split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        const qsizetype dash = words.constFirst().indexOf('-');
        if (dash > 0 && words.size() >= 5) {
            from = words.constFirst().left(dash).toULongLong(nullptr, 16);
            to = words.constFirst().mid(dash + 1).toULongLong(nullptr, 16);
            ofFile = words.size() > 5 && words.at(5).startsWith('/') && words.at(1).endsWith('p');
        } else if (ofFile && words.constFirst() == "Anonymous:" && words.at(1) == "0") {
            ::madvise(reinterpret_cast<void *>(from), to - from, MADV_DONTNEED);
        }
    }
}

Child::Child()
{
    void *page = ::mmap(nullptr, sizeof *m_execNs, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        qFatal("No memory to share with a child");
    m_execNs = static_cast<std::int64_t *>(page);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
}

Child::~Child()
{
    end();
    ::munmap(m_execNs, sizeof *m_execNs);
}

void Child::start(const QString &program, const QStringList &arguments, std::function<void()> inChild)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_FORCE_STDERR_LOGGING"), QStringLiteral("1"));
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("astern.start.debug=true"));
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([this, inChild = std::move(inChild)] {
        ::setsid();
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr); // the bench lets a thread of its own wait for them
        if (inChild)
            inChild();
        *m_execNs = monotonicNs();
    });
    m_process.start(program, arguments);
    if (!m_process.waitForStarted())
        qFatal("%s cannot be started: %s", qUtf8Printable(program), qUtf8Printable(m_process.errorString()));
    m_session = m_process.processId();
}

double Child::sinceExecMs() const { return double(monotonicNs() - *m_execNs) / 1e6; }

std::optional<double> Child::untilItSays(const QByteArray &word)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (!deadline.hasExpired()) {
        if (!m_process.bytesAvailable() && !m_process.waitForReadyRead(int(deadline.remainingTime())))
            break;
        const double ms = sinceExecMs();
        m_said += m_process.readAll();
        if (m_said.contains(word + '\n'))
            return ms;
    }
    return std::nullopt;
}

QList<qint64> Child::processes() const
{
    QList<qint64> all;
    const QStringList names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &name : names) {
        bool isPid = false;
        const qint64 pid = name.toLongLong(&isPid);
        if (!isPid)
            continue;
        // pid (name) state ppid pgrp session …; the name may hold anything.
        const QByteArray stat = proc(pid, "stat");
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (fields.size() > 3 && fields.at(3).toLongLong() == m_session)
            all.append(pid);
    }
    return all;
}

QString Child::lastSaid() const { return QString::fromUtf8(m_said.right(600)).trimmed(); }

double Child::pssMiB() const
{
    letGoOfFilePages();
    double kib = 0;
    for (const qint64 pid : processes()) {
        for (const QByteArray &line : proc(pid, "smaps_rollup").split('\n')) {
            if (line.startsWith("Pss:"))
                kib += line.mid(4).simplified().split(' ').constFirst().toDouble();
        }
    }
    return kib / 1024;
}

void Child::end()
{
    if (m_session == 0)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kEndMs)) {
        m_process.kill();
        m_process.waitForFinished(kEndMs);
    }
    // What it left behind. Its own number cannot have been given to another session while one of these has it.
    for (const qint64 pid : processes())
        ::kill(pid_t(pid), SIGKILL);
    m_session = 0;
}

} // namespace astern::bench
