// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/factsheet.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QAccessible>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace astern::ui {
namespace {

using Sign = EntryFact::Sign;

Status statusOf(Sign sign)
{
    return sign == Sign::Bad ? Status::Failing : sign == Sign::Doubt ? Status::Unknown : Status::Finished;
}

} // namespace

FactSheet::FactSheet(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FactSheet::setSections(const QList<EntrySection> &sections)
{
    if (sections == m_sections)
        return;
    m_sections = sections;
    m_link = 0;
    say();
    updateGeometry();
    update();
}

QList<FactSheet::Placed> FactSheet::place(double width) const
{
    const Theme &t = theme();
    QList<Placed> all;
    double y = 0;
    double names = 0;
    for (const EntrySection &section : m_sections) {
        for (const EntryFact &fact : section.facts)
            names = std::max(names, double(textWidth(t, TextStyle::Small, fact.name)));
    }
    names = std::min(names + t.px(16), width * 0.4);
    const QFontMetricsF metrics(t.font(TextStyle::Small));
    for (const EntrySection &section : m_sections) {
        const double heading = t.line(TextStyle::SmallStrong) + t.px(10);
        all.append({nullptr, &section, QRectF(0, y, width, heading), {}});
        y += heading + t.px(4);
        for (const EntryFact &fact : section.facts) {
            const bool stands = fact.name.isEmpty();
            double left = stands ? 0 : names;
            if (fact.sign != Sign::None)
                left += t.px(20);
            double right = width;
            if (!fact.note.isEmpty())
                right -= textWidth(t, TextStyle::Small, fact.note) + t.px(12);
            if (fact.entry)
                right -= textWidth(t, TextStyle::Small, format::entry(qint64(*fact.entry))) + t.px(10);
            const QRectF bounds =
                metrics.boundingRect(QRectF(0, 0, std::max(40.0, right - left), 10'000), Qt::TextWordWrap, fact.words);
            const double high = std::max(double(t.line(TextStyle::Small)), bounds.height()) + t.px(5);
            all.append(
                {&fact, &section, QRectF(0, y, width, high), QRectF(left, y, std::max(40.0, right - left), high)});
            y += high;
        }
        y += t.px(12);
    }
    return all;
}

int FactSheet::heightForWidth(int width) const
{
    const QList<Placed> all = place(width);
    return all.isEmpty() ? 0 : int(all.constLast().row.bottom() + theme().px(12));
}

QSize FactSheet::sizeHint() const { return {theme().px(300), heightForWidth(std::max(theme().px(240), width()))}; }
QSize FactSheet::minimumSizeHint() const { return {theme().px(200), 0}; }

QRectF FactSheet::rectOf(const QString &words) const
{
    for (const Placed &placed : place(width())) {
        if (placed.fact && (placed.fact->words == words ||
                            (placed.fact->entry && format::entry(qint64(*placed.fact->entry)) == words)))
            return placed.row;
    }
    return {};
}

void FactSheet::drawFact(QPainter &painter, const Placed &placed, bool current)
{
    const Theme &t = theme();
    const EntryFact &fact = *placed.fact;
    const double line = t.line(TextStyle::Small);
    const QRectF first(0, placed.row.top(), placed.row.width(), line);
    if (!fact.name.isEmpty())
        drawText(painter, t, QRectF(0, first.top(), placed.words.left() - t.px(8), line), TextStyle::Small,
                 t.colour(Tone::InkSecondary), fact.name);
    if (fact.sign != Sign::None) {
        const double side = t.px(13);
        const QRectF box(placed.words.left() - t.px(20), first.center().y() - side / 2, side, side);
        if (fact.sign == Sign::Open)
            painter.drawPixmap(box.topLeft(),
                               t.icon(QStringLiteral("circle"), Tone::InkTertiary, 13, devicePixelRatioF()));
        else
            drawStatus(painter, t, box, statusOf(fact.sign));
    }
    const bool copies = !fact.entry && !fact.copy.isEmpty();
    painter.setFont(t.font(copies ? TextStyle::Mono : TextStyle::Small));
    painter.setPen(t.colour(copies                   ? Tone::AccentText
                            : fact.sign == Sign::Bad ? Tone::CriticalText
                                                     : Tone::InkPrimary));
    painter.drawText(placed.words, Qt::TextWordWrap, fact.words);
    double right = placed.row.right();
    if (fact.entry) {
        const QString number = format::entry(qint64(*fact.entry));
        const double width = textWidth(t, TextStyle::Small, number);
        drawText(painter, t, QRectF(right - width, first.top(), width + 1, line), TextStyle::Small,
                 t.colour(Tone::AccentText), number);
        right -= width + t.px(10);
    }
    if (!fact.note.isEmpty())
        drawText(painter, t, QRectF(0, first.top(), right, line), TextStyle::Small, t.colour(Tone::InkSecondary),
                 fact.note, Qt::AlignRight | Qt::AlignVCenter);
    if (current)
        drawFocusRing(painter, placed.row.adjusted(-2, -2, 2, 0).intersected(QRectF(rect())),
                      t.size(QLatin1String("radiusChip")), t.colour(Tone::Focus));
}

void FactSheet::paintEvent(QPaintEvent *)
{
    const Theme &t = theme();
    QPainter painter(this);
    const QList<const EntryFact *> all = links();
    for (const Placed &placed : place(width())) {
        if (placed.fact) {
            drawFact(painter, placed, hasFocus() && m_link < all.size() && all.at(m_link) == placed.fact);
            continue;
        }
        const double note = textWidth(t, TextStyle::Caption, placed.section->note);
        drawText(painter, t, placed.row.adjusted(0, 0, -note - t.px(8), -t.px(4)), TextStyle::SmallStrong,
                 t.colour(Tone::InkPrimary), placed.section->title);
        drawText(painter, t, placed.row.adjusted(0, 0, 0, -t.px(4)), TextStyle::Caption, t.colour(Tone::InkTertiary),
                 placed.section->note, Qt::AlignRight | Qt::AlignVCenter);
        drawHLine(painter, 0, width(), placed.row.bottom() - t.px(2), t.colour(Tone::LineDefault));
    }
    if (hasFocus() && all.isEmpty())
        drawFocusRing(painter, QRectF(rect()), t.size(QLatin1String("radiusChip")), t.colour(Tone::Focus));
}

QList<const EntryFact *> FactSheet::links() const
{
    QList<const EntryFact *> all;
    for (const EntrySection &section : m_sections) {
        for (const EntryFact &fact : section.facts) {
            if (isLink(fact))
                all.append(&fact);
        }
    }
    return all;
}

void FactSheet::follow(const EntryFact &fact)
{
    // A copy: whoever follows may show another entry here.
    const EntryFact followed = fact;
    if (followed.entry)
        Q_EMIT entryRequested(*followed.entry);
    else if (!followed.copy.isEmpty())
        Q_EMIT copyRequested(followed.copy);
}

void FactSheet::mouseMoveEvent(QMouseEvent *event)
{
    bool link = false;
    for (const Placed &placed : place(width()))
        link = link || (placed.fact && isLink(*placed.fact) && placed.row.contains(event->position()));
    setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FactSheet::mouseReleaseEvent(QMouseEvent *event)
{
    for (const Placed &placed : place(width())) {
        if (placed.fact && isLink(*placed.fact) && placed.row.contains(event->position()))
            return follow(*placed.fact);
    }
}

bool FactSheet::moveLink(int by)
{
    const int next = m_link + by;
    if (next < 0 || next >= links().size())
        return false;
    m_link = next;
    say();
    update();
    return true;
}

bool FactSheet::focusNextPrevChild(bool next)
{
    if (hasFocus() && moveLink(next ? 1 : -1))
        return true;
    return QWidget::focusNextPrevChild(next);
}

void FactSheet::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason)
        m_link = 0;
    else if (event->reason() == Qt::BacktabFocusReason)
        m_link = std::max(0, int(links().size()) - 1);
    say();
    update();
}

void FactSheet::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        (void)moveLink(-1);
        return;
    case Qt::Key_Down:
        (void)moveLink(1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (const auto all = links(); m_link < all.size())
            return follow(*all.at(m_link));
        break;
    default:
        break;
    }
    event->ignore();
}

void FactSheet::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometry();
}

void FactSheet::say()
{
    QStringList words;
    const auto all = links();
    if (hasFocus() && m_link < all.size())
        words.append(tr("link: %1").arg(all.at(m_link)->words));
    for (const EntrySection &section : std::as_const(m_sections)) {
        words.append(section.title + QLatin1Char(':'));
        for (const EntryFact &fact : section.facts)
            words.append(fact.name.isEmpty() ? fact.words : QStringLiteral("%1: %2").arg(fact.name, fact.words));
    }
    setAccessibleDescription(words.join(QStringLiteral(". ")));
}

LevelSteps::LevelSteps(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Where the entry is kept"));
}

void LevelSteps::setLevels(const QList<EntryDetail::Level> &levels)
{
    if (levels == m_levels)
        return;
    m_levels = levels;
    QStringList words;
    for (const EntryDetail::Level &level : levels)
        words.append(level.reached ? level.name : tr("not %1 yet").arg(level.name));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize LevelSteps::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(240), m_levels.isEmpty() ? 0 : theme.px(22) + theme.line(TextStyle::Caption)};
}

void LevelSteps::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const double side = theme.px(14);
    const double step = m_levels.isEmpty() ? 0 : double(width()) / double(m_levels.size());
    const double y = theme.px(2);
    for (qsizetype i = 0; i < m_levels.size(); ++i) {
        const EntryDetail::Level &level = m_levels.at(i);
        const double x = double(i) * step;
        if (i + 1 < m_levels.size())
            drawHLine(painter, x + side + 2, x + step - 2, y + side / 2,
                      theme.colour(m_levels.at(i + 1).reached ? Tone::InkTertiary : Tone::LineDefault));
        const QRectF dot(x, y, side, side);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.colour(level.reached ? Tone::InkPrimary : Tone::LineStrong), 1.2,
                            level.reached ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(level.reached ? QBrush(theme.colour(Tone::InkPrimary)) : QBrush(Qt::NoBrush));
        painter.drawEllipse(dot.adjusted(0.6, 0.6, -0.6, -0.6));
        painter.setRenderHint(QPainter::Antialiasing, false);
        if (level.reached)
            painter.drawPixmap(dot.topLeft() + QPointF(side - theme.px(9), side - theme.px(9)) / 2,
                               theme.icon(QStringLiteral("check"), Tone::BgRaised, 9, devicePixelRatioF()));
        drawText(painter, theme, QRectF(x, y + side + theme.px(3), step - 2, theme.line(TextStyle::Caption)),
                 TextStyle::Caption, theme.colour(level.reached ? Tone::InkPrimary : Tone::InkTertiary), level.name);
    }
}

} // namespace astern::ui
