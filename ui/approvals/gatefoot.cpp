// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/gatefoot.h"

#include "models/approval/approvaldesk.h"
#include "models/approval/ballot.h"
#include "models/base/format.h"
#include "models/identity/personrule.h"
#include "models/views/teamsight.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <array>

namespace astern::ui {
namespace {

using Verdict = ApprovalRecord::Verdict;

constexpr qsizetype kShortest = 10; // as the command line asks for it
constexpr qsizetype kLongestName = 28;

QString brief(const QString &name)
{
    return name.size() <= kLongestName ? name : name.left(kLongestName - 1) + QChar(0x2026);
}

} // namespace

GateFoot::GateFoot(Session &session, QWidget *parent) : QWidget(parent), m_session(session), m_inbox(this)
{
    setObjectName(QStringLiteral("gateFoot"));
    build();
    refresh();
}

void GateFoot::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(12));
    column->setSpacing(theme.px(8));
    m_signs = new RunsLabel(this);
    m_why = new RunsLabel(this);
    m_why->setObjectName(QStringLiteral("gateWhy"));
    column->addWidget(m_signs);
    column->addWidget(m_why);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(QStringLiteral("gateReason"));
    m_reason->setPlaceholderText(tr("why"));
    m_reason->setAccessibleName(tr("Why; kept in the log"));
    m_reason->setMaxLength(500);
    m_pin = new QLineEdit(this);
    m_pin->setObjectName(QStringLiteral("gatePin"));
    m_pin->setEchoMode(QLineEdit::Password);
    m_pin->setPlaceholderText(tr("your PIN"));
    m_pin->setAccessibleName(tr("Your PIN: this goes forward in production"));
    m_pin->setMaxLength(kMostPin);
    m_pin->setMaximumWidth(theme.px(140));
    row->addWidget(m_reason, 1);
    row->addWidget(m_pin);
    row->addStretch(0);
    const auto add = [&](const char *name, const QString &text, const char *kind, const char *glyph, Deed deed) {
        QPushButton *made = makeButton(text, kind, QLatin1String(glyph), this);
        made->setObjectName(QLatin1String(name));
        connect(made, &QPushButton::clicked, this, [this, deed] {
            if (deed == Deed::HandOn)
                choosePerson();
            else
                press(deed);
        });
        m_buttons.append(made);
    };
    add("gateApprove", tr("Approve"), "primary", "check", Deed::Approve);
    add("gateReject", tr("Reject"), nullptr, "x", Deed::Reject);
    add("gateTakeBack", tr("Take back"), nullptr, "undo-2", Deed::TakeBack);
    add("gateCountersign", tr("Countersign"), "primary", "check", Deed::Countersign);
    add("gateAsk", tr("Ask for approval"), "primary", "hand", Deed::Ask);
    add("gateHandOn", tr("Hand on to…"), nullptr, "users", Deed::HandOn);
    // The one that goes forward stands at the end of the row.
    for (const Deed deed : {Deed::TakeBack, Deed::HandOn, Deed::Reject, Deed::Approve, Deed::Countersign, Deed::Ask})
        row->addWidget(buttonOf(deed));
    column->addLayout(row);
    setTabOrder(m_reason, m_pin);
    setTabOrder(m_pin, buttonOf(Deed::Approve));
    setTabOrder(buttonOf(Deed::Approve), buttonOf(Deed::Reject));
    setTabOrder(buttonOf(Deed::Reject), buttonOf(Deed::HandOn));
    setTabOrder(buttonOf(Deed::HandOn), buttonOf(Deed::TakeBack));
    for (QLineEdit *field : {m_reason, m_pin}) {
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_said.clear();
            refresh();
        });
        connect(field, &QLineEdit::returnPressed, this, &GateFoot::goOn);
    }
}

void GateFoot::setSight(const GateSight &sight, const GateDetail &detail)
{
    const bool same = m_sight.row.request == sight.row.request && m_sight.row.kind == sight.row.kind &&
                      m_sight.row.placementKey() == sight.row.placementKey();
    if (!same) {
        m_reason->clear();
        m_pin->clear();
        m_said.clear();
        m_busy = false;
        m_wanted = Deed::Approve;
        ++m_turn;
    }
    m_sight = sight;
    m_signsText = detail.signs;
    refresh();
}

const GateMove &GateFoot::moveOf(Deed deed) const
{
    switch (deed) {
    case Deed::Reject:
        return m_sight.reject;
    case Deed::TakeBack:
        return m_sight.takeBack;
    case Deed::Countersign:
        return m_sight.countersign;
    case Deed::Ask:
        return m_sight.ask;
    case Deed::HandOn:
        return m_sight.handOn;
    case Deed::Approve:
        break;
    }
    return m_sight.approve;
}

QPushButton *GateFoot::buttonOf(Deed deed) const { return m_buttons.at(int(deed)); }

bool GateFoot::asksReason() const
{
    return m_sight.approve.possible() || m_sight.reject.possible() || m_sight.countersign.possible() ||
           m_sight.ask.possible();
}

std::optional<GateFoot::Deed> GateFoot::mainDeed() const
{
    for (const Deed deed : {Deed::Approve, Deed::Countersign, Deed::Ask}) {
        if (moveOf(deed).offered)
            return deed;
    }
    return std::nullopt;
}

QString GateFoot::missingFor(Deed deed) const
{
    if (m_busy)
        return tr("It is being recorded.");
    if (deed == Deed::TakeBack)
        return {};
    if (m_reason->text().trimmed().size() < kShortest)
        return tr("Say why first, in at least 10 characters: the log keeps it.");
    if (moveOf(deed).presence && m_pin->text().isEmpty())
        return tr("This goes forward in production: type your PIN first.");
    return {};
}

void GateFoot::refresh()
{
    m_signs->setRuns({{m_signsText, Tone::InkSecondary, TextStyle::Small}});
    m_signs->setVisible(!m_signsText.isEmpty());
    const bool fields = asksReason();
    m_reason->setVisible(fields);
    m_reason->setEnabled(!m_busy);
    m_pin->setVisible(fields && m_sight.approve.possible() && m_sight.approve.presence);
    m_pin->setEnabled(!m_busy);
    const int reach = m_sight.row.record.subject.value(QLatin1String("reach")).toInt();
    // An edit of a policy and a device that comes lead to no share of anything.
    buttonOf(Deed::Approve)
        ->setText(!isOfPlan(m_sight.row.record) ? tr("Approve")
                  : reach > 0 ? tr("Approve %1 for %2").arg(format::weight(reach), brief(m_sight.row.service))
                              : tr("Approve for %1").arg(brief(m_sight.row.service)));
    bool any = false;
    for (const Deed deed : {Deed::Approve, Deed::Reject, Deed::TakeBack, Deed::Countersign, Deed::Ask, Deed::HandOn}) {
        const GateMove &move = moveOf(deed);
        const QString why = !move.why.isEmpty() ? move.why : missingFor(deed);
        QPushButton *button = buttonOf(deed);
        button->setVisible(move.offered);
        button->setEnabled(why.isEmpty());
        button->setToolTip(why);
        button->setAccessibleDescription(why);
        any = any || move.offered;
    }
    refreshWhy();
    setVisible(any || !m_said.isEmpty());
}

// What stops the main button stands there to be read, not only for those who hover.
void GateFoot::refreshWhy()
{
    const std::optional<Deed> deed = mainDeed();
    const QString why = !deed ? QString() : !moveOf(*deed).why.isEmpty() ? moveOf(*deed).why : missingFor(*deed);
    const bool told = !m_said.isEmpty();
    m_why->setRuns({{told ? m_said : why, told && m_failed ? Tone::CriticalText : Tone::InkPrimary,
                     told ? TextStyle::SmallStrong : TextStyle::SmallMedium}});
    m_why->setVisible(told || !why.isEmpty());
}

QString GateFoot::whyWords() const { return m_why->isHidden() ? QString() : m_why->plainText(); }

void GateFoot::begin(Verdict verdict)
{
    const std::optional<Deed> deed = verdict == Verdict::Reject ? std::optional(Deed::Reject) : mainDeed();
    if (!deed || !moveOf(*deed).possible()) // the visible line says why
        return;
    m_wanted = *deed;
    goOn();
}

void GateFoot::goOn()
{
    if (m_wanted != Deed::Reject)
        m_wanted = mainDeed().value_or(Deed::Approve);
    if (m_reason->text().trimmed().size() < kShortest)
        m_reason->setFocus(Qt::ShortcutFocusReason);
    else if (moveOf(m_wanted).presence && m_pin->text().isEmpty())
        m_pin->setFocus(Qt::ShortcutFocusReason);
    else
        buttonOf(m_wanted)->setFocus(Qt::ShortcutFocusReason);
}

void GateFoot::setTeam(const TeamSight *team) { m_team = team; }

void GateFoot::choosePerson()
{
    const bool team = m_team && m_team->hasTeam();
    const QList<NamedPerson> people =
        handOnChoices(m_session, m_sight, team ? othersThere(m_team->now()) : QList<NamedPerson>());
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("handOnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const NamedPerson &one : people) {
        const QAction *action = menu->addAction(one.words().replace(QLatin1Char('&'), QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, one, turn = m_turn] {
            if (turn != m_turn)
                return; // another line is shown
            m_handTo = one;
            press(Deed::HandOn);
        });
    }
    if (people.isEmpty())
        menu->addAction(tr("Nobody else is known who could sign: `asternctl approve --to` takes a pseudonym"))
            ->setEnabled(false);
    const QPushButton *button = buttonOf(Deed::HandOn);
    menu->popup(button->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

void GateFoot::press(Deed deed)
{
    const bool signs = deed == Deed::Approve || deed == Deed::Reject || deed == Deed::Ask || deed == Deed::HandOn;
    if (!moveOf(deed).possible() || !missingFor(deed).isEmpty() || (signs && !m_sight.standing))
        return;
    m_busy = true;
    m_said.clear();
    if (moveOf(deed).presence)
        prove(deed);
    else
        carryOut(deed, m_session.self());
    refresh();
}

void GateFoot::prove(Deed deed)
{
    const Actor who = m_session.self();
    const QString digest = m_sight.standing ? m_sight.standing->subject.digest() : QString();
    m_session.provePresence(m_sight.row.request, m_pin->text(),
                            m_inbox.wrap([=, this, turn = m_turn](const Result<Ok> &right) {
                                if (turn != m_turn)
                                    return; // another line is shown: nothing was signed
                                m_pin->clear();
                                const Actor now = m_session.self();
                                if (!right)
                                    return tell(turn, right.error(), {});
                                const QString still = m_sight.standing ? m_sight.standing->subject.digest() : QString();
                                if (!samePerson(who, now) || !moveOf(deed).possible() || still != digest)
                                    return tell(turn,
                                                Error{.kind = Error::Kind::Conflict,
                                                      .message = tr("It is not as it was any more"),
                                                      .hint = tr("Look at it again.")},
                                                {});
                                Actor present = now;
                                present.auth = QLatin1String(kPinAuth);
                                carryOut(deed, present);
                            }));
}

void GateFoot::carryOut(Deed deed, const Actor &actor)
{
    const ApprovalDesk &desk = *m_session.doors().approvalDesk;
    const QString reason = m_reason->text().trimmed();
    const QString request = m_sight.row.request;
    const quint64 turn = m_turn;
    const auto home = [this, turn](const QString &said) {
        return m_inbox.wrap([this, turn, said](const Result<Ok> &done) { tell(turn, done, said); });
    };
    switch (deed) {
    case Deed::Approve:
    case Deed::Reject:
        return desk.decide(request, deed == Deed::Approve ? Verdict::Approve : Verdict::Reject, *m_sight.standing,
                           actor, reason, m_inbox.wrap([this, turn, deed](const Result<Decision> &decision) {
                               if (!decision)
                                   return tell(turn, decision.error(), {});
                               tell(turn, Ok{},
                                    deed == Deed::Approve ? tr("Signed. %1").arg(decision->words())
                                                          : tr("Rejected, and recorded."));
                           }));
    case Deed::HandOn:
        return desk.delegate(request, *m_sight.standing, actor, m_handTo.person, reason,
                             m_inbox.wrap([this, turn, name = m_handTo.name](const Result<Decision> &decision) {
                                 if (!decision)
                                     return tell(turn, decision.error(), {});
                                 tell(turn, Ok{}, tr("Handed on to %1. %2").arg(name, decision->words()));
                             }));
    case Deed::TakeBack:
        return desk.cancel(request, actor, home(tr("Taken back, and recorded.")));
    case Deed::Countersign:
        return desk.countersign(request, m_sight.gate, actor, reason, home(tr("Countersigned.")));
    case Deed::Ask:
        return desk.request(*m_sight.standing, actor, reason, m_inbox.wrap([this, turn](const Result<QString> &asked) {
            asked ? tell(turn, Ok{}, tr("Asked: %1.").arg(shortRequest(*asked))) : tell(turn, asked.error(), {});
        }));
    }
}

void GateFoot::tell(quint64 turn, const Result<Ok> &done, const QString &said)
{
    if (turn == m_turn) {
        m_busy = false;
        m_failed = !done;
        m_said = done ? said : done.error().toString();
        if (done)
            m_reason->clear();
        refresh();
    }
    if (done)
        Q_EMIT decided(said);
}

void GateFoot::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgRaised));
    drawHLine(painter, 0, width(), 0, theme.colour(Tone::LineDefault));
}

} // namespace astern::ui
