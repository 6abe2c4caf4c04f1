// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/erasepane.h"

#include "models/base/format.h"
#include "models/session/privacyholds.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QJsonObject>
#include <QLineEdit>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

constexpr int kMostHolds = 1'000;
constexpr qsizetype kLeastReason = 10;
const QString kEverybody = QStringLiteral("*");

QJsonObject holdOf(const JournalEntry &entry) { return entry.payload.value(QLatin1String("hold")).toObject(); }

} // namespace

QString erasureRefused(const Session &session)
{
    if (!session.journal())
        return ErasePane::tr("This session has no log.");
    if (!session.doors().readOnly.isEmpty())
        return session.doors().readOnly;
    if (session.workspace().readOnly)
        return ErasePane::tr("This workspace is read-only.");
    if (session.self().ref.isEmpty())
        return ErasePane::tr("Nobody is signed in who could decide it.");
    if (session.journalState().state != JournalState::State::Open)
        return ErasePane::tr("Nothing can be recorded now, and an erasure is recorded first.");
    return {};
}

ErasePane::ErasePane(Session &session, QWidget *parent)
    : LogForm(tr("Erase what a person said"), parent), m_session(session), m_inbox(this)
{
    setObjectName(QStringLiteral("erasePane"));
    m_whose = addField(tr("Whose, by pseudonym"), "eraseWhose", QStringLiteral("psn-7f3a"));
    m_known = addWords();
    m_held = addWords();
    m_held->setObjectName(QStringLiteral("eraseHeld"));
    addHeading(tr("Why it may be erased"));
    m_basis = addField(tr("Legal basis"), "eraseBasis", QStringLiteral("GDPR Art. 17(1)(b)"));
    m_requested = addField(tr("Requested by whom, and when"), "eraseRequested", tr("the person, letter of 2026-11-20"));
    m_reason = addField(tr("Reason"), "eraseReason", tr("at least 10 characters"));
    addWords(tr("Decided by %1. All of this is recorded before anything is erased.")
                 .arg(session.self().name.isEmpty() ? session.self().ref : session.self().name));
    addHeading(tr("What goes, what stays"));
    addWords(tr("Goes, in every entry until now and in every copy and backup: the person's name, and the reasons that "
                "they gave. The key to them is destroyed; nobody can bring it back."),
             Tone::CriticalText);
    addWords(tr("Stays: every entry in its place, with its kind, time, pseudonym, outcome and proof. The log still "
                "verifies, and says that these words were erased, by whom and on which basis. Copies that left "
                "readable (exports, sinks with full openings) are not reached."));
    m_typed = addField(tr("Type the pseudonym to confirm"), "eraseTyped");
    static_cast<QVBoxLayout *>(content()->layout())->addStretch();
    m_erase = makeButton(tr("Erase for good"), "dangerline", {}, this);
    m_erase->setObjectName(QStringLiteral("eraseNow"));
    m_hold = makeButton({}, nullptr, QStringLiteral("lock"), this);
    m_hold->setObjectName(QStringLiteral("eraseHold"));
    m_show = makeButton({}, "quiet", QStringLiteral("arrow-up-right"), this);
    m_show->setObjectName(QStringLiteral("eraseShow"));
    for (QPushButton *button : {m_erase, m_hold, m_show})
        foot().addWidget(button);
    foot().addStretch();
    for (QLineEdit *field : {m_whose, m_basis, m_requested, m_reason, m_typed})
        connect(field, &QLineEdit::textChanged, this, &ErasePane::refresh);
    connect(m_whose, &QLineEdit::textChanged, this, &ErasePane::lookForHold);
    connect(m_erase, &QPushButton::clicked, this, &ErasePane::erase);
    connect(m_hold, &QPushButton::clicked, this, &ErasePane::hold);
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (m_entry)
            Q_EMIT entryRequested(*m_entry);
    });
    connect(&session, &Session::journalChanged, this, &ErasePane::refresh);
    connect(&session, &Session::entryAdded, this, [this](const JournalEntry &entry) {
        if (entry.kind == QLatin1String("privacy.hold"))
            lookForHold();
    });
}

QString ErasePane::whose() const { return m_whose->text().trimmed(); }

void ErasePane::open(const std::optional<JournalEntry> &chosen)
{
    const QJsonObject actor = chosen ? chosen->payload.value(QLatin1String("actor")).toObject() : QJsonObject();
    m_subject = actor.value(QLatin1String("ref")).toString();
    m_name = chosen ? chosen->personal.value(QStringLiteral("actor.name")) : QString();
    m_entry.reset();
    say({});
    m_typed->clear();
    m_whose->setText(m_subject);
    lookForHold();
    refresh();
    (m_subject.isEmpty() ? m_whose : m_basis)->setFocus(Qt::OtherFocusReason);
}

// The newest word on a hold counts, of the person and of everybody.
void ErasePane::lookForHold()
{
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    JournalQuery query;
    query.limit = kMostHolds;
    query.kinds = {QStringLiteral("privacy.hold")};
    journal->entries(query,
                     m_inbox.wrap([this, asked = ++m_asked, who = whose()](const Result<QList<JournalEntry>> &page) {
                         if (asked != m_asked || !page)
                             return;
                         m_heldBy.reset();
                         m_everybody = false;
                         for (const QString &subject : {who, kEverybody}) {
                             for (const JournalEntry &entry : *page) { // newest first
                                 const QJsonObject hold = holdOf(entry);
                                 if (hold.value(QLatin1String("subject")).toString() != subject)
                                     continue;
                                 if (!hold.value(QLatin1String("lifted")).toBool()) {
                                     m_heldBy = entry.index;
                                     m_everybody = subject == kEverybody;
                                 }
                                 break;
                             }
                             if (m_heldBy)
                                 break;
                         }
                         refresh();
                     }));
}

void ErasePane::refresh()
{
    const QString who = whose();
    const bool known = !who.isEmpty() && who == m_subject && !m_name.isEmpty();
    m_known->setRuns({{known ? tr("Known here as %1").arg(m_name) : QString(), Tone::InkSecondary, TextStyle::Small}});
    m_known->setVisible(known);
    m_held->setVisible(m_heldBy.has_value());
    if (m_heldBy)
        m_held->setRuns({{(m_everybody ? tr("Entry %1 holds what everybody said: nothing may be erased until it is "
                                            "lifted.")
                                       : tr("Entry %1 holds what this person said: nothing may be erased until it is "
                                            "lifted."))
                              .arg(format::entry(qint64(*m_heldBy))),
                          Tone::WarningText, TextStyle::Small}});
    const QString refused = erasureRefused(m_session);
    const QString lacks = !refused.isEmpty()                    ? refused
                          : who.isEmpty()                       ? tr("Say whose words are meant.")
                          : m_basis->text().trimmed().isEmpty() ? tr("Name the law that it rests on.")
                          : m_reason->text().trimmed().size() < kLeastReason
                              ? tr("Give the reason in at least 10 characters.")
                              : QString();
    const QString notErased = !lacks.isEmpty()                          ? lacks
                              : m_heldBy                                ? tr("A hold stands against it.")
                              : m_requested->text().trimmed().isEmpty() ? tr("Say who asked for it, and when.")
                              : m_typed->text().trimmed() != who
                                  ? tr("Type %1 into the last field to confirm.").arg(who)
                                  : QString();
    m_erase->setEnabled(notErased.isEmpty() && !m_running);
    m_erase->setToolTip(notErased);
    const bool lifts = m_heldBy.has_value();
    m_hold->setText(lifts ? tr("Lift the hold") : tr("Hold instead"));
    m_hold->setProperty(kGlyphProperty, lifts ? QStringLiteral("lock-open") : QStringLiteral("lock"));
    m_hold->setEnabled(lacks.isEmpty() && !m_running);
    m_hold->setToolTip(!lacks.isEmpty() ? lacks
                       : lifts          ? tr("Erasure is possible again; recorded with basis and reason")
                                        : tr("Nothing that this person said may be erased until the hold is lifted, "
                                                      "e.g. while a claim is open: GDPR Art. 17(3)(e)"));
    m_show->setVisible(m_entry.has_value());
    if (!m_running && !m_entry)
        say(refused, Tone::WarningText);
}

void ErasePane::erase()
{
    if (!m_erase->isEnabled())
        return;
    m_running = true;
    say(tr("Recording the erasure, then destroying the key…"));
    refresh();
    const QString who = whose();
    m_session.journal()->erase({.subject = who,
                                .basis = m_basis->text().trimmed(),
                                .reason = m_reason->text().trimmed(),
                                .requested = m_requested->text().trimmed(),
                                .by = m_session.self().ref},
                               m_inbox.wrap([this, who](const Result<Receipt> &receipt) {
                                   ended(receipt, tr("What %1 said until now is erased.").arg(who));
                               }));
}

void ErasePane::hold()
{
    if (!m_hold->isEnabled())
        return;
    m_running = true;
    refresh();
    const bool lift = m_heldBy.has_value();
    const QString who = lift && m_everybody ? kEverybody : whose();
    holdWords(m_session,
              {.subject = who,
               .lifted = lift,
               .basis = m_basis->text().trimmed(),
               .reason = m_reason->text().trimmed(),
               .by = m_session.self().ref},
              m_inbox.wrap([this, lift](const Result<Receipt> &receipt) {
                  ended(receipt, lift ? tr("The hold is lifted.") : tr("The words are held."));
                  lookForHold();
              }));
}

void ErasePane::ended(const Result<Receipt> &receipt, const QString &words)
{
    m_running = false;
    m_typed->clear();
    if (receipt) {
        m_entry = receipt->index;
        m_show->setText(format::entry(qint64(*m_entry)));
        m_show->setAccessibleName(tr("Show entry %1").arg(m_show->text()));
    }
    refresh();
    if (receipt)
        say(tr("%1 Recorded as entry %2.").arg(words, format::entry(qint64(*m_entry))));
    else
        say(receipt.error().toString(), Tone::CriticalText);
}

} // namespace astern::ui
