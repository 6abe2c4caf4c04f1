// SPDX-License-Identifier: GPL-3.0-or-later
// What a person can have done from everywhere in the window: its actions, their keys, and the palette that lists them.
#include "ui/shell/mainwindow.h"

#include "models/policy/policy.h"
#include "models/views/teamsight.h"
#include "ui/board/boardpage.h"
#include "ui/log/logpage.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/palette.h"
#include "ui/shell/topbar.h"
#include "ui/theme/theme.h"

#include <QShortcut>

namespace astern::ui {

QList<MainWindow::Action> MainWindow::makeActions()
{
    const auto keys = [](QKeyCombination combination) { return QKeySequence(combination); };
    return {
        {QStringLiteral("emergency"), tr("Emergency: show what going back would do"),
         keys(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [this] { openEmergency(); }},
        {QStringLiteral("board"), tr("Show the board"), keys(Qt::CTRL | Qt::Key_1), [this] { showPage(BoardScreen); }},
        {QStringLiteral("log"), tr("Show the log"), keys(Qt::CTRL | Qt::Key_2), [this] { showPage(LogScreen); }},
        {QStringLiteral("settings"), tr("Show the settings"), keys(Qt::CTRL | Qt::Key_3),
         [this] { openSettings(SettingsPage::AppearanceSection); }},
        {QStringLiteral("policies"), tr("Show the policies"), keys(Qt::CTRL | Qt::Key_4),
         [this] { showPage(PoliciesScreen); }},
        {QStringLiteral("timeline"), tr("Show the timeline"), keys(Qt::CTRL | Qt::Key_5),
         [this] { showPage(TimelineScreen); }},
        {QStringLiteral("approvals"), tr("Show what waits for approval"), keys(Qt::CTRL | Qt::Key_6),
         [this] { showPage(ApprovalsScreen); }},
        {QStringLiteral("timelinePlace"),
         tr("Show this place in the timeline"),
         {},
         [this] { showInTimeline(currentPlace()); }},
        {QStringLiteral("verify"),
         tr("Verify the log now"),
         {},
         [this] {
             showPage(LogScreen);
             logPage().verifyNow();
         }},
        {QStringLiteral("exportLog"),
         tr("Export evidence from the log"),
         {},
         [this] {
             showPage(LogScreen);
             logPage().openExport();
         }},
        {QStringLiteral("eraseLog"),
         tr("Erase or hold what a person said"),
         {},
         [this] {
             showPage(LogScreen);
             logPage().openErasure();
         }},
        {QStringLiteral("searchLog"),
         tr("Search the log"),
         {},
         [this] {
             showPage(LogScreen);
             logPage().focusFilter();
         }},
        {QStringLiteral("backends"),
         tr("Test a connection"),
         {},
         [this] { openSettings(SettingsPage::BackendsSection); }},
        {QStringLiteral("secrets"),
         tr("Secrets in the keychain"),
         {},
         [this] { openSettings(SettingsPage::SecretsSection); }},
        {QStringLiteral("notifications"),
         tr("Who is told, and tests of it"),
         {},
         [this] { openSettings(SettingsPage::NotifySection); }},
        {QStringLiteral("roles"),
         tr("Roles, permissions and gates"),
         {},
         [this] { openSettings(SettingsPage::RolesSection); }},
        {QStringLiteral("workspace"),
         tr("Show the workspace"),
         {},
         [this] { openSettings(SettingsPage::WorkspaceSection); }},
        {QStringLiteral("filter"), tr("Filter the board"), keys(Qt::CTRL | Qt::Key_F),
         [this] {
             showPage(BoardScreen);
             m_board->focusFilter();
         }},
        {QStringLiteral("window"), tr("Open another window"), keys(Qt::CTRL | Qt::Key_N),
         [this] { Q_EMIT windowRequested(m_page == RolloutScreen ? m_rollout->placement() : QString()); }},
        {QStringLiteral("signal"), tr("Open the worst signal large"), keys(Qt::CTRL | Qt::Key_L),
         [this] { openSignal(currentPlace()); }},
        {QStringLiteral("team"), tr("Who of the team is there, and who is on call"), keys(Qt::CTRL | Qt::Key_T),
         [this] { m_top->openTeam(); }},
        {QStringLiteral("theme"), tr("Switch between light and dark"), {}, [this] { switchTheme(); }},
    };
}

void MainWindow::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto act) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    m_actions = makeActions();
    for (const Action &action : std::as_const(m_actions)) {
        if (!action.keys.isEmpty())
            add(action.keys, action.act);
    }
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openPalette(); });
}

Palette &MainWindow::commandPalette()
{
    if (!m_palette) {
        m_palette = new Palette(m_session, this);
        connect(m_palette, &Palette::chosen, this, &MainWindow::follow);
        refreshPaletteItems();
    }
    return *m_palette;
}

// The window's own actions, and every signal of the place that a person looks at.
void MainWindow::refreshPaletteItems()
{
    QList<PaletteModel::Item> items;
    for (const Action &action : std::as_const(m_actions)) {
        if (action.id == QLatin1String("team") && !(m_team && m_team->hasTeam()))
            continue;
        items.append({PaletteModel::Item::Kind::Action, action.id, action.title,
                      action.keys.toString(QKeySequence::NativeText)});
    }
    for (const PolicyFile &file : m_session.workspace().policies)
        items.append({PaletteModel::Item::Kind::Policy, file.name,
                      tr("Open policy: %1").arg(file.policy ? file.policy->id : file.name), file.name});
    const Session::Sight sight = m_session.look(currentPlace());
    if (sight.service) {
        for (const SignalSpec &spec : sight.service->signalSpecs)
            items.append({PaletteModel::Item::Kind::Signal, spec.id, tr("Open large: %1").arg(spec.title),
                          sight.placement->service + QLatin1Char(' ') + sight.placement->where()});
    }
    m_palette->model().setActions(items);
}

void MainWindow::openPalette()
{
    Palette &palette = commandPalette();
    if (palette.isOpen()) {
        palette.close();
    } else {
        refreshPaletteItems();
        palette.open(m_top->height() + m_theme.px(24));
    }
}

void MainWindow::follow(const PaletteModel::Item &item, bool emergency)
{
    switch (item.kind) {
    case PaletteModel::Item::Kind::Action:
        for (const Action &action : std::as_const(m_actions)) {
            if (action.id == item.id)
                action.act();
        }
        return;
    case PaletteModel::Item::Kind::Signal:
        openSignal(currentPlace(), item.id);
        return;
    case PaletteModel::Item::Kind::Policy:
        openPolicy(item.id);
        return;
    case PaletteModel::Item::Kind::Place:
        if (emergency)
            openEmergency(item.id);
        else
            openRollout(item.id);
        return;
    case PaletteModel::Item::Kind::Entry:
        openEntry(item.id.toULongLong());
        return;
    }
}

} // namespace astern::ui
