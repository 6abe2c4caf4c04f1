// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordcolumns.h"

#include <QtEndian>

namespace astern::policy {
namespace {

constexpr quint64 kLongestRun = 1 << 20;
constexpr quint64 kLong = kLongestRun << 1; // eight bytes follow
constexpr quint64 kMostShort = quint64(1) << 62;

} // namespace

void ColumnWriter::number(quint64 value)
{
    while (value >= 0x80) {
        m_bytes.append(char(value | 0x80));
        value >>= 7;
    }
    m_bytes.append(char(value));
}

void ColumnWriter::fixed(quint64 value)
{
    char bytes[8];
    qToLittleEndian(value, bytes);
    m_bytes.append(bytes, sizeof bytes);
}

void ColumnWriter::text(const QString &value) { bytes(value.toUtf8()); }

void ColumnWriter::bytes(const QByteArray &value)
{
    number(quint64(value.size()));
    m_bytes.append(value);
}

void ColumnWriter::labels(const QMap<QString, QString> &value)
{
    number(quint64(value.size()));
    for (auto it = value.begin(); it != value.end(); ++it) {
        text(it.key());
        text(it.value());
    }
}

// Each number says by its lowest bit what it is: a value less one, or how many zeros follow each other less one.
void ColumnWriter::column(const std::vector<quint64> &values)
{
    for (size_t i = 0; i < values.size();) {
        const quint64 value = values[i];
        if (value > kMostShort) {
            number(kLong);
            fixed(value);
            ++i;
        } else if (value != 0) {
            number((value - 1) << 1 | 1);
            ++i;
        } else {
            size_t end = i;
            while (end < values.size() && values[end] == 0 && end - i < kLongestRun)
                ++end;
            number(quint64(end - i - 1) << 1);
            i = end;
        }
    }
}

void ColumnReader::fail()
{
    m_ok = false;
    m_at = m_end;
}

quint64 ColumnReader::number()
{
    quint64 value = 0;
    for (int shift = 0; shift < 64 && m_at != m_end; shift += 7) {
        const quint8 byte = quint8(*m_at++);
        // The tenth has room for one bit.
        if (shift == 63 && byte > 1)
            break;
        value |= quint64(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    fail();
    return 0;
}

quint64 ColumnReader::fixed()
{
    if (m_end - m_at < 8) {
        fail();
        return 0;
    }
    const quint64 value = qFromLittleEndian<quint64>(m_at);
    m_at += 8;
    return value;
}

size_t ColumnReader::count(size_t least)
{
    const quint64 value = number();
    if (value > quint64(m_end - m_at) / least) {
        fail();
        return 0;
    }
    return size_t(value);
}

QByteArray ColumnReader::bytes()
{
    const size_t size = count();
    const QByteArray value(m_at, qsizetype(size));
    m_at += size;
    return value;
}

QString ColumnReader::text() { return QString::fromUtf8(bytes()); }

QMap<QString, QString> ColumnReader::labels()
{
    QMap<QString, QString> value;
    for (size_t left = count(2); left > 0 && m_ok; --left) {
        const QString name = text();
        value.insert(name, text());
    }
    return value;
}

std::vector<quint64> ColumnReader::column(size_t count)
{
    std::vector<quint64> values;
    values.reserve(count);
    while (values.size() < count && m_ok) {
        const quint64 told = number();
        if (told == kLong) {
            values.push_back(fixed());
        } else if ((told & 1) != 0) {
            values.push_back((told >> 1) + 1);
        } else if ((told >> 1) < count - values.size() && (told >> 1) < kLongestRun) {
            values.resize(values.size() + size_t(told >> 1) + 1);
        } else {
            fail();
        }
    }
    values.resize(count);
    return values;
}

} // namespace astern::policy
