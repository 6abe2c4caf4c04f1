// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/topbar.h"

#include "models/base/format.h"
#include "models/views/identitywords.h"
#include "models/views/teamsight.h"
#include "ui/emergency/emergencywords.h"
#include "ui/emergency/zonechip.h"
#include "ui/shell/connectionpopup.h"
#include "ui/shell/teambutton.h"
#include "ui/shell/teampopup.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"
#include "ui/widgets/controls.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolTip>

#include <algorithm>

namespace astern::ui {
namespace {

// Nothing that a person has to know of.
bool isWell(const BackendRow &row, qint64 nowMs)
{
    return row.health.state == BackendHealth::State::Live && !row.stale && !row.health.signInEndsSoon(nowMs) &&
           row.health.clockSkewMs == 0;
}

// "argo 2 s" while it is well, else what is wrong in two words.
QString noteOf(const BackendRow &row, qint64 nowMs) { return isWell(row, nowMs) ? row.age : row.words; }

} // namespace

TopBar::TopBar(Session &session, BackendsModel &backends, QWidget *parent)
    : QWidget(parent), m_session(session), m_backends(backends)
{
    setObjectName(QStringLiteral("topBar"));
    m_zone = new ZoneChip(this);
    m_zone->setZone(zoneOf(session.workspace()));
    m_theme = makeButton({}, "quiet", QStringLiteral("sun-moon"), this);
    m_theme->setObjectName(QStringLiteral("themeButton"));
    m_theme->setAccessibleName(tr("Light or dark"));
    m_theme->setToolTip(tr("Light or dark"));
    m_who = makeButton({}, "quiet", QStringLiteral("user"), this);
    m_who->setObjectName(QStringLiteral("identityButton"));
    connect(m_who, &QPushButton::clicked, this, &TopBar::openWho);
    m_team = new TeamButton(this);
    connect(m_team, &QAbstractButton::clicked, this, &TopBar::openTeam);
    m_emergency = makeButton(tr("Emergency"), "danger", QStringLiteral("siren"), this);
    m_emergency->setObjectName(QStringLiteral("emergencyButton"));
    m_emergency->setToolTip(tr("Shows what going back would do. Nothing is sent yet. (Ctrl+Shift+R)"));
    connect(m_emergency, &QPushButton::clicked, this, &TopBar::emergencyRequested);
    connect(m_theme, &QPushButton::clicked, this, &TopBar::themeRequested);
    const auto refresh = [this] {
        setAccessibleDescription(connectionWords());
        update();
    };
    connect(&backends, &QAbstractItemModel::dataChanged, this, refresh);
    connect(&backends, &QAbstractItemModel::rowsInserted, this, refresh);
    connect(&backends, &QAbstractItemModel::rowsRemoved, this, refresh);
    connect(&session, &Session::workspaceChanged, this, [this] { m_zone->setZone(zoneOf(m_session.workspace())); });
    connect(&session, &Session::signedInChanged, this, &TopBar::refreshWho);
    connect(&session, &Session::workspaceChanged, this, &TopBar::refreshWho);
    refreshWho();
    setAccessibleName(tr("Connections"));
    setFocusPolicy(Qt::TabFocus);
    setTabOrder(m_emergency, this); // what a window begins with stays the same
}

// Nothing is said of people while nothing is known of them.
void TopBar::refreshWho()
{
    const WhoWords words = whoWords(m_session.signedIn(), m_session.workspace().identity, m_session.nowMs());
    m_who->setVisible(!words.name.isEmpty());
    QString text = words.role.isEmpty() ? words.name : QStringLiteral("%1 · %2").arg(words.name, words.role);
    if (constexpr qsizetype kMost = 34; text.size() > kMost)
        text = text.left(kMost - 1) + QChar(0x2026);
    m_who->setText(QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")));
    setKind(m_who, words.wants ? "primary" : "quiet");
    const QString said = QStringList{words.state, words.problem}.join(QLatin1Char('\n')).trimmed();
    m_who->setToolTip(said);
    m_who->setAccessibleName(tr("Who acts: %1").arg(text));
    m_who->setAccessibleDescription(said);
    arrange();
    update();
}

void TopBar::setTeam(const TeamSight *team)
{
    if (m_sight)
        m_sight->disconnect(this);
    m_sight = team;
    if (team)
        connect(team, &TeamSight::changed, this, &TopBar::refreshTeam);
    refreshTeam();
}

void TopBar::refreshTeam()
{
    const TeamBadges badges = m_sight && m_sight->hasTeam() ? teamBadges(m_sight->now()) : TeamBadges();
    m_team->setBadges(badges);
    m_team->setVisible(!badges.isEmpty());
    arrange();
    update();
}

void TopBar::openTeam()
{
    if (!m_sight || !m_sight->hasTeam())
        return;
    auto *popup = new TeamPopup(m_session, *m_sight, this);
    connect(popup, &TeamPopup::placeRequested, this, &TopBar::placeRequested);
    popup->openBelow(mapToGlobal(QPoint(m_team->geometry().right(), height())));
}

void TopBar::openWho()
{
    using State = SignedIn::State;
    const SignedIn &now = m_session.signedIn();
    const IdentityDoors &doors = m_session.doors().identity;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("identityMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu, this](const char *name, const QString &text, auto act) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this, act);
    };
    if (m_session.workspace().identity.isOidc() && doors.signIn) {
        if (now.state == State::Asking)
            add("identityCancel", tr("Cancel the sign-in"), [this] { m_session.doors().identity.cancel(); });
        else
            add("identitySignIn", now.state == State::In ? tr("Sign in anew…") : tr("Sign in…"),
                [this, anew = now.state == State::In] {
                    m_session.doors().identity.signIn(IdentityProvider::Way::Browser, anew);
                });
        if (now.state == State::In || now.state == State::Ended)
            add("identitySignOut", tr("Sign out"),
                [this] { m_session.doors().identity.signOut([](const Result<Ok> &) {}); });
        menu->addSeparator();
    }
    add("identitySettings", tr("Identity, roles and PIN…"), [this] { Q_EMIT identityRequested(); });
    menu->popup(m_who->mapToGlobal(QPoint(0, m_who->height())));
}

QSize TopBar::sizeHint() const { return {600, Theme::of(this).size(QLatin1String("topBar"))}; }

QString TopBar::connectionWords() const
{
    QStringList all;
    for (const BackendRow &row : m_backends.rows())
        all.append(tr("%1: %2").arg(row.id(), noteOf(row, m_session.nowMs())));
    return all.join(QStringLiteral(", "));
}

void TopBar::arrange()
{
    const Theme &theme = Theme::of(this);
    const int high = theme.size(QLatin1String("control"));
    const int top = (height() - high) / 2;
    const int wide = std::max(theme.px(150), m_emergency->sizeHint().width());
    m_emergency->setGeometry(width() - wide - theme.px(12), top, wide, high);
    m_theme->setGeometry(m_emergency->x() - high - theme.px(12), top, high, high);
    const int who = m_who->isVisibleTo(this) ? std::min(m_who->sizeHint().width(), theme.px(240)) : 0;
    m_who->setGeometry(m_theme->x() - (who > 0 ? who + theme.px(4) : 0), top, who, high);
    const int team = m_team->isVisibleTo(this) ? m_team->sizeHint().width() : 0;
    m_team->setGeometry(m_who->x() - (team > 0 ? team + theme.px(8) : 0), top, team, high);
    const QSize zone = m_zone->sizeHint();
    const double name = textWidth(theme, TextStyle::Strong, m_session.workspace().name);
    m_zone->setGeometry(theme.px(168 + 16) + int(name) + theme.px(12), (height() - zone.height()) / 2, zone.width(),
                        zone.height());
}

double TopBar::chipsLeft() const { return m_zone->geometry().right() + Theme::of(this).px(24); }

QList<TopBar::Chip> TopBar::chips() const
{
    const Theme &theme = Theme::of(this);
    const double gap = theme.px(16);
    const qint64 now = m_session.nowMs();
    for (const bool each : {true, false}) {
        QList<Chip> all;
        int well = 0;
        qint64 oldest = 0;
        for (const BackendRow &row : m_backends.rows()) {
            if (isWell(row, now) && !each) {
                ++well;
                oldest = oldest == 0 ? row.health.lastAnswerMs : std::min(oldest, row.health.lastAnswerMs);
            } else {
                all.append({{},
                            isWell(row, now),
                            row.id(),
                            noteOf(row, now),
                            connectionLines(row, now).join(QLatin1Char('\n')),
                            row.id()});
            }
        }
        if (well > 0) {
            QStringList hints;
            for (const BackendRow &row : m_backends.rows()) {
                if (isWell(row, now))
                    hints.append(tr("%1: last answer %2 ago").arg(row.id(), row.age));
            }
            all.prepend(
                {{}, true, tr("%1 live").arg(well), format::age(oldest, now), hints.join(QLatin1Char('\n')), {}});
        }
        double x = m_team->x() - theme.px(16); // without width where nobody is there, and so is who acts
        for (auto chip = all.rbegin(); chip != all.rend(); ++chip) {
            const double wide = theme.px(chip->well ? 22 : 32) + textWidth(theme, TextStyle::SmallMedium, chip->name) +
                                textWidth(theme, TextStyle::Caption, chip->note);
            x -= wide;
            chip->rect = QRectF(x, (height() - theme.px(24)) / 2.0, wide, theme.px(24));
            x -= gap;
        }
        if (x >= chipsLeft() || !each)
            return all;
    }
    return {};
}

void TopBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.colour(Tone::BgBar));
    drawHLine(painter, 0, width(), height() - 1, theme.colour(Tone::LineDefault));
    const qreal dpr = devicePixelRatioF();
    const QPixmap mark = theme.icon(QStringLiteral("astern"), Tone::InkPrimary, 20, dpr);
    const double glyph = theme.px(20);
    painter.drawPixmap(QPointF(theme.px(12), (height() - glyph) / 2), mark);
    drawText(painter, theme, QRectF(theme.px(40), 0, theme.px(128), height()), TextStyle::Strong,
             theme.colour(Tone::InkPrimary), QStringLiteral("Astern"));
    drawText(painter, theme, QRectF(theme.px(168 + 16), 0, m_zone->x() - theme.px(168 + 16), height()),
             TextStyle::Strong, theme.colour(Tone::InkPrimary), m_session.workspace().name);
    const QList<Chip> all = chips();
    for (const Chip &chip : all) {
        QRectF box = chip.rect;
        const QColor ink = theme.colour(chip.well ? Tone::InkSecondary : Tone::UnknownText);
        if (!chip.well) {
            QPen pen(ink);
            pen.setStyle(Qt::DashLine);
            painter.setPen(pen);
            painter.setBrush(theme.colour(Tone::UnknownBg));
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3));
            box.adjust(theme.px(5), 0, -theme.px(5), 0);
        }
        painter.setPen(chip.well ? QPen(Qt::NoPen) : QPen(ink, 1.5));
        painter.setBrush(chip.well ? QBrush(theme.colour(Tone::GlyphCalm)) : QBrush(Qt::NoBrush));
        const double radius = theme.px(chip.well ? 3 : 4);
        painter.drawEllipse(QPointF(box.left() + theme.px(6), box.center().y()), radius, radius);
        box.setLeft(box.left() + theme.px(16));
        const double used = drawText(painter, theme, box, TextStyle::SmallMedium, ink, chip.name);
        box.setLeft(box.left() + used + theme.px(5));
        drawText(painter, theme, box, TextStyle::Caption,
                 theme.colour(chip.well ? Tone::InkTertiary : Tone::UnknownText), chip.note);
    }
    if (m_ring && hasFocus() && !all.isEmpty())
        drawFocusRing(painter, all.at(std::min(m_current, all.size() - 1)).rect.adjusted(-4, 0, 4, 0), theme.px(3),
                      theme.colour(Tone::Focus));
}

void TopBar::open(const Chip &chip)
{
    if (chip.backend.isEmpty())
        return;
    auto *popup = new ConnectionPopup(m_session, m_backends, chip.backend, this);
    popup->openBelow(mapToGlobal(QPoint(int(chip.rect.right()), height())));
}

void TopBar::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    for (const Chip &chip : chips()) {
        if (chip.rect.contains(event->position()))
            return open(chip);
    }
}

void TopBar::keyPressEvent(QKeyEvent *event)
{
    const QList<Chip> all = chips();
    const qsizetype last = all.size() - 1;
    m_current = std::clamp<qsizetype>(m_current, 0, std::max<qsizetype>(last, 0));
    switch (event->key()) {
    case Qt::Key_Left:
        m_current = std::max<qsizetype>(0, m_current - 1);
        break;
    case Qt::Key_Right:
        m_current = std::min(std::max<qsizetype>(last, 0), m_current + 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!all.isEmpty())
            open(all.at(m_current));
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    m_ring = true;
    update();
}

void TopBar::focusInEvent(QFocusEvent *event)
{
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void TopBar::focusOutEvent(QFocusEvent *) { update(); }

bool TopBar::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (const Chip &chip : chips()) {
            if (chip.rect.contains(help->pos())) {
                QToolTip::showText(help->globalPos(), chip.hint, this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void TopBar::resizeEvent(QResizeEvent *) { arrange(); }

void TopBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_emergency) {
        updateGeometry();
        arrange();
    }
}

} // namespace astern::ui
