// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shoptest.h"
#include "tests/support/smalldisk.h"
#include "ui/chart/curvelegend.h"
#include "ui/chart/signalplot.h"
#include "ui/chart/signalwindow.h"
#include "ui/rollout/healthchart.h"
#include "ui/rollout/runslabel.h"
#include "ui/shell/palette.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QWheelEvent>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// Four significant digits, as C says it.
QString percent(double ratio)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%#.4g %%", ratio * 100);
    return s(text.data());
}
const QString kEu = s("checkout@prod/eu-1");
bool g_mayMount = false;

} // namespace

// A signal opened large, as people use it: keys and mouse, nothing called from behind.
class SignalWindowTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    [[nodiscard]] ui::SignalWindow *window() const { return m_window->findChild<ui::SignalWindow *>(); }
    [[nodiscard]] ui::SignalPlot &plot() const { return window()->plot(); }
    [[nodiscard]] QString words(const char *label) const
    {
        return window()
            ->findChild<ui::RunsLabel *>(QLatin1String(label))
            ->plainText()
            .replace(QChar(0xa0), QLatin1Char(' '));
    }
    [[nodiscard]] QPushButton *button(const char *name) const
    {
        return window()->findChild<QPushButton *>(QLatin1String(name));
    }
    // The error ratio by Enter on the chart, which is the first one of the failing rollout.
    void openErrors()
    {
        m_window->openRollout(kEu);
        ui::HealthChart *chart = small(0);
        chart->setFocus(Qt::TabFocusReason);
        QTest::keyClick(chart, Qt::Key_Return);
        QTRY_VERIFY(window());
        QVERIFY(QTest::qWaitForWindowActive(window()));
        QTRY_VERIFY(plot().hasFocus());
    }
    [[nodiscard]] ui::HealthChart *small(int index) const
    {
        return m_window->rolloutPage().findChildren<ui::HealthChart *>().at(index);
    }
    [[nodiscard]] QPoint at(double share) const // of the plot's width
    {
        const QRectF rect = plot().plotRect();
        return {int(rect.left() + share * rect.width()), int(rect.center().y())};
    }
    void wheel(double share, int notches) const
    {
        const QPointF local = at(share);
        QWheelEvent event(local, plot().viewport()->mapToGlobal(local), {}, {0, notches * 120}, {}, {}, {}, false);
        QApplication::sendEvent(plot().viewport(), &event);
    }
    void hover(double share) const
    {
        const QPointF local = at(share);
        QMouseEvent move(QEvent::MouseMove, local, plot().viewport()->mapToGlobal(local), Qt::NoButton, {}, {});
        QApplication::sendEvent(plot().viewport(), &move);
    }
    void drag(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, double from, double to) const
    {
        QTest::mousePress(plot().viewport(), button, modifiers, at(from));
        for (const double share : {0.3, 0.6, 1.0}) {
            const QPointF local = at(from + (to - from) * share);
            QMouseEvent move(QEvent::MouseMove, local, plot().viewport()->mapToGlobal(local), Qt::NoButton, button,
                             modifiers);
            QApplication::sendEvent(plot().viewport(), &move);
        }
        QTest::mouseRelease(plot().viewport(), button, modifiers, at(to));
    }
    void addErrors(qint64 atMs, double fresh, double stable)
    {
        m_session->addSamples({.backend = s("prom"),
                               .arrivedMs = atMs,
                               .series = {{{kEu, s("errors"), Role::New}, {{atMs, fresh}}},
                                          {{kEu, s("errors"), Role::Stable}, {{atMs, stable}}}}});
    }
    // Types where to, as a person does in the dialog.
    void exportByKeys(int steps, const QString &path)
    {
        QTest::keyClick(window(), Qt::Key_E, Qt::AltModifier);
        auto *menu = window()->findChild<QMenu *>(s("chartExportMenu"));
        QTRY_VERIFY(menu->isVisible());
        for (int i = 0; i < steps; ++i)
            QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_VERIFY(window()->findChild<QFileDialog *>());
        auto *dialog = window()->findChild<QFileDialog *>();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto *name = dialog->findChild<QLineEdit *>(s("fileNameEdit"));
        QVERIFY(name);
        QVERIFY2(name->text().startsWith(s("checkout-prod-eu-1-errors-20251124T")), qPrintable(name->text()));
        name->selectAll();
        QTest::keyClicks(name, path);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(!window()->findChild<QFileDialog *>());
    }

private Q_SLOTS:
    void init() { openShop(); }
    void cleanup() { closeShop(); }
    void opens_data();
    void opens();
    void oneWindowForOneSignal();
    void saysBothSidesNowAndAtTheCursor();
    void theKeyboardReadsSampleBySample();
    void theWheelZoomsAtThePointer();
    void aDragSelectsAndEscCancels();
    void dragsMove_data();
    void dragsMove();
    void movesByKeysAndComesBackToLive();
    void buttonsChooseTheLength();
    void followsWhatArrives();
    void aGapStaysAGapAndSilenceIsSaid();
    void comparesByKeyboardAlone();
    void everythingIsReachedByTab();
    void exportsSamples();
    void exportsAPictureAtTwice();
    void aFailingExportSaysWhy();
    void emergencyFromHere();
    void aSignalThatIsGoneIsSaid();
    void oneReplaceForEachLine();
};

void SignalWindowTest::opens_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way : {"double click", "enter", "menu by mouse", "menu by keys", "palette", "shortcut", "board"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

void SignalWindowTest::opens()
{
    QFETCH(const QString, way);
    if (way != s("board"))
        m_window->openRollout(kEu);
    QString wanted = s("errors");
    if (way == s("double click")) {
        wanted = s("orders");
        QTest::mouseDClick(small(3), Qt::LeftButton);
    } else if (way == s("enter")) {
        small(0)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(small(0), Qt::Key_Enter);
    } else if (way.startsWith(s("menu"))) {
        const QPoint local = small(0)->rect().center();
        QContextMenuEvent event(way == s("menu by keys") ? QContextMenuEvent::Keyboard : QContextMenuEvent::Mouse,
                                local, small(0)->mapToGlobal(local));
        QApplication::sendEvent(small(0), &event);
        auto *menu = small(0)->findChild<QMenu *>(s("healthChartMenu"));
        QTRY_VERIFY(menu->isVisible());
        if (way == s("menu by keys"))
            QTest::keyClick(menu, Qt::Key_O);
        else
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().first()).center());
    } else if (way == s("palette")) {
        wanted = s("requests");
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_window->commandPalette().isOpen());
        QTest::keyClicks(QApplication::focusWidget(), s("large requests"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    } else if (way == s("shortcut")) {
        wanted = s("errors"); // the one that is furthest beyond its limit
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    } else {
        QTest::mouseDClick(m_window->boardPage().detail().findChildren<ui::HealthChart *>().at(0), Qt::LeftButton);
    }
    QTRY_VERIFY(window());
    QCOMPARE(window()->subject().place, kEu);
    QCOMPARE(window()->subject().signal, wanted);
    QVERIFY(!window()->isModal());
    QTRY_VERIFY(plot().hasFocus());
    QTest::keyClick(&plot(), Qt::Key_Escape);
    QTRY_VERIFY(!window());
    QVERIFY(m_window->isVisible());
}

void SignalWindowTest::oneWindowForOneSignal()
{
    openErrors();
    QTest::mouseDClick(small(0), Qt::LeftButton);
    QTest::mouseDClick(small(1), Qt::LeftButton);
    QCOMPARE(m_window->findChildren<ui::SignalWindow *>().size(), 2);
}

void SignalWindowTest::saysBothSidesNowAndAtTheCursor()
{
    openErrors();
    QVERIFY2(words("chartReadout").startsWith(s("now canary 4.8.0")), qPrintable(words("chartReadout")));
    QVERIFY2(words("chartReadout").contains(s("over the limit stable 4.7.1 ")), qPrintable(words("chartReadout")));
    QCOMPARE(words("chartAge"), s("5 s old"));
    hover(0.25);
    const std::optional<qint64> cursor = plot().cursor();
    QVERIFY(cursor);
    const auto side = [&](Role role) {
        const std::optional<Sample> sample =
            ui::sampleAt(m_session->series().view({kEu, s("errors"), role}), *cursor, 30'000);
        return percent(sample->value);
    };
    const QString said = words("chartReadout");
    QVERIFY2(said.startsWith(s("at 1")), qPrintable(said));
    QVERIFY2(said.contains(s("canary 4.8.0 ") + side(Role::New)), qPrintable(said));
    QVERIFY2(said.contains(s("stable 4.7.1 ") + side(Role::Stable)), qPrintable(said));
    QCOMPARE(plot().accessibleDescription().replace(QChar(0xa0), QLatin1Char(' ')), said);
    QTest::keyClick(&plot(), Qt::Key_Escape); // puts away the cursor, not the window
    QVERIFY(!plot().cursor());
    QVERIFY(words("chartReadout").startsWith(s("now ")));
}

void SignalWindowTest::theKeyboardReadsSampleBySample()
{
    openErrors();
    const SeriesStore::View view = m_session->series().view({kEu, s("errors"), Role::New});
    for (int back = 1; back <= 3; ++back) {
        QTest::keyClick(&plot(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(plot().cursor(), std::optional(view.at(view.size() - back).atMs));
    }
    QTest::keyClick(&plot(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(plot().cursor(), std::optional(view.at(view.size() - 2).atMs));
    QVERIFY(words("chartReadout").contains(percent(view.at(view.size() - 2).value)));
    // On beyond the newest: it stays there.
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(&plot(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(plot().cursor(), std::optional(view.last().atMs));
    QVERIFY(window()->range().followsNow());
}

void SignalWindowTest::theWheelZoomsAtThePointer()
{
    openErrors();
    const TimeSpan before = window()->span();
    QCOMPARE(before, (TimeSpan{samples::kNow - 900'000, samples::kNow}));
    const qint64 under = plot().picture().time.toTime(at(0.25).x());
    wheel(0.25, 2);
    const TimeSpan closer = window()->span();
    QVERIFY(std::abs(double(closer.lengthMs()) - 900'000 * 0.64) < 2);
    QVERIFY(std::abs(double(plot().picture().time.toTime(at(0.25).x()) - under)) < 2000);
    QVERIFY(!window()->range().followsNow());
    QVERIFY2(words("chartWhen").endsWith(s("stands still")), qPrintable(words("chartWhen")));
    wheel(0.25, -9);
    QVERIFY(window()->span().lengthMs() > closer.lengthMs());
    QVERIFY(window()->range().followsNow());
}

void SignalWindowTest::aDragSelectsAndEscCancels()
{
    openErrors();
    drag(Qt::LeftButton, {}, 0.6, 0.4);
    const TimeSpan wanted{samples::kNow - 540'000, samples::kNow - 360'000};
    QVERIFY(std::abs(double(window()->span().fromMs - wanted.fromMs)) < 2000);
    QVERIFY(std::abs(double(window()->span().toMs - wanted.toMs)) < 2000);
    const TimeSpan selected = window()->span();
    QTest::mouseClick(plot().viewport(), Qt::LeftButton, {}, at(0.5)); // a click is no selection
    QCOMPARE(window()->span(), selected);
    QTest::mousePress(plot().viewport(), Qt::LeftButton, {}, at(0.2));
    QTest::keyClick(&plot(), Qt::Key_Escape);
    QTest::mouseRelease(plot().viewport(), Qt::LeftButton, {}, at(0.8));
    QCOMPARE(window()->span(), selected);
}

void SignalWindowTest::dragsMove_data()
{
    QTest::addColumn<bool>("middle");
    QTest::newRow("Shift") << false;
    QTest::newRow("middle button") << true;
}

void SignalWindowTest::dragsMove()
{
    QFETCH(const bool, middle);
    openErrors();
    QTest::mouseClick(button("length-0"), Qt::LeftButton);
    drag(middle ? Qt::MiddleButton : Qt::LeftButton,
         middle ? Qt::KeyboardModifiers() : Qt::KeyboardModifiers(Qt::ShiftModifier), 0.2, 0.7);
    QCOMPARE(window()->span().lengthMs(), 300'000);
    QVERIFY(std::abs(double(samples::kNow - window()->span().toMs) - 150'000) < 2000);
}

void SignalWindowTest::movesByKeysAndComesBackToLive()
{
    openErrors();
    QTest::keyClick(&plot(), Qt::Key_Plus);
    QTest::keyClick(&plot(), Qt::Key_Plus);
    QCOMPARE(window()->span(), (TimeSpan{samples::kNow - 225'000, samples::kNow}));
    QTest::keyClick(&plot(), Qt::Key_Left);
    QCOMPARE(window()->span().toMs, samples::kNow - 22'500);
    QTest::keyClick(&plot(), Qt::Key_PageUp);
    QCOMPARE(window()->span().toMs, samples::kNow - 247'500);
    QTest::keyClick(&plot(), Qt::Key_Right);
    QCOMPARE(window()->span().toMs, samples::kNow - 225'000);
    QVERIFY(!button("chartLive")->isChecked());
    QTest::keyClick(&plot(), Qt::Key_Home);
    QCOMPARE(window()->span().toMs, samples::kNow);
    QVERIFY(button("chartLive")->isChecked());
    QTest::keyClick(&plot(), Qt::Key_PageUp);
    QTest::keyClick(window(), Qt::Key_L, Qt::AltModifier);
    QTRY_VERIFY(window()->range().followsNow());
    QTest::keyClick(&plot(), Qt::Key_Minus);
    QCOMPARE(window()->span().lengthMs(), 450'000);
}

void SignalWindowTest::buttonsChooseTheLength()
{
    openErrors();
    QVERIFY(button("length-1")->isChecked());
    QTest::keyClick(window(), Qt::Key_5, Qt::AltModifier);
    QTRY_COMPARE(window()->span().lengthMs(), 300'000);
    QVERIFY(button("length-0")->isChecked() && !button("length-1")->isChecked());
    QTest::mouseClick(button("length-2"), Qt::LeftButton);
    QCOMPARE(window()->span().lengthMs(), 3'600'000);
    QTest::mouseClick(button("length-3"), Qt::LeftButton); // all that is kept: a quarter of an hour
    QCOMPARE(window()->span().fromMs, m_session->series().view({kEu, s("errors"), Role::New}).at(0).atMs);
    QVERIFY(button("length-3")->isChecked() && !button("length-2")->isChecked());
}

void SignalWindowTest::followsWhatArrives()
{
    openErrors();
    const int before = plot().redraws();
    m_clock.set(samples::kNow + 3'000);
    addErrors(samples::kNow + 3'000, 0.0777, 0.0011);
    QTRY_VERIFY(words("chartReadout").contains(s("7.770 %")));
    QVERIFY(plot().redraws() > before);
    QCOMPARE(window()->span().toMs, samples::kNow + 3'000);
    QCOMPARE(words("chartAge"), s("now"));
    // What stands still does not move when more arrives.
    QTest::keyClick(&plot(), Qt::Key_PageUp);
    const TimeSpan still = window()->span();
    m_clock.set(samples::kNow + 8'000);
    addErrors(samples::kNow + 8'000, 0.0778, 0.0011);
    QTRY_COMPARE(words("chartAge"), s("now"));
    QCOMPARE(window()->span(), still);
}

void SignalWindowTest::aGapStaysAGapAndSilenceIsSaid()
{
    openErrors();
    QCOMPARE(plot().picture().lines.at(0).pieces.size(), 1);
    m_clock.set(samples::kNow + 120'000);
    QTRY_VERIFY2(words("chartAge").startsWith(s("stale: no data for 2 min")), qPrintable(words("chartAge")));
    QVERIFY(plot().picture().silentFrom);
    QVERIFY2(words("chartReadout").startsWith(s("now canary 4.8.0 no data")), qPrintable(words("chartReadout")));
    addErrors(samples::kNow + 120'000, 0.01, 0.01);
    QTRY_COMPARE(plot().picture().lines.at(0).pieces.size(), 2);
    QVERIFY(!plot().picture().silentFrom);
    hover(0.94); // 54 s ago: inside the gap
    QVERIFY2(words("chartReadout").contains(s("canary 4.8.0 no data")), qPrintable(words("chartReadout")));
}

void SignalWindowTest::comparesByKeyboardAlone()
{
    openErrors();
    const auto choose = [this](int steps) {
        QTest::keyClick(window(), Qt::Key_C, Qt::AltModifier);
        auto *menu = window()->findChild<QMenu *>(s("chartCompareMenu"));
        QTRY_VERIFY(menu->isVisible());
        for (int i = 0; i < steps; ++i)
            QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
    };
    choose(3); // Orders (/min)
    choose(4); // the same at prod/us-1
    QCOMPARE(window()->subjects().size(), 3);
    QCOMPARE(plot().picture().axes.size(), 2);
    QCOMPARE(plot().picture().axes.at(1).unit, s("/min"));
    const QList<ui::LegendEntry *> entries = window()->legend().entries();
    QVERIFY(entries.size() >= 5);
    QCOMPARE(entries.at(0)->text(), s("canary 4.8.0"));
    QCOMPARE(entries.at(1)->text(), s("stable 4.7.1"));
    QCOMPARE(entries.at(2)->text(), s("Orders, canary 4.8.0"));
    QVERIFY2(entries.at(4)->text().startsWith(s("prod/us-1")), qPrintable(entries.at(4)->text()));
    // Off and on again.
    QVERIFY(tabTo(entries.at(2)));
    QTest::keyClick(entries.at(2), Qt::Key_Space);
    QVERIFY(plot().picture().lines.at(2).pieces.isEmpty());
    QVERIFY(!words("chartReadout").contains(s("Orders, canary")));
    QVERIFY(!entries.at(2)->isChecked());
    QTest::keyClick(entries.at(2), Qt::Key_Space);
    QVERIFY(!plot().picture().lines.at(2).pieces.isEmpty());
    QTest::mouseClick(entries.at(3), Qt::LeftButton);
    QVERIFY(plot().picture().lines.at(3).pieces.isEmpty());
    choose(3); // takes the orders away
    QCOMPARE(window()->subjects().size(), 2);
    QCOMPARE(plot().picture().axes.size(), 1);
}

void SignalWindowTest::everythingIsReachedByTab()
{
    openErrors();
    for (const char *name : {"length-0", "length-3", "chartLive", "chartCompare", "chartExport"})
        QVERIFY2(tabTo(button(name)), name);
    QVERIFY(tabTo(window()->legend().entries().last()));
    QVERIFY(tabTo(&plot()));
}

void SignalWindowTest::exportsSamples()
{
    QTemporaryDir folder;
    openErrors();
    QTest::mouseClick(button("length-0"), Qt::LeftButton);
    const QString path = folder.filePath(s("out.csv"));
    exportByKeys(2, path);
    QCOMPARE(window()->said(), s("Saved as ") + path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.at(0), QByteArray("time (UTC),\"checkout prod/eu-1 Error ratio, canary 4.8.0 (ratio)\","
                                     "\"checkout prod/eu-1 Error ratio, stable 4.7.1 (ratio)\"\r"));
    const SeriesStore::View view = m_session->series().view({kEu, s("errors"), Role::New});
    const qsizetype first = view.firstNotBefore(samples::kNow - 300'000);
    QCOMPARE(lines.size(), view.size() - first + 2);
    for (qsizetype i = first; i < view.size(); ++i) {
        const QList<QByteArray> fields = lines.at(i - first + 1).trimmed().split(',');
        QCOMPARE(QDateTime::fromString(QString::fromLatin1(fields.at(0)), Qt::ISODateWithMs).toMSecsSinceEpoch(),
                 view.at(i).atMs);
        QVERIFY(std::strtod(fields.at(1).constData(), nullptr) == view.at(i).value);
    }
}

void SignalWindowTest::exportsAPictureAtTwice()
{
    QTemporaryDir folder;
    openErrors();
    const QString path = folder.filePath(s("out.png"));
    exportByKeys(1, path);
    QCOMPARE(window()->said(), s("Saved as ") + path);
    const QImage image(path);
    QCOMPARE(image.width(), 2 * window()->width());
    QVERIFY(image.height() > window()->height());
    // The canary's ink is in it, and never the focus, which is nobody's business elsewhere.
    window()->activateWindow(); // after the dialog, which no window manager does here
    plot().setFocus();
    QTRY_VERIFY(plot().hasFocus());
    for (const QImage &made : {image, window()->picture(2)}) {
        const QRgb ring = m_theme.colour(ui::Tone::Focus).rgb();
        int ink = 0;
        int blue = 0;
        for (int y = 0; y < made.height(); ++y) {
            for (int x = 0; x < made.width(); ++x) {
                ink += made.pixel(x, y) == m_theme.colour(ui::Tone::DataNew).rgb() ? 1 : 0;
                blue += made.pixel(x, y) == ring ? 1 : 0;
            }
        }
        QVERIFY(ink > 500);
        QCOMPARE(blue, 0);
    }
}

void SignalWindowTest::aFailingExportSaysWhy()
{
    if (!g_mayMount)
        QSKIP("this system does not let a process mount for itself");
    openErrors();
    test::SmallDisk full(1'000'000);
    QVERIFY(full.isMounted());
    QFile before(full.path(s("out.csv")));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("as it was");
    before.close();
    full.fill();
    window()->exportTo(full.path(s("out.csv")));
    QVERIFY2(window()->said().contains(s("The file was not written: No space left on device")),
             qPrintable(window()->said()));
    QVERIFY(window()->said().contains(full.path(s("out.csv"))));
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(before.readAll(), QByteArray("as it was"));
    test::SmallDisk locked(1'000'000);
    QCOMPARE(::mount("none", QFile::encodeName(locked.path({})).constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr),
             0);
    window()->exportTo(locked.path(s("out.png")));
    QVERIFY2(window()->said().contains(s("Read-only file system")), qPrintable(window()->said()));
    QVERIFY(window()->said().endsWith(s("Choose another folder, or make room in this one.")));
}

void SignalWindowTest::emergencyFromHere()
{
    openErrors();
    QTest::keyClick(window(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_window->emergency().isOpen());
    QCOMPARE(m_window->emergency().placement(), kEu);
    QVERIFY(window()); // stays
}

void SignalWindowTest::aSignalThatIsGoneIsSaid()
{
    openErrors();
    Workspace next = shop::workspace();
    next.services.first().signalSpecs.removeFirst();
    m_session->setWorkspace(next);
    QTRY_COMPARE(words("chartAge"), s("The workspace no longer has this signal."));
    QVERIFY(plot().picture().lines.isEmpty());
    QTest::keyClick(&plot(), Qt::Key_Plus); // harmless
    QTest::keyClick(&plot(), Qt::Key_Left, Qt::ShiftModifier);
    hover(0.5);
}

// Time that moves by less than a pixel, and news of other signals, hand nothing over.
void SignalWindowTest::oneReplaceForEachLine()
{
    openErrors();
    QTest::qWait(200);
    const int before = plot().redraws();
    m_clock.set(samples::kNow + 100);
    m_session->addSamples({.backend = s("prom"),
                           .arrivedMs = samples::kNow,
                           .series = {{{kEu, s("orders"), Role::New}, {{samples::kNow, 50.0}}}}});
    QTest::qWait(300);
    QCOMPARE(plot().redraws(), before);
    m_clock.set(samples::kNow + 3'000);
    addErrors(samples::kNow + 3'000, 0.03, 0.002);
    QTRY_COMPARE(plot().redraws(), before + 1);
}

int main(int argc, char *argv[])
{
    g_mayMount = test::beginPrivateMounts(); // before there is any thread
    return runShopTest<SignalWindowTest>(argc, argv);
}

#include "tst_signalwindow.moc"
