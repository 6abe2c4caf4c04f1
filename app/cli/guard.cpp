// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/act.h"
#include "app/cli/guardpage.h"
#include "app/cli/guardstatus.h"
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/systemdnotify.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/document/units.h"
#include "models/views/logwords.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHostInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

namespace astern::app {
namespace {

constexpr qint64 kLongestHoldMs = 24 * 3'600'000;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString stamp(qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms).toOffsetFromUtc(0).toString(Qt::ISODateWithMs); }

// Prints what changes, and counts it for /metrics.
class Told : public QObject {
public:
    Told(Session &session, bool json, Streams streams) : m_session(session), m_json(json), m_streams(streams)
    {
        connect(&session, &Session::verdictChanged, this, &Told::verdict);
        connect(&session, &Session::guardChanged, this, &Told::state);
    }

    [[nodiscard]] bool isWell() const { return m_session.guardState().trouble.isEmpty(); }

    [[nodiscard]] GuardPage::Page page(const QByteArray &path) const
    {
        if (path == "/healthz") {
            const guard::GuardState &now = m_session.guardState();
            const QJsonObject body{{QStringLiteral("acts"), now.acts},
                                   {QStringLiteral("leader"), now.leader},
                                   {QStringLiteral("why"), now.why},
                                   {QStringLiteral("trouble"), now.trouble},
                                   {QStringLiteral("shared_log"), teamWords(m_session.journalState().shared).text},
                                   {QStringLiteral("rollouts"), int(m_classes.size())}};
            return {isWell() ? 200 : 503, "application/json",
                    QJsonDocument(body).toJson(QJsonDocument::Compact) + '\n'};
        }
        if (path == "/metrics")
            return {200, "text/plain; version=0.0.4; charset=utf-8", metrics()};
        return {404, "text/plain; charset=utf-8", "There are /healthz and /metrics\n"};
    }

private:
    void say(const QJsonObject &what, const QString &words)
    {
        if (m_json)
            m_streams.out << QString::fromUtf8(QJsonDocument(what).toJson(QJsonDocument::Compact)) << Qt::endl;
        else
            m_streams.out << words << Qt::endl;
    }

    void verdict(const QString &place)
    {
        const guard::PlaceVerdict *now = m_session.verdict(place);
        if (!now) {
            m_classes.remove(place);
            return;
        }
        if (now->tickMs > 0)
            ++m_judged;
        if (now->tickMs > 0 && (!m_classes.contains(place) || m_classes.value(place) != now->verdict)) {
            m_classes.insert(place, now->verdict);
            say({{QStringLiteral("at"), stamp(now->tickMs)},
                 {QStringLiteral("place"), place},
                 {QStringLiteral("rollout"), now->rollout},
                 {QStringLiteral("class"), policy::wordFor(now->verdict)},
                 {QStringLiteral("policy"), now->policies.constFirst().policy.policy->id},
                 {QStringLiteral("reasons"), QJsonArray::fromStringList(now->reasons)}},
                QStringLiteral("%1  %2  %3  %4: %5")
                    .arg(stamp(now->tickMs), place, policy::wordFor(now->verdict),
                         now->policies.constFirst().policy.policy->id, now->reasons.join(QStringLiteral(", "))));
        }
        if (m_recoveries.value(now->rollout) != now->recovery) {
            m_recoveries.insert(now->rollout, now->recovery);
            const QString word = guard::wordFor(now->recovery);
            say({{QStringLiteral("at"), stamp(m_session.nowMs())},
                 {QStringLiteral("place"), place},
                 {QStringLiteral("rollout"), now->rollout},
                 {QStringLiteral("recovery"), word}},
                QStringLiteral("%1  %2  %3").arg(stamp(m_session.nowMs()), place, guard::words(now->recovery)));
        }
        for (const guard::PlaceVerdict::Sent &sent : now->sent) {
            const QString state = sent.result ? guard::wordFor(*sent.result) : QStringLiteral("sent");
            if (m_acts.value(sent.act.key) == state)
                continue;
            m_acts.insert(sent.act.key, state);
            ++m_counts[sent.act.name() + QLatin1Char(' ') + state];
            QJsonObject what = guard::toJson(sent.act);
            what.insert(QStringLiteral("at"), stamp(m_session.nowMs()));
            what.insert(QStringLiteral("place"), place);
            what.insert(QStringLiteral("result"), state);
            what.insert(QStringLiteral("words"), sent.words);
            say(what, QStringLiteral("%1  %2  %3 %4  %5")
                          .arg(stamp(m_session.nowMs()), place, sent.act.name(), state,
                               sent.words.isEmpty() ? sent.act.reasons.join(QStringLiteral(", ")) : sent.words));
        }
    }

    void state()
    {
        const guard::GuardState &now = m_session.guardState();
        const QString words = now.acts ? tr("acts as %1").arg(now.leader) : tr("does not act: %1").arg(now.why);
        coolDowns(now.coolDowns);
        const QString all = now.trouble.isEmpty() ? words : words + QStringLiteral("; ") + now.trouble;
        if (all == m_state)
            return;
        m_state = all;
        say({{QStringLiteral("at"), stamp(m_session.nowMs())},
             {QStringLiteral("acts"), now.acts},
             {QStringLiteral("leader"), now.leader},
             {QStringLiteral("trouble"), now.trouble}},
            QStringLiteral("%1  %2").arg(stamp(m_session.nowMs()), all));
        notifySystemd("STATUS=" + all.toUtf8());
    }

    void coolDowns(const QList<guard::CoolDown> &now)
    {
        const qint64 nowMs = m_session.nowMs();
        for (const guard::CoolDown &one : now) {
            if (m_coolDowns.contains(one))
                continue;
            say({{QStringLiteral("at"), stamp(nowMs)},
                 {QStringLiteral("service"), one.service},
                 {QStringLiteral("environment"), one.environment},
                 {QStringLiteral("cool_down_until"), stamp(one.untilMs)}},
                QStringLiteral("%1  %2 %3  %4")
                    .arg(stamp(nowMs), one.service, one.environment,
                         coolDownWords(m_session.guardState(), one.service, one.environment, nowMs)));
        }
        m_coolDowns = now;
    }

    [[nodiscard]] QByteArray metrics() const
    {
        QByteArray out = "# HELP astern_guard_acts 1 where this guard acts, 0 where it only judges.\n"
                         "# TYPE astern_guard_acts gauge\nastern_guard_acts " +
                         QByteArray::number(int(m_session.guardState().acts)) +
                         "\n# HELP astern_guard_verdicts_total Verdicts reached.\n"
                         "# TYPE astern_guard_verdicts_total counter\nastern_guard_verdicts_total " +
                         QByteArray::number(m_judged) +
                         "\n# HELP astern_guard_verdict Class of each rollout that is judged.\n"
                         "# TYPE astern_guard_verdict gauge\n";
        QStringList places = m_classes.keys();
        places.sort();
        for (const QString &place : std::as_const(places))
            out += "astern_guard_verdict{place=\"" + place.toUtf8() + "\",class=\"" +
                   policy::wordFor(m_classes.value(place)).toUtf8() + "\"} 1\n";
        out += "# HELP astern_guard_acts_total Acts of policies, and what became of them.\n"
               "# TYPE astern_guard_acts_total counter\n";
        for (auto count = m_counts.cbegin(); count != m_counts.cend(); ++count) {
            const QStringList parts = count.key().split(QLatin1Char(' '));
            out += "astern_guard_acts_total{do=\"" + parts.at(0).toUtf8() + "\",result=\"" + parts.at(1).toUtf8() +
                   "\"} " + QByteArray::number(count.value()) + '\n';
        }
        return out;
    }

    Session &m_session;
    const bool m_json;
    Streams m_streams;
    QHash<QString, policy::VerdictClass> m_classes;
    QHash<QString, QString> m_acts;
    QHash<QString, guard::Recovery> m_recoveries; // by rollout
    QMap<QString, qint64> m_counts;
    qint64 m_judged = 0;
    QList<guard::CoolDown> m_coolDowns;
    QString m_state;
};

// What people tell the guards of a data folder: it reaches whichever of them acts.
int tellGuards(const VerbOptions &options, const Workspace &workspace, Streams streams)
{
    const QStringList words = options.positional();
    const bool hold = words.constFirst() == QLatin1String("hold");
    guard::AutomationHold wanted;
    if (words.size() > 1) {
        const Result<Placement> place =
            findPlacement(workspace, words.at(1), options.value(QStringLiteral("environment")),
                          options.value(QStringLiteral("cell")));
        if (!place)
            return fail(streams, place.error(), options.json());
        wanted.place = place->key();
    }
    const std::optional<qint64> span = units::duration(options.value(QStringLiteral("for")));
    if (hold && (!span || *span <= 0 || *span > kLongestHoldMs))
        return options.usageError(streams, tr("say how long with --for, at most 24h: --for 10m"));
    wanted.reason = options.value(QStringLiteral("reason")).trimmed();
    if (hold && wanted.reason.size() < 10)
        return options.usageError(streams, tr("say why with --reason, in at least 10 characters"));
    auto engine =
        Engine::create(workspace, {.dataFolder = options.dataFolder(), .watch = false, .actor = {}, .signIn = false});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    wanted.by = (*engine)->session().self().ref;
    wanted.untilMs = hold ? (*engine)->session().nowMs() + *span : 0;
    const auto held = wait<Ok>([&](Done<Ok> done) { (*engine)->holdAutomation(wanted, std::move(done)); });
    if (!held)
        return 128 + receivedUnixSignal();
    if (!*held)
        return fail(streams, held->error(), options.json());
    const QString where = wanted.place.isEmpty() ? tr("everywhere") : wanted.place;
    streams.out << (hold ? tr("automation is held until %1, %2").arg(stamp(wanted.untilMs), where)
                         : tr("automation goes on, %1").arg(where))
                << Qt::endl;
    return ExitDone;
}

} // namespace

int runGuard(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("guard"),
                        tr("Watches every rollout that a policy applies to, and does what the policy's ladder says. "
                           "One guard of a data "
                           "folder acts, the others only judge; a desktop is one, too."),
                        QStringLiteral("[--workspace DIR] [--listen 127.0.0.1:PORT] [--location NAME] [--observe] "
                                       "[--json] | hold [SERVICE] --for 10m "
                                       "--reason TEXT | release [SERVICE] | status"),
                        QStringLiteral("asternctl guard --workspace ./shop --listen 127.0.0.1:9911"));
    options.add({QStringLiteral("listen"), tr("Serve /healthz and /metrics on this loopback address."),
                 QStringLiteral("ADDRESS")});
    options.add({QStringLiteral("location"), tr("What probes from here are told as; else this machine's name."),
                 QStringLiteral("NAME")});
    options.add({QStringLiteral("observe"), tr("Judge only: nothing is done, whatever the policies say.")});
    options.add({QStringLiteral("for"), tr("hold: how long nothing is done automatically."), QStringLiteral("SPAN")});
    options.add({{QStringLiteral("r"), QStringLiteral("reason")}, tr("hold: why."), QStringLiteral("TEXT")});
    options.add({QStringLiteral("environment"), tr("hold, release: of which environment."), QStringLiteral("E")});
    options.add({QStringLiteral("cell"), tr("hold, release: in which cell."), QStringLiteral("C")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QString first = options.positional().value(0);
    const bool told = first == QLatin1String("hold") || first == QLatin1String("release");
    const bool asked = first == QLatin1String("status");
    if (options.positional().size() > (told ? 2 : asked ? 1 : 0))
        return options.usageError(streams, tr("\"%1\" is not known").arg(options.positional().constLast()));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (asked) {
        const QString folder = options.dataFolder().isEmpty() ? defaultDataFolder(*workspace) : options.dataFolder();
        const qint64 nowMs = SystemClock().wallMs();
        const Result<guard::GuardState> state = writtenGuardState(folder, *workspace, nowMs);
        return state ? printGuardState(*state, nowMs, options.json(), streams)
                     : fail(streams, state.error(), options.json());
    }
    if (told)
        return tellGuards(options, *workspace, streams);
    const bool observe = options.isSet(QStringLiteral("observe"));
    auto engine = Engine::create(*workspace,
                                 {.dataFolder = options.dataFolder(),
                                  .watch = true,
                                  .recover = !observe,
                                  .readOnly = observe,
                                  .guarding = observe ? Guarding::Judge : Guarding::Act,
                                  .guardName = QStringLiteral("asternctl guard on %1").arg(QHostInfo::localHostName()),
                                  .location = options.value(QStringLiteral("location")),
                                  .follow = true,
                                  .actor = {},
                                  .signIn = false});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    Session &session = (*engine)->session();
    Told news(session, options.json(), streams);
    GuardPage page([&news](const QByteArray &path) { return news.page(path); });
    if (options.isSet(QStringLiteral("listen"))) {
        const Result<int> port = page.listen(options.value(QStringLiteral("listen")));
        if (!port)
            return fail(streams, port.error(), options.json());
        streams.err << tr("listening on port %1").arg(*port) << Qt::endl;
    }
    (*engine)->start();
    notifySystemd("READY=1");
    QTimer watchdog;
    // From the main thread, and only while the guard's own says that it lives.
    QObject::connect(&watchdog, &QTimer::timeout, &session, [&] {
        const guard::GuardState &now = session.guardState();
        if (!now.acts || now.isAlive(session.nowMs()))
            notifySystemd("WATCHDOG=1");
    });
    if (const int everyMs = systemdWatchdogMs(); everyMs > 0)
        watchdog.start(everyMs);
    QEventLoop watching;
    (void)watching.exec();
    notifySystemd("STOPPING=1");
    return ExitDone; // told to end, and did so in order
}

} // namespace astern::app
