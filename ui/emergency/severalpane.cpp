// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/severalpane.h"

#include "models/base/format.h"
#include "ui/emergency/banner.h"
#include "ui/emergency/campaignwords.h"
#include "ui/emergency/choicelist.h"
#include "ui/emergency/emergencywords.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/reasonrow.h"
#include "ui/emergency/steplist.h"
#include "ui/widgets/controls.h"

#include <QCheckBox>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

enum Order { AtOnce, InWaves };
enum Policy { GoOn, Stop };

} // namespace

SeveralPane::SeveralPane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("severalPane"));
    build();
    connect(m_order, &ChoiceList::chosen, this, &SeveralPane::chose);
    connect(m_policy, &ChoiceList::chosen, this, &SeveralPane::chose);
    connect(m_guard, &GuardControl::committed, this, [this] {
        if (m_campaign)
            Q_EMIT committed(*m_campaign, m_reason->reason());
    });
}

void SeveralPane::build()
{
    const Theme &theme = Theme::of(this);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(theme.px(10));
    // Only what is read may scroll; why and the guard are always there.
    auto *scroll = makeScroll(this);
    scroll->setObjectName(QStringLiteral("severalScroll"));
    QWidget *content = scroll->widget();
    whole->addWidget(scroll, 1);
    buildContent(content);
    m_reason = new ReasonRow(this);
    m_reason->setNote(tr("may be filled in afterwards"));
    whole->addWidget(m_reason);
    m_guard = new GuardControl(m_session.clock(), this);
    m_guard->setObjectName(QStringLiteral("severalGuard"));
    whole->addWidget(m_guard);
}

void SeveralPane::buildContent(QWidget *content)
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(6));
    const auto area = [&](const QString &title, RunsLabel **note, ChoiceList *&list, const char *name) {
        auto *made = new QWidget(content);
        auto *rows = new QVBoxLayout(made);
        rows->setContentsMargins(0, theme.px(8), 0, 0);
        rows->setSpacing(theme.px(6));
        rows->addWidget(sectionHead(title, note, made));
        list = new ChoiceList(made);
        list->setObjectName(QLatin1String(name));
        list->setAccessibleName(title);
        rows->addWidget(list);
        column->addWidget(made);
        return made;
    };
    column->addWidget(sectionHead(tr("Which places"), &m_count, content));
    m_places = new QVBoxLayout;
    m_places->setSpacing(theme.px(4));
    column->addLayout(m_places);
    m_leftOut = new Banner(content);
    m_leftOut->setObjectName(QStringLiteral("leftOut"));
    column->addWidget(m_leftOut);
    m_orderArea = area(tr("In which order"), nullptr, m_order, "campaignOrder");
    m_policyArea = area(tr("When a place is refused or fails"), nullptr, m_policy, "campaignPolicy");
    m_policy->setChoices({{.title = tr("Go on with the next wave"),
                           .detail = tr("so that the bad version goes on serving nowhere else")},
                          {.title = tr("Stop before the next wave")}},
                         GoOn);
    m_wavesArea = new QWidget(content);
    m_waves = new QVBoxLayout(m_wavesArea);
    m_waves->setContentsMargins(0, theme.px(8), 0, 0);
    m_waves->setSpacing(theme.px(8));
    column->addWidget(m_wavesArea);
    column->addStretch(1);
}

void SeveralPane::setPlaces(const QStringList &chosen)
{
    m_keys = placesBeside(m_session, chosen, m_session.nowMs());
    m_campaign.reset();
    m_refused.reset();
    m_guard->reset();
    qDeleteAll(m_boxes);
    m_boxes.clear();
    for (const QString &key : std::as_const(m_keys)) {
        auto *box = new QCheckBox(this);
        box->setObjectName(QStringLiteral("place:") + key);
        box->setChecked(chosen.contains(key));
        connect(box, &QCheckBox::clicked, this, &SeveralPane::chose);
        m_places->addWidget(box);
        m_boxes.insert(key, box);
    }
    m_order->setChoices({{.title = tr("All at once")}, {.title = tr("In waves")}}, AtOnce);
    m_policy->setCurrent(GoOn);
    for (const QString &key : chosen)
        m_session.askPermissions(key);
    refresh();
}

void SeveralPane::setTabAfter(QWidget *before)
{
    QList<QWidget *> chain;
    for (const QString &key : std::as_const(m_keys))
        chain.append(m_boxes.value(key));
    chain.append({m_order, m_policy});
    for (QWidget *next : std::as_const(chain)) {
        setTabOrder(before, next);
        before = next;
    }
}

void SeveralPane::focusPlaces()
{
    if (QCheckBox *first = m_boxes.value(m_keys.value(0)))
        first->setFocus(Qt::OtherFocusReason);
}

QStringList SeveralPane::chosen() const
{
    QStringList keys;
    for (const QString &key : m_keys) {
        if (m_boxes.value(key)->isChecked())
            keys.append(key);
    }
    return keys;
}

QString SeveralPane::preset() const { return m_reason->preset(); }
QString SeveralPane::ownWords() const { return m_reason->text(); }

void SeveralPane::showRefusal(const Error &error)
{
    m_refused = error;
    m_guard->reset();
    refresh();
}

void SeveralPane::chose()
{
    m_guard->closeGuard();
    m_refused.reset();
    for (const QString &key : chosen()) {
        const Placement *place = m_session.placement(key);
        if (place && !m_session.permission(DeliveryAction::Undo, place->object))
            m_session.askPermissions(key);
    }
    refresh();
}

Result<Campaign> SeveralPane::make(CampaignOrder order) const
{
    return m_session.campaign(PlanKind::Rollback, chosen(), order,
                              m_policy->current() == Stop ? OnRefusal::Stop : OnRefusal::GoOn);
}

void SeveralPane::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    fillPlaces(nowMs);
    fillOrder();
    fillCampaign();
    fillWaves();
    const Placement *first = m_session.placement(chosen().value(0));
    if (first)
        m_reason->setPresets(reasonPresets(m_session, *first, nowMs));
    const Actor self = m_session.self();
    m_guard->setFootnote(tr("Sent as %1, each place recorded before it is sent. No second person is asked.")
                             .arg(self.name.isEmpty() ? self.ref : self.name));
}

void SeveralPane::fillPlaces(qint64 nowMs)
{
    for (const QString &key : std::as_const(m_keys)) {
        QCheckBox *box = m_boxes.value(key);
        const PlaceOffer offer = offerOf(m_session, key, nowMs);
        const QString text = offer.name + QStringLiteral("   ") + offer.words;
        if (box->text() != text) {
            box->setText(text);
            box->setAccessibleName(text);
        }
        // A tick that a person has set stays theirs to take away.
        box->setEnabled(offer.possible || box->isChecked());
    }
    m_count->setRuns({{tr("%1 of %2").arg(chosen().size()).arg(m_keys.size()), Tone::InkTertiary, TextStyle::Caption}});
}

void SeveralPane::fillOrder()
{
    const Result<Campaign> waves = make(CampaignOrder::Waves);
    const bool several = waves && waves->waves.size() > 1;
    const int current = several ? m_order->current() : AtOnce;
    m_order->setChoices({{.title = tr("All at once"), .detail = tr("the bad version stops serving everywhere first")},
                         {.title = tr("In waves"),
                          .detail = several ? orderWords(*waves) : QString(),
                          .possible = several,
                          .reason = tr("the workspace puts these places into one wave")}},
                        current);
    m_policyArea->setVisible(current == InWaves);
}

void SeveralPane::fillCampaign()
{
    Result<Campaign> made = make(m_order->current() == InWaves ? CampaignOrder::Waves : CampaignOrder::AtOnce);
    m_leftOut->setVisible(made && !made->leftOut.isEmpty());
    if (!made) {
        m_campaign.reset();
        m_guard->lock(made.error().message, made.error().hint);
        return;
    }
    QStringList left;
    for (const LeftOut &place : std::as_const(made->leftOut))
        left.append(tr("%1 is left out: %2").arg(place.placementKey, place.why.message));
    m_leftOut->show(Status::Suspect, {{left.join(QLatin1Char(' ')), Tone::InkPrimary, TextStyle::Small}});
    // What was read is what is sent: another plan closes the guard, and says so.
    if (m_campaign && m_guard->isOpen() && !samePromise(*m_campaign, *made))
        m_guard->closeGuard(tr("The plan has changed. Read it again; nothing was sent."));
    m_campaign = *made;
    if (m_refused) {
        m_guard->lock(m_refused->message, m_refused->hint);
        return;
    }
    m_guard->unlock();
    m_guard->setWords(guardWords(*m_campaign, m_session.workspace()));
}

void SeveralPane::fillWaves()
{
    const QList<QList<Plan>> waves = m_campaign ? m_campaign->waves : QList<QList<Plan>>{};
    m_wavesArea->setVisible(!waves.isEmpty());
    if (waves.size() != m_waveLists.size()) {
        while (QLayoutItem *item = m_waves->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        m_waveLists.clear();
        for (qsizetype i = 0; i < waves.size(); ++i) {
            const QString title = waves.size() == 1 ? tr("The plan, all places side by side")
                                                    : tr("Wave %1 of %2").arg(i + 1).arg(waves.size());
            m_waves->addWidget(sectionHead(title, nullptr, m_wavesArea));
            m_waveLists.append(new StepList(m_wavesArea));
            m_waves->addWidget(m_waveLists.last());
        }
    }
    for (qsizetype i = 0; i < waves.size(); ++i)
        m_waveLists.at(i)->setLines(waveLines(m_session, waves.at(i)));
}

} // namespace astern::ui
