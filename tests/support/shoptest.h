// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/release/configstore.h"
#include "tests/support/clocks.h"
#include "tests/support/diagnoses.h"
#include "tests/support/shop.h"
#include "ui/board/boardpage.h"
#include "ui/board/boardview.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTest>

// What a GUI test stands on: the real window over the shop, driven by keys and mouse, and everything that would leave
// it kept instead. A test derives from this, calls openShop() in its init() and runShopTest() as its main().
namespace astern {

class ShopTest : public QObject {
public:
    explicit ShopTest(ui::Theme &theme) : m_theme(theme) {}

protected:
    // A fresh window on checkout's failing canary, at samples::kNow, with nothing sent or asked yet.
    void openShop(const Workspace &workspace = shop::workspace())
    {
        closeShop();
        m_plans.clear();
        m_reasons.clear();
        m_campaigns.clear();
        m_stopped.clear();
        m_signedIn.clear();
        m_answers.clear();
        m_holds.clear();
        m_taken.clear();
        m_needing.clear();
        m_tooUnsafe.reset();
        m_asked.clear();
        m_journal.log.clear();
        m_cluster = {};
        m_cluster.answer = samples::crash;
        m_authority.answer = {.allowed = true};
        m_clock.set(samples::kNow);
        m_theme.setReducedMotion(true);
        m_session = std::make_unique<Session>(
            workspace,
            Session::Doors{.clock = &m_clock,
                           .authority = &m_authority,
                           .journal = &m_journal,
                           .run =
                               [this](const Plan &plan, const Actor &, const QString &reason) {
                                   m_plans.append(plan);
                                   m_reasons.append(reason);
                               },
                           .runCampaign = [this](const Campaign &campaign, const Actor &,
                                                 const QString &) { m_campaigns.append(campaign); },
                           .stopCampaign = [this](const QString &id) { m_stopped.append(id); },
                           .diagnose =
                               [this](const DiagnosisQuestion &question, DiagnosisSource::Told told) {
                                   m_asked.append(question);
                                   return m_cluster.ask(question, told);
                               },
                           .endDiagnosis = [this](quint64 ticket, const QString &) { m_cluster.end(ticket); },
                           .signIn = [this](const QString &backend) { m_signedIn.append(backend); },
                           .configs = m_configs.get(),
                           .answer = [this](const guard::Answer &answer) { m_answers.append(answer); },
                           .holdAutomation = [this](const guard::AutomationHold &hold) { m_holds.append(hold); },
                           .recordNeeding =
                               [this](LogAction action, const QString &, const Draft &draft, Done<Receipt> done) {
                                   m_needing.append(action);
                                   if (m_tooUnsafe)
                                       return done(*m_tooUnsafe);
                                   m_journal.append(draft, JournalLevel::Local, std::move(done));
                               },
                           .acknowledge = [this](const QString &id, const Actor &) { m_taken.append(id); }});
        m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        shop::open(*m_session);
        QTRY_COMPARE(m_window->board().worst(), QStringLiteral("checkout@prod/eu-1"));
        QTRY_COMPARE(m_window->boardPage().detail().placement(), QStringLiteral("checkout@prod/eu-1"));
        QVERIFY(m_asked.isEmpty());
    }
    void closeShop() { m_window.reset(); }

    // Tab until the focus is there; false when a whole round did not come by.
    static bool tabTo(const QWidget *wanted)
    {
        for (int i = 0; i < 60; ++i) {
            if (QApplication::focusWidget() == wanted)
                return true;
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        return false;
    }

    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    FakeAuthority m_authority;
    FakeJournal m_journal;
    samples::FakeCluster m_cluster; // answers with samples::crash until it is told otherwise
    QList<Plan> m_plans;            // handed over to be run
    QStringList m_reasons;          // of those plans
    QList<Campaign> m_campaigns;
    QStringList m_stopped; // campaigns
    QStringList m_signedIn;
    QList<guard::Answer> m_answers; // to questions of policies
    QList<guard::AutomationHold> m_holds;
    QStringList m_taken;              // escalations that were taken over
    QList<LogAction> m_needing;       // recorded as safely as `journal.needs` asks of these
    std::optional<Error> m_tooUnsafe; // such an entry cannot be had
    QList<DiagnosisQuestion> m_asked;
    std::unique_ptr<ConfigStore> m_configs; // set before openShop(): the shop keeps versions
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
};

template <class Test>
int runShopTest(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    Test test(theme);
    return QTest::qExec(&test, argc, argv);
}

} // namespace astern
