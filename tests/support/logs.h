// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

#include <QJsonArray>

// Logs as a company has them, for screens and models: the incident of a day, and months of ordinary weeks around it.
namespace astern::logs {

inline QString s(const char *text) { return QString::fromUtf8(text); }

// Puts an entry at `atMs` into the fake; its id and leaf come from its index, so that pictures are the same every time.
inline const JournalEntry &put(FakeJournal &journal, qint64 atMs, const char *kind, const QString &saga,
                               QJsonObject fields, const QMap<QString, QString> &personal = {})
{
    JournalEntry entry;
    entry.index = quint64(journal.log.size());
    entry.id = s("018f2f6b-7c00-7000-8000-%1").arg(entry.index, 12, 10, QLatin1Char('0'));
    entry.kind = QLatin1String(kind);
    entry.saga = saga;
    entry.leafHash = QString::fromLatin1(
        QByteArray::number(quint64(entry.index + 1) * 0x9e3779b97f4a7c15ULL, 16).rightJustified(16, '0').repeated(4));
    entry.wallMs = atMs;
    fields.insert(s("writer"),
                  QJsonObject{{s("id"), s("018f2f6b-1c00-7000-8000-0000000000aa")}, {s("seq"), qint64(entry.index)}});
    entry.payload = fields;
    entry.personal = personal;
    journal.log.append(entry);
    return journal.log.constLast();
}

inline QJsonObject at(const char *service, QJsonObject more = {}, const char *cell = "eu-1")
{
    more.insert(s("subject"),
                QJsonObject{{s("service"), s(service)}, {s("environment"), s("prod")}, {s("cell"), s(cell)}});
    return more;
}

inline QString sagaOf(int number) { return s("01932f4c-77b0-7000-8000-%1").arg(number, 12, 10, QLatin1Char('0')); }

struct Command {
    const char *plan = "abort";
    const char *step = "abort";
    const char *title = "Abort the rollout";
    bool flag = false;
    qint64 tookMs = 7'900;
    const char *result = "succeeded"; // empty: no outcome (yet)
    const char *observed = "4.7.1 serves 100 %";
};
// Intent and outcome of one command, linked; answers when it ended.
inline qint64 command(FakeJournal &journal, qint64 atMs, const char *family, const QString &saga, const char *service,
                      const Command &what, const QJsonObject &path = {}, const char *who = nullptr,
                      const char *why = nullptr)
{
    QJsonObject fields = at(service, {{s("decision"), QJsonObject{{s("plan"), s(what.plan)},
                                                                  {s("step"), s(what.step)},
                                                                  {s("title"), s(what.title)},
                                                                  {s("attempt"), 1}}},
                                      {s("command"), QJsonObject{{s("kind"), what.flag ? s("flag") : s("rollout")}}},
                                      {s("actor"), QJsonObject{{s("ref"), who ? s("psn-7f3a") : s("guard")},
                                                               {s("role"), s("release-manager")},
                                                               {s("automation"), who == nullptr}}}});
    if (!path.isEmpty())
        fields.insert(s(family), path);
    QMap<QString, QString> personal;
    if (who)
        personal.insert(s("actor.name"), s(who));
    if (why)
        personal.insert(s("rationale"), s(why));
    const JournalEntry intent = put(journal, atMs, qPrintable(s(family) + s(".intent")), saga, fields, personal);
    if (*what.result == '\0')
        return atMs;
    QJsonObject ended =
        at(service, {{s("outcome"), QJsonObject{{s("result"), s(what.result)}, {s("observed"), s(what.observed)}}}});
    ended.insert(s("links"), QJsonArray{QJsonObject{
                                 {s("rel"), s("outcome-of")}, {s("id"), intent.id}, {s("leaf"), intent.leafHash}}});
    put(journal, atMs + what.tookMs, qPrintable(s(family) + s(".outcome")), saga, ended);
    return atMs + what.tookMs;
}

inline void verdict(FakeJournal &journal, qint64 atMs, const char *service, const char *policy, const char *word,
                    const char *reason = nullptr)
{
    QJsonObject said{{s("policy"), s(policy)}, {s("class"), s(word)}};
    if (reason)
        said.insert(s("reasons"), QJsonArray{s(reason)});
    put(journal, atMs, "verdict.changed", {}, at(service, {{s("verdict"), said}}));
}

inline QJsonObject path(const char *from, const char *to)
{
    return {{s("from"), s(from)},
            {s("to"), s(to)},
            {s("steps"), QJsonArray{QJsonObject{{s("title"), s("Switch the flag risk-model-v3 off")}},
                                    QJsonObject{{s("title"), s("Abort the rollout")}}}}};
}

// Half an hour in which a canary fails and a policy goes back: what the Timeline is for. Ends some minutes before now.
inline void incident(FakeJournal &journal, qint64 nowMs = samples::kNow)
{
    const auto ago = [nowMs](double minutes) { return nowMs - qint64(minutes * 60'000); };
    int saga = 1;
    put(journal, ago(55), "journal.genesis", {}, {});
    put(journal, ago(55), "key.enrol", {}, {{s("key"), QJsonObject{{s("keyid"), s("ed25519:8f6b21c4d9e07a3355")}}}});
    put(journal, ago(54), "workspace.changed", {},
        {{s("workspace"), QJsonObject{{s("words"), s("3 services, 2 policies")}}}});
    verdict(journal, ago(50), "payments", "payments-slo", "healthy");
    command(journal, ago(46), "promotion", sagaOf(saga++), "payments",
            {.plan = "promote",
             .step = "promote",
             .title = "Promote to 25 %",
             .tookMs = 3'200,
             .observed = "2.1.0 serves 25 %"},
            {{s("from"), s("2.0.3")}, {s("to"), s("2.1.0")}}, "sam", "canary is quiet");
    command(journal, ago(40), "promotion", sagaOf(saga++), "checkout",
            {.plan = "promote",
             .step = "promote",
             .title = "Promote to 5 %",
             .tookMs = 2'900,
             .observed = "4.8.0 serves 5 %"},
            {{s("from"), s("4.7.1")}, {s("to"), s("4.8.0")}}, "sam", "start of 4.8.0");
    verdict(journal, ago(39), "checkout", "checkout-slo", "healthy");
    command(journal, ago(34), "promotion", sagaOf(saga++), "checkout",
            {.plan = "flag-on",
             .step = "flag",
             .title = "risk-model-v3 on for 25 %",
             .flag = true,
             .tookMs = 310,
             .observed = "on for 25 %"},
            {}, "ines", "as planned");
    command(journal, ago(31), "promotion", sagaOf(saga++), "checkout",
            {.plan = "promote",
             .step = "promote",
             .title = "Promote to 25 %",
             .tookMs = 3'400,
             .observed = "4.8.0 serves 25 %"},
            {{s("from"), s("4.7.1")}, {s("to"), s("4.8.0")}}, "jo", "gate passed, 2 of 2");
    put(journal, ago(29), "automation.held", {},
        at("search", {{s("hold"), QJsonObject{{s("place"), s("search@prod/eu-1")}, {s("until_ms"), ago(19)}}}}),
        {{s("actor.name"), s("jo")}, {s("rationale"), s("load test")}});
    verdict(journal, ago(25.2), "checkout", "checkout-slo", "transient", "errors-vs-stable: seen once");
    verdict(journal, ago(24.4), "checkout", "checkout-slo", "systemic", "errors-vs-stable: confirmed for 32 s");
    const QString back = sagaOf(saga++);
    put(journal, ago(24.3), "guard.rollback", back,
        at("checkout",
           {{s("act"), QJsonObject{{s("policy"), s("checkout-slo")},
                                   {s("do"), s("rollback")},
                                   {s("reasons"), QJsonArray{s("errors-vs-stable: confirmed for 32 s")}}}}}));
    qint64 next = command(journal, ago(24.29), "rollback", back, "checkout",
                          {.plan = "rollback",
                           .step = "flag",
                           .title = "Switch the flag risk-model-v3 off",
                           .flag = true,
                           .tookMs = 310,
                           .observed = "off"},
                          path("4.8.0", "4.7.1"));
    next = command(
        journal, next + 40, "rollback", back, "checkout",
        {.plan = "rollback", .step = "config", .title = "Restore rules 117", .tookMs = 1'900, .observed = "rules 117"});
    next = command(journal, next + 60, "rollback", back, "checkout",
                   {.plan = "rollback", .tookMs = 41'000, .observed = "4.7.1 serves 100 %, 12 of 12 ready"});
    put(journal, next + 68'000, "guard.recovery", back,
        at("checkout", {{s("recovery"), QJsonObject{{s("result"), s("recovered")}}}}));
    verdict(journal, next + 69'000, "checkout", "checkout-slo", "healthy");
    put(journal, ago(17), "rationale.late", back, {},
        {{s("actor.name"), s("jo")}, {s("rationale"), s("risk-model-v3 doubles the errors of checkout; keep 4.7.1")}});
    verdict(journal, ago(14), "search", "search-slo", "unknown", "no samples for 60 s");
    put(journal, ago(13), "clock.step", {}, {{s("clock"), QJsonObject{{s("delta_ms"), 2'400}}}});
    verdict(journal, ago(11), "search", "search-slo", "healthy");
    command(journal, ago(9), "promotion", sagaOf(saga++), "payments",
            {.plan = "promote",
             .step = "promote",
             .title = "Promote to 50 %",
             .tookMs = 30'000,
             .result = "failed",
             .observed = "The controller did not answer within 30 s"},
            {{s("from"), s("2.0.3")}, {s("to"), s("2.1.0")}}, "sam", "next step");
    command(journal, ago(6), "promotion", sagaOf(saga++), "payments",
            {.plan = "promote",
             .step = "promote",
             .title = "Promote to 50 %",
             .tookMs = 4'000,
             .observed = "2.1.0 serves 50 %"},
            {{s("from"), s("2.0.3")}, {s("to"), s("2.1.0")}}, "sam", "again: the controller is back");
    command(journal, ago(1.2), "promotion", sagaOf(saga++), "search",
            {.plan = "promote", .step = "promote", .title = "Promote to 10 %", .result = ""},
            {{s("from"), s("2.0.3")}, {s("to"), s("2.1.0")}}, "ines", "first wave");
}

// `days` of ordinary releases before now, more of them by day than by night, none at weekends; every tenth goes back.
inline void months(FakeJournal &journal, int days, int perDay, qint64 nowMs = samples::kNow)
{
    static constexpr std::array kServices{"checkout", "payments", "search", "catalog", "cart"};
    int saga = 100'000;
    for (int day = days; day > 0; --day) {
        const bool weekend = (day % 7) < 2;
        const int today = weekend ? perDay / 6 : perDay + (day * 7919) % std::max(1, perDay / 2);
        for (int i = 0; i < today; ++i) {
            const qint64 begin = nowMs - day * 86'400'000LL + 9 * 3'600'000LL + i * (36'000'000LL / std::max(1, today));
            const char *service = kServices[size_t(day * 31 + i) % kServices.size()];
            const bool back = (day * 13 + i) % 10 == 0;
            if (back)
                verdict(journal, begin - 30'000, service, qPrintable(s(service) + s("-slo")), "systemic",
                        "errors: confirmed");
            command(journal, begin, back ? "rollback" : "promotion", sagaOf(saga++), service,
                    {.plan = back ? "rollback" : "promote",
                     .step = "step",
                     .title = back ? "Abort the rollout" : "Promote to 50 %"},
                    path("4.7.1", "4.8.0"), "jo");
            verdict(journal, begin + 60'000, service, qPrintable(s(service) + s("-slo")), "healthy");
        }
    }
}

} // namespace astern::logs
