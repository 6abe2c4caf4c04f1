// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/presence/names.h"
#include "models/presence/presence.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// "ops-1:anna@p-a=Anna": on the device of this login, the account, the person and the name. Without "@…" nobody proved
// who it is.
Names saidIn(const QString &text)
{
    QList<SaidName> all;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString login = word.section(QLatin1Char(':'), 0, 0);
        const QString who = word.section(QLatin1Char(':'), 1).section(QLatin1Char('='), 0, 0);
        all.append({login, s("writer-") + login, s("ref-") + who.section(QLatin1Char('@'), 0, 0),
                    who.section(QLatin1Char('@'), 1),
                    word.section(QLatin1Char('='), 1).replace(QLatin1Char('_'), QLatin1Char(' '))});
    }
    return Names(all);
}

} // namespace

// Names are for people's eyes: what matters is that nobody reads somebody else.
class NamesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shown_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("asked"); // pseudonym, and of which device's entry
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *said, const char *asked, const char *shown) {
            QTest::newRow(name) << s(said) << s(asked) << s(shown);
        };
        row("a person", "ops-1:anna@p-a=Anna", "p-a", "Anna");
        row("an account", "ops-1:anna@p-a=Anna", "ref-anna", "Anna");
        row("nobody said", "ops-1:anna@p-a=Anna", "p-b", "");
        row("no pseudonym", "ops-1:anna=Anna", "", ""); // whom nobody proved is not whoever has none
        row("two of them", "ops-1:anna@p-a=Anna ops-2:bob@p-b=Bob", "p-b", "Bob");
        row("on two devices", "ops-1:anna@p-a=Anna ops-2:an@p-a=Anna", "p-a", "Anna");
        row("by the account of one of them", "ops-1:anna@p-a=Anna ops-2:an@p-a=Anna", "ref-an", "Anna");
        // Who says otherwise of somebody else's pseudonym, or takes somebody's name, is named as the one who says it.
        row("two names for one", "ops-1:anna@p-a=Anna evil:mal@p-a=Mallory", "p-a", "Mallory on evil, Anna on ops-1");
        row("one name for two", "ops-1:anna@p-a=Anna evil:mal@p-m=Anna", "p-a", "Anna on ops-1");
        row("and the other", "ops-1:anna@p-a=Anna evil:mal@p-m=Anna", "p-m", "Anna on evil");
        row("in other letters", "ops-1:anna@p-a=Anna evil:mal@p-m=ANNA", "p-m", "ANNA on evil");
        row("in letters of full width", "ops-1:anna@p-a=Anna evil:mal@p-m=Ａｎｎａ", "p-m", "Ａｎｎａ on evil");
        row("of an account that proved nobody", "ops-1:anna@p-a=Anna evil:mal=Anna", "ref-mal", "Anna on evil");
        row("two accounts that proved nobody", "ops-1:a=Anna ops-2:b=Anna", "ref-a", "Anna on ops-1");
        row("the same account twice over", "ops-1:anna@p-a=Anna ops-2:anna@p-a=Anna", "ref-anna", "Anna");
        row("a name that says a device", "ops-1:anna@p-a=Anna evil:mal@p-m=Anna_on_ops-1", "p-m",
            "Anna on ops-1 on evil");
        row("a device in other letters", "ops-1:anna@p-a=Anna evil:mal@p-m=anna_ON_OPS-1", "p-m",
            "anna ON OPS-1 on evil");
        row("a name like a pseudonym", "evil:mal@p-m=person-12ab", "p-m", "person-12ab on evil");
        row("a pseudonym", "ops-1:anna@p-a=Anna evil:mal@p-m=p-a", "p-m", "p-a on evil");
        row("called like a device", "anna:anna@p-a=Anna bob:bob@p-b=Bob", "p-a", "Anna");
        row("on the move", "ops-1:jo@p-j=Jo_on_wheels", "p-j", "Jo on wheels");
        // What stands in an entry is believed of its own device alone.
        row("of its device", "ops-1:anna@p-a=Anna", "p-a writer-ops-1", "Anna");
        row("of another device", "ops-1:anna@p-a=Anna", "p-a writer-evil", "");
        row("of one that says otherwise", "ops-1:anna@p-a=Anna evil:mal@p-a=Mallory", "p-a writer-evil",
            "Mallory on evil");
        row("of one that says the same", "ops-1:anna@p-a=Anna evil:mal@p-a=Anna", "p-a writer-evil", "Anna");
        // That ends as soon as only one says it.
        row("no quarrel any more", "ops-1:anna@p-a=Anna evil:mal@p-m=Mal", "p-a", "Anna");
    }
    void shown()
    {
        QFETCH(const QString, said);
        QFETCH(const QString, asked);
        const Names names = saidIn(said);
        QTEST(names.of(asked.section(QLatin1Char(' '), 0, 0), asked.section(QLatin1Char(' '), 1)), "shown");
    }
    void mayBe_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *what, const QString &name, bool good) { QTest::newRow(what) << name << good; };
        row("usual", s("Anna Möller-O'Neil"), true);
        row("other letters", s("Анна Иванова 山田"), true);
        row("an emoji", s("Anna 🚀"), true);
        row("100", QString(100, QLatin1Char('a')), true);
        row("101", QString(101, QLatin1Char('a')), false);
        row("100 beyond the plane", s("🚀").repeated(100), true);
        row("nothing", QString(), false);
        row("a space", s(" "), false);
        row("a space before", s(" Anna"), false);
        row("two spaces", s("Anna  M"), false);
        row("a line's end", s("Anna\nBob"), false);
        row("a tab", s("Anna\tBob"), false);
        row("an escape", s("\x1b[31mAnna"), false);
        row("NUL", s("Anna") + QChar(0), false);
        row("C1", s("Anna\u0085"), false);
        row("right to left", s("Anna\u202e"), false);
        row("an isolate", s("\u2066Anna"), false);
        row("no width", s("An\u200bna"), false);
        row("a filler", s("Anna\u3164"), false);
        row("a soft hyphen", s("An\u00adna"), false);
        row("a space that does not break", s("Anna\u00a0M"), false);
        row("a tag", s("Anna\U000e0041"), false);
        row("half a character", s("Anna") + QChar(0xd83d), false);
    }
    void mayBe()
    {
        QFETCH(const QString, name);
        QTEST(isName(name), "good");
        // A directory that holds one all the same shows the pseudonym.
        const Names names({{s("ops-1"), s("w"), s("ref"), s("p"), name}});
        QTEST(!names.of(s("p")).isEmpty(), "good");
    }
    void keptBesideTheMirror()
    {
        QTemporaryDir folder;
        const QString file = namesFile(folder.filePath(s("mirror.db")));
        QCOMPARE(file, folder.filePath(s("names.json")));
        QVERIFY(readNames(file).said().isEmpty());
        const Names names = saidIn(s("ops-1:anna@p-a=Anna ops-2:bob@p-b=Bob_M"));
        QVERIFY(keepNames(file, names).ok());
        QVERIFY(readNames(file) == names);
        QCOMPARE(QFile::permissions(file) &
                     (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        // Who was erased is in no byte of it.
        QVERIFY(keepNames(file, saidIn(s("ops-2:bob@p-b=Bob_M"))).ok());
        QFile bytes(file);
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        QVERIFY(!bytes.readAll().contains("Anna"));
        for (const char *damage :
             {"", "{", "[1, {\"name\": 7}, {\"ref\": \"r\"}]", "[{\"ref\": \"r\", \"name\": \"a\\u0000\"}]"}) {
            QVERIFY(bytes.resize(0) && bytes.seek(0));
            bytes.write(damage);
            bytes.flush();
            QVERIFY2(readNames(file).said().isEmpty(), damage);
        }
    }
    // Who is there says a name, too; what the team knows stands before it.
    void presence()
    {
        TeamPresence now;
        Present anna;
        anna.person = s("p-a");
        anna.name = s("Anna");
        now.present = {anna};
        QCOMPARE(now.nameOf(s("p-a")), s("Anna"));
        now.names = saidIn(s("ops-1:anna@p-a=Anna evil:mal@p-m=Anna ops-2:bob@p-b=Bob"));
        QCOMPARE(now.nameOf(s("p-a")), s("Anna on ops-1"));
        QCOMPARE(now.nameOf(s("p-b")), s("Bob")); // who has gone home
        QCOMPARE(now.nameOf(QString()), QString());
    }
};

QTEST_APPLESS_MAIN(NamesTest)
#include "tst_names.moc"
