// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/degradedbanner.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>

namespace astern::ui {

namespace {

using State = BackendHealth::State;

QString tr(const char *text) { return QCoreApplication::translate("DegradedBanner", text); }

bool isDown(const BackendHealth &health)
{
    return health.state == State::Retrying || health.state == State::NeedsLogin || health.state == State::Refused;
}

QString who(const BackendHealth &health, qint64 nowMs)
{
    const qint64 since = health.lastAnswerMs > 0 ? health.lastAnswerMs : health.sinceMs;
    const QString span = format::duration(std::max<qint64>(0, nowMs - since) / 1000 * 1000);
    switch (health.state) {
    case State::NeedsLogin:
        return tr("%1 asks to sign in again").arg(health.backend);
    case State::Refused:
        return tr("%1 refuses Astern").arg(health.backend);
    default:
        return health.lastAnswerMs > 0 ? tr("%1 has not answered for %2").arg(health.backend, span)
                                       : tr("%1 has never answered, for %2").arg(health.backend, span);
    }
}

QString why(const BackendHealth &health, qint64 nowMs)
{
    QString text = health.reason;
    if (health.nextTryMs > nowMs)
        text += (text.isEmpty() ? QString() : QStringLiteral(", ")) +
                tr("next try in %1").arg(format::duration((health.nextTryMs - nowMs + 999) / 1000 * 1000));
    else if (!health.hint.isEmpty())
        text += (text.isEmpty() ? QString() : QStringLiteral(". ")) + health.hint;
    return text;
}

int placesOf(const Workspace &workspace, const QString &backend)
{
    int count = 0;
    for (const ServiceConfig &service : workspace.services) {
        const bool measured = std::any_of(service.signalSpecs.cbegin(), service.signalSpecs.cend(),
                                          [&](const SignalSpec &spec) { return spec.source == backend; });
        for (const Placement &placement : service.placements)
            count += measured || placement.object.backend == backend;
    }
    return count;
}

bool delivers(const Workspace &workspace, const QString &backend)
{
    const QList<Placement> places = workspace.placements();
    return std::any_of(places.cbegin(), places.cend(),
                       [&](const Placement &place) { return place.object.backend == backend; });
}

QString stillWorks(const Session &session, qint64 nowMs)
{
    QStringList live;
    for (const BackendHealth &health : session.backends()) {
        if (health.state == State::Live && delivers(session.workspace(), health.backend))
            live.append(tr("%1 answered %2 ago").arg(health.backend, format::age(health.lastAnswerMs, nowMs)));
    }
    if (live.isEmpty())
        return tr("Nothing can be rolled back from here until a delivery system answers.");
    return tr("Rolling back still works: %1.").arg(live.join(QStringLiteral(", ")));
}

} // namespace

DegradedWords degradedWords(const Session &session, qint64 nowMs)
{
    DegradedWords words = logWords(session, nowMs);
    if (!words.isEmpty())
        return words;
    QStringList others;
    for (const BackendHealth &health : session.backends()) {
        if (!isDown(health))
            continue;
        if (!words.who.isEmpty()) {
            others.append(health.backend);
            continue;
        }
        words.who = who(health, nowMs);
        words.why = why(health, nowMs);
        const int places = placesOf(session.workspace(), health.backend);
        words.means =
            delivers(session.workspace(), health.backend)
                ? format::plural(
                      places, tr("What runs in 1 place is shown as it was last seen, and cannot be changed there."),
                      tr("What runs in %1 places is shown as it was last seen, and cannot be changed there."))
                : format::plural(places,
                                 tr("Signals of 1 place are unknown: nothing there counts as healthy or recovered."),
                                 tr("Signals of %1 places are unknown: nothing there counts as healthy or recovered."));
    }
    if (words.isEmpty())
        return words;
    if (!others.isEmpty())
        words.means = tr("Neither does %1.").arg(others.join(QStringLiteral(", "))) + QLatin1Char(' ') + words.means;
    words.works = stillWorks(session, nowMs);
    return words;
}

DegradedWords logWords(const Session &session, qint64 nowMs)
{
    DegradedWords words;
    const Session::LogDebt debt = session.logDebt();
    if (!debt.isEmpty()) {
        words.loud = true;
        words.who = format::plural(debt.entries, tr("1 entry of going back is not in %1 yet"),
                                   tr("%1 entries of going back are not in %2 yet"))
                        .arg(debt.missing.join(QStringLiteral(", ")));
        words.why = debt.reason;
        words.means = tr("It was done all the same, %1 ago; it is in the log of this device.")
                          .arg(format::age(debt.sinceMs, nowMs));
        words.works = tr("A second person says within 24 h why.");
        return words;
    }
    const SharedLogState &team = session.journalState().shared;
    if (const SharedAlarm *alarm = team.worst()) {
        words.loud = true;
        words.who = alarm->kind == SharedAlarm::Kind::GateLost ? tr("Somebody else decided first")
                                                               : tr("The shared log is not as it was signed for");
        words.why = alarm->words;
        words.means = alarm->hint;
        words.works = tr("Going back never waits for the shared log.");
        return words;
    }
    if (!team.trouble.isEmpty() && !session.workspace().journal.team.isEmpty()) {
        const quint64 size = session.journalState().size;
        words.who = tr("The shared log cannot be had");
        words.why = team.trouble;
        words.means =
            tr("Nothing is lost: the log of this device has all of it.") + QLatin1Char(' ') +
            format::plural(qint64(size - std::min(size, team.sent)), tr("1 entry waits."), tr("%1 entries wait."));
        words.works = tr("Promotions wait for it, going back does not.");
    }
    for (const SinkState &sink : session.shipping().sinks) {
        if (sink.pressure == SinkState::Pressure::None)
            continue;
        if (!words.isEmpty() && sink.pressure != SinkState::Pressure::Red)
            continue;
        words.loud = sink.pressure == SinkState::Pressure::Red;
        words.who = tr("%1 is behind the log by %2").arg(sink.name, format::count(qint64(sink.due)));
        words.why = sink.words;
        words.means = sink.oldestMs > 0
                          ? tr("The oldest of them is %1 old. Nothing is lost: the log of this device has all of it.")
                                .arg(format::age(sink.oldestMs, nowMs))
                          : tr("Nothing is lost: the log of this device has all of it.");
        words.works = sink.required ? tr("Promotions wait for it, going back does not.") : tr("Nothing waits for it.");
    }
    return words;
}

DegradedBanner::DegradedBanner(const Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("degradedBanner"));
    connect(&session, &Session::backendsChanged, this, &DegradedBanner::refresh);
    connect(&session, &Session::shippingChanged, this, &DegradedBanner::refresh);
    connect(&m_tick, &QTimer::timeout, this, &DegradedBanner::refresh);
    m_tick.start(1000);
    refresh();
}

void DegradedBanner::refresh()
{
    const DegradedWords words = degradedWords(m_session, m_session.nowMs());
    if (words != m_words) {
        m_words = words;
        setAccessibleName(words.who);
        setAccessibleDescription(words.why + QStringLiteral(". ") + words.means + QLatin1Char(' ') + words.works);
        setToolTip(words.why);
        update();
    }
    setVisible(!words.isEmpty());
}

QSize DegradedBanner::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(400), theme.line(TextStyle::Strong) + theme.line(TextStyle::Small) + theme.px(11)};
}

void DegradedBanner::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal dpr = devicePixelRatioF();
    const Tone text = m_words.loud ? Tone::CriticalText : Tone::UnknownText;
    painter.fillRect(rect(), theme.colour(m_words.loud ? Tone::CriticalBg : Tone::UnknownBg));
    painter.fillRect(QRectF(0, 0, theme.size(QLatin1String("urgentBar")), height()),
                     theme.colour(m_words.loud ? Tone::CriticalFill : Tone::UnknownFill));
    const qreal margin = theme.size(QLatin1String("pageMargin"));
    painter.drawPixmap(QPointF(margin, snap((height() - theme.px(16)) / 2.0, dpr)),
                       theme.icon(QStringLiteral("unplug"), text, 16, dpr));
    const qreal left = margin + theme.px(26);
    const qreal right = width() - margin;
    QRectF line(left, theme.px(5), right - left, theme.line(TextStyle::Strong));
    const qreal used = drawText(painter, theme, line, TextStyle::Strong, theme.colour(text), m_words.who);
    drawText(painter, theme, line.adjusted(used + theme.px(12), 0, 0, 0), TextStyle::Body,
             theme.colour(Tone::InkPrimary), m_words.why);
    line = QRectF(left, line.bottom() + theme.px(1), right - left, theme.line(TextStyle::Small));
    // What still works must not be cut: it takes its room first.
    const qreal works = std::min(textWidth(theme, TextStyle::SmallStrong, m_words.works), line.width());
    const QRectF means(line.left(), line.top(), line.width() - works - theme.px(6), line.height());
    const qreal meansUsed =
        drawText(painter, theme, means, TextStyle::Small, theme.colour(Tone::InkSecondary), m_words.means);
    drawText(painter, theme, line.adjusted(meansUsed > 0 ? meansUsed + theme.px(6) : 0, 0, 0, 0),
             TextStyle::SmallStrong, theme.colour(Tone::InkPrimary), m_words.works);
}

} // namespace astern::ui
