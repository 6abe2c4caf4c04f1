// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/command/dispatcher.h"
#include "tests/models/journal/journalfixture.h"
#include "tests/support/clocks.h"
#include "tests/support/fakecells.h"
#include "tests/support/shop.h"
#include "tests/support/smalldisk.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/emergency/guardcontrol.h"
#include "ui/emergency/planpane.h"
#include "ui/emergency/runpane.h"
#include "ui/emergency/unrecordedpane.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/runslabel.h"
#include "ui/shell/dueline.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

bool g_mounts = false;

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kCheckout = s("checkout@prod/eu-1");

// What Argo does, at once.
void obey(const DeliveryCommand &command, Rollout &now)
{
    const ObjectRef ref = now.ref;
    if (command.action == DeliveryAction::Abort)
        now = samples::aborted();
    else if (command.action == DeliveryAction::Undo)
        now = samples::back();
    now.ref = ref;
    now.observedMs = samples::kNow;
}

} // namespace

// Emergency on a disk that nothing can be recorded on: the typed name, and what is left in somebody's hands.
class UnrecordedTest : public QObject {
    Q_OBJECT
public:
    explicit UnrecordedTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    SteppedClock m_clock{samples::kNow};
    ManualClock m_time; // of the dispatcher: the minute within limits passes when the test says so
    FakeAuthority m_authority;
    std::unique_ptr<SmallDisk> m_disk;
    std::unique_ptr<LocalJournal> m_journal;
    std::unique_ptr<FakeCells> m_cells;
    std::unique_ptr<Dispatcher> m_dispatcher;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;

    template <class T>
    T *child(const char *name) const
    {
        return m_window->findChild<T *>(QLatin1String(name));
    }
    FakeBackend &cell() { return m_cells->at(m_session->placement(kCheckout)->object); }
    void openWindow();
    void spoil();
    void awaitEnd()
    {
        QTRY_VERIFY_WITH_TIMEOUT((m_time.pass(5'000), m_window->emergency().runPane()->isOver()), 20'000);
    }
    // The two acts, by the mouse.
    void goBack()
    {
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QWidget *guard = m_window->emergency().planPane()->guard();
        QTRY_VERIFY(guard->isVisible());
        QTest::mouseClick(guard, Qt::LeftButton, {}, guard->rect().center());
        QTest::mousePress(guard, Qt::LeftButton, {}, guard->rect().center());
        QTRY_VERIFY_WITH_TIMEOUT(m_window->emergency().showsRun(), 5'000);
        QTest::mouseRelease(guard, Qt::LeftButton, {}, guard->rect().center());
        awaitEnd();
    }
    void hold()
    {
        auto *confirm = child<ui::HoldButton>("unrecordedConfirm");
        QTRY_VERIFY(confirm->isVisible() && confirm->isEnabled());
        QTest::mousePress(confirm, Qt::LeftButton);
        QTest::qWait(1'500); // as long as a person holds it
        QTest::mouseRelease(confirm, Qt::LeftButton);
    }

private Q_SLOTS:
    void cleanup();
    void theTypedNameGoesBack();
    void aLogThatCanBeWrittenOffersNothing();
};

void UnrecordedTest::openWindow()
{
    m_theme.setReducedMotion(true);
    m_disk = std::make_unique<SmallDisk>(3 * 1024 * 1024); // no room for a reserve
    QVERIFY(m_disk->isMounted());
    m_journal = openedJournal({.folder = m_disk->path(s("data/journal")),
                               .markFile = {},
                               .keys = std::make_shared<MemoryKeys>(),
                               .segmentBytes = 64 * 1024,
                               .domain = {}});
    QVERIFY(m_journal);
    m_cells = std::make_unique<FakeCells>();
    m_dispatcher = std::make_unique<Dispatcher>(
        Dispatcher::Doors{.backend = [this](const QString &) { return m_cells.get(); },
                          .journal = m_journal.get(),
                          .authority = &m_authority,
                          .clock = &m_time,
                          .underLimitsSince = [this](const Plan &) { return m_time.wallMs() - 90'000; }});
    m_session = std::make_unique<Session>(
        shop::workspace(),
        Session::Doors{
            .clock = &m_clock,
            .authority = &m_authority,
            .journal = m_journal.get(),
            .run = [this](const Plan &plan, const Actor &actor,
                          const QString &reason) { m_dispatcher->run(plan, actor, reason); },
            .runUnrecorded =
                [this](const Plan &plan, const Actor &actor, const QString &reason, const TypedConfirmation &typed) {
                    m_dispatcher->runUnrecorded(plan, actor, reason, typed);
                }});
    connect(m_dispatcher.get(), &Dispatcher::progressed, m_session.get(), &Session::setRun);
    connect(m_dispatcher.get(), &Dispatcher::unrecordedChanged, m_session.get(), &Session::setUnrecorded);
    m_window = std::make_unique<ui::MainWindow>(*m_session, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    shop::open(*m_session);
    QTRY_COMPARE(m_window->board().worst(), kCheckout);
    cell().now = *m_session->rollout(m_session->placement(kCheckout)->object);
    cell().effect = obey;
}

// Full, and the reserve used up, too.
void UnrecordedTest::spoil()
{
    m_disk->fill();
    bool over = false;
    for (int i = 0; i < 500 && !over; ++i)
        over = !append(*m_journal, Draft{.kind = s("rollback.attempt"), .saga = Uuid7::next()}).ok();
    QVERIFY(over);
}

void UnrecordedTest::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_dispatcher.reset();
    m_cells.reset();
    m_journal.reset();
    m_disk.reset();
}

void UnrecordedTest::theTypedNameGoesBack()
{
    if (!g_mounts)
        QSKIP("this system does not let the test mount a disk of its own");
    openWindow();
    spoil();
    goBack();
    QVERIFY(cell().sent.isEmpty());
    auto *pane = child<QWidget>("unrecordedPane");
    QTRY_VERIFY(pane->isVisible());
    QString lost = child<ui::RunsLabel>("unrecordedLost")->plainText();
    QVERIFY2(lost.contains(s("went back to 4.7.1, when and why")), qPrintable(lost));
    // Neither another word nor a part of the name.
    auto *name = child<QLineEdit>("unrecordedName");
    auto *confirm = child<ui::HoldButton>("unrecordedConfirm");
    QVERIFY(!confirm->isEnabled());
    QVERIFY(confirm->toolTip().contains(s("Type the name checkout first")));
    name->setFocus();
    QTest::keyClicks(name, s("check"));
    QVERIFY(!confirm->isEnabled());
    QTest::keyClicks(name, s("out"));
    QVERIFY(confirm->isEnabled());
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(confirm));
    QVERIFY(cell().sent.isEmpty());
    hold();
    QTRY_VERIFY(!cell().sent.isEmpty());
    awaitEnd();
    QVERIFY(m_window->emergency().runPane()->run().state == PlanRun::State::Succeeded);
    QVERIFY(m_window->emergency().runPane()->run().isUnrecorded);
    // In nobody's log: it stays on every screen until it is.
    auto *due = child<ui::DueLine>("dueLine");
    QTRY_VERIFY(due->isVisible());
    QVERIFY(due->words().startsWith(s("What was done is in no log.")));
    QTest::mouseClick(child<QPushButton>("unrecordedCopy"), Qt::LeftButton);
    const auto kept = unrecordedFrom(QGuiApplication::clipboard()->text());
    QVERIFY(kept.ok() && kept->size() >= 2);
    QCOMPARE(kept->constFirst().draft.kind, s("rollback.intent"));
    m_disk->free();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->unrecorded().isEmpty(), 15'000);
    QTRY_VERIFY(!due->isVisible() && !pane->isVisible());
    QStringList kinds;
    const auto all = entries(*m_journal, {.limit = 1'000});
    for (const JournalEntry &entry : *all)
        kinds.prepend(entry.kind);
    QVERIFY2(kinds.contains(s("journal.gap")), qPrintable(kinds.join(QLatin1Char(' '))));
    QCOMPARE(kinds.mid(kinds.indexOf(s("journal.gap")) + 1).count(s("rollback.outcome")),
             kinds.count(s("rollback.outcome")));
}

void UnrecordedTest::aLogThatCanBeWrittenOffersNothing()
{
    if (!g_mounts)
        QSKIP("this system does not let the test mount a disk of its own");
    openWindow();
    goBack();
    QVERIFY(!cell().sent.isEmpty());
    QVERIFY(!child<QWidget>("unrecordedPane")->isVisible());
    QVERIFY(!child<ui::DueLine>("dueLine")->isVisible());
}

int main(int argc, char *argv[])
{
    g_mounts = beginPrivateMounts();
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    UnrecordedTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_unrecorded.moc"
