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
constexpr int kMostReadings = 100; // of a place that changes all the time

std::uint64_t bigEndian(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | std::uint64_t(static_cast<unsigned char>(bytes[at + i]));
    return value;
}

bool allZero(std::string_view bytes)
{
    return bytes.empty() || (bytes[0] == '\0' && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

std::string_view viewOfBytes(const QByteArray &bytes) { return {bytes.constData(), std::size_t(bytes.size())}; }
std::size_t padded(std::size_t size) { return (size + kBlockSize - 1) / kBlockSize * kBlockSize; }

// The group that seems to begin at `at`, by its header alone.
bool seemsGroup(std::string_view bytes, std::size_t at, std::size_t &size)
{
    const std::string_view rest = bytes.substr(at);
    if (rest.size() < kHeader || rest.substr(0, kMagic.size()) != kMagic)
        return false;
    size = bigEndian(rest, 8, 4);
    return size >= kHeader && size <= rest.size();
}

} // namespace

void SealedFrame::read(std::string_view frame)
{
    std::string why;
    JsonDocument document;
    isRead = document.parse(frame, why) && document.root().isObject();
    entry = isRead ? document.root().at("entry").text() : std::string();
    field = isRead ? document.root().at("field").text() : std::string();
}

void Batch::clear()
{
    leaves.clear();
    frames.clear();
    groups.clear();
}

void Batch::reserve()
{
    if (entries.size() < leaves.size())
        entries.resize(leaves.size());
    if (openings.size() < frames.size())
        openings.resize(frames.size());
}

void Batch::work(std::size_t piece, const std::string &payloadType)
{
    if (piece < leaves.size())
        return entries[piece].read(leaves[piece], payloadType);
    piece -= leaves.size();
    if (piece < frames.size())
        return openings[piece].read(frames[piece]);
    Group &group = groups[piece - frames.size()];
    const std::string_view plain = viewOfBytes(bytes).substr(group.at, group.size);
    static constexpr char kZeros[32] = {};
    group.self = digestOf(plain.substr(0, 64), std::string_view(kZeros, sizeof kZeros), plain.substr(kHeader));
}

SegmentReader::SegmentReader(QString folder, Report &report) : m_folder(std::move(folder)), m_report(report)
{
    static const QRegularExpression shape(QStringLiteral("^[0-9]{8}\\.seg$"));
    for (const QString &name : QDir(m_folder).entryList({QStringLiteral("*.seg")}, QDir::Files, QDir::Name)) {
        if (shape.match(name).hasMatch())
            m_names.append(name);
    }
    m_isRead = !m_names.isEmpty();
    m_isOver = m_names.isEmpty();
    if (m_names.isEmpty())
        report.add(Finding::Kind::Unreadable, m_folder, QStringLiteral("holds no log"));
}

// Whether anything was written to this segment.
bool SegmentReader::isBegun(const QString &path)
{
    QFile file(path);
    const QByteArray first = file.open(QIODevice::ReadOnly) ? file.read(qint64(kBlockSize)) : QByteArray();
    return !allZero(viewOfBytes(first));
}

bool SegmentReader::load(Batch &batch)
{
    batch.clear();
    if (m_isOver || m_segment >= m_names.size())
        return false;
    const QString &name = m_names.at(m_segment);
    if (name.left(8).toInt() != m_segment) {
        m_report.add(Finding::Kind::Tampered, name, QStringLiteral("a segment before it is missing"));
        m_isOver = true;
        return false;
    }
    // Asked before this one is read: then, if the next one is begun, this one is complete, whoever writes meanwhile.
    batch.isLast = std::none_of(m_names.cbegin() + m_segment + 1, m_names.cend(),
                                [this](const QString &later) { return isBegun(QDir(m_folder).filePath(later)); });
    QFile file(QDir(m_folder).filePath(name));
    if (!file.open(QIODevice::ReadOnly)) {
        m_report.add(Finding::Kind::Unreadable, name, file.errorString());
        m_isRead = false;
        m_isOver = true;
        return false;
    }
    batch.bytes = file.readAll();
    batch.segment = m_segment;
    batch.from = m_from;
    const std::string_view bytes = viewOfBytes(batch.bytes);
    std::size_t size = 0;
    for (std::size_t at = m_from; at + kBlockSize <= bytes.size() && seemsGroup(bytes, at, size); at += padded(size)) {
        Batch::Group group{at, size, {}, batch.leaves.size(), 0, batch.frames.size(), 0, false};
        const std::uint64_t entries = bigEndian(bytes, at + 12, 4);
        std::size_t frame = at + kHeader;
        while (frame + 2 <= at + size) {
            const std::size_t length = bigEndian(bytes, frame, 2);
            if (frame + 2 + length > at + size)
                break;
            const std::string_view content = bytes.substr(frame + 2, length);
            // Entries first, then their openings.
            if (group.entries < entries) {
                batch.leaves.push_back(content);
                ++group.entries;
            } else {
                batch.frames.push_back(content);
                ++group.openings;
            }
            frame += 2 + length;
        }
        group.isFilled = frame == at + size && group.entries == entries;
        batch.groups.push_back(group);
    }
    batch.reserve();
    m_from = 0;
    ++m_segment;
    return true;
}

bool SegmentReader::judge(const Batch &batch, const Batch::Group &group)
{
    const std::string_view bytes = viewOfBytes(batch.bytes);
    const std::string_view plain = bytes.substr(group.at, group.size);
    if (plain.substr(64, 32) != viewOf(group.self))
        return false;
    const auto wrong = [&](const char *what) {
        m_report.add(Finding::Kind::Tampered, QStringLiteral("%1 at %2").arg(m_names.at(batch.segment)).arg(group.at),
                     QString::fromLatin1(what));
    };
    if (bigEndian(plain, 16, 8) != m_number)
        wrong("the group has another number than its place");
    if (bigEndian(plain, 24, 8) != m_entries)
        wrong("the group begins at another entry than its place");
    if (plain.substr(32, 32) != viewOf(m_prev))
        wrong("the group does not follow the one before it");
    if (!allZero(
            bytes.substr(group.at + group.size, std::min(padded(group.size), bytes.size() - group.at) - group.size)))
        wrong("the padding of the group is not empty");
    if (!group.isFilled)
        wrong("the frames of the group do not fill it");
    ++m_report.passed;
    ++m_number;
    m_entries += group.entries;
    m_prev = group.self;
    return true;
}

bool SegmentReader::walk(Batch &batch, const OnGroup &onGroup)
{
    const std::string_view bytes = viewOfBytes(batch.bytes);
    std::size_t at = batch.from;
    std::size_t next = 0;
    Trouble trouble = Trouble::None;
    for (; at + kBlockSize <= bytes.size(); at += padded(batch.groups[next++].size)) {
        if (allZero(bytes.substr(at, kBlockSize))) {
            trouble = allZero(bytes.substr(at)) ? Trouble::None : Trouble::Stray;
            break;
        }
        if (next == batch.groups.size() || !judge(batch, batch.groups[next])) {
            trouble = Trouble::Torn;
            break;
        }
        onGroup(batch.groups[next]);
    }
    if (trouble == Trouble::None) {
        m_trouble.clear();
        m_readings = 0;
        if (batch.isLast)
            m_isOver = true; // what begins after it from now on is newer than this reading
        return true;
    }
    // While somebody writes, a group that is half there looks torn, and one that came between two reads looks damaged.
    // Read again until all is well or nothing changes any more: what is really wrong stays as it is.
    const QByteArray rest = batch.bytes.mid(qsizetype(at));
    if (m_readings < kMostReadings && rest != m_trouble) {
        m_trouble = rest;
        ++m_readings;
        m_segment = batch.segment;
        m_from = at;
        QThread::yieldCurrentThread(); // the writer may be in the middle of its write
        return false;
    }
    conclude(trouble, batch, bytes.substr(at), QStringLiteral("%1 at %2").arg(m_names.at(batch.segment)).arg(at));
    m_isOver = true;
    return false;
}

void SegmentReader::conclude(Trouble trouble, const Batch &batch, std::string_view rest, const QString &where)
{
    if (trouble == Trouble::Stray) {
        m_report.add(Finding::Kind::Tampered, where, QStringLiteral("bytes stand behind the end of the log"));
        return;
    }
    // A whole group behind it, or a later segment, contradicts a torn write: then something in between was changed.
    bool isFollowed = !batch.isLast;
    for (std::size_t later = kBlockSize; later + kBlockSize <= rest.size() && !isFollowed; later += kBlockSize)
        isFollowed = rest.substr(later, kMagic.size()) == kMagic;
    if (isFollowed)
        m_report.add(Finding::Kind::Tampered, where, QStringLiteral("a group is damaged, and others follow it"));
    else
        m_report.add(Finding::Kind::Incomplete, where,
                     QStringLiteral("an unfinished write stands at the end of the log"));
}

} // namespace astern::verify
