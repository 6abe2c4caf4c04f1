// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/runbookpanel.h"

#include "models/base/format.h"
#include "models/command/mitigationplanner.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/controls.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTextBlock>
#include <QTextCursor>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kLookAgainMs = 3'000;
constexpr qint64 kWithoutRolloutMs = 24 * 3'600'000LL; // ticks that count where nothing is on its way
const QString kStepLink = QStringLiteral("astern:step/");

bool isWeb(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

} // namespace

RunbookText::RunbookText(QWidget *parent) : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("runbookText"));
    setAccessibleName(tr("Runbook"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setTabChangesFocus(false); // Tab goes from link to link, and out behind the last one
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::LinksAccessibleByKeyboard);
    connect(&Theme::of(this), &Theme::changed, this, [this] { showText(m_markdown); });
}

void RunbookText::showText(const QString &markdown)
{
    m_markdown = markdown;
    document()->setDefaultFont(Theme::of(this).font(TextStyle::Body));
    document()->setDocumentMargin(Theme::of(this).px(4));
    document()->setMarkdown(markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectCommonMark) |
                                          QTextDocument::MarkdownNoHTML);
    dress();
}

void RunbookText::dress()
{
    const Theme &theme = Theme::of(this);
    struct Part {
        int at = 0;
        int length = 0;
        QString link;
    };
    QList<Part> links;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (fragment.charFormat().isAnchor())
                links.append({fragment.position(), fragment.length(), fragment.charFormat().anchorHref()});
        }
    }
    for (const Part &part : std::as_const(links)) {
        QTextCursor cursor(document());
        cursor.setPosition(part.at);
        cursor.setPosition(part.at + part.length, QTextCursor::KeepAnchor);
        QTextCharFormat format;
        format.setForeground(theme.colour(Tone::AccentText));
        if (part.link.startsWith(kStepLink)) {
            format.setFontUnderline(false);
            format.setFont(theme.font(TextStyle::Title), QTextCharFormat::FontPropertiesSpecifiedOnly);
        } else if (runbook::planLink(part.link)) { // a button, as far as a text has one
            format.setFontUnderline(false);
            format.setBackground(theme.colour(Tone::BgSelected));
            format.setFont(theme.font(TextStyle::Strong), QTextCharFormat::FontPropertiesSpecifiedOnly);
        }
        cursor.mergeCharFormat(format);
    }
}

void RunbookText::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_markdown.isEmpty())
        dress();
}

RunbookPanel::RunbookPanel(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_opener(&QDesktopServices::openUrl), m_inbox(this)
{
    setObjectName(QStringLiteral("runbookPanel"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // as the other tabs: it scrolls
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(8));
    column->setSpacing(theme.px(4));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(8));
    m_head = new RunsLabel(this);
    m_head->setObjectName(QStringLiteral("runbookHead"));
    m_back = makeButton(tr("Back to the runbook"), "quiet", {}, this);
    m_back->setObjectName(QStringLiteral("runbookBack"));
    m_web = makeButton(tr("Open the runbook"), "quiet", QStringLiteral("arrow-up-right"), this);
    m_web->setObjectName(QStringLiteral("runbookWeb"));
    head->addWidget(m_head, 1);
    head->addWidget(m_back);
    head->addWidget(m_web);
    column->addLayout(head);
    m_said = new RunsLabel(this);
    m_said->setObjectName(QStringLiteral("runbookSaid"));
    m_said->hide();
    column->addWidget(m_said);
    m_text = new RunbookText(this);
    column->addWidget(m_text, 1);
    connect(m_text, &QTextBrowser::anchorClicked, this, &RunbookPanel::follow);
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_file = declared();
        load();
    });
    connect(m_web, &QPushButton::clicked, this, [this] {
        const QUrl url(declared(), QUrl::StrictMode);
        if (isWeb(url) && !m_opener(url))
            say(tr("Nothing on this computer opens %1").arg(declared()), true);
    });
    connect(&session, &Session::workspaceChanged, this, [this] {
        m_file = declared();
        if (isVisible())
            load();
    });
    connect(&session, &Session::entryAdded, this, [this](const JournalEntry &entry) {
        const Placement *place = m_session.placement(m_key);
        const QJsonObject subject = entry.payload.value(QLatin1String("subject")).toObject();
        if (entry.kind != QLatin1String(runbook::kStepKind) || !place ||
            subject.value(QLatin1String("service")).toString() != place->service ||
            subject.value(QLatin1String("environment")).toString() != place->environment ||
            subject.value(QLatin1String("cell")).toString() != place->cell)
            return;
        m_entries.append(entry);
        refresh();
    });
    m_tick.setInterval(kLookAgainMs);
    connect(&m_tick, &QTimer::timeout, this, &RunbookPanel::load);
}

QString RunbookPanel::declared() const
{
    const Placement *place = m_session.placement(m_key);
    const ServiceConfig *service = place ? m_session.service(place->service) : nullptr;
    return service ? service->runbook : QString();
}

// Steps belong to what is going on: those of the rollout before are no longer done.
qint64 RunbookPanel::sinceMs() const
{
    const Session::Sight sight = m_session.look(m_key);
    if (sight.rollout && sight.rollout->inProgress() && sight.rollout->startedMs > 0)
        return sight.rollout->startedMs;
    return m_session.nowMs() - kWithoutRolloutMs;
}

void RunbookPanel::setPlacement(const QString &key)
{
    if (m_key == key)
        return;
    m_key = key;
    m_file = declared();
    m_runbook = {};
    m_error.reset();
    m_entries.clear();
    m_ticked.clear();
    m_said->hide();
    loadTicks();
    load();
}

// A file system may take its time: never on this thread.
void RunbookPanel::load()
{
    const auto answer = m_inbox.wrap([this, file = m_file](const Result<runbook::Runbook> &read) {
        if (file == m_file)
            take(read);
    });
    QThreadPool::globalInstance()->start(
        [folder = m_session.workspace().folder, file = m_file, answer] { answer(runbook::readRunbook(folder, file)); });
}

void RunbookPanel::take(const Result<runbook::Runbook> &read)
{
    if (read) {
        m_runbook = *read;
        m_error.reset();
    } else {
        m_runbook = {};
        m_error = read.error();
    }
    refresh();
}

void RunbookPanel::loadTicks()
{
    const Placement *place = m_session.placement(m_key);
    if (!place || !m_session.journal())
        return;
    JournalQuery query;
    query.limit = 500;
    query.service = place->service;
    query.environment = place->environment;
    query.cell = place->cell;
    query.kind = QLatin1String(runbook::kStepKind);
    m_session.journal()->entries(query, m_inbox.wrap([this, key = m_key](const Result<QList<JournalEntry>> &entries) {
        if (!entries || key != m_key)
            return;
        m_entries = *entries;
        refresh();
    }));
}

void RunbookPanel::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    const QString file = declared();
    const bool web = isWeb(QUrl(file, QUrl::StrictMode));
    m_back->setVisible(!file.isEmpty() && !web && m_file != file);
    m_web->setVisible(web);
    m_ticked = runbook::ticked(m_runbook.file, m_entries, sinceMs());
    QList<TextRun> head;
    if (m_error) {
        head = {{web ? tr("The runbook of this service is a page: %1").arg(file) : m_error->message, Tone::InkPrimary,
                 TextStyle::Strong},
                {QStringLiteral("   ") + (web ? QString() : m_error->hint), Tone::InkSecondary, TextStyle::Small}};
    } else {
        head = {{m_runbook.file, Tone::InkPrimary, TextStyle::Strong}};
        int done = 0;
        const runbook::Tick *last = nullptr;
        for (const runbook::Step &step : std::as_const(m_runbook.steps)) {
            const auto tick = m_ticked.constFind(step.key);
            if (tick == m_ticked.cend())
                continue;
            ++done;
            if (!last || tick->atMs > last->atMs)
                last = &*tick;
        }
        if (!m_runbook.steps.isEmpty())
            head.append({QStringLiteral("   ") + tr("%1 of %2 steps done").arg(done).arg(m_runbook.steps.size()),
                         Tone::InkSecondary, TextStyle::Small});
        if (last)
            head.append({QStringLiteral("   ") + tr("last by %1 at %2").arg(last->by, format::clock(last->atMs, nowMs)),
                         Tone::InkTertiary, TextStyle::Small});
    }
    m_head->setRuns(head);
    m_text->setVisible(!m_error);
    const QString shown = m_error ? QString() : runbook::shownText(m_runbook, m_ticked.keys());
    if (shown != m_shown) {
        m_shown = shown;
        const QTextCursor before = m_text->textCursor();
        const int anchor = before.anchor();
        const int position = before.position();
        m_text->showText(shown);
        // Who goes by keyboard stays at the step that was ticked.
        const int last = m_text->document()->characterCount() - 1;
        QTextCursor cursor(m_text->document());
        cursor.setPosition(std::clamp(anchor, 0, last));
        cursor.setPosition(std::clamp(position, 0, last), QTextCursor::KeepAnchor);
        m_text->setTextCursor(cursor);
    }
    Q_EMIT stepsChanged();
}

void RunbookPanel::follow(const QUrl &url)
{
    m_said->hide();
    const QString address = url.toString();
    if (address.startsWith(kStepLink))
        return toggle(address.mid(kStepLink.size()));
    if (const std::optional<runbook::PlanLink> link = runbook::planLink(address))
        return openPlan(*link);
    if (isWeb(url)) {
        if (!m_opener(url))
            say(tr("Nothing on this computer opens %1").arg(address), true);
        return;
    }
    if (url.scheme().isEmpty() && !url.path().isEmpty())
        return openFile(url);
    if (!url.hasFragment() || !url.path().isEmpty())
        say(tr("%1 leads nowhere from here: only pages of the web, files of the workspace and plans are opened.")
                .arg(address.left(100)),
            true);
}

void RunbookPanel::openFile(const QUrl &url)
{
    if (!url.path().endsWith(QLatin1String(".md"), Qt::CaseInsensitive))
        return say(tr("Only files that end with .md are shown here."), true);
    m_file = QDir::cleanPath(QFileInfo(m_file).path() + QLatin1Char('/') + url.path());
    load();
}

void RunbookPanel::toggle(const QString &key)
{
    const Placement *place = m_session.placement(m_key);
    const auto step = std::find_if(m_runbook.steps.cbegin(), m_runbook.steps.cend(),
                                   [&key](const runbook::Step &one) { return one.key == key; });
    if (!place || step == m_runbook.steps.cend() || !m_session.journal())
        return;
    if (!m_session.doors().readOnly.isEmpty())
        return say(m_session.doors().readOnly, true);
    const Draft draft = runbook::stepDraft(m_runbook, *step, !m_ticked.contains(key), m_session.self(), place->service,
                                           place->environment, place->cell);
    // What is ticked is what the log has: it comes back as an entry.
    m_session.journal()->append(draft, m_inbox.wrap([this](const Result<Receipt> &receipt) {
        if (!receipt)
            say(receipt.error().toString(), true);
    }));
}

Result<Plan> RunbookPanel::planOf(const runbook::PlanLink &link) const
{
    if (link.name.isEmpty())
        return m_session.plan(link.kind, m_key);
    if (link.kind == PlanKind::RestoreConfig) {
        const Placement *place = m_session.placement(m_key);
        const ConfigStore *store = m_session.doors().configs;
        for (const ConfigOf &config : place &&store ? configsOf(m_session.workspace(), *place) : QList<ConfigOf>{}) {
            const QList<ConfigState> states = m_session.configs(m_key);
            const auto now = std::find_if(states.cbegin(), states.cend(),
                                          [&config](const ConfigState &one) { return one.ref == config.ref; });
            if (config.use.id != link.name || now == states.cend())
                continue;
            const Result<QString> digest = versionAskedFor({}, config.use, *now, *store);
            return digest ? m_session.planConfig(m_key, config.ref, *digest) : Result<Plan>(digest.error());
        }
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The service declares no configuration %1 here").arg(link.name)};
    }
    for (const FlagState &flag : m_session.flags(m_key)) {
        if (flag.ref.name == link.name)
            return m_session.planFlag(link.kind, m_key, flag.ref);
    }
    return Error{.kind = Error::Kind::NotFound, .message = tr("The service declares no flag %1 here").arg(link.name)};
}

void RunbookPanel::openPlan(const runbook::PlanLink &link)
{
    if (link.kind == PlanKind::Rollback || link.kind == PlanKind::Mitigate)
        return Q_EMIT emergencyRequested(m_key, 0); // it shows the plan before anything happens
    const Result<Plan> plan = planOf(link);
    if (!plan)
        return say(plan.error().toString(), true);
    Q_EMIT planRequested([this, link] { return planOf(link); });
}

void RunbookPanel::say(const QString &words, bool wrong)
{
    m_said->setRuns({{words, wrong ? Tone::CriticalText : Tone::InkSecondary, TextStyle::Small}});
    m_said->show();
}

QString RunbookPanel::said() const { return m_said->isVisible() ? m_said->plainText() : QString(); }

void RunbookPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    load();
    m_tick.start();
}

void RunbookPanel::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

} // namespace astern::ui
