// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/inboxlist.h"

#include "models/base/format.h"
#include "models/views/gatewords.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace astern::ui {
namespace {

using Group = InboxRow::Group;

int headHeight(const Theme &theme) { return theme.line(TextStyle::CaptionMedium) + theme.px(12); }
int lineHeight(const Theme &theme)
{
    return theme.line(TextStyle::Strong) + theme.line(TextStyle::Small) + theme.line(TextStyle::Caption) + theme.px(22);
}

Status statusOf(const InboxRow &row)
{
    switch (row.group) {
    case Group::Overdue:
        return Status::Failing;
    case Group::Yours:
        return Status::YourTurn;
    case Group::Past:
        return row.gate.ended == ApprovalRecord::Verdict::Used || row.gate.kind == GateRow::Kind::Review
                   ? Status::Finished
                   : Status::RolledBack;
    case Group::Others:
        break;
    }
    if (row.gate.decision.state == Decision::State::Void)
        return Status::Unknown;
    return row.gate.kind == GateRow::Kind::Pause ? Status::Held : Status::Running;
}

class InboxDelegate final : public QStyledItemDelegate {
public:
    InboxDelegate(Session &session, const InboxModel &model, QObject *parent)
        : QStyledItemDelegate(parent), m_session(session), m_model(model)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        return {theme.px(200), lineHeight(theme) + (m_model.beginsGroup(index.row()) ? headHeight(theme) : 0)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        QRectF area = option.rect;
        if (m_model.beginsGroup(index.row())) {
            const QRectF head(area.left(), area.top(), area.width(), headHeight(theme));
            drawHead(*painter, theme, head, m_model.rowAt(index.row()).group);
            area.setTop(head.bottom());
        }
        drawLine(*painter, theme, area, m_model.rowAt(index.row()), option.state & QStyle::State_Selected);
        if ((option.state & QStyle::State_Selected) && option.widget->hasFocus())
            drawFocusRing(*painter, area.adjusted(1, 1, -1, -2), theme.size(QLatin1String("radiusChip")),
                          theme.colour(Tone::Focus));
    }

private:
    void drawHead(QPainter &painter, const Theme &theme, const QRectF &area, Group group) const
    {
        const QRectF words = area.adjusted(theme.px(16), theme.px(2), -theme.px(16), 0);
        drawText(painter, theme, words, TextStyle::CaptionMedium,
                 theme.colour(group == Group::Overdue ? Tone::CriticalText : Tone::InkSecondary), toWords(group));
        drawText(painter, theme, words, TextStyle::Caption, theme.colour(Tone::InkTertiary),
                 format::count(m_model.countOf(group)), Qt::AlignRight | Qt::AlignVCenter);
    }
    // The right end first: what it says is never given up for a long name.
    static void drawPair(QPainter &painter, const Theme &theme, const QRectF &line, const QString &right,
                         TextStyle style, Tone tone, const std::function<void(const QRectF &)> &left)
    {
        const qreal used = right.isEmpty() ? 0 : textWidth(theme, style, right);
        drawText(painter, theme, line, style, theme.colour(tone), right, Qt::AlignRight | Qt::AlignVCenter);
        left(line.adjusted(0, 0, -(used > 0 ? used + theme.px(10) : 0), 0));
    }
    void drawLine(QPainter &painter, const Theme &theme, const QRectF &area, const InboxRow &row, bool selected) const
    {
        if (selected)
            painter.fillRect(area, theme.colour(Tone::BgSelected));
        else if (row.group == Group::Overdue)
            painter.fillRect(area, theme.colour(Tone::CriticalBg));
        drawHLine(painter, area.left(), area.right(), area.bottom() - 1, theme.colour(Tone::LineSubtle));
        const bool mine = row.group == Group::Yours;
        const bool overdue = row.group == Group::Overdue;
        const bool past = row.group == Group::Past;
        if (mine || overdue)
            fillSnapped(painter, QRectF(area.left(), area.top(), 3, area.height() - 1),
                        theme.colour(overdue ? Tone::CriticalFill : Tone::AccentFill));
        const GateRow &gate = row.gate;
        const qint64 now = m_session.nowMs();
        const qreal left = area.left() + theme.px(40);
        const qreal right = area.right() - theme.px(16);
        qreal y = area.top() + theme.px(8);
        const auto next = [&](TextStyle style) {
            const QRectF line(left, y, right - left, theme.line(style));
            y += theme.line(style) + theme.px(2);
            return line;
        };
        const QRectF first = next(TextStyle::Strong);
        const qreal side = theme.px(14);
        drawStatus(painter, theme, QRectF(area.left() + theme.px(16), first.center().y() - side / 2, side, side),
                   statusOf(row));
        const bool isVoid = row.gate.decision.state == Decision::State::Void && !past;
        const Tone loud = isVoid    ? Tone::UnknownText
                          : overdue ? Tone::CriticalText
                          : mine    ? Tone::AccentText
                                    : Tone::InkSecondary;
        const Tone ink = past ? Tone::InkSecondary : Tone::InkPrimary;
        drawPair(painter, theme, first, standWords(gate),
                 mine || overdue || isVoid ? TextStyle::SmallStrong : TextStyle::Small, loud, [&](const QRectF &room) {
                     // The place gives way before the service does.
                     const qreal name = std::min(textWidth(theme, TextStyle::Strong, row.title), room.width());
                     const qreal used =
                         drawText(painter, theme, QRectF(room.left(), room.top(), name + 1, room.height()),
                                  TextStyle::Strong, theme.colour(ink), row.title);
                     drawText(painter, theme, room.adjusted(used + theme.px(8), 0, 0, 0), TextStyle::Small,
                              theme.colour(Tone::InkSecondary), row.place);
                 });
        drawPair(painter, theme, next(TextStyle::Small), endWords(gate, now), TextStyle::Small,
                 overdue ? Tone::CriticalText : Tone::InkSecondary, [&](const QRectF &room) {
                     const qreal used =
                         drawText(painter, theme, room, TextStyle::SmallMedium, theme.colour(ink), row.versions);
                     drawText(painter, theme, room.adjusted(used + theme.px(8), 0, 0, 0), TextStyle::Small,
                              theme.colour(Tone::InkSecondary), row.act);
                 });
        const QString since = gate.sinceMs > 0
                                  ? InboxList::tr("%1, %2 ago").arg(askerWords(gate), format::age(gate.sinceMs, now))
                                  : askerWords(gate);
        drawPair(painter, theme, next(TextStyle::Caption),
                 gate.request.isEmpty() ? QString() : shortRequest(gate.request), TextStyle::Caption, Tone::InkTertiary,
                 [&](const QRectF &room) {
                     drawText(painter, theme, room, TextStyle::Caption, theme.colour(Tone::InkTertiary), since);
                 });
    }
    Session &m_session;
    const InboxModel &m_model;
};

} // namespace

InboxList::InboxList(Session &session, InboxModel &model, QWidget *parent) : QListView(parent), m_model(model)
{
    setObjectName(QStringLiteral("inboxList"));
    setAccessibleName(tr("What waits for people"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setItemDelegate(new InboxDelegate(session, model, this));
    setModel(&model);
    viewport()->setAutoFillBackground(false);
    // Headings come and go with their lines.
    connect(&model, &InboxModel::refreshed, this, [this] {
        scheduleDelayedItemsLayout();
        keepChoice();
    });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (!current.isValid())
            return;
        m_row = current.row();
        m_id = m_model.rowAt(m_row).id();
        Q_EMIT chosen(m_id);
    });
    connect(this, &QListView::doubleClicked, this, &InboxList::openRequested);
}

// A line that is gone hands over to the one that stands in its place: whoever works through the list goes on there.
void InboxList::keepChoice()
{
    if (m_model.rowCount() == 0) {
        m_id.clear();
        Q_EMIT chosen({});
        return;
    }
    const int row = m_model.rowOf(m_id);
    const int wanted = row >= 0 ? row : std::clamp(m_row, 0, m_model.rowCount() - 1);
    if (currentIndex().row() != wanted || !selectionModel()->isSelected(m_model.index(wanted, 0)))
        setCurrentIndex(m_model.index(wanted, 0));
    m_row = wanted;
    m_id = m_model.rowAt(wanted).id();
    Q_EMIT chosen(m_id);
}

bool InboxList::chooseId(const QString &id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return false;
    setCurrentIndex(m_model.index(row, 0));
    scrollTo(m_model.index(row, 0));
    return true;
}

QString InboxList::currentId() const { return m_id; }

void InboxList::setEmptyText(const QString &text)
{
    m_empty = text;
    setAccessibleDescription(m_model.rowCount() == 0 ? text : QString());
    viewport()->update();
}

QRect InboxList::lineRect(int row) const
{
    const QRect all = visualRect(m_model.index(row, 0));
    return all.adjusted(0, m_model.beginsGroup(row) ? headHeight(Theme::of(this)) : 0, 0, 0);
}

void InboxList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    const Theme &theme = Theme::of(this);
    QPainter painter(viewport());
    if (m_model.rowCount() == 0)
        drawText(painter, theme, QRectF(theme.px(16), theme.px(12), viewport()->width() - theme.px(32), theme.px(24)),
                 TextStyle::Body, theme.colour(Tone::InkTertiary), m_empty);
}

void InboxList::keyPressEvent(QKeyEvent *event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && currentIndex().isValid()) {
        switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT openRequested();
            return;
        case Qt::Key_A:
            Q_EMIT approveRequested();
            return;
        case Qt::Key_R:
            Q_EMIT rejectRequested();
            return;
        default:
            break;
        }
    }
    QListView::keyPressEvent(event);
}

void InboxList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && m_model.rowCount() > 0)
        setCurrentIndex(m_model.index(0, 0));
}

void InboxList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        scheduleDelayedItemsLayout();
}

} // namespace astern::ui
