// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusline.h"

#include "models/base/format.h"
#include "models/views/logwords.h"
#include "models/views/verdictwords.h"
#include "ui/theme/paint.h"

#include <QPainter>

namespace astern::ui {

StatusLine::StatusLine(const Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("statusLine"));
    connect(&session, &Session::journalChanged, this, [this] { sayAll(); });
    connect(&session, &Session::guardChanged, this, [this] { sayAll(); });
    connect(&m_tick, &QTimer::timeout, this, &StatusLine::sayAll); // a guard that falls silent sends nothing
    m_tick.start(1000);
    sayAll();
}

void StatusLine::sayAll()
{
    const QString guard = guardWords(m_session.guardState(), m_session.nowMs()).text;
    QStringList said{journalWords(), teamWords(m_session.journalState().shared).text, guard};
    said.removeAll(QString());
    const QString all = said.join(QStringLiteral(", "));
    if (accessibleName() != all)
        setAccessibleName(all);
    update();
}

QSize StatusLine::sizeHint() const { return {400, Theme::of(this).size(QLatin1String("statusBar"))}; }

QString StatusLine::journalWords() const
{
    if (!m_session.journal())
        return tr("no journal");
    const JournalState state = m_session.journalState();
    switch (state.state) {
    case JournalState::State::Opening:
        return tr("journal opening");
    case JournalState::State::Open:
        if (state.size == 0)
            return tr("journal open, no entry yet");
        return state.verifiedTo >= state.size ? tr("journal verified to %1").arg(format::entry(qint64(state.size - 1)))
                                              : tr("journal at %1").arg(format::entry(qint64(state.size - 1)));
    case JournalState::State::Refused:
    case JournalState::State::Truncated:
    case JournalState::State::Damaged:
        return state.words.isEmpty() ? tr("journal damaged") : state.words;
    }
    return {};
}

void StatusLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgBar));
    drawHLine(painter, 0, width(), 0, theme.colour(Tone::LineDefault));
    const JournalState::State state = m_session.journalState().state;
    const bool wrong = state != JournalState::State::Open && state != JournalState::State::Opening;
    const double glyph = theme.px(12);
    double x = theme.px(14);
    painter.drawPixmap(QPointF(x, (height() - glyph) / 2),
                       theme.icon(wrong ? QStringLiteral("triangle-alert") : QStringLiteral("check"),
                                  wrong ? Tone::CriticalText : Tone::InkTertiary, 12, devicePixelRatioF()));
    x += glyph + theme.px(6);
    const QString time = format::stamp(m_session.nowMs());
    const double timeWidth = textWidth(theme, TextStyle::Caption, time);
    const double right = width() - theme.px(14) - timeWidth;
    x += drawText(painter, theme, QRectF(x, 0, right - x - theme.px(16), height()), TextStyle::Caption,
                  theme.colour(wrong ? Tone::CriticalText : Tone::InkSecondary), journalWords());
    const auto add = [&](const QString &text, Tone tone) {
        x += theme.px(24);
        x += drawText(painter, theme, QRectF(x, 0, right - x - theme.px(16), height()), TextStyle::Caption,
                      theme.colour(tone), text);
    };
    if (const TeamWords team = teamWords(m_session.journalState().shared); !team.text.isEmpty())
        add(team.text, team.loud ? Tone::CriticalText : Tone::WarningText);
    if (const GuardWords guard = guardWords(m_session.guardState(), m_session.nowMs()); !guard.text.isEmpty())
        add(guard.text, guard.wrong ? Tone::CriticalText : Tone::InkSecondary);
    if (m_session.workspace().readOnly)
        add(tr("read only: nothing is ever sent"), Tone::WarningText);
    drawText(painter, theme, QRectF(right, 0, timeWidth + 1, height()), TextStyle::Caption,
             theme.colour(Tone::InkSecondary), time);
}

} // namespace astern::ui
