// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordframe.h"

#include "models/policy/store/crc32c.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Records", text); }

constexpr quint8 kVersion = 1;
constexpr char kEndMark = char(0xa5);

quint32 headSum(QByteArrayView head, qint64 offset)
{
    char place[8];
    qToLittleEndian(quint64(offset), place);
    return crc32c(QByteArrayView(place, sizeof place), crc32c(head.first(kHeadBytes - 4)));
}

} // namespace

QByteArray makeFrame(Frame::Kind kind, qint64 latestMs, const QByteArray &payload, qint64 offset)
{
    QByteArray frame(kHeadBytes, '\0');
    qToLittleEndian(quint32(payload.size()), frame.data());
    frame[4] = char(kVersion);
    frame[5] = char(kind);
    qToLittleEndian(latestMs, frame.data() + 8);
    qToLittleEndian(crc32c(payload), frame.data() + 16);
    qToLittleEndian(headSum(frame, offset), frame.data() + 20);
    frame += payload;
    frame += kEndMark;
    return frame;
}

Result<FrameReader> FrameReader::open(const QString &path)
{
    FrameReader reader;
    reader.m_file = std::make_unique<QFile>(path);
    if (!reader.m_file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{.kind = QFile::exists(path) ? Error::Kind::Storage : Error::Kind::NotFound,
                     .message = tr("The records cannot be read: %1").arg(reader.m_file->errorString()),
                     .where = path};
    const Result<QByteArray> mark = reader.read(0, kFileMarkBytes);
    if (!mark)
        return mark.error();
    if (*mark == QByteArrayView(kFileMark, kFileMarkBytes))
        reader.m_offset = kFileMarkBytes;
    else if (QByteArray(kFileMark, kFileMarkBytes).startsWith(*mark))
        reader.m_cutOff = true; // not even this was written
    else
        return reader.damaged(tr("This is no file of records"));
    return reader;
}

Error FrameReader::damaged(const QString &what) const
{
    return {.kind = Error::Kind::Storage,
            .message = what,
            .where = QStringLiteral("%1 at %2").arg(m_file->fileName()).arg(m_offset),
            .hint = tr("What stands before it is whole; the rest is to be had from a copy of the file alone.")};
}

Result<QByteArray> FrameReader::read(qint64 offset, qint64 length)
{
    QByteArray bytes;
    if (m_file->seek(offset))
        bytes = m_file->read(length);
    if (m_file->error() != QFileDevice::NoError)
        return damaged(tr("The records cannot be read: %1").arg(m_file->errorString()));
    return bytes;
}

Result<bool> FrameReader::isEmptyFrom(qint64 offset)
{
    constexpr qint64 kPiece = 65'536;
    for (;; offset += kPiece) {
        const Result<QByteArray> bytes = read(offset, kPiece);
        if (!bytes)
            return bytes.error();
        if (std::any_of(bytes->begin(), bytes->end(), [](char byte) { return byte != 0; }))
            return false;
        if (bytes->size() < kPiece)
            return true;
    }
}

Result<std::optional<Frame>> FrameReader::next()
{
    if (m_offset == 0)
        return std::optional<Frame>();
    const qint64 left = m_file->size() - m_offset;
    const Result<QByteArray> head = read(m_offset, kHeadBytes);
    if (!head)
        return head.error();
    m_cutOff = left > 0;
    if (head->size() < kHeadBytes)
        return std::optional<Frame>();
    if (qFromLittleEndian<quint32>(head->data() + 20) != headSum(*head, m_offset)) {
        const Result<bool> empty = isEmptyFrom(m_offset + kHeadBytes);
        if (!empty)
            return empty.error();
        if (*empty)
            return std::optional<Frame>();
        return damaged(tr("The records are damaged"));
    }
    const quint8 version = quint8(head->at(4));
    const quint8 kind = quint8(head->at(5));
    if (version != kVersion || (kind != quint8(Frame::Kind::Ground) && kind != quint8(Frame::Kind::Records)))
        return Error{.kind = Error::Kind::Unsupported,
                     .message = tr("These records were written by a newer version of Astern"),
                     .where = damaged({}).where,
                     .hint = tr("Read them with that version.")};
    m_frame.kind = Frame::Kind(kind);
    m_frame.length = qFromLittleEndian<quint32>(head->data());
    m_frame.latestMs = qFromLittleEndian<qint64>(head->data() + 8);
    m_frame.sum = qFromLittleEndian<quint32>(head->data() + 16);
    if (m_frame.length > kMostBytes)
        return damaged(tr("A block of records is larger than any that is written"));
    if (left < kHeadBytes + m_frame.length + 1)
        return std::optional<Frame>();
    m_cutOff = false;
    return std::optional(m_frame);
}

Result<std::optional<QByteArray>> FrameReader::payload()
{
    Result<QByteArray> bytes = read(m_offset + kHeadBytes, qint64(m_frame.length) + 1);
    if (!bytes)
        return bytes.error();
    const bool whole = bytes->size() == qint64(m_frame.length) + 1;
    const char mark = whole ? bytes->back() : '\0';
    bytes->chop(whole ? 1 : 0);
    const bool sumFits = whole && crc32c(*bytes) == m_frame.sum;
    if (sumFits && mark == kEndMark) {
        skip();
        return std::optional(std::move(*bytes));
    }
    bool cutOff = !whole;
    if (whole && mark == '\0') {
        const Result<bool> empty = isEmptyFrom(m_offset + kHeadBytes + m_frame.length);
        if (!empty)
            return empty.error();
        cutOff = *empty;
    }
    if (cutOff) {
        m_cutOff = true;
        return std::optional<QByteArray>();
    }
    return damaged(tr("The records are damaged"));
}

void FrameReader::skip() { m_offset += kHeadBytes + m_frame.length + 1; }

} // namespace astern::policy
