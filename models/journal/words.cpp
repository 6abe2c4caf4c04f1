// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/words.h"

#include "models/journal/digest.h"

#include <QFile>

#include <algorithm>

namespace astern {
namespace {

QStringList wordList()
{
    QFile file(QStringLiteral(":/astern/evidence/words.txt"));
    return file.open(QIODevice::ReadOnly)
               ? QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)
               : QStringList();
}

} // namespace

QStringList wordsOf(const QString &hex)
{
    static const QStringList list = wordList();
    const auto hash = hashFromHex(hex);
    if (!hash || list.isEmpty())
        return {};
    // The first 16 bytes as one number, written with the words as digits, the lowest first.
    std::array<unsigned, 16> number{};
    std::copy_n(hash->cbegin(), number.size(), number.begin());
    QStringList words;
    for (int i = 0; i < kSpokenWords; ++i) {
        unsigned rest = 0;
        for (unsigned &byte : number) {
            const unsigned value = rest << 8 | byte;
            byte = value / unsigned(list.size());
            rest = value % unsigned(list.size());
        }
        words.append(list.at(qsizetype(rest)));
    }
    return words;
}

QString spokenKey(const QString &keyId) { return wordsOf(keyId.section(QLatin1Char(':'), 1)).join(QLatin1Char(' ')); }

} // namespace astern
