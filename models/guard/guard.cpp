// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/guard.h"

#include "models/base/format.h"
#include "models/base/logging.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>

#include <algorithm>

namespace astern::guard {
namespace {

constexpr int kTickMs = 250;
constexpr qint64 kAliveEveryMs = 5'000;
constexpr qint64 kToldEveryMs = 5'000;
constexpr qint64 kRecoveryMs = 10 * 60'000;        // a rollout that has ended is followed no longer than this
constexpr qint64 kKeptMs = 400 * 24 * 3'600'000LL; // samples of a rollout
constexpr qint64 kKeptBytes = 2LL << 30;           // of all
constexpr int kAttempts = 5;                       // of a plan that crashes interrupt

QJsonObject subjectJson(const Subject &subject)
{
    return {{QStringLiteral("service"), subject.context.service},
            {QStringLiteral("environment"), subject.context.environment},
            {QStringLiteral("cell"), subject.context.cell}};
}

Outcome::Result resultOf(const PlanRun &run)
{
    switch (run.state) {
    case PlanRun::State::Succeeded:
        return Outcome::Result::Confirmed;
    case PlanRun::State::Unknown:
        return Outcome::Result::Unknown;
    case PlanRun::State::Stopped:
        return Outcome::Result::Partly;
    default:
        return Outcome::Result::Failed;
    }
}

// A rollout keeps the policies that it began with, whatever the files say meanwhile.
void keepPolicies(const policy::RecordStore &records, Subject &subject)
{
    Result<policy::RecordReader> reader = records.read(subject.id);
    if (!reader)
        return;
    const Result<std::optional<policy::RecordBlock>> first = reader.value().next();
    if (!first || !*first || !(*first)->ground)
        return;
    QList<PolicyFile> kept;
    for (const policy::PolicyText &text : (*first)->ground->policies) {
        const QString name = text.id + QStringLiteral(".yaml");
        policy::Reading reading = policy::readText(text.yaml, name);
        if (!reading.policy)
            return;
        kept.append({.name = name,
                     .text = text.yaml,
                     .digest = policy::digestOf(*reading.policy),
                     .policy = std::make_shared<const policy::Policy>(std::move(*reading.policy)),
                     .issues = {}});
    }
    subject.policies = kept;
    subject.judged = (*first)->ground->rollout;
}

} // namespace

QString planIdOf(const QString &actKey, qint64 startMs, int attempt)
{
    const QByteArray hash =
        QCryptographicHash::hash((actKey + u':' + QString::number(attempt)).toUtf8(), QCryptographicHash::Sha256);
    QByteArray bytes(16, '\0');
    for (int i = 0; i < 6; ++i)
        bytes[i] = char((startMs >> (8 * (5 - i))) & 0xff);
    for (int i = 6; i < 16; ++i)
        bytes[i] = hash.at(i);
    bytes[6] = char((bytes.at(6) & 0x0f) | 0x70);
    bytes[8] = char((bytes.at(8) & 0x3f) | 0x80);
    const QByteArray hex = bytes.toHex();
    return QString::fromLatin1(hex.mid(0, 8) + '-' + hex.mid(8, 4) + '-' + hex.mid(12, 4) + '-' + hex.mid(16, 4) + '-' +
                               hex.mid(20));
}

Draft holdDraft(const AutomationHold &hold, qint64 nowMs)
{
    Draft draft;
    draft.kind = hold.untilMs > nowMs ? QStringLiteral("automation.held") : QStringLiteral("automation.released");
    draft.fields.insert(QStringLiteral("hold"),
                        QJsonObject{{QStringLiteral("place"), hold.place}, {QStringLiteral("until_ms"), hold.untilMs}});
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), hold.by}});
    draft.personal.insert(QStringLiteral("rationale"), hold.reason);
    return draft;
}

struct Guard::Watched {
    explicit Watched(const Subject &of)
        : subject(of), judge(of), ladder(of.id, policiesOf(of)), lastStep(of.rollout.control.currentStep)
    {
    }
    static QList<policy::Policy> policiesOf(const Subject &of)
    {
        QList<policy::Policy> all;
        for (const PolicyFile &file : of.policies)
            all.append(*file.policy);
        return all;
    }

    Subject subject;
    RolloutJudge judge;
    Ladder ladder;
    PlaceVerdict shown;
    QMap<QString, policy::VerdictClass> classes; // by policy: what the journal knows
    QHash<QString, QString> plans;               // plan id -> act key
    QHash<QString, int> attempts;                // act key -> of its plan
    int lastStep = -1;
    bool gone = false;
    bool over = false; // and nothing is left to do
    qint64 goneMs = 0;
    QJsonObject saved;
    bool stored = false; // its file is open
    QString told;        // to other processes: why it may not go forward
    qint64 toldMs = 0;
};

Guard::Guard(Doors doors, Options options, QObject *parent)
    : QObject(parent), m_doors(std::move(doors)), m_options(std::move(options)), m_inbox(this),
      m_lock(QDir(m_options.folder).filePath(QStringLiteral("guard.lock"))),
      m_records(QDir(m_options.folder).filePath(QStringLiteral("samples"))), m_timer(this)
{
    m_lock.setStaleLockTime(0); // a process that lives and is slow still holds it
    Result<std::unique_ptr<GuardStore>> store = GuardStore::open(m_options.folder);
    if (store)
        m_store = std::move(store.value());
    else
        m_state.trouble = store.error().toString();
    m_state.judges = true;
    connect(&m_timer, &QTimer::timeout, this, &Guard::tick);
    refreshState();
    m_timer.start(kTickMs);
}

Guard::~Guard() { stop(); }

void Guard::stop()
{
    if (std::exchange(m_stopped, true))
        return;
    m_timer.stop();
    for (auto &[id, one] : m_watched)
        save(*one);
    m_lock.unlock();
}

Actor Guard::self() const
{
    Actor actor;
    actor.ref = QStringLiteral("guard");
    actor.name = m_options.name;
    actor.role = QStringLiteral("guard");
    actor.automation = true;
    return actor;
}

void Guard::setRecovered()
{
    m_recovered = true;
    resume();
}

void Guard::resume()
{
    if (!m_state.acts || !m_recovered || !m_store)
        return;
    for (const Subject &place : std::as_const(m_places)) {
        const Result<QList<GuardStore::Climb>> climbs = m_store->unfinished(place.place());
        for (const GuardStore::Climb &climb : climbs ? *climbs : QList<GuardStore::Climb>{}) {
            if (!find(climb.rollout)) {
                Subject ended = place;
                ended.id = climb.rollout;
                ended.judged.id = climb.rollout;
                open(ended);
                end(*find(climb.rollout));
            }
            resumeActs(*find(climb.rollout));
        }
    }
}

// Acts that were sent and of which nobody knows an outcome: their plans are gone on with.
void Guard::resumeActs(Watched &one)
{
    const LadderState state = one.ladder.state();
    QList<Act> acts;
    const auto add = [&](const QString &key, const Act::What &what) {
        const bool underWay = std::find(one.plans.cbegin(), one.plans.cend(), key) != one.plans.cend();
        const bool there = std::any_of(acts.cbegin(), acts.cend(), [&key](const Act &act) { return act.key == key; });
        if (key.isEmpty() || underWay || there)
            return;
        Act act;
        act.key = key;
        act.what = what;
        act.cause = state.episode.verdict;
        act.episode = state.episode.number;
        act.policyId = state.episode.policyId;
        act.dueMs = state.rollback.key == key ? state.rollback.issuedMs : state.nowMs;
        act.reasons = one.shown.reasons;
        acts.append(act);
    };
    if (!state.rollback.key.isEmpty() && !state.rollback.result)
        add(state.rollback.key, policy::Rollback());
    for (qsizetype i = 0; i < state.episode.steps.size(); ++i) {
        const StepState &step = state.episode.steps.at(i);
        if (step.is == StepState::Is::Running && !step.result && step.key == state.holdKey)
            add(step.key, policy::Hold());
    }
    for (const Act &act : std::as_const(acts)) {
        qCInfo(lcGuard).noquote() << one.subject.id << "goes on with" << act.name();
        one.shown.sent.append({act, std::nullopt, {}});
        runPlan(one, act, 0);
    }
    if (!acts.isEmpty())
        publish(one);
}

Guard::Watched *Guard::find(const QString &rollout)
{
    const auto found = m_watched.find(rollout);
    return found == m_watched.end() ? nullptr : found->second.get();
}

bool Guard::mayAct(const Watched &one) const
{
    return m_state.acts && m_recovered && m_store && !m_state.holdOf(one.subject.place(), m_doors.clock->wallMs());
}

void Guard::refreshState()
{
    GuardState next = m_state;
    const qint64 now = m_doors.clock->wallMs();
    if (m_options.act && m_store && !m_lock.isLocked())
        (void)m_lock.tryLock(0);
    next.acts = m_options.act && m_store && m_lock.isLocked();
    if (next.acts && m_store) {
        next.leader = m_options.name;
        next.why.clear();
        next.leaderAliveMs = now;
        if (now - m_saidAliveMs >= kAliveEveryMs || now < m_saidAliveMs) {
            const Result<Ok> said = m_store->sayAlive({m_options.name, now});
            next.trouble = said ? QString() : said.error().toString();
            m_saidAliveMs = now;
        }
    } else if (m_store) {
        const Result<std::optional<GuardStore::Leader>> leader = m_store->leader();
        if (leader && *leader) {
            next.leader = (*leader)->who;
            next.leaderAliveMs = (*leader)->aliveMs;
        }
        next.why = m_options.act ? tr("%1 acts").arg(next.leader.isEmpty() ? tr("another process") : next.leader)
                                 : m_options.whyNot;
    }
    if (m_store) {
        if (const Result<QList<AutomationHold>> holds = m_store->holds(now))
            next.holds = *holds;
    }
    GuardState visible = next;
    visible.leaderAliveMs = m_state.leaderAliveMs;
    // That it still lives is told with what else changes, or now and then.
    const bool isNews = visible != m_state || next.leaderAliveMs - m_state.leaderAliveMs >= kAliveEveryMs;
    const bool takesOver = next.acts && !m_state.acts;
    if (!isNews)
        return;
    m_state = next;
    if (takesOver && m_timer.isActive()) { // not at the start: then there is nothing to take over
        m_recovered = false;
        openAgain();
        Q_EMIT tookOver();
    }
    Q_EMIT stateChanged(m_state);
}

void Guard::tick()
{
    refreshState();
    const qint64 now = m_doors.clock->wallMs();
    if (m_state.acts && m_recovered) {
        if (const Result<QList<Answer>> answers = m_store->takeAnswers()) {
            for (const Answer &one : *answers)
                answer(one);
        }
    }
    QStringList over;
    for (auto &[id, one] : m_watched) {
        one->judge.advance(now);
        process(*one);
        if (mayAct(*one))
            perform(*one, one->ladder.advance(now));
        const Recovery recovery = one->ladder.state().rollback.recovery;
        if (one->gone && (recovery != Recovery::Watching || now - one->goneMs > kRecoveryMs) && one->plans.isEmpty() &&
            now - one->goneMs > 2'000)
            over.append(id);
    }
    for (const QString &id : std::as_const(over)) {
        Watched &one = *m_watched.at(id);
        one.over = true;
        one.saved = {};
        save(one);
        m_records.end(id);
        const QString place = one.subject.place();
        m_watched.erase(id);
        const bool another = std::any_of(m_watched.cbegin(), m_watched.cend(), [&place](const auto &other) {
            return other.second->subject.place() == place;
        });
        if (!another)
            Q_EMIT forgotten(place);
    }
    if (!over.isEmpty()) {
        askSources();
        if (m_state.acts)
            (void)m_records.retain({.maxAgeMs = kKeptMs, .maxBytes = kKeptBytes}, now);
    }
}

void Guard::setSubjects(const QList<Subject> &subjects)
{
    QSet<QString> here;
    bool asksAnew = false;
    bool newPlace = false;
    for (const Subject &subject : subjects) {
        newPlace = newPlace || !m_places.contains(subject.place());
        m_places.insert(subject.place(), subject);
        if (subject.onItsWay) {
            here.insert(subject.id);
            if (!find(subject.id)) {
                open(subject);
                asksAnew = true;
            }
        }
        for (auto &[id, one] : m_watched) {
            if (one->subject.place() == subject.place())
                see(*one, subject.rollout);
        }
    }
    for (auto &[id, one] : m_watched) {
        if (!here.contains(id) && !one->gone)
            end(*one);
    }
    if (newPlace)
        resume();
    if (asksAnew)
        askSources();
}

// Whoever acted before is gone: its records are what is gone on with, and the sources are asked for the rest.
void Guard::openAgain()
{
    const QList<Subject> subjects = m_places.values();
    if (m_watched.empty())
        return;
    m_watched.clear();
    askSources();
    setSubjects(subjects);
}

void Guard::goOn(Watched &one)
{
    Result<policy::RecordReader> reader = m_records.read(one.subject.id);
    if (!reader)
        return; // nobody has judged it yet
    for (;;) {
        const Result<std::optional<policy::RecordBlock>> block = reader.value().next();
        if (!block) {
            qCWarning(lcGuard).noquote() << block.error().toString();
            break;
        }
        if (!*block)
            break;
        for (const policy::Record &record : (*block)->records)
            one.judge.replay(record);
    }
    for (const RolloutJudge::Tick &tick : one.judge.takeVerdicts())
        show(one, tick);
}

void Guard::open(Subject subject)
{
    keepPolicies(m_records, subject);
    auto one = std::make_unique<Watched>(subject);
    one->shown.place = subject.place();
    one->shown.rollout = subject.id;
    one->shown.timeline = {{subject.judged.startMs, policy::VerdictClass::Unknown}};
    for (const PolicyFile &file : subject.policies) {
        one->shown.policies.append({file, {}});
        const policy::Timing &time = file.policy->time;
        one->shown.latenessMs = std::max(one->shown.latenessMs, time.latenessMs);
        one->shown.tickLengthMs =
            one->shown.tickLengthMs > 0 ? std::min(one->shown.tickLengthMs, time.tickMs) : time.tickMs;
    }
    if (m_store) {
        const Result<std::optional<GuardStore::Climb>> climb = m_store->climbOf(subject.id);
        if (climb && *climb) {
            if (const Result<Ok> restored = one->ladder.restore((*climb)->ladder); !restored)
                qCWarning(lcGuard).noquote() << restored.error().toString();
            else
                one->saved = (*climb)->ladder;
        }
        for (const PolicyFile &file : subject.policies) {
            const Result<QList<qint64>> before =
                m_store->rollbacksSince(subject.context.service, subject.context.environment,
                                        m_doors.clock->wallMs() - file.policy->guards.maxAutoRollbacksWithinMs);
            for (const qint64 atMs : before ? *before : QList<qint64>{}) {
                if (!one->ladder.state().rollbacks.contains(atMs))
                    one->ladder.noteRollback(atMs);
            }
        }
    }
    Watched &added = *m_watched.emplace(subject.id, std::move(one)).first->second;
    goOn(added);
    publish(added);
}

void Guard::see(Watched &one, const Rollout &rollout)
{
    if (rollout == one.subject.rollout)
        return;
    const int step = rollout.control.currentStep;
    if (step > one.lastStep && one.lastStep >= 0)
        one.judge.mark({policy::MarkRecord::Kind::StepEnd, m_doors.clock->wallMs()});
    one.lastStep = step;
    one.subject.rollout = rollout;
}

void Guard::end(Watched &one)
{
    const qint64 now = m_doors.clock->wallMs();
    one.gone = true;
    one.goneMs = now;
    one.shown.over = true;
    one.judge.mark({policy::MarkRecord::Kind::RolloutEnd, now});
    if (mayAct(one))
        perform(one, one.ladder.finish(now));
    else
        (void)one.ladder.finish(now);
    publish(one);
}

void Guard::askSources()
{
    QList<policy::RecordQuery> queries;
    for (const auto &[id, one] : m_watched)
        queries += recordQueries(one->subject);
    if (m_doors.record)
        m_doors.record(queries);
}

void Guard::take(const policy::RecordBatch &batch)
{
    Watched *one = find(batch.rollout);
    if (!one)
        return;
    one->judge.take(batch, m_doors.clock->wallMs());
    process(*one);
}

void Guard::process(Watched &one)
{
    const QList<RolloutJudge::Tick> ticks = one.judge.takeVerdicts();
    store(one);
    if (ticks.isEmpty())
        return;
    const qint64 now = m_doors.clock->wallMs();
    for (const RolloutJudge::Tick &tick : ticks) {
        note(one, tick);
        if (mayAct(one))
            perform(one, one.ladder.judge(tick.verdicts, now));
    }
    one.shown.judgedAtMs = now;
    publish(one);
    save(one);
}

void Guard::store(Watched &one)
{
    const std::vector<policy::Record> records = one.judge.takeRecords();
    if (!m_state.acts || records.empty())
        return;
    Result<Ok> stored = Ok{};
    if (!one.stored) {
        policy::RecordGround ground{.atMs = m_doors.clock->wallMs(),
                                    .service = one.subject.context.service,
                                    .place = one.subject.place(),
                                    .rollout = one.subject.judged,
                                    .policies = {}};
        for (const PolicyFile &file : one.subject.policies)
            ground.policies.append(
                {.id = file.policy->id, .revision = file.policy->revision, .digest = file.digest, .yaml = file.text});
        stored = m_records.begin(ground);
        one.stored = stored.ok();
    }
    if (stored)
        stored = m_records.append(one.subject.id, records);
    if (!stored)
        qCWarning(lcGuard).noquote() << stored.error().toString();
}

// What changed at this tick goes into the journal, and onto the screen.
void Guard::note(Watched &one, const RolloutJudge::Tick &tick)
{
    const QMap<QString, policy::VerdictClass> before = one.classes;
    show(one, tick);
    if (!m_state.acts)
        return; // whoever acts writes it down
    for (const Ladder::Judged &judged : tick.verdicts) {
        const auto known = before.constFind(judged.policyId);
        if (known != before.constEnd() && *known == judged.verdict.verdict)
            continue;
        const auto of = std::find_if(one.shown.policies.cbegin(), one.shown.policies.cend(),
                                     [&judged](const auto &p) { return p.policy.policy->id == judged.policyId; });
        record(one, QStringLiteral("verdict.changed"),
               {{QStringLiteral("verdict"), policy::toRecord(judged.verdict, *of->policy.policy,
                                                             {judged.policyId, of->policy.digest, one.subject.id})}});
    }
}

void Guard::show(Watched &one, const RolloutJudge::Tick &tick)
{
    for (const Ladder::Judged &judged : tick.verdicts) {
        const auto of = std::find_if(one.shown.policies.begin(), one.shown.policies.end(),
                                     [&judged](const auto &p) { return p.policy.policy->id == judged.policyId; });
        of->verdict = judged.verdict;
        one.classes.insert(judged.policyId, judged.verdict.verdict);
    }
    std::stable_sort(one.shown.policies.begin(), one.shown.policies.end(), [](const auto &a, const auto &b) {
        const auto grave = [](const PlaceVerdict::OfPolicy &p) {
            return p.policy.policy->mode == policy::Mode::Observe ? -1 : int(p.verdict.verdict);
        };
        return grave(a) != grave(b) ? grave(a) > grave(b) : a.policy.policy->id < b.policy.policy->id;
    });
    const PlaceVerdict::OfPolicy &gravest = one.shown.policies.constFirst();
    one.shown.tickMs = tick.tickMs;
    if (one.shown.timeline.constLast().verdict != gravest.verdict.verdict)
        one.shown.timeline.append({tick.tickMs, gravest.verdict.verdict});
    one.shown.verdict = gravest.verdict.verdict;
    one.shown.critical = gravest.verdict.critical;
    one.shown.sinceMs = gravest.verdict.sinceMs;
    one.shown.reasons = gravest.verdict.reasons;
    one.shown.fresh = std::all_of(one.shown.policies.cbegin(), one.shown.policies.cend(), [](const auto &p) {
        return p.policy.policy->mode == policy::Mode::Observe || p.verdict.fresh;
    });
}

void Guard::perform(Watched &one, const QList<Act> &acts)
{
    for (const Act &act : acts)
        performOne(one, act);
    if (!acts.isEmpty()) {
        save(one);
        publish(one);
    }
}

void Guard::performOne(Watched &one, const Act &act)
{
    qCInfo(lcGuard).noquote() << one.subject.id << act.name() << act.reasons.join(QStringLiteral(", "));
    if (const auto *withdraw = std::get_if<policy::Ask>(&act.what); withdraw)
        one.shown.asks.append(act);
    if (const auto *withdraw = std::get_if<Withdraw>(&act.what))
        one.shown.asks.removeIf([&](const Act &ask) { return ask.key == withdraw->ask; });
    else
        one.shown.sent.append({act, std::nullopt, {}});
    if (std::holds_alternative<policy::Hold>(act.what) || std::holds_alternative<Release>(act.what) ||
        std::holds_alternative<policy::Rollback>(act.what))
        return runPlan(one, act, 0);
    record(one, QStringLiteral("guard.") + act.name(), {{QStringLiteral("act"), toJson(act)}});
    if (std::holds_alternative<policy::Shrink>(act.what))
        return tell(one, act.key, Outcome::Result::NotPossible,
                    tr("The weights belong to the controller's own steps: it is held instead."));
    if (std::holds_alternative<policy::Mitigate>(act.what))
        return tell(one, act.key, Outcome::Result::NotPossible, tr("There is no connection that could do it."));
    if (std::holds_alternative<policy::Notify>(act.what) || std::holds_alternative<policy::Page>(act.what) ||
        std::holds_alternative<policy::Ask>(act.what)) {
        Q_EMIT told(one.shown, act);
        if (!std::holds_alternative<policy::Ask>(act.what))
            tell(one, act.key, Outcome::Result::Confirmed, {});
    }
}

// A crash may have left a plan of this act behind: what the journal has of it is never sent again under its name.
void Guard::runPlan(Watched &one, const Act &act, int attempt)
{
    const QString id = planIdOf(act.key, one.subject.judged.startMs, attempt);
    m_doors.journal->entries({.limit = 100, .saga = id}, m_inbox.wrap([this, rollout = one.subject.id, act, attempt](
                                                                          const Result<QList<JournalEntry>> &known) {
        Watched *still = find(rollout);
        if (!still)
            return;
        if (!known)
            return tell(*still, act.key, Outcome::Result::Failed, known.error().toString());
        const bool begun = std::any_of(known->cbegin(), known->cend(), [](const JournalEntry &entry) {
            return entry.kind.endsWith(QLatin1String(".intent"));
        });
        if (!begun)
            return dispatch(*still, act, attempt);
        if (attempt + 1 < kAttempts)
            return runPlan(*still, act, attempt + 1);
        tell(*still, act.key, Outcome::Result::Failed, tr("It was begun %1 times and never ended.").arg(kAttempts));
    }));
}

void Guard::dispatch(Watched &one, const Act &act, int attempt)
{
    PlanContext context = one.subject.context;
    context.hasSignals = false; // whether it recovers is judged by the policy's own rules
    const Rollout &now = one.subject.rollout;
    const bool hold = std::holds_alternative<policy::Hold>(act.what);
    if (hold && (now.control.pausedByPerson || now.desired.paused))
        return tell(one, act.key, Outcome::Result::Confirmed, tr("It is paused already."));
    Result<Plan> plan = hold                                        ? planAction(PlanKind::Pause, now, context)
                        : std::holds_alternative<Release>(act.what) ? planAction(PlanKind::Resume, now, context)
                                                                    : planRollback(now, context);
    if (!plan) {
        const bool rollback = std::holds_alternative<policy::Rollback>(act.what);
        // Somebody was faster.
        if (rollback && now.rolledBack())
            return tell(one, act.key, Outcome::Result::Confirmed, plan.error().message);
        return tell(one, act.key, rollback ? Outcome::Result::Failed : Outcome::Result::NotPossible,
                    plan.error().message);
    }
    plan.value().id = planIdOf(act.key, one.subject.judged.startMs, attempt);
    if (const auto *rollback = std::get_if<policy::Rollback>(&act.what)) {
        for (PlanStep &step : plan.value().steps) {
            step.attempts = int(rollback->retries) + 1;
            step.timeoutMs = rollback->timeoutMs;
        }
    }
    one.plans.insert(plan->id, act.key);
    record(one, QStringLiteral("guard.") + act.name(), {{QStringLiteral("act"), toJson(act)}}, plan->id);
    m_doors.run(*plan, self(), tr("policy %1: %2").arg(act.policyId, act.reasons.join(QStringLiteral(", "))));
}

void Guard::planProgressed(const PlanRun &run)
{
    if (run.state == PlanRun::State::Running)
        return;
    for (auto &[id, one] : m_watched) {
        if (!one->plans.contains(run.plan.id))
            continue;
        const QString key = one->plans.take(run.plan.id);
        tell(*one, key, resultOf(run), run.error ? run.error->message : run.summary);
        return;
    }
}

void Guard::tell(Watched &one, const QString &key, Outcome::Result result, const QString &words)
{
    const qint64 now = m_doors.clock->wallMs();
    for (PlaceVerdict::Sent &sent : one.shown.sent) {
        if (sent.act.key != key)
            continue;
        sent.result = result;
        sent.words = words;
        const bool changes = std::holds_alternative<policy::Rollback>(sent.act.what) ||
                             std::holds_alternative<policy::Mitigate>(sent.act.what);
        if (changes && result == Outcome::Result::Confirmed)
            one.judge.mark({policy::MarkRecord::Kind::Mitigated, now});
        if (std::holds_alternative<policy::Rollback>(sent.act.what) && sent.act.automatic && m_store)
            (void)m_store->noteRollback(one.subject.context.service, one.subject.context.environment, sent.act.dueMs);
    }
    record(one, QStringLiteral("guard.outcome"),
           {{QStringLiteral("outcome"), QJsonObject{{QStringLiteral("key"), key},
                                                    {QStringLiteral("result"), wordFor(result)},
                                                    {QStringLiteral("observed"), words}}}});
    const Recovery before = one.ladder.state().rollback.recovery;
    perform(one, one.ladder.tell({.key = key, .result = result, .atMs = now}));
    if (before != one.ladder.state().rollback.recovery)
        publish(one);
    save(one);
    publish(one);
}

void Guard::answer(const Answer &answer)
{
    for (auto &[id, one] : m_watched) {
        const auto ask = std::find_if(one->shown.asks.cbegin(), one->shown.asks.cend(),
                                      [&answer](const Act &open) { return open.key == answer.key; });
        if (ask == one->shown.asks.cend())
            continue;
        if (!mayAct(*one)) {
            if (m_store)
                (void)m_store->answer(answer); // whoever acts takes it from there
            return;
        }
        one->shown.asks.removeIf([&answer](const Act &open) { return open.key == answer.key; });
        record(*one, QStringLiteral("guard.answer"),
               {{QStringLiteral("answer"), QJsonObject{{QStringLiteral("ask"), answer.key},
                                                       {QStringLiteral("choice"), int(answer.choice)},
                                                       {QStringLiteral("by"), answer.by}}}});
        perform(*one, one->ladder.answer(answer));
        save(*one);
        return publish(*one);
    }
}

void Guard::holdAutomation(const AutomationHold &hold)
{
    if (!m_store)
        return;
    const Result<Ok> held = m_store->hold(hold);
    m_state.trouble = held ? QString() : held.error().toString();
    m_doors.journal->append(holdDraft(hold, m_doors.clock->wallMs()), [](const Result<Receipt> &) {});
    refreshState();
}

void Guard::save(Watched &one)
{
    if (!m_store || !m_state.acts)
        return;
    const QJsonObject ladder = toJson(one.ladder.state(), one.subject.id);
    if (ladder == one.saved)
        return;
    QStringList digests;
    for (const PolicyFile &file : one.subject.policies)
        digests.append(file.digest);
    const Result<Ok> saved = m_store->save({.rollout = one.subject.id,
                                            .place = one.subject.place(),
                                            .ladder = ladder,
                                            .digests = digests,
                                            .savedMs = m_doors.clock->wallMs(),
                                            .over = one.over});
    if (saved)
        one.saved = ladder;
    else
        qCWarning(lcGuard).noquote() << saved.error().toString();
}

void Guard::publish(Watched &one)
{
    PlaceVerdict &shown = one.shown;
    const LadderState &ladder = one.ladder.state();
    shown.coming = comingOf(shown.policies, ladder);
    shown.recovery = ladder.rollback.recovery;
    shown.holds = ladder.held;
    shown.catchingUp = one.judge.isCatchingUp();
    shown.promotionRefused.clear();
    if (shown.tickMs == 0)
        shown.promotionRefused = tr("no verdict has been reached yet");
    else if (ladder.frozen)
        shown.promotionRefused = tr("it is frozen until a person lifts that");
    else if (shown.verdict != policy::VerdictClass::Healthy)
        shown.promotionRefused = tr("policy %1 says %2: %3")
                                     .arg(shown.policies.constFirst().policy.policy->id, words(shown.verdict),
                                          shown.reasons.join(QStringLiteral(", ")));
    else if (!shown.fresh)
        shown.promotionRefused = tr("there is no fresh answer");
    else if (!one.ladder.mayPromote())
        shown.promotionRefused = tr("it is held");
    const qint64 now = m_doors.clock->wallMs();
    if (m_store && m_state.acts && (shown.promotionRefused != one.told || now - one.toldMs >= kToldEveryMs)) {
        (void)m_store->notePromotion(shown.place, {shown.promotionRefused, shown.goodUntilMs()});
        one.told = shown.promotionRefused;
        one.toldMs = now;
    }
    Q_EMIT judged(shown);
}

void Guard::record(const Watched &one, const QString &kind, const QJsonObject &fields, const QString &saga)
{
    if (!m_state.acts)
        return;
    Draft draft;
    draft.kind = kind;
    draft.saga = saga;
    draft.fields = fields;
    draft.fields.insert(QStringLiteral("subject"), subjectJson(one.subject));
    const Actor actor = self();
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), actor.ref},
                                                             {QStringLiteral("role"), actor.role},
                                                             {QStringLiteral("automation"), true}});
    m_doors.journal->append(draft, [](const Result<Receipt> &) {}); // what cannot be written the journal's state tells
}

} // namespace astern::guard
