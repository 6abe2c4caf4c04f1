// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/sources.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <cstring>

namespace astern::verify {
namespace {

constexpr std::size_t kBlockSize = 4096;
constexpr std::size_t kHeader = 96;
constexpr std::string_view kMagic = "ASTNLOG1";
constexpr int kMostReadings = 100; // of a log that changes all the time

std::uint64_t bigEndian(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | std::uint64_t(static_cast<unsigned char>(bytes[at + i]));
    return value;
}

bool allZero(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

// Walks the groups of all segments as one sequence.
class Walker {
public:
    explicit Walker(Report &report) : m_report(report) {}

    // False: the rest of the log cannot be followed.
    void segment(const QString &name, std::string_view bytes)
    {
        std::size_t at = 0;
        while (at + kBlockSize <= bytes.size()) {
            if (allZero(bytes.substr(at, kBlockSize))) {
                if (!allZero(bytes.substr(at)))
                    stray(name, at);
                return;
            }
            const std::string_view rest = bytes.substr(at);
            const std::size_t size = group(name, at, rest);
            if (size == 0) {
                m_leaves.torn = true;
                m_tornAt = QStringLiteral("%1 at %2").arg(name).arg(at);
                // A whole group behind it contradicts a torn write: then something in between was changed.
                for (std::size_t later = at + kBlockSize; later + kBlockSize <= bytes.size(); later += kBlockSize) {
                    if (bytes.substr(later, kMagic.size()) == kMagic) {
                        m_report.findings.append({Finding::Kind::Tampered, m_tornAt,
                                                  QStringLiteral("a group is damaged, and others follow it")});
                        m_leaves.torn = false;
                        return;
                    }
                }
                return;
            }
            at += (size + kBlockSize - 1) / kBlockSize * kBlockSize;
        }
    }
    [[nodiscard]] Leaves finish()
    {
        if (m_leaves.torn)
            m_report.findings.append({Finding::Kind::Incomplete, m_tornAt,
                                      QStringLiteral("an unfinished write stands at the end of the log")});
        return std::move(m_leaves);
    }

private:
    // Its size, or 0: no good group begins here.
    std::size_t group(const QString &name, std::size_t at, std::string_view rest)
    {
        if (m_leaves.torn || rest.size() < kHeader || rest.substr(0, kMagic.size()) != kMagic)
            return 0;
        const std::size_t size = bigEndian(rest, 8, 4);
        if (size < kHeader || size > rest.size())
            return 0;
        const std::string_view plain = rest.substr(0, size);
        const Digest self =
            digestOf(plain.substr(0, 64),
                     std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32),
                     plain.substr(kHeader));
        if (plain.substr(64, 32) != viewOf(self))
            return 0;
        const QString where = QStringLiteral("%1 at %2").arg(name).arg(at);
        const auto wrong = [&](const char *what) {
            m_report.findings.append({Finding::Kind::Tampered, where, QString::fromLatin1(what)});
        };
        if (bigEndian(plain, 16, 8) != m_number)
            wrong("the group has another number than its place");
        if (bigEndian(plain, 24, 8) != m_leaves.leaves.size())
            wrong("the group begins at another entry than its place");
        if (plain.substr(32, 32) != viewOf(m_prev))
            wrong("the group does not follow the one before it");
        const std::size_t padding = (kBlockSize - size % kBlockSize) % kBlockSize;
        if (!allZero(rest.substr(size, std::min(padding, rest.size() - size))))
            wrong("the padding of the group is not empty");
        const std::uint64_t entries = bigEndian(plain, 12, 4);
        std::uint64_t seen = 0;
        std::size_t frame = kHeader;
        while (frame + 2 <= size) {
            const std::size_t length = bigEndian(plain, frame, 2);
            if (frame + 2 + length > size)
                break;
            if (seen++ < entries) // the rest are encrypted openings
                m_leaves.leaves.emplace_back(plain.substr(frame + 2, length));
            frame += 2 + length;
        }
        if (frame != size || seen < entries)
            wrong("the frames of the group do not fill it");
        ++m_report.passed;
        ++m_number;
        m_prev = self;
        return size;
    }
    void stray(const QString &name, std::size_t at)
    {
        m_report.findings.append({Finding::Kind::Tampered, QStringLiteral("%1 at %2").arg(name).arg(at),
                                  QStringLiteral("bytes stand behind the end of the log")});
    }

    Report &m_report;
    Leaves m_leaves;
    std::uint64_t m_number = 0;
    Digest m_prev{};
    QString m_tornAt;
};

bool sameReading(const Report &one, const Report &other)
{
    const auto same = [](const Finding &a, const Finding &b) { return a.where == b.where && a.what == b.what; };
    return one.passed == other.passed &&
           std::equal(one.findings.cbegin(), one.findings.cend(), other.findings.cbegin(), other.findings.cend(), same);
}

// Whether anything was written to this segment.
bool isBegun(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && !allZero(file.read(qint64(kBlockSize)).toStdString());
}

Leaves readOnce(const QString &folder, Report &report)
{
    static const QRegularExpression shape(QStringLiteral("^[0-9]{8}\\.seg$"));
    QStringList names;
    for (const QString &name : QDir(folder).entryList({QStringLiteral("*.seg")}, QDir::Files, QDir::Name)) {
        if (shape.match(name).hasMatch())
            names.append(name);
    }
    if (names.isEmpty()) {
        report.findings.append({Finding::Kind::Unreadable, folder, QStringLiteral("holds no log")});
        return {};
    }
    Walker walker(report);
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (names.at(i).left(8).toInt() != i) {
            report.findings.append(
                {Finding::Kind::Tampered, names.at(i), QStringLiteral("a segment before it is missing")});
            break;
        }
        // Asked before this one is read: then, if the next one is begun, this one is complete, whoever writes
        // meanwhile.
        const bool isLast = std::none_of(names.cbegin() + i + 1, names.cend(), [&folder](const QString &later) {
            return isBegun(QDir(folder).filePath(later));
        });
        QFile file(QDir(folder).filePath(names.at(i)));
        if (!file.open(QIODevice::ReadOnly)) {
            report.findings.append({Finding::Kind::Unreadable, names.at(i), file.errorString()});
            return {};
        }
        const QByteArray bytes = file.readAll();
        walker.segment(names.at(i), {bytes.constData(), std::size_t(bytes.size())});
        if (isLast)
            break; // what begins after it from now on is newer than this reading
    }
    Leaves leaves = walker.finish();
    leaves.read = true;
    return leaves;
}

} // namespace

Leaves readSegments(const QString &folder, Report &report)
{
    // While somebody writes, a group that is half there looks torn, and one that came between two reads looks damaged.
    // Read again until all is well or nothing changes any more: what is really wrong stays as it is.
    Report before;
    for (int reading = 0;; ++reading) {
        Report own;
        Leaves leaves = readOnce(folder, own);
        if (own.findings.isEmpty() || sameReading(own, before) || reading == kMostReadings) {
            report.passed += own.passed;
            report.findings += own.findings;
            return leaves;
        }
        before = std::move(own);
        QThread::yieldCurrentThread(); // the writer may be in the middle of its write
    }
}

} // namespace astern::verify
