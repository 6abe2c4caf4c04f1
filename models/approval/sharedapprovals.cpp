// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/sharedapprovals.h"

#include "models/base/format.h"
#include "models/journal/envelope.h"
#include "models/journal/mirrorrows.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>

namespace astern {
namespace {

using Standing = ApprovalRecord::Standing;

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

constexpr int kBusyMs = 2'000;
constexpr int kPage = 2'000;

Standing standingOf(const SharedChain::Verdict &verdict, const SharedRow &row)
{
    switch (verdict.kind) {
    case SharedChain::Verdict::Kind::Good:
        return row.gate.isEmpty() || row.gateWon ? Standing::Counts : Standing::Lost;
    case SharedChain::Verdict::Kind::Pending:
        return Standing::Unapproved;
    case SharedChain::Verdict::Kind::Disputed:
        return Standing::Revoked;
    default:
        return Standing::Forged;
    }
}

bool isOfKeys(const SharedRow &row) { return row.kind.startsWith(QLatin1String("key.")); }

// What decides something, here or in the chain. The signature of anything else was checked as the copy was made, and
// nothing here rests on it.
bool matters(const SharedRow &row)
{
    return row.seq == 0 || isOfKeys(row) || row.kind.startsWith(QLatin1String("approval.")) ||
           row.kind == QLatin1String("override.granted") || row.kind == QLatin1String("policy.edit") ||
           row.kind == QLatin1String("promotion.intent") || row.kind == kHandOverKind;
}

// The log as it is now does not go on from the one that was read, or goes on and cannot be read further.
const SharedAlarm *brokenLog(const SharedLogState &state)
{
    using Kind = SharedAlarm::Kind;
    const auto found = std::find_if(state.alarms.cbegin(), state.alarms.cend(), [](const SharedAlarm &alarm) {
        return alarm.healedMs == 0 && (alarm.kind == Kind::Truncated || alarm.kind == Kind::Replaced ||
                                       alarm.kind == Kind::Changed || alarm.kind == Kind::TwoHistories);
    });
    return found == state.alarms.cend() ? nullptr : &*found;
}

JournalEntry entryOf(const SharedRow &row, const QJsonObject &payload)
{
    JournalEntry entry;
    entry.index = row.index;
    entry.id = row.id;
    entry.kind = row.kind;
    entry.saga = row.saga;
    entry.leafHash = toHex(row.leafHash);
    entry.wallMs = payload.value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger();
    entry.payload = payload;
    return entry;
}

} // namespace

SharedApprovals::SharedApprovals(ApprovalBook &book, QString mirrorFile)
    : m_book(book), m_file(std::move(mirrorFile)), m_namesFile(namesFile(m_file))
{
    m_book.setShared(true);
}

Result<Ok> SharedApprovals::open()
{
    if (m_db)
        return Ok{};
    auto db = Database::open(m_file, Database::Mode::ReadOnly, kBusyMs);
    if (!db)
        return db.error();
    m_db = std::move(db.value());
    return Ok{};
}

Result<bool> SharedApprovals::wasRewound()
{
    if (m_next == 0)
        return false;
    auto last = m_db->prepare(QStringLiteral("SELECT leaf_hash FROM entry WHERE idx=?1"));
    if (!last)
        return last.error();
    const auto found = last->bind(1, m_next - 1).step();
    if (!found)
        return found.error();
    const bool same = *found && last->blob(0) == m_lastHash;
    last->reset();
    return !same;
}

// Whoever follows the log writes it anew where anything is said otherwise.
void SharedApprovals::lookAtNames()
{
    const QFileInfo file(m_namesFile);
    const std::pair at(file.lastModified(), file.size());
    if (m_namesAt == at)
        return;
    m_namesAt = at;
    const Names names = readNames(m_namesFile);
    if (names == m_book.names())
        return;
    m_book.setNames(names);
    ++m_heard;
}

Result<quint64> SharedApprovals::catchUp()
{
    lookAtNames();
    if (!QFileInfo::exists(m_file))
        return quint64(0);
    if (auto done = open(); !done)
        return done.error();
    const auto rewound = wasRewound();
    if (!rewound)
        return rewound.error();
    if (*rewound) {
        m_judge.reset();
        beginAnew();
    }
    auto done = readOn();
    // What rests on a revoked key counts no more, wherever it stands: that is known only behind it.
    while (done && m_revoked) {
        m_judge = m_chain;
        beginAnew();
        done = readOn();
    }
    return done ? Result<quint64>(m_next) : Result<quint64>(done.error());
}

void SharedApprovals::beginAnew()
{
    m_chain = {};
    m_next = 0;
    m_revoked = false;
    m_book.clear();
    m_book.setShared(true);
}

Result<Ok> SharedApprovals::readOn()
{
    for (;;) {
        const auto rows = readMirrorRows(*m_db, m_next, kPage, [this](const SharedRow &row) { take(row); });
        if (!rows)
            return rows.error();
        if (*rows < kPage)
            return Ok{};
    }
}

bool SharedApprovals::wasDisowned(const SharedRow &row) const
{
    if (!m_judge)
        return false;
    const auto opened = Envelope::open(row.leaf);
    return !opened || !m_judge->counts(opened->keyId, row.seq) || !m_judge->writers().value(row.writer).approved;
}

void SharedApprovals::take(const SharedRow &row)
{
    m_next = row.index + 1;
    m_lastHash = QByteArray(reinterpret_cast<const char *>(row.leafHash.data()), qsizetype(row.leafHash.size()));
    const SharedChain::Verdict verdict = m_chain.take(row, matters(row));
    if (!matters(row))
        return;
    ++m_heard;
    Standing standing = standingOf(verdict, row);
    if (standing == Standing::Counts && wasDisowned(row))
        standing = Standing::Revoked;
    const bool admin = m_chain.writers().value(row.writer).admin;
    QJsonObject payload = verdict.payload;
    if (payload.isEmpty()) {
        // What it claims is still shown, as what does not count.
        const auto opened = Envelope::open(row.leaf);
        payload = opened ? QJsonDocument::fromJson(opened->payload).object() : QJsonObject();
    }
    if (row.kind == QLatin1String("policy.edit")) {
        const QString digest =
            payload.value(QLatin1String("rules")).toObject().value(QLatin1String("digest")).toString();
        if (standing == Standing::Counts && admin && !digest.isEmpty())
            m_book.pinRules(digest, row.index);
    } else if (isOfKeys(row)) {
        takeKey(row, payload, standing, admin);
    } else {
        m_book.take(entryOf(row, payload), row.index, standing);
    }
}

void SharedApprovals::takeKey(const SharedRow &row, const QJsonObject &payload, Standing standing, bool admin)
{
    const bool revokes = row.kind == QLatin1String("key.revoke");
    if (standing != Standing::Counts || (revokes && !admin))
        return;
    m_book.take(entryOf(row, payload), row.index, standing);
    const QJsonObject revoke = payload.value(QLatin1String("revoke")).toObject();
    const QString key = revoke.value(QLatin1String("keyid")).toString();
    m_revoked = m_revoked || (revokes && m_chain.revoked().contains(key) &&
                              !(m_judge && m_judge->revoked().value(key, ~quint64(0)) <= m_chain.revoked().value(key)));
}

QString whyNotCurrent(const SharedLogState &state, quint64 read, const QString &broken)
{
    using State = SharedLogState::State;
    if (!broken.isEmpty())
        return tr("this device's copy of the team's log cannot be read: %1").arg(broken);
    if (!state.trouble.isEmpty())
        return tr("the team's log: %1").arg(state.trouble);
    switch (state.state) {
    case State::None:
        return tr("nothing on this device follows the team's log");
    case State::Waiting:
    case State::Connecting:
        return tr("the team's log has not answered yet");
    case State::Away:
    case State::Forked:
        return tr("the team's log: %1").arg(state.words);
    case State::Following:
        break;
    }
    if (const SharedAlarm *alarm = brokenLog(state))
        return alarm->words;
    if (read < state.size)
        return tr("%1 of %2 entries of the team's log have been read")
            .arg(format::count(qint64(read)), format::count(qint64(state.size)));
    return {};
}

} // namespace astern
