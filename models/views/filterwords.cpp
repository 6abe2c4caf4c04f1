// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/filterwords.h"

#include <QRegularExpression>

namespace astern {

QList<FilterWord> filterWords(const QString &typed, const QStringList &keys)
{
    static const QRegularExpression spaces(QStringLiteral("\\s+"));
    QList<FilterWord> words;
    for (QString part : typed.split(spaces, Qt::SkipEmptyParts)) {
        FilterWord word;
        if (part.size() > 1 && part.startsWith(QLatin1Char('-'))) {
            word.negated = true;
            part.remove(0, 1);
        }
        const qsizetype colon = part.indexOf(QLatin1Char(':'));
        const QString key = part.left(colon).toLower();
        if (colon > 0 && keys.contains(key)) {
            word.key = key;
            part.remove(0, colon + 1);
        }
        word.text = part;
        if (!part.isEmpty())
            words.append(word);
    }
    return words;
}

} // namespace astern
