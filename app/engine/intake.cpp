// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/intake.h"

namespace astern::app {

Intake::Intake(Session &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &Intake::handOver);
}

void Intake::take(const RolloutBatch &batch)
{
    if (m_waiting.empty() && batch.changed.size() <= kPiece)
        return m_session.observe(batch);
    RolloutBatch piece{.backend = batch.backend, .complete = false, .changed = {}, .gone = batch.gone};
    QSet<QString> told;
    qsizetype from = 0;
    for (; batch.changed.size() - from > kPiece; from += kPiece) {
        piece.changed = batch.changed.mid(from, kPiece);
        for (const Rollout &rollout : std::as_const(piece.changed))
            told.insert(rollout.ref.key());
        m_waiting.push_back(std::exchange(piece, {.backend = batch.backend, .changed = {}, .gone = {}}));
    }
    // Only with the last one is it known what is gone.
    piece.changed = batch.changed.mid(from);
    piece.complete = batch.complete;
    piece.told = told;
    m_waiting.push_back(piece);
    m_next.start(0);
}

void Intake::forget(const QString &backend)
{
    std::erase_if(m_waiting, [&](const RolloutBatch &piece) { return piece.backend == backend; });
}

void Intake::handOver()
{
    if (m_waiting.empty())
        return;
    const RolloutBatch piece = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_session.observe(piece);
    if (!m_waiting.empty())
        m_next.start(0);
}

} // namespace astern::app
