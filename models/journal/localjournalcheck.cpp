// SPDX-License-Identifier: GPL-3.0-or-later
// LocalJournal's verification of the whole log, and what follows it.
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "models/journal/localjournal.h"

#include <QJsonArray>

namespace astern {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto kCheckAgain = 1h; // when it could not be read
constexpr int kGroupsAtOnce = 16;
const QString kRetention = QStringLiteral("astern.retention"); // who decides it

} // namespace

void LocalJournal::startCheck(bool soon)
{
    if (m_checkRuns || !m_ledger)
        return;
    if (!m_ledger->catchUp()) { // the index is compared, too: as far as the log
        m_checkAt = Steady::now() + 1s;
        return;
    }
    if (m_check)
        m_check->join();
    m_checkRuns = true;
    const auto until = m_ledger->checkUntil();
    m_ledger->checkProgress(0, until.size());
    tellState();
    m_check.emplace([this, until, soon] { runCheck(until, soon); });
}

void LocalJournal::runCheck(FullCheck::Until until, bool soon)
{
    FullCheck check(*m_log, m_options.folder + QStringLiteral("/journal.db"), until, &m_checkStops);
    auto toldAt = Steady::now();
    Result<bool> more = true;
    while (more && *more && !m_checkStops) {
        const auto began = Steady::now();
        more = check.step(kGroupsAtOnce);
        const auto now = Steady::now();
        if (now - toldAt >= 200ms) {
            toldAt = now;
            post([this, done = check.done(), of = until.size()] {
                m_ledger->checkProgress(done, of);
                tellState();
            });
        }
        if (!soon)
            std::this_thread::sleep_for((now - began) * 3); // a quarter of one core, since nobody waits for it
    }
    const auto findings = [&]() -> Result<QStringList> {
        if (!more)
            return more.error();
        if (m_checkStops)
            return Error{.kind = Error::Kind::Cancelled, .message = tr("The program is closing")};
        return check.findings();
    }();
    post([this, until, findings] { endCheck(until, findings); });
}

void LocalJournal::endCheck(const FullCheck::Until &until, const Result<QStringList> &findings)
{
    m_checkRuns = false;
    if (!findings) {
        m_ledger->checkProgress(0, 0); // nothing is known
        m_checkAt = Steady::now() + kCheckAgain;
        tellState();
        return;
    }
    m_checkAt = Steady::now() + kJournalCheckEvery;
    m_ledger->checkEnded(until, findings->join(QStringLiteral("; ")));
    if (!findings->isEmpty()) {
        // Recorded, shown, and nothing is mended: what is there is the evidence.
        Draft found{.kind = QStringLiteral("journal.verify-failed")};
        found.fields.insert(QStringLiteral("found"), QJsonArray::fromStringList(*findings));
        wait({Uuid7::next(), found, false, JournalLevel::Local, [](const Result<Receipt> &) {}});
    }
    m_markWanted = true;
    tellState();
    expireOpenings();
}

// A key is a person's, so a person's words go together, when the last of them is old enough; never under a hold.
void LocalJournal::expireOpenings()
{
    if (m_options.keepOpeningsDays <= 0)
        return;
    const qint64 keptMs = std::chrono::milliseconds(24h).count() * m_options.keepOpeningsDays;
    const auto subjects = m_ledger->silentSince(m_options.clock->wallMs() - keptMs);
    if (!subjects)
        return; // with the next check
    for (const QString &subject : *subjects) {
        if (subject == kRetention)
            continue;
        erase({.subject = subject,
               .basis = QStringLiteral("retention"),
               .reason = tr("Kept for %1 days").arg(m_options.keepOpeningsDays),
               .requested = {},
               .by = kRetention},
              [](const Result<Receipt> &) {});
    }
}

} // namespace astern
