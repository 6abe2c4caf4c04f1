// SPDX-License-Identifier: GPL-3.0-or-later
// A gate before a device comes into the team: what is approved is that very device, and nothing else goes by it.
#include "models/approval/approvaldesk.h"
#include "models/approval/deviceenrol.h"
#include "models/approval/gateanswer.h"
#include "models/approval/localauthority.h"
#include "models/base/uuid7.h"
#include "tests/models/approval/gatefixture.h"
#include "tests/models/journal/journalfixture.h"
#include "tests/support/clocks.h"

#include <QTest>

using namespace astern;
using namespace astern::test;
using gatefixture::actor;
using gatefixture::s;

namespace {

constexpr char kWhy[] = "her new notebook is here";

DeviceEnrolment notebook()
{
    return {.device = s("01920000-0000-7000-8000-00000000000a"),
            .journal = QString(64, QLatin1Char('1')),
            .origin = s("shop.example/journal/w/01920000-0000-7000-8000-00000000000a"),
            .key = s("ed25519:") + QString(64, QLatin1Char('2')),
            .entry = s("01920000-0000-7000-8000-00000000000b"),
            .leaf = QString(64, QLatin1Char('3')),
            .login = s("anna"),
            .signsHeads = false};
}

// "" is as it is; else one thing of it is another.
DeviceEnrolment other(const QString &what)
{
    DeviceEnrolment one = notebook();
    const QHash<QString, QString *> fields{
        {s("device"), &one.device}, {s("journal"), &one.journal}, {s("origin"), &one.origin}, {s("key"), &one.key},
        {s("entry"), &one.entry},   {s("leaf"), &one.leaf},       {s("login"), &one.login}};
    if (QString *field = fields.value(what))
        field->append(QLatin1Char('x'));
    one.signsHeads = what == s("signs_heads");
    return one;
}

Workspace gated(const char *rule = "1 rm author")
{
    Workspace workspace;
    workspace.name = s("shop");
    GateConfig gate = gatefixture::gate(s(rule));
    gate.id = s("new-devices");
    gate.when.acts = {GatedAct::KeyEnrol};
    workspace.gates = {gate};
    return workspace;
}

GateStanding standing(const Workspace &workspace, const DeviceEnrolment &enrolment,
                      const QList<ApprovalRecord> &history = {}, qint64 nowMs = gatefixture::kStart)
{
    return enrolmentGates(workspace, enrolment, history, nowMs).value(0);
}

} // namespace

class TestDeviceEnrolment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsApprovedIsThisDevice_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("words");
        QTest::newRow("the device") << s("device") << s("the device: was ");
        QTest::newRow("its journal") << s("journal") << s("its journal: was ");
        QTest::newRow("its domain") << s("origin") << s("the domain of its log: was ");
        QTest::newRow("its key") << s("key") << s("its key: was ");
        QTest::newRow("the entry") << s("entry") << s("the entry that enrols its key: was ");
        QTest::newRow("its hash") << s("leaf") << s("the hash of that entry: was ");
        QTest::newRow("its login") << s("login") << s("its login: was anna, is annax");
        QTest::newRow("that it signs heads") << s("signs_heads") << s("whether it signs heads: was no, is yes");
    }
    void whatIsApprovedIsThisDevice()
    {
        QFETCH(QString, what);
        QFETCH(QString, words);
        const ApprovalSubject approved = standing(gated(), notebook()).subject;
        const ApprovalSubject now = standing(gated(), other(what)).subject;
        QCOMPARE(approved.digest(), standing(gated(), notebook()).subject.digest());
        QVERIFY(approved.digest() != now.digest());
        QList<SubjectChange> changes = changesOf(approved.toJson(), now.toJson());
        changes.removeIf([](const SubjectChange &change) { return change.field == s("target"); }); // names the device
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.constFirst().field, s("enrol.") + what);
        QVERIFY2(changes.constFirst().words().startsWith(words), qPrintable(changes.constFirst().words()));
        QVERIFY(other(what).use().id != notebook().use().id);
    }

    void readOutOfARequest()
    {
        const QJsonObject subject = standing(gated(), notebook()).subject.toJson();
        QVERIFY(enrolmentIn(subject) == notebook());
        QCOMPARE(notebook().domain(), s("shop.example"));
        QVERIFY(!enrolmentIn(gatefixture::subject().toJson()));
        QVERIFY(!enrolmentIn({}));
        // More than this version knows, which would not be shown.
        QJsonObject more = subject;
        QJsonObject step = more.value(s("steps")).toArray().first().toObject();
        QJsonObject command = step.value(s("command")).toObject();
        command.insert(s("superuser"), true);
        step.insert(s("command"), command);
        more.insert(s("steps"), QJsonArray{step});
        QVERIFY(!enrolmentIn(more));
    }

    void theGatesBeforeIt()
    {
        Workspace workspace = gated();
        workspace.gates.first().when.environments = {s("prod")}; // a device writes everywhere
        workspace.gates.first().when.services = {s("checkout")};
        const GateStanding one = standing(workspace, notebook());
        QCOMPARE(one.gate.id, s("new-devices"));
        QVERIFY(one.gate.approvals.notRequester && !one.gate.approvals.notAuthor); // its author is who asks
        QVERIFY(one.decision.asksPeople);
        QVERIFY(rulesEnrolments(workspace));
        workspace.gates.first().when.acts = {GatedAct::Promote, GatedAct::PolicyEdit};
        QVERIFY(enrolmentGates(workspace, notebook(), {}, gatefixture::kStart).isEmpty());
        QVERIFY(!rulesEnrolments(workspace));
        workspace.permissions = {{.act = GatedAct::KeyEnrol, .roles = {s("rm")}, .at = {}}};
        QVERIFY(rulesEnrolments(workspace));
    }

    // By the one authority, for the reason that it is.
    void theAuthorityAnswers_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("says"); // empty: it may
        QTest::addColumn<bool>("waits");
        QTest::newRow("no gate") << s("no gate") << QString() << false;
        QTest::newRow("nobody has asked") << s("") << s("The gate new-devices is shut. Nobody has asked yet") << true;
        QTest::newRow("no log") << s("no log") << s("The log has not been read yet") << false;
        QTest::newRow("not read yet") << s("unread") << s("The log has not been read yet") << false;
        QTest::newRow("not as it is now")
            << s("trouble") << s("Nobody knows here who approved it: it is away") << false;
        QTest::newRow("a session that only looks") << s("read-only") << s("This session is read-only") << false;
        QTest::newRow("a workspace that does") << s("file read-only") << s("The workspace is read-only") << false;
        QTest::newRow("another role") << s("permission") << s("key-enrol is for admin, and mal proved none") << false;
        QTest::newRow("rules that nobody pinned") << s("team") << s("No administrator has pinned") << false;
    }
    void theAuthorityAnswers()
    {
        QFETCH(QString, what);
        QFETCH(QString, says);
        QFETCH(bool, waits);
        Workspace workspace = gated();
        if (what == s("no gate"))
            workspace.gates.clear();
        if (what == s("permission"))
            workspace.permissions = {{.act = GatedAct::KeyEnrol, .roles = {s("admin")}, .at = {}}};
        workspace.readOnly = what == s("file read-only");
        if (what == s("team")) {
            workspace.journal.team.type = s("postgresql");
            workspace.rulesDigest = QString(64, QLatin1Char('a'));
        }
        const ManualClock clock;
        ApprovalBook book;
        LocalAuthority authority(workspace, actor(s("mal")), clock);
        authority.setReadOnly(what == s("read-only"));
        if (what != s("no log"))
            authority.setApprovals(&book);
        if (what != s("unread"))
            book.setRead();
        if (what == s("trouble"))
            book.setTrouble(s("it is away"));
        const AuthorityAnswer answer = authority.mayEnrol(notebook(), actor(s("mal")));
        QCOMPARE(answer.allowed, says.isEmpty());
        QVERIFY2(answer.reason.startsWith(says), qPrintable(answer.reason));
        QCOMPARE(answer.waits, waits);

        const Draft draft = refusedOfDevice(toString(GatedAct::KeyEnrol), notebook().device, actor(s("mal")),
                                            {.message = answer.reason, .where = answer.where});
        const QJsonObject refused = draft.fields.value(s("refused")).toObject();
        QCOMPARE(draft.kind, s("authority.refused"));
        QCOMPARE(refused.value(s("plan")).toString(), s("key-enrol"));
        QCOMPARE(refused.value(s("device")).toString(), notebook().device);
        QCOMPARE(refused.value(s("reason")).toString(), answer.reason);
        QVERIFY(Uuid7::isValid(draft.saga)); // the team's database takes no other
    }

    // Asked for, signed by another, used up once; another card goes neither by the approval nor by its replay.
    void approvedAndUsedUp()
    {
        QTemporaryDir folder;
        ApprovalBook book;
        auto clock = std::make_shared<SetClock>();
        const auto journal = openedJournal({.folder = folder.filePath(s("journal")),
                                            .markFile = {},
                                            .keys = std::make_shared<MemoryKeys>(),
                                            .clock = clock,
                                            .domain = {}});
        QObject::connect(
            journal.get(), &Journal::appended, journal.get(), [&book](const JournalEntry &entry) { book.take(entry); },
            Qt::DirectConnection);
        book.setRead();
        const ApprovalDesk desk{{.journal = journal.get(), .book = &book, .clock = clock.get(), .level = {}}};
        const Workspace workspace = gated();
        const auto now = [&](const DeviceEnrolment &of) {
            return standing(workspace, of, book.history(), clock->wallMs());
        };
        const auto request =
            await<QString>([&](auto done) { desk.request(now(notebook()), actor(s("ann")), s(kWhy), done); });
        QVERIFY2(request, qPrintable(request ? QString() : request.error().toString()));
        const auto say = [&](const char *who, const DeviceEnrolment &of) {
            return await<Decision>([&](auto done) {
                desk.decide(*request, ApprovalRecord::Verdict::Approve, now(of), actor(s(who)), s(kWhy), done);
            });
        };
        const auto own = say("ann", notebook());
        QVERIFY(!own && own.error().message.contains(s("who asked for it may not approve it")));
        const auto swapped = say("bob", other(s("key"))); // what is on the card is not what was asked for
        QVERIFY(!swapped && swapped.error().message.contains(s("its key: was ")));
        QVERIFY(say("bob", notebook()));
        QVERIFY(now(notebook()).decision.isOpen());

        for (const char *what : {"journal", "origin", "key", "entry", "leaf", "login", "signs_heads"}) {
            const GateStanding replayed = now(other(s(what)));
            QVERIFY2(replayed.decision.state == Decision::State::Void, what);
            QCOMPARE(replayed.decision.changes.size(), 1);
            const auto passed = await<QJsonArray>(
                [&](auto done) { desk.pass({replayed}, other(s(what)).use(), actor(s("ann")), done); });
            QVERIFY2(!passed, what);
        }
        QVERIFY(now(other(s("device"))).decision.request.isEmpty()); // about another one nobody has asked

        const QString use = notebook().use().id;
        QVERIFY(!wereUsedBy(use, {now(notebook())}, book.history()));
        const auto passed = await<QJsonArray>(
            [&](auto done) { desk.pass({now(notebook())}, notebook().use(), actor(s("ann")), done); });
        QVERIFY(passed);
        QVERIFY(wereUsedBy(use, {now(notebook())}, book.history()));
        clock->now += 30LL * 24 * 60 * 60'000;
        QVERIFY(now(notebook()).decision.isOpen()); // what it let go goes on where it stopped, however old
        QVERIFY(!now(other(s("login"))).decision.isOpen());

        // The program died behind that and before the device was taken in: the next one does not give it back.
        desk.giveBackLeft(clock->monoMs(), [](const QString &) { return true; }, actor(s("ann")));
        QVERIFY(entries(*journal)); // behind whatever that wrote
        QVERIFY(wereUsedBy(use, {now(notebook())}, book.history()));

        const Draft draft = enrolmentDraft(notebook(), {now(notebook())});
        QCOMPARE(draft.links.constFirst().leaf, notebook().leaf);
        const QJsonObject let = draft.fields.value(s("approvals")).toArray().first().toObject();
        QCOMPARE(let.value(s("request")).toString(), *request);
        QCOMPARE(let.value(s("approvals")).toArray().size(), 1);
        QVERIFY(!enrolmentDraft(notebook(), {}).fields.contains(s("approvals")));
    }
};

QTEST_GUILESS_MAIN(TestDeviceEnrolment)
#include "tst_deviceenrol.moc"
