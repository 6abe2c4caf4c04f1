// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runbook/runbook.h"
#include "models/runbook/runbooklog.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::runbook;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("a file cannot be written");
}

JournalEntry entryOf(const Draft &draft, quint64 index, qint64 wallMs)
{
    JournalEntry entry;
    entry.index = index;
    entry.kind = draft.kind;
    entry.wallMs = wallMs;
    entry.payload = draft.fields;
    entry.personal = draft.personal;
    return entry;
}

} // namespace

class RunbookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void links_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("means");
        const auto row = [](const char *address, const char *means) {
            QTest::newRow(address) << s(address) << s(means);
        };
        row("astern:rollback", "rollback ");
        row("astern:pause", "pause ");
        row("astern:mitigate", "mitigate ");
        row("astern:flag/new-flow/off", "flag-off new-flow");
        row("astern:flag/new-flow/on", "flag-on new-flow");
        row("astern:flag/with%20space/off", "flag-off with space");
        row("astern:config/checkout-config", "restore-config checkout-config");
        for (const char *none : {"astern:", "astern:flag/x", "astern:flag//off", "astern:flag/x/maybe", "astern:delete",
                                 "astern:rollback?now", "astern://host/rollback", "https://astern/rollback",
                                 "javascript:rollback", "rollback", "astern:promote/all"})
            row(none, "");
    }
    void links()
    {
        QFETCH(const QString, address);
        QFETCH(const QString, means);
        const std::optional<PlanLink> link = planLink(address);
        QCOMPARE(link ? toString(link->kind) + QLatin1Char(' ') + link->name : QString(), means);
    }
    void steps()
    {
        const Runbook book =
            parseRunbook(s("r.md"), "# Title\n- [ ] Call **ops** ([list](ops.md))\n1. [x] Wait\n"
                                    "- [ ] Wait\n- [] no\n-[ ] no\n```\n- [ ] code\n```\n* [ ] Last\n");
        QStringList texts;
        for (const Step &step : book.steps)
            texts.append(step.text);
        QCOMPARE(texts, (QStringList{s("Call ops (list)"), s("Wait"), s("Wait"), s("Last")}));
        QVERIFY(book.steps.at(1).key != book.steps.at(2).key); // the second of the same words
        // A line that is added above changes no key.
        const Runbook longer = parseRunbook(s("r.md"), "new\n\n" + book.text.toUtf8());
        for (qsizetype i = 0; i < book.steps.size(); ++i)
            QCOMPARE(longer.steps.at(i).key, book.steps.at(i).key);
    }
    void shows()
    {
        const Runbook book =
            parseRunbook(s("r.md"), "- [ ] One\n- [ ] Two\n![logo](https://x.example/l.png)\n```\n![a](b)\n```");
        const QString shown = shownText(book, {book.steps.at(1).key});
        QVERIFY(shown.startsWith(s("- [☐](astern:step/%1) One\n- [☑](astern:step/%2) Two\nlogo\n")
                                     .arg(book.steps.at(0).key, book.steps.at(1).key)));
        QVERIFY(!shown.contains(s("x.example"))); // nothing is fetched
        QVERIFY(shown.contains(s("![a](b)")));    // code stays as it is
    }
    void files_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *file, const char *code) {
            QTest::newRow(name) << s(file) << s(code);
        };
        row("good", "runbooks/good.md", "");
        row("good, by way of", "runbooks/../runbooks/good.md", "");
        row("none", "", "not-found");
        row("missing", "runbooks/missing.md", "not-found");
        row("elsewhere", "https://wiki.example/checkout", "unsupported");
        row("above", "../secret.md", "not-permitted");
        row("absolute", "/etc/passwd", "not-permitted");
        row("a link that leads out", "runbooks/out.md", "not-permitted");
        row("a folder", "runbooks", "not-permitted");
        row("a device", "runbooks/null.md", "not-permitted");
        row("large", "runbooks/large.md", "too-large");
        row("no text", "runbooks/binary.md", "malformed");
        row("the folder itself", ".", "not-permitted");
    }
    void files()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, code);
        const QTemporaryDir outside;
        const QDir folder(outside.filePath(s("ws")));
        QVERIFY(folder.mkpath(s("runbooks")));
        write(outside.filePath(s("secret.md")), "secret");
        write(folder.filePath(s("runbooks/good.md")), "- [ ] Gut");
        write(folder.filePath(s("runbooks/large.md")), QByteArray(kMostBytes + 1, 'a'));
        write(folder.filePath(s("runbooks/binary.md")), QByteArray("a\xff\xfe\0b", 5));
        QVERIFY(QFile::link(outside.filePath(s("secret.md")), folder.filePath(s("runbooks/out.md"))));
        QVERIFY(QFile::link(s("/dev/null"), folder.filePath(s("runbooks/null.md"))));
        const Result<Runbook> book = readRunbook(folder.path(), file);
        QCOMPARE(book ? QString() : book.error().code(), code);
        if (book)
            QCOMPARE(book->steps.size(), 1);
    }
    void ticks()
    {
        const Runbook book = parseRunbook(s("r.md"), "- [ ] One\n- [ ] Two");
        const Actor jo{.ref = s("p-1"), .name = s("jo"), .role = {}};
        const auto draft = [&](int step, bool done) {
            return stepDraft(book, book.steps.at(step), done, jo, s("pay"), s("prod"), s("eu-1"));
        };
        const QList<JournalEntry> log{entryOf(draft(1, false), 12, 400), entryOf(draft(0, true), 10, 200),
                                      entryOf(draft(1, true), 11, 300), entryOf(draft(0, true), 9, 50)};
        const QMap<QString, Tick> now = ticked(s("r.md"), log, 100);
        QCOMPARE(now.size(), 1); // the second one was taken back
        QCOMPARE(now.value(book.steps.at(0).key).by, s("jo"));
        QCOMPARE(now.value(book.steps.at(0).key).atMs, 200);
        QVERIFY(ticked(s("other.md"), log, 0).isEmpty());
        QVERIFY(ticked(s("r.md"), log, 500).isEmpty()); // of an earlier rollout
        QCOMPARE(draft(0, true).fields.value(s("runbook")).toObject().value(s("text")).toString(), s("One"));
    }
};

QTEST_APPLESS_MAIN(RunbookTest)
#include "tst_runbook.moc"
