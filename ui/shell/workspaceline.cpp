// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workspaceline.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace astern::ui {

WorkspaceLine::WorkspaceLine(const Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("workspaceLine"));
    connect(&session, &Session::workspaceNewsChanged, this, [this] {
        refresh();
        Q_EMIT shownOrHidden();
    });
    refresh();
}

QString WorkspaceLine::what() const
{
    const QList<WorkspaceIssue> &issues = m_session.workspaceNews().issues;
    if (issues.isEmpty())
        return {};
    const WorkspaceIssue &first = issues.constFirst();
    QString text = tr("%1: %2.").arg(first.at.toString(), first.message);
    if (!first.nearest.isEmpty())
        text += QLatin1Char(' ') + tr("Did you mean “%1”?").arg(first.nearest);
    return text;
}

QString WorkspaceLine::means() const
{
    const WorkspaceNews &news = m_session.workspaceNews();
    if (news.issues.isEmpty())
        return news.waits.isEmpty() ? QString() : tr("The workspace was changed. %1").arg(news.waits);
    QString text = tr("Since %1 it cannot be read; what was read before stays in force.")
                       .arg(format::clock(news.sinceMs, m_session.nowMs()));
    if (const qsizetype more = news.issues.size() - 1; more > 0)
        text = format::plural(int(more), tr("And 1 more error."), tr("And %1 more errors.")) + QLatin1Char(' ') + text;
    return text;
}

QString WorkspaceLine::words() const
{
    QStringList parts{what(), means()};
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

void WorkspaceLine::refresh()
{
    const QString text = words();
    setVisible(!text.isEmpty());
    setAccessibleName(text);
    QStringList all;
    for (const WorkspaceIssue &issue : m_session.workspaceNews().issues)
        all.append(issue.toString());
    setToolTip(all.join(QLatin1Char('\n')));
    update();
}

QSize WorkspaceLine::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(400), words().isEmpty() ? 0 : theme.line(TextStyle::Small) + theme.px(11)};
}

void WorkspaceLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const bool wrong = !m_session.workspaceNews().issues.isEmpty();
    painter.fillRect(rect(), theme.colour(wrong ? Tone::UnknownBg : Tone::BgBar));
    drawHLine(painter, 0, width(), 0, theme.colour(Tone::LineDefault));
    const double glyph = theme.px(14);
    painter.drawPixmap(QPointF(theme.px(14), snap((height() - glyph) / 2.0, devicePixelRatioF())),
                       theme.icon(wrong ? QStringLiteral("triangle-alert") : QStringLiteral("clock"),
                                  wrong ? Tone::UnknownText : Tone::InkTertiary, 14, devicePixelRatioF()));
    const double left = theme.px(14) + glyph + theme.px(8);
    const QRectF line(left, 0, width() - left - theme.px(14), height());
    // What it means must not be cut: it takes its room first.
    const QString after = means();
    const double room = std::min(textWidth(theme, TextStyle::Small, after), line.width());
    const double gap = what().isEmpty() ? 0 : theme.px(10);
    const double used = drawText(painter, theme, QRectF(line.left(), 0, line.width() - room - gap, height()),
                                 TextStyle::SmallMedium, theme.colour(Tone::InkPrimary), what());
    drawText(painter, theme, line.adjusted(used > 0 ? used + gap : 0, 0, 0, 0), TextStyle::Small,
             theme.colour(Tone::InkSecondary), after);
}

} // namespace astern::ui
