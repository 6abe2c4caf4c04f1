// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/reader.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace astern;

// Invalid and doubtful texts of the policy format with the place and the words of what must be said: the file that
// ASTERN_POLICY_ERRORS names, else the project's copy.
class TestErrors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cases_data()
    {
        QTest::addColumn<QJsonObject>("wanted");
        const QString named = qEnvironmentVariable("ASTERN_POLICY_ERRORS");
        QFile file(named.isEmpty() ? test::sourcePath("tests/data/policy/errors.json") : named);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        const QJsonArray cases =
            QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("cases")).toArray();
        QVERIFY(!cases.isEmpty());
        for (const QJsonValue &value : cases)
            QTest::newRow(qPrintable(value[QLatin1String("name")].toString())) << value.toObject();
    }

    void cases()
    {
        QFETCH(QJsonObject, wanted);
        const bool isError = wanted.value(QLatin1String("level")).toString() == QLatin1String("error");
        const SourcePosition at{QStringLiteral("demo.yaml"), wanted.value(QLatin1String("line")).toInt(),
                                wanted.value(QLatin1String("column")).toInt()};
        const policy::Reading reading =
            policy::readText(wanted.value(QLatin1String("document")).toString().toUtf8(), at.file);
        QString all;
        int errors = 0;
        const DocumentIssue *found = nullptr;
        for (const DocumentIssue &issue : reading.issues) {
            all += issue.toString() + QLatin1Char('\n');
            errors += issue.severity == DocumentIssue::Severity::Error ? 1 : 0;
            if (issue.at == at && issue.code == wanted.value(QLatin1String("code")).toString())
                found = &issue;
        }
        QVERIFY2(found, qPrintable(QStringLiteral("wanted %1 %2; got\n%3")
                                       .arg(at.toString(), wanted.value(QLatin1String("code")).toString(), all)));
        QCOMPARE(found->severity == DocumentIssue::Severity::Error, isError);
        for (const QJsonValue &word : wanted.value(QLatin1String("must_say")).toArray())
            QVERIFY2(found->toString().contains(word.toString()),
                     qPrintable(word.toString() + QStringLiteral(" is not in ") + found->toString()));
        QCOMPARE(reading.policy.has_value(), !isError);
        if (qEnvironmentVariableIsEmpty("ASTERN_POLICY_ERRORS"))
            QVERIFY2(errors == (isError ? 1 : 0), qPrintable(QStringLiteral("one mistake is one error:\n") + all));
    }
};

QTEST_GUILESS_MAIN(TestErrors)
#include "tst_errors.moc"
