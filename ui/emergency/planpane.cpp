// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/planpane.h"

#include "models/base/format.h"
#include "models/views/revisionsmodel.h"
#include "ui/emergency/banner.h"
#include "ui/emergency/choicelist.h"
#include "ui/emergency/emergencywords.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/mitigationlist.h"
#include "ui/emergency/reasonrow.h"
#include "ui/emergency/steplist.h"
#include "ui/widgets/controls.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

// The last two only where something can be mitigated.
enum Choice { Previous, Older, MitigateFirst, MitigateOnly };

// "serves 75 % now", "served until 14:51", "ready, 12 pods": why this version can be trusted.
QString targetWords(const Rollout &rollout, const Revision &revision, qint64 nowMs)
{
    for (const Serving::Share &share : rollout.serving.shares) {
        if (share.hash == revision.hash && share.percent > 0)
            return QCoreApplication::translate("EmergencySheet", "serves %1 now, %2 of %3 ready")
                .arg(format::weight(share.percent))
                .arg(share.readyPods)
                .arg(share.pods);
    }
    if (revision.createdMs > 0)
        return QCoreApplication::translate("EmergencySheet", "the release of %1")
            .arg(format::clock(revision.createdMs, nowMs));
    return {};
}

} // namespace

PlanPane::PlanPane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    m_revisions = new RevisionsModel(session, this);
    build();
    connect(m_choices, &ChoiceList::chosen, this, [this] {
        m_guard->closeGuard();
        m_refused.reset();
        refresh();
    });
    connect(m_older, &QComboBox::activated, this, [this] {
        m_guard->closeGuard();
        m_refused.reset();
        m_choices->setCurrent(Older);
        refresh();
    });
    connect(m_guard, &GuardControl::committed, this, [this] {
        if (m_plan)
            Q_EMIT committed(*m_plan, m_reason->reason());
    });
}

void PlanPane::build()
{
    const Theme &theme = Theme::of(this);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(theme.px(10));
    // Only what is read may scroll; why and the guard are always there.
    m_scroll = makeScroll(this);
    m_scroll->setObjectName(QStringLiteral("planScroll"));
    QWidget *content = m_scroll->widget();
    whole->addWidget(m_scroll, 1);
    buildContent(content);

    m_reason = new ReasonRow(this);
    m_reason->setNote(tr("may be filled in afterwards"));
    whole->addWidget(m_reason);
    m_guard = new GuardControl(m_session.clock(), this);
    whole->addWidget(m_guard);
}

void PlanPane::buildContent(QWidget *content)
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(6));
    m_trouble = new Banner(content);
    m_trouble->setObjectName(QStringLiteral("trouble"));
    m_degraded = new Banner(content);
    m_degraded->setObjectName(QStringLiteral("degraded"));
    m_changed = new Banner(content);
    m_changed->setObjectName(QStringLiteral("groundChanged"));
    m_changed->hide();
    column->addWidget(m_trouble);
    column->addWidget(m_degraded);
    column->addWidget(m_changed);
    column->addSpacing(theme.px(8));

    QWidget *head = sectionHead(tr("What to do"), nullptr, content);
    auto *several = new QPushButton(tr("Several places"), head);
    several->setObjectName(QStringLiteral("planSeveral"));
    several->setProperty("kind", QStringLiteral("quiet"));
    several->setToolTip(tr("Takes other cells of this service, and other failing services, along in one commit."));
    head->layout()->addWidget(several);
    connect(several, &QPushButton::clicked, this, &PlanPane::severalRequested);
    column->addWidget(head);
    m_choices = new ChoiceList(content);
    column->addWidget(m_choices);
    m_older = new QComboBox(m_choices);
    m_older->setObjectName(QStringLiteral("olderRevision"));
    m_older->setAccessibleName(tr("Older release"));
    m_choices->setEmbedded(Older, m_older);

    m_mitigations = new MitigationList(m_session, content);
    column->addWidget(m_mitigations);
    connect(m_mitigations, &MitigationList::changed, this, [this] {
        m_guard->closeGuard(); // what was read is another plan now
        m_refused.reset();
        refresh();
    });

    m_planArea = new QWidget(content);
    auto *plan = new QVBoxLayout(m_planArea);
    plan->setContentsMargins(0, theme.px(10), 0, 0);
    plan->setSpacing(theme.px(8));
    plan->addWidget(sectionHead(tr("The plan, in this order"), &m_planNote, m_planArea));
    m_steps = new StepList(m_planArea);
    m_steps->setObjectName(QStringLiteral("planSteps"));
    plan->addWidget(m_steps);
    column->addWidget(m_planArea);

    m_staysArea = new QWidget(content);
    m_stays = new QVBoxLayout(m_staysArea);
    m_stays->setContentsMargins(0, theme.px(8), 0, 0);
    m_stays->setSpacing(theme.px(5));
    m_stays->addWidget(sectionHead(tr("What stays as it is"), nullptr, m_staysArea));
    column->addWidget(m_staysArea);
    column->addStretch(1);
}

void PlanPane::setPlacement(const QString &key, int toRevision)
{
    m_key = key;
    m_ground = m_lastGround = planGround(m_session.workspace(), key);
    m_plan.reset();
    m_refused.reset();
    m_guard->reset();
    m_revisions->setPlacement(key);
    m_mitigations->setPlacement(key);
    m_older->clear();
    fillRevisions();
    const int at = toRevision > 0 ? m_older->findData(toRevision) : -1;
    if (at >= 0)
        m_older->setCurrentIndex(at);
    m_choices->setChoices({}, at >= 0 ? Older : Previous);
    refresh();
}

void PlanPane::showRefusal(const Error &error)
{
    m_refused = error;
    m_guard->reset();
    refresh();
}

QString PlanPane::preset() const { return m_reason->preset(); }
QString PlanPane::ownWords() const { return m_reason->text(); }

int PlanPane::chosenRevision() const { return m_choices->current() == Older ? m_older->currentData().toInt() : 0; }

void PlanPane::refresh()
{
    const Placement *placement = m_session.placement(m_key);
    sayGround();
    if (!placement) {
        // Whatever stands here rests on nothing any more, and must not be sent.
        m_plan.reset();
        if (!m_key.isEmpty())
            m_guard->lock(tr("The workspace no longer has this place"), tr("Choose another one, or close this."));
        return;
    }
    const qint64 nowMs = m_session.nowMs();
    const Trouble trouble = troubleAt(m_session, *placement, nowMs);
    m_trouble->show(trouble.status, trouble.runs);
    const QString degraded = degradedWords(m_session, *placement, nowMs);
    m_degraded->setVisible(!degraded.isEmpty());
    m_degraded->show(Status::Unknown, {{degraded, Tone::InkPrimary, TextStyle::Small}});
    fillRevisions();
    m_mitigations->refresh();
    fillChoices(*placement);
    m_mitigations->setVisible(m_choices->current() >= MitigateFirst);
    fillPlan(*placement, nowMs);
    fillStays();
    m_reason->setPresets(reasonPresets(m_session, *placement, nowMs));
    const Actor self = m_session.self();
    m_guard->setFootnote(tr("Sent as %1, recorded before it is sent. No second person is asked in an emergency.")
                             .arg(self.name.isEmpty() ? self.ref : self.name));
}

void PlanPane::sayGround()
{
    const std::optional<PlanGround> now = planGround(m_session.workspace(), m_key);
    const bool moved = now != std::exchange(m_lastGround, now);
    const QString change = groundChange(m_ground, now);
    m_changed->setVisible(!change.isEmpty());
    if (moved && m_guard->isOpen())
        m_guard->closeGuard(tr("The workspace has changed. Read it again; nothing was sent."));
    if (change.isEmpty())
        return;
    const QString words = tr("The workspace has changed since this was opened: %1.").arg(change);
    m_changed->show(Status::Suspect, {{words, Tone::InkPrimary, TextStyle::Small}});
}

void PlanPane::fillRevisions()
{
    const int chosen = m_older->currentData().toInt();
    QList<QPair<QString, int>> wanted;
    for (const RevisionRow &row : m_revisions->rows()) {
        if (row.mayChoose && !row.isTarget)
            wanted.append({tr("%1, revision %2").arg(row.revision.manifest.version()).arg(row.revision.number),
                           row.revision.number});
    }
    bool same = wanted.size() == m_older->count();
    for (int i = 0; same && i < m_older->count(); ++i)
        same = m_older->itemText(i) == wanted.at(i).first && m_older->itemData(i).toInt() == wanted.at(i).second;
    if (same)
        return;
    m_older->clear();
    for (const auto &[text, number] : wanted)
        m_older->addItem(text, number);
    const int at = m_older->findData(chosen);
    if (at >= 0)
        m_older->setCurrentIndex(at);
}

void PlanPane::fillChoices(const Placement &placement)
{
    const qint64 nowMs = m_session.nowMs();
    const Rollout *rollout = m_session.rollout(placement.object);
    const Result<Plan> previous = m_session.plan(PlanKind::Rollback, m_key);
    ChoiceList::Choice first;
    first.title = previous ? tr("Roll back to %1").arg(previous->toVersion) : tr("Roll back to the previous release");
    if (previous) {
        const Revision *target = rollout ? rollout->revision(previous->toRevision) : nullptr;
        first.detail = rollout && target ? targetWords(*rollout, *target, nowMs) : QString();
        first.right = aboutTime(previous->expectedMs());
    } else {
        first.possible = false;
        first.reason = previous.error().message;
    }
    ChoiceList::Choice second;
    second.title = tr("Roll back to an older release");
    if (m_older->count() == 0) {
        second.possible = false;
        second.reason = tr("the history holds none");
    } else {
        const Result<Plan> older = m_session.plan(PlanKind::Rollback, m_key, m_older->currentData().toInt());
        second.right = older ? aboutTime(older->expectedMs()) : QString();
    }
    int current = m_choices->current();
    if (current == Older && !second.possible)
        current = Previous;
    QList<ChoiceList::Choice> choices{first, second};
    const QList<PlanStep> mitigations = m_session.mitigations(m_key);
    if (mitigations.isEmpty()) {
        m_choices->setChoices(choices, current > Older ? int(Previous) : current);
        return;
    }
    QStringList what;
    const QStringList leftOut = m_mitigations->leftOut();
    for (const PlanStep &step : mitigations) {
        if (!leftOut.contains(step.id))
            what.append(step.title);
    }
    const auto offer = [&](const QString &title, const Result<Plan> &plan) {
        ChoiceList::Choice choice;
        choice.title = title;
        choice.detail = what.join(QStringLiteral("; "));
        choice.possible = plan.ok();
        if (plan)
            choice.right = aboutTime(plan->expectedMs());
        else
            choice.reason = plan.error().message;
        choices.append(choice);
    };
    const Result<Plan> both = m_session.plan(PlanKind::Rollback, m_key, 0, Mitigation::First, leftOut);
    offer(both ? tr("Mitigate first, then roll back to %1").arg(both->toVersion) : tr("Mitigate first, then roll back"),
          both);
    // Possible as long as anything is: that nothing is chosen is said where the plan would stand.
    offer(tr("Mitigate only, the release stays"), m_session.plan(PlanKind::Mitigate, m_key));
    m_choices->setChoices(choices, current);
}

void PlanPane::fillPlan(const Placement &placement, qint64 nowMs)
{
    const int choice = m_choices->current();
    const QStringList leftOut = choice >= MitigateFirst ? m_mitigations->leftOut() : QStringList();
    if (choice == MitigateOnly && !leftOut.isEmpty() && leftOut.size() == m_session.mitigations(m_key).size()) {
        m_plan.reset();
        m_planArea->hide();
        m_steps->setLines({});
        m_guard->lock(tr("Nothing is chosen"), tr("Tick what is to be done first, or roll back."));
        return;
    }
    const Result<Plan> made =
        m_session.plan(choice == MitigateOnly ? PlanKind::Mitigate : PlanKind::Rollback, placement.key(),
                       chosenRevision(), choice == MitigateFirst ? Mitigation::First : Mitigation::None, leftOut);
    m_planArea->setVisible(made.ok());
    if (!made) {
        m_plan.reset();
        m_steps->setLines({});
        m_guard->lock(made.error().message, made.error().hint);
        return;
    }
    // What was read is what is sent: another plan closes the guard, and says so.
    if (m_plan && m_guard->isOpen() && !samePromise(*m_plan, *made))
        m_guard->closeGuard(tr("The plan has changed. Read it again; nothing was sent."));
    m_plan = *made;
    m_steps->setLines(previewLines(m_session, *m_plan, nowMs));
    m_planNote->setRuns({{proofSummary(m_session, *m_plan, nowMs), Tone::InkTertiary, TextStyle::Caption}});
    const AuthorityAnswer answer = m_session.may(*m_plan);
    if (!answer.allowed) {
        const QString where =
            answer.where.isEmpty() ? QString() : QString(QStringLiteral(" (") + answer.where + QLatin1Char(')'));
        m_guard->lock(answer.reason + where, answer.hint);
        return;
    }
    if (m_refused) {
        m_guard->lock(m_refused->message, m_refused->hint);
        return;
    }
    m_guard->unlock();
    m_guard->setWords(guardWords(*m_plan, m_session.workspace()));
}

void PlanPane::fillStays()
{
    QStringList wanted;
    if (m_plan) {
        for (const QString &warning : m_plan->warnings)
            wanted.append(QLatin1Char('!') + warning);
        for (const QString &stays : m_plan->stays)
            wanted.append(QLatin1Char('=') + stays);
    }
    m_staysArea->setVisible(!wanted.isEmpty());
    if (wanted == m_staysShown)
        return;
    m_staysShown = wanted;
    while (m_stays->count() > 1) {
        QLayoutItem *item = m_stays->takeAt(1);
        delete item->widget();
        delete item;
    }
    for (const QString &line : wanted) {
        const bool warns = line.startsWith(QLatin1Char('!'));
        if (warns) {
            auto *warning = new Banner(m_staysArea);
            warning->setObjectName(QStringLiteral("planWarning"));
            warning->show(Status::Suspect, {{line.mid(1), Tone::InkPrimary, TextStyle::Small}});
            m_stays->addWidget(warning);
        } else {
            auto *words = new RunsLabel(m_staysArea);
            words->setRuns({{QStringLiteral("•  "), Tone::InkTertiary, TextStyle::Small},
                            {line.mid(1), Tone::InkPrimary, TextStyle::Small}});
            m_stays->addWidget(words);
        }
    }
}

} // namespace astern::ui
