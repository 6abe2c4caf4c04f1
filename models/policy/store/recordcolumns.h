// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <vector>

// What a block of records is made of: whole numbers in as many bytes as they need, and texts. Little endian.
namespace astern::policy {

[[nodiscard]] constexpr quint64 zigzag(qint64 value) { return (quint64(value) << 1) ^ quint64(value >> 63); }
[[nodiscard]] constexpr qint64 unzigzag(quint64 value) { return qint64(value >> 1) ^ -qint64(value & 1); }

class ColumnWriter {
public:
    void number(quint64 value); // varint: seven bits a byte
    void fixed(quint64 value);  // eight bytes
    void text(const QString &value);
    void bytes(const QByteArray &value);
    void labels(const QMap<QString, QString> &value);
    // A column, as long as both sides know: a run of zeros costs a byte or two.
    void column(const std::vector<quint64> &values);
    [[nodiscard]] const QByteArray &written() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

// Reads what a ColumnWriter wrote. Wrong input gives zeros and empty texts, and ok() is false from then on.
class ColumnReader {
public:
    explicit ColumnReader(QByteArrayView bytes) : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

    [[nodiscard]] quint64 number();
    [[nodiscard]] quint64 fixed();
    [[nodiscard]] QString text();
    [[nodiscard]] QByteArray bytes();
    [[nodiscard]] QMap<QString, QString> labels();
    [[nodiscard]] std::vector<quint64> column(size_t count);
    // A number of things of which each takes at least `least` bytes: more than can follow is wrong.
    [[nodiscard]] size_t count(size_t least = 1);

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool isAtEnd() const { return m_at == m_end; }
    void fail();

private:
    const char *m_at;
    const char *m_end;
    bool m_ok = true;
};

} // namespace astern::policy
