// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvalbook.h"
#include "models/base/format.h"
#include "models/views/peoplemodel.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "tests/support/team.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
QString plain(QString text) { return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' ')); }

// A shop with a team; alice is before the screen and has the role on-call.
struct World {
    SteppedClock clock{samples::kNow};
    team::TeamAuthority authority;
    FakeJournal journal;
    ApprovalBook book;
    team::FakePresence presence;
    Session session;
    explicit World(const Workspace &workspace = team::withTeam(shop::workspace()))
        : session(workspace, {.clock = &clock, .authority = &authority, .journal = &journal, .approvals = &book})
    {
        book.setRead();
    }
    // The log says that this person is on call.
    void putOnCall(const char *person, const char *name)
    {
        Actor by;
        by.person = s(person);
        by.roles = {kOnCallRole};
        book.take(team::handedOver(
                      handOverDraft(session.workspace().name, onCallOf(session), s(person), s(name), by, {}), 20),
                  1);
        session.setApprovalsChanged();
    }
};

// "jo@checkout kim@- guard!" in short: a person and a place, or a program without a person; "=" is this process.
TeamPresence presence(const QString &text, const char *trouble = "")
{
    TeamPresence now;
    now.known = true;
    now.trouble = s(trouble);
    int number = 0;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        QString who = word.section(QLatin1Char('@'), 0, 0);
        const QString where = word.section(QLatin1Char('@'), 1);
        const bool self = who.startsWith(QLatin1Char('='));
        const bool guard = who.endsWith(QLatin1Char('!'));
        who.remove(QLatin1Char('=')).remove(QLatin1Char('!'));
        Present one;
        one.session = QString::number(++number);
        one.login = who;
        one.person = guard ? QString() : who;
        one.name = guard ? QString() : who;
        one.program = QStringLiteral("on ") + who;
        one.self = self;
        one.sinceMs = samples::kNow - 60'000;
        if (!where.isEmpty())
            one.looksAt = {where, s("prod"), s("eu-1")};
        now.present.append(one);
    }
    return now;
}

} // namespace

class TestTeam : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initials_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("initials");
        QTest::newRow("two names") << s("Jo Berg") << s("JB");
        QTest::newRow("one, small") << s("jo") << s("J");
        QTest::newRow("first and last of many") << s("Anna Maria von der Heide") << s("AH");
        QTest::newRow("parted by signs") << s("kim.lee-hansen") << s("KH");
        QTest::newRow("of another script") << s("Лев Толстой") << s("ЛТ");
        QTest::newRow("brackets say nothing") << s("(Jo) Berg") << s("B");
        QTest::newRow("nothing") << QString() << s("?");
        QTest::newRow("no letter") << s("— —") << s("?");
    }
    void initials()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, initials);
        QCOMPARE(initialsOf(name), initials);
    }

    void badges_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<int>("more");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *there, const char *shown, int more, const char *words,
                            const char *trouble = "") {
            QTest::newRow(name) << s(there) << s(trouble) << s(shown) << more << s(words);
        };
        row("nobody", "", "", 0, "");
        row("a guard is no face", "ops!", "", 0, "");
        row("oneself", "=al", "A=", 0, "There now: you");
        row("others first", "=al jo", "J A=", 0, "There now: jo and you");
        row("once each", "jo =al jo al", "J A=", 0, "There now: jo and you");
        row("nobody is signed in here", "jo =ops!", "J", 0, "There now: jo");
        row("four", "jo kim =al dan", "J K D A=", 0, "There now: jo, kim, dan and you");
        row("four and the rest", "jo kim =al dan eve fay gus", "J K D E", 3,
            "There now: jo, kim, dan, eve, fay, gus and you");
        row("not known now", "jo =al", "J A=", 0, "Not known now. There before: jo and you", "it is away");
        row("never known", "", "", 0, "Who is there is not known", "it is away");
    }
    void badges()
    {
        QFETCH(const QString, there);
        QFETCH(const QString, trouble);
        QFETCH(const QString, shown);
        QFETCH(const int, more);
        QFETCH(const QString, words);
        const TeamBadges badges = teamBadges(presence(there, qPrintable(trouble)));
        QStringList all;
        for (const TeamBadges::Badge &badge : badges.shown)
            all.append(badge.self ? QString(badge.initials + QLatin1Char('=')) : badge.initials);
        QCOMPARE(all.join(QLatin1Char(' ')), shown);
        QCOMPARE(badges.more, more);
        QCOMPARE(badges.words, words);
        QCOMPARE(badges.stale, !trouble.isEmpty());
        QCOMPARE(badges.isEmpty(), shown.isEmpty() && trouble.isEmpty());
    }

    void alsoHere_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *there, const char *words, const char *trouble = "") {
            QTest::newRow(name) << s(there) << s(trouble) << s(words);
        };
        row("nobody else", "=al@checkout", "");
        row("elsewhere", "=al@checkout jo@cart kim", "");
        row("one", "=al jo@checkout", "jo also looks at this");
        row("two", "=al jo@checkout kim@checkout", "jo and kim also look at this");
        row("three", "jo@checkout kim@checkout dan@checkout =al", "jo, kim and dan also look at this");
        row("one in two windows", "=al jo@checkout jo@checkout", "jo also looks at this");
        row("oneself elsewhere is nobody else", "=al al@checkout", "");
        row("at a screen where nobody is signed in", "=al ops!@checkout", "on ops also looks at this");
        row("not known now", "=al jo@checkout", "jo looked at this 2 min ago; who is there is not known now",
            "it is away");
        row("nobody was there", "=al", "", "it is away");
    }
    void alsoHere()
    {
        QFETCH(const QString, there);
        QFETCH(const QString, trouble);
        QFETCH(const QString, words);
        const AlsoHereWords also =
            alsoHereWords(presence(there, qPrintable(trouble)), {{s("checkout"), s("prod"), s("eu-1")}},
                          samples::kNow - 120'000, samples::kNow);
        QCOMPARE(plain(also.words), words);
        QCOMPARE(also.all.isEmpty(), words.isEmpty());
        // The same service elsewhere is another place; and what nobody looks at is no place.
        QVERIFY(alsoHereWords(presence(there), {{s("checkout"), s("prod"), s("us-1")}, {}}, 0, samples::kNow)
                    .words.isEmpty());
    }

    void headline_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<bool>("known");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<qint64>("ago");
        QTest::addColumn<QString>("words");
        QTest::newRow("two") << s("=al jo ops!") << true << QString() << qint64(0) << s("2 people are there.");
        QTest::newRow("one") << s("=al") << true << QString() << qint64(0) << s("1 person is there.");
        QTest::newRow("nobody") << s("ops!") << true << QString() << qint64(0)
                                << s("Nobody who is signed in is there.");
        QTest::newRow("not yet") << QString() << false << QString() << qint64(0) << s("Who is there is not known yet.");
        QTest::newRow("never") << QString() << false << s("it is away") << qint64(0)
                               << s("Who is there is not known now: It is away.");
        QTest::newRow("no longer") << s("jo") << true << s("it is away") << qint64(134'000)
                                   << s("Who is there is not known now: It is away. This is how it was 2 min ago.");
        QTest::newRow("just now") << s("jo") << true << s("it is away") << qint64(200)
                                  << s("Who is there is not known now: It is away. This is how it was 1 s ago.");
    }
    void headline()
    {
        QFETCH(const QString, there);
        QFETCH(const bool, known);
        QFETCH(const QString, trouble);
        QFETCH(const qint64, ago);
        QFETCH(const QString, words);
        TeamPresence now = presence(there, qPrintable(trouble));
        now.known = known;
        QCOMPARE(plain(headlineOf(now, ago > 0 ? samples::kNow - ago : 0, samples::kNow)), words);
    }

    void onCall_data()
    {
        QTest::addColumn<QString>("has");
        QTest::addColumn<QString>("self");
        QTest::addColumn<bool>("role");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("mine");
        QTest::addColumn<QString>("why");
        QTest::newRow("mine") << s("al") << s("al") << false << s("On call: you, since ") << true << QString();
        QTest::newRow("another's, taken")
            << s("jo") << s("al") << true << s("On call: jo, since ") << false << QString();
        QTest::newRow("another's, no role") << s("jo") << s("al") << false << s("On call: jo, since ") << false
                                            << s("Only on-call may take it, and this person proved no such role.");
        QTest::newRow("nobody's") << QString() << s("al") << true << s("On call: nobody said") << false << QString();
        QTest::newRow("nobody is signed in")
            << QString() << QString() << true << s("On call: nobody said") << false << s("Nobody proved who this is.");
        QTest::newRow("who is not there")
            << s("person-9") << s("al") << true << s("On call: person-9, since ") << false << QString();
    }
    void onCall()
    {
        QFETCH(const QString, has);
        QFETCH(const QString, self);
        QFETCH(const bool, role);
        QFETCH(const QString, words);
        QFETCH(const bool, mine);
        QFETCH(const QString, why);
        OnCall now;
        now.person = has;
        now.sinceMs = samples::kNow - 3'600'000;
        Actor who;
        who.person = self;
        if (role)
            who.roles = {kOnCallRole};
        const OnCallWords said = onCallWords(now, presence(s("=al jo")), who, samples::kNow);
        QVERIFY2(said.words.startsWith(words), qPrintable(said.words));
        QCOMPARE(said.mine, mine);
        QCOMPARE(said.why, why);
    }

    void theListFollowsTheTeam()
    {
        World world;
        TeamSight team(world.session, world.presence);
        PeopleModel model(world.session, team);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        world.presence.tell(team::five());
        QCOMPARE(model.rowCount(), 6);
        QStringList names;
        for (const PersonRow &row : model.rows())
            names.append(row.name);
        QCOMPARE(names, (QStringList{s("asternctl guard on ops-2"), s("Kim Lee-Hansen"), s("Jo Berg"), s("Dana Okafor"),
                                     s("bartholomew of the northern release guild"), s("Alice Ang")}));
        QCOMPARE(model.rowAt(0).detail, s("acts by policies · nobody is signed in"));
        QVERIFY(model.rowAt(0).initials.isEmpty());
        QCOMPARE(model.rowAt(2).detail, s("the desktop on jo-laptop (jo)"));
        QCOMPARE(model.rowAt(2).place, s("checkout prod/eu-1"));
        QCOMPARE(model.rowAt(2).placement, s("checkout@prod/eu-1"));
        // A place that only their workspace has is said, and leads nowhere.
        QVERIFY(model.rowAt(4).place.isEmpty() && model.rowAt(4).placement.isEmpty());
        QCOMPARE(model.rowAt(4).detail, s("looks at retired prod mars-1 · the desktop on bart-laptop (bart)"));
        QCOMPARE(model.rowAt(5).detail, s("you, here · the desktop on alice-laptop (alice)"));
        const QPersistentModelIndex jo = model.index(2, PeopleModel::NameColumn);
        world.putOnCall("p-jo", "Jo Berg");
        QCOMPARE(jo.data(PeopleModel::DetailRole).toString(), s("on call · the desktop on jo-laptop (jo)"));
        TeamPresence fewer = team::five();
        fewer.present.removeAt(1);
        world.presence.tell(fewer);
        QVERIFY(jo.isValid());
        QCOMPARE(jo.row(), 1);
        QVERIFY(model.flags(jo).testFlag(Qt::ItemIsEnabled));
        world.presence.lose("the team's database does not answer");
        QCOMPARE(model.rowCount(), 5); // as it was
        QVERIFY(!model.flags(jo).testFlag(Qt::ItemIsEnabled));
        Workspace alone = world.session.workspace();
        alone.journal.team = {};
        world.session.setWorkspace(alone);
        QCOMPARE(model.rowCount(), 0);
    }

    // How old the last is that is known counts from when it was lost, not from the last try.
    void theLastThatIsKnownHasAnAge()
    {
        World world;
        TeamSight team(world.session, world.presence);
        QSignalSpy changed(&team, &TeamSight::changed);
        world.presence.lose("no connection yet");
        QCOMPARE(team.asOfMs(), 0);
        world.presence.tell(team::five());
        QCOMPARE(team.asOfMs(), 0);
        world.clock.set(samples::kNow + 60'000);
        world.presence.lose("the connection was refused");
        QCOMPARE(team.asOfMs(), samples::kNow + 60'000);
        world.clock.set(samples::kNow + 90'000);
        world.presence.lose("the connection timed out");
        QCOMPARE(team.asOfMs(), samples::kNow + 60'000);
        world.presence.tell(team::five());
        QCOMPARE(team.asOfMs(), 0);
        QCOMPARE(changed.count(), 5);
        world.presence.tell(team::five()); // the same again
        QCOMPARE(changed.count(), 5);
    }

    void othersHearOfAPlaceAsTheyKnowIt()
    {
        World world;
        TeamSight team(world.session, world.presence);
        team.look(s("checkout@prod/us-1"));
        team.look(s("nothing@prod/us-1"));
        team.look({});
        QCOMPARE(world.presence.looked, (QList<Whereabouts>{team::at("checkout", "us-1"), {}, {}}));
    }

    void handOver_data()
    {
        QTest::addColumn<QString>("has");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("why"); // empty: recorded
        QTest::newRow("hands over") << s("person-1") << s("p-jo") << QString() << QString();
        QTest::newRow("takes it") << s("p-jo") << s("person-1") << QString() << QString();
        QTest::newRow("gives what is another's")
            << s("p-jo") << s("p-kim") << QString() << s("On call stays as it is: only who is on call hands over");
        QTest::newRow("has it already") << s("person-1") << s("person-1") << QString() << s("on call already");
        QTest::newRow("the log is not known now")
            << s("person-1") << s("p-jo") << s("the store is away") << s("not known here now: the store is away");
    }
    void handOver()
    {
        QFETCH(const QString, has);
        QFETCH(const QString, to);
        QFETCH(const QString, trouble);
        QFETCH(const QString, why);
        World world;
        world.putOnCall(qPrintable(has), "somebody");
        world.book.setTrouble(trouble);
        std::optional<Result<Receipt>> answer;
        astern::handOver(world.session, to, s("Jo Berg"), s("my shift ends"),
                         [&answer](const Result<Receipt> &done) { answer = done; });
        QTRY_VERIFY(answer.has_value());
        QCOMPARE(answer->ok(), why.isEmpty());
        if (!why.isEmpty()) {
            QVERIFY2(answer->error().message.contains(why), qPrintable(answer->error().message));
            QVERIFY(world.journal.log.isEmpty());
            return;
        }
        QVERIFY(world.journal.levels == QList<JournalLevel>{JournalLevel::Shared});
        const std::optional<HandOver> said = readHandOver(world.journal.log.constFirst());
        QVERIFY(said);
        QCOMPARE(said->to, to);
        QCOMPARE(said->toName, s("Jo Berg"));
        QCOMPARE(said->by.person, s("person-1"));
        QCOMPARE(said->generation, onCallOf(world.session).generation + 1);
    }
};

QTEST_GUILESS_MAIN(TestTeam)
#include "tst_team.moc"
