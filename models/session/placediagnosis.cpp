// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/placediagnosis.h"

namespace astern {
namespace {

constexpr int kIntervalMs = 5'000;

} // namespace

PlaceDiagnosis::PlaceDiagnosis(Session &session, QObject *parent) : QObject(parent), m_session(session), m_inbox(this)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &PlaceDiagnosis::ask);
    // A connection that was made anew answers nothing that the old one was asked.
    connect(&session, &Session::workspaceChanged, this, [this] {
        if (m_watched)
            ask();
    });
    // A rollout that was not seen yet, or whose new version just got its hash, is asked about at once.
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (!m_watched || !keys.contains(m_key))
            return;
        const Placement *place = m_session.placement(m_key);
        const Rollout *rollout = place ? m_session.rollout(place->object) : nullptr;
        if (rollout &&
            (questionAbout(*rollout).newHash != m_diagnosis.question.newHash || !m_diagnosis.pods.answered()))
            if (m_ticket == 0)
                ask();
    });
}

PlaceDiagnosis::~PlaceDiagnosis() { end(); }

void PlaceDiagnosis::setPlacement(const QString &key)
{
    if (m_key == key)
        return;
    end();
    m_key = key;
    m_logPod.clear();
    m_diagnosis = {};
    Q_EMIT changed();
    if (m_watched)
        ask();
}

void PlaceDiagnosis::setWatched(bool watched)
{
    if (m_watched == watched)
        return;
    m_watched = watched;
    if (watched)
        ask();
    else
        end();
}

void PlaceDiagnosis::setLogPod(const QString &pod)
{
    if (m_logPod == pod)
        return;
    m_logPod = pod;
    m_diagnosis.log = {};
    m_diagnosis.log.value.pod = pod;
    Q_EMIT changed();
    askNow();
}

void PlaceDiagnosis::askNow()
{
    if (m_watched)
        ask();
}

bool PlaceDiagnosis::isStale() const
{
    const qint64 at = m_diagnosis.pods.atMs;
    return at > 0 && m_session.nowMs() - at > 3 * qint64(m_timer.interval());
}

void PlaceDiagnosis::ask()
{
    end();
    const Placement *place = m_session.placement(m_key);
    const Rollout *rollout = place ? m_session.rollout(place->object) : nullptr;
    if (!rollout)
        return sayUnseen(place);
    if (!m_session.doors().diagnose)
        return;
    DiagnosisQuestion question = questionAbout(*rollout);
    question.logPod = m_logPod;
    m_backend = question.ref.backend;
    const quint64 round = ++m_round;
    m_ticket = m_session.doors().diagnose(
        question, m_inbox.wrap([this, round](const Diagnosis &diagnosis) { onTold(round, diagnosis); }));
}

// Session::changed asks when it is seen.
void PlaceDiagnosis::sayUnseen(const Placement *place)
{
    Error error;
    error.kind = Error::Kind::NotFound;
    error.message = tr("Nothing was seen of this place yet");
    if (const BackendHealth *health = place ? m_session.backend(place->object.backend) : nullptr) {
        error.where = health->backend;
        error.hint = health->reason;
    }
    if (m_diagnosis.pods.error == error)
        return;
    m_diagnosis.pods.error = error;
    Q_EMIT changed();
}

void PlaceDiagnosis::end()
{
    m_timer.stop();
    ++m_round;
    if (const quint64 ticket = std::exchange(m_ticket, 0); ticket != 0 && m_session.doors().endDiagnosis)
        m_session.doors().endDiagnosis(ticket, m_backend);
}

void PlaceDiagnosis::onTold(quint64 round, const Diagnosis &diagnosis)
{
    if (round != m_round)
        return;
    m_diagnosis.take(diagnosis);
    if (diagnosis.complete) {
        m_ticket = 0;
        m_timer.start();
    }
    Q_EMIT changed();
}

} // namespace astern
