// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/evidence.h"
#include "tests/support/logs.h"
#include "tests/support/shoptest.h"
#include "ui/emergency/choicelist.h"
#include "ui/log/entrylist.h"
#include "ui/log/entrypane.h"
#include "ui/log/erasepane.h"
#include "ui/log/exportpane.h"
#include "ui/log/logpage.h"
#include "ui/rollout/runslabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

using namespace astern;
using logs::s;

namespace {

// Keeps what was asked for; the test says how it goes.
class FakeEvidence : public EvidenceDoor {
public:
    QList<EvidenceQuestion> asked;
    Progress progress;
    Done<EvidenceWritten> done;
    int cancelled = 0;
    void run(const EvidenceQuestion &question, Progress tell, Done<EvidenceWritten> answer) override
    {
        asked.append(question);
        progress = std::move(tell);
        done = std::move(answer);
    }
    void cancel() override
    {
        ++cancelled;
        done(Error{.kind = Error::Kind::Cancelled, .message = s("The export was cancelled; nothing was written")});
    }
};

} // namespace

// What leaves the log and what is erased from it, by mouse and by keyboard.
class LogDeedsTest : public ShopTest {
    Q_OBJECT
public:
    using ShopTest::ShopTest;

private:
    FakeEvidence m_evidence;
    QTemporaryDir m_dir;
    ui::LogPage *m_page = nullptr;

    void openLog()
    {
        const quint64 size = quint64(m_journal.log.size());
        m_session->setJournalState({.state = JournalState::State::Open, .size = size, .verifiedTo = size});
        m_window->setEvidence(&m_evidence);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::ControlModifier);
        m_page = &m_window->logPage();
        QTRY_VERIFY(m_page->model().rowAt(0));
    }
    // The entry is chosen, and beside the list.
    void choose(const char *kind)
    {
        quint64 index = 0;
        for (const JournalEntry &entry : std::as_const(m_journal.log)) {
            if (entry.kind == s(kind) && entry.personal.contains(s("actor.name")))
                index = entry.index;
        }
        m_page->showEntry(index);
        QTRY_VERIFY(m_page->pane().entry() && m_page->pane().entry()->index == index);
    }
    template <class T>
    [[nodiscard]] T *child(const char *name) const
    {
        return m_page->findChild<T *>(s(name));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    void click(const char *name)
    {
        auto *button = child<QPushButton>(name);
        QVERIFY2(button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void type(const char *name, const QString &text)
    {
        auto *field = child<QLineEdit>(name);
        field->setFocus();
        press(Qt::Key_A, Qt::ControlModifier);
        press(Qt::Key_Delete);
        QTest::keyClicks(field, text);
    }
    [[nodiscard]] QString said(const char *pane) const { return child<ui::LogForm>(pane)->saidWords(); }
    [[nodiscard]] QString file() const { return m_dir.filePath(s("out.astern-evidence.tar")); }
    void answer(const Result<EvidenceWritten> &written) { m_evidence.done(written); }
    void fillErasure(const QString &who)
    {
        type("eraseBasis", s("GDPR Art. 17(1)(b)"));
        type("eraseRequested", s("the person, letter of 2026-11-20"));
        type("eraseReason", s("the consent was withdrawn"));
        type("eraseTyped", who);
    }

private Q_SLOTS:
    void init()
    {
        openShop();
        m_evidence.asked.clear();
        m_evidence.cancelled = 0;
        m_journal.erasures.clear();
        m_journal.eraseFails.reset();
        m_journal.away = m_journal.unreadable = false;
        m_journal.sinks.clear();
        logs::months(m_journal, 30, 12);
        logs::incident(m_journal);
        QFile::remove(file());
    }
    void cleanup() { closeShop(); }
    void anOperationLeaves();
    void keysAloneExport();
    void whatTheSearchShowsLeaves();
    void aSpanIsReadOrRefused();
    void progressAndCancel();
    void aFileThatIsThereIsAskedFor();
    void withoutADoorNothingLeaves();
    void anErasureIsTypedAndRecorded();
    void aHoldStandsAgainstIt();
    void whoMayNotIsToldWhy();
    void everySinkSaysWhetherItHasIt();
};

void LogDeedsTest::anOperationLeaves()
{
    openLog();
    choose("promotion.intent");
    const JournalEntry entry = *m_page->pane().entry();
    click("logExport");
    auto *what = child<ui::ChoiceList>("exportWhat");
    QVERIFY(what->hasFocus());
    QCOMPARE(what->choices().size(), 4); // its operation, the entry, a span, all of it
    QVERIFY(!child<QWidget>("exportFrom")->isVisible());
    QTest::mouseClick(child<QCheckBox>("exportReasons"), Qt::LeftButton, {}, QPoint(8, 8));
    type("exportFile", file());
    click("exportNow");
    QCOMPARE(m_evidence.asked.size(), 1);
    const EvidenceQuestion &asked = m_evidence.asked.constFirst();
    QVERIFY(asked.what == EvidenceQuestion::What::Operation);
    QCOMPARE(asked.operation, entry.saga);
    QCOMPARE(asked.openings, QStringList{s("rationale")});
    QCOMPARE(asked.file, file());
    QVERIFY(!asked.samples);
    QCOMPARE(asked.by, m_session->self().ref);
    const quint64 index = quint64(m_journal.log.size());
    logs::put(m_journal, samples::kNow, "journal.export", {}, {});
    m_session->addEntry(m_journal.log.constLast());
    answer(EvidenceWritten{{.index = index, .id = {}, .leafHash = {}}, file(), 12, 34'567});
    QTRY_VERIFY2(said("exportPane").contains(s("12 files")), qPrintable(said("exportPane")));
    QVERIFY(said("exportPane").contains(file()));
    click("exportShow");
    QTRY_COMPARE(m_page->entries().currentEntry(), std::optional(index));
    QVERIFY(!child<QWidget>("exportPane")->isVisible());
    QVERIFY(m_page->pane().isVisible());
}

void LogDeedsTest::keysAloneExport()
{
    openLog();
    choose("promotion.intent");
    const quint64 chosen = m_page->pane().entry()->index;
    QVERIFY(tabTo(child<QPushButton>("logExport")));
    press(Qt::Key_Space);
    QVERIFY(child<ui::ChoiceList>("exportWhat")->hasFocus());
    press(Qt::Key_Down); // this entry
    QVERIFY(tabTo(child<QCheckBox>("exportNames")));
    press(Qt::Key_Space);
    QVERIFY(tabTo(child<QCheckBox>("exportSamples")));
    press(Qt::Key_Space);
    type("exportFile", file());
    QVERIFY(tabTo(child<QPushButton>("exportNow")));
    press(Qt::Key_Space);
    QCOMPARE(m_evidence.asked.size(), 1);
    QVERIFY(m_evidence.asked.constFirst().what == EvidenceQuestion::What::Entries);
    QCOMPARE(m_evidence.asked.constFirst().entries, QList<quint64>{chosen});
    QCOMPARE(m_evidence.asked.constFirst().openings, QStringList{s("actor.name")});
    QVERIFY(m_evidence.asked.constFirst().samples);
    answer(Error{.kind = Error::Kind::Storage, .message = s("The disk is full")});
    QTRY_VERIFY(said("exportPane").contains(s("The disk is full")));
    press(Qt::Key_Escape);
    QVERIFY(m_page->pane().isVisible());
    QVERIFY(m_page->entries().hasFocus());
}

void LogDeedsTest::whatTheSearchShowsLeaves()
{
    openLog();
    m_page->setFilter(s("kind:promotion since:2025-11-24"));
    QTRY_VERIFY(m_page->model().rowCount() > 3 && m_page->model().isWhole());
    const int rows = m_page->model().rowCount();
    click("logExport");
    type("exportFile", file());
    click("exportNow");
    QCOMPARE(m_evidence.asked.size(), 1);
    QVERIFY(m_evidence.asked.constFirst().what == EvidenceQuestion::What::Entries);
    QCOMPARE(m_evidence.asked.constFirst().entries.size(), rows);
    for (const quint64 index : m_evidence.asked.constFirst().entries)
        QVERIFY(m_journal.log.at(qsizetype(index)).kind.startsWith(s("promotion")));
    answer(Error{.kind = Error::Kind::Cancelled, .message = s("no")});
    QTRY_VERIFY(!child<ui::ExportPane>("exportPane")->isRunning());
}

void LogDeedsTest::aSpanIsReadOrRefused()
{
    openLog();
    choose("promotion.intent");
    click("logExport");
    press(Qt::Key_Down);
    press(Qt::Key_Down); // a span
    QVERIFY(child<QWidget>("exportFrom")->isVisible());
    type("exportFile", file());
    type("exportFrom", s("yesterday"));
    QVERIFY(!child<QPushButton>("exportNow")->isEnabled());
    QVERIFY2(said("exportPane").contains(s("yesterday")), qPrintable(said("exportPane")));
    type("exportFrom", s("2026-11-24 10:00"));
    type("exportTo", s("2026-11-23 10:00"));
    QVERIFY(!child<QPushButton>("exportNow")->isEnabled());
    type("exportTo", s("2026-11-24 10:00"));
    click("exportNow");
    QCOMPARE(m_evidence.asked.size(), 1);
    QVERIFY(m_evidence.asked.constFirst().what == EvidenceQuestion::What::Span);
    const qint64 from = QDateTime(QDate(2026, 11, 24), QTime(10, 0)).toMSecsSinceEpoch();
    QCOMPARE(m_evidence.asked.constFirst().fromMs, from);
    QCOMPARE(m_evidence.asked.constFirst().toMs, from + 59'999); // the minute that was named
    answer(Error{.kind = Error::Kind::NotFound, .message = s("No entry is in this time")});
    QTRY_VERIFY(said("exportPane").contains(s("No entry")));
}

void LogDeedsTest::progressAndCancel()
{
    openLog();
    click("logExport");
    type("exportFile", file());
    click("exportNow");
    QCOMPARE(m_evidence.asked.size(), 1);
    m_evidence.progress(50, 200);
    QTRY_VERIFY2(said("exportPane").contains(s("25")), qPrintable(said("exportPane")));
    m_evidence.progress(0, 0);
    QTRY_VERIFY(said("exportPane").contains(s("Recording")));
    // The window lives on, and a second one cannot be begun.
    QVERIFY(!child<QPushButton>("exportNow")->isEnabled());
    press(Qt::Key_Escape); // cancels, and does not close
    QCOMPARE(m_evidence.cancelled, 1);
    QTRY_VERIFY2(said("exportPane").contains(s("nothing was written")), qPrintable(said("exportPane")));
    QVERIFY(child<QWidget>("exportPane")->isVisible());
    QVERIFY(child<QPushButton>("exportNow")->isEnabled());
}

void LogDeedsTest::aFileThatIsThereIsAskedFor()
{
    QFile there(file());
    QVERIFY(there.open(QIODevice::WriteOnly));
    there.close();
    openLog();
    click("logExport");
    type("exportFile", file());
    click("exportNow");
    QVERIFY(m_evidence.asked.isEmpty());
    QVERIFY2(said("exportPane").contains(s("is there already")), qPrintable(said("exportPane")));
    click("exportNow");
    QCOMPARE(m_evidence.asked.size(), 1);
    answer(Error{.kind = Error::Kind::Cancelled, .message = s("no")});
    QTRY_VERIFY(!child<ui::ExportPane>("exportPane")->isRunning());
}

void LogDeedsTest::withoutADoorNothingLeaves()
{
    openLog();
    m_window->setEvidence(nullptr);
    click("logExport");
    QVERIFY(!child<QPushButton>("exportNow")->isEnabled());
    QVERIFY(!child<QPushButton>("exportNow")->toolTip().isEmpty());
}

void LogDeedsTest::anErasureIsTypedAndRecorded()
{
    openLog();
    choose("promotion.intent");
    const QString name = m_page->pane().entry()->personal.value(s("actor.name"));
    click("entryErase");
    QCOMPARE(child<QLineEdit>("eraseWhose")->text(), s("psn-7f3a"));
    auto *erase = child<QPushButton>("eraseNow");
    QVERIFY(!erase->isEnabled());
    QVERIFY(!name.isEmpty());
    fillErasure(s("psn-7f3")); // not yet
    QVERIFY(!erase->isEnabled());
    QVERIFY2(erase->toolTip().contains(s("psn-7f3a")), qPrintable(erase->toolTip()));
    QTest::keyClicks(child<QLineEdit>("eraseTyped"), s("a"));
    QVERIFY(erase->isEnabled());
    QVERIFY(tabTo(erase));
    press(Qt::Key_Space);
    QCOMPARE(m_journal.erasures.size(), 1);
    const Erasure &done = m_journal.erasures.constFirst();
    QCOMPARE(done.subject, s("psn-7f3a"));
    QCOMPARE(done.basis, s("GDPR Art. 17(1)(b)"));
    QCOMPARE(done.requested, s("the person, letter of 2026-11-20"));
    QCOMPARE(done.reason, s("the consent was withdrawn"));
    QCOMPARE(done.by, m_session->self().ref);
    QTRY_VERIFY2(said("erasePane").contains(s("is erased")), qPrintable(said("erasePane")));
    QVERIFY(!erase->isEnabled()); // typed anew for the next one
    QVERIFY(child<QPushButton>("eraseShow")->isVisible());
    // What fails is said, and nothing else.
    m_journal.eraseFails = Error{.kind = Error::Kind::Refused, .message = s("Entry 3 holds what was said")};
    type("eraseTyped", s("psn-7f3a"));
    click("eraseNow");
    QTRY_VERIFY(said("erasePane").contains(s("Entry 3 holds")));
}

void LogDeedsTest::aHoldStandsAgainstIt()
{
    openLog();
    choose("promotion.intent");
    click("entryErase");
    fillErasure(s("psn-7f3a"));
    QVERIFY(child<QPushButton>("eraseNow")->isEnabled());
    QVERIFY(!child<QWidget>("eraseHeld")->isVisible());
    click("eraseHold");
    QTRY_VERIFY(child<QWidget>("eraseHeld")->isVisible());
    type("eraseTyped", s("psn-7f3a"));
    QVERIFY(!child<QPushButton>("eraseNow")->isEnabled());
    QCOMPARE(m_journal.log.constLast().kind, s("privacy.hold"));
    QVERIFY(m_journal.erasures.isEmpty());
    // Of somebody else nothing is held.
    type("eraseWhose", s("psn-0000"));
    QTRY_VERIFY(!child<QWidget>("eraseHeld")->isVisible());
    type("eraseWhose", s("psn-7f3a"));
    QTRY_VERIFY(child<QWidget>("eraseHeld")->isVisible());
    // A hold waits for nothing; lifting it overrides somebody, and is refused where the log is not safe enough for
    // that.
    QVERIFY(m_needing.isEmpty());
    const qsizetype before = m_journal.log.size();
    m_tooUnsafe = Error{.kind = Error::Kind::Refused, .message = s("the shared log is away")};
    click("eraseHold");
    QTRY_VERIFY(said("erasePane").contains(s("the shared log is away")));
    QVERIFY(child<QWidget>("eraseHeld")->isVisible());
    QCOMPARE(m_journal.log.size(), before);
    m_tooUnsafe.reset();
    click("eraseHold"); // lifts it
    QTRY_VERIFY(!child<QWidget>("eraseHeld")->isVisible());
    QVERIFY(m_needing == QList<LogAction>({LogAction::Override, LogAction::Override}));
    QVERIFY(m_journal.log.constLast().payload.value(s("hold")).toObject().value(s("lifted")).toBool());
    type("eraseTyped", s("psn-7f3a"));
    QVERIFY(child<QPushButton>("eraseNow")->isEnabled());
    // One that holds everybody's words stands against it too.
    logs::put(m_journal, samples::kNow, "privacy.hold", {},
              {{s("hold"), QJsonObject{{s("subject"), s("*")}, {s("lifted"), false}}}});
    m_session->addEntry(m_journal.log.constLast());
    QTRY_VERIFY(child<QWidget>("eraseHeld")->isVisible());
    QVERIFY(child<ui::RunsLabel>("eraseHeld")->plainText().contains(s("everybody")));
}

void LogDeedsTest::whoMayNotIsToldWhy()
{
    Workspace workspace = shop::workspace();
    workspace.readOnly = true;
    openShop(workspace);
    logs::incident(m_journal);
    openLog();
    choose("promotion.intent");
    auto *erase = child<QPushButton>("entryErase");
    QVERIFY(!erase->isEnabled());
    QVERIFY2(erase->toolTip().contains(s("read-only")), qPrintable(erase->toolTip()));
    m_page->openErasure(); // as the palette does
    fillErasure(s("psn-7f3a"));
    QVERIFY(!child<QPushButton>("eraseNow")->isEnabled());
    QVERIFY(!child<QPushButton>("eraseHold")->isEnabled());
    QVERIFY2(said("erasePane").contains(s("read-only")), qPrintable(said("erasePane")));
}

void LogDeedsTest::everySinkSaysWhetherItHasIt()
{
    openLog();
    choose("promotion.intent");
    const quint64 index = m_page->pane().entry()->index;
    const auto copies = [this]() -> QStringList {
        for (const EntrySection &section : m_page->pane().detail().sections) {
            if (section.title != s("Copies"))
                continue;
            QStringList lines;
            for (const EntryFact &fact : section.facts)
                lines.append(QStringLiteral("%1: %2 (%3)").arg(fact.name, fact.words, fact.note));
            return lines;
        }
        return {};
    };
    QCOMPARE(copies(), QStringList());
    m_page->pane().setSinks({{.sink = s("loki"), .acked = index + 1, .atMs = samples::kNow},
                             {.sink = s("siem"), .acked = index - 2, .atMs = samples::kNow - 60'000},
                             {.sink = s("vault"), .acked = index + 9, .atMs = 1, .rejected = {index}}});
    const QStringList lines = copies();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0), s("loki: has it ()"));
    QVERIFY2(lines.at(1).startsWith(s("siem: not yet")) && lines.at(1).contains(s("2 before it")),
             qPrintable(lines.at(1)));
    QCOMPARE(lines.at(2), s("vault: refused it ()"));
}

int main(int argc, char *argv[]) { return runShopTest<LogDeedsTest>(argc, argv); }

#include "tst_logdeeds.moc"
