// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/flagspanel.h"

#include "models/base/format.h"
#include "models/views/configsmodel.h"
#include "models/views/flagsmodel.h"
#include "ui/emergency/zonechip.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/rollout/titledpanel.h"
#include "ui/widgets/controls.h"

#include <QIntValidator>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

QPushButton *button(const QString &text, const char *name, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

// The row below a table: what is chosen and why nothing can be done, where it would land, and the buttons.
QHBoxLayout *actionRow(QWidget *of, RunsLabel *said, ZoneChip *zone)
{
    const Theme &theme = Theme::of(of);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, theme.px(4), 0, 0);
    row->setSpacing(theme.px(8));
    row->addWidget(said, 1);
    row->addWidget(zone);
    return row;
}

// A row of `model` stays chosen for as long as there is one.
void keepChosen(FactsView *view, QAbstractItemModel *model)
{
    const auto first = [view, model] {
        if (!view->currentIndex().isValid() && model->rowCount() > 0)
            view->setCurrentIndex(model->index(0, 0));
    };
    QObject::connect(model, &QAbstractItemModel::rowsInserted, view, first);
    QObject::connect(model, &QAbstractItemModel::rowsRemoved, view, first);
}

} // namespace

FlagsPanel::FlagsPanel(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    using Sign = FactColumn::Sign;
    setObjectName(QStringLiteral("flagsPanel"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // as the other tabs: it scrolls
    const Theme &theme = Theme::of(this);
    m_flagsModel = new FlagsModel(session, this);
    m_configsModel = new ConfigsModel(session, m_flagsModel->log(), this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    QScrollArea *scroll = makeScroll(this);
    outer->addWidget(scroll);
    const auto plain = [](int column, double width, double needs, Tone tone = Tone::InkSecondary, bool right = false) {
        return FactColumn{column, TextStyle::Small, tone, width, right, Sign::None, -1, false, Qt::ElideRight, needs};
    };
    m_flags = new FactsView(
        {{FlagsModel::NameColumn, TextStyle::Strong, Tone::InkPrimary, 0, false, Sign::Tone, FlagsModel::ToneRole,
          false, Qt::ElideMiddle, 0, FlagsModel::DetailRole},
         plain(FlagsModel::EnvironmentColumn, 140, 0, Tone::InkPrimary),
         {FlagsModel::StateColumn, TextStyle::SmallStrong, Tone::InkPrimary, 80, false, Sign::None, -1, false},
         plain(FlagsModel::ShareColumn, 92, 420, Tone::InkPrimary),
         plain(FlagsModel::ChangeColumn, 0, 640),
         plain(FlagsModel::DriftColumn, 0, 820, Tone::WarningText),
         plain(FlagsModel::AgeColumn, 84, 520, Tone::InkTertiary, true)},
        this);
    m_flags->setObjectName(QStringLiteral("flags"));
    m_flags->setAccessibleName(tr("Flags"));
    m_flags->setModel(m_flagsModel);
    m_flags->showHeader();
    m_flags->setEmptyText(tr("This service declares no flags. Name them under \"flags\" of the service in astern.yaml: "
                             "what is behind a flag can be taken back in a second."));
    m_configs = new FactsView(
        {{ConfigsModel::SetColumn, TextStyle::Strong, Tone::InkPrimary, 0, false, Sign::Tone, ConfigsModel::ToneRole,
          false, Qt::ElideMiddle, 0, ConfigsModel::DetailRole},
         {ConfigsModel::VersionColumn, TextStyle::Mono, Tone::InkPrimary, 84, false, Sign::None, -1, false},
         plain(ConfigsModel::WhatColumn, 190, 0, Tone::InkPrimary),
         plain(ConfigsModel::SeenColumn, 164, 720),
         plain(ConfigsModel::ChangeColumn, 0, 640),
         plain(ConfigsModel::DriftColumn, 0, 820, Tone::WarningText),
         plain(ConfigsModel::AgeColumn, 84, 520, Tone::InkTertiary, true)},
        this);
    m_configs->setObjectName(QStringLiteral("configs"));
    m_configs->setAccessibleName(tr("Configuration"));
    m_configs->setModel(m_configsModel);
    m_configs->showHeader();
    m_configs->setEmptyText(tr("This service declares no configuration. Name its ConfigMaps under \"config\" of the "
                               "service in astern.yaml: every version that is seen is kept."));
    for (FactsView *view : {m_flags, m_configs}) {
        // They share what the rest leaves: a table that insists on more pushes the buttons below it off the screen.
        view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
        view->setMinimumHeight(theme.px(96));
    }

    const PanelSpace space{.top = 8, .bottom = 8, .gap = 4};
    const TitledPanel flags = titledPanel(tr("Flags"), m_flags, space, this);
    const TitledPanel configs = titledPanel(tr("Configuration"), m_configs, space, this);
    m_flagsNote = flags.note;
    m_configsNote = configs.note;
    m_flagsPart = flags.widget;
    m_configsPart = configs.widget;
    flags.widget->layout()->addWidget(flagActions());
    configs.widget->layout()->addWidget(configActions());
    m_tables = new QBoxLayout(QBoxLayout::TopToBottom, scroll->widget());
    m_tables->setContentsMargins(0, 0, 0, 0);
    m_tables->setSpacing(0);
    m_tables->addWidget(flags.widget, 1);
    m_tables->addWidget(configs.widget, 1);

    keepChosen(m_flags, m_flagsModel);
    keepChosen(m_configs, m_configsModel);
    connect(m_flags->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        endEdit();
        refreshFlagActions();
    });
    connect(m_configs->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &FlagsPanel::refreshConfigActions);
    connect(m_flagsModel, &QAbstractItemModel::dataChanged, this, &FlagsPanel::refreshFlagActions);
    connect(m_configsModel, &QAbstractItemModel::dataChanged, this, &FlagsPanel::refreshConfigActions);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &FlagsPanel::refresh);
}

QWidget *FlagsPanel::flagActions()
{
    auto *whole = new QWidget(this);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    m_flagSaid = new RunsLabel(whole);
    m_flagSaid->setObjectName(QStringLiteral("flagSaid"));
    m_flagZone = new ZoneChip(whole);
    m_off = button(tr("Switch off…"), "flagOff", whole);
    m_off->setProperty("kind", QStringLiteral("dangerline"));
    m_on = button(tr("Switch on…"), "flagOn", whole);
    m_share = button(tr("Share…"), "flagShare", whole);
    QHBoxLayout *row = actionRow(this, m_flagSaid, m_flagZone);
    for (QPushButton *one : {m_share, m_on, m_off})
        row->addWidget(one);
    column->addLayout(row);
    connect(m_off, &QPushButton::clicked, this, [this] { open(PlanKind::FlagOff); });
    connect(m_on, &QPushButton::clicked, this, [this] {
        const int at = m_flags->currentIndex().row();
        // Without a strategy the server would let everybody in: whom is asked first.
        if (at >= 0 && m_flagsModel->rowAt(at).state.strategies == 0)
            editShare(PlanKind::FlagOn);
        else
            open(PlanKind::FlagOn);
    });
    connect(m_share, &QPushButton::clicked, this, [this] { editShare(PlanKind::FlagPercent); });

    const Theme &theme = Theme::of(this);
    m_edit = new QWidget(whole);
    auto *edit = new QHBoxLayout(m_edit);
    edit->setContentsMargins(0, theme.px(4), 0, 0);
    edit->setSpacing(theme.px(8));
    m_percent = new QLineEdit(m_edit);
    m_percent->setObjectName(QStringLiteral("sharePercent"));
    m_percent->setValidator(new QIntValidator(0, 100, m_percent));
    m_percent->setAccessibleName(tr("Percent of users, a whole number from 0 to 100"));
    m_percent->setFixedWidth(theme.px(64));
    auto *unit = new RunsLabel(m_edit);
    unit->setOneLine(true);
    unit->setRuns({{tr("% of users, a whole number from 0 to 100"), Tone::InkSecondary, TextStyle::Small}});
    QPushButton *cancel = button(tr("Cancel"), "shareCancel", m_edit);
    m_show = button(tr("Show the plan"), "shareShow", m_edit);
    m_show->setProperty("kind", QStringLiteral("primary"));
    edit->addWidget(m_percent);
    edit->addWidget(unit, 1);
    edit->addWidget(cancel);
    edit->addWidget(m_show);
    column->addWidget(m_edit);
    m_edit->hide();
    connect(m_percent, &QLineEdit::textChanged, this, &FlagsPanel::refreshFlagActions);
    connect(m_percent, &QLineEdit::returnPressed, this, &FlagsPanel::showShare);
    connect(cancel, &QPushButton::clicked, this, &FlagsPanel::endEdit);
    connect(m_show, &QPushButton::clicked, this, &FlagsPanel::showShare);
    return whole;
}

QWidget *FlagsPanel::configActions()
{
    auto *whole = new QWidget(this);
    m_configSaid = new RunsLabel(whole);
    m_configSaid->setObjectName(QStringLiteral("configSaid"));
    m_configZone = new ZoneChip(whole);
    m_restore = button(tr("Restore this version…"), "configRestore", whole);
    QHBoxLayout *row = actionRow(this, m_configSaid, m_configZone);
    row->addWidget(m_restore);
    whole->setLayout(row);
    connect(m_restore, &QPushButton::clicked, this, &FlagsPanel::openRestore);
    return whole;
}

void FlagsPanel::setPlacement(const QString &key)
{
    if (m_key != key) {
        m_flags->setCurrentIndex({});
        m_configs->setCurrentIndex({});
        endEdit();
    }
    m_key = key;
    m_flagsModel->setPlacement(key);
    m_configsModel->setPlacement(key);
    for (FactsView *view : {m_flags, m_configs}) {
        if (view->model()->rowCount() > 0 && !view->currentIndex().isValid())
            view->setCurrentIndex(view->model()->index(0, 0));
    }
    refresh();
}

void FlagsPanel::setCompact(bool compact)
{
    m_tables->setDirection(compact ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void FlagsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_tick.start();
}

void FlagsPanel::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

void FlagsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_edit->isVisible())
        return endEdit();
    QWidget::keyPressEvent(event);
}

void FlagsPanel::open(PlanKind kind, int percent)
{
    const int at = m_flags->currentIndex().row();
    if (at < 0)
        return;
    const FlagRef ref = m_flagsModel->rowAt(at).state.ref;
    Q_EMIT planRequested(
        [this, kind, percent, ref, key = m_key] { return m_session.planFlag(kind, key, ref, percent); });
}

void FlagsPanel::openRestore()
{
    const int at = m_configs->currentIndex().row();
    if (at < 0)
        return;
    const ConfigRow row = m_configsModel->rowAt(at);
    Q_EMIT planRequested([this, row, key = m_key] { return m_session.planConfig(key, row.ref, row.digest); });
}

void FlagsPanel::editShare(PlanKind kind)
{
    const int at = m_flags->currentIndex().row();
    if (at < 0)
        return;
    m_asked = kind;
    const std::optional<int> now = m_flagsModel->rowAt(at).state.percent;
    m_percent->setText(now ? QString::number(*now) : QString());
    m_edit->show();
    m_percent->setFocus(Qt::OtherFocusReason);
    m_percent->selectAll();
    refreshFlagActions();
}

void FlagsPanel::endEdit()
{
    const bool had = m_edit->isVisible() && m_edit->isAncestorOf(focusWidget());
    m_edit->hide();
    if (had) // not lost with the row
        m_share->setFocus(Qt::OtherFocusReason);
    refreshFlagActions();
}

void FlagsPanel::showShare()
{
    if (!m_show->isEnabled())
        return;
    const int percent = m_percent->text().toInt();
    const PlanKind kind = m_asked;
    m_edit->hide(); // the strip takes the focus
    open(kind, percent);
}

FlagsPanel::Offer FlagsPanel::offer(const Result<Plan> &plan) const
{
    if (!plan)
        return {.possible = false, .words = plan.error().toString()};
    const AuthorityAnswer answer = m_session.may(*plan);
    if (!answer.allowed && !answer.presence) // a PIN is asked for where it is confirmed
        return {.possible = false,
                .words = answer.hint.isEmpty() ? answer.reason : answer.reason + QStringLiteral(". ") + answer.hint,
                .is = false};
    return {.possible = true, .words = tr("Shows the plan first. Nothing is sent by this."), .is = false};
}

QString FlagsPanel::elsewhere(const QString &environment) const
{
    const Placement *place = m_session.placement(m_key);
    return place ? tr("This is %1. Open %2 there to change it.").arg(environment, place->service) : QString();
}

void FlagsPanel::refresh()
{
    if (!isVisible())
        return;
    m_flagsModel->refresh();
    m_configsModel->refresh();
    const Placement *place = m_session.placement(m_key);
    const Zone zone = place ? zoneOf(m_session.workspace(), place->environment) : Zone{};
    for (ZoneChip *chip : {m_flagZone, m_configZone})
        chip->setZone(zone);
    const auto note = [](const QString &text) { return QList<TextRun>{{text, Tone::InkTertiary, TextStyle::Caption}}; };
    const auto flags = m_session.flags(m_key).size();
    const auto sets = m_session.configs(m_key).size();
    m_flagsNote->setRuns(note(flags == 0 ? QString() : format::plural(int(flags), tr("1 flag"), tr("%1 flags"))));
    m_configsNote->setRuns(note(sets == 0 ? QString() : format::plural(int(sets), tr("1 set"), tr("%1 sets"))));
    refreshFlagActions();
    refreshConfigActions();
}

// What is refused is said, not only greyed: the whole reason stands there, and on each button.
void FlagsPanel::say(RunsLabel *label, const QString &name, const QStringList &refusals)
{
    QList<TextRun> runs{{name, Tone::InkPrimary, TextStyle::SmallStrong}};
    QStringList said = refusals;
    said.removeDuplicates();
    QString words = said.join(QLatin1Char(' '));
    words = words.startsWith(name + QLatin1Char(' ')) ? words.mid(name.size()) : QStringLiteral("   ") + words;
    if (!said.isEmpty())
        runs.append({words, Tone::WarningText, TextStyle::Small});
    label->setRuns(runs);
}

void FlagsPanel::refreshFlagActions()
{
    const int at = m_flags->currentIndex().row();
    const bool chosen = at >= 0 && at < m_flagsModel->rowCount();
    for (QWidget *one : QList<QWidget *>{m_off, m_on, m_share, m_flagSaid, m_flagZone})
        one->setVisible(chosen);
    if (!chosen) {
        m_edit->hide();
        return;
    }
    const FlagRow &row = m_flagsModel->rowAt(at);
    QStringList refusals;
    const bool editing = m_edit->isVisibleTo(this);
    const auto set = [&](QPushButton *of, const Result<Plan> &plan) {
        Offer may = row.here ? offer(plan) : Offer{.possible = false, .words = elsewhere(row.environment), .is = false};
        if (!may.possible && (!may.is || !row.trouble.isEmpty()))
            refusals.append(may.words);
        of->setEnabled(may.possible);
        of->setToolTip(may.words);
        of->setAccessibleDescription(may.words);
    };
    const auto plan = [&](PlanKind kind, int percent) {
        return m_session.planFlag(kind, m_key, row.state.ref, percent);
    };
    // Whom a flag without a strategy lets in is asked next: any share shows whether it could be set at all.
    const int some = row.state.percent == 1 ? 2 : 1;
    set(m_off, plan(PlanKind::FlagOff, -1));
    set(m_on, plan(PlanKind::FlagOn, row.state.strategies == 0 && !row.state.on ? some : -1));
    set(m_share, plan(PlanKind::FlagPercent, some));
    if (editing) {
        set(m_show, plan(m_asked, m_percent->hasAcceptableInput() ? m_percent->text().toInt() : -1));
        if (!m_percent->hasAcceptableInput())
            m_show->setEnabled(false);
    }
    say(m_flagSaid, row.state.ref.name, refusals);
}

void FlagsPanel::refreshConfigActions()
{
    const int at = m_configs->currentIndex().row();
    const bool chosen = at >= 0 && at < m_configsModel->rowCount();
    for (QWidget *one : QList<QWidget *>{m_restore, m_configSaid, m_configZone})
        one->setVisible(chosen);
    if (!chosen)
        return;
    const ConfigRow &row = m_configsModel->rowAt(at);
    Offer may = offer(m_session.planConfig(m_key, row.ref, row.digest));
    if (!row.present && !row.kept)
        may = {.possible = false,
               .words = tr("Its content was never seen here, so that it cannot be restored."),
               .is = false};
    m_restore->setEnabled(may.possible);
    m_restore->setToolTip(may.words);
    m_restore->setAccessibleDescription(may.words);
    const bool aloud = !may.possible && !(row.present && may.is && row.trouble.isEmpty());
    say(m_configSaid, row.version.isEmpty() ? row.set : tr("%1, version %2").arg(row.set, row.version),
        aloud ? QStringList{may.words} : QStringList{});
}

} // namespace astern::ui
