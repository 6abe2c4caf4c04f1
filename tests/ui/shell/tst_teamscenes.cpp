// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvalbook.h"
#include "models/views/teamsight.h"
#include "tests/support/clocks.h"
#include "tests/support/people.h"
#include "tests/support/shop.h"
#include "tests/support/team.h"
#include "tests/ui/shell/golden.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/teambutton.h"
#include "ui/shell/teampopup.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

} // namespace

// The people of a team, with the same data at the same instant.
class TeamScenes : public QObject {
    Q_OBJECT
public:
    explicit TeamScenes(ui::Theme &theme) : m_theme(theme) {}

private:
    enum Screen { Bar, Open, HandOver, Away, Rollout, Sheet };
    ui::Theme &m_theme;

private Q_SLOTS:
    void screens_data();
    void screens();
};

void TeamScenes::screens_data()
{
    QTest::addColumn<int>("screen");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("scale");
    const QList<QPair<const char *, Screen>> all{{"teambar", Bar},           {"teamlist", Open},
                                                 {"teamhandover", HandOver}, {"teamlistaway", Away},
                                                 {"teamrollout", Rollout},   {"teamemergency", Sheet}};
    for (const auto &[name, screen] : all) {
        for (const bool dark : {false, true})
            QTest::addRow("%s-%s", name, dark ? "dark" : "light") << int(screen) << dark << 1.0;
        QTest::addRow("%s-200", name) << int(screen) << (int(screen) % 2 == 1) << 2.0;
    }
}

void TeamScenes::screens()
{
    QFETCH(const int, screen);
    QFETCH(const bool, dark);
    QFETCH(const double, scale);
    m_theme.setMode(dark ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
    m_theme.setTextScale(scale);
    m_theme.setReducedMotion(true);
    SteppedClock clock{samples::kNow};
    team::TeamAuthority authority;
    FakeJournal journal;
    ApprovalBook book;
    book.setRead();
    Workspace workspace = team::withTeam(shop::workspace());
    scenes::namePeople(workspace);
    Session session(workspace, {.clock = &clock,
                                .authority = &authority,
                                .journal = &journal,
                                .identity = scenes::quietDoors(),
                                .approvals = &book});
    session.setSignedIn(scenes::aliceSignedIn());
    team::FakePresence presence;
    TeamSight sight(session, presence);
    ui::MainWindow window(session, m_theme);
    window.setTeam(&sight);
    window.resize(int(1440 * scale), int(900 * scale));
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    shop::open(session);
    session.setJournalState(
        {.state = JournalState::State::Open, .size = 36, .root = {}, .verifiedTo = 36, .words = {}});
    QTRY_COMPARE(window.board().total(), int(workspace.placements().size()));
    TeamPresence now = team::five();
    if (screen == Rollout)
        now.present[1].looksAt = team::at("checkout");
    presence.tell(now);
    Actor by;
    by.person = screen == HandOver ? s("person-1") : s("p-jo");
    by.roles = {kOnCallRole};
    book.take(team::handedOver(handOverDraft(workspace.name, {}, by.person, s("Jo Berg"), by, {}), 50), 1);
    session.setApprovalsChanged();
    if (screen == Away) {
        presence.lose("the team's database does not answer: the connection was refused");
        clock.set(samples::kNow + 134'000);
    }
    if (screen == Rollout)
        window.openRollout(s("checkout@prod/eu-1"));
    if (screen == Sheet)
        window.openEmergency(s("checkout@prod/eu-1"));
    const bool list = screen == Open || screen == Away || screen == HandOver;
    if (list) {
        QTest::mouseClick(window.findChild<ui::TeamButton *>(), Qt::LeftButton);
        QTRY_VERIFY(QApplication::activePopupWidget());
    }
    if (screen == HandOver)
        QTest::mouseClick(QApplication::activePopupWidget()->findChild<QPushButton *>(s("onCallBegin")),
                          Qt::LeftButton);
    QTest::qWait(350); // coalesced updates
    QImage picture = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    if (QWidget *popup = QApplication::activePopupWidget()) { // a window of its own, over this one
        QPainter(&picture).drawPixmap(window.mapFromGlobal(popup->pos()), popup->grab());
        popup->close();
    }
    golden::compare(QString::fromLatin1(QTest::currentDataTag()), picture);
}

int main(int argc, char *argv[])
{
    qputenv("QT_SCALE_FACTOR", "1");
    QApplication application(argc, argv);
    QApplication::setCursorFlashTime(0); // a cursor that blinks is in every other picture
    ui::Theme theme;
    theme.install(application);
    TeamScenes scenes(theme);
    return QTest::qExec(&scenes, argc, argv);
}

#include "tst_teamscenes.moc"
