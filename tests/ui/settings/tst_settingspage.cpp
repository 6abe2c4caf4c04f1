// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clocks.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/shop.h"
#include "ui/board/boardprefs.h"
#include "ui/emergency/choicelist.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/settings/backendspane.h"
#include "ui/settings/language.h"
#include "ui/settings/settings.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/palette.h"
#include "ui/shell/windows.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using ui::Setting;

// Settings as people use them: keys and mouse.
class SettingsPageTest : public QObject {
    Q_OBJECT
public:
    explicit SettingsPageTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    FakeAuthority m_authority;
    FakeJournal m_journal;
    FakeSecrets m_secrets;
    QStringList m_tested;
    QList<quint64> m_ended;
    QStringList m_signedIn;
    ConnectionTest::Told m_tell;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;

    template <class T>
    T *child(const char *name) const
    {
        return m_window->settingsPage().findChild<T *>(QLatin1String(name));
    }
    void open(ui::SettingsPage::Section section)
    {
        m_window->openSettings(section);
        QTRY_VERIFY(m_window->settingsPage().isVisible());
    }
    [[nodiscard]] static ConnectionReport report(bool complete)
    {
        using State = ConnectionLine::State;
        return {QStringLiteral("argo"),
                QStringLiteral("argo-rollouts"),
                {{State::Good, QStringLiteral("answer"), QStringLiteral("Answer"), QStringLiteral("it answers"), {}},
                 {complete ? State::Note : State::Waiting,
                  QStringLiteral("may-undo"),
                  QStringLiteral("May roll back"),
                  complete ? QStringLiteral("no: not in prod-us-1") : QString(),
                  {}}},
                complete};
    }

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void opensByKeysAndByThePalette();
    void theThemeByKeyboardAlone();
    void aTestRunsAndIsCancelled();
    void aTestByKeyboardAlone();
    void aSecretIsSetAndRemoved();
    void aSecretIsNeverShown();
    void theWorkspaceSaysWhatIsWrong();
    void theLanguageIsKept();
    void whatIsStoredAndNotValid_data();
    void whatIsStoredAndNotValid();
    void olderFilesAreRead();
};

void SettingsPageTest::init()
{
    m_tested.clear();
    m_ended.clear();
    m_signedIn.clear();
    m_secrets.kept = {{QStringLiteral("eu.token"), QStringLiteral("s3cret-9")}};
    m_secrets.asked.clear();
    m_authority.answer = {.allowed = true};
    m_theme.setReducedMotion(true);
    Workspace workspace = shop::workspace();
    workspace.folder = QStringLiteral("/srv/shop");
    workspace.backends[0].bearer = {QStringLiteral("${keychain:eu.token}")};
    m_session = std::make_unique<Session>(
        workspace, Session::Doors{.clock = &m_clock,
                                  .authority = &m_authority,
                                  .journal = &m_journal,
                                  .signIn = [this](const QString &backend) { m_signedIn.append(backend); },
                                  .testConnection =
                                      [this](const QString &backend, ConnectionTest::Told told) {
                                          m_tested.append(backend);
                                          m_tell = std::move(told);
                                          return quint64(m_tested.size());
                                      },
                                  .endTest = [this](quint64 ticket) { m_ended.append(ticket); },
                                  .secrets = &m_secrets});
    m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    shop::open(*m_session);
}

void SettingsPageTest::opensByKeysAndByThePalette()
{
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(m_window->settingsPage().isVisible());
    QCOMPARE(int(m_window->settingsPage().section()), int(ui::SettingsPage::AppearanceSection));
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(child<QTabBar>("settingsTabs")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(int(m_window->settingsPage().section()), int(ui::SettingsPage::BackendsSection));
    QTest::keyClick(m_window.get(), Qt::Key_Escape); // back to the board
    QTRY_VERIFY(!m_window->settingsPage().isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("secrets"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(m_window->settingsPage().isVisible());
    QCOMPARE(int(m_window->settingsPage().section()), int(ui::SettingsPage::SecretsSection));
}

void SettingsPageTest::theThemeByKeyboardAlone()
{
    const bool wasDark = m_theme.isDark();
    QSignalSpy switched(m_window.get(), &ui::MainWindow::themeSwitched);
    open(ui::SettingsPage::AppearanceSection);
    auto *modes = child<ui::ChoiceList>("themeChoices");
    modes->setFocus(Qt::TabFocusReason);
    m_theme.setMode(ui::Theme::Mode::System);
    QCOMPARE(modes->current(), 0);
    QTest::keyClick(modes, Qt::Key_Down);
    QCOMPARE(int(m_theme.mode()), int(ui::Theme::Mode::Light));
    QTest::keyClick(modes, Qt::Key_Down);
    QVERIFY(m_theme.isDark());
    QCOMPARE(switched.size(), 2);
    m_theme.setMode(wasDark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
    QCOMPARE(modes->current(), wasDark ? 2 : 1); // also when it was changed elsewhere
}

void SettingsPageTest::aTestRunsAndIsCancelled()
{
    open(ui::SettingsPage::BackendsSection);
    auto *button = child<QPushButton>("testConnection");
    auto *lines = child<ui::FactsView>("connectionLines");
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_tested, QStringList{QStringLiteral("argo")});
    QCOMPARE(button->text(), QStringLiteral("Cancel"));
    m_tell(report(false));
    QCOMPARE(lines->model()->rowCount(), 2);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_ended, QList<quint64>{1});
    QCOMPARE(button->text(), QStringLiteral("Test connection"));
    QTest::mouseClick(button, Qt::LeftButton);
    m_tell(report(true));
    QCOMPARE(button->text(), QStringLiteral("Test connection"));
    QCOMPARE(lines->model()->index(1, 1).data().toString(), QStringLiteral("no: not in prod-us-1"));
    // Of another connection nothing is known.
    auto *list = child<ui::FactsView>("backendList");
    list->setFocus(Qt::TabFocusReason);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(lines->model()->rowCount(), 0);
}

void SettingsPageTest::aTestByKeyboardAlone()
{
    open(ui::SettingsPage::BackendsSection);
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(child<QTabBar>("settingsTabs")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(child<ui::FactsView>("backendList")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(m_tested, QStringList{QStringLiteral("prom")});
}

void SettingsPageTest::aSecretIsSetAndRemoved()
{
    open(ui::SettingsPage::SecretsSection);
    auto *value = child<QLineEdit>("secretValue");
    auto *remove = child<QPushButton>("secretRemove");
    QTRY_VERIFY(remove->isEnabled()); // the keychain has answered
    QVERIFY(!child<QPushButton>("secretSave")->isEnabled());
    value->setFocus(Qt::TabFocusReason);
    QTest::keyClicks(value, QStringLiteral("another"));
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_COMPARE(m_secrets.kept.value(QStringLiteral("eu.token")), QStringLiteral("another"));
    QTRY_VERIFY(value->text().isEmpty());
    QCOMPARE(m_signedIn, QStringList{QStringLiteral("argo")});
    QTRY_VERIFY(remove->isEnabled());
    QTest::mouseClick(remove, Qt::LeftButton);
    QCOMPARE(remove->text(), QStringLiteral("Remove eu.token?"));
    QVERIFY(m_secrets.kept.contains(QStringLiteral("eu.token"))); // asked once more first
    QTest::mouseClick(remove, Qt::LeftButton);
    QTRY_VERIFY(!m_secrets.kept.contains(QStringLiteral("eu.token")));
    QTRY_COMPARE(child<ui::FactsView>("secretList")->model()->index(0, 1).data().toString(), QStringLiteral("missing"));
    QVERIFY(!remove->isEnabled());
}

void SettingsPageTest::aSecretIsNeverShown()
{
    open(ui::SettingsPage::SecretsSection);
    auto *value = child<QLineEdit>("secretValue");
    QTRY_VERIFY(!m_secrets.asked.isEmpty());
    QTest::keyClicks(value, QStringLiteral("another"));
    QVERIFY(!value->displayText().contains(QStringLiteral("another")));
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        for (const QString &text : {widget->accessibleName(), widget->accessibleDescription(), widget->toolTip()})
            QVERIFY(!text.contains(QStringLiteral("s3cret")) && !text.contains(QStringLiteral("another")));
    }
}

void SettingsPageTest::theWorkspaceSaysWhatIsWrong()
{
    open(ui::SettingsPage::WorkspaceSection);
    QCOMPARE(child<ui::RunsLabel>("workspacePath")->plainText(), QStringLiteral("/srv/shop/astern.yaml"));
    QVERIFY(child<ui::RunsLabel>("workspaceState")->plainText().startsWith(QStringLiteral("Valid.")));
    const WorkspaceIssue issue{.at = {QStringLiteral("astern.yaml"), 12, 1},
                               .code = QStringLiteral("W-KEY"),
                               .message = QStringLiteral("the key \"enviroments\" is not known"),
                               .allowed = QStringLiteral("environments"),
                               .nearest = QStringLiteral("environments")};
    m_session->setWorkspaceNews({{issue}, {}, samples::kNow});
    QVERIFY(child<ui::RunsLabel>("workspaceState")->plainText().startsWith(QStringLiteral("Not valid.")));
    QCOMPARE(child<ui::FactsView>("workspaceIssues")->model()->index(0, 0).data().toString(), issue.toString());
}

void SettingsPageTest::theLanguageIsKept()
{
    QVERIFY(ui::availableLanguages().contains(QStringLiteral("de")));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ui.ini"));
    {
        ui::Settings settings(path);
        ui::Windows windows(*m_session, m_theme, settings, QStringLiteral("en"));
        ui::MainWindow &window = windows.open();
        window.openSettings(ui::SettingsPage::AppearanceSection);
        auto *languages = window.settingsPage().findChild<QComboBox *>(QStringLiteral("languages"));
        auto *note = window.settingsPage().findChild<ui::RunsLabel *>(QStringLiteral("languageNote"));
        QVERIFY(!note->plainText().contains(QStringLiteral("next start")));
        languages->setFocus(Qt::TabFocusReason);
        QTest::keyClicks(languages, QStringLiteral("D")); // Deutsch
        QCOMPARE(languages->currentData().toString(), QStringLiteral("de"));
        QVERIFY(note->plainText().contains(QStringLiteral("next start")));
    }
    QCOMPARE(ui::Settings(path).text(Setting::Language), QStringLiteral("de"));
}

void SettingsPageTest::whatIsStoredAndNotValid_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<int>("setting");
    QTest::addColumn<QVariant>("used");
    QTest::newRow("theme") << QByteArray("theme=pink\n") << int(Setting::Theme) << QVariant(QStringLiteral("system"));
    QTest::newRow("language") << QByteArray("language=xx\n") << int(Setting::Language) << QVariant(QString());
    QTest::newRow("size") << QByteArray("[window]\nsize=@Size(3 2)\n") << int(Setting::WindowSize)
                          << QVariant(QSize(1440, 900));
    QTest::newRow("no size") << QByteArray("[window]\nsize=large\n") << int(Setting::WindowSize)
                             << QVariant(QSize(1440, 900));
}

void SettingsPageTest::whatIsStoredAndNotValid()
{
    QFETCH(const QByteArray, stored);
    QFETCH(const int, setting);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ui.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(stored);
    file.close();
    const ui::Settings settings(path);
    const QString key = ui::Settings::key(Setting(setting));
    QTest::ignoreMessage(
        QtWarningMsg,
        qPrintable(QStringLiteral("%1: the value of \"%2\" is not valid; the default is used").arg(path, key)));
    QTEST(settings.value(Setting(setting)), "used");
    QTEST(settings.value(Setting(setting)), "used"); // said once
}

void SettingsPageTest::olderFilesAreRead()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ui.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[General]\ntheme=Dark\n\n[board]\ngroup=owner\n");
    file.close();
    ui::Settings settings(path);
    QCOMPARE(settings.text(Setting::Theme), QStringLiteral("dark"));
    QVERIFY(!settings.set(Setting::Theme, QStringLiteral("pink")));
    QVERIFY(settings.set(Setting::Theme, QStringLiteral("light")));
    QCOMPARE(int(ui::BoardPrefs::read(settings.file()).grouping), int(BoardModel::Grouping::Owner)); // stays
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    SettingsPageTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_settingspage.moc"
