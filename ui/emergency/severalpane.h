// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace astern::ui {

class Banner;
class ChoiceList;
class GuardControl;
class ReasonRow;
class RunsLabel;
class StepList;

// Before the commit for several places: which of them, in which order, what happens when one refuses, what is left
// out, why, and the guard. The plan for one place stays PlanPane's.
class SeveralPane : public QWidget {
    Q_OBJECT
public:
    SeveralPane(Session &session, QWidget *parent);

    // Offers these, the other cells of their services and what else fails; only these are ticked.
    void setPlaces(const QStringList &chosen);
    [[nodiscard]] QStringList chosen() const;
    // The keyboard comes from there to the places: they are made anew, and would come last.
    void setTabAfter(QWidget *before);
    void focusPlaces(); // the first one
    void refresh();     // plans, ages, words; keeps what a person has chosen
    void showRefusal(const Error &error);
    [[nodiscard]] GuardControl *guard() const { return m_guard; }
    [[nodiscard]] std::optional<Campaign> campaign() const { return m_campaign; }
    // The reason as it stands in the form.
    [[nodiscard]] QString preset() const;
    [[nodiscard]] QString ownWords() const;

Q_SIGNALS:
    void committed(const astern::Campaign &campaign, const QString &reason);

private:
    void build();
    void buildContent(QWidget *content);
    void chose(); // by a person: the guard closes
    void fillPlaces(qint64 nowMs);
    void fillCampaign();
    void fillOrder();
    void fillWaves();
    [[nodiscard]] Result<Campaign> make(CampaignOrder order) const;

    Session &m_session;
    std::optional<Campaign> m_campaign;
    std::optional<Error> m_refused; // of the last commit
    QStringList m_keys;
    QHash<QString, QCheckBox *> m_boxes; // by placement key
    QVBoxLayout *m_places = nullptr;
    RunsLabel *m_count = nullptr;
    QWidget *m_orderArea = nullptr;
    ChoiceList *m_order = nullptr;
    QWidget *m_policyArea = nullptr;
    ChoiceList *m_policy = nullptr;
    Banner *m_leftOut = nullptr;
    QWidget *m_wavesArea = nullptr;
    QVBoxLayout *m_waves = nullptr;
    QList<StepList *> m_waveLists;
    ReasonRow *m_reason = nullptr;
    GuardControl *m_guard = nullptr;
};

} // namespace astern::ui
