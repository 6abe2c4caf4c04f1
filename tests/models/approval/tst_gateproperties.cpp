// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/ballot.h"
#include "models/approval/gatejudge.h"
#include "tests/models/approval/gatefixture.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <map>

using namespace astern;
using namespace astern::gatefixture;

namespace {

using Kind = ApprovalRecord::Kind;
using Standing = ApprovalRecord::Standing;
using Verdict = ApprovalRecord::Verdict;

constexpr int kRounds = 20'000;

template <class T>
const T &oneOf(const QList<T> &list, QRandomGenerator &random)
{
    return list.at(random.bounded(int(list.size())));
}

QString randomGate(QRandomGenerator &random)
{
    QString text = s("%1 rm").arg(1 + random.bounded(3));
    for (const char *word : {"on-call", "requester", "owners", "reason", "hand", "expires=60"}) {
        if (random.bounded(3) == 0)
            text += QLatin1Char(' ') + s(word);
    }
    return text;
}

// Everything that can happen, and what an attacker would write among it.
QString randomHistory(QRandomGenerator &random)
{
    static const QList<QString> people{s("ann"), s("ann2"), s("bob"), s("bob2"), s("cyd"),  s("cyd3"),
                                       s("dan"), s("eve"),  s("fay"), s("mal"),  s("guard")};
    static const QList<QString> oddities{s(""),           s(""),         s(""),       s(""),
                                         s("/forged"),    s("/revoked"), s("/other"), s("/lost"),
                                         s("/elsewhere"), s("/mute"),    s("/at=30"), s("/at=70"),
                                         s("/gen=1"),     s("/gen=2"),   s("/bare"),  s("/unapproved")};
    QStringList words{s("ask=") + oneOf(people, random)};
    const int more = random.bounded(9);
    for (int i = 0; i < more; ++i) {
        const QString who = oneOf(people, random);
        switch (random.bounded(10)) {
        case 0:
            words.append(s("no=") + who + oneOf(oddities, random));
            break;
        case 1:
            words.append(
                s("hand=%1>%2")
                    .arg(who, QString(oneOf(people, random)).remove(QLatin1Char('2')).remove(QLatin1Char('3'))));
            break;
        case 2:
            words.append((random.bounded(2) ? s("use=p") : s("use=q")) + oneOf(oddities, random));
            break;
        case 3:
            words.append(s("back=") + who + oneOf(oddities, random));
            break;
        default:
            words.append(s("yes=") + who + oneOf(oddities, random));
        }
    }
    return words.join(QLatin1Char(' '));
}

// The slow oracle: for each entry of the request, in order, it asks all that came before it anew.
struct Oracle {
    const GateConfig &gate;
    const ApprovalRecord &request;
    QList<ApprovalRecord> list; // of the request, in the log's order
    mutable std::map<std::pair<char, qsizetype>, bool> known = {};

    template <class F>
    bool once(char question, qsizetype i, F answer) const
    {
        const auto key = std::pair(question, i);
        if (const auto found = known.find(key); found != known.end())
            return found->second;
        const bool said = answer();
        known[key] = said;
        return said;
    }

    [[nodiscard]] bool hasRole(const Actor &actor) const
    {
        return std::any_of(actor.roles.begin(), actor.roles.end(),
                           [&](const QString &role) { return gate.approvals.roles.contains(role); });
    }
    [[nodiscard]] static bool same(const Actor &a, const Actor &b)
    {
        return a.person.isEmpty() || b.person.isEmpty() ? a.ref == b.ref : a.person == b.person;
    }
    // Won its generation: no genuine one before it, and before the end, has used as high a one.
    [[nodiscard]] bool wins(qsizetype i) const
    {
        return once('w', i, [&] { return winsNow(i); });
    }
    [[nodiscard]] bool winsNow(qsizetype i) const
    {
        if (list.at(i).standing != Standing::Counts)
            return false;
        for (qsizetype j = 0; j < i; ++j) {
            if (wins(j) && (ends(j) || list.at(j).generation >= list.at(i).generation))
                return false;
        }
        return list.at(i).generation > 0;
    }
    [[nodiscard]] bool isOfThis(qsizetype i) const
    {
        const ApprovalRecord &one = list.at(i);
        return wins(i) && one.linkId == request.id && one.digest == request.digest;
    }
    [[nodiscard]] bool spent(const Actor &actor, qsizetype before) const
    {
        for (qsizetype j = 0; j < before; ++j) {
            if ((seats(j) || hands(j)) && same(actor, list.at(j).actor))
                return true;
        }
        return false;
    }
    [[nodiscard]] const ApprovalRecord *handedTo(const Actor &actor, qsizetype before) const
    {
        for (qsizetype j = 0; j < before; ++j) {
            if (hands(j) && list.at(j).delegateTo == actor.who())
                return &list.at(j);
        }
        return nullptr;
    }
    [[nodiscard]] bool mayAtAll(qsizetype i) const
    {
        const ApprovalRecord &one = list.at(i);
        return isOfThis(i) && one.kind == Kind::Decided && !one.actor.automation && !one.actor.who().isEmpty() &&
               !(gate.approvals.notRequester && same(one.actor, request.actor)) && one.wallMs < request.expiresMs;
    }
    [[nodiscard]] bool hands(qsizetype i) const
    {
        return once('h', i, [&] { return handsNow(i); });
    }
    [[nodiscard]] bool handsNow(qsizetype i) const
    {
        const ApprovalRecord &one = list.at(i);
        if (one.verdict != Verdict::Delegate || !mayAtAll(i) || !gate.delegation || !hasRole(one.actor) ||
            one.delegateTo == one.actor.who() || spent(one.actor, i))
            return false;
        for (qsizetype j = 0; j < i; ++j) {
            if (hands(j) && list.at(j).delegateTo == one.delegateTo)
                return false;
        }
        return true;
    }
    [[nodiscard]] bool seats(qsizetype i) const
    {
        return once('s', i, [&] { return seatsNow(i); });
    }
    [[nodiscard]] bool seatsNow(qsizetype i) const
    {
        const ApprovalRecord &one = list.at(i);
        return one.verdict == Verdict::Approve && mayAtAll(i) && !spent(one.actor, i) &&
               (one.reason || !gate.approvals.reason) && (hasRole(one.actor) || handedTo(one.actor, i));
    }
    [[nodiscard]] bool full(qsizetype before) const
    {
        int count = 0;
        bool owner = !gate.approvals.owners;
        for (qsizetype j = 0; j < before; ++j) {
            if (!seats(j))
                continue;
            ++count;
            const ApprovalRecord *from = hasRole(list.at(j).actor) ? nullptr : handedTo(list.at(j).actor, j);
            owner = owner || list.at(j).actor.roles.contains(s("team-shop")) ||
                    (from && from->actor.roles.contains(s("team-shop")));
        }
        return count >= gate.approvals.count && owner;
    }
    [[nodiscard]] bool rejects(qsizetype i) const
    {
        const ApprovalRecord &one = list.at(i);
        return one.verdict == Verdict::Reject && mayAtAll(i) && (one.reason || !gate.approvals.reason) &&
               (hasRole(one.actor) || handedTo(one.actor, i));
    }
    [[nodiscard]] bool ends(qsizetype i) const
    {
        return once('e', i, [&] { return endsNow(i); });
    }
    [[nodiscard]] bool endsNow(qsizetype i) const
    {
        const ApprovalRecord &one = list.at(i);
        return rejects(i) || (isOfThis(i) && one.verdict == Verdict::Cancelled && same(one.actor, request.actor)) ||
               (isOfThis(i) && one.verdict == Verdict::Used && full(i));
    }
    [[nodiscard]] bool open(qint64 now) const
    {
        for (qsizetype i = 0; i < list.size(); ++i) {
            if (ends(i))
                return list.at(i).verdict == Verdict::Used && list.at(i).plan == s("p");
        }
        return full(list.size()) && now < request.expiresMs;
    }
};

Decision judge(const GateConfig &rule, const QList<ApprovalRecord> &all, const ApprovalSubject &of, qint64 now)
{
    GateFacts facts;
    facts.owner = s("team-shop");
    facts.plan = s("p");
    return judgeGate(rule, of, all, facts, now);
}

} // namespace

// What holds whatever the log says, in whatever order: random histories, an attacker's entries among them.
class TestGateProperties : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oracle();
    void onePersonOneSeat();
    void noEditExecutes();
    void noise();
    void rivals();
    void claimedNamesDecideNothing();
};

void TestGateProperties::oracle()
{
    QRandomGenerator random(1);
    int open = 0;
    for (int round = 0; round < kRounds; ++round) {
        const QString gateText = randomGate(random);
        const QString text = randomHistory(random);
        const GateConfig rule = gatefixture::gate(gateText);
        const QList<ApprovalRecord> all = gatefixture::history(text, rule);
        const qint64 now = kStart + (random.bounded(4) == 0 ? 65 : 40) * kMinute;
        const Oracle oracle{rule, all.constFirst(), all.mid(1)};
        const bool isOpen = judge(rule, all, subject(), now).isOpen();
        QVERIFY2(isOpen == oracle.open(now), qPrintable(gateText + QStringLiteral(" : ") + text));
        open += isOpen;
    }
    // The rounds say something: neither all open nor all shut.
    QVERIFY2(open > kRounds / 50 && open < kRounds / 2, qPrintable(QString::number(open)));
}

void TestGateProperties::onePersonOneSeat()
{
    QRandomGenerator random(2);
    for (int round = 0; round < kRounds; ++round) {
        const QString text = randomHistory(random).remove(s("/bare"));
        const GateConfig rule = gatefixture::gate(randomGate(random));
        QList<ApprovalRecord> all = gatefixture::history(text, rule);
        // In any order of events: places in the log are dealt out anew, generations with them.
        std::shuffle(all.begin() + 1, all.end(), random);
        qint64 generation = 0;
        for (qsizetype i = 1; i < all.size(); ++i) {
            all[i].order = quint64(i + 1);
            all[i].generation = ++generation;
        }
        const Decision decision = judge(rule, all, subject(), kStart + 40 * kMinute);
        QSet<QString> people;
        for (const Seat &seat : decision.seats) {
            for (const QString &person : {seat.person, seat.delegatedBy}) {
                QVERIFY2(person.isEmpty() || !people.contains(person), qPrintable(text));
                people.insert(person);
            }
            people.remove(QString());
            QVERIFY(!rule.approvals.notRequester || seat.person != all.constFirst().actor.who());
            QVERIFY(!seat.role.isEmpty() && rule.approvals.roles.contains(seat.role));
        }
    }
}

void TestGateProperties::noEditExecutes()
{
    QRandomGenerator random(3);
    for (int round = 0; round < kRounds / 4; ++round) {
        const GateConfig rule = gatefixture::gate(randomGate(random));
        const QList<ApprovalRecord> all = gatefixture::history(randomHistory(random), rule);
        ApprovalSubject edited = subject();
        switch (random.bounded(5)) {
        case 0:
            edited.manifest += s("x");
            break;
        case 1:
            edited.steps.append(QJsonObject{{s("id"), round}});
            break;
        case 2:
            edited.policies.insert(s("slo"), QString::number(round));
            break;
        case 3:
            edited.gateDigest = s("rule-2");
            break;
        default:
            edited.rollout += s("x");
        }
        QVERIFY(!judge(rule, all, edited, kStart + 40 * kMinute).isOpen());
    }
}

// Entries that do not count change nothing, wherever they stand; nor does the order in which they are read.
void TestGateProperties::noise()
{
    QRandomGenerator random(4);
    for (int round = 0; round < kRounds / 4; ++round) {
        const GateConfig rule = gatefixture::gate(randomGate(random));
        const QList<ApprovalRecord> all = gatefixture::history(randomHistory(random), rule);
        const auto told = [&](QList<ApprovalRecord> list) {
            const Decision decision = judge(rule, list, subject(), kStart + 40 * kMinute);
            return std::pair(decision.words(), decision.seats);
        };
        QList<ApprovalRecord> genuine = all;
        genuine.removeIf([](const ApprovalRecord &one) { return one.standing != Standing::Counts; });
        QList<ApprovalRecord> shuffled = all;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        QVERIFY(told(all) == told(genuine));
        QVERIFY(told(all) == told(shuffled));
    }
}

// Two who decide the same generation, in either order: exactly one of them is heard.
void TestGateProperties::rivals()
{
    const GateConfig rule = gatefixture::gate(s("1 rm"));
    for (const auto &[first, second] :
         {std::pair("yes=bob/gen=1", "no=cyd/gen=1"), std::pair("no=cyd/gen=1", "yes=bob/gen=1"),
          std::pair("yes=bob/gen=1", "back=ann/gen=1"), std::pair("yes=bob/gen=1", "yes=cyd/gen=1")}) {
        const QString text = s("ask=ann %1 %2").arg(s(first), s(second));
        const QList<ApprovalRecord> all = gatefixture::history(text, rule);
        const Decision decision = judge(rule, all, subject(), kStart + kMinute);
        QCOMPARE(decision.discounted.size(), 1);
        QCOMPARE(decision.isOpen(), s(first).startsWith(s("yes")));
    }
}

// Whatever a device says people are called, of records that have a name of their own and of those that have none: it is
// shown, and no gate with `author` opens or shuts by it.
void TestGateProperties::claimedNamesDecideNothing()
{
    QRandomGenerator random(5);
    static const QStringList claims{s("ann"), s("bob"), s("cyd"), s("mal"), s("p-bob"), s("person-x")};
    const QList<QStringList> authors{{s("ann")}, {s("bob"), s("p-cyd")}, {s("person-x")}, {s("Mal")}};
    for (int round = 0; round < kRounds / 4; ++round) {
        GateConfig rule = gatefixture::gate(randomGate(random));
        rule.approvals.notAuthor = true;
        QList<ApprovalRecord> all = gatefixture::history(randomHistory(random), rule);
        for (ApprovalRecord &record : all) {
            if (random.bounded(2)) // as of another device in a team
                record.actor.name.clear();
        }
        const GateFacts facts{.authors = oneOf(authors, random), .owner = s("team-shop"), .plan = s("p")};
        const auto judged = [&] {
            Decision decision = judgeGate(rule, subject(), all, facts, kStart + 40 * kMinute);
            const QString asked = std::exchange(decision.requesterName, QString());
            if (!decision.request.isEmpty() && asked != shownName(all.constFirst()))
                qFatal("not the name that is to be shown");
            for (Seat &seat : decision.seats)
                seat.name = seat.delegatedByName = QString();
            decision.reason.clear(); // these say who
            decision.discounted.clear();
            return decision;
        };
        const Decision without = judged();
        for (ApprovalRecord &record : all)
            record.claimedName = oneOf(claims, random);
        QVERIFY(judged() == without);
    }
}

QTEST_GUILESS_MAIN(TestGateProperties)
#include "tst_gateproperties.moc"
