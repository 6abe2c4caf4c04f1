// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/oncall.h"

#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// "bob*" has the role on-call; "?" nobody proved who it is; "guard!" is a machine.
Actor actor(QString who)
{
    Actor of;
    if (who.endsWith(QLatin1Char('*')))
        of.roles = {kOnCallRole};
    of.automation = who.endsWith(QLatin1Char('!'));
    while (who.endsWith(QLatin1Char('*')) || who.endsWith(QLatin1Char('!')))
        who.chop(1);
    of.ref = s("os-") + who;
    of.person = who == s("?") ? QString() : who;
    return of;
}

} // namespace

class TestOnCall : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rule_data()
    {
        QTest::addColumn<QString>("now");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("why"); // empty: it may be
        const auto row = [](const char *name, const char *now, const char *by, const char *to, const char *why) {
            QTest::newRow(name) << s(now) << s(by) << s(to) << s(why);
        };
        row("who has it hands over", "ann", "ann", "bob", "");
        row("to oneself", "ann", "ann", "ann", "on call already");
        row("somebody takes it", "ann", "bob*", "bob", "");
        row("without the role", "ann", "bob", "bob", "only on-call may take it");
        row("nobody has it yet", "", "ann*", "ann", "");
        row("nobody has it, no role", "", "ann", "ann", "only on-call may take it");
        row("gives what is another's", "ann", "bob*", "cyd", "only who is on call hands over");
        row("gives what nobody has", "", "bob*", "cyd", "only who is on call hands over");
        row("not proven", "", "?*", "?", "nobody proved");
        row("not proven, though nobody has it", "", "?", "bob", "nobody proved");
        row("a machine", "ann", "ann!", "bob", "a machine is not on call");
    }
    void rule()
    {
        QFETCH(const QString, now);
        QFETCH(const QString, by);
        QFETCH(const QString, to);
        QFETCH(const QString, why);
        OnCall before;
        before.person = now;
        before.generation = 4;
        const QString said = whyNotHandOver(before, actor(by), to);
        QVERIFY2(why.isEmpty() ? said.isEmpty() : said.contains(why), qPrintable(said));
        HandOver one{.workspace = s("shop"),
                     .to = to,
                     .toName = {},
                     .by = actor(by),
                     .entry = s("e"),
                     .atMs = 7,
                     .generation = 5};
        const OnCall next = after(before, one);
        QCOMPARE(next.person, why.isEmpty() ? to : now);
        QCOMPARE(next.generation, 5); // used up, whether it counts or not
    }

    void entryTellsWhatWasMeant()
    {
        OnCall now;
        now.person = s("ann");
        now.generation = 4;
        const Draft draft =
            handOverDraft(s("shop"), now, s("bob"), s("Bob Bird"), actor(s("ann*")), s("my shift ends"));
        JournalEntry entry;
        entry.kind = draft.kind;
        entry.id = s("e");
        entry.wallMs = 7;
        entry.payload = draft.fields;
        for (auto it = draft.personal.cbegin(); it != draft.personal.cend(); ++it)
            entry.personal.insert(it.key(), it.value());
        const auto read = readHandOver(entry);
        QVERIFY(read);
        const OnCall next = after(now, *read);
        QCOMPARE(next, (OnCall{s("bob"), s("Bob Bird"), s("ann"), s("e"), 7, 5}));
        QCOMPARE(draft.fields.value(s("gate")).toString(), s("on-call/shop"));
        entry.kind = s("test.entry");
        QVERIFY(!readHandOver(entry));
    }
};

QTEST_GUILESS_MAIN(TestOnCall)
#include "tst_oncall.moc"
