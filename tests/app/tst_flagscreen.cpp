// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine.h"
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/workspacewriter.h"
#include "models/views/configsmodel.h"
#include "models/views/flagsmodel.h"
#include "tests/support/sandboxorders.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/planstrip.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::app;
namespace sandbox = astern::connectors::sandbox;

namespace {

constexpr int kPatienceMs = 60'000; // configuration is read every 15 s

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kPlace = s("search@prod/eu-1");

} // namespace

// The Flags tab over the company's Unleash and clusters, from the click to the server and back, with the real log.
class TestFlagScreen : public QObject {
    Q_OBJECT
public:
    explicit TestFlagScreen(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    QTemporaryDir m_folder;
    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<ui::MainWindow> m_window;

    template <class T>
    T &child(const char *name)
    {
        return *m_window->rolloutPage().findChild<T *>(QLatin1String(name));
    }
    [[nodiscard]] FlagsModel &flags() { return *qobject_cast<FlagsModel *>(child<ui::FactsView>("flags").model()); }
    [[nodiscard]] ConfigsModel &configs()
    {
        return *qobject_cast<ConfigsModel *>(child<ui::FactsView>("configs").model());
    }
    void order(const QJsonObject &what)
    {
        const sandbox::ApiResponse answer = test::orderOf(*m_host, what);
        QVERIFY2(answer.status == 200, answer.body.constData());
    }
    void press(const char *name)
    {
        auto &button = child<QPushButton>(name);
        QTRY_VERIFY2(button.isVisible() && button.isEnabled(), qPrintable(button.toolTip()));
        QTest::mouseClick(&button, Qt::LeftButton);
    }
    // What stands in the strip is held until it is done; production.
    void holdToCommit(const char *why)
    {
        auto &strip = *m_window->rolloutPage().findChild<ui::PlanStrip *>();
        QVERIFY(strip.showsPlan());
        QTest::keyClicks(&child<QLineEdit>("stripReason"), QLatin1String(why));
        QTest::mousePress(strip.confirm(), Qt::LeftButton);
        QTRY_VERIFY(!strip.showsPlan()); // it was sent; a run before it may still be shown
        QTest::mouseRelease(strip.confirm(), Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase()
    {
        sandbox::Host::Options options;
        options.world.story = false;
        options.world.startWallMs = SystemClock().wallMs();
        m_host = std::make_unique<sandbox::Host>(options);
        QCOMPARE(m_host->start(), QString());
        sandbox::WorkspaceFacts facts;
        for (const QString &name : m_host->clusterNames())
            facts.clusters.append({name, m_host->clusterUrl(name)});
        facts.prometheus = m_host->url(s("prometheus"));
        facts.unleash = m_host->url(s("unleash"));
        facts.adminToken = m_host->adminToken();
        facts.viewerToken = m_host->viewerToken();
        facts.services = m_host->world().services();
        facts.scrapeMs = 1'000;
        QCOMPARE(sandbox::writeWorkspace(m_folder.path(), facts), QString());
        const WorkspaceReading reading = readWorkspace(m_folder.path());
        QVERIFY(reading.workspace);
        Workspace workspace = *reading.workspace;
        workspace.services.removeIf([](const ServiceConfig &service) { return service.id != s("search"); });
        workspace.services.first().signalSpecs.clear();
        workspace.sandbox = false; // it is to look as in earnest
        auto engine =
            Engine::create(workspace, {.dataFolder = m_folder.filePath(s("data")), .actor = {.ref = s("p-1")}});
        QVERIFY2(engine, qPrintable(engine ? QString() : engine.error().toString()));
        m_engine.reset(engine->release());
        m_theme.setReducedMotion(true);
        m_window = std::make_unique<ui::MainWindow>(m_engine->session(), m_theme);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_engine->start();
        m_window->openRollout(kPlace);
        auto &tabs = child<QTabBar>("rolloutTabs");
        QTRY_VERIFY(tabs.isTabVisible(3));
        QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(3).center());
        QTRY_COMPARE_WITH_TIMEOUT(flags().rowAt(0).is, s("on"), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->session().rollout(m_engine->session().placement(kPlace)->object),
                                 kPatienceMs);
    }

    void aShareGoesUp()
    {
        QCOMPARE(flags().rowAt(0).state.percent, std::optional<int>(10));
        press("flagShare");
        auto &percent = child<QLineEdit>("sharePercent");
        QTest::keyClicks(&percent, s("25"));
        QTest::keyClick(&percent, Qt::Key_Return);
        holdToCommit("an hour without errors");
        QTRY_COMPARE_WITH_TIMEOUT(flags().rowAt(0).state.percent, std::optional<int>(25), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(flags().rowAt(0).why, s("an hour without errors"), kPatienceMs);
        QVERIFY(!flags().rowAt(1).here); // staging, which nobody touched
        QCOMPARE(flags().rowAt(1).state.percent, std::optional<int>(100));
    }

    void itIsSwitchedOff()
    {
        press("flagOff");
        holdToCommit("errors at 3 %");
        QTRY_COMPARE_WITH_TIMEOUT(flags().rowAt(0).is, s("off"), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(flags().rowAt(0).why, s("errors at 3 %"), kPatienceMs);
        QCOMPARE(flags().rowAt(1).is, s("on"));
        // Somebody else switches it on again: that is not what the log says.
        order(
            {{s("op"), s("flag")}, {s("name"), s("search-ranker-v2")}, {s("on"), true}, {s("environment"), s("prod")}});
        QTRY_COMPARE_WITH_TIMEOUT(flags().rowAt(0).is, s("on"), kPatienceMs);
    }

    void anOlderConfigurationComesBack()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!configs().rowAt(0).digest.isEmpty(), kPatienceMs);
        const QString before = configs().rowAt(0).digest;
        order({{s("op"), s("config")},
               {s("service"), s("search")},
               {s("cluster"), s("prod-eu-1")},
               {s("key"), s("request_timeout_ms")},
               {s("value"), s("1")}});
        QTRY_VERIFY_WITH_TIMEOUT(configs().rowAt(0).digest != before, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(configs().rowCount(), 2, kPatienceMs);
        QCOMPARE(configs().rowAt(1).digest, before);
        auto &view = child<ui::FactsView>("configs");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(configs().index(1, 0)).center());
        press("configRestore");
        holdToCommit("a time-out of 1 ms");
        QTRY_COMPARE_WITH_TIMEOUT(configs().rowAt(0).digest, before, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(configs().rowAt(0).change.contains(s("a time-out of 1 ms")), kPatienceMs);
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_engine.reset();
        m_host.reset();
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    TestFlagScreen test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_flagscreen.moc"
