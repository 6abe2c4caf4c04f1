// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/reader.h"
#include "tests/support/places.h"

#include <QFile>
#include <QTest>

// One policy with every type of rule, and what becomes of it when it is changed in one place.
namespace astern::test {

inline QByteArray everyRule()
{
    QFile file(test::sourcePath("tests/data/policy/every-rule.yaml"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return file.readAll();
}

inline QByteArray changed(const QByteArray &from, const QByteArray &to)
{
    QByteArray text = everyRule();
    const qsizetype place = text.indexOf(from);
    if (place < 0)
        qFatal("not in the policy: %s", from.constData());
    return text.replace(place, from.size(), to);
}

inline QString allIssues(const policy::Reading &reading)
{
    QString text;
    for (const DocumentIssue &issue : reading.issues)
        text += issue.toString() + QLatin1Char('\n');
    return text;
}

// The place of a text behind another place, or anywhere.
inline SourcePosition placeOf(const QByteArray &text, const QByteArray &at, qsizetype from)
{
    qsizetype place = text.indexOf(at, std::max<qsizetype>(0, from));
    if (place < 0)
        place = text.indexOf(at);
    if (place < 0)
        return {QStringLiteral("the row's place is not in the policy"), 0, 0};
    const QByteArray before = text.left(place);
    return {QStringLiteral("p.yaml"), int(before.count('\n')) + 1,
            int(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size()) + 1};
}

} // namespace astern::test
