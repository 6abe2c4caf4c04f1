// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/teampopup.h"

#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QAbstractItemDelegate>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kWide = 580;
constexpr int kMostRows = 8;                // in sight at once
constexpr int kNameRole = Qt::UserRole + 1; // without what the list says beside it

} // namespace

TeamPopup::TeamPopup(const Session &session, const TeamSight &team, QWidget *parent)
    : QWidget(parent, Qt::Popup), m_session(session), m_team(team), m_people(session, team), m_inbox(this)
{
    setObjectName(QStringLiteral("teamPopup"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connect(&team, &TeamSight::changed, this, &TeamPopup::refresh);
    refresh();
}

void TeamPopup::build()
{
    using Sign = FactColumn::Sign;
    const Theme &theme = Theme::of(this);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12));
    m_column->setSpacing(theme.px(6));
    m_head = new RunsLabel(this);
    m_head->setObjectName(QStringLiteral("teamHead"));
    m_list = new FactsView(
        {{PeopleModel::InitialsColumn, TextStyle::CaptionStrong, Tone::AccentText, 30, false, Sign::None, -1, false},
         {PeopleModel::NameColumn, TextStyle::Strong, Tone::InkPrimary, 0, false, Sign::None, -1, false, Qt::ElideRight,
          0, PeopleModel::DetailRole},
         {PeopleModel::PlaceColumn, TextStyle::Small, Tone::AccentText, 150, false, Sign::None, -1, true},
         {PeopleModel::SinceColumn, TextStyle::Small, Tone::InkTertiary, 104, true, Sign::None, -1, false}},
        this);
    m_list->setObjectName(QStringLiteral("teamList"));
    m_list->setAccessibleName(tr("Who is there"));
    m_list->setModel(&m_people);
    m_list->showHeader();
    connect(m_list, &FactsView::linkActivated, this, [this](const QModelIndex &index) {
        const QString placement = index.data(PeopleModel::PlacementRole).toString();
        if (placement.isEmpty())
            return;
        Q_EMIT placeRequested(placement);
        close();
    });
    m_automation = new RunsLabel(this);
    m_automation->setObjectName(QStringLiteral("teamAutomation"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    m_onCall = new RunsLabel(this);
    m_onCall->setObjectName(QStringLiteral("teamOnCall"));
    m_begin = makeButton({}, nullptr, {}, this);
    m_begin->setObjectName(QStringLiteral("onCallBegin"));
    connect(m_begin, &QPushButton::clicked, this, [this] { openForm(true); });
    row->addWidget(m_onCall, 1);
    row->addWidget(m_begin);
    m_why = new RunsLabel(this);
    m_why->setObjectName(QStringLiteral("onCallWhy"));
    m_said = new RunsLabel(this);
    m_said->setObjectName(QStringLiteral("onCallSaid"));
    m_said->hide();
    m_column->addWidget(m_head);
    m_column->addWidget(m_list);
    m_column->addWidget(m_automation);
    m_column->addLayout(row);
    m_column->addWidget(m_why);
    buildForm();
    m_column->addWidget(m_said);
}

void TeamPopup::buildForm()
{
    const Theme &theme = Theme::of(this);
    m_form = new QWidget(this);
    m_form->hide();
    auto *row = new QHBoxLayout(m_form);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.px(8));
    m_to = new QComboBox(m_form);
    m_to->setObjectName(QStringLiteral("onCallTo"));
    m_to->setAccessibleName(tr("To whom"));
    m_to->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_to->setMinimumContentsLength(20);
    m_to->setMaximumWidth(theme.px(200));
    m_reason = new QLineEdit(m_form);
    m_reason->setObjectName(QStringLiteral("onCallReason"));
    m_reason->setPlaceholderText(tr("why, if you like"));
    m_reason->setAccessibleName(tr("Why; kept in the log"));
    m_reason->setMaxLength(500);
    m_commit = makeButton({}, "primary", {}, m_form);
    m_commit->setObjectName(QStringLiteral("onCallCommit"));
    row->addWidget(m_to);
    row->addWidget(m_reason, 1);
    row->addWidget(m_commit);
    connect(m_reason, &QLineEdit::returnPressed, this, [this] { m_commit->setFocus(Qt::ShortcutFocusReason); });
    connect(m_commit, &QPushButton::clicked, this, &TeamPopup::commit);
    m_column->addWidget(m_form);
}

void TeamPopup::refresh()
{
    if (!m_team.hasTeam()) { // the workspace has dropped it
        close();
        return;
    }
    const TeamPresence &now = m_team.now();
    const QString head = headlineOf(now, m_team.asOfMs(), m_session.nowMs());
    m_head->setRuns({{head, now.trouble.isEmpty() ? Tone::InkPrimary : Tone::UnknownText, TextStyle::Strong}});
    setAccessibleName(head);
    m_automation->setRuns(
        {{automationWords(now), now.trouble.isEmpty() ? Tone::InkSecondary : Tone::InkTertiary, TextStyle::Small}});
    if (!m_list->currentIndex().isValid() && m_people.rowCount() > 0)
        m_list->setCurrentIndex(m_people.index(0, PeopleModel::NameColumn));
    m_list->setVisible(m_people.rowCount() > 0);
    refreshOnCall();
    fit();
}

// What was begun is for what it was begun for: a hand-over is none once somebody else is on call.
void TeamPopup::refreshOnCall()
{
    const OnCallWords words = onCallWords(m_team.onCall(), m_team.now(), m_session.self(), m_session.nowMs());
    if (words.mine != m_mine)
        m_form->hide();
    m_mine = words.mine;
    fillPeople();
    QString why = words.why;
    if (why.isEmpty() && m_mine && m_to->count() == 0)
        why = tr("Nobody else is there. `asternctl team handover --to` takes a pseudonym.");
    m_onCall->setRuns({{words.words, Tone::InkPrimary, TextStyle::SmallMedium}});
    m_begin->setText(m_mine ? tr("Hand over…") : tr("Take over…"));
    m_begin->setEnabled(why.isEmpty() && !m_busy);
    m_begin->setVisible(m_form->isHidden());
    m_begin->setToolTip(why);
    m_begin->setAccessibleDescription(why);
    m_why->setRuns({{why, Tone::InkSecondary, TextStyle::Small}});
    m_why->setVisible(!why.isEmpty());
    m_to->setVisible(m_mine);
    m_commit->setText(m_mine ? tr("Hand over") : tr("Take over"));
    m_commit->setEnabled(why.isEmpty() && !m_busy);
}

// The one who is chosen stays so while others come and go.
void TeamPopup::fillPeople()
{
    const QString chosen = m_to->currentData().toString();
    const QList<NamedPerson> people = othersThere(m_team.now());
    QStringList before;
    for (int i = 0; i < m_to->count(); ++i)
        before.append(m_to->itemData(i).toString());
    QStringList next;
    for (const NamedPerson &one : people)
        next.append(one.person);
    if (before == next)
        return;
    m_to->clear();
    for (const NamedPerson &one : people) {
        m_to->addItem(one.words(), one.person);
        m_to->setItemData(m_to->count() - 1, one.name, kNameRole);
    }
    m_to->setCurrentIndex(std::max(0, m_to->findData(chosen)));
}

void TeamPopup::openForm(bool open)
{
    m_form->setVisible(open);
    m_said->setVisible(m_said->isVisibleTo(this) && !open);
    refreshOnCall();
    fit();
    if (!open)
        m_begin->setFocus(Qt::OtherFocusReason);
    else if (m_mine)
        m_to->setFocus(Qt::OtherFocusReason);
    else
        m_reason->setFocus(Qt::OtherFocusReason);
}

void TeamPopup::commit()
{
    const Actor self = m_session.self();
    const QString to = m_mine ? m_to->currentData().toString() : self.person;
    const QString name = m_mine ? m_to->currentData(kNameRole).toString() : self.name;
    m_busy = true;
    refreshOnCall();
    handOver(m_session, to, name, m_reason->text(), m_inbox.wrap([this, name](const Result<Receipt> &done) {
        m_busy = false;
        if (done)
            m_reason->clear();
        if (done)
            openForm(false);
        say(done ? tr("Recorded: %1 is on call.").arg(name) : done.error().toString(), !done);
    }));
}

void TeamPopup::say(const QString &words, bool failed)
{
    m_said->setRuns({{words, failed ? Tone::CriticalText : Tone::InkPrimary, TextStyle::SmallStrong}});
    m_said->show();
    refreshOnCall();
    fit();
}

// As high as what it says; of many people the list scrolls.
void TeamPopup::fit()
{
    int high = m_list->horizontalHeader()->sizeHint().height();
    for (int row = 0; row < std::min(m_people.rowCount(), kMostRows); ++row)
        high += m_list->itemDelegate()->sizeHint({}, m_people.index(row, PeopleModel::NameColumn)).height();
    m_list->setFixedHeight(high + 2);
    const int wide = Theme::of(this).px(kWide);
    setFixedWidth(wide);
    m_column->invalidate();
    m_column->activate(); // what it had to have room for no longer holds it open
    resize(wide, m_column->heightForWidth(wide));
}

void TeamPopup::openBelow(const QPoint &globalRight)
{
    move(globalRight - QPoint(width(), 0));
    show();
    fit(); // rows have the height of what is on the screen
    // Of what is not known now nothing can be pressed.
    const bool listed = m_list->currentIndex().isValid() || !m_begin->isEnabled();
    if (m_list->isVisible() && listed)
        m_list->setFocus(Qt::PopupFocusReason);
    else
        m_begin->setFocus(Qt::PopupFocusReason);
}

// Esc ends what is innermost.
void TeamPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_form->isVisible())
        openForm(false);
    else
        QWidget::keyPressEvent(event);
}

void TeamPopup::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgRaised));
    painter.setPen(theme.colour(Tone::LineStrong));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace astern::ui
