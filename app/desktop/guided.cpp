// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/guided.h"

#include "app/desktop/input.h"
#include "models/base/format.h"
#include "models/base/uuid7.h"
#include "models/views/boardrow.h"
#include "ui/board/boardpage.h"
#include "ui/board/boardview.h"

#include <QCoreApplication>
#include <QDir>
#include <QPixmap>
#include <QProcess>

#include <cstdio>

namespace astern::app {
namespace {

constexpr int kTickMs = 100;

} // namespace

Guided::Guided(Session &session, ui::MainWindow &window, Options options, QObject *parent)
    : QObject(parent), m_session(session), m_window(window), m_options(std::move(options)), m_out(stdout)
{
    connect(&m_timer, &QTimer::timeout, this, &Guided::tick);
    connect(&m_session, &Session::runChanged, this, [this](const PlanRun &run) { m_planId = run.plan.id; });
}

void Guided::start()
{
    QDir().mkpath(m_options.folder);
    buildScenes();
    m_clock.start();
    m_timer.start(kTickMs);
    say(tr("Guided scenario on the workspace \"%1\".").arg(m_session.workspace().name));
}

QWidget *Guided::find(const char *name) const { return m_window.findChild<QWidget *>(QLatin1String(name)); }

void Guided::say(const QString &words)
{
    m_out << QStringLiteral("%1 s  ").arg(double(m_clock.elapsed()) / 1000.0, 6, 'f', 1) << words << Qt::endl;
}

void Guided::picture(const QString &name)
{
    const QString path = QDir(m_options.folder).filePath(QStringLiteral("%1-%2.png").arg(++m_pictures).arg(name));
    if (!m_window.grab().save(path))
        return fail(tr("Could not write %1").arg(path));
    say(tr("    picture: %1").arg(path));
}

void Guided::fail(const QString &why)
{
    m_timer.stop();
    say(tr("FAILED: %1").arg(why));
    m_window.grab().save(QDir(m_options.folder).filePath(QStringLiteral("failed.png")));
    Q_EMIT finished(1);
}

void Guided::tick()
{
    if (m_at >= m_scenes.size())
        return;
    if (m_clock.elapsed() > m_options.giveUpMs)
        return fail(tr("gave up waiting for: %1").arg(m_scenes.at(m_at).waitingFor));
    const Scene scene = m_scenes.at(m_at);
    if (!scene.ready()) {
        m_readySince = -1;
        return;
    }
    if (m_readySince < 0)
        m_readySince = m_clock.elapsed();
    if (m_clock.elapsed() - m_readySince < scene.settleMs)
        return;
    ++m_at;
    m_readySince = -1;
    scene.act();
}

// A policy says so; where none applies, a limit does.
bool Guided::showsBad(const Placement &placement) const
{
    const ServiceConfig *service = m_session.service(placement.service);
    const BoardState state = makeBoardRow(m_session, placement, m_session.nowMs()).state;
    return state == BoardState::Suspect || state == BoardState::Failing ||
           (state == BoardState::OverLimit && service && service->policies.isEmpty());
}

void Guided::buildScenes()
{
    m_scenes.append({tr("every service on the board"),
                     [this] {
                         for (const Placement &placement : m_session.workspace().placements()) {
                             if (!m_session.rollout(placement.object))
                                 return false;
                         }
                         return true;
                     },
                     [this] {
                         say(tr("%1 places are on the board.").arg(m_session.workspace().placements().size()));
                         picture(QStringLiteral("board"));
                     },
                     1500});
    m_scenes.append({tr("the bad canary to show"),
                     [this] {
                         for (const Placement &placement : m_session.workspace().placements()) {
                             const Rollout *rollout = m_session.rollout(placement.object);
                             if (placement.service == m_options.service && rollout && rollout->inProgress() &&
                                 showsBad(placement)) {
                                 m_place = placement.key();
                                 return true;
                             }
                         }
                         return false;
                     },
                     [this] {
                         const Rollout *rollout = m_session.rollout(m_session.placement(m_place)->object);
                         const BoardRow failing =
                             makeBoardRow(m_session, *m_session.placement(m_place), m_session.nowMs());
                         say(tr("%1 is %2: canary %3 at %4; %5.")
                                 .arg(m_place, words(failing.state), rollout->desired.manifest.version(),
                                      format::weight(rollout->newPercent()), whyWords(failing, m_session.nowMs())));
                         picture(QStringLiteral("failing"));
                         // By its row: something else may be worse at this moment.
                         BoardModel &board = m_window.board();
                         ui::BoardView &view = m_window.boardPage().view();
                         const QModelIndex row = board.index(board.rowOf(m_place), BoardModel::ServiceColumn);
                         view.scrollTo(row);
                         clickMouse(view.viewport(), view.visualRect(row).center());
                         pressKey(&m_window, Qt::Key_R);
                     },
                     4000});
    m_scenes.append({tr("the Emergency sheet with its plan"),
                     [this] {
                         const QWidget *guard = find("guard");
                         return guard && guard->isVisible() && guard->isEnabled();
                     },
                     [this] {
                         picture(QStringLiteral("emergency"));
                         QWidget *guard = find("guard");
                         clickMouse(guard, guard->rect().center());
                         say(tr("The guard is open. Nothing is sent yet."));
                     },
                     1500});
    m_scenes.append({tr("the open guard"), [this] { return find("guard") != nullptr; },
                     [this] {
                         picture(QStringLiteral("guard-open"));
                         QWidget *guard = find("guard");
                         pressMouse(guard, guard->rect().center());
                     },
                     500});
    m_scenes.append({tr("the hold to fill"), [] { return true; }, [this] { picture(QStringLiteral("holding")); }, 600});
    m_scenes.append({tr("the rollback to start"), [this] { return !m_planId.isEmpty(); },
                     [this] {
                         if (QWidget *guard = find("guard"))
                             releaseMouse(guard, guard->rect().center());
                         say(tr("Committed: rollback %1.").arg(Uuid7::shortForm(m_planId)));
                     },
                     0});
    m_scenes.append(
        {tr("the old version to serve 100 %"),
         [this] {
             const Rollout *rollout = m_session.rollout(m_session.placement(m_place)->object);
             return rollout && rollout->serving.shares.size() == 1 &&
                    rollout->serving.shares.constFirst().hash == rollout->stableHash;
         },
         [this] {
             const Rollout *rollout = m_session.rollout(m_session.placement(m_place)->object);
             const Revision *stable = rollout->revisionByHash(rollout->stableHash);
             say(tr("%1 serves 100 % again.").arg(stable ? stable->manifest.version() : rollout->stableHash));
             picture(QStringLiteral("running"));
         },
         1000});
    m_scenes.append(
        {tr("recovery and the end of the plan"),
         [this] {
             const PlanRun *run = m_session.runFor(m_place);
             return run && run->state != PlanRun::State::Running;
         },
         [this] {
             const PlanRun *run = m_session.runFor(m_place);
             say(run->summary);
             picture(QStringLiteral("recovered"));
             if (run->state != PlanRun::State::Succeeded)
                 return fail(
                     tr("the plan did not succeed: %1").arg(run->error ? run->error->toString() : run->summary));
             if (!verifyJournal())
                 return;
             say(tr("Done: bad canary, rollback by hand, recovery, log verified."));
             m_timer.stop();
             Q_EMIT finished(0);
         },
         1500});
}

bool Guided::verifyJournal()
{
    QProcess verify;
    verify.start(QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("asternctl")),
                 {QStringLiteral("journal"), QStringLiteral("verify"), QStringLiteral("--data"), m_options.dataFolder});
    verify.waitForFinished(30'000);
    const QString output = QString::fromUtf8(verify.readAllStandardOutput()).trimmed();
    say(tr("asternctl journal verify: %1").arg(output.section(QLatin1Char('\n'), -1)));
    if (verify.exitStatus() == QProcess::NormalExit && verify.exitCode() == 0)
        return true;
    fail(tr("the log does not verify: %1").arg(output));
    return false;
}

} // namespace astern::app
