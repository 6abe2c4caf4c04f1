// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/alsohere.h"

#include "models/views/teamsight.h"
#include "models/views/teamwords.h"
#include "ui/theme/paint.h"

#include <QPainter>

namespace astern::ui {
namespace {

constexpr int kGlyph = 14;
constexpr double kIndent = 20;

} // namespace

AlsoHere::AlsoHere(const Session &session, QWidget *parent) : RunsLabel(parent), m_session(session)
{
    setObjectName(QStringLiteral("alsoHere"));
    setIndent(kIndent);
    hide();
}

void AlsoHere::setTeam(const TeamSight *team)
{
    if (m_team)
        m_team->disconnect(this);
    m_team = team;
    if (team)
        connect(team, &TeamSight::changed, this, &AlsoHere::refresh);
    refresh();
}

void AlsoHere::setPlaces(const QStringList &placementKeys)
{
    m_places = placementKeys;
    refresh();
}

void AlsoHere::refresh()
{
    AlsoHereWords also;
    if (m_team && m_team->hasTeam()) {
        QList<Whereabouts> places;
        for (const QString &key : std::as_const(m_places))
            places.append(whereaboutsOf(m_session, key));
        also = alsoHereWords(m_team->now(), places, m_team->asOfMs(), m_session.nowMs());
    }
    m_stale = also.stale;
    setRuns({{also.words, also.stale ? Tone::UnknownText : Tone::InkPrimary, TextStyle::SmallStrong}});
    const QString tip = also.words.isEmpty() ? QString() : QString(also.words + QLatin1Char('\n') + also.all);
    setToolTip(tip);
    setAccessibleDescription(also.all);
    setVisible(!also.words.isEmpty());
}

void AlsoHere::paintEvent(QPaintEvent *event)
{
    RunsLabel::paintEvent(event);
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal dpr = devicePixelRatioF();
    const double line = hasHeightForWidth() ? theme.line(TextStyle::SmallStrong) : height();
    painter.drawPixmap(
        QPointF(0, snap((line - theme.px(kGlyph)) / 2, dpr)),
        theme.icon(QStringLiteral("users"), m_stale ? Tone::UnknownText : Tone::InkSecondary, kGlyph, dpr));
}

} // namespace astern::ui
