// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/desknotes.h"

#include "models/base/format.h"
#include "models/escalation/message.h"
#include "models/views/verdictwords.h"

#include <algorithm>

namespace astern {
namespace {

constexpr qint64 kAgainMs = 10 * 60'000;
constexpr qint64 kKeptMs = 24 * 3'600'000;
constexpr qint64 kAboutMs = 60'000; // an act that comes sooner is about to come
constexpr int kCollectMs = 300;
constexpr qsizetype kSingly = 2;

QString nameOf(const Session &session, const QString &key)
{
    const Placement *place = session.placement(key);
    return place ? QStringLiteral("%1 %2").arg(place->service, place->where()) : key;
}

} // namespace

DeskNotes::DeskNotes(Session &session, QObject *parent) : QObject(parent), m_session(session), m_collect(this)
{
    m_collect.setSingleShot(true);
    m_collect.setInterval(kCollectMs);
    connect(&m_collect, &QTimer::timeout, this, &DeskNotes::tell);
    connect(&session, &Session::verdictChanged, this, &DeskNotes::seeVerdict);
    connect(&session, &Session::runChanged, this, &DeskNotes::seeRun);
    connect(&session, &Session::escalationsChanged, this, &DeskNotes::seeEscalations);
}

void DeskNotes::seeVerdict(const QString &key)
{
    const guard::PlaceVerdict *verdict = m_session.verdict(key);
    const qint64 nowMs = m_session.nowMs();
    if (!verdict || verdict->catchingUp || verdict->isStale(nowMs))
        return;
    const QString name = nameOf(m_session, key);
    if (verdict->verdict == policy::VerdictClass::Systemic)
        say({DeskNote::Kind::Failing, key, tr("%1 is failing").arg(name), reasonWords(*verdict, nowMs), true},
            QStringLiteral("failing ") + verdict->rollout);
    const VerdictNext next = nextOf(*verdict, m_session.guardState(), nowMs);
    if (!next.words.isEmpty() && next.atMs > nowMs && next.atMs - nowMs <= kAboutMs)
        say({DeskNote::Kind::AboutToAct, key, tr("%1: a policy is about to act").arg(name),
             tr("It %1 in %2 unless somebody holds it.")
                 .arg(next.words, format::duration((next.atMs - nowMs) / 1000 * 1000)),
             true},
            QStringLiteral("act %1 %2").arg(verdict->rollout, next.words));
}

void DeskNotes::seeRun(const PlanRun &run)
{
    if (run.state == PlanRun::State::Running)
        return;
    const bool good = run.state == PlanRun::State::Succeeded;
    const QString key = run.plan.placementKey();
    QString text = run.error ? run.error->message : run.summary;
    say({DeskNote::Kind::PlanEnded, key,
         good ? tr("%1: the plan is done").arg(nameOf(m_session, key))
              : tr("%1: the plan did not end well").arg(nameOf(m_session, key)),
         text, !good},
        QStringLiteral("run ") + run.plan.id);
}

void DeskNotes::seeEscalations()
{
    int waiting = 0;
    for (const escalation::Shown &shown : m_session.escalations().items) {
        const escalation::Item &item = shown.item;
        if (!item.isOpen() || item.acknowledgedMs > 0)
            continue;
        ++waiting;
        const escalation::Concern &concern = item.concern;
        say({DeskNote::Kind::NeedsYou, concern.place, tr("%1 needs a person").arg(nameOf(m_session, concern.place)),
             concern.words.isEmpty() ? escalation::whatWords(concern)
                                     : tr("%1: %2").arg(escalation::whatWords(concern), concern.words),
             true},
            QStringLiteral("concern ") + concern.id);
    }
    if (waiting == m_waiting)
        return;
    m_waiting = waiting;
    Q_EMIT waitingChanged(waiting);
}

void DeskNotes::say(DeskNote note, const QString &once)
{
    const qint64 nowMs = m_session.nowMs();
    m_said.removeIf([nowMs](const auto &one) { return nowMs - one.value() > kKeptMs; });
    const QString kind = QStringLiteral("%1 %2").arg(int(note.kind)).arg(note.place);
    const auto last = m_said.constFind(kind);
    const bool tooSoon = note.kind != DeskNote::Kind::PlanEnded && last != m_said.cend() && nowMs - *last < kAgainMs;
    if (m_said.contains(once) || tooSoon)
        return;
    m_said.insert(once, nowMs);
    m_said.insert(kind, nowMs);
    m_soon.append(std::move(note));
    if (!m_collect.isActive())
        m_collect.start();
}

// Several at once are one: twenty of them would hide each other.
void DeskNotes::tell()
{
    const QList<DeskNote> all = std::exchange(m_soon, {});
    if (all.size() <= kSingly) {
        for (const DeskNote &one : all)
            Q_EMIT note(one);
        return;
    }
    QStringList titles;
    for (const DeskNote &one : all)
        titles.append(one.title);
    DeskNote together;
    together.kind = all.constFirst().kind;
    together.title = tr("%1 things want to be seen").arg(all.size());
    together.text = titles.mid(0, 5).join(QLatin1Char('\n'));
    together.urgent = std::any_of(all.cbegin(), all.cend(), [](const DeskNote &one) { return one.urgent; });
    Q_EMIT note(together);
}

} // namespace astern
