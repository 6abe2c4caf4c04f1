// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"

#include "models/base/clock.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <algorithm>
#include <mutex>

namespace astern::Uuid7 {
namespace {

std::mutex g_mutex;
quint64 g_last = 0; // 48-bit milliseconds << 12 | 12-bit counter

QString format(quint64 stamp, quint64 random)
{
    const quint64 ms = stamp >> 12;
    const quint64 counter = stamp & 0xfff;
    const quint64 high = (ms << 16) | 0x7000 | counter;
    const quint64 low = (random & 0x3fff'ffff'ffff'ffffULL) | 0x8000'0000'0000'0000ULL;
    QString hex = QStringLiteral("%1%2").arg(high, 16, 16, QLatin1Char('0')).arg(low, 16, 16, QLatin1Char('0'));
    for (const qsizetype at : {8, 13, 18, 23})
        hex.insert(at, QLatin1Char('-'));
    return hex;
}

quint64 stampOf(const QString &id)
{
    QString hex = id;
    hex.remove(QLatin1Char('-'));
    const quint64 high = QStringView(hex).left(16).toULongLong(nullptr, 16);
    return ((high >> 16) << 12) | (high & 0xfff);
}

} // namespace

QString next()
{
    const quint64 ms = quint64(SystemClock().wallMs());
    quint64 stamp = 0;
    {
        const std::lock_guard lock(g_mutex);
        // A fresh millisecond starts in the lower half of the counter, so that many ids fit before it spills.
        const quint64 fresh = (ms << 12) | (QRandomGenerator::system()->generate() & 0x7ff);
        g_last = std::max(fresh, g_last + 1);
        stamp = g_last;
    }
    return format(stamp, QRandomGenerator::system()->generate64());
}

void seed(const QString &lastId)
{
    if (!isValid(lastId))
        return;
    const std::lock_guard lock(g_mutex);
    g_last = std::max(g_last, stampOf(lastId));
}

bool isValid(const QString &id)
{
    if (id.size() != 36)
        return false;
    for (qsizetype i = 0; i < 36; ++i) {
        const char16_t c = id.at(i).unicode();
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != u'-')
                return false;
        } else if (!((c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'))) {
            return false;
        }
    }
    return id.at(14) == QLatin1Char('7') && QStringLiteral("89ab").contains(id.at(19));
}

QString shortForm(const QString &id, const QString &prefix)
{
    return QStringLiteral("%1-%2-%3").arg(prefix, id.left(8), id.right(4));
}

} // namespace astern::Uuid7
