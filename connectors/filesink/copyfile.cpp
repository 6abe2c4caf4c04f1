// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/filesink/copyfile.h"

#include "models/base/crashpoint.h"
#include "models/journal/shipfacts.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Ship", text); }

constexpr char kFormat[] = "journal-copy/v1";
constexpr qint64 kMaxLine = 512 << 10; // an entry and its openings are far smaller

QByteArray headLine(const QString &journal)
{
    return QByteArray("{\"astern\":\"") + kFormat + "\",\"journal\":\"" + journal.toLatin1() + "\"}\n";
}

QByteArray lineOf(const LoggedLeaf &leaf, Redaction redaction)
{
    QByteArray line = "{";
    if (redaction != Redaction::Full)
        line += "\"entry\":" + leaf.leaf + ',';
    line += "\"index\":" + QByteArray::number(leaf.index) + ",\"leaf\":\"" + toHex(leaf.leafHash).toLatin1() + '"';
    if (redaction == Redaction::None && !leaf.personal.isEmpty()) {
        QJsonObject openings;
        for (auto it = leaf.personal.cbegin(); it != leaf.personal.cend(); ++it)
            openings.insert(it.key(), it.value());
        line += ",\"openings\":" + QJsonDocument(openings).toJson(QJsonDocument::Compact);
    }
    return line + "}\n";
}

bool writeAll(int file, const QByteArray &bytes, qint64 at)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t written = ::pwrite(file, bytes.constData() + done, size_t(bytes.size() - done), off_t(at + done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        done += written;
    }
    return true;
}

QByteArray readAt(int file, qint64 at, qint64 size)
{
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    const ssize_t got = ::pread(file, bytes.data(), size_t(size), off_t(at));
    bytes.truncate(std::max<ssize_t>(0, got));
    return bytes;
}

} // namespace

CopyFile::CopyFile(QString path, Redaction redaction) : m_path(std::move(path)), m_redaction(redaction) {}

CopyFile::~CopyFile() { close(); }

void CopyFile::close()
{
    if (m_file >= 0)
        ::close(m_file);
    m_file = -1;
}

Error CopyFile::error(const QString &message, const QString &hint) const
{
    return {.kind = Error::Kind::Storage, .message = message, .where = m_path, .hint = hint};
}

Error CopyFile::systemError(const QString &doing) const
{
    const int why = errno;
    return error(QStringLiteral("%1: %2").arg(doing, QString::fromLocal8Bit(std::strerror(why))),
                 why == ENOSPC || why == EDQUOT ? tr("Make room there.")
                                                : tr("Look whether the medium is there, and who may write it."));
}

Result<Ok> CopyFile::look() const
{
    const QFileInfo file(m_path);
    const QString &what = file.exists() ? m_path : file.absolutePath();
    if (::access(QFile::encodeName(what).constData(), W_OK) != 0)
        return systemError(tr("The copy cannot be written"));
    return Ok{};
}

Result<Ok> CopyFile::open(const LoggedLeaf &first)
{
    if (m_file >= 0) {
        // Another medium under the same name is another file.
        struct stat here = {};
        struct stat there = {};
        if (::fstat(m_file, &here) == 0 && ::stat(QFile::encodeName(m_path).constData(), &there) == 0 &&
            here.st_ino == there.st_ino && here.st_dev == there.st_dev && here.st_size == m_size)
            return Ok{};
        close();
    }
    m_needsFrom = false;
    m_file = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (m_file < 0)
        return systemError(tr("The copy cannot be opened"));
    struct stat is = {};
    if (::fstat(m_file, &is) != 0 || !S_ISREG(is.st_mode)) {
        close();
        return error(tr("The copy is no file"), tr("Name a file that Astern makes."));
    }
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
        close();
        return error(tr("The copy is being written by another program"), tr("Give each log a file of its own."));
    }
    m_size = is.st_size;
    const Result<Ok> ready = m_size == 0 ? begin(first) : readEnd();
    if (!ready)
        close();
    return ready;
}

Result<Ok> CopyFile::begin(const LoggedLeaf &genesis)
{
    m_next = 0;
    if (genesis.index != 0) {
        m_needsFrom = true;
        return Ok{};
    }
    m_journal = shipFacts(genesis, Redaction::Full).journal;
    const QByteArray head = headLine(m_journal);
    const int folder = ::open(QFile::encodeName(QFileInfo(m_path).absolutePath()).constData(), O_RDONLY | O_CLOEXEC);
    const bool written = writeAll(m_file, head, 0) && ::fsync(m_file) == 0 && folder >= 0 && ::fsync(folder) == 0;
    const Error trouble = written ? Error{} : systemError(tr("The copy cannot be begun"));
    if (folder >= 0)
        ::close(folder);
    if (!written) {
        (void)::ftruncate(m_file, 0);
        return trouble;
    }
    m_size = head.size();
    return Ok{};
}

// The file says itself where it ends; the cursor in the index may be older or lost.
Result<Ok> CopyFile::readEnd()
{
    const Error foreign =
        error(tr("The file is not a copy that Astern has made"), tr("Name another file: it is left as it is."));
    const QByteArray head = readAt(m_file, 0, std::min<qint64>(m_size, 4'096));
    const qsizetype headEnd = head.indexOf('\n');
    const QByteArray begin = QByteArray("{\"astern\":\"") + kFormat + "\",\"journal\":\"";
    if (headEnd < 0) {
        // Torn while it was begun, or somebody else's: only a beginning of what this writes is taken away.
        if (head.size() != m_size || !(head.startsWith(begin) || begin.startsWith(head)))
            return foreign;
        if (::ftruncate(m_file, 0) != 0)
            return systemError(tr("The copy's torn beginning cannot be cut off"));
        m_size = 0;
        m_needsFrom = true; // whatever is sent next begins it anew
        m_next = 0;
        return Ok{};
    }
    const QJsonObject says = QJsonDocument::fromJson(head.left(headEnd)).object();
    m_journal = says.value(QLatin1String("journal")).toString();
    if (head.left(headEnd + 1) != headLine(m_journal))
        return foreign;
    const qint64 from = std::max<qint64>(headEnd + 1, m_size - 2 * kMaxLine);
    const QByteArray tail = readAt(m_file, from, m_size - from);
    const qsizetype lastEnd = tail.lastIndexOf('\n');
    const qint64 whole = lastEnd < 0 ? from : from + lastEnd + 1;
    if (lastEnd < 0 && from > headEnd + 1)
        return foreign;
    m_next = 0;
    if (lastEnd >= 0) {
        const qsizetype before = lastEnd == 0 ? -1 : tail.lastIndexOf('\n', lastEnd - 1);
        const QByteArray line = tail.mid(before + 1, lastEnd - before - 1);
        const QJsonObject last = QJsonDocument::fromJson(line).object();
        const QJsonValue index = last.value(QLatin1String("index"));
        if (!index.isDouble() || last.value(QLatin1String("leaf")).toString().size() != 64)
            return error(tr("The end of the copy is not what Astern wrote"),
                         tr("Keep the file as evidence, and name another one."));
        m_next = quint64(index.toInteger()) + 1;
    }
    if (whole < m_size) {
        if (::ftruncate(m_file, off_t(whole)) != 0 || ::fsync(m_file) != 0)
            return systemError(tr("The copy's torn end cannot be cut off"));
        m_size = whole;
    }
    return Ok{};
}

SinkAnswer CopyFile::append(const QList<LoggedLeaf> &batch)
{
    using Kind = SinkAnswer::Kind;
    const auto later = [](const Error &why, bool settings) {
        return SinkAnswer{.kind = Kind::Later, .error = why, .settings = settings};
    };
    if (const Result<Ok> ready = open(batch.constFirst()); !ready)
        return later(ready.error(), true);
    if (m_needsFrom || batch.constFirst().index > m_next) {
        const quint64 from = m_next;
        if (m_needsFrom)
            close(); // begun with the first entry
        if (batch.constFirst().index > from)
            return {.kind = Kind::From, .from = from};
        if (const Result<Ok> ready = open(batch.constFirst()); !ready)
            return later(ready.error(), true);
    }
    const ShipFacts last = shipFacts(batch.constLast(), Redaction::Full);
    if (!last.journal.isEmpty() && last.journal != m_journal)
        return later(error(tr("The copy is that of another log"), tr("Give each log a file of its own.")), true);
    QByteArray lines;
    for (const LoggedLeaf &leaf : batch) {
        if (leaf.index >= m_next)
            lines += lineOf(leaf, m_redaction);
    }
    const qint64 before = m_size;
    ASTERN_CRASH_POINT("copy.before-write");
    if (!lines.isEmpty() && !writeAll(m_file, lines, before)) {
        const Error why = systemError(tr("The copy cannot be written"));
        (void)::ftruncate(m_file, off_t(before)); // a torn line is cut off at the next opening as well
        close();
        return later(why, false);
    }
    ASTERN_CRASH_POINT("copy.before-sync");
    if (::fsync(m_file) != 0) {
        // Whether it is on the medium nobody knows any more: read anew from the file.
        const Error why = systemError(tr("The copy cannot be made durable"));
        close();
        return later(why, false);
    }
    m_size = before + lines.size();
    m_next = std::max(m_next, batch.constLast().index + 1);
    return {.kind = Kind::Acknowledged, .proof = QByteArray::number(m_size)};
}

} // namespace astern::connectors
