// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/act.h"
#include "models/views/entriesmodel.h"
#include "tests/support/places.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace astern;
using Tone = EntryRow::Tone;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

JournalEntry entry(const QString &kind)
{
    JournalEntry one;
    one.kind = kind;
    one.wallMs = 1'764'000'000'000;
    one.payload.insert(
        s("subject"),
        QJsonObject{{s("service"), s("checkout")}, {s("environment"), s("prod")}, {s("cell"), s("eu-1")}});
    one.payload.insert(s("actor"), QJsonObject{{s("ref"), s("p-1")}});
    one.personal.insert(s("actor.name"), s("jo"));
    return one;
}

JournalEntry with(const char *kind, const char *object, const QJsonObject &fields)
{
    JournalEntry one = entry(s(kind));
    one.payload.insert(s(object), fields);
    return one;
}

JournalEntry act(const guard::Act::What &what, guard::Act::Because because = guard::Act::Because::Step,
                 const char *decidedBy = "")
{
    guard::Act one;
    one.what = what;
    one.because = because;
    one.decidedBy = s(decidedBy);
    one.policyId = s("checkout-slo");
    one.reasons = {s("errors: confirmed")};
    JournalEntry entry = ::entry(s("guard.") + one.name());
    entry.payload.insert(s("act"), toJson(one));
    return entry;
}

// Every kind that a source file of the program names where it writes one down; families and acts are made out of parts.
QStringList writtenKinds()
{
    static const QRegularExpression kind(s("QStringLiteral\\(\"([a-z]+\\.[a-z-]+)\"\\)"));
    static const QRegularExpression part(s("kindFamily\\([^;]*QStringLiteral\\(\"(\\.[a-z]+)\"\\)"));
    QStringList all;
    for (const char *folder : {"models", "app", "connectors"}) {
        QDirIterator files(test::sourcePath(folder), {s("*.cpp"), s("*.h")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("a source cannot be read");
            const QString text = QString::fromUtf8(file.readAll());
            if (!text.contains(s("Draft")) && !text.contains(s("record(")))
                continue;
            for (auto found = part.globalMatch(text); found.hasNext();) {
                const QString ending = found.next().captured(1);
                all.append({s("rollback") + ending, s("promotion") + ending});
            }
            const QStringList lines = text.split(QLatin1Char('\n'));
            for (qsizetype i = 0; i < lines.size(); ++i) {
                // What is written is told by "kind" or is handed to record(), perhaps on the line before.
                const QString near = (i > 0 ? lines.at(i - 1) : QString()) + lines.at(i);
                const bool writes = near.contains(s("kind"), Qt::CaseInsensitive) || near.contains(s("record(")) ||
                                    near.contains(s("Intent"));
                for (auto found = kind.globalMatch(lines.at(i)); writes && found.hasNext();)
                    all.append(found.next().captured(1));
            }
        }
    }
    for (const guard::Act::What &what :
         {guard::Act::What(policy::Hold()), guard::Act::What(policy::Shrink()), guard::Act::What(policy::Mitigate()),
          guard::Act::What(policy::Rollback()), guard::Act::What(policy::Notify()), guard::Act::What(policy::Page()),
          guard::Act::What(policy::Ask()), guard::Act::What(guard::Freeze()), guard::Act::What(guard::Release()),
          guard::Act::What(guard::Withdraw())}) {
        guard::Act one;
        one.what = what;
        all.append(s("guard.") + one.name());
    }
    static_assert(std::variant_size_v<guard::Act::What> == 10, "a new act belongs into this list, and into words");
    all.removeDuplicates();
    all.sort();
    return all;
}

} // namespace

// Whoever reads the log reads sentences: who, what and why; the place stands beside them.
class EntryWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasWords_data()
    {
        QTest::addColumn<QString>("kind");
        const QStringList kinds = writtenKinds();
        // That the sources were understood at all.
        for (const char *known :
             {"rollback.intent",     "promotion.outcome",     "rollback.ended",    "rollback.attempt",
              "campaign.intent",     "campaign.outcome",      "guard.outcome",     "guard.answer",
              "guard.recovery",      "guard.rollback",        "verdict.changed",   "automation.held",
              "automation.released", "workspace.changed",     "workspace.refused", "rationale.late",
              "journal.genesis",     "journal.verify-failed", "key.enrol",         "clock.step"})
            QVERIFY2(kinds.contains(s(known)), known);
        for (const QString &kind : kinds)
            QTest::newRow(qPrintable(kind)) << kind;
    }
    void everyKindHasWords()
    {
        QFETCH(const QString, kind);
        const EntryRow row = describeEntry(entry(kind));
        const bool ofOutcome = kind.endsWith(s(".outcome")) && !kind.startsWith(s("guard."));
        QVERIFY2(row.text != kind, qPrintable(row.text));
        QVERIFY(ofOutcome || row.text.contains(QLatin1Char(' ')));
        QCOMPARE(row.place, s("checkout prod/eu-1"));
    }

    void sentences_data()
    {
        QTest::addColumn<JournalEntry>("entry");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("tone");
        const auto row = [](const char *name, const JournalEntry &entry, const char *text, Tone tone = Tone::Plain) {
            QTest::newRow(name) << entry << s(text) << int(tone);
        };
        using Because = guard::Act::Because;
        JournalEntry intent = with("rollback.intent", "decision", {{s("title"), s("Switch the flag new-flow off")}});
        intent.personal.insert(s("rationale"), s("errors at 3 %"));
        row("an intent", intent, "jo: Switch the flag new-flow off – errors at 3 %");
        row("holds", act(policy::Hold()), "Policy checkout-slo holds the rollout – errors: confirmed");
        row("a flag", act(policy::Mitigate{.flag = s("new-flow"), .set = s("off"), .config = {}, .apply = {}}),
            "Policy checkout-slo sets the flag new-flow to off – errors: confirmed");
        row("a configuration", act(policy::Mitigate{.flag = {}, .set = {}, .config = s("base"), .apply = s("safe")}),
            "Policy checkout-slo restores the configuration base – errors: confirmed");
        row("rolls back", act(policy::Rollback()), "Policy checkout-slo rolls back – errors: confirmed", Tone::Bad);
        row("a person decided", act(policy::Rollback(), Because::Answered, "p-1"),
            "Policy checkout-slo rolls back – decided by p-1; errors: confirmed", Tone::Bad);
        row("pages", act(policy::Page{.to = s("oncall")}, Because::NotConfirmed),
            "Policy checkout-slo pages oncall – the rollback was not confirmed; errors: confirmed");
        row("asks", act(policy::Ask{.to = s("oncall"), .timeoutMs = 1, .otherwise = {}}, Because::RollbackUnsafe),
            "Policy checkout-slo asks oncall what to do – a rollback is not safe here by itself; errors: confirmed");
        row("freezes", act(guard::Freeze(), Because::NobodyAnswered),
            "Policy checkout-slo freezes it: nothing is promoted until a person lifts that – nobody answered in time; "
            "errors: confirmed",
            Tone::Bad);
        row("goes on", act(guard::Release(), Because::Healthy),
            "Policy checkout-slo lets the rollout go on – it is healthy again; errors: confirmed");
        row("done", with("guard.outcome", "outcome", {{s("result"), s("confirmed")}, {s("observed"), s("paused")}}),
            "What the policy did: done: paused", Tone::Good);
        row("recovered", with("guard.recovery", "recovery", {{s("result"), s("recovered")}}),
            "Rolled back, and healthy again", Tone::Good);
        row("not recovered", with("guard.recovery", "recovery", {{s("result"), s("failed")}}),
            "Rolled back and still not healthy: people were told", Tone::Bad);
        row("not possible", with("guard.outcome", "outcome", {{s("result"), s("not_possible")}}),
            "What the policy did: not possible here");
        row("no outcome", with("guard.outcome", "outcome", {{s("result"), s("timed_out")}}),
            "What the policy did: no outcome in time", Tone::Doubt);
        row("failed", with("guard.outcome", "outcome", {{s("result"), s("failed")}}), "What the policy did: failed",
            Tone::Bad);
        row("an answer", with("guard.answer", "answer", {{s("choice"), 1}, {s("by"), s("p-7")}}),
            "p-7 answered the policy's question: roll back");
        row("failing",
            with("verdict.changed", "verdict",
                 {{s("policy"), s("checkout-slo")},
                  {s("class"), s("systemic")},
                  {s("reasons"), QJsonArray{s("errors: confirmed"), s("slow: confirmed")}}}),
            "Policy checkout-slo says failing – errors: confirmed, slow: confirmed", Tone::Bad);
        row("healthy",
            with("verdict.changed", "verdict", {{s("policy"), s("checkout-slo")}, {s("class"), s("healthy")}}),
            "Policy checkout-slo says healthy", Tone::Good);
        JournalEntry released = with("automation.released", "hold", {{s("place"), s("")}, {s("until_ms"), 1}});
        row("released", released, "jo lets the policies of all places act again");
        row("the clock", with("clock.step", "clock", {{s("delta_ms"), -7'200'000}}),
            "The clock of this machine was set back by 2\u00a0h", Tone::Doubt);
        row("a policy", with("policy.edit", "policy", {{s("file"), s("policies/checkout.yaml")}}),
            "The policy file policies/checkout.yaml was edited");
        row("a policy that was not written",
            with("policy.edit", "policy",
                 {{s("file"), s("policies/checkout.yaml")}, {s("unwritten"), s("the disk is full")}}),
            "The edit of the policy file policies/checkout.yaml was not written – the disk is full");
        row("a key", with("key.revoke", "revoke", {{s("keyid"), s("ed25519:3fa907c2b1d8")}, {s("last_good_seq"), 5}}),
            "The key ed25519:3fa907c2 was revoked: what it signed behind entry #5 is disputed", Tone::Doubt);
        row("another device's key",
            with("key.revoke", "revoke",
                 {{s("keyid"), s("ed25519:3fa907c2b1d8")},
                  {s("last_good_seq"), 5},
                  {s("device"), s("019abc77-4f00-7000-8000-00000003d2c1")}}),
            "The key ed25519:3fa907c2 of the device 019abc77 was revoked: what it signed behind its entry #5 is "
            "disputed",
            Tone::Doubt);
        row("of a later version", entry(s("guard.teleport")), "guard.teleport");
    }
    void sentences()
    {
        QFETCH(const JournalEntry, entry);
        const EntryRow row = describeEntry(entry);
        QTEST(row.text, "text");
        QTEST(int(row.tone), "tone");
    }

    // What this device was told of people stands; of others it says what theirs claim, in words alone.
    void claimedNames()
    {
        const Names names({{s("ops-1"), s("w-1"), s("p-1"), s("person-1"), s("Anna")},
                           {s("ops-2"), s("w-2"), s("p-2"), s("person-2"), s("Bob")}});
        JournalEntry handed = entry(s("approval.decided"));
        handed.personal.clear();
        handed.payload.insert(s("writer"), QJsonObject{{s("id"), s("w-1")}});
        handed.payload.insert(s("actor"), QJsonObject{{s("ref"), s("p-1")}, {s("person"), s("person-1")}});
        handed.payload.insert(
            s("decision"),
            QJsonObject{{s("verdict"), s("delegate")}, {s("gate"), s("prod")}, {s("to"), s("person-2")}});
        QCOMPARE(describeEntry(handed).text, s("p-1 hands the approval at the gate prod to person-2"));
        const EntryRow row = describeEntry(handed, names);
        QCOMPARE(row.text, s("Anna hands the approval at the gate prod to Bob"));
        QVERIFY(row.entry.personal.isEmpty()); // no opening of this entry says so
        // An entry of another device with her pseudonym is not hers.
        handed.payload.insert(s("writer"), QJsonObject{{s("id"), s("w-2")}});
        QCOMPARE(describeEntry(handed, names).text, s("p-1 hands the approval at the gate prod to Bob"));
        handed.personal.insert(s("actor.name"), s("jo"));
        QCOMPARE(describeEntry(handed, names).text, s("jo hands the approval at the gate prod to Bob"));
    }

    void aHoldSaysHowLongAndWhy()
    {
        JournalEntry held = with("automation.held", "hold",
                                 {{s("place"), s("checkout@prod/eu-1")}, {s("until_ms"), qint64(1'764'000'600'000)}});
        held.personal.insert(s("rationale"), s("load test"));
        const QString text = describeEntry(held).text;
        QVERIFY2(text.startsWith(s("jo holds the automation of checkout@prod/eu-1 until ")), qPrintable(text));
        QVERIFY2(text.endsWith(s(" – load test")), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(EntryWordsTest)
#include "tst_entrywords.moc"
