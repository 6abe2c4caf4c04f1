// SPDX-License-Identifier: GPL-3.0-or-later
// Commands on plain Deployments while the server misbehaves: what is refused is refused once, what was not sent is
// said not to be sent, what is in doubt is read back, and nothing changes the world twice.
#include "tests/connectors/kubernetes/deploymentrig.h"
#include "tests/connectors/kubernetes/troubles.h"

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using Kind = Error::Kind;

namespace {

bool isPatch(const FakeRequest &request) { return request.method == "PATCH"; }

// One of each command, each on a server of its own, so that slow troubles are slow once.
struct All {
    std::map<DeliveryAction, std::unique_ptr<DeploymentRig>> rigs;

    All()
    {
        for (const DeliveryAction action : {DeliveryAction::Pause, DeliveryAction::Resume, DeliveryAction::Undo})
            rigs.emplace(action, std::make_unique<DeploymentRig>(action == DeliveryAction::Resume));
    }
    void read()
    {
        for (const auto &[action, rig] : rigs)
            rig->beginRead();
        for (const auto &[action, rig] : rigs)
            QVERIFY(rig->wait([&rig = rig] { return rig->seen.has_value(); }));
    }
    void send()
    {
        for (const auto &[action, rig] : rigs)
            rig->beginSend(action);
        for (const auto &[action, rig] : rigs)
            QVERIFY2(rig->wait([&rig = rig] { return rig->answered.has_value(); }), qPrintable(toString(action)));
    }
};

// How often a request leaves that gets this answer each time. What is certainly no is asked once; what may get
// through is asked three times under its guard, and once more where the connection may just have been an old one.
int triesOf(const Trouble &trouble)
{
    const FakeReply &reply = trouble.reply;
    if (reply.noAnswer)
        return reply.end == FakeReply::End::Reset ? 4 : 3;
    const bool broken = reply.end == FakeReply::End::Close && reply.contentLength > 0;
    return reply.status == 429 || reply.status == 504 || broken ? 3 : 1;
}

QList<Trouble> ofCommands()
{
    QList<Trouble> all = troubles() + passing();
    all.removeIf([](const Trouble &one) {
        // Somebody else was faster: a test of its own. Something that speaks no HTTP: the transport's test.
        return one.kind == Kind::Conflict || !one.reply.raw.isEmpty();
    });
    all.append({"410", FakeReply::json(status(410, "Gone", "the requested resource is gone"), 410),
                BackendHealth::State::Retrying, Kind::Gone, "the requested resource is gone", "Look at it again"});
    return all;
}

void addRows(const QList<Trouble> &all)
{
    QTest::addColumn<Trouble>("trouble");
    for (const Trouble &one : all)
        QTest::newRow(one.name) << one;
}

} // namespace

Q_DECLARE_METATYPE(Trouble)

class TestDeployments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodPath()
    {
        All all;
        all.read();
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            QVERIFY2(*rig->answered, qPrintable(rig->answered->ok() ? QString() : rig->answered->error().toString()));
            QCOMPARE((*rig->answered)->resourceVersion, rig->version());
            QCOMPARE(rig->api.patches().size(), 1);
        }
    }

    void answeredWrongly_data() { addRows(ofCommands()); }
    void answeredWrongly()
    {
        QFETCH(Trouble, trouble);
        All all;
        all.read();
        for (const auto &[action, rig] : all.rigs) {
            rig->answer([&trouble](const FakeRequest &request) {
                return isPatch(request) ? std::optional(trouble.reply) : std::nullopt;
            });
        }
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            const QList<FakeRequest> patches = rig->api.patches();
            QVERIFY2(patches.size() == triesOf(trouble),
                     qPrintable(s("%1: %2 times").arg(toString(action)).arg(patches.size())));
            // The same request each time, under the same guard and for the same intent.
            for (const FakeRequest &patch : patches) {
                QCOMPARE(patch.body, patches.first().body);
                QVERIFY(patch.body.contains("\"" + rig->version().toUtf8() + "\""));
                QCOMPARE(patch.headers.value("astern-intent"), QByteArray("saga:1:1"));
            }
            if (trouble.kind == Kind::Malformed) {
                // "Yes", in words that cannot be read: taken for accepted and no more; the effect is read back.
                QVERIFY(*rig->answered);
                QVERIFY((*rig->answered)->resourceVersion.isEmpty());
                continue;
            }
            QVERIFY2(!*rig->answered, qPrintable(toString(action)));
            checkError(rig->answered->error(), int(trouble.kind),
                       trouble.kind == Kind::NotFound ? QString() : s(trouble.said), s(trouble.advice));
            QVERIFY(!rig->answered->error().notSent);
        }
        // What it is now can be read, and is as it was.
        for (const auto &[action, rig] : all.rigs) {
            rig->api.intercept = nullptr;
            rig->commands->signInAgain(); // a 401 stops all requests until somebody does
        }
        all.read();
        for (const auto &[action, rig] : all.rigs) {
            QVERIFY2(*rig->seen, qPrintable(rig->seen->ok() ? QString() : rig->seen->error().toString()));
            QCOMPARE((*rig->seen)->desired.paused, action == DeliveryAction::Resume);
            QCOMPARE((*rig->seen)->desired.manifest.version(), s("v3"));
        }
    }

    void readWrongly_data()
    {
        QTest::addColumn<bool>("history");
        QTest::addColumn<Trouble>("trouble");
        QList<Trouble> all = troubles() + passing();
        all.removeIf([](const Trouble &one) { return !one.reply.raw.isEmpty(); });
        for (const bool history : {false, true}) {
            for (const Trouble &one : std::as_const(all))
                QTest::addRow("%s: %s", history ? "history" : "object", one.name) << history << one;
        }
    }
    // Before anything is sent the object is read: what cannot be read is not changed.
    void readWrongly()
    {
        QFETCH(bool, history);
        QFETCH(Trouble, trouble);
        All all;
        for (const auto &[action, rig] : all.rigs) {
            rig->answer([history, &trouble](const FakeRequest &request) {
                const bool sets = request.path == kDeploymentSets;
                return !isPatch(request) && sets == history ? std::optional(trouble.reply) : std::nullopt;
            });
        }
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            // Without the right to list ReplicaSets a pause is still possible.
            if (history && trouble.kind == Kind::NotPermitted && action != DeliveryAction::Undo) {
                QVERIFY(*rig->answered);
                continue;
            }
            QVERIFY2(!*rig->answered, qPrintable(toString(action)));
            checkError(rig->answered->error(), int(trouble.kind),
                       trouble.kind == Kind::NotFound ? QString() : s(trouble.said), s(trouble.advice));
            QVERIFY(rig->answered->error().notSent || trouble.kind == Kind::NotPermitted);
            QVERIFY(rig->api.patches().isEmpty());
        }
    }

    // A revision that is kept but cannot be read is not "no revision: choose another one".
    void spoiledRevision()
    {
        DeploymentRig rig;
        for (QJsonObject &set : rig.api.sets) {
            if (set[s("metadata")][s("name")].toString() == s("web-8495bd79f9"))
                set[s("spec")] = QJsonObject{{s("template"), QJsonObject{{s("spec"), s("none")}}}};
        }
        rig.beginSend(DeliveryAction::Undo);
        QVERIFY(rig.wait([&] { return rig.answered.has_value(); }));
        QVERIFY(!*rig.answered);
        checkError(rig.answered->error(), int(Kind::Malformed),
                   s("web has no revision 3 that can be read: the ReplicaSet web-8495bd79f9 cannot be understood: "
                     "spec.template.spec: "),
                   s("proxy"));
        QVERIFY(rig.api.patches().isEmpty());
    }

    void nobodyThere_data()
    {
        QTest::addColumn<bool>("wasRead");
        QTest::newRow("gone before it was read") << false;
        QTest::newRow("gone after it was read") << true;
    }
    void nobodyThere()
    {
        QFETCH(bool, wasRead);
        All all;
        for (const auto &[action, rig] : all.rigs)
            rig->api.closesConnections = true;
        if (wasRead)
            all.read();
        for (const auto &[action, rig] : all.rigs)
            rig->api.server.stop();
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            QVERIFY(!*rig->answered);
            checkError(rig->answered->error(), int(Kind::Unreachable), s("Nothing answers for prod-eu at 127.0.0.1"),
                       s("Check that it runs"));
            QVERIFY(rig->answered->error().notSent);
            QVERIFY(rig->api.patches().isEmpty());
            rig->api.server.listen();
        }
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            QVERIFY(*rig->answered);
            QCOMPARE(rig->api.patches().size(), 1);
        }
    }

    void lostAnswer_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::newRow("reset") << FakeReply::silent(FakeReply::End::Reset);
        QTest::newRow("hangs") << FakeReply::silent(FakeReply::End::Hang);
        QTest::newRow("a proxy gave up") << FakeReply::text(504, "");
        QTest::newRow("broken off") << brokenOff();
    }
    // Obeyed, but nobody heard it: the guard refuses the repetition, and that is understood as our own echo.
    void lostAnswer()
    {
        QFETCH(FakeReply, reply);
        All all;
        all.read();
        for (const auto &[action, rig] : all.rigs) {
            rig->obey();
            rig->api.loseAnswers = 1;
            rig->api.lostAs = reply;
        }
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            QVERIFY2(*rig->answered, qPrintable(rig->answered->ok() ? QString() : rig->answered->error().toString()));
            QCOMPARE(rig->api.patches().size(), 2);
            QCOMPARE(rig->version().toInt(), 1002); // changed once
            QVERIFY(!(*rig->answered)->changedNothing);
        }
    }

    void refusedAfterALostAnswer_data()
    {
        QList<Trouble> all = ofCommands();
        all.removeIf([](const Trouble &one) { return one.reply.status < 400 || one.reply.status >= 500; });
        addRows(all);
    }
    // Obeyed, unheard, and refused when it was repeated: that is no refusal, but a doubt.
    void refusedAfterALostAnswer()
    {
        QFETCH(Trouble, trouble);
        All all;
        all.read();
        for (const auto &[action, rig] : all.rigs) {
            rig->api.loseAnswers = 1;
            rig->api.lostAs = FakeReply::text(504, "");
            rig->answer([&trouble, patches = 0](const FakeRequest &request) mutable {
                return isPatch(request) && ++patches > 1 ? std::optional(trouble.reply) : std::nullopt;
            });
        }
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            QVERIFY(!*rig->answered);
            checkError(rig->answered->error(), int(Kind::Unreachable), s("The answer of the first try was lost, and"),
                       s(trouble.advice));
            QVERIFY(!rig->answered->error().notSent);
        }
    }

    // A state flag is set on whatever the object has become; an older template only on what was seen.
    void somebodyWasFaster()
    {
        All all;
        all.read();
        for (const auto &[action, rig] : all.rigs)
            rig->api.meddle(1);
        all.send();
        for (const auto &[action, rig] : all.rigs) {
            const bool undo = action == DeliveryAction::Undo;
            QCOMPARE(rig->api.patches().size(), undo ? 1 : 2);
            QCOMPARE(rig->answered->ok(), !undo);
            if (undo)
                checkError(rig->answered->error(), int(Kind::Conflict), s("Somebody else changed the object first"),
                           s("Look at it again, then decide"));
        }
    }
    void somebodyIsAlwaysFaster()
    {
        DeploymentRig rig;
        rig.api.meddle(1'000);
        rig.beginSend(DeliveryAction::Pause);
        QVERIFY(rig.wait([&] { return rig.answered.has_value(); }));
        QVERIFY(!*rig.answered);
        checkError(rig.answered->error(), int(Kind::Conflict), s("kept changing"), s("Try again"));
        QCOMPARE(rig.api.patches().size(), 5);
    }
};

QTEST_GUILESS_MAIN(TestDeployments)
#include "tst_deployments.moc"
