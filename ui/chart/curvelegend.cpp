// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/curvelegend.h"

#include "ui/chart/curvepen.h"
#include "ui/theme/paint.h"

#include <QEvent>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

constexpr double kSample = 34; // px of line: long enough for the longest dashes

} // namespace

LegendEntry::LegendEntry(QWidget *parent) : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void LegendEntry::setCurve(const Curve &curve)
{
    m_subject = curve.subject;
    m_stable = curve.stable;
    if (text() != curve.name) {
        setText(curve.name); // no ampersand is meant as a shortcut: nothing here draws one
        setAccessibleName(curve.name);
        setToolTip(tr("Shows or hides this line"));
        updateGeometry();
    }
    update();
}

QSize LegendEntry::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {int(std::ceil(theme.px(kSample + 8 + 8) + textWidth(theme, TextStyle::Small, text()))),
            theme.line(TextStyle::Small) + theme.px(8)};
}

void LegendEntry::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse())
        painter.fillRect(rect(), theme.colour(Tone::BgHover));
    const double y = height() / 2.0;
    const double left = theme.px(4);
    QPen pen = curvePen(theme, m_subject, m_stable);
    if (!isChecked())
        pen.setColor(theme.colour(Tone::InkDisabled));
    painter.setPen(pen);
    if (isChecked())
        painter.drawLine(QPointF(left, y), QPointF(left + theme.px(kSample), y));
    const QRectF words(left + theme.px(kSample + 8), 0, width() - left - theme.px(kSample + 8), height());
    const double wide = drawText(painter, theme, words, TextStyle::Small,
                                 theme.colour(isChecked() ? Tone::InkPrimary : Tone::InkTertiary), text());
    if (!isChecked()) // said without a colour, too
        drawHLine(painter, words.left(), words.left() + wide, y, theme.colour(Tone::InkTertiary));
    if (hasFocus())
        drawFocusRing(painter, QRectF(rect()), 3, theme.colour(Tone::Focus));
}

bool LegendEntry::event(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometry();
    return QAbstractButton::event(event);
}

CurveLegend::CurveLegend(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("curveLegend"));
    setAccessibleName(tr("Lines of the chart"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void CurveLegend::setCurves(const QList<Curve> &curves, const QList<bool> &shown)
{
    while (m_entries.size() > curves.size())
        delete m_entries.takeLast();
    while (m_entries.size() < curves.size()) {
        auto *entry = new LegendEntry(this);
        const int index = int(m_entries.size());
        entry->setObjectName(QStringLiteral("legend-%1").arg(index));
        connect(entry, &QAbstractButton::clicked, this, [this, index](bool on) { Q_EMIT switched(index, on); });
        entry->show();
        m_entries.append(entry);
    }
    for (int i = 0; i < curves.size(); ++i) {
        m_entries.at(i)->setCurve(curves.at(i));
        m_entries.at(i)->setChecked(shown.at(i));
    }
    updateGeometry();
    arrange(width(), true);
}

QSize CurveLegend::sizeHint() const { return {Theme::of(this).px(400), arrange(std::max(width(), 1), false)}; }

int CurveLegend::arrange(int width, bool move) const
{
    const Theme &theme = Theme::of(this);
    int x = 0;
    int y = 0;
    int line = 0;
    for (LegendEntry *entry : m_entries) {
        const QSize size = entry->sizeHint().boundedTo({std::max(width, 1), entry->sizeHint().height()});
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += line;
        }
        if (move)
            entry->setGeometry(x, y, size.width(), size.height());
        x += size.width() + theme.px(8);
        line = size.height();
    }
    return std::max(y + line, theme.line(TextStyle::Small) + theme.px(8));
}

void CurveLegend::resizeEvent(QResizeEvent *) { arrange(width(), true); }

} // namespace astern::ui
