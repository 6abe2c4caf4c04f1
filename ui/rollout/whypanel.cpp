// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/whypanel.h"

#include "models/base/format.h"
#include "models/views/eventsmodel.h"
#include "models/views/podsmodel.h"
#include "ui/rollout/alertsstrip.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/linksrow.h"
#include "ui/rollout/logview.h"
#include "ui/rollout/runslabel.h"
#include "ui/rollout/titledpanel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QPainter>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

Status statusOf(DiagnosisSummary::Level level)
{
    switch (level) {
    case DiagnosisSummary::Level::Bad:
        return Status::Failing;
    case DiagnosisSummary::Level::Doubt:
        return Status::Suspect;
    case DiagnosisSummary::Level::Calm:
        return Status::Healthy;
    case DiagnosisSummary::Level::Unknown:
        break;
    }
    return Status::Unknown;
}

QString wholeText(const Error &error)
{
    return error.hint.isEmpty() ? error.message : error.message + QLatin1Char('\n') + error.hint;
}

QList<TextRun> caption(const QString &text, Tone tone = Tone::InkTertiary)
{
    return {{text, tone, TextStyle::Caption}};
}

} // namespace

WhyPanel::WhyPanel(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("whyPanel"));
    m_diagnosis = new PlaceDiagnosis(session, this);
    m_podsModel = new PodsModel(session, *m_diagnosis, this);
    m_eventsModel = new EventsModel(session, *m_diagnosis, this);
    build();
    connect(m_diagnosis, &PlaceDiagnosis::changed, this, &WhyPanel::refresh);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_said.clear();
        refreshSentence();
        refreshNotes();
        m_alerts->tick();
    });
    connect(
        m_pods->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &current) { m_diagnosis->setLogPod(current.data(PodsModel::NameRole).toString()); });
    refresh();
}

QBoxLayout *WhyPanel::head()
{
    const Theme &theme = Theme::of(this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.px(16), theme.px(8), theme.px(12), theme.px(4));
    head->setSpacing(theme.px(12));
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.px(2));
    m_sentence = new RunsLabel(this);
    m_sentence->setObjectName(QStringLiteral("whySentence"));
    m_sentence->setIndent(20);
    m_next = new RunsLabel(this);
    m_next->setObjectName(QStringLiteral("whyNext"));
    m_next->setIndent(20);
    words->addWidget(m_sentence);
    words->addWidget(m_next);
    head->addLayout(words, 1);
    m_asked = new RunsLabel(this);
    m_asked->setObjectName(QStringLiteral("whyAsked"));
    m_asked->setOneLine(true);
    m_asked->setRightAligned(true);
    m_links = new LinksRow(this);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(theme.px(12));
    ways->addWidget(m_asked);
    ways->addWidget(m_links);
    head->addLayout(ways);
    head->setAlignment(ways, Qt::AlignTop);
    connect(m_links, &LinksRow::failed, this, [this](const QString &why) {
        m_said = why;
        refreshNotes();
    });
    return head;
}

QWidget *WhyPanel::section(const QString &title, RunsLabel **name, RunsLabel **note, QWidget *content, QWidget *corner)
{
    const Theme &theme = Theme::of(this);
    const TitledPanel made = titledPanel(title, content, {.top = 6, .bottom = 8, .gap = 2}, this);
    made.head->addStrut(theme.px(28)); // titles of all sections stand on one line, with a button beside them or not
    if (corner)
        made.head->addWidget(corner);
    // It takes the height that is there: the board above keeps its rows.
    content->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    content->setMinimumHeight(theme.px(60));
    *note = made.note;
    if (name)
        *name = made.title;
    return made.widget;
}

void WhyPanel::build()
{
    using Sign = FactColumn::Sign;
    m_pods = new FactsView(
        {{PodsModel::NameColumn, TextStyle::Small, Tone::InkPrimary, 0, false, Sign::Tone, PodsModel::ToneRole, false},
         {PodsModel::VersionColumn, TextStyle::Small, Tone::InkSecondary, 62, false, Sign::None, -1, false,
          Qt::ElideMiddle, 480},
         {PodsModel::StateColumn, TextStyle::SmallMedium, Tone::InkPrimary, 0, false, Sign::None, -1, false,
          Qt::ElideRight},
         {PodsModel::RestartsColumn, TextStyle::Small, Tone::InkPrimary, 56, true, Sign::None, -1, false,
          Qt::ElideRight, 400},
         {PodsModel::AgeColumn, TextStyle::Small, Tone::InkTertiary, 76, true, Sign::None, -1, false, Qt::ElideRight,
          540}},
        this);
    m_pods->setObjectName(QStringLiteral("whyPods"));
    m_pods->setAccessibleName(tr("Pods, worst first"));
    m_pods->setModel(m_podsModel);
    m_pods->showHeader();
    m_events = new FactsView(
        {{EventsModel::AgeColumn, TextStyle::Small, Tone::InkTertiary, 96, false, Sign::Tone, EventsModel::ToneRole,
          false},
         {EventsModel::ReasonColumn, TextStyle::SmallMedium, Tone::InkPrimary, 124, false, Sign::None, -1, false},
         {EventsModel::MessageColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1, false,
          Qt::ElideRight},
         {EventsModel::CountColumn, TextStyle::Small, Tone::InkTertiary, 44, true, Sign::None, -1, false,
          Qt::ElideRight, 480}},
        this);
    m_events->setObjectName(QStringLiteral("whyEvents"));
    m_events->setAccessibleName(tr("Events, newest first"));
    m_events->setModel(m_eventsModel);
    m_events->showHeader();
    m_log = new LogView(this);
    m_log->setObjectName(QStringLiteral("whyLog"));
    m_copy = makeButton(tr("Copy"), "quiet", QStringLiteral("copy"), this);
    m_copy->setObjectName(QStringLiteral("whyCopy"));
    m_copy->setToolTip(tr("Copies these lines"));
    connect(m_copy, &QPushButton::clicked, this, [this] {
        m_log->copyAll();
        m_said = tr("%1 copied").arg(format::plural(m_log->lineCount(), tr("1 line"), tr("%1 lines")));
        refreshNotes();
    });

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head());
    m_alerts = new AlertsStrip(m_session, this);
    connect(m_alerts, &AlertsStrip::failed, this, [this](const QString &why) {
        m_said = why;
        refreshNotes();
    });
    column->addWidget(m_alerts);
    auto *body = new QHBoxLayout;
    body->setSpacing(0);
    m_tables = new QBoxLayout(QBoxLayout::TopToBottom);
    m_tables->setSpacing(0);
    m_tables->addWidget(section(tr("Pods"), nullptr, &m_podsNote, m_pods), 5);
    m_tables->addWidget(section(tr("Events"), nullptr, &m_eventsNote, m_events), 5);
    m_podsNote->setObjectName(QStringLiteral("whyPodsNote"));
    body->addLayout(m_tables, 1);
    body->addWidget(section(tr("Log"), &m_logName, &m_logNote, m_log, m_copy), 1);
    column->addLayout(body, 1);
    setTabOrder(&m_alerts->view(), m_pods);
    setTabOrder(m_pods, m_events);
    setTabOrder(m_events, m_log);
    setTabOrder(m_log, m_copy);
}

void WhyPanel::setPlacement(const QString &key)
{
    const Placement *placement = m_session.placement(key);
    const ServiceConfig *service = placement ? m_session.workspace().service(placement->service) : nullptr;
    m_links->setLinks(service ? service->links : QMap<QString, QString>());
    m_alerts->setPlacement(key);
    m_diagnosis->setPlacement(key);
}

void WhyPanel::setCompact(bool compact)
{
    m_tables->setDirection(compact ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    static_cast<QBoxLayout *>(layout()->itemAt(2)->layout())->setStretch(0, compact ? 2 : 1);
}

void WhyPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_diagnosis->setWatched(true);
    m_tick.start();
    refresh();
}

// What nobody sees is not asked for.
void WhyPanel::hideEvent(QHideEvent *event)
{
    m_diagnosis->setWatched(false);
    m_tick.stop();
    QWidget::hideEvent(event);
}

void WhyPanel::refresh()
{
    m_summary = summaryOf(m_diagnosis->diagnosis());
    refreshSentence();
    refreshNotes();
    refreshLog();
}

void WhyPanel::refreshSentence()
{
    const Diagnosis &now = m_diagnosis->diagnosis();
    const bool stale = m_diagnosis->isStale();
    m_status = stale ? Status::Stale : statusOf(m_summary.level);
    const Tone tone = m_summary.level == DiagnosisSummary::Level::Bad && !stale ? Tone::CriticalText : Tone::InkPrimary;
    m_sentence->setRuns({{m_summary.sentence, tone, TextStyle::Strong}});
    QList<TextRun> next;
    if (!m_summary.next.isEmpty())
        next.append({m_summary.next, Tone::InkSecondary, TextStyle::Body});
    for (const WorkloadCondition &condition : now.conditions.value) {
        if (!condition.bad() || condition.message == m_summary.next)
            continue;
        const QString gap = next.isEmpty() ? QString() : QStringLiteral("   ");
        next.append({gap + condition.reason + QLatin1Char(' '), Tone::InkPrimary, TextStyle::SmallMedium});
        next.append({condition.message, Tone::InkSecondary, TextStyle::Body});
    }
    m_next->setRuns(next);
    m_next->setVisible(!next.isEmpty());
    update();
}

void WhyPanel::refreshNotes()
{
    const Diagnosis &now = m_diagnosis->diagnosis();
    const qint64 nowMs = m_session.nowMs();
    const auto note = [&](RunsLabel *label, const auto &part, const QString &count) {
        // What is shown is older than the last question: how old, and why nothing newer came.
        if (part.error && part.atMs > 0)
            return label->setRuns(
                caption(tr("%1 old: %2").arg(format::age(part.atMs, nowMs), part.error->message), Tone::UnknownText));
        label->setRuns(caption(part.atMs > 0 ? count : QString()));
    };
    const qsizetype pods = now.pods.value.size();
    note(m_podsNote, now.pods,
         now.morePods ? tr("the first %1 of more").arg(pods) : format::plural(pods, tr("1 pod"), tr("%1 pods")));
    note(m_eventsNote, now.events, format::plural(now.events.value.size(), tr("1 event"), tr("%1 events")));
    const auto why = [](const auto &part, const QString &loading, const QString &nothing) {
        return part.error ? wholeText(*part.error) : part.atMs > 0 ? nothing : loading;
    };
    m_pods->setEmptyText(why(now.pods, tr("Asking…"), tr("There are no pods.")));
    m_events->setEmptyText(why(now.events, tr("Asking…"), tr("The cluster noticed nothing in the last hour.")));
    if (!m_said.isEmpty())
        m_asked->setRuns(caption(m_said, Tone::InkSecondary));
    else if (now.pods.atMs == 0)
        m_asked->setRuns({});
    else
        m_asked->setRuns(caption(tr("asked %1 ago").arg(format::age(now.pods.atMs, nowMs)),
                                 m_diagnosis->isStale() ? Tone::UnknownText : Tone::InkTertiary));
}

void WhyPanel::refreshLog()
{
    const DiagnosisPart<LogTail> &log = m_diagnosis->diagnosis().log;
    const QString of = logHeading(log.value);
    m_logName->setRuns({{of, Tone::InkPrimary, TextStyle::Strong}});
    m_log->setAccessibleName(of);
    if (log.atMs > 0 && !log.value.lines.isEmpty())
        m_log->showLines(of, log.value.lines);
    else if (log.atMs > 0)
        m_log->showWords(tr("It wrote nothing."));
    else
        m_log->showWords(log.error ? wholeText(*log.error) : tr("Asking…"));
    m_copy->setEnabled(m_log->hasLines());
    if (log.error && log.atMs > 0)
        m_logNote->setRuns(caption(log.error->message, Tone::UnknownText));
    else if (m_log->hasLines())
        m_logNote->setRuns(caption(log.value.cut
                                       ? tr("very long lines: the newest are missing")
                                       : format::plural(m_log->lineCount(), tr("last line"), tr("last %1 lines"))));
    else
        m_logNote->setRuns({});
}

void WhyPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const double side = theme.px(14);
    const double line = theme.line(TextStyle::Strong);
    drawStatus(painter, theme, QRectF(m_sentence->x(), m_sentence->y() + (line - side) / 2, side, side), m_status);
    const QWidget *log = m_log->parentWidget();
    drawVLine(painter, log->x(), log->y() + theme.px(8), height() - theme.px(8), theme.colour(Tone::LineSubtle));
    drawHLine(painter, 0, width(), log->y(), theme.colour(Tone::LineSubtle));
    if (m_alerts->isVisible())
        drawHLine(painter, 0, width(), m_alerts->y(), theme.colour(Tone::LineSubtle));
}

} // namespace astern::ui
