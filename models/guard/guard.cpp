// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/watched.h"

#include "models/base/logging.h"
#include "models/guard/recorded.h"

#include <QDir>

#include <algorithm>

namespace astern::guard {
namespace {

constexpr int kTickMs = 250;
constexpr int kFollowEvery = 4; // turns
constexpr qint64 kAliveEveryMs = 5'000;
constexpr qint64 kHearEveryMs = 1'000;
constexpr qint64 kRecoveryMs = 10 * 60'000;           // a rollout that has ended is followed no longer than this
constexpr qint64 kLongestCoolDownMs = 24 * 3'600'000; // of those that are looked for
constexpr qint64 kSettleMs = 2'000;                   // what is seen of its end still comes in

// A rollout keeps the policies that it began with, whatever the files say meanwhile.
void keepPolicies(const policy::RecordStore &records, Subject &subject)
{
    Result<policy::RecordReader> reader = records.read(subject.id);
    if (!reader)
        return;
    const Result<std::optional<policy::RecordBlock>> first = reader.value().next();
    if (!first || !*first || !(*first)->ground)
        return;
    const auto kept = policiesOf(*(*first)->ground);
    if (!kept)
        return;
    subject.policies = *kept;
    subject.judged = (*first)->ground->rollout;
}

} // namespace

Guard::Guard(Doors doors, Options options, QObject *parent)
    : QObject(parent), m_doors(std::move(doors)), m_options(std::move(options)), m_inbox(this),
      m_lock(QDir(m_options.folder).filePath(QStringLiteral("guard.lock"))), m_records(samplesFolder(m_options.folder)),
      m_timer(this), m_closes(this)
{
    m_lock.setStaleLockTime(0); // a process that lives and is slow still holds it
    Result<std::unique_ptr<GuardStore>> store = GuardStore::open(m_options.folder);
    if (store)
        m_store = std::move(store.value());
    else
        m_state.trouble = store.error().toString();
    m_state.judges = true;
    connect(&m_timer, &QTimer::timeout, this, &Guard::tick);
    m_closes.setSingleShot(true);
    m_closes.setTimerType(Qt::PreciseTimer);
    connect(&m_closes, &QTimer::timeout, this, &Guard::closeTicks);
    refreshState();
    m_timer.start(kTickMs);
}

Guard::~Guard() { stop(); }

void Guard::stop()
{
    if (std::exchange(m_stopped, true))
        return;
    m_timer.stop();
    m_closes.stop();
    for (auto &[id, one] : m_watched)
        save(*one);
    m_lock.unlock();
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
    const Result<QList<GuardStore::Climb>> climbs = m_store->unfinished();
    for (const GuardStore::Climb &climb : climbs ? *climbs : QList<GuardStore::Climb>{}) {
        const auto place = m_places.constFind(climb.place);
        if (place == m_places.cend())
            continue; // not seen yet, or no longer in the workspace
        if (!find(climb.rollout)) {
            Subject ended = *place;
            ended.id = climb.rollout;
            ended.judged.id = climb.rollout;
            ended.newHash = hashOfRollout(climb.rollout);
            open(ended);
            end(*find(climb.rollout));
        }
        resumeActs(*find(climb.rollout));
    }
}

Guard::Watched *Guard::find(const QString &rollout)
{
    const auto found = m_watched.find(rollout);
    return found == m_watched.end() ? nullptr : found->second.get();
}

bool Guard::mayAct(const Watched &one) const
{
    // As of now, not of the last look: this process may have been stopped in between.
    if (m_doors.leadership && !m_doors.leadership(true).leads)
        return false;
    return m_state.acts && m_recovered && m_store && !m_state.holdOf(one.subject.place(), m_doors.clock->wallMs());
}

void Guard::refreshState()
{
    GuardState next = m_state;
    const qint64 now = m_doors.clock->wallMs();
    if (m_options.act && m_store && !m_lock.isLocked())
        (void)m_lock.tryLock(0);
    m_first = m_options.act && m_store && m_lock.isLocked();
    const Leadership::State team = m_doors.leadership ? m_doors.leadership(m_first) : Leadership::State{.leads = true};
    next.acts = m_first && team.leads;
    if (next.acts && m_store) {
        next.leader = m_options.name;
        next.why.clear();
        next.leaderAliveMs = now;
        if (now - m_saidAliveMs >= kAliveEveryMs || now < m_saidAliveMs) {
            const Result<Ok> said = m_store->sayAlive({m_options.name, now});
            next.trouble = said ? QString() : said.error().toString();
            m_saidAliveMs = now;
        }
    } else if (m_first) {
        next.leader = team.leader;
        next.leaderAliveMs = team.leader.isEmpty() ? 0 : now; // the team's store would know otherwise
        next.why = team.why;
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
        next.coolDowns = coolDowns(now);
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

// Of the service and environment, so that it is also known once the rollout itself is no longer followed.
QList<CoolDown> Guard::coolDowns(qint64 nowMs)
{
    const Result<QList<GuardStore::RolledBack>> last = m_store->lastRollbacks(nowMs - kLongestCoolDownMs);
    if (!last || last->isEmpty()) // nearly always
        return {};
    return coolDownsOf(
        *last,
        [this](const QString &service, const QString &environment) {
            QList<PolicyFile> all;
            for (const Subject &subject : std::as_const(m_places)) {
                if (subject.context.service == service && subject.context.environment == environment)
                    all += subject.policies;
            }
            return all;
        },
        nowMs);
}

void Guard::tick()
{
    refreshState();
    const qint64 now = m_doors.clock->wallMs();
    if (m_state.acts && m_recovered)
        takeAnswers();
    else if (!m_state.acts && ++m_turns % kFollowEvery == 0)
        follow();
    if (m_probes != probesHere())
        askSources();
    const bool hears = !m_probes && now - m_heardMs >= kHearEveryMs;
    m_heardMs = hears ? now : std::min(m_heardMs, now);
    QStringList over;
    for (auto &[id, one] : m_watched) {
        if (hears)
            hearProbes(*one);
    }
    closeTicks();
    for (auto &[id, one] : m_watched) {
        if (mayAct(*one) && perform(*one, one->ladder.advance(now)))
            settle(*one);
        nextTurn(*one);
        const Recovery recovery = one->ladder.state().rollback.recovery;
        const bool followed = recovery == Recovery::Watching && now - one->goneMs <= kRecoveryMs;
        if (one->gone && !followed && !one->isBusy() && now - one->goneMs > kSettleMs)
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
        if (m_first)
            (void)m_records.retain({.maxAgeMs = kSamplesKeptMs, .maxBytes = kSamplesKeptBytes}, now);
    }
}

// Of many rollouts that change their class at once, what is kept is written once: nothing leaves before this returns.
void Guard::closeTicks()
{
    const qint64 now = m_doors.clock->wallMs();
    qint64 next = now + kTickMs;
    const auto close = [&] {
        for (auto &[id, one] : m_watched) {
            one->judge.advance(now);
            process(*one);
            if (one->judge.nextCloseMs() > now)
                next = std::min(next, one->judge.nextCloseMs());
        }
    };
    if (!m_store) {
        close();
    } else if (const Result<Ok> kept = m_store->together(close); !kept) {
        qCWarning(lcGuard).noquote() << kept.error().toString();
        for (auto &[id, one] : m_watched)
            one->saved = {}; // nothing was: it is tried again
    }
    if (next < now + kTickMs)
        m_closes.start(int(next - now));
}

void Guard::follow()
{
    const Result<QList<GuardStore::Climb>> climbs = m_store ? m_store->unfinished() : QList<GuardStore::Climb>{};
    for (const GuardStore::Climb &climb : climbs ? *climbs : QList<GuardStore::Climb>{}) {
        Watched *one = find(climb.rollout);
        if (!one || climb.ladder == one->saved)
            continue;
        one->saved = climb.ladder; // also where it cannot be read: it is said once
        if (const Result<Ok> restored = one->ladder.restore(climb.ladder); !restored)
            qCWarning(lcGuard).noquote() << restored.error().toString();
        publish(*one);
    }
}

void Guard::setSubjects(const QList<Subject> &subjects)
{
    m_places.clear();
    seeSubjects(subjects);
}

void Guard::seeSubjects(const QList<Subject> &subjects)
{
    bool asksAnew = false;
    bool newPlace = false;
    for (const Subject &subject : subjects) {
        newPlace = newPlace || !m_places.contains(subject.place());
        m_places.insert(subject.place(), subject);
        if (subject.onItsWay && !find(subject.id)) {
            open(subject);
            asksAnew = true;
        }
    }
    for (auto &[id, one] : m_watched) {
        const auto place = m_places.constFind(one->subject.place());
        const bool there = place != m_places.cend();
        if (there)
            see(*one, place->rollout);
        // Where probes lead is the workspace's to say, at any time.
        if (there && place->id == id && one->subject.hosts != place->hosts) {
            one->subject.hosts = place->hosts;
            asksAnew = true;
        }
        if (!one->gone && !(there && place->onItsWay && place->id == id)) {
            end(*one);
            asksAnew = true;
        }
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
    one.others = std::move(reader).value(); // what comes after this is still to be heard
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
            if (const Result<Ok> restored = one->ladder.restore((*climb)->ladder); restored) {
                one->saved = (*climb)->ladder;
                one->savedState = withoutTime(one->ladder.state());
            } else {
                qCWarning(lcGuard).noquote() << restored.error().toString();
            }
            one->recovery = one->ladder.state().rollback.recovery;
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
    noteLeft(one);
    nextTurn(one);
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
    settle(one);
}

void Guard::askSources()
{
    policy::RecordNeeds needs;
    m_probes = probesHere();
    for (const auto &[id, one] : m_watched) {
        needs.series += recordQueries(one->subject);
        needs.states += stateQueries(one->subject);
        if (!m_probes)
            continue;
        for (const policy::ProbeQuery &query : probeQueries(one->subject)) {
            // One that has ended is no longer there as the new version; the service is, and has to recover.
            if (!one->gone || query.role == Role::All)
                needs.probes.append(query);
        }
    }
    if (m_doors.record)
        m_doors.record(needs);
}

bool Guard::probesHere() const { return m_first || (!m_options.act && !m_state.isAlive(m_doors.clock->wallMs())); }

// Arrived for this process when it reads them.
void Guard::hearProbes(Watched &one)
{
    if (!one.others) {
        Result<policy::RecordReader> reader = m_records.read(one.subject.id);
        if (!reader)
            return; // whoever acts has not begun
        one.others = std::move(reader).value();
    }
    policy::RecordBatch batch{.rollout = one.subject.id,
                              .source = QLatin1String(policy::kProbeSource),
                              .arrivedMs = m_doors.clock->wallMs(),
                              .records = {},
                              .catchUp = false,
                              .error = {}};
    for (;;) {
        const Result<std::optional<policy::RecordBlock>> block = one.others->next();
        if (!block || !*block)
            break;
        for (const policy::Record &record : (*block)->records) {
            const auto *sample = std::get_if<policy::SampleRecord>(&record);
            if (sample && sample->source == batch.source)
                batch.records.append(*sample);
        }
    }
    if (!batch.records.isEmpty())
        one.judge.take(batch, batch.arrivedMs);
}

void Guard::take(const policy::RecordBatch &batch)
{
    Watched *one = find(batch.rollout);
    if (!one)
        return;
    one->judge.take(batch, m_doors.clock->wallMs());
    process(*one);
}

} // namespace astern::guard
