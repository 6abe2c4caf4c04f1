// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/unleash/unleash.h"
#include "tests/support/fakedoors.h"

#include <QTest>

// What the connector does on any server that speaks Unleash's admin API: the real one, and the sandbox's.
class FlagContract : public QObject {
    Q_OBJECT
protected:
    // Of a server that was started by initTestCase() of the test.
    [[nodiscard]] virtual QUrl server() const = 0;
    [[nodiscard]] virtual QByteArray token() const = 0;

    void open()
    {
        m_config = {.id = QStringLiteral("flags"),
                    .type = QStringLiteral("unleash"),
                    .url = server(),
                    .token = {QString::fromLatin1(token())},
                    .pollMs = 500};
        auto made = astern::connectors::makeUnleashFlags(m_config, {}, m_clock);
        QVERIFY(made);
        m_flags.reset(made->release());
    }
    void close() { m_flags.reset(); }

private:
    using State = astern::FlagState;
    using Action = astern::FlagAction;

    [[nodiscard]] static astern::FlagRef ref(const char *name, const char *environment = "production")
    {
        return {QStringLiteral("flags"), QStringLiteral("default"), QLatin1String(name), QLatin1String(environment)};
    }
    template <class T, class Ask>
    static astern::Result<T> wait(Ask ask)
    {
        std::optional<astern::Result<T>> answer;
        ask([&answer](const astern::Result<T> &result) { answer = result; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000); }();
        return answer ? *answer : astern::Result<T>(astern::Error{.message = QStringLiteral("no answer")});
    }
    [[nodiscard]] astern::Result<State> tryRead(const astern::FlagRef &flag)
    {
        return wait<State>([&](auto done) { m_flags->read(flag, done); });
    }
    [[nodiscard]] State read(const char *name)
    {
        const auto state = tryRead(ref(name));
        return state ? *state : State{.unknownReason = state.error().toString()};
    }
    [[nodiscard]] astern::Result<astern::Accepted> apply(const char *name, Action action, int percent = -1)
    {
        const auto key = wait<astern::LoggedIntent>([&](auto done) {
            m_journal.appendIntent({.kind = QStringLiteral("rollback.intent")}, QStringLiteral("saga:flag:1"), done);
        });
        return wait<astern::Accepted>([&](auto done) { m_flags->apply(*key, {action, ref(name), percent}, done); });
    }
    // What somebody else does on the server: the status.
    int raw(const char *method, const char *path, const QByteArray &body = {})
    {
        astern::connectors::HttpOptions options{.name = QStringLiteral("raw")};
        options.credentials = [this] {
            return astern::connectors::HttpHeaders{{QByteArray("Authorization"), token()}};
        };
        astern::connectors::HttpClient client(options);
        astern::connectors::HttpRequest request{.method = method};
        request.url =
            server().resolved(QUrl(QLatin1String("/api/admin/projects/default/features") + QLatin1String(path)));
        request.headers = {{"Content-Type", "application/json"}};
        request.body = body;
        request.idempotency = astern::Idempotency::Unsafe;
        astern::connectors::HttpJob *job = client.send(request);
        int status = 0;
        bool over = false;
        connect(job, &astern::connectors::HttpJob::finished, this, [&] {
            status = job->status();
            over = true;
        });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(over, 30'000); }();
        return status;
    }
    void make(const char *name)
    {
        QCOMPARE(raw("POST", "", QByteArray("{\"name\":\"") + name + "\",\"type\":\"release\"}"), 201);
    }

    astern::SystemClock m_clock;
    astern::BackendConfig m_config;
    astern::FakeJournal m_journal;
    std::unique_ptr<astern::FlagBackend> m_flags;

private Q_SLOTS:
    void itListsTheFlagsOfAProject()
    {
        make("list-a");
        make("list-b");
        const auto all = wait<QList<State>>(
            [&](auto done) { m_flags->list(QStringLiteral("default"), QStringLiteral("production"), done); });
        QVERIFY2(all, qPrintable(all ? QString() : all.error().toString()));
        QStringList names;
        for (const State &state : *all) {
            QVERIFY(state.observedMs > 0);
            names.append(state.ref.name);
        }
        QVERIFY(names.contains(QLatin1String("list-a")) && names.contains(QLatin1String("list-b")));
        const auto none = wait<QList<State>>(
            [&](auto done) { m_flags->list(QStringLiteral("default"), QStringLiteral("moon"), done); });
        QVERIFY(none && none->isEmpty());
    }

    // The server would let everybody in.
    void onWithoutAStrategyIsRefused()
    {
        make("bare");
        const State before = read("bare");
        QVERIFY2(before.unknownReason.isEmpty(), qPrintable(before.unknownReason));
        QCOMPARE(before.on, false);
        QCOMPARE(before.strategies, 0);
        QVERIFY(!before.percent);
        QVERIFY(m_flags->capability(Action::On, before).support == astern::Support::Impossible);
        const auto refused = apply("bare", Action::On);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), QStringLiteral("refused"));
        QVERIFY(refused.error().notSent);
        QCOMPARE(read("bare").strategies, 0);
        QCOMPARE(read("bare").on, false);
    }

    void thePercentageIsThereBeforeItGoesOn()
    {
        make("staged");
        QVERIFY(m_flags->capability(Action::SetPercent, read("staged")).idempotency == astern::Idempotency::Unsafe);
        QVERIFY(apply("staged", Action::SetPercent, 10));
        State now = read("staged");
        QCOMPARE(now.on, false);
        QCOMPARE(now.percent, std::optional(10));
        const QString digestOff = now.digest;
        QVERIFY(m_flags->capability(Action::On, now).idempotency == astern::Idempotency::Safe);
        QVERIFY(apply("staged", Action::On));
        now = read("staged");
        QCOMPARE(now.on, true);
        QCOMPARE(now.percent, std::optional(10));
        QCOMPARE(now.strategies, 1);
        QVERIFY(now.digest != digestOff);
        // Who and when, where the server tells.
        QVERIFY(now.lastChange);
        QCOMPARE(now.lastChange->what, QStringLiteral("switched on"));
        QVERIFY(!now.lastChange->by.isEmpty());
        QVERIFY(std::abs(now.lastChange->atMs - m_clock.wallMs()) < 600'000);

        const QString strategy = now.strategyId;
        QVERIFY(apply("staged", Action::SetPercent, 25));
        now = read("staged");
        QCOMPARE(now.percent, std::optional(25));
        QCOMPARE(now.strategyId, strategy);
        QCOMPARE(now.strategies, 1);
        QCOMPARE(now.on, true);

        QVERIFY(apply("staged", Action::Off));
        QCOMPARE(read("staged").on, false);
        const auto again = apply("staged", Action::Off);
        QVERIFY(again && again->changedNothing);
        QVERIFY(apply("staged", Action::On));
        QCOMPARE(read("staged").digest, now.digest);
    }

    void percentagesAreWholeFrom0To100_data()
    {
        QTest::addColumn<int>("percent");
        for (const int percent : {-1, 101, 250})
            QTest::addRow("%d", percent) << percent;
    }
    void percentagesAreWholeFrom0To100()
    {
        QFETCH(int, percent);
        const auto refused = apply("staged", Action::SetPercent, percent);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), QStringLiteral("invalid"));
        QVERIFY(refused.error().notSent);
        QCOMPARE(read("staged").percent, std::optional(25));
    }
    void theEndsOfTheRangeAreAllowed()
    {
        for (const int percent : {0, 100, 25}) {
            QVERIFY(apply("staged", Action::SetPercent, percent));
            QCOMPARE(read("staged").percent, std::optional(percent));
        }
    }

    // The server keeps it without a word.
    void nonsenseOfOthersIsSaid()
    {
        make("nonsense");
        QCOMPARE(raw("POST", "/nonsense/environments/production/strategies",
                     R"({"name":"flexibleRollout","parameters":{"rollout":"abc","stickiness":"default"}})"),
                 200);
        const State now = read("nonsense");
        QVERIFY(!now.percent);
        QVERIFY2(now.decides.contains(QLatin1String("abc")), qPrintable(now.decides));
        QVERIFY(apply("nonsense", Action::SetPercent, 5));
        QCOMPARE(read("nonsense").percent, std::optional(5));
    }

    void severalStrategiesAreNotTouched()
    {
        make("several");
        for (int i = 0; i < 2; ++i)
            QCOMPARE(raw("POST", "/several/environments/production/strategies",
                         R"({"name":"flexibleRollout","parameters":{"rollout":"5","stickiness":"default"}})"),
                     200);
        const State before = read("several");
        QCOMPARE(before.strategies, 2);
        QVERIFY(!before.percent);
        const auto refused = apply("several", Action::SetPercent, 50);
        QVERIFY(!refused && refused.error().notSent);
        QCOMPARE(read("several").digest, before.digest);
        QVERIFY(apply("several", Action::On)); // and off, too, work as ever
        QCOMPARE(read("several").on, true);
    }

    void driftIsWhatChangedSinceASnapshot()
    {
        make("drift");
        QVERIFY(apply("drift", Action::SetPercent, 10));
        const QList<State> then{read("drift"), read("staged")};
        const astern::FlagSnapshot snapshot = astern::snapshotOf(then, m_clock.wallMs());
        QCOMPARE(astern::drift(snapshot, {read("staged"), read("drift")}).size(), 0);
        QVERIFY(apply("drift", Action::On));
        const QList<astern::FlagDrift> drifted = astern::drift(snapshot, {read("staged"), read("drift")});
        QCOMPARE(drifted.size(), 1);
        QCOMPARE(drifted.first().ref, ref("drift"));
        QCOMPARE(drifted.first().from, QStringLiteral("off"));
        QVERIFY(drifted.first().to.startsWith(QLatin1String("on, ")));
        QVERIFY(drifted.first().lastChange);
    }

    void whatIsNotThereIsSaid()
    {
        const auto noFlag = tryRead(ref("nothing"));
        QVERIFY(!noFlag);
        QCOMPARE(noFlag.error().code(), QStringLiteral("not-found"));
        const auto noEnvironment = tryRead(ref("staged", "moon"));
        QVERIFY(!noEnvironment);
        QCOMPARE(noEnvironment.error().code(), QStringLiteral("not-found"));
        QVERIFY(noEnvironment.error().hint.contains(QLatin1String("production")));
        const auto changed = apply("nothing", Action::Off);
        QVERIFY(!changed && changed.error().notSent);
    }

    void theSourceTellsOfEachRound()
    {
        auto source = astern::connectors::makeUnleashSource(m_config, {}, m_clock);
        QList<astern::FlagBatch> batches;
        astern::BackendHealth health;
        connect(source.get(), &astern::FlagSource::told, this,
                [&](const astern::FlagBatch &batch) { batches.append(batch); });
        connect(source.get(), &astern::FlagSource::healthChanged, this,
                [&](const astern::BackendHealth &now) { health = now; });
        source->watch({ref("nothing"), ref("staged")});
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(batches.size() >= 2, 30'000);
        QCOMPARE(batches.last().backend, QStringLiteral("flags"));
        QCOMPARE(batches.last().flags.size(), 2);
        QVERIFY(!batches.last().flags.first().unknownReason.isEmpty());
        QCOMPARE(batches.last().flags.last().percent, std::optional(25));
        QVERIFY(batches.last().flags.last().lastChange);
        QVERIFY(health.state == astern::BackendHealth::State::Live);
        QVERIFY(health.reason.contains(QLatin1String("nothing")));
        const bool before = batches.last().flags.last().on;
        QVERIFY(apply("staged", before ? Action::Off : Action::On));
        QTRY_COMPARE_WITH_TIMEOUT(batches.last().flags.last().on, !before, 30'000);
    }

    void theConnectionCanBeTested()
    {
        auto test = astern::connectors::makeUnleashTest(m_config, {}, m_clock);
        QVERIFY(test);
        astern::ConnectionReport report;
        (*test)->start([&](const astern::ConnectionReport &told) { report = told; });
        QTRY_VERIFY_WITH_TIMEOUT(report.complete, 30'000);
        for (const char *id : {"answer", "may-flags", "may-changes"}) {
            const auto line = std::find_if(report.lines.cbegin(), report.lines.cend(),
                                           [id](const auto &each) { return each.id == QLatin1String(id); });
            QVERIFY2(line != report.lines.cend(), id);
            QVERIFY2(line->state == astern::ConnectionLine::State::Good, qPrintable(line->words));
        }
    }

    void anArchivedFlagIsLeftAlone()
    {
        make("old");
        QCOMPARE(raw("DELETE", "/old"), 202);
        const auto refused = apply("old", Action::Off);
        QVERIFY(!refused || refused->changedNothing);
        QVERIFY(!apply("old", Action::SetPercent, 5));
    }
};
